// Package carry divides totals again and again among the same parties, in whole parts, so that what rounding takes from
// one it gives back later. It is for a dense list of a great many parties; package unit's Carry is for some by name.
package carry

import (
	"math/bits"
	"slices"

	"example.org/mutual/internal/choose"
)

// A Carry remembers how far rounding has left each party behind what it was owed (above zero) or ahead (below), in
// 2^-44 of a part, in the order of their names. What it holds sums to zero. The zero Carry is that of nobody; who
// comes in begins with a lag of zero.
type Carry struct {
	Lags    []int64
	waiting []fraction // of the division at work
}

// Bits are those of a lag below a part.
const Bits = 44

// A fraction is what a member's quota has beyond its whole part, with what it was behind before.
type fraction struct {
	lag   int64  // behind, this quota counted and its whole part given
	rest  uint64 // what cutting the quota to 2^-44 has left out
	place int32
}

// before is a total order: who is further behind goes first, and the lower name among equals.
func (f fraction) before(g fraction) bool {
	switch {
	case f.lag != g.lag:
		return f.lag > g.lag
	case f.rest != g.rest:
		return f.rest > g.rest
	}
	return f.place < g.place
}

// Divide writes to parts how total is shared in proportion to weights that sum to sum. Weights and parts are as many as
// the Lags, at most 2^19; total and weights are zero or above, and sum is above zero.
//
// Each gets its quota rounded down; what is left over goes, one part each, to those whose quota was not whole, the
// furthest behind first. With nothing carried that is unit.Split by the largest remainder. Unlike unit.Carry no quota
// is exceeded by a part, so that nobody gets more than it needs where the quotas do not.
//
// No lag reaches n/2 parts for n members, whatever is divided and among whichever of them: let T(m) be what the m
// furthest behind are behind in all. Where T(m) grows, some j beyond the m got a part before an i among them that
// did not, so i is at most a part behind j, and T(m) <= (T(m-1) + T(m+1) + 1) / 2; with T(0) = T(n) = 0 that keeps
// T(m) at or below m(n-m)/2. The cuts add less than a 2^-44 of that. O(n).
func (c *Carry) Divide(total int64, weights []int64, sum int64, parts []int64) {
	left, short := total, int64(0)
	c.waiting = slices.Grow(c.waiting[:0], len(weights))
	for i, w := range weights {
		if w == 0 {
			parts[i] = 0
			continue
		}
		high, low := bits.Mul64(uint64(total), uint64(w))
		whole, num := bits.Div64(high, low, uint64(sum))
		parts[i] = int64(whole)
		left -= int64(whole)
		if num > 0 {
			cut, rest := bits.Div64(num>>(64-Bits), num<<Bits, uint64(sum))
			c.waiting = append(c.waiting, fraction{c.Lags[i] + int64(cut), rest, int32(i)})
			short -= int64(cut)
		}
	}
	if left > 0 {
		c.round(int(left), short+left<<Bits, parts)
	}
}

// round gives the parts left over, and keeps what each is behind then. Short is what cutting has left out in all, below
// 2^-44 for each that waits: the first of them take it up, so that the lags sum to zero.
func (c *Carry) round(left int, short int64, parts []int64) {
	for k, f := range c.waiting {
		c.Lags[f.place] = f.lag
		if int64(k) < short {
			c.Lags[f.place]++
		}
	}
	choose.First(c.waiting, left, fraction.before)
	for _, f := range c.waiting[:left] {
		parts[f.place]++
		c.Lags[f.place] -= 1 << Bits
	}
}
