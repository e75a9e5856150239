package credit

import (
	"context"
	"iter"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/unit"
)

// A View is a ledger that can be read, and not changed: what a machine that holds a ledger hands out of it. Like the
// ledger it is not safe beside a change of it, and while Route runs not for anything else either.
type View interface {
	Terms() Terms
	Promise(id string) (Promise, bool)
	Promises() iter.Seq[Promise]
	Line(creditor, debtor string) (Line, bool)
	Lines() iter.Seq[Line]
	Parties() iter.Seq[string]
	Balance(name string) unit.Amount
	Owed(debtor, creditor string) unit.Amount
	Room(debtor, creditor string, agreed bool) Room
	Passage(from, to string) Passage
	Route(ctx context.Context, r Routing) (*Plan, error)
	Book(at time.Time) clearing.Book
	Statement(name string, at time.Time) (Statement, bool)
	Ages(name string, at time.Time, ends ...time.Duration) []Age
	Exposure(name string) Exposure
	Reservations() iter.Seq[Reservation]
	Consents() iter.Seq[Consent]
	Charges() iter.Seq[Charge]
}

// reader hides from a View's users that it is a ledger, so that nobody applies anything to it.
type reader struct{ View }

// View returns the ledger for reading. It shows what the ledger comes to be, too.
func (l *Ledger) View() View { return reader{l} }
