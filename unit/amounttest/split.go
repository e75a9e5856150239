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

// RunSplit holds somebody's rule for splitting to what r of package unit does, with totals and shares
// that [Divisions] draws for r: [CheckSplit] of the outcome, of the same shares in another order, and of
// the opposite total.
func RunSplit(t rapid.TB, r unit.Rule, split func(unit.Amount, []unit.Share) (unit.Shares, error)) {
	t.Helper()
	rapid.Check(t, func(t *rapid.T) {
		d := Divisions(r).Draw(t, "division")
		shuffled := rapid.Permutation(d.Shares).Draw(t, "shuffled")
		got, err := split(d.Total, slices.Clone(d.Shares))
		if errors.Is(err, unit.ErrFractional) && d.fractional(r) {
			return // as it should be
		}
		again, err2 := split(d.Total, slices.Clone(shuffled))
		err = errors.Join(err, err2)
		if opposite, none := d.Total.Neg(); none == nil && err == nil { // the least int64 has no opposite
			mirrored, err2 := split(opposite, slices.Clone(d.Shares))
			err = errors.Join(err2, mirror(got, mirrored))
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(CheckSplit(d.Total, d.Shares, r, got), sameByKey(d.Shares, got, shuffled, again)); err != nil {
			t.Fatal(err)
		}
	})
}

// CheckSplit reports what is wrong with got as the outcome of splitting total among shares by r: clause by
// clause of invariant 6 of package unit, and where they all hold, each quota and each part against a slow
// twin in rational numbers. The two clauses that compare outcomes are [RunSplit]'s. The shares must be
// such as Split accepts.
func CheckSplit(total unit.Amount, shares []unit.Share, r unit.Rule, got unit.Shares) error {
	if len(got.Parts) != len(shares) || len(got.Quotas) != len(shares) {
		return fmt.Errorf("%d parts and %d quotas for %d shares", len(got.Parts), len(got.Quotas), len(shares))
	}
	want := slowly(total, shares, r)
	errs := []error{checkUnits(total, got), checkSum(total, got), checkQuotas(want.quotas, got), checkBounds(shares, r, got)}
	if !singleTranche(r) {
		errs = append(errs, checkRounding(want.quotas, got))
	}
	if r <= unit.Talmud {
		errs = append(errs, checkTies(shares, got))
	}
	return cmp.Or(errors.Join(errs...), want.check(shares, got))
}

// singleTranche tells whether one share may get many parts more than its quota.
func singleTranche(r unit.Rule) bool {
	return r == unit.FrontLoadedToSingleTranche || r == unit.BackLoadedToSingleTranche
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
		none := q == unit.Quota{}
		if !none && (q.Den <= 0 || q.Num <= -q.Den || q.Num >= q.Den) || cmp.Compare(q.Num, 0)*quotas[i].Sign() < 0 {
			errs = append(errs, fmt.Errorf("quota %d = %+v is not in its form", i, q))
		}
	}
	return errors.Join(errs...)
}

// checkBounds: a zero weight gets zero, nobody more than its cap, and under the rules of claims nobody
// more than its claim.
func checkBounds(shares []unit.Share, r unit.Rule, got unit.Shares) error {
	var errs []error
	claims := r == unit.EqualAwards || r == unit.EqualLosses || r == unit.Talmud
	for i, p := range got.Parts {
		s, most := shares[i], magnitude(p)
		if s.Weight == 0 && !p.IsZero() {
			errs = append(errs, fmt.Errorf("part %d is %d for no weight", i, p.Parts()))
		}
		if s.Cap != (unit.Amount{}) && most.Cmp(big.NewInt(s.Cap.Parts())) > 0 {
			errs = append(errs, fmt.Errorf("part %d is %d, its cap %d", i, p.Parts(), s.Cap.Parts()))
		}
		if claims && most.Cmp(big.NewInt(s.Weight)) > 0 {
			errs = append(errs, fmt.Errorf("part %d is %d, the claim %d", i, p.Parts(), s.Weight))
		}
	}
	return errors.Join(errs...)
}

// checkRounding: each part is its quota rounded down or up.
func checkRounding(quotas []*big.Rat, got unit.Shares) error {
	var errs []error
	one := big.NewRat(1, 1)
	for i, p := range got.Parts {
		gap := new(big.Rat).SetInt64(p.Parts())
		if gap.Sub(gap, quotas[i]).Abs(gap).Cmp(one) >= 0 {
			errs = append(errs, fmt.Errorf("part %d is %d, a whole part or more from %v", i, p.Parts(), quotas[i]))
		}
	}
	return errors.Join(errs...)
}

// checkTies: equal shares differ by at most one part, in favour of the lower key. In favour means
// further from zero, whether that is more of a gain or more of a loss: otherwise Split(-t) could not
// be -Split(t).
func checkTies(shares []unit.Share, got unit.Shares) error {
	order := indices(len(shares))
	slices.SortFunc(order, func(i, j int) int {
		return cmp.Or(cmp.Compare(shares[i].Weight, shares[j].Weight), shares[i].Cap.Compare(shares[j].Cap), cmp.Compare(shares[i].Key, shares[j].Key))
	})
	first := 0 // of the shares in order[:k] that are equal to order[k-1], the one with the lowest key
	for k := 1; k < len(order); k++ {
		i, j := order[k-1], order[k]
		if shares[j].Weight != shares[i].Weight || shares[j].Cap != shares[i].Cap {
			first = k
			continue
		}
		// Nowhere more than the key before has, and nowhere less than the first less one, is the clause.
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
