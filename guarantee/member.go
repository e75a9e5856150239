package guarantee

import (
	"strconv"
	"time"

	"example.org/mutual/internal/machine"
	"example.org/mutual/unit/journal"
)

// Admit takes somebody in as a member, with limits of zero. It must agree to the terms, and the manager to it.
// Founders are members already. A name that was a member's once is never another's, nor its own again: who comes back
// does so under another, and what it has left under the old one, deposit, provision and losses, stays there.
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

// Subscribe pays a member's subscription for the current policy year from its deposit into the cost book, once a year.
// The member must agree. Where the terms have a subscription, nobody accepts a guaranteed promise without it.
type Subscribe struct {
	ID     string
	At     time.Time
	By     []string
	Member string
}

func (a Subscribe) header() header { return header{Kind: "subscribe", ID: a.ID, At: a.At, By: a.By} }

func (a *Subscribe) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("member", &a.Member)
}

func (a Subscribe) apply(t *turn) error {
	m, err := t.find(a.Member)
	if err != nil {
		return err
	}
	if err := t.Agree(a.Member); err != nil {
		return err
	}
	year, err := t.current()
	if err != nil {
		return err
	}
	parts := t.terms.Subscription.Parts()
	if parts == 0 || m.paidIn(year).subscribed {
		return &journal.RefusalError{Reason: ErrSubscribe, What: "want one for the year " + quote(t.years[year].id) + " that is not paid yet"}
	}
	if err := t.debit(m, parts); err != nil {
		return err
	}
	s := t.share(m, year)
	set(t, &s.subscribed, true)
	set(t, &s.cost, s.cost+parts)
	return t.flow(year, subscriptions, m.depositAccount, parts)
}

// Leave ends a membership. The member must agree, owe and hold nothing under the guarantee, owe nothing to the
// society, and be owed nothing of a loss. It either pays the release call, the terms' part of the default charges
// that it has paid in open years, into the reserve and is free of calls; or it stays callable for the years that are
// open now, never for later ones. What it has paid in for these years stays there, released or not, as its provision:
// it bears their losses until they are closed, and no loss of a later year. Its deposit stays its own, and so does
// its part of a year's surplus.
//
// Who was in default leaves once nothing of its losses is left, whether the manager would reinstate it or not: nobody
// is kept against its will. It is in no default then, so that it is called, and bears losses, as others who leave.
type Leave struct {
	ID      string
	At      time.Time
	By      []string
	Member  string
	Release bool // pay the release call
}

func (a Leave) header() header { return header{Kind: "leave", ID: a.ID, At: a.At, By: a.By} }

func (a *Leave) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("member", &a.Member)
	c.Flag("release", &a.Release)
}

func (a Leave) apply(t *turn) error {
	m, err := t.find(a.Member)
	if err != nil {
		return err
	}
	if err := t.Agree(a.Member); err != nil {
		return err
	}
	if m.owes > 0 || m.holds > 0 || t.awaits(m) {
		return &journal.RefusalError{Reason: ErrExposure, What: quote(a.Member)}
	}
	if err := t.free(m); err != nil {
		return err
	}
	if err := t.allOver(m); err != nil {
		return err
	}
	if a.Release {
		if err := t.release(m); err != nil {
			return err
		}
	}
	set(t, &m.active, false)
	set(t, &m.failed, false)
	set(t, &m.liable, !a.Release)
	set(t, &m.until, t.at)
	set(t, &m.years, int32(len(t.years)))
	set(t, &m.buyer, 0)
	set(t, &m.seller, 0)
	t.proposals.TakeBack(&t.changes, m.name)
	t.Note("left", a.Member)
	return nil
}

// release takes the release call of each open year.
func (t *turn) release(m *member) error {
	for _, s := range m.shares {
		if t.terms.Release == 0 || s.charges == 0 {
			continue
		}
		call, excess := upOf(t.terms.Release, s.charges)
		if excess != 0 {
			t.Note("excess", "release call: "+strconv.FormatInt(int64(excess), 10)+ofAPart)
		}
		if err := t.debit(m, call); err != nil {
			return err
		}
		if err := t.flow(s.year, releases, m.depositAccount, call); err != nil {
			return err
		}
		t.fill(t.terms.Reserve, call)
	}
	return nil
}
