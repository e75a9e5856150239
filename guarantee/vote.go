package guarantee

import (
	"fmt"
	"slices"
	"time"

	"example.org/mutual/internal/machine"
	"example.org/mutual/unit/journal"
)

// ProposalsMax is how many proposals can be open at a time.
const ProposalsMax = 64

// A matter is what the members decide on: terms, a budget, or what to retain of a surplus. It never changes.
type matter struct {
	terms  *Terms
	budget *budget
	keep   *keep
}

type proposal = machine.Proposal[matter]

// propose puts something to the members' vote. A vote of who proposes it is no part of that.
func (t *turn) propose(what matter) error {
	by := t.First(func(who string) bool { return t.votes(who) || who == t.terms.Manager })
	if by == "" {
		return &journal.RefusalError{Reason: journal.ErrConsent, What: "any active member will do, or", Missing: []string{t.terms.Manager}}
	}
	if len(t.proposals) == ProposalsMax {
		return &journal.RefusalError{Reason: ErrProposal, What: "want at most 64 open at a time"}
	}
	t.proposals.Put(&t.changes, &proposal{ID: t.id, By: by, Signed: machine.Signed{}, What: what})
	t.Note("proposed", t.id)
	return nil
}

// Approve counts the votes of all active members in By who have not voted for a proposal yet. With more votes than
// the terms' Approval of all active members it comes into force, in this very entry. Where others have left, so that it
// has enough votes by now, it takes one who has voted before to say so. Who is in default has no vote, and does not
// count among the active members here.
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
	before := len(p.Signed)
	for _, who := range t.By {
		if t.votes(who) {
			p.Signed.Sign(&t.changes, who)
		}
	}
	if t.First(t.votes) == "" || len(p.Signed) == before && !t.decide(before) {
		return &journal.RefusalError{Reason: journal.ErrConsent, What: "want an active member who has not voted for it yet, and is in no default"}
	}
	voters := t.voters()
	t.Note("votes", fmt.Sprintf("%d of %d active members", len(p.Signed), voters))
	if !t.decide(len(p.Signed)) {
		return nil
	}
	t.proposals.Drop(&t.changes, p)
	t.Note("approved", p.ID)
	return t.enact(p.What)
}

// votes reports whether somebody is a member who decides.
func (t *turn) votes(who string) bool {
	m, err := t.find(who)
	return err == nil && m.votes()
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
	if p := t.proposals.Find(id); p != nil {
		return p, nil
	}
	return nil, &journal.RefusalError{Reason: ErrProposal, What: quote(id)}
}

// enact brings what was approved into force.
func (t *turn) enact(m matter) error {
	switch {
	case m.terms != nil:
		if err := t.amendable(m.terms); err != nil {
			return err
		}
		if err := t.renew(m.terms.Layers); err != nil {
			return err
		}
		set(t, &t.terms, m.terms.clone())
		t.lapse()
	case m.budget != nil:
		if err := t.still(m.budget.year); err != nil {
			return err
		}
		set(t, &t.budgets, append(slices.Clip(t.budgets), m.budget.clone()))
	default:
		if err := t.still(m.keep.year); err != nil {
			return err
		}
		set(t, &t.years[m.keep.year].keep, m.keep.kept)
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
		missing := []string{p.By}
		if p.What.terms == nil && p.By != t.terms.Manager {
			missing = append(missing, t.terms.Manager)
		}
		return &journal.RefusalError{Reason: journal.ErrConsent, What: "any of them, or as many votes as would approve it", Missing: missing}
	}
	t.proposals.Drop(&t.changes, p)
	t.Note("retracted", p.ID)
	return nil
}

// retracts reports whether those who agree can take a proposal back.
func (t *turn) retracts(p *proposal) bool {
	votes := 0
	for _, who := range slices.Compact(slices.Sorted(slices.Values(t.By))) {
		if t.votes(who) {
			votes++
		}
	}
	return t.Agrees(p.By) || p.What.terms == nil && t.Agrees(t.terms.Manager) || t.decide(votes)
}
