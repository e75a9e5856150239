package journal_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"example.org/mutual/unit/journal"
)

// fiveDays is a log of a1 to a5, one a day.
func fiveDays() *journal.Log {
	var l journal.Log
	for n := 1; n <= 5; n++ {
		l.Add(fmt.Sprint("a", n), day(n), digest(byte(n)))
	}
	return &l
}

// known lists the actions that a log knows, with their numbers.
func known(l *journal.Log) string {
	list := make([]string, l.Kept())
	for n := range 9 {
		id := fmt.Sprint("a", n)
		if place, ok := l.Place(id); ok {
			stamp, _ := l.Applied(id)
			list[place] = fmt.Sprint(id, "#", stamp.Seq)
		}
	}
	return fmt.Sprint(list)
}

// What stays known: whatever is after the horizon, and up to it what is kept.
func TestArchive(t *testing.T) {
	for name, test := range map[string]struct {
		horizon time.Time
		keep    []int // places
		want    string
	}{
		"before all":               {day(1).Add(-1), nil, "[a1#1 a2#2 a3#3 a4#4 a5#5]"},
		"at the first":             {day(1), nil, "[a2#2 a3#3 a4#4 a5#5]"},
		"before the third":         {day(3).Add(-1), nil, "[a3#3 a4#4 a5#5]"},
		"at the third":             {day(3), nil, "[a4#4 a5#5]"},
		"at the third, elsewhere":  {day(3).In(time.FixedZone("", -12*3600)), nil, "[a4#4 a5#5]"},
		"and the second kept":      {day(3), []int{1}, "[a2#2 a4#4 a5#5]"},
		"and all":                  {day(3), []int{0, 1, 2}, "[a1#1 a2#2 a3#3 a4#4 a5#5]"},
		"kept though after it":     {day(3), []int{4}, "[a4#4 a5#5]"},
		"at the last":              {day(5), nil, "[]"},
		"at the last, which stays": {day(5), []int{4}, "[a5#5]"},
		"at no time":               {time.Time{}, nil, "[a1#1 a2#2 a3#3 a4#4 a5#5]"},
	} {
		l := fiveDays()
		got := l.Archive(test.horizon, func(place int) bool { return slices.Contains(test.keep, place) })
		if known(&got) != test.want {
			t.Errorf("%s: got %s, want %s", name, known(&got), test.want)
		}
		if !got.Horizon().Equal(test.horizon) || got.Horizon().Location() != time.UTC || got.Last() != day(5) {
			t.Errorf("%s: horizon %v, last %v", name, got.Horizon(), got.Last())
		}
		if seq := got.Add("a6", day(6), digest(6)); seq != 6 {
			t.Errorf("%s: goes on with number %d", name, seq)
		}
		if known(l) != "[a1#1 a2#2 a3#3 a4#4 a5#5]" || !l.Horizon().IsZero() {
			t.Errorf("%s: the old log was changed to %s", name, known(l))
		}
	}
}

// Invariant 4: whatever the time of an archived action, it is not applied again, and nor is another at its
// time. What is kept is still told from a retry.
func TestArchivedNeverAgain(t *testing.T) {
	l := fiveDays().Archive(day(3), func(place int) bool { return place == 1 })
	for name, test := range map[string]struct {
		id     string
		at     time.Time
		digest journal.Digest
		want   error
	}{
		"an archived one":                {"a1", day(1), digest(1), journal.ErrArchived},
		"one at the horizon":             {"a3", day(3), digest(3), journal.ErrArchived},
		"the same in another zone":       {"a3", day(3).In(time.FixedZone("", 3600)), digest(3), journal.ErrArchived},
		"a new one, too early":           {"b", day(2), digest(9), journal.ErrArchived},
		"one that was kept":              {"a2", day(2), digest(2), journal.ErrApplied},
		"another under its ID":           {"a2", day(6), digest(9), journal.ErrConflict},
		"one after the horizon":          {"a4", day(4), digest(4), journal.ErrApplied},
		"after it, but before the last":  {"b", day(3).Add(1), digest(9), journal.ErrTime},
		"a new one":                      {"b", day(5), digest(9), nil},
		"no ID before the horizon":       {"", day(1), digest(9), journal.ErrID},
		"at no time":                     {"b", time.Time{}, digest(9), journal.ErrTime},
		"a new one under a forgotten ID": {"a1", day(5), digest(9), nil},
	} {
		if err := l.Admit(test.id, test.at, test.digest); !errors.Is(err, test.want) {
			t.Errorf("%s: got %v, want %v", name, err, test.want)
		}
	}
}

// A horizon only moves on: what one archive forgot, no other knows.
func TestArchiveTwice(t *testing.T) {
	keep := func(int) bool { return false }
	l := fiveDays().Archive(day(3), keep)
	for _, horizon := range []time.Time{day(2), {}, day(3)} {
		again := l.Archive(horizon, keep)
		if again.Horizon() != day(3) || known(&again) != "[a4#4 a5#5]" {
			t.Errorf("to %v: %v, %s", horizon, again.Horizon(), known(&again))
		}
		if err := again.Admit("a3", day(3), digest(3)); !errors.Is(err, journal.ErrArchived) {
			t.Errorf("to %v: %v", horizon, err)
		}
	}
	further := l.Archive(day(4), keep)
	if known(&further) != "[a5#5]" {
		t.Error(known(&further))
	}
}

// A mark made before an archive takes the log of before back, as a machine does when it undoes both.
func TestBackOverArchive(t *testing.T) {
	l := fiveDays()
	mark, text := l.Mark(), written(l)
	l.Add("a6", day(6), digest(6))
	before := *l
	*l = l.Archive(day(4), func(int) bool { return false })
	l.Add("a7", day(7), digest(7))
	if known(l) != "[a5#5 a6#6 a7#7]" {
		t.Error(known(l))
	}
	*l = before
	l.Back(mark)
	if written(l) != text {
		t.Errorf("got %s, want %s", written(l), text)
	}
	if seq := l.Add("a7", day(5), digest(7)); seq != 6 {
		t.Errorf("goes on with number %d", seq)
	}
	if _, ok := l.Applied("a6"); ok {
		t.Error("what was undone is known")
	}
}

// Times are kept to the nanosecond, in all years there are.
func TestTimesKept(t *testing.T) {
	var l journal.Log
	times := []time.Time{time.Time{}.Add(1), time.Date(1969, 12, 31, 23, 59, 59, 999999999, time.UTC), day(1).Add(1), time.Date(9999, 12, 31, 23, 59, 59, 999999999, time.UTC)}
	for n, at := range times {
		id := fmt.Sprint("a", n)
		if err := l.Admit(id, at, digest(1)); err != nil {
			t.Fatal(err)
		}
		l.Add(id, at.In(time.FixedZone("", 3600)), digest(1))
		if l.At(n) != at || l.Last() != at {
			t.Errorf("got %v and %v, want %v", l.At(n), l.Last(), at)
		}
	}
	again, err := readBack(written(&l))
	if err != nil || written(&again) != written(&l) {
		t.Error(err)
	}
}
