package amounttest

import (
	"errors"
	"fmt"
	"math/big"

	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

// Modes generates every rounding mode.
func Modes() *rapid.Generator[unit.Mode] {
	return rapid.Map(rapid.IntRange(0, int(unit.Ceiling)), func(n int) unit.Mode { return unit.Mode(n) })
}

// CheckConvert reports what is wrong with got and residue as a converted to another unit of energy:
// invariant 7 of package unit, that the two together are a in joules, and that the residue is less than a
// part of that unit, with the sign of a.
func CheckConvert(a unit.Amount, to unit.Unit, got unit.Amount, residue *big.Rat) error {
	each, ok := to.Joules()
	from, energy := a.Unit().Joules()
	if !ok || !energy || got.Unit() != to || residue == nil {
		return fmt.Errorf("%v converted to %v is %v and %v", a, to, got, residue)
	}
	joules, sum := from.Mul(from, exact(a)), new(big.Rat).Mul(each, exact(got))
	var errs []error
	if sum.Add(sum, residue).Cmp(joules) != 0 {
		errs = append(errs, fmt.Errorf("%v is %v J, and %v with the residue %v J", a, joules, got, sum))
	}
	part := each.Mul(each, exact(unit.New(1, to)))
	if new(big.Rat).Abs(residue).Cmp(part) >= 0 || residue.Sign()*a.Sign() < 0 {
		errs = append(errs, fmt.Errorf("%v to %v leaves %v J, a part is %v J", a, to, residue, part))
	}
	return errors.Join(errs...)
}

// CheckRounded reports what is wrong with got and residue as value whole units rounded by m: invariant 8
// of package unit, and the mode, by a slow twin.
func CheckRounded(value *big.Rat, m unit.Mode, got unit.Amount, residue *big.Rat) error {
	if residue == nil || new(big.Rat).Add(exact(got), residue).Cmp(value) != 0 {
		return fmt.Errorf("%v and the residue %v are not %v", got, residue, value)
	}
	parts := new(big.Rat).Mul(value, new(big.Rat).Inv(exact(unit.New(1, got.Unit()))))
	if want := slowlyRounded(parts, m); want.Cmp(big.NewInt(got.Parts())) != 0 {
		return fmt.Errorf("%v parts %v are %d, not %v", parts, m, got.Parts(), want)
	}
	return nil
}

// slowlyRounded picks one of the two whole numbers about x by what its mode says of them.
func slowlyRounded(x *big.Rat, m unit.Mode) *big.Int {
	below := new(big.Int).Div(x.Num(), x.Denom()) // Euclidean, so down
	if x.IsInt() {
		return below
	}
	above := new(big.Int).Add(below, big.NewInt(1))
	nearer, further := below, above
	middle := new(big.Rat).Add(new(big.Rat).SetInt(below), big.NewRat(1, 2))
	half := x.Cmp(middle)
	if half > 0 {
		nearer, further = above, below
	}
	inner, outer := below, above
	if x.Sign() < 0 {
		inner, outer = above, below
	}
	even := nearer
	if half == 0 && nearer.Bit(0) == 1 {
		even = further
	}
	up := nearer
	if half == 0 {
		up = outer
	}
	return map[unit.Mode]*big.Int{
		unit.TowardZero: inner, unit.AwayFromZero: outer, unit.HalfEven: even, unit.HalfUp: up, unit.Floor: below, unit.Ceiling: above,
	}[m]
}
