package credit_test

import (
	"bytes"
	"errors"
	"testing"

	"example.org/mutual/credit"
	"example.org/mutual/unit/journal"
)

// What is reserved is out of reach, and back when it is released.
func TestRouteReserved(t *testing.T) {
	q := newQuarter(t, "bob trusts ann 10", "bob owes ann 5", "cem trusts bob 40", "bob mediates * *")
	r := q.routing("ann", "cem", 8)
	plan := q.route(r)
	q.noWay(q.routing("cem", "ann", 1)) // so that nothing of the plan is to be looked at again
	apply(t, q.Ledger, credit.Reserve{ID: "r", At: day(2), By: []string{"ann"}, Until: day(3), Payment: plan.Payment})
	all := q.routing("ann", "cem", 99)
	all.Most = true
	if p := q.route(all); p.Amount.Parts() != 7 || !p.Repaid.IsZero() || bounds(p.Cut) != "what ann may owe bob: the line's hard limit" {
		t.Errorf("%+v", p)
	}
	q.noWay(q.routing("cem", "ann", 1))
	committed := q.Clone()
	apply(t, q.Ledger, credit.Release{ID: "c", At: day(2), By: []string{"cem"}, Reservation: "r"})
	if p := q.route(all); p.Amount.Parts() != 15 || p.Repaid.Parts() != 5 {
		t.Errorf("%+v", p)
	}
	q.Ledger = committed
	q.noWay(q.routing("cem", "ann", 1))
	apply(t, q.Ledger, credit.Commit{ID: "c", At: day(2), By: []string{"ann"}, Reservation: "r"})
	if p := q.route(all); p.Amount.Parts() != 7 || !p.Repaid.IsZero() {
		t.Errorf("%+v", p)
	}
}

// A promise in dispute is out of reach.
func TestRouteDisputed(t *testing.T) {
	q := newQuarter(t, "bob owes ann 5", "bob owes ann 3")
	apply(t, q.Ledger, credit.Dispute{ID: "d", At: day(1), By: []string{"bob"}, Promise: "q1", Because: "stale"})
	if e := q.noWay(q.routing("ann", "bob", 4)); e.Room.Parts() != 3 || bounds(e.Cut) != "what bob may owe ann: no more is owed that could be repaid" {
		t.Error(e)
	}
	if p := q.Passage("ann", "bob"); p.Most.Parts() != 3 {
		t.Error(p)
	}
}

// What was tried and undone is nothing to a plan, and hides nothing that was done.
func TestRouteUndone(t *testing.T) {
	q := newQuarter(t, "bob trusts ann 10", "cem trusts bob 10", "bob mediates * *")
	q.route(q.routing("ann", "cem", 10))
	shortcut := credit.SetLine{ID: "s", At: day(1), By: []string{"cem"}, Creditor: "cem", Debtor: "ann"}
	stranger := credit.SetLine{ID: "n", At: day(1), By: []string{"new"}, Creditor: "new", Debtor: "newer"}
	open := credit.Mediate{ID: "o", At: day(1), By: []string{"newer"}, Party: "newer", From: "newest"}
	stop := credit.Mediate{ID: "m", At: day(1), By: []string{"bob"}, Party: "bob", Stop: true}
	if _, err := q.Batch(stranger, shortcut, stop, open, stop); err == nil {
		t.Fatal("the consent ended twice")
	}
	for _, a := range []credit.Action{stranger, shortcut, open, stop} {
		if _, err := q.Try(a); err != nil {
			t.Fatal(err)
		}
	}
	q.say("bob trusts ann 4", "dan mediates eve *")
	if e := q.noWay(q.routing("ann", "cem", 10)); e.Room.Parts() != 4 {
		t.Error(e)
	}
	q.noWay(q.routing("newer", "new", 1))
}

// A plan that no longer fits is refused whole.
func TestRouteStale(t *testing.T) {
	q := newQuarter(t, "bob trusts ann 10", "cem trusts ann 10", "dan trusts bob 10", "dan trusts cem 10", "bob mediates * *", "cem mediates * *")
	r := q.routing("ann", "dan", 18)
	plan := q.route(r)
	for _, change := range []string{"dan trusts cem 7", "dan freezes bob", "cem stops * *", "ann owes bob 3", "cem charges 1 0"} {
		changed := &quarter{TB: t, Ledger: q.Clone(), told: q.told}
		changed.say(change)
		before := snapshot(t, changed.Ledger)
		if _, err := changed.Apply(paymentOf(plan, "p", r)); err == nil {
			t.Errorf("%s: paid", change)
		} else if _, ok := errors.AsType[*journal.RefusalError](err); !ok {
			t.Errorf("%s: %v", change, err)
		}
		if !bytes.Equal(snapshot(t, changed.Ledger), before) {
			t.Errorf("%s: the state was changed", change)
		}
	}
	apply(t, q.Ledger, paymentOf(plan, "p", r))
	after := snapshot(t, q.Ledger)
	if _, err := q.Apply(paymentOf(plan, "p", r)); !errors.Is(err, journal.ErrApplied) {
		t.Error(err)
	}
	_, err := q.Apply(paymentOf(plan, "p again", r))
	if refusal(t, err, journal.ErrLimit); !bytes.Equal(snapshot(t, q.Ledger), after) {
		t.Error("the state was changed")
	}
}
