package flow

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// The two sides of a search: from the source along the arcs, and from the sink against them.
const (
	forth = 0
	back  = 1
)

// far is the distance of a node that was not reached.
const far = math.MaxInt64

// A mark is what the search at hand knows of a node.
type mark struct {
	distance  [2]int64 // from the source and to the sink, or far
	potential int64    // zero but while a plan is made, and mostly then
	rank      uint64
	by        [2]way   // where the shortest way known comes from, on each side
	settled   [2]int32 // the label settled last on each side, from 1 on, or 0
}

// A way is a gate: of this node, at this place.
type way struct{ node, place int32 }

func newMark(rank uint64) mark {
	return mark{distance: [2]int64{far, far}, by: [2]way{{-1, 0}, {-1, 0}}, rank: rank}
}

// A search is the state of a bidirectional search (Pohl, Bi-directional search, Machine Intelligence 6,
// 1971) by Dijkstra's algorithm. Its arrays are kept from one to the next.
type search struct {
	sides [2]side
	best  int64 // the length of the shortest way known from source to sink, or far
	meet  int32 // a node on it, or -1
	measure
	ctx  context.Context
	pace int // gates until the context is looked at
	work int // gates looked at in all searches since the start
}

// A measure says which ways there are, and how long they are. The zero measure is that of residual arcs at
// reduced cost, for augmenting paths.
type measure struct {
	quota     int64 // where above zero: only arcs, not taking back, with this much room, at the price of it
	byLength  bool  // the arcs' lengths instead of their prices
	lengthMax int64 // with byLength: go on until both radii sum to this,
	anyWay    bool  // or instead until there is a way no longer, or surely none
}

// A side is a ball of settled nodes around its end.
type side struct {
	heap    heap
	reached []int32
	work    int // gates looked at so far
}

// find looks for the shortest way between two nodes and reports whether there is one. Its marks stay
// until wipe.
//
// Loop invariant: each side has settled all nodes nearer than the top of its heap, at their true distance,
// and best is the least sum of both distances over the nodes that both have reached. A way not yet seen
// leaves the one ball by an arc that ends at its top or beyond, and enters the other likewise, so it is no
// shorter than both tops together. That is the moment to stop.
//
// The side that has looked at fewer gates goes on: a hub on one side is then outweighed by the other, and
// the choice depends on the graph alone, as the size of a heap with stale entries would not.
func (n *Network) find(from, to int32) (bool, error) {
	n.best, n.meet = far, -1
	n.start(forth, from)
	n.start(back, to)
	for !n.over(n.top(forth), n.top(back)) {
		d := forth
		if n.sides[back].work < n.sides[forth].work {
			d = back
		}
		if err := n.settle(d); err != nil {
			return false, err
		}
	}
	return n.meet >= 0, nil
}

// over reports whether a search whose heaps have these tops has found what it is for.
func (n *Network) over(f, b int64) bool {
	switch {
	case f == far || b == far:
		return true
	case n.anyWay:
		return n.best <= n.lengthMax || f > n.lengthMax-b
	case n.byLength:
		return f >= n.lengthMax-b
	}
	return n.meet >= 0 && f >= n.best-b
}

func (n *Network) start(d int, v int32) {
	s := &n.sides[d]
	n.marks[v].distance[d] = 0
	s.reached = append(s.reached, v)
	s.heap.add(entry{0, n.marks[v].rank, v})
}

// top returns the distance of the next node to settle, or far. Entries of nodes that were reached on a
// shorter way since are thrown away.
func (n *Network) top(d int) int64 {
	h := &n.sides[d].heap
	for len(*h) > 0 {
		if e := (*h)[0]; n.marks[e.node].distance[d] == e.distance {
			return e.distance
		}
		h.take()
	}
	return far
}

