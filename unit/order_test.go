package unit

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"example.org/mutual/internal/choose"
	"pgregory.net/rapid"
)

// keyLists are keys that a sort by prefixes may put in the wrong order.
func keyLists() map[string][]string {
	long := strings.Repeat("x", 100_000)
	var numbered, nested, shared, bytes []string
	for i := range 1000 {
		numbered = append(numbered, fmt.Sprint(i*7919%1000))
		nested = append(nested, strings.Repeat("a", i*337%1000))
		shared = append(shared, "member-of-the-club-"+fmt.Sprint(i*7919%1000))
	}
	for i := range 256 {
		bytes = append(bytes, string([]byte{byte(i * 101)}), string([]byte{0, byte(i * 101)}), "\xff\xff\xff\xff\xff\xff\xff\xff"+string([]byte{byte(i * 101)}))
	}
	return map[string][]string{
		"numbers":              numbered,
		"each begins the next": nested,
		"one long beginning":   shared,
		"one outsider":         append(slices.Clone(shared), "a"),
		"an empty key":         append(slices.Clone(shared), ""),
		"every byte":           bytes,
		"NULs at the end":      {"a\x00\x00", "a", "a\x00", "", "\x00", "a\x00b", "\x00\x00\x00\x00\x00\x00\x00\x00\x00", "\x00\x00\x00\x00\x00\x00\x00\x00", "b"},
		"eight bytes and more": {"abcdefgh1", "abcdefgh", "abcdefg", "abcdefgh0", "abcdefgi", "abcdefgh\x00", "abcdefgh\x001"},
		"broken UTF-8":         {"\xff", "\xc0\x80", "é", "e\u0301", "\u2028", "z", "\x80"},
		"long":                 {long + "b", long, long + "a", long[1:] + "y", "y"},
		"two":                  {"b", "a"},
	}
}

func sharesOf(keys []string) []Share {
	shares := make([]Share, len(keys))
	for i, k := range keys {
		shares[i] = Share{Key: k, Weight: 1}
	}
	return shares
}

func TestByKey(t *testing.T) {
	for name, keys := range keyLists() {
		checkByKey(t, name, keys)
		sorted := slices.Sorted(slices.Values(keys))
		checkByKey(t, name+", sorted", sorted)
		slices.Reverse(sorted)
		checkByKey(t, name+", reversed", sorted)
		if _, err := byKey(sharesOf(append(sorted, keys[len(keys)/2]))); !errors.Is(err, ErrKey) {
			t.Errorf("%s: the same key twice: %v", name, err)
		}
	}
}

func checkByKey(t interface{ Errorf(string, ...any) }, name string, keys []string) {
	order, err := byKey(sharesOf(keys))
	if err != nil || len(order) != len(keys) {
		t.Errorf("%s: %d of %d, %v", name, len(order), len(keys), err)
		return
	}
	want := slices.Sorted(slices.Values(keys))
	for k, i := range order {
		if keys[i] != want[k] {
			t.Errorf("%s: place %d is %.40q, want %.40q", name, k, keys[i], want[k])
			return
		}
	}
}

func TestByKeyAgreesWithSort(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.OneOf(rapid.StringMatching(`[ab\x00]{0,12}`), rapid.String(), rapid.StringMatching(`prefix-[0-9]{1,3}`))
		checkByKey(t, "drawn", rapid.SliceOfNDistinct(key, 0, 60, rapid.ID).Draw(t, "keys"))
	})
}

// Keys of a megabyte that differ in the middle cost what reading them costs: once for every byte, this would not end.
func TestByKeyOfLongKeys(t *testing.T) {
	half := strings.Repeat("x", 500_000)
	checkByKey(t, "long", []string{half + "b" + half, half + "a" + half, half})
}

func TestRadixSort(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.OneOf(rapid.Uint64(), rapid.Uint64Range(0, 3), rapid.Just(uint64(math.MaxUint64)), rapid.Map(rapid.Uint64Range(0, 300), func(n uint64) uint64 { return n << 40 }))
		var from []keyed
		for i, v := range rapid.SliceOfN(value, 1, 60).Draw(t, "values") {
			from = append(from, keyed{v, int32(i)})
		}
		want := slices.Clone(from)
		slices.SortStableFunc(want, func(a, b keyed) int { return cmp.Compare(a.prefix, b.prefix) })
		if got := radixSort(from); !slices.Equal(got, want) {
			t.Fatalf("%v, want %v", got, want)
		}
	})
}

