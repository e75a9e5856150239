package credit_test

import (
	"io"
	"testing"

	"example.org/mutual/credit"
	"example.org/mutual/credit/credittest"
)

// The ledger against the kit's model: every invariant, over random histories.
func TestLedger(t *testing.T) {
	credittest.Run(t, func(terms credit.Terms) (credittest.Machine, error) {
		l, err := credit.New(terms)
		return restorable{l}, err
	})
}

// A restorable ledger is one that the kit can restore from its snapshots.
type restorable struct{ *credit.Ledger }

func (restorable) Restore(r io.Reader) (credittest.Machine, error) {
	l, err := credit.Restore(r)
	return restorable{l}, err
}
