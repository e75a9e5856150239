package guarantee

import (
	"slices"
	"time"

	"example.org/mutual/internal/machine"
)

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
	if err := t.Agree(machine.Appointed(t.terms.offices(), terms.offices())...); err != nil {
		return err
	}
	return t.propose(matter{terms: &terms})
}

// amendable refuses terms that the society cannot go over to.
func (t *turn) amendable(terms *Terms) error {
	if err := terms.check(); err != nil {
		return err
	}
	if terms.Name != t.terms.Name || terms.Unit != t.terms.Unit || !slices.Equal(terms.Founders, t.terms.Founders) {
		return wrongTerms("want the same name, unit and founders")
	}
	for _, who := range terms.offices() {
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
