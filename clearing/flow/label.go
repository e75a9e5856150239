package flow

import (
	"cmp"
	"slices"
)

// A label is one way between a node and the end of the search on its side: from the source to the node, or
// from the node to the sink.
type label struct {
	cost, length int64
	node         int32
	from         int32 // the label it goes on from, or -1
	place        int32 // the gate it goes through: of from's node, at this place
	before       int32 // the label settled last before it on its side of the node, from 1 on, or 0
}

// labelsMax bounds the labels of one search: it is beyond all but the unlikeliest, and there any path short
// enough stands in for the cheapest.
const labelsMax = 1 << 20

// A labeller finds cheapest paths within a length by labels, several a node: those of which none other is
// both cheaper and shorter (Joksch, The shortest route problem with constraints, J. Mathematical Analysis
// and Applications 14, 1966; Hansen, Bicriterion path problems, 1980). It does so from both ends, each to half of
// the length (Righini and Salani, Symmetry helps, Discrete Optimization 3, 2006).
type labeller struct {
	labels  []label
	orders  [2]heap  // the labels to be settled, on each side; what stands for a node is a label
	looked  [2]int   // gates looked at so far
	labeled []int32  // the nodes with settled labels
	bar     int64    // the cost of the cheapest path known, or far
	halves  [2]int32 // its labels
	pass    [2]int64 // labels up to this length are gone on from
	most    [2]int64 // labels up to this length are made
}

// A guide is what is kept of the search without a bound on the length: the distance in each mark is, up to the
// radius of its side, the least that a way to that end costs. It stays true as prices rise, until restart.
type guide struct {
	guided int64 // the quota that it is for, or 0 for none
	radii  [2]int64
}

// keep makes a guide of the search just over. Nodes further than the best way is long were not noted.
func (n *Network) keep(quota int64) {
	n.guided = quota
	for d := range n.radii {
		n.radii[d] = min(n.top(d), n.best)
	}
}

// missing returns the least that it costs to go on from a node to the other end.
func (n *Network) missing(d int, v int32) int64 {
	return min(n.marks[v].distance[1-d], n.radii[1-d])
}

