package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"log/slog"
)

// What can be wrong with a database.
var (
	errSnapshots = errors.New("no snapshot can be read, not even that of the founding")
	errReplay    = errors.New("replayed, it is not what was stored")
)

// load puts the state together from the last snapshot that can be read and the actions after it.
func (s *Store[A, M]) load(ctx context.Context) error {
	state, from, err := s.begin(ctx)
	if err != nil {
		return fmt.Errorf("%s: %w", s.name, err)
	}
	last := from
	for row, err := range s.rows(ctx, "SELECT seq, action, entry FROM actions WHERE machine = ? AND seq > ? ORDER BY seq", s.name, int64(from)) {
		if err != nil {
			return err
		}
		if err := s.replay(state, row); err != nil {
			return fmt.Errorf("%s: action %d: %w", s.name, row.seq, err)
		}
		last = row.seq
	}
	s.state, s.stale, s.loaded = state, false, Loaded{Snapshot: from, Replayed: last - from}
	return nil
}

// begin returns the state of the last snapshot that can be read, and up to which action it goes. A snapshot carries a
// hash of itself and Restore proves the state from scratch, so a damaged one is noticed, and the one before it taken.
func (s *Store[A, M]) begin(ctx context.Context) (state M, from uint64, err error) {
	err = nil
	for row, failed := range s.rows(ctx, "SELECT seq, state, NULL FROM snapshots WHERE machine = ? ORDER BY seq DESC", s.name) {
		if failed != nil {
			return state, 0, failed
		}
		if state, err = s.kind.Restore(bytes.NewReader(row.first)); err == nil {
			return state, row.seq, nil
		}
		slog.Warn("a snapshot is passed over", "machine", s.name, "seq", row.seq, "error", err)
	}
	if err != nil {
		return state, 0, errSnapshots
	}
	return s.found(ctx)
}

// found founds the machine and stores it as the snapshot before the first action: that keeps the terms, under which
// its actions will be replayed whatever a later program would found it on.
func (s *Store[A, M]) found(ctx context.Context) (M, uint64, error) {
	state, err := s.kind.Found()
	if err != nil {
		return state, 0, err
	}
	return state, 0, s.snapshot(ctx, state, 0)
}

// replay applies a stored action again. That gives the entry that was stored, byte for byte, on every machine and under
// every version of the library that knows the rules of the terms; anything else means that somebody has changed the
// database, and is better found out now.
func (s *Store[A, M]) replay(state M, r row) error {
	a, err := s.kind.Decode(r.first)
	if err != nil {
		return err
	}
	e, err := state.Apply(a)
	if err != nil {
		return err
	}
	entry, err := json.Marshal(e)
	if err != nil {
		return err
	}
	if e.Seq != r.seq || !bytes.Equal(entry, r.second) {
		return errReplay
	}
	return nil
}

// A row is what both tables have: a number and one or two texts.
type row struct {
	seq           uint64
	first, second []byte
}

// rows yields the rows of a query, or the error that ended it.
func (s *Store[A, M]) rows(ctx context.Context, query string, args ...any) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		found, err := s.db.QueryContext(ctx, query, args...)
		if err != nil {
			yield(row{}, err)
			return
		}
		defer found.Close()
		for found.Next() {
			var r row
			err := found.Scan(&r.seq, &r.first, &r.second)
			if !yield(r, err) || err != nil {
				return
			}
		}
		if err := found.Err(); err != nil {
			yield(row{}, err)
		}
	}
}
