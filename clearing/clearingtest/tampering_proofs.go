package clearingtest

import (
	"math"
	"slices"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/unit"
)

// tiers changes each potential, where it then no longer proves anything.
func (s *spoiler) tiers() {
	first := 0
	for _, v := range s.views() {
		for k := first; k < first+len(v.stages); k++ {
			for i := range s.result.Proofs[k].Potentials {
				s.potential(v, first, k, i)
			}
		}
		first += len(v.stages)
	}
	for k, p := range s.result.Proofs {
		s.spoilResult("a potential added", clearing.ErrNotProof, func(r *clearing.Result) {
			r.Proofs[k].Potentials = append(r.Proofs[k].Potentials, 0)
		})
		if len(p.Potentials) == 0 {
			continue // of Freed
		}
		s.spoilResult("a potential dropped", clearing.ErrNotProof, func(r *clearing.Result) { r.Proofs[k].Potentials = p.Potentials[1:] })
		s.spoilResult("no potentials", clearing.ErrNotProof, func(r *clearing.Result) { r.Proofs[k].Potentials = nil })
	}
}

// potential changes one potential of the k-th proof, in a unit whose proofs begin at the first.
func (s *spoiler) potential(v view, first, k, i int) {
	was := s.result.Proofs[k].Potentials[i]
	for _, tier := range []int64{was + 1, was - 1, was + 1000, math.MaxInt64, math.MinInt64} {
		change := func(r *clearing.Result) { r.Proofs[k].Potentials[i] = tier }
		changed := copied(s.result)
		if change(changed); v.checkProofs(changed.Proofs[first:first+len(v.stages)]) != nil {
			s.spoilResult("another potential", clearing.ErrNotProof, change)
		}
	}
}

func (s *spoiler) proofs() {
	for k := range s.result.Proofs {
		proof := func(name string, change func(p *clearing.Proof)) {
			s.spoilResult(name, clearing.ErrNotProof, func(r *clearing.Result) { change(&r.Proofs[k]) })
		}
		proof("a proof in another unit", func(p *clearing.Proof) { p.Unit = unit.TerawattHour })
		proof("a proof of another stage", func(p *clearing.Proof) { p.Stage += "s" })
		proof("a proof for another party", func(p *clearing.Proof) { p.Parties[0] += "x" })
		proof("a proof for fewer parties", func(p *clearing.Proof) {
			p.Parties, p.Potentials = p.Parties[1:], p.Potentials[min(1, len(p.Potentials)):]
		})
		proof("a proof in another order", func(p *clearing.Proof) {
			slices.Reverse(p.Parties)
			slices.Reverse(p.Potentials)
		})
		proof("another scale", func(p *clearing.Proof) { p.Scale++ })
		proof("another party freed", func(p *clearing.Proof) { p.Freed = append(p.Freed, "nobody") })
		if len(s.result.Proofs[k].Freed) > 0 {
			proof("a party freed and not named", func(p *clearing.Proof) { p.Freed = p.Freed[1:] })
		}
		for _, by := range []int64{1, -1} {
			proof("another distance", func(p *clearing.Proof) { p.Distance = unit.New(p.Distance.Parts()+by, p.Unit) })
			s.spoilResult("another value proved", clearing.ErrTotals, func(r *clearing.Result) { r.Proofs[k].Value = plus(r.Proofs[k].Value, by) })
		}
		s.spoilResult("a proof dropped", clearing.ErrShape, func(r *clearing.Result) { r.Proofs = slices.Delete(r.Proofs, k, k+1) })
	}
}

// rings changes the chains of a result under a cap, and adds one to another.
func (s *spoiler) rings() {
	if s.options.LengthMax == 0 {
		s.spoilResult("a chain without a cap", clearing.ErrChains, func(r *clearing.Result) { r.Chains = append(r.Chains, clearing.Chain{}) })
	}
	for k := range s.result.Chains {
		ring := func(name string, change func(c *clearing.Chain)) {
			s.spoilResult(name, clearing.ErrChains, func(r *clearing.Result) { change(&r.Chains[k]) })
		}
		ring("more along a chain", func(c *clearing.Chain) { c.Amount = plus(c.Amount, 1) })
		ring("less along a chain", func(c *clearing.Chain) { c.Amount = plus(c.Amount, -1) })
		ring("a chain in another unit", func(c *clearing.Chain) { c.Amount = unit.New(c.Amount.Parts(), unit.TerawattHour) })
		ring("another party in a chain", func(c *clearing.Chain) { c.Parties[1] = "nobody else" })
		ring("another entry in a chain", func(c *clearing.Chain) { c.Obligations[0] = "no entry's" })
		ring("a chain too short", func(c *clearing.Chain) { c.Parties, c.Obligations = c.Parties[1:], c.Obligations[1:] })
		ring("a chain from another party", func(c *clearing.Chain) {
			c.Parties, c.Obligations = append(c.Parties[1:], c.Parties[0]), append(c.Obligations[1:], c.Obligations[0])
			if c.Kinds != nil {
				c.Kinds = append(c.Kinds[1:], c.Kinds[0])
			}
		})
		ring("a chain twice round", func(c *clearing.Chain) {
			c.Parties, c.Obligations, c.Kinds = append(c.Parties, c.Parties...), append(c.Obligations, c.Obligations...), append(c.Kinds, c.Kinds...)
		})
		ring("other kinds in a chain", func(c *clearing.Chain) {
			if c.Kinds = append(c.Kinds, "tender"); len(c.Kinds) > len(c.Parties) {
				c.Kinds = nil
			}
		})
		s.spoilResult("a chain dropped", clearing.ErrChains, func(r *clearing.Result) { r.Chains = slices.Delete(r.Chains, k, k+1) })
		s.spoilResult("a chain doubled", clearing.ErrChains, func(r *clearing.Result) { r.Chains = append(r.Chains, r.Chains[k]) })
	}
}

