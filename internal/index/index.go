// Package index finds a string's place in a list by hashing. It holds no strings: the list does. A map from strings
// to places is three times as large, and reads them all again as it grows, wherever they lie.
//
// It is a table with open addressing and linear probing (Knuth, The Art of Computer Programming, volume 3, section
// 6.4, algorithms L and R). The hash is seeded at random, as that of every map is, so that nobody can make up strings
// that crowd together; no result shows the seed.
package index

import (
	"hash/maphash"
	"math/bits"
	"slices"
)

// An Index knows the places of at most 3<<30 strings in a list, each up to 1<<32 - 2: a table of 1<<32 slots is the
// largest in which the half of a hash that a slot keeps tells its home. The zero Index knows none and is ready. Find,
// Add and Remove are O(1) on average, but an Add that doubles the table moves all that is in it, at a million some
// twenty milliseconds long. It takes 11 to 22 bytes a string, and does not shrink.
type Index struct {
	slots []uint64 // a power of two of them, each the upper half of a hash over 1 + a place, or 0: free
	count int      // of those that are not free
	seed  maphash.Seed
}

// lower is the half of a slot that a place is in.
const lower = 1<<32 - 1

// sizeMin is how many slots there are at first.
const sizeMin = 8

// Find returns the place of s, and false where the index does not know it; at returns the string at a place.
func (x *Index) Find(s string, at func(place int) string) (int, bool) {
	if x.count == 0 {
		return 0, false
	}
	return x.find(x.hash(s), s, at)
}

// Add adds the place of a string that the index does not know.
func (x *Index) Add(s string, place int) {
	if x.slots == nil {
		x.slots, x.seed = make([]uint64, sizeMin), maphash.MakeSeed()
	}
	x.add(slot(x.hash(s), place))
}

// Remove takes away the place of a string, which the index must know.
func (x *Index) Remove(s string, place int) { x.remove(slot(x.hash(s), place)) }

// Clone returns a copy that shares nothing with x that either could change.
func (x *Index) Clone() Index { return Index{slices.Clone(x.slots), x.count, x.seed} }

func (x *Index) hash(s string) uint64 { return maphash.String(x.seed, s) }

func slot(hash uint64, place int) uint64 { return hash&^lower | uint64(place+1) }

// home is where a slot lies, or behind which with no free one between: at the upper bits of its hash, so that those
// that lie near each other stay so when the table grows.
func (x *Index) home(slot uint64) int {
	return int(slot >> bits.LeadingZeros64(uint64(len(x.slots)-1)))
}

// after is how far i lies behind home, around the table's end.
func (x *Index) after(home, i int) int { return (i - home) & (len(x.slots) - 1) }

func (x *Index) next(i int) int { return (i + 1) & (len(x.slots) - 1) }

func (x *Index) find(hash uint64, s string, at func(place int) string) (int, bool) {
	for i := x.home(hash); x.slots[i] != 0; i = x.next(i) {
		if place := int(x.slots[i]&lower) - 1; (x.slots[i]^hash)&^lower == 0 && at(place) == s {
			return place, true
		}
	}
	return 0, false
}

// add keeps a quarter of the slots free, so that there are few to look at.
func (x *Index) add(slot uint64) {
	if x.count++; x.count > len(x.slots)/4*3 {
		old := x.slots
		x.slots = make([]uint64, 2*len(old))
		for _, slot := range old {
			if slot != 0 {
				x.put(slot)
			}
		}
	}
	x.put(slot)
}

func (x *Index) put(slot uint64) {
	i := x.home(slot)
	for x.slots[i] != 0 {
		i = x.next(i)
	}
	x.slots[i] = slot
}

// remove closes the gap with what lies behind it and away from home.
func (x *Index) remove(slot uint64) {
	gap := x.home(slot)
	for x.slots[gap] != slot {
		gap = x.next(gap)
	}
	for i := x.next(gap); x.slots[i] != 0; i = x.next(i) {
		if x.after(x.home(x.slots[i]), i) >= x.after(gap, i) {
			x.slots[gap] = x.slots[i]
			gap = i
		}
	}
	x.slots[gap] = 0
	x.count--
}
