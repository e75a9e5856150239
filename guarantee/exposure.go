package guarantee

import (
	"slices"

	"example.org/mutual/credit"
	"example.org/mutual/unit/journal"
)

// An exposed is a member whose exposure an action of the ledger changes, with what it was before.
type exposed struct {
	*member
	owed, held int64
}

// guaranteed is what is open of a promise that the society guarantees. What it has taken over itself is a claim, and
// what is declared in default a loss of which the waterfall keeps account.
func (s *Society) guaranteed(p *credit.Promise) int64 {
	if p.Guarantor != s.terms.Name || p.Holder == s.terms.Name || p.Defaulted {
		return 0
	}
	return p.Left.Parts()
}

// follow keeps exposures in step with the ledger, and refuses what goes beyond a limit or is owed to or by somebody
// who is no active member.
func (t *turn) follow(changed []credit.Change) error {
	t.exposed = slices.Grow(t.exposed[:0], 2*len(changed))
	defer t.settle()
	for i := range changed {
		c := &changed[i]
		if err := t.between(c); err != nil {
			return err
		}
		if t.trading && c.Before.Defaulted && c.Before.Guarantor == t.terms.Name {
			if err := t.lossChanged(c); err != nil {
				return err
			}
		}
		if err := t.bound(c); err != nil {
			return err
		}
		t.expose(&c.Before, -t.guaranteed(&c.Before))
		t.expose(&c.After, t.guaranteed(&c.After))
	}
	for _, e := range t.exposed {
		if err := t.within(e); err != nil {
			return err
		}
	}
	return nil
}

// between refuses a new promise, or a new holder of one, where somebody is no active member.
func (t *turn) between(c *credit.Change) error {
	if c.After.Holder != c.Before.Holder && c.After.Holder != t.terms.Name {
		if _, err := t.find(c.After.Holder); err != nil {
			return err
		}
	}
	if c.Before.ID == "" && c.After.ID == c.After.Root {
		_, err := t.find(c.After.Promisor)
		return err
	}
	return nil
}

// bound refuses to reserve what somebody in default owes or is owed under the guarantee: it could put off for ever what
// a default covers, or carry away what is to be set off.
func (t *turn) bound(c *credit.Change) error {
	if t.guaranteed(&c.After) == 0 || c.After.Reserved.Parts() <= c.Before.Reserved.Parts() {
		return nil
	}
	for _, who := range []string{c.After.Promisor, c.After.Holder} {
		if t.members[t.number[who]].failed {
			return &journal.RefusalError{Reason: ErrDefaulted, What: quote(who)}
		}
	}
	return nil
}

// expose adds to the exposure of a promise's two, and notes what it was before this action of the ledger.
func (t *turn) expose(p *credit.Promise, parts int64) {
	if parts == 0 {
		return
	}
	buyer, seller := t.members[t.number[p.Promisor]], t.members[t.number[p.Holder]]
	t.touch(buyer)
	t.touch(seller)
	buyer.owes += parts
	seller.holds += parts
}

// touch brings a member's balance up to the action's time before the first change.
func (t *turn) touch(m *member) {
	if m.touched != 0 {
		return
	}
	t.exposed = append(t.exposed, exposed{m, m.owes, m.holds})
	m.touched = int32(len(t.exposed))
	owes, holds, balance := m.owes, m.holds, m.balance
	t.changes.UndoBy(func() { m.owes, m.holds, m.balance = owes, holds, balance })
	m.balance.run(m.holds-m.owes, t.at)
}

// settle ends what touch began.
func (t *turn) settle() {
	for _, e := range t.exposed {
		e.touched = 0
	}
}

// within refuses an exposure that has grown beyond its limit, or is that of somebody in default. Who is in default does
// not give away either what it is owed under the guarantee, because the society sets that off: it is paid, or sets off
// as much of what it owes.
func (t *turn) within(e exposed) error {
	if t.trading && e.failed && !t.received && e.held-e.holds > e.owed-e.owes {
		return &journal.RefusalError{Reason: ErrDefaulted, What: quote(e.name)}
	}
	if e.owes <= e.owed && e.holds <= e.held {
		return nil
	}
	if e.failed {
		return &journal.RefusalError{Reason: ErrDefaulted, What: quote(e.name)}
	}
	if e.owes > e.owed && e.owes > e.buyer {
		return t.beyond(e.name, "buyer", e.owes-e.owed, e.buyer-e.owed)
	}
	if e.holds > e.held && e.holds > e.seller {
		return t.beyond(e.name, "seller", e.holds-e.held, e.seller-e.held)
	}
	return nil
}

func (t *turn) beyond(who, side string, asked, room int64) error {
	return &journal.RefusalError{Reason: journal.ErrLimit, What: "the limit of " + quote(who) + " as " + side, Asked: t.amount(asked), Room: t.amount(max(0, room))}
}
