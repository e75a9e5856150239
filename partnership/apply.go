package partnership

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/internal/machine"
	"example.org/mutual/internal/name"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// An Action is something that the members do, the manager and the custodian among them: one of the structs of this
// package that has an ID, a time and the parties that the application has authenticated for it. The interface is
// sealed.
type Action interface {
	header() header
	apply(*turn) error // its rule
}

type (
	header = machine.Header
	codec  = machine.Codec
)

// IDBytesMax is the longest ID of an action, in bytes. An ID holds no slash and no number sign: what a
// partnership does in its ledger for an action is named after it, "ID#2" and so on.
const IDBytesMax = name.BytesMax - 8

// Apply applies an action and returns the record of it; it is the only way to change a partnership. It happens
// whole or not at all, in the partnership and in its ledger: after an error both are what they were.
//
// A retry is safe: an action applied before, equal in every field, is a journal.AppliedError with the
// number of its entry, and another under its ID journal.ErrConflict. Other errors are a
// [journal.RefusalError] with one of the reasons of this package, of package credit or of package journal.
func (p *Partnership) Apply(a Action) (journal.Entry, error) { return machine.Apply((*stepper)(p), a) }

// Try returns what Apply would, and changes nothing.
func (p *Partnership) Try(a Action) (journal.Entry, error) { return machine.Try((*stepper)(p), a) }

// Batch applies actions in their order, all or none. An error is a [journal.BatchError].
func (p *Partnership) Batch(actions ...Action) ([]journal.Entry, error) {
	return machine.Batch((*stepper)(p), actions)
}

// stepper is a partnership as package machine drives it.
type stepper Partnership

func (s *stepper) Core() *machine.Core        { return &s.core }
func (s *stepper) Form() machine.Form[Action] { return form }
func (s *stepper) Header(a Action) header     { return a.header() }

// Undo takes back what was done in the ledger too.
func (s *stepper) Undo() {
	s.finish(true)
	if s.stock != nil {
		s.shelf.Undo()
	}
	s.changes.Undo()
}

// Forget makes all changes final. What Undo has finished in the ledger is finished.
func (s *stepper) Forget() {
	s.finish(false)
	if s.stock != nil {
		s.shelf.Forget()
	}
	s.changes.Forget()
	s.turn = turn{}
}

// finish ends what the ledger was given, where there is one.
func (s *stepper) finish(undo bool) {
	if s.held != nil {
		s.held.Finish(undo)
	}
}

// Ready refuses all actions of a partnership without terms.
func (s *stepper) Ready() error {
	if s.ledger == nil {
		return &journal.RefusalError{Reason: ErrTerms, What: "want a partnership from New"}
	}
	return nil
}

func (s *stepper) Rule(a Action) error {
	h := a.header()
	if len(h.ID) > IDBytesMax || strings.Contains(h.ID, "#") {
		return &journal.RefusalError{Reason: journal.ErrID, What: "want at most 120 bytes without #"}
	}
	if slices.Contains(h.By, s.terms.Name) {
		return &journal.RefusalError{Reason: journal.ErrParty, What: "nobody signs for the partnership"}
	}
	if _, founding := a.(Adopt); !founding && !s.adopted {
		return &journal.RefusalError{Reason: ErrAdopted, What: "want all founders to adopt the terms first"}
	}
	s.turn = turn{Partnership: (*Partnership)(s), Turn: &s.core.Turn, kind: h.Kind, id: h.ID, at: machine.Plain(h.At)}
	return a.apply(&s.turn)
}

// A turn is an action being applied to a partnership.
type turn struct {
	*Partnership
	*machine.Turn
	kind     string // of the action, or of what it enacts
	id       string // after which things are named: of the action, or of the proposal that it enacts
	at       time.Time
	acts     int  // how many actions the ledger was given for it
	approved bool // by the members, as a proposal
}

// set changes a field, unless the action is undone.
func set[T any](t *turn, field *T, value T) { machine.Set(&t.changes, field, value) }

// setAt is set for what a list has at a place. The list may have moved by the time that this is undone: it grows with
// the members.
func setAt[T any](t *turn, list *[]T, at int32, value T) {
	old := (*list)[at]
	(*list)[at] = value
	t.changes.UndoBy(func() { (*list)[at] = old })
}

// act applies an action to the ledger, and takes its postings and notes into the entry.
func (t *turn) act(a credit.Action) error {
	e, _, err := t.held.Apply(a)
	if err != nil {
		return err
	}
	t.acts++
	t.Postings, t.Notes = append(t.Postings, e.Postings...), append(t.Notes, e.Notes...)
	return nil
}

// next is the ID for the next action that the ledger is given: that of the partnership's action, then with a number.
func (t *turn) next() string {
	if t.acts == 0 {
		return t.id
	}
	return t.id + "#" + strconv.Itoa(t.acts+1)
}

// by are those who agree to what the ledger is given, the partnership among them.
func (t *turn) by(parties ...string) []string { return append(parties, t.terms.Name) }

// parts returns the parts of an amount, which must be in the partnership's unit and above zero.
func (t *turn) parts(a unit.Amount) (int64, error) { return machine.Parts(a, t.terms.Unit) }

// partsUpTo is parts for an amount that there must be room for, for a reason; the zero Amount means all of it.
func (t *turn) partsUpTo(a unit.Amount, room int64, reason error, what string) (int64, error) {
	return machine.PartsUpTo(a, t.amount(room), reason, what)
}

// post records that money moved between two accounts.
func (t *turn) post(from, to string, parts int64) { t.Post(t.class, from, to, parts) }

// quote is a name in an error.
func quote(s string) string { return fmt.Sprintf("%.32q", s) }
