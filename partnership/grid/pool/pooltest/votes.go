package pooltest

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"example.org/mutual/partnership/grid/pool"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// votes follows, by what was done, who is a member, what is proposed, and which terms are in force.
type votes struct {
	auditor   *Auditor // for the Stock and the loans that there are
	terms     pool.Terms
	members   map[string]bool // who ever was one, and whether it still is
	proposals []*proposal
}

// A proposal is other terms, and who is for them.
type proposal struct {
	id, by string
	agreed []string // who signed it when it was made
	terms  pool.Terms
	votes  map[string]bool
}

func newVotes(t pool.Terms, a *Auditor) *votes {
	if t.Rules == 0 {
		t.Rules = pool.RulesVersion
	}
	if t.Approval == 0 {
		t.Approval = unit.Whole / 2
	}
	return &votes{auditor: a, terms: t, members: map[string]bool{}}
}

// offices are who must agree to an action of each type, beside whom it is between: the manager, the custodian or both.
var offices = map[string]string{
	"admit": "m", "forecast": "c", "issue": "mc", "dividend": "m", "clear": "c", "lend": "mc", "convey": "c", "collect": "mc",
}

// follow takes note of what an action, applied or refused, did to members and terms, and reports what is wrong with it.
func (v *votes) follow(did pool.Action, e journal.Entry, refused error) error {
	switch a := did.(type) {
	case pool.Amend:
		return v.judged("amend", v.amend(a, refused == nil), refused)
	case pool.Approve:
		notes, want := v.approve(a, refused == nil)
		if got := ends(e); refused == nil && !slices.Equal(got, notes) {
			return fmt.Errorf("invariant 8: %s: the entry notes %v, want %v", a.Proposal, got, notes)
		}
		return v.judged("approve", want, refused)
	case pool.Retract:
		return v.judged("retract", v.retract(a, refused == nil), refused)
	}
	if refused != nil {
		return nil
	}
	err := v.signed(did)
	switch a := did.(type) {
	case pool.Adopt:
		for _, who := range a.By {
			if slices.Contains(v.terms.Founders, who) {
				v.members[who] = true
			}
		}
	case pool.Admit:
		v.members[a.Member] = true
	case pool.Leave:
		v.members[a.Member] = false
		for _, p := range v.proposals {
			delete(p.votes, a.Member)
		}
	}
	return err
}

// judged compares what was to come of an action with what came of it.
func (v *votes) judged(what string, wrong error, refused error) error {
	if (wrong == nil) != (refused == nil) {
		return fmt.Errorf("invariant 8: %s: got %v, and by the votes %v", what, refused, wrong)
	}
	return nil
}

// signed looks for who is in office now among who has agreed.
func (v *votes) signed(did pool.Action) error {
	var head struct {
		Type string   `json:"type"`
		By   []string `json:"by"`
	}
	text, err := pool.Encode(did)
	if err == nil {
		err = json.Unmarshal(text, &head)
	}
	if err != nil {
		return err
	}
	for _, role := range offices[head.Type] {
		who := v.terms.Manager
		if role == 'c' {
			who = v.terms.Custodian
		}
		if !slices.Contains(head.By, who) {
			return fmt.Errorf("%s was done without %s", head.Type, who)
		}
	}
	return nil
}

func (v *votes) amend(a pool.Amend, done bool) error {
	by := slices.IndexFunc(a.By, func(who string) bool { return v.members[who] || who == v.terms.Manager })
	if by < 0 {
		return errors.New("nobody has proposed it who may")
	}
	p := &proposal{id: a.ID, by: a.By[by], agreed: a.By, terms: a.Terms, votes: map[string]bool{}}
	if err := errors.Join(v.amendable(a.Terms), v.appointed(p)); err != nil {
		return err
	}
	if len(v.proposals) == pool.ProposalsMax {
		return errors.New("too many are open")
	}
	if done {
		v.proposals = append(v.proposals, p)
	}
	return nil
}

// appointed looks for who is to come into an office among who has agreed.
func (v *votes) appointed(p *proposal) error {
	for _, office := range [][2]string{{v.terms.Manager, p.terms.Manager}, {v.terms.Custodian, p.terms.Custodian}} {
		if office[0] != office[1] && !slices.Contains(p.agreed, office[1]) {
			return fmt.Errorf("%s is appointed and does not agree", office[1])
		}
	}
	return nil
}

