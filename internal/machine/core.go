package machine

import (
	"slices"

	"example.org/mutual/internal/canon"
	"example.org/mutual/unit/journal"
)

// A Core is what a machine keeps beside the state that is its own. The zero Core is ready. It must not be
// copied but by Clone.
type Core struct {
	Log     journal.Log
	Turn    Turn // the action being applied
	encoder canon.Encoder
	codec   Codec
}

// Clone returns a copy that shares nothing with k that either could change.
func (k *Core) Clone() Core { return Core{Log: k.Log.Clone()} }

// A Turn is an action being applied: who agrees, and the record in the making.
type Turn struct {
	By       []string
	Postings []journal.Posting
	Notes    []journal.Note
}

// Agree refuses an action to which not all of these parties agree.
func (t *Turn) Agree(parties ...string) error { return journal.Agree(t.By, parties...) }

// Agrees reports whether a party is among the authenticated.
func (t *Turn) Agrees(party string) bool { return slices.Contains(t.By, party) }

// First returns the first party among the authenticated of whom something holds, and the empty name where there is none.
func (t *Turn) First(holds func(party string) bool) string {
	if i := slices.IndexFunc(t.By, holds); i >= 0 {
		return t.By[i]
	}
	return ""
}

// Post records that so much of a class moved: from has it less, to has it more.
func (t *Turn) Post(class journal.Class, from, to string, parts int64) {
	t.Postings = append(t.Postings,
		journal.Posting{Account: from, Class: class, Quantity: -parts},
		journal.Posting{Account: to, Class: class, Quantity: parts})
}

// Note records why something happened as it did, or what rounding left over.
func (t *Turn) Note(kind, text string) {
	t.Notes = append(t.Notes, journal.Note{Kind: kind, Text: text})
}

// A Stepper is a machine as Apply, Try and Batch drive it. A machine that is exported makes another type
// of itself for it, so that no user sees these methods.
type Stepper[A any] interface {
	Core() *Core
	Form() Form[A]
	Ready() error    // why no action at all can be applied, or nil
	Header(A) Header // of an action that the form can write
	Rule(A) error    // applies an action as the Core's Turn; what it has changed by then, Undo takes back
	Undo()           // takes back all changes that are not final
	Forget()         // makes all changes final
}

// Apply applies an action, whole or not at all.
func Apply[A any](m Stepper[A], a A) (journal.Entry, error) {
	mark := m.Core().Log.Mark()
	e, err := step(m, a)
	finish(m, mark, err != nil)
	return e, err
}

// Try returns what Apply would, and changes nothing.
func Try[A any](m Stepper[A], a A) (journal.Entry, error) {
	mark := m.Core().Log.Mark()
	e, err := step(m, a)
	finish(m, mark, true)
	return e, err
}

// Batch applies actions in their order, all or none. An error is a journal.BatchError.
func Batch[A any](m Stepper[A], actions []A) ([]journal.Entry, error) {
	mark := m.Core().Log.Mark()
	entries := make([]journal.Entry, 0, len(actions))
	for i, a := range actions {
		e, err := step(m, a)
		if err != nil {
			finish(m, mark, true)
			return nil, &journal.BatchError{Index: i, Err: err}
		}
		entries = append(entries, e)
	}
	finish(m, mark, false)
	return entries, nil
}

// finish makes the changes since a mark final, or undoes them.
func finish[A any](m Stepper[A], mark journal.Mark, undo bool) {
	if undo {
		m.Undo()
		m.Core().Log.Back(mark)
	}
	m.Forget()
	m.Core().Turn = Turn{}
}

// step applies one action, whose changes are not final yet. Whether it was applied before comes ahead of
// all else that can be said of it.
func step[A any](m Stepper[A], a A) (journal.Entry, error) {
	if err := m.Ready(); err != nil {
		return journal.Entry{}, err
	}
	k := m.Core()
	digest, err := digest(k, m.Form(), a)
	if err != nil {
		return journal.Entry{}, err
	}
	h := m.Header(a)
	if err := k.Log.Admit(h.ID, h.At, digest); err != nil {
		return journal.Entry{}, err
	}
	if err := WrongBy(h.By); err != nil {
		return journal.Entry{}, err
	}
	k.Turn = Turn{By: h.By}
	if err := m.Rule(a); err != nil {
		return journal.Entry{}, err
	}
	seq := k.Log.Add(h.ID, h.At, digest)
	return journal.Entry{Seq: seq, Action: h.ID, Type: h.Kind, At: k.Log.Last(), Postings: k.Turn.Postings, Notes: k.Turn.Notes}, nil
}

// textKept is for how long a text a Core keeps memory between actions, in bytes.
const textKept = 1 << 16

// digest returns what stands for an action in all its fields.
func digest[A any](k *Core, f Form[A], a A) (journal.Digest, error) {
	k.encoder.Reset()
	k.codec.Out = &k.encoder // here, so that a copy of a machine writes to its own
	d, text, err := f.digest(&k.codec, a)
	if len(text) > textKept {
		k.encoder = canon.Encoder{}
	}
	return d, err
}
