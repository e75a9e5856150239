package credit_test

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/unit/journal"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// gives draws actions, some of which are wrong in one way or other.
func gives() *rapid.Generator[credit.Give] {
	names := []string{"ann", "bob", "cem", "dan", ""}
	return rapid.Custom(func(t *rapid.T) credit.Give {
		a := credit.Give{
			ID:       rapid.StringMatching("[a-z0-9]").Draw(t, "id"),
			At:       day(1).Add(time.Duration(rapid.IntRange(0, 3).Draw(t, "at"))),
			By:       names[:4],
			Giver:    rapid.SampledFrom(names[:2]).Draw(t, "giver"),
			Receiver: rapid.SampledFrom(names[2:]).Draw(t, "receiver"),
			Words:    "a song",
		}
		if rapid.Bool().Draw(t, "counted") {
			a.Metric = rapid.SampledFrom([]string{"smiles", "Smiles", "songs"}).Draw(t, "metric")
			a.Count = rapid.SampledFrom([]int64{1, 2, 7, credit.GiftCountMax - 7, credit.GiftCountMax}).Draw(t, "count")
		}
		switch rapid.IntRange(0, 23).Draw(t, "wrong") { // 8 to 23: nothing
		case 0:
			a.By = rapid.SampledFrom([][]string{{a.Giver}, {a.Receiver}, nil}).Draw(t, "by")
		case 1:
			a.Giver = ""
		case 2:
			a.Receiver = a.Giver
		case 3:
			a.Words = " "
		case 4:
			a.Metric = "kWh"
		case 5:
			a.Metric = ""
		case 6:
			a.Count = rapid.SampledFrom([]int64{-1, 0}).Draw(t, "count")
		case 7:
			a.ID = rapid.SampledFrom([]string{"", "a/1"}).Draw(t, "id")
		}
		return a
	})
}

// A diary is the dumb twin of a gift log: it keeps the actions, and counts whenever it is asked.
type diary []credit.Give

// tally is how many of a metric a party gave.
func (d diary) tally(party, metric string) (n int64) {
	for _, a := range d {
		if a.Giver == party && a.Metric == metric {
			n += a.Count
		}
	}
	return n
}

// refuses returns the reason for which an action is refused, or nil.
func (d diary) refuses(a credit.Give) error {
	for _, old := range d {
		switch {
		case old.ID == a.ID && cmp.Equal(old, a):
			return journal.ErrApplied
		case old.ID == a.ID:
			return journal.ErrConflict
		}
	}
	counted := a.Metric != ""
	switch {
	case a.ID == "" || strings.Contains(a.ID, "/"):
		return journal.ErrID
	case len(d) > 0 && a.At.Before(d[len(d)-1].At):
		return journal.ErrTime
	case slices.Contains(a.By, "") || a.Giver == "":
		return journal.ErrParty
	case a.Giver == a.Receiver:
		return credit.ErrSelf
	case a.Words == " ":
		return credit.ErrWords
	case a.Metric == "kWh":
		return credit.ErrMetric
	case counted && a.Count < 1 || !counted && a.Count != 0:
		return credit.ErrCount
	case !slices.Contains(a.By, a.Giver) || a.Receiver != "" && !slices.Contains(a.By, a.Receiver):
		return journal.ErrConsent
	case counted && d.tally(a.Giver, a.Metric) > credit.GiftCountMax-a.Count:
		return journal.ErrLimit
	}
	return nil
}

// compare fails unless a log shows what the diary holds.
func (d diary) compare(t *rapid.T, g *credit.GiftLog) {
	if err := g.Check(); err != nil {
		t.Fatal(err)
	}
	givers, place := make(map[string]bool), 0
	for gift := range g.Gifts() { // G1, G4, G8
		a := d[place]
		if gift != (credit.Gift{ID: a.ID, At: a.At, Giver: a.Giver, Receiver: a.Receiver, Words: a.Words, Metric: a.Metric, Count: a.Count}) {
			t.Fatalf("got %v, want %v", gift, a)
		}
		givers[a.Giver] = true
		place++
	}
	if got, want := slices.Collect(g.Givers()), slices.Sorted(maps.Keys(givers)); place != len(d) || !slices.Equal(got, want) {
		t.Fatalf("got %d gifts by %v, want %d by %v", place, got, len(d), want)
	}
	for _, party := range []string{"ann", "bob", "cem", "dan", "eve"} { // G3
		var want []string
		for _, metric := range []string{"Smiles", "smiles", "songs"} {
			if n := d.tally(party, metric); n > 0 {
				want = append(want, fmt.Sprint(n, " ", metric))
			}
		}
		if got := given(g, party); got != strings.Join(want, ", ") {
			t.Fatalf("%s gave %s, want %s", party, got, want)
		}
	}
}

