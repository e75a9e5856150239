package flow

// An offer is an arc in the direction in which it has something left: an arc that is full is written the
// other way round, at the negative cost. So cost + potential[from] - potential[to] < 0 says that it would
// make the flow cheaper, whichever way that is. Arcs of the tree cost nothing either way.
type offer struct {
	cost     int64
	from, to int32
}

// turned returns the other direction of an arc.
func (o offer) turned() offer { return offer{cost: -o.cost, from: o.to, to: o.from} }

// enter returns the offer that saves most for each unit in the first block of offers in which one saves
// anything, or -1 where none does. Blocks follow each other, round and round, so that every offer gets its
// turn.
func (s *simplex) enter() int32 {
	for left := len(s.offers); left > 0; {
		block := s.offers[s.at:min(s.at+s.block, len(s.offers))]
		best := cheapest(block, s.potential)
		at := s.at
		if s.at += len(block); s.at == len(s.offers) {
			s.at = 0
		}
		s.work += int64(len(block))
		if best >= 0 {
			return int32(at + best)
		}
		left -= len(block)
	}
	return -1
}

// cheapest returns the place of the offer that saves most, the first one of equals, or -1. It is the inner
// loop of the simplex; unsigned indices spare it two instructions of a dozen.
func cheapest(offers []offer, potential []int64) int {
	least, best := int64(0), -1
	for i := range offers {
		o := &offers[i]
		if cost := o.cost + potential[uint32(o.from)] - potential[uint32(o.to)]; cost < least {
			least, best = cost, i
		}
	}
	return best
}

// pivot sends as much as there is room for along offer e and back through the tree. What is full then
// leaves the tree, and e takes its place; where that is e itself, it is turned, and the tree stays.
func (s *simplex) pivot(e int32) {
	o := s.offers[e]
	saves := o.cost + s.potential[o.from] - s.potential[o.to]
	l := s.limit(o, s.capacity[e])
	if l.amount > 0 {
		s.push(o, l)
	}
	if l.out < 0 {
		s.offers[e] = o.turned()
		return
	}
	s.dismiss(l)
	in, to := o.to, o.from
	down, up := s.capacity[e]-l.amount, l.amount
	if l.before {
		in, to, saves = o.from, o.to, -saves
		down, up = up, down
	}
	s.rehang(in, l.out, to, l.join)
	s.arc[in] = e
	s.branches[in].up, s.branches[in].down = up, down
	s.work += int64(s.shift(in, saves))
}

// A limit says what bounds a pivot.
type limit struct {
	amount int64 // how much can go round
	out    int32 // the node whose arc to its parent is full then, or -1 for the entering one
	before bool  // that node is above the start of the entering offer, not above its end
	join   int32 // where the ways from both ends to the root meet
}

// limit walks from both ends of o up to where they meet. Going round from there in the direction of the
// flow, the last arc of those that bound the amount is to leave: Cunningham's rule, which keeps the tree
// strongly feasible. Last is what comes after the end of o, the top of it, then o itself, then what comes
// before its start, the bottom of it.
func (s *simplex) limit(o offer, room int64) limit {
	b := s.branches
	l := limit{amount: room, out: -1}
	steps := int64(0)
	u, v := o.from, o.to
	for ; u != v; steps++ {
		if x := &b[u]; x.size < b[v].size {
			if x.down < l.amount {
				l.amount, l.out, l.before = x.down, u, true
			}
			u = x.parent
		} else {
			x := &b[v]
			if x.up <= l.amount {
				l.amount, l.out, l.before = x.up, v, false
			}
			v = x.parent
		}
	}
	l.join = u
	s.work += steps
	return l
}

// push moves the amount round the ring that o closes.
func (s *simplex) push(o offer, l limit) {
	b := s.branches
	for v := o.from; v != l.join; v = b[v].parent {
		b[v].down -= l.amount
		b[v].up += l.amount
	}
	for v := o.to; v != l.join; v = b[v].parent {
		b[v].up -= l.amount
		b[v].down += l.amount
	}
}

// dismiss writes the arc that leaves the tree in the direction in which it has something left. An
// artificial arc is empty then, and never comes back.
func (s *simplex) dismiss(l limit) {
	e := s.arc[l.out]
	if e < 0 {
		return
	}
	// Before the start flow came down the tree, and can go up again.
	if o := &s.offers[e]; (o.from == l.out) != l.before {
		*o = o.turned()
	}
}
