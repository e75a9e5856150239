package amounttest

import (
	"cmp"
	"errors"
	"fmt"
	"math/big"
	"slices"

	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

// RunSplit holds a rule for splitting to invariant 6 of package unit, with shares and totals that
// Split accepts: [CheckSplit] of the outcome, of the same shares in another order, and of the
// opposite total.
func RunSplit(t rapid.TB, split func(unit.Amount, []unit.Share) (unit.Shares, error)) {
	t.Helper()
	rapid.Check(t, func(t *rapid.T) {
		total, shares := AnyAmounts().Draw(t, "total"), Shares(12).Draw(t, "shares")
		got, err := split(total, slices.Clone(shares))
		if err != nil {
			t.Fatalf("refused: %v", err)
		}
		shuffled := rapid.Permutation(shares).Draw(t, "shuffled")
		again, err := split(total, slices.Clone(shuffled))
		err = errors.Join(err, CheckSplit(total, shares, got), sameByKey(shares, got, shuffled, again))
		if opposite, none := total.Neg(); none == nil { // the least int64 has no opposite
			mirrored, err2 := split(opposite, slices.Clone(shares))
			err = errors.Join(err, err2, mirror(got, mirrored))
		}
		if err != nil {
			t.Fatal(err)
		}
	})
}

// CheckSplit reports what is wrong with got as the outcome of splitting total among shares, clause by
// clause of invariant 6 of package unit; the two clauses that compare outcomes are [RunSplit]'s. The
// shares must be such as Split accepts.
func CheckSplit(total unit.Amount, shares []unit.Share, got unit.Shares) error {
	if len(got.Parts) != len(shares) || len(got.Quotas) != len(shares) {
		return fmt.Errorf("%d parts and %d quotas for %d shares", len(got.Parts), len(got.Quotas), len(shares))
	}
	quotas := exactQuotas(total, shares)
	return errors.Join(
		checkUnits(total, got),
		checkSum(total, got),
		checkQuotas(quotas, got),
		checkRounding(quotas, shares, got),
		checkTies(shares, got),
	)
}

// CheckLargestRemainder reports what is wrong with got as the outcome of the rule LargestRemainder:
// all of [CheckSplit], no residue, and nobody rounded up before somebody with a larger remainder, or
// with the same one and a lower key.
func CheckLargestRemainder(total unit.Amount, shares []unit.Share, got unit.Shares) error {
	if err := CheckSplit(total, shares, got); err != nil {
		return err
	}
	if !got.Residue.IsZero() {
		return fmt.Errorf("largest remainder: a residue of %v", got.Residue)
	}
	remainders, up := remainders(total, shares), roundedUp(total, shares, got)
	order := indices(len(shares))
	slices.SortFunc(order, func(i, j int) int {
		return cmp.Or(remainders[j].Cmp(remainders[i]), cmp.Compare(shares[i].Key, shares[j].Key))
	})
	for k := 1; k < len(order); k++ {
		if before, after := order[k-1], order[k]; up[after] && !up[before] {
			return fmt.Errorf("largest remainder: %q is rounded up before %q", shares[after].Key, shares[before].Key)
		}
	}
	return nil
}

// exactQuotas are total x weight / sum of the weights.
func exactQuotas(total unit.Amount, shares []unit.Share) []*big.Rat {
	sum := new(big.Int)
	for _, s := range shares {
		sum.Add(sum, big.NewInt(s.Weight))
	}
	quotas := make([]*big.Rat, len(shares))
	for i, s := range shares {
		product := new(big.Int).Mul(big.NewInt(total.Parts()), big.NewInt(s.Weight))
		quotas[i] = new(big.Rat).SetFrac(product, sum)
	}
	return quotas
}

// remainders are what rounding towards zero leaves of the quotas, without their sign.
func remainders(total unit.Amount, shares []unit.Share) []*big.Rat {
	quotas := exactQuotas(total, shares)
	for _, q := range quotas {
		whole := new(big.Int).Quo(q.Num(), q.Denom())
		q.Abs(q.Sub(q, new(big.Rat).SetInt(whole)))
	}
	return quotas
}

// roundedUp tells which parts are further from zero than their quotas.
func roundedUp(total unit.Amount, shares []unit.Share, got unit.Shares) []bool {
	up := make([]bool, len(shares))
	for i, q := range exactQuotas(total, shares) {
		part := new(big.Rat).SetInt64(got.Parts[i].Parts())
		up[i] = part.Abs(part).Cmp(q.Abs(q)) > 0
	}
	return up
}

func checkUnits(total unit.Amount, got unit.Shares) error {
	for i, p := range append(slices.Clone(got.Parts), got.Residue) {
		if p.Unit() != total.Unit() {
			return fmt.Errorf("part %d is counted in %q, the total in %q", i, p.Unit(), total.Unit())
		}
	}
	return nil
}

// checkSum: parts + residue = total.
func checkSum(total unit.Amount, got unit.Shares) error {
	sum := big.NewInt(got.Residue.Parts())
	for _, p := range got.Parts {
		sum.Add(sum, big.NewInt(p.Parts()))
	}
	if sum.Cmp(big.NewInt(total.Parts())) != 0 {
		return fmt.Errorf("parts and residue add up to %v of %d", sum, total.Parts())
	}
	return nil
}

// checkQuotas: each quota is exact and in the form that its type promises.
func checkQuotas(quotas []*big.Rat, got unit.Shares) error {
	var errs []error
	for i, q := range got.Quotas {
		if q.Rat().Cmp(quotas[i]) != 0 {
			errs = append(errs, fmt.Errorf("quota %d is %v, not %v", i, q.Rat(), quotas[i]))
		}
		if q.Den <= 0 || q.Num <= -q.Den || q.Num >= q.Den || cmp.Compare(q.Num, 0)*quotas[i].Sign() < 0 {
			errs = append(errs, fmt.Errorf("quota %d = %+v is not in its form", i, q))
		}
	}
	return errors.Join(errs...)
}

// checkRounding: each part is its quota rounded down or up, and a zero weight gets zero.
func checkRounding(quotas []*big.Rat, shares []unit.Share, got unit.Shares) error {
	var errs []error
	one := big.NewRat(1, 1)
	for i, p := range got.Parts {
		gap := new(big.Rat).SetInt64(p.Parts())
		if gap.Sub(gap, quotas[i]).Abs(gap).Cmp(one) >= 0 {
			errs = append(errs, fmt.Errorf("part %d is %d, a whole part or more from %v", i, p.Parts(), quotas[i]))
		}
		if shares[i].Weight == 0 && !p.IsZero() {
			errs = append(errs, fmt.Errorf("part %d is %d for no weight", i, p.Parts()))
		}
	}
	return errors.Join(errs...)
}

// checkTies: equal weights differ by at most one part, in favour of the lower key. In favour means
// further from zero, whether that is more of a gain or more of a loss: otherwise Split(-t) could not
// be -Split(t).
func checkTies(shares []unit.Share, got unit.Shares) error {
	order := indices(len(shares))
	slices.SortFunc(order, func(i, j int) int {
		return cmp.Or(cmp.Compare(shares[i].Weight, shares[j].Weight), cmp.Compare(shares[i].Key, shares[j].Key))
	})
	first := 0 // of the shares in order[:k] that weigh the same as order[k-1], the one with the lowest key
	for k := 1; k < len(order); k++ {
		if shares[order[k]].Weight != shares[order[k-1]].Weight {
			first = k
			continue
		}
		// Nowhere more than the key before has, and nowhere less than the first less one, is the clause.
		i, j := order[k-1], order[k]
		lead := new(big.Int).Sub(magnitude(got.Parts[order[first]]), magnitude(got.Parts[j]))
		if magnitude(got.Parts[j]).Cmp(magnitude(got.Parts[i])) > 0 || lead.Cmp(big.NewInt(1)) > 0 {
			return fmt.Errorf("%q weighs the same as %q and as %q, and gets %d", shares[j].Key, shares[i].Key, shares[order[first]].Key, got.Parts[j].Parts())
		}
	}
	return nil
}

func indices(n int) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	return order
}

