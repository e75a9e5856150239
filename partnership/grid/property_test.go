package grid_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"example.org/mutual/partnership/grid"
	"example.org/mutual/partnership/grid/gridtest"
	"example.org/mutual/unit"
	"example.org/mutual/unit/amounttest"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// What one key gives in a first interval is what unit.Split gives, by shares and within the needs (invariant 5).
func TestFirstIntervalIsSplit(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		shares := amounttest.Shares(9).Draw(t, "shares")
		rule := rapid.SampledFrom([]grid.Rule{grid.Static, grid.ByUse, grid.Reallocated}).Draw(t, "rule")
		terms, key := hourly(), grid.Key{Rule: rule}
		terms.Members = nil
		for i := range shares {
			shares[i].Key, shares[i].Weight = fmt.Sprintf("m%d %.90s", i, "x"), shares[i].Weight>>23
			key.Shares, key.Of = append(key.Shares, grid.Share{Member: shares[i].Key, Parts: shares[i].Weight}), key.Of+shares[i].Weight
			terms.Members = append(terms.Members, shares[i].Key)
		}
		if key.Of == 0 {
			return
		}
		if rule == grid.ByUse {
			key = byUse
		}
		terms.Plans[0].Keys = []grid.Key{key}
		readings, total := needs(t, rule, shares)
		out, err := gridtest.Share(terms, readings)
		if err != nil {
			t.Fatal(err)
		}
		want, err := unit.Split(total, shares, unit.LargestRemainder)
		if err != nil {
			t.Fatal(err)
		}
		for i, s := range shares {
			a := out[0].Accounts[slices.IndexFunc(out[0].Accounts, func(a grid.Account) bool { return a.Member == s.Key })]
			if got := map[bool]unit.Amount{true: a.Entitled, false: a.Used}[rule == grid.Static]; got != want.Parts[i] {
				t.Fatalf("%q gets %v, not %v", s.Key, got, want.Parts[i])
			}
		}
	})
}

// needs draws a first interval, with the needs as the caps of the shares where the rule looks at them.
func needs(t *rapid.T, rule grid.Rule, shares []unit.Share) ([]grid.Reading, unit.Amount) {
	parts := rapid.OneOf(rapid.Int64Range(0, 40), rapid.Int64Range(0, 1<<57))
	total := unit.New(parts.Draw(t, "total"), unit.WattHour)
	readings := []grid.Reading{{Meter: "roof", At: newYear, Energy: total}}
	needed := int64(0)
	for i, s := range shares {
		need := unit.New(parts.Draw(t, "need"), unit.WattHour)
		readings = append(readings, grid.Reading{Meter: s.Key, At: newYear, Energy: need})
		needed += need.Parts()
		switch rule {
		case grid.Reallocated:
			shares[i].Cap = need
		case grid.ByUse:
			shares[i].Weight = need.Parts()
			shares[i].Cap = need
		}
	}
	if rule == grid.ByUse && needed == 0 {
		shares[0].Weight, shares[0].Cap = 1, unit.New(0, unit.WattHour) // Split will not have weights that are all zero
	}
	return readings, total
}

// Over any time nobody is behind or ahead of the exact sum of its quotas by half a part for each member (invariant 5).
func TestNobodyGainsByRounding(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		terms, of := hourly(grid.Key{Rule: grid.Static}), int64(0)
		parts := rapid.SliceOfN(rapid.Int64Range(1, 50), 2, 8).Draw(t, "parts")
		terms.Members = []string{"a", "b", "c", "d", "e", "f", "g", "h"}[:len(parts)]
		for _, p := range parts {
			of += p
		}
		terms.Plans[0].Keys[0].Of, terms.Plans[0].Keys[0].Shares = of, sharesOf(terms.Members, parts...)
		s, out := begin(t, terms), new(grid.Outcome)
		got, total := make([]int64, len(parts)), int64(0)
		for range rapid.IntRange(1, 60).Draw(t, "intervals") {
			produced := rapid.Int64Range(0, 9).Draw(t, "produced")
			total += produced
			shareParts(t, s, out, produced)
			for i, a := range out.Accounts {
				got[i] += a.Entitled.Parts()
				behind := total*parts[i] - got[i]*of // in 1/of of a part
				if 2*max(behind, -behind) > int64(len(parts)-1)*of {
					t.Fatalf("%s got %d of %d by %d/%d", a.Member, got[i], total, parts[i], of)
				}
			}
		}
	})
}

