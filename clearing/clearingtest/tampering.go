package clearingtest

import (
	"iter"
	"math"
	"slices"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/unit"
)

// A Tampering is a right result of a book, spoiled in one way.
type Tampering struct {
	Name   string // the kind, the same at every place
	Reason error  // with which clearing.Verify refuses it
	Book   clearing.Book
	Result *clearing.Result
}

// Tamperings spoils a right result of a book of obligations in every single way, at every place: set-offs,
// the chains and the order behind them, totals, proofs, the digest and the book. Whatever checks results
// must refuse each; what is yielded shares nothing with b and r that the consumer could harm. A change
// that leaves a result right, such as another proof that holds too, is not among them.
func Tamperings(b clearing.Book, r *clearing.Result) iter.Seq[Tampering] {
	return func(yield func(Tampering) bool) {
		s := &spoiler{book: b, result: r, yield: yield}
		for _, all := range []func(){s.shape, s.setOffs, s.moves, s.chains, s.totals, s.tiers, s.proofs, s.books} {
			all()
		}
	}
}

// A spoiler makes the tamperings of one result.
type spoiler struct {
	book    clearing.Book
	result  *clearing.Result
	yield   func(Tampering) bool
	stopped bool
}

// spoil yields what a change makes of copies.
func (s *spoiler) spoil(name string, reason error, change func(*clearing.Book, *clearing.Result)) {
	if s.stopped {
		return
	}
	t := Tampering{Name: name, Reason: reason, Book: clearing.Book{Obligations: slices.Clone(s.book.Obligations)}, Result: copied(s.result)}
	change(&t.Book, t.Result)
	s.stopped = !s.yield(t)
}

// copied returns a deep copy.
func copied(r *clearing.Result) *clearing.Result {
	c := *r
	c.SetOff, c.Totals, c.Proofs = slices.Clone(r.SetOff), slices.Clone(r.Totals), slices.Clone(r.Proofs)
	for k := range c.Proofs {
		p := &c.Proofs[k]
		p.Parties, p.Potentials = slices.Clone(p.Parties), slices.Clone(p.Potentials)
	}
	return &c
}

// spoilResult is spoil where the book stays.
func (s *spoiler) spoilResult(name string, reason error, change func(*clearing.Result)) {
	s.spoil(name, reason, func(_ *clearing.Book, r *clearing.Result) { change(r) })
}

func (s *spoiler) shape() {
	s.spoilResult("a set-off added", clearing.ErrShape, func(r *clearing.Result) { r.SetOff = append(r.SetOff, unit.Amount{}) })
	s.spoilResult("an acceptance used", clearing.ErrShape, func(r *clearing.Result) { r.Accepted = []unit.Amount{{}} })
	s.spoilResult("a tender used", clearing.ErrShape, func(r *clearing.Result) { r.Tendered = []unit.Amount{{}} })
	s.spoilResult("a new obligation", clearing.ErrShape, func(r *clearing.Result) { r.New = []clearing.Obligation{{ID: "n"}} })
	s.spoilResult("a total added", clearing.ErrShape, func(r *clearing.Result) { r.Totals = append(r.Totals, clearing.Totals{}) })
	s.spoilResult("a proof added", clearing.ErrShape, func(r *clearing.Result) { r.Proofs = append(r.Proofs, clearing.Proof{}) })
	s.spoilResult("no digest", clearing.ErrDigest, func(r *clearing.Result) { r.BookDigest = "" })
	s.spoilResult("another digest", clearing.ErrDigest, func(r *clearing.Result) { r.BookDigest = "0" + r.BookDigest[:63] })
}

