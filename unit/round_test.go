package unit_test

import (
	"math"
	"math/big"
	"testing"

	"example.org/mutual/unit"
	"example.org/mutual/unit/amounttest"
	"pgregory.net/rapid"
)

// All modes, at and about the halves.
func TestModes(t *testing.T) {
	hour := mustUnit(t, "hour.0")
	modes := []unit.Mode{unit.TowardZero, unit.AwayFromZero, unit.HalfEven, unit.HalfUp, unit.Floor, unit.Ceiling}
	for _, c := range []struct {
		value string
		want  [6]int64 // in the order above
	}{
		{"-3.5", [6]int64{-3, -4, -4, -4, -4, -3}},
		{"-3", [6]int64{-3, -3, -3, -3, -3, -3}},
		{"-2.9", [6]int64{-2, -3, -3, -3, -3, -2}},
		{"-2.5", [6]int64{-2, -3, -2, -3, -3, -2}},
		{"-2.1", [6]int64{-2, -3, -2, -2, -3, -2}},
		{"-1.5", [6]int64{-1, -2, -2, -2, -2, -1}},
		{"-0.9", [6]int64{0, -1, -1, -1, -1, 0}},
		{"-0.5", [6]int64{0, -1, 0, -1, -1, 0}},
		{"-0.1", [6]int64{0, -1, 0, 0, -1, 0}},
		{"0", [6]int64{0, 0, 0, 0, 0, 0}},
		{"0.1", [6]int64{0, 1, 0, 0, 0, 1}},
		{"0.5", [6]int64{0, 1, 0, 1, 0, 1}},
		{"0.9", [6]int64{0, 1, 1, 1, 0, 1}},
		{"1.5", [6]int64{1, 2, 2, 2, 1, 2}},
		{"2.1", [6]int64{2, 3, 2, 2, 2, 3}},
		{"2.5", [6]int64{2, 3, 2, 3, 2, 3}},
		{"2.500000000000000000000000001", [6]int64{2, 3, 3, 3, 2, 3}},
		{"2.499999999999999999999999999", [6]int64{2, 3, 2, 2, 2, 3}},
		{"3.5", [6]int64{3, 4, 4, 4, 3, 4}},
		{"9223372036854775807", [6]int64{math.MaxInt64, math.MaxInt64, math.MaxInt64, math.MaxInt64, math.MaxInt64, math.MaxInt64}},
		{"-9223372036854775808", [6]int64{math.MinInt64, math.MinInt64, math.MinInt64, math.MinInt64, math.MinInt64, math.MinInt64}},
	} {
		value := rat(t, c.value)
		for i, m := range modes {
			got, residue, err := unit.FromRat(value, hour, m)
			if err != nil || got != unit.New(c.want[i], hour) {
				t.Errorf("%s %v = %v, %v, want %d", c.value, m, got, err, c.want[i])
				continue
			}
			if err := amounttest.CheckRounded(value, m, got, residue); err != nil {
				t.Error(err)
			}
		}
		if value.Cmp(rat(t, c.value)) != 0 {
			t.Errorf("%s was changed to %v", c.value, value)
		}
	}
}

func TestModeNames(t *testing.T) {
	for m, want := range map[unit.Mode]string{
		unit.TowardZero: "toward zero", unit.AwayFromZero: "away from zero", unit.HalfEven: "half even",
		unit.HalfUp: "half up", unit.Floor: "floor", unit.Ceiling: "ceiling", unit.Ceiling + 1: "no rounding mode", 255: "no rounding mode",
	} {
		if m.String() != want {
			t.Errorf("mode %d is %q", m, m)
		}
	}
	if new(unit.Mode).String() != "toward zero" {
		t.Error("the zero Mode is not toward zero")
	}
}

func TestFromRatRefuses(t *testing.T) {
	one := big.NewInt(1)
	long := new(big.Int).Lsh(one, 4096) // 4097 bits
	most := new(big.Int).Sub(long, one) // 4096 bits
	frac := func(a, b *big.Int) *big.Rat { return new(big.Rat).SetFrac(a, b) }
	for name, c := range map[string]struct {
		value  *big.Rat
		unit   unit.Unit
		mode   unit.Mode
		reason error
	}{
		"no value":           {nil, unit.Joule, unit.Floor, unit.ErrSyntax},
		"no unit":            {big.NewRat(1, 1), unit.Unit{}, unit.Floor, unit.ErrNoUnit},
		"no mode":            {big.NewRat(1, 1), unit.Joule, unit.Ceiling + 1, unit.ErrRule},
		"2^63 parts":         {rat(t, "9223372036854775.808"), unit.Joule, unit.Floor, unit.ErrRange},
		"just up to 2^63":    {rat(t, "9223372036854775.8071"), unit.Joule, unit.Ceiling, unit.ErrRange},
		"just down to -2^63": {rat(t, "-9223372036854775.8081"), unit.Joule, unit.Floor, unit.ErrRange},
		"too long":           {frac(long, one), unit.Joule, unit.Floor, unit.ErrRange},
		"too fine":           {frac(one, long), unit.Joule, unit.Floor, unit.ErrRange},
		"as long as it may":  {frac(most, one), unit.Joule, unit.Floor, unit.ErrRange},
		"ten megabytes":      {frac(new(big.Int).Lsh(one, 80_000_000), one), unit.Joule, unit.Floor, unit.ErrRange},
	} {
		err := amounttest.CheckRefusal(func() error {
			got, residue, err := unit.FromRat(c.value, c.unit, c.mode)
			if err != c.reason || got != (unit.Amount{}) || residue != nil {
				t.Errorf("%s: %v, %v", name, got, err)
			}
			return err
		})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got, residue, err := unit.FromRat(frac(one, most), unit.Joule, unit.Ceiling); err != nil || got.Parts() != 1 || residue.Sign() >= 0 {
		t.Errorf("the finest number: %v, %v", got, err)
	}
}

// 8. FromRat: amount + residue = the exact value; the residue is below one part.
func TestInvariant8(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		u, m := amounttest.Units().Draw(t, "unit"), amounttest.Modes().Draw(t, "mode")
		value := big.NewRat(rapid.Int64().Draw(t, "numerator"), rapid.Int64Range(1, math.MaxInt64).Draw(t, "denominator"))
		if rapid.Bool().Draw(t, "about a half") {
			value.Mul(big.NewRat(rapid.Int64Range(-9, 9).Draw(t, "halves"), 2), unit.New(1, u).Rat())
		}
		got, residue, err := unit.FromRat(value, u, m)
		if err == unit.ErrRange {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := amounttest.CheckRounded(value, m, got, residue); err != nil {
			t.Fatal(err)
		}
		if back, rest, err := unit.FromRat(got.Rat(), u, m); back != got || err != nil || rest.Sign() != 0 {
			t.Fatalf("%v comes back as %v, %v, %v", got, back, rest, err)
		}
	})
}