// Far from the bound that is proved, what rounding owes stays below about a part.
func TestLagsAreSmall(t *testing.T) {
	for _, rule := range []grid.Rule{grid.Static, grid.ByUse, grid.Reallocated, grid.Dynamic} {
		w := gridtest.Large(rule, 200, 100)
		s := begin(t, w.Terms)
		for _, err := range s.Run(slices.Values(w.Readings)) {
			if err != nil {
				t.Fatal(err)
			}
		}
		state := s.State()
		all := slices.Concat(state.ByShare, state.ByNeed, state.Inside)
		if least, most := slices.Min(all), slices.Max(all); least < -1<<44 || most > 1<<44 || most == 0 {
			t.Errorf("%v: from %d to %d", rule, least, most)
		}
	}
}

// shareParts shares out an interval in which nobody needs anything.
func shareParts(t rapid.TB, s *grid.Sharing, out *grid.Outcome, produced int64) {
	at := s.Next()
	for _, m := range s.Members() {
		if err := s.Read(grid.Reading{Meter: m, At: at, Energy: wh(0)}); err != nil {
			t.Fatal(err)
		}
	}
	err := s.Read(grid.Reading{Meter: "roof", At: at, Energy: unit.New(produced, unit.WattHour)})
	if err := errors.Join(err, s.Share(out)); err != nil {
		t.Fatal(err)
	}
}

// A year in which each quarter of an hour leaves one part over: with a memory each of three gets a third of it, without
// one the first would get all.
func TestOnePartADay(t *testing.T) {
	s, out := begin(t, hourly(grid.Key{Rule: grid.Static, Of: 3, Shares: percent(1, 1, 1)})), new(grid.Outcome)
	got := make([]int64, 3)
	for range 365 {
		shareParts(t, s, out, 1)
		for i, a := range out.Accounts {
			got[i] += a.Entitled.Parts()
		}
	}
	if !slices.Equal(got, []int64{122, 122, 121}) {
		t.Error(got)
	}
}

// A sharing that stops after any interval, and goes on from its state as it was stored, or from a clone, ends as
// one that never stopped (invariant 7).
func TestStopAndGoOn(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := gridtest.Worlds().Draw(t, "world")
		want, err := gridtest.Share(w.Terms, w.Readings)
		if err != nil {
			t.Fatal(err)
		}
		s, got := begin(t, w.Terms), []grid.Outcome(nil)
		for o, err := range s.Run(slices.Values(w.Readings)) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, *o.Clone())
			if rapid.Bool().Draw(t, "stop") {
				break
			}
		}
		rest := w.Readings[len(got)*len(w.Readings)/len(want):]
		other := s.Clone()
		finish(t, other, rest)
		s = stored(t, w.Terms, s)
		got = append(got, finish(t, s, rest)...)
		if d := cmp.Diff(want, got); d != "" || fmt.Sprint(other.State()) != fmt.Sprint(s.State()) {
			t.Fatal(d)
		}
	})
}

// stored is a sharing that went through JSON.
func stored(t *rapid.T, terms grid.Terms, s *grid.Sharing) *grid.Sharing {
	data, err := json.Marshal(s.State())
	if err != nil {
		t.Fatal(err)
	}
	var state grid.State
	if err := json.Unmarshal(data, &state); err != nil {
		t.Fatal(err)
	}
	again, err := grid.Resume(terms, state)
	if err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	return again
}

func finish(t *rapid.T, s *grid.Sharing, readings []grid.Reading) []grid.Outcome {
	var all []grid.Outcome
	for o, err := range s.Run(slices.Values(readings)) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, *o.Clone())
	}
	return all
}

// Announced plans do what they would have done in the terms, and nothing that is announced changes what was shared out
// before (invariant 8).
func TestAnnouncedOrAgreed(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := gridtest.Worlds().Draw(t, "world")
		want, err := gridtest.Share(w.Terms, w.Readings)
		if err != nil {
			t.Fatal(err)
		}
		first := w.Terms
		first.Plans = first.Plans[:1]
		s, got, later := begin(t, first), []grid.Outcome(nil), w.Terms.Plans[1:]
		for o, err := range s.Run(slices.Values(w.Readings)) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, *o.Clone())
			if len(later) > 0 && (later[0].From.Equal(s.Next()) || rapid.Bool().Draw(t, "announce")) {
				if err := s.Announce(grid.Change{At: s.Next(), Plans: later}); err != nil {
					t.Fatal(err)
				}
				later = nil
			}
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatal(d)
		}
	})
}

