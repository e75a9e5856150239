package clearingtest

import (
	"iter"
	"math"
	"slices"
	"strings"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/unit"
)

// A Tampering is a right result of a book, spoiled in one way.
type Tampering struct {
	Name   string // the kind, the same at every place
	Reason error  // with which clearing.Verify refuses it, under the options that the result was made with
	Book   clearing.Book
	Result *clearing.Result
}

// Tamperings spoils a right result of a book in every single way, at every place: what is used, the chains and the
// order behind it, new obligations, totals, proofs, the digest and the book. Whatever checks results
// must refuse each; what is yielded shares nothing with b and r that the consumer could harm. A change
// that leaves a result right, such as another proof that holds too, is not among them.
func Tamperings(b clearing.Book, o clearing.Options, r *clearing.Result) iter.Seq[Tampering] {
	return func(yield func(Tampering) bool) {
		s := &spoiler{book: b, options: o, result: r, yield: yield}
		for _, all := range []func(){s.shape, s.uses, s.moves, s.chains, s.rings, s.created, s.totals, s.tiers, s.proofs, s.obligations, s.offers} {
			all()
		}
	}
}

// A spoiler makes the tamperings of one result.
type spoiler struct {
	book    clearing.Book
	options clearing.Options
	result  *clearing.Result
	yield   func(Tampering) bool
	stopped bool
}

// spoil yields what a change makes of copies.
func (s *spoiler) spoil(name string, reason error, change func(*clearing.Book, *clearing.Result)) {
	if s.stopped {
		return
	}
	b := s.book
	t := Tampering{Name: name, Reason: reason, Result: copied(s.result), Book: clearing.Book{
		Obligations: slices.Clone(b.Obligations), Acceptances: slices.Clone(b.Acceptances), Tenders: slices.Clone(b.Tenders), Windows: slices.Clone(b.Windows),
	}}
	change(&t.Book, t.Result)
	s.stopped = !s.yield(t)
}

// copied returns a deep copy.
func copied(r *clearing.Result) *clearing.Result {
	c := *r
	c.SetOff, c.Accepted, c.Tendered, c.New = slices.Clone(r.SetOff), slices.Clone(r.Accepted), slices.Clone(r.Tendered), slices.Clone(r.New)
	c.Totals, c.Proofs = slices.Clone(r.Totals), slices.Clone(r.Proofs)
	for k := range c.Proofs {
		p := &c.Proofs[k]
		p.Parties, p.Potentials, p.Freed = slices.Clone(p.Parties), slices.Clone(p.Potentials), slices.Clone(p.Freed)
	}
	c.Chains = slices.Clone(r.Chains)
	for k := range c.Chains {
		chain := &c.Chains[k]
		chain.Parties, chain.Obligations, chain.Kinds = slices.Clone(chain.Parties), slices.Clone(chain.Obligations), slices.Clone(chain.Kinds)
	}
	return &c
}

// spoilResult is spoil where the book stays.
func (s *spoiler) spoilResult(name string, reason error, change func(*clearing.Result)) {
	s.spoil(name, reason, func(_ *clearing.Book, r *clearing.Result) { change(r) })
}

func (s *spoiler) views() (all []view) {
	for _, u := range units(s.book) {
		all = append(all, newView(s.book, s.options, s.result, u))
	}
	return all
}

func (s *spoiler) shape() {
	s.spoilResult("a set-off added", clearing.ErrShape, func(r *clearing.Result) { r.SetOff = append(r.SetOff, unit.Amount{}) })
	s.spoilResult("an acceptance added", clearing.ErrShape, func(r *clearing.Result) { r.Accepted = append(r.Accepted, unit.Amount{}) })
	s.spoilResult("a tender added", clearing.ErrShape, func(r *clearing.Result) { r.Tendered = append(r.Tendered, unit.Amount{}) })
	s.spoilResult("a total added", clearing.ErrShape, func(r *clearing.Result) { r.Totals = append(r.Totals, clearing.Totals{}) })
	s.spoilResult("a proof added", clearing.ErrShape, func(r *clearing.Result) { r.Proofs = append(r.Proofs, clearing.Proof{}) })
	s.spoilResult("no digest", clearing.ErrDigest, func(r *clearing.Result) { r.BookDigest = "" })
	s.spoilResult("another digest", clearing.ErrDigest, func(r *clearing.Result) { r.BookDigest = "0" + r.BookDigest[:63] })
}

// uses changes what is used of each entry by itself.
func (s *spoiler) uses() {
	for _, v := range s.views() {
		for _, same := range v.parallel() {
			for k, e := range same {
				s.outside(e)
				if e.used != e.amount {
					s.use("one more used", netOr(k > 0 && same[k-1].used != same[k-1].amount), e, plus(e.used, 1))
				}
				if !e.used.IsZero() {
					s.use("one less used", netOr(k+1 < len(same) && !same[k+1].used.IsZero()), e, plus(e.used, -1))
				}
			}
		}
		for _, e := range v.entries {
			if e.idle {
				s.outside(e)
				s.use("something used of what takes no part", clearing.ErrIdle, e, plus(e.used, 1))
			}
		}
	}
	if n := len(s.result.SetOff); n > 0 {
		s.spoilResult("a set-off dropped", clearing.ErrShape, func(r *clearing.Result) { r.SetOff = r.SetOff[:n-1] })
	}
	if n := len(s.result.Accepted); n > 0 {
		s.spoilResult("an acceptance dropped", clearing.ErrShape, func(r *clearing.Result) { r.Accepted = r.Accepted[:n-1] })
	}
	if n := len(s.result.Tendered); n > 0 {
		s.spoilResult("a tender dropped", clearing.ErrShape, func(r *clearing.Result) { r.Tendered = r.Tendered[:n-1] })
	}
}

