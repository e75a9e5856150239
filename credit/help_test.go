package credit_test

import (
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
