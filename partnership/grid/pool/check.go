package pool

import (
	"fmt"

	"example.org/mutual/internal/wide"
)

// Check proves the state from scratch, that of the register included: it returns nil, or an error that wraps ErrBroken,
// or stock.ErrBroken, and names the number of the invariant that is broken. O(n log n) in the size of p.
func (p *Pool) Check() error {
	if p.register == nil {
		return (*stepper)(p).Ready()
	}
	if err := p.register.Check(); err != nil {
		return err
	}
	for _, check := range []func() error{p.checkRoles, p.checkMembers, p.checkStock, p.checkSupplies, p.checkLoans, p.checkCommons, p.checkProposals, p.checkProducts} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func broken(invariant int, format string, args ...any) error {
	return fmt.Errorf("%w: %d: %s", ErrBroken, invariant, fmt.Sprintf(format, args...))
}

// checkRoles: terms that can work; the founders are the first members, and all of them once the terms are adopted.
func (p *Pool) checkRoles() error {
	if err := p.terms.check(); err != nil {
		return broken(8, "%v", err)
	}
	founders := make(map[string]bool, len(p.terms.Founders))
	for _, who := range p.terms.Founders {
		founders[who] = true
	}
	signed := 0
	for _, m := range p.members {
		if founders[m.name] {
			signed++
		} else if !p.adopted || signed < len(founders) {
			return broken(8, "%.32q is a member before the founders are", m.name)
		}
		if p.terms.office(m.name) {
			return broken(8, "%.32q is a member, and the pool or in its service", m.name)
		}
	}
	if p.adopted != (signed == len(founders)) || !p.adopted && len(p.supplies)+len(p.loans)+len(p.proposals) > 0 {
		return broken(8, "%d of %d founders have adopted the terms", signed, len(founders))
	}
	return nil
}

func (p *Pool) checkMembers() error {
	if len(p.number) != len(p.members) {
		return broken(8, "%d names for %d members", len(p.number), len(p.members))
	}
	for i, m := range p.members {
		if n, ok := p.number[m.name]; !ok || int(n) != i || wrongName(m.name) != "" {
			return broken(8, "%.32q is not where it is looked for", m.name)
		}
		gone := !m.until.IsZero()
		if m.active == gone || m.since.IsZero() || gone && (m.until.Before(m.since) || m.until.After(p.core.Log.Last())) {
			return broken(8, "%.32q is neither in nor out", m.name)
		}
		if m.since.After(p.core.Log.Last()) {
			return broken(8, "%.32q is admitted later", m.name)
		}
	}
	for who, what := range p.ties() {
		if n, ok := p.number[who]; ok && !p.members[n].active {
			return broken(8, "%.32q has left with %s", who, what)
		}
	}
	return nil
}

// checkStock: Stock is of suppliers and in the pool's unit, and held by members or the pool; claims are suppliers'.
func (p *Pool) checkStock() error {
	supplier := func(who string) bool {
		n, ok := p.number[who]
		return ok && p.members[n].supplier
	}
	for at := range p.register.Positions() {
		k := at.Kind
		if k.Unit != p.terms.Unit || !supplier(k.Issuer) || wrongName(k.Carrier) != "" || wrongName(k.Site) != "" {
			return broken(1, "%.64q", k.String())
		}
		for who := range p.register.Holdings(k) {
			if _, ok := p.number[who]; !ok && who != p.terms.Name {
				return broken(1, "%.32q holds Stock", who)
			}
		}
		for who := range p.register.Claims(k) {
			if !supplier(who) {
				return broken(3, "%.32q has a claim", who)
			}
		}
	}
	return nil
}

// checkSupplies: what was supplied is open, redeemed or settled; all that was redeemed of a carrier was redeemed
// against a supply.
func (p *Pool) checkSupplies() error {
	redeemed := make(map[string]wide.Sum)
	for i, s := range p.supplies {
		if at, ok := p.place[s.route]; !ok || int(at) != i || len(p.place) != len(p.supplies) {
			return broken(2, "a route is not where it is looked for")
		}
		from, to := p.members[s.supplier], p.members[s.customer]
		switch {
		case from == to || !from.supplier || wrongName(s.carrier) != "":
			return broken(2, "%.32q supplies %.32q", from.name, to.name)
		case s.supplied <= 0 || s.supplied > TotalMax || s.redeemed < 0 || s.settled < 0 || s.redeemed > s.supplied || s.settled > s.supplied-s.redeemed:
			return broken(2, "%.32q supplied %.32q with %d parts, of which %d and %d are paid for", from.name, to.name, s.supplied, s.redeemed, s.settled)
		}
		redeemed[s.carrier] = redeemed[s.carrier].Add(s.redeemed)
	}
	cancelled := make(map[string]wide.Sum)
	for at := range p.register.Positions() {
		cancelled[at.Kind.Carrier] = cancelled[at.Kind.Carrier].Add(at.Redeemed.Parts())
	}
	for at := range p.register.Positions() {
		if c := at.Kind.Carrier; cancelled[c] != redeemed[c] {
			return broken(2, "Stock for %.32q was redeemed against no supply", c)
		}
	}
	for _, s := range p.supplies {
		if cancelled[s.carrier] != redeemed[s.carrier] {
			return broken(2, "supply of %.32q was paid for with no Stock", s.carrier)
		}
	}
	return nil
}

// checkLoans: nobody repaid more than was lent; who owes is a member, one for each property; what was repaid came
// back as Stock.
func (p *Pool) checkLoans() error {
	owner := make(map[string]string)
	repaid := make(map[string]wide.Sum)
	seen := make(map[string]bool, len(p.loans))
	for _, l := range p.loans {
		_, applied := p.core.Log.Applied(l.id)
		_, known := p.register.Position(l.kind)
		if !applied || seen[l.id] || !known || l.lent <= 0 || l.lent > TotalMax || l.repaid < 0 || l.repaid > l.lent || wrongName(l.property) != "" {
			return broken(4, "the loan %.32q", l.id)
		}
		seen[l.id] = true
		k := l.kind.String()
		repaid[k] = repaid[k].Add(l.repaid)
		n, member := p.number[l.owner]
		if !member || l.owner == l.kind.Issuer || l.open() > 0 && !p.members[n].active {
			return broken(4, "%.32q owes for %.32q", l.owner, l.property)
		}
		if l.open() == 0 {
			continue
		}
		if was, twice := owner[l.property]; twice && was != l.owner {
			return broken(4, "%.32q has two owners", l.property)
		}
		owner[l.property] = l.owner
	}
	for at := range p.register.Positions() {
		sum, ok := repaid[at.Kind.String()].Int64()
		if !ok || sum > at.BoughtBack.Parts() {
			return broken(4, "more of %.64q was repaid than came back", at.Kind.String())
		}
	}
	return nil
}

// checkCommons: all balances, with what is carried and less the purse, are zero.
func (p *Pool) checkCommons() error {
	sum := wide.Sum{}.Add(p.carried).Sub(p.purse)
	for _, m := range p.members {
		if m.balance > TotalMax || m.balance < -TotalMax {
			return broken(6, "%.32q has %d parts", m.name, m.balance)
		}
		sum = sum.Add(m.balance)
	}
	if sum != (wide.Sum{}) || p.carried < 0 || p.purse < 0 {
		return broken(6, "%d parts are carried, %d in the purse, and the balances do not agree", p.carried, p.purse)
	}
	return nil
}

// checkProposals: proposals are of terms that can work, and voted for by active members alone.
func (p *Pool) checkProposals() error {
	if len(p.proposals) > ProposalsMax {
		return broken(8, "%d proposals are open", len(p.proposals))
	}
	if id, known := p.proposals.Known(&p.core.Log); !known {
		return broken(8, "the proposal %.32q", id)
	}
	for _, one := range p.proposals {
		if one.What.check() != nil || wrongName(one.By) != "" {
			return broken(8, "the proposal %.32q", one.ID)
		}
		voted := 0
		for _, m := range p.members {
			if one.Signed.Has(m.name) && m.active {
				voted++
			}
		}
		if voted != len(one.Signed) {
			return broken(8, "%.32q has votes of others than active members", one.ID)
		}
	}
	return nil
}

// checkProducts: there is a product for all Stock and all loans.
func (p *Pool) checkProducts() error {
	if err := p.keepable(p.terms.Products); err != nil {
		return broken(8, "%v", err)
	}
	return nil
}
