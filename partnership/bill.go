package partnership

import (
	"slices"
	"strings"
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/internal/name"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// Bill makes the rental of each use that goes on due for a period, once: a promise of the user to the partnership in
// its ledger, to which the user agreed when it took up the use. The gross grows by it, and what is carried to the user
// settles it. Charging for the last period again reaches the uses taken up since; a period before that is over.
type Bill struct {
	ID     string
	At     time.Time
	By     []string
	Period string    // in words, such as "2026-03"
	Due    time.Time // when it is to be paid; the zero time: no date
}

func (a Bill) header() header { return header{Kind: "bill", ID: a.ID, At: a.At, By: a.By} }

func (a *Bill) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("period", &a.Period)
	c.Time("due", &a.Due)
}

func (a Bill) apply(t *turn) error {
	if err := t.consent(); err != nil {
		return err
	}
	if err := wrongPeriod(a.Period); err != nil {
		return err
	}
	period, err := t.period(a.Period)
	if err != nil {
		return err
	}
	uses := slices.DeleteFunc(t.uses.going(), func(at int32) bool { return t.uses.all[at].charged == period })
	if len(uses) == 0 {
		return &journal.RefusalError{Reason: ErrPeriod, What: "want a use that was not charged for " + quote(a.Period) + " yet"}
	}
	rentals := t.rentals(uses)
	var gross int64
	for i, at := range uses {
		if rentals[i] > TotalMax-gross {
			return &journal.RefusalError{Reason: journal.ErrLimit, What: "what can fall due at once", Asked: t.amount(rentals[i]), Room: t.amount(TotalMax - gross)}
		}
		gross += rentals[i]
		if err := t.charge(at, rentals[i], a); err != nil {
			return err
		}
		t.setUse(at, func(u *use) { u.charged = period })
	}
	if _, forecast := t.Stock(); forecast && t.terms.Stock.Unit == t.terms.Unit && gross > 0 {
		if err := t.produce(t.amount(gross)); err != nil {
			return err
		}
	}
	return t.addToGross(arrearsAccount, gross)
}

// PeriodsMax is how many periods can have been charged for.
const PeriodsMax = 1 << 16

func wrongPeriod(words string) error {
	if what := name.Wrong(words); what != "" {
		return &journal.RefusalError{Reason: ErrPeriod, What: "a period " + what}
	}
	return nil
}

// period returns the place of a period that can be charged for, plus 1.
func (t *turn) period(words string) (int32, error) {
	s := &t.uses
	switch at := slices.Index(s.periods, words); {
	case at < 0 && len(s.periods) >= PeriodsMax:
		return 0, &journal.RefusalError{Reason: journal.ErrLimit, What: "want at most 65536 periods"}
	case at < 0:
		set(t, &s.periods, append(s.periods, words))
	case at < len(s.periods)-1:
		return 0, &journal.RefusalError{Reason: ErrPeriod, What: quote(words) + " is over"}
	}
	return int32(len(s.periods)), nil
}

// charge makes the promise. A rental that the index has brought to nothing is none.
func (t *turn) charge(at int32, rental int64, a Bill) error {
	u := &t.uses.all[at]
	if rental == 0 {
		return nil
	}
	id, user := t.next(), t.roll.members[u.user].name
	err := t.act(credit.Issue{
		ID: id, At: t.at, By: t.by(user), Promisor: user, Holder: t.terms.Name, Amount: t.amount(rental),
		For: words(u.part + ", " + a.Period), Due: a.Due, Origin: credit.Arrears,
	})
	if err != nil {
		return err
	}
	t.setArrears(u.user, append(t.uses.arrears[u.user], id))
	return t.settle(u.user)
}

// words cuts a text to what a ledger takes.
func words(s string) string { return strings.ToValidUTF8(s[:min(len(s), credit.WordsBytesMax)], "") }

// setArrears changes the list of what somebody owes. What is behind the end of a list is nobody's.
func (t *turn) setArrears(at int32, open []string) {
	all, old := t.uses.arrears, t.uses.arrears[at]
	put := func(open []string) {
		if len(open) == 0 {
			delete(all, at)
		} else {
			all[at] = open
		}
	}
	put(open)
	t.changes.UndoBy(func() { put(old) })
}

// setUse changes a use.
func (t *turn) setUse(at int32, change func(*use)) {
	s, old := &t.uses, t.uses.all[at]
	change(&s.all[at])
	t.changes.UndoBy(func() { s.all[at] = old })
}

// rental returns a promise that is open, and so many parts of it as an amount says: all for the zero Amount.
func (t *turn) rental(id string, a unit.Amount) (credit.Promise, int64, error) {
	p, ok := t.ledger.Promise(id)
	if !ok || p.Left.IsZero() {
		return credit.Promise{}, 0, &journal.RefusalError{Reason: credit.ErrPromise, What: "want the ID of a rental that is owed"}
	}
	parts, err := t.partsUpTo(a, p.Left.Parts(), journal.ErrLimit, "what is left of "+quote(id))
	return p, parts, err
}

// strike takes promises of which nothing is left off the list of what somebody owes. O(n) in that list.
func (t *turn) strike(at int32, paid func(id string) bool) {
	t.setArrears(at, slices.DeleteFunc(slices.Clone(t.uses.arrears[at]), paid))
}

// owed is what is open of what somebody owes.
func (p *Partnership) owed(at int32) int64 {
	return p.ledger.Owed(p.roll.members[at].name, p.terms.Name).Parts()
}

// cover settles what somebody owes with so many parts, the oldest first, and returns what is left of these. The
// accounts are the caller's to change.
func (t *turn) cover(at int32, parts int64, in credit.Means, what string) (left int64, err error) {
	open := t.uses.arrears[at]
	if len(open) == 0 || parts == 0 {
		return parts, nil
	}
	for len(open) > 0 && parts > 0 {
		p, _ := t.ledger.Promise(open[0])
		part := min(parts, p.Left.Parts())
		if err := t.act(credit.Settle{ID: t.next(), At: t.at, By: t.by(), Promise: p.ID, In: in, Paid: t.amount(part), Words: what}); err != nil {
			return 0, err
		}
		parts -= part
		if part == p.Left.Parts() {
			open = open[1:]
		}
	}
	t.setArrears(at, open)
	return parts, nil
}
