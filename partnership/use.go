package partnership

import (
	"errors"
	"slices"
	"time"

	"example.org/mutual/internal/machine"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// The reasons for which a use, or what is paid for it, is refused.
var (
	ErrUse    = errors.New("partnership: not a use of the asset that goes on")
	ErrPart   = errors.New("partnership: a part of the asset that is in use")
	ErrPeriod = errors.New("partnership: not a period to be charged for")
)

// UsesMax is how many uses there can have been.
const UsesMax = 1 << 20

// A use is that of a part of the asset by somebody, for as long as it pays the rental. It is named after its TakeUp.
type use struct {
	id, part     string
	user         int32     // the place of the member
	rental       int64     // at the base
	base         int32     // the place of the review that is the base, plus 1; 0: the rental follows no index
	charged      int32     // the place of the last period that was charged for, plus 1; 0: none
	since, until time.Time // until is the zero time while it goes on
	behind       [2]int64  // what rounding owes to it, of portions divided equally and by rental: see package carry
}

func (u *use) open() bool { return u.until.IsZero() }

// usage is all use of the asset, and what follows from it.
type usage struct {
	all     []use              // in the order taken up
	number  map[string]int32   // their places, by ID
	parts   map[string]int32   // the places of those that go on, by the part of the asset
	reviews []review           // in their order
	periods []string           // that were charged for, in their order
	arrears map[int32][]string // the promises that are open, the oldest first, by the place of who owes them
}

func newUsage() usage {
	return usage{number: map[string]int32{}, parts: map[string]int32{}, arrears: map[int32][]string{}}
}

// add puts a use at the next place.
func (s *usage) add(u use) {
	at := int32(len(s.all))
	s.all, s.number[u.id] = append(s.all, u), at
	if u.open() {
		s.parts[u.part] = at
	}
}

// TakeUp is the beginning of a use: of a part of the asset, for a rental by the period, indefinitely. The user must
// agree, and those whom the terms' Needs name. The custodian may use nothing. A rental follows the terms' index from
// the last [Review] on; where there is an index, there must have been one.
type TakeUp struct {
	ID     string
	At     time.Time
	By     []string
	User   string
	Part   string // of the asset, in words: a house, a plot, so many kilowatts
	Rental unit.Amount
}

func (a TakeUp) header() header { return header{Kind: "takeUp", ID: a.ID, At: a.At, By: a.By} }

func (a *TakeUp) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("user", &a.User)
	c.Text("part", &a.Part)
	c.Amount("rental", &a.Rental)
}

func (a TakeUp) apply(t *turn) error {
	user, err := t.roll.find(a.User)
	if err != nil {
		return err
	}
	if a.User == t.terms.Custodian {
		return &journal.RefusalError{Reason: ErrOffice, What: "want another user than the custodian"}
	}
	if err := t.consent(a.User); err != nil {
		return err
	}
	if err := machine.WrongWords(ErrWords, "part", a.Part); err != nil {
		return err
	}
	if _, used := t.uses.parts[a.Part]; used {
		return &journal.RefusalError{Reason: ErrPart, What: quote(a.Part)}
	}
	rental, err := t.parts(a.Rental)
	if err != nil {
		return err
	}
	if rental > TotalMax {
		return &journal.RefusalError{Reason: journal.ErrLimit, What: "what a rental can be", Asked: a.Rental, Room: t.amount(TotalMax)}
	}
	if len(t.terms.Index) > 0 && len(t.uses.reviews) == 0 {
		return &journal.RefusalError{Reason: ErrIndex, What: "want a review first: a rental follows the index from there"}
	}
	if len(t.uses.all) >= UsesMax {
		return &journal.RefusalError{Reason: journal.ErrLimit, What: "want at most 1048576 uses"}
	}
	t.takeUp(use{id: t.id, part: a.Part, user: user, rental: rental, base: int32(len(t.uses.reviews)), since: t.at})
	t.Note("use", a.Part+": "+a.Rental.String())
	return nil
}

func (t *turn) takeUp(u use) {
	s := &t.uses
	s.add(u)
	t.changes.UndoBy(func() {
		s.all = s.all[:len(s.all)-1]
		delete(s.number, u.id)
		delete(s.parts, u.part)
	})
}

// Vacate ends a use. The user must agree; of one who is in arrears the manager and the custodian may end it instead.
// What is owed stays owed, and nths stay whose they are; what was carried for the user is due to it after its last use.
type Vacate struct {
	ID  string
	At  time.Time
	By  []string
	Use string
}

func (a Vacate) header() header { return header{Kind: "vacate", ID: a.ID, At: a.At, By: a.By} }

func (a *Vacate) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("use", &a.Use)
}

func (a Vacate) apply(t *turn) error {
	at, ok := t.uses.number[a.Use]
	if !ok || !t.uses.all[at].open() {
		return &journal.RefusalError{Reason: ErrUse, What: quote(a.Use)}
	}
	u := &t.uses.all[at]
	user := t.roll.members[u.user].name
	agree := []string{user}
	if len(t.uses.arrears[u.user]) > 0 && !t.Agrees(user) {
		agree = []string{t.terms.Manager, t.terms.Custodian}
	}
	if err := t.consent(agree...); err != nil {
		return err
	}
	t.vacate(at)
	t.Note("vacated", u.part)
	if t.uses.by(u.user) {
		return nil
	}
	return t.refund(u.user)
}

// refund makes what is carried to somebody due to it, who has nothing more to pay with it.
func (t *turn) refund(at int32) error {
	carried, name := t.books.carried[at], t.roll.members[at].name
	if carried == 0 {
		return nil
	}
	if err := t.roomForDue(carried); err != nil {
		return err
	}
	t.carry(at, -carried)
	setAt(t, &t.books.due, at, t.books.due[at]+carried)
	t.post(carriedAccount(name), dueAccount(name), carried)
	return nil
}

// vacate ends a use at a place. Places never move, so what is undone is found again.
func (t *turn) vacate(at int32) {
	s := &t.uses
	u := s.all[at]
	delete(s.parts, u.part)
	s.all[at].until = t.at
	t.changes.UndoBy(func() {
		s.all[at] = u
		s.parts[u.part] = at
	})
}

// by reports whether somebody uses anything.
func (s *usage) by(user int32) bool {
	return slices.ContainsFunc(s.all, func(u use) bool { return u.open() && u.user == user })
}
