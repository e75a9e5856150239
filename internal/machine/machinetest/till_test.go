package machinetest_test

import (
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"

	"example.org/mutual/internal/machine/machinetest"
	"example.org/mutual/unit/journal"
)

// A pay is the one action of a till: so much into it, or out.
type pay struct {
	ID    string
	Parts int64
}

var errEmpty = errors.New("not so much in the till")

// A till has every method that a game knows, and does as it must.
type till struct {
	Parts int64
	IDs   []string
}

func newTill() (*till, error) { return &till{}, nil }

func (m *till) Apply(a pay) (journal.Entry, error) {
	if i := slices.Index(m.IDs, a.ID); i >= 0 {
		return journal.Entry{}, &journal.AppliedError{Seq: uint64(i + 1)}
	}
	if m.Parts+a.Parts < 0 {
		return journal.Entry{}, errEmpty
	}
	m.Parts, m.IDs = m.Parts+a.Parts, append(m.IDs, a.ID)
	return journal.Entry{Seq: uint64(len(m.IDs)), Action: a.ID, Type: "pay", Postings: []journal.Posting{
		{Account: "outside", Class: "EUR.2", Quantity: -a.Parts}, {Account: "till", Class: "EUR.2", Quantity: a.Parts},
	}, Notes: []journal.Note{{Kind: "till", Text: strconv.FormatInt(m.Parts, 10)}}}, nil
}

func (m *till) clone() *till { return &till{m.Parts, slices.Clone(m.IDs)} }

func (m *till) Try(a pay) (journal.Entry, error) { return m.clone().Apply(a) }

func (m *till) Batch(all ...pay) ([]journal.Entry, error) {
	ahead, entries := m.clone(), make([]journal.Entry, len(all))
	for i, a := range all {
		var err error
		if entries[i], err = ahead.Apply(a); err != nil {
			return nil, &journal.BatchError{Index: i, Err: err}
		}
	}
	*m = *ahead
	return entries, nil
}

func (m *till) Check() error { return nil }

func (m *till) Snapshot(w io.Writer) error { return json.NewEncoder(w).Encode(m) }

func (m *till) Restore(r io.Reader) (machine, error) {
	var other till
	return &other, json.NewDecoder(r).Decode(&other)
}

// Machines that each break one promise. Each is a till in all else.
type (
	hopeful   struct{ *till } // tries, and says that it can be done
	otherwise struct{ *till } // tries, and says something else
	rash      struct{ *till } // applies what it tries
	forgetful struct{ *till } // applies what was applied before
	vague     struct{ *till } // does not say that it was applied before
	miscounts struct{ *till } // says that something else was
	restless  struct{ *till } // changes as it says so
	leaky     struct{ *till } // changes as it refuses
	broken    struct{ *till } // is not what it should be
	silent    struct{ *till } // cannot write its snapshot

	eager   struct{ *till } // applies of a batch what it can, and says so
	half    struct{ *till } // applies a batch as far as it goes
	idle    struct{ *till } // refuses all batches
	short   struct{ *till } // gives the entry of a batch's last action alone
	unlike  struct{ *till } // gives other entries for a batch
	drifts  struct{ *till } // ends otherwise after a batch
	lost    struct{ *till } // restores nothing
	unread  struct{ *till } // does not read what it wrote
	starts  struct{ *till } // restores a machine that remembers no action
	tainted struct {        // keeps something that it does not write
		*till
		debt int64
	}
)

func (m hopeful) Try(a pay) (journal.Entry, error) {
	e, err := m.till.Try(a)
	if err == errEmpty {
		err = nil
	}
	return e, err
}

func (m otherwise) Try(a pay) (journal.Entry, error) {
	e, err := m.till.Try(a)
	if err == nil {
		e.Postings[1].Quantity++
	}
	return e, err
}

func (m rash) Try(a pay) (journal.Entry, error) { return m.Apply(a) }

// once applies an action under another ID where it was applied before.
func (m *till) once(a pay, again func() (journal.Entry, error)) (journal.Entry, error) {
	if slices.Contains(m.IDs, a.ID) {
		return again()
	}
	return m.Apply(a)
}

