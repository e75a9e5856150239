package cost_test

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"example.org/mutual/partnership/grid/cost"
	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func kwh(n int64) unit.Amount { return must(unit.Parse(fmt.Sprint(n), unit.KilowattHour)) }

// heat are three ways to a house's heat. The figures are for illustration.
var (
	boiler  = cost.Plan{Name: "boiler", Service: "heat", Built: kwh(1_000), Fuel: kwh(20_000), Output: kwh(18_000), Years: 15}
	pump    = cost.Plan{Name: "heat pump", Service: "heat", Built: kwh(6_000), Fuel: kwh(8_000), Output: kwh(18_000), Years: 15}
	network = cost.Plan{Name: "heat network", Service: "heat", Built: kwh(24_000), Fuel: kwh(4_000), Output: kwh(18_000), Years: 30}
)

// The least carbon fuel for the same heat is not what is least to build. Payback is in energy: what building took is
// saved after so many years, whatever fuel costs.
func Example() {
	for _, r := range must(cost.Rank([]cost.Plan{boiler, pump, network})) {
		fmt.Println(r.Plan.Name, r.FuelPerOutput)
	}
	for _, p := range []cost.Plan{pump, network} {
		years, ever, _ := cost.Payback(p, boiler)
		fmt.Println(p.Name, years, ever)
	}
	// Output:
	// heat network 4/15
	// heat pump 7/15
	// boiler 301/270
	// heat pump 1/2 true
	// heat network 3/2 true
}

// James Watt supplied the use of his engine for a third of the coal that it saved:
// https://nondominium.co.uk/category/energy/. The coal is for illustration: 90 tonnes a month before and 30 with it,
// for the same water.
func ExampleSaving() {
	tonnes := func(n int64) unit.Amount { return must(unit.Parse(fmt.Sprint(n), unit.TonneOfCoal)) }
	newcomen := cost.Plan{Name: "Newcomen", Service: "power", Built: tonnes(0), Fuel: tonnes(12 * 90), Output: kwh(10_000), Years: 50}
	watt := newcomen
	watt.Name, watt.Fuel = "Watt", tonnes(12*30)
	saved := must(cost.Saving(watt, newcomen))
	each, _ := unit.TonneOfCoal.Joules()
	saved.Quo(saved, each)
	fmt.Println(saved.RatString(), "tonnes a year, of which a third is", new(big.Rat).Quo(saved, big.NewRat(3, 1)).RatString())
	// Output: 720 tonnes a year, of which a third is 240
}

func TestReturn(t *testing.T) {
	if r, ok, err := cost.Return(pump); err != nil || !ok || r.Cmp(big.NewRat(15, 7)) != 0 {
		t.Error(r, ok, err)
	}
	free := pump
	free.Built, free.Fuel = kwh(0), kwh(0)
	if _, ok, err := cost.Return(free); ok || err != nil {
		t.Error("from nothing", err)
	}
	if years, ok, err := cost.Payback(free, boiler); err != nil || !ok || years.Sign() != 0 {
		t.Error(years, ok, err)
	}
}

// What saves what it took to build just at the end of its life is paid back then.
func TestAtTheEnd(t *testing.T) {
	p := boiler
	p.Built, p.Fuel, p.Years = kwh(200_000), kwh(0), 10
	if years, ever, err := cost.Payback(p, boiler); err != nil || !ever || years.Cmp(big.NewRat(10, 1)) != 0 {
		t.Error(years, ever, err)
	}
}

// What saves nothing is never paid back, nor what saves too little in its life.
func TestNever(t *testing.T) {
	short := network
	short.Years = 1
	for _, p := range []cost.Plan{boiler, short} {
		if years, ever, err := cost.Payback(p, boiler); ever || err != nil || years != nil {
			t.Error(p.Name, years, ever, err)
		}
	}
}

