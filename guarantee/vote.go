package guarantee

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"example.org/mutual/internal/machine"
	"example.org/mutual/unit/journal"
)

// ProposalsMax is how many proposals can be open at a time.
const ProposalsMax = 64

// Adopt is a founder's signature under the terms, or that of several: all who stand in By and have not signed yet.
// Once all founders have signed, the society is founded and they are its first members.
type Adopt struct {
	ID string
	At time.Time
	By []string
}

func (a Adopt) header() header { return header{Kind: "adopt", ID: a.ID, At: a.At, By: a.By} }

func (a *Adopt) fields(c *codec) { c.Header(a.header().Kind, &a.ID, &a.At, &a.By) }

func (a Adopt) apply(t *turn) error {
	if t.adopted {
		return &journal.RefusalError{Reason: ErrAdopted, What: "they were adopted before"}
	}
	signed := false
	for _, who := range t.terms.Founders {
		if _, before := t.number[who]; t.Agrees(who) && !before {
			t.enter(who)
			t.Note("adopted", who)
			signed = true
		}
	}
	if !signed {
		return &journal.RefusalError{Reason: journal.ErrConsent, What: "want a founder who has not adopted them yet", Missing: t.unsigned()}
	}
	if len(t.members) == len(t.terms.Founders) {
		set(t, &t.adopted, true)
		t.Note("founded", t.terms.Name)
	}
	return nil
}

// unsigned are the founders who have not adopted the terms yet, sorted, at most as many as By can hold.
func (t *turn) unsigned() []string {
	var missing []string
	for _, who := range t.terms.Founders {
		if _, signed := t.number[who]; !signed {
			missing = append(missing, who)
		}
	}
	slices.Sort(missing)
	return missing[:min(len(missing), journal.PartiesMax)]
}

// Amend proposes other terms, a new manager or custodian among them. A member or the manager proposes it, and who is to
// come into an office agrees; once the members have approved it, the society goes by them. Name, unit, rules and
// founders stay. An amendment changes no open promise, nor what was charged for it: it is for what comes after. What is
// lost of a promise goes by the layers, with their caps, that were in force when it was accepted. A fund that holds
// money stays a layer.
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
	new := a.Terms.complete()
	if err := t.amendable(&new); err != nil {
		return err
	}
	if err := t.Agree(t.appointed(&new)...); err != nil {
		return err
	}
	return t.propose(proposal{terms: &new})
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

// amendable refuses terms that the society cannot go over to.
func (t *turn) amendable(new *Terms) error {
	if err := new.check(); err != nil {
		return err
	}
	if new.Name != t.terms.Name || new.Unit != t.terms.Unit || !slices.Equal(new.Founders, t.terms.Founders) {
		return wrongTerms("want the same name, unit and founders")
	}
	for _, who := range []string{new.Manager, new.Custodian} {
		if _, known := t.number[who]; known {
			return wrongTerms("want a manager and a custodian that were never members")
		}
	}
	for _, f := range t.funds {
		if f.parts > 0 && !new.funds(f.name) {
			return wrongTerms("want the fund %.32q, which holds %v", f.name, t.amount(f.parts))
		}
	}
	return nil
}

// A proposal is what the members decide on: terms, a budget, or what to retain of a surplus.
type proposal struct {
	id     string
	by     string // who made it
	votes  machine.Signed
	terms  *Terms
	budget *budget
	keep   *keep
}

func (p *proposal) clone() *proposal {
	c := *p
	c.votes = maps.Clone(p.votes)
	return &c
}

// propose puts something to the members' vote. A vote of who proposes it is no part of that.
func (t *turn) propose(p proposal) error {
	p.id, p.by, p.votes = t.id, "", machine.Signed{}
	for _, who := range t.By {
		if m, err := t.find(who); p.by == "" && (err == nil && m.votes() || who == t.terms.Manager) {
			p.by = who
		}
	}
	if p.by == "" {
		return &journal.RefusalError{Reason: journal.ErrConsent, What: "any active member will do, or", Missing: []string{t.terms.Manager}}
	}
	if len(t.proposals) == ProposalsMax {
		return &journal.RefusalError{Reason: ErrProposal, What: "want at most 64 open at a time"}
	}
	set(t, &t.proposals, append(slices.Clip(t.proposals), &p))
	t.Note("proposed", p.id)
	return nil
}

