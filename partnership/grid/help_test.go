package grid_test

import (
	"slices"

	"time"

	"example.org/mutual/partnership/grid"
	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

var newYear = time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)

// wh is so many whole watt-hours.
func wh(n int64) unit.Amount { return unit.New(1000*n, unit.WattHour) }

// three are the members of most tests.
var three = []string{"a", "b", "c"}

// percent are shares of a hundred.
func percent(of ...int64) []grid.Share { return sharesOf(three, of...) }

func sharesOf(members []string, of ...int64) []grid.Share {
	var shares []grid.Share
	for i, p := range of {
		shares = append(shares, grid.Share{Member: members[i], Parts: p})
	}
	return shares
}

// hourly is three members and a roof, from new year on, under these keys.
func hourly(keys ...grid.Key) grid.Terms {
	return grid.Terms{
		Unit: unit.WattHour, Start: newYear, Length: time.Hour, Members: three, Sources: []string{"roof"},
		Plans: []grid.Plan{{From: newYear, Keys: keys}},
	}
}

// Two keys for three.
var (
	byUse  = grid.Key{Rule: grid.ByUse}
	static = grid.Key{Rule: grid.Static, Of: 100, Shares: percent(50, 30, 20)}
)

// begin is NewSharing for good terms.
func begin(t rapid.TB, terms grid.Terms) *grid.Sharing {
	t.Helper()
	s, err := grid.NewSharing(terms)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// read reads the open interval: what the roof produced, and what the first members used.
func read(t rapid.TB, s *grid.Sharing, roof int64, used ...int64) {
	t.Helper()
	meters := append(s.Members()[:len(used)], "roof")
	for i, n := range append(slices.Clone(used), roof) {
		if err := s.Read(grid.Reading{Meter: meters[i], At: s.Next(), Energy: wh(n)}); err != nil {
			t.Fatal(err)
		}
	}
}

// share is read and Share.
func share(t rapid.TB, s *grid.Sharing, roof int64, used ...int64) *grid.Outcome {
	t.Helper()
	read(t, s, roof, used...)
	out := new(grid.Outcome)
	if err := s.Share(out); err != nil {
		t.Fatal(err)
	}
	return out
}

// column is one figure of each account, in parts.
func column(o *grid.Outcome, figure func(grid.Account) unit.Amount) []int64 {
	var all []int64
	for _, a := range o.Accounts {
		all = append(all, figure(a).Parts())
	}
	return all
}

func entitled(a grid.Account) unit.Amount { return a.Entitled }
func used(a grid.Account) unit.Amount     { return a.Used }
func inside(a grid.Account) unit.Amount   { return a.Inside }
func surplus(a grid.Account) unit.Amount  { return a.Surplus }

// whole turns parts into whole watt-hours, rounded to the nearest.
func whole(parts []int64) []int64 {
	all := slices.Clone(parts)
	for i, p := range all {
		all[i] = (p + 500) / 1000
	}
	return all
}
