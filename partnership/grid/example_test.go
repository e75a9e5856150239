package grid_test

import (
	"fmt"
	"iter"
	"slices"
	"time"

	"example.org/mutual/partnership/grid"
	"example.org/mutual/unit"
)

// Three households own a roof by halves, 30 and 20 per cent. At noon it gives 10 kWh. Ann is out and uses little of her
// half: what she leaves goes to the others, who owe it to her.
func Example() {
	noon := time.Date(2026, time.June, 1, 10, 0, 0, 0, time.UTC)
	kWh := func(wh int64) unit.Amount { return unit.New(1000*wh, unit.KilowattHour) } // whose smallest part is 1 mWh
	sharing, err := grid.NewSharing(grid.Terms{
		Unit: unit.KilowattHour, Start: noon, Length: time.Hour,
		Members: []string{"ann", "bob", "cem"}, Sources: []string{"roof"},
		Plans: []grid.Plan{{From: noon, Keys: []grid.Key{{
			Rule: grid.Reallocated, Of: 100,
			Shares: []grid.Share{{Member: "ann", Parts: 50}, {Member: "bob", Parts: 30}, {Member: "cem", Parts: 20}},
		}}}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for meter, energy := range map[string]unit.Amount{"roof": kWh(10_000), "ann": kWh(2000), "bob": kWh(6000), "cem": kWh(4000)} {
		if err := sharing.Read(grid.Reading{Meter: meter, At: noon, Energy: energy}); err != nil {
			fmt.Println(err)
			return
		}
	}
	var hour grid.Outcome
	if err := sharing.Share(&hour); err != nil {
		fmt.Println(err)
		return
	}
	for _, a := range hour.Accounts {
		fmt.Printf("%s is entitled to %v and uses %v of the roof; inside %v; from the grid %v\n", a.Member, a.Entitled, a.Used, a.Inside, a.Imported)
	}
	fmt.Println("surplus:", hour.Total.Surplus)
	// Output:
	// ann is entitled to 5.000000 kWh and uses 2.000000 kWh of the roof; inside 3.000000 kWh; from the grid 0.000000 kWh
	// bob is entitled to 3.000000 kWh and uses 4.800000 kWh of the roof; inside -1.800000 kWh; from the grid 1.200000 kWh
	// cem is entitled to 2.000000 kWh and uses 3.200000 kWh of the roof; inside -1.200000 kWh; from the grid 0.800000 kWh
	// surplus: 0.000000 kWh
}

// The keys among which the organiser of a collective self-consumption in France chooses (enogrid.com, Les clés de
// répartition en autoconsommation collective), on one quarter of an hour. Where it names none it is by use, within what each
// has used (Code de l'énergie, article D. 315-6).
func ExampleKey_france() {
	households := []string{"a", "b", "c"}
	shares := []grid.Share{{Member: "a", Parts: 50}, {Member: "b", Parts: 30}, {Member: "c", Parts: 20}}
	for _, key := range []struct {
		name string
		keys []grid.Key
	}{
		{"statique", []grid.Key{{Rule: grid.Static, Of: 100, Shares: shares}}},
		{"dynamique par défaut", []grid.Key{{Rule: grid.ByUse}}},
		{"statique, and what is left by use", []grid.Key{{Rule: grid.Static, Of: 100, Shares: shares}, {Rule: grid.ByUse}}},
		{"first c, then the others by use", []grid.Key{{Rule: grid.ByUse, Among: []string{"c"}}, {Rule: grid.ByUse}}},
	} {
		start := time.Date(2026, time.June, 1, 10, 0, 0, 0, time.UTC)
		sharing, _ := grid.NewSharing(grid.Terms{
			Unit: unit.WattHour, Start: start, Length: 15 * time.Minute, Members: households, Sources: []string{"roof"},
			Plans: []grid.Plan{{From: start, Keys: key.keys}},
		})
		var quarter grid.Outcome
		for i, meter := range []string{"a", "b", "c", "roof"} {
			energy := unit.New([]int64{2_000_000, 6_000_000, 4_000_000, 10_000_000}[i], unit.WattHour)
			if err := sharing.Read(grid.Reading{Meter: meter, At: start, Energy: energy}); err != nil {
				fmt.Println(err)
			}
		}
		if err := sharing.Share(&quarter); err != nil {
			fmt.Println(err)
		}
		fmt.Print(key.name, ":")
		for _, a := range quarter.Accounts {
			fmt.Print(" ", a.Used)
		}
		fmt.Println("; surplus", quarter.Total.Surplus)
	}
	// Output:
	// statique: 2000.000 Wh 3000.000 Wh 2000.000 Wh; surplus 3000.000 Wh
	// dynamique par défaut: 1666.667 Wh 5000.000 Wh 3333.333 Wh; surplus 0.000 Wh
	// statique, and what is left by use: 2000.000 Wh 4800.000 Wh 3200.000 Wh; surplus 0.000 Wh
	// first c, then the others by use: 1500.000 Wh 4500.000 Wh 4000.000 Wh; surplus 0.000 Wh
}

// Spain's coefficients β sum to one in each hour, are fixed before it, and may be changed every four months (Real Decreto
// 244/2019, annex I, as amended by Orden TED/1247/2021). One change may hold a plan for each hour of those months: here the
// shop has the mornings, and the flats the rest.
func ExampleSharing_Announce() {
	start := time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)
	beta := func(shop, flats int64) []grid.Key { // six decimals
		return []grid.Key{{Rule: grid.Static, Of: 1_000_000, Shares: []grid.Share{{Member: "shop", Parts: shop}, {Member: "flats", Parts: flats}}}}
	}
	sharing, err := grid.NewSharing(grid.Terms{
		Unit: unit.WattHour, Start: start, Length: time.Hour, Members: []string{"shop", "flats"}, Sources: []string{"roof"},
		Plans: []grid.Plan{{From: start, Keys: beta(400_000, 600_000)}}, Months: 4,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	hours := func(first time.Time) (plans []grid.Plan) {
		for day := range 120 {
			morning, noon := first.AddDate(0, 0, day).Add(8*time.Hour), first.AddDate(0, 0, day).Add(13*time.Hour)
			plans = append(plans, grid.Plan{From: morning, Keys: beta(800_000, 200_000)}, grid.Plan{From: noon, Keys: beta(100_000, 900_000)})
		}
		return plans
	}
	fmt.Println(sharing.Announce(grid.Change{At: start, Plans: hours(time.Date(2026, time.March, 1, 0, 0, 0, 0, time.UTC))}))
	fmt.Println(sharing.Announce(grid.Change{At: start, Plans: hours(time.Date(2026, time.May, 1, 0, 0, 0, 0, time.UTC))}))
	// Output:
	// grid: keys that would hold from too early: 2026-03-01T08:00:00Z: want keys that hold from 2026-05-01T00:00:00Z on or later
	// <nil>
}

// A stream of readings, shared out as it comes; what is kept is kept by the caller. A night's surplus waits in a battery.
func ExampleSharing_Run() {
	start := time.Date(2026, time.June, 1, 12, 0, 0, 0, time.UTC)
	wh := func(n int64) unit.Amount { return unit.New(1000*n, unit.WattHour) }
	sharing, err := grid.NewSharing(grid.Terms{
		Unit: unit.WattHour, Start: start, Length: 6 * time.Hour, Members: []string{"farm", "mill"}, Sources: []string{"turbine"},
		Store: grid.Store{In: "charge", Out: "discharge", Held: wh(0), Room: wh(5000)},
		Plans: []grid.Plan{{From: start, Keys: []grid.Key{{Rule: grid.ByUse}}}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	var meters iter.Seq[grid.Reading] = func(yield func(grid.Reading) bool) {
		for k, row := range [][]int64{{1000, 4000, 9000, 3500, 0}, {500, 2500, 0, 0, 3000}} {
			at := start.Add(time.Duration(k) * 6 * time.Hour)
			for i, meter := range []string{"farm", "mill", "turbine", "charge", "discharge"} {
				if !yield(grid.Reading{Meter: meter, At: at, Energy: wh(row[i])}) {
					return
				}
			}
		}
	}
	for o, err := range sharing.Run(meters) {
		if err != nil {
			fmt.Println(err)
			return
		}
		t := o.Total
		fmt.Printf("%s used %v of %v and %v; exported %v, imported %v, stored %v\n", o.At.Format("15:04"), t.Used, t.Produced, t.Discharged, t.Exported, t.Imported, t.Stored)
	}
	// Output:
	// 12:00 used 5000.000 Wh of 9000.000 Wh and 0.000 Wh; exported 500.000 Wh, imported 0.000 Wh, stored 3500.000 Wh
	// 18:00 used 3000.000 Wh of 0.000 Wh and 3000.000 Wh; exported 0.000 Wh, imported 0.000 Wh, stored 500.000 Wh
}

// What a sharing remembers is plain data that can be stored; here what rounding owes, after one part among three.
func ExampleResume() {
	start := time.Date(2026, time.June, 1, 12, 0, 0, 0, time.UTC)
	terms := grid.Terms{
		Unit: unit.WattHour, Start: start, Length: time.Hour, Members: []string{"a", "b", "c"}, Sources: []string{"roof"},
		Plans: []grid.Plan{{From: start, Keys: []grid.Key{{Rule: grid.ByUse}}}},
	}
	sharing, _ := grid.NewSharing(terms)
	for range 3 {
		var o grid.Outcome
		for i, meter := range []string{"a", "b", "c", "roof"} {
			energy := unit.New([]int64{7, 7, 7, 1}[i], unit.WattHour)
			if err := sharing.Read(grid.Reading{Meter: meter, At: sharing.Next(), Energy: energy}); err != nil {
				fmt.Println(err)
			}
		}
		if err := sharing.Share(&o); err != nil {
			fmt.Println(err)
		}
		lucky := slices.IndexFunc(o.Accounts, func(a grid.Account) bool { return a.Used.Sign() > 0 })
		fmt.Println(o.Accounts[lucky].Member, o.Accounts[lucky].Used)
		sharing, _ = grid.Resume(terms, sharing.State())
	}
	// Output:
	// a 0.001 Wh
	// b 0.001 Wh
	// c 0.001 Wh
}
