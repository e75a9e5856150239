package pool

import (
	"slices"
	"time"

	"example.org/mutual/internal/machine"
	"example.org/mutual/partnership/stock"
	"example.org/mutual/unit/journal"
)

// Amend proposes other terms: a new manager or custodian, products, levies. A member or the manager proposes it, and
// who is to come into an office agrees; once the members have approved it, the pool goes by them. Name, units, rules
// and founders stay, and so does a product for which there is Stock or a loan. An amendment touches no Stock, no claim,
// no loan and no balance: it is for what comes after. What is proposed is whole terms in place of those in force, which
// its voters had in mind: when others come into force first it lapses, with every word given for it, and is to be
// proposed anew.
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
	if len(t.proposals) == ProposalsMax {
		return refuse(ErrProposal, "want at most %d open at a time", ProposalsMax)
	}
	by := t.First(func(who string) bool { return t.votes(who) || who == t.terms.Manager })
	if by == "" {
		return &journal.RefusalError{Reason: journal.ErrConsent, What: "any active member will do, or", Missing: []string{t.terms.Manager}}
	}
	t.proposals.Put(&t.changes, &proposal{ID: t.id, By: by, Signed: machine.Signed{}, What: terms})
	t.Note("proposed", t.id)
	return nil
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
	for _, who := range terms.offices() {
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

// lapse takes all other terms off the list, now that those against which they were proposed are in force no more: else
// who agreed to have an office would come into it by that word even after another has taken it.
func (t *turn) lapse() {
	for _, p := range t.proposals {
		t.proposals.Drop(&t.changes, p)
		t.Note("lapsed", p.ID)
	}
}
