package grid

import (
	"slices"
	"time"

	"example.org/mutual/internal/name"
	"example.org/mutual/unit"
)

// Terms are what those who share energy have agreed on.
type Terms struct {
	Unit    unit.Unit     // of energy: everything is a whole number of its smallest parts
	Start   time.Time     // when the first interval begins
	Length  time.Duration // of every interval, 1 second to 31 days
	Members []string      // who uses energy, each named as the meter of what it uses, in any order
	Sources []string      // the meters of what is produced
	Store   Store         // the zero Store is none

	// Plans are the keys from Start on. Later ones are announced: see [Sharing.Announce].
	Plans []Plan

	Notice time.Duration // how long before they hold keys are announced at the least; 0: not after
	Months int           // how many calendar months, in UTC, lie between two changes at the least; 0: any time
}

// A Store is where a surplus can wait: a battery that all share.
type Store struct {
	In, Out string      // the meters of what is charged and discharged
	Held    unit.Amount // what it holds at Start
	Room    unit.Amount // the most that it can hold
}

// Bounds on what comes from outside.
const (
	MembersMax = 1 << 16
	SourcesMax = 1 << 16
	KeysMax    = 16      // in a plan
	SharesMax  = 1 << 24 // and keys, in all plans that are not over yet
	OfMax      = 1 << 40 // parts of the whole in a key
	MonthsMax  = 1200
	LengthMax  = 31 * 24 * time.Hour
	SpanMax    = 290 * 365 * 24 * time.Hour // from the start to the last interval, and to the last plan
	TotalMax   = 1 << 61                    // smallest parts that all readings of one direction sum to in an interval, or that a store holds
)

// wrong says what is wrong with terms but for names and plans.
func (t *Terms) wrong() error {
	_, energy := t.Unit.Joules()
	switch {
	case !energy:
		return refuse(ErrUnit, "", "want a unit of energy")
	case t.Length < time.Second || t.Length > LengthMax:
		return refuse(ErrTerms, "", "want intervals of 1 second to 31 days")
	case t.Start.Year() < 1 || t.Start.Year() > 9000:
		return refuse(ErrTerms, "", "want a start in the years 1 to 9000")
	case len(t.Members) == 0 || len(t.Members) > MembersMax:
		return refuse(ErrTerms, "", "want 1 to 65536 members")
	case len(t.Sources) == 0 || len(t.Sources) > SourcesMax:
		return refuse(ErrTerms, "", "want 1 to 65536 sources")
	case t.Notice < 0 || t.Months < 0 || t.Months > MonthsMax:
		return refuse(ErrTerms, "", "want a notice of zero or above, and 0 to 1200 months between changes")
	}
	return t.Store.wrong(t.Unit)
}

func (s Store) wrong(u unit.Unit) error {
	switch {
	case s == Store{}:
		return nil
	case s.Held.Unit() != u || s.Room.Unit() != u:
		return refuse(ErrUnit, s.In, "want what the store holds and has room for in "+u.String())
	case s.Held.Sign() < 0 || s.Held.Parts() > s.Room.Parts() || s.Room.Parts() > TotalMax:
		return refuse(ErrStore, s.In, "want a store that holds zero to what it has room for, at most 2^61 parts")
	}
	return nil
}

// seat gives each meter its place: members, the store's In, sources, the store's Out.
func (s *Sharing) seat() error {
	t := &s.terms
	slices.Sort(t.Members)
	slices.Sort(t.Sources)
	meters := slices.Clone(t.Members)
	if t.Store != (Store{}) {
		meters = append(meters, t.Store.In)
	}
	s.drawn = len(meters)
	meters = append(meters, t.Sources...)
	if t.Store != (Store{}) {
		meters = append(meters, t.Store.Out)
	}
	s.meters, s.places = meters, make(map[string]int32, len(meters))
	for i, m := range meters {
		if what := name.Wrong(m); what != "" {
			return refuse(ErrName, m, what)
		}
		if _, twice := s.places[m]; twice {
			return refuse(ErrTwice, m, "want a name for each meter")
		}
		s.places[m] = int32(i)
	}
	return nil
}

// instant is a time as it is kept: in UTC, without a monotonic part.
func instant(t time.Time) time.Time { return t.Round(0).UTC() }

// aligned reports whether an interval begins at t. A difference that does not fit its type is cut off above SpanMax.
func (s *Sharing) aligned(t time.Time) bool {
	since := t.Sub(s.terms.Start)
	return since >= 0 && since <= SpanMax && since%s.terms.Length == 0
}
