package flow

// acyclic reports whether the component has no rings but those of two arcs: then no fewer links could join its
// nodes.
func (r *router) acyclic() bool { return r.size() == 2*int64(r.end-r.low-1) }

// match solves an acyclic component. What leaves one side of a pair of nodes has no way back but the arc that is
// opposite, so all that two nodes can set off is the smaller of what they owe each other, and the rest of the
// larger stays unused. The tier of the one that owes more is one higher; where they owe the same, it is equal.
// Breadth first, O(nodes).
//
// Loop invariant: the nodes with a guess that is done have their tier, and all links between them what they take.
func (r *router) match() error {
	for v := r.low; v < r.end; v++ {
		r.guess[v] = beyond
	}
	queue := fifo{ring: r.active.ring}
	r.label[r.low], r.guess[r.low] = 0, done
	for queue.add(r.low); !queue.empty(); {
		v := queue.take()
		first, end := r.links(v)
		if err := r.look(int64(end - first)); err != nil {
			return err
		}
		for i := first; i < end; i++ {
			l := &r.link[i]
			w := int32(l.to & node)
			if r.guess[w] == done {
				continue
			}
			queue.add(w)
			r.label[w], r.guess[w] = r.label[v]-r.net(l), done
		}
	}
	return nil
}

// net leaves unused what a link at rest can take more than its twin, or the twin more than it, and returns how
// much higher than the other end the tier has to be where the link begins.
func (r *router) net(l *link) int32 {
	twin := &r.link[l.twin]
	switch more := l.left - twin.left; {
	case more > 0:
		l.leave(twin, more)
		return 1
	case more < 0:
		twin.leave(l, -more)
		return -1
	}
	return 0
}