func TestRefusals(t *testing.T) {
	for name, spoil := range map[string]func(*cost.Plan){
		"no name":              func(p *cost.Plan) { p.Name = "" },
		"a long name":          func(p *cost.Plan) { p.Name = strings.Repeat("x", 129) },
		"no service":           func(p *cost.Plan) { p.Service = "" },
		"built in euros":       func(p *cost.Plan) { p.Built = unit.New(1, must(unit.Currency("EUR", 2))) },
		"built of no unit":     func(p *cost.Plan) { p.Built = unit.Amount{} },
		"built below nothing":  func(p *cost.Plan) { p.Built = kwh(-1) },
		"fuel below nothing":   func(p *cost.Plan) { p.Fuel = kwh(-1) },
		"no output":            func(p *cost.Plan) { p.Output = kwh(0) },
		"no years":             func(p *cost.Plan) { p.Years = 0 },
		"a thousand years and": func(p *cost.Plan) { p.Years = cost.YearsMax + 1 },
	} {
		bad := pump
		spoil(&bad)
		_, err1 := bad.FuelPerOutput()
		_, err2 := cost.Rank([]cost.Plan{boiler, bad})
		_, _, err3 := cost.Payback(bad, boiler)
		_, _, err4 := cost.Payback(boiler, bad)
		_, _, err5 := cost.Return(bad)
		for _, err := range []error{bad.Check(), err1, err2, err3, err4, err5} {
			if !errors.Is(err, cost.ErrPlan) {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	power := pump
	power.Service = "power"
	_, err1 := cost.Rank([]cost.Plan{boiler, power})
	_, err2 := cost.Saving(power, boiler)
	_, err3 := cost.Rank([]cost.Plan{boiler, boiler})
	_, err4 := cost.Rank(make([]cost.Plan, cost.PlansMax+1))
	for _, err := range []error{err1, err2, err3, err4} {
		if !errors.Is(err, cost.ErrPlan) {
			t.Error(err)
		}
	}
	if all, err := cost.Rank(nil); err != nil || len(all) != 0 {
		t.Error(all, err)
	}
}

// plans draws some, in three units of energy.
func plans(t *rapid.T) []cost.Plan {
	units := []unit.Unit{unit.KilowattHour, unit.Megajoule, unit.BtuIT}
	amount := func(from int64) unit.Amount {
		return unit.New(rapid.Int64Range(from, 1e6).Draw(t, "parts"), rapid.SampledFrom(units).Draw(t, "unit"))
	}
	all := make([]cost.Plan, rapid.IntRange(2, 5).Draw(t, "plans"))
	for i := range all {
		all[i] = cost.Plan{Name: fmt.Sprint(i), Service: "heat", Built: amount(0), Fuel: amount(0), Output: amount(1), Years: rapid.Int64Range(1, 50).Draw(t, "years")}
	}
	return all
}

func joules(a unit.Amount) *big.Rat {
	j, _ := a.Unit().Joules()
	return j.Mul(j, a.Rat())
}

// Invariants 1 to 4.
func TestProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := plans(t)
		ranked := must(cost.Rank(all))
		other := slices.Clone(all)
		slices.Reverse(other)
		for i, r := range must(cost.Rank(other)) {
			if r.Plan != ranked[i].Plan || i > 0 && r.FuelPerOutput.Cmp(ranked[i-1].FuelPerOutput) < 0 {
				t.Fatalf("invariant 2: %v and %v", ranked, r)
			}
		}
		p, instead := all[0], all[1]
		if back, ok, err := cost.Return(p); err != nil || ok && new(big.Rat).Mul(back, must(p.FuelPerOutput())).Cmp(big.NewRat(1, 1)) != 0 {
			t.Fatalf("invariant 4: %v, %v", back, err)
		}
		years, ever, err := cost.Payback(p, instead)
		if err != nil {
			t.Fatal(err)
		}
		// What going on burns by a time for the same output, less what the plan has taken by then.
		ahead := func(years *big.Rat) *big.Rat {
			on := new(big.Rat).Quo(new(big.Rat).Mul(joules(instead.Fuel), joules(p.Output)), joules(instead.Output))
			on.Sub(on, joules(p.Fuel)).Mul(on, years)
			return on.Sub(on, joules(p.Built))
		}
		life := big.NewRat(p.Years, 1)
		later := new(big.Rat).Add(life, big.NewRat(1, 1))
		switch {
		case ever && (ahead(years).Sign() != 0 || years.Cmp(life) > 0 || ahead(later).Sign() <= 0):
			t.Fatalf("invariant 3: after %v years %+v instead of %+v is ahead by %v", years, p, instead, ahead(years))
		case !ever && ahead(life).Sign() >= 0 && ahead(later).Cmp(ahead(life)) > 0:
			t.Fatalf("invariant 3: %+v instead of %+v is paid back, by %v", p, instead, ahead(life))
		}
	})
}

// Invariant 1: the same plan in other units.
func TestUnits(t *testing.T) {
	other := pump
	other.Built, other.Fuel, other.Output = must(unit.Parse("21600", unit.Megajoule)), must(unit.Parse("8", unit.MegawattHour)), must(unit.Parse("64800000", unit.Kilojoule))
	if got, want := must(other.FuelPerOutput()), must(pump.FuelPerOutput()); got.Cmp(want) != 0 {
		t.Error(got, want)
	}
}
