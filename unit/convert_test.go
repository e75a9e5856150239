package unit_test

import (
	"errors"
	"math"
	"math/big"
	"testing"

	"example.org/mutual/unit"
	"example.org/mutual/unit/amounttest"
	"pgregory.net/rapid"
)

func TestConvert(t *testing.T) {
	loaf := mustUnit(t, "loaf.0=36000000J")
	for _, c := range []struct {
		a       string
		to      unit.Unit
		want    int64 // parts
		residue string
	}{
		{"1.000000000 MWh", unit.Joule, 3_600_000_000_000, "0"}, // and not 3600000 J, as in github.com/bcicen/go-units
		{"1.000000 kWh", unit.Joule, 3_600_000_000, "0"},
		{"0.000001 kWh", unit.WattHour, 1, "0"}, // github.com/convert-units/convert-units/issues/226: 0.0009999999999999998
		{"1.000 Wh", unit.Joule, 3_600_000, "0"},
		{"0.001 Wh", unit.Joule, 3600, "0"},
		{"0.001 Wh", unit.Kilojoule, 3600, "0"},
		{"0.001 J", unit.WattHour, 0, "1/1000"},
		{"-0.001 J", unit.WattHour, 0, "-1/1000"},
		{"0.003 J", unit.WattHour, 0, "3/1000"},
		{"3.599 J", unit.WattHour, 0, "3599/1000"},
		{"3.600 J", unit.WattHour, 1, "0"},
		{"4.000 J", unit.WattHour, 1, "2/5"},
		{"-4.000 J", unit.WattHour, -1, "-2/5"},
		{"0.000 J", unit.WattHour, 0, "0"},
		{"1.000000 kWh", unit.BtuIT, 3_412_141_633, "6749293577/50000000000000"},
		{"25.000000 kWh", loaf, 2, "18000000"},
		{"3 loaf.0=36000000J", unit.KilowattHour, 30_000_000, "0"},
		{"1 eV", unit.Joule, 0, "801088317/5000000000000000000000000000"},
		{"1.000000 cal_th", unit.CalorieIT, 999331, "2423/2500000000"},
		{"1.000000000 EJ", unit.QuadIT, 947817, "126937269460"},
		{"1.000000 petro_gross", unit.KilowattHour, 9333333, "6/5"},
	} {
		var a unit.Amount
		if err := a.UnmarshalText([]byte(c.a)); err != nil {
			t.Fatal(err)
		}
		got, residue, err := unit.Convert(a, c.to)
		if err != nil {
			t.Errorf("%s in %v: %v", c.a, c.to, err)
			continue
		}
		if err := amounttest.CheckConvert(a, c.to, got, residue); err != nil {
			t.Error(err)
		}
		if got != unit.New(c.want, c.to) || residue.RatString() != c.residue {
			t.Errorf("%s = %v and %v J, want %v and %s J", c.a, got, residue, unit.New(c.want, c.to), c.residue)
		}
	}
}

func TestConvertRefuses(t *testing.T) {
	euro, metre := mustUnit(t, "EUR.2"), mustUnit(t, "Nm.3") // a torque is in newton metres, and so no energy here
	for _, c := range []struct {
		a      unit.Amount
		to     unit.Unit
		reason error
	}{
		{unit.New(1, euro), unit.Joule, unit.ErrNotEnergy},
		{unit.New(1, unit.Joule), euro, unit.ErrNotEnergy},
		{unit.New(0, euro), euro, unit.ErrNotEnergy},
		{unit.New(1, metre), unit.Joule, unit.ErrNotEnergy},
		{unit.New(1, unit.Joule), metre, unit.ErrNotEnergy},
		{unit.Amount{}, unit.Joule, unit.ErrNotEnergy},
		{unit.New(1, unit.Joule), unit.Unit{}, unit.ErrNotEnergy},
		{unit.New(math.MaxInt64, unit.TerawattHour), unit.Joule, unit.ErrRange},
		{unit.New(math.MinInt64, unit.TerawattHour), unit.Joule, unit.ErrRange},
		{unit.New(1, unit.Exajoule), unit.Electronvolt, unit.ErrRange},
		{unit.New(math.MaxInt64, unit.WattHour), unit.Joule, unit.ErrRange},
	} {
		got, residue, err := unit.Convert(c.a, c.to)
		if !errors.Is(err, c.reason) || got != (unit.Amount{}) || residue != nil {
			t.Errorf("%v in %q: %v, %v, %v, want %v", c.a, c.to, got, residue, err, c.reason)
		}
		if c.reason == unit.ErrNotEnergy {
			refusedAs(t, err, c.reason)
		}
	}
	if j, err := unit.New(1, euro).Joules(); j != nil || !errors.Is(err, unit.ErrNotEnergy) {
		t.Errorf("a cent is %v J, %v", j, err)
	}
}

