package flow

import "slices"

// A reduced is what remains of a circulation in which all arcs cost the same: only arcs inside strongly
// connected components, at most one from each node to each other, and none that could carry more than
// enters or leaves its ends. Its nodes are those of components of two and more, in the order of the
// partition, which is close to that of a depth-first search, so that neighbours lie close in memory.
//
// Where two nodes owe each other, what flows is one number, not two: see link.
type reduced struct {
	start []int32 // component c holds the nodes start[c] to start[c+1]-1
	base  []int32 // the partition's number of the first node of each component
	place []int32 // the arc that each arc of the problem became part of, or -1

	head  []int32 // of each arc
	most  []int64 // the capacity of each arc
	tight []uint8 // in which round tighten lowered each arc last, and by which end; 0 for never

	row  []row
	link []link
}

// reduce numbers the nodes of components of two and more, and merges the arcs inside them. The heads in out
// are the partition's numbers.
func reduce(p Problem, out *outgoing, part partition, w *watch) (*reduced, error) {
	r := &reduced{start: []int32{0}, place: make([]int32, len(p.Arcs))}
	nodes := int32(0)
	for c := range len(part.start) - 1 {
		if size := part.start[c+1] - part.start[c]; size > 1 {
			nodes += size
			r.start = append(r.start, nodes)
			r.base = append(r.base, part.start[c])
		}
	}
	r.row = make([]row, nodes+1)
	if err := w.each(len(r.place), func(low, end int) {
		for i := low; i < end; i++ {
			r.place[i] = -1
		}
	}); err != nil {
		return nil, err
	}
	if err := r.merge(out, part, w); err != nil {
		return nil, err
	}
	err := w.each(len(r.place), func(low, end int) {
		for i := low; i < end; i++ {
			if k := r.place[i]; k >= 0 {
				r.most[k] += p.Arcs[i].Capacity
			}
		}
	})
	return r, err
}

// merge makes one arc of all that lead from one node to one other: they cost the same, so how their flow
// is shared among them does not matter.
//
// Loop invariant: latest[w] is the last arc made that leads to w; it leaves v if it is not below the first
// one made for v.
func (r *reduced) merge(out *outgoing, part partition, w *watch) error {
	r.head = make([]int32, 0, len(out.head))
	latest := make([]int32, len(r.row)-1)
	for v := range latest {
		latest[v] = -1
	}
	old, err := part.nodes(w)
	if err != nil {
		return err
	}
	for c, base := range r.base {
		low, size := r.start[c], r.start[c+1]-r.start[c]
		for v := range size {
			first, u := int32(len(r.head)), old[base+v]
			r.row[low+v].leave = first
			if err := w.look(int64(out.first[u+1] - out.first[u])); err != nil {
				return err
			}
			for at := out.first[u]; at < out.first[u+1]; at++ {
				to := out.head[at] - base
				if uint32(to) >= uint32(size) {
					continue // to another component
				}
				k := latest[low+to]
				if k < first {
					k = int32(len(r.head))
					latest[low+to] = k
					r.head = append(r.head, low+to)
				}
				r.place[out.list[at]] = k
			}
		}
	}
	r.row[len(latest)].leave = int32(len(r.head))
	r.head = slices.Clone(r.head) // what was taken for arcs between components goes back
	r.most = make([]int64, len(r.head))
	return nil
}
