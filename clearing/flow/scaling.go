package flow

import (
	"context"
	"math/bits"
)

// A solver solves by cost scaling. It holds what the components share: one residual graph and one set of
// arrays, of which each component uses its range.
type solver struct {
	refiner
	*draft
	solved int // halves of the components already solved
}

// scaling solves the components that are left by cost scaling, one after the other.
func (d *draft) scaling(ctx context.Context) error {
	w := &watch{ctx: ctx, left: lookEvery}
	if err := d.checkLabels(w); err != nil {
		return err
	}
	s, err := newSolver(d, w)
	if err != nil {
		return err
	}
	for _, c := range d.left {
		s.low, s.end = d.part.start[c], d.part.start[c+1]
		if err := s.component(false); err != nil {
			return err
		}
		s.solved += int(s.first[s.end] - s.first[s.low])
	}
	d.left = nil
	return s.each(len(s.place), func(low, end int) {
		for i := low; i < end; i++ {
			if place := s.place[i]; place >= 0 {
				d.flow[i] = d.Arcs[i].Capacity - s.halves[place].left
			}
		}
	})
}

// newSolver returns one for the components of d that are left.
func newSolver(d *draft, w *watch) (*solver, error) {
	r, err := build(d, w)
	if err != nil {
		return nil, err
	}
	s := &solver{draft: d, refiner: newRefiner(*w, r, d.part.widest())}
	for v, supply := range d.Supply {
		s.excess[d.part.number[v]] = supply
	}
	err = s.each(len(d.Arcs), func(low, end int) {
		for i := low; i < end; i++ {
			if a := &d.Arcs[i]; s.place[i] >= 0 && a.Cost < 0 { // starts full
				s.excess[d.part.number[a.From]] -= a.Capacity
				s.excess[d.part.number[a.To]] += a.Capacity
			}
		}
	})
	return s, err
}

// newRefiner returns one for components of up to so many nodes.
func newRefiner(w watch, r *residual, widest int32) refiner {
	nodes := len(r.first) - 1
	return refiner{
		residual: r,
		watch:    w,
		label:    make([]int64, nodes),
		excess:   make([]int64, nodes),
		current:  make([]int32, nodes),
		distance: make([]int64, nodes),
		taken:    make([]bool, scaleOf(widest)),
		active:   fifo{ring: make([]int32, widest)},
	}
}

// component refines at ever finer precision until the flow is proved cheapest. Costs are scaled by a
// power of two above the number of nodes, so that a precision of 1 is always enough.
//
// The first precision is finer than the method needs: on graphs of trade it gives the cheapest flow at
// once. On graphs with long ways it does not get on, and then refine goes over to a coarser one. Where long ways
// are known beforehand it starts with the coarsest: what the finer one had stirred up would take long to settle.
func (s *solver) component(long bool) error {
	scale := scaleOf(s.end - s.low)
	largest, err := s.scale(scale)
	if err != nil {
		return err
	}
	s.epsilon, s.coarsest = powerOfTwo(largest/firstFiner), powerOfTwo(coarsest*largest)
	if long {
		s.epsilon = s.coarsest
	}
	for phase := 0; ; phase++ {
		if err := s.refine(func(done float64) { s.tell((float64(phase) + done) / phases) }); err != nil {
			return err
		}
		if s.certify(scale, s.potential) {
			return nil
		}
		if ok, err := s.repair(scale, s.potential); ok || err != nil {
			return err
		}
		s.epsilon, s.coarsest = max(1, s.epsilon/scaling), 0
	}
}

// scaleOf returns the power of two above a number of nodes.
func scaleOf(nodes int32) int64 { return 1 << bits.Len32(uint32(nodes)) }

// scaling is the factor between the precisions of two phases, firstFiner how much finer than the largest
// cost the first is, and coarsest how much coarser it may become.
const (
	scaling    = 16
	firstFiner = 64
	coarsest   = 4
)

// powerOfTwo returns the largest that is not above x, or 1.
func powerOfTwo(x int64) int64 { return 1 << max(0, bits.Len64(uint64(x))-1) }

// phases is more than the phases that any component needs: precisions start below 2^61 and fall by a
// factor of 16.
const phases = 17

// scale multiplies the component's costs and returns the largest.
func (s *solver) scale(by int64) (largest int64, err error) {
	halves := s.halves[s.first[s.low]:s.first[s.end]]
	err = s.each(len(halves), func(low, end int) {
		for i := low; i < end; i++ {
			halves[i].cost *= by
			largest = max(largest, halves[i].cost)
		}
	})
	return largest, err
}

// tell reports the progress of the component at hand, of which this fraction is done.
func (s *solver) tell(done float64) {
	size := float64(s.first[s.end] - s.first[s.low])
	s.draft.tell((float64(s.solved) + done*size) / float64(len(s.halves)))
}
