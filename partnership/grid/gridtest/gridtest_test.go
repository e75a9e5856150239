package gridtest_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"example.org/mutual/partnership/grid"
	"example.org/mutual/partnership/grid/gridtest"
	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

var noon = time.Date(2026, time.June, 1, 10, 0, 0, 0, time.UTC)

func wh(parts int64) unit.Amount { return unit.New(parts, unit.WattHour) }

// three is a world in which all accounts have something in them: a needs less than its half, and there is a store.
func three(keys ...grid.Key) gridtest.World {
	w := gridtest.World{Terms: grid.Terms{
		Unit: unit.WattHour, Start: noon, Length: time.Hour, Members: []string{"a", "b", "c"}, Sources: []string{"roof"},
		Store: grid.Store{In: "in", Out: "out", Held: wh(5), Room: wh(9)},
		Plans: []grid.Plan{{From: noon, Keys: keys}},
	}}
	for i, m := range []string{"a", "b", "c", "roof", "in", "out"} {
		w.Readings = append(w.Readings, grid.Reading{Meter: m, At: noon, Energy: wh([]int64{10, 40, 21, 98, 3, 2}[i])})
	}
	return w
}

// Somebody's sharing that rounds each share by itself loses a part.
func ExampleCheck() {
	w := three(grid.Key{Rule: grid.ByUse})
	outcomes, _ := gridtest.Share(w.Terms, w.Readings)
	outcomes[0].Accounts[2].Used = wh(20)
	fmt.Println(gridtest.Check(w, outcomes))
	// Output:
	// interval 0: invariant 2: "c" used 0.020 Wh and imported 0.000 Wh of 0.021 Wh
	// interval 0: invariant 2: "c" is entitled to 0.021 Wh
	// interval 0: invariant 2: the accounts do not sum to the totals
}

// Each clause of Check finds an outcome that breaks it, and says by which number.
func TestCheckFinds(t *testing.T) {
	shares := []grid.Share{{Member: "a", Parts: 50}, {Member: "b", Parts: 30}, {Member: "c", Parts: 20}}
	w := three(grid.Key{Rule: grid.Reallocated, Of: 100, Shares: shares})
	for name, test := range map[string]struct {
		spoil func(*grid.Outcome)
		says  string
	}{
		"another time":      {func(o *grid.Outcome) { o.At = o.At.Add(1) }, "it is that of"},
		"an account less":   {func(o *grid.Outcome) { o.Accounts = o.Accounts[1:] }, "accounts of"},
		"out of order":      {func(o *grid.Outcome) { slices.Reverse(o.Accounts) }, "accounts of"},
		"another unit":      {func(o *grid.Outcome) { o.Total.Used = unit.Amount{} }, "another unit"},
		"consumed":          {func(o *grid.Outcome) { o.Accounts[0].Consumed = wh(9) }, `invariant 1: "a" consumed`},
		"produced":          {func(o *grid.Outcome) { o.Total.Produced = wh(99) }, "invariant 1: 0.099 Wh were produced"},
		"charged":           {func(o *grid.Outcome) { o.Total.Charged = wh(0) }, "invariant 1: 0.000 Wh were charged"},
		"discharged":        {func(o *grid.Outcome) { o.Total.Discharged = wh(0) }, "invariant 1: 0.000 Wh were discharged"},
		"used":              {func(o *grid.Outcome) { o.Total.Used = wh(70) }, "invariant 1: used and surplus"},
		"imported":          {func(o *grid.Outcome) { o.Total.Imported = wh(1) }, "invariant 1: more or less"},
		"exported":          {func(o *grid.Outcome) { o.Total.Exported = wh(-1) }, "invariant 1: -0.001 Wh were exported"},
		"stored":            {func(o *grid.Outcome) { o.Total.Stored = wh(10) }, "invariant 1: the store holds"},
		"used by one":       {func(o *grid.Outcome) { o.Accounts[1].Used = wh(41) }, `invariant 2: "b" used`},
		"below zero":        {func(o *grid.Outcome) { o.Accounts[1].Imported = wh(-1) }, `invariant 2: "b" has less than nothing`},
		"entitled":          {func(o *grid.Outcome) { o.Accounts[1].Entitled = wh(31) }, `invariant 2: "b" is entitled`},
		"inside":            {func(o *grid.Outcome) { o.Accounts[0].Inside = wh(0) }, "invariant 3: what is settled inside"},
		"taken, a surplus":  {func(o *grid.Outcome) { o.Accounts[1].Surplus = wh(1) }, "invariant 3: \"b\" has used of others'"},
		"a surplus of two":  {func(o *grid.Outcome) { o.Accounts[0].Surplus = wh(0) }, "invariant 2: the surplus is"},
		"imported for show": {func(o *grid.Outcome) { o.Accounts[1].Imported = wh(1) }, `invariant 4: "b" imports`},
	} {
		outcomes, err := gridtest.Share(w.Terms, w.Readings)
		if err := errors.Join(err, gridtest.Check(w, outcomes), gridtest.Compare(w, outcomes)); err != nil {
			t.Fatal(err)
		}
		test.spoil(&outcomes[0])
		if err := gridtest.Check(w, outcomes); err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: %v, want %s", name, err, test.says)
		}
	}
	if gridtest.Check(w, nil) == nil {
		t.Error("no outcome at all passes")
	}
}

