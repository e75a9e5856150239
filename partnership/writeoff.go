package partnership

import (
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/internal/machine"
	"example.org/mutual/unit"
)

// WriteOff gives up a rental that is owed, or a part of it. The next gross is so much less, or the commons fund where
// the terms put it first; nothing that was distributed is taken back. It is for the members to approve, by the usual
// Needs.
type WriteOff struct {
	ID      string
	At      time.Time
	By      []string
	Promise string      // of the ledger
	Amount  unit.Amount // the zero Amount: all that is left of it
	Because string      // in words
}

func (a WriteOff) header() header { return header{Kind: "writeOff", ID: a.ID, At: a.At, By: a.By} }

func (a *WriteOff) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("promise", &a.Promise)
	c.Amount("amount", &a.Amount)
	c.Text("because", &a.Because)
}

func (a WriteOff) apply(t *turn) error {
	if err := machine.WrongWords(ErrWords, "because", a.Because); err != nil {
		return err
	}
	if err := t.consent(); err != nil {
		return err
	}
	p, parts, err := t.rental(a.Promise, a.Amount)
	if err != nil {
		return err
	}
	if err := t.act(credit.Forgive{ID: t.next(), At: t.at, By: t.by(), Promise: p.ID, Amount: t.amount(parts)}); err != nil {
		return err
	}
	if parts == p.Left.Parts() {
		t.strike(t.roll.number[p.Promisor], func(id string) bool { return id == p.ID })
	}
	t.Note("written off", t.amount(parts).String()+": "+a.Because)
	if borne := min(parts, t.books.commons); t.terms.CommonsFirst && borne > 0 {
		set(t, &t.books.commons, t.books.commons-borne)
		t.post(commonsAccount, arrearsAccount, borne)
		parts -= borne
	}
	if parts == 0 {
		return nil
	}
	return t.takeFromGross(arrearsAccount, parts)
}
