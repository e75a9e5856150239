package main

import (
	"context"
	"errors"
	"fmt"

	"example.org/mutual/clearing"
	"example.org/mutual/unit"
)

// stepsMax is how many steps all chains together may have: a set-off along long ways has chains whose
// listing is far larger than the set-off itself.
const stepsMax = 1 << 24

var errSteps = errors.New("the chains of this set-off are too long to list: more than 16777216 steps in all")

// An outcome is a verified clearing, unit by unit.
type outcome struct {
	*sheet
	result   *clearing.Result
	units    []inUnit
	unlisted bool // the chains are too long to list, and none is
}

// inUnit is what belongs to one unit.
type inUnit struct {
	clearing.Totals
	proof       clearing.Proof
	obligations []int // their places in the book
	chains      []clearing.Chain
	places      int32 // decimal places shown
}

// clear sets off the sheet and checks the result as anybody else would.
func (s *sheet) clear(ctx context.Context) (*outcome, error) {
	r, err := clearing.Clear(ctx, s.book, clearing.Options{})
	if err != nil {
		return nil, s.locate(err)
	}
	if err := clearing.Verify(s.book, clearing.Options{}, r); err != nil {
		return nil, fmt.Errorf("the result is wrong, please report this: %w", err)
	}
	o := &outcome{sheet: s, result: r, units: make([]inUnit, len(r.Totals))}
	place := make(map[unit.Unit]*inUnit)
	for k, t := range r.Totals {
		o.units[k] = inUnit{Totals: t, proof: r.Proofs[k]}
		place[t.Unit] = &o.units[k]
	}
	for i, ob := range s.book.Obligations {
		u := place[ob.Amount.Unit()]
		u.obligations = append(u.obligations, i)
	}
	for k := range o.units {
		o.units[k].places = o.placesNeeded(&o.units[k])
	}
	return o, o.list(ctx, place)
}

// placesNeeded returns the fewest decimal places that show every amount of the unit exactly, though no
// fewer than two: a unit's smallest part can be far finer than what people owe in it.
func (o *outcome) placesNeeded(u *inUnit) int32 {
	needed := min(u.Unit.Places(), 2)
	for _, i := range u.obligations {
		needed = decimals(o.book.Obligations[i].Amount, needed)
		needed = decimals(o.result.SetOff[i], needed)
	}
	return int32(needed)
}

// decimals returns how many decimal places an amount has without zeros at their end, and no fewer than least.
func decimals(a unit.Amount, least int) int {
	n := a.Unit().Places()
	for parts := a.Parts(); n > least && parts%10 == 0; n-- {
		parts /= 10
	}
	return n
}

// number is how table and picture show an amount of the unit.
func (u *inUnit) number(a unit.Amount) string { return a.Decimal().StringFixed(u.places) }

// list lists the chains of each unit, unless they are too long.
func (o *outcome) list(ctx context.Context, place map[unit.Unit]*inUnit) error {
	steps := 0
	for ring := range clearing.Chains(o.book, o.result) {
		u := place[ring.Amount.Unit()]
		u.chains = append(u.chains, ring)
		if steps += len(ring.Parties); steps > stepsMax {
			o.unlisted = true
			break
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	for k := range o.units {
		if o.unlisted {
			o.units[k].chains = nil
		}
	}
	return nil
}

// stays returns what stays of the obligation at a place.
func (o *outcome) stays(i int) unit.Amount {
	owed := o.book.Obligations[i].Amount
	return unit.New(owed.Parts()-o.result.SetOff[i].Parts(), owed.Unit())
}
