package flow

import "math/bits"

// A router decides which arcs of a component leave capacity unused, and how much, so that they leave the
// least in all.
//
// What is unused is itself a flow: what leaves a node unused, less what enters it unused, is what can leave
// it less what can enter it, its excess. Nothing unused is the least of all, and lacks only balance. So the
// excess of the nodes where it is above zero has to reach those where it is below, the deficits, each arc
// on the way costing one unit, and giving one back where it is used again: a problem of cheapest
// transport that starts from nothing, where no step ever has to be undone for its cost.
//
// It is the push-relabel method (see refiner) in one phase. A link is price + 1 long where it leaves
// more unused and 1 - price where it leaves less, so that length orders ways by cost first and then by
// the number of links. Labels are lower bounds of the distance to a deficit: on every link that is open
//
//	label[v] <= length + label[other end]
//
// and excess is pushed along links where that is an equation. Pushing opens only the opposite link,
// which together with it is 2 long, and on every ring of open links lengths sum to the sum of what the
// equations lack, so:
//
//  1. every ring of open links is longer than zero, from the start on;
//  2. the links to push along never form a ring;
//  3. when no excess is left, no ring of fewer than price links could be cheaper.
//
// So with a price above the number of nodes the result is the cheapest. A lower one keeps the labels short,
// and mostly does as well: prove finds out.
type router struct {
	*clearer
	watch
	tells    bool      // whether it may call tell
	low, end int32     // the component: nodes low to end-1
	price    int32     // of a unit of cost, in links
	guess    []int32   // for update
	active   fifo      // the nodes with excess
	near     levels    // for update
	taken    []bool    // for count
	scanned  int64     // links looked at since the last update
	limit    int64     // how many may be, until discharge goes on with another node
	batch    [16]int32 // nodes that discharge is about to look at
	touched  uint32    // nothing: what was read only to bring it near
}

// Bounds of routing.
const (
	routeScans  = 3       // so many times all links of the component are looked at, then comes a global update
	pushScans   = 8       // a push counts as looking at so many links
	turnScans   = 1 << 20 // so many links looked at, and the turn of a node is over
	touchLinks  = 32      // so many links of a node are read before it is its turn
	routeRounds = 20      // so many rounds are enough, each of as many updates as the number of nodes has bits
	routePart   = 8       // a round has to route one part in so many of what is left
)

// beyond is above every label. Twice beyond, which a sealed link adds to one, and a price on top still fit an int32.
const beyond = 1 << 29

// route makes every excess zero, and reports whether it got there within the bounds of rounds and labels. Where
// the nearest deficits are filled one after the other, as on long ways, it does not: each of them gone, all
// labels behind have to rise by a price, and meanwhile excess goes back and forth. Then the first updates route
// next to nothing, and show it.
func (r *router) route(rounds int) (bool, error) {
	links, round := r.size(), bits.Len32(uint32(r.end-r.low))
	initial := r.gather()
	before := initial
	for updates := range rounds * round {
		if r.active.empty() {
			return true, nil
		}
		if ok, err := r.update(); !ok || err != nil {
			return false, err
		}
		unrouted := r.gather()
		if updates%round == round-1 {
			if unrouted > before-before/routePart {
				return false, nil
			}
			before = unrouted
		}
		if r.tells {
			high, low := bits.Mul64(uint64(links), uint64(initial-unrouted))
			routed, _ := bits.Div64(high, low, uint64(initial))
			r.tell(float64(r.solved.Load()+int64(routed)) / float64(len(r.link)))
		}
		for r.scanned = 0; r.scanned < routeScans*links && !r.active.empty(); {
			if ok, err := r.dischargeSome(); !ok || err != nil {
				return false, err
			}
		}
	}
	return r.active.empty(), nil
}

// dischargeSome takes some active nodes. It reads what they need first, side by side: one after the other,
// each would wait for the memory.
func (r *router) dischargeSome() (bool, error) {
	batch := r.batch[:min(len(r.batch), r.active.size)]
	for i := range batch {
		v := r.active.take()
		batch[i] = v
		r.touch(v)
	}
	r.limit = r.scanned + turnScans
	for _, v := range batch {
		before := r.scanned
		if !r.discharge(v) {
			return false, nil
		}
		if err := r.look(r.scanned - before); err != nil {
			return false, err
		}
	}
	return true, nil
}

// touch reads what settle and discharge need of a node, one word for each line of the cache.
func (r *router) touch(v int32) {
	first, end := r.links(v)
	sum := uint32(r.label[v])
	for i := first; i < min(end, first+touchLinks); i += 4 {
		sum += r.link[i].to
	}
	r.touched += sum
}

// gather queues the nodes with excess anew, in their order, and returns the sum of it.
func (r *router) gather() (sum int64) {
	r.active.front, r.active.size = 0, 0
	for v := r.low; v < r.end; v++ {
		if excess := r.row[v].excess; excess > 0 {
			r.active.add(v)
			sum += excess
		}
	}
	return sum
}

// length is that of a link with these bits, or beyond all lengths if it is sealed. For the twin's, shift the
// bits to the left by two.
func length(bits uint32, price int32) int32 {
	return 1 + price + int32(bits&sealed) - int32(bits)>>31&(2*price)
}

// discharge pushes the excess of v on until there is none, raising its label where it must. It reports
// false where that leaves the room for labels.
//
// This and settle are the inner loops, so all is written out, and what a link is like is told without
// branches: see length.
func (r *router) discharge(v int32) bool {
	first, end := r.links(v)
	labels, links, price := r.label, r.link, r.price
	this := &r.row[v]
	excess, label, at := this.excess, labels[v], this.current
	if at < 0 {
		at = first
	}
	for {
		r.scanned += int64(end - at)
		for ; at < end; at++ {
			l := &links[at]
			to := l.to & node
			if labels[to]+length(l.to, price) != label {
				continue
			}
			r.scanned += pushScans
			twin, bits := &links[l.twin], uint32(twinRefund)
			amount := min(excess, l.left)
			l.left -= amount
			switch {
			case l.to&refund == 0:
				if l.to&twinRefund == 0 {
					twin.left = 0 // from rest
				}
				if l.left == 0 {
					bits |= sealed
				}
			case l.left > 0:
				bits = refund
			default: // to rest
				bits = 0
				if l.left = r.capacity(v, at); l.left == 0 {
					bits = sealed
				}
			}
			twin.left += amount
			if l.to != to|bits {
				l.to = to | bits
				twin.to = uint32(v) | bits>>2&^node | bits<<2
			}
			there := &r.row[to]
			before := there.excess
			there.excess = before + amount
			if before <= 0 && before+amount > 0 {
				r.active.add(int32(to))
			}
			if excess -= amount; excess == 0 {
				this.excess, this.current, labels[v] = 0, at, label
				return true
			}
		}
		if label, at = r.relabel(first, end); label >= beyond {
			return false
		}
		if r.scanned >= r.limit { // others first, or an update: a hub could go on for long
			this.excess, this.current, labels[v] = excess, at, label
			r.active.add(v)
			return true
		}
	}
}

// relabel returns the most that the label of the node with these links may be, and the first link along which
// that lets it push.
func (r *router) relabel(first, end int32) (label, at int32) {
	labels, price := r.label, r.price
	label, at = 2*beyond, first
	for i := first; i < end; i++ {
		to := r.link[i].to
		if l := labels[to&node] + length(to, price); l < label {
			label, at = l, i
		}
	}
	r.scanned += int64(end - first)
	return label, at
}
