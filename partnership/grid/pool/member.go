package pool

import (
	"iter"
	"time"

	"example.org/mutual/unit/journal"
)

// Admit takes somebody in as a member, or makes a supplier of one. It must agree to the terms, and the manager to it. A
// supplier is obliged to accept any of the pool's Stock of its carrier, up to the energy that it has actually supplied
// to that customer. A name that was a member's once is never another's, nor its own again: who comes back does so under
// another.
type Admit struct {
	ID       string
	At       time.Time
	By       []string
	Member   string
	Supplier bool
}

func (a Admit) header() header { return header{Kind: "admit", ID: a.ID, At: a.At, By: a.By} }

func (a *Admit) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("member", &a.Member)
	c.Flag("supplier", &a.Supplier)
}

func (a Admit) apply(t *turn) error {
	if what := wrongName(a.Member); what != "" {
		return refuse(journal.ErrParty, "member %s", what)
	}
	n, known := t.number[a.Member]
	if t.terms.office(a.Member) || known && (!t.members[n].active || t.members[n].supplier || !a.Supplier) {
		return refuse(ErrKnown, "%.32q", a.Member)
	}
	if err := t.Agree(a.Member, t.terms.Manager); err != nil {
		return err
	}
	if known {
		set(t, &t.members[n].supplier, true)
	} else {
		t.enter(a.Member, a.Supplier)
	}
	t.Note("admitted", a.Member)
	return nil
}

// enter makes a member of somebody.
func (t *turn) enter(who string, supplier bool) {
	t.number[who] = int32(len(t.members))
	t.members = append(t.members, &member{name: who, active: true, supplier: supplier, since: t.at})
	t.changes.UndoBy(func() {
		delete(t.number, who)
		t.members = t.members[:len(t.members)-1]
	})
}

// Leave ends a membership. The member must agree, and nothing must be open: no Stock of its own outstanding, no claim
// on it or by it, no supply that is not paid for, no loan, and nothing with the commons. Stock of others stays its own
// until it passes it on.
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
	_, m, err := t.find(a.Member)
	if err != nil {
		return err
	}
	if err := t.Agree(a.Member); err != nil {
		return err
	}
	for who, what := range t.ties() {
		if who == m.name {
			return refuse(ErrOpen, "%s of %.32q", what, a.Member)
		}
	}
	set(t, &m.active, false)
	set(t, &m.until, t.at)
	t.proposals.TakeBack(&t.changes, m.name)
	t.Note("left", m.name)
	return nil
}

// ties yields who has something open, and what.
func (p *Pool) ties() iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for at := range p.register.Positions() {
			if !(at.Outstanding.IsZero() && at.Claims.IsZero()) && !yield(at.Kind.Issuer, "Stock outstanding or a claim") {
				return
			}
			for who := range p.register.Claims(at.Kind) {
				if !yield(who, "a claim") {
					return
				}
			}
		}
		for _, s := range p.supplies {
			const what = "a supply that is not paid for"
			if s.open() > 0 && !(yield(p.members[s.supplier].name, what) && yield(p.members[s.customer].name, what)) {
				return
			}
		}
		for _, l := range p.loans {
			if l.open() > 0 && !(yield(l.owner, "an energy loan") && yield(l.kind.Issuer, "an energy loan")) {
				return
			}
		}
		for _, m := range p.members {
			if m.balance != 0 && !yield(m.name, "a balance with the commons") {
				return
			}
		}
	}
}

// active are the members that have not left, in the order admitted.
func (p *Pool) active() []*member {
	all := make([]*member, 0, len(p.members))
	for _, m := range p.members {
		if m.active {
			all = append(all, m)
		}
	}
	return all
}
