// Package flow finds the cheapest flow through a network, exactly, with the proof that it is the
// cheapest.
//
// It is the solver under package clearing, useful by itself: for minimum-cost flows and circulations
// with whole numbers, where an answer must be exact, the same on every machine, and open to being
// checked by somebody who trusts neither the solver nor whoever ran it. It is not for shortest paths,
// matchings or maximum flows alone, which are faster by algorithms of their own, nor for fractional
// capacities or costs.
//
// # The model
//
// A [Problem] is a directed graph of numbered nodes and arcs, each with a capacity and a cost for each
// unit of flow, of either sign. Arcs may be parallel or opposite, lead back to their own node, or have
// no capacity; the graph need not be connected. [Solve] returns a [Solution]: the flow on each arc, and
// a potential of each node. [Verify] checks it in linear time, without a solver.
//
// # Invariants
//
// Of a solution s of a problem p:
//
//  1. 0 <= Flow[a] <= Capacity[a] on every arc.
//  2. At every node, flow in + supply = flow out.
//  3. Cost + Potential[From] - Potential[To] is >= 0 where Flow < Capacity, and <= 0 where Flow > 0.
//  4. Cost is the sum of Flow x Cost.
//
// By 1 to 3 no flow that satisfies 1 and 2 costs less: that is linear programming duality.
//
// # Determinism
//
// The solution is a function of the problem, nodes and arcs in the order given. Where several flows are
// cheapest, another order may give another of them, at the same cost. Neither a context nor a Progress
// function changes a result.
//
// # Limits
//
//	nodes                                          0 to 2^31-2
//	arcs                                           0 to 2^30-1
//	sum of capacities and of supplies above zero   2^62
//	|Cost| x (nodes+1)                             2^54
//	|Cost| x (nodes of its component + 1)²         2^54
//	total cost                                     an int64
//
// Beyond them is ErrRange or ErrShape, before the solving begins but for the last. A component is a
// strongly connected part of the graph; where Supply is not nil, all of it is one component. Arcs that
// have no capacity, or lead back to their own node, may have any cost. Memory is taken for as many nodes
// as Nodes says, arcs or none: bound it where a problem comes from somebody else.
//
// # The algorithm
//
// Arcs that lie on no ring carry nothing in a circulation, so first the graph falls into its strongly
// connected components (components.go), each solved by itself. Every arc with a negative cost starts
// full and every other empty: that costs the least possible and lacks only balance (residual.go). Then
// push-relabel moves what is too much at one node to where it is lacking, along nearly shortest paths,
// at ever finer precision (refine.go), until the labels show potentials that prove the flow cheapest, or
// can be mended into some (certify.go).
//
// For the largest set-off, where every arc costs -1, the start means that everything owed is set off
// and what moves is what stays unpaid; one phase is then mostly enough.
//
// # Cost
//
// For n nodes, m arcs and costs up to C: O(n² m log(nC)) in the worst case, and on graphs of trade far
// less. Long thin graphs are the hard ones: a path of 20,000 nodes that owe each other both ways takes as
// long as a graph of trade with ten times the arcs. Memory: about 80 bytes an arc and 120 a node beside
// the problem. Verify: O(n + m).
//
// Solve is safe to call from several goroutines at once; it starts none.
//
// # Sources
//
// A. V. Goldberg and R. E. Tarjan, Finding minimum-cost circulations by successive approximation,
// Mathematics of Operations Research 15 (1990). A. V. Goldberg, An efficient implementation of a scaling
// minimum-cost flow algorithm, Journal of Algorithms 22 (1997). R. K. Ahuja, T. L. Magnanti and J. B.
// Orlin, Network Flows (1993).
package flow
