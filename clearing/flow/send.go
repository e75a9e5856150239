package flow

import (
	"cmp"
	"context"
	"slices"

	"example.org/mutual/internal/wide"
)

// SendOptions bound the paths of a flow. The zero SendOptions is ready and bounds nothing.
type SendOptions struct {
	LengthMax int // the most that the lengths of a path's arcs may sum to; 0: no bound
	PathsMax  int // the most paths; 0: no bound
}

// A Sent is a planned flow: how much can be sent, what that costs and on which paths, with the proof that it is
// the cheapest, or how far from that it may be.
type Sent struct {
	Value int64  // what is sent: the amount asked for, or else the most that was found
	Cost  int64  // what that costs
	Paths []Path // they sum to the flow; there is no ring in it

	// Most is what could be sent without bounds, up to the amount, and Least what Value would cost without
	// bounds. A flow within bounds may fall behind them by its bounds or by the heuristic, which does not
	// know by which. Without bounds they are Value and Cost.
	Most, Least int64

	// Potential proves that no flow of this value costs less: invariant 3 of the package. It has the nodes
	// whose potential is not zero, by number. It is nil, not only empty, where bounds made the flow another than
	// the cheapest.
	Potential []NodePotential

	// Cut proves that no more than Most can be sent, where that is less than the amount: all arcs, by
	// number, that leave a set of nodes with the source and without the sink. Their capacities sum to Most.
	Cut []int32
}

// A Path is a way from the source to the sink: its arcs in order, and what is sent on it, above zero.
type Path struct {
	Arcs   []int32
	Amount int64
}

// A NodePotential is the dual value of one node.
type NodePotential struct {
	Node      int32
	Potential int64
}

// Send plans how to send an amount from one node to another at the least cost. Where the network does not
// carry all of it, it plans for the most that it carries. It changes nothing: who carries the plan out lowers
// the capacities along its paths.
//
// Without bounds, and wherever the cheapest flow keeps to them, the flow is proved cheapest. Otherwise
// finding it is NP-hard, and Send is a heuristic that reports its gap: see the package comment.
//
// Errors are an [Error] wrapping ErrNode where one of the nodes does not exist or both are the same,
// ErrRange for an amount outside 1 to AmountMax, for bounds below zero, for a cost beyond an int64, and for
// numbers too large for [Solve] where it takes over; or the error of ctx, looked at every few thousand
// arcs.
func (n *Network) Send(ctx context.Context, from, to int32, amount int64, o SendOptions) (*Sent, error) {
	if err := n.checkSend(from, to, amount, o); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	n.ctx, n.pace = ctx, n.paceMax
	defer n.end()
	s, err := n.unbounded(from, to, amount)
	if err != nil || s.within(n, o) {
		return s, err
	}
	return n.bounded(s, from, to, amount, o)
}

func (n *Network) checkSend(from, to int32, amount int64, o SendOptions) error {
	switch {
	case !n.live(from):
		return wrongNode(ErrNode, int(from), "")
	case !n.live(to):
		return wrongNode(ErrNode, int(to), "")
	case from == to:
		return wrongNode(ErrNode, int(from), "source and sink must differ")
	case amount < 1 || amount > AmountMax:
		return wrong(ErrRange, "amount must be 1 to 2^62")
	case o.LengthMax < 0 || o.PathsMax < 0:
		return wrong(ErrRange, "bounds must be zero or above")
	}
	return nil
}

// end forgets the plan, whether it was made or not.
func (n *Network) end() {
	n.restart()
	n.measure, n.ctx, n.work, n.hand = measure{}, nil, 0, false
	n.legs = n.legs[:0]
}

// restart takes all flow back and puts all potentials to zero. Prices fall, so what a search has seen is not
// true any more.
func (n *Network) restart() {
	n.wipe()
	for _, arc := range n.used {
		if n.arcs[arc].flow != 0 {
			n.arcs[arc].flow = 0
			n.price(arc)
		}
	}
	for _, v := range n.moved {
		n.marks[v].potential = 0
	}
	n.used, n.moved = n.used[:0], n.moved[:0]
}

// A leg is what one augmentation sent, at this price a unit.
type leg struct{ amount, price int64 }

// Beyond so many augmentations, or so much work as looking at every gate so many times, Solve takes over: it
// looks at the whole network, but not again for every path.
const (
	augmentMax = 4096
	workMax    = 512
	workLeast  = 1 << 22 // gates; below that it is no use asking for the size
)

// unbounded finds the cheapest flow by successive shortest paths (Busacker and Gowen, 1961; with potentials by
// Edmonds and Karp, J. ACM 19, 1972, and Tomizawa, Networks 1, 1971).
//
// Loop invariant: no residual arc has a reduced cost below zero, so the flow is the cheapest of its value.
func (n *Network) unbounded(from, to int32, amount int64) (*Sent, error) {
	s := &Sent{Potential: []NodePotential{}}
	for s.Value < amount {
		if n.spent() {
			value, err := n.handOver(from, to, amount)
			if err != nil {
				return nil, err
			}
			s.Value = value
			if value == amount {
				break
			}
		}
		found, err := n.find(from, to)
		if err != nil {
			return nil, err
		}
		if !found {
			s.Cut = n.cut()
			n.wipe()
			break
		}
		n.trace()
		n.adjust()
		n.wipe()
		s.Value += n.augment(amount-s.Value, n.marks[to].potential-n.marks[from].potential)
	}
	s.Most = s.Value
	return s, n.finish(s, from, to)
}

