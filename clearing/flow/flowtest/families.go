package flowtest

import "example.org/mutual/clearing/flow"

// Ring is a circulation on one ring of n arcs of cost -1, the last of half the capacity: what cannot be
// set off has to be pushed all the way round, n hops.
func Ring(n int, capacity int64) flow.Problem {
	p := flow.Problem{Nodes: n, Arcs: make([]flow.Arc, 0, n)}
	for v := range n {
		p.Arcs = append(p.Arcs, owes(v, (v+1)%n, capacity))
	}
	if n > 0 {
		p.Arcs[n-1].Capacity = capacity / 2
	}
	return p
}

// Path is a circulation on n nodes in a row, each joined to the next by a 2-cycle of cost -1. Forward
// capacities rise by one from node to node, so that a little is lacking at every node.
func Path(n int, capacity int64) flow.Problem {
	p := flow.Problem{Nodes: n, Arcs: make([]flow.Arc, 0, 2*n)}
	for v := range n - 1 {
		p.Arcs = append(p.Arcs, owes(v, v+1, capacity+int64(v)), owes(v+1, v, capacity))
	}
	return p
}

// Torus is a circulation on a grid that is closed in both directions: every node owes the next in its row and
// the next in its column amounts up to most, at cost -1. Thin ones (2 rows) have long ways and many ties.
func Torus(rows, columns int, most int64, seed uint64) flow.Problem {
	p, d := flow.Problem{Nodes: rows * columns, Arcs: make([]flow.Arc, 0, 2*rows*columns)}, dice(seed)
	for r := range rows {
		for c := range columns {
			v := r*columns + c
			p.Arcs = append(p.Arcs,
				owes(v, r*columns+(c+1)%columns, d.upTo(most)),
				owes(v, (r+1)%rows*columns+c, d.upTo(most)))
		}
	}
	return p
}

// Hub is a circulation in which node 0 owes, and is owed by, every other one, amounts up to most.
func Hub(n int, most int64, seed uint64) flow.Problem {
	p, d := flow.Problem{Nodes: n}, dice(seed)
	for v := 1; v < n; v++ {
		p.Arcs = append(p.Arcs, owes(0, v, d.upTo(most)), owes(v, 0, d.upTo(most)))
	}
	return p
}

// Complete is a circulation in which each of n nodes owes every other an amount up to most.
func Complete(n int, most int64, seed uint64) flow.Problem {
	p, d := flow.Problem{Nodes: n}, dice(seed)
	for v := range n {
		for w := range n {
			if v != w {
				p.Arcs = append(p.Arcs, owes(v, w, d.upTo(most)))
			}
		}
	}
	return p
}

// Scattered is a circulation of m arcs of cost -1 between n nodes, both ends drawn by lot, with amounts up to most.
// With most 1 all amounts are equal. Its arcs may be parallel or lead back to their own node.
func Scattered(n, m int, most int64, seed uint64) flow.Problem {
	p, d := flow.Problem{Nodes: n, Arcs: make([]flow.Arc, 0, m)}, dice(seed)
	for range m {
		p.Arcs = append(p.Arcs, owes(d.below(n), d.below(n), d.upTo(most)))
	}
	return p
}

// Parallel has two nodes and n arcs in each direction, with costs from -n to n-1 in turn, so that some
// are worth filling, some not, and some only in part.
func Parallel(n int, capacity int64) flow.Problem {
	p := flow.Problem{Nodes: 2}
	for i := range n {
		p.Arcs = append(p.Arcs,
			flow.Arc{From: 0, To: 1, Capacity: capacity + int64(i), Cost: int64(2*i - n)},
			flow.Arc{From: 1, To: 0, Capacity: capacity, Cost: int64(n - 2*i - 1)})
	}
	return p
}

