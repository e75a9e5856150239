package pool

import (
	"slices"
	"time"

	"example.org/mutual/internal/machine"
	"example.org/mutual/partnership/stock"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// An Action is something that the members, the manager or the custodian do: one of the structs of this package that
// has an ID, a time and the parties that the application has authenticated for it. The interface is sealed.
type Action interface {
	header() header
	apply(*turn) error // its rule
}

type (
	header = machine.Header
	codec  = machine.Codec
)

// Apply applies an action and returns the record of it; it is the only way to change a pool. It happens whole or not
// at all: after an error the pool is what it was.
//
// A retry is safe: an action applied before, equal in every field, is a journal.AppliedError with the number of its
// entry, and another under its ID journal.ErrConflict. Other errors are a [journal.RefusalError] with one of the
// reasons of this package, of package stock or of package journal.
func (p *Pool) Apply(a Action) (journal.Entry, error) { return machine.Apply((*stepper)(p), a) }

// Try returns what Apply would, and changes nothing.
func (p *Pool) Try(a Action) (journal.Entry, error) { return machine.Try((*stepper)(p), a) }

// Batch applies actions in their order, all or none. An error is a [journal.BatchError].
func (p *Pool) Batch(actions ...Action) ([]journal.Entry, error) {
	return machine.Batch((*stepper)(p), actions)
}

// stepper is a pool as package machine drives it.
type stepper Pool

func (p *stepper) Core() *machine.Core        { return &p.core }
func (p *stepper) Form() machine.Form[Action] { return form }
func (p *stepper) Header(a Action) header     { return a.header() }

// Undo takes back what was done in the register too, where there is one.
func (p *stepper) Undo() {
	p.changes.Undo()
	if p.register != nil {
		p.held.Undo()
	}
}

func (p *stepper) Forget() {
	p.changes.Forget()
	if p.register != nil {
		p.held.Forget()
	}
	p.turn = turn{}
}

// Ready refuses all actions of a pool without terms.
func (p *stepper) Ready() error {
	if p.register == nil {
		return refuse(ErrTerms, "want a pool from New")
	}
	return nil
}

func (p *stepper) Rule(a Action) error {
	h := a.header()
	if slices.Contains(h.By, p.terms.Name) {
		return refuse(journal.ErrParty, "nobody signs for the pool")
	}
	if _, founding := a.(Adopt); !founding && !p.adopted {
		return refuse(ErrAdopted, "want all founders to adopt the terms first")
	}
	p.turn = turn{Pool: (*Pool)(p), Turn: &p.core.Turn, id: h.ID, at: machine.Plain(h.At)}
	return a.apply(&p.turn)
}

// A turn is an action being applied to a pool.
type turn struct {
	*Pool
	*machine.Turn
	id string
	at time.Time
}

// set changes a field, unless the action is undone.
func set[T any](t *turn, field *T, value T) { machine.Set(&t.changes, field, value) }

// post records a move of the register.
func (t *turn) post(m stock.Move) { t.Post(m.Class, m.From, m.To, m.Parts) }

// energyParts returns the parts of an amount, which must be in the pool's unit and above zero.
func (t *turn) energyParts(a unit.Amount) (int64, error) { return machine.Parts(a, t.terms.Unit) }

// pay records that money passes from one party to another for so much energy, at a quote; the pool holds none of it.
// It is rounded down, and the residue is in the entry. The zero Quote is for nothing.
func (t *turn) pay(from, to string, energy unit.Amount, price unit.Quote) error {
	if price == (unit.Quote{}) {
		return nil
	}
	paid, err := t.worth(energy, price, t.terms.Money)
	if err != nil {
		return err
	}
	t.Post(t.money, "money/"+from, "money/"+to, paid.Parts())
	return nil
}

// worth converts at a quote that holds now, rounded down, and notes how.
func (t *turn) worth(a unit.Amount, price unit.Quote, in unit.Unit) (unit.Amount, error) {
	worth, residue, err := price.Convert(a, t.at, unit.Floor)
	switch {
	case err != nil:
		return unit.Amount{}, refuse(ErrQuote, "%v", err)
	case worth.Unit() != in:
		return unit.Amount{}, refuse(ErrQuote, "want one in %v", in)
	case worth.IsZero():
		return unit.Amount{}, refuse(journal.ErrAmount, "%v is worth less than the smallest part", a)
	}
	t.Note("quote", price.String())
	t.Note("residue", residue.RatString()+" "+in.Code())
	return worth, nil
}
