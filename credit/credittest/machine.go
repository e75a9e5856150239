package credittest

import (
	"io"
	"iter"
	"slices"

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
	// A Balancer adds up promises.
	Balancer interface {
		Balance(party string) unit.Amount
		Owed(debtor, creditor string) unit.Amount
	}
)

// A State is all that a machine shows.
type State struct {
	Promises []credit.Promise
	Lines    []credit.Line
}

// StateOf asks a machine.
func StateOf(m Machine) State { return State{slices.Collect(m.Promises()), slices.Collect(m.Lines())} }

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
