package partnership

import (
	"errors"
	"maps"
	"slices"
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/internal/carry"
	"example.org/mutual/internal/wide"
	"example.org/mutual/unit/journal"
)

// ErrGross is a gross of which there is nothing to distribute, or nobody to distribute it among.
var ErrGross = errors.New("partnership: no gross that can be distributed")

// Distribute divides the whole gross among the portions of the terms, by their weights, and each portion among those
// whom it is for. It is exact: what all get is the gross. What rounding takes from one it gets back in a later
// distribution (see package carry), the lower name first among equals. A portion for uses of the asset takes no part
// while there are none.
//
// What is due to who owes rental settles that first, the oldest before the rest, so that a user's net payment is its
// rental less its share of the gross. What is left is due to it: [PayOut] pays it, as far as there is money.
type Distribute struct {
	ID string
	At time.Time
	By []string
}

func (a Distribute) header() header { return header{Kind: "distribute", ID: a.ID, At: a.At, By: a.By} }

func (a *Distribute) fields(c *codec) { c.Header(a.header().Kind, &a.ID, &a.At, &a.By) }

func (a Distribute) apply(t *turn) error {
	if err := t.consent(); err != nil {
		return err
	}
	if t.books.gross <= 0 {
		return &journal.RefusalError{Reason: ErrGross, What: "the gross is " + t.Gross().String()}
	}
	d := distribution{turn: t, uses: t.uses.going(), give: make([]int64, len(t.roll.members))}
	parts, err := d.portions()
	if err != nil {
		return err
	}
	for i, p := range t.terms.Portions {
		if parts[i] == 0 {
			continue
		}
		t.Note("portion", p.Name+": "+t.amount(parts[i]).String())
		d.divide(p, parts[i])
	}
	if err := d.credit(); err != nil {
		return err
	}
	return d.offset()
}

// Lags are what rounding owes to whom, beside that of each use: see package carry.
type lags struct {
	portions  []int64 // by their place in the terms
	providers []int64 // by place; who came since has none yet
}

func (l *lags) clone() lags { return lags{slices.Clone(l.portions), slices.Clone(l.providers)} }

// A distribution is one at work.
type distribution struct {
	*turn
	uses    []int32 // that go on, in the order of their IDs
	rentals []int64 // theirs, where a portion is divided by them
	commons int64   // what the commons fund gets
	give    []int64 // what each member gets, by place
}

// portions returns what each portion gets.
func (d *distribution) portions() ([]int64, error) {
	all := d.terms.Portions
	weights, parts, sum := make([]int64, len(all)), make([]int64, len(all)), int64(0)
	for i, p := range all {
		some, err := d.some(p.Kind)
		if err != nil {
			return nil, err
		}
		if some {
			weights[i] = p.Weight
			sum += p.Weight
		}
	}
	if sum == 0 {
		return nil, &journal.RefusalError{Reason: ErrGross, What: "want a use of the asset: all portions are for those"}
	}
	c := carry.Carry{Lags: resize(slices.Clone(d.lags.portions), len(all))}
	c.Divide(d.books.gross, weights, sum, parts)
	set(d.turn, &d.lags.portions, c.Lags)
	return parts, nil
}

// some reports whether there is anybody to divide a portion of a kind among.
func (d *distribution) some(k PortionKind) (bool, error) {
	switch k {
	case Users:
		return len(d.uses) > 0, nil
	case Rentals:
		return d.paying()
	}
	return true, nil
}

// paying looks up the rentals of all uses, once, and reports whether there are any.
func (d *distribution) paying() (some bool, err error) {
	if d.rentals == nil {
		d.rentals = d.turn.rentals(d.uses)
	}
	var all wide.Sum
	for _, r := range d.rentals {
		all = all.Add(r)
	}
	if sum, ok := all.Int64(); !ok || sum > TotalMax {
		err = &journal.RefusalError{Reason: ErrRental, What: "want rentals of at most 2^62 parts together"}
	}
	return all != (wide.Sum{}), err
}

