package grid

import "time"

// A Change announces keys for a time to come: one plan, or several that follow each other, such as one for each hour
// of the months ahead.
type Change struct {
	At    time.Time // when it was announced
	Plans []Plan
}

// Announce takes a change of keys. It replaces what was announced before for the time from its first plan on; what is
// before that stays. Who must consent to a change is the application's to see to.
//
// Errors, in an [Error]: those of NewSharing for plans; ErrBackdated where the first plan would hold from before
// the open interval, or from within it once a reading is there, from before its announcement and the notice, or
// less than the terms' months after the keys last changed; or where the announcement precedes the last. O(n) in the
// shares of the change.
func (s *Sharing) Announce(c Change) error {
	if err := s.wrongPlans(c.Plans); err != nil {
		return err
	}
	from := instant(c.Plans[0].From)
	if c.At.Before(s.told) {
		return refuseAt(ErrBackdated, c.At, "want an announcement after the last, of "+s.told.Format(time.RFC3339Nano))
	}
	if earliest := s.earliest(c.At); from.Before(earliest) {
		return refuseAt(ErrBackdated, from, "want keys that hold from "+earliest.Format(time.RFC3339Nano)+" on or later")
	}
	kept := s.before(from)
	if shares(kept)+shares(c.Plans) > SharesMax {
		return refuse(ErrSize, "", "want at most 16777216 shares and keys in all plans")
	}
	s.plans = append(kept[:len(kept):len(kept)], clonePlans(c.Plans)...)
	s.steps, s.changed, s.told = nil, from, instant(c.At)
	return nil
}

// earliest returns the first date from which keys announced at a time can hold.
func (s *Sharing) earliest(at time.Time) time.Time {
	earliest := s.next
	if s.missing < len(s.readings) {
		earliest = s.next.Add(s.terms.Length)
	}
	for _, t := range []time.Time{at.Add(s.terms.Notice), s.changed.AddDate(0, s.terms.Months, 0)} {
		if t.After(earliest) {
			earliest = instant(t)
		}
	}
	return earliest
}

// before returns the plans that begin before a date.
func (s *Sharing) before(from time.Time) []Plan {
	n := 0
	for n < len(s.plans) && s.plans[n].From.Before(from) {
		n++
	}
	return s.plans[:n]
}

// turn makes ready the plan that holds in the open interval.
func (s *Sharing) turn() {
	for len(s.plans) > 1 && !s.plans[1].From.After(s.next) {
		s.plans, s.steps = s.plans[1:], nil
	}
	if s.steps == nil {
		s.steps = s.stepsOf(s.plans[0].Keys)
	}
}
