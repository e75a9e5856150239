package amounttest

import (
	"errors"
	"fmt"
	"maps"
	"math/big"
	"slices"

	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

// RunCarry holds somebody's way of splitting with a memory to invariant 10 of package unit: the same
// shares, each with a weight, split totals of one sign again and again. Each outcome passes [CheckCarry],
// the memory is not changed in place, and no share is ever ahead by a part.
func RunCarry(t rapid.TB, split func(unit.Carry, unit.Amount, []unit.Share) (unit.Shares, unit.Carry, error)) {
	t.Helper()
	rapid.Check(t, func(t *rapid.T) {
		shares := Shares(8).Draw(t, "shares")
		shares = slices.DeleteFunc(shares, func(s unit.Share) bool { return s.Weight == 0 })
		sign := rapid.SampledFrom([]int64{1, -1}).Draw(t, "sign")
		totals := rapid.OneOf(rapid.Int64Range(0, 9), rapid.Int64Range(0, 1<<62))
		var c unit.Carry
		for range rapid.IntRange(1, 40).Draw(t, "times") {
			total, before := unit.New(sign*totals.Draw(t, "total"), unit.Joule), maps.Clone(c)
			got, next, err := split(c, total, shares)
			if !maps.Equal(c, before) {
				err = errors.Join(err, errors.New("the carry was changed"))
			}
			if err := errors.Join(err, CheckCarry(c, total, shares, got, next), checkAhead(next, sign)); err != nil {
				t.Fatal(err)
			}
			c = next
		}
	})
}

// carryPart is what a Carry holds for one part.
const carryPart = 1 << 56

// CheckCarry reports what is wrong with got and after as the outcome of splitting total by before: the
// parts are the total, what each share is owed grows by its quota less its part, to a 2^-56 of a part, and
// what all are owed does not change.
func CheckCarry(before unit.Carry, total unit.Amount, shares []unit.Share, got unit.Shares, after unit.Carry) error {
	if len(got.Parts) != len(shares) || len(got.Quotas) != len(shares) {
		return fmt.Errorf("%d parts and %d quotas for %d shares", len(got.Parts), len(got.Quotas), len(shares))
	}
	quotas := slowly(total, shares, unit.FrontLoaded).quotas
	errs := []error{checkUnits(total, got), checkSum(total, got), checkQuotas(quotas, got), checkBounds(shares, unit.FrontLoaded, got)}
	sum, keys := new(big.Int), maps.Clone(before)
	if keys == nil {
		keys = unit.Carry{}
	}
	for i, s := range shares {
		keys[s.Key] = 0
		owed := new(big.Rat).Sub(quotas[i], new(big.Rat).SetInt64(got.Parts[i].Parts()))
		grown := big.NewRat(after[s.Key], 1)
		grown.Sub(grown, big.NewRat(before[s.Key], 1))
		sum.Add(sum, grown.Num())
		owed.Mul(owed, big.NewRat(carryPart, 1))
		if gap := owed.Sub(owed, grown); gap.Abs(gap).Cmp(big.NewRat(1, 1)) > 0 {
			errs = append(errs, fmt.Errorf("%q is owed %v/2^56 of a part too much or too little", s.Key, gap))
		}
	}
	if sum.Sign() != 0 {
		errs = append(errs, fmt.Errorf("what all are owed grows by %v", sum))
	}
	for _, key := range slices.Sorted(maps.Keys(after)) {
		if _, known := keys[key]; !known {
			errs = append(errs, fmt.Errorf("%q is in the carry, and nowhere else", key))
		}
	}
	return errors.Join(errs...)
}

// checkAhead: nobody is ahead by a part, in the direction of the totals.
func checkAhead(c unit.Carry, sign int64) error {
	for _, key := range slices.Sorted(maps.Keys(c)) {
		if sign*c[key] <= -carryPart {
			return fmt.Errorf("%q is ahead by %d/2^56 of a part", key, -sign*c[key])
		}
	}
	return nil
}
