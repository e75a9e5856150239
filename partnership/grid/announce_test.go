package grid_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"example.org/mutual/partnership/grid"
)

// on is a plan of one key from a date on.
func on(from time.Time, key grid.Key) grid.Plan { return grid.Plan{From: from, Keys: []grid.Key{key}} }

// Keys hold from a date that lies ahead, after the notice, and no sooner than the months allow (invariant 8).
func TestNeverBackdated(t *testing.T) {
	hour := func(k int) time.Time { return newYear.Add(time.Duration(k) * time.Hour) }
	april, may := newYear.AddDate(0, 3, 0), newYear.AddDate(0, 4, 0)
	for name, test := range map[string]struct {
		months  int
		notice  time.Duration
		change  grid.Change
		refused string
	}{
		"the hour that is over":       {change: grid.Change{At: hour(0), Plans: []grid.Plan{on(hour(0), byUse)}}, refused: "from 2026-01-01T02:00:00Z on"},
		"the hour that has begun":     {change: grid.Change{At: hour(0), Plans: []grid.Plan{on(hour(1), byUse)}}, refused: "from 2026-01-01T02:00:00Z on"},
		"the next hour":               {change: grid.Change{At: hour(0), Plans: []grid.Plan{on(hour(2), byUse)}}},
		"announced afterwards":        {change: grid.Change{At: hour(4), Plans: []grid.Plan{on(hour(3), byUse)}}, refused: "from 2026-01-01T04:00:00Z on"},
		"announced that moment":       {change: grid.Change{At: hour(3), Plans: []grid.Plan{on(hour(3), byUse)}}},
		"too short a notice":          {notice: 24 * time.Hour, change: grid.Change{At: hour(3), Plans: []grid.Plan{on(hour(26), byUse)}}, refused: "from 2026-01-02T03:00:00Z on"},
		"notice":                      {notice: 24 * time.Hour, change: grid.Change{At: hour(3), Plans: []grid.Plan{on(hour(27), byUse)}}},
		"three months of four":        {months: 4, change: grid.Change{At: hour(3), Plans: []grid.Plan{on(april, byUse)}}, refused: "from 2026-05-01T00:00:00Z on"},
		"four months of four":         {months: 4, change: grid.Change{At: hour(3), Plans: []grid.Plan{on(may, byUse)}}},
		"hours of months ahead":       {months: 4, change: grid.Change{At: hour(3), Plans: []grid.Plan{on(may, byUse), on(may.Add(time.Hour), static)}}},
		"nothing":                     {change: grid.Change{At: hour(3)}, refused: "want a plan"},
		"the second before the first": {change: grid.Change{At: hour(3), Plans: []grid.Plan{on(hour(5), byUse), on(hour(4), static)}}, refused: "in the order of time"},
	} {
		terms := hourly(static)
		terms.Months, terms.Notice = test.months, test.notice
		s := begin(t, terms)
		share(t, s, 100, 1, 2, 3)
		read(t, s, 100, 1)
		before := fmt.Sprint(s.State())
		err := s.Announce(test.change)
		if test.refused == "" && err != nil || test.refused != "" && (err == nil || !strings.Contains(err.Error(), test.refused) || fmt.Sprint(s.State()) != before) {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil && !errors.Is(s.Announce(grid.Change{At: test.change.At.Add(-1), Plans: test.change.Plans}), grid.ErrBackdated) {
			t.Errorf("%s: and another, announced before", name)
		}
	}
}

// A change replaces what was announced before from its first plan on, and leaves what comes sooner.
func TestChangedAgain(t *testing.T) {
	hour := func(k int) time.Time { return newYear.Add(time.Duration(k) * time.Hour) }
	s := begin(t, hourly(static))
	second := grid.Key{Rule: grid.Static, Of: 1, Shares: percent(0, 1)}
	third := grid.Key{Rule: grid.Static, Of: 1, Shares: percent(0, 0, 1)}
	for _, c := range []grid.Change{
		{At: newYear, Plans: []grid.Plan{on(hour(1), second), on(hour(3), byUse), on(hour(4), second)}},
		{At: newYear, Plans: []grid.Plan{on(hour(2), third)}},
	} {
		if err := s.Announce(c); err != nil {
			t.Fatal(err)
		}
		c.Plans[0].Keys[0] = byUse // what was announced stays what it was
	}
	var got [][]int64
	for range 5 {
		got = append(got, column(share(t, s, 10, 0, 0, 0), entitled))
	}
	want := [][]int64{{5000, 3000, 2000}, {0, 10_000, 0}, {0, 0, 10_000}, {0, 0, 10_000}, {0, 0, 10_000}}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%v, not %v", got, want)
	}
	if err := s.Announce(grid.Change{At: hour(5), Plans: []grid.Plan{on(hour(5), second)}}); err != nil {
		t.Error("from the hour that is open and empty:", err)
	}
	if got := column(share(t, s, 10, 0, 0, 0), entitled); !slices.Equal(got, want[1]) {
		t.Error(got)
	}
}

