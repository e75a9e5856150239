package gridtest

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"example.org/mutual/partnership/grid"
	"pgregory.net/rapid"
)

// A Sharer shares out all intervals of a world, and returns their outcomes in the order of time.
type Sharer func(grid.Terms, []grid.Reading) ([]grid.Outcome, error)

// Share is a Sharer: that of package grid.
func Share(t grid.Terms, readings []grid.Reading) ([]grid.Outcome, error) {
	s, err := grid.NewSharing(t)
	if err != nil {
		return nil, err
	}
	var all []grid.Outcome
	for o, err := range s.Run(slices.Values(readings)) {
		if err != nil {
			return nil, err
		}
		all = append(all, *o.Clone())
	}
	return all, nil
}

// Run holds a sharer to everything that package grid promises of an outcome: over many small worlds, [Property]; over
// some larger ones, [Check] and [Compare]. How many small ones is rapid's to say (RAPID_CHECKS, 100 by default).
func Run(t *testing.T, share Sharer) {
	t.Run("Worlds", func(t *testing.T) {
		t.Parallel()
		rapid.Check(t, func(t *rapid.T) { Property(t, share) })
	})
	for _, rule := range []grid.Rule{grid.Static, grid.ByUse, grid.Reallocated, grid.Dynamic} {
		t.Run("Large "+rule.String(), func(t *testing.T) {
			t.Parallel()
			w := Large(rule, 60, 12)
			outcomes, err := share(w.Terms, w.Readings)
			if err := errors.Join(err, Check(w, outcomes)); err != nil {
				t.Fatal(err)
			}
			if err := Compare(w, outcomes); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// Property draws a world and holds a sharer to [Check] and [Oracle] in it, and to the same outcomes whatever the
// order of what it is given. It is for rapid.Check and for rapid.MakeFuzz.
func Property(t *rapid.T, share Sharer) {
	w := Worlds().Draw(t, "world")
	before := fmt.Sprint(w)
	outcomes, err := share(w.Terms, w.Readings)
	if err := errors.Join(err, Check(w, outcomes)); err != nil {
		t.Fatal(err)
	}
	if err := Compare(w, outcomes); err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(w) != before {
		t.Fatal("what was given has changed")
	}
	s := w.Shuffled(t)
	again, err := share(s.Terms, s.Readings)
	if err != nil || fmt.Sprint(again) != fmt.Sprint(outcomes) {
		t.Fatalf("invariant 6: in another order %v, %v", again, err)
	}
}

// Compare holds outcomes that [Check] accepts to those of [Oracle], to the last part.
func Compare(w World, outcomes []grid.Outcome) error {
	for k, rows := range Oracle(w) {
		for i, want := range rows {
			a := outcomes[k].Accounts[i]
			got := Row{
				a.Member, a.Consumed.Parts(), a.Entitled.Parts(), a.Used.Parts(), a.Imported.Parts(), a.Inside.Parts(), a.Surplus.Parts(),
			}
			if got != want {
				return fmt.Errorf("invariant 5: interval %d: %+v, not %+v", k, got, want)
			}
		}
	}
	return nil
}
