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
// [Resolve] solves a problem like one that is solved, by mending its solution where that is less work.
//
// A [Network] is such a graph that stays in memory and changes, and whose arcs grow dearer with use. Between
// two of its nodes [Network.Send] plans a cheapest flow without looking at most of it. That is for payments
// along chains of credit, and whatever else asks again and again for a little of a large graph.
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
// They hold too of [Network.Solution] for [Network.Problem], wherever a plan has potentials.
//
// By 1 to 3 no flow that satisfies 1 and 2 costs less: that is linear programming duality.
//
// # Determinism
//
// A solution is a function of the problem, nodes and arcs in the order given, and of the engine. Where
// several flows are cheapest, another order or engine may give another of them, at the same cost. Neither a
// context nor a Progress function nor the number of processors changes a result.
//
// A plan on a Network is a function of its arcs and the ranks of its nodes, where these differ: not of the
// numbers, nor of the order in which anything was added or retired.
//
// # Limits
//
//	nodes                                          0 to 2^31-2
//	arcs                                           0 to 2^30-1
//	sum of capacities and of supplies above zero   2^62
//	|Cost| x (nodes+1)                             2^54
//	|Cost| x (nodes of its component + 1)²         2^54, for cost scaling
//	total cost                                     an int64
//
// and of a network
//
//	steps                                          1 to 8, rising
//	cost of an arc and its highest step            2^30
//	capacity at each step, and amount              2^62
//	nodes                                          as above
//	arcs x steps                                   2^30-1
//
// Beyond them is ErrRange or ErrShape, before the solving begins but for the last; costs that are too dear for
// cost scaling go to the simplex alone, and are ErrRange if it gives up. A component is a strongly connected
// part of the graph; where Supply is not nil, all of it is one component. Arcs that have no capacity, or lead
// back to their own node, may have any cost. Memory is taken for as many nodes as Nodes says, arcs or none:
// where a problem comes from somebody else, ask [Engine.Memory] first.
//
// # The algorithm
//
// Arcs that lie on no ring carry nothing in a circulation, so first the graph falls into its strongly
// connected components (components.go), each solved by itself. Then there are three engines, and a rule that
// chooses one.
//
// [Automatic] takes
//
//  1. SetOff for circulations in which all arcs cost the same and less than nothing;
//  2. CostScaling where all costs that are not zero are of one size, as in a largest flow, or in a set-off with
//     arcs that cost nothing: there a simplex can be a hundred times as slow;
//  3. NetworkSimplex for everything else, and CostScaling for the components that it gives up: after
//     about a tenth of the time that CostScaling then takes on large grids with much flow along them, as
//     GOTO's, and at once on long rings.
//
// [CostScaling] solves any problem, but for the dearest. Every arc with a negative cost starts full and every
// other empty: that costs the least possible and lacks only balance (residual.go). Then push-relabel moves what
// is too much at one node to where it is lacking, along nearly shortest paths, at ever finer precision
// (scaling.go, refine.go), until the labels show potentials that prove the flow cheapest, or can be mended into
// some (certify.go).
//
// [NetworkSimplex] starts with the same flow. What is too much at a node goes over an artificial one, at a cost
// that nothing matches, and the arcs to it are a spanning tree. One by one, cheaper arcs take the place of
// others in the tree (simplex.go, pivot.go, tree.go), until none is cheaper: the potentials that make the arcs
// of the tree cost nothing then prove the flow cheapest. What keeps it from running in circles is that the tree
// is strongly feasible: from every node a little more could always flow to the top. What makes it fast is that
// a pivot touches only the ring that an arc closes and the smaller part of the tree that it cuts off, that
// arcs are compared in blocks, as many as the root of their number, drawn from all over the graph, and that
// nodes which hang together lie together in memory. No polynomial bounds its pivots, so it gives up, with
// ErrEngine where it was asked for by name, when they become dear: see patience.
//
// [SetOff] solves circulations in which all arcs cost the same and less than nothing: the largest set-off.
//
//  1. Reduce (reduce.go): of all arcs from one node to one other make one, and number the nodes so that
//     neighbours lie close.
//  2. Tighten (tighten.go): no arc can carry more than enters the node it leaves or leaves the node it enters.
//  3. Route (route.go): everything owed starts as set off, at the least cost there is, and what lacks is
//     balance. What nodes owe on balance has to stay unpaid, along the shortest ways to those that are owed on
//     balance; each arc on the way costs a unit. One push-relabel phase does it, with labels that order ways by
//     cost first and then by length, and a global update of all labels now and then (survey.go).
//     Where nodes hang together by pairs of opposite arcs alone, without longer rings, each pair sets off what it
//     can (acyclic.go).
//  4. Prove (prove.go): the labels, divided by what a unit of cost weighs in them, are the tiers of a hierarchy
//     of payments, the dual values. Loosen makes them prove the flow among the arcs as they were.
//  5. Distribute (distribute.go): share the flow among the arcs that were made one; join the components.
//
// Where a component is so long that routing does not get on, or that its labels have no room or prove nothing,
// CostScaling solves it, at the coarsest precision first (rescue.go).
//
// # The algorithm of Resolve
//
// Potentials of one problem prove a part of another: an arc whose reduced cost is below zero is made full, one
// above it empty, and the others carry what they did (resolve.go, adopt). What lacks then is balance, at the ends
// of what has changed. Push-relabel at once at the precision that proves moves what is too much at a few nodes to
// where it is lacking, with labels that count from the potentials (mend.go). Its updates go backward from where
// something lacks as far as the farthest node with too much, and leave all labels beyond as they are.
//
// # The algorithm of a Network
//
// Send finds one shortest path after the other, in residual arcs at reduced cost, by Dijkstra's algorithm
// from both ends at once (search.go). Potentials follow on the nodes nearer to either end than the balls
// meet, and stay zero on all others; that keeps every reduced cost at zero or above, which is invariant 3
// (send.go, adjust). What either ball has reached when there is no path left is a cut that proves that no
// more can be sent. After 4096 paths, or as much work as looking at the whole network 512 times, Solve takes
// over (handover.go).
//
// With a bound on the length of a path or on the number of paths, finding the cheapest flow is NP-hard. If
// the cheapest without bounds keeps to them, it is the cheapest. Otherwise Send is greedy: path by path the
// cheapest within the length, exactly, for as much as each path must carry if the paths allowed are to
// suffice, and nothing is taken back (bounded.go, label.go). Then [Sent].Most and [Sent].Least say what could
// be had without bounds: the plan lacks no more than the difference. A single path is the best there is.
//
// # Cost
//
// For n nodes, m arcs and costs up to C, CostScaling is O(n² m log(nC)) in the worst case, and on graphs of trade
// far less. The simplex is O(n + √m) a pivot, mostly two or three times √m, for three to ten pivots a node, and
// at most O((n + m) √m) in all before it gives up. Where it gets on, it takes a fifth to two thirds of the time of
// CostScaling. SetOff takes a third to a half of that, and hardly less where all parts are small. Random graphs
// in which everything hangs together are harder than graphs of trade, of which few arcs lie on rings and most
// of those near hubs: a million arcs take five times as long. Memory beside the problem: about 80 bytes an arc and
// 120 a node; for the simplex 45 and 150, for SetOff 65 and 80; and no more than [Engine.Memory] says. Verify:
// O(n + m). BENCHMARKS.md, beside this file, has figures, and those of the LEMON library on the same problems.
//
// A Send looks at a neighbourhood of both ends. On a random graph of 100,000 parties with 10 lines each
// that is some thousands of nodes and one or two milliseconds for a few paths, and twice that where a bound
// on their length binds. In the worst case it is as much work as 512 searches of the whole network, O(m log n)
// each, and two runs of Solve; with bounds a thousand searches more, and up to 62 for each path. A change
// of the network is O(1), amortized, and retiring a node that for each arc. Memory: about 110 bytes an arc,
// 8 an arc and step, and 110 a node.
//
// Progress of the simplex is a guess, since it does not know how many pivots are left, and stands still for a
// while when CostScaling takes over.
//
// Solve is safe to call from several goroutines at once. SetOff and NetworkSimplex share components
// out among as many goroutines as GOMAXPROCS says; all have ended when Solve returns.
//
// # Sources
//
// A. V. Goldberg and R. E. Tarjan, Finding minimum-cost circulations by successive approximation,
// Mathematics of Operations Research 15 (1990). A. V. Goldberg, An efficient implementation of a scaling
// minimum-cost flow algorithm, Journal of Algorithms 22 (1997). W. H. Cunningham, A network simplex method,
// Mathematical Programming 11 (1976). Z. Király and P. Kovács, Efficient implementations of minimum-cost flow
// algorithms, Acta Universitatis Sapientiae, Informatica 4 (2012). R. K. Ahuja, T. L. Magnanti and J. B.
// Orlin, Network Flows (1993). For networks: I. Pohl, Bi-directional search, Machine Intelligence 6 (1971).
// J. Edmonds and R. M. Karp, Theoretical improvements in algorithmic efficiency for network flow problems,
// Journal of the ACM 19 (1972). H. C. Joksch, The shortest route problem with constraints, Journal of
// Mathematical Analysis and Applications 14 (1966). G. Righini and M. Salani, Symmetry helps: bounded
// bi-directional dynamic programming for the elementary shortest path problem with resource constraints,
// Discrete Optimization 3 (2006).
package flow