// Approve counts the votes of all active members in By who have not voted for a proposal yet. With more votes than
// the terms' Approval of all active members it comes into force, in this very entry. Who is in default has no vote, and
// does not count among the active members here.
type Approve struct {
	ID       string
	At       time.Time
	By       []string
	Proposal string // the ID of an Amend, a Budget or a Retain
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
		if m, err := t.find(who); err == nil && m.votes() {
			p.votes.Sign(&t.changes, m.name)
		}
	}
	if len(p.votes) == before {
		return &journal.RefusalError{Reason: journal.ErrConsent, What: "want an active member who has not voted for it yet, and is in no default"}
	}
	voters := t.voters()
	t.Note("votes", fmt.Sprintf("%d of %d active members", len(p.votes), voters))
	if !t.decide(len(p.votes)) {
		return nil
	}
	t.drop(p)
	t.Note("approved", p.id)
	return p.enact(t)
}

// votes reports whether a member decides on what concerns all: an active one does, but for one in default, who would
// have a say in what others pay for it.
func (m *member) votes() bool { return m.active && !m.failed }

// decide reports whether so many votes are enough.
func (s *Society) decide(votes int) bool {
	return votes >= s.needed()
}

// voters is how many members there are who vote.
func (s *Society) voters() int { return s.count((*member).votes) }

// count is how many members there are of a kind.
func (s *Society) count(kind func(*member) bool) (n int) {
	for _, m := range s.members {
		if kind(m) {
			n++
		}
	}
	return n
}

func (t *turn) proposal(id string) (*proposal, error) {
	for _, p := range t.proposals {
		if p.id == id {
			return p, nil
		}
	}
	return nil, &journal.RefusalError{Reason: ErrProposal, What: quote(id)}
}

// unvote takes back the votes of who leaves or is in default: those of who votes alone count.
func (t *turn) unvote(who string) {
	for _, p := range t.proposals {
		p.votes.TakeBack(&t.changes, who)
	}
}

// drop takes a proposal off the list.
func (t *turn) drop(p *proposal) {
	set(t, &t.proposals, slices.DeleteFunc(slices.Clone(t.proposals), func(q *proposal) bool { return q == p }))
}

// enact brings what was approved into force.
func (p *proposal) enact(t *turn) error {
	switch {
	case p.terms != nil:
		if err := t.amendable(p.terms); err != nil {
			return err
		}
		if err := t.renew(p.terms.Layers); err != nil {
			return err
		}
		set(t, &t.terms, p.terms.clone())
	case p.budget != nil:
		if err := t.still(p.budget.year); err != nil {
			return err
		}
		set(t, &t.budgets, append(slices.Clip(t.budgets), p.budget.clone()))
	default:
		if err := t.still(p.keep.year); err != nil {
			return err
		}
		set(t, &t.years[p.keep.year].keep, p.keep.kept)
	}
	return nil
}

// Retract takes a proposal back. Who made it must agree; or the manager, but never to other terms, which may be about
// itself; or as many members who can vote as it would take to approve it.
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
	if !t.retracts(p) {
		missing := []string{p.by}
		if p.terms == nil && p.by != t.terms.Manager {
			missing = append(missing, t.terms.Manager)
		}
		return &journal.RefusalError{Reason: journal.ErrConsent, What: "any of them, or as many votes as would approve it", Missing: missing}
	}
	t.drop(p)
	t.Note("retracted", p.id)
	return nil
}

// retracts reports whether those who agree can take a proposal back.
func (t *turn) retracts(p *proposal) bool {
	votes := 0
	for _, who := range slices.Compact(slices.Sorted(slices.Values(t.By))) {
		if m, err := t.find(who); err == nil && m.votes() {
			votes++
		}
	}
	return t.Agrees(p.by) || p.terms == nil && t.Agrees(t.terms.Manager) || t.decide(votes)
}
