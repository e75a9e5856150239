package flow

import (
	"cmp"
	"slices"
)

// A label is one way to a node from the source.
type label struct {
	cost, length int64
	node         int32
	from         int32 // the label it goes on from, or -1
	place        int32 // the gate it goes through: of from's node, at this place
}

// labelsMax bounds the labels of one search: it is beyond all but the unlikeliest, and there any path short
// enough stands in for the cheapest.
const labelsMax = 1 << 20

// A labeller finds cheapest paths within a length by labels, several a node: those of which none other is
// both cheaper and shorter (Joksch, The shortest route problem with constraints, J. Mathematical Analysis
// and Applications 14, 1966; Hansen, Bicriterion path problems, 1980).
type labeller struct {
	labels  []label
	order   labelHeap
	shorted []int32 // the nodes with settled labels
}

// cheapestShort finds the cheapest path for a quota within a length, and leaves it in walk.
//
// First a search by length goes from both ends until the balls' radii sum to the bound. From the ball
// around the sink it is known how much longer each way becomes at least, which keeps the labels to the
// other ball and to what lies between. They are settled in the order of cost, so a label is of use exactly
// where it is shorter than all that were settled at its node, and the first at the sink is the cheapest.
func (n *Network) cheapestShort(b bounds, quota int64) (bool, error) {
	n.measure = measure{quota: quota, byLength: true, lengthMax: b.lengthMax}
	_, err := n.find(b.from, b.to)
	n.measure = measure{quota: quota}
	found := false
	if err == nil {
		found, err = n.settleLabels(b, n.top(back))
	}
	n.wipe()
	tooMany := len(n.labels) >= n.labelsMax
	for _, v := range n.shorted {
		n.spots[v].shortest = far
	}
	n.labels, n.order, n.shorted = n.labels[:0], n.order[:0], n.shorted[:0]
	if err != nil || found || !tooMany {
		return found, err
	}
	return n.anyShort(b, quota)
}

// anyShort finds some path for a quota within a length, and leaves it in walk.
func (n *Network) anyShort(b bounds, quota int64) (bool, error) {
	found, err := n.reachable(b, quota)
	if found {
		n.trace()
	}
	n.wipe()
	return found, err
}

// settleLabels leaves the cheapest path in walk, unless there are too many labels. The ball around the sink
// has this radius.
func (n *Network) settleLabels(b bounds, radius int64) (bool, error) {
	n.labels = append(n.labels, label{node: b.from, from: -1})
	n.order.add(n, 0)
	for len(n.order) > 0 && len(n.labels) < n.labelsMax {
		i := n.order.take(n)
		l := n.labels[i]
		spot := &n.spots[l.node]
		if l.length >= spot.shortest {
			continue
		}
		if l.node == b.to {
			n.traceLabels(i)
			return true, nil
		}
		if spot.shortest == far {
			n.shorted = append(n.shorted, l.node)
		}
		spot.shortest = l.length
		n.extend(b, i, radius)
		if err := n.tick(len(n.nodes[l.node].gates)); err != nil {
			return false, err
		}
	}
	return false, nil
}

// extend makes the labels that go on from one. Of a node that the ball around the sink has not even reached, no
// neighbour is inside: most labels end there, without a look at the neighbours.
func (n *Network) extend(b bounds, from int32, radius int64) {
	l := n.labels[from]
	room := b.lengthMax - l.length
	if n.marks[l.node].distance[back] == far {
		room -= min(radius, room+1)
	}
	gates := n.nodes[l.node].gates
	for i := range gates {
		g := &gates[i]
		if g.leave == shut || !g.begins() || g.length() > room {
			continue
		}
		length := l.length + g.length()
		rest := min(n.marks[g.other].distance[back], radius)
		if length >= n.spots[g.other].shortest || rest > b.lengthMax-length {
			continue
		}
		price := n.fare(g, forth)
		if price >= far-l.cost {
			continue
		}
		n.labels = append(n.labels, label{l.cost + price, length, g.other, from, int32(i)})
		n.order.add(n, int32(len(n.labels)-1))
	}
}

// traceLabels reads the way to a label into walk.
func (n *Network) traceLabels(last int32) {
	n.walk = n.walk[:0]
	for l := n.labels[last]; l.from >= 0; l = n.labels[l.from] {
		n.walk = append(n.walk, hop{arc: n.through(l)})
	}
	slices.Reverse(n.walk)
}

// through returns the arc by which a label was reached.
func (n *Network) through(l label) int32 { return n.nodes[n.labels[l.from].node].gates[l.place].arc }

// compareLabels is the order of settling: by cost, length and node, and for the same way to the same node by
// where it comes from.
func (n *Network) compareLabels(i, j int32) int {
	x, y := &n.labels[i], &n.labels[j]
	c := cmp.Or(cmp.Compare(x.cost, y.cost), cmp.Compare(x.length, y.length), n.compareNodes(x.node, y.node))
	if c != 0 || x.from < 0 || y.from < 0 {
		return c
	}
	p, q := &n.labels[x.from], &n.labels[y.from]
	c = cmp.Or(n.compareNodes(p.node, q.node), cmp.Compare(p.cost, q.cost), cmp.Compare(p.length, q.length))
	if c != 0 {
		return c
	}
	return n.compare(n.through(*x), n.through(*y))
}

// A labelHeap gives out the first of some labels (Williams, Comm. ACM 7, 1964).
type labelHeap []int32

func (h *labelHeap) add(n *Network, l int32) {
	*h = append(*h, l)
	s := *h
	for i := len(s) - 1; i > 0; {
		up := (i - 1) / 2
		if n.compareLabels(s[i], s[up]) >= 0 {
			return
		}
		s[i], s[up] = s[up], s[i]
		i = up
	}
}

func (h *labelHeap) take(n *Network) int32 {
	s := *h
	first, last := s[0], len(s)-1
	s[0] = s[last]
	s = s[:last]
	*h = s
	for i := 0; ; {
		least := 2*i + 1
		if least >= len(s) {
			return first
		}
		if least+1 < len(s) && n.compareLabels(s[least+1], s[least]) < 0 {
			least++
		}
		if n.compareLabels(s[i], s[least]) <= 0 {
			return first
		}
		s[i], s[least] = s[least], s[i]
		i = least
	}
}