// divide divides a portion among those whom it is for.
func (d *distribution) divide(p Portion, parts int64) {
	switch p.Kind {
	case Fixed:
		d.give[d.roll.number[p.To]] += parts
	case Providers:
		d.provide(parts)
	case Users:
		equal := make([]int64, len(d.uses))
		for i := range equal {
			equal[i] = 1
		}
		d.perUse(0, parts, equal)
	case Rentals:
		d.perUse(1, parts, d.rentals)
	case Commons:
		d.commons += parts
	}
}

// provide divides a portion among the holders of nths. O(n) for n members.
func (d *distribution) provide(total int64) {
	byName, behind := d.roll.sortIn(), resize(slices.Clone(d.lags.providers), len(d.roll.members))
	weights, parts := make([]int64, len(byName)), make([]int64, len(byName))
	c := carry.Carry{Lags: make([]int64, len(byName))}
	for i, at := range byName {
		weights[i], c.Lags[i] = d.nths.of[at], behind[at]
	}
	c.Divide(total, weights, d.nths.total, parts)
	for i, at := range byName {
		d.give[at] += parts[i]
		behind[at] = c.Lags[i]
	}
	set(d.turn, &d.lags.providers, behind)
}

// perUse divides a portion among the uses that go on, and remembers the lags of one of the two ways to.
func (d *distribution) perUse(way int, total int64, weights []int64) {
	var sum int64
	c := carry.Carry{Lags: make([]int64, len(d.uses))}
	for i, at := range d.uses {
		sum += weights[i]
		c.Lags[i] = d.turn.uses.all[at].behind[way]
	}
	parts := make([]int64, len(d.uses))
	c.Divide(total, weights, sum, parts)
	for i, at := range d.uses {
		d.give[d.turn.uses.all[at].user] += parts[i]
		d.setUse(at, func(u *use) { u.behind[way] = c.Lags[i] })
	}
}

// credit gives each what it gets: the gross on one side of the entry, all who get something on the other.
func (d *distribution) credit() error {
	b := &d.books
	if err := d.roomForDue(b.gross - d.commons); err != nil {
		return err
	}
	due := slices.Clone(b.due)
	d.Postings = slices.Grow(d.Postings, len(due)+2)
	d.Postings = append(d.Postings, journal.Posting{Account: grossAccount, Class: d.class, Quantity: -b.gross})
	for _, at := range d.roll.sortIn() {
		give := d.give[at]
		if give == 0 {
			continue
		}
		due[at] += give
		d.Postings = append(d.Postings, journal.Posting{Account: d.roll.members[at].dueAccount, Class: d.class, Quantity: give})
	}
	set(d.turn, &b.due, due)
	if d.commons > 0 {
		if b.commons > TotalMax-d.commons {
			return &journal.RefusalError{Reason: journal.ErrLimit, What: "what the commons fund can hold", Asked: d.amount(d.commons), Room: d.amount(TotalMax - b.commons)}
		}
		set(d.turn, &b.commons, b.commons+d.commons)
		d.Postings = append(d.Postings, journal.Posting{Account: commonsAccount, Class: d.class, Quantity: d.commons})
	}
	set(d.turn, &b.gross, 0)
	return nil
}

// offset settles what users owe with what is due to them.
func (t *turn) offset() error {
	owing := slices.SortedFunc(maps.Keys(t.uses.arrears), t.roll.compare)
	for _, at := range owing {
		due := t.books.due[at]
		if due == 0 {
			continue
		}
		left, err := t.cover(at, due, credit.Worth, "own share of the gross")
		if err != nil {
			return err
		}
		setAt(t, &t.books.due, at, left)
		t.post(t.roll.members[at].dueAccount, arrearsAccount, due-left)
	}
	return nil
}
