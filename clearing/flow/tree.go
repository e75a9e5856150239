package flow

// A tree is a spanning tree of a component and of an artificial root, which has the highest number, with
// the potentials that make every one of its arcs cost nothing.
//
// The thread leads through all nodes in preorder and from the last back to the root, so that the subtree
// of a node is the node itself and what follows, up to last (Glover, Klingman and Stutz, Augmented threaded
// index method for network optimization, INFOR 12, 1974). With the sizes and ends of the subtrees, a pivot
// mends only what it must (Király and Kovács, Efficient implementations of minimum-cost flow algorithms,
// Acta Univ. Sapientiae, Informatica 4, 2012).
//
// Potentials are counted modulo 2^64: only differences are looked at, and those fit.
type tree struct {
	branches  []branch
	arc       []int32 // of each node: the arc to its parent, or inbound or outbound
	next      []int32 // the thread
	prev      []int32 // the thread backwards
	last      []int32 // the last node of each subtree
	potential []int64
}

// A branch is a node as it hangs on its parent.
type branch struct {
	parent int32 // -1 for the root
	size   int32 // nodes of its subtree, itself included
	up     int64 // how much more can flow to the parent
	down   int64 // how much more can flow from the parent
}

// resize makes room for n nodes and the root.
func (t *tree) resize(n int) {
	t.branches = resized(t.branches, n+1)
	t.arc = resized(t.arc, n+1)
	t.next = resized(t.next, n+1)
	t.prev = resized(t.prev, n+1)
	t.last = resized(t.last, n+1)
	t.potential = resized(t.potential, n+1)
}

// reset makes t a tree of n nodes, at least one, that all hang on the root, at a potential of zero. The arcs
// are for the caller to set.
func (t *tree) reset(n int) {
	t.resize(n)
	top := int32(n)
	for v := range top {
		t.branches[v] = branch{parent: top, size: 1}
		t.last[v] = v
		t.link(v, v+1)
	}
	t.branches[n] = branch{parent: -1, size: top + 1}
	t.last[n] = top - 1
	t.link(top, 0)
	t.potential[n] = 0
}

// root returns the number of the artificial root.
func (t *tree) root() int32 { return int32(len(t.branches) - 1) }

// rehang cuts the subtree of out off its parent and hangs it, turned so that in is on top, under the node
// to. Node in must be in the subtree, to outside, and join be where their ways to the root meet. The arc
// between in and to is for the caller to set. It touches the nodes on three ways: from in to out, whose
// parents turn round, and from out and to up to join, whose sizes change; and above, those whose subtree
// ends elsewhere.
func (t *tree) rehang(in, out, to, join int32) {
	b := t.branches
	size := b[out].size
	for v := b[out].parent; v != join; v = b[v].parent {
		b[v].size -= size
	}
	for v := to; v != join; v = b[v].parent {
		b[v].size += size
	}
	t.cut(out)
	t.turn(in, out)
	t.hang(in, to)
}

// cut takes the subtree of out out of the thread.
func (t *tree) cut(out int32) {
	before, last := t.prev[out], t.last[out]
	t.link(before, t.next[last])
	for v := t.branches[out].parent; v >= 0 && t.last[v] == last; v = t.branches[v].parent {
		t.last[v] = before
	}
}

// turn makes in the top of a subtree that was cut off, whose top was out. Its thread then is the old
// subtree of in, and one by one, up to out, each node above with what hung on it beside the one before.
//
// Loop invariant: the thread from in to tail is as it will be; v is as it was but for its thread, and
// before, last and after are what preceded, ended and followed its subtree.
func (t *tree) turn(in, out int32) {
	b := t.branches
	all := b[out].size
	v, old, arc := in, b[in], t.arc[in]
	before, last := t.prev[in], t.last[in]
	after, tail := t.next[last], last
	b[in].size = all
	for v != out {
		u := old.parent
		above, aboveArc := b[u], t.arc[u]
		b[u] = branch{parent: v, size: all - old.size, up: old.down, down: old.up}
		t.arc[u] = arc

		uBefore, uLast := t.prev[u], t.last[u]
		t.link(tail, u)
		if uLast == last { // nothing of u comes after v
			tail = before
		} else {
			t.link(before, after)
			tail, after = uLast, t.next[uLast]
		}
		v, old, arc, before, last = u, above, aboveArc, uBefore, uLast
	}
	for ; v != in; v = b[v].parent {
		t.last[v] = tail
	}
	t.last[in] = tail
}

// hang puts the subtree of in, which was cut off, behind the node to, as its first child.
func (t *tree) hang(in, to int32) {
	tail := t.last[in]
	t.link(tail, t.next[to])
	t.link(to, in)
	t.branches[in].parent = to
	for v := to; v >= 0 && t.last[v] == to; v = t.branches[v].parent {
		t.last[v] = tail
	}
}

// link makes w follow v in the thread.
func (t *tree) link(v, w int32) { t.next[v], t.prev[w] = w, v }

// shift adds by to the potentials of the subtree of v or, where that is the larger part, takes it off all
// others, and returns how many that are.
func (t *tree) shift(v int32, by int64) int {
	next, potential := t.next, t.potential
	from, until := v, next[t.last[v]]
	size, all := int(t.branches[v].size), len(t.branches)
	if size > all/2 {
		from, until, by, size = until, v, -by, all-size
	}
	for ; from != until; from = next[from] {
		potential[from] += by
	}
	return size
}

// inOrder writes t to other with its nodes numbered as the thread meets them, the root last, and returns the
// new numbers.
func (t *tree) inOrder(other *tree) []int32 {
	top := t.root()
	other.resize(int(top))
	now := make([]int32, top+1)
	now[top] = top
	for i, v := int32(0), t.next[top]; v != top; i, v = i+1, t.next[v] {
		now[v] = i
	}
	for v, w := range now {
		b := t.branches[v]
		if w != top {
			b.parent = now[b.parent]
		}
		other.branches[w], other.arc[w], other.potential[w] = b, t.arc[v], t.potential[v]
		other.next[w], other.prev[w], other.last[w] = now[t.next[v]], now[t.prev[v]], now[t.last[v]]
	}
	return now
}
