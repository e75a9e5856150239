package grid

import (
	"slices"
	"time"

	"example.org/mutual/internal/carry"
	"example.org/mutual/unit"
)

// A Sharing shares out what is produced, interval by interval. Read takes the readings of the interval that is
// open, Share shares it out when all are there and opens the next, and Announce takes keys for a time to come. After
// an error it is what it was. It is not safe for concurrent use.
type Sharing struct {
	terms  Terms            // Members and Sources in the order of their names, and no Plans: they come and go
	meters []string         // members, the store's In, sources, the store's Out
	places map[string]int32 // where a meter stands among them
	drawn  int              // so many of them say what is drawn, the others what is fed in

	next    time.Time // when the open interval begins
	plans   []Plan    // the one that holds, and those after it; what they hold is never changed, nor are steps
	steps   []step    // of plans[0]; nil: not made ready yet
	changed time.Time // the From of the last change of keys
	told    time.Time // and when it was announced
	stored  int64

	readings []int64 // of the open interval, none as -1
	missing  int     // how many are
	totals   [2]int64

	behind [carries]carry.Carry // what rounding owes to whom
	work   work
}

// What readings of the open interval sum to, by direction.
const (
	draw = iota // members and what goes into the store
	feed        // sources and what comes out of it
)

// none stands for a reading that has not come.
const none = -1

// NewSharing begins a sharing at the terms' start.
//
// Errors, in an [Error]: ErrTerms, and ErrUnit for a unit that is not energy; ErrName and ErrTwice for the names of
// meters; ErrStore for a store that cannot be; for the plans ErrKey, ErrSum, ErrUnknown, ErrTwice, ErrAlign and
// ErrSize, and ErrBackdated where the first does not hold from Start on.
func NewSharing(t Terms) (*Sharing, error) {
	if err := t.wrong(); err != nil {
		return nil, err
	}
	t.Start = instant(t.Start)
	t.Members, t.Sources = slices.Clone(t.Members), slices.Clone(t.Sources)
	s := &Sharing{terms: t, next: t.Start, changed: t.Start, stored: t.Store.Held.Parts()}
	if err := s.seat(); err != nil {
		return nil, err
	}
	if err := s.wrongPlans(t.Plans); err != nil {
		return nil, err
	}
	if !t.Plans[0].From.Equal(t.Start) {
		return nil, refuseAt(ErrBackdated, t.Plans[0].From, "want the first plan from the start on")
	}
	s.plans, s.terms.Plans = clonePlans(t.Plans), nil
	for i := range s.behind {
		s.behind[i].Lags = make([]int64, len(t.Members))
	}
	s.readings = make([]int64, len(s.meters))
	s.work = newWork(len(t.Members))
	s.forget()
	return s, nil
}

// Next returns when the open interval begins, in UTC.
func (s *Sharing) Next() time.Time { return s.next }

// Stored returns what the store holds at the beginning of the open interval.
func (s *Sharing) Stored() unit.Amount { return s.amount(s.stored) }

// Lose takes out of the store what it has lost since, by its own gauge: no battery gives back all that goes in, and
// what is never discharged would fill it in the books.
//
// Errors, in an [Error]: ErrUnit, ErrAmount for less than nothing, ErrStore for more than it holds.
func (s *Sharing) Lose(a unit.Amount) error {
	switch {
	case a.Unit() != s.terms.Unit:
		return refuse(ErrUnit, s.terms.Store.Out, "want "+s.terms.Unit.String())
	case a.Sign() < 0:
		return refuse(ErrAmount, s.terms.Store.Out, "want zero or above")
	case a.Parts() > s.stored:
		return &Error{Reason: ErrStore, Name: s.terms.Store.Out, At: s.next, Asked: a, Room: s.Stored()}
	}
	s.stored -= a.Parts()
	return nil
}

// Members returns the members in the order of their names, which is that of an Outcome's accounts.
func (s *Sharing) Members() []string { return slices.Clone(s.terms.Members) }

// Clone returns a copy that goes its own way. O(meters): plans and names are shared, as nothing changes them.
func (s *Sharing) Clone() *Sharing {
	c := *s
	c.readings = slices.Clone(s.readings)
	for i := range c.behind {
		c.behind[i] = carry.Carry{Lags: slices.Clone(s.behind[i].Lags)}
	}
	c.work = newWork(len(s.terms.Members))
	return &c
}

func (s *Sharing) amount(parts int64) unit.Amount { return unit.New(parts, s.terms.Unit) }

// forget empties the open interval.
func (s *Sharing) forget() {
	for i := range s.readings {
		s.readings[i] = none
	}
	s.missing, s.totals = len(s.readings), [2]int64{}
}
