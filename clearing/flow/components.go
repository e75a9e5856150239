package flow

// An outgoing lists the arcs that can carry flow to another node, by the node they leave: those of
// node v are list[first[v]:first[v+1]], in the order of the problem.
type outgoing struct {
	arcs  []Arc
	first []int32
	list  []int32
}

// usable reports whether a joins two nodes and can carry anything. What cannot is settled without the
// solver: see solution.
func usable(a *Arc) bool { return a.Capacity > 0 && a.From != a.To }

// leaving sorts the usable arcs by the node they leave, by counting.
func leaving(p Problem) *outgoing {
	o := &outgoing{arcs: p.Arcs, first: make([]int32, p.Nodes+1)}
	for i := range p.Arcs {
		if a := &p.Arcs[i]; usable(a) {
			o.first[a.From+1]++
		}
	}
	for v := range p.Nodes {
		o.first[v+1] += o.first[v]
	}
	o.list = make([]int32, o.first[p.Nodes])
	next := append([]int32(nil), o.first...)
	for i := range p.Arcs {
		if a := &p.Arcs[i]; usable(a) {
			o.list[next[a.From]] = int32(i)
			next[a.From]++
		}
	}
	return o
}

// A partition numbers the nodes anew, so that a component, a set of nodes solved by itself, is a range
// of consecutive numbers, and so that every usable arc leads to its own or a lower component.
type partition struct {
	number []int32 // the new number of each node
	start  []int32 // component c holds the numbers start[c] to start[c+1]-1
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
func components(o *outgoing) partition {
	nodes := len(o.first) - 1
	t := tarjan{
		partition: partition{number: make([]int32, nodes), start: []int32{0}},
		outgoing:  o,
		order:     make([]int32, nodes),
		low:       make([]int32, nodes),
		next:      append([]int32(nil), o.first[:nodes]...),
	}
	for v := range t.number {
		t.number[v] = -1
	}
	for v := range t.order {
		if t.order[v] == 0 {
			t.search(int32(v))
		}
	}
	return t.partition
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

func (t *tarjan) search(root int32) {
	t.see(root)
	for len(t.path) > 0 {
		v := t.path[len(t.path)-1]
		if w, found := t.unseen(v); found {
			t.see(w)
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
		w := t.arcs[t.list[t.next[v]]].To
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
