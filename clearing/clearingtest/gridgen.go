package clearingtest

import (
	"errors"

	"example.org/mutual/clearing/flow"
)

// GridgenOptions are the parameters of GRIDGEN, a generator by Lee and Orlin for the First DIMACS Implementation
// Challenge, 1991. There is no ready zero.
type GridgenOptions struct {
	OneWay                   bool // neighbours are joined in one direction, which alternates from row to row, not in both
	Nodes, Width             int  // rounded up to whole rows; one more is added
	Sources, Sinks           int
	Degree                   int   // arcs a node, where the grid does not need more already
	Supply                   int64 // of all sources together; at least one for each source and each sink
	CostMin, CostMax         int64 // zero or above
	CapacityMin, CapacityMax int64
}

// ErrGridgen is that such a problem does not exist, or is beyond the limits of package flow.
var ErrGridgen = errors.New("clearingtest: GRIDGEN has no problem with these parameters")

// Gridgen is a problem of the kind that GRIDGEN makes, with its parameters but not its random numbers, costs and
// capacities spread evenly: a grid whose neighbours are joined, some of its nodes, by lot, sources or sinks, and arcs
// between any two nodes until there are enough. It is feasible because one more node, the last, is entered from every
// source and leads to every sink, with room for everything, at half of what the longest way through the grid without a
// detour may cost. O(Nodes x Degree).
func Gridgen(o GridgenOptions, seed uint64) (flow.Problem, error) {
	if !o.ok() {
		return flow.Problem{}, ErrGridgen
	}
	g := gridgen{lots: newLots(seed), o: o, rows: (o.Nodes + o.Width - 1) / o.Width}
	g.nodes = g.rows * o.Width
	arcs := max(o.Degree*g.nodes, 4*g.nodes+o.Sources+o.Sinks)
	g.p = flow.Problem{Nodes: g.nodes + 1, Arcs: make([]flow.Arc, 0, arcs), Supply: make([]int64, g.nodes+1)}
	g.grid()
	g.supplies()
	for len(g.p.Arcs) < o.Degree*g.nodes {
		v := g.below(g.nodes)
		g.add(v, (v+1+g.below(g.nodes-1))%g.nodes)
	}
	return g.p, nil
}

// Gridgen8 is the family GRIDGEN-8 of Kovács, Minimum-cost flow algorithms: an experimental evaluation, Optimization
// Methods and Software 30, 2015: a square grid of at least 4 nodes, joined both ways, eight arcs a node, and sources,
// sinks, supplies, costs and capacities as in [Netgen8].
func Gridgen8(nodes int, seed uint64) flow.Problem {
	r := root(nodes)
	p, _ := Gridgen(GridgenOptions{
		Nodes: nodes, Width: r, Sources: r, Sinks: r, Degree: 8, Supply: 1000 * int64(r),
		CostMin: 1, CostMax: 10_000, CapacityMin: 1, CapacityMax: 1000,
	}, seed)
	return p
}

func (o GridgenOptions) ok() bool {
	if o.Nodes < 2 || o.Nodes > flow.ArcsMax/16 || o.Width < 1 || o.Width > o.Nodes || o.Degree < 0 || o.Degree > flow.ArcsMax/(o.Nodes+o.Width) {
		return false
	}
	most := flow.TotalMax / int64(max(o.Degree, 8)*(o.Nodes+o.Width)) // for each arc, and for the supplies
	return o.Sources >= 1 && o.Sinks >= 1 && o.Sources+o.Sinks <= o.Nodes &&
		o.CostMin >= 0 && o.CostMin <= o.CostMax && o.CostMax <= flow.TotalMax/int64(o.Nodes+o.Width) &&
		o.CapacityMin >= 0 && o.CapacityMin <= o.CapacityMax && o.CapacityMax <= most &&
		o.Supply >= int64(max(o.Sources, o.Sinks)) && o.Supply <= most
}

type gridgen struct {
	*lots
	o           GridgenOptions
	rows, nodes int
	p           flow.Problem
}

func (g *gridgen) add(v, w int) {
	g.p.Arcs = append(g.p.Arcs, flow.Arc{
		From: int32(v), To: int32(w),
		Capacity: g.between(g.o.CapacityMin, g.o.CapacityMax), Cost: g.between(g.o.CostMin, g.o.CostMax),
	})
}

func (g *gridgen) grid() {
	for y := range g.rows {
		for x := range g.o.Width {
			v := y*g.o.Width + x
			if x+1 < g.o.Width {
				g.join(v, v+1, y%2 == 1)
			}
			if y+1 < g.rows {
				g.join(v, v+g.o.Width, x%2 == 1)
			}
		}
	}
}

func (g *gridgen) join(v, w int, back bool) {
	if !g.o.OneWay || !back {
		g.add(v, w)
	}
	if !g.o.OneWay || back {
		g.add(w, v)
	}
}

// supplies chooses sources and sinks, and joins them through the last node.
func (g *gridgen) supplies() {
	chosen := numbers(0, g.nodes)
	g.shuffle(chosen)
	dear := (int64(g.rows+g.o.Width)*g.o.CostMax + 1) / 2
	amounts := make([]int64, g.o.Sources)
	g.split(g.o.Supply, amounts)
	for i, v := range chosen[:g.o.Sources] {
		g.p.Supply[v] = amounts[i]
		g.p.Arcs = append(g.p.Arcs, flow.Arc{From: v, To: int32(g.nodes), Capacity: g.o.Supply, Cost: dear})
	}
	amounts = make([]int64, g.o.Sinks)
	g.split(g.o.Supply, amounts)
	for i, v := range chosen[g.o.Sources:][:g.o.Sinks] {
		g.p.Supply[v] = -amounts[i]
		g.p.Arcs = append(g.p.Arcs, flow.Arc{From: int32(g.nodes), To: v, Capacity: g.o.Supply, Cost: dear})
	}
}
