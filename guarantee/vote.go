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
	all, err := t.Adopt(t.terms.Founders, t.entered, t.enter)
	if all {
		set(t, &t.adopted, true)
		t.Note("founded", t.terms.Name)
	}
	return err
}

// entered reports whether somebody is or was a member.
func (t *turn) entered(who string) bool {
	_, ok := t.number[who]
	return ok
}

// Amend proposes other terms, a new manager or custodian among them. A member or the manager proposes it, and who is to
// come into an office agrees; once the members have approved it, the society goes by them. Name, unit, rules and
// founders stay. An amendment changes no open promise, nor what was charged for it: it is for what comes after. What is
// lost of a promise goes by the layers, with their caps, that were in force when it was accepted. A fund that holds
// money stays a layer. What is proposed is whole terms in place of those in force, which its voters had in mind: when
// others come into force first it lapses, with every word given for it, and is to be proposed anew.
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
	return t.propose(matter{terms: &terms})
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
func (t *turn) amendable(terms *Terms) error {
	if err := terms.check(); err != nil {
		return err
	}
	if terms.Name != t.terms.Name || terms.Unit != t.terms.Unit || !slices.Equal(terms.Founders, t.terms.Founders) {
		return wrongTerms("want the same name, unit and founders")
	}
	for _, who := range []string{terms.Manager, terms.Custodian} {
		if _, known := t.number[who]; known {
			return wrongTerms("want a manager and a custodian that were never members")
		}
	}
	for _, f := range t.funds {
		if f.parts > 0 && !terms.funds(f.name) {
			return wrongTerms("want the fund %.32q, which holds %v", f.name, t.amount(f.parts))
		}
	}
	return nil
}

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
	before := len(p.Signed)
	for _, who := range t.By {
		if t.votes(who) {
			p.Signed.Sign(&t.changes, who)
		}
	}
	if len(p.Signed) == before {
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

// lapse takes all other terms off the list, now that those against which they were proposed are in force no more: else
// who agreed to have an office would come into it by that word even after another has taken it.
func (t *turn) lapse() {
	for _, p := range t.proposals {
		if p.What.terms != nil {
			t.proposals.Drop(&t.changes, p)
			t.Note("lapsed", p.ID)
		}
	}
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
