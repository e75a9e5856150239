package grid

import (
	"iter"
	"slices"
	"time"

	"example.org/mutual/unit"
)

// A Reading is what a meter counted in one interval.
type Reading struct {
	Meter  string
	At     time.Time   // when the interval began, in any location: instants are compared
	Energy unit.Amount // zero or above
}

// Read takes a reading of the open interval. The order of the readings of one interval does not matter.
//
// Errors, in an [Error]: ErrUnknown for a meter that the terms do not name; ErrUnit; ErrAmount for a reading below
// zero; ErrAlign for a time at which no interval begins, ErrPast and ErrEarly for another interval than the open one;
// ErrTwice for a second reading of a meter, be it the same; ErrTotal. O(1).
func (s *Sharing) Read(r Reading) error {
	place, ok := s.places[r.Meter]
	switch {
	case !ok:
		return refuse(ErrUnknown, r.Meter, "want a meter of the terms")
	case r.Energy.Unit() != s.terms.Unit:
		return refuse(ErrUnit, r.Meter, "want "+s.terms.Unit.String())
	case r.Energy.Sign() < 0:
		return refuse(ErrAmount, r.Meter, "want zero or above: what flows the other way has a meter of its own")
	case !r.At.Equal(s.next):
		return s.wrongTime(r)
	case s.readings[place] != none:
		return &Error{Reason: ErrTwice, Name: r.Meter, At: s.next, What: "want one reading of a meter in an interval"}
	}
	total := &s.totals[draw]
	if int(place) >= s.drawn {
		total = &s.totals[feed]
	}
	if room := TotalMax - *total; r.Energy.Parts() > room {
		return &Error{Reason: ErrTotal, Name: r.Meter, At: s.next, Asked: r.Energy, Room: s.amount(room)}
	}
	*total += r.Energy.Parts()
	s.readings[place] = r.Energy.Parts()
	s.missing--
	return nil
}

// wrongTime says why a reading is not of the open interval.
func (s *Sharing) wrongTime(r Reading) error {
	e := &Error{Reason: ErrEarly, Name: r.Meter, At: instant(r.At), What: "the open interval is that of " + s.next.Format(time.RFC3339Nano)}
	switch {
	case r.At.Before(s.terms.Start):
		e.Reason = ErrPast
	case !s.aligned(r.At):
		e.Reason = ErrAlign
	case r.At.Before(s.next):
		e.Reason = ErrPast
	}
	return e
}

// Missing returns the meters whose readings of the open interval have not come, in the order of their names.
// O(n log n) in the meters.
func (s *Sharing) Missing() []string {
	var missing []string
	for i, r := range s.readings {
		if r == none {
			missing = append(missing, s.meters[i])
		}
	}
	slices.Sort(missing)
	return missing
}

// Drop forgets the readings of the open interval, so that they can be read again: the way out where one was wrong.
// O(meters).
func (s *Sharing) Drop() { s.forget() }

// Run reads readings in the order of their intervals and yields the outcome of each interval as soon as its last
// reading is there. The outcome is overwritten by the next one: who wants to keep it takes a Clone. The first error,
// one of Read or of Share, ends it with a nil outcome, and so does the end of the readings amid an interval, as
// ErrMissing. What was read and shared out until then stays.
func (s *Sharing) Run(readings iter.Seq[Reading]) iter.Seq2[*Outcome, error] {
	return func(yield func(*Outcome, error) bool) {
		out := new(Outcome)
		for r := range readings {
			err := s.Read(r)
			if err == nil && s.missing > 0 {
				continue
			}
			if err == nil {
				err = s.Share(out)
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(out, nil) {
				return
			}
		}
		if s.missing < len(s.readings) {
			yield(nil, s.wrongInterval())
		}
	}
}
