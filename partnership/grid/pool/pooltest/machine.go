package pooltest

import (
	"io"
	"iter"

	"example.org/mutual/clearing"
	"example.org/mutual/partnership/grid/pool"
	"example.org/mutual/partnership/stock"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// A Machine is a pool that can be held to this kit. *pool.Pool is one. Which of the interfaces below it has besides, it
// is held to as well.
type Machine interface {
	Apply(pool.Action) (journal.Entry, error)
	Terms() pool.Terms // as they stand
	Members() iter.Seq[pool.Member]
	Purse() unit.Amount
	Carried() unit.Amount
	Position(stock.Kind) (stock.Position, bool)
	Holding(k stock.Kind, who string) unit.Amount
	Claim(k stock.Kind, who string) unit.Amount
	Routes() iter.Seq[pool.Route]
	Loans() iter.Seq[pool.Loan]
	Proposals() []pool.Proposal
	Book(carrier string) clearing.Book
}

// A Trier says what Apply would do.
type Trier interface {
	Try(pool.Action) (journal.Entry, error)
}

// A Batcher applies actions all or none.
type Batcher interface {
	Batch(...pool.Action) ([]journal.Entry, error)
}

// A Snapshotter writes its state down, equal states in equal bytes.
type Snapshotter interface{ Snapshot(io.Writer) error }

// A Restorer makes another machine of a snapshot.
type Restorer interface {
	Restore(io.Reader) (Machine, error)
}

// A Checker proves its own state.
type Checker interface{ Check() error }
