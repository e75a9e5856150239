package credit_test

import (
	"testing"

	"example.org/mutual/credit"
	"example.org/mutual/credit/credittest"
)

// The ledger against the kit's model: every invariant, over random histories.
func TestLedger(t *testing.T) {
	credittest.Run(t, func(terms credit.Terms) (credittest.Machine, error) { return credit.New(terms) })
}
