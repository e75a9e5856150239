package unit_test

import (
	"errors"
	"fmt"
	"log/slog"
	"math/big"
	"os"
	"slices"

	"example.org/mutual/unit"
)

// A megawatt-hour is so many Btu, and a rest that no millionth of a Btu fits into.
func ExampleConvert() {
	one := unit.New(1_000_000_000, unit.MegawattHour)
	for _, to := range []unit.Unit{unit.Joule, unit.BtuIT, unit.PetroGross} {
		got, residue, err := unit.Convert(one, to)
		fmt.Println(got, "and", residue.RatString(), "J", err)
	}
	// Output:
	// 3600000000.000 J and 0 J <nil>
	// 3412141.633127 Btu_IT and 49688912863/50000000000000 J <nil>
	// 107.142857 petro_gross and 24/5 J <nil>
}

// Nothing but a quote converts between energy and a currency.
func ExampleConvert_refused() {
	euro, _ := unit.Currency("EUR", 2)
	_, _, err := unit.Convert(unit.New(1, unit.KilowattHour), euro)
	fmt.Println(err)
	_, _, err = unit.Convert(unit.New(1<<62, unit.TerawattHour), unit.Joule)
	fmt.Println(err)
	// Output:
	// unit: not a unit of energy: "EUR.2": want a unit of energy, such as kWh
	// unit: beyond what an amount can hold
}

func ExampleAmount_Joules() {
	j, err := unit.New(1, unit.WattHour).Joules() // one part, a milliwatt-hour
	fmt.Println(j.RatString(), err)
	// Output: 18/5 <nil>
}

func ExampleLookupUCUM() {
	for _, code := range []string{"kW.h", "[Btu_IT]", "[Btu_th]", "N.m"} {
		u, err := unit.LookupUCUM(code)
		fmt.Printf("%v %v\n", u, err)
	}
	// Output:
	// kWh <nil>
	// Btu_IT <nil>
	//  unit: a name of several units: "[Btu_th]": want Btu_th, which is 23722880951/22500000 J by its definition; UCUM has 1054.350 J
	//  unit: not a unit of energy: "N.m": want J: a torque is in newton metres too, and is not an energy
}

func ExampleDefinitions() {
	for _, d := range unit.Definitions() {
		if d.Convention && d.UCUM == "" && d.Unit.Code()[0] == 'p' {
			j, _ := d.Unit.Joules()
			fmt.Println(d.Unit, j.RatString(), "J:", d.Name)
		}
	}
	// Output:
	// petro_gross 33600000 J: Petro: burning 1 litre of n-octane at 20 °C, gross heat
	// petro_net 31200000 J: Petro: burning 1 litre of n-octane at 20 °C, net heat
}

func ExampleUnit_Definition() {
	d, ok := unit.TonneOfOil.Definition()
	fmt.Println(d.Name, d.Convention, ok)
	fmt.Println(d.Source)
	// Output:
	// tonne of oil equivalent true true
	// International Energy Agency: 10 Gcal_IT a tonne of oil, 7 Gcal_IT a tonne of coal
}

// A third of a euro in cents, each way of rounding, and what rounding took away.
func ExampleFromRat() {
	euro, _ := unit.Currency("EUR", 2)
	for _, m := range []unit.Mode{unit.TowardZero, unit.Ceiling} {
		a, residue, err := unit.FromRat(big.NewRat(1, 3), euro, m)
		fmt.Println(m, a, residue, err)
	}
	// Output:
	// toward zero 0.33 EUR 1/300 <nil>
	// ceiling 0.34 EUR -1/150 <nil>
}

func ExampleMode() {
	hour, _ := unit.Custom("hour", 0)
	for m := unit.TowardZero; m <= unit.Ceiling; m++ {
		down, _, _ := unit.FromRat(big.NewRat(-5, 2), hour, m)
		up, _, _ := unit.FromRat(big.NewRat(5, 2), hour, m)
		fmt.Println(m, down.Number(), up.Number())
	}
	// Output:
	// toward zero -2 2
	// away from zero -3 3
	// half even -2 2
	// half up -3 3
	// floor -3 2
	// ceiling -2 3
}

func ExampleSum() {
	bills := []unit.Amount{unit.New(12_50, euro), unit.New(7_25, euro)}
	fmt.Println(unit.Sum(euro, slices.Values(bills)))
	fmt.Println(unit.Sum(unit.Joule, slices.Values(bills)))
	// Output:
	// 19.75 EUR <nil>
	// 0 unit: amounts of different units
}

func ExampleParseAmount() {
	hour, _ := unit.Custom("hour", 2)
	for _, s := range []string{"12.5 kWh", "7.25 hour", "12.50 EUR.2", "3 therm", "12.5kWh"} {
		a, err := unit.ParseAmount(s, hour)
		var refused *unit.TextError
		if errors.As(err, &refused) {
			fmt.Printf("%s: %v, want %s\n", s, refused.Reason, refused.Want)
			continue
		}
		fmt.Println(a)
	}
	// Output:
	// 12.500000 kWh
	// 7.25 hour
	// 12.50 EUR
	// 3 therm: unit: a name of several units, want therm_EC, therm_US or therm_IT
	// 12.5kWh: unit: not an amount, want a number, a space and a unit, such as 12.5 kWh
}

// The spaces are narrow ones, at which no line breaks.
func ExampleAmount_Human() {
	fmt.Println(unit.New(123_456_50, euro).Human())
	fmt.Println(unit.New(12_500_000_000, unit.KilowattHour).Human())
	fmt.Println(unit.New(500_000, unit.KilowattHour).Human())
	// Output:
	// 123 456.50 EUR
	// 12.5 MWh
	// 500 Wh
}

func ExampleAmount_LogValue() {
	log := slog.New(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey || a.Key == slog.LevelKey {
			return slog.Attr{}
		}
		return a
	}}))
	log.Info("paid", "amount", unit.New(12_50, euro))
	// Output: msg=paid amount="12.50 EUR.2"
}
