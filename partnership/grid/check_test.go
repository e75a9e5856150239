package grid_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"example.org/mutual/partnership/grid"
	"example.org/mutual/partnership/grid/gridtest"
	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

// Whatever is shared out proves itself.
func TestOutcomesCheck(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := gridtest.Worlds().Draw(t, "world")
		outcomes, err := gridtest.Share(w.Terms, w.Readings)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range outcomes {
			if err := o.Check(); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// Each clause of Check finds an outcome that breaks it.
func TestCheckFinds(t *testing.T) {
	good := share(t, begin(t, hourly(grid.Key{Rule: grid.Reallocated, Of: 100, Shares: percent(50, 30, 20)})), 100, 10, 40, 21)
	for name, test := range map[string]struct {
		spoil func(*grid.Outcome)
		says  string
	}{
		"below zero":       {func(o *grid.Outcome) { o.Total.Stored = wh(-1) }, "invariant 1: want totals"},
		"another unit":     {func(o *grid.Outcome) { o.Total.Exported = unit.Amount{} }, "invariant 1: want totals"},
		"more produced":    {func(o *grid.Outcome) { o.Total.Produced = wh(101) }, "invariant 1: used and surplus"},
		"more imported":    {func(o *grid.Outcome) { o.Total.Imported = wh(1) }, "invariant 1: what came in"},
		"out of order":     {func(o *grid.Outcome) { slices.Reverse(o.Accounts) }, "invariant 2: want the accounts in the order"},
		"twice":            {func(o *grid.Outcome) { o.Accounts[1] = o.Accounts[0] }, "invariant 2: want the accounts in the order"},
		"one below zero":   {func(o *grid.Outcome) { o.Accounts[0].Imported = wh(-1) }, `"a": invariant 2: want accounts of zero`},
		"inside of joules": {func(o *grid.Outcome) { o.Accounts[0].Inside = unit.New(1, unit.Joule) }, `"a": invariant 2: want accounts of zero`},
		"consumed":         {func(o *grid.Outcome) { o.Accounts[1].Consumed = wh(41) }, `"b": invariant 2: used and imported`},
		"entitled":         {func(o *grid.Outcome) { o.Accounts[1].Entitled = wh(31) }, `"b": invariant 2: used, inside`},
		"a surplus":        {func(o *grid.Outcome) { o.Accounts[1].Surplus, o.Accounts[1].Entitled = wh(1), wh(31) }, `"b": invariant 3: a surplus`},
		"inside":           {func(o *grid.Outcome) { o.Accounts[1].Inside, o.Accounts[1].Entitled = wh(-9), wh(31) }, "invariant 3: inside does not"},
		"somebody less":    {func(o *grid.Outcome) { o.Accounts = nil }, "invariant 2: the accounts do not sum"},
		"less surplus":     {func(o *grid.Outcome) { o.Accounts[0].Surplus, o.Accounts[0].Entitled = wh(1), wh(22) }, "invariant 2: want all of the surplus"},
	} {
		o := good.Clone()
		if err := o.Check(); err != nil {
			t.Fatal(err)
		}
		test.spoil(o)
		if err := o.Check(); !errors.Is(err, grid.ErrBroken) || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: %v, want %s", name, err, test.says)
		}
	}
}
