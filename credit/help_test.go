package credit_test

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
	"pgregory.net/rapid"
)

// euro is the unit of most tests.
func euro(tb rapid.TB) unit.Unit {
	u, err := unit.Currency("EUR", 2)
	if err != nil {
		tb.Fatal(err)
	}
	return u
}

// eur is an amount in euros, as people write it.
func eur(tb rapid.TB, number string) unit.Amount {
	a, err := unit.Parse(number, euro(tb))
	if err != nil {
		tb.Fatal(err)
	}
	return a
}

// cents are hundredths of a euro: the parts of the ledgers' unit.
func cents(n int64) unit.Amount {
	u, err := unit.Currency("EUR", 2)
	if err != nil {
		panic(err)
	}
	return unit.New(n, u)
}

// day is noon of a day of January 2026.
func day(n int) time.Time { return time.Date(2026, time.January, n, 12, 0, 0, 0, time.UTC) }

// newLedger returns an empty ledger in EUR.2.
func newLedger(tb rapid.TB) *credit.Ledger {
	l, err := credit.New(credit.Terms{Unit: euro(tb)})
	if err != nil {
		tb.Fatal(err)
	}
	return l
}

// snapshot is that of a Ledger or a GiftLog.
func snapshot(tb rapid.TB, l interface{ Snapshot(io.Writer) error }) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := l.Snapshot(&b); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// refusal fails unless err is a RefusalError with this reason.
func refusal(tb rapid.TB, err, reason error) *journal.RefusalError {
	tb.Helper()
	r, ok := errors.AsType[*journal.RefusalError](err)
	if !ok || r.Reason != reason {
		tb.Fatalf("got the error %v (%T), want %v", err, err, reason)
	}
	return r
}

// apply applies actions that must all be accepted, and returns the last entry.
func apply(tb rapid.TB, l *credit.Ledger, actions ...credit.Action) (e journal.Entry) {
	tb.Helper()
	for _, a := range actions {
		var err error
		if e, err = l.Apply(a); err != nil {
			tb.Fatalf("%v: %+v", err, a)
		}
	}
	return e
}

// A refused is an action that a ledger must refuse, and what the refusal says.
type refused struct {
	name    string
	action  credit.Action
	reason  error
	room    string // of ErrLimit and ErrFrozen
	missing string // of ErrConsent and ErrTrust: names with a space between
}

// refuseAll tries and applies each action, by itself and as the second of a batch: nothing may come of it.
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
