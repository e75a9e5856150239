package grid_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"example.org/mutual/partnership/grid"
	"example.org/mutual/unit"
)

// Terms that cannot be: good ones with one thing changed.
func TestTermsRefused(t *testing.T) {
	euro, _ := unit.Currency("EUR", 2)
	for name, test := range map[string]struct {
		change func(*grid.Terms)
		reason error
		says   string
	}{
		"no unit":               {func(t *grid.Terms) { t.Unit = unit.Unit{} }, grid.ErrUnit, "a unit of energy"},
		"money":                 {func(t *grid.Terms) { t.Unit = euro }, grid.ErrUnit, "a unit of energy"},
		"no length":             {func(t *grid.Terms) { t.Length = 0 }, grid.ErrTerms, "1 second to 31 days"},
		"a year":                {func(t *grid.Terms) { t.Length = 365 * 24 * time.Hour }, grid.ErrTerms, "31 days"},
		"nobody":                {func(t *grid.Terms) { t.Members = nil }, grid.ErrTerms, "65536 members"},
		"too many":              {func(t *grid.Terms) { t.Members = make([]string, grid.MembersMax+1) }, grid.ErrTerms, "65536 members"},
		"no source":             {func(t *grid.Terms) { t.Sources = nil }, grid.ErrTerms, "65536 sources"},
		"too many sources":      {func(t *grid.Terms) { t.Sources = make([]string, grid.SourcesMax+1) }, grid.ErrTerms, "65536 sources"},
		"another era":           {func(t *grid.Terms) { t.Start = newYear.AddDate(8000, 0, 0) }, grid.ErrTerms, "9000"},
		"notice below zero":     {func(t *grid.Terms) { t.Notice = -1 }, grid.ErrTerms, "a notice"},
		"months below zero":     {func(t *grid.Terms) { t.Months = -1 }, grid.ErrTerms, "months"},
		"a nameless member":     {func(t *grid.Terms) { t.Members = []string{""} }, grid.ErrName, "must not be empty"},
		"a member twice":        {func(t *grid.Terms) { t.Members = []string{"a", "b", "c", "b"} }, grid.ErrTwice, `"b"`},
		"a member that is roof": {func(t *grid.Terms) { t.Sources = []string{"a"} }, grid.ErrTwice, `"a"`},
		"a store of no unit":    {func(t *grid.Terms) { t.Store.In = "in" }, grid.ErrUnit, "in Wh"},
		"a store overfull":      {func(t *grid.Terms) { t.Store = grid.Store{In: "in", Out: "out", Held: wh(2), Room: wh(1)} }, grid.ErrStore, "zero to what"},
		"a store beyond all": {func(t *grid.Terms) {
			t.Store = grid.Store{In: "in", Out: "out", Held: wh(0), Room: unit.New(grid.TotalMax+1, unit.WattHour)}
		}, grid.ErrStore, "at most 2^61"},
		"a store in debt":      {func(t *grid.Terms) { t.Store = grid.Store{In: "in", Out: "out", Held: wh(-1), Room: wh(1)} }, grid.ErrStore, "zero to what"},
		"a store of one meter": {func(t *grid.Terms) { t.Store = grid.Store{In: "in", Out: "in", Held: wh(0), Room: wh(1)} }, grid.ErrTwice, `"in"`},
		"no plan":              {func(t *grid.Terms) { t.Plans = nil }, grid.ErrKey, "want a plan"},
		"a plan too late":      {func(t *grid.Terms) { t.Plans[0].From = newYear.Add(time.Hour) }, grid.ErrBackdated, "from the start"},
		"a plan before":        {func(t *grid.Terms) { t.Plans[0].From = newYear.Add(-time.Hour) }, grid.ErrAlign, "beginning of an interval"},
		"a plan amid an hour":  {func(t *grid.Terms) { t.Plans[0].From = newYear.Add(time.Minute) }, grid.ErrAlign, "beginning of an interval"},
		"a plan in 300 years":  {func(t *grid.Terms) { t.Plans = append(t.Plans, on(newYear.AddDate(300, 0, 0), byUse)) }, grid.ErrAlign, "2326"},
		"two plans a date":     {func(t *grid.Terms) { t.Plans = slices.Repeat(t.Plans, 2) }, grid.ErrTwice, "one a date"},
	} {
		terms := hourly(static)
		test.change(&terms)
		s, err := grid.NewSharing(terms)
		if e, ok := errors.AsType[*grid.Error](err); !ok || s != nil || !errors.Is(err, test.reason) || !strings.Contains(err.Error(), test.says) || len(e.Name) > 128 {
			t.Errorf("%s: %v, want %v: %s", name, err, test.reason, test.says)
		}
	}
}

