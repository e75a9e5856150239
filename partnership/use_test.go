package partnership_test

import (
	"strings"
	"testing"
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/partnership"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

var three = []string{"olu", "cus", "mia"}

// let is the house with its occupier in it.
func let(tb testing.TB, t partnership.Terms) *partnership.Partnership {
	p := founded(tb, t)
	if len(t.Index) > 0 {
		apply(tb, p, partnership.Review{ID: "first", At: day, By: both, AsOf: on(1), Readings: at(100_000_000, 200_000_000)})
	}
	apply(tb, p, partnership.TakeUp{ID: "home", At: day, By: three, User: "olu", Part: "the house", Rental: pounds("500.00")})
	return p
}

func TestRefuseUse(t *testing.T) {
	p := let(t, terms())
	home := partnership.TakeUp{ID: "x", At: day, By: three, User: "olu", Part: "the shed", Rental: pounds("5")}
	with := func(change func(*partnership.TakeUp)) partnership.TakeUp {
		a := home
		change(&a)
		return a
	}
	refuseAll(t, p, []refused{
		{name: "without the user", action: with(func(a *partnership.TakeUp) { a.By = both }), reason: journal.ErrConsent, missing: "olu"},
		{name: "without the manager", action: with(func(a *partnership.TakeUp) { a.By = three[:2] }), reason: journal.ErrConsent, missing: "mia"},
		{name: "without the custodian", action: with(func(a *partnership.TakeUp) { a.By = []string{"olu", "mia"} }), reason: journal.ErrConsent, missing: "cus"},
		{name: "the custodian", action: with(func(a *partnership.TakeUp) { a.User, a.By = "cus", both }), reason: partnership.ErrOffice},
		{name: "a stranger", action: with(func(a *partnership.TakeUp) { a.User = "eve" }), reason: partnership.ErrMember},
		{name: "a part in use", action: with(func(a *partnership.TakeUp) { a.Part = "the house" }), reason: partnership.ErrPart},
		{name: "no part", action: with(func(a *partnership.TakeUp) { a.Part = "" }), reason: partnership.ErrWords},
		{name: "no rental", action: with(func(a *partnership.TakeUp) { a.Rental = pounds("0") }), reason: journal.ErrAmount},
		{name: "a rental below zero", action: with(func(a *partnership.TakeUp) { a.Rental = pounds("-1") }), reason: journal.ErrAmount},
		{name: "a rental beyond all", action: with(func(a *partnership.TakeUp) { a.Rental = unit.New(partnership.TotalMax+1, gbp) }), reason: journal.ErrLimit, room: "46116860184273879.04"},
		{name: "a rental in euros", action: with(func(a *partnership.TakeUp) { a.Rental = euros("1") }), reason: journal.ErrUnit},
		{name: "vacated by nobody", action: partnership.Vacate{ID: "x", At: day, By: both, Use: "home"}, reason: journal.ErrConsent, missing: "olu"},
		{name: "vacated what is no use", action: partnership.Vacate{ID: "x", At: day, By: three, Use: "house"}, reason: partnership.ErrUse},
		{name: "left while using", action: partnership.Leave{ID: "x", At: day, By: three, Member: "olu"}, reason: partnership.ErrUse},
		{name: "a review without an index", action: partnership.Review{ID: "x", At: day, By: both, AsOf: on(1)}, reason: partnership.ErrIndex},
		{name: "charged by a stranger", action: partnership.Bill{ID: "x", At: day, By: cus, Period: "a"}, reason: journal.ErrConsent, missing: "mia"},
		{name: "charged for no period", action: partnership.Bill{ID: "x", At: day, By: mia}, reason: partnership.ErrPeriod},
		{name: "nothing to distribute", action: partnership.Distribute{ID: "x", At: day, By: mia}, reason: partnership.ErrGross},
		{name: "nothing to pay out", action: partnership.PayOut{ID: "x", At: day, By: cus}, reason: partnership.ErrPurse, room: "0"},
		{name: "paid out without the custodian", action: partnership.PayOut{ID: "x", At: day, By: mia}, reason: journal.ErrConsent, missing: "cus"},
		{name: "received by nobody", action: partnership.Receive{ID: "x", At: day, By: mia, From: "grid", Amount: pounds("1"), For: "energy"}, reason: journal.ErrConsent, missing: "cus"},
		{name: "received below zero", action: partnership.Receive{ID: "x", At: day, By: cus, From: "grid", Amount: pounds("-1"), For: "energy"}, reason: journal.ErrAmount},
		{name: "received without words", action: partnership.Receive{ID: "x", At: day, By: cus, From: "grid", Amount: pounds("1")}, reason: partnership.ErrWords},
		{name: "received from a slash", action: partnership.Receive{ID: "x", At: day, By: cus, From: "g/rid", Amount: pounds("1"), For: "energy"}, reason: journal.ErrParty},
		{name: "more than a purse", action: partnership.Receive{ID: "x", At: day, By: cus, From: "grid", Amount: unit.New(1<<62+1, gbp), For: "energy"}, reason: journal.ErrLimit},
	})
	apply(t, p, partnership.Bill{ID: "c1", At: day, By: mia, Period: "a"}, partnership.TakeUp{ID: "hall", At: day, By: three, User: "olu", Part: "the hall", Rental: pounds("1")},
		partnership.Bill{ID: "c2", At: day, By: mia, Period: "b"})
	want(t, "owed", p.Ledger().Owed("olu", "house"), "1001")
	refuseAll(t, p, []refused{
		{name: "a period that is over", action: partnership.Bill{ID: "x", At: day, By: mia, Period: "a"}, reason: partnership.ErrPeriod},
		{name: "a period charged for", action: partnership.Bill{ID: "x", At: day, By: mia, Period: "b"}, reason: partnership.ErrPeriod},
		{name: "written off by the manager", action: partnership.WriteOff{ID: "x", At: day, By: mia, Promise: "c1", Because: "lost"}, reason: partnership.ErrApproval},
		{name: "paid to nobody", action: partnership.Pay{ID: "x", At: day, By: mia, From: "olu", In: credit.Money, Paid: pounds("1")}, reason: journal.ErrConsent, missing: "cus"},
		{name: "paid nothing", action: partnership.Pay{ID: "x", At: day, By: cus, From: "olu", In: credit.Money, Paid: pounds("0")}, reason: journal.ErrAmount},
		{name: "paid in no way", action: partnership.Pay{ID: "x", At: day, By: cus, From: "olu", Paid: pounds("1")}, reason: credit.ErrMeans},
		{name: "work without words", action: partnership.Pay{ID: "x", At: day, By: three, From: "olu", In: credit.Worth, Paid: pounds("1")}, reason: credit.ErrMeans},
		{name: "work that the payer does not put a value to", action: partnership.Pay{ID: "x", At: day, By: cus, From: "olu", In: credit.Worth, Paid: pounds("1"), Words: "slates"}, reason: journal.ErrConsent, missing: "olu"},
		{name: "more work than is owed", action: partnership.Pay{ID: "x", At: day, By: three, From: "olu", In: credit.Worth, Paid: pounds("1001.01"), Words: "slates"}, reason: journal.ErrLimit, room: "1001"},
		{name: "euros without a quote", action: partnership.Pay{ID: "x", At: day, By: three, From: "olu", In: credit.Money, Paid: euros("1")}, reason: credit.ErrQuote},
		{name: "a stranger pays", action: partnership.Pay{ID: "x", At: day, By: cus, From: "eve", In: credit.Money, Paid: pounds("1")}, reason: partnership.ErrMember},
		{name: "a clearing of nothing", action: partnership.Clear{ID: "x", At: day, By: cus}, reason: credit.ErrNet},
		{name: "a clearing of one side", action: partnership.Clear{ID: "x", At: day, By: three, Lines: []credit.NetLine{{Promise: "c1", SetOff: pounds("1")}}}, reason: credit.ErrNet},
		{name: "Stock where there is none", action: partnership.Forecast{ID: "x", At: day, By: both, Remaining: pounds("1")}, reason: partnership.ErrStock},
	})
	// Who is in arrears can be made to go.
	apply(t, p, partnership.Vacate{ID: "out", At: day, By: both, Use: "home"})
	refuseAll(t, p, []refused{{name: "vacated twice", action: partnership.Vacate{ID: "x", At: day, By: three, Use: "home"}, reason: partnership.ErrUse}})
	if uses := p.Uses(); len(uses) != 2 || !uses[0].Until.Equal(day) || uses[1].Until != (time.Time{}) {
		t.Errorf("got the uses %v", uses)
	}
	restored(t, p)
}

// A rental goes by the index from its base, and moves at a review and never before.
func TestReview(t *testing.T) {
	with := terms()
	with.Index = mixed
	p := founded(t, with)
	home := partnership.TakeUp{ID: "home", At: day, By: three, User: "olu", Part: "the house", Rental: pounds("500.00")}
	refuseAll(t, p, []refused{{name: "a use without a base", action: home, reason: partnership.ErrIndex}})
	p = let(t, with)
	owed := func(period, text string) {
		apply(t, p, partnership.Bill{ID: "c" + period, At: on(20), By: mia, Period: period})
		want(t, period, p.Ledger().Owed("olu", "house"), text)
		apply(t, p, partnership.Pay{ID: "p" + period, At: on(20), By: cus, From: "olu", In: credit.Money, Paid: pounds(text)})
	}
	refuseAll(t, p, []refused{
		{name: "a series missing", action: partnership.Review{ID: "x", At: on(9), By: both, AsOf: on(9), Readings: at(1, 1)[:1]}, reason: partnership.ErrIndex},
		{name: "a value of zero", action: partnership.Review{ID: "x", At: on(9), By: both, AsOf: on(9), Readings: at(1, 0)}, reason: partnership.ErrIndex},
		{name: "of tomorrow", action: partnership.Review{ID: "x", At: on(9), By: both, AsOf: on(10), Readings: at(1, 1)}, reason: journal.ErrTime},
		{name: "of the same day", action: partnership.Review{ID: "x", At: on(9), By: both, AsOf: on(1), Readings: at(1, 1)}, reason: journal.ErrTime},
		{name: "of no day", action: partnership.Review{ID: "x", At: on(9), By: both, Readings: at(1, 1)}, reason: journal.ErrTime},
		{name: "without the custodian", action: partnership.Review{ID: "x", At: on(9), By: mia, AsOf: on(9), Readings: at(1, 1)}, reason: journal.ErrConsent, missing: "cus"},
	})
	apply(t, p, partnership.Review{ID: "2", At: on(19), By: both, AsOf: on(9), Readings: at(110_000_000, 200_000_000)})
	owed("one", "537.50")
	apply(t, p, partnership.Review{ID: "3", At: on(20), By: both, AsOf: on(10), Readings: at(111_111_111, 200_000_000)})
	owed("two", "541.67") // of 500 x (1 + 3/4 x 0.11111111) = 541.666666
	apply(t, p, partnership.Review{ID: "4", At: on(20), By: both, AsOf: on(11), Readings: at(100_000_000, 200_000_000)})
	owed("three", "500.00")
	if uses := p.Uses(); uses[0].Base != pounds("500") || uses[0].Rental != pounds("500") {
		t.Errorf("got %v", uses)
	}
	restored(t, p)
}

// No review makes a rental more than an amount of it can be: what a use costs can always be said and charged, whatever
// becomes of uses that have ended.
func TestRefuseReviewBeyond(t *testing.T) {
	indexed := terms()
	indexed.Index = mixed
	p := founded(t, indexed)
	apply(t, p, partnership.Review{ID: "first", At: day, By: both, AsOf: on(1), Readings: at(1, 1)},
		partnership.TakeUp{ID: "home", At: day, By: three, User: "olu", Part: "the house", Rental: pounds("500.00")})
	beyond := partnership.Review{ID: "beyond", At: on(6), By: both, AsOf: on(6), Readings: at(1<<61, 1<<61)}
	refuseAll(t, p, []refused{{name: "a rental beyond all", action: beyond, reason: partnership.ErrRental}})
	twice := p.Clone()
	apply(t, twice, partnership.Review{ID: "twice", At: on(6), By: both, AsOf: on(6), Readings: at(2, 2)})
	text := strings.ReplaceAll(string(snapshot(t, twice)), `"value":2}`, `"value":2305843009213693952}`)
	if _, err := partnership.Restore(strings.NewReader(seal(text))); err == nil || !strings.Contains(err.Error(), "7:") {
		t.Errorf("restored with a rental beyond all: %v", err)
	}
	apply(t, p, partnership.Vacate{ID: "v", At: on(6), By: three, Use: "home"},
		partnership.TakeUp{ID: "small", At: on(6), By: three, User: "olu", Part: "the shed", Rental: pounds("0.01")}, beyond)
	uses := p.Uses()
	if uses[0].Rental != (unit.Amount{}) || uses[1].Rental.Sign() <= 0 {
		t.Errorf("got %+v", uses)
	}
	apply(t, p, partnership.Bill{ID: "c", At: on(6), By: mia, Period: "a"})
	want(t, "olu owes", p.Ledger().Owed("olu", "house"), uses[1].Rental.Number())
	restored(t, p)
}
