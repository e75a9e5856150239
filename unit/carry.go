package unit

import (
	"container/heap"
	"maps"
	"math/bits"
	"slices"

	"example.org/mutual/internal/wide"
)

// Bounds on a Carry: it remembers in 2^-56 of a part, and up to 64 parts either way.
const (
	carryBits = 56
	carryMax  = 64 << carryBits
)

// A Carry remembers how far each share is behind what it was owed in earlier splits (above zero), or
// ahead (below), by key, in 2^-56 of a part. With it small splits that recur do not always favour the
// same party: one part a day, split in halves, goes to each on every other day. It is the caller's
// state, to be stored as the caller likes; nil is the state before the first split. What it holds sums
// to zero.
type Carry map[string]int64

// Split divides total among the shares in proportion to their weights, without caps, and returns the
// carry for the next time; c is unchanged. Each share gets its quota rounded down; the parts left over
// go, one at a time, to the share that is behind most, the lower key first among equals. As long as the
// same keys take part, each with a weight, in totals of one sign, none is ever ahead by a whole part, and
// the furthest behind that any of n has been brought is 1/2 + 1/3 + … + 1/n parts: 6.5 for a thousand.
//
// Where shares come and go, lags can grow with the number of shares; beyond 64 parts there is no way on
// but to begin again from nil.
//
// Errors are those of [Split], and ErrCarry in a [ShareError] for a lag beyond 64 parts, before the split
// or after it. O(n log n) for n shares, and a copy of c.
func (c Carry) Split(total Amount, shares []Share) (Shares, Carry, error) {
	d, err := newDivision(total, shares, Fractional) // a rule without caps
	if err != nil {
		return Shares{}, nil, err
	}
	d.fill()
	d.keepWhole()
	queue, err := d.behind(c, total.parts < 0)
	if err != nil {
		return Shares{}, nil, err
	}
	heap.Init(queue)
	for ; d.left > 0; d.left-- {
		most := &queue.of[0]
		d.parts[d.order[most.place]]++
		most.lag -= 1 << carryBits
		heap.Fix(queue, 0)
	}
	next := maps.Clone(c)
	if next == nil {
		next = make(Carry, len(shares))
	}
	for _, l := range queue.of {
		if total.parts < 0 {
			l.lag = -l.lag
		}
		key := shares[d.order[l.place]].Key
		if err := checkLag(key, l.lag); err != nil {
			return Shares{}, nil, err
		}
		next[key] = l.lag
	}
	return d.outcome(total), next, nil
}

// Check returns an error that wraps ErrCarry if c is nothing that splits can have left behind: if a lag is
// beyond 64 parts, or they do not sum to zero. It is for a carry that comes from outside. O(n log n).
func (c Carry) Check() error {
	var sum wide.Sum
	for _, key := range slices.Sorted(maps.Keys(c)) {
		if err := checkLag(key, c[key]); err != nil {
			return err
		}
		sum = sum.Add(c[key])
	}
	if sum != (wide.Sum{}) {
		return refuseShare(ErrCarry, "", "lags that sum to zero")
	}
	return nil
}

func checkLag(key string, lag int64) error {
	if lag > carryMax || lag < -carryMax {
		return refuseShare(ErrCarry, key, "a lag of at most 64 parts either way")
	}
	return nil
}

// behind returns how far each share with a weight is behind, its new quota counted and its whole part
// given. A negative total is divided as its magnitude is, so being behind is then being ahead.
func (d *division) behind(c Carry, negative bool) (*lags, error) {
	queue := &lags{}
	short := int64(d.left) << carryBits // what cutting the fractions to 2^-56 leaves out in all
	for place, i := range d.order {
		if d.shares[i].Weight == 0 {
			continue
		}
		lag := c[d.shares[i].Key]
		if err := checkLag(d.shares[i].Key, lag); err != nil {
			return nil, err
		}
		if negative {
			lag = -lag
		}
		fraction := d.quotas[i].fixed()
		short -= fraction
		queue.of = append(queue.of, lagging{lag + fraction, int32(place)})
	}
	for k := range queue.of { // below one 2^-56 for each that was cut, so this ends
		if short > 0 && d.quotas[d.order[queue.of[k].place]].num > 0 {
			queue.of[k].lag++
			short--
		}
	}
	return queue, nil
}

// fixed returns num/den in 2^-56, cut off.
func (q quota) fixed() int64 {
	whole, _ := bits.Div64(q.num>>(64-carryBits), q.num<<carryBits, q.den)
	return int64(whole)
}

// lagging is how far the share at a place in the order of the keys is behind.
type lagging struct {
	lag   int64
	place int32
}

// lags is a heap with the share that is behind most in front.
type lags struct{ of []lagging }

func (l *lags) Len() int      { return len(l.of) }
func (l *lags) Swap(i, j int) { l.of[i], l.of[j] = l.of[j], l.of[i] }
func (l *lags) Push(any)      {} // the shares stay the same
func (l *lags) Pop() any      { return nil }
func (l *lags) Less(i, j int) bool {
	if l.of[i].lag != l.of[j].lag {
		return l.of[i].lag > l.of[j].lag
	}
	return l.of[i].place < l.of[j].place
}
