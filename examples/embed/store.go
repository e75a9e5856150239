package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"

	"example.org/mutual/unit/journal"
)

// A Machine is what all protocols of the library have in common: credit.Ledger is one, guarantee.Society another.
type Machine[A any] interface {
	Try(A) (journal.Entry, error)
	Apply(A) (journal.Entry, error)
	Snapshot(io.Writer) error
}

// A Kind of machine is made of four functions of its package.
type Kind[A any, M Machine[A]] struct {
	Found   func() (M, error) // called once in the life of a database: from then on the terms stand there
	Restore func(io.Reader) (M, error)
	Encode  func(A) ([]byte, error)
	Decode  func([]byte) (A, error)
}

// A Store keeps a machine's actions in a database, and the machine in memory. The actions are the truth; what is in
// memory follows from them, and so can be lost at any moment.
//
// An action goes three steps: the machine is asked whether it would accept it (Try); it is written down with its
// entry, in one transaction; it is applied. Whatever happens in between, the database holds the action whole or not
// at all, and nothing that the machine would refuse. Applied before it is written, an action could be answered and
// then forgotten; written before it is tried, one could be kept that no replay accepts.
//
// A request has an ID and a time that its sender chose once, and sends again with each retry. Then a retry is the same
// action, and gets the entry of the first time. So what a sender stores for a retry is the action as it was first made,
// its time included (Encode writes it): made again with the time of now it is another action under a known ID, which
// is refused with journal.ErrConflict. A refusal is not kept: sent again, the same request is looked at anew.
//
// A Store is safe for concurrent use. One process should write: to a second that does by mistake a refusal can be out
// of date, but it can break nothing, because an entry's number is there only once.
type Store[A any, M Machine[A]] struct {
	db   *sql.DB
	name string // of the machine, so that one database can keep several
	kind Kind[A, M]
	o    Options

	mu     sync.Mutex
	state  M
	stale  bool // memory may lag behind the database
	loaded Loaded
}

// Options say how a Store goes about its work.
type Options struct {
	Every uint64      // a snapshot after so many actions; 0: none but that of the founding
	Pass  func(Point) // called at each Point; nil but where crashes are tried out
}

// An Answer is the entry that an action got.
type Answer struct {
	journal.Entry
	Again bool // the action was applied before: this is the entry of that time, and nothing has changed now
}

// Loaded says what the state in memory was put together from.
type Loaded struct {
	Snapshot uint64 // the last action in it
	Replayed uint64 // how many actions came after
}

// A Point is a moment at which a crash is worth trying out.
type Point string

const (
	Tried   Point = "tried"   // the machine would accept the action; nothing is written
	Written Point = "written" // the action is in the transaction, which is not committed
	Stored  Point = "stored"  // it is committed, and not applied
	Applied Point = "applied" // it is applied, and the caller has no answer
	Copied  Point = "copied"  // a snapshot is in its transaction, which is not committed
	Kept    Point = "kept"    // the snapshot is committed, and the caller has no answer
)

// points are all of them, in the order in which an action comes there.
var points = [...]Point{Tried, Written, Stored, Applied, Copied, Kept}

const schema = `
CREATE TABLE IF NOT EXISTS actions (
	machine TEXT    NOT NULL,
	seq     INTEGER NOT NULL, -- that of the entry
	action  BLOB    NOT NULL, -- its canonical JSON
	entry   BLOB    NOT NULL, -- what the machine answered: for retries, for queries, and to check a replay by
	PRIMARY KEY (machine, seq)
) STRICT;
CREATE TABLE IF NOT EXISTS snapshots (
	machine TEXT    NOT NULL,
	seq     INTEGER NOT NULL, -- of the last action in it; 0 is the founding, with the terms
	state   BLOB    NOT NULL,
	PRIMARY KEY (machine, seq)
) STRICT;`

// Open brings a machine back from the database, or founds it there.
func Open[A any, M Machine[A]](ctx context.Context, db *sql.DB, name string, kind Kind[A, M], o Options) (*Store[A, M], error) {
	if _, err := db.ExecContext(ctx, schema); err != nil {
		return nil, err
	}
	s := &Store[A, M]{db: db, name: name, kind: kind, o: o}
	return s, s.load(ctx)
}