// setOffs changes each set-off by itself.
func (s *spoiler) setOffs() {
	for _, same := range s.parallel() {
		for k, i := range same {
			off := s.result.SetOff[i]
			set := func(name string, reason error, a unit.Amount) {
				s.spoilResult(name, reason, func(r *clearing.Result) { r.SetOff[i] = a })
			}
			set("a set-off below zero", clearing.ErrSetOff, unit.New(-1, off.Unit()))
			set("a set-off above its obligation", clearing.ErrSetOff, unit.New(s.book.Obligations[i].Amount.Parts()+1, off.Unit()))
			set("the largest set-off there is", clearing.ErrSetOff, unit.New(math.MaxInt64, off.Unit()))
			set("a set-off in no unit", clearing.ErrSetOff, unit.New(off.Parts(), unit.Unit{}))
			set("a set-off in another unit", clearing.ErrSetOff, unit.New(off.Parts(), unit.TerawattHour))
			if !s.full(i) {
				set("a set-off one more", netOr(k > 0 && !s.full(same[k-1])), unit.New(off.Parts()+1, off.Unit()))
			}
			if !off.IsZero() {
				next := k+1 < len(same) && !s.result.SetOff[same[k+1]].IsZero()
				set("a set-off one less", netOr(next), unit.New(off.Parts()-1, off.Unit()))
			}
		}
	}
	if n := len(s.result.SetOff); n > 0 {
		s.spoilResult("a set-off dropped", clearing.ErrShape, func(r *clearing.Result) { r.SetOff = r.SetOff[:n-1] })
	}
}

// netOr returns the reason to refuse one part more or less, according to whether it also breaks the
// order between the same parties, which is looked at first.
func netOr(order bool) error {
	if order {
		return clearing.ErrOrder
	}
	return clearing.ErrNet
}

func (s *spoiler) full(i int) bool { return s.result.SetOff[i] == s.book.Obligations[i].Amount }

// parallel returns the places of the obligations between the same parties in a unit, in their order.
func (s *spoiler) parallel() [][]int {
	number := make(map[string]int)
	for i, o := range s.book.Obligations {
		number[o.ID] = i
	}
	var all [][]int
	for _, u := range units(s.book) {
		v := newView(s.book, s.result, u)
		for _, same := range v.parallel() {
			for k, i := range same {
				same[k] = number[v.owed[i].ID]
			}
			all = append(all, same)
		}
	}
	return all
}

// moves takes one part of an earlier obligation's set-off to a later one between the same parties.
func (s *spoiler) moves() {
	for _, same := range s.parallel() {
		for k := 1; k < len(same); k++ {
			i, j := same[k-1], same[k]
			if s.result.SetOff[i].IsZero() || s.full(j) {
				continue
			}
			s.spoilResult("a part moved to a later obligation", clearing.ErrOrder, func(r *clearing.Result) {
				r.SetOff[i] = plus(r.SetOff[i], -1)
				r.SetOff[j] = plus(r.SetOff[j], 1)
			})
		}
	}
}

func plus(a unit.Amount, parts int64) unit.Amount { return unit.New(a.Parts()+parts, a.Unit()) }

// chains gives a part of each chain back, with totals to match: a set-off that is right in all but that
// it is not the largest.
func (s *spoiler) chains() {
	pairs := make(map[string][]int) // of each obligation
	for _, same := range s.parallel() {
		for _, i := range same {
			pairs[s.book.Obligations[i].ID] = same
		}
	}
	for c := range clearing.Chains(s.book, s.result) {
		s.spoilResult("a part of a chain given back", clearing.ErrNotProof, func(r *clearing.Result) {
			for _, id := range c.Obligations {
				i := s.last(pairs[id])
				r.SetOff[i] = plus(r.SetOff[i], -1)
			}
			k := slices.IndexFunc(r.Totals, func(t clearing.Totals) bool { return t.Unit == c.Amount.Unit() })
			parts := int64(len(c.Obligations))
			r.Totals[k].Cleared = plus(r.Totals[k].Cleared, -parts)
			r.Totals[k].Remaining = plus(r.Totals[k].Remaining, parts)
			r.Proofs[k].Value = r.Totals[k].Cleared
		})
	}
}

// last returns the last of these of which something is set off.
func (s *spoiler) last(same []int) int {
	last := same[0]
	for _, i := range same {
		if !s.result.SetOff[i].IsZero() {
			last = i
		}
	}
	return last
}