func magnitude(a unit.Amount) *big.Int {
	n := big.NewInt(a.Parts())
	return n.Abs(n)
}

// sameByKey: the order of the shares does not matter.
func sameByKey(shares []unit.Share, got unit.Shares, shuffled []unit.Share, again unit.Shares) error {
	for i, s := range shares {
		j := slices.Index(shuffled, s)
		if len(again.Parts) != len(shares) || len(again.Quotas) != len(shares) ||
			got.Parts[i] != again.Parts[j] || got.Quotas[i] != again.Quotas[j] {
			return fmt.Errorf("%q gets something else when the shares are in another order", s.Key)
		}
	}
	return nil
}

// mirror: Split(-t) = -Split(t), quota by quota too.
func mirror(got, opposite unit.Shares) error {
	for i, p := range got.Parts {
		if len(opposite.Parts) != len(got.Parts) || opposite.Parts[i].Parts() != -p.Parts() {
			return fmt.Errorf("part %d of the opposite total is not %d", i, -p.Parts())
		}
	}
	for i, q := range got.Quotas {
		want := unit.Quota{Parts: -q.Parts, Num: -q.Num, Den: q.Den}
		if len(opposite.Quotas) != len(got.Quotas) || opposite.Quotas[i] != want {
			return fmt.Errorf("quota %d of the opposite total is not %+v", i, want)
		}
	}
	return nil
}
