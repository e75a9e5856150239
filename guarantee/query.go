package guarantee

import (
	"iter"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/credit"
	"example.org/mutual/unit"
)

// A View is a ledger that can be read. A society applies to its own what Trade and its other actions say, and nobody
// else does.
type View interface {
	Terms() credit.Terms
	Promise(id string) (credit.Promise, bool)
	Promises() iter.Seq[credit.Promise]
	Lines() iter.Seq[credit.Line]
	Parties() iter.Seq[string]
	Balance(name string) unit.Amount
	Owed(debtor, creditor string) unit.Amount
	Room(debtor, creditor string, agreed bool) credit.Room
	Book(at time.Time) clearing.Book
	Statement(name string, at time.Time) []string
	Ages(name string, at time.Time, ends ...time.Duration) []credit.Age
	Exposure(name string) credit.Exposure
	Passage(from, to string) credit.Passage
	Reservations() iter.Seq[credit.Reservation]
	Consents() iter.Seq[credit.Consent]
	Charges() iter.Seq[credit.Charge]
}

// reader hides from a View's users that it is a ledger, so that nobody applies anything to it.
type reader struct{ View }

// Ledger returns the promises for reading.
func (s *Society) Ledger() View { return reader{s.ledger} }
