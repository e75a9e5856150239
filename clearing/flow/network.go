package flow

import "math"

// Bounds on a network, beside NodesMax. Beyond them its methods refuse with ErrRange or ErrShape.
const (
	StepsMax  = 8       // steps of an arc's price
	PriceMax  = 1 << 30 // cost of an arc and the highest step together
	AmountMax = 1 << 62 // a capacity, and what is sent at once
)

// A Network is a graph that stays in memory, on which [Network.Send] plans cheapest flows between two nodes
// while its owner changes it in place. The zero Network has no steps and takes no arcs: see [NewNetwork].
//
// A Network is not safe for concurrent use, not even for several calls of Send.
type Network struct {
	steps []int64
	nodes []station
	marks []mark // of the search at hand, one a node
	arcs  []line
	rooms []int64 // the capacity of arc a at step k is rooms[a x len(steps) + k]

	freeNodes, freeArcs []int32 // numbers to be given out again, the last retired first

	planner
}

// A planner holds what Send works with, empty between two calls. It is kept because filling arrays of the
// network's size each time would cost more than most plans.
type planner struct {
	search
	spots []spot
	used  []int32 // arcs whose flow may be other than zero, some more than once
	moved []int32 // nodes whose potential may be other than zero, some more than once
	walk  []hop   // the way found last
	legs  []leg
	labeller
	guide
	hand bool // the flow was found by Solve

	limits
}

// limits are constants, but for the tests.
type limits struct {
	augmentMax, workMax, workLeast int // see spent
	paceMax                        int // see tick
	labelsMax                      int // see settleLabels
}

// A spot is what the paths at hand know of a node.
type spot struct {
	path  int32 // its place on the path, from 1 on, or 0
	carry int32 // the first of its carries with anything left, from 1 on, or 0
}

// A station is a node: its arcs in both directions, in no order.
type station struct {
	gates []gate
	live  bool
}

// A gate is an arc as one of its two ends sees it: all that a search looks at, so that it scans a node's arcs
// without going to the arcs themselves, in either direction. Prices are those of the next unit.
type gate struct {
	other int32 // node at the other end
	twin  int32 // place of the other gate among the gates of that node
	arc   int32
	leave int32 // price of a unit from here to the other end, or shut
	enter int32 // price of a unit from the other end to here, or shut
	len   int32 // length of the arc; inverted (below zero) on the gate at the arc's end
}

// shut is the price of a way that has no room.
const shut = math.MaxInt32

// begins reports whether the arc leads from here to the other end.
func (h *gate) begins() bool { return h.len >= 0 }

// ends reports whether the arc leads from the other end to here.
func (h *gate) ends() bool { return h.len < 0 }

// closed reports whether there is no room for a search from this side.
func (h *gate) closed(d int) bool {
	return d == forth && h.leave == shut || d == back && h.enter == shut
}

// length returns the length of the arc, seen from either end.
func (h *gate) length() int64 { return int64(max(h.len, ^h.len)) }

// A line is an arc. Its flow is zero but while a plan is made.
type line struct {
	from, to int32 // from is -1 for a number that is free
	at       int32 // place of its gate among the gates of from
	cost     int32
	flow     int64
}

// NewNetwork returns an empty network whose arcs have a capacity at each of these steps: a unit at step k of
// an arc costs the arc's cost and steps[k]. None means a single step of 0. It refuses more than
// StepsMax steps with ErrShape, and those that do not rise strictly from 0 or above to PriceMax at most with
// ErrRange.
func NewNetwork(steps ...int64) (*Network, error) {
	if len(steps) > StepsMax {
		return nil, wrong(ErrShape, "at most 8 steps")
	}
	if len(steps) == 0 {
		steps = []int64{0}
	}
	last := int64(-1)
	for _, s := range steps {
		if s <= last || s > PriceMax {
			return nil, wrong(ErrRange, "steps must rise from 0 or above to 2^30 at most")
		}
		last = s
	}
	usual := limits{augmentMax, workMax, workLeast, paceMax, labelsMax}
	return &Network{steps: append([]int64(nil), steps...), planner: planner{limits: usual}}, nil
}

// AddNode adds a node without arcs and returns its number, the last retired one first. Where ways cost the
// same, those through nodes of lower rank are preferred, so nodes of different rank make what Send returns
// independent of the order in which the network was built. ErrShape where there are as many as can be. O(1),
// amortized.
func (n *Network) AddNode(rank uint64) (int32, error) {
	if last := len(n.freeNodes) - 1; last >= 0 {
		v := n.freeNodes[last]
		n.freeNodes = n.freeNodes[:last]
		n.nodes[v].live = true
		n.marks[v] = newMark(rank)
		return v, nil
	}
	if len(n.nodes) >= min(NodesMax, math.MaxInt/128) {
		return 0, wrong(ErrShape, "too many nodes")
	}
	n.nodes = append(n.nodes, station{live: true})
	n.marks = append(n.marks, newMark(rank))
	n.spots = append(n.spots, spot{})
	return int32(len(n.nodes) - 1), nil
}

// RetireNode takes a node away with all its arcs. Their numbers are given out again. ErrNode where there is
// no such node. O(arcs of the node).
func (n *Network) RetireNode(v int32) error {
	if !n.live(v) {
		return wrongNode(ErrNode, int(v), "")
	}
	for len(n.nodes[v].gates) > 0 {
		n.drop(n.nodes[v].gates[len(n.nodes[v].gates)-1].arc)
	}
	n.nodes[v] = station{}
	n.freeNodes = append(n.freeNodes, v)
	return nil
}

