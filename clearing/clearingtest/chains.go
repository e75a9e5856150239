package clearingtest

import (
	"errors"
	"fmt"
	"math/big"

	"example.org/mutual/clearing"
)

// CheckChains reports what is wrong with the chains of a result of b that is right: invariant 7 of
// package clearing, and the form of a [clearing.Chain].
func CheckChains(b clearing.Book, r *clearing.Result, chains []clearing.Chain) error {
	place := make(map[string]int)
	left, carrying := make([]*big.Int, len(r.SetOff)), 0
	for i, off := range r.SetOff {
		place[b.Obligations[i].ID] = i
		left[i] = big.NewInt(off.Parts())
		carrying += off.Sign()
	}
	for _, c := range chains {
		if err := checkRing(b, place, c); err != nil {
			return fmt.Errorf("invariant 7: chain %.200q: %w", fmt.Sprint(c), err)
		}
		for _, id := range c.Obligations {
			left[place[id]].Sub(left[place[id]], big.NewInt(c.Amount.Parts()))
		}
	}
	for i, l := range left {
		if l.Sign() != 0 {
			return fmt.Errorf("invariant 7: the set-off of %.40q is %v more than its chains", b.Obligations[i].ID, l)
		}
	}
	if len(chains) > carrying {
		return fmt.Errorf("invariant 7: %d chains of %d obligations with a set-off", len(chains), carrying)
	}
	return nil
}

// checkRing: each party owes the next by its obligation and in its unit, no party comes twice, and the
// first name comes first.
func checkRing(b clearing.Book, place map[string]int, c clearing.Chain) error {
	if len(c.Parties) < 2 || len(c.Parties) != len(c.Obligations) || c.Amount.Sign() <= 0 {
		return errors.New("not a ring with an amount")
	}
	met := make(map[string]bool)
	for k, name := range c.Parties {
		i, known := place[c.Obligations[k]]
		if !known {
			return fmt.Errorf("there is no %.40q", c.Obligations[k])
		}
		o, next := b.Obligations[i], c.Parties[(k+1)%len(c.Parties)]
		if o.Debtor != name || o.Creditor != next || o.Amount.Unit() != c.Amount.Unit() {
			return fmt.Errorf("%.40q is not what %.40q owes %.40q in that unit", o.ID, name, next)
		}
		if met[name] || name < c.Parties[0] {
			return fmt.Errorf("%.40q comes twice, or should come first", name)
		}
		met[name] = true
	}
	return nil
}
