package flowtest

import (
	"example.org/mutual/clearing/flow"
	"pgregory.net/rapid"
)

// Sizes of generated problems: small enough for [Cheapest], large enough for every kind of shape.
const (
	nodesMax = 8
	arcsMax  = 20
	costMax  = 1 << 46 // costMax x (nodesMax+1)² is within the limits of package flow
)

// Problems generates well-formed problems of up to 8 nodes and 20 arcs: parallel and opposite arcs,
// arcs back to their own node, capacities from zero to near the limit, costs of both signs, parts that
// hang together with nothing, and supplies that are nil, zero, such as some flow carries, or arbitrary.
// Some are infeasible, and some cheapest flows cost more than an int64 holds.
func Problems() *rapid.Generator[flow.Problem] {
	return rapid.Custom(func(t *rapid.T) flow.Problem {
		p := flow.Problem{Nodes: rapid.IntRange(0, nodesMax).Draw(t, "nodes")}
		if p.Nodes > 0 {
			p.Arcs = arcs(t, p.Nodes, capacities(), costs())
		}
		p.Supply = supplies(t, p)
		return p
	})
}

// Circulations generates problems of the kind that clearing poses: every arc costs -1, and there are
// no supplies.
func Circulations() *rapid.Generator[flow.Problem] {
	return rapid.Custom(func(t *rapid.T) flow.Problem {
		p := flow.Problem{Nodes: rapid.IntRange(1, nodesMax).Draw(t, "nodes")}
		p.Arcs = arcs(t, p.Nodes, capacities(), rapid.Just(int64(-1)))
		return p
	})
}

// arcs draws the least number of arcs first: left to themselves, slices are mostly too short for a ring.
func arcs(t *rapid.T, nodes int, capacity, cost *rapid.Generator[int64]) []flow.Arc {
	least := rapid.SampledFrom([]int{0, min(2*nodes, arcsMax), arcsMax}).Draw(t, "least")
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) flow.Arc {
		node := rapid.Int32Range(0, int32(nodes-1))
		return flow.Arc{
			From:     node.Draw(t, "from"),
			To:       node.Draw(t, "to"),
			Capacity: capacity.Draw(t, "capacity"),
			Cost:     cost.Draw(t, "cost"),
		}
	}), least, arcsMax).Draw(t, "arcs")
}

// capacities leaves half of TotalMax to the supplies.
func capacities() *rapid.Generator[int64] {
	return rapid.OneOf(
		rapid.Int64Range(0, 3),
		rapid.Int64Range(0, 1000),
		rapid.Int64Range(0, flow.TotalMax/2/arcsMax),
	)
}

func costs() *rapid.Generator[int64] {
	return rapid.OneOf(
		rapid.Int64Range(-1, 1),
		rapid.Int64Range(-100, 100),
		rapid.Int64Range(-costMax, costMax),
		rapid.SampledFrom([]int64{-costMax, costMax}),
	)
}

// supplies draws one of four kinds, which sum to zero.
func supplies(t *rapid.T, p flow.Problem) []int64 {
	kind := rapid.SampledFrom([]string{"nil", "zero", "carried", "arbitrary"}).Draw(t, "supplies")
	if kind == "nil" {
		return nil
	}
	supply := make([]int64, p.Nodes)
	switch {
	case kind == "carried":
		for _, a := range p.Arcs {
			x := rapid.Int64Range(0, a.Capacity).Draw(t, "carried")
			supply[a.From] += x
			supply[a.To] -= x
		}
	case kind == "arbitrary" && p.Nodes > 0:
		for range rapid.IntRange(1, 4).Draw(t, "pairs") {
			x := rapid.Int64Range(0, 5).Draw(t, "supply")
			supply[rapid.IntRange(0, p.Nodes-1).Draw(t, "source")] += x
			supply[rapid.IntRange(0, p.Nodes-1).Draw(t, "sink")] -= x
		}
	}
	return supply
}
