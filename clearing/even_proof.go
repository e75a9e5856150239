package clearing

import (
	"math/bits"
	"strconv"

	"example.org/mutual/internal/wide"
	"example.org/mutual/unit"
)

// Even's proof is a bound. Whatever the potentials p, around a circulation they cancel out; so the sum of f²/w over
// all pairs is that of f²/w + f·(p[from] - p[to]), and each term by itself is at least its least between the
// bounds of its arc. How far the terms lie above their least is how far the sum can be from the optimum: the
// Distance. All of it is whole numbers, of 1/scale.
//
// Clear's potentials leave no step of one part that gains more than slack: a slice's cost is rounded by at most
// 2^coarse, and the first step of a slice, which is no wider than w/scale, costs at most 1 less than the slice.

// slack returns what a step may gain.
func (e *evenness) slack() int64 { return 2 << e.coarse }

// excess returns how far a free arc's term lies above its least, and whether no step gains more than slack.
//
// Step j up, from 0, adds (2f + 2j + 1)/w + p[from] - p[to], and down it saves (2f - 2j - 1)/w + the same. So
// where the first step gains, r = the numerator, each further one gains 2 less, and n = r/2 rounded up of them
// gain, or as many as there is room for. Together they gain n·(r - (n - 1)): n times the mean of the first and the
// last.
func (e *evenness) excess(k int, potentials []int64) (wide.Sum, bool) {
	a, w, f := &e.arcs[k], e.owed[k], e.beside[k]+e.flow[k]
	from, to := potentials[a.from], potentials[a.to]
	if w == 0 {
		sign := wide.Sum{}.Add(from).Sub(to).Sign()
		return wide.Sum{}, !(sign < 0 && e.flow[k] < a.capacity || sign > 0 && e.flow[k] > 0)
	}
	level := wide.Sum{}.AddProduct(w, from).SubProduct(w, to)
	up := wide.Sum{}.SubProduct(w, from).AddProduct(w, to).SubProduct(e.scale, f).SubProduct(e.scale, f).Sub(e.scale)
	down := level.AddProduct(e.scale, f).AddProduct(e.scale, f).Sub(e.scale)
	switch {
	case e.flow[k] < a.capacity && up.Sign() > 0:
		return e.gain(up, a.capacity-e.flow[k], w)
	case e.flow[k] > 0 && down.Sign() > 0:
		return e.gain(down, e.flow[k], w)
	}
	return wide.Sum{}, true
}

// gain returns what all steps together gain, rounded up, where the first gains first/(w·scale) and there is room.
func (e *evenness) gain(first wide.Sum, room, w int64) (wide.Sum, bool) {
	if step, ok := first.QuoUp(w); !ok || step > e.slack() {
		return wide.Sum{}, false
	}
	steps, ok := first.QuoUp(2 * e.scale)
	if steps = min(steps, room); !ok {
		steps = room
	}
	mean, _ := first.SubProduct(e.scale, steps-1).QuoUp(w)
	return wide.Sum{}.AddProduct(steps, mean), true
}

// distance returns the sum of what the free arcs' terms lie above their least, or the first arc that the
// potentials do not explain.
func (e *evenness) distance(potentials []int64) (distance unit.Amount, arc int) {
	var sum wide.Sum
	for k := range e.arcs {
		if e.bound[k] {
			continue
		}
		excess, ok := e.excess(k, potentials)
		if !ok {
			return distance, k
		}
		sum = sum.Plus(excess)
	}
	if sum.Sign() == 0 {
		return distance, -1
	}
	parts, _ := sum.QuoUp(e.scale)
	return unit.New(parts, e.unit), -1
}

// total returns the sum of f²/w over all pairs, rounded down; but each term is first rounded up to a multiple of
// 2^-64, so that three thirds are one. As f <= w it is at most what is set off.
func (c *course) total() unit.Amount {
	var whole, part uint64
	for first, end := range c.pairs() {
		var owed, used uint64
		for k := first; k < end; k++ {
			owed += uint64(c.arcs[k].capacity)
			used += uint64(c.flow[k])
		}
		high, low := bits.Mul64(used, used)
		quotient, rest := bits.Div64(high, low, owed)
		fraction, more := bits.Div64(rest, 0, owed)
		var carry uint64
		part, carry = bits.Add64(part, fraction, min(more, 1))
		whole += quotient + carry
	}
	return unit.New(int64(whole), c.unit)
}

func (c *course) evenProof(potentials []int64) Proof {
	e := c.evenly()
	p := Proof{Unit: c.unit, Stage: Even, Parties: c.parties, Potentials: fromZero(potentials), Value: c.total(), Scale: e.scale}
	p.Distance, _ = e.distance(p.Potentials)
	return p
}

// verifyEven checks the proof of Even. More than slack it does not allow, so that no Distance, however honest, hides
// a set-off that is not even.
func (c *course) verifyEven(p Proof, place int) error {
	if what := c.wrongProof(Even, p); what != "" {
		return c.refuseProof(ErrNotProof, place, what)
	}
	e := c.evenly()
	if p.Scale != e.scale {
		return c.refuseProof(ErrNotProof, place, "want a scale of "+strconv.FormatInt(e.scale, 10))
	}
	distance, k := e.distance(p.Potentials)
	if k >= 0 {
		return c.refuseProof(ErrNotProof, place, "not for "+c.text(k))
	}
	return c.verifyValue(p, place, c.total(), distance)
}
