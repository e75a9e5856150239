package credittest

import (
	"io"
	"iter"
	"slices"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/credit"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// A Machine is a ledger that can be held to this kit. *credit.Ledger is one. Which of the interfaces
// below it has besides, it is held to as well.
type Machine interface {
	Apply(credit.Action) (journal.Entry, error)
	Promises() iter.Seq[credit.Promise] // in the order of their IDs
	Lines() iter.Seq[credit.Line]       // in the order of creditor and debtor
	Room(debtor, creditor string, agreed bool) credit.Room
}

type (
	// A Trier says what Apply would do.
	Trier interface {
		Try(credit.Action) (journal.Entry, error)
	}
	// A Batcher applies all of several actions or none.
	Batcher interface {
		Batch(...credit.Action) ([]journal.Entry, error)
	}
	// A Checker proves its own state.
	Checker interface{ Check() error }
	// A Snapshotter writes its state, equal states as equal bytes.
	Snapshotter interface{ Snapshot(io.Writer) error }
	// A Restorer makes another machine of a snapshot.
	Restorer interface {
		Restore(io.Reader) (Machine, error)
	}
	// A Balancer adds up promises.
	Balancer interface {
		Balance(party string) unit.Amount
		Owed(debtor, creditor string) unit.Amount
	}
	// A Reserver shows what is reserved, in the order of the IDs.
	Reserver interface {
		Reservations() iter.Seq[credit.Reservation]
	}
	// A Mediator shows who lets payments through and for what charge, in the order of names.
	Mediator interface {
		Consents() iter.Seq[credit.Consent]
		Charges() iter.Seq[credit.Charge]
	}
	// A Booker says what may be set off as of a time, in any order.
	Booker interface {
		Book(at time.Time) clearing.Book
	}
)

// A State is all that a machine shows. Of a machine that is no Reserver or no Mediator, a part is empty.
type State struct {
	Promises     []credit.Promise
	Lines        []credit.Line
	Reservations []credit.Reservation
	Consents     []credit.Consent
	Charges      []credit.Charge
}

// StateOf asks a machine.
func StateOf(m Machine) State {
	s := State{Promises: slices.Collect(m.Promises()), Lines: slices.Collect(m.Lines())}
	if r, ok := m.(Reserver); ok {
		s.Reservations = slices.Collect(r.Reservations())
	}
	if c, ok := m.(Mediator); ok {
		s.Consents, s.Charges = slices.Collect(c.Consents()), slices.Collect(c.Charges())
	}
	return s
}

// balances are what each party is owed less what it owes, in parts. Sums of all that a ledger may hold for
// one party fit.
func (s State) balances() map[string]int64 {
	sums := make(map[string]int64)
	for _, p := range s.Promises {
		sums[p.Holder] += p.Left.Parts()
		sums[p.Promisor] -= p.Left.Parts()
	}
	return sums
}

// line is a creditor's line for a debtor, the zero Line where there is none.
func (s State) line(e two) credit.Line {
	for _, line := range s.Lines {
		if line.Debtor == e.debtor && line.Creditor == e.creditor {
			return line
		}
	}
	return credit.Line{}
}

// book is what may be set off as of a time.
func (s State) book(at time.Time) clearing.Book {
	var b clearing.Book
	for _, p := range s.Promises {
		free := p.Left.Parts() - p.Reserved.Parts()
		if free == 0 || p.Disputed || !clears(s.line(two{p.Promisor, p.Holder}), p.Due, at) {
			continue
		}
		o := clearing.Obligation{ID: p.ID, Debtor: p.Promisor, Creditor: p.Holder, Amount: unit.New(free, p.Left.Unit()), Due: p.Due, Rank: 1}
		if p.Guarantor != "" {
			o.Rank = 0
		}
		b.Obligations = append(b.Obligations, o)
	}
	return b
}

// clears reports whether a line lets what falls due then be set off at a time.
func clears(line credit.Line, due, at time.Time) bool {
	if line.Clearing == credit.Early {
		at = at.Add(line.Window)
	}
	return line.Clearing != credit.Nothing && !due.After(at)
}
