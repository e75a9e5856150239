package credit_test

import (
	"math"
	"slices"
	"testing"

	"example.org/mutual/credit"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

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
		return credit.Path{Parties: parties, Amount: cents(n)}
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

		{name: "more than a number can hold", action: of(credit.Payment{From: "ann", To: "dan", Amount: cents(math.MaxInt64), For: "x", Paths: []credit.Path{parts(math.MaxInt64, "ann", "dan")}}, "ann", "dan"), reason: credit.ErrPath},
		{name: "sums that wrap to less than nothing", action: of(credit.Payment{From: "ann", To: "dan", Amount: cents(1 << 62), For: "x", Paths: []credit.Path{
			parts(1<<62, "ann", "eve", "dan"), parts(math.MaxInt64, "ann", "eve", "dan"), parts(1<<62, "ann", "fay", "dan"), parts(1<<62, "ann", "fay", "dan"), parts(1, "ann", "fay", "dan"),
		}}, "ann", "dan", "eve", "fay"), reason: credit.ErrPath},
		{name: "a step of two chains that wraps", action: of(credit.Payment{From: "ann", To: "dan", Amount: cents(1 << 62), For: "x", Paths: []credit.Path{
			parts(1<<62, "ann", "eve", "dan"), parts(1<<62, "ann", "eve", "fay"),
		}}, "ann", "dan", "eve", "fay"), reason: credit.ErrPath},
		{name: "a mediator that carries too much by going round", action: of(credit.Payment{From: "ann", To: "dan", Amount: cents(1 << 62), For: "x", Paths: []credit.Path{
			parts(1<<62, "ann", "eve", "fay", "eve", "dan"),
		}}, "ann", "dan", "eve", "fay"), reason: credit.ErrPath},
		{name: "the most at once on one's way, twice", action: of(credit.Payment{From: "ann", To: "dan", Amount: cents(1 << 62), For: "x", Paths: []credit.Path{
			parts(1<<62, "ann", "eve", "ann", "eve", "dan"),
		}}, "ann", "dan", "eve"), reason: credit.ErrPath},
		{name: "beyond what a party may owe", action: of(credit.Payment{From: "ann", To: "dan", Amount: cents(1<<62 - 2999), For: "x", Paths: []credit.Path{parts(1<<62-2999, "ann", "dan")}}, "ann", "dan"), reason: journal.ErrLimit, room: "46116860184273849.04"},
		{name: "beyond what a party may be owed, what is reserved counted", action: of(credit.Payment{From: "fay", To: "dan", Amount: cents(1<<62 - 999), For: "x", Paths: []credit.Path{parts(1<<62-999, "fay", "dan")}}, "fay", "dan"), reason: journal.ErrLimit, room: "46116860184273869.04"},
	}
}

// A payment on chained: 5 from ann to dan, 0.15 for cem.
func fivers(t *testing.T) credit.Payment {
	return credit.Payment{From: "ann", To: "dan", Amount: eur(t, "5"), For: "a stool", Paths: []credit.Path{
		path(t, "3", "ann", "bob", "cem", "dan"), path(t, "0.15", "ann", "bob", "cem"), path(t, "2", "ann", "bob", "cem", "dan"),
	}}
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

// A path goes to the last step that there may be, and no step beyond.
func TestPayAlongTheLongest(t *testing.T) {
	l := newLedger(t)
	pay := func(steps int) credit.Action {
		chain := slices.Repeat([]string{"ann", "bob"}, steps)[:steps]
		return credit.Pay{ID: "x", At: day(5), By: []string{"ann", "bob", "dan"}, Payment: credit.Payment{From: "ann", To: "dan", Amount: cents(1), For: "x", Paths: []credit.Path{path(t, "0.01", append(chain, "dan")...)}}}
	}
	refuseAll(t, l, []refused{{name: "one step too many", action: pay(credit.HopsMax + 1), reason: credit.ErrPath}})
	l = newLedger(t)
	apply(t, l, pay(credit.HopsMax))
	if got := l.Balance("dan"); got != cents(1) {
		t.Error(got)
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
