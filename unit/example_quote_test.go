package unit_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"time"

	"example.org/mutual/unit"
)

// A supplier asks 27.03 pence for a kilowatt-hour, today until eight. A hundred pounds buy so much; the
// residue is the part of a watt-hour's thousandth that was not delivered.
func ExampleQuote_Convert() {
	today := time.Date(2026, 1, 15, 0, 0, 0, 0, time.UTC)
	ask, err := unit.NewQuote(unit.QuoteTerms{
		Base: unit.KilowattHour, Quoted: pound, Rate: big.NewRat(2703, 10000), Side: unit.Ask,
		AsOf: today, ValidUntil: today.Add(20 * time.Hour), Source: "Ofgem cap",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(ask.Convert(unit.New(100_00, pound), today, unit.Floor))
	_, _, err = ask.Convert(unit.New(1_000_000, unit.KilowattHour), today, unit.Floor)
	fmt.Println(err) // this supplier does not buy
	_, _, err = ask.Convert(unit.New(100_00, pound), today.Add(21*time.Hour), unit.Floor)
	fmt.Println(err)
	// Output:
	// 369.959304 kWh 161/337875000 <nil>
	// unit: the wrong side of a quote: want an amount in GBP.2: that is what this quote's giver takes
	// unit: an expired quote: want 2026-01-15T20:00:00Z or earlier
}

func ExampleNewQuote() {
	_, err := unit.NewQuote(unit.QuoteTerms{Base: unit.KilowattHour, Quoted: unit.Joule, Rate: big.NewRat(3_600_000, 1)})
	fmt.Println(err)
	_, err = unit.NewQuote(unit.QuoteTerms{Base: unit.KilowattHour, Quoted: pound, Rate: big.NewRat(2703, 10000)})
	fmt.Println(err)
	// Output:
	// unit: not the terms of a quote: "units": want no quote between units of energy: Convert is exact
	// unit: not the terms of a quote: "side": want Bid, Ask or Both
}

// exampleQuote is somebody's rate that holds for an hour.
func exampleQuote(base, quoted unit.Unit, num, den int64, side unit.Side, from time.Time) unit.Quote {
	q, err := unit.NewQuote(unit.QuoteTerms{
		Base: base, Quoted: quoted, Rate: big.NewRat(num, den), Side: side,
		AsOf: from, ValidUntil: from.Add(time.Hour), Source: "EPEX",
	})
	if err != nil {
		panic(err) // an example above is wrong
	}
	return q
}

func ExampleQuote_Inverse() {
	nine := time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC)
	bid := exampleQuote(unit.KilowattHour, pound, 1, 25, unit.Bid, nine)
	fmt.Println(bid)
	fmt.Println(bid.Inverse())
	// Output:
	// bid 1/25 GBP for a kWh, 2026-01-15T09:00:00Z to 2026-01-15T10:00:00Z, EPEX
	// ask 25 kWh for a GBP, 2026-01-15T09:00:00Z to 2026-01-15T10:00:00Z, EPEX
}

// From kilowatt-hours by way of pounds to euros: it holds where both do.
func ExampleQuote_Cross() {
	nine := time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC)
	power := exampleQuote(unit.KilowattHour, pound, 1, 25, unit.Bid, nine)
	money := exampleQuote(pound, euro, 23, 20, unit.Both, nine.Add(30*time.Minute))
	cross, lost, err := power.Cross(money)
	fmt.Println(cross)
	fmt.Println(lost.RatString(), err)
	// Output:
	// bid 23/500 EUR for a kWh, 2026-01-15T09:30:00Z to 2026-01-15T10:00:00Z, EPEX
	// 0 <nil>
}

// Cook's spread: a community's power station is paid 4p wholesale for what its neighbours buy at 13p.
func ExampleQuotes_InForce() {
	nine := time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC)
	book := unit.Quotes{
		exampleQuote(unit.KilowattHour, pound, 4, 100, unit.Bid, nine),
		exampleQuote(unit.KilowattHour, pound, 13, 100, unit.Ask, nine),
		exampleQuote(unit.KilowattHour, pound, 14, 100, unit.Ask, nine.Add(30*time.Minute)),
	}
	for _, minutes := range []time.Duration{0, 45, 90} {
		at := nine.Add(minutes * time.Minute)
		q, err := book.InForce(unit.KilowattHour, pound, unit.Ask, at)
		if err != nil {
			fmt.Println(at.Format(time.TimeOnly), err)
			continue
		}
		fmt.Println(at.Format(time.TimeOnly), q.Terms().Rate)
	}
	_, err := book.InForce(pound, unit.KilowattHour, unit.Ask, nine)
	fmt.Println(err)
	// Output:
	// 09:00:00 13/100
	// 09:45:00 7/50
	// 10:30:00 7/50
	// unit: no quote: want a quote of GBP.2 in kWh
}

func ExampleQuote_MarshalJSON() {
	nine := time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC)
	data, err := json.Marshal(exampleQuote(unit.KilowattHour, pound, 13, 100, unit.Ask, nine))
	fmt.Println(string(data), err)
	// Output: {"base":"kWh","quoted":"GBP.2","rate":"13/100","side":"ask","asOf":"2026-01-15T09:00:00Z","validUntil":"2026-01-15T10:00:00Z","source":"EPEX"} <nil>
}
