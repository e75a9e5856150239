package credit_test

import (
	"bytes"
	"fmt"
	"testing"

	"example.org/mutual/credit"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// Whatever happens to lines, consents and charges after a reservation, in whatever combination, what was
// reserved can be committed.
func TestCommitAlwaysFits(t *testing.T) {
	at := day(5)
	hindrances := []credit.Action{
		credit.SetLine{ID: "h1", At: at, By: []string{"dan"}, Creditor: "dan", Debtor: "cem", Hard: eur(t, "0")},
		credit.FreezeLine{ID: "h2", At: at, By: []string{"cem"}, Creditor: "cem", Debtor: "bob"},
		credit.SetLine{ID: "h3", At: at, By: []string{"ann"}, Creditor: "ann", Debtor: "bob", Hard: eur(t, "0")},
		credit.SetLine{ID: "h4", At: at, By: []string{"bob"}, Creditor: "bob", Debtor: "ann", Clearing: credit.Nothing},
		credit.Mediate{ID: "h5", At: at, By: []string{"bob"}, Party: "bob", From: "ann", To: "cem", Stop: true},
		credit.SetCharge{ID: "h6", At: at, By: []string{"cem"}, Party: "cem", Flat: eur(t, "9"), For: "more books"},
		credit.Default{ID: "h7", At: at, By: []string{"ann"}, Promise: "a1"},
		credit.Transfer{ID: "h8", At: at, By: []string{"bob", "gil"}, Promise: "a2", To: "gil", Amount: eur(t, "24")},
		credit.Archive{ID: "h9", At: at, Horizon: at},
	}
	for subset := range 1 << len(hindrances) {
		l := chained(t)
		for i, h := range hindrances {
			if subset>>i&1 > 0 {
				apply(t, l, h)
			}
		}
		later := day(7)
		apply(t, l,
			credit.Commit{ID: "c1", At: later, By: []string{"ann"}, Reservation: "r1"},
			credit.Commit{ID: "c2", At: later, Reservation: "r2"},
			credit.Commit{ID: "c3", At: later, By: []string{"ann", "bob"}, Reservation: "r3"})
		if err := l.Check(); err != nil {
			t.Fatalf("%b: %v", subset, err)
		}
		if bob, cem, dan := l.Owed("bob", "cem"), l.Owed("cem", "dan"), l.Owed("bob", "ann"); bob != eur(t, "10.20") || cem != eur(t, "10") || dan != eur(t, "4.80") {
			t.Errorf("%b: %v, %v, %v", subset, bob, cem, dan)
		}
	}
}

// Nothing else can have what is reserved, and what is not, it can.
func TestReservedIsKept(t *testing.T) {
	at := day(5)
	part, free := eur(t, "4.81"), eur(t, "4.80")
	var none unit.Amount
	l := chained(t)
	for name, action := range map[string]func(id string, a unit.Amount) credit.Action{
		"redeem": func(id string, a unit.Amount) credit.Action {
			return credit.Redeem{ID: id, At: at, By: []string{"ann"}, Promise: "a1", Amount: a, Goods: "eggs"}
		},
		"forgive": func(id string, a unit.Amount) credit.Action {
			return credit.Forgive{ID: id, At: at, By: []string{"ann"}, Promise: "a1", Amount: a}
		},
		"transfer": func(id string, a unit.Amount) credit.Action {
			return credit.Transfer{ID: id, At: at, By: []string{"ann", "gil"}, Promise: "a1", To: "gil", Amount: a}
		},
		"home": func(id string, a unit.Amount) credit.Action {
			return credit.Transfer{ID: id, At: at, By: []string{"ann"}, Promise: "a1", To: "bob", Amount: a}
		},
		"settle": func(id string, a unit.Amount) credit.Action {
			if a == none {
				a = eur(t, "20")
			}
			return credit.Settle{ID: id, At: at, By: []string{"ann"}, Promise: "a1", In: credit.Money, Paid: a}
		},
		"net": func(id string, a unit.Amount) credit.Action {
			if a == none {
				a = eur(t, "20")
			}
			return credit.Net{ID: id, At: at, By: []string{"ann", "bob"}, Lines: []credit.NetLine{{Promise: "a1", SetOff: a}}}
		},
		"reserve": func(id string, a unit.Amount) credit.Action {
			if a == none {
				a = eur(t, "20")
			}
			return credit.Reserve{ID: id, At: at, By: []string{"ann", "bob"}, Until: day(6), Lines: []credit.NetLine{{Promise: "a1", SetOff: a}}}
		},
	} {
		refuseAll(t, l, []refused{
			{name: name + " one part of what is reserved", action: action("x", part), reason: credit.ErrReserved, room: "4.80"},
			{name: name + " all", action: action("x", none), reason: credit.ErrReserved, room: "4.80"},
			{name: name + " more than there is", action: action("x", eur(t, "20.01")), reason: journal.ErrLimit, room: "4.80"},
		})
		c := l.Clone()
		apply(t, c, action("x", free))
		refuseAll(t, c, []refused{{name: name + " when only what is reserved is left", action: action("y", eur(t, "0.01")), reason: credit.ErrReserved, room: "0"}})
		apply(t, c, credit.Commit{ID: "c1", At: at, By: []string{"ann"}, Reservation: "r1"})
	}
	refuseAll(t, l, []refused{
		{name: "dispute by the promisor", action: credit.Dispute{ID: "x", At: at, By: []string{"bob"}, Promise: "a1", Because: "no"}, reason: credit.ErrReserved},
		{name: "dispute by the holder", action: credit.Dispute{ID: "x", At: at, By: []string{"ann"}, Promise: "a2", Because: "no"}, reason: credit.ErrReserved},
		{name: "dispute by another", action: credit.Dispute{ID: "x", At: at, By: []string{"gil"}, Promise: "a1", Because: "no"}, reason: journal.ErrConsent, missing: "ann bob"},
	})
	for _, id := range []string{"r1", "r2"} {
		apply(t, l, credit.Release{ID: "x" + id, At: at, By: []string{"ann"}, Reservation: id})
	}
	apply(t, l, credit.Dispute{ID: "d1", At: at, By: []string{"bob"}, Promise: "a1", Because: "no"})
}

// Nobody can have the room that is reserved on a line; released, expired or committed, everything is as if it
// had never been, or was paid at once.
func TestReservedRoom(t *testing.T) {
	at := day(5)
	issue := func(id, amount string) credit.Action {
		return credit.Issue{ID: id, At: at, By: []string{"cem", "dan"}, Promisor: "cem", Holder: "dan", Amount: eur(t, amount), For: "x"}
	}
	refuseAll(t, chained(t), []refused{{name: "the reserved room", action: issue("x", "50.01"), reason: journal.ErrLimit, room: "50"}})
	for name, end := range map[string]credit.Action{
		"released":              credit.Release{ID: "e", At: at, By: []string{"ann"}, Reservation: "r1"},
		"released by the payee": credit.Release{ID: "e", At: at, By: []string{"dan"}, Reservation: "r1"},
		"expired":               credit.Expire{ID: "e", At: day(10), Reservation: "r1"},
		"expired long after":    credit.Expire{ID: "e", At: day(31), Reservation: "r1"},
	} {
		l := newLedger(t)
		for _, a := range chain(t) {
			if r, ok := a.(credit.Reserve); !ok || r.ID != "r1" {
				apply(t, l, a)
			}
		}
		want := shown(l)
		ended := chained(t)
		if shown(ended) == want {
			t.Fatal("a reservation does not show")
		}
		e := apply(t, ended, end)
		if got := shown(ended); got != want || len(e.Postings) > 0 || ended.Check() != nil {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
		at = e.At
		_, err := ended.Apply(issue("x", "60.01"))
		if r := refusal(t, err, journal.ErrLimit); r.Room != eur(t, "60") {
			t.Errorf("%s: %v", name, err)
		}
		apply(t, ended, issue("x", "60"))
		at = day(5)
	}
	paid, committed := newLedger(t), chained(t)
	for _, a := range chain(t) {
		if r, ok := a.(credit.Reserve); ok && r.ID == "r1" {
			a = credit.Pay{ID: "p1", At: r.At, By: r.By, Payment: r.Payment}
		}
		apply(t, paid, a)
	}
	e := apply(t, committed, credit.Commit{ID: "p1", At: day(4), By: []string{"ann"}, Reservation: "r1"})
	if got, want := shown(committed), shown(paid); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := fmt.Sprint(e.Postings, e.Notes), "[{ann EUR.2 -1020} {bob EUR.2 1020} {bob EUR.2 -1020} {cem EUR.2 1020} {cem EUR.2 -1000} {dan EUR.2 1000}] [{paid for a chair}]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// Up to the last moment anybody may not expire a reservation, and after it whoever may commit it still can.
func TestCommitLate(t *testing.T) {
	l := chained(t)
	_, err := l.Apply(credit.Expire{ID: "x", At: day(10).Add(-1), By: []string{"ann", "dan"}, Reservation: "r1"})
	refusal(t, err, journal.ErrTime)
	c := l.Clone()
	apply(t, c, credit.Expire{ID: "x", At: day(10), Reservation: "r1"})
	_, err = c.Apply(credit.Commit{ID: "y", At: day(10), By: []string{"ann"}, Reservation: "r1"})
	refusal(t, err, credit.ErrReserved)
	apply(t, l, credit.Commit{ID: "y", At: day(31), By: []string{"ann"}, Reservation: "r1"})
	if p, ok := l.Promise("y/1"); !ok || p.Issued != day(31) || p.For != "a chair" || p.Root != "y/1" || p.Face != eur(t, "10.20") {
		t.Errorf("%+v", p)
	}
}

// Up to the most that a party may owe, what is reserved counts, and commits.
func TestReserveTheMost(t *testing.T) {
	l := newLedger(t)
	most := cents(credit.TotalMax)
	both := []string{"ann", "bob"}
	reserve := credit.Reserve{ID: "r", At: day(1), By: both, Until: day(2), Payment: credit.Payment{From: "ann", To: "bob", Amount: most, For: "all", Paths: []credit.Path{{Parties: both, Amount: most}}}}
	apply(t, l, reserve)
	one := cents(1)
	refuseAll(t, l, []refused{
		{name: "more owed", action: credit.Issue{ID: "x", At: day(5), By: []string{"ann", "cem"}, Promisor: "ann", Holder: "cem", Amount: one, For: "x"}, reason: journal.ErrLimit, room: "0"},
		{name: "to be owed more", action: credit.Issue{ID: "x", At: day(5), By: []string{"cem", "bob"}, Promisor: "cem", Holder: "bob", Amount: one, For: "x"}, reason: journal.ErrLimit, room: "0"},
		{name: "reserved again", action: spoil(reserve, func(a *credit.Reserve) { a.ID, a.At, a.Until = "x", day(5), day(6) }), reason: journal.ErrLimit, room: "0"},
	})
	text := snapshot(t, l)
	restored, err := credit.Restore(bytes.NewReader(text))
	if err != nil || !bytes.Equal(snapshot(t, restored), text) {
		t.Fatal(err)
	}
	apply(t, l, credit.Commit{ID: "c", At: day(5), By: []string{"ann"}, Reservation: "r"})
	if err := l.Check(); err != nil || l.Owed("ann", "bob") != most {
		t.Error(err, l.Owed("ann", "bob"))
	}
}

// A set-off over two ledgers that hold halves of a ring: reserved in both, it is committed in both, or
// released in both where one of them refuses.
func TestTwoLedgers(t *testing.T) {
	half := func(parties ...string) *credit.Ledger {
		l := newLedger(t)
		for i, creditor := range parties[1:] {
			apply(t, l,
				credit.SetLine{ID: "l" + creditor, At: day(1), By: []string{creditor}, Creditor: creditor, Debtor: parties[i], Clearing: credit.Due},
				credit.Issue{ID: "a" + creditor, At: day(1), By: []string{parties[i], creditor}, Promisor: parties[i], Holder: creditor, Amount: eur(t, "30"), For: "work"})
		}
		return l
	}
	east, west := half("ann", "bob", "cem"), half("cem", "dan", "ann")
	ends := []string{"ann", "cem"}
	reserve := func(by []string, lines ...string) credit.Action {
		r := credit.Reserve{ID: "r", At: day(2), By: by, Until: day(3)}
		for _, id := range lines {
			r.Lines = append(r.Lines, credit.NetLine{Promise: id, SetOff: eur(t, "25")})
		}
		return r
	}
	_, err := east.Apply(reserve(nil, "abob", "acem"))
	if r := refusal(t, err, journal.ErrConsent); fmt.Sprint(r.Missing) != "[ann cem]" {
		t.Error(err)
	}
	before := shown(east)
	apply(t, east, reserve(ends, "abob", "acem"))
	apply(t, west, credit.Dispute{ID: "d", At: day(2), By: []string{"dan"}, Promise: "adan", Because: "it was raining"})
	_, err = west.Apply(reserve(ends, "adan", "aann"))
	refusal(t, err, credit.ErrDisputed)
	apply(t, east, credit.Release{ID: "e", At: day(2), By: []string{"cem"}, Reservation: "r"})
	if shown(east) != before {
		t.Error(shown(east))
	}
	apply(t, west, credit.Resolve{ID: "s", At: day(2), By: []string{"dan", "cem"}, Promise: "adan", Words: "it was not"})
	again := func(a credit.Action) credit.Action {
		return spoil(a.(credit.Reserve), func(r *credit.Reserve) { r.ID = "r2" })
	}
	apply(t, east, again(reserve(ends, "abob", "acem")))
	apply(t, west, again(reserve(ends, "adan", "aann")))
	commit := credit.Commit{ID: "c", At: day(2), By: ends, Reservation: "r2"}
	apply(t, east, commit)
	apply(t, west, commit)
	for _, name := range []string{"ann", "bob", "cem", "dan"} {
		sum, err := east.Balance(name).Add(west.Balance(name))
		if err != nil || !sum.IsZero() {
			t.Errorf("%s: %v, %v", name, sum, err)
		}
	}
	if got := owed(t, east) + "; " + owed(t, west); got != "ann bob 5, bob cem 5; cem dan 5, dan ann 5" {
		t.Error(got)
	}
}
