package grid_test

import (
	"slices"
	"testing"

	"example.org/mutual/partnership/grid"
	"example.org/mutual/partnership/grid/gridtest"
	"example.org/mutual/unit"
)

// 10,000 Wh among three that use 2000, 6000 and 4000, by the keys that French operators offer (enogrid.com, Les clés de
// répartition en autoconsommation collective) and those beyond; and several in order.
func TestKeys(t *testing.T) {
	half := func(r grid.Rule) grid.Key { return grid.Key{Rule: r, Of: 100, Shares: percent(50, 30, 20)} }
	for name, test := range map[string]struct {
		keys                      []grid.Key
		entitled, used, surplus   []int64
		inside                    []int64
		totalSurplus, totalBought int64
	}{
		"static": {
			keys: []grid.Key{half(grid.Static)}, entitled: []int64{5000, 3000, 2000}, used: []int64{2000, 3000, 2000},
			surplus: []int64{3000, 0, 0}, inside: []int64{0, 0, 0}, totalSurplus: 3000, totalBought: 5000,
		},
		"default dynamic": {
			keys: []grid.Key{byUse}, entitled: []int64{1667, 5000, 3333}, used: []int64{1667, 5000, 3333},
			surplus: []int64{0, 0, 0}, inside: []int64{0, 0, 0}, totalBought: 2000,
		},
		"static with reallocation": {
			keys: []grid.Key{half(grid.Reallocated)}, entitled: []int64{5000, 3000, 2000}, used: []int64{2000, 4800, 3200},
			surplus: []int64{0, 0, 0}, inside: []int64{3000, -1800, -1200}, totalBought: 2000,
		},
		"need up to share": {
			keys: []grid.Key{half(grid.Dynamic)}, entitled: []int64{5000, 3000, 2000}, used: []int64{2000, 4800, 3200},
			surplus: []int64{0, 0, 0}, inside: []int64{3000, -1800, -1200}, totalBought: 2000,
		},
		"static, then by use": {
			keys: []grid.Key{half(grid.Static), byUse}, entitled: []int64{5000, 3000, 2000}, used: []int64{2000, 4800, 3200},
			surplus: []int64{0, 0, 0}, inside: []int64{3000, -1800, -1200}, totalBought: 2000,
		},
		"one first, then by use": {
			keys: []grid.Key{{Rule: grid.ByUse, Among: []string{"c"}}, byUse}, entitled: []int64{1500, 4500, 4000}, used: []int64{1500, 4500, 4000},
			surplus: []int64{0, 0, 0}, inside: []int64{0, 0, 0}, totalBought: 2000,
		},
		"one first, then by shares": {
			keys: []grid.Key{{Rule: grid.ByUse, Among: []string{"c"}}, half(grid.Static)}, entitled: []int64{3000, 1800, 5200}, used: []int64{2000, 1800, 4000},
			surplus: []int64{1000, 0, 1200}, inside: []int64{0, 0, 0}, totalSurplus: 2200, totalBought: 4200,
		},
	} {
		o := share(t, begin(t, hourly(test.keys...)), 10_000, 2000, 6000, 4000)
		for what, figures := range map[string][2][]int64{
			"entitled": {whole(column(o, entitled)), test.entitled},
			"used":     {whole(column(o, used)), test.used},
			"surplus":  {column(o, surplus), thousandfold(test.surplus)},
			"inside":   {column(o, inside), thousandfold(test.inside)},
		} {
			if !slices.Equal(figures[0], figures[1]) {
				t.Errorf("%s: %s %v, not %v", name, what, figures[0], figures[1])
			}
		}
		if o.Total.Surplus != wh(test.totalSurplus) || o.Total.Exported != wh(test.totalSurplus) || o.Total.Imported != wh(test.totalBought) {
			t.Errorf("%s: %+v", name, o.Total)
		}
	}
}

func thousandfold(of []int64) []int64 {
	all := slices.Clone(of)
	for i := range all {
		all[i] *= 1000
	}
	return all
}

// The energy of Hypha's communities (github.com/hypha-dao), allotted by ownership: 25/20/20/20/15 % of two sources,
// 1000 and 500, and 40/35/25 % of the same. What members use beyond or below that is settled among them.
func TestOwnership(t *testing.T) {
	for _, test := range []struct{ percent, want []int64 }{
		{[]int64{25, 20, 20, 20, 15}, []int64{375, 300, 300, 300, 225}},
		{[]int64{40, 35, 25}, []int64{600, 525, 375}},
	} {
		members := []string{"a", "b", "c", "d", "e"}[:len(test.percent)]
		terms := hourly(grid.Key{Rule: grid.Dynamic, Of: 100, Shares: sharesOf(members, test.percent...)})
		terms.Members, terms.Sources = members, []string{"first", "second"}
		w := gridtest.World{Terms: terms, Readings: []grid.Reading{
			{Meter: "first", At: newYear, Energy: wh(1000)}, {Meter: "second", At: newYear, Energy: wh(500)},
		}}
		for i, m := range members {
			w.Readings = append(w.Readings, grid.Reading{Meter: m, At: newYear, Energy: wh(100 + 200*int64(i))})
		}
		outcomes, err := gridtest.Share(w.Terms, w.Readings)
		if err != nil {
			t.Fatal(err)
		}
		if got := column(&outcomes[0], entitled); !slices.Equal(got, thousandfold(test.want)) {
			t.Errorf("%v %%: %v, not %v", test.percent, got, test.want)
		}
		if err := gridtest.Check(w, outcomes); err != nil {
			t.Error(err)
		}
	}
}

