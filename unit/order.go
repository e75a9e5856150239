package unit

import (
	"encoding/binary"
	"math/bits"
	"slices"
	"strings"
)

// A keyed place sorts by its prefix, eight bytes of the key as a number, so that most comparisons do not
// look at the keys themselves.
type keyed struct {
	prefix uint64
	place  int32
}

// byKey returns the places of the shares in the order of their keys, which must differ.
func byKey(shares []Share) ([]int32, error) {
	order := make([]int32, len(shares))
	for i := range order {
		order[i] = int32(i)
	}
	if !slices.IsSortedFunc(shares, func(s, t Share) int { return strings.Compare(s.Key, t.Key) }) {
		sortByKey(order, shares)
	}
	for k := 1; k < len(order); k++ {
		if shares[order[k-1]].Key == shares[order[k]].Key {
			return nil, refuseShare(ErrKey, shares[order[k]].Key, "keys that differ")
		}
	}
	return order, nil
}

func sortByKey(order []int32, shares []Share) {
	skip := commonPrefix(shares)
	places := make([]keyed, len(shares))
	for i, s := range shares {
		var first [8]byte
		copy(first[:], s.Key[skip:])
		places[i] = keyed{binary.BigEndian.Uint64(first[:]), int32(i)}
	}
	places = radixSort(places)
	compare := func(a, b keyed) int { return strings.Compare(shares[a.place].Key, shares[b.place].Key) }
	for i, j := 0, 0; i < len(places); i = j { // those with one prefix by the whole keys
		for j < len(places) && places[j].prefix == places[i].prefix {
			j++
		}
		if j-i > 1 {
			slices.SortFunc(places[i:j], compare)
		}
	}
	for i, p := range places {
		order[i] = p.place
	}
}

// radixSort sorts by prefix, from the lowest byte to the highest, each pass keeping the order of the one
// before. A byte in which no two differ takes no pass. O(n), and for a million keys three times as fast
// as comparing them.
func radixSort(from []keyed) []keyed {
	to := make([]keyed, len(from))
	for shift := 0; shift < 64; shift += 8 {
		var start [256]int
		for _, p := range from {
			start[byte(p.prefix>>shift)]++
		}
		if start[byte(from[0].prefix>>shift)] == len(from) {
			continue
		}
		at := 0
		for b, n := range start {
			start[b] = at
			at += n
		}
		for _, p := range from {
			b := byte(p.prefix >> shift)
			to[start[b]] = p
			start[b]++
		}
		from, to = to, from
	}
	return from
}

// commonPrefix returns how many bytes all keys begin with.
func commonPrefix(shares []Share) int {
	first := shares[0].Key
	n := len(first)
	for _, s := range shares {
		n = min(n, len(s.Key))
		if s.Key[:n] == first[:n] { // the rule, and faster than byte by byte
			continue
		}
		for n = 0; s.Key[n] == first[n]; {
			n++
		}
	}
	return n
}

// A remainder is what a share's quota has beyond its whole part, num/den, at a place in the order of the
// keys.
type remainder struct {
	num, den uint64
	place    int32
}

// before is a total order: the larger remainder goes first, and the lower key among equals.
func (r remainder) before(s remainder) bool {
	if r.den == s.den && r.num != s.num {
		return r.num > s.num
	}
	if r.den != s.den {
		switch {
		case lessFraction(s.num, s.den, r.num, r.den):
			return true
		case lessFraction(r.num, r.den, s.num, s.den):
			return false
		}
	}
	return r.place < s.place
}

// largestFirst moves the k first in the order of before to the front of r, in any order among
// themselves. It is quickselect: O(n), or where the pivots are bad, O(n log n) by sorting instead. Loop
// invariant: what stands before low goes before all of r[low:high], and that before the rest.
func largestFirst(r []remainder, k int) {
	low, high := 0, len(r)
	for patience := 2 * bits.Len(uint(len(r))); high-low > 32 && patience > 0; patience-- {
		split := partition(r[low:high]) + low
		switch {
		case k <= split:
			high = split
		default:
			low = split + 1
		}
		if k == split || k == split+1 {
			return
		}
	}
	slices.SortFunc(r[low:high], func(a, b remainder) int {
		if a.before(b) {
			return -1
		}
		return 1
	})
}

// partition moves a middling element to where it belongs, what goes before it in front of it, and returns
// its place.
func partition(r []remainder) int {
	last := len(r) - 1
	middle := median(r, 0, last/2, last)
	r[middle], r[last] = r[last], r[middle]
	pivot, at := r[last], 0
	for i := range last {
		if r[i].before(pivot) {
			r[i], r[at] = r[at], r[i]
			at++
		}
	}
	r[at], r[last] = r[last], r[at]
	return at
}

func median(r []remainder, a, b, c int) int {
	if r[b].before(r[a]) {
		a, b = b, a
	}
	switch {
	case r[c].before(r[a]):
		return a
	case r[c].before(r[b]):
		return c
	}
	return b
}
