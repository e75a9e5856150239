package unit

import (
	"slices"

	"example.org/mutual/internal/choose"
)

// largestRemainders gives the parts left over, one each, to the largest remainders, the lower key first
// among equals.
func (d *division) largestRemainders() error {
	if d.left == 0 {
		return nil
	}
	remainders := make([]remainder, 0, len(d.order))
	for place, i := range d.order {
		if q := d.quotas[i]; q.num > 0 {
			remainders = append(remainders, remainder{q.num, q.den, int32(place)})
		}
	}
	choose.First(remainders, int(d.left), remainder.before)
	for _, r := range remainders[:d.left] {
		d.parts[d.order[r.place]]++
	}
	return nil
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

// cumulative gives each period what the rounded running total grows by.
func (d *division) cumulative() error {
	d.running(func(q quota) uint64 {
		if q.num >= q.den-q.num {
			return q.whole + 1
		}
		return q.whole
	})
	return nil
}

func (d *division) cumulativeDown() error {
	d.running(func(q quota) uint64 { return q.whole })
	return nil
}

func (d *division) running(round func(quota) uint64) {
	var weight, before uint64
	for _, i := range d.order {
		weight += d.weight(int(i))
		due := round(proportion(d.total, weight, d.weights))
		d.parts[i] = due - before
		before = due
	}
}

// frontLoaded gives the parts left over, one each, to the earliest periods with a remainder.
func (d *division) frontLoaded() error {
	for _, i := range d.order {
		if d.left > 0 && d.quotas[i].num > 0 {
			d.parts[i]++
			d.left--
		}
	}
	return nil
}

func (d *division) backLoaded() error {
	slices.Reverse(d.order)
	return d.frontLoaded()
}

// first gives the earliest period with a weight all parts left over.
func (d *division) first() error {
	for _, i := range d.order {
		if d.shares[i].Weight > 0 {
			d.parts[i] += d.left
			break
		}
	}
	return nil
}

func (d *division) last() error {
	slices.Reverse(d.order)
	return d.first()
}

func (d *division) fractional() error {
	for i, q := range d.quotas {
		if q.num > 0 {
			return refuseShare(ErrFractional, d.shares[i].Key, "a quota of a whole number of parts")
		}
	}
	return nil
}
