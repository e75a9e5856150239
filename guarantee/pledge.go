package guarantee

import (
	"time"

	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// Pledge takes a member's money into the custodian's hands with which it vouches for another member: it pays for
// that one's default before the commons do. The custodian and the one who vouches must agree.
type Pledge struct {
	ID     string
	At     time.Time
	By     []string
	Member string // who vouches
	For    string // for whom
	Amount unit.Amount
}

// VouchersMax is how many members can vouch for one.
const VouchersMax = 256

func (a Pledge) header() header { return header{Kind: "pledge", ID: a.ID, At: a.At, By: a.By} }

func (a *Pledge) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("member", &a.Member)
	c.Text("for", &a.For)
	c.Amount("amount", &a.Amount)
}

func (a Pledge) apply(t *turn) error {
	from, parts, err := t.handled(a.Member, a.Amount, a.Member, t.terms.Custodian)
	if err != nil {
		return err
	}
	if _, err := t.find(a.Member); err != nil {
		return err
	}
	to, err := t.find(a.For)
	if err != nil {
		return err
	}
	if from == to || to.failed {
		return &journal.RefusalError{Reason: ErrMember, What: "want another to vouch for, and none in default"}
	}
	p := t.pledge(from, to)
	if p == nil {
		return &journal.RefusalError{Reason: journal.ErrLimit, What: "want at most 256 to vouch for one"}
	}
	if err := t.bring(from.name, pledgeAccount(from.name, to.name), parts); err != nil {
		return err
	}
	set(t, &p.parts, p.parts+parts)
	return nil
}

// pledge returns what one vouches with for another, nothing at first; nil where too many do.
func (t *turn) pledge(from, to *member) *pledge {
	place := t.number[from.name]
	for i := range to.pledges {
		if to.pledges[i].from == place {
			return &to.pledges[i]
		}
	}
	old := to.pledges
	if len(old) == VouchersMax {
		return nil
	}
	set(t, &to.pledges, append(old[:len(old):len(old)], pledge{from: place}))
	return &to.pledges[len(old)]
}

// Unpledge gives a pledge back, or a part of it, when nothing hangs on it any more: whom it is for owes nothing under
// the guarantee, and nothing to the society. The custodian and the one who vouched must agree.
type Unpledge struct {
	ID     string
	At     time.Time
	By     []string
	Member string // who vouched
	For    string // for whom
	Amount unit.Amount
}

func (a Unpledge) header() header { return header{Kind: "unpledge", ID: a.ID, At: a.At, By: a.By} }

func (a *Unpledge) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("member", &a.Member)
	c.Text("for", &a.For)
	c.Amount("amount", &a.Amount)
}

func (a Unpledge) apply(t *turn) error {
	from, parts, err := t.handled(a.Member, a.Amount, a.Member, t.terms.Custodian)
	if err != nil {
		return err
	}
	to, err := t.known(a.For)
	if err != nil {
		return err
	}
	account := pledgeAccount(from.name, to.name)
	switch {
	case to.owes > 0:
		return &journal.RefusalError{Reason: ErrExposure, What: quote(to.name) + " owes under the guarantee"}
	case t.indebted(to):
		return &journal.RefusalError{Reason: ErrIndebted, What: quote(to.name)}
	case t.indebted(from):
		return &journal.RefusalError{Reason: ErrIndebted, What: quote(from.name)}
	}
	for i := range to.pledges {
		if p := &to.pledges[i]; t.members[p.from] == from && parts <= p.parts {
			set(t, &p.parts, p.parts-parts)
			t.take(account, from.name, parts)
			return nil
		} else if t.members[p.from] == from {
			return t.short(account, a.Amount, p.parts)
		}
	}
	return t.short(account, a.Amount, 0)
}
