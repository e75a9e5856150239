package clearing

import (
	"context"
	"errors"
	"iter"
	"math/bits"
	"slices"

	"example.org/mutual/clearing/flow"
)

// Even shares the set-off among debtor-creditor pairs as near to one common fraction of what is owed as the
// stages before it allow. With f set off of the w that takes part between a pair, it is for the least sum of
// f²/w. That is the least sum of w·(f/w - φ)², the squares of how far each pair's fraction is from a common
// one, weighted by what is owed, whatever φ: the two differ by φ²·Σw - 2φ·Σf, and neither sum can change, as the
// stages before fix the total of the set-off. (NetReduction fixes set-off less use and LeastUse the use; or
// Volume fixes the set-off.) So nobody need choose φ.
//
// The criterion is convex, and one term an arc. Within a pair at most one arc is free: arcs are apart where they
// cost differently in a stage, and so at most one of them has a reduced cost of zero in it. Hence it is a cheapest
// circulation on the free arcs whose costs rise with the flow, found by scaling (D. S. Hochbaum and
// J. G. Shanthikumar, Convex separable optimization is not much harder than linear optimization, Journal of the
// ACM 37, 1990; Ahuja, Magnanti and Orlin, chapter 14): every arc offers a few slices both ways, each at what it
// adds to the sum; package flow takes the best of them, again and again while there is anything to gain, and then
// with slices a quarter as wide. With slices that are narrow enough, that nothing is to gain is the proof.
//
// A slice's cost is rounded against taking it. So whatever is taken improves the sum, and nothing goes round in
// circles.
type evenness struct {
	*course
	owed   []int64 // by the pair of each arc: w; 0 of acceptances and tenders, which cost nothing
	beside []int64 // what the pair has set off along its other arcs, none of which is free
	scale  int64   // costs and potentials are multiples of 1/scale
	coarse int     // and those that the solver sees of 2^coarse/scale, if it must
	grain  int     // amounts that the solver sees are multiples of 2^grain, so that their costs together fit
	rounds int     // at most, of a phase
}

// Bounds of the scaling.
const (
	grainBits     = 8    // each grain is a 256th of the one before
	sliceBits     = 2    // each phase's slices are a quarter as wide as those before
	slicesMax     = 2    // of an arc, each way
	roundsMax     = 1024 // of a phase: on books of trade it takes up to twenty
	scaleBitsMost = 40
	scaleBitsLess = 16
)

// evenly weighs the arcs.
func (c *course) evenly() *evenness {
	e := &evenness{course: c, owed: make([]int64, len(c.arcs)), beside: make([]int64, len(c.arcs)), rounds: roundsMax}
	for first, end := range c.pairs() {
		var owed, used int64
		for k := first; k < end; k++ {
			owed += c.arcs[k].capacity
			used += c.flow[k]
		}
		for k := first; k < end; k++ {
			e.owed[k], e.beside[k] = owed, used-c.flow[k]
		}
	}
	e.rule()
	return e
}

// pairs yields the arcs of what each debtor owes each creditor: from the first to before the end.
func (g *graph) pairs() iter.Seq2[int, int] {
	return func(yield func(first, end int) bool) {
		for first := 0; first < len(g.arcs); {
			end := first + 1
			for end < len(g.arcs) && g.parallel(int(g.arcs[first].first), int(g.arcs[end].first)) {
				end++
			}
			if g.book.kind(g.edges[g.arcs[first].first].entry) == kindObligation && !yield(first, end) {
				return
			}
			first = end
		}
	}
}

// rule makes the scale: as fine as cost scaling can take if all parties are one component, 2·scale·(parties+1)² <=
// 2^54, but at least 2^16. Beyond 370,000 parties, coarse is what that is too fine by, should the solver
// find it so. Where what the pairs owe has a common multiple within the scale, the scale is one: then no cost
// is rounded, and the proof is exact.
func (e *evenness) rule() {
	room := min(53-2*bits.Len(uint(len(e.parties)+1)), scaleBitsMost)
	e.coarse = max(0, scaleBitsLess-room)
	e.scale = 1 << max(room, scaleBitsLess)
	if e.coarse == 0 {
		multiple := e.multiple(e.scale)
		e.scale -= e.scale % multiple
	}
	total := int64(0)
	for k, a := range e.arcs {
		if !e.bound[k] {
			total += a.capacity
		}
	}
	e.grain = max(0, bits.Len64(uint64(total))+bits.Len64(uint64(e.scale))-61)
}

// multiple returns the least common multiple of what the pairs owe, or 1 where that is more than most.
func (e *evenness) multiple(most int64) int64 {
	multiple := int64(1)
	for _, w := range e.owed {
		if w == 0 {
			continue
		}
		times := w / gcd(multiple, w)
		if times > most/multiple {
			return 1
		}
		multiple *= times
	}
	return multiple
}

// gcd returns the greatest common divisor.
func gcd(x, y int64) int64 {
	for y != 0 {
		x, y = y, x%y
	}
	return x
}