// obligations leaves the result and changes those of the book.
func (s *spoiler) obligations() {
	s.spoil("an obligation added", clearing.ErrDigest, func(b *clearing.Book, r *clearing.Result) {
		added := clearing.Obligation{ID: "added", Debtor: "nobody", Creditor: "nobody else", Amount: unit.New(1, unit.TerawattHour)}
		b.Obligations = append(b.Obligations, added)
		r.SetOff = append(r.SetOff, unit.New(0, unit.TerawattHour))
	})
	for i := range s.book.Obligations {
		change := func(name string, change func(o *clearing.Obligation)) {
			s.spoil(name, clearing.ErrDigest, func(b *clearing.Book, _ *clearing.Result) { change(&b.Obligations[i]) })
		}
		change("another ID", func(o *clearing.Obligation) { o.ID = "another " + o.ID })
		change("another debtor", func(o *clearing.Obligation) { o.Debtor = "nobody else" })
		change("another creditor", func(o *clearing.Obligation) { o.Creditor = "nobody else" })
		change("a larger amount", func(o *clearing.Obligation) { o.Amount = plus(o.Amount, 1) })
		change("another unit", func(o *clearing.Obligation) { o.Amount = unit.New(o.Amount.Parts(), unit.TerawattHour) })
		change("another due date", func(o *clearing.Obligation) { o.Due = o.Due.Add(time.Nanosecond) })
		change("another rank", func(o *clearing.Obligation) { o.Rank++ })
		if o := s.book.Obligations[i]; !o.Due.IsZero() {
			change("another consent to be early", func(o *clearing.Obligation) {
				if o.Early = o.Due; s.book.Obligations[i].Early.Equal(o.Due) {
					o.Early = time.Time{}
				}
			})
		}
		s.spoil("an obligation and its set-off dropped", clearing.ErrDigest, func(b *clearing.Book, r *clearing.Result) {
			b.Obligations = slices.Delete(b.Obligations, i, i+1)
			r.SetOff = slices.Delete(r.SetOff, i, i+1)
		})
	}
}

// offers leaves the result and changes acceptances, tenders and windows of the book.
func (s *spoiler) offers() {
	for i := range s.book.Acceptances {
		change := func(name string, change func(c *clearing.Acceptance)) {
			s.spoil(name, clearing.ErrDigest, func(b *clearing.Book, _ *clearing.Result) { change(&b.Acceptances[i]) })
		}
		change("another acceptance's ID", func(c *clearing.Acceptance) { c.ID = "another " + c.ID })
		change("another acceptor", func(c *clearing.Acceptance) { c.Acceptor = "nobody else" })
		change("another debtor accepted", func(c *clearing.Acceptance) { c.Debtor = "nobody else" })
		change("another amount accepted", func(c *clearing.Acceptance) { c.Amount = plus(c.Amount, otherwise(c.Amount)) })
		change("another acceptance's rank", func(c *clearing.Acceptance) { c.Rank = (c.Rank + 1) % (clearing.RankMax + 1) })
	}
	s.tenders()
	s.windows()
}

func (s *spoiler) tenders() {
	for i := range s.book.Tenders {
		change := func(name string, change func(t *clearing.Tender)) {
			s.spoil(name, clearing.ErrDigest, func(b *clearing.Book, _ *clearing.Result) { change(&b.Tenders[i]) })
		}
		change("another tender's ID", func(t *clearing.Tender) { t.ID = "another " + t.ID })
		change("another source", func(t *clearing.Tender) { t.Source = "nobody else" })
		change("another owner", func(t *clearing.Tender) { t.Owner = "nobody else" })
		if !s.book.Tenders[i].Stock.IsZero() {
			change("more Stock", func(t *clearing.Tender) { t.Stock = plus(t.Stock, 1) })
			change("the same without Stock", func(t *clearing.Tender) { t.Stock, t.Quote = unit.Amount{}, unit.Quote{} })
			change("another quote", func(t *clearing.Tender) { t.Quote = elsewhere(t.Quote) })
		} else {
			change("another amount tendered", func(t *clearing.Tender) { t.Amount = plus(t.Amount, 1) })
		}
	}
}

func (s *spoiler) windows() {
	for i := range s.book.Windows {
		change := func(name string, change func(w *clearing.Window)) {
			s.spoil(name, clearing.ErrDigest, func(b *clearing.Book, _ *clearing.Result) { change(&b.Windows[i]) })
		}
		change("another window's creditor", func(w *clearing.Window) { w.Creditor = "nobody else" })
		change("another window", func(w *clearing.Window) { w.Until = w.Until.Add(time.Nanosecond) })
	}
}

// otherwise returns by how much an amount can change and stay above zero: down, if it can.
func otherwise(a unit.Amount) int64 {
	if a.Parts() == 1 {
		return 1
	}
	return -1
}

// elsewhere returns the same quote from another source.
func elsewhere(q unit.Quote) unit.Quote {
	terms := q.Terms()
	terms.Source += "x"
	other, err := unit.NewQuote(terms)
	if err != nil {
		panic(err) // the source was not as short as those of this kit
	}
	return other
}
