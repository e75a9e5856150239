package guarantee

import (
	"math"
	"slices"
	"strings"
	"time"

	"example.org/mutual/internal/wide"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// YearsMax is how many policy years a society can have, one after the other or side by side.
const YearsMax = 4096

// OpenYear opens a policy year, named after the action. From then on charges are paid in it, and losses that are
// declared belong to it, whatever years their promises are from: guarantees outlive years. Members are then called by
// what they have paid in it, or by what the layers name instead. Only the manager must agree. Earlier years stay open
// until they are closed.
type OpenYear struct {
	ID string
	At time.Time
	By []string
}

func (a OpenYear) header() header { return header{Kind: "openYear", ID: a.ID, At: a.At, By: a.By} }

func (a *OpenYear) fields(c *codec) { c.Header(a.header().Kind, &a.ID, &a.At, &a.By) }

func (a OpenYear) apply(t *turn) error {
	if err := t.Agree(t.terms.Manager); err != nil {
		return err
	}
	if len(t.years) >= YearsMax {
		return &journal.RefusalError{Reason: ErrYear, What: "want at most 4096 policy years"}
	}
	old := t.years
	set(t, &t.years, append(old[:len(old):len(old)], &year{id: a.ID, opened: t.at}))
	t.Note("opened", a.ID)
	return nil
}

// openYear returns the place of a policy year that is open.
func (s *Society) openYear(id string) (int32, error) {
	for i := len(s.years) - 1; i >= 0; i-- {
		if y := s.years[i]; y.id == id && y.open() {
			return int32(i), nil
		}
	}
	return 0, &journal.RefusalError{Reason: ErrYear, What: quote(id)}
}

// still refuses a year that is closed by now.
func (s *Society) still(year int32) error {
	if y := s.years[year]; !y.open() {
		return &journal.RefusalError{Reason: ErrYear, What: quote(y.id) + " is closed"}
	}
	return nil
}

// Retain proposes to keep of a year's surplus what would else be returned: in the cost book for later costs, in
// the default book for the reserve, beyond its target. A member or the manager proposes it; once the members have
// approved it, closing the year goes by it.
type Retain struct {
	ID      string
	At      time.Time
	By      []string
	Year    string
	Cost    unit.Amount // at most so much of the cost book's surplus; the zero Amount: nothing
	Default unit.Amount // at most so much of the default book's; the zero Amount: nothing
}

func (a Retain) header() header { return header{Kind: "retain", ID: a.ID, At: a.At, By: a.By} }

func (a *Retain) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("year", &a.Year)
	c.Amount("cost", &a.Cost)
	c.Amount("default", &a.Default)
}

func (a Retain) apply(t *turn) error {
	year, err := t.openYear(a.Year)
	if err != nil {
		return err
	}
	cost, err := t.limit(a.Cost)
	if err != nil {
		return err
	}
	loss, err := t.limit(a.Default)
	if err != nil {
		return err
	}
	return t.propose(matter{keep: &keep{year, kept{cost, loss}}})
}

// A keep is what to retain of a year's surplus at most.
type keep struct {
	year int32
	kept
}

type kept struct{ cost, loss int64 }

// CloseYear closes a policy year. Only the manager must agree, who gets nothing of it. Calls for the year's losses
// end, but for what other losses bring of them: see the package comment. The surplus of the default book, what is
// left of the year's provisions, goes first to the reserve up to its target; then what the members have approved to
// retain; the rest is returned to all who paid default charges in the year, pro rata to these less what of them went
// for their own default, whether they have left or not. The surplus of the cost book is returned likewise, pro rata to
// cost charges and subscriptions, but for what is retained. What is returned stands on the members' deposits. O(n log
// n) in the members, and after an amendment of the layers linear in promises and losses.
//
// Guarantees outlive years: what goes back was charged for promises some of which may still be open, and for which the
// provisions of the years that are open stand from then on. So a manager who wants the charges to stand behind what
// they were paid for keeps a year open until that is over; the entry notes how much is still under the guarantee.
type CloseYear struct {
	ID   string
	At   time.Time
	By   []string
	Year string
}

