package credit_test

import (
	"fmt"
	"math"
	"math/big"
	"strings"
	"testing"

	"example.org/mutual/credit"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

func TestRefuseSettling(t *testing.T) {
	by, at := []string{"bob"}, day(5)
	settle := credit.Settle{ID: "x", At: at, By: by, Promise: "a1", In: credit.Worth, Paid: eur(t, "40"), Words: "wood"}
	apply(t, honest(t), settle)
	with := func(change func(*credit.Settle)) credit.Action { return spoil(settle, change) }
	l := honest(t)
	refuseAll(t, l, []refused{
		{name: "no means", action: with(func(a *credit.Settle) { a.In = 0 }), reason: credit.ErrMeans},
		{name: "means that are none", action: with(func(a *credit.Settle) { a.In = 4 }), reason: credit.ErrMeans},
		{name: "nothing paid", action: with(func(a *credit.Settle) { a.Paid = unit.Amount{} }), reason: journal.ErrAmount},
		{name: "worth of nothing said", action: with(func(a *credit.Settle) { a.Words = "" }), reason: credit.ErrWords},
		{name: "money with words that are none", action: with(func(a *credit.Settle) { a.In, a.Words = credit.Money, "\n" }), reason: credit.ErrWords},
		{name: "paid by the promisor's word", action: with(func(a *credit.Settle) { a.By = []string{"ann"} }), reason: journal.ErrConsent, missing: "bob"},
		{name: "too much", action: with(func(a *credit.Settle) { a.Paid = eur(t, "40.01") }), reason: journal.ErrLimit, room: "40"},
		{name: "in dispute", action: with(func(a *credit.Settle) { a.Promise = "a2" }), reason: credit.ErrDisputed},
		{name: "redeemed without goods", action: credit.Redeem{ID: "x", At: at, By: by, Promise: "a1"}, reason: credit.ErrWords},
		{name: "redeemed by nobody", action: credit.Redeem{ID: "x", At: at, Promise: "a1", Goods: "bread"}, reason: journal.ErrConsent, missing: "bob"},
		{name: "redeemed too much", action: credit.Redeem{ID: "x", At: at, By: by, Promise: "a1", Goods: "bread", Amount: eur(t, "41")}, reason: journal.ErrLimit, room: "40"},
		{name: "forgiven by the promisor", action: credit.Forgive{ID: "x", At: at, By: []string{"ann"}, Promise: "a1"}, reason: journal.ErrConsent, missing: "bob"},
		{name: "forgiven too much", action: credit.Forgive{ID: "x", At: at, By: by, Promise: "a1", Amount: eur(t, "41")}, reason: journal.ErrLimit, room: "40"},
		{name: "forgiven in another unit", action: credit.Forgive{ID: "x", At: at, By: by, Promise: "a1", Amount: unit.New(1, unit.KilowattHour)}, reason: journal.ErrUnit},
		{name: "exchanged with oneself", action: credit.Exchange{ID: "x", At: at, By: by, Giver: "bob", Receiver: "bob", Amount: eur(t, "1"), For: "x"}, reason: credit.ErrSelf},
		{name: "exchanged for nothing", action: credit.Exchange{ID: "x", At: at, By: []string{"ann", "bob"}, Giver: "bob", Receiver: "ann", Amount: eur(t, "0"), For: "x"}, reason: journal.ErrAmount},
		{name: "exchanged by the giver alone", action: credit.Exchange{ID: "x", At: at, By: by, Giver: "bob", Receiver: "ann", Amount: eur(t, "1"), For: "x"}, reason: journal.ErrConsent, missing: "ann"},
	})
	apply(t, l, settle)
	refuseAll(t, l, []refused{
		{name: "a settled promise", action: with(func(a *credit.Settle) { a.ID = "y" }), reason: credit.ErrSettled},
		{name: "a settled one disputed", action: credit.Dispute{ID: "y", At: at, By: by, Promise: "a1", Because: "no"}, reason: credit.ErrSettled},
	})
}

// Bob is paid for a1, by which ann owes him 40 euros, in energy.
func TestRefuseQuote(t *testing.T) {
	settle := credit.Settle{ID: "x", At: day(5), By: []string{"bob", "ann"}, Promise: "a1", In: credit.Energy, Paid: kwh("100"), Words: "heat", Quote: quote(t, "0.4", unit.Bid)}
	l := honest(t)
	apply(t, l, settle)
	if p, _ := l.Promise("a1"); !p.Left.IsZero() {
		t.Error(p.Left)
	}
	with := func(change func(*credit.Settle)) credit.Action { return spoil(settle, change) }
	other, _ := unit.Currency("USD", 2)
	dollars, err := unit.NewQuote(unit.QuoteTerms{Base: unit.KilowattHour, Quoted: other, Rate: big.NewRat(2, 5), Side: unit.Both, AsOf: day(4), ValidUntil: day(6), Source: "x"})
	if err != nil {
		t.Fatal(err)
	}
	refuseAll(t, honest(t), []refused{
		{name: "without a quote", action: with(func(a *credit.Settle) { a.Quote = unit.Quote{} }), reason: credit.ErrQuote},
		{name: "before it holds", action: with(func(a *credit.Settle) { a.At = day(4).Add(-1); a.ID = "l0" }), reason: journal.ErrTime},
		{name: "expired", action: with(func(a *credit.Settle) { a.At = day(6).Add(1) }), reason: credit.ErrQuote},
		{name: "on the wrong side", action: with(func(a *credit.Settle) { a.Quote = quote(t, "0.4", unit.Ask) }), reason: credit.ErrQuote},
		{name: "of another unit", action: with(func(a *credit.Settle) { a.Paid = unit.New(1, unit.Joule) }), reason: credit.ErrQuote},
		{name: "in another unit", action: with(func(a *credit.Settle) { a.Quote = dollars }), reason: credit.ErrQuote},
		{name: "though paid in the ledger's own", action: with(func(a *credit.Settle) { a.Paid = eur(t, "1") }), reason: credit.ErrQuote},
		{name: "worth less than a part", action: with(func(a *credit.Settle) { a.Paid = kwh("0.024999") }), reason: journal.ErrAmount},
		{name: "worth more than a number can hold", action: with(func(a *credit.Settle) {
			a.Paid, a.Quote = unit.New(math.MaxInt64, unit.KilowattHour), quote(t, "1000000000", unit.Both)
		}), reason: credit.ErrQuote},
		{name: "worth too much", action: with(func(a *credit.Settle) { a.Paid = kwh("100.025") }), reason: journal.ErrLimit, room: "40"},
		{name: "nothing", action: with(func(a *credit.Settle) { a.Paid = kwh("0") }), reason: journal.ErrAmount},
		{name: "without the promisor", action: with(func(a *credit.Settle) { a.By = a.By[:1] }), reason: journal.ErrConsent, missing: "ann"},
		{name: "without the holder", action: with(func(a *credit.Settle) { a.By = []string{"ann"} }), reason: journal.ErrConsent, missing: "bob"},
		{name: "no such promise", action: with(func(a *credit.Settle) { a.Promise = "a9" }), reason: credit.ErrPromise},
		{name: "one in dispute", action: with(func(a *credit.Settle) { a.Promise = "a2" }), reason: credit.ErrDisputed},
	})
	early, err := unit.NewQuote(unit.QuoteTerms{Base: unit.KilowattHour, Quoted: euro(t), Rate: big.NewRat(2, 5), Side: unit.Bid, AsOf: day(5).Add(1), ValidUntil: day(6), Source: "x"})
	if err != nil {
		t.Fatal(err)
	}
	refuseAll(t, honest(t), []refused{{name: "before it holds", action: with(func(a *credit.Settle) { a.Quote = early }), reason: credit.ErrQuote}})
	apply(t, honest(t), with(func(a *credit.Settle) { a.At = day(6) }), with(func(a *credit.Settle) { // to the last moment, and the last part
		a.ID, a.At, a.Promise, a.By, a.Paid = "y", day(6), "t1/1", []string{"dan", "ann"}, kwh("50.024999")
	}))
}

// What a quote rounds away is in the entry, exactly.
func TestSettleResidue(t *testing.T) {
	l := honest(t)
	e := apply(t, l, credit.Settle{ID: "x", At: day(5), By: []string{"bob", "ann"}, Promise: "a1", In: credit.Energy, Paid: kwh("1.000001"), Words: "heat", Quote: quote(t, "1/3", unit.Both)})
	want := "[{energy heat} {paid 1.000001 kWh} {quote " + quote(t, "1/3", unit.Both).String() + "} {residue 1000001/3000000 EUR}]"
	want = strings.Replace(want, "1000001/3000000", new(big.Rat).Sub(big.NewRat(1000001, 3000000), big.NewRat(33, 100)).RatString(), 1)
	if got := fmt.Sprint(e.Notes); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if p, _ := l.Promise("a1"); p.Left != eur(t, "39.67") || e.Check() != nil {
		t.Error(p.Left, e.Check())
	}
}

// Energy pays for energy exactly, in whatever unit of it, and without a quote.
func TestSettleEnergy(t *testing.T) {
	l, err := credit.New(credit.Terms{Unit: unit.KilowattHour})
	if err != nil {
		t.Fatal(err)
	}
	apply(t, l, credit.Issue{ID: "a1", At: day(1), By: []string{"ann", "bob"}, Promisor: "ann", Holder: "bob", Amount: kwh("10"), For: "firewood"})
	parse := func(s string, u unit.Unit) unit.Amount {
		a, err := unit.Parse(s, u)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	both := []string{"ann", "bob"}
	settle := func(id string, paid unit.Amount, by ...string) credit.Settle {
		return credit.Settle{ID: id, At: day(5), By: by, Promise: "a1", In: credit.Energy, Paid: paid, Words: "heat"}
	}
	for i, test := range []struct {
		paid          unit.Amount
		left, residue string
	}{
		{parse("3.6", unit.Megajoule), "9", "0 J"},
		{parse("1", unit.MegawattHour), "", ""},
		{parse("10", unit.Joule), "8.999998", "14/5 J"},
		{parse("3.6", unit.Joule), "8.999997", "0 J"},
		{parse("0.000003600", unit.Megajoule), "8.999996", "0 J"},
		{parse("0.008999996", unit.MegawattHour), "0", "0 J"},
	} {
		e, err := l.Apply(settle(fmt.Sprint("s", i), test.paid, both...))
		if test.left == "" {
			if r := refusal(t, err, journal.ErrLimit); r.Room != kwh("9") || r.Asked != kwh("1000") {
				t.Error(err)
			}
			continue
		}
		if p, _ := l.Promise("a1"); err != nil || p.Left != kwh(test.left) || len(e.Notes) != 4 || e.Notes[3].Text != test.residue || e.Notes[2].Text != "energy for energy" {
			t.Errorf("%v leaves %v, %v, %v, want %s", test.paid, p.Left, e.Notes, err, test.left)
		}
	}
	for _, test := range []struct {
		action credit.Settle
		reason error
	}{
		{settle("x", parse("3.599", unit.Joule), both...), journal.ErrAmount},
		{settle("x", parse("1", euro(t)), both...), credit.ErrQuote},
		{settle("x", unit.New(math.MaxInt64, unit.TerawattHour), both...), credit.ErrQuote},
	} {
		_, err := l.Apply(test.action)
		refusal(t, err, test.reason)
	}
}

// quote is a Quote for a kilowatt-hour in euros.
func quote(tb testing.TB, rate string, side unit.Side) unit.Quote {
	r, _ := new(big.Rat).SetString(rate)
	q, err := unit.NewQuote(unit.QuoteTerms{Base: unit.KilowattHour, Quoted: euro(tb), Rate: r, Side: side, AsOf: day(4), ValidUntil: day(6), Source: "the power company"})
	if err != nil {
		tb.Fatal(err)
	}
	return q
}

func kwh(number string) unit.Amount {
	a, err := unit.Parse(number, unit.KilowattHour)
	if err != nil {
		panic(err)
	}
	return a
}
