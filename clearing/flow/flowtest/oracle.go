package flowtest

import (
	"math/big"

	"example.org/mutual/clearing/flow"
)

// Cheapest returns what the cheapest flow of p costs, and whether there is any flow. It is written to
// be read: it finds some flow along shortest paths (Edmonds and Karp, J. ACM 19, 1972), and then
// cancels rings of negative cost until there is none (Klein, Management Science 14, 1967), which it
// finds as Bellman and Ford do, in big integers; rings with much left come first, lest they be cancelled unit by
// unit. The nodes and capacities of p must be well-formed and its
// supplies one a node, or nil; nothing else about it matters.
//
// Each path and each ring costs O(nodes x arcs): for a few hundred arcs at most.
func Cheapest(p flow.Problem) (cost *big.Int, feasible bool) {
	g := newGraph(p)
	for path := g.path(); path != nil; path = g.path() {
		g.push(path)
	}
	if g.suppliesLeft() {
		return nil, false
	}
	for least := int64(flow.TotalMax); least > 0; least /= 2 {
		for ring := g.ring(least); ring != nil; ring = g.ring(least) {
			g.push(ring)
		}
	}
	return g.cost(), true
}

// Exhaustive returns the same as [Cheapest] by trying every flow there is: the product of all
// Capacity + 1. It is for a handful of arcs with capacities of a few units.
func Exhaustive(p flow.Problem) (cost *big.Int, feasible bool) {
	balance := make([]int64, p.Nodes)
	copy(balance, p.Supply)
	spent := new(big.Int)
	var try func(i int)
	try = func(i int) {
		if i == len(p.Arcs) {
			if allZero(balance) && (!feasible || spent.Cmp(cost) < 0) {
				cost, feasible = new(big.Int).Set(spent), true
			}
			return
		}
		a := p.Arcs[i]
		price := big.NewInt(a.Cost)
		for range a.Capacity {
			try(i + 1)
			balance[a.From]--
			balance[a.To]++
			spent.Add(spent, price)
		}
		try(i + 1)
		balance[a.From] += a.Capacity
		balance[a.To] -= a.Capacity
		spent.Sub(spent, price.Mul(price, big.NewInt(a.Capacity)))
	}
	try(0)
	return cost, feasible
}

func allZero(values []int64) bool {
	for _, v := range values {
		if v != 0 {
			return false
		}
	}
	return true
}

// A graph is a residual graph: edge 2i is an arc, and edge 2i+1 takes back what flows on it. Supplies
// are arcs from node source, and to node sink.
type graph struct {
	nodes        int
	source, sink int
	edges        []edge
}

type edge struct {
	from, to int
	left     int64 // how much more it can carry
	cost     *big.Int
}

func newGraph(p flow.Problem) *graph {
	g := &graph{nodes: p.Nodes + 2, source: p.Nodes, sink: p.Nodes + 1}
	for _, a := range p.Arcs {
		g.add(int(a.From), int(a.To), a.Capacity, big.NewInt(a.Cost))
	}
	for v, s := range p.Supply {
		if s > 0 {
			g.add(g.source, v, s, new(big.Int))
		} else if s < 0 {
			g.add(v, g.sink, -s, new(big.Int))
		}
	}
	return g
}

func (g *graph) add(from, to int, capacity int64, cost *big.Int) {
	g.edges = append(g.edges,
		edge{from: from, to: to, left: capacity, cost: cost},
		edge{from: to, to: from, left: 0, cost: new(big.Int).Neg(cost)})
}

// push moves as much as all of these edges have left.
func (g *graph) push(edges []int) {
	amount := g.edges[edges[0]].left
	for _, e := range edges {
		amount = min(amount, g.edges[e].left)
	}
	for _, e := range edges {
		g.edges[e].left -= amount
		g.edges[e^1].left += amount
	}
}

// path returns the edges of a path with the fewest edges from source to sink, in any order, or nil.
func (g *graph) path() []int {
	by := g.noEdges() // the edge by which each node was reached
	queue := []int{g.source}
	for len(queue) > 0 {
		v := queue[0]
		queue = queue[1:]
		for i, e := range g.edges {
			if e.from == v && e.left > 0 && by[e.to] < 0 && e.to != g.source {
				by[e.to] = i
				queue = append(queue, e.to)
			}
		}
	}
	if by[g.sink] < 0 {
		return nil
	}
	var path []int
	for v := g.sink; v != g.source; v = g.edges[by[v]].from {
		path = append(path, by[v])
	}
	return path
}

// ring returns the edges of a ring that all have this much left and whose costs sum to less than zero, or
// nil. After as many rounds as there are nodes, whatever still gets cheaper was reached from such a ring.
func (g *graph) ring(least int64) []int {
	distance := make([]*big.Int, g.nodes)
	for v := range distance {
		distance[v] = new(big.Int)
	}
	by := g.noEdges()
	fell := -1
	for range g.nodes {
		fell = -1
		for i, e := range g.edges {
			if e.left < least {
				continue
			}
			if way := new(big.Int).Add(distance[e.from], e.cost); way.Cmp(distance[e.to]) < 0 {
				distance[e.to], by[e.to], fell = way, i, e.to
			}
		}
		if fell < 0 {
			return nil
		}
	}
	for range g.nodes {
		fell = g.edges[by[fell]].from // at last on the ring itself
	}
	ring := []int{by[fell]}
	for v := g.edges[by[fell]].from; v != fell; v = g.edges[by[v]].from {
		ring = append(ring, by[v])
	}
	return ring
}

func (g *graph) noEdges() []int {
	by := make([]int, g.nodes)
	for v := range by {
		by[v] = -1
	}
	return by
}

// suppliesLeft reports whether some supply could not be carried, or finds no sink.
func (g *graph) suppliesLeft() bool {
	for i := 0; i < len(g.edges); i += 2 {
		if e := g.edges[i]; e.left > 0 && (e.from == g.source || e.to == g.sink) {
			return true
		}
	}
	return false
}

// cost returns what the present flow costs: what could be taken back of each arc, times its cost.
func (g *graph) cost() *big.Int {
	sum := new(big.Int)
	for i := 0; i < len(g.edges); i += 2 {
		carried := big.NewInt(g.edges[i+1].left)
		sum.Add(sum, carried.Mul(carried, g.edges[i].cost))
	}
	return sum
}