// Sharers that are wrong in ways that break no sum are found by the oracle.
func TestCompareFinds(t *testing.T) {
	w := three(grid.Key{Rule: grid.ByUse})
	w.Readings[3].Energy = wh(50)
	outcomes, err := gridtest.Share(w.Terms, w.Readings)
	if err := errors.Join(err, gridtest.Compare(w, outcomes)); err != nil {
		t.Fatal(err)
	}
	for i, by := range []int64{1, -1} { // a part from one to the other
		a := &outcomes[0].Accounts[i]
		a.Used, a.Entitled, a.Imported = wh(a.Used.Parts()+by), wh(a.Entitled.Parts()+by), wh(a.Imported.Parts()-by)
	}
	if err := gridtest.Check(w, outcomes); err != nil {
		t.Fatal(err)
	}
	if err := gridtest.Compare(w, outcomes); err == nil || !strings.Contains(err.Error(), "invariant 5") {
		t.Error(err)
	}
}

// What the generators draw is good, and everything that matters comes.
func TestWorlds(t *testing.T) {
	seen := map[string]bool{}
	for seed := range 300 {
		w := gridtest.Worlds().Example(seed)
		outcomes, err := gridtest.Share(w.Terms, w.Readings)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range w.Terms.Plans {
			for _, k := range p.Keys {
				seen[k.Rule.String()] = true
			}
			seen["several keys"] = seen["several keys"] || len(p.Keys) > 1
		}
		seen["several plans"] = seen["several plans"] || len(w.Terms.Plans) > 1
		seen["a store"] = seen["a store"] || w.Terms.Store != (grid.Store{})
		for _, o := range outcomes {
			seen["a surplus"] = seen["a surplus"] || o.Total.Surplus.Sign() > 0
			seen["charged from the grid"] = seen["charged from the grid"] || o.Total.Charged.Parts() > o.Total.Surplus.Parts()
			for _, a := range o.Accounts {
				seen["settled inside"] = seen["settled inside"] || a.Inside.Sign() < 0
				seen["given and a surplus"] = seen["given and a surplus"] || a.Inside.Sign() > 0 && a.Surplus.Sign() > 0
			}
		}
	}
	for _, what := range []string{"static", "by use", "reallocated", "dynamic", "several keys", "several plans", "a store", "a surplus", "charged from the grid", "settled inside", "given and a surplus"} {
		if !seen[what] {
			t.Errorf("never: %s", what)
		}
	}
}

func TestLarge(t *testing.T) {
	w := gridtest.Large(grid.Dynamic, 50, 3)
	if w.Intervals() != 3 || len(w.Terms.Members) != 50 || fmt.Sprint(w) != fmt.Sprint(gridtest.Large(grid.Dynamic, 50, 3)) {
		t.Error(w.Intervals(), len(w.Terms.Members))
	}
}

// Shuffled changes the order and nothing else.
func TestShuffled(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := gridtest.Worlds().Draw(t, "world")
		s := w.Shuffled(t)
		byName := func(a, b grid.Reading) int { return strings.Compare(a.At.String()+a.Meter, b.At.String()+b.Meter) }
		if fmt.Sprint(slices.SortedFunc(slices.Values(s.Readings), byName)) != fmt.Sprint(slices.SortedFunc(slices.Values(w.Readings), byName)) {
			t.Fatal("other readings")
		}
	})
}
