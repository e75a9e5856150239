package flow

import (
	"math/bits"
	"slices"
)

// certify looks for integer potentials that prove the flow of the component cheapest, and writes them
// to potential. It reports whether it found some.
//
// On every half with something left, scale x cost - label[v] + label[head] >= -epsilon. Divide by scale
// and round -label down, after a shift that all nodes share: with residues r in 0 to scale-1,
//
//	cost + potential[v] - potential[head] >= (r[head] - r[v] - epsilon) / scale.
//
// The left side is an integer, so it is >= 0 as soon as the right side is > -1: as soon as no two
// residues differ by scale - epsilon or more, which is to say that somewhere on the circle of residues
// there is a gap wider than epsilon to start counting from. When epsilon is 1 there always is one,
// because there are fewer nodes than residues; on the graphs of trade there mostly is one long before.
// O(nodes).
func (r *refiner) certify(scale int64, potential []int64) bool {
	taken := r.taken[:scale]
	clear(taken)
	for _, label := range r.label[r.low:r.end] {
		taken[residue(-label, scale)] = true
	}
	shift, found := gap(taken, r.epsilon)
	if !found {
		return false
	}
	for v := r.low; v < r.end; v++ {
		x := -r.label[v] - shift
		potential[v] = (x - residue(x, scale)) / scale
	}
	return true
}

// repairScans bounds repair: so many times as many halves as the component has.
const repairScans = 8

// repair looks for potentials where certify cannot read them off. Labels rounded down to potentials are
// wrong by one at most on any half; it lowers what is too high until nothing is (label-correcting, first
// in first out). Where the flow is cheapest that ends, mostly soon; where it is not, there are no
// potentials. It gives up after so many scans of the component, and says whether it found some.
func (r *refiner) repair(scale int64, potential []int64) (bool, error) {
	shift := bits.TrailingZeros64(uint64(scale))
	queue, queued := fifo{ring: r.active.ring}, r.taken[:r.end-r.low]
	for v := r.low; v < r.end; v++ {
		potential[v] = -r.label[v] >> shift
		queue.add(v)
		queued[v-r.low] = true
	}
	for scans := repairScans * int64(r.first[r.end]-r.first[r.low]); !queue.empty(); {
		v := queue.take()
		queued[v-r.low] = false
		if scans -= r.degree(v); scans < 0 {
			return false, nil
		}
		if err := r.look(r.degree(v)); err != nil {
			return false, err
		}
		for _, h := range r.halves[r.first[v]:r.first[v+1]] {
			most := potential[v] + h.cost>>shift
			if h.left == 0 || potential[h.head] <= most {
				continue
			}
			potential[h.head] = most
			if !queued[h.head-r.low] {
				queued[h.head-r.low] = true
				queue.add(h.head)
			}
		}
	}
	return true, nil
}

// residue returns x modulo scale, from 0 to scale-1.
func residue(x, scale int64) int64 {
	if x %= scale; x < 0 {
		x += scale
	}
	return x
}

// gap returns the first residue taken after a run of at least epsilon free ones, on the circle. At
// least one residue must be taken.
func gap(taken []bool, epsilon int64) (after int64, found bool) {
	first := slices.Index(taken, true)
	last := first
	for i, t := range taken {
		if !t {
			continue
		}
		if int64(i-last) > epsilon {
			return int64(i), true
		}
		last = i
	}
	return int64(first), int64(len(taken)-last+first) > epsilon
}

// join shifts the potentials of each component so that they also prove the arcs between components,
// which carry nothing: on each of them cost + potential[From] - potential[To] must be at least zero.
// No arc leads to a higher component, so one pass from the highest down meets every arc when the
// potential it starts from is final. Potentials and heads come in the partition's numbers. O(nodes + arcs).
func join(o *outgoing, part partition, potential []int64, w *watch) error {
	nodes, err := part.nodes(w)
	if err != nil {
		return err
	}
	component, err := part.components(w)
	if err != nil {
		return err
	}
	shift := make([]int64, len(part.start)-1)
	for c := len(shift) - 1; c >= 0; c-- {
		low, size := part.start[c], uint32(part.start[c+1]-part.start[c])
		for v := part.start[c]; v < part.start[c+1]; v++ {
			potential[v] += shift[c]
			u := nodes[v]
			if err := w.look(int64(o.first[u+1] - o.first[u])); err != nil {
				return err
			}
			for at := o.first[u]; at < o.first[u+1]; at++ {
				if x := o.head[at]; uint32(x-low) >= size {
					to := component[x]
					shift[to] = min(shift[to], o.cost(at)+potential[v]-potential[x])
				}
			}
		}
	}
	return nil
}
