package credit_test

import (
	"context"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/credit"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// A payment on chained: 5 from ann to dan, 0.15 for cem.
func fivers(t *testing.T) credit.Payment {
	return credit.Payment{From: "ann", To: "dan", Amount: eur(t, "5"), For: "a stool", Paths: []credit.Path{
		path(t, "3", "ann", "bob", "cem", "dan"), path(t, "0.15", "ann", "bob", "cem"), path(t, "2", "ann", "bob", "cem", "dan"),
	}}
}

// What is wrong with a payment is so whether it is made or reserved.
func badPayments(t *testing.T, of func(credit.Payment, ...string) credit.Action) []refused {
	with := func(change func(*credit.Payment)) credit.Action {
		p := fivers(t)
		change(&p)
		return of(p, "ann")
	}
	paths := func(p ...credit.Path) credit.Action { return with(func(a *credit.Payment) { a.Paths = p }) }
	charge := path(t, "0.15", "ann", "bob", "cem")
	other, _ := unit.Currency("USD", 2)
	parts := func(n int64, parties ...string) credit.Path {
		return credit.Path{Parties: parties, Amount: unit.New(n, euro(t))}
	}
	long := slices.Repeat([]string{"ann", "bob"}, 513)
	return []refused{
		{name: "no payer", action: with(func(a *credit.Payment) { a.From = "" }), reason: journal.ErrParty},
		{name: "a payee with a space", action: with(func(a *credit.Payment) { a.To = " dan" }), reason: journal.ErrParty},
		{name: "to oneself", action: with(func(a *credit.Payment) { a.To = "ann" }), reason: credit.ErrSelf},
		{name: "for nothing", action: with(func(a *credit.Payment) { a.For = "" }), reason: credit.ErrWords},
		{name: "a line break in words", action: with(func(a *credit.Payment) { a.For = "a\nb" }), reason: credit.ErrWords},
		{name: "nobody agrees", action: of(fivers(t)), reason: journal.ErrConsent, missing: "ann"},
		{name: "the payee agrees, not the payer", action: of(fivers(t), "bob", "cem", "dan"), reason: journal.ErrConsent, missing: "ann"},
		{name: "no amount", action: with(func(a *credit.Payment) { a.Amount = unit.Amount{} }), reason: journal.ErrUnit},
		{name: "another unit", action: with(func(a *credit.Payment) { a.Amount = unit.New(500, other) }), reason: journal.ErrUnit},
		{name: "nothing", action: with(func(a *credit.Payment) { a.Amount = eur(t, "0") }), reason: journal.ErrAmount},
		{name: "less than nothing", action: with(func(a *credit.Payment) { a.Amount = eur(t, "-5") }), reason: journal.ErrAmount},

		{name: "no paths", action: paths(), reason: credit.ErrPath},
		{name: "too many paths", action: with(func(a *credit.Payment) {
			a.To, a.Amount, a.Paths = "bob", cents(credit.PathsMax+1), slices.Repeat([]credit.Path{parts(1, "ann", "bob")}, credit.PathsMax+1)
		}), reason: credit.ErrPath},
		{name: "a path of nobody", action: paths(credit.Path{Amount: eur(t, "5")}), reason: credit.ErrPath},
		{name: "a path of one", action: paths(path(t, "5", "ann")), reason: credit.ErrPath},
		{name: "a path from another", action: paths(path(t, "5", "bob", "cem", "dan")), reason: credit.ErrPath},
		{name: "a path too long", action: paths(path(t, "5", append(long, "dan")...)), reason: credit.ErrPath},
		{name: "one twice running", action: paths(path(t, "5", "ann", "bob", "bob", "cem", "dan")), reason: credit.ErrPath},
		{name: "a path through nobody", action: paths(path(t, "5", "ann", "", "dan")), reason: journal.ErrParty},
		{name: "a path of nothing", action: paths(path(t, "5", "ann", "bob", "cem", "dan"), charge, path(t, "0", "ann", "bob", "cem", "dan")), reason: journal.ErrAmount},
		{name: "a path below nothing", action: paths(path(t, "6", "ann", "bob", "cem", "dan"), charge, path(t, "-1", "ann", "bob", "cem", "dan")), reason: journal.ErrAmount},
		{name: "a path in no unit", action: paths(credit.Path{Parties: []string{"ann", "bob", "cem", "dan"}}), reason: journal.ErrUnit},
		{name: "less than the amount", action: paths(path(t, "4.99", "ann", "bob", "cem", "dan"), charge), reason: credit.ErrPath, room: "5"},
		{name: "more than the amount", action: paths(path(t, "5.01", "ann", "bob", "cem", "dan"), charge), reason: credit.ErrPath, room: "5"},
		{name: "nothing for the payee", action: paths(charge), reason: credit.ErrPath, room: "5"},

		{name: "a mediator that lets nobody through", action: paths(path(t, "5", "ann", "eve", "cem", "dan")), reason: journal.ErrConsent, missing: "eve"},
		{name: "one that does, but not to there", action: paths(path(t, "5", "ann", "bob", "dan")), reason: journal.ErrConsent, missing: "bob"},
		{name: "one that does, but not from there", action: with(func(a *credit.Payment) {
			a.Paths = []credit.Path{path(t, "5", "ann", "cem", "bob", "cem", "dan")}
		}), reason: journal.ErrConsent, missing: "bob cem"},

		{name: "without the charge", action: paths(path(t, "5", "ann", "bob", "cem", "dan")), reason: credit.ErrPath, room: "0.15"},
		{name: "with too little of it", action: paths(path(t, "5", "ann", "bob", "cem", "dan"), path(t, "0.14", "ann", "bob", "cem")), reason: credit.ErrPath, room: "0.15"},
		{name: "with too much", action: paths(path(t, "5", "ann", "bob", "cem", "dan"), path(t, "0.16", "ann", "bob", "cem")), reason: credit.ErrPath, room: "0.15"},
		{name: "with the charge of each path", action: paths(path(t, "3", "ann", "bob", "cem", "dan"), path(t, "2", "ann", "bob", "cem", "dan"), path(t, "0.25", "ann", "bob", "cem")), reason: credit.ErrPath, room: "0.15"},
		{name: "something for whoever charges nothing", action: paths(path(t, "5", "ann", "bob", "cem", "dan"), charge, path(t, "0.01", "ann", "bob")), reason: credit.ErrPath, room: "0"},
		{name: "something for whoever carries nothing", action: paths(path(t, "5", "ann", "bob", "cem", "dan"), charge, path(t, "0.01", "ann", "gil")), reason: credit.ErrPath},
		{name: "something for oneself", action: paths(path(t, "5", "ann", "bob", "cem", "dan"), charge, path(t, "0.01", "ann", "bob", "ann")), reason: journal.ErrConsent, missing: "bob"},

		{name: "beyond the payee's line", action: with(func(a *credit.Payment) {
			a.Amount, a.Paths = eur(t, "50.01"), []credit.Path{path(t, "50.01", "ann", "bob", "cem", "dan"), path(t, "0.61", "ann", "bob", "cem")}
		}), reason: journal.ErrLimit, room: "20"}, // bob's soft one comes first
		{name: "beyond it, the rest agreeing", action: of(credit.Payment{From: "ann", To: "dan", Amount: eur(t, "50.01"), For: "x", Paths: []credit.Path{
			path(t, "50.01", "ann", "bob", "cem", "dan"), path(t, "0.61", "ann", "bob", "cem"),
		}}, "ann", "bob", "cem"), reason: journal.ErrLimit, room: "50"},
		{name: "to the payee's line, and the payee agrees, and one part over", action: of(credit.Payment{From: "ann", To: "dan", Amount: eur(t, "50.01"), For: "x", Paths: []credit.Path{
			path(t, "50.01", "ann", "bob", "cem", "dan"), path(t, "0.61", "ann", "bob", "cem"),
		}}, "ann", "bob", "cem", "dan"), reason: journal.ErrLimit, room: "50"},
		{name: "to whom there is no line", action: paths(path(t, "5", "ann", "dan")), reason: journal.ErrLimit, room: "0"},
		{name: "back along lines the other way", action: of(credit.Payment{From: "dan", To: "ann", Amount: eur(t, "1"), For: "x", Paths: []credit.Path{path(t, "1", "dan", "cem", "bob", "ann")}}, "dan", "cem", "bob"), reason: credit.ErrPath, room: "0.11"},

		{name: "more than a number can hold", action: of(credit.Payment{From: "ann", To: "dan", Amount: unit.New(math.MaxInt64, euro(t)), For: "x", Paths: []credit.Path{parts(math.MaxInt64, "ann", "dan")}}, "ann", "dan"), reason: credit.ErrPath},
		{name: "sums that wrap to less than nothing", action: of(credit.Payment{From: "ann", To: "dan", Amount: unit.New(1<<62, euro(t)), For: "x", Paths: []credit.Path{
			parts(1<<62, "ann", "eve", "dan"), parts(math.MaxInt64, "ann", "eve", "dan"), parts(1<<62, "ann", "fay", "dan"), parts(1<<62, "ann", "fay", "dan"), parts(1, "ann", "fay", "dan"),
		}}, "ann", "dan", "eve", "fay"), reason: credit.ErrPath},
		{name: "a step of two chains that wraps", action: of(credit.Payment{From: "ann", To: "dan", Amount: unit.New(1<<62, euro(t)), For: "x", Paths: []credit.Path{
			parts(1<<62, "ann", "eve", "dan"), parts(1<<62, "ann", "eve", "fay"),
		}}, "ann", "dan", "eve", "fay"), reason: credit.ErrPath},
		{name: "a mediator that carries too much by going round", action: of(credit.Payment{From: "ann", To: "dan", Amount: unit.New(1<<62, euro(t)), For: "x", Paths: []credit.Path{
			parts(1<<62, "ann", "eve", "fay", "eve", "dan"),
		}}, "ann", "dan", "eve", "fay"), reason: credit.ErrPath},
		{name: "the most at once on one's way, twice", action: of(credit.Payment{From: "ann", To: "dan", Amount: unit.New(1<<62, euro(t)), For: "x", Paths: []credit.Path{
			parts(1<<62, "ann", "eve", "ann", "eve", "dan"),
		}}, "ann", "dan", "eve"), reason: credit.ErrPath},
		{name: "beyond what a party may owe", action: of(credit.Payment{From: "ann", To: "dan", Amount: unit.New(1<<62-2999, euro(t)), For: "x", Paths: []credit.Path{parts(1<<62-2999, "ann", "dan")}}, "ann", "dan"), reason: journal.ErrLimit, room: "46116860184273849.04"},
		{name: "beyond what a party may be owed, what is reserved counted", action: of(credit.Payment{From: "fay", To: "dan", Amount: unit.New(1<<62-999, euro(t)), For: "x", Paths: []credit.Path{parts(1<<62-999, "fay", "dan")}}, "fay", "dan"), reason: journal.ErrLimit, room: "46116860184273869.04"},
	}
}

func TestRefusePay(t *testing.T) {
	pay := func(p credit.Payment, by ...string) credit.Action {
		return credit.Pay{ID: "x", At: day(5), By: by, Payment: p}
	}
	apply(t, chained(t), pay(fivers(t), "ann"))
	l := chained(t)
	refuseAll(t, l, badPayments(t, pay))
	apply(t, l,
		credit.FreezeLine{ID: "f1", At: day(5), By: []string{"dan"}, Creditor: "dan", Debtor: "cem"},
		credit.Mediate{ID: "m4", At: day(5), By: []string{"cem"}, Party: "cem", To: "dan", Stop: true})
	refuseAll(t, l, []refused{
		{name: "a consent taken back", action: pay(fivers(t), "ann"), reason: journal.ErrConsent, missing: "cem"},
		{name: "a frozen line", action: pay(fivers(t), "ann", "cem"), reason: credit.ErrFrozen, room: "0"},
		{name: "a frozen line, and its creditor agrees", action: pay(fivers(t), "ann", "cem", "dan"), reason: credit.ErrFrozen, room: "0"},
	})
}

// A payment goes to the last part of a limit, reservations counted, and no part beyond.
func TestPayToTheLimit(t *testing.T) {
	l := chained(t)
	pay := func(id, amount string) credit.Pay {
		return credit.Pay{ID: id, At: day(5), By: []string{"cem"}, Payment: credit.Payment{From: "cem", To: "dan", Amount: eur(t, amount), For: "x", Paths: []credit.Path{path(t, amount, "cem", "dan")}}}
	}
	refuseAll(t, l, []refused{{name: "one part too much", action: pay("x", "50.01"), reason: journal.ErrLimit, room: "50"}})
	apply(t, l, pay("y", "50"))
	refuseAll(t, l, []refused{{name: "nothing left", action: pay("x", "0.01"), reason: journal.ErrLimit, room: "0"}})
	apply(t, l, credit.Release{ID: "z", At: day(5), By: []string{"dan"}, Reservation: "r1"}, pay("x", "10"))
	refuseAll(t, l, []refused{{name: "nothing left again", action: pay("w", "0.01"), reason: journal.ErrLimit, room: "0"}})
}

func TestRefuseReserve(t *testing.T) {
	reserve := func(p credit.Payment, by ...string) credit.Action {
		return credit.Reserve{ID: "x", At: day(5), By: by, Until: day(6), Payment: p}
	}
	good := credit.Reserve{ID: "x", At: day(5), By: []string{"ann"}, Until: day(5).Add(credit.ReserveMax), Payment: fivers(t)}
	apply(t, chained(t), good)
	with := func(change func(*credit.Reserve)) credit.Action { return spoil(good, change) }
	l := chained(t)
	refuseAll(t, l, badPayments(t, reserve))
	line := func(id, amount string) []credit.NetLine {
		return []credit.NetLine{{Promise: id, SetOff: eur(t, amount)}}
	}
	off := func(by []string, lines ...credit.NetLine) credit.Action {
		return credit.Reserve{ID: "x", At: day(5), By: by, Until: day(6), Lines: lines}
	}
	refuseAll(t, l, []refused{
		{name: "without an end", action: with(func(a *credit.Reserve) { a.Until = time.Time{} }), reason: journal.ErrTime},
		{name: "until now", action: with(func(a *credit.Reserve) { a.Until = a.At }), reason: journal.ErrTime},
		{name: "until too late", action: with(func(a *credit.Reserve) { a.Until = a.Until.Add(1) }), reason: journal.ErrTime},
		{name: "a payment and a set-off", action: with(func(a *credit.Reserve) { a.Lines = line("a2", "1") }), reason: credit.ErrNet},
		{name: "a set-off from somebody", action: with(func(a *credit.Reserve) { a.Payment, a.Lines = credit.Payment{From: "ann"}, line("a2", "1") }), reason: credit.ErrNet},
		{name: "a set-off to somebody", action: with(func(a *credit.Reserve) { a.Payment, a.Lines = credit.Payment{To: "ann"}, line("a2", "1") }), reason: credit.ErrNet},
		{name: "a set-off for something", action: with(func(a *credit.Reserve) { a.Payment, a.Lines = credit.Payment{For: "x"}, line("a2", "1") }), reason: credit.ErrNet},
		{name: "a set-off of an amount", action: with(func(a *credit.Reserve) {
			a.Payment, a.Lines = credit.Payment{Amount: eur(t, "1")}, line("a2", "1")
		}), reason: credit.ErrNet},
		{name: "a set-off along a path", action: with(func(a *credit.Reserve) {
			a.Payment, a.Lines = credit.Payment{Paths: []credit.Path{{}}}, line("a2", "1")
		}), reason: credit.ErrNet},
		{name: "neither", action: with(func(a *credit.Reserve) { a.Payment = credit.Payment{} }), reason: journal.ErrParty},
		{name: "a set-off that changes balances, unasked", action: off(nil, line("a2", "1")...), reason: journal.ErrConsent, missing: "ann bob"},
		{name: "and one agrees", action: off([]string{"ann"}, line("a2", "1")...), reason: journal.ErrConsent, missing: "bob"},
		{name: "a set-off of what is reserved", action: off([]string{"ann", "bob"}, line("a1", "4.81")...), reason: credit.ErrReserved, room: "4.80"},
		{name: "a set-off of more than is left", action: off([]string{"ann", "bob"}, line("a1", "20.01")...), reason: journal.ErrLimit, room: "4.80"},
		{name: "a set-off of one twice", action: off([]string{"ann", "bob"}, line("a1", "1")[0], line("a1", "1")[0]), reason: credit.ErrNet},
		{name: "a set-off of nothing", action: off([]string{"ann", "bob"}, line("a1", "0")...), reason: journal.ErrAmount},
		{name: "a set-off of none", action: off([]string{"ann", "bob"}, line("a3", "1")...), reason: credit.ErrPromise},
	})
}

func TestRefuseEnds(t *testing.T) {
	l := chained(t)
	at := day(9).Add(-1)
	commit := func(id string, by ...string) credit.Action {
		return credit.Commit{ID: "x", At: at, By: by, Reservation: id}
	}
	release := func(id string, by ...string) credit.Action {
		return credit.Release{ID: "x", At: at, By: by, Reservation: id}
	}
	expire := func(id string, at time.Time) credit.Action {
		return credit.Expire{ID: "x", At: at, Reservation: id}
	}
	refuseAll(t, l, []refused{
		{name: "commit nothing", action: commit("", "ann"), reason: credit.ErrReserved},
		{name: "commit what is no reservation", action: commit("a1", "ann", "bob"), reason: credit.ErrReserved},
		{name: "commit without the payer", action: commit("r1", "bob", "cem", "dan"), reason: journal.ErrConsent, missing: "ann"},
		{name: "commit a set-off without one", action: commit("r3", "ann"), reason: journal.ErrConsent, missing: "bob"},
		{name: "release nothing", action: release("l1", "ann"), reason: credit.ErrReserved},
		{name: "release by a mediator", action: release("r1", "bob", "cem"), reason: journal.ErrConsent, missing: "ann dan"},
		{name: "release of a set-off by another", action: release("r3", "dan"), reason: journal.ErrConsent, missing: "ann bob"},
		{name: "expire nothing", action: expire("x", day(31)), reason: credit.ErrReserved},
		{name: "expire too early", action: expire("r1", day(10).Add(-1)), reason: journal.ErrTime},
		{name: "expire a set-off too early", action: expire("r3", at), reason: journal.ErrTime},
	})
	for _, ended := range []struct {
		id  string
		end credit.Action
	}{
		{"r1", credit.Commit{ID: "e1", At: day(10), By: []string{"ann"}, Reservation: "r1"}},
		{"r2", credit.Release{ID: "e2", At: day(10), Reservation: "r2"}},
		{"r3", credit.Expire{ID: "e3", At: day(10), Reservation: "r3"}},
	} {
		apply(t, l, ended.end)
		at = day(10)
		fine := []string{"ann", "bob", "dan"}
		for name, a := range map[string]credit.Action{"commit": commit(ended.id, fine...), "release": release(ended.id, fine...), "expire": expire(ended.id, day(11))} {
			_, err := l.Apply(a)
			if r := refusal(t, err, credit.ErrReserved); r.What == "" {
				t.Errorf("%s %s again: no reason", name, ended.id)
			}
		}
	}
}

func TestRefuseMediate(t *testing.T) {
	good := credit.Mediate{ID: "x", At: day(5), By: []string{"bob"}, Party: "bob", From: "dan", To: "cem"}
	apply(t, chained(t), good)
	with := func(change func(*credit.Mediate)) credit.Action { return spoil(good, change) }
	l := chained(t)
	refuseAll(t, l, []refused{
		{name: "nobody", action: with(func(a *credit.Mediate) { a.Party = "" }), reason: journal.ErrParty},
		{name: "from a bad name", action: with(func(a *credit.Mediate) { a.From = " x" }), reason: journal.ErrParty},
		{name: "to a bad name", action: with(func(a *credit.Mediate) { a.To = strings.Repeat("x", 129) }), reason: journal.ErrParty},
		{name: "from oneself", action: with(func(a *credit.Mediate) { a.From = "bob" }), reason: credit.ErrSelf},
		{name: "to oneself", action: with(func(a *credit.Mediate) { a.To = "bob" }), reason: credit.ErrSelf},
		{name: "there and back", action: with(func(a *credit.Mediate) { a.To = "dan" }), reason: credit.ErrSelf},
		{name: "by another", action: with(func(a *credit.Mediate) { a.By = []string{"ann", "cem", "dan"} }), reason: journal.ErrConsent, missing: "bob"},
		{name: "taken back though never given", action: with(func(a *credit.Mediate) { a.Stop = true }), reason: credit.ErrMediator},
		{name: "for all, where it is for one", action: with(func(a *credit.Mediate) { a.Stop, a.From, a.To = true, "", "" }), reason: credit.ErrMediator},
		{name: "taken back by another", action: with(func(a *credit.Mediate) { a.Stop, a.From, a.By = true, "ann", []string{"ann"} }), reason: journal.ErrConsent, missing: "bob"},
	})
	for i := range credit.ConsentsMax - 2 {
		apply(t, l, credit.Mediate{ID: fmt.Sprint("n", i), At: day(5), By: []string{"bob"}, Party: "bob", From: fmt.Sprint("p", i)})
	}
	refuseAll(t, l, []refused{{name: "one too many", action: good, reason: credit.ErrMediator}})
	apply(t, l, credit.Mediate{ID: "y", At: day(5), By: []string{"bob"}, Party: "bob", From: "p7"}) // it stands already
	apply(t, l, credit.Mediate{ID: "z", At: day(5), By: []string{"bob"}, Party: "bob", From: "p7", Stop: true}, good)
}

func TestRefuseCharge(t *testing.T) {
	good := credit.SetCharge{ID: "x", At: day(5), By: []string{"bob"}, Party: "bob", Flat: eur(t, "1"), Millionths: 1_000_000, For: "his time"}
	apply(t, chained(t), good)
	with := func(change func(*credit.SetCharge)) credit.Action { return spoil(good, change) }
	refuseAll(t, chained(t), []refused{
		{name: "nobody's", action: with(func(a *credit.SetCharge) { a.Party = "" }), reason: journal.ErrParty},
		{name: "by whoever pays it", action: with(func(a *credit.SetCharge) { a.By = []string{"ann"} }), reason: journal.ErrConsent, missing: "bob"},
		{name: "more than all", action: with(func(a *credit.SetCharge) { a.Millionths++ }), reason: credit.ErrMediator},
		{name: "less than nothing", action: with(func(a *credit.SetCharge) { a.Millionths = -1 }), reason: credit.ErrMediator},
		{name: "flatly nothing", action: with(func(a *credit.SetCharge) { a.Flat = eur(t, "0") }), reason: journal.ErrAmount},
		{name: "flatly below", action: with(func(a *credit.SetCharge) { a.Flat = eur(t, "-1") }), reason: journal.ErrAmount},
		{name: "in another unit", action: with(func(a *credit.SetCharge) { a.Flat = unit.New(1, unit.KilowattHour) }), reason: journal.ErrUnit},
		{name: "for no cost", action: with(func(a *credit.SetCharge) { a.For = "" }), reason: credit.ErrWords},
		{name: "no charge for a cost", action: with(func(a *credit.SetCharge) { a.Flat, a.Millionths = unit.Amount{}, 0 }), reason: credit.ErrWords},
	})
}

func TestRefuseArchive(t *testing.T) {
	l := chained(t)
	archive := func(at, horizon time.Time) credit.Action {
		return credit.Archive{ID: "x", At: at, Horizon: horizon}
	}
	apply(t, chained(t), archive(day(5), day(5)))
	refuseAll(t, l, []refused{
		{name: "up to no time", action: archive(day(5), time.Time{}), reason: journal.ErrTime},
		{name: "up to what is yet to come", action: archive(day(5), day(5).Add(1)), reason: journal.ErrTime},
		{name: "up to where it was before", action: archive(day(5), day(2)), reason: journal.ErrTime},
		{name: "not so far", action: archive(day(5), day(1)), reason: journal.ErrTime},
		{name: "too late a year", action: archive(day(5), day(5).AddDate(8000, 0, 0)), reason: credit.ErrAction},
		{name: "a forgotten action", action: chain(t)[0], reason: journal.ErrArchived},
		{name: "a new one at the horizon", action: credit.Mediate{ID: "x", At: day(2), By: []string{"fay"}, Party: "fay"}, reason: journal.ErrArchived},
		{name: "a new one after it, too early", action: credit.Mediate{ID: "x", At: day(2).Add(1), By: []string{"fay"}, Party: "fay"}, reason: journal.ErrTime},
	})
	for _, a := range chain(t)[2:] { // each is archived or known
		_, err := l.Apply(a)
		if r, ok := err.(*journal.RefusalError); ok && r.Reason != journal.ErrArchived || err == nil {
			t.Errorf("%v after %+v", err, a)
		}
	}
	apply(t, l, archive(day(5), day(5)))
	_, err := l.Apply(archive(day(5), day(5)))
	if applied, ok := err.(*journal.AppliedError); !ok || applied.Seq != uint64(len(chain(t))+1) {
		t.Error("a retry at the horizon:", err)
	}
}

func TestRefuseTarget(t *testing.T) {
	good := credit.SetLine{ID: "x", At: day(5), By: []string{"bob"}, Creditor: "bob", Debtor: "ann", Hard: eur(t, "10"), Soft: eur(t, "5"), Target: eur(t, "5")}
	apply(t, chained(t), good, spoil(good, func(a *credit.SetLine) {
		a.ID, a.Hard, a.Soft, a.Target = "y", unit.Amount{}, unit.Amount{}, unit.New(math.MaxInt64, euro(t))
	}))
	with := func(change func(*credit.SetLine)) credit.Action { return spoil(good, change) }
	refuseAll(t, chained(t), []refused{
		{name: "above the soft limit", action: with(func(a *credit.SetLine) { a.Target = eur(t, "5.01") }), reason: credit.ErrLine, room: "5"},
		{name: "above the hard one", action: with(func(a *credit.SetLine) { a.Target, a.Soft = eur(t, "10.01"), unit.Amount{} }), reason: credit.ErrLine, room: "10"},
		{name: "below zero", action: with(func(a *credit.SetLine) { a.Target = eur(t, "-1") }), reason: credit.ErrLine},
		{name: "in another unit", action: with(func(a *credit.SetLine) { a.Target = unit.New(1, unit.KilowattHour) }), reason: journal.ErrUnit},
		{name: "closed while reserved", action: credit.CloseLine{ID: "x", At: day(5), By: []string{"cem"}, Creditor: "cem", Debtor: "bob"}, reason: credit.ErrLine},
	})
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

func TestRefuseProof(t *testing.T) {
	cleared := func(l *credit.Ledger, at time.Time) (lines []credit.NetLine, p clearing.Proof) {
		book := l.Book(at)
		r, err := clearing.Clear(context.Background(), book, clearing.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return credit.SetOff(book, r), r.Proofs[0]
	}
	lines, proof := cleared(ring(t), day(10))
	good := credit.Net{ID: "x", At: day(10), Lines: lines, Proof: proof}
	l := ring(t)
	e := apply(t, l, good)
	if got := fmt.Sprint(e.Notes); got != "[{largest 120.00 EUR}]" {
		t.Error(got)
	}
	with := func(change func(*credit.Net)) credit.Action {
		return spoil(good, func(a *credit.Net) {
			a.Lines, a.Proof.Parties, a.Proof.Potentials = slices.Clone(a.Lines), slices.Clone(a.Proof.Parties), slices.Clone(a.Proof.Potentials)
			change(a)
		})
	}
	less := func(amount string) []credit.NetLine {
		return []credit.NetLine{{Promise: "aann", SetOff: eur(t, amount)}, {Promise: "abob", SetOff: eur(t, amount)}, {Promise: "acem", SetOff: eur(t, amount)}}
	}
	tests := []refused{
		{name: "not the largest", action: with(func(a *credit.Net) { a.Lines = less("39.99") }), reason: credit.ErrProof},
		{name: "not the largest, and the value says so", action: with(func(a *credit.Net) { a.Lines, a.Proof.Value = less("39.99"), eur(t, "119.97") }), reason: credit.ErrProof},
		{name: "larger than there is", action: with(func(a *credit.Net) { a.Lines = less("40.01") }), reason: credit.ErrProof},
		{name: "none of it", action: with(func(a *credit.Net) { a.Lines = nil }), reason: credit.ErrProof},
		{name: "another value", action: with(func(a *credit.Net) { a.Proof.Value = eur(t, "40") }), reason: credit.ErrProof},
		{name: "another stage", action: with(func(a *credit.Net) { a.Proof.Stage = "fairness" }), reason: credit.ErrProof},
		{name: "another unit", action: with(func(a *credit.Net) { a.Proof.Unit = unit.KilowattHour }), reason: credit.ErrProof},
		{name: "no parties", action: with(func(a *credit.Net) { a.Proof.Parties = nil }), reason: credit.ErrProof},
		{name: "another party", action: with(func(a *credit.Net) { a.Proof.Parties[0] = "eve" }), reason: credit.ErrProof},
		{name: "one potential too few", action: with(func(a *credit.Net) { a.Proof.Potentials = a.Proof.Potentials[:2] }), reason: credit.ErrProof},
		{name: "a value and nothing else", action: with(func(a *credit.Net) { a.Proof = clearing.Proof{Value: a.Proof.Value} }), reason: credit.ErrProof},
		{name: "a unit and nothing else", action: with(func(a *credit.Net) { a.Proof = clearing.Proof{Unit: a.Proof.Unit} }), reason: credit.ErrProof},
		{name: "potentials and nothing else", action: with(func(a *credit.Net) { a.Proof = clearing.Proof{Potentials: a.Proof.Potentials} }), reason: credit.ErrProof},
		{name: "one outside the Book", action: with(func(a *credit.Net) { a.Lines = append(a.Lines, credit.NetLine{Promise: "b", SetOff: eur(t, "5")}) }), reason: credit.ErrProof},
		{name: "one that there is not", action: with(func(a *credit.Net) { a.Lines[0].Promise = "c" }), reason: credit.ErrProof},
		{name: "one twice", action: with(func(a *credit.Net) { a.Lines = append(a.Lines, a.Lines[0]) }), reason: credit.ErrProof},
		{name: "in another unit", action: with(func(a *credit.Net) { a.Lines[0].SetOff = unit.New(4000, unit.KilowattHour) }), reason: credit.ErrProof},
		{name: "below zero", action: with(func(a *credit.Net) { a.Lines[0].SetOff = eur(t, "-40") }), reason: credit.ErrProof},
		{name: "before they are due", action: with(func(a *credit.Net) { a.At = day(9) }), reason: credit.ErrProof},
		{name: "later than another that was made", action: with(func(a *credit.Net) { a.At = day(11) }), reason: credit.ErrProof},
	}
	for n := range proof.Potentials {
		for _, by := range []int64{-1, 1, math.MaxInt64} {
			tests = append(tests, refused{name: fmt.Sprintf("a potential of %d more", by), action: with(func(a *credit.Net) { a.Proof.Potentials[n] += by }), reason: credit.ErrProof})
		}
	}
	// On the eleventh more is due, so that the proof of the tenth proves nothing.
	l = ring(t)
	apply(t, l, credit.Issue{ID: "c", At: day(1), By: []string{"cem", "ann"}, Promisor: "cem", Holder: "ann", Amount: eur(t, "3"), For: "work", Due: day(11)})
	refuseAll(t, l, tests)
	apply(t, l, good)
	if got := l.Owed("cem", "ann"); got != eur(t, "3") {
		t.Error(got)
	}
}

// What is proved of what is free is proved, though the rest is reserved.
func TestProofBesideReservations(t *testing.T) {
	l := ring(t)
	apply(t, l, credit.Reserve{ID: "r", At: day(10), Until: day(11), Lines: []credit.NetLine{{Promise: "aann", SetOff: eur(t, "15")}, {Promise: "abob", SetOff: eur(t, "15")}, {Promise: "acem", SetOff: eur(t, "15")}}})
	book := l.Book(day(10))
	r, err := clearing.Clear(context.Background(), book, clearing.Options{})
	if err != nil {
		t.Fatal(err)
	}
	apply(t, l, credit.Net{ID: "n", At: day(10), Lines: credit.SetOff(book, r), Proof: r.Proofs[0]})
	if got := l.Owed("cem", "ann"); got != eur(t, "15") || len(l.Book(day(10)).Obligations) != 2 {
		t.Error(got, l.Book(day(10)))
	}
	apply(t, l, credit.Commit{ID: "c", At: day(10), Reservation: "r"})
	if got := l.Owed("cem", "ann"); !got.IsZero() || l.Check() != nil {
		t.Error(got, l.Check())
	}
}

// Whom a ledger does not know has nobody's consent, not that of whom it knew first.
func TestStrangersAreNotLetThrough(t *testing.T) {
	l := newLedger(t)
	apply(t, l,
		credit.Mediate{ID: "m1", At: day(1), By: []string{"ann"}, Party: "ann"},
		credit.Mediate{ID: "m2", At: day(1), By: []string{"bob"}, Party: "bob", From: "ann"},
		credit.Mediate{ID: "m3", At: day(1), By: []string{"cem"}, Party: "cem", To: "ann"})
	pay := func(to string, chain ...string) credit.Action {
		return credit.Pay{ID: "x", At: day(5), By: []string{chain[0], to}, Payment: credit.Payment{From: chain[0], To: to, Amount: eur(t, "1"), For: "x", Paths: []credit.Path{path(t, "1", append(chain, to)...)}}}
	}
	refuseAll(t, l, []refused{
		{name: "from a stranger", action: pay("gil", "zoe", "bob"), reason: journal.ErrConsent, missing: "bob"},
		{name: "to a stranger", action: pay("zoe", "gil", "cem"), reason: journal.ErrConsent, missing: "cem"},
		{name: "through a stranger", action: pay("gil", "ann", "zoe"), reason: journal.ErrConsent, missing: "zoe"},
	})
}
