package mutual_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/clearing/round"
	"example.org/mutual/credit"
	"example.org/mutual/guarantee"
	"example.org/mutual/partnership"
	"example.org/mutual/partnership/grid/pool"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
	"github.com/google/go-cmp/cmp"
)

// A machine is the one shape of all protocols: who has learnt one knows them all.
type machine[A, M any] interface {
	Apply(A) (journal.Entry, error)
	Try(A) (journal.Entry, error)
	Batch(...A) ([]journal.Entry, error)
	Last() time.Time
	Applied(id string) (journal.Stamp, bool)
	Check() error
	Clone() M
	Snapshot(io.Writer) error
}

// A shape is a machine that is new, its package's doors, and three actions: one that it takes, one that it takes after
// that, and one that it refuses then.
type shape[A any, M machine[A, M]] struct {
	m                      M
	restore                func(io.Reader) (M, error)
	encode                 func(A) ([]byte, error)
	decode                 func([]byte) (A, error)
	first, second, refused A
}

func TestOneShape(t *testing.T) {
	both, day := []string{"ann", "bob"}, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	ledger, err := credit.New(credit.Terms{Unit: eur})
	if err != nil {
		t.Fatal(err)
	}
	issue := func(id, promisor string) credit.Action {
		return credit.Issue{ID: id, At: day, By: both, Promisor: promisor, Holder: "bob", Amount: euros(5), For: "bread"}
	}
	t.Run("credit", func(t *testing.T) {
		shape[credit.Action, *credit.Ledger]{ledger, credit.Restore, credit.Encode, credit.Decode, issue("1", "ann"), issue("2", "ann"), issue("3", "cem")}.hold(t)
	})

	book := clearing.Book{Obligations: []clearing.Obligation{{ID: "x", Debtor: "ann", Creditor: "bob", Amount: euros(5)}, {ID: "y", Debtor: "bob", Creditor: "ann", Amount: euros(3)}}}
	result, err := clearing.Clear(context.Background(), book, clearing.Options{})
	if err != nil {
		t.Fatal(err)
	}
	meeting, err := round.New(round.Terms{Operator: "mia", Book: book})
	if err != nil {
		t.Fatal(err)
	}
	propose := func(id, by string) round.Action {
		return round.Propose{ID: id, At: day, By: []string{by}, Result: *result}
	}
	t.Run("round", func(t *testing.T) {
		shape[round.Action, *round.Round]{meeting, round.Restore, round.Encode, round.Decode, propose("1", "mia"), propose("2", "mia"), propose("3", "ann")}.hold(t)
	})

	society, err := guarantee.New(guarantee.Terms{
		Name: "society", Unit: eur, Founders: both, Manager: "mia", Custodian: "cus",
		Cost: guarantee.Rates{Buyer: 1, Seller: 1}, Default: guarantee.Rates{Buyer: 1, Seller: 1},
	})
	if err != nil {
		t.Fatal(err)
	}
	found := func(id, who string) guarantee.Action {
		return guarantee.Adopt{ID: id, At: day, By: []string{who}}
	}
	t.Run("guarantee", func(t *testing.T) {
		shape[guarantee.Action, *guarantee.Society]{society, guarantee.Restore, guarantee.Encode, guarantee.Decode, found("1", "ann"), found("2", "bob"), found("3", "bob")}.hold(t)
	})

	house, err := partnership.New(partnership.Terms{
		Name: "house", Unit: eur, Purpose: "homes", Asset: "a house", Founders: []string{"ann", "cus", "mia"}, Custodian: "cus", Manager: "mia",
		Holders:  []partnership.Holder{{Party: "ann", Nths: 1}},
		Portions: []partnership.Portion{{Name: "capital", Kind: partnership.Providers, Weight: 1}},
	})
	if err != nil {
		t.Fatal(err)
	}
	settle := func(id string, who ...string) partnership.Action {
		return partnership.Adopt{ID: id, At: day, By: who}
	}
	t.Run("partnership", func(t *testing.T) {
		shape[partnership.Action, *partnership.Partnership]{house, partnership.Restore, partnership.Encode, partnership.Decode, settle("1", "ann"), settle("2", "cus", "mia"), settle("3", "ann")}.hold(t)
	})

	grid, err := pool.New(pool.Terms{
		Name: "grid", Unit: unit.KilowattHour, Money: eur, Founders: both, Manager: "mia", Custodian: "cus",
		Products: []pool.Product{{Carrier: "heat", Site: "town"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	join := func(id, who string) pool.Action { return pool.Adopt{ID: id, At: day, By: []string{who}} }
	t.Run("pool", func(t *testing.T) {
		shape[pool.Action, *pool.Pool]{grid, pool.Restore, pool.Encode, pool.Decode, join("1", "ann"), join("2", "bob"), join("3", "bob")}.hold(t)
	})
}

// hold holds a machine to the shape, whose actions have the IDs 1 to 3.
func (s shape[A, M]) hold(t *testing.T) {
	m := s.m
	if _, applied := m.Applied("1"); applied || !m.Last().IsZero() {
		t.Error("something was applied to what is new")
	}
	before := s.text(t, m)
	tried, err1 := m.Try(s.first)
	if !bytes.Equal(s.text(t, m), before) {
		t.Error("Try has changed something")
	}
	e, err2 := m.Apply(s.first)
	if err := errors.Join(err1, err2); err != nil || cmp.Diff(e, tried) != "" {
		t.Fatalf("Apply is not what Try has said: %s, %v", cmp.Diff(e, tried), err)
	}
	if stamp, applied := m.Applied("1"); !applied || stamp.Seq != e.Seq || !m.Last().Equal(e.At) {
		t.Errorf("applied %v as %d at %v, want %d at %v", applied, stamp.Seq, m.Last(), e.Seq, e.At)
	}
	var again *journal.AppliedError
	if _, err := m.Apply(s.first); !errors.As(err, &again) || again.Seq != e.Seq {
		t.Errorf("a retry: %v", err)
	}
	s.copies(t)
	after := s.text(t, m)
	if _, err := m.Batch(s.second, s.refused); err == nil || !bytes.Equal(s.text(t, m), after) {
		t.Errorf("a batch that is refused in part: %v", err)
	}
	if err := m.Check(); err != nil {
		t.Error(err)
	}
}

// copies has a clone, and what was read back, go on by themselves, to the same.
func (s shape[A, M]) copies(t *testing.T) {
	text := s.text(t, s.m)
	read, err := s.restore(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	clone := s.m.Clone()
	e1, err1 := clone.Apply(s.second)
	e2, err2 := read.Batch(s.second)
	if err := errors.Join(err1, err2); err != nil || cmp.Diff([]journal.Entry{e1}, e2) != "" || !bytes.Equal(s.text(t, clone), s.text(t, read)) {
		t.Errorf("a clone and what was restored differ: %v %v, %v", e1, e2, err)
	}
	if _, applied := s.m.Applied("2"); applied || !bytes.Equal(s.text(t, s.m), text) {
		t.Error("a copy has changed what it was made of")
	}
	json, err1 := s.encode(s.second)
	action, err2 := s.decode(json)
	if _, err := clone.Apply(action); errors.Join(err1, err2) != nil || !errors.Is(err, journal.ErrApplied) {
		t.Errorf("an action that was written and read is another: %s: %v", json, err)
	}
}

func (s shape[A, M]) text(t *testing.T, m M) []byte {
	var b bytes.Buffer
	if err := m.Snapshot(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
