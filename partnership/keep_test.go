package partnership_test

import (
	"errors"
	"fmt"
	"math/big"
	"testing"

	"example.org/mutual/credit"
	"example.org/mutual/partnership"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// One penny at a time among three uses goes to each on every third day, whichever way they share.
func TestTurns(t *testing.T) {
	for _, kind := range []partnership.PortionKind{partnership.Users, partnership.Rentals} {
		with := terms()
		with.Portions = []partnership.Portion{{Name: "users", Kind: kind, Weight: 1}}
		p := founded(t, with)
		refuseAll(t, p, []refused{{"a gross of nothing", partnership.Distribute{ID: "x", At: day, By: mia}, partnership.ErrGross, "", ""}})
		apply(t, p, partnership.Receive{ID: "early", At: day, By: cus, From: "grid", Amount: pounds("0.01"), For: "energy"})
		refuseAll(t, p, []refused{{"nobody to divide it among", partnership.Distribute{ID: "x", At: day, By: mia}, partnership.ErrGross, "", ""}})
		users := []string{"ivy", "mia", "olu"}
		for _, who := range users {
			apply(t, p, partnership.TakeUp{ID: who + "'s", At: day, By: append([]string{who}, both...), User: who, Part: "room of " + who, Rental: pounds("7.00")})
		}
		apply(t, p, partnership.Distribute{ID: "d", At: day, By: mia})
		for i := range 29 {
			apply(t, p,
				partnership.Receive{ID: fmt.Sprint("r", i), At: day, By: cus, From: "grid", Amount: pounds("0.01"), For: "energy"},
				partnership.Distribute{ID: fmt.Sprint("d", i), At: day, By: mia})
		}
		for _, who := range users {
			want(t, kind.String()+" "+who, p.Due(who), "0.10")
		}
		restored(t, p)
	}
}

// Stock of energy pays rental in money at a quote alone: a megawatt-hour of Stock is no amount of account.
func TestQuotedStock(t *testing.T) {
	with := turbine()
	p := founded(t, with)
	office := []string{"operator", "trust"}
	apply(t, p,
		partnership.TakeUp{ID: "power", At: day, By: append([]string{"miller"}, office...), User: "miller", Part: "power", Rental: euros("60.00")},
		partnership.Forecast{ID: "f", At: day, By: office, Remaining: megawatthours("10")},
		partnership.IssueStock{ID: "i", At: day, By: append([]string{"miller"}, office...), To: "miller", Face: megawatthours("2"), Paid: euros("80.00")},
		partnership.Bill{ID: "c", At: day, By: office, Period: "jan"})
	back := partnership.RedeemStock{ID: "x", At: day, By: []string{"miller"}, From: "miller", Face: megawatthours("1")}
	quoted, late := back, back
	quoted.Quote = must(unit.NewQuote(unit.QuoteTerms{Base: unit.MegawattHour, Quoted: eur, Rate: big.NewRat(50, 1), Side: unit.Both, AsOf: on(1), ValidUntil: on(6), Source: "the day's price"}))
	late.Quote, late.At, late.By = quoted.Quote, on(7), []string{"miller", "operator"}
	refuseAll(t, p, []refused{
		{"without a quote", back, credit.ErrQuote, "", ""},
		{"at a quote that the manager has not signed", quoted, journal.ErrConsent, "operator", ""},
		{"at yesterday's quote", late, credit.ErrQuote, "", ""},
		{"a supply without the trust", partnership.Supply{ID: "x", At: day, By: office[:1], Amount: megawatthours("1")}, journal.ErrConsent, "trust", ""},
	})
	quoted.ID, quoted.By = "back", []string{"miller", "operator"}
	apply(t, p, quoted, partnership.Supply{ID: "s", At: day, By: office, Amount: megawatthours("12")})
	want(t, "owed", p.Ledger().Owed("miller", "turbine"), "10.00")
	want(t, "gross", p.Gross(), "50.00") // 60 - 50 + 40 of the 80 prepaid
	if s, _ := p.Stock(); s.Remaining != megawatthours("0") || s.Room != megawatthours("0") {
		t.Errorf("got %v", s)
	}
	restored(t, p)
}

// What stands keeps the terms that it stands on; a period that is over is over.
func TestKeep(t *testing.T) {
	with := stocked()
	with.Index = mixed
	p := let(t, with)
	apply(t, p, partnership.Forecast{ID: "f", At: day, By: both, Remaining: pounds("1000.00")})
	for name, change := range map[string]func(*partnership.Terms){
		"another site of the Stock": func(t *partnership.Terms) { t.Stock.Site = "2 Well Lane" },
		"another unit of the Stock": func(t *partnership.Terms) {
			t.Stock.Unit, t.Stock.For = unit.KilowattHour, unit.New(1, unit.KilowattHour)
		},
		"another index":        func(t *partnership.Terms) { t.Index = mixed[:1] },
		"a custodian who uses": func(t *partnership.Terms) { t.Custodian = "olu" },
	} {
		other := with
		change(&other)
		apply(t, p, partnership.Propose{ID: name, At: day, By: []string{"mia", "olu", "ivy"}, Do: partnership.Amend{Terms: other}})
		if _, err := p.Apply(partnership.Enact{ID: "x", At: day, By: mia, Proposal: name}); !errors.Is(err, partnership.ErrTerms) {
			t.Errorf("%s: got %v, want %v", name, err, partnership.ErrTerms)
		}
	}
	cheaper := with
	cheaper.Stock.Pay = pounds("7.00")
	agree(t, p, "cheaper", partnership.Amend{Terms: cheaper}, "mia", "olu", "ivy")
	apply(t, p,
		partnership.Bill{ID: "c1", At: day, By: mia, Period: "a"}, partnership.Bill{ID: "c2", At: day, By: mia, Period: "b"},
		partnership.TakeUp{ID: "shed", At: day, By: three, User: "olu", Part: "the shed", Rental: pounds("1.00")})
	refuseAll(t, p, []refused{{"for a new use too", partnership.Bill{ID: "x", At: day, By: mia, Period: "a"}, partnership.ErrPeriod, "", ""}})
	apply(t, p, partnership.Bill{ID: "c3", At: day, By: mia, Period: "b"})
	want(t, "owed", p.Ledger().Owed("olu", "house"), "1001")
}
