package partnership

import (
	"time"

	"example.org/mutual/internal/machine"
	"example.org/mutual/unit/journal"
)

// Admit takes somebody in as a member, without nths. It must agree to the terms. Founders are members already; a name
// that was a member's once is never another's, nor its own again: who comes back does so under another.
type Admit struct {
	ID     string
	At     time.Time
	By     []string
	Member string
}

func (a Admit) header() header { return header{Kind: "admit", ID: a.ID, At: a.At, By: a.By} }

func (a *Admit) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("member", &a.Member)
}

func (a Admit) apply(t *turn) error {
	if err := machine.WrongMember("member", a.Member); err != nil {
		return err
	}
	if _, known := t.roll.number[a.Member]; known || a.Member == t.terms.Name {
		return &journal.RefusalError{Reason: ErrKnown, What: quote(a.Member)}
	}
	if err := t.consent(a.Member); err != nil {
		return err
	}
	if len(t.roll.members) == MembersMax {
		return &journal.RefusalError{Reason: journal.ErrLimit, What: "want at most 1048576 who are or were members"}
	}
	t.enter(a.Member)
	t.Note("admitted", a.Member)
	return nil
}

// Leave ends a membership. The member must agree, and be in no office and without a portion of its own. Its nths stay
// its own until somebody buys them, and nobody must; so does what is due to it, with what was carried to it, and so do
// its debts.
type Leave struct {
	ID     string
	At     time.Time
	By     []string
	Member string
}

func (a Leave) header() header { return header{Kind: "leave", ID: a.ID, At: a.At, By: a.By} }

func (a *Leave) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("member", &a.Member)
}

func (a Leave) apply(t *turn) error {
	at, err := t.roll.find(a.Member)
	if err != nil {
		return err
	}
	if err := t.consent(a.Member); err != nil {
		return err
	}
	if t.terms.office(a.Member) {
		return &journal.RefusalError{Reason: ErrOffice, What: quote(a.Member) + ": want other terms first"}
	}
	if t.uses.by(at) {
		return &journal.RefusalError{Reason: ErrUse, What: quote(a.Member) + ": want its uses vacated first"}
	}
	t.leave(at)
	t.Note("left", a.Member)
	return t.refund(at)
}

// leave takes a member off the active ones.
func (t *turn) leave(at int32) {
	m := t.roll.members[at]
	m.active, m.until = false, t.at
	setAt(t, &t.roll.members, at, m)
}
