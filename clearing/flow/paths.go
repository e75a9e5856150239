package flow

import (
	"cmp"
	"slices"
)

// A hop is an arc on a way, or the taking back of some of its flow.
type hop struct {
	arc  int32
	undo bool
}

// trace reads the way that a search has found into walk. No node is on it twice: when a node settled from
// one side comes to the top on the other, both tops together are no less than the way through it, so that
// the search is over (with anyWay too, as that way is short enough then). Hence the ways of both sides, which
// run through settled nodes, meet in one node only.
func (n *Network) trace() {
	n.walk = n.walk[:0]
	v := n.meet
	for w := n.marks[v].by[forth]; w.node >= 0; w = n.marks[v].by[forth] {
		g := &n.nodes[w.node].gates[w.place]
		n.walk = append(n.walk, hop{arc: g.arc, undo: !g.begins()})
		v = w.node
	}
	slices.Reverse(n.walk)
	v = n.meet
	for w := n.marks[v].by[back]; w.node >= 0; w = n.marks[v].by[back] {
		g := &n.nodes[w.node].gates[w.place]
		n.walk = append(n.walk, hop{arc: g.arc, undo: g.begins()})
		v = w.node
	}
}

// A carry is an arc with what it carries that is on no path yet.
type carry struct {
	from, to, arc int32
	left          int64
}

// paths splits the flow into paths. Each goes from node to node by the arc that carried the most at first, as
// long as anything is left of it, then by the next: that makes few paths. A ring that a path runs into is taken
// out, which changes no cost: the flow is a cheapest one, so its rings cost nothing. Rings that no path
// runs into are left out.
//
// O(arcs used x log + arcs of all paths and rings).
func (n *Network) paths(from, to int32) []Path {
	w := walker{spots: n.spots, carries: n.carries()}
	var paths []Path
	for w.walk(from, to) {
		paths = append(paths, w.take())
	}
	for i := range w.carries {
		n.spots[w.carries[i].from].carry = 0
	}
	return paths
}

// carries returns the arcs that carry something by the node they leave, in the order in which paths are to
// use them, and notes in the spot of each node where its own begin.
func (n *Network) carries() []carry {
	list := make([]carry, 0, len(n.used))
	for _, arc := range n.used {
		if a := &n.arcs[arc]; a.flow > 0 {
			list = append(list, carry{a.from, a.to, arc, a.flow})
		}
	}
	slices.SortFunc(list, func(x, y carry) int {
		return cmp.Or(
			cmp.Compare(x.from, y.from),
			cmp.Compare(y.left, x.left),
			n.compareNodes(x.to, y.to),
			n.compare(x.arc, y.arc),
		)
	})
	for i := len(list) - 1; i >= 0; i-- {
		n.spots[list[i].from].carry = int32(i) + 1
	}
	return list
}

// A walker follows what is left of a flow.
type walker struct {
	spots   []spot
	carries []carry
	path    []int32 // the carries from the source to where it stands
}

// walk goes from the source to the sink, and reports whether anything is left that leads there.
func (w *walker) walk(from, to int32) bool {
	w.path = w.path[:0]
	w.spots[from].path = 1
	v := from
	for v != to {
		c := w.next(v)
		if c < 0 {
			break // at the source: elsewhere what flows in flows on
		}
		w.path = append(w.path, c)
		if v = w.carries[c].to; w.spots[v].path > 0 {
			w.cancel(v)
		}
		w.spots[v].path = int32(len(w.path)) + 1
	}
	w.spots[from].path = 0
	for _, c := range w.path {
		w.spots[w.carries[c].to].path = 0
	}
	return v == to
}

// next returns the first carry of a node with anything left, or -1.
func (w *walker) next(v int32) int32 {
	for c := w.spots[v].carry - 1; c >= 0 && int(c) < len(w.carries) && w.carries[c].from == v; c++ {
		if w.carries[c].left > 0 {
			w.spots[v].carry = c + 1
			return c
		}
	}
	return -1
}

// cancel takes the ring out that ends where the path has been before, at v.
func (w *walker) cancel(v int32) {
	at := w.spots[v].path - 1
	ring := w.path[at:]
	w.subtract(ring)
	for _, c := range ring {
		w.spots[w.carries[c].to].path = 0
	}
	w.path = w.path[:at]
}

// subtract takes as much off these carries as all of them have left, and returns that.
func (w *walker) subtract(path []int32) int64 {
	amount := int64(AmountMax)
	for _, c := range path {
		amount = min(amount, w.carries[c].left)
	}
	for _, c := range path {
		w.carries[c].left -= amount
	}
	return amount
}

// take returns the path walked, and takes off all that flows along it.
func (w *walker) take() Path {
	p := Path{Arcs: make([]int32, len(w.path))}
	for i, c := range w.path {
		p.Arcs[i] = w.carries[c].arc
	}
	p.Amount = w.subtract(w.path)
	return p
}
