package clearingtest

import (
	"errors"
	"fmt"

	"example.org/mutual/clearing"
)

// checkLength: the chains of a Result are those of a cap, and keep to it.
func checkLength(o clearing.Options, r *clearing.Result, chains []clearing.Chain) error {
	if o.LengthMax == 0 && len(r.Chains) > 0 {
		return errors.New("invariant 7: the result has chains without a cap on them")
	}
	if o.LengthMax == 0 {
		return nil
	}
	for _, c := range chains {
		if len(c.Parties) > o.LengthMax {
			return fmt.Errorf("invariant 10: a ring of %d parties, and at most %d are allowed", len(c.Parties), o.LengthMax)
		}
	}
	if len(chains) != len(r.Chains) {
		return errors.New("invariant 10: not the chains of the result")
	}
	return nil
}

// CheckChains reports what is wrong with the chains of a result of b that is right: invariant 7 of
// package clearing, and the form of a [clearing.Chain].
func CheckChains(b clearing.Book, r *clearing.Result, chains []clearing.Chain) error {
	all := entries(b, clearing.Options{}, r)
	place := make(map[string]entry)
	left, carrying := make(sums[string]), 0
	for _, e := range all {
		place[e.id] = e
		left.add(e.id, parts(e.used))
		carrying += e.used.Sign()
	}
	for _, c := range chains {
		if err := checkRing(place, c); err != nil {
			return fmt.Errorf("invariant 7: chain %.200q: %w", fmt.Sprint(c), err)
		}
		for _, id := range c.Obligations {
			left.sub(id, parts(c.Amount))
		}
	}
	for _, e := range all {
		if l := left.at(e.id); l.Sign() != 0 {
			return fmt.Errorf("invariant 7: %v more than its chains is used of %.40q", l, e.id)
		}
	}
	if most := carrying * 4; len(chains) > most || len(r.Chains) == 0 && len(chains) > carrying {
		return fmt.Errorf("invariant 7: %d chains of %d entries of which something is used", len(chains), carrying)
	}
	return nil
}

// checkRing: each party is led on to the next by its entry and in its unit, no party comes twice, the first
// name comes first, and the kinds are named where they are not all obligations.
func checkRing(place map[string]entry, c clearing.Chain) error {
	if len(c.Parties) < 2 || len(c.Parties) != len(c.Obligations) || c.Kinds != nil && len(c.Kinds) != len(c.Parties) || c.Amount.Sign() <= 0 {
		return errors.New("not a ring with an amount")
	}
	met, plain := make(map[string]bool), true
	for k, name := range c.Parties {
		e, known := place[c.Obligations[k]]
		if !known {
			return fmt.Errorf("there is no %.40q", c.Obligations[k])
		}
		if next := c.Parties[(k+1)%len(c.Parties)]; e.from != name || e.to != next || e.amount.Unit() != c.Amount.Unit() {
			return fmt.Errorf("%.40q does not lead from %.40q to %.40q in that unit", e.id, name, next)
		}
		if met[name] || name < c.Parties[0] {
			return fmt.Errorf("%.40q comes twice, or should come first", name)
		}
		if c.Kinds != nil && c.Kinds[k] != e.kind {
			return fmt.Errorf("%.40q is not of kind %.20q", e.id, c.Kinds[k])
		}
		met[name], plain = true, plain && e.kind == "obligation"
	}
	if plain != (c.Kinds == nil) {
		return errors.New("want kinds where they are not all obligations")
	}
	return nil
}