// settle takes the nearest node and looks through its gates.
func (n *Network) settle(d int) error {
	s := &n.sides[d]
	v := s.heap.take().node
	gates := n.nodes[v].gates
	s.work += len(gates) + 1
	n.work += len(gates) + 1
	m := n.marks[v]
	for i := range gates {
		g := &gates[i]
		price := g.leave
		if d == back {
			price = g.enter
		}
		if price == shut {
			continue
		}
		w := &n.marks[g.other]
		long := int64(price) + m.potential - w.potential
		if d == back {
			long = int64(price) + w.potential - m.potential
		}
		if n.quota > 0 {
			if long = n.fare(g, d); long >= far-m.distance[d] {
				continue
			}
		}
		if m.distance[d]+long <= w.distance[d] {
			n.reach(d, g, way{v, int32(i)}, m.distance[d]+long, long)
		}
	}
	return n.tick(len(gates))
}

// tick looks at the context now and then.
func (n *Network) tick(gates int) error {
	if n.pace -= gates + 1; n.pace > 0 {
		return nil
	}
	n.pace = n.paceMax
	return n.ctx.Err()
}

// paceMax is how many gates pass between two looks at the context: some tenths of a millisecond.
const paceMax = 1 << 14

// reach notes that the node behind the gate g, found at this place, is at this distance, the last stretch
// of it this long. Where it is no nearer than known, the way through the node of lower rank stays, as long
// as that leads through a nearer node: where the last stretch has no length, the other may be settled, and
// ways would run in rings.
func (n *Network) reach(d int, g *gate, by way, distance, long int64) {
	w := &n.marks[g.other]
	if distance == w.distance[d] {
		if n.prefer(g.arc, by, w.by[d], long) {
			w.by[d] = by
		}
		return
	}
	if distance > n.best && !n.byLength {
		return // on no shortest way
	}
	s := &n.sides[d]
	if w.distance[d] == far {
		s.reached = append(s.reached, g.other)
	}
	w.distance[d], w.by[d] = distance, by
	s.heap.add(entry{distance, w.rank, g.other})
	if other := w.distance[1-d]; other != far && other <= n.best-distance {
		n.join(g.other, distance+other)
	}
}

// prefer reports whether a way as long as the known one is the one to keep.
func (n *Network) prefer(arc int32, by, known way, long int64) bool {
	if known.node < 0 {
		return false // an end of the search
	}
	if by.node == known.node {
		return n.compare(arc, n.nodes[known.node].gates[known.place].arc) < 0
	}
	return long > 0 && n.before(by.node, known.node)
}

// before reports whether v comes before w: the order of rank, and of number where ranks are the same.
func (n *Network) before(v, w int32) bool {
	a, b := n.marks[v].rank, n.marks[w].rank
	return a < b || a == b && v < w
}

// compare orders arcs between the same two nodes. Only arcs alike in everything go by number, and those are
// interchangeable.
func (n *Network) compare(a, b int32) int {
	x, y := &n.arcs[a], &n.arcs[b]
	return cmp.Or(
		cmp.Compare(n.marks[x.from].rank, n.marks[y.from].rank),
		cmp.Compare(x.cost, y.cost),
		cmp.Compare(n.nodes[x.from].gates[x.at].len, n.nodes[y.from].gates[y.at].len),
		slices.Compare(n.room(b), n.room(a)),
		cmp.Compare(x.flow, y.flow),
		cmp.Compare(a, b),
	)
}

// join notes that a way of this length leads through v. Of ways equally long, that through the node first in
// order stays.
func (n *Network) join(v int32, length int64) {
	if length < n.best || n.before(v, n.meet) {
		n.best, n.meet = length, v
	}
}

// wipe forgets a search, at the cost of what it reached.
func (n *Network) wipe() {
	n.guide = guide{}
	for d := range n.sides {
		s := &n.sides[d]
		for _, v := range s.reached {
			m := &n.marks[v]
			m.distance[d], m.by[d] = far, way{-1, 0}
		}
		s.reached, s.heap, s.work = s.reached[:0], s.heap[:0], 0
	}
}
