package clearingtest

import (
	"errors"

	"example.org/mutual/clearing/flow"
)

// NetgenOptions are the parameters of NETGEN, in the order and with the meaning of Klingman, Napier and Stutz, NETGEN:
// a program for generating large scale capacitated assignment, transportation, and minimum cost flow network problems,
// Management Science 20, 1974. There is no ready zero.
type NetgenOptions struct {
	Nodes                    int   // sources first, sinks last
	Sources, Sinks           int   // at least 1 each; together at most Nodes
	Arcs                     int   // exactly this many
	CostMin, CostMax         int64 // of a unit of flow
	Supply                   int64 // of all sources together; at least one for each source and each sink
	TransSources, TransSinks int   // so many of the sources are also entered, and of the sinks also left
	DearPercent              int   // of the arcs of the skeleton cost CostMax
	CapacitatedPercent       int   // of all arcs have a capacity by lot; the others could carry all of Supply
	CapacityMin, CapacityMax int64
}

// ErrNetgen is that such a problem does not exist, or is beyond the limits of package flow.
var ErrNetgen = errors.New("clearingtest: NETGEN has no problem with these parameters")

// Netgen is a problem of the kind that NETGEN makes, with its parameters but not its random numbers. It is feasible
// because a skeleton of arcs carries all supplies: from every source a chain leads through nodes of its own, and from
// its end to some of the sinks, and the arcs of the chain have room for the source's supply. The chains take three in
// five of the nodes between evenly, and the others by lot; a chain with more nodes leads to more sinks, and every sink
// is at the end of some chain. The other arcs leave every node in numbers that are spread evenly around their mean. No
// two arcs join the same two nodes in the same direction, and none leads back to its own node.
//
// Without nodes between sources and sinks it is a transportation problem; with as many sources as sinks as supply, and
// capacities of 1, an assignment problem. O(Nodes + Arcs).
func Netgen(o NetgenOptions, seed uint64) (flow.Problem, error) {
	if !o.ok() {
		return flow.Problem{}, ErrNetgen
	}
	g := newNetgen(o, seed)
	if g.more < 0 || int64(g.more) > g.room {
		return flow.Problem{}, ErrNetgen
	}
	g.p.Arcs = make([]flow.Arc, 0, o.Arcs)
	for s := range o.Sources {
		g.chain(int32(s))
	}
	for v := o.firstSink(); v < o.firstSink()+o.TransSinks; v++ {
		g.others(int32(v), 0)
	}
	return g.p, nil
}

// Netgen8 is the family NETGEN-8 of Kovács, Minimum-cost flow algorithms: an experimental evaluation, Optimization
// Methods and Software 30, 2015: eight arcs a node, a source and a sink for each of the root of the nodes (at least 4),
// supplies of 1,000 a source, costs of 1 to 10,000, capacities of 1 to 1,000. It is known to be easy.
func Netgen8(nodes int, seed uint64) flow.Problem { return kovacs(nodes, 8*nodes, seed) }

// NetgenSR is the family NETGEN-SR: as [Netgen8], but with the root of the nodes (at least 4) as arcs a node.
func NetgenSR(nodes int, seed uint64) flow.Problem { return kovacs(nodes, nodes*root(nodes), seed) }

// kovacs has no error: at least half of the nodes are no sources, and the chains need less than two arcs a node.
func kovacs(nodes, arcs int, seed uint64) flow.Problem {
	r := root(nodes)
	p, _ := Netgen(NetgenOptions{
		Nodes: nodes, Sources: r, Sinks: r, Arcs: min(arcs, nodes*nodes/4), CostMin: 1, CostMax: 10_000, Supply: 1000 * int64(r),
		CapacitatedPercent: 100, CapacityMin: 1, CapacityMax: 1000,
	}, seed)
	return p
}

// Transportation is a transportation problem of NETGEN: all sources on one side and as many sinks on the other, with
// the costs, supplies and capacities of [Netgen8]. It takes an even number of nodes, at least 4.
func Transportation(nodes, arcs int, seed uint64) flow.Problem {
	p, _ := Netgen(NetgenOptions{
		Nodes: nodes, Sources: nodes / 2, Sinks: nodes / 2, Arcs: arcs, CostMin: 1, CostMax: 10_000, Supply: 500 * int64(nodes),
		CapacitatedPercent: 100, CapacityMin: 1, CapacityMax: 1000,
	}, seed)
	return p
}

