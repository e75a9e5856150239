package flow

// rescue solves the component by the engine for any costs, which needs no luck with the price: ways may be
// as long as they like, and what it returns is proved. Its flow is what is unused, at a cost of 1.
func (r *router) rescue() error {
	if err := r.rest(); err != nil {
		return err
	}
	nodes, base := r.end-r.low, r.row[r.low].leave
	g := &residual{first: make([]int32, nodes+1), place: make([]int32, r.row[r.end].leave-base)}
	if err := r.arcs(func(k, v, w int32) {
		g.first[v+1]++
		g.first[w+1]++
	}); err != nil {
		return err
	}
	for v := range nodes {
		g.first[v+1] += g.first[v]
	}
	g.halves = make([]half, g.first[nodes])
	next := append([]int32(nil), g.first...)
	if err := r.arcs(func(k, v, w int32) {
		g.place[k-base] = g.insert(next, v, w, &Arc{Capacity: r.most[k], Cost: 1})
	}); err != nil {
		return err
	}
	s := &solver{refiner: newRefiner(r.watch, g, nodes), draft: &draft{potential: make([]int64, nodes)}}
	for v := range nodes {
		s.excess[v] = r.row[r.low+v].excess
	}
	s.end = nodes
	if err := s.component(true); err != nil {
		return err
	}
	for v := range nodes {
		r.label[r.low+v] = int32(-s.potential[v])
	}
	return r.arcs(func(k, v, w int32) {
		if left := g.halves[g.place[k-base]].left; left < r.most[k] {
			l := &r.link[k+r.row[r.low+v].enter]
			l.leave(&r.link[l.twin], r.most[k]-left)
		}
	})
}

// arcs calls do for each arc k of the component, from v to w, counted from its first node.
func (r *router) arcs(do func(k, v, w int32)) error {
	for v := range r.end - r.low {
		if err := r.look(r.degree(r.low + v)); err != nil {
			return err
		}
		this := r.row[r.low+v]
		for k := this.leave; k < r.row[r.low+v+1].leave; k++ {
			do(k, v, int32(r.link[k+this.enter].to&node)-r.low)
		}
	}
	return nil
}
