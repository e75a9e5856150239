package unit_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"slices"

	"example.org/mutual/unit"
	"github.com/shopspring/decimal"
)

// A club that counts hours to the quarter keeps two places: nothing finer than a hundredth can be
// written down, and nothing is rounded.
func Example() {
	hour, err := unit.Custom("hour", 2)
	if err != nil {
		fmt.Println(err)
		return
	}
	baked, _ := unit.Parse("3.25", hour)
	mended, _ := unit.Parse("1.50", hour)
	sum, err := baked.Add(mended)
	fmt.Println(sum, err)
	_, err = unit.Parse("0.125", hour)
	fmt.Println(err)
	// Output:
	// 4.75 hour <nil>
	// unit: finer than the unit's smallest part: "0.125": want at most 2 decimal places in hour
}

func ExampleCustom() {
	acre, err := unit.Custom("acre", 3)
	fmt.Println(acre, acre.Code(), acre.Places(), err)

	_, err = unit.Custom("kwh", 3) // beside kWh it would be a trap
	fmt.Println(err)
	// Output:
	// acre.3 acre 3 <nil>
	// unit: the code of a predeclared unit: "kwh": want another code: kWh is predeclared
}

func ExampleCurrency() {
	euro, err := unit.Currency("EUR", 2)
	same, _ := unit.Custom("EUR", 2)
	fmt.Println(euro, euro == same, err)

	_, err = unit.Currency("DEM", 2)
	fmt.Println(err)
	// Output:
	// EUR.2 true <nil>
	// unit: not a currency code of ISO 4217: "DEM": want an active three-letter code of ISO 4217, such as EUR
}

func ExampleEnergy() {
	// A baker counts in loaves: one takes 10 kWh from field to shelf.
	loaf, err := unit.Energy("loaf", 0, big.NewRat(36_000_000, 1))
	fmt.Println(loaf, err)
	// Output: loaf.0=36000000J <nil>
}

func ExampleParseUnit() {
	for _, text := range []string{"kWh", "EUR.2", "x.3=7/3J", "EUR"} {
		u, err := unit.ParseUnit(text)
		fmt.Println(u.Code(), u.Places(), errors.Is(err, unit.ErrDefinition))
	}
	// Output:
	// kWh 6 false
	// EUR 2 false
	// x 3 false
	//  0 true
}

func ExampleLookup() {
	u, err := unit.Lookup("kWh")
	fmt.Println(u == unit.KilowattHour, err)
	for _, code := range []string{"KWH", "Btu", "joule"} {
		_, err = unit.Lookup(code)
		fmt.Println(err)
	}
	// Output:
	// true <nil>
	// unit: not a predeclared unit: "KWH": want kWh
	// unit: a name of several units: "Btu": want Btu_IT, Btu_th or Btu_59
	// unit: not a predeclared unit: "joule": want the code of a predeclared unit of energy, such as kWh
}

func ExampleUnit_Joules() {
	j, ok := unit.KilowattHour.Joules()
	fmt.Println(j.RatString(), ok)

	euro, _ := unit.Currency("EUR", 2)
	_, ok = euro.Joules() // money is not energy, whatever it buys
	fmt.Println(ok)
	// Output:
	// 3600000 true
	// false
}

func ExampleUnit_String() {
	fmt.Println(unit.MegawattHour)
	// Output: MWh
}

func ExampleUnit_Compare() {
	units := []unit.Unit{unit.Joule, unit.KilowattHour, {}, unit.WattHour}
	slices.SortFunc(units, unit.Unit.Compare)
	fmt.Printf("%q\n", units)
	// Output: ["" "J" "Wh" "kWh"]
}

func ExampleNew() {
	euro, _ := unit.Currency("EUR", 2)
	a := unit.New(1250, euro)
	fmt.Println(a, a.Parts(), a.Unit())
	// Output: 12.50 EUR 1250 EUR.2
}

func ExampleParse() {
	euro, _ := unit.Currency("EUR", 2)
	for _, s := range []string{"12.5", "007.500", "-3", "12.505", "1e3", "-0", "92233720368547758.08"} {
		a, err := unit.Parse(s, euro)
		var refused *unit.TextError
		if errors.As(err, &refused) {
			fmt.Printf("%s: %v\n", s, refused.Reason)
			continue
		}
		fmt.Printf("%s: %v\n", s, a)
	}
	// Output:
	// 12.5: 12.50 EUR
	// 007.500: 7.50 EUR
	// -3: -3.00 EUR
	// 12.505: unit: finer than the unit's smallest part
	// 1e3: unit: not an amount
	// -0: unit: not an amount
	// 92233720368547758.08: unit: beyond what an amount can hold
}

