package flow

import (
	"context"
	"math"
	"math/bits"
)

// Solve returns a cheapest flow for p with the potentials that prove it, as [Verify] checks. The same
// problem gives the same solution on every machine; where several flows are cheapest, which one depends
// on the order of nodes and arcs, and on nothing else.
//
// Errors are an [Error] wrapping ErrShape, ErrNode, ErrCapacity or ErrSupply for a malformed problem,
// ErrRange for numbers too large (see the package comment), ErrInfeasible where the capacities cannot
// carry the supplies; or the error of ctx, looked at every few milliseconds. The problem is never changed.
func Solve(ctx context.Context, p Problem, o Options) (*Solution, error) {
	if err := check(p); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	w := &watch{ctx: ctx, left: lookEvery}
	out, err := leaving(p, w)
	if err != nil {
		return nil, err
	}
	engine, err := o.Engine.choose(p, out)
	if err != nil {
		return nil, err
	}
	part := whole(p.Nodes)
	if p.Supply == nil {
		if part, err = components(out, w); err != nil {
			return nil, err
		}
	}
	if err := checkCosts(out, part); err != nil {
		return nil, err
	}
	if err := out.renumber(part, w); err != nil {
		return nil, err
	}
	if engine == SetOff {
		return setOff(p, out, part, o, w)
	}
	s := newSolver(ctx, p, part, o)
	if err := s.solve(); err != nil {
		return nil, err
	}
	if o.NoProof {
		s.potential = nil
	} else {
		if err := join(out, part, s.potential, w); err != nil {
			return nil, err
		}
	}
	return s.solution(p, part)
}

// costRoom bounds (nodes + 1)² x the largest cost of a component. In a phase no label rises above the
// highest before it by more than two ways through all nodes, at the scaled cost + epsilon a half: one
// from a node that is reached to one that lacks flow, and one from there to a node that is lifted. The
// scale is at most twice the number of nodes, and epsilon at most four times the scaled cost in the first
// phase and a quarter of it in others: that makes 20 times costRoom at first and 5 in each later phase.
// With 15 phases at most, a label stays below 128 times costRoom, which is labelMax.
const costRoom = labelMax / 128

// checkCosts refuses a problem whose labels or potentials could leave an int64.
func checkCosts(o *outgoing, part partition) error {
	if o.same != 0 {
		return checkCost(o, part)
	}
	component := part.components()
	largest := make([]uint64, len(part.start)-1) // cost inside each component
	for v := range part.number {
		for _, i := range o.list[o.first[v]:o.first[v+1]] {
			a := &o.arcs[i]
			cost := uint64(max(a.Cost, -a.Cost)) // 2^63 for the least int64, as it should be
			if c := component[part.number[v]]; c == component[part.number[a.To]] {
				largest[c] = max(largest[c], cost)
			}
			if !fits(cost, uint64(len(part.number))+1, 1) {
				return tooDear(int(i), "cost x nodes is too large")
			}
		}
	}
	for c, cost := range largest {
		n := uint64(part.start[c+1]-part.start[c]) + 1
		if !fits(cost, n, n) {
			return tooDear(-1, "the largest cost x nodes² of a component is too large")
		}
	}
	return nil
}

// checkCost is checkCosts where all arcs cost the same.
func checkCost(o *outgoing, part partition) error {
	cost := uint64(max(o.same, -o.same))
	if !fits(cost, uint64(len(part.number))+1, 1) {
		return tooDear(int(o.list[0]), "cost x nodes is too large")
	}
	if n := uint64(part.widest()) + 1; n > 2 && !fits(cost, n, n) {
		return tooDear(-1, "the largest cost x nodes² of a component is too large")
	}
	return nil
}

func tooDear(arc int, what string) error {
	return &Error{Reason: ErrRange, Arc: arc, Node: -1, What: what}
}

// fits reports whether the product is at most costRoom.
func fits(x, y, z uint64) bool {
	high, low := bits.Mul64(x, y)
	if high != 0 {
		return false
	}
	high, low = bits.Mul64(low, z)
	return high == 0 && low <= costRoom
}

// A solver holds what the components share: one residual graph and one set of arrays, of which each
// component uses its range.
type solver struct {
	refiner
	part      partition
	potential []int64 // in the partition's numbers
	progress  func(done float64)
	done      int // halves of the components already solved
}

func newSolver(ctx context.Context, p Problem, part partition, o Options) *solver {
	s := &solver{
		part:      part,
		potential: make([]int64, p.Nodes),
		progress:  o.Progress,
		refiner:   newRefiner(ctx, build(p, part), part.widest()),
	}
	for v, supply := range p.Supply {
		s.excess[part.number[v]] = supply
	}
	for i := range p.Arcs {
		if a := &p.Arcs[i]; s.place[i] >= 0 && a.Cost < 0 { // starts full
			s.excess[part.number[a.From]] -= a.Capacity
			s.excess[part.number[a.To]] += a.Capacity
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

// solve solves the components one after the other.
func (s *solver) solve() error {
	for c := range len(s.part.start) - 1 {
		s.low, s.end = s.part.start[c], s.part.start[c+1]
		if err := s.component(); err != nil {
			return err
		}
		s.done += int(s.first[s.end] - s.first[s.low])
	}
	if s.progress != nil {
		s.progress(1)
	}
	return nil
}

// component refines at ever finer precision until the flow is proved cheapest. Costs are scaled by a
// power of two above the number of nodes, so that a precision of 1 is always enough.
//
// The first precision is finer than the method needs: on graphs of trade it gives the cheapest flow at
// once. On graphs with long ways it does not get on, and then refine goes over to a coarser one.
func (s *solver) component() error {
	if s.end-s.low < 2 {
		return nil // nothing to route: arcs back to their own node are settled without the solver
	}
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
func (s *solver) tell(fraction float64) {
	if s.progress == nil {
		return
	}
	all := float64(max(1, len(s.halves)))
	size := float64(s.first[s.end] - s.first[s.low])
	s.progress(math.Min(1, (float64(s.done)+fraction*size)/all))
}

// solution reads the flow off the residual graph.
func (s *solver) solution(p Problem, part partition) (*Solution, error) {
	sol := &Solution{Flow: make([]int64, len(p.Arcs)), Potential: part.spread(s.potential)}
	for i := range p.Arcs {
		a := &p.Arcs[i]
		switch {
		case s.place[i] >= 0:
			sol.Flow[i] = a.Capacity - s.halves[s.place[i]].left
		case a.From == a.To && a.Cost < 0: // a ring by itself
			sol.Flow[i] = a.Capacity
		}
	}
	cost, err := totalCost(p.Arcs, sol.Flow)
	if err != nil {
		return nil, err
	}
	sol.Cost = cost
	return sol, nil
}