// Do applies an action for good and returns its entry. An action that was applied before gets the entry that it got
// then, and the answer says so. After a refusal nothing has changed; after an error of the database or of ctx nobody knows yet whether the
// action was applied, and the caller finds out by sending it again.
func (s *Store[A, M]) Do(ctx context.Context, a A) (Answer, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.refresh(ctx); err != nil {
		return Answer{}, err
	}
	entry, err := s.state.Try(a)
	if applied, ok := errors.AsType[*journal.AppliedError](err); ok {
		first, err := s.entry(ctx, applied.Seq)
		return Answer{first, true}, err
	} else if err != nil {
		return Answer{}, err
	}
	s.pass(Tried)
	if err := s.write(ctx, a, entry); err != nil {
		s.stale = true
		return Answer{}, err
	}
	s.pass(Stored)
	if _, err := s.state.Apply(a); err != nil { // it cannot be: Try has just accepted it
		s.stale = true
		return Answer{}, err
	}
	s.pass(Applied)
	if s.o.Every > 0 && entry.Seq%s.o.Every == 0 {
		// A snapshot only shortens the next start. Without it nothing is lost, so the action stands.
		if err := s.snapshot(ctx, s.state, entry.Seq); err != nil {
			slog.Error("no snapshot", "machine", s.name, "seq", entry.Seq, "error", err)
		}
	}
	return Answer{Entry: entry}, nil
}

// Read calls f with the machine, which f must neither change nor keep.
func (s *Store[A, M]) Read(ctx context.Context, f func(M)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.refresh(ctx); err != nil {
		return err
	}
	f(s.state)
	return nil
}

// refresh looks into the database again where an error has left open what is there.
func (s *Store[A, M]) refresh(ctx context.Context) error {
	if !s.stale {
		return nil
	}
	return s.load(ctx)
}

// write stores an action and its entry. Where another process has taken the number, the primary key refuses it.
func (s *Store[A, M]) write(ctx context.Context, a A, e journal.Entry) error {
	action, err := s.kind.Encode(a)
	if err != nil {
		return err
	}
	entry, err := json.Marshal(e)
	if err != nil {
		return err
	}
	return s.commit(ctx, Written, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO actions VALUES (?, ?, ?, ?)", s.name, int64(e.Seq), action, entry)
		return err
	})
}

// snapshot stores a state as of an entry, and deletes all snapshots but the last two and the founding. It writes the
// state in one go: where that takes too long, write a Clone in the background.
func (s *Store[A, M]) snapshot(ctx context.Context, m M, seq uint64) error {
	var state bytes.Buffer
	if err := m.Snapshot(&state); err != nil {
		return err
	}
	err := s.commit(ctx, Copied, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO snapshots VALUES (?, ?, ?)", s.name, int64(seq), state.Bytes()); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM snapshots WHERE machine = ?1 AND seq > 0 AND seq NOT IN
			(SELECT seq FROM snapshots WHERE machine = ?1 ORDER BY seq DESC LIMIT 2)`, s.name)
		return err
	})
	if err == nil {
		s.pass(Kept)
	}
	return err
}

// commit runs f in a transaction, and passes a point just before its end.
func (s *Store[A, M]) commit(ctx context.Context, before Point, f func(*sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // after Commit it does nothing
	if err := f(tx); err != nil {
		return err
	}
	s.pass(before)
	return tx.Commit()
}

// entry returns what an action was answered.
func (s *Store[A, M]) entry(ctx context.Context, seq uint64) (e journal.Entry, err error) {
	var text []byte
	err = s.db.QueryRowContext(ctx, "SELECT entry FROM actions WHERE machine = ? AND seq = ?", s.name, int64(seq)).Scan(&text)
	if err != nil {
		return e, fmt.Errorf("entry %d: %w", seq, err)
	}
	return e, json.Unmarshal(text, &e)
}

func (s *Store[A, M]) pass(p Point) {
	if s.o.Pass != nil {
		s.o.Pass(p)
	}
}
