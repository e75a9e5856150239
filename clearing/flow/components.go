package flow

import "math"

// An outgoing lists the arcs that can carry flow to another node, by the node they leave: those of
// node v are list[first[v]:first[v+1]], in the order of the problem, and lead to head at the same places.
type outgoing struct {
	arcs  []Arc
	first []int32
	list  []int32
	head  []int32
	same  int64 // what all of them cost, or 0 where they differ or there are none
}

// usable reports whether a joins two nodes and can carry anything. What cannot is settled without the
// solver: see solution.
func usable(a *Arc) bool { return a.Capacity > 0 && a.From != a.To }

// leaving sorts the usable arcs by the node they leave, by counting.
func leaving(p Problem, w *watch) (*outgoing, error) {
	o := &outgoing{arcs: p.Arcs, first: make([]int32, p.Nodes+1)}
	low, high := int64(math.MaxInt64), int64(math.MinInt64) // cost
	if err := w.each(len(p.Arcs), func(from, to int) {
		for i := from; i < to; i++ {
			if a := &p.Arcs[i]; usable(a) {
				o.first[a.From+1]++
				low, high = min(low, a.Cost), max(high, a.Cost)
			}
		}
	}); err != nil {
		return nil, err
	}
	if low == high {
		o.same = low
	}
	if err := w.each(p.Nodes, func(from, to int) {
		for v := from; v < to; v++ {
			o.first[v+1] += o.first[v]
		}
	}); err != nil {
		return nil, err
	}
	o.list, o.head = make([]int32, o.first[p.Nodes]), make([]int32, o.first[p.Nodes])
	next := append([]int32(nil), o.first...)
	err := w.each(len(p.Arcs), func(from, to int) {
		for i := from; i < to; i++ {
			if a := &p.Arcs[i]; usable(a) {
				at := next[a.From]
				next[a.From]++
				o.list[at], o.head[at] = int32(i), a.To
			}
		}
	})
	return o, err
}

// cost returns what the arc at this place of the list costs.
func (o *outgoing) cost(at int32) int64 {
	if o.same != 0 {
		return o.same
	}
	return o.arcs[o.list[at]].Cost
}

// renumber makes the heads the partition's numbers.
func (o *outgoing) renumber(part partition, w *watch) error {
	return w.each(len(o.head), func(low, end int) {
		for at, v := range o.head[low:end] {
			o.head[low+at] = part.number[v]
		}
	})
}

// A partition numbers the nodes anew, so that a component, a set of nodes solved by itself, is a range
// of consecutive numbers, and so that every usable arc leads to its own or a lower component.
type partition struct {
	number []int32 // the new number of each node
	start  []int32 // component c holds the numbers start[c] to start[c+1]-1
}

// widest returns the number of nodes of the largest component.
func (p partition) widest() (most int32) {
	for c := range len(p.start) - 1 {
		most = max(most, p.start[c+1]-p.start[c])
	}
	return most
}

// nodes returns the problem's number of each node, by its new number.
func (p partition) nodes(w *watch) ([]int32, error) {
	old := make([]int32, len(p.number))
	return old, w.each(len(old), func(low, end int) {
		for v := low; v < end; v++ {
			old[p.number[v]] = int32(v)
		}
	})
}

// components returns the component of each new number.
func (p partition) components(w *watch) ([]int32, error) {
	of, c := make([]int32, len(p.number)), int32(0)
	return of, w.each(len(of), func(low, end int) {
		for v := low; v < end; v++ {
			if int32(v) == p.start[c+1] { // none is empty
				c++
			}
			of[v] = c
		}
	})
}

// spread returns values, which are of new numbers, by the problem's numbers.
func (p partition) spread(values []int64, w *watch) ([]int64, error) {
	of := make([]int64, len(values))
	return of, w.each(len(of), func(low, end int) {
		for v := low; v < end; v++ {
			of[v] = values[p.number[v]]
		}
	})
}

// whole is the partition into one component, for problems with supplies: their flow may cross between
// strongly connected components.
func whole(nodes int) partition {
	p := partition{number: make([]int32, nodes), start: []int32{0, int32(nodes)}}
	for v := range p.number {
		p.number[v] = int32(v)
	}
	return p
}

// components returns the strongly connected components. A circulation is a sum of rings and a ring
// never leaves its component, so arcs between components carry nothing.
//
// It is Tarjan's algorithm (Depth-first search and linear graph algorithms, SIAM J. Comput. 1, 1972)
// with the recursion on a stack of its own. O(nodes + arcs).
func components(o *outgoing, w *watch) (partition, error) {
	nodes := len(o.first) - 1
	t := tarjan{
		partition: partition{number: make([]int32, nodes), start: []int32{0}},
		outgoing:  o,
		order:     make([]int32, nodes),
		low:       make([]int32, nodes),
		next:      append([]int32(nil), o.first[:nodes]...),
	}
	if err := w.each(nodes, func(low, end int) {
		for v := low; v < end; v++ {
			t.number[v] = -1
		}
	}); err != nil {
		return partition{}, err
	}
	for v := range t.order {
		if t.order[v] == 0 {
			if err := t.search(int32(v), w); err != nil {
				return partition{}, err
			}
		}
	}
	return t.partition, nil
}

// tarjan is the state of the depth-first search. A node is open from when it is seen until its
// component is complete, which gives it its number.
type tarjan struct {
	partition
	*outgoing
	order []int32 // when each node was seen: 1, 2, …; 0 before
	low   []int32 // the earliest open node that each is known to reach
	next  []int32 // the place in list of the arc of each node to look at next
	seen  int32
	done  int32   // nodes numbered so far
	open  []int32 // the open nodes in the order seen
	path  []int32 // the nodes from the root of the search to where it stands
}

func (t *tarjan) search(root int32, w *watch) error {
	t.see(root)
	for len(t.path) > 0 {
		v := t.path[len(t.path)-1]
		before := t.next[v]
		next, found := t.unseen(v)
		if err := w.look(int64(t.next[v] - before + 1)); err != nil {
			return err
		}
		if found {
			t.see(next)
			continue
		}
		t.path = t.path[:len(t.path)-1]
		if t.low[v] == t.order[v] { // v reaches nothing open before itself
			t.complete(v)
		} else { // then v is not the root, and what it reaches its parent reaches
			parent := t.path[len(t.path)-1]
			t.low[parent] = min(t.low[parent], t.low[v])
		}
	}
	return nil
}

func (t *tarjan) see(v int32) {
	t.seen++
	t.order[v], t.low[v] = t.seen, t.seen
	t.open = append(t.open, v)
	t.path = append(t.path, v)
}

// unseen returns the next node that an arc from v leads to and that was not seen before; on the way it
// lowers low[v] to the open nodes that it meets.
func (t *tarjan) unseen(v int32) (int32, bool) {
	for ; t.next[v] < t.first[v+1]; t.next[v]++ {
		w := t.head[t.next[v]]
		if t.order[w] == 0 {
			return w, true
		}
		if t.number[w] < 0 {
			t.low[v] = min(t.low[v], t.order[w])
		}
	}
	return 0, false
}

// complete numbers the component of root: all that was opened since.
func (t *tarjan) complete(root int32) {
	for {
		v := t.open[len(t.open)-1]
		t.open = t.open[:len(t.open)-1]
		t.number[v] = t.done
		t.done++
		if v == root {
			t.start = append(t.start, t.done)
			return
		}
	}
}
