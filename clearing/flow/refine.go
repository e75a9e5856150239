package flow

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

// updateEvery is how many times as many halves as the component has are looked at between two global
// updates.
const updateEvery = 3

// updatesMax is how many updates, times the binary logarithm of the number of nodes, a precision gets
// before a coarser one is tried.
const updatesMax = 20

// labelMax is beyond every label that a feasible problem can have: see checkCosts.
const labelMax = 1 << 61

// A refiner turns the pseudo-flow of one component into a flow that balances, at precision epsilon. It
// is the push-relabel method (Goldberg and Tarjan, Finding minimum-cost circulations by successive
// approximation, Math. Oper. Res. 15, 1990), written in distances:
//
// The label of a node is a lower bound on its distance to a node that lacks flow, where a half of cost
// c is c + epsilon long. So on every half that has something left
//
//	label[v] <= cost + epsilon + label[head]
//
// and labels only rise. Excess is pushed along halves with label[v] > cost + label[head] + epsilon/2; where
// there is none, the label rises to the most that keeps the bound, which is more than epsilon/2. (Without
// the epsilon/2, a half back to where excess came from would do as soon as it saves its cost, and on a long
// way excess would go back and forth.) When no node has excess, the flow balances and no ring could be
// cheaper by more than epsilon a half.
//
// The halves that could be pushed along at a time never form a ring; on one, a little excess would go
// round until it has filled it, as often as the capacity is large. At the start of a phase there is no
// such half, pushing makes none, and when a set of nodes rises by epsilon/2 or more together, no such half
// leads into the set. A node that rises by itself rises that much, and in update all rise by multiples of
// epsilon.
type refiner struct {
	*residual
	watch
	low, end int32   // the component: nodes low to end-1
	epsilon  int64   // the precision, a power of two
	coarsest int64   // how coarse it may become
	label    []int64 // of each node
	excess   []int64 // what enters a node and does not leave it; below zero: what it lacks
	current  []int32 // the half of each node to look at next: those before it cannot be pushed along
	active   fifo    // the nodes with excess
	scanned  int64   // halves looked at since the last update
	distance []int64 // for update
	near     radix   // for update
	taken    []bool  // for certify
}

// refine makes the pseudo-flow balance at precision epsilon, and calls tell with the fraction of the
// excess that is routed. It returns ErrInfeasible, or the context's error.
func (r *refiner) refine(tell func(done float64)) error {
	if err := r.saturate(); err != nil {
		return err
	}
	initial := r.gather()
	limit := updateEvery * int64(r.first[r.end]-r.first[r.low])
	updates := 0
	for r.scanned = limit; !r.active.empty(); {
		if r.scanned >= limit {
			if err := r.update(); err != nil {
				return err
			}
			r.scanned = 0
			tell(1 - float64(r.unrouted())/float64(initial))
			if updates++; updates%(updatesMax*bits.Len32(uint32(r.end-r.low))) == 0 {
				r.coarsen()
			}
		}
		if err := r.discharge(r.active.take()); err != nil {
			return err
		}
	}
	return nil
}

// coarsen goes over to a coarser precision, where the costs weigh less against the number of halves and
// excess gets on faster over long ways. Labels that keep the bound at one precision keep it at every
// coarser one, so nothing has to be done over.
func (r *refiner) coarsen() { r.epsilon = max(r.epsilon, min(r.coarsest, r.epsilon*scaling)) }

// saturate fills every half that the coarser precision let cost less than its labels say, so that the
// pseudo-flow is exact for the labels, and only the balance is to be mended.
func (r *refiner) saturate() error {
	for v := r.low; v < r.end; v++ {
		if err := r.look(r.degree(v)); err != nil {
			return err
		}
		for i := r.first[v]; i < r.first[v+1]; i++ {
			h := &r.halves[i]
			if h.left > 0 && h.cost+r.label[h.head] < r.label[v] {
				r.excess[v] -= h.left
				r.excess[h.head] += h.left
				r.push(i, h.left)
			}
		}
	}
	return nil
}

