package flow

import (
	"context"
	"errors"
	"math/bits"
)

// Solve returns a cheapest flow for p with the potentials that prove it, as [Verify] checks. The same
// problem gives the same solution on every machine; where several flows are cheapest, which one depends
// on the order of nodes and arcs and on the engine, and on nothing else.
//
// Errors are an [Error] wrapping ErrShape, ErrNode, ErrCapacity or ErrSupply for a malformed problem,
// ErrRange for numbers too large (see the package comment), ErrInfeasible where the capacities cannot
// carry the supplies, ErrEngine where the engine asked for cannot solve it; or the error of ctx, looked at every
// few milliseconds. The problem is never changed. For the cost see the package comment, and [Engine.Memory].
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
	if err := checkCosts(out); err != nil {
		return nil, err
	}
	if err := out.renumber(part, w); err != nil {
		return nil, err
	}
	if engine == SetOff {
		return setOff(p, out, part, o, w)
	}
	d := newDraft(p, out, part, o)
	if err := d.solve(engine, w); err != nil {
		return nil, err
	}
	return d.solution(o, w)
}

// A draft is a solution in the making. Engines write to it the flow of the arcs inside components and the
// potentials of each component by itself.
type draft struct {
	Problem
	gauge
	out       *outgoing
	part      partition
	flow      []int64
	potential []int64 // in the partition's numbers
	left      []int32 // the components that are not solved
}

// newDraft leaves out components of one node: there is nothing to route, and arcs back to their own node are
// settled by solution.
func newDraft(p Problem, out *outgoing, part partition, o Options) *draft {
	d := &draft{
		Problem:   p,
		gauge:     gauge{progress: o.Progress},
		out:       out,
		part:      part,
		flow:      make([]int64, len(p.Arcs)),
		potential: make([]int64, p.Nodes),
	}
	for c := range int32(len(part.start) - 1) {
		if part.start[c+1]-part.start[c] > 1 {
			d.left = append(d.left, c)
		}
	}
	return d
}

// solve has the components solved by an engine; for Automatic by the simplex, and by cost scaling where that
// gives up or is known to be slow.
func (d *draft) solve(engine Engine, w *watch) error {
	simplex := engine == NetworkSimplex
	if engine == Automatic {
		var err error
		if simplex, err = d.suitsSimplex(w); err != nil {
			return err
		}
	}
	if simplex {
		if err := d.simplex(w.ctx); err != nil {
			return err
		}
		if engine == NetworkSimplex && len(d.left) > 0 {
			return wrong(ErrEngine, "the simplex does not get on")
		}
	}
	if len(d.left) > 0 {
		if err := d.scaling(w.ctx); err != nil {
			return err
		}
	}
	d.tell(1)
	return nil
}

// suitsSimplex reports whether cost scaling is not known to be faster, or cannot be.
func (d *draft) suitsSimplex(w *watch) (bool, error) {
	alike, err := oneSize(d.out, w)
	if !alike || err != nil {
		return true, err
	}
	if err = d.checkLabels(w); errors.Is(err, ErrRange) {
		return true, nil
	}
	return false, err
}

// solution joins the components and settles the arcs that no engine has seen.
func (d *draft) solution(o Options, w *watch) (*Solution, error) {
	s := &Solution{Flow: d.flow}
	if !o.NoProof {
		if err := join(d.out, d.part, d.potential, w); err != nil {
			return nil, err
		}
		var err error
		if s.Potential, err = d.part.spread(d.potential, w); err != nil {
			return nil, err
		}
	}
	err := w.each(len(d.Arcs), func(low, end int) {
		for i := low; i < end; i++ {
			if a := &d.Arcs[i]; a.From == a.To && a.Cost < 0 {
				s.Flow[i] = a.Capacity // a ring by itself
			}
		}
	})
	if err != nil {
		return nil, err
	}
	if s.Cost, err = totalCost(d.Arcs, s.Flow); err != nil {
		return nil, err
	}
	return s, nil
}

// A gauge tells how far the work has come, wherever that is farther than before.
type gauge struct {
	progress func(done float64)
	done     float64
}

func (g *gauge) tell(done float64) {
	if done = min(1, done); g.progress != nil && done > g.done {
		g.done = done
		g.progress(done)
	}
}

// costRoom bounds (nodes + 1)² x the largest cost of a component, in cost scaling. In a phase no label rises above the
// highest before it by more than two ways through all nodes, at the scaled cost + epsilon a half: one
// from a node that is reached to one that lacks flow, and one from there to a node that is lifted. The
// scale is at most twice the number of nodes, and epsilon at most four times the scaled cost in the first
// phase and a quarter of it in others: that makes 20 times costRoom at first and 5 in each later phase.
// With 15 phases at most, a label stays below 128 times costRoom, which is labelMax.
const costRoom = labelMax / 128

// checkCosts refuses a problem whose potentials could leave an int64, whichever the engine.
func checkCosts(o *outgoing) error {
	nodes := uint64(len(o.first))
	list := o.list
	if o.same != 0 {
		list = list[:1]
	}
	for _, i := range list {
		if !fits(size(o.arcs[i].Cost), nodes, 1) {
			return wrongArc(ErrRange, int(i), "cost x nodes is too large")
		}
	}
	return nil
}

// checkLabels refuses components whose labels could leave an int64 in cost scaling.
func (d *draft) checkLabels(w *watch) error {
	nodes, err := d.part.nodes(w)
	if err != nil {
		return err
	}
	for _, c := range d.left {
		low, n := d.part.start[c], uint32(d.part.start[c+1]-d.part.start[c])
		for _, v := range nodes[low : low+int32(n)] {
			if err := w.look(int64(d.out.first[v+1] - d.out.first[v])); err != nil {
				return err
			}
			for at := d.out.first[v]; at < d.out.first[v+1]; at++ {
				inside := uint32(d.out.head[at]-low) < n
				if inside && !fits(size(d.out.cost(at)), uint64(n)+1, uint64(n)+1) {
					return wrongArc(ErrRange, int(d.out.list[at]), "cost x nodes² of the component is too large for cost scaling")
				}
			}
		}
	}
	return nil
}

// size returns a cost without its sign: 2^63 for the least int64, as it should be.
func size(cost int64) uint64 { return uint64(max(cost, -cost)) }

// fits reports whether the product is at most costRoom.
func fits(x, y, z uint64) bool {
	high, low := bits.Mul64(x, y)
	if high != 0 {
		return false
	}
	high, low = bits.Mul64(low, z)
	return high == 0 && low <= costRoom
}