// Keys that cannot share anything out, in terms and announced.
func TestKeysRefused(t *testing.T) {
	for name, test := range map[string]struct {
		keys   []grid.Key
		reason error
		says   string
	}{
		"none":                   {nil, grid.ErrKey, "1 to 16 keys"},
		"too many":               {slices.Repeat([]grid.Key{byUse}, grid.KeysMax+1), grid.ErrKey, "1 to 16 keys"},
		"no rule":                {[]grid.Key{{}}, grid.ErrKey, "want a rule"},
		"an unknown rule":        {[]grid.Key{{Rule: 9}}, grid.ErrKey, "want a rule"},
		"less than one":          {[]grid.Key{{Rule: grid.Static, Of: 100, Shares: percent(50, 30, 19)}}, grid.ErrSum, "sum to the whole"},
		"more than one":          {[]grid.Key{{Rule: grid.Static, Of: 100, Shares: percent(50, 30, 21)}}, grid.ErrSum, `"c"`},
		"more than fits":         {[]grid.Key{{Rule: grid.Static, Of: 100, Shares: percent(1<<62, 1<<62, 1<<62)}}, grid.ErrSum, `"a"`},
		"a share below zero":     {[]grid.Key{{Rule: grid.Static, Of: 100, Shares: percent(120, -20)}}, grid.ErrSum, `"a"`},
		"below zero later":       {[]grid.Key{{Rule: grid.Static, Of: 100, Shares: percent(100, -1, 1)}}, grid.ErrSum, `"b"`},
		"of nothing":             {[]grid.Key{{Rule: grid.Reallocated, Shares: percent(0, 0, 0)}}, grid.ErrKey, "1 to 2^40"},
		"of too much":            {[]grid.Key{{Rule: grid.Reallocated, Of: grid.OfMax + 1, Shares: percent(grid.OfMax + 1)}}, grid.ErrKey, "1 to 2^40"},
		"nobody's":               {[]grid.Key{{Rule: grid.Dynamic, Of: 1}}, grid.ErrSum, "sum to the whole"},
		"a stranger's share":     {[]grid.Key{{Rule: grid.Dynamic, Of: 1, Shares: []grid.Share{{Member: "x", Parts: 1}}}}, grid.ErrUnknown, `"x"`},
		"the roof's share":       {[]grid.Key{{Rule: grid.Dynamic, Of: 1, Shares: []grid.Share{{Member: "roof", Parts: 1}}}}, grid.ErrUnknown, `"roof"`},
		"a member's twice":       {[]grid.Key{{Rule: grid.Static, Of: 2, Shares: append(percent(1), percent(1)...)}}, grid.ErrTwice, `"a"`},
		"shares by use":          {[]grid.Key{{Rule: grid.ByUse, Of: 1, Shares: percent(1)}}, grid.ErrKey, "no shares"},
		"by use among strangers": {[]grid.Key{{Rule: grid.ByUse, Among: []string{"a", "x"}}}, grid.ErrUnknown, `"x"`},
		"by use twice":           {[]grid.Key{{Rule: grid.ByUse, Among: []string{"a", "a"}}}, grid.ErrTwice, `"a"`},
		"shares among":           {[]grid.Key{{Rule: grid.Static, Of: 1, Shares: percent(1), Among: three}}, grid.ErrKey, "nobody named"},
		"good, then bad":         {[]grid.Key{byUse, {}}, grid.ErrKey, "want a rule"},
	} {
		_, err := grid.NewSharing(hourly(test.keys...))
		if !errors.Is(err, test.reason) || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: %v, want %v: %s", name, err, test.reason, test.says)
		}
		s := begin(t, hourly(static))
		before := fmt.Sprint(s.State())
		again := s.Announce(grid.Change{At: newYear, Plans: []grid.Plan{{From: newYear.Add(time.Hour), Keys: test.keys}}})
		if again == nil || err != nil && strings.Replace(again.Error(), "01:00", "00:00", 1) != err.Error() || fmt.Sprint(s.State()) != before {
			t.Errorf("%s: announced: %v", name, again)
		}
	}
}