func (m forgetful) Apply(a pay) (journal.Entry, error) {
	return m.once(a, func() (journal.Entry, error) { return m.till.Apply(pay{a.ID + "'", a.Parts}) })
}

func (m vague) Apply(a pay) (journal.Entry, error) {
	return m.once(a, func() (journal.Entry, error) { return journal.Entry{}, journal.ErrApplied })
}

func (m miscounts) Apply(a pay) (journal.Entry, error) {
	return m.once(a, func() (journal.Entry, error) { return journal.Entry{}, &journal.AppliedError{Seq: 1 << 20} })
}

func (m restless) Apply(a pay) (journal.Entry, error) {
	return m.once(a, func() (journal.Entry, error) { m.Parts++; return m.till.Apply(a) })
}

func (m leaky) Apply(a pay) (journal.Entry, error) {
	e, err := m.till.Apply(a)
	if err == errEmpty {
		m.Parts--
	}
	return e, err
}

func (m broken) Check() error { return errors.New("broken") }

func (m silent) Snapshot(io.Writer) error { return errors.New("silent") }

func (m eager) Batch(all ...pay) (entries []journal.Entry, err error) {
	for _, a := range all {
		if e, err := m.Apply(a); err == nil {
			entries = append(entries, e)
		}
	}
	return entries, nil
}

func (m half) Batch(all ...pay) (entries []journal.Entry, err error) {
	for i, a := range all {
		e, err := m.Apply(a)
		if err != nil {
			return nil, &journal.BatchError{Index: i, Err: err}
		}
		entries = append(entries, e)
	}
	return entries, nil
}

func (m idle) Batch(...pay) ([]journal.Entry, error) { return nil, errors.New("idle") }

func (m short) Batch(all ...pay) ([]journal.Entry, error) {
	entries, err := m.till.Batch(all...)
	return entries[max(0, len(entries)-1):], err
}

func (m unlike) Batch(all ...pay) ([]journal.Entry, error) {
	entries, err := m.till.Batch(all...)
	if err == nil {
		entries[0].Notes = nil
	}
	return entries, err
}

func (m drifts) Batch(all ...pay) ([]journal.Entry, error) {
	entries, err := m.till.Batch(all...)
	if err == nil {
		m.Parts++
	}
	return entries, err
}

func (m lost) Restore(io.Reader) (machine, error) { return &till{IDs: slices.Clone(m.IDs)}, nil }

func (m unread) Restore(io.Reader) (machine, error) { return nil, errors.New("unread") }

func (m starts) Restore(io.Reader) (machine, error) { return &till{Parts: m.Parts}, nil }

func (m *tainted) Apply(a pay) (journal.Entry, error) {
	e, err := m.till.Apply(a)
	if err == nil {
		m.debt++
		e.Notes = []journal.Note{{Kind: "debt", Text: strconv.FormatInt(m.debt, 10)}}
	}
	return e, err
}

func (m *tainted) Try(a pay) (journal.Entry, error) {
	return (&tainted{m.till.clone(), m.debt}).Apply(a)
}

func (m *tainted) Batch(all ...pay) (entries []journal.Entry, err error) {
	debt := m.debt
	if entries, err = m.till.Batch(all...); err == nil {
		for i := range entries {
			entries[i].Notes = []journal.Note{{Kind: "debt", Text: strconv.FormatInt(debt+int64(i)+1, 10)}}
		}
		m.debt += int64(len(all))
	}
	return entries, err
}

func (m *tainted) Restore(r io.Reader) (machine, error) {
	other, err := m.till.Restore(r)
	if err != nil {
		return nil, err
	}
	return &tainted{till: other.(*till)}, nil
}

// A late till does wrong with long batches alone, such as a whole history.
type late struct {
	*till
	batch func(...pay) ([]journal.Entry, error)
}

func (m late) Batch(all ...pay) ([]journal.Entry, error) {
	if len(all) > 2 {
		return m.batch(all...)
	}
	return m.till.Batch(all...)
}

// A machine is what the game is played with.
type machine interface{ machinetest.Machine[pay] }

// A heavy till writes more than it goes by.
type heavy struct {
	till
	Weight int64
}

func (m *heavy) Snapshot(w io.Writer) error { return json.NewEncoder(w).Encode(m) }
