package partnershiptest

import (
	"io"
	"iter"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/credit"
	"example.org/mutual/partnership"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// A Machine is a partnership that can be held to this kit. *partnership.Partnership is one. Which of the interfaces
// below it has besides, it is held to as well.
type Machine interface {
	Apply(partnership.Action) (journal.Entry, error)
	Terms() partnership.Terms // as they stand
	Purse() unit.Amount
	Gross() unit.Amount
	Commons() unit.Amount
	Capital() unit.Amount
	Prepaid() unit.Amount
	Arrears() unit.Amount
	Due(name string) unit.Amount
	Carried(name string) unit.Amount
	Holding(name string) unit.Amount
	N() int64
	Holders() iter.Seq[partnership.Holder]
	Uses() []partnership.Use
	Proposals() []partnership.Proposal
	Standing() (id string, v partnership.Valuation, nths int64)
	Ledger() credit.View
	Book(time.Time) clearing.Book
}

type (
	// A Trier says what Apply would do.
	Trier interface {
		Try(partnership.Action) (journal.Entry, error)
	}
	// A Batcher applies all of several actions or none.
	Batcher interface {
		Batch(...partnership.Action) ([]journal.Entry, error)
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