func (s *spoiler) totals() {
	for k := range s.result.Totals {
		for _, by := range []int64{1, -1} {
			total := func(name string, field func(t *clearing.Totals) *unit.Amount) {
				s.spoilResult(name, clearing.ErrTotals, func(r *clearing.Result) {
					a := field(&r.Totals[k])
					*a = plus(*a, by)
				})
			}
			total("another gross total", func(t *clearing.Totals) *unit.Amount { return &t.Gross })
			total("another total cleared", func(t *clearing.Totals) *unit.Amount { return &t.Cleared })
			total("another total remaining", func(t *clearing.Totals) *unit.Amount { return &t.Remaining })
			total("another net debt", func(t *clearing.Totals) *unit.Amount { return &t.NetDebt })
			s.spoilResult("another value proved", clearing.ErrTotals, func(r *clearing.Result) {
				r.Proofs[k].Value = plus(r.Proofs[k].Value, by)
			})
		}
		s.spoilResult("a total in another unit", clearing.ErrTotals, func(r *clearing.Result) { r.Totals[k].Unit = unit.TerawattHour })
		s.spoilResult("a total dropped", clearing.ErrShape, func(r *clearing.Result) { r.Totals = slices.Delete(r.Totals, k, k+1) })
		if k > 0 {
			s.spoilResult("totals exchanged", clearing.ErrTotals, func(r *clearing.Result) {
				r.Totals[k], r.Totals[k-1] = r.Totals[k-1], r.Totals[k]
			})
		}
	}
}

// tiers changes each potential, where it then no longer proves anything.
func (s *spoiler) tiers() {
	for k, p := range s.result.Proofs {
		v := newView(s.book, s.result, p.Unit)
		for i := range p.Potentials {
			for _, tier := range []int64{p.Potentials[i] + 1, p.Potentials[i] - 1, p.Potentials[i] + 1000, math.MaxInt64, math.MinInt64} {
				change := func(r *clearing.Result) { r.Proofs[k].Potentials[i] = tier }
				changed := copied(s.result)
				if change(changed); v.checkTiers(changed.Proofs[k]) != nil {
					s.spoilResult("another potential", clearing.ErrNotProof, change)
				}
			}
		}
		s.spoilResult("a potential dropped", clearing.ErrNotProof, func(r *clearing.Result) { r.Proofs[k].Potentials = p.Potentials[1:] })
		s.spoilResult("a potential added", clearing.ErrNotProof, func(r *clearing.Result) {
			r.Proofs[k].Potentials = append(r.Proofs[k].Potentials, 0)
		})
		s.spoilResult("no potentials", clearing.ErrNotProof, func(r *clearing.Result) { r.Proofs[k].Potentials = nil })
	}
}

func (s *spoiler) proofs() {
	for k := range s.result.Proofs {
		proof := func(name string, change func(p *clearing.Proof)) {
			s.spoilResult(name, clearing.ErrNotProof, func(r *clearing.Result) { change(&r.Proofs[k]) })
		}
		proof("a proof in another unit", func(p *clearing.Proof) { p.Unit = unit.TerawattHour })
		proof("a proof of another stage", func(p *clearing.Proof) { p.Stage = "overdue first" })
		proof("a proof for another party", func(p *clearing.Proof) { p.Parties[0] += "x" })
		proof("a proof for fewer parties", func(p *clearing.Proof) { p.Parties, p.Potentials = p.Parties[1:], p.Potentials[1:] })
		proof("a proof in another order", func(p *clearing.Proof) {
			slices.Reverse(p.Parties)
			slices.Reverse(p.Potentials)
		})
		s.spoilResult("a proof dropped", clearing.ErrShape, func(r *clearing.Result) { r.Proofs = slices.Delete(r.Proofs, k, k+1) })
	}
}

// books leaves the result and changes the book.
func (s *spoiler) books() {
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
		s.spoil("an obligation and its set-off dropped", clearing.ErrDigest, func(b *clearing.Book, r *clearing.Result) {
			b.Obligations = slices.Delete(b.Obligations, i, i+1)
			r.SetOff = slices.Delete(r.SetOff, i, i+1)
		})
	}
}