// Nothing is allocated from one interval to the next.
func TestMemoryDoesNotGrow(t *testing.T) {
	for _, k := range []grid.Key{byUse, static, {Rule: grid.Reallocated, Of: 100, Shares: static.Shares}, {Rule: grid.Dynamic, Of: 100, Shares: static.Shares}} {
		s, out := begin(t, hourly(k)), new(grid.Outcome)
		if n := testing.AllocsPerRun(100, func() {
			at := s.Next()
			for i, m := range three {
				_ = s.Read(grid.Reading{Meter: m, At: at, Energy: wh(int64(3 + i))})
			}
			_ = s.Read(grid.Reading{Meter: "roof", At: at, Energy: wh(11)})
			if err := s.Share(out); err != nil {
				t.Fatal(err)
			}
		}); n != 0 {
			t.Errorf("%v: %v allocations", k.Rule, n)
		}
	}
}

// Remainders that differ by less than what is kept of them are still told apart, as by unit.Split: the part is c's.
func TestCloseRemainders(t *testing.T) {
	s, out := begin(t, hourly(byUse)), new(grid.Outcome)
	for m, parts := range map[string]int64{"a": 1 << 58, "b": 1<<58 + 1, "c": 1<<58 + 2, "roof": 1} {
		if err := s.Read(grid.Reading{Meter: m, At: newYear, Energy: unit.New(parts, unit.WattHour)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Share(out); err != nil || out.Accounts[2].Used.Parts() != 1 {
		t.Error(out.Accounts, err)
	}
}

// A clone, be it made amid an interval, and the sharing it was made of do not see each other's readings and plans.
func TestCloneGoesItsOwnWay(t *testing.T) {
	s := begin(t, hourly(static))
	one, two := newYear.Add(time.Hour), newYear.Add(2*time.Hour)
	announce := func(s *grid.Sharing, p grid.Plan) {
		if err := s.Announce(grid.Change{At: newYear, Plans: []grid.Plan{p}}); err != nil {
			t.Fatal(err)
		}
	}
	announce(s, on(one, byUse))
	c := s.Clone()
	announce(s, on(one, grid.Key{Rule: grid.Static, Of: 1, Shares: percent(1)}))
	announce(c, on(two, byUse))
	if err := s.Read(grid.Reading{Meter: "a", At: newYear, Energy: wh(7)}); err != nil {
		t.Fatal(err)
	}
	amid := s.Clone()
	share(t, c, 10, 1, 1, 1)
	for _, s := range []*grid.Sharing{s, amid} {
		for _, m := range []string{"b", "c", "roof"} {
			if err := s.Read(grid.Reading{Meter: m, At: newYear, Energy: wh(7)}); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Share(new(grid.Outcome)); err != nil {
			t.Fatal(err)
		}
	}
	if got := column(share(t, c, 6, 2, 2, 2), entitled); !slices.Equal(got, []int64{2000, 2000, 2000}) {
		t.Errorf("the clone shares %v", got)
	}
	if got := column(share(t, s, 6, 2, 2, 2), entitled); !slices.Equal(got, []int64{6000, 0, 0}) {
		t.Errorf("what it was made of shares %v", got)
	}
}

// Needs that grow as powers of two take as many passes as there can be.
func TestManyPasses(t *testing.T) {
	const members = 56
	terms, key := hourly(), grid.Key{Rule: grid.Reallocated}
	terms.Members = nil
	var needs []int64
	for i := range members {
		terms.Members = append(terms.Members, fmt.Sprintf("m%02d", i))
		key.Shares = append(key.Shares, grid.Share{Member: terms.Members[i], Parts: 1 << (max(0, 38-i))})
		key.Of += key.Shares[i].Parts
		needs = append(needs, 1<<i)
	}
	terms.Plans[0].Keys = []grid.Key{key}
	w := gridtest.World{Terms: terms}
	for i, m := range terms.Members {
		w.Readings = append(w.Readings, grid.Reading{Meter: m, At: newYear, Energy: unit.New(needs[i], unit.WattHour)})
	}
	w.Readings = append(w.Readings, grid.Reading{Meter: "roof", At: newYear, Energy: unit.New(1<<members-1<<20, unit.WattHour)})
	outcomes, err := gridtest.Share(w.Terms, w.Readings)
	if err := errors.Join(err, gridtest.Check(w, outcomes), gridtest.Compare(w, outcomes)); err != nil {
		t.Fatal(err)
	}
}
