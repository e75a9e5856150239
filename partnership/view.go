package partnership

import (
	"iter"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/credit"
	"example.org/mutual/unit"
)

// A View is a ledger that can be read. A partnership applies to its own what its actions say, and nobody else does.
type View interface {
	Terms() credit.Terms
	Promise(id string) (credit.Promise, bool)
	Promises() iter.Seq[credit.Promise]
	Parties() iter.Seq[string]
	Balance(name string) unit.Amount
	Owed(debtor, creditor string) unit.Amount
	Book(at time.Time) clearing.Book
	Statement(name string, at time.Time) []string
	Ages(name string, at time.Time, ends ...time.Duration) []credit.Age
}

// reader hides from a View's users that it is a ledger, so that nobody applies anything to it.
type reader struct{ View }

// Ledger returns what is in arrears for reading.
func (p *Partnership) Ledger() View {
	if p.ledger == nil {
		return reader{&credit.Ledger{}}
	}
	return reader{p.ledger}
}
