package main

import (
	"fmt"
	"io"

	"example.org/mutual/partnership/grid/cost"
	"example.org/mutual/unit"
)

// plans are ways to the village's electricity, with the carbon fuel that building and running them takes. The figures
// are for illustration.
var plans = []cost.Plan{
	{Name: "diesel", Service: "electricity", Built: kwh("6000"), Fuel: kwh("160000"), Output: kwh("50000"), Years: 10},
	{Name: "turbine", Service: "electricity", Built: kwh("120000"), Fuel: kwh("1000"), Output: kwh("50000"), Years: 20},
	{Name: "roofs", Service: "electricity", Built: kwh("40000"), Fuel: kwh("0"), Output: kwh("14000"), Years: 25},
}

// printFuel ranks the plans by the carbon fuel that they take, which no price can change.
func printFuel(out io.Writer) error {
	fmt.Fprintf(out, "\nThe least carbon fuel\nJoules of fuel for a joule of electricity, over all its life:\n\n")
	ranked, err := cost.Rank(plans)
	if err != nil {
		return err
	}
	for _, r := range ranked {
		fmt.Fprintf(out, "  %-8s %s\n", r.Plan.Name, r.FuelPerOutput.FloatString(3))
	}
	diesel, turbine := plans[0], plans[1]
	saved, err := cost.Saving(turbine, diesel)
	if err != nil {
		return err
	}
	years, _, err := cost.Payback(turbine, diesel)
	if err != nil {
		return err
	}
	oil, _ := unit.TonneOfOil.Joules()
	fmt.Fprintf(out, "\n  The turbine saves %s tonnes of oil a year over going on with the diesel, and has saved what it took to build after %s years.\n",
		saved.Quo(saved, oil).FloatString(1), years.FloatString(2))
	return nil
}
