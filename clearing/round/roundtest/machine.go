package roundtest

import (
	"io"

	"example.org/mutual/clearing"
	"example.org/mutual/clearing/round"
	"example.org/mutual/unit/journal"
)

// A Machine is a round that can be held to this kit. *round.Round is one. Which of the interfaces below it has
// besides, it is held to as well.
type Machine interface {
	Apply(round.Action) (journal.Entry, error)
	Phase() round.Phase
	Book() clearing.Book // in play, in the order of the Terms
	Dropped() []round.Drop
	Waiting() []string   // sorted
	Confirmed() []string // sorted
	Changes() []round.Change
}

type (
	// A Trier says what Apply would do.
	Trier interface {
		Try(round.Action) (journal.Entry, error)
	}
	// A Batcher applies all of several actions or none.
	Batcher interface {
		Batch(...round.Action) ([]journal.Entry, error)
	}
	// A Checker proves its own state.
	Checker interface{ Check() error }
	// A Snapshotter writes its state, equal states as equal bytes.
	Snapshotter interface{ Snapshot(io.Writer) error }
	// A Restorer makes another machine of a snapshot.
	Restorer interface {
		Restore(io.Reader) (Machine, error)
	}
)