// gather queues the nodes with excess, in their order, and returns the sum of it.
func (r *refiner) gather() int64 {
	for v := r.low; v < r.end; v++ {
		r.current[v] = r.first[v]
		if r.excess[v] > 0 {
			r.active.add(v)
		}
	}
	return r.unrouted()
}

// unrouted returns the sum of all excess.
func (r *refiner) unrouted() int64 {
	var sum int64
	for _, e := range r.excess[r.low:r.end] {
		sum += max(e, 0)
	}
	return sum
}

// discharge pushes the excess of v on until there is none, raising its label where it must.
//
// This is the inner loop of the solver, so pushing is written out here.
func (r *refiner) discharge(v int32) error {
	excess, label, half := r.excess[v], r.label[v], r.epsilon/2
	for {
		start, last := r.current[v], r.first[v+1]
		i := start
		r.scanned += int64(last - i)
		for ; i < last; i++ {
			h := &r.halves[i]
			if h.cost+r.label[h.head]+h.shut() >= label-half {
				continue
			}
			amount := min(excess, h.left)
			twin := &r.halves[h.back>>1]
			twin.left += amount
			h.back |= 1
			if h.left -= amount; h.left == 0 {
				twin.back &^= 1
			}
			before := r.excess[h.head]
			r.excess[h.head] = before + amount
			if before <= 0 && before+amount > 0 {
				r.active.add(h.head)
			}
			if excess -= amount; excess == 0 {
				r.excess[v], r.current[v] = 0, i
				return r.look(int64(i-start) + 1)
			}
		}
		r.current[v] = r.first[v]
		if label = r.raised(v); label > labelMax {
			return stuck(v)
		}
		r.label[v] = label
		if err := r.look(2 * r.degree(v)); err != nil {
			return err
		}
	}
}

// raised returns the highest label of v that is still a lower bound of its distance, beyond labelMax
// where no half leads on.
func (r *refiner) raised(v int32) int64 {
	least := int64(math.MaxInt64) - r.epsilon
	for i := r.first[v]; i < r.first[v+1]; i++ {
		h := &r.halves[i]
		least = min(least, h.cost+r.label[h.head]+h.shut())
	}
	r.scanned += int64(r.first[v+1] - r.first[v])
	return least + r.epsilon
}

// update raises every label at once to the distance, by Dijkstra's algorithm backwards from the nodes
// that lack flow, on lengths that the present labels make non-negative, rounded down to multiples of
// epsilon (Goldberg, An efficient implementation of a scaling minimum-cost flow algorithm, J. Algorithms
// 22, 1997, on price updates). Without it labels creep up one at a time. If a node from which nothing that
// lacks flow can be reached has excess, that excess has nowhere to go, and the problem no flow.
//
// Then it puts the nodes with excess in the order of their labels, the farthest first, so that what goes
// the same way goes together.
func (r *refiner) update() error {
	if err := r.ctx.Err(); err != nil {
		return err
	}
	farthest, err := r.measure()
	if err != nil {
		return err
	}
	for v := r.low; v < r.end; v++ {
		r.current[v] = r.first[v]
		if r.distance[v] == unreached && r.excess[v] > 0 {
			return stuck(v)
		}
	}
	if err := r.lift(farthest); err != nil {
		return err
	}
	r.active.sort(r.label)
	return nil
}

// stuck says that what enters v has nowhere to go. Only supplies bring that about, and with them nodes
// keep the numbers of the problem.
func stuck(v int32) error {
	return wrongNode(ErrInfeasible, int(v), "from here supply reaches no node that lacks it")
}

// reached marks a node whose label is final: less than any distance. unreached marks one that no search has
// met: more than any.
const (
	reached   = -1
	unreached = labelMax
)