func (a CloseYear) header() header { return header{Kind: "closeYear", ID: a.ID, At: a.At, By: a.By} }

func (a *CloseYear) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("year", &a.Year)
}

func (a CloseYear) apply(t *turn) error {
	if err := t.Agree(t.terms.Manager); err != nil {
		return err
	}
	year, err := t.openYear(a.Year)
	if err != nil {
		return err
	}
	if err := t.endCalls(year); err != nil {
		return err
	}
	y := t.years[year]
	payers := t.payers(year)
	if err := t.closeCost(year, payers); err != nil {
		return err
	}
	if err := t.closeDefault(year, payers); err != nil {
		return err
	}
	for _, p := range payers {
		set(t, &p.shares, slices.DeleteFunc(slices.Clone(p.shares), func(s share) bool { return s.year == year }))
	}
	set(t, &y.closed, t.at)
	t.retire()
	t.Note("closed", y.id)
	t.stillGuaranteed()
	return nil
}

// stillGuaranteed notes what is owed under the guarantee in all. No member owes more than TotalMax, but all of them
// together can.
func (t *turn) stillGuaranteed() {
	var open wide.Sum
	for _, m := range t.members {
		open = open.Add(m.owes)
	}
	switch parts, fits := open.Int64(); {
	case !fits:
		t.Note("still guaranteed", "more than "+t.amount(math.MaxInt64).String())
	case parts > 0:
		t.Note("still guaranteed", t.amount(parts).String())
	}
}

// A payer is a member with what it has paid in a year.
type payer struct {
	*member
	share
}

// payers are all who have paid anything in a year, by name.
func (s *Society) payers(year int32) []payer {
	var all []payer
	for _, m := range s.members {
		for _, s := range m.shares {
			if s.year == year {
				all = append(all, payer{m, s})
			}
		}
	}
	slices.SortFunc(all, func(p, q payer) int { return strings.Compare(p.name, q.name) })
	return all
}

// closeCost returns what is left of a year's cost charges and subscriptions, less what is retained.
func (t *turn) closeCost(year int32, payers []payer) error {
	y := t.years[year]
	surplus := max(0, y.flows.left(true))
	kept := min(surplus, y.keep.cost)
	if kept > 0 {
		t.Note("retained", "cost: "+t.amount(kept).String())
	}
	return t.giveBack(year, costReturned, surplus-kept, payers, func(p payer) int64 { return p.cost })
}

// closeDefault ends a year's provisions: into the reserve, and back to who paid for them.
func (t *turn) closeDefault(year int32, payers []payer) error {
	var surplus int64
	for _, p := range payers {
		surplus += p.provision
	}
	kept := min(surplus, max(0, t.terms.ReserveTarget.Parts()-t.fund(t.terms.Reserve).parts))
	kept += min(surplus-kept, t.years[year].keep.loss)
	if kept > 0 {
		t.Note("retained", "default: "+t.amount(kept).String())
		t.fill(t.terms.Reserve, kept)
	}
	return t.giveBack(year, defaultReturned, surplus-kept, payers, func(p payer) int64 { return p.charges - p.spent })
}

// giveBack divides a surplus among those who paid, exactly, in proportion to what they paid.
func (t *turn) giveBack(year int32, f flow, parts int64, payers []payer, paid func(payer) int64) error {
	if parts == 0 {
		return nil
	}
	shares := make([]unit.Share, len(payers))
	for i, p := range payers {
		shares[i] = unit.Share{Key: p.name, Weight: paid(p)}
	}
	split, err := unit.Split(t.amount(parts), shares, unit.LargestRemainder)
	if err != nil {
		return &journal.RefusalError{Reason: ErrYear, What: err.Error()}
	}
	for i, part := range split.Parts {
		if part.IsZero() {
			continue
		}
		t.credit(payers[i].member, part.Parts())
		if err := t.flow(year, f, payers[i].depositAccount, part.Parts()); err != nil {
			return err
		}
	}
	return nil
}
