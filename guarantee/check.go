package guarantee

import (
	"fmt"

	"example.org/mutual/internal/machine"
	"example.org/mutual/internal/wide"
)

// Check proves the state from scratch, that of the ledger included: it returns nil, or an error that wraps ErrBroken
// and names the number of the invariant of the package comment that is broken, or that of the ledger. O(n log n) in the
// size of s.
func (s *Society) Check() error {
	if s.ledger == nil {
		return (*stepper)(s).Ready()
	}
	if err := s.ledger.Check(); err != nil {
		return err
	}
	for _, check := range []func() error{
		s.checkRoles, s.checkEarlier, s.checkMembers, s.checkYears, s.checkShares, s.checkBudgets, s.checkBooks, s.checkExposure, s.checkProposals, s.checkLosses,
	} {
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
func (s *Society) checkRoles() error {
	if err := s.terms.check(); err != nil {
		return broken(12, "%v", err)
	}
	founders := make(map[string]bool, len(s.terms.Founders))
	for _, who := range s.terms.Founders {
		founders[who] = true
	}
	signed := 0
	for i, m := range s.members {
		if n, ok := s.number[m.name]; !ok || int(n) != i {
			return broken(12, "%.32q is not where it is looked for", m.name)
		}
		if founders[m.name] {
			signed++
		} else if !s.adopted || signed < len(founders) {
			return broken(12, "%.32q is a member before the founders are", m.name)
		}
		if s.terms.office(m.name) {
			return broken(12, "%.32q is a member, and the society or in its service", m.name)
		}
	}
	if s.adopted != (signed == len(founders)) || len(s.number) != len(s.members) || !s.adopted && len(s.years) > 0 {
		return broken(12, "%d of %d founders have adopted the terms", signed, len(founders))
	}
	return nil
}

// checkMembers checks each member by itself.
func (s *Society) checkMembers() error {
	for _, m := range s.members {
		for _, parts := range []int64{m.buyer, m.seller, m.deposit, m.security} {
			if parts < 0 || parts > TotalMax {
				return broken(12, "%.32q has %d parts of a limit or an account", m.name, parts)
			}
		}
		if machine.WrongMember("member", m.name) != nil || m.because != "" && machine.WrongWords(ErrWords, "because", m.because) != nil {
			return broken(12, "the name or the policy's reason of %.32q", m.name)
		}
		if m.because == "" && max(m.buyer, m.seller) > 0 {
			return broken(12, "limits of %.32q without a reason", m.name)
		}
		gone := !m.until.IsZero()
		if m.active == gone || m.liable && m.active || m.since.IsZero() || gone && (m.until.Before(m.since) || max(m.buyer, m.seller) > 0) ||
			int(m.years) > len(s.years) || !gone && m.years > 0 {
			return broken(12, "%.32q is neither in nor out", m.name)
		}
		if b := m.balance; b.from.Before(m.since) || b.at.Before(b.from) || b.at.After(s.core.Log.Last()) {
			return broken(12, "the balance of %.32q runs from %v to %v", m.name, b.from, b.at)
		}
		if n := int(m.charged); n > len(s.years) || n > 0 && (s.years[n-1].open() || m.balance.from.Before(s.years[n-1].closed)) {
			return broken(12, "%.32q was charged on its balance for no year that is closed", m.name)
		}
		if err := s.checkPledges(m); err != nil {
			return err
		}
	}
	return nil
}

func (s *Society) checkPledges(m *member) error {
	seen := make(map[int32]bool, len(m.pledges))
	for _, p := range m.pledges {
		if int(p.from) >= len(s.members) || s.members[p.from] == m || seen[p.from] || p.parts < 0 || p.parts > TotalMax {
			return broken(12, "a pledge for %.32q", m.name)
		}
		seen[p.from] = true
	}
	return nil
}

// checkYears: years are named after actions, in the order of their opening, and no book counts beyond TotalMax.
func (s *Society) checkYears() error {
	seen := make(map[string]bool, len(s.years))
	for i, y := range s.years {
		_, applied := s.core.Log.Applied(y.id)
		if !applied || seen[y.id] || i > 0 && y.opened.Before(s.years[i-1].opened) || !y.open() && y.closed.Before(y.opened) || y.closed.After(s.core.Log.Last()) {
			return broken(12, "the year %.32q", y.id)
		}
		seen[y.id] = true
		if y.keep.cost < 0 || y.keep.loss < 0 {
			return broken(12, "what is to be retained of the year %.32q", y.id)
		}
		for f, parts := range y.flows {
			if parts < 0 || parts > TotalMax {
				return broken(1, "%s of the year %.32q", flowWords[f], y.id)
			}
		}
	}
	return nil
}

// checkShares: what members have paid in open years is what these have taken in; no provision is more than the charges
// it was paid with, less what went for the member's own default.
func (s *Society) checkShares() error {
	cost, charges := make([]wide.Sum, len(s.years)), make([]wide.Sum, len(s.years))
	for _, m := range s.members {
		last := int32(-1)
		for _, h := range m.shares {
			if h.year <= last || int(h.year) >= len(s.years) || !s.years[h.year].open() {
				return broken(2, "%.32q has paid in a year that is not open", m.name)
			}
			last = h.year
			if h.cost < 0 || h.charges < 0 || h.provision < 0 || h.spent < 0 || h.spent > h.charges || h.provision > h.charges-h.spent || h.called < 0 || h.paid < 0 || h.paid > h.called {
				return broken(2, "the share of %.32q in the year %.32q", m.name, s.years[h.year].id)
			}
			cost[h.year], charges[h.year] = cost[h.year].Add(h.cost), charges[h.year].Add(h.charges)
		}
	}
	for i, y := range s.years {
		if y.open() && (cost[i] != total(y.flows[costCharges], y.flows[subscriptions]) || charges[i] != total(y.flows[defaultCharges])) {
			return broken(1, "what members have paid is not what the books of %.32q have taken in", y.id)
		}
	}
	return nil
}

func total(parts ...int64) (sum wide.Sum) {
	for _, p := range parts {
		sum = sum.Add(p)
	}
	return sum
}

// checkBudgets: nobody was paid more than was approved, and no cost that was not.
func (s *Society) checkBudgets() error {
	paid := make([]wide.Sum, len(s.years))
	seen := make(map[string]bool, len(s.budgets))
	for _, b := range s.budgets {
		if err := s.checkBudget(b); err != nil {
			return err
		}
		if b.paid < 0 || b.paid > b.amount || seen[b.id] {
			return broken(9, "%.32q: %d of %d parts are paid", b.id, b.paid, b.amount)
		}
		seen[b.id] = true
		paid[b.year] = paid[b.year].Add(b.paid)
	}
	for i, y := range s.years {
		if paid[i] != total(y.flows[costs]) {
			return broken(9, "the costs of the year %.32q are not those of its budgets", y.id)
		}
	}
	return nil
}

// checkBudget checks a budget, approved or not, by itself.
func (s *Society) checkBudget(b *budget) error {
	_, applied := s.core.Log.Applied(b.id)
	if !applied || int(b.year) >= len(s.years) || b.amount <= 0 || machine.WrongMember("to", b.to) != nil || machine.WrongWords(ErrWords, "for", b.words) != nil {
		return broken(9, "the budget %.32q", b.id)
	}
	return nil
}

// checkBooks adds up the books by what went in and out, and by whose parts they are, and all accounts.
func (s *Society) checkBooks() error {
	if err := s.checkFunds(); err != nil {
		return err
	}
	var openCost wide.Sum
	for _, y := range s.years {
		if y.open() {
			openCost = openCost.Add(max(0, y.flows.left(true)))
		}
	}
	loss := s.wideBook(false)
	costParts, ok1 := s.wideBook(true).Int64()
	lossParts, ok2 := loss.Int64()
	open, ok3 := openCost.Int64()
	switch {
	case !ok1 || !ok3 || costParts < open:
		return broken(1, "the cost book holds less than its open years have put there")
	case !ok2 || lossParts < 0 || loss != s.inDefaultBook():
		return broken(2, "the default book is not the provisions, the funds and what is due to creditors")
	case s.ofMembers().Add(costParts).Add(lossParts) != total(s.money) || s.money > TotalMax:
		return broken(13, "the accounts do not add up to what the custodian holds")
	}
	return nil
}

// checkFunds: each common fund once, and money in those of the terms alone.
func (s *Society) checkFunds() error {
	names := make(map[string]bool, len(s.funds))
	for _, f := range s.funds {
		if f.parts < 0 || names[f.name] || f.parts > 0 && !s.terms.funds(f.name) {
			return broken(2, "the fund %.32q", f.name)
		}
		names[f.name] = true
	}
	return nil
}

// ofMembers is what the custodian holds on members' own accounts: deposits, securities and pledges.
func (s *Society) ofMembers() (sum wide.Sum) {
	for _, m := range s.members {
		sum = sum.Add(m.deposit).Add(m.security)
		for _, p := range m.pledges {
			sum = sum.Add(p.parts)
		}
	}
	return sum
}

// inDefaultBook is whose the default book is: provisions, funds and what is due to creditors.
func (s *Society) inDefaultBook() (sum wide.Sum) {
	for _, m := range s.members {
		for _, h := range m.shares {
			sum = sum.Add(h.provision)
		}
	}
	for _, f := range s.funds {
		sum = sum.Add(f.parts)
	}
	for _, l := range s.defaults {
		for _, parts := range l.due {
			sum = sum.Add(parts)
		}
	}
	return sum
}

// wideBook is book where the sum may be any.
func (s *Society) wideBook(cost bool) (sum wide.Sum) {
	for _, y := range s.years {
		for f := range flowsMax {
			switch {
			case f.ofCost() != cost:
			case f.out():
				sum = sum.Sub(y.flows[f])
			default:
				sum = sum.Add(y.flows[f])
			}
		}
	}
	return sum
}

// checkExposure adds up open guaranteed promises. Nobody is in the ledger but members and the society.
func (s *Society) checkExposure() error {
	owes, holds := make([]int64, len(s.members)), make([]int64, len(s.members))
	for p := range s.ledger.Promises() {
		promisor, ok1 := s.number[p.Promisor]
		holder, ok2 := s.number[p.Holder]
		if (!ok1 && p.Promisor != s.terms.Name) || (!ok2 && p.Holder != s.terms.Name) || p.Guarantor != "" && p.Guarantor != s.terms.Name {
			return broken(6, "%.32q is not between members", p.ID)
		}
		if parts := s.guaranteed(&p); parts > 0 {
			owes[promisor] += parts
			holds[holder] += parts
		}
	}
	for i, m := range s.members {
		if m.owes != owes[i] || m.holds != holds[i] {
			return broken(6, "%.32q owes %d and holds %d parts under the guarantee, and not %d and %d", m.name, owes[i], holds[i], m.owes, m.holds)
		}
		if !m.active && max(m.owes, m.holds) > 0 {
			return broken(6, "%.32q has left with guarantees open", m.name)
		}
	}
	return nil
}

// checkProposals: proposals are of one thing each, and voted for by active members in no default alone.
func (s *Society) checkProposals() error {
	if len(s.proposals) > ProposalsMax {
		return broken(12, "%d proposals are open", len(s.proposals))
	}
	if id, known := s.proposals.Known(&s.core.Log); !known {
		return broken(12, "the proposal %.32q", id)
	}
	for _, p := range s.proposals {
		if err := s.checkProposal(p); err != nil {
			return err
		}
		voted := 0
		for _, m := range s.members {
			if p.Signed.Has(m.name) && m.votes() {
				voted++
			}
		}
		if voted != len(p.Signed) {
			return broken(12, "%.32q has votes of others than active members in no default", p.ID)
		}
	}
	return nil
}

func (s *Society) checkProposal(p *proposal) error {
	m, one := p.What, 0
	var err error
	if m.terms != nil {
		one++
		err = m.terms.check()
	}
	if m.budget != nil {
		one++
		if err = s.checkBudget(m.budget); m.budget.id != p.ID || m.budget.paid != 0 {
			one++
		}
	}
	if k := m.keep; k != nil {
		if one++; int(k.year) >= len(s.years) || k.cost < 0 || k.loss < 0 {
			one++
		}
	}
	if one != 1 || err != nil || s.budget(p.ID) != nil || machine.WrongMember("by", p.By) != nil {
		return broken(12, "the proposal %.32q: %v", p.ID, err)
	}
	return nil
}