// The plan of the open interval can be replaced as long as nothing is read, whoever has looked at it; a state shows
// no plan that is over, and remembers what was announced and when.
func TestAnnouncedAndStored(t *testing.T) {
	terms := hourly(static)
	terms.Months = 4
	s, may := begin(t, terms), newYear.AddDate(0, 4, 0)
	if n := len(s.State().Plans); n != 1 {
		t.Error(n, "plans")
	}
	change := grid.Change{At: newYear.Add(time.Hour), Plans: []grid.Plan{on(may, byUse)}}
	if err := s.Announce(change); err != nil {
		t.Fatal(err)
	}
	again, err := grid.Resume(terms, s.State())
	if err != nil {
		t.Fatal(err)
	}
	early := grid.Change{At: newYear, Plans: []grid.Plan{on(newYear.AddDate(0, 8, 0), byUse)}}
	soon := grid.Change{At: change.At, Plans: []grid.Plan{on(may.AddDate(0, 3, 0), byUse)}}
	for _, c := range []grid.Change{early, soon} {
		if err := again.Announce(c); !errors.Is(err, grid.ErrBackdated) {
			t.Errorf("%v: %v", c.Plans[0].From, err)
		}
	}
	free := begin(t, hourly(static))
	free.State()
	if err := free.Announce(grid.Change{At: newYear, Plans: []grid.Plan{on(newYear, byUse), on(newYear.Add(time.Hour), static)}}); err != nil {
		t.Fatal(err)
	}
	if got := column(share(t, free, 6, 2, 2, 2), entitled); !slices.Equal(got, []int64{2000, 2000, 2000}) {
		t.Error(got)
	}
	if n := len(free.State().Plans); n != 1 {
		t.Error(n, "plans, of which one is over")
	}
}

// More shares and keys than all plans may have are refused, in one change and in several.
func TestPlansWithoutEnd(t *testing.T) {
	var plans []grid.Plan
	sixteen := slices.Repeat([]grid.Key{byUse}, grid.KeysMax)
	for k := range grid.SharesMax / grid.KeysMax {
		plans = append(plans, grid.Plan{From: newYear.Add(time.Duration(k+1) * time.Hour), Keys: sixteen})
	}
	s := begin(t, hourly(byUse))
	if err := s.Announce(grid.Change{At: newYear, Plans: plans}); !errors.Is(err, grid.ErrSize) {
		t.Errorf("with those that hold: %v", err)
	}
	if err := s.Announce(grid.Change{At: newYear, Plans: append(plans, on(newYear.AddDate(200, 0, 0), byUse))}); !errors.Is(err, grid.ErrSize) {
		t.Errorf("by themselves: %v", err)
	}
}

// The clocks of Europe go forward and back: the local day has 23 or 25 hours, and the intervals neither a gap nor one
// twice, because they are instants.
func TestClocksChange(t *testing.T) {
	winter, summer := time.FixedZone("CET", 3600), time.FixedZone("CEST", 7200)
	for name, test := range map[string]struct {
		begins, ends time.Time
		quarters     int
	}{
		"forward": {time.Date(2026, time.March, 29, 0, 0, 0, 0, winter), time.Date(2026, time.March, 30, 0, 0, 0, 0, summer), 92},
		"back":    {time.Date(2026, time.October, 25, 0, 0, 0, 0, summer), time.Date(2026, time.October, 26, 0, 0, 0, 0, winter), 100},
		"neither": {time.Date(2026, time.June, 1, 0, 0, 0, 0, summer), time.Date(2026, time.June, 2, 0, 0, 0, 0, summer), 96},
	} {
		terms := hourly(static)
		terms.Start, terms.Length = test.begins, 15*time.Minute
		terms.Plans[0].From = test.begins
		s, n := begin(t, terms), 0
		for s.Next().Before(test.ends) {
			for i, m := range append(s.Members(), "roof") {
				local := s.Next().In([]*time.Location{winter, summer}[i%2]) // as each meter tells it
				if err := s.Read(grid.Reading{Meter: m, At: local, Energy: wh(1)}); err != nil {
					t.Fatal(err)
				}
			}
			if err := s.Share(new(grid.Outcome)); err != nil {
				t.Fatal(err)
			}
			n++
		}
		if n != test.quarters {
			t.Errorf("%s: %d quarters of an hour, not %d", name, n, test.quarters)
		}
	}
}
