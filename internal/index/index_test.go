package index

import (
	"maps"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

// An index is a map from strings to places, over any additions and removals, for strings whose hashes are the same,
// or lie at the table's end, or come home next to each other; a clone goes its own way.
func TestIndex(t *testing.T) {
	t.Parallel()
	hash := rapid.OneOf(rapid.Uint64(), rapid.SampledFrom([]uint64{0, 1, 1 << 32, 1 << 56, 1 << 61, 7 << 61, 255 << 56, 1<<64 - 1}))
	rapid.Check(t, func(t *rapid.T) {
		strings, hashes := []string{}, rapid.SliceOfN(hash, 40, 40).Draw(t, "hashes")
		for i := range hashes {
			strings = append(strings, strconv.Itoa(i))
		}
		x, want := Index{slots: make([]uint64, sizeMin)}, map[string]int{}
		var list []string
		for _, i := range rapid.SliceOfN(rapid.IntRange(0, len(hashes)-1), 50, 150).Draw(t, "added, or removed where there") {
			was, had, s := x.Clone(), maps.Clone(want), strings[i]
			if place, ok := want[s]; ok {
				x.remove(slot(hashes[i], place))
				delete(want, s)
			} else {
				want[s] = len(list)
				x.add(slot(hashes[i], len(list)))
				list = append(list, s)
			}
			same(t, &x, list, hashes, want)
			same(t, &was, list, hashes, had)
		}
	})
}

func same(t *rapid.T, x *Index, list []string, hashes []uint64, want map[string]int) {
	if x.count != len(want) || 4*x.count > 3*len(x.slots) {
		t.Fatalf("%d in %d slots, want %d", x.count, len(x.slots), len(want))
	}
	for i, hash := range hashes {
		s := strconv.Itoa(i)
		place, ok := x.find(hash, s, func(place int) string { return list[place] })
		if p, known := want[s]; place != p || ok != known {
			t.Fatalf("%s of hash %x at %d, %v, want %d, %v", s, hash, place, ok, p, known)
		}
	}
}

// The zero Index is ready, and grows.
func TestGrows(t *testing.T) {
	const many = 100_000
	var x Index
	if _, ok := x.Find("0", nil); ok {
		t.Error("found in nothing")
	}
	for i := range many {
		x.Add(strconv.Itoa(i), i)
	}
	for i := range many {
		if place, ok := x.Find(strconv.Itoa(i), strconv.Itoa); !ok || place != i {
			t.Fatalf("%d at %d, %v", i, place, ok)
		}
		if _, ok := x.Find(strconv.Itoa(many+i), strconv.Itoa); ok {
			t.Fatalf("%d found", many+i)
		}
	}
	for i := many - 1; i >= 0; i-- {
		x.Remove(strconv.Itoa(i), i)
	}
	if _, ok := x.Find("0", strconv.Itoa); ok || x.count != 0 {
		t.Errorf("%d left", x.count)
	}
}

// Each string is looked for and not there, then added, as in a journal.
func BenchmarkIndex(b *testing.B) {
	all := make([]string, 1_000_000)
	for i := range all {
		all[i] = "a" + strconv.Itoa(i)
	}
	at := func(place int) string { return all[place] }
	b.Run("Index", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var x Index
			for i, s := range all {
				if _, ok := x.Find(s, at); !ok {
					x.Add(s, i)
				}
			}
		}
		perString(b, len(all))
	})
	b.Run("map", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			m := map[string]int32{}
			for i, s := range all {
				if _, ok := m[s]; !ok {
					m[s] = int32(i)
				}
			}
		}
		perString(b, len(all))
	})
}

func perString(b *testing.B, n int) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/string")
}
