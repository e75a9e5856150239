package round

import (
	"fmt"
	"time"

	"example.org/mutual/internal/machine"
	"example.org/mutual/unit/journal"
)

// DropOut takes a party out of the round, with all that it owes and is owed, its acceptances and those of its
// promises, its tenders and those of what it owes. A proposal that stands falls. What the party owes and is
// owed stays as it is: nobody is the worse for it in law, but others may have counted on it, which the next
// proposal reports.
//
// The party must agree, or the operator: somebody who cannot be reached must not hold up all others.
type DropOut struct {
	ID     string
	At     time.Time
	By     []string
	Party  string
	Reason string // in words
}

func (a DropOut) header() header { return header{Kind: "drop out", ID: a.ID, At: a.At, By: a.By} }

func (a *DropOut) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("party", &a.Party)
	c.Text("reason", &a.Reason)
}

func (a DropOut) apply(r *Round) error {
	if err := r.going(); err != nil {
		return err
	}
	if err := a.check(r); err != nil {
		return err
	}
	set(r, &r.drops, append(r.drops, Drop{a.Party, machine.Plain(a.At), a.Reason}))
	r.out[a.Party] = struct{}{}
	r.changes.UndoBy(func() { delete(r.out, a.Party) })
	r.forget(a.Party)
	if r.now != nil {
		r.core.Turn.Note("fallen", fmt.Sprintf("proposal %d", r.now.number))
		set(r, &r.previous, r.now)
		set(r, &r.now, nil)
		set(r, &r.waiting, 0)
	}
	set(r, &r.phase, Open)
	r.core.Turn.Note("dropped out", fmt.Sprintf("%s: %s", a.Party, a.Reason))
	return nil
}

func (a DropOut) check(r *Round) error {
	if err := machine.WrongWords(ErrWords, "reason", a.Reason); err != nil {
		return err
	}
	if _, twice := r.out[a.Party]; twice {
		return &journal.RefusalError{Reason: ErrDropped, What: fmt.Sprintf("%.32q", a.Party)}
	}
	if _, ok := r.members[a.Party]; !ok {
		return &journal.RefusalError{Reason: journal.ErrParty, What: fmt.Sprintf("%.32q is not in the book", a.Party)}
	}
	if t := &r.core.Turn; !t.Agrees(a.Party) && !t.Agrees(r.terms.Operator) {
		return &journal.RefusalError{Reason: journal.ErrConsent, What: "the party or the operator", Missing: []string{a.Party}}
	}
	return nil
}
