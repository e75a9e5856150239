package credit_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"testing"

	"example.org/mutual/credit"
	"example.org/mutual/unit/journal"
)

// everything is a history with every type of action in it, archives in the middle among them.
func everything(tb testing.TB) []credit.Action {
	at, both := day(5), []string{"ann", "bob"}
	return append(chain(tb),
		credit.Exchange{ID: "b1", At: at, By: both, Giver: "ann", Receiver: "bob", Amount: eur(tb, "1"), For: "a loaf"},
		credit.FreezeLine{ID: "b2", At: at, By: []string{"dan"}, Creditor: "dan", Debtor: "cem"},
		credit.Commit{ID: "b3", At: at, By: []string{"ann"}, Reservation: "r1"},
		credit.Archive{ID: "b4", At: at, Horizon: at},
		credit.Transfer{ID: "b5", At: day(6), By: []string{"dan", "gil"}, Promise: "b3/2", To: "gil", Amount: eur(tb, "3")},
		credit.Transfer{ID: "b6", At: day(6), By: []string{"dan", "gil"}, Promise: "b3/2", To: "gil"},
		credit.Settle{ID: "b7", At: day(6), By: []string{"gil"}, Promise: "b5/1", In: credit.Money, Paid: eur(tb, "3")},
		credit.Release{ID: "b8", At: day(6), Reservation: "r2"},
		credit.Reserve{ID: "b9", At: day(6), By: []string{"gil"}, Until: day(7), Payment: credit.Payment{From: "gil", To: "dan", Amount: eur(tb, "2"), For: "x", Paths: []credit.Path{path(tb, "2", "gil", "cem", "dan"), path(tb, "0.12", "gil", "cem")}}},
		credit.FreezeLine{ID: "c0", At: day(6), By: []string{"dan"}, Creditor: "dan", Debtor: "cem", Thaw: true},
		credit.Reserve{ID: "b9", At: day(6), By: []string{"gil"}, Until: day(7), Payment: credit.Payment{From: "gil", To: "dan", Amount: eur(tb, "2"), For: "x", Paths: []credit.Path{path(tb, "2", "gil", "cem", "dan"), path(tb, "0.12", "gil", "cem")}}},
		credit.Commit{ID: "c3", At: day(6), By: []string{"gil"}, Reservation: "b9"},
		credit.Archive{ID: "c4", At: day(6), Horizon: day(6).Add(-1)},
		credit.Expire{ID: "c5", At: day(9), Reservation: "r3"},
		credit.Net{ID: "c6", At: day(9), Lines: []credit.NetLine{{Promise: "a1", SetOff: eur(tb, "1")}, {Promise: "a2", SetOff: eur(tb, "1")}}},
		credit.Dispute{ID: "c7", At: day(9), By: both, Promise: "a1", Because: "they were old"},
		credit.Resolve{ID: "c8", At: day(9), By: both, Promise: "a1", Less: eur(tb, "1"), Words: "some were"},
		credit.Pay{ID: "c9", At: day(9), By: []string{"ann"}, Payment: credit.Payment{From: "ann", To: "bob", Amount: eur(tb, "9"), For: "y", Paths: []credit.Path{path(tb, "9", "ann", "bob")}}},
		credit.Default{ID: "d1", At: day(9), By: both, Promise: "a2"},
		credit.Forgive{ID: "d2", At: day(9), By: both, Promise: "a2"},
		credit.Archive{ID: "d3", At: day(9), Horizon: day(9)},
		credit.Mediate{ID: "d4", At: day(10), By: []string{"cem"}, Party: "cem", To: "dan", Stop: true},
		credit.CloseLine{ID: "d5", At: day(10), By: []string{"ann"}, Creditor: "ann", Debtor: "bob"},
		credit.SetCharge{ID: "d6", At: day(10), By: []string{"cem"}, Party: "cem"},
	)
}

// run is everything but the one action in it that is refused.
func run(tb testing.TB) (l *credit.Ledger, applied []credit.Action) {
	l = newLedger(tb)
	for _, a := range everything(tb) {
		if _, err := l.Apply(a); err == nil {
			applied = append(applied, a)
		} else if !errors.Is(err, credit.ErrFrozen) {
			tb.Fatalf("%v after %+v", err, a)
		}
	}
	if want := len(everything(tb)) - 1; len(applied) != want {
		tb.Fatalf("%d were applied, want %d", len(applied), want)
	}
	return l, applied
}