// spent reports whether it is time for Solve to take over. After that one search is left, which finds the cut.
func (n *Network) spent() bool {
	if len(n.legs) < n.augmentMax && n.work < n.workLeast {
		return false
	}
	gates := 2 * int64(len(n.arcs)-len(n.freeArcs))
	return len(n.legs) >= n.augmentMax || int64(n.work) >= int64(n.workMax)*gates
}

// finish takes the paths, the cost and the potentials from the plan.
func (n *Network) finish(s *Sent, from, to int32) (err error) {
	slices.Sort(n.used)
	n.used = slices.Compact(n.used)
	if s.Cost, err = n.cost(); err != nil {
		return err
	}
	s.Least = s.Cost
	s.Paths = n.paths(from, to)
	slices.Sort(n.moved)
	n.moved = slices.Compact(n.moved)
	for _, v := range n.moved {
		if p := n.marks[v].potential; p != 0 {
			s.Potential = append(s.Potential, NodePotential{v, p})
		}
	}
	return nil
}

// cost returns what the flow costs. Each arc must be in used once.
func (n *Network) cost() (int64, error) {
	var sum wide.Sum
	for _, arc := range n.used {
		a := &n.arcs[arc]
		left := a.flow
		for k, c := range n.room(arc) {
			sum = sum.AddProduct(min(left, c), int64(a.cost)+n.steps[k])
			left -= min(left, c)
		}
	}
	return costOf(sum)
}

// adjust lets the potentials follow a search that found a way of length best.
//
// Each side's ball is trimmed to a radius, the radii summing to best. In the first, potentials fall by what
// a node lacks to the radius; in the second they rise by as much. A node in both would lie on a way shorter
// than best. An arc out of the first ball to neither is at least as long as its start lacks to the radius,
// or its end were inside; so its reduced cost stays above zero, and likewise into the second. One from the
// first ball to the second is at least as long as both lack together, or there were a way shorter than
// best. An arc inside a ball was looked at by Dijkstra's algorithm. Into the first ball or out of the
// second, reduced costs rise. So none falls below zero, those on the way found become zero, and nodes
// beyond the balls keep potential 0 without having been looked at.
//
// All potentials stay between those of source and sink, whose difference is the price of the way just found.
func (n *Network) adjust() {
	first := min(n.top(forth), n.best)
	n.shift(forth, first, -1)
	n.shift(back, n.best-first, 1)
}

func (n *Network) shift(d int, radius, sign int64) {
	for _, v := range n.sides[d].reached {
		m := &n.marks[v]
		if lack := radius - m.distance[d]; lack > 0 {
			if m.potential == 0 {
				n.moved = append(n.moved, v)
			}
			m.potential += sign * lack
		}
	}
}

// augment sends as much as the way at hand has room for at its present price, up to a most, and returns that.
func (n *Network) augment(most, price int64) int64 {
	for _, h := range n.walk {
		_, room := n.more(h.arc)
		if h.undo {
			_, room = n.less(h.arc)
		}
		most = min(most, room)
	}
	for _, h := range n.walk {
		if h.undo {
			n.push(h.arc, -most)
		} else {
			n.push(h.arc, most)
		}
	}
	n.legs = append(n.legs, leg{most, price})
	return most
}

func (n *Network) push(arc int32, amount int64) {
	if n.arcs[arc].flow == 0 {
		n.used = append(n.used, arc)
	}
	n.arcs[arc].flow += amount
	n.price(arc)
}

// cut returns the arcs from the source's side to the sink's, after a search that found no way: the side
// that has nothing left to settle has reached all it can.
func (n *Network) cut() []int32 {
	d := forth
	if n.top(forth) != far {
		d = back
	}
	var cut []int32
	for _, v := range n.sides[d].reached {
		gates := n.nodes[v].gates
		for i := range gates {
			if g := &gates[i]; g.begins() == (d == forth) && n.marks[g.other].distance[d] == far {
				cut = append(cut, g.arc)
			}
		}
	}
	slices.Sort(cut)
	return cut
}

// least returns what the cheapest flow of a smaller value costs. The flow after each augmentation was the
// cheapest of its value, and so was every one on the way there.
func (n *Network) least(from, to int32, value int64) (int64, error) {
	if n.hand {
		return n.leastBySolve(from, to, value)
	}
	var sum wide.Sum
	for _, l := range n.legs {
		amount := min(l.amount, value)
		sum = sum.AddProduct(amount, l.price)
		value -= amount
	}
	return costOf(sum)
}

// within reports whether the paths keep to the bounds.
func (s *Sent) within(n *Network, o SendOptions) bool {
	if o.PathsMax > 0 && len(s.Paths) > o.PathsMax {
		return false
	}
	tooLong := func(p Path) bool { return n.long(p.Arcs) > int64(o.LengthMax) }
	return o.LengthMax == 0 || !slices.ContainsFunc(s.Paths, tooLong)
}

// long returns the length of a path.
func (n *Network) long(arcs []int32) int64 {
	sum := int64(0)
	for _, arc := range arcs {
		a := &n.arcs[arc]
		sum += n.nodes[a.from].gates[a.at].length()
	}
	return sum
}

// compareNodes is the order of before.
func (n *Network) compareNodes(v, w int32) int {
	return cmp.Or(cmp.Compare(n.marks[v].rank, n.marks[w].rank), cmp.Compare(v, w))
}
