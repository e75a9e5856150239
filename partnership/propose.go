package partnership

import (
	"fmt"
	"time"

	"example.org/mutual/internal/machine"
	"example.org/mutual/unit/journal"
)

// Bounds on proposals.
const (
	ProposalsMax     = 64      // that are open at a time
	ProposalBytesMax = 1 << 22 // of the JSON form of what is proposed: terms with thousands of founders have room
)

// Propose puts an action to all whom it concerns: they sign it one after the other ([Approve]), and once those have
// whom its kind needs, it is enacted ([Enact]). Any active member proposes but the custodian, which may say what is not
// to be done and never what is. What is proposed has no ID, time or parties of its own: it is done under the
// proposal's ID, when it is enacted, by all who signed, those in By the first. No proposal carries another.
type Propose struct {
	ID string
	At time.Time
	By []string
	Do Action // any but Adopt, Propose, Approve, Veto, Retract and Enact
}

func (a Propose) header() header { return header{Kind: "propose", ID: a.ID, At: a.At, By: a.By} }

func readPropose(c *codec) Action {
	var a Propose
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	proposable.Member(c, "do", &a.Do)
	return a
}

// write writes a proposal as far as its action can be proposed.
func (a Propose) write(c *codec) bool {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	return proposable.Member(c, "do", &a.Do)
}

func (a Propose) apply(t *turn) error {
	if !bare(a.Do) {
		return &journal.RefusalError{Reason: ErrAction, What: "want an action without ID, time and parties of its own"}
	}
	do, err := again(a.Do)
	if err != nil {
		return err
	}
	by := t.First(t.proposes)
	if by == "" {
		return &journal.RefusalError{Reason: journal.ErrConsent, What: "any active member will do but the custodian"}
	}
	if len(t.proposals) == ProposalsMax {
		return &journal.RefusalError{Reason: ErrProposal, What: "want at most 64 open at a time"}
	}
	p := &proposal{ID: t.id, By: by, Signed: machine.Signed{}, What: do}
	if err := t.sign(p); err != nil {
		return err
	}
	t.proposals.Put(&t.changes, p)
	t.Note("proposed", do.header().Kind)
	return nil
}

// proposes reports whether somebody is a member who says what is to be done.
func (t *turn) proposes(who string) bool {
	_, err := t.roll.find(who)
	return err == nil && who != t.terms.Custodian
}

// bare reports whether an action has no ID, time and parties.
func bare(a Action) bool {
	h := a.header()
	return h.ID == "" && h.At.IsZero() && len(h.By) == 0
}

// again returns an action as it is read back from what is written of it: a copy that shares nothing with it, of what a
// snapshot can hold.
func again(a Action) (Action, error) {
	text, err := proposable.Encode(a)
	if err != nil {
		return nil, err
	}
	if len(text) > ProposalBytesMax {
		return nil, &journal.RefusalError{Reason: journal.ErrLimit, What: "want at most 4194304 bytes of what is proposed"}
	}
	return proposable.Decode(text)
}

type proposal = machine.Proposal[Action]

// Approve signs a proposal, for all in By, of whom one at least has not signed it yet: active members, whose signatures
// are votes but for the custodian's, and others whom it concerns, who are or were members, are to be admitted or to
// come into an office, or are parties to Stock. A stranger's signature is refused.
type Approve struct {
	ID       string
	At       time.Time
	By       []string
	Proposal string
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
	if err := t.sign(p); err != nil {
		return err
	}
	if len(p.Signed) == before {
		return &journal.RefusalError{Reason: journal.ErrConsent, What: "want somebody who has not signed it yet"}
	}
	votes, of := t.votes(p)
	t.Note("votes", fmt.Sprintf("%d of %d", votes, of))
	return nil
}

// signer reports whether somebody can sign: whoever is or was a member, and of others whom what is proposed is about.
// All whom any other action concerns are members before it can be done.
func (p *Partnership) signer(who string, do Action) bool {
	if _, known := p.roll.number[who]; known {
		return true
	}
	switch do := do.(type) {
	case Admit:
		return who == do.Member
	case Amend:
		return who == do.Terms.Custodian || who == do.Terms.Manager
	case IssueStock:
		return who == do.To
	case TransferStock:
		return who == do.From || who == do.To
	case BuyBackStock:
		return who == do.From
	}
	return false
}

// sign signs a proposal for all in By.
func (t *turn) sign(p *proposal) error {
	for _, who := range t.By {
		if !t.signer(who, p.What) {
			return &journal.RefusalError{Reason: ErrMember, What: quote(who) + ": want members to sign, and whom the proposal is about"}
		}
		p.Signed.Sign(&t.changes, who)
	}
	return nil
}

// SignersMax is how many can sign one proposal: all members, and the two whom it can be about besides.
const SignersMax = MembersMax + 2

// votes counts the active members who have signed, and those there are, but for the custodian.
func (p *Partnership) votes(q *proposal) (votes, of int64) {
	for i := range p.roll.members {
		if m := &p.roll.members[i]; m.active && m.name != p.terms.Custodian {
			of++
			if q.Signed.Has(m.name) {
				votes++
			}
		}
	}
	return votes, of
}

func (t *turn) proposal(id string) (*proposal, error) {
	if p := t.proposals.Find(id); p != nil {
		return p, nil
	}
	return nil, &journal.RefusalError{Reason: ErrProposal, What: quote(id)}
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

// Veto ends a proposal. The custodian has it, whatever the members say, to guard the purpose of the asset.
type Veto struct {
	ID       string
	At       time.Time
	By       []string
	Proposal string
	Because  string // in words
}

func (a Veto) header() header { return header{Kind: "veto", ID: a.ID, At: a.At, By: a.By} }

func (a *Veto) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("proposal", &a.Proposal)
	c.Text("because", &a.Because)
}

func (a Veto) apply(t *turn) error {
	p, err := t.proposal(a.Proposal)
	if err != nil {
		return err
	}
	if err := machine.WrongWords(ErrWords, "because", a.Because); err != nil {
		return err
	}
	if err := t.Agree(t.terms.Custodian); err != nil {
		return err
	}
	t.proposals.Drop(&t.changes, p)
	t.Note("vetoed", a.Because)
	return nil
}