// Every run of actions whose last is refused leaves the ledger as it was, from wherever it starts and wherever
// archives lie in it; without that one, it leaves what the actions leave one by one.
func TestBatchOfEverything(t *testing.T) {
	_, all := run(t)
	bad := credit.Forgive{ID: "bad", At: day(31), By: []string{"ann"}, Promise: "no such promise"}
	whole := newLedger(t)
	if entries, err := whole.Batch(all...); err != nil || len(entries) != len(all) {
		t.Fatal(err)
	}
	for from := range all {
		l := newLedger(t)
		apply(t, l, all[:from]...)
		before, show := snapshot(t, l), shown(l)
		for to := from; to <= len(all); to++ {
			batch := append(slices.Clone(all[from:to]), bad)
			_, err := l.Batch(batch...)
			b, ok := errors.AsType[*journal.BatchError](err)
			if !ok || b.Index != to-from || !errors.Is(err, credit.ErrPromise) {
				t.Fatalf("%d to %d: %v", from, to, err)
			}
			if !bytes.Equal(snapshot(t, l), before) {
				t.Fatalf("%d to %d: got %s, want %s", from, to, snapshot(t, l), before)
			}
			if err := l.Check(); err != nil || shown(l) != show {
				t.Fatalf("%d to %d: %v, %s", from, to, err, shown(l))
			}
		}
		if _, err := l.Batch(all[from:]...); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(snapshot(t, l), snapshot(t, whole)) || l.Check() != nil {
			t.Fatalf("from %d: got %s, want %s", from, snapshot(t, l), snapshot(t, whole))
		}
	}
}

// A retry is safe whatever was archived: each action is applied, archived, or taken for itself.
func TestRetryAfterArchive(t *testing.T) {
	l, all := run(t)
	text, known := snapshot(t, l), 0
	for _, a := range all {
		_, err := l.Apply(a)
		_, again := l.Batch(a)
		if err == nil || again == nil || errors.Unwrap(again).Error() != err.Error() {
			t.Fatalf("%v and %v after %+v", err, again, a)
		}
		if fmt.Sprint(err)[:9] != "journal: " {
			t.Errorf("%v after %+v", err, a)
		}
		if bytes.Equal(snapshot(t, l), text) {
			known++
		}
	}
	if known != len(all) {
		t.Errorf("the state was changed by %d actions", len(all)-known)
	}
}

// What is reserved can be committed in the same batch, or else neither is done; and within one batch what was
// made can be paid with, reserved and archived.
func TestReserveAndCommitInOneBatch(t *testing.T) {
	l := chained(t)
	before := snapshot(t, l)
	reserve := credit.Reserve{ID: "s1", At: day(5), By: []string{"ann"}, Until: day(6), Payment: fivers(t)}
	commit := credit.Commit{ID: "s2", At: day(5), By: []string{"ann"}, Reservation: "s1"}
	spent := credit.Redeem{ID: "s3", At: day(5), By: []string{"cem"}, Promise: "s2/2", Goods: "work"}
	archive := credit.Archive{ID: "s4", At: day(5), Horizon: day(5)}
	after := credit.Redeem{ID: "s5", At: day(6), By: []string{"dan"}, Promise: "s2/3", Goods: "work"}
	gone := credit.Release{ID: "s6", At: day(6), By: []string{"ann"}, Reservation: "s1"}
	_, err := l.Batch(reserve, commit, spent, archive, after, gone)
	if b, ok := errors.AsType[*journal.BatchError](err); !ok || b.Index != 5 || !errors.Is(err, credit.ErrReserved) || !bytes.Equal(snapshot(t, l), before) {
		t.Fatal(err)
	}
	entries, err := l.Batch(reserve, commit, spent, archive, after)
	if err != nil || l.Check() != nil {
		t.Fatal(err, l.Check())
	}
	if p, ok := l.Promise("s2/1"); !ok || p.Promisor != "ann" || p.Holder != "bob" || p.Left != eur(t, "0.35") {
		t.Errorf("%+v", p)
	}
	if got := fmt.Sprint(entries[3].Notes); got != "[{archived promises 0} {archived actions 3}]" {
		t.Error(got)
	}
}

// An action that makes no promise is not taken for one that was tried before it, or undone.
func TestUndoneMakesNothing(t *testing.T) {
	issue := credit.Issue{ID: "a1", At: day(1), By: []string{"ann", "bob"}, Promisor: "ann", Holder: "bob", Amount: eur(t, "1"), For: "x"}
	for name, undone := range map[string]func(l *credit.Ledger){
		"tried":   func(l *credit.Ledger) { _, _ = l.Try(issue) },
		"a batch": func(l *credit.Ledger) { _, _ = l.Batch(issue, issue) },
	} {
		l := newLedger(t)
		undone(l)
		apply(t, l, credit.Mediate{ID: "m1", At: day(1), By: []string{"ann"}, Party: "ann"})
		for _, id := range []string{"a1", "m1", "m1/1"} {
			if p, ok := l.Promise(id); ok {
				t.Errorf("%s: %s is %+v", name, id, p)
			}
		}
		apply(t, l, issue, credit.Archive{ID: "h1", At: day(1), Horizon: day(1)})
		if p, ok := l.Promise("a1"); !ok || p.Left != eur(t, "1") || l.Check() != nil {
			t.Errorf("%s: %+v, %v", name, p, l.Check())
		}
	}
}
