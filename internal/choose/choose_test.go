package choose_test

import (
	"cmp"
	"slices"
	"testing"

	"example.org/mutual/internal/choose"
	"pgregory.net/rapid"
)

// an item has a place, so that no two are equal.
type item struct{ value, place int }

func (a item) compare(b item) int {
	return cmp.Or(cmp.Compare(a.value, b.value), cmp.Compare(a.place, b.place))
}

// before counts how often it is asked.
func before(asked *int) func(a, b item) bool {
	return func(a, b item) bool {
		*asked++
		return a.compare(b) < 0
	}
}

// The k first are those that sorting puts first, and nothing is lost.
func TestFirst(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		most := rapid.SampledFrom([]int{1, 3, 1000}).Draw(t, "values")
		values := rapid.SliceOfN(rapid.IntRange(0, most), 0, 200).Draw(t, "all")
		k := rapid.IntRange(0, len(values)).Draw(t, "k")
		var got []item
		for i, v := range values {
			got = append(got, item{v, i})
		}
		want := slices.SortedFunc(slices.Values(got), item.compare)
		choose.First(got, k, before(new(int)))
		slices.SortFunc(got[:k], item.compare)
		slices.SortFunc(got[k:], item.compare)
		if !slices.Equal(got, want) {
			t.Fatalf("the first %d: %v, want %v", k, got, want)
		}
	})
}

// An order in which every middling element is nearly the least, made up while it is asked (M. D. McIlroy, A killer
// adversary for quicksort, Software: Practice and Experience 29, 1999), does not make it quadratic.
func TestBadPivots(t *testing.T) {
	const n = 20_000
	asked, solid, candidate := 0, 0, 0
	value := make([]int, n) // n: not decided yet
	all := make([]int, n)
	for i := range all {
		all[i], value[i] = i, n
	}
	choose.First(all, n-1, func(a, b int) bool {
		asked++
		if value[a] == n && value[b] == n {
			if a == candidate {
				value[a] = solid
			} else {
				value[b] = solid
			}
			solid++
		}
		if value[a] == n {
			candidate = a
		} else if value[b] == n {
			candidate = b
		}
		return cmp.Or(cmp.Compare(value[a], value[b]), cmp.Compare(a, b)) < 0
	})
	if most := 200 * n; asked > most {
		t.Errorf("%d comparisons of %d elements, want at most %d", asked, n, most)
	}
}

// It allocates nothing, also where it sorts at last.
func TestAllocates(t *testing.T) {
	all := make([]int, 1000)
	less := func(a, b int) bool { return a < b }
	got := testing.AllocsPerRun(100, func() {
		for i := range all {
			all[i] = i * 7919 % 1009
		}
		choose.First(all, 300, less)
	})
	if got != 0 {
		t.Errorf("%v allocations", got)
	}
}