// The ends of the int64, of every predeclared unit in every other.
func TestConvertEveryPair(t *testing.T) {
	fits := 0
	for _, from := range amounttest.Predeclared() {
		for _, to := range amounttest.Predeclared() {
			for _, parts := range []int64{0, 1, -1, 12_345_678, -1_000_000_007, math.MaxInt64, math.MinInt64} {
				if checkConvert(t, unit.New(parts, from), to) {
					fits++
				}
			}
		}
	}
	if fits < 8000 {
		t.Errorf("only %d conversions fit", fits)
	}
}

// checkConvert holds one conversion to invariant 7, and a refusal to being due. It tells whether it fits.
func checkConvert(t interface{ Errorf(string, ...any) }, a unit.Amount, to unit.Unit) bool {
	got, residue, err := unit.Convert(a, to)
	if err == unit.ErrRange {
		joules, _ := a.Joules()
		if joules.Quo(joules, partInJoules(to)); fitsInside(joules) {
			t.Errorf("%v in %v is refused, and is %v parts", a, to, joules.FloatString(3))
		}
		return false
	}
	if err := errors.Join(err, amounttest.CheckConvert(a, to, got, residue)); err != nil {
		t.Errorf("%v", err)
	}
	return err == nil
}

// 7. Convert: converted + residue = the original, as rational numbers of joules.
func TestInvariant7(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from, to := amounttest.EnergyUnits().Draw(t, "from"), amounttest.EnergyUnits().Draw(t, "to")
		checkConvert(t, amounttest.Amounts(from).Draw(t, "amount"), to)
	})
}

// 7, along a chain: the residues of both steps and what arrives are the original.
func TestInvariant7Chain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		units := rapid.SliceOfN(amounttest.EnergyUnits(), 2, 5).Draw(t, "units")
		a := unit.New(rapid.Int64Range(-1e9, 1e9).Draw(t, "parts"), units[0])
		joules, _ := a.Joules()
		for _, to := range units[1:] {
			got, residue, err := unit.Convert(a, to)
			if err != nil {
				return
			}
			joules.Sub(joules, residue)
			a = got
		}
		if arrived, _ := a.Joules(); arrived.Cmp(joules) != 0 {
			t.Fatalf("%v J arrive, %v J should", arrived, joules)
		}
	})
}

// Converting to itself, or to a unit with finer parts and back, changes nothing.
func TestConvertThereAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		u := amounttest.EnergyUnits().Draw(t, "unit")
		a := amounttest.Amounts(u).Draw(t, "amount")
		if same, residue, err := unit.Convert(a, u); same != a || err != nil || residue.Sign() != 0 {
			t.Fatalf("%v in its own unit is %v, %v, %v", a, same, residue, err)
		}
		fine := unit.New(rapid.Int64Range(-1e12, 1e12).Draw(t, "parts"), unit.WattHour)
		in, residue, err := unit.Convert(fine, unit.Joule)
		if err != nil || residue.Sign() != 0 {
			t.Fatalf("%v: %v, %v", fine, residue, err)
		}
		if back, residue, err := unit.Convert(in, unit.WattHour); back != fine || err != nil || residue.Sign() != 0 {
			t.Fatalf("%v comes back as %v, %v, %v", fine, back, residue, err)
		}
	})
}

// The number of joules is the caller's own.
func TestJoulesOfAmount(t *testing.T) {
	a := unit.New(1_500_000, unit.KilowattHour)
	first, err := a.Joules()
	if err != nil || first.Cmp(big.NewRat(5_400_000, 1)) != 0 {
		t.Fatalf("%v, %v", first, err)
	}
	first.SetInt64(1)
	if again, _ := a.Joules(); again.Cmp(big.NewRat(5_400_000, 1)) != 0 {
		t.Error("the number is shared")
	}
}
