package flow

import "example.org/mutual/internal/wide"

// distribute shares the flow of each merged arc among those it was made of, the first ones first, and
// returns the flow of every arc of the problem and what it costs, where the merged ones cost same. Arcs back
// to their own node are full where that is worth it.
func (r *reduced) distribute(arcs []Arc, same int64, w *watch) (flow []int64, cost wide.Sum, err error) {
	left := r.most
	for v := range int32(len(r.row) - 1) {
		if err := w.look(r.degree(v)); err != nil {
			return nil, cost, err
		}
		for k := r.row[v].leave; k < r.row[v+1].leave; k++ {
			if l := &r.link[k+r.row[v].enter]; l.to&refund == 0 {
				left[k] = l.left // otherwise it uses all of it
			}
		}
	}
	flow = make([]int64, len(arcs))
	setOff := int64(0)
	err = w.each(len(arcs), func(from, to int) {
		for i := from; i < to; i++ {
			a := &arcs[i]
			if k := r.place[i]; k >= 0 {
				x := min(left[k], a.Capacity)
				left[k] -= x
				flow[i] = x
				setOff += x
			} else if a.From == a.To && a.Cost < 0 {
				flow[i] = a.Capacity
				cost = cost.AddProduct(a.Capacity, a.Cost)
			}
		}
	})
	return flow, cost.AddProduct(setOff, same), err
}
