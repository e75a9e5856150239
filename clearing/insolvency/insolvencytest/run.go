package insolvencytest

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"example.org/mutual/clearing/insolvency"
	"pgregory.net/rapid"
)

// A Solver settles a system, as [insolvency.Settle] does.
type Solver func(context.Context, insolvency.System, insolvency.Options) (*insolvency.Result, error)

// Run holds a solver to everything that package insolvency promises of a result: over tiny systems the
// vector of [Oracle]; over these and larger ones [Check], the same result whatever the order of the system,
// and the system left as it was. How many systems is rapid's to say (RAPID_CHECKS, 100 by default).
func Run(t *testing.T, settle Solver) {
	t.Run("Tiny", func(t *testing.T) {
		t.Parallel()
		rapid.Check(t, func(t *rapid.T) {
			s, o := Tiny().Draw(t, "system"), Options().Draw(t, "options")
			if err := errors.Join(try(t, s, o, settle), CheckExtreme(s, o, settle)); err != nil {
				t.Fatal(err)
			}
		})
	})
	t.Run("Webs", func(t *testing.T) {
		t.Parallel()
		rapid.Check(t, func(t *rapid.T) {
			if err := try(t, Webs().Draw(t, "system"), Options().Draw(t, "options"), settle); err != nil {
				t.Fatal(err)
			}
		})
	})
}

// try settles a system in two orders.
func try(t *rapid.T, s insolvency.System, o insolvency.Options, settle Solver) error {
	shuffled := insolvency.System{Debts: rapid.Permutation(s.Debts).Draw(t, "debts"), Means: rapid.Permutation(s.Means).Draw(t, "means")}
	before := fmt.Sprint(s)
	r, err := settle(context.Background(), s, o)
	if err != nil {
		return err
	}
	again, err := settle(context.Background(), shuffled, o)
	if err != nil {
		return err
	}
	if fmt.Sprint(s) != before {
		return errors.New("the system was changed")
	}
	return errors.Join(Check(s, o, r), same(s, r, shuffled, again))
}

// same reports in what two results differ beyond the order of their systems.
func same(s insolvency.System, r *insolvency.Result, shuffled insolvency.System, again *insolvency.Result) error {
	paid := make(map[string]int64)
	for k, d := range s.Debts {
		paid[d.ID] = r.Paid[k].Parts()
	}
	for k, d := range shuffled.Debts {
		if paid[d.ID] != again.Paid[k].Parts() {
			return fmt.Errorf("order: what is paid of %.40q depends on it", d.ID)
		}
	}
	if fmt.Sprint(r.Positions, r.Rounds, r.Totals) != fmt.Sprint(again.Positions, again.Rounds, again.Totals) {
		return errors.New("order: positions, rounds or totals depend on it")
	}
	return nil
}

// CheckExtreme holds a solver to the vector of [Oracle] on a tiny system.
func CheckExtreme(s insolvency.System, o insolvency.Options, settle Solver) error {
	least, greatest, err := Oracle(s, o)
	if err != nil {
		return err
	}
	r, err := settle(context.Background(), s, o)
	if err != nil {
		return err
	}
	want := greatest
	if o.Least {
		want = least
	}
	for i, p := range r.Positions {
		if p.Pays.Rat().Cmp(want[i]) != 0 {
			return fmt.Errorf("invariant 3: %.40q pays %v, not %v", p.Party, p.Pays, want[i])
		}
	}
	return nil
}