// AddArc adds an arc that has no capacity yet and returns its number, the last retired one first. It may be
// parallel or opposite to others. The length counts for [SendOptions].LengthMax and nothing else. ErrNode where
// there is no such node or both are the same, ErrRange for a cost or length below zero, or a cost that makes
// more than PriceMax with the highest step, and ErrShape where ArcsMax is less than one arc a step.
// O(1), amortized.
func (n *Network) AddArc(from, to int32, cost int64, length int32) (int32, error) {
	switch {
	case !n.live(from):
		return 0, wrongNode(ErrNode, int(from), "")
	case !n.live(to):
		return 0, wrongNode(ErrNode, int(to), "")
	case from == to:
		return 0, wrongNode(ErrNode, int(from), "an arc joins two nodes")
	case len(n.steps) == 0:
		return 0, wrong(ErrShape, "the zero Network has no steps")
	case cost < 0 || cost > PriceMax-n.steps[len(n.steps)-1]:
		return 0, wrong(ErrRange, "cost must be 0 to 2^30 less the highest step")
	case length < 0:
		return 0, wrong(ErrRange, "length must be zero or above")
	}
	arc, ok := n.arcNumber()
	if !ok {
		return 0, wrong(ErrShape, "too many arcs")
	}
	start, end := &n.nodes[from].gates, &n.nodes[to].gates
	n.arcs[arc] = line{from: from, to: to, at: int32(len(*start)), cost: int32(cost)}
	*start = append(*start, gate{other: to, twin: int32(len(*end)), arc: arc, leave: shut, enter: shut, len: length})
	*end = append(*end, gate{other: from, twin: int32(len(*start) - 1), arc: arc, leave: shut, enter: shut, len: ^length})
	return arc, nil
}

// arcNumber returns a free number, with a record and no capacity at any step.
func (n *Network) arcNumber() (int32, bool) {
	if last := len(n.freeArcs) - 1; last >= 0 {
		arc := n.freeArcs[last]
		n.freeArcs = n.freeArcs[:last]
		clear(n.room(arc))
		return arc, true
	}
	if len(n.arcs) >= ArcsMax/len(n.steps) {
		return 0, false
	}
	n.arcs = append(n.arcs, line{})
	for range n.steps {
		n.rooms = append(n.rooms, 0)
	}
	return int32(len(n.arcs) - 1), true
}

// RetireArc takes an arc away. Its number is given out again. ErrArc where there is no such arc. O(1).
func (n *Network) RetireArc(arc int32) error {
	if !n.has(arc) {
		return wrongArc(ErrArc, int(arc), "")
	}
	n.drop(arc)
	return nil
}

// drop takes an arc off both its ends.
func (n *Network) drop(arc int32) {
	a := &n.arcs[arc]
	n.unhook(a.to, n.nodes[a.from].gates[a.at].twin)
	n.unhook(a.from, a.at)
	*a = line{from: -1}
	n.freeArcs = append(n.freeArcs, arc)
}

// unhook takes a gate away and moves the node's last gate to its place.
func (n *Network) unhook(v, place int32) {
	gates := n.nodes[v].gates
	last := int32(len(gates) - 1)
	if moved := gates[last]; place != last {
		gates[place] = moved
		n.nodes[moved.other].gates[moved.twin].twin = place
		if moved.begins() {
			n.arcs[moved.arc].at = place
		}
	}
	n.nodes[v].gates = gates[:last]
}

// SetCapacity sets how many units the arc carries at a step, 0 to AmountMax. ErrArc where there is no such arc,
// ErrShape where there is no such step, ErrCapacity below zero and ErrRange above AmountMax. O(1).
func (n *Network) SetCapacity(arc int32, step int, capacity int64) error {
	switch {
	case !n.has(arc):
		return wrongArc(ErrArc, int(arc), "")
	case step < 0 || step >= len(n.steps):
		return wrongArc(ErrShape, int(arc), "no such step")
	case capacity < 0:
		return wrongArc(ErrCapacity, int(arc), "must be zero or above")
	case capacity > AmountMax:
		return wrongArc(ErrRange, int(arc), "capacity must be at most 2^62")
	}
	n.room(arc)[step] = capacity
	n.price(arc)
	return nil
}

// Capacity returns how many units the arc carries at a step: 0 where there is no such arc or step. O(1).
func (n *Network) Capacity(arc int32, step int) int64 {
	if !n.has(arc) || step < 0 || step >= len(n.steps) {
		return 0
	}
	return n.room(arc)[step]
}

// live reports whether v is a node of the network.
func (n *Network) live(v int32) bool { return v >= 0 && int(v) < len(n.nodes) && n.nodes[v].live }

// has reports whether there is such an arc.
func (n *Network) has(arc int32) bool {
	return arc >= 0 && int(arc) < len(n.arcs) && n.arcs[arc].from >= 0
}

// room returns the capacity of an arc at each step.
func (n *Network) room(arc int32) []int64 {
	at := int(arc) * len(n.steps)
	return n.rooms[at : at+len(n.steps) : at+len(n.steps)]
}
