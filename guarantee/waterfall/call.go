package waterfall

import (
	"cmp"
	"slices"
	"strings"

	"example.org/mutual/unit"
)

// PayCalls takes what called members pay, and returns who is paid with it: the creditors in proportion to what
// each waits for; and once they wait for nothing, because recoveries came first, those who have paid more than
// they bear, in proportion to that.
//
// Errors: ErrCall for one who was not called, ErrTwice for one who stands there twice, ErrBeyond for more than
// is still to be paid, ErrAmount and ErrUnit. The complexity is O(n log n) in claims and payments, and for what
// the creditors do not wait for O(draws); many payments together cost less than one by one.
func (c *Case) PayCalls(payments []Payment) ([]Payment, error) {
	places, parts, err := c.called(payments)
	if err != nil {
		return nil, err
	}
	for i, place := range places {
		d := &c.Draws[place]
		d.Paid = plus(d.Paid, payments[i].Amount.Parts())
	}
	before := c.paid()
	left, err := c.toPending(parts, (*Owed).pay)
	if err != nil {
		return nil, err
	}
	out := c.since(before)
	err = c.toAhead(left, func(d *Draw, parts int64) { out = d.give(out, parts) })
	return out, err
}

// FailCalls gives up what called members will not pay: they bear so much less, and the creditors who wait for
// it go without it. As far as none waits, those for whom it would have been, because they have paid more
// than they bear, bear it. Errors and complexity are those of PayCalls.
func (c *Case) FailCalls(failed []Payment) error {
	places, parts, err := c.called(failed)
	if err != nil {
		return err
	}
	for i, place := range places {
		c.Draws[place].bear(-failed[i].Amount.Parts())
	}
	left, err := c.toPending(parts, func(o *Owed, parts int64) { o.Cut = plus(o.Cut, parts) })
	if err != nil {
		return err
	}
	return c.toAhead(left, (*Draw).bear)
}

// toPending divides parts among the creditors as far as they wait for them, and returns what is left.
func (c *Case) toPending(parts int64, change func(*Owed, int64)) (int64, error) {
	part := min(parts, c.Pending().Parts())
	return parts - part, c.credit(part, Owed.pending, change)
}

// toAhead divides parts among those who have paid more than they bear.
func (c *Case) toAhead(parts int64, change func(*Draw, int64)) error {
	return c.among(c.Draws, parts, Draw.ahead, change)
}

// called returns the draws that payments are for, and their sum, or refuses one of them.
func (c *Case) called(payments []Payment) (places []int, parts int64, err error) {
	places = make([]int, len(payments))
	for i, p := range payments {
		place, found := slices.BinarySearchFunc(c.Draws, p, Draw.compare)
		if !found || c.Layers[p.Layer].Kind != Calls {
			return nil, 0, refuse(ErrCall, "", p.Name, "want one whom that layer calls")
		}
		if err := c.wrongAmount(p.Amount, p.Name, c.Draws[place].behind()); err != nil {
			return nil, 0, err
		}
		places[i] = place
		parts += p.Amount.Parts() // at most what all draws sum to, or else one stands there twice
	}
	sorted := slices.Sorted(slices.Values(places))
	for i := 1; i < len(sorted); i++ {
		if sorted[i] == sorted[i-1] {
			return nil, 0, refuse(ErrTwice, "", c.Draws[sorted[i]].From, "want one payment")
		}
	}
	return places, parts, nil
}

// compare orders the draws of a case, against whom a payment is from.
func (d Draw) compare(p Payment) int {
	return cmp.Or(cmp.Compare(d.Layer, p.Layer), strings.Compare(d.From, p.Name))
}

// Unpaid returns what somebody still has to pay of what a layer called for, zero where it was not called: the most that
// PayCalls and FailCalls take. What it may be called for in other cases is for [Layer.Room]. O(log n) in the draws.
func (c *Case) Unpaid(layer int, from string) unit.Amount {
	place, found := slices.BinarySearchFunc(c.Draws, Payment{Layer: layer, Name: from}, Draw.compare)
	if !found {
		return unit.New(0, c.unit())
	}
	return unit.New(c.Draws[place].behind(), c.unit())
}
