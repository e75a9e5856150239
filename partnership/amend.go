package partnership

import (
	"slices"
	"time"

	"example.org/mutual/internal/machine"
)

// Amend goes over to other terms, a new manager or custodian among them. The members decide on it, so it is proposed
// ([Propose]), and who is to come into an office must agree. Name, unit, rules, founders and first holders are facts
// and stay; purpose and asset are entrenched. An amendment changes nothing that fell due, was distributed or bought: it
// is for what comes after. It is whole terms in place of those in force, which its signers had in mind: when others
// come into force first it lapses, with every word given for it, and is to be proposed anew.
type Amend struct {
	ID    string
	At    time.Time
	By    []string
	Terms Terms
}

func (a Amend) header() header { return header{Kind: "amend", ID: a.ID, At: a.At, By: a.By} }

func (a *Amend) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Object("terms", func() bool { return zeroTerms(&a.Terms) }, func() { termsFields(c, &a.Terms) })
}

func (a Amend) apply(t *turn) error {
	terms := a.Terms.complete()
	if err := t.amendable(&terms); err != nil {
		return err
	}
	if err := t.consent(machine.Appointed(t.terms.offices(), terms.offices())...); err != nil {
		return err
	}
	if !slices.Equal(t.terms.Portions, terms.Portions) {
		set(t, &t.lags.portions, nil) // what rounding owes to portions that there are no more
	}
	set(t, &t.terms, terms)
	t.Note("amended", t.id)
	t.lapse()
	return nil
}

// lapse takes all other terms off the list, now that those against which they were proposed are in force no more: else
// who agreed to have an office would come into it by that word even after another has taken it.
func (t *turn) lapse() {
	for _, p := range t.proposals {
		if _, terms := p.What.(Amend); terms {
			t.proposals.Drop(&t.changes, p)
			t.Note("lapsed", p.ID)
		}
	}
}

// amendable refuses terms that the partnership cannot go over to.
func (t *turn) amendable(terms *Terms) error {
	if err := terms.check(); err != nil {
		return err
	}
	if terms.Purpose != t.terms.Purpose || terms.Asset != t.terms.Asset {
		return wrongTerms("want the same purpose and asset: they are entrenched")
	}
	if terms.Name != t.terms.Name || terms.Unit != t.terms.Unit || !slices.Equal(terms.Founders, t.terms.Founders) || !slices.Equal(terms.Holders, t.terms.Holders) {
		return wrongTerms("want the same name, unit, founders and first holders")
	}
	for _, who := range append(terms.fixed(), terms.Custodian, terms.Manager) {
		if _, err := t.roll.find(who); err != nil {
			return wrongTerms("want active members in the offices and for fixed portions: %.32q is none", who)
		}
	}
	return t.keepable(terms)
}

// zeroTerms reports whether nothing at all is said.
func zeroTerms(t *Terms) bool {
	return t.Name == "" && t.Unit.IsZero() && t.Rules == 0 && t.Purpose == "" && t.Asset == "" && len(t.Founders) == 0 &&
		t.Custodian == "" && t.Manager == "" && len(t.Holders) == 0 && !t.Offered && len(t.Portions) == 0 && !t.CommonsFirst &&
		t.Overpaid == Carried && t.Stock == (StockTerms{}) && len(t.Index) == 0 && len(t.Needs) == 0 && t.Approval == 0
}
