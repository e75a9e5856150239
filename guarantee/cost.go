package guarantee

import (
	"time"

	"example.org/mutual/internal/machine"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// A budget is a cost that the members have approved.
type budget struct {
	id           string
	year         int32 // its place in years
	to, words    string
	amount, paid int64
}

func (b *budget) clone() *budget {
	c := *b
	return &c
}

// Budget proposes a cost for a policy year, such as the manager's fee. A member or the manager proposes it; once the
// members have approved it, it is a budget named after the action, and PayCost pays it.
type Budget struct {
	ID     string
	At     time.Time
	By     []string
	Year   string
	To     string // who is to be paid: the manager, or anybody who serves the society
	Amount unit.Amount
	For    string // which cost it covers, in words
}

func (a Budget) header() header { return header{Kind: "budget", ID: a.ID, At: a.At, By: a.By} }

func (a *Budget) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("year", &a.Year)
	c.Text("to", &a.To)
	c.Amount("amount", &a.Amount)
	c.Text("for", &a.For)
}

func (a Budget) apply(t *turn) error {
	if err := machine.WrongMember("to", a.To); err != nil {
		return err
	}
	if err := machine.WrongWords(ErrWords, "for", a.For); err != nil {
		return err
	}
	year, err := t.openYear(a.Year)
	if err != nil {
		return err
	}
	parts, err := t.parts(a.Amount)
	if err != nil {
		return err
	}
	return t.propose(matter{budget: &budget{id: a.ID, year: year, to: a.To, words: a.For, amount: parts}})
}

// PayCost pays of an approved budget, never more than it, as long as its year is open. The custodian must agree, who
// pays it out of the cost book: from the year's own money and from what closed years have left there.
type PayCost struct {
	ID     string
	At     time.Time
	By     []string
	Budget string // the ID of the Budget
	Amount unit.Amount
}

func (a PayCost) header() header { return header{Kind: "payCost", ID: a.ID, At: a.At, By: a.By} }

func (a *PayCost) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("budget", &a.Budget)
	c.Amount("amount", &a.Amount)
}

func (a PayCost) apply(t *turn) error {
	b := t.budget(a.Budget)
	if b == nil {
		return &journal.RefusalError{Reason: ErrBudget, What: quote(a.Budget)}
	}
	if err := t.still(b.year); err != nil {
		return err
	}
	if err := t.Agree(t.terms.Custodian); err != nil {
		return err
	}
	parts, err := t.partsUpTo(a.Amount, b.amount-b.paid, ErrBudget, "what is approved and not paid yet")
	if err != nil {
		return err
	}
	if room := t.costRoom(b.year); parts > room {
		return t.short(costBook, a.Amount, room)
	}
	set(t, &b.paid, b.paid+parts)
	t.Note("cost", b.words)
	set(t, &t.money, t.money-parts)
	return t.flow(b.year, costs, outsideAccount(b.to), parts)
}

// budget returns an approved budget, or nil.
func (s *Society) budget(id string) *budget {
	for _, b := range s.budgets {
		if b.id == id {
			return b
		}
	}
	return nil
}

// costRoom is what can be paid of a year's costs: all of the cost book but what other open years have put there.
func (s *Society) costRoom(year int32) int64 {
	room := s.book(true)
	for i, y := range s.years {
		if int32(i) != year && y.open() {
			room -= max(0, y.flows.left(true))
		}
	}
	return room
}
