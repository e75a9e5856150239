package pool

import (
	"fmt"
	"maps"
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
// no loan and no balance: it is for what comes after.
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
	by := ""
	for _, who := range t.By {
		if _, _, err := t.find(who); by == "" && (err == nil || who == t.terms.Manager) {
			by = who
		}
	}
	if by == "" {
		return &journal.RefusalError{Reason: journal.ErrConsent, What: "any active member will do, or", Missing: []string{t.terms.Manager}}
	}
	p := &proposal{t.id, by, machine.Signed{}, terms}
	set(t, &t.proposals, append(slices.Clip(t.proposals), p))
	t.Note("proposed", p.id)
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

// A proposal is terms that the members decide on.
type proposal struct {
	id    string
	by    string // who made it
	votes machine.Signed
	terms Terms
}

func (p *proposal) clone() *proposal {
	c := *p
	c.votes = maps.Clone(p.votes)
	return &c
}

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
	before := len(p.votes)
	for _, who := range t.By {
		if _, _, err := t.find(who); err == nil {
			p.votes.Sign(&t.changes, who)
		}
	}
	if len(p.votes) == before {
		return &journal.RefusalError{Reason: journal.ErrConsent, What: "want an active member who has not voted for it yet"}
	}
	t.Note("votes", fmt.Sprintf("%d of %d active members", len(p.votes), len(t.active())))
	if len(p.votes) < t.needed() {
		return nil
	}
	if err := t.amendable(&p.terms); err != nil {
		return err
	}
	t.drop(p)
	set(t, &t.terms, p.terms.clone())
	t.Note("approved", p.id)
	return nil
}

// needed is the least number of votes that approves.
func (p *Pool) needed() int { return int(machine.Majority(p.terms.Approval, int64(len(p.active())))) }

func (p *Pool) proposal(id string) (*proposal, error) {
	for _, one := range p.proposals {
		if one.id == id {
			return one, nil
		}
	}
	return nil, refuse(ErrProposal, "%.32q", id)
}

// unvote takes back the votes of who leaves: they count among the active members alone.
func (t *turn) unvote(who string) {
	for _, p := range t.proposals {
		p.votes.TakeBack(&t.changes, who)
	}
}

// drop takes a proposal off the list.
func (t *turn) drop(p *proposal) {
	set(t, &t.proposals, slices.DeleteFunc(slices.Clone(t.proposals), func(q *proposal) bool { return q == p }))
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
	if !t.Agrees(p.by) {
		if err := t.Agree(t.terms.Manager); err != nil {
			return err
		}
	}
	t.drop(p)
	t.Note("retracted", p.id)
	return nil
}