// cheapestShort finds the cheapest path for a quota within a length, and leaves it in walk. There must be a guide.
func (n *Network) cheapestShort(b bounds, quota int64) (bool, error) {
	found, err := n.settleLabels(b)
	if found {
		n.traceLabels()
	}
	tooMany := len(n.labels) >= n.labelsMax
	n.wipeLabels()
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

// settleLabels reports whether it has found a path within the length, and leaves its labels in halves: those of the
// cheapest, unless there are too many.
//
// Labels are settled in the order of what a path costs at least that goes on from them (Hart, Nilsson and Raphael,
// IEEE Trans. Systems Science and Cybernetics 4, 1968). At one node that is the order of cost, so a label is of
// use exactly where it is shorter than all that were settled there before.
//
// The source's side goes on to about half of the length. Of any path within the length let v be the first node
// beyond that, or else the sink: what is left from v on is short enough for the sink's side. So there are
// labels at v on both sides, no dearer and no longer than the path's two parts, and neither is settled later than
// at the cost of the path. Hence, once both sides have come to the cost of the cheapest path known, there
// is no cheaper one.
func (n *Network) settleLabels(b bounds) (bool, error) {
	half := (b.lengthMax - 1) / 2
	n.pass = [2]int64{half, b.lengthMax}
	n.most = [2]int64{b.lengthMax, b.lengthMax - half - 1}
	n.bar = far
	n.addLabel(forth, label{node: b.from, from: -1})
	n.addLabel(back, label{node: b.to, from: -1})
	for len(n.labels) < n.labelsMax {
		d, ok := n.nextSide()
		if !ok {
			break
		}
		if err := n.settleLabel(b, d, n.takeLabel(d)); err != nil {
			return false, err
		}
	}
	return n.bar != far, nil
}

// nextSide returns the side that has looked at fewer gates, of those that may yet find a cheaper path.
func (n *Network) nextSide() (d int, ok bool) {
	var open [2]bool
	for d, order := range n.orders {
		open[d] = len(order) > 0 && order[0].distance < n.bar
	}
	if !open[back] || open[forth] && n.looked[forth] <= n.looked[back] {
		return forth, open[forth]
	}
	return back, true
}

// settleLabel settles a label, if it is of use, and goes on from it.
func (n *Network) settleLabel(b bounds, d int, i int32) error {
	l := &n.labels[i]
	m := &n.marks[l.node]
	if s := m.settled[d]; s > 0 && l.length >= n.labels[s-1].length {
		return nil
	}
	if m.settled == [2]int32{} {
		n.labeled = append(n.labeled, l.node)
	}
	l.before, m.settled[d] = m.settled[d], i+1
	n.joinLabels(b, d, i)
	if l.length > n.pass[d] {
		return nil
	}
	n.extend(d, i)
	gates := len(n.nodes[l.node].gates)
	n.looked[d] += gates + 1
	return n.tick(gates)
}

// joinLabels looks for a path through a label and one of those settled on the other side of its node: the earlier,
// the cheaper and the longer.
func (n *Network) joinLabels(b bounds, d int, i int32) {
	l := &n.labels[i]
	for s := n.marks[l.node].settled[1-d]; s > 0; s = n.labels[s-1].before {
		o := &n.labels[s-1]
		if o.length > b.lengthMax-l.length {
			return
		}
		if o.cost < n.bar-l.cost {
			n.bar = l.cost + o.cost
			n.halves[d], n.halves[1-d] = i, s-1
		}
	}
}

// extend makes the labels that go on from one.
func (n *Network) extend(d int, from int32) {
	l := n.labels[from]
	room := n.most[d] - l.length
	gates := n.nodes[l.node].gates
	for i := range gates {
		g := &gates[i]
		if g.begins() != (d == forth) || g.length() > room || g.closed(d) {
			continue
		}
		price := n.fare(g, d)
		if price >= n.bar-l.cost {
			continue
		}
		length := l.length + g.length()
		if s := n.marks[g.other].settled[d]; s > 0 && length >= n.labels[s-1].length {
			continue
		}
		n.addLabel(d, label{cost: l.cost + price, length: length, node: g.other, from: from, place: int32(i)})
	}
}

// addLabel adds a label to those to be settled, unless no path that goes on from it is cheaper than the one
// known.
func (n *Network) addLabel(d int, l label) {
	missing := n.missing(d, l.node)
	if missing >= n.bar-l.cost {
		return
	}
	n.orders[d].add(entry{l.cost + missing, n.marks[l.node].rank, int32(len(n.labels))})
	n.labels = append(n.labels, l)
}

// takeLabel takes the next label. Of those alike in node and cost only the first in order is of use.
func (n *Network) takeLabel(d int) int32 {
	order := &n.orders[d]
	first := order.take()
	for len(*order) > 0 && (*order)[0].distance == first.distance && n.labels[(*order)[0].node].node == n.labels[first.node].node {
		if e := order.take(); n.compareLabels(e.node, first.node) < 0 {
			first = e
		}
	}
	return first.node
}

// compareLabels is the order of labels alike in node and cost: by length, and then by where they come from.
func (n *Network) compareLabels(i, j int32) int {
	x, y := &n.labels[i], &n.labels[j]
	if c := cmp.Compare(x.length, y.length); c != 0 || x.from < 0 || y.from < 0 {
		return c
	}
	p, q := &n.labels[x.from], &n.labels[y.from]
	c := cmp.Or(n.compareNodes(p.node, q.node), cmp.Compare(p.cost, q.cost), cmp.Compare(p.length, q.length))
	if c != 0 {
		return c
	}
	return n.compare(n.through(*x), n.through(*y))
}

// traceLabels reads the way through both halves into walk. No node is on both: they would have been joined there
// before, to a path no dearer.
func (n *Network) traceLabels() {
	n.walk = n.walk[:0]
	for l := n.labels[n.halves[forth]]; l.from >= 0; l = n.labels[l.from] {
		n.walk = append(n.walk, hop{arc: n.through(l)})
	}
	slices.Reverse(n.walk)
	for l := n.labels[n.halves[back]]; l.from >= 0; l = n.labels[l.from] {
		n.walk = append(n.walk, hop{arc: n.through(l)})
	}
}

// through returns the arc by which a label was reached.
func (n *Network) through(l label) int32 { return n.nodes[n.labels[l.from].node].gates[l.place].arc }

// wipeLabels forgets all labels.
func (n *Network) wipeLabels() {
	for _, v := range n.labeled {
		n.marks[v].settled = [2]int32{}
	}
	n.labels, n.labeled, n.looked = n.labels[:0], n.labeled[:0], [2]int{}
	for d := range n.orders {
		n.orders[d] = n.orders[d][:0]
	}
}
