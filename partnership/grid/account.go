package grid

import (
	"slices"
	"time"

	"example.org/mutual/unit"
)

// An Outcome is an interval shared out.
type Outcome struct {
	At       time.Time // when the interval began, in UTC
	Total    Totals
	Accounts []Account // of each member, in the order of their names
}

// An Account is what one interval was for a member. Entitled = Used + Inside + Surplus.
type Account struct {
	Member   string
	Consumed unit.Amount // what its meter counted: Used + Imported
	Entitled unit.Amount // of the production, by the first key with shares; where no key has shares, what it used
	Used     unit.Amount // of the production: at most Consumed
	Imported unit.Amount // from the grid
	Inside   unit.Amount // what others used of its entitlement, or, below zero, what it used of others'; they sum to zero
	Surplus  unit.Amount // what nobody used of its entitlement
}

// Totals are what one interval was for all together. Produced + Discharged = Used + Surplus, and that with Imported is
// Consumed + Charged + Exported. Stored has grown by Charged less Discharged.
type Totals struct {
	Produced   unit.Amount // by all sources
	Discharged unit.Amount // out of the store
	Consumed   unit.Amount // by all members
	Charged    unit.Amount // into the store: of the surplus, as far as there is one, and otherwise from the grid
	Used       unit.Amount // of what was produced and discharged, by members
	Surplus    unit.Amount // the rest of it: where no key has shares it is nobody's in particular
	Exported   unit.Amount // into the grid: the surplus that did not go into the store
	Imported   unit.Amount // from the grid, by members and into the store
	Stored     unit.Amount // at the end of the interval
}

// Clone returns a copy that the next interval does not overwrite. O(members).
func (o *Outcome) Clone() *Outcome {
	c := *o
	c.Accounts = slices.Clone(o.Accounts)
	return &c
}

// write tells what has become of the open interval.
func (s *Sharing) write(out *Outcome) {
	out.At, out.Total = s.next, s.tally()
	if len(out.Accounts) != len(s.terms.Members) {
		out.Accounts = make([]Account, len(s.terms.Members))
	}
	s.settle()
	w, u := &s.work, s.terms.Unit
	for i := range out.Accounts {
		surplus := w.weights[i] - w.parts[i]
		out.Accounts[i] = Account{
			Member:   s.meters[i],
			Consumed: unit.New(s.readings[i], u),
			Entitled: unit.New(w.entitled[i], u),
			Used:     unit.New(w.used[i], u),
			Imported: unit.New(w.need[i], u),
			Inside:   unit.New(w.entitled[i]-w.used[i]-surplus, u),
			Surplus:  unit.New(surplus, u),
		}
	}
}

// settle finds of each entitlement that its member did not use, now in the weights, how much others have used, now in
// the parts: in proportion to what each left unused.
func (s *Sharing) settle() {
	w := &s.work
	unused, taken := int64(0), int64(0)
	for i, e := range w.entitled {
		w.weights[i] = max(0, e-w.used[i])
		unused += w.weights[i]
		taken += max(0, w.used[i]-e)
	}
	switch taken {
	case unused:
		copy(w.parts, w.weights)
	case 0:
		clear(w.parts)
	default:
		s.behind[inside].Divide(taken, w.weights, unused, w.parts)
	}
}

// tally adds up what the open interval was for all together, once it is shared out.
func (s *Sharing) tally() Totals {
	in, out, left := s.charged(), s.discharged(), s.work.left
	consumed, used, stored := s.totals[draw]-in, s.totals[feed]-left, min(in, left)
	return Totals{
		Produced:   s.amount(s.totals[feed] - out),
		Discharged: s.amount(out),
		Consumed:   s.amount(consumed),
		Charged:    s.amount(in),
		Used:       s.amount(used),
		Surplus:    s.amount(left),
		Exported:   s.amount(left - stored),
		Imported:   s.amount(consumed - used + in - stored),
		Stored:     s.amount(s.stored + in - out),
	}
}
