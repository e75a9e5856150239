package credit_test

import (
	"testing"
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/unit/journal"
)

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