// use sets what is used of an entry.
func (s *spoiler) use(name string, reason error, e entry, a unit.Amount) {
	s.spoilResult(name, reason, func(r *clearing.Result) { *use(r, e) = a })
}

// outside sets it to what no entry can have.
func (s *spoiler) outside(e entry) {
	reason := clearing.ErrUse
	if e.kind == "obligation" {
		reason = clearing.ErrSetOff
	}
	s.use("used below zero", reason, e, unit.New(-1, e.amount.Unit()))
	s.use("more used than there is", reason, e, plus(e.amount, 1))
	s.use("the most there is used", reason, e, unit.New(math.MaxInt64, e.amount.Unit()))
	s.use("used in no unit", reason, e, unit.New(e.used.Parts(), unit.Unit{}))
	s.use("used in another unit", reason, e, unit.New(e.used.Parts(), unit.TerawattHour))
}

// netOr returns the reason to refuse one part more or less, according to whether it also breaks the
// order between the same parties, which is looked at first.
func netOr(order bool) error {
	if order {
		return clearing.ErrOrder
	}
	return clearing.ErrNet
}

// moves takes one part of what is used of an entry to a later one of its kind between the same parties.
func (s *spoiler) moves() {
	for _, v := range s.views() {
		for _, same := range v.parallel() {
			for k := 1; k < len(same); k++ {
				e, f := same[k-1], same[k]
				if e.used.IsZero() || f.used == f.amount {
					continue
				}
				s.spoilResult("a part moved to a later entry", clearing.ErrOrder, func(r *clearing.Result) {
					*use(r, e) = plus(e.used, -1)
					*use(r, f) = plus(f.used, 1)
				})
			}
		}
	}
}

func plus(a unit.Amount, parts int64) unit.Amount { return unit.New(a.Parts()+parts, a.Unit()) }

// chains gives a part of each chain back, with everything to match: a result that is right in all but that it is
// not the best.
func (s *spoiler) chains() {
	if s.options.LengthMax > 0 {
		return // as right as before, with a greater distance
	}
	last := make(map[string]entry) // of which something is used, of each entry's kind between its parties
	for _, v := range s.views() {
		for _, same := range v.parallel() {
			at := same[0]
			for _, e := range same {
				if !e.used.IsZero() {
					at = e
				}
			}
			for _, e := range same {
				last[e.id] = at
			}
		}
	}
	for c := range clearing.Chains(s.book, s.result) {
		s.spoilResult("a part of a chain given back", clearing.ErrNotProof, func(r *clearing.Result) {
			for _, id := range c.Obligations {
				e := last[id]
				*use(r, e) = plus(e.used, -1)
			}
			s.match(r)
		})
	}
}

// match makes totals, values and new obligations of what is used.
func (s *spoiler) match(r *clearing.Result) {
	proof := 0
	for k := range r.Totals {
		t := &r.Totals[k]
		v := newView(s.book, s.options, r, t.Unit)
		used := make(map[string]int64)
		values := make([]int64, len(v.stages))
		for _, e := range v.entries {
			used[e.kind] += e.used.Parts()
			for i, o := range v.stages {
				gain, _ := v.gain(o, e)
				values[i] += gain * e.used.Parts()
			}
		}
		t.Cleared, t.Remaining = unit.New(used["obligation"], t.Unit), plus(t.Gross, -used["obligation"])
		t.New, t.Liquidity = unit.New(used["acceptance"], t.Unit), unit.New(used["tender"], t.Unit)
		for i, value := range values {
			if linear(v.stages[i]) { // the others are not reached where something was changed
				r.Proofs[proof].Value = unit.New(value, t.Unit)
			}
			proof++
		}
	}
	r.New = r.New[:0]
	for _, o := range s.result.New {
		for i, c := range s.book.Acceptances {
			if strings.HasPrefix(o.ID, c.ID+"/") && !strings.Contains(o.ID[len(c.ID)+1:], "/") && !r.Accepted[i].IsZero() {
				o.Amount = r.Accepted[i]
				r.New = append(r.New, o)
			}
		}
	}
}

// created changes the new obligations.
func (s *spoiler) created() {
	s.spoilResult("a new obligation added", clearing.ErrNew, func(r *clearing.Result) { r.New = append(r.New, clearing.Obligation{ID: "n"}) })
	for i := range s.result.New {
		change := func(name string, change func(o *clearing.Obligation)) {
			s.spoilResult(name, clearing.ErrNew, func(r *clearing.Result) { change(&r.New[i]) })
		}
		change("another new ID", func(o *clearing.Obligation) { o.ID += "0" })
		change("another new debtor", func(o *clearing.Obligation) { o.Debtor = "nobody else" })
		change("another new creditor", func(o *clearing.Obligation) { o.Creditor = "nobody else" })
		change("a larger new amount", func(o *clearing.Obligation) { o.Amount = plus(o.Amount, 1) })
		change("a new due date", func(o *clearing.Obligation) { o.Due = time.Unix(0, 0) })
		change("a new rank", func(o *clearing.Obligation) { o.Rank++ })
		s.spoilResult("a new obligation dropped", clearing.ErrNew, func(r *clearing.Result) { r.New = slices.Delete(r.New, i, i+1) })
	}
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
			total("another total of new promises", func(t *clearing.Totals) *unit.Amount { return &t.New })
			total("another total of liquidity", func(t *clearing.Totals) *unit.Amount { return &t.Liquidity })
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