// Assignment is an assignment problem of NETGEN: each of one half of the nodes to one of the other half, at costs of 1
// to 10,000. It takes an even number of nodes.
func Assignment(nodes, arcs int, seed uint64) flow.Problem {
	p, _ := Netgen(NetgenOptions{
		Nodes: nodes, Sources: nodes / 2, Sinks: nodes / 2, Arcs: arcs, CostMin: 1, CostMax: 10_000, Supply: int64(nodes / 2),
		CapacitatedPercent: 100, CapacityMin: 1, CapacityMax: 1,
	}, seed)
	return p
}

func (o NetgenOptions) firstSink() int { return o.Nodes - o.Sinks }
func (o NetgenOptions) firstHead() int { return o.Sources - o.TransSources }
func (o NetgenOptions) tails() int     { return o.firstSink() + o.TransSinks }

func (o NetgenOptions) ok() bool {
	most := flow.TotalMax / (int64(max(o.Arcs, 0)) + 1) // for each arc, and for the supplies
	return o.Sources >= 1 && o.Sinks >= 1 && o.Sources <= o.Nodes-o.Sinks && o.Nodes <= flow.NodesMax && o.Arcs <= flow.ArcsMax &&
		o.TransSources >= 0 && o.TransSources <= o.Sources && o.TransSinks >= 0 && o.TransSinks <= o.Sinks &&
		o.CostMin <= o.CostMax && o.CapacityMin >= 0 && o.CapacityMin <= o.CapacityMax && o.CapacityMax <= most &&
		o.Supply >= int64(max(o.Sources, o.Sinks)) && o.Supply <= most
}

type netgen struct {
	*lots
	o       NetgenOptions
	p       flow.Problem
	transit []int32 // nodes that are neither sources nor sinks, in the order in which chains go through them
	first   []int32 // of them in the chain of each source; one longer
	ends    []int32 // sinks that each chain leads to
	sinks   []int32 // in any order, those that some chain leads to first
	reached int     // how many these are
	heads   []int32 // nodes that may be entered, in any order
	joined  []int32 // joined[w] is v+1 where an arc of the skeleton leads from v to w, or w is v
	tails   int     // still to come
	more    int     // arcs that do not belong to the skeleton, still to come
	room    int64   // how many of them there could be
}

func newNetgen(o NetgenOptions, seed uint64) *netgen {
	g := &netgen{lots: newLots(seed), o: o, tails: o.tails(), joined: make([]int32, o.Nodes)}
	g.p = flow.Problem{Nodes: o.Nodes, Supply: make([]int64, o.Nodes)}
	g.split(o.Supply, g.p.Supply[:o.Sources])
	g.transit, g.sinks, g.heads = numbers(o.Sources, o.firstSink()), numbers(o.firstSink(), o.Nodes), numbers(o.firstHead(), o.Nodes)
	g.shuffle(g.transit)
	g.shuffle(g.sinks)
	g.first = g.lengths()
	skeleton := len(g.transit) + g.countEnds()
	g.more = o.Arcs - skeleton
	g.room = int64(g.tails)*int64(len(g.heads)) - int64(skeleton) - int64(g.tails-o.firstHead()) // the last are those that would lead back
	return g
}

// numbers returns from, from+1, …, to-1.
func numbers(from, to int) []int32 {
	s := make([]int32, to-from)
	for i := range s {
		s[i] = int32(from + i)
	}
	return s
}

// lengths gives three in five of the nodes between to the sources in turn, and the others by lot.
func (g *netgen) lengths() []int32 {
	first := make([]int32, g.o.Sources+1)
	for i := range g.transit {
		s := i % g.o.Sources
		if i >= len(g.transit)*3/5 {
			s = g.below(g.o.Sources)
		}
		first[s+1]++
	}
	for s := range g.o.Sources {
		first[s+1] += first[s]
	}
	return first
}

