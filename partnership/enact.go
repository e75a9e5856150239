package partnership

import (
	"fmt"
	"iter"
	"slices"
	"time"

	"example.org/mutual/internal/machine"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// Enact does what was proposed, once all have signed whom its kind needs ([Need]): with more votes than the terms'
// Approval of the active members, the custodian not counted, where it needs the members; with the signatures of the
// manager and the custodian, where it needs those; and always with those of whom it concerns. Any active member
// enacts it but the custodian, and nothing that the custodian has proposed, as a member before. It is one entry, of the
// postings of what was proposed.
type Enact struct {
	ID       string
	At       time.Time
	By       []string
	Proposal string
}

func (a Enact) header() header { return header{Kind: "enact", ID: a.ID, At: a.At, By: a.By} }

func (a *Enact) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("proposal", &a.Proposal)
}

func (a Enact) apply(t *turn) error {
	p, err := t.proposal(a.Proposal)
	if err != nil {
		return err
	}
	if t.First(t.proposes) == "" {
		return &journal.RefusalError{Reason: journal.ErrConsent, What: "any active member will do but the custodian"}
	}
	if p.By == t.terms.Custodian {
		return &journal.RefusalError{Reason: ErrOffice, What: quote(p.By) + " has become the custodian, who proposes nothing: want it proposed by another"}
	}
	d := t.decide(p)
	t.Note("votes", fmt.Sprintf("%d of %d", d.Votes, d.Of))
	if d.Need.Members && !d.approved() {
		return &journal.RefusalError{Reason: ErrApproval, What: fmt.Sprintf("%d of %d votes for %.32q: want more than %d in a million", d.Votes, d.Of, p.ID, d.Approval)}
	}
	t.proposals.Drop(&t.changes, p)
	set(t, &t.decisions, append(t.decisions, d))
	t.By = p.Signed.Names()
	t.kind, t.id, t.approved = d.Need.Action, p.ID, d.approved()
	return p.What.apply(t)
}

// decide counts the votes for a proposal by the terms as they stand.
func (t *turn) decide(p *proposal) Decision {
	kind := p.What.header().Kind
	need, _ := t.terms.Need(kind)
	need.Action = kind
	votes, of := t.votes(p)
	return Decision{
		Proposal: p.ID, Need: need, Approval: t.terms.Approval, Votes: votes, Of: of,
		Manager: p.Signed.Has(t.terms.Manager), Custodian: p.Signed.Has(t.terms.Custodian),
	}
}

// A Decision is how a proposal came to be enacted.
type Decision struct {
	Proposal           string // its ID
	Need               Need   // of its kind, as the terms stood
	Approval           unit.Millionths
	Votes, Of          int64 // of the active members, the custodian not counted
	Manager, Custodian bool  // whether they had signed
}

// approved reports whether the members did.
func (d *Decision) approved() bool {
	return d.Votes >= machine.Majority(d.Approval, d.Of)
}

// Decisions yields all proposals that were enacted, in that order, and with whose consent.
func (p *Partnership) Decisions() iter.Seq[Decision] { return slices.Values(p.decisions) }

// A Proposal is a proposal that is neither enacted nor taken back nor vetoed.
type Proposal struct {
	ID     string
	By     string   // who made it
	Do     Action   // what is proposed
	Signed []string // those who have agreed, sorted
	Votes  int      // of active members among them, the custodian not counted
	Needed int      // how many it takes, as things stand; 0 where its kind needs no members
}

// Proposals returns what is open, in the order made. O(n) in the members for each.
func (p *Partnership) Proposals() []Proposal {
	var all []Proposal
	for _, q := range p.proposals {
		do, err := again(q.What)
		if err != nil {
			continue // it was written before
		}
		votes, of := p.votes(q)
		open := Proposal{ID: q.ID, By: q.By, Do: do, Signed: q.Signed.Names(), Votes: int(votes)}
		if need, _ := p.terms.Need(do.header().Kind); need.Members {
			open.Needed = int(machine.Majority(p.terms.Approval, of))
		}
		all = append(all, open)
	}
	return all
}

// checkProposals: invariant 5, of what is open.
func (p *Partnership) checkProposals() error {
	if len(p.proposals) > ProposalsMax {
		return broken(5, "%d proposals are open", len(p.proposals))
	}
	if id, known := p.proposals.Known(&p.core.Log); !known {
		return broken(5, "the proposal %.32q", id)
	}
	for _, d := range p.decisions {
		if p.proposals.Find(d.Proposal) != nil {
			return broken(5, "%.32q is open and decided on", d.Proposal)
		}
	}
	for _, q := range p.proposals {
		if !bare(q.What) {
			return broken(5, "the proposal %.32q", q.ID)
		}
		if _, known := p.roll.number[q.By]; !known {
			return broken(5, "%.32q is not by a member", q.ID)
		}
		if !q.Signed.Has(q.By) {
			return broken(5, "%.32q is not signed by who made it", q.ID)
		}
		for _, who := range q.Signed.Names() {
			if who == p.terms.Name || !p.signer(who, q.What) || machine.WrongParty("signer", who) != nil {
				return broken(5, "%.32q has signed %.32q", who, q.ID)
			}
		}
	}
	return nil
}

// checkDecisions: invariant 5, of what was enacted.
func (p *Partnership) checkDecisions() error {
	seen := make(map[string]bool, len(p.decisions))
	for i := range p.decisions {
		d := &p.decisions[i]
		_, applied := p.core.Log.Applied(d.Proposal)
		line, known := findNeed(d.Need.Action)
		if !applied || seen[d.Proposal] || !known || d.Need.with(line.least) != d.Need {
			return broken(5, "the decision on %.32q", d.Proposal)
		}
		seen[d.Proposal] = true
		if d.Votes < 0 || d.Votes > d.Of || d.Of > int64(len(p.roll.members)) || d.Approval <= 0 || d.Approval >= unit.Whole {
			return broken(5, "the votes for %.32q", d.Proposal)
		}
		if d.Need.Members && !d.approved() || d.Need.Manager && !d.Manager || d.Need.Custodian && !d.Custodian {
			return broken(5, "%.32q was enacted without a consent that it needs", d.Proposal)
		}
	}
	return nil
}

func matterFields(c *codec, do *Action) { proposable.Member(c, "do", do) }

func decisionFields(c *codec, d *Decision) {
	c.Text("proposal", &d.Proposal)
	needFields(c, &d.Need)
	c.Integer("approval", (*int64)(&d.Approval))
	c.Integer("votes", &d.Votes)
	c.Integer("of", &d.Of)
	c.Flag("signedManager", &d.Manager)
	c.Flag("signedCustodian", &d.Custodian)
}
