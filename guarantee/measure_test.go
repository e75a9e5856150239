package guarantee_test

import (
	"math/big"
	"slices"
	"testing"

	"example.org/mutual/guarantee"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// quote is one that two desks agree on, from the fifth to the thirtieth of January: so many of the one unit, num/den,
// for one of the other.
func quote(base, quoted unit.Unit, num, den int64) unit.Quote {
	return must(unit.NewQuote(unit.QuoteTerms{Base: base, Quoted: quoted, Rate: big.NewRat(num, den), Side: unit.Both, AsOf: day, ValidUntil: on(30), Source: "both desks"}))
}

// across is a leg at home of a promise of so many kilowatt-hours.
func across(id, energy, amount string, q unit.Quote) guarantee.Accept {
	a := accept(id, "ann", "bob", amount)
	a.Abroad, a.Quote = must(unit.Parse(energy, unit.KilowattHour)), q
	return a
}

// A leg at home has the amount that the promise across the border comes to by the quote, rounded down, and the entry
// says all that was signed.
func TestMeasured(t *testing.T) {
	s := founded(t, terms())
	third := quote(unit.KilowattHour, eur, 1, 3)
	e := apply(t, s, across("p", "100", "33.33", third))
	for _, n := range []journal.Note{{Kind: "abroad", Text: "100.000000 kWh"}, {Kind: "quote", Text: third.String()}, {Kind: "residue", Text: "1/300 EUR"}} {
		if !slices.Contains(e.Notes, n) {
			t.Errorf("want %v in %v", n, e.Notes)
		}
	}
	want(t, "what ann owes", standing(t, s, "ann").Buyer.Open, "33.33")
}

// Between units of energy no quote is wanted: they convert exactly.
func TestMeasuredEnergy(t *testing.T) {
	with := terms()
	with.Unit, with.ReserveTarget = unit.KilowattHour, unit.Amount{}
	s := must(guarantee.New(with))
	kWh := func(text string) unit.Amount { return must(unit.Parse(text, unit.KilowattHour)) }
	apply(t, s, guarantee.Adopt{ID: "adopt", At: day, By: with.Founders}, guarantee.OpenYear{ID: "2026", At: day, By: []string{"mia"}})
	for _, who := range with.Founders {
		apply(t, s, guarantee.Deposit{ID: "d-" + who, At: day, By: []string{"cus"}, Member: who, Amount: kWh("100")},
			guarantee.SetLimits{ID: "l-" + who, At: day, By: []string{"mia"}, Member: who, Buyer: kWh("1000"), Seller: kWh("1000"), Because: "a good name"})
	}
	leg := guarantee.Accept{ID: "p", At: day, By: with.Founders, Buyer: "ann", Seller: "bob", Amount: kWh("1"), For: "bread", Abroad: unit.New(3_600_000_000, unit.Joule)}
	wrong := leg
	wrong.Amount = kWh("1.000001")
	if _, err := s.Try(wrong); err == nil {
		t.Error("accepted more than it comes to")
	}
	e := apply(t, s, leg)
	if !slices.Contains(e.Notes, journal.Note{Kind: "quote", Text: "energy for energy"}) {
		t.Error(e.Notes)
	}
}

func TestRefuseMeasured(t *testing.T) {
	s := founded(t, terms())
	quarter := quote(unit.KilowattHour, eur, 1, 4)
	alone, late, home := across("x", "100", "25.00", quarter), across("x", "100", "25.00", quarter), across("x", "100", "25.00", quarter)
	alone.By, late.At, home.Abroad = []string{"ann"}, on(31), euros("25.00")
	nothing, bare := across("x", "100", "25.00", quarter), across("x", "100", "25.00", quarter)
	nothing.Abroad, bare.Abroad = unit.New(0, unit.KilowattHour), unit.Amount{}
	refuseAll(t, s, []refused{
		{name: "signed by one", action: alone, reason: journal.ErrConsent, missing: "bob"},
		{name: "a part more", action: across("x", "100", "25.01", quarter), reason: guarantee.ErrQuote},
		{name: "a part less", action: across("x", "100", "24.99", quarter), reason: guarantee.ErrQuote},
		{name: "a quote that has expired", action: late, reason: guarantee.ErrQuote},
		{name: "no quote", action: across("x", "100", "25.00", unit.Quote{}), reason: guarantee.ErrQuote},
		{name: "a quote of other units", action: across("x", "100", "25.00", quote(unit.MegawattHour, eur, 1, 4)), reason: guarantee.ErrQuote},
		{name: "an amount at home", action: home, reason: guarantee.ErrQuote},
		{name: "nothing abroad", action: nothing, reason: guarantee.ErrQuote},
		{name: "a quote for nothing", action: bare, reason: guarantee.ErrQuote},
	})
}
