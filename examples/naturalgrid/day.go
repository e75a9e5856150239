package main

import (
	"fmt"
	"io"
	"time"

	"example.org/mutual/partnership/grid"
	"example.org/mutual/unit"
)

// The village: who uses energy, and who produces it, in the order in which it is used.
var (
	users   = []string{"Ada", "Bakery", "Dan", "Inn"}
	sources = []string{"Turbine", "School", "Barn"}
)

// keys say who gets what of each source. The turbine's is by shares, and what one does not need goes to the others;
// that of the school's roof by use; and of the barn's roof Dan and the Inn have the halves first.
var keys = map[string][]grid.Key{
	"Turbine": {{Rule: grid.Reallocated, Of: 100, Shares: []grid.Share{{Member: "Ada", Parts: 30}, {Member: "Bakery", Parts: 30}, {Member: "Dan", Parts: 20}, {Member: "Inn", Parts: 20}}}},
	"School":  {{Rule: grid.ByUse}},
	"Barn":    {{Rule: grid.Static, Of: 2, Shares: []grid.Share{{Member: "Dan", Parts: 1}, {Member: "Inn", Parts: 1}}}, {Rule: grid.ByUse}},
}

// metered is a day in June by the hour, in tenths of a kilowatt-hour. The figures are the story's own.
var metered = map[string][24]int64{
	"Turbine": {95, 98, 102, 105, 100, 92, 80, 66, 52, 40, 30, 24, 20, 22, 28, 36, 48, 60, 70, 78, 84, 88, 92, 94},
	"School":  {5: 2, 8, 18, 32, 48, 62, 72, 78, 76, 68, 54, 38, 22, 10, 3, 23: 0},
	"Barn":    {5: 1, 4, 10, 18, 27, 35, 41, 45, 44, 39, 31, 22, 13, 6, 2, 23: 0},
	"Ada":     {4, 3, 3, 3, 4, 6, 12, 14, 8, 6, 5, 6, 10, 7, 6, 6, 9, 16, 22, 24, 20, 16, 10, 6},
	"Bakery":  {30, 55, 80, 90, 85, 70, 45, 30, 25, 20, 18, 16, 15, 12, 10, 8, 8, 8, 6, 5, 5, 5, 6, 12},
	"Dan":     {3, 3, 3, 3, 3, 4, 8, 20, 42, 55, 60, 58, 30, 55, 60, 52, 38, 16, 10, 9, 8, 6, 4, 3},
	"Inn":     {10, 8, 8, 8, 8, 10, 18, 26, 28, 26, 30, 44, 58, 52, 34, 28, 32, 48, 66, 72, 70, 60, 42, 22},
}

// A route is from a source, or from the grid, to a user.
type route struct{ from, to string }

// A day is what was shared out, in smallest parts.
type day struct {
	supplied map[route]int64
	inside   map[string]int64 // what others used of one's share of the turbine, or one of others'
	hours    [24]hour
}

// An hour is where its energy came from, and what of it nobody used.
type hour struct {
	used               map[string]int64 // of each source
	imported, exported int64
}

const outside = "the grid"

// meter shares out the day: by each source in turn, so that what one leaves open is needed of the next.
func meter() (*day, error) {
	d := &day{supplied: map[route]int64{}, inside: map[string]int64{}}
	sharings := map[string]*grid.Sharing{}
	for _, source := range sources {
		s, err := grid.NewSharing(grid.Terms{
			Unit: unit.KilowattHour, Start: midnight, Length: time.Hour, Members: users, Sources: []string{source},
			Plans: []grid.Plan{{From: midnight, Keys: keys[source]}},
		})
		if err != nil {
			return nil, err
		}
		sharings[source] = s
	}
	for h := range d.hours {
		d.hours[h].used = map[string]int64{}
		need := map[string]unit.Amount{}
		for _, user := range users {
			need[user] = tenths(metered[user][h])
		}
		for _, source := range sources {
			need[source] = tenths(metered[source][h])
			if err := d.share(h, source, sharings[source], need); err != nil {
				return nil, err
			}
		}
		for _, user := range users {
			d.supplied[route{outside, user}] += need[user].Parts()
			d.hours[h].imported += need[user].Parts()
		}
	}
	return d, nil
}

// share shares out what one source gave in an hour, and leaves in need what its users have to get elsewhere.
func (d *day) share(h int, source string, s *grid.Sharing, need map[string]unit.Amount) error {
	for _, name := range append([]string{source}, users...) {
		if err := s.Read(grid.Reading{Meter: name, At: s.Next(), Energy: need[name]}); err != nil {
			return err
		}
	}
	var out grid.Outcome
	if err := s.Share(&out); err != nil {
		return err
	}
	for _, a := range out.Accounts {
		d.supplied[route{source, a.Member}] += a.Used.Parts()
		need[a.Member] = a.Imported
		if source == "Turbine" {
			d.inside[a.Member] += a.Inside.Parts()
		}
	}
	d.hours[h].used[source] = out.Total.Used.Parts()
	d.hours[h].exported += out.Total.Exported.Parts()
	return out.Check()
}

// print shows who used what.
func (d *day) print(out io.Writer) {
	fmt.Fprintf(out, "A village with a turbine and two roofs\nA day in June, shared out hour by hour, in kilowatt-hours (rounded here, exact in the books):\n\n  %-7s", "")
	for _, from := range append(sources, outside, "in all", "of others' share") {
		fmt.Fprintf(out, " %9s", from)
	}
	fmt.Fprintln(out)
	for _, user := range users {
		fmt.Fprintf(out, "  %-7s", user)
		all := int64(0)
		for _, from := range append(sources, outside) {
			all += d.supplied[route{from, user}]
			fmt.Fprintf(out, " %9s", short(d.supplied[route{from, user}]))
		}
		fmt.Fprintf(out, " %9s %16s\n", short(all), short(-d.inside[user]))
	}
	var exported int64
	for _, h := range d.hours {
		exported += h.exported
	}
	fmt.Fprintf(out, "\n  What nobody could use went to the grid: %s. Of the turbine each has a share; whoever uses more than it\n  has that of others (above zero), who have left so much of theirs (below), and accounts for it.\n", short(exported))
}

var midnight = time.Date(2027, time.June, 21, 0, 0, 0, 0, time.UTC)

// tenths are of a kilowatt-hour.
func tenths(n int64) unit.Amount { return unit.New(100_000*n, unit.KilowattHour) }

// short shows smallest parts to a tenth of a kilowatt-hour, a half up.
func short(parts int64) string {
	sign := ""
	if parts < 0 {
		sign, parts = "-", -parts
	}
	n := (parts + 50_000) / 100_000
	return fmt.Sprintf("%s%d.%d", sign, n/10, n%10)
}
