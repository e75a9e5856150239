package clearingtest

import (
	"example.org/mutual/clearing/flow"
	"example.org/mutual/clearing/flow/flowtest"
)

// A Family makes problems of one shape, of any size from a thousand arcs: about as many arcs as asked for, and as many
// nodes as is usual for the shape.
type Family struct {
	Name string
	Make func(arcs int, seed uint64) flow.Problem
}

// SetOffs returns the families that ask for the largest set-off: circulations in which every arc costs -1.
func SetOffs() []Family {
	return []Family{
		{"scale-free", func(arcs int, seed uint64) flow.Problem { return Trade(arcs*7/50, arcs, seed) }},
		{"interbank", func(arcs int, seed uint64) flow.Problem { return Interbank(3*root(arcs)/2, arcs, seed) }},
		{"uniform", func(arcs int, seed uint64) flow.Problem { return Uniform(arcs*7/50, arcs, seed) }},
		{"torus", func(arcs int, seed uint64) flow.Problem { return Grid(root(arcs/4), root(arcs/4), seed) }},
		{"thin torus", func(arcs int, seed uint64) flow.Problem { return Grid(4, arcs/16, seed) }},
		{"cycles", func(arcs int, seed uint64) flow.Problem { return Tiers(arcs*7/50, arcs, root(arcs)/10, seed) }},
		{"parts", func(arcs int, seed uint64) flow.Problem { return Parts(arcs*7/50, arcs, 0, seed) }},
		{"joined parts", func(arcs int, seed uint64) flow.Problem { return Parts(arcs*7/50, arcs, 10, seed) }},
		{"hubs", func(arcs int, seed uint64) flow.Problem { return Hubs(arcs*7/50, arcs, 20, seed) }},
		{"equal", func(arcs int, seed uint64) flow.Problem { return Equal(Uniform(arcs*7/50, arcs, seed), 1000) }},
		{"near the limit", func(arcs int, seed uint64) flow.Problem { return NearLimit(Uniform(arcs*7/50, arcs, seed)) }},
		{"ring", func(arcs int, _ uint64) flow.Problem { return flowtest.Ring(arcs, 1000) }},
		{"path", func(arcs int, seed uint64) flow.Problem { return Path(arcs/2, seed) }},
		{"rising path", func(arcs int, _ uint64) flow.Problem { return flowtest.Path(arcs/2, 1000) }},
		{"narrow path", func(arcs int, _ uint64) flow.Problem { return flowtest.Path(arcs/2, 5) }},
		{"stairs", func(arcs int, _ uint64) flow.Problem { return flowtest.Stairs(arcs / 2) }},
		{"nested", func(arcs int, _ uint64) flow.Problem { return flowtest.Nested(arcs / 2) }},
	}
}

// General returns the families with costs of any size and with supplies.
func General() []Family {
	return []Family{
		{"netgen-8", func(arcs int, seed uint64) flow.Problem { return Netgen8(arcs/8, seed) }},
		{"netgen-sr", func(arcs int, seed uint64) flow.Problem { return NetgenSR(squareRooted(arcs), seed) }},
		{"transportation", func(arcs int, seed uint64) flow.Problem { return Transportation(arcs/16*2, arcs, seed) }},
		{"assignment", func(arcs int, seed uint64) flow.Problem { return Assignment(arcs/16*2, arcs, seed) }},
		{"gridgen-8", func(arcs int, seed uint64) flow.Problem { return Gridgen8(arcs/8, seed) }},
		{"goto-8", func(arcs int, seed uint64) flow.Problem { return Goto8(arcs/8, seed) }},
	}
}

// squareRooted returns a number that, times its root, is about n.
func squareRooted(n int) int {
	r := 1
	for r*r*r < n {
		r++
	}
	return n / r
}
