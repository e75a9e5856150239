package flow

import (
	"context"
	"math"
	"math/bits"
	"sync/atomic"
)

// A simplex solves problems by the network simplex method (Dantzig, Linear Programming and Extensions, 1963,
// chapter 17), one component after the other.
//
// It holds a flow that balances and a spanning tree; every arc outside of the tree is empty or full. The
// potentials make the arcs of the tree cost nothing. While an arc outside would save something, it enters
// (pivot.go): it closes a ring with the tree, as much as there is room for goes round, and an arc of the ring
// that is empty or full then leaves. When none would, the potentials prove the flow cheapest.
//
// At the start every arc with a cost below zero is full and every other empty, and all nodes hang on an
// artificial root (tree.go), by artificial arcs without bound that bring or take what the nodes do not
// balance, at a cost that no way through the component can match. If one of them still carries something in
// the end, there is no other way for it.
//
// Invariant: the tree is strongly feasible (Cunningham, A network simplex method, Mathematical Programming
// 11, 1976), that is to say that from every node something more can flow to the root. So a pivot that moves
// nothing is bound between the start of its arc and the root, and what it cuts off there rises in potential
// against the root. Every pivot lowers the cost of the flow, or raises some potentials and lowers none: no
// tree comes back, and the method ends. When, nobody knows; patience bounds it.
type simplex struct {
	tree
	watch
	supply   []int64 // of each node, and then what its artificial arc carries
	offers   []offer
	capacity []int64 // of each offer
	index    []int32 // of each offer: the arc in the problem
	name     []int32 // of each node of the tree: its number in the component
	spare    tree    // room for renumber
	names    []int32 // room for renumber
	at       int     // where the next block starts
	block    int     // how many offers are compared to choose one
	every    int     // pivots between two renumberings
	pivots   int     // in this component
	work     int64   // offers and nodes looked at in this component
}

// The simplex gives a component up when its work is beyond so many times the nodes and arcs, and so many blocks
// for each pivot: fewer for the first so many pivots a node, none for those after so many. Where it gets on,
// nearly all pivots cost one or two blocks, and only the last ones more, and three to ten a node are enough.
// Where ways are long and what a pivot cuts off is large, they cost ten or a hundred, and soon. The work of some
// milliseconds more is always allowed.
const (
	patienceLeast  = 1 << 20
	patience       = 64
	patienceBlocks = 8
	patiencePivots = 12
	earlyBlocks    = 3
	earlyPivots    = 3
)

// Nodes are numbered anew in every so many pivots as there are arcs, divided by renumberEvery, but at least
// renumberMin: that takes no more than a tenth of the time.
const (
	renumberEvery = 32
	renumberMin   = 1 << 10
)

// Artificial arcs.
const (
	inbound  = -1 - iota // to the root, without bound
	outbound             // from the root, without bound
)

// simplex solves the components that are left, on as many processors as there are; those it gives up stay
// left.
func (d *draft) simplex(ctx context.Context) error {
	nodes, err := d.part.nodes(&watch{ctx: ctx})
	if err != nil {
		return err
	}
	solved := make([]bool, len(d.left))
	var arcs atomic.Int64 // of components that are solved
	err = inParallel(len(d.left), func(first bool) func(int) error {
		s := &simplex{watch: watch{ctx: ctx, left: lookEvery}}
		tell := func(done float64) {
			if first {
				d.tell((float64(arcs.Load()) + done*float64(len(s.offers))) / float64(len(d.out.list)))
			}
		}
		return func(i int) (err error) {
			solved[i], err = s.component(d, nodes, d.left[i], tell)
			arcs.Add(int64(len(s.offers)))
			return err
		}
	})
	left := d.left[:0]
	for i, c := range d.left {
		if !solved[i] {
			left = append(left, c)
		}
	}
	d.left = left
	return err
}

// component solves a component of d, and reports whether it did not give up.
func (s *simplex) component(d *draft, nodes []int32, c int32, tell func(done float64)) (bool, error) {
	low, end := d.part.start[c], d.part.start[c+1]
	if err := s.gather(d.out, nodes, low, end); err != nil {
		return false, err
	}
	s.supply = resized(s.supply, int(end-low))
	clear(s.supply)
	copy(s.supply, d.Supply) // where there are supplies, all is one component
	solved, err := s.solve(tell)
	if solved {
		err = s.read(d, low)
	}
	return solved, err
}

// solve solves the component that gather has laid out, with what is supplied, and reports whether it did not
// give up. It returns ErrInfeasible, or the context's error.
func (s *simplex) solve(tell func(done float64)) (bool, error) {
	s.start()
	for more := true; more; {
		before := s.work
		more = s.some()
		if err := s.look(s.work - before); err != nil {
			return false, err
		}
		if more && s.givesUp() {
			return false, nil
		}
		tell(float64(s.pivots) / float64(s.pivots+usualPivots*len(s.supply)))
	}
	if v := s.uncarried(); v >= 0 {
		return false, stuck(v)
	}
	return true, nil
}

// some pivots for a millisecond or some, and reports whether there may be more to do.
func (s *simplex) some() bool {
	for until := s.work + lookEvery; s.work < until; {
		e := s.enter()
		if e < 0 {
			return false
		}
		s.pivot(e)
		if s.pivots++; s.pivots%s.every == 0 {
			s.renumber()
		}
	}
	return true
}

// usualPivots is how many pivots for each node it often takes. The fraction done is a guess from it.
const usualPivots = 4