// Italy counts as shared, each hour, the lesser of what is fed in and what is drawn (Emilia-Romagna, Comunità
// energetiche, tariffa premio). That is what members use in all by any key that leaves nothing while somebody needs
// it.
func TestLesserOfFedInAndDrawn(t *testing.T) {
	for _, k := range []grid.Key{byUse, {Rule: grid.Reallocated, Of: 100, Shares: percent(50, 30, 20)}, {Rule: grid.Dynamic, Of: 100, Shares: percent(0, 0, 100)}} {
		for _, fed := range []int64{0, 7, 11_999, 12_000, 12_001, 50_000} {
			o := share(t, begin(t, hourly(k)), fed, 2000, 6000, 4000)
			if want := wh(min(fed, 12_000)); o.Total.Used != want {
				t.Errorf("%v of %d: %v, not %v", k.Rule, fed, o.Total.Used, want)
			}
		}
	}
}

// Keys of each producer's own ("full dynamique", enogrid.com): the second producer's key shares among what the first's
// has left to need.
func TestProducerByProducer(t *testing.T) {
	first := share(t, begin(t, hourly(grid.Key{Rule: grid.Static, Of: 100, Shares: percent(50, 50, 0)})), 4000, 1000, 3000, 4000)
	var needs []int64
	for _, a := range first.Accounts {
		needs = append(needs, a.Imported.Parts()/1000)
	}
	second := share(t, begin(t, hourly(byUse)), 2500, needs...)
	if got, want := column(second, used), []int64{0, 500_000, 2_000_000}; !slices.Equal(got, want) {
		t.Errorf("%v, not %v", got, want)
	}
}

// What is charged comes from the surplus and, beyond it, from the grid; what is discharged is shared as what is
// produced.
func TestStore(t *testing.T) {
	terms := hourly(static)
	terms.Store = grid.Store{In: "in", Out: "out", Held: wh(100), Room: wh(2000)}
	s := begin(t, terms)
	for k, test := range []struct {
		roof, in, out                       int64
		surplus, exported, imported, stored int64
	}{
		{roof: 1000, in: 300, surplus: 500, exported: 200, imported: 800, stored: 400},
		{roof: 1000, in: 900, surplus: 500, imported: 1200, stored: 1300},
		{roof: 500, out: 500, surplus: 500, exported: 500, imported: 800, stored: 800},
		{roof: 0, in: 1200, out: 200, surplus: 100, imported: 2300, stored: 1800},
	} {
		for _, r := range []grid.Reading{{Meter: "in", At: s.Next(), Energy: wh(test.in)}, {Meter: "out", At: s.Next(), Energy: wh(test.out)}} {
			if err := s.Read(r); err != nil {
				t.Fatal(err)
			}
		}
		got := share(t, s, test.roof, 0, 900, 400).Total
		if got.Surplus != wh(test.surplus) || got.Exported != wh(test.exported) || got.Imported != wh(test.imported) || got.Stored != wh(test.stored) || s.Stored() != got.Stored {
			t.Errorf("interval %d: %+v", k, got)
		}
	}
}

// In French law a store is a consumer when it charges and a producer when it discharges (Code de l'énergie, D. 315-1 to
// D. 315-6): as a member and a source it has its part by use like the others.
func TestStoreAsMember(t *testing.T) {
	terms := hourly(byUse)
	terms.Members, terms.Sources = []string{"a", "battery in", "c"}, []string{"battery out", "roof"}
	s := begin(t, terms)
	if err := s.Read(grid.Reading{Meter: "battery out", At: newYear, Energy: wh(500)}); err != nil {
		t.Fatal(err)
	}
	if got := column(share(t, s, 2500, 1000, 2000, 3000), used); !slices.Equal(got, []int64{500_000, 1_000_000, 1_500_000}) {
		t.Error(got)
	}
}

// Nothing but a unit of energy will do, and any will: here a loaf of 10 kWh, in hundredths.
func TestAnyUnitOfEnergy(t *testing.T) {
	loaf, err := unit.ParseUnit("loaf.2=36000000J")
	if err != nil {
		t.Fatal(err)
	}
	terms := hourly(static)
	terms.Unit = loaf
	s, out := begin(t, terms), new(grid.Outcome)
	for i, m := range []string{"a", "b", "c", "roof"} {
		if err := s.Read(grid.Reading{Meter: m, At: s.Next(), Energy: unit.New(int64(10*i), loaf)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Share(out); err != nil || !slices.Equal(column(out, entitled), []int64{15, 9, 6}) {
		t.Error(out, err)
	}
}