// Readings that cannot be: each is refused, and what comes of the interval is as if it had never been tried.
func TestReadingsRefused(t *testing.T) {
	hour := func(k int) time.Time { return newYear.Add(time.Duration(k) * time.Hour) }
	s, twin := begin(t, hourly(static)), begin(t, hourly(static))
	share(t, s, 100, 1, 2, 3)
	share(t, twin, 100, 1, 2, 3)
	read(t, s, 100, 1, 2)
	read(t, twin, 100, 1, 2)
	for name, test := range map[string]struct {
		reading grid.Reading
		reason  error
		says    string
	}{
		"an unknown meter":   {grid.Reading{Meter: "x", At: hour(1), Energy: wh(1)}, grid.ErrUnknown, `"x": want a meter`},
		"a long name":        {grid.Reading{Meter: strings.Repeat("x", 9999), At: hour(1), Energy: wh(1)}, grid.ErrUnknown, "want a meter"},
		"another unit":       {grid.Reading{Meter: "roof", At: hour(1), Energy: unit.New(1, unit.KilowattHour)}, grid.ErrUnit, `"roof": want Wh`},
		"no unit":            {grid.Reading{Meter: "roof", At: hour(1)}, grid.ErrUnit, "want Wh"},
		"below zero":         {grid.Reading{Meter: "roof", At: hour(1), Energy: wh(-1)}, grid.ErrAmount, "a meter of its own"},
		"a duplicate":        {grid.Reading{Meter: "a", At: hour(1), Energy: wh(1)}, grid.ErrTwice, `"a": 2026-01-01T01:00:00Z: want one reading`},
		"a correction":       {grid.Reading{Meter: "a", At: hour(1), Energy: wh(7)}, grid.ErrTwice, `"a"`},
		"one that is over":   {grid.Reading{Meter: "c", At: hour(0), Energy: wh(1)}, grid.ErrPast, "that of 2026-01-01T01:00:00Z"},
		"before the start":   {grid.Reading{Meter: "c", At: hour(-1), Energy: wh(1)}, grid.ErrPast, "that of 2026"},
		"long before":        {grid.Reading{Meter: "c", Energy: wh(1)}, grid.ErrPast, "that of 2026"},
		"out of order":       {grid.Reading{Meter: "c", At: hour(2), Energy: wh(1)}, grid.ErrEarly, "that of 2026-01-01T01"},
		"amid an hour":       {grid.Reading{Meter: "c", At: hour(1).Add(time.Minute), Energy: wh(1)}, grid.ErrAlign, "that of 2026"},
		"beyond all measure": {grid.Reading{Meter: "c", At: hour(1), Energy: unit.New(grid.TotalMax-2999, unit.WattHour)}, grid.ErrTotal, "room for 2305843009213690.952 Wh"},
	} {
		err := s.Read(test.reading)
		if e, ok := errors.AsType[*grid.Error](err); !ok || !errors.Is(err, test.reason) || !strings.Contains(err.Error(), test.says) || len(e.Name) > 128 {
			t.Errorf("%s: %v, want %v: %s", name, err, test.reason, test.says)
		}
	}
	out := &grid.Outcome{At: newYear}
	if err := s.Share(out); !errors.Is(err, grid.ErrMissing) || !strings.Contains(err.Error(), `"c"`) || out.At != newYear || out.Accounts != nil {
		t.Errorf("%v: %+v", err, out)
	}
	if !slices.Equal(s.Missing(), []string{"c"}) {
		t.Error(s.Missing())
	}
	if got, want := finishC(t, s), finishC(t, twin); got != want {
		t.Errorf("%s, not %s", got, want)
	}
}

