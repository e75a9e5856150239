package machinetest

import (
	"bytes"
	"io"
	"slices"

	"example.org/mutual/unit/journal"
)

// A Machine is what a game is played with. Which of the interfaces below it has besides, it is held to as well.
type Machine[A any] interface {
	Apply(A) (journal.Entry, error)
}

type (
	// A Trier says what Apply would do.
	Trier[A any] interface {
		Try(A) (journal.Entry, error)
	}
	// A Batcher applies all of several actions or none.
	Batcher[A any] interface {
		Batch(...A) ([]journal.Entry, error)
	}
	// A Checker proves its own state.
	Checker interface{ Check() error }
	// A Snapshotter writes its state, equal states as equal bytes.
	Snapshotter interface{ Snapshot(io.Writer) error }
	// A Restorer makes another machine of a snapshot.
	Restorer[M any] interface {
		Restore(io.Reader) (M, error)
	}
)

// Same reports whether entries say the same.
func Same(a, b journal.Entry) bool {
	return a.Seq == b.Seq && a.Action == b.Action && a.Type == b.Type && a.At.Equal(b.At) && SamePostings(a, b) && slices.Equal(a.Notes, b.Notes)
}

// SamePostings reports whether entries move the same.
func SamePostings(a, b journal.Entry) bool { return slices.Equal(a.Postings, b.Postings) }

// snapshot returns a machine's snapshot, or nil where it writes none.
func snapshot(m any) ([]byte, error) {
	s, ok := m.(Snapshotter)
	if !ok {
		return nil, nil
	}
	var b bytes.Buffer
	err := s.Snapshot(&b)
	return b.Bytes(), err
}
