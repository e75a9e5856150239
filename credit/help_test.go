package credit_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"example.org/mutual/credit"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// eur is an amount in EUR.2.
func eur(tb testing.TB, number string) unit.Amount {
	a, err := unit.Parse(number, euro(tb))
	if err != nil {
		tb.Fatal(err)
	}
	return a
}

func cents(n int64) unit.Amount {
	u, _ := unit.Currency("EUR", 2)
	return unit.New(n, u)
}

// apply applies actions that must all be accepted, and returns the last entry.
func apply(tb testing.TB, l *credit.Ledger, actions ...credit.Action) (e journal.Entry) {
	tb.Helper()
	for _, a := range actions {
		var err error
		if e, err = l.Apply(a); err != nil {
			tb.Fatalf("%v: %+v", err, a)
		}
	}
	return e
}

// A refused is an action that the ledger of honest must refuse, and what the refusal says.
type refused struct {
	name    string
	action  credit.Action
	reason  error
	room    string // of ErrLimit and ErrFrozen
	missing string // of ErrConsent and ErrTrust: names with a space between
}

// refuseAll applies each action to a ledger, and to a batch with it, and looks at what comes of it: nothing.
func refuseAll(t *testing.T, l *credit.Ledger, tests []refused) {
	before, parties := snapshot(t, l), slices.Collect(l.Parties())
	fine := credit.SetLine{ID: "fine", At: day(5), By: []string{"new"}, Creditor: "new", Debtor: "ann"}
	for _, test := range tests {
		_, tried := l.Try(test.action)
		_, err := l.Apply(test.action)
		_, batch := l.Batch(fine, test.action)
		for _, err := range []error{tried, err, batch} {
			test.check(t, err)
		}
		if b, ok := errors.AsType[*journal.BatchError](batch); !ok || b.Index != 1 {
			t.Errorf("%s: %v is not of the second in the batch", test.name, batch)
		}
		if !bytes.Equal(snapshot(t, l), before) || !slices.Equal(slices.Collect(l.Parties()), parties) {
			t.Errorf("%s: the state was changed", test.name)
		}
		if err := l.Check(); err != nil {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}

func (test refused) check(t *testing.T, err error) {
	t.Helper()
	r, ok := errors.AsType[*journal.RefusalError](err)
	if !ok || r.Reason != test.reason || strings.Join(r.Missing, " ") != test.missing {
		t.Errorf("%s: got %v, want %v and %q to agree", test.name, err, test.reason, test.missing)
		return
	}
	if room := (test.room != ""); room && r.Room != eur(t, test.room) || !room && test.reason == journal.ErrLimit {
		t.Errorf("%s: got %v, want room for %s", test.name, err, test.room)
	}
}

// spoil returns an action with one thing changed.
func spoil[A credit.Action](a A, change func(*A)) credit.Action {
	change(&a)
	return a
}
