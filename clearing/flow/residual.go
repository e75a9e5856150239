package flow

// A half is one direction of an arc in the residual graph. Flow pushed along a half moves what is left
// from it to its twin, at its cost; the twin costs the negative.
type half struct {
	head int32  // the node it leads to
	back uint32 // the index of its twin, the other direction, doubled; plus one where that has something left
	left int64  // how much more it can take
	cost int64  // for each unit of flow, in the component's scale
}

// nowhere is what is added to the length of a half that has nothing left: whatever is added to it or taken off
// it is beyond labelMax still, and fits an int64.
const nowhere = labelMax / 2 * 5

// shut is 0 where the half has something left, and nowhere otherwise. The inner loops add it instead of
// asking, because which halves are shut is more than a processor can foresee.
func (h *half) shut() int64 { return (h.left - 1) >> 63 & nowhere }

// twinShut is the same of its twin, without looking there.
func (h *half) twinShut() int64 { return int64(int32(h.back&1)-1) & nowhere }

// A residual is the residual graph of components, in the partition's numbers: the halves of node v
// are halves[first[v]:first[v+1]]. Arcs of and between other components are left out.
type residual struct {
	first  []int32
	halves []half
	place  []int32 // the index of each arc's forward half, or -1 for an arc left out
}

// build lays out the residual graph of the components that are left. Every arc whose cost is below zero starts full and
// every other empty: with potentials of zero that is a cheapest pseudo-flow, one that is optimal but for the balance of
// the nodes, so that nothing about it ever has to be undone for cost.
func build(d *draft, w *watch) (*residual, error) {
	r := &residual{first: make([]int32, d.Nodes+1), place: make([]int32, len(d.Arcs))}
	number, component := d.part.number, d.part.only(d.left)
	if err := w.each(len(d.Arcs), func(low, end int) {
		for i := low; i < end; i++ {
			a := &d.Arcs[i]
			from, to := number[a.From], number[a.To]
			r.place[i] = -1
			if usable(a) && component[from] >= 0 && component[from] == component[to] {
				r.place[i] = 0
				r.first[from+1]++
				r.first[to+1]++
			}
		}
	}); err != nil {
		return nil, err
	}
	for v := range d.Nodes {
		r.first[v+1] += r.first[v]
	}
	r.halves = make([]half, r.first[d.Nodes])
	next := append([]int32(nil), r.first...)
	err := w.each(len(d.Arcs), func(low, end int) {
		for i := low; i < end; i++ {
			if r.place[i] == 0 {
				a := &d.Arcs[i]
				r.place[i] = r.insert(next, number[a.From], number[a.To], a)
			}
		}
	})
	return r, err
}

// degree returns the number of halves of v.
func (r *residual) degree(v int32) int64 { return int64(r.first[v+1] - r.first[v]) }

// only returns the component of each new number where it is one of these, and -1 elsewhere.
func (p partition) only(components []int32) []int32 {
	of := make([]int32, len(p.number))
	for v := range of {
		of[v] = -1
	}
	for _, c := range components {
		for v := p.start[c]; v < p.start[c+1]; v++ {
			of[v] = c
		}
	}
	return of
}

// insert writes both halves of a and returns the index of the forward one.
func (r *residual) insert(next []int32, from, to int32, a *Arc) int32 {
	i, j := next[from], next[to]
	next[from]++
	next[to]++
	forward, backward := a.Capacity, int64(0)
	if a.Cost < 0 {
		forward, backward = 0, a.Capacity
	}
	r.halves[i] = half{head: to, back: uint32(j)<<1 | 1, left: forward, cost: a.Cost}
	r.halves[j] = half{head: from, back: uint32(i)<<1 | 1, left: backward, cost: -a.Cost}
	if forward == 0 {
		r.halves[j].back--
	} else {
		r.halves[i].back--
	}
	return i
}

// push moves amount, which is above zero, along half i.
func (r *residual) push(i int32, amount int64) {
	h := &r.halves[i]
	twin := &r.halves[h.back>>1]
	twin.left += amount
	h.back |= 1
	if h.left -= amount; h.left == 0 {
		twin.back &^= 1
	}
}
