package flow

// A link is one direction between two nodes that have an arc between them, or two opposite ones. What flows
// along it is what the arcs leave unused. Only one of two opposite arcs ever leaves anything unused, since
// both can use what both do not; so between two nodes there is one number, how much more the one leaves
// unused towards the other, and a link at each end, each the other's twin.
//
// A link that is a refund makes its opposite arc use again what it left unused, and gives back a unit of cost
// for each; its twin is none. One that is not makes its own arc leave more unused, at a unit of cost each. At
// rest, neither arc leaves anything unused, neither link is a refund, and each can take its arc's capacity.
type link struct {
	to   uint32 // the node at the other end, with the bits below
	twin int32  // the link back
	left int64  // how much it can take
}

// What a link and its twin are at the moment. A node's number has the bits that these leave.
const (
	refund     = 1 << 31 // giving back
	sealed     = 1 << 30 // not giving back, and with nothing left
	twinRefund = refund >> 2
	twinShut   = sealed >> 2
	node       = twinShut - 1
)

// leave makes a link at rest, whose twin is at rest too, leave an amount above zero unused.
func (l *link) leave(twin *link, amount int64) {
	l.left -= amount
	twin.left = amount
	bits := uint32(twinRefund)
	if l.left == 0 {
		bits |= sealed
	}
	l.to, twin.to = l.to&node|bits, twin.to&node|bits>>2&^node|bits<<2
}

// nodesSetOff is the most nodes that have numbers.
const nodesSetOff = node

// A row is what there is to know of a node beside its label. Its links are
//
//	row[v].enter + row[v].leave      to  row[v].enter + row[v+1].leave - 1    for the arcs that leave it
//	row[v].enter + row[v+1].leave    to  row[v+1].enter + row[v+1].leave - 1  for those that enter it alone
//
// where leave counts the arcs that leave the nodes before v, and enter those that enter a node before v while no
// arc leads back. So the link of arc k, which leaves v, is k + row[v].enter.
type row struct {
	excess       int64 // what is to leave the node unused and does not; below zero: its deficit
	enter, leave int32
	current      int32 // the link to look at next, those before it cannot be pushed along; -1 for the first
}

// links returns where the links of v begin, and where they end.
func (r *reduced) links(v int32) (first, end int32) {
	return r.row[v].enter + r.row[v].leave, r.row[v+1].enter + r.row[v+1].leave
}

// degree returns the number of arcs that leave v.
func (r *reduced) degree(v int32) int64 { return int64(r.row[v+1].leave - r.row[v].leave) }

// capacity returns how much link i, which leaves v, can take at rest.
func (r *reduced) capacity(v, i int32) int64 {
	if k := i - r.row[v].enter; k < r.row[v+1].leave {
		return r.most[k]
	}
	return 0
}

// spread makes the links, at rest.
func (r *reduced) spread(w *watch) error {
	nodes := int32(len(r.row) - 1)
	opposite, err := r.opposites(w)
	if err != nil {
		return err
	}
	next := make([]int32, nodes) // where the next link of an arc that enters alone goes
	for v := range nodes {
		next[v] = r.row[v].enter + r.row[v+1].leave
	}
	r.link = make([]link, len(r.head)+int(r.row[nodes].enter))
	for v := range nodes {
		if err := w.look(r.degree(v)); err != nil {
			return err
		}
		for k := r.row[v].leave; k < r.row[v+1].leave; k++ {
			to, i := r.head[k], k+r.row[v].enter
			if opposite[k] >= 0 {
				r.link[i] = link{to: uint32(to), twin: opposite[k] + r.row[to].enter, left: r.most[k]}
				continue
			}
			j := next[to]
			next[to]++
			r.link[i] = link{to: uint32(to) | twinShut, twin: j, left: r.most[k]}
			r.link[j] = link{to: uint32(v) | sealed, twin: i}
		}
	}
	r.head = nil // links say the same
	return nil
}

// opposites returns the arc that leads back between the same nodes, or -1, for each arc, and counts in the rows
// those that have none. Each pair is found at its higher node, among the arcs that enter it from lower ones.
func (r *reduced) opposites(watch *watch) ([]int32, error) {
	nodes := int32(len(r.row) - 1)
	low, err := r.rising(watch)
	if err != nil {
		return nil, err
	}
	latest := make([]int32, nodes) // the latest arc seen that leads down to each node
	for v := range latest {
		latest[v] = -1
	}
	opposite := make([]int32, len(r.head))
	for v := range nodes {
		first, end := r.row[v].leave, r.row[v+1].leave
		if err := watch.look(r.degree(v)); err != nil {
			return nil, err
		}
		for k := first; k < end; k++ {
			opposite[k] = -1
			if w := r.head[k]; w < v {
				latest[w] = k
			}
		}
		for _, a := range low.of(v) {
			if back := latest[a.from]; back >= first {
				opposite[a.arc], opposite[back] = back, a.arc
			} else {
				r.row[v+1].enter++
			}
		}
		for k := first; k < end; k++ {
			if w := r.head[k]; w < v && opposite[k] < 0 {
				r.row[w+1].enter++
			}
		}
	}
	for v := range nodes {
		r.row[v+1].enter += r.row[v].enter
	}
	return opposite, nil
}

// Entries list, for each node, the arcs that enter it from nodes with a lower number.
type entries struct {
	first []int32
	list  []struct{ arc, from int32 }
}

func (e *entries) of(v int32) []struct{ arc, from int32 } { return e.list[e.first[v]:e.first[v+1]] }

// rising returns the arcs that lead to a higher node by where they lead.
func (r *reduced) rising(watch *watch) (*entries, error) {
	nodes := int32(len(r.row) - 1)
	e := &entries{first: make([]int32, nodes+2)}
	for v := range nodes {
		if err := watch.look(r.degree(v)); err != nil {
			return nil, err
		}
		for _, w := range r.head[r.row[v].leave:r.row[v+1].leave] {
			if w > v {
				e.first[w+2]++
			}
		}
	}
	for v := range nodes {
		e.first[v+2] += e.first[v+1]
	}
	e.list = make([]struct{ arc, from int32 }, e.first[nodes+1])
	for v := range nodes { // first[w+1] is where the next one of w goes, and then where those of w end
		if err := watch.look(r.degree(v)); err != nil {
			return nil, err
		}
		for k := r.row[v].leave; k < r.row[v+1].leave; k++ {
			if w := r.head[k]; w > v {
				e.list[e.first[w+1]] = struct{ arc, from int32 }{k, v}
				e.first[w+1]++
			}
		}
	}
	return e, nil
}

// rest puts all links of the component back to rest, and the excess to what it was.
func (r *router) rest() error {
	for v := r.low; v < r.end; v++ {
		r.row[v].excess = 0
	}
	for v := r.low; v < r.end; v++ {
		first, last := r.links(v)
		if err := r.look(int64(last - first)); err != nil {
			return err
		}
		for i := first; i < last; i++ {
			l := &r.link[i]
			to := int32(l.to & node)
			l.to, l.left = uint32(to), r.capacity(v, i)
			r.row[v].excess += l.left
			r.row[to].excess -= l.left
			if l.left == 0 {
				l.to |= sealed
			}
			if r.capacity(to, l.twin) == 0 {
				l.to |= twinShut
			}
		}
	}
	return nil
}
