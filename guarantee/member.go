package guarantee

import (
	"time"

	"example.org/mutual/unit/journal"
)

// Admit takes somebody in as a member, with limits of zero. It must agree to the terms, and the manager to it.
// Founders are members already; a name that was a member's once is never another's.
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
	if err := wrongName("member", a.Member); err != nil {
		return err
	}
	if _, known := t.number[a.Member]; known || t.terms.office(a.Member) {
		return &journal.RefusalError{Reason: ErrKnown, What: quote(a.Member)}
	}
	if err := t.Agree(a.Member, t.terms.Manager); err != nil {
		return err
	}
	t.enter(a.Member)
	t.Note("admitted", a.Member)
	return nil
}

// enter makes a member of somebody.
func (t *turn) enter(who string) {
	m := newMember(who)
	m.active, m.since, m.balance = true, t.at, balance{from: t.at, at: t.at}
	t.number[who] = int32(len(t.members))
	t.members = append(t.members, m)
	t.changes.UndoBy(func() {
		delete(t.number, who)
		t.members = t.members[:len(t.members)-1]
	})
}

func newMember(who string) *member {
	return &member{name: who, depositAccount: newDepositAccount(who)}
}