// Chain is a circulation on n 2-cycles one after the other, with arcs between them that no ring uses. Its
// costs make the potentials fall by cost from each 2-cycle to the next, so those far down must be
// shifted far.
func Chain(n int, cost int64) flow.Problem {
	p := flow.Problem{Nodes: 2 * n}
	for i := range n {
		v, w := int32(2*i), int32(2*i+1)
		p.Arcs = append(p.Arcs,
			flow.Arc{From: v, To: w, Capacity: 2, Cost: cost},
			flow.Arc{From: w, To: v, Capacity: 1, Cost: 1 - cost})
		if i > 0 {
			p.Arcs = append(p.Arcs, flow.Arc{From: v, To: v - 1, Capacity: 5, Cost: -1})
		}
	}
	return p
}

// Stairs is a path on which n nodes owe each other both ways, ever more one way and ever less the other:
// nearly every node lacks a little, which has to come from the far ends.
func Stairs(n int) flow.Problem {
	p := flow.Problem{Nodes: n, Arcs: make([]flow.Arc, 0, 2*n)}
	for v := range n - 1 {
		p.Arcs = append(p.Arcs, owes(v, v+1, int64(v+1)), owes(v+1, v, int64(n-v)))
	}
	return p
}

// Nested is n rings one inside the other: every node of a path also owes the first one a unit. The first
// flow that balances is the cheapest, but its labels do not show it.
func Nested(n int) flow.Problem {
	p := flow.Problem{Nodes: n, Arcs: make([]flow.Arc, 0, 2*n)}
	for v := range n - 1 {
		p.Arcs = append(p.Arcs, owes(v, v+1, int64(n-v)), owes(v+1, 0, 1))
	}
	return p
}

// Whirl is a circulation on a ring of two arcs of the given capacity and next to no cost, with dear and narrow arcs
// beside it. A solver whose admissible arcs may form a ring sends single units round it, capacity times.
func Whirl(capacity int64) flow.Problem {
	return flow.Problem{Nodes: 3, Arcs: []flow.Arc{
		{From: 0, To: 1, Capacity: 1, Cost: -1 << 48},
		{From: 0, To: 1, Capacity: capacity, Cost: 3},
		{From: 1, To: 0, Capacity: capacity, Cost: 0},
		{From: 1, To: 2, Capacity: 2, Cost: -1},
		{From: 2, To: 0, Capacity: 1, Cost: -1},
	}}
}

// Transport carries from each of n sources to n sinks, over all n² arcs between them, at costs from 1 to
// most.
func Transport(n int, most int64, seed uint64) flow.Problem {
	p, d := flow.Problem{Nodes: 2 * n, Supply: make([]int64, 2*n)}, dice(seed)
	for v := range n {
		amount := d.upTo(100)
		p.Supply[v] += amount
		p.Supply[n+d.below(n)] -= amount
		for w := range n {
			p.Arcs = append(p.Arcs, flow.Arc{From: int32(v), To: int32(n + w), Capacity: 100, Cost: d.upTo(most)})
		}
	}
	return p
}

// Network has m arcs between n nodes, both ends drawn by lot, with costs from 1 to costMost, capacities up to
// most, and supplies such as some flow carries.
func Network(n, m int, most, costMost int64, seed uint64) flow.Problem {
	p, d := flow.Problem{Nodes: n, Supply: make([]int64, n)}, dice(seed)
	for range m {
		a := owes(d.below(n), d.below(n), d.upTo(most))
		a.Cost = d.upTo(costMost)
		p.Arcs = append(p.Arcs, a)
		if d.below(4) == 0 {
			p.Supply[a.From] += a.Capacity / 2
			p.Supply[a.To] -= a.Capacity / 2
		}
	}
	return p
}

// owes is an obligation: every unit of it set off is one gained.
func owes(from, to int, amount int64) flow.Arc {
	return flow.Arc{From: int32(from), To: int32(to), Capacity: amount, Cost: -1}
}

// A dice is a splitmix64 generator (Steele, Lea and Flood, Fast splittable pseudorandom number
// generators, OOPSLA 2014). Every seed is ready.
type dice uint64

func (d *dice) next() uint64 {
	*d += 0x9e3779b97f4a7c15
	z := uint64(*d)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// below returns 0 to n-1.
func (d *dice) below(n int) int { return int(d.next() % uint64(n)) }

// upTo returns 1 to most.
func (d *dice) upTo(most int64) int64 { return 1 + int64(d.next()%uint64(most)) }