// countEnds gives each chain twice its share of the sinks, one at least and no more than its supply has units, and then
// what sinks are left to whoever has units for them. It returns the sum.
func (g *netgen) countEnds() (sum int) {
	g.ends = make([]int32, g.o.Sources)
	for s := range g.ends {
		share := int64(g.o.Sinks/g.o.Sources + 1)
		if n := int64(len(g.transit)); n > 0 {
			share = 2 * int64(g.o.Sinks) * int64(g.first[s+1]-g.first[s]) / n
		}
		g.ends[s] = int32(min(max(share, 1), int64(g.o.Sinks), g.p.Supply[s]))
		sum += int(g.ends[s])
	}
	for s := range g.ends {
		more := max(0, min(int64(g.o.Sinks-sum), g.p.Supply[s]-int64(g.ends[s]), int64(g.o.Sinks)-int64(g.ends[s])))
		g.ends[s] += int32(more)
		sum += int(more)
	}
	return sum
}

// chain adds the chain of a source, and all other arcs that leave its nodes.
func (g *netgen) chain(source int32) {
	supply, v := g.p.Supply[source], source
	for _, w := range g.transit[g.first[source]:g.first[source+1]] {
		g.skeleton(v, w, supply)
		g.others(v, 1)
		v = w
	}
	n := int(g.ends[source])
	for i := range n {
		part := supply
		if left := int64(n - 1 - i); left > 0 {
			part = g.partOf(supply, left)
		}
		supply -= part
		w := g.sink(i)
		g.p.Supply[w] -= part
		g.skeleton(v, w, part)
	}
	g.others(v, n)
}

// partOf returns a part of supply that leaves at least one to each of so many others, and on average an equal share.
func (g *netgen) partOf(supply, others int64) int64 {
	return g.between(1, max(1, min(2*supply/(others+1), supply-others)))
}

// sink returns the sink at the end of a chain that leads to i others already: one that no chain leads to, while there
// is such a one, and then any. Those that this chain leads to come first in g.sinks.
func (g *netgen) sink(i int) int32 {
	at := g.reached
	if at < len(g.sinks) {
		g.reached++
	} else {
		at = i + g.below(len(g.sinks)-i)
	}
	g.sinks[i], g.sinks[at] = g.sinks[at], g.sinks[i]
	return g.sinks[i]
}

// skeleton adds an arc with room for this much.
func (g *netgen) skeleton(v, w int32, room int64) {
	cost := g.o.CostMax
	if !g.percent(g.o.DearPercent) {
		cost = g.between(g.o.CostMin, g.o.CostMax)
	}
	g.joined[w] = v + 1
	g.p.Arcs = append(g.p.Arcs, flow.Arc{From: v, To: w, Capacity: max(room, g.capacity()), Cost: cost})
}

func (g *netgen) capacity() int64 {
	if !g.percent(g.o.CapacitatedPercent) {
		return g.o.Supply
	}
	return g.between(g.o.CapacityMin, g.o.CapacityMax)
}

// others adds arcs by lot from v, from which so many arcs of the skeleton lead. Where little room is left, it adds so
// many that the rest finds room. It goes through the heads as when shuffling, so that none comes twice.
func (g *netgen) others(v int32, skeleton int) {
	room := len(g.heads) - skeleton
	if int(v) >= g.o.firstHead() {
		g.joined[v] = v + 1
		room--
	}
	g.room -= int64(room)
	n := max(int(max(0, int64(g.more)-g.room)), min(g.below(2*g.more+g.tails)/g.tails, room, g.more))
	g.tails--
	g.more -= n
	for i := 0; n > 0; i++ {
		j := i + g.below(len(g.heads)-i)
		w := g.heads[j]
		g.heads[i], g.heads[j] = w, g.heads[i]
		if g.joined[w] == v+1 {
			continue
		}
		n--
		g.p.Arcs = append(g.p.Arcs, flow.Arc{From: v, To: w, Capacity: g.capacity(), Cost: g.between(g.o.CostMin, g.o.CostMax)})
	}
}