// givesUp reports whether it is time to give up.
func (s *simplex) givesUp() bool {
	nodes, blocks := len(s.branches), patienceBlocks
	if s.pivots < earlyPivots*nodes {
		blocks = earlyBlocks
	}
	pivots := min(s.pivots, patiencePivots*nodes)
	return s.work > patienceLeast+patience*int64(nodes+len(s.offers))+int64(blocks*s.block)*int64(pivots)
}

// gather lays out the arcs of the component with the numbers from low to end-1.
//
// Neighbours in the order of the problem lie far apart in that of the offers, so that each block has some of
// everywhere: pivots that follow each other then seldom undo each other. Without that, there are up to three
// times as many.
func (s *simplex) gather(out *outgoing, nodes []int32, low, end int32) error {
	n, m := uint32(end-low), 0
	for _, u := range nodes[low:end] {
		if err := s.look(int64(out.first[u+1] - out.first[u])); err != nil {
			return err
		}
		for _, to := range out.head[out.first[u]:out.first[u+1]] {
			if uint32(to-low) < n {
				m++
			}
		}
	}
	s.offers, s.capacity, s.index = resized(s.offers, m), resized(s.capacity, m), resized(s.index, m)
	s.block = max(blockMin, squareRoot(m))
	s.every = max(renumberMin, m/renumberEvery)
	at, round := 0, 0
	for v, u := range nodes[low:end] {
		if err := s.look(int64(out.first[u+1] - out.first[u])); err != nil {
			return err
		}
		for k := out.first[u]; k < out.first[u+1]; k++ {
			to := out.head[k] - low
			if uint32(to) >= n {
				continue // to another component
			}
			i := out.list[k]
			a := &out.arcs[i]
			s.index[at], s.capacity[at] = i, a.Capacity
			s.offers[at] = offer{cost: a.Cost, from: int32(v), to: to}
			if at += s.block; at >= m {
				round++
				at = round
			}
		}
	}
	return nil
}

// blockMin is the least size of a block. Otherwise it is the root of the number of arcs.
const blockMin = 10

// squareRoot returns the square root of n, rounded down, for n below 2^31 (Newton's method from above).
func squareRoot(n int) int {
	r := int64(1) << (bits.Len(uint(n))/2 + 1)
	for r*r > int64(n) {
		r = (r + int64(n)/r) / 2
	}
	return int(r)
}

// resized returns a slice of n elements, in the memory of s where there is enough.
func resized[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

// start fills the arcs that cost less than zero and hangs all nodes on the root.
//
// Artificial arcs are so dear that two of them cost more than any way through all nodes. So a potential is
// within 2^55 of the root's, by checkCosts: one artificial arc and n others between them.
func (s *simplex) start() {
	var largest int64
	for e := range s.offers {
		o := &s.offers[e]
		if o.cost < 0 {
			s.supply[o.from] -= s.capacity[e]
			s.supply[o.to] += s.capacity[e]
			*o = o.turned()
		}
		largest = max(largest, o.cost)
	}
	n := len(s.supply)
	s.tree.reset(n)
	s.name = resized(s.name, n+1)
	dear := largest*(int64(n)/2+1) + 1
	for v, amount := range s.supply {
		b := &s.branches[v]
		s.name[v] = int32(v)
		if amount >= 0 {
			s.arc[v], b.up, b.down = inbound, math.MaxInt64-amount, amount
			s.potential[v] = -dear
		} else {
			s.arc[v], b.up, b.down = outbound, -amount, math.MaxInt64+amount
			s.potential[v] = dear
		}
	}
	s.name[n] = int32(n)
	s.at, s.pivots, s.work = 0, 0, 0
}

// renumber gives the nodes the numbers in which the thread meets them, so that what pivots walk through lies
// side by side in memory: with 100,000 nodes that halves their time. O(nodes + arcs).
func (s *simplex) renumber() {
	now := s.tree.inOrder(&s.spare) // the new number of each node
	s.tree, s.spare = s.spare, s.tree
	s.names = resized(s.names, len(now))
	for v, w := range now {
		s.names[w] = s.name[v]
	}
	s.name, s.names = s.names, s.name
	for e := range s.offers {
		o := &s.offers[e]
		o.from, o.to = now[o.from], now[o.to]
	}
	s.work += int64(len(now) + len(s.offers))
}

// uncarried returns the number in the component of a node whose supply has no way but an artificial arc, or
// -1.
func (s *simplex) uncarried() int32 {
	for v, e := range s.arc {
		if e == inbound && s.branches[v].down > 0 {
			return s.name[v]
		}
	}
	return -1
}

// read writes the flow of the component's arcs, over zeros, and the potentials of its nodes, which start at
// low.
func (s *simplex) read(d *draft, low int32) error {
	leaves := func(i, v int32) bool { return d.part.number[d.Arcs[i].From] == low+s.name[v] }
	if err := s.each(len(s.index), func(from, to int) {
		for e := from; e < to; e++ {
			if i := s.index[e]; !leaves(i, s.offers[e].from) {
				d.flow[i] = s.capacity[e]
			}
		}
	}); err != nil {
		return err
	}
	last := s.root()
	for v, e := range s.arc[:last] {
		d.potential[low+s.name[v]] = s.potential[v] - s.potential[last]
		if e < 0 {
			continue
		}
		if i := s.index[e]; leaves(i, int32(v)) {
			d.flow[i] = s.branches[v].down
		} else {
			d.flow[i] = s.branches[v].up
		}
	}
	return nil
}