// The log against its twin, over random histories; then the same history once more, and from a snapshot half
// way through.
func TestGiftLog(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		actions := rapid.SliceOfN(gives(), 8, 32).Draw(t, "actions")
		for i := range actions {
			actions[i].At = actions[i].At.Add(time.Duration(i)) // so that not every second one is too late
			if again := rapid.IntRange(0, 8*i+7).Draw(t, "again"); again < i {
				actions[i] = actions[again]
			}
		}
		half := rapid.IntRange(0, len(actions)).Draw(t, "half")
		var g, replayed credit.GiftLog
		var restored *credit.GiftLog
		var d diary
		for i, a := range actions {
			if i == half {
				restored = restoredGifts(t, &g)
			}
			e := stepGift(t, &g, &d, a)
			if again, _ := replayed.Apply(a); !cmp.Equal(e, again) { // G6
				t.Fatalf("got %v, then %v", e, again)
			}
			if restored == nil {
				continue
			}
			if again, _ := restored.Apply(a); !cmp.Equal(e, again) {
				t.Fatalf("got %v, then %v", e, again)
			}
		}
		only := g.Clone()
		accepted := credit.NewGiftLog()
		for _, a := range d {
			if _, err := accepted.Apply(a); err != nil {
				t.Fatal(err)
			}
		}
		for _, other := range []*credit.GiftLog{&replayed, restored, accepted, only, restoredGifts(t, &g)} {
			if other != nil && !bytes.Equal(snapshot(t, other), snapshot(t, &g)) {
				t.Fatalf("%s\nis not %s", snapshot(t, other), snapshot(t, &g))
			}
		}
	})
}

// stepGift applies one action to a log and to its twin.
func stepGift(t *rapid.T, g *credit.GiftLog, d *diary, a credit.Give) journal.Entry {
	before, reason := snapshot(t, g), d.refuses(a)
	tried, err := g.Try(a)
	if !errors.Is(err, reason) || !bytes.Equal(snapshot(t, g), before) {
		t.Fatalf("got %v, want %v", err, reason)
	}
	e, err := g.Apply(a)
	if !errors.Is(err, reason) || !cmp.Equal(e, tried) {
		t.Fatalf("got %v and %v, want %v and %v", e, err, tried, reason)
	}
	if err == nil {
		*d = append(*d, a)
		if e.Seq != uint64(len(*d)) || len(e.Postings) != 0 || e.Check() != nil { // G7
			t.Fatal(e)
		}
	} else if !bytes.Equal(snapshot(t, g), before) { // G5
		t.Fatalf("changed by %v", err)
	}
	d.compare(t, g)
	return e
}

func restoredGifts(t *rapid.T, g *credit.GiftLog) *credit.GiftLog {
	restored, err := credit.RestoreGifts(iotest.OneByteReader(bytes.NewReader(snapshot(t, g))))
	if err != nil {
		t.Fatal(err)
	}
	return restored
}

// Whatever actions come as JSON, one a line: what is read is written again, a refusal changes nothing, and
// Check holds of what comes of it, restored as well.
func FuzzGive(f *testing.F) {
	for seed := range 5 {
		var lines []byte
		for i := range 8 {
			if text, err := credit.EncodeGive(gives().Example(8*seed + i)); err == nil {
				lines = append(append(lines, text...), '\n')
			}
		}
		f.Add(lines)
	}
	f.Add([]byte(`{"type":"give","count":-9223372036854775808}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > fuzzBytesMax {
			return
		}
		var g credit.GiftLog
		before := snapshot(t, &g)
		for line := range bytes.Lines(data) {
			line = bytes.TrimSuffix(line, []byte("\n"))
			a, err := credit.DecodeGive(line)
			if err != nil {
				refusal(t, err, credit.ErrAction)
				continue
			}
			if again, err := credit.EncodeGive(a); err != nil || !bytes.Equal(again, line) {
				t.Fatalf("%s became %s, %v", line, again, err)
			}
			e, err := g.Apply(a)
			after := snapshot(t, &g)
			if err != nil && !bytes.Equal(before, after) {
				t.Fatalf("%v, but the state was changed by %s", err, line)
			}
			if err := errors.Join(g.Check(), e.Check()); err != nil || len(e.Postings) != 0 {
				t.Fatalf("%v, %v after %s", e, err, line)
			}
			before = after
		}
		restored, err := credit.RestoreGifts(bytes.NewReader(before))
		if err != nil || !bytes.Equal(snapshot(t, restored), before) {
			t.Fatalf("%v: %s", err, before)
		}
	})
}

// What RestoreGifts accepts, Snapshot writes again, byte for byte.
func FuzzRestoreGifts(f *testing.F) {
	for _, g := range []*credit.GiftLog{kindLog(f), credit.NewGiftLog()} {
		text := snapshot(f, g)
		f.Add(text, false)
		f.Add(unsealed(text), true)
	}
	f.Fuzz(func(t *testing.T, data []byte, seal bool) {
		if len(data) > fuzzBytesMax {
			return
		}
		if seal { // which no fuzzer finds by itself
			data = sealed(data)
		}
		g, err := credit.RestoreGifts(bytes.NewReader(data))
		if err != nil {
			refusal(t, err, credit.ErrGiftSnapshot)
			return
		}
		if again := snapshot(t, g); !bytes.Equal(again, data) {
			t.Fatalf("%s became %s", data, again)
		}
	})
}
