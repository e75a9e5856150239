package credit

import (
	"example.org/mutual/internal/machine"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// An Action is something that parties do to a ledger: one of the structs of this package that has an ID,
// a time and the parties that the application has authenticated for it. The interface is sealed.
type Action interface {
	header() header
	apply(*turn) error // its rule
}

type (
	header = machine.Header
	codec  = machine.Codec
)

// Apply applies an action and returns the record of it; it is the only way to change a ledger. It happens
// whole or not at all: after an error the ledger is what it was.
//
// A retry is safe: an action applied before, equal in every field, is a journal.AppliedError with the
// number of its entry, and another under its ID journal.ErrConflict. Other errors are a
// [journal.RefusalError] with one of the reasons of this package or of package journal.
func (l *Ledger) Apply(a Action) (journal.Entry, error) { return machine.Apply((*stepper)(l), a) }

// Try returns what Apply would, errors included, and changes nothing.
func (l *Ledger) Try(a Action) (journal.Entry, error) { return machine.Try((*stepper)(l), a) }

// Batch applies actions in their order, all or none. An error is a [journal.BatchError].
func (l *Ledger) Batch(actions ...Action) ([]journal.Entry, error) {
	return machine.Batch((*stepper)(l), actions)
}

// stepper is a ledger as package machine drives it.
type stepper Ledger

func (s *stepper) Core() *machine.Core        { return &s.core }
func (s *stepper) Form() machine.Form[Action] { return form }
func (s *stepper) Header(a Action) header     { return a.header() }
func (s *stepper) Undo()                      { (*Ledger)(s).undo() }

// Forget makes the changes final. What an action was applied with goes with them.
func (s *stepper) Forget() {
	(*Ledger)(s).forget()
	s.turn = turn{}
}

// Ready refuses all actions of a ledger without terms.
func (s *stepper) Ready() error {
	if s.terms.Unit.IsZero() {
		return &journal.RefusalError{Reason: ErrTerms, What: "want a ledger from New"}
	}
	return nil
}

func (s *stepper) Rule(a Action) error {
	s.turn = turn{(*Ledger)(s), &s.core.Turn}
	return a.apply(&s.turn)
}

// A turn is an action being applied to a ledger.
type turn struct {
	*Ledger
	*machine.Turn
}

// parts returns the parts of an amount, which must be in the ledger's unit and above zero.
func (t *turn) parts(a unit.Amount) (int64, error) { return machine.Parts(a, t.terms.Unit) }

// partsOf is parts for an amount that must be within what is left of a promise and not reserved; the zero
// Amount means all that is left.
func (t *turn) partsOf(a unit.Amount, p *promise) (int64, error) {
	if a == (unit.Amount{}) {
		a = t.amount(p.left)
	}
	parts, err := t.parts(a)
	switch {
	case err != nil:
		return 0, err
	case parts > p.left:
		return 0, &journal.RefusalError{Reason: journal.ErrLimit, What: "what is left of the promise", Asked: a, Room: t.amount(p.left - p.held)}
	case parts > p.left-p.held:
		return 0, &journal.RefusalError{Reason: ErrReserved, What: "what is left of the promise and not reserved", Asked: a, Room: t.amount(p.left - p.held)}
	}
	return parts, nil
}

// post records that an amount moved between two parties: from has it less, to has it more.
func (t *turn) post(from, to string, parts int64) { t.Post(t.class, from, to, parts) }

// less takes parts off what is left of the promise at a place: its holder has them no more, its promisor
// owes them no more.
func (t *turn) less(at int32, parts int64) {
	p := *t.promise(at)
	p.left -= parts
	t.set(at, p)
	t.post(t.parties[p.creditor].name, t.parties[p.debtor].name, parts)
}