// measure raises the labels of all nodes that reach one that lacks flow, and returns the most that any
// rose. Loop invariant: nodes marked reached have their final label, and no other can have one that
// rises less than the last key taken.
func (r *refiner) measure() (farthest int64, err error) {
	r.near.reset()
	for v := r.low; v < r.end; v++ {
		r.distance[v] = unreached
		if r.excess[v] < 0 {
			r.distance[v] = 0
			r.near.add(0, v)
		}
	}
	for r.near.size > 0 {
		key, v := r.near.take()
		if r.distance[v] != key {
			continue // reached before on a shorter way
		}
		r.distance[v] = reached
		r.label[v] += key
		farthest = key
		r.relax(v, key)
		if err := r.look(r.degree(v)); err != nil {
			return 0, err
		}
	}
	return farthest, nil
}

// relax looks at the halves into v, which has risen by key, as the twins of those out of it.
func (r *refiner) relax(v int32, key int64) {
	base := r.label[v] - key + r.epsilon
	for i := r.first[v]; i < r.first[v+1]; i++ {
		h := &r.halves[i]
		rise := key + (base-h.cost-r.label[h.head])&-r.epsilon + h.twinShut()
		if rise < r.distance[h.head] {
			r.distance[h.head] = rise
			r.near.add(rise, h.head)
		}
	}
}

// lift raises the nodes that measure has not reached by the least that keeps the bound on the halves
// that lead to them. To let all of them rise with the farthest would keep it too; but then labels have
// no bound, since at every update another node may be the one that rises far.
//
// It is Dijkstra's algorithm onwards from the nodes reached, from the greatest rise to the least; keys
// are what a rise lacks of the farthest. Nodes whose label is final are marked reached.
func (r *refiner) lift(farthest int64) error {
	r.near.reset()
	for v := r.low; v < r.end; v++ {
		if r.distance[v] == unreached {
			r.follow(v, farthest)
			if err := r.look(r.degree(v)); err != nil {
				return err
			}
		}
	}
	for r.near.size > 0 {
		key, v := r.near.take()
		if r.distance[v] != key {
			continue // risen further before
		}
		r.distance[v] = reached
		r.label[v] += farthest - key
		for i := r.first[v]; i < r.first[v+1]; i++ {
			if h := &r.halves[i]; h.left > 0 && r.distance[h.head] != reached {
				r.pull(h.head, farthest, r.label[v]-h.cost-r.epsilon)
			}
		}
		if err := r.look(r.degree(v)); err != nil {
			return err
		}
	}
	return nil
}

// follow pulls v after the nodes reached that have a half to it.
func (r *refiner) follow(v int32, farthest int64) {
	for i := r.first[v]; i < r.first[v+1]; i++ {
		if h := &r.halves[i]; r.distance[h.head] == reached && h.twinShut() == 0 {
			r.pull(v, farthest, r.label[h.head]+h.cost-r.epsilon)
		}
	}
}

// pull notes that the label of v must rise to least, by a multiple of epsilon, if that is a rise and no
// greater one is known.
func (r *refiner) pull(v int32, farthest, least int64) {
	key := farthest - (least-r.label[v]+r.epsilon-1)&-r.epsilon
	if key < min(farthest, r.distance[v]) {
		r.distance[v] = key
		r.near.add(key, v)
	}
}

// A fifo is a queue of nodes in a ring, with room for all the nodes of a component.
type fifo struct {
	ring        []int32
	front, size int
}

func (q *fifo) empty() bool { return q.size == 0 }

func (q *fifo) add(v int32) {
	at := q.front + q.size
	if at >= len(q.ring) {
		at -= len(q.ring)
	}
	q.ring[at] = v
	q.size++
}

// sort puts the nodes with the highest labels first, the lower number first among equals.
func (q *fifo) sort(label []int64) {
	nodes := make([]int32, 0, q.size)
	for !q.empty() {
		nodes = append(nodes, q.take())
	}
	slices.SortFunc(nodes, func(v, w int32) int { return cmp.Or(cmp.Compare(label[w], label[v]), cmp.Compare(v, w)) })
	for _, v := range nodes {
		q.add(v)
	}
}

func (q *fifo) take() int32 {
	v := q.ring[q.front]
	q.size--
	if q.front++; q.front == len(q.ring) {
		q.front = 0
	}
	return v
}