func ExampleFromDecimal() {
	euro, _ := unit.Currency("EUR", 2)
	a, err := unit.FromDecimal(decimal.RequireFromString("12.5000"), euro)
	fmt.Println(a, err)
	_, err = unit.FromDecimal(decimal.RequireFromString("12.505"), euro)
	fmt.Println(err)
	_, err = unit.FromDecimal(decimal.New(1, 1_000_000_000), euro)
	fmt.Println(err)
	// Output:
	// 12.50 EUR <nil>
	// unit: finer than the unit's smallest part
	// unit: beyond what an amount can hold
}

func ExampleAmount_Decimal() {
	a, _ := unit.Parse("12.50", unit.WattHour)
	fmt.Println(a.Decimal().Mul(decimal.RequireFromString("0.3")).StringFixed(2))
	// Output: 3.75
}

func ExampleAmount_Add() {
	euro, _ := unit.Currency("EUR", 2)
	a, b := unit.New(1250, euro), unit.New(750, euro)
	fmt.Println(a.Add(b))
	fmt.Println(a.Add(unit.New(1, unit.KilowattHour)))
	fmt.Println(a.Add(unit.New(1<<63-1, euro)))
	// Output:
	// 20.00 EUR <nil>
	// 0 unit: amounts of different units
	// 0 unit: beyond what an amount can hold
}

func ExampleAmount_Sub() {
	euro, _ := unit.Currency("EUR", 2)
	fmt.Println(unit.New(750, euro).Sub(unit.New(1250, euro)))
	// Output: -5.00 EUR <nil>
}

func ExampleAmount_Neg() {
	fmt.Println(unit.New(1_500_000, unit.KilowattHour).Neg())
	// Output: -1.500000 kWh <nil>
}

func ExampleAmount_Cmp() {
	a, b := unit.New(1, unit.Joule), unit.New(2, unit.Joule)
	fmt.Println(a.Cmp(b))
	_, err := a.Cmp(unit.New(1, unit.WattHour)) // there is an answer, but not without converting
	fmt.Println(err)
	// Output:
	// -1 <nil>
	// unit: amounts of different units
}

func ExampleAmount_Compare() {
	amounts := []unit.Amount{
		unit.New(2, unit.WattHour), unit.New(3, unit.Joule), unit.New(1, unit.WattHour),
	}
	slices.SortFunc(amounts, unit.Amount.Compare)
	fmt.Println(amounts)
	// Output: [0.003 J 0.001 Wh 0.002 Wh]
}

func ExampleAmount_String() {
	hour, _ := unit.Custom("hour", 0)
	fmt.Println(unit.New(-5, unit.Joule))
	fmt.Println(unit.New(40, hour))
	fmt.Println(unit.Amount{})
	// Output:
	// -0.005 J
	// 40 hour
	// 0
}

func ExampleAmount_Number() {
	fmt.Println(unit.New(1_500_000, unit.KilowattHour).Number())
	// Output: 1.500000
}

func ExampleAmount_MarshalText() {
	loaf, _ := unit.ParseUnit("loaf.0=36000000J")
	text, err := unit.New(12, loaf).MarshalText()
	fmt.Printf("%s %v\n", text, err)
	// Output: 12 loaf.0=36000000J <nil>
}

func ExampleAmount_MarshalJSON() {
	euro, _ := unit.Currency("EUR", 2)
	data, err := json.Marshal(unit.New(1250, euro))
	fmt.Printf("%s %v\n", data, err)
	// Output: {"amount":"12.50","unit":"EUR.2"} <nil>
}

func ExampleAmount_UnmarshalJSON() {
	var a unit.Amount
	err := json.Unmarshal([]byte(`{"unit": "EUR.2", "amount": "12.50"}`), &a)
	fmt.Println(a, err)
	err = json.Unmarshal([]byte(`{"amount":"13.5","unit":"EUR.2"}`), &a)
	fmt.Println(a, err)
	// Output:
	// 12.50 EUR <nil>
	// 12.50 EUR unit: not an amount: "13.5": want the one spelling 13.50
}

// Three neighbours share a bill of 100.00 equally. The cent left over goes to the lower key, in
// whatever order they are listed.
func ExampleSplit() {
	euro, _ := unit.Currency("EUR", 2)
	neighbours := []unit.Share{{Key: "cas", Weight: 1}, {Key: "ann", Weight: 1}, {Key: "bob", Weight: 1}}
	got, err := unit.Split(unit.New(100_00, euro), neighbours, unit.LargestRemainder)
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, part := range got.Parts {
		fmt.Println(neighbours[i].Key, part, "of", got.Quotas[i].Rat().RatString(), "cents")
	}
	// Output:
	// cas 33.33 EUR of 10000/3 cents
	// ann 33.34 EUR of 10000/3 cents
	// bob 33.33 EUR of 10000/3 cents
}

func ExampleTextError() {
	_, err := unit.ParseUnit("kWh.6")
	var refused *unit.TextError
	if errors.As(err, &refused) {
		fmt.Println(errors.Is(err, unit.ErrReserved))
		fmt.Println(refused.Text)
		fmt.Println(refused.Want)
	}
	// Output:
	// true
	// kWh
	// another code: kWh is predeclared
}
