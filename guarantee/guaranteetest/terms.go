package guaranteetest

import (
	"maps"
	"slices"

	"example.org/mutual/guarantee"
	"example.org/mutual/guarantee/waterfall"
	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

// Terms are those of a small society in the unit of this definition, of which it takes a good one. Rates and
// figures are such that they seldom divide.
func Terms(definition string) guarantee.Terms {
	u, err := unit.ParseUnit(definition)
	if err != nil {
		panic(err) // a definition in a test is wrong
	}
	return guarantee.Terms{
		Name: society, Unit: u, Founders: names[:3], Manager: manager, Custodian: custodian,
		Cost: guarantee.Rates{Buyer: 3_333, Seller: 7_777}, Default: guarantee.Rates{Buyer: 12_345, Seller: 9_999},
		Subscription: unit.New(7, u), ReserveTarget: unit.New(23, u), Release: 250_001,
		Tariffs: []guarantee.Tariff{{Work: "hedging", Per: "hour", Value: unit.New(11, u)}},
		Keynes:  guarantee.Keynes{First: 10_000, Second: 10_000, FirstAbove: 250_000, SecondAbove: 500_000},
	}
}

// Kinds are the terms of several kinds of society, by their names: "usual", as Terms has them; "club", of shipowners,
// with a supplementary call of so many times what a member still provides and an overspill that a reinsurer bears for
// the most part; "clearing house", with a fund of its own before the others' and no call; "guarantee fund", of which a
// re-guarantor bears the most and nobody is called.
func Kinds(definition string) map[string]guarantee.Terms {
	usual := Terms(definition)
	usual.Layers = guarantee.Layers(unit.Whole)
	club, house, fund := usual, usual, usual

	club.Reserve = "reserve of the club"
	club.Layers = []waterfall.Layer{
		{Name: "provisions", Kind: waterfall.Provisions, Key: waterfall.Charges, Refill: true},
		{Name: club.Reserve, Kind: waterfall.Fund, Refill: true},
		{Name: "supplementary calls", Kind: waterfall.Calls, Key: waterfall.Contribution, Times: 2_500_001, Base: waterfall.Contribution, Refill: true},
		{Name: "reinsurance", Kind: waterfall.Fund, Share: 925_000},
		{Name: "haircut", Kind: waterfall.Haircut, Refill: true},
	}
	house.Reserve = "own capital"
	house.Layers = []waterfall.Layer{
		{Name: "margin", Kind: waterfall.Security},
		{Name: "contribution", Kind: waterfall.Own, Of: "contributions"},
		{Name: house.Reserve, Kind: waterfall.Fund, Cap: unit.New(101, usual.Unit), Refill: true},
		{Name: "contributions", Kind: waterfall.Provisions, Key: waterfall.Contribution, Refill: true},
		{Name: "haircut", Kind: waterfall.Haircut, Refill: true},
	}
	fund.Reserve = "technical fund"
	fund.Layers = []waterfall.Layer{
		{Name: "shares", Kind: waterfall.Own},
		{Name: "protectors", Kind: waterfall.Pledges, Key: waterfall.Equal},
		{Name: "re-guarantor", Kind: waterfall.Fund, Share: 500_000, Cap: unit.New(307, usual.Unit)},
		{Name: fund.Reserve, Kind: waterfall.Fund, Refill: true},
		{Name: "haircut", Kind: waterfall.Haircut, Refill: true},
	}
	return map[string]guarantee.Terms{"usual": usual, "club": club, "clearing house": house, "guarantee fund": fund}
}

// AnyTerms generates terms of all Kinds with other keys, bounds and charges: some so high that all layers matter, and
// layers that recoveries refill or do not.
func AnyTerms(definition string) *rapid.Generator[guarantee.Terms] {
	return rapid.Custom(func(t *rapid.T) guarantee.Terms {
		kinds := Kinds(definition)
		names := slices.Sorted(maps.Keys(kinds))
		slices.Reverse(names) // rapid shrinks to the first, the usual
		terms := kinds[rapid.SampledFrom(names).Draw(t, "kind")]
		if rapid.Bool().Draw(t, "dear") {
			terms.Default = guarantee.Rates{Buyer: 123_456, Seller: 99_999}
		}
		if rapid.Bool().Draw(t, "as they are") {
			return terms
		}
		for k := range terms.Layers {
			change(t, &terms.Layers[k], terms.Unit)
		}
		return terms
	})
}

// change draws another key, other bounds, and whether recoveries refill a layer.
func change(t *rapid.T, l *waterfall.Layer, u unit.Unit) {
	if l.Kind == waterfall.Haircut {
		return
	}
	key := rapid.SampledFrom([]waterfall.Key{waterfall.Contribution, waterfall.Charges, waterfall.Exposure, waterfall.Equal})
	l.Share = rapid.SampledFrom([]unit.Millionths{0, 0, 333_333, 925_000}).Draw(t, "share")
	l.Cap = unit.Amount{}
	if rapid.IntRange(0, 3).Draw(t, "capped") == 3 {
		l.Cap = unit.New(rapid.Int64Range(0, 300).Draw(t, "cap"), u)
	}
	switch l.Kind {
	case waterfall.Pledges, waterfall.Provisions:
		l.Key, l.Refill = key.Draw(t, "key"), rapid.Bool().Draw(t, "refill")
	case waterfall.Fund:
		l.Refill = rapid.Bool().Draw(t, "refill")
	case waterfall.Calls:
		l.Key = key.Draw(t, "key")
		l.Times = rapid.SampledFrom([]unit.Millionths{unit.Whole, 1, 333_333, 2_500_001}).Draw(t, "times")
		l.Base = rapid.SampledFrom([]waterfall.Key{waterfall.Charges, waterfall.Contribution, waterfall.Exposure}).Draw(t, "base")
	}
}
