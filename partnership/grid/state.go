package grid

import (
	"fmt"
	"slices"
	"time"

	"example.org/mutual/internal/carry"
	"example.org/mutual/internal/wide"
	"example.org/mutual/unit"
)

// A State is what a sharing remembers from one interval to the next, for an application to store. The readings of an
// open interval are no part of it.
type State struct {
	Next      time.Time   // when the open interval begins
	Stored    unit.Amount // what the store holds then
	Plans     []Plan      // the one that holds, and those announced
	Changed   time.Time   // from when on the last change of keys holds; Start where there was none
	Announced time.Time   // and when it was announced; zero where there was none
	ByShare   []int64     // what rounding owes to each member in the order of their names, in 2^-44 of a part: of what shares allot
	ByNeed    []int64     // of what is used within the needs
	Inside    []int64     // of what others use of an entitlement
}

// State returns a copy of what the sharing remembers. O(n) in members and shares.
func (s *Sharing) State() State {
	s.turn()
	return State{
		Next: s.next, Stored: s.Stored(), Plans: clonePlans(s.plans), Changed: s.changed, Announced: s.told,
		ByShare: slices.Clone(s.behind[byShare].Lags),
		ByNeed:  slices.Clone(s.behind[byNeed].Lags),
		Inside:  slices.Clone(s.behind[inside].Lags),
	}
}

// Resume goes on from a state, under the terms that it arose under: what comes then is what would have come. The plans
// are those of the state, and the terms' are not looked at.
//
// Errors are those of NewSharing, and ErrState for what no sharing under these terms can have left behind.
func Resume(t Terms, from State) (*Sharing, error) {
	t.Plans = []Plan{{t.Start, []Key{{Rule: ByUse}}}}
	s, err := NewSharing(t)
	if err != nil {
		return nil, err
	}
	if err := s.wrongState(from); err != nil {
		return nil, err
	}
	if err := s.wrongPlans(from.Plans); err != nil {
		return nil, err
	}
	s.next, s.stored = instant(from.Next), from.Stored.Parts()
	s.plans, s.steps = clonePlans(from.Plans), nil
	s.changed, s.told = instant(from.Changed), instant(from.Announced)
	for i, lags := range [carries][]int64{from.ByShare, from.ByNeed, from.Inside} {
		copy(s.behind[i].Lags, lags)
	}
	return s, nil
}

// wrongState says what keeps a state from being one of this sharing, but for its plans.
func (s *Sharing) wrongState(from State) error {
	switch {
	case !s.aligned(from.Next):
		return refuseAt(ErrState, from.Next, "want the beginning of an interval")
	case from.Stored.Unit() != s.terms.Unit || from.Stored.Sign() < 0 || from.Stored.Parts() > s.terms.Store.Room.Parts():
		return refuse(ErrState, s.terms.Store.In, "want a store that holds zero to what it has room for")
	case len(from.Plans) == 0 || from.Plans[0].From.After(from.Next):
		return refuseAt(ErrState, from.Next, "want a plan that holds then")
	case !s.aligned(from.Changed) || from.Announced.After(from.Changed) || from.Announced.Before(time.Time{}):
		return refuseAt(ErrState, from.Changed, "want a change from the beginning of an interval on, announced before")
	}
	for _, lags := range [][]int64{from.ByShare, from.ByNeed, from.Inside} {
		if err := s.wrongLags(lags); err != nil {
			return err
		}
	}
	return nil
}

// wrongLags refuses what no carry can hold.
func (s *Sharing) wrongLags(lags []int64) error {
	if len(lags) != len(s.terms.Members) {
		return refuse(ErrState, "", fmt.Sprintf("want what is owed to %d members", len(s.terms.Members)))
	}
	var sum wide.Sum
	most := int64(len(lags)) << (carry.Bits - 1)
	for i, lag := range lags {
		if lag > most || lag < -most {
			return refuse(ErrState, s.meters[i], "want at most half a part for each member")
		}
		sum = sum.Add(lag)
	}
	if sum.Sign() != 0 {
		return refuse(ErrState, "", "want what is owed to sum to zero")
	}
	return nil
}
