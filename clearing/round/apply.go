package round

import (
	"example.org/mutual/internal/machine"
	"example.org/mutual/unit/journal"
)

// An Action is something that parties do in a round: one of the structs of this package that has an ID, a
// time and the parties that the application has authenticated for it. The interface is sealed.
type Action interface {
	header() header
	apply(*Round) error // its rule
}

type (
	header = machine.Header
	codec  = machine.Codec
)

// Apply applies an action and returns the record of it; it is the only way to change a round. It happens
// whole or not at all: after an error the round is what it was.
//
// A retry is safe: an action applied before, equal in every field, is a journal.AppliedError with the
// number of its entry, and another under its ID journal.ErrConflict. Other errors are a
// [journal.RefusalError] with one of the reasons of this package or of package journal.
func (r *Round) Apply(a Action) (journal.Entry, error) { return machine.Apply((*stepper)(r), a) }

// Try returns what Apply would, and changes nothing.
func (r *Round) Try(a Action) (journal.Entry, error) { return machine.Try((*stepper)(r), a) }

// Batch applies actions in their order, all or none. An error is a [journal.BatchError].
func (r *Round) Batch(actions ...Action) ([]journal.Entry, error) {
	return machine.Batch((*stepper)(r), actions)
}

// stepper is a round as package machine drives it.
type stepper Round

func (s *stepper) Core() *machine.Core        { return &s.core }
func (s *stepper) Form() machine.Form[Action] { return form }
func (s *stepper) Header(a Action) header     { return a.header() }
func (s *stepper) Undo()                      { s.changes.Undo() }
func (s *stepper) Forget()                    { s.changes.Forget() }
func (s *stepper) Rule(a Action) error        { return a.apply((*Round)(s)) }

// Ready refuses all actions of a round without terms.
func (s *stepper) Ready() error {
	if s.terms.Operator == "" {
		return &journal.RefusalError{Reason: ErrTerms, What: "want a round from New"}
	}
	return nil
}

// going refuses what comes after the end.
func (r *Round) going() error {
	if r.phase == Final || r.phase == Abandoned {
		return &journal.RefusalError{Reason: ErrOver, What: "it is " + r.phase.String()}
	}
	return nil
}

// operates refuses an action that is the operator's, of a round that goes on.
func (r *Round) operates() error {
	if err := r.going(); err != nil {
		return err
	}
	return r.core.Turn.Agree(r.terms.Operator)
}

// set changes a field for good, unless it is undone.
func set[T any](r *Round, field *T, value T) { machine.Set(&r.changes, field, value) }

// forget takes a party's confirmation away, unless it is undone.
func (r *Round) forget(party string) {
	digest, ok := r.confirmed[party]
	if !ok {
		return
	}
	delete(r.confirmed, party)
	r.changes.UndoBy(func() { r.confirmed[party] = digest })
}