// finishC reads what is still missing and tells what comes of it.
func finishC(t *testing.T, s *grid.Sharing) string {
	out := new(grid.Outcome)
	err := s.Read(grid.Reading{Meter: "c", At: s.Next(), Energy: wh(5)})
	if err := errors.Join(err, s.Share(out)); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(*out, s.State())
}

// The most that an interval can hold is shared out without a wrap.
func TestTheMost(t *testing.T) {
	for _, k := range []grid.Key{byUse, static, {Rule: grid.Reallocated, Of: grid.OfMax, Shares: percent(1, grid.OfMax-1)}, {Rule: grid.Dynamic, Of: 3, Shares: percent(1, 1, 1)}} {
		terms := hourly(k)
		terms.Store = grid.Store{In: "in", Out: "out", Held: unit.New(grid.TotalMax, unit.WattHour), Room: unit.New(grid.TotalMax, unit.WattHour)}
		s, out := begin(t, terms), new(grid.Outcome)
		for m, parts := range map[string]int64{"a": 1, "b": grid.TotalMax - 4, "c": 2, "in": 1, "roof": grid.TotalMax - 2, "out": 2} {
			if err := s.Read(grid.Reading{Meter: m, At: newYear, Energy: unit.New(parts, unit.WattHour)}); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Share(out); err != nil || out.Total.Stored.Parts() != grid.TotalMax-1 {
			t.Errorf("%v: %v, %v", k.Rule, out.Total, err)
		}
	}
}

// A store gives no more than it holds and takes no more than it has room for; a wrong reading is dropped with its
// interval.
func TestStoreRefused(t *testing.T) {
	terms := hourly(static)
	terms.Store = grid.Store{In: "in", Out: "out", Held: wh(3), Room: wh(5)}
	s, out := begin(t, terms), new(grid.Outcome)
	for _, test := range []struct {
		in, out int64
		says    string
	}{
		{0, 4, `"out": 2026-01-01T00:00:00Z: asked 4.000 Wh, room for 3.000 Wh`},
		{1, 5, `"out": 2026-01-01T00:00:00Z: asked 5.000 Wh, room for 4.000 Wh`},
		{3, 0, `"in": 2026-01-01T00:00:00Z: asked 3.000 Wh, room for 2.000 Wh`},
		{6, 3, `"in": 2026-01-01T00:00:00Z: asked 6.000 Wh, room for 5.000 Wh`},
		{5, 3, ""},
	} {
		s.Drop()
		read(t, s, 10, 1, 2, 3)
		for _, r := range []grid.Reading{{Meter: "in", At: s.Next(), Energy: wh(test.in)}, {Meter: "out", At: s.Next(), Energy: wh(test.out)}} {
			if err := s.Read(r); err != nil {
				t.Fatal(err)
			}
		}
		before := fmt.Sprint(s.State())
		err := s.Share(out)
		if test.says == "" {
			if err != nil || s.Stored() != wh(5) {
				t.Error(err, s.Stored())
			}
			continue
		}
		if !errors.Is(err, grid.ErrStore) || !strings.HasSuffix(err.Error(), test.says) || fmt.Sprint(s.State()) != before {
			t.Error(err)
		}
	}
}

// A sharing ends 290 years after its start, and does not go on from there either.
func TestTheEnd(t *testing.T) {
	terms := hourly(static)
	terms.Length = grid.LengthMax
	s, out := begin(t, terms), new(grid.Outcome)
	for s.Next().Sub(newYear) <= grid.SpanMax {
		share(t, s, 1, 1, 1, 1)
	}
	read(t, s, 1, 1, 1, 1)
	if err := s.Share(out); !errors.Is(err, grid.ErrSize) || out.Accounts != nil {
		t.Error(err)
	}
	if _, err := grid.Resume(terms, s.State()); !errors.Is(err, grid.ErrState) {
		t.Error(err)
	}
}

// What a store has lost is taken out, and no more than it holds.
func TestLose(t *testing.T) {
	terms := hourly(static)
	terms.Store = grid.Store{In: "in", Out: "out", Held: wh(3), Room: wh(5)}
	s := begin(t, terms)
	for _, test := range []struct {
		lost   unit.Amount
		reason error
		left   int64
	}{
		{wh(4), grid.ErrStore, 3},
		{wh(-1), grid.ErrAmount, 3},
		{unit.Amount{}, grid.ErrUnit, 3},
		{wh(2), nil, 1},
		{wh(1), nil, 0},
		{wh(1), grid.ErrStore, 0},
	} {
		if err := s.Lose(test.lost); !errors.Is(err, test.reason) || s.Stored() != wh(test.left) {
			t.Errorf("%v: %v, and %v are left", test.lost, err, s.Stored())
		}
	}
	if err := begin(t, hourly(static)).Lose(wh(1)); !errors.Is(err, grid.ErrStore) {
		t.Errorf("without a store: %v", err)
	}
}

// Run ends with the first error, at the end of the readings too.
func TestRunRefuses(t *testing.T) {
	good := []grid.Reading{{Meter: "a", At: newYear, Energy: wh(1)}, {Meter: "b", At: newYear, Energy: wh(1)}, {Meter: "c", At: newYear, Energy: wh(1)}, {Meter: "roof", At: newYear, Energy: wh(1)}}
	for name, test := range map[string]struct {
		readings []grid.Reading
		outcomes int
		reason   error
	}{
		"nothing":            {nil, 0, nil},
		"whole":              {good, 1, nil},
		"amid an interval":   {good[:3], 0, grid.ErrMissing},
		"a gap":              {slices.Concat(good[:3], []grid.Reading{{Meter: "a", At: newYear.Add(time.Hour), Energy: wh(1)}}), 0, grid.ErrEarly},
		"one more":           {slices.Concat(good, good[:1]), 1, grid.ErrPast},
		"a duplicate amidst": {slices.Concat(good[:2], good), 0, grid.ErrTwice},
	} {
		outcomes, reason := 0, error(nil)
		for _, err := range begin(t, hourly(static)).Run(slices.Values(test.readings)) {
			if reason = err; err == nil {
				outcomes++
			}
		}
		if outcomes != test.outcomes || !errors.Is(reason, test.reason) {
			t.Errorf("%s: %d outcomes and %v", name, outcomes, reason)
		}
	}
}

// What a sharing cannot have left behind is not gone on from.
func TestStateRefused(t *testing.T) {
	terms := hourly(static)
	for name, change := range map[string]func(*grid.State){
		"no plan":          func(s *grid.State) { s.Plans = nil },
		"a plan to come":   func(s *grid.State) { s.Plans[0].From = s.Next.Add(time.Hour) },
		"a bad plan":       func(s *grid.State) { s.Plans[0].Keys[0].Of = 99 },
		"before the start": func(s *grid.State) { s.Next = newYear.Add(-time.Hour) },
		"amid an hour":     func(s *grid.State) { s.Next = s.Next.Add(time.Minute) },
		"a store of air":   func(s *grid.State) { s.Stored = wh(1) },
		"in another unit":  func(s *grid.State) { s.Stored = unit.Amount{} },
		"changed amidst":   func(s *grid.State) { s.Changed = s.Changed.Add(time.Minute) },
		"announced since":  func(s *grid.State) { s.Announced = s.Changed.Add(1) },
		"announced B.C.":   func(s *grid.State) { s.Announced = newYear.AddDate(-3000, 0, 0) },
		"a lag too few":    func(s *grid.State) { s.ByNeed = s.ByNeed[1:] },
		"no zero sum":      func(s *grid.State) { s.Inside[0]++ },
		"far behind":       func(s *grid.State) { s.ByShare[0], s.ByShare[1] = 3<<43+1, -3<<43-1 },
	} {
		s := begin(t, terms)
		share(t, s, 100, 1, 2, 3)
		state := s.State()
		change(&state)
		_, err := grid.Resume(terms, state)
		if _, ok := errors.AsType[*grid.Error](err); !ok || name != "a bad plan" && !errors.Is(err, grid.ErrState) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := grid.Resume(grid.Terms{}, grid.State{}); !errors.Is(err, grid.ErrUnit) {
		t.Error(err)
	}
}
