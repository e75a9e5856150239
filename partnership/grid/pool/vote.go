package pool

import (
	"fmt"
	"slices"
	"time"

	"example.org/mutual/internal/machine"
	"example.org/mutual/partnership/stock"
	"example.org/mutual/unit/journal"
)

// ProposalsMax is how many proposals can be open at a time.
const ProposalsMax = 64

// Amend proposes other terms: a new manager or custodian, products, levies. A member or the manager proposes it, and
// who is to come into an office agrees; once the members have approved it, the pool goes by them. Name, units, rules
// and founders stay, and so does a product for which there is Stock or a loan. An amendment touches no Stock, no claim,
// no loan and no balance: it is for what comes after. What is proposed is whole terms in place of those in force, which
// its voters had in mind: when others come into force first it lapses, with every word given for it, and is to be
// proposed anew.
type Amend struct {
	ID    string
	At    time.Time
	By    []string
	Terms Terms
}

func (a Amend) header() header { return header{Kind: "amend", ID: a.ID, At: a.At, By: a.By} }

func (a *Amend) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	termsFields(c, &a.Terms)
}

func (a Amend) apply(t *turn) error {
	terms := a.Terms.complete()
	if err := t.amendable(&terms); err != nil {
		return err
	}
	if err := t.Agree(t.appointed(&terms)...); err != nil {
		return err
	}
	if len(t.proposals) == ProposalsMax {
		return refuse(ErrProposal, "want at most %d open at a time", ProposalsMax)
	}
	by := t.First(func(who string) bool { return t.votes(who) || who == t.terms.Manager })
	if by == "" {
		return &journal.RefusalError{Reason: journal.ErrConsent, What: "any active member will do, or", Missing: []string{t.terms.Manager}}
	}
	t.proposals.Put(&t.changes, &proposal{ID: t.id, By: by, Signed: machine.Signed{}, What: terms})
	t.Note("proposed", t.id)
	return nil
}

// appointed are those who come into an office by other terms.
func (t *turn) appointed(terms *Terms) (all []string) {
	if terms.Manager != t.terms.Manager {
		all = append(all, terms.Manager)
	}
	if terms.Custodian != t.terms.Custodian {
		all = append(all, terms.Custodian)
	}
	return all
}

// amendable refuses terms that the pool cannot go over to.
func (t *turn) amendable(terms *Terms) error {
	if err := terms.check(); err != nil {
		return err
	}
	was := &t.terms
	if terms.Name != was.Name || terms.Unit != was.Unit || terms.Money != was.Money || !slices.Equal(terms.Founders, was.Founders) {
		return wrongTerms("want the same name, units and founders")
	}
	for _, who := range []string{terms.Manager, terms.Custodian} {
		if _, known := t.number[who]; known {
			return wrongTerms("want a manager and a custodian that were never members")
		}
	}
	return t.keepable(terms.Products)
}

// keepable refuses products without one that there is Stock for, or a loan: nothing more would be supplied of it, so
// that nothing could be paid for with the one, and none be issued to repay the other.
func (p *Pool) keepable(products []Product) error {
	gone := func(k stock.Kind) bool { return !slices.Contains(products, Product{k.Carrier, k.Site}) }
	for at := range p.register.Positions() {
		if at.Outstanding.Sign() > 0 && gone(at.Kind) {
			return wrongTerms("want the product of Stock that is outstanding: %.64q", at.Kind.String())
		}
	}
	for _, l := range p.loans {
		if l.open() > 0 && gone(l.kind) {
			return wrongTerms("want the product of Stock that %.32q is to be repaid in: %.64q", l.id, l.kind.String())
		}
	}
	return nil
}

type proposal = machine.Proposal[Terms]

// Approve counts the votes of all active members in By who have not voted for a proposal yet. With more votes than the
// terms' Approval of all active members it comes into force, in this very entry.
type Approve struct {
	ID       string
	At       time.Time
	By       []string
	Proposal string // the ID of an Amend
}

func (a Approve) header() header { return header{Kind: "approve", ID: a.ID, At: a.At, By: a.By} }

func (a *Approve) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("proposal", &a.Proposal)
}

func (a Approve) apply(t *turn) error {
	p, err := t.proposal(a.Proposal)
	if err != nil {
		return err
	}
	before := len(p.Signed)
	for _, who := range t.By {
		if t.votes(who) {
			p.Signed.Sign(&t.changes, who)
		}
	}
	if len(p.Signed) == before {
		return &journal.RefusalError{Reason: journal.ErrConsent, What: "want an active member who has not voted for it yet"}
	}
	t.Note("votes", fmt.Sprintf("%d of %d active members", len(p.Signed), len(t.active())))
	if len(p.Signed) < t.needed() {
		return nil
	}
	if err := t.amendable(&p.What); err != nil {
		return err
	}
	t.proposals.Drop(&t.changes, p)
	set(t, &t.terms, p.What.clone())
	t.Note("approved", p.ID)
	t.lapse()
	return nil
}

// votes reports whether somebody is a member who decides.
func (t *turn) votes(who string) bool {
	_, _, err := t.find(who)
	return err == nil
}

// needed is the least number of votes that approves.
func (p *Pool) needed() int { return int(machine.Majority(p.terms.Approval, int64(len(p.active())))) }

// lapse takes all other terms off the list, now that those against which they were proposed are in force no more: else
// who agreed to have an office would come into it by that word even after another has taken it.
func (t *turn) lapse() {
	for _, p := range t.proposals {
		t.proposals.Drop(&t.changes, p)
		t.Note("lapsed", p.ID)
	}
}

func (p *Pool) proposal(id string) (*proposal, error) {
	if one := p.proposals.Find(id); one != nil {
		return one, nil
	}
	return nil, refuse(ErrProposal, "%.32q", id)
}

// Retract takes a proposal back. Who made it must agree, or the manager.
type Retract struct {
	ID       string
	At       time.Time
	By       []string
	Proposal string
}

func (a Retract) header() header { return header{Kind: "retract", ID: a.ID, At: a.At, By: a.By} }

func (a *Retract) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("proposal", &a.Proposal)
}

func (a Retract) apply(t *turn) error {
	p, err := t.proposal(a.Proposal)
	if err != nil {
		return err
	}
	if !t.Agrees(p.By) {
		if err := t.Agree(t.terms.Manager); err != nil {
			return err
		}
	}
	t.proposals.Drop(&t.changes, p)
	t.Note("retracted", p.ID)
	return nil
}
