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
	if err := d.checkLabels(); err != nil {
		return err
	}
	s := newSolver(ctx, d)
	for _, c := range d.left {
		s.low, s.end = d.part.start[c], d.part.start[c+1]
		if err := s.component(); err != nil {
			return err
		}
		s.solved += int(s.first[s.end] - s.first[s.low])
	}
	for i, place := range s.place {
		if place >= 0 {
			d.flow[i] = d.Arcs[i].Capacity - s.halves[place].left
		}
	}
	d.left = nil
	return nil
}

// newSolver returns one for the components of d that are left.
func newSolver(ctx context.Context, d *draft) *solver {
	s := &solver{draft: d, refiner: newRefiner(ctx, build(d), d.part.widest())}
	for v, supply := range d.Supply {
		s.excess[d.part.number[v]] = supply
	}
	for i := range d.Arcs {
		if a := &d.Arcs[i]; s.place[i] >= 0 && a.Cost < 0 { // starts full
			s.excess[d.part.number[a.From]] -= a.Capacity
			s.excess[d.part.number[a.To]] += a.Capacity
		}
	}
	return s
}

// newRefiner returns one for components of up to so many nodes.
func newRefiner(ctx context.Context, r *residual, widest int32) refiner {
	nodes := len(r.first) - 1
	return refiner{
		residual: r,
		ctx:      ctx,
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
// once. On graphs with long ways it does not get on, and then refine goes over to a coarser one.
func (s *solver) component() error {
	scale := scaleOf(s.end - s.low)
	largest := s.scale(scale)
	s.epsilon, s.coarsest = powerOfTwo(largest/firstFiner), powerOfTwo(coarsest*largest)
	for phase := 0; ; phase++ {
		if err := s.refine(func(done float64) { s.tell((float64(phase) + done) / phases) }); err != nil {
			return err
		}
		if s.certify(scale, s.potential) || s.repair(scale, s.potential) {
			return nil
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
func (s *solver) scale(by int64) int64 {
	var largest int64
	for i := s.first[s.low]; i < s.first[s.end]; i++ {
		s.halves[i].cost *= by
		largest = max(largest, s.halves[i].cost)
	}
	return largest
}

// tell reports the progress of the component at hand, of which this fraction is done.
func (s *solver) tell(done float64) {
	size := float64(s.first[s.end] - s.first[s.low])
	s.draft.tell((float64(s.solved) + done*size) / float64(len(s.halves)))
}