// even makes the flow as even as the stages before allow, and returns the potentials. It goes through all phases for
// each grain: what is finer than a grain may have far to go.
func (c *course) even(ctx context.Context, o Options) ([]int64, error) {
	e := c.evenly()
	most := e.grain
	for {
		next := max(0, e.grain-grainBits)
		size := e.grain - next
		if e.grain == 0 {
			size = grainBits
		}
		potentials, err := e.phases(ctx, o.part(most-e.grain, size, most+grainBits))
		if err != nil || e.grain == 0 {
			return potentials, err
		}
		e.grain = next
	}
}

// phases goes from wide slices to narrow ones, and returns the potentials of the last.
func (e *evenness) phases(ctx context.Context, o Options) (potentials []int64, err error) {
	last := min(bits.Len64(uint64(e.scale)), bits.Len64(uint64(slices.Max(append(e.owed, 1)))))
	for shift := sliceBits; ; shift += sliceBits {
		if potentials, err = e.phase(ctx, shift); err != nil || shift >= last {
			return potentials, err
		}
		if o.Progress != nil {
			o.Progress(float64(shift) / float64(last))
		}
	}
}

// phase improves the flow by slices of 2^-shift of what each pair owes, until there is nothing to gain.
func (e *evenness) phase(ctx context.Context, shift int) ([]int64, error) {
	for range e.rounds {
		sol, err := e.round(ctx, shift)
		if err != nil {
			return nil, err
		}
		if sol.Cost == 0 {
			return sol.Potential, nil
		}
	}
	return nil, &Error{Reason: ErrRounds, ID: e.unit.String(), What: "want the stages without Even, in " + e.unit.Code()}
}

// round takes the best of all slices, once, at coarser costs where the solver finds these too fine.
func (e *evenness) round(ctx context.Context, shift int) (*flow.Solution, error) {
	sol, err := e.best(ctx, shift, 0)
	if errors.Is(err, flow.ErrRange) && e.coarse > 0 {
		return e.best(ctx, shift, e.coarse)
	}
	return sol, err
}

// best takes the best of all slices, once.
func (e *evenness) best(ctx context.Context, shift, coarse int) (*flow.Solution, error) {
	p, offered := e.offers(shift, coarse)
	sol, err := flow.Solve(ctx, p, flow.Options{})
	if err != nil {
		return nil, err
	}
	if sol.Cost < 0 {
		e.take(offered, sol.Flow)
	}
	for v := range sol.Potential {
		sol.Potential[v] <<= coarse
	}
	return sol, nil
}

// A slice is of an arc, and gives back what was used where back is true.
type slice struct {
	arc  int32
	back bool
}

// take changes the flow.
func (e *evenness) take(offered []slice, taken []int64) {
	for i, s := range offered {
		if s.back {
			e.flow[s.arc] -= taken[i] << e.grain
		} else {
			e.flow[s.arc] += taken[i] << e.grain
		}
	}
}

// offers returns the slices of all free arcs, each way from what is used.
func (e *evenness) offers(shift, coarse int) (flow.Problem, []slice) {
	p, of := flow.Problem{Nodes: len(e.parties)}, []slice(nil)
	for k, a := range e.arcs {
		if e.bound[k] {
			continue
		}
		width := max(1, e.owed[k]>>shift)
		if e.owed[k] == 0 {
			width = a.capacity
		}
		used := e.beside[k] + e.flow[k]
		for at, n := range cut(a.capacity-e.flow[k], width) {
			if cost := e.marginal(k, used+at, used+at+n, coarse); n>>e.grain > 0 {
				p.Arcs, of = append(p.Arcs, flow.Arc{From: a.from, To: a.to, Capacity: n >> e.grain, Cost: cost}), append(of, slice{arc: int32(k)})
			}
		}
		for at, n := range cut(e.flow[k], width) {
			if cost := e.marginal(k, used-at, used-at-n, coarse); n>>e.grain > 0 {
				p.Arcs, of = append(p.Arcs, flow.Arc{From: a.to, To: a.from, Capacity: n >> e.grain, Cost: -cost}), append(of, slice{arc: int32(k), back: true})
			}
		}
	}
	return p, of
}

// cut yields where each of the first slices of some room begins, and how wide it is.
func cut(room, width int64) iter.Seq2[int64, int64] {
	return func(yield func(at, n int64) bool) {
		for at := int64(0); at < room && at/width < slicesMax; at += width {
			if !yield(at, min(width, room-at)) {
				return
			}
		}
	}
}

// marginal returns what each part costs between two uses of a pair, (y² - x²)/(w·(y - x)) = (x + y)/w: rounded up
// on the way up and down on the way down.
func (e *evenness) marginal(k int, x, y int64, coarse int) int64 {
	if e.owed[k] == 0 {
		return 0
	}
	high, low := bits.Mul64(uint64(x)+uint64(y), uint64(e.scale>>coarse))
	cost, rest := bits.Div64(high, low, uint64(e.owed[k]))
	if y > x && rest > 0 {
		cost++
	}
	return int64(cost)
}