// remainderLists are what a quickselect may choose its pivots from badly.
func remainderLists() map[string][]remainder {
	lists := map[string][]remainder{}
	random := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{1, 2, 31, 32, 33, 34, 100, 700} {
		kinds := map[string]func(i int) (num, den uint64){
			"rising":        func(i int) (uint64, uint64) { return uint64(i), 10_000 },
			"falling":       func(i int) (uint64, uint64) { return uint64(n - i), 10_000 },
			"all the same":  func(int) (uint64, uint64) { return 1, 3 },
			"two values":    func(i int) (uint64, uint64) { return uint64(i % 2), 3 },
			"organ pipes":   func(i int) (uint64, uint64) { return uint64(min(i, n-i)), 10_000 },
			"sawtooth":      func(i int) (uint64, uint64) { return uint64(i % 7), 10 },
			"random":        func(int) (uint64, uint64) { return random.Uint64N(1000), 1000 },
			"huge":          func(int) (uint64, uint64) { return random.Uint64N(1 << 63), 1<<63 - 1 },
			"many dens":     func(i int) (uint64, uint64) { return uint64(i%5) + 1, uint64(i%11) + 7 },
			"equal values":  func(i int) (uint64, uint64) { return uint64(i%9) + 1, 2 * (uint64(i%9) + 1) },
			"killer for m3": func(i int) (uint64, uint64) { return uint64((i%2)*(n/2) + i/2), 10_000 },
		}
		for name, kind := range kinds {
			list := make([]remainder, n)
			for i := range list {
				num, den := kind(i)
				list[i] = remainder{num, den, int32(i)}
			}
			lists[fmt.Sprint(n, " ", name)] = list
		}
	}
	return lists
}

// The k first by quickselect are the k first by sorting, for every k that is at an end or in between.
func TestLargestRemaindersFirst(t *testing.T) {
	for name, list := range remainderLists() {
		n := len(list)
		for _, k := range []int{0, 1, 2, n / 3, n / 2, n - 1, n} {
			if k <= n && k >= 0 {
				checkLargest(t, name, list, k)
			}
		}
	}
}

func checkLargest(t *testing.T, name string, list []remainder, k int) {
	t.Helper()
	want := slices.Clone(list)
	slices.SortFunc(want, slowlyBefore)
	got := slices.Clone(list)
	choose.First(got, k, remainder.before)
	slices.SortFunc(got[:k], slowlyBefore)
	slices.SortFunc(got[k:], slowlyBefore)
	if !slices.Equal(got, want) {
		t.Errorf("%s: the first %d are others", name, k)
	}
}

// slowlyBefore compares by the larger remainder, then the lower place.
func slowlyBefore(a, b remainder) int {
	x, y := new(big.Rat).SetUint64(a.num), new(big.Rat).SetUint64(b.num)
	x.Quo(x, new(big.Rat).SetUint64(a.den))
	y.Quo(y, new(big.Rat).SetUint64(b.den))
	return cmp.Or(y.Cmp(x), cmp.Compare(a.place, b.place))
}

func TestBeforeIsATotalOrder(t *testing.T) {
	list := remainderLists()["100 many dens"]
	for _, a := range list {
		for _, b := range list {
			if a.before(b) && b.before(a) || a != b && !a.before(b) && !b.before(a) || a.before(b) != (slowlyBefore(a, b) < 0) {
				t.Fatalf("%v and %v", a, b)
			}
		}
	}
}

func TestLessFraction(t *testing.T) {
	const most = math.MaxUint64
	for _, c := range []struct {
		a, b, c, d uint64
		want       bool
	}{
		{1, 3, 1, 2, true}, {1, 2, 1, 3, false}, {1, 2, 2, 4, false}, {0, 1, 0, 5, false}, {0, 1, 1, most, true},
		{most - 1, most, most - 2, most - 1, false}, {most - 2, most - 1, most - 1, most, true}, {1, most, 1, most - 1, true},
	} {
		if got := lessFraction(c.a, c.b, c.c, c.d); got != c.want {
			t.Errorf("%d/%d < %d/%d is %v", c.a, c.b, c.c, c.d, got)
		}
	}
}