// amendable says why terms cannot come into force: of the kit's, for their offices or their products.
func (v *votes) amendable(t pool.Terms) error {
	for _, who := range []string{t.Manager, t.Custodian} {
		if _, once := v.members[who]; once || who == t.Name {
			return fmt.Errorf("%s cannot be in office", who)
		}
	}
	if t.Manager == t.Custodian || len(t.Products) == 0 {
		return errors.New("one for both offices, or no product")
	}
	for i, p := range t.Products {
		if slices.Contains(t.Products[:i], p) {
			return fmt.Errorf("%v twice", p)
		}
	}
	for class, b := range sorted(v.auditor.books) {
		f := strings.Split(string(class), "/") // of what, issuer, carrier, site, unit
		if len(f) > 3 && !slices.Contains(t.Products, pool.Product{Carrier: f[2], Site: f[3]}) && (f[0] == "stock" && b.outstanding() != 0 || f[0] == "loan" && b["lent"] != 0) {
			return fmt.Errorf("%s is open", class)
		}
	}
	return nil
}

// approve counts votes, and says what comes of it: which proposal is approved by them, and which others lapse.
func (v *votes) approve(a pool.Approve, done bool) (notes []journal.Note, wrong error) {
	p := v.proposal(a.Proposal)
	if p == nil {
		return nil, errors.New("not open")
	}
	votes := map[string]bool{}
	for who, active := range sorted(v.members) {
		if active && (p.votes[who] || slices.Contains(a.By, who)) {
			votes[who] = true
		}
	}
	approved := len(votes) >= v.needed()
	if !slices.ContainsFunc(a.By, func(who string) bool { return v.members[who] }) || len(votes) == len(p.votes) && !approved {
		return nil, errors.New("nobody votes who may, and did not before where there are too few")
	}
	if approved {
		wrong = errors.Join(v.amendable(p.terms), v.appointed(p))
	}
	if done {
		p.votes = votes
	}
	if !done || !approved {
		return nil, wrong
	}
	v.drop(p)
	notes = []journal.Note{{Kind: "approved", Text: p.id}}
	for _, other := range v.proposals {
		notes = append(notes, journal.Note{Kind: "lapsed", Text: other.id})
	}
	v.terms, v.proposals = p.terms, nil
	return notes, wrong
}

// needed is how many votes are more than the part that decides.
func (v *votes) needed() int {
	active := int64(0)
	for _, is := range sorted(v.members) {
		if is {
			active++
		}
	}
	return int(active*int64(v.terms.Approval)/int64(unit.Whole)) + 1
}

// ends are the notes of what becomes of proposals.
func ends(e journal.Entry) []journal.Note {
	return slices.DeleteFunc(slices.Clone(e.Notes), func(n journal.Note) bool { return n.Kind != "approved" && n.Kind != "lapsed" })
}

func (v *votes) retract(a pool.Retract, done bool) error {
	p := v.proposal(a.Proposal)
	if p == nil || !slices.Contains(a.By, p.by) && !slices.Contains(a.By, v.terms.Manager) {
		return errors.New("not open, or neither who made it agrees nor the manager")
	}
	if done {
		v.drop(p)
	}
	return nil
}

func (v *votes) proposal(id string) *proposal {
	if i := slices.IndexFunc(v.proposals, func(p *proposal) bool { return p.id == id }); i >= 0 {
		return v.proposals[i]
	}
	return nil
}

func (v *votes) drop(p *proposal) {
	v.proposals = slices.DeleteFunc(slices.Clone(v.proposals), func(q *proposal) bool { return p == q })
}

// audit compares what a machine says of terms, proposals and members with what was voted.
func (v *votes) audit(m Machine) error {
	var want []pool.Proposal
	for _, p := range v.proposals {
		want = append(want, pool.Proposal{ID: p.id, By: p.by, Votes: len(p.votes), Needed: v.needed(), Terms: p.terms})
	}
	members := map[string]bool{}
	for who := range m.Members() {
		members[who.Name] = who.Active
	}
	var errs []error
	if got := m.Proposals(); !slices.EqualFunc(got, want, func(p, q pool.Proposal) bool { return reflect.DeepEqual(p, q) }) {
		errs = append(errs, fmt.Errorf("invariant 8: open are the proposals %+v, want %+v", got, want))
	}
	if got := m.Terms(); !reflect.DeepEqual(got, v.terms) {
		errs = append(errs, fmt.Errorf("invariant 8: the terms are %+v, want %+v", got, v.terms))
	}
	if !reflect.DeepEqual(members, v.members) {
		errs = append(errs, fmt.Errorf("invariant 8: members are %v, want %v", members, v.members))
	}
	return errors.Join(errs...)
}
