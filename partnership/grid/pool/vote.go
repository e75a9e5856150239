package pool

import (
	"fmt"
	"time"

	"example.org/mutual/internal/machine"
	"example.org/mutual/unit/journal"
)

// ProposalsMax is how many proposals can be open at a time.
const ProposalsMax = 64

type proposal = machine.Proposal[Terms]

// Approve counts the votes of all active members in By who have not voted for a proposal yet. With more votes than the
// terms' Approval of all active members it comes into force, in this very entry. Where others have
// left, so that it has enough votes by now, it takes one who has voted before to say so.
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
	if t.First(t.votes) == "" || len(p.Signed) == before && before < t.needed() {
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
