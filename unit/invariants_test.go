package unit_test

import (
	"math/big"
	"testing"

	"example.org/mutual/unit"
	"example.org/mutual/unit/amounttest"
	"pgregory.net/rapid"
)

// The tests of this file are named after the invariants of the package comment.

// 1. Two units are == exactly when their texts are equal.
func TestInvariant1(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		u, v := amounttest.Units().Draw(t, "u"), amounttest.Units().Draw(t, "v")
		if (u == v) != (u.String() == v.String()) || (u == v) != (u.Compare(v) == 0) || u.Compare(v) != -v.Compare(u) {
			t.Fatalf("%q and %q: == is %v, Compare %d and %d", u, v, u == v, u.Compare(v), v.Compare(u))
		}
		if back, err := unit.ParseUnit(u.String()); back != u || err != nil {
			t.Fatalf("ParseUnit(%q) = %v, %v", u, back, err)
		}
	})
}

// 1, the other way round: what a unit is made from makes it again, and its text says all of it.
func TestInvariant1Made(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		u := amounttest.Units().Draw(t, "u")
		if _, err := unit.Lookup(u.Code()); err == nil {
			return
		}
		again, err := unit.Custom(u.Code(), u.Places())
		if joules, ok := u.Joules(); ok {
			again, err = unit.Energy(u.Code(), u.Places(), joules)
		}
		if again != u || err != nil {
			t.Fatalf("%q made again is %q, %v", u, again, err)
		}
	})
}

// 2. An amount's value is parts / 10^places, exactly; no operation rounds.
// 4. Each of an amount's texts decodes to the same amount, and a decoder accepts no other spelling.
// 5. After a failed decode the receiver is what it was.
func TestInvariants2And4And5(t *testing.T) {
	amounttest.RunText(t, amounttest.AnyAmounts())
	amounttest.RunText(t, amounttest.Amounts(unit.Unit{}))
}

// 3. Add, Sub and Neg return the exact result, or ErrMixed or ErrRange and the zero Amount.
func TestInvariant3(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := amounttest.AnyAmounts().Draw(t, "a")
		b := rapid.OneOf(amounttest.Amounts(a.Unit()), amounttest.Amounts(a.Unit()), amounttest.AnyAmounts()).Draw(t, "b")
		sum, err := a.Add(b)
		checkExact(t, a, b, sum, err, new(big.Int).Add(parts(a), parts(b)))
		less, err := a.Sub(b)
		checkExact(t, a, b, less, err, new(big.Int).Sub(parts(a), parts(b)))
		neg, err := a.Neg()
		checkExact(t, a, a, neg, err, new(big.Int).Neg(parts(a)))
		if compared, err := a.Cmp(b); err == nil && compared != parts(a).Cmp(parts(b)) || (err == unit.ErrMixed) != (a.Unit() != b.Unit()) {
			t.Fatalf("%v cmp %v = %d, %v", a, b, compared, err)
		}
	})
}

func parts(a unit.Amount) *big.Int { return big.NewInt(a.Parts()) }

func checkExact(t *rapid.T, a, b, got unit.Amount, err error, exact *big.Int) {
	t.Helper()
	var want unit.Amount
	var reason error
	switch {
	case a.Unit() != b.Unit():
		reason = unit.ErrMixed
	case !exact.IsInt64():
		reason = unit.ErrRange
	default:
		want = unit.New(exact.Int64(), a.Unit())
	}
	if got != want || err != reason {
		t.Fatalf("%v and %v give %v, %v, want %v, %v", a, b, got, err, want, reason)
	}
}

// 3, as a set of laws: an order of adding that fits gives what every other order gives.
func TestInvariant3Laws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		u := amounttest.Units().Draw(t, "unit")
		a, b := amounttest.Amounts(u).Draw(t, "a"), amounttest.Amounts(u).Draw(t, "b")
		ab, err1 := a.Add(b)
		if ba, err2 := b.Add(a); ab != ba || err1 != err2 {
			t.Fatalf("%v + %v depends on the order: %v, %v", a, b, err1, err2)
		}
		if err1 != nil {
			return
		}
		if back, err := ab.Sub(b); back != a || err != nil {
			t.Fatalf("%v + %v - %v = %v, %v", a, b, b, back, err)
		}
	})
}

// 4. Parse reads every spelling with more or fewer zeros as the same amount.
func TestInvariant4Spellings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := amounttest.Amounts(amounttest.Units().Draw(t, "unit")).Draw(t, "amount")
		s := amounttest.Spellings(a).Draw(t, "spelling")
		if got, err := unit.Parse(s, a.Unit()); got != a || err != nil {
			t.Fatalf("Parse(%q) = %v, %v, want %v", s, got, err, a)
		}
		want := a.Number() == s
		var back unit.Amount
		if err := back.UnmarshalText([]byte(s + " " + a.Unit().String())); (err == nil) != want {
			t.Fatalf("the spelling %q of %v: %v", s, a, err)
		}
	})
}

// 5, with random text: the receiver changes exactly when there is no error.
func TestInvariant5(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := amounttest.Numbers().Draw(t, "number") + " " + amounttest.Units().Draw(t, "unit").String()
		a, u := pinned, unit.TerawattHour
		if err := a.UnmarshalText([]byte(s)); (err == nil) == (a == pinned) {
			t.Fatalf("%q: %v, %v", s, err, a)
		}
		if err := u.UnmarshalText([]byte(s)); err == nil || u != unit.TerawattHour {
			t.Fatalf("%q: %v, %v", s, err, u)
		}
	})
}

// 6. Split, clause by clause and rule by rule.
func TestInvariant6(t *testing.T) {
	for r := unit.LargestRemainder; r <= unit.Fractional; r++ {
		t.Run(r.String(), func(t *testing.T) {
			amounttest.RunSplit(t, r, func(total unit.Amount, shares []unit.Share) (unit.Shares, error) {
				return unit.Split(total, shares, r)
			})
		})
	}
}
