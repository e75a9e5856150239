package flow

// A mender makes a cheapest flow of an optimal pseudo-flow: one that satisfies invariants 1 and 3 of the
// package comment with its potentials, and lacks only the balance of some nodes. It is push-relabel at the
// precision that proves, as refine is, on the arcs as they are: what is too much at a few nodes flows to where it is
// lacking, and only what lies between is looked at.
//
// The label of a node is its potential times scale, less what was added to its distance from a deficit. Along
// every arc with room, in either direction,
//
//	length = scale x cost + label[from] - label[to] + 1 >= 0
//
// where against an arc the cost is the negative. Flow moves where the length is zero. Then the length back
// is 2, and so it stays true that no length is below zero, which is what certify needs.
type mender struct {
	Problem
	watch
	flow   []int64 // on each arc
	points []point // the nodes
	scale  int64

	first   []int32 // of each node: where its arcs begin in list
	list    []end   // arcs by the nodes at both their ends
	active  []int32 // the nodes with an excess above zero, each once, in the order in which they are to be looked at
	lacking []int32 // the nodes whose excess is below zero, or was

	reached []int32 // the nodes whose distance is not far
	near    radix

	left  int64 // how many more arcs may be looked at
	until int64 // what will be left when it is time for another update
}

// A point is a node.
type point struct {
	label    int64
	distance int64 // in the update at hand, from a deficit; or far
	excess   int64 // what enters it, its supply included, less what leaves it
	current  int32 // the place in list to look at next
}

// An end is an arc as the node at one of its ends sees it.
type end struct {
	other int32 // the node at the other end
	arc   int32 // its index where it leads there, and inverted (below zero) where it comes from there
}

// route moves all excess to where it is lacking. It reports false where that takes too much work, leaves the
// room for labels, or cannot be: Solve can tell.
func (m *mender) route() (bool, error) {
	for len(m.active) > 0 {
		before := m.left
		if ok, err := m.update(); !ok || err != nil {
			return false, err
		}
		m.until = m.left - max(mendLeast, before-m.left) // as much routing as the update took
		for len(m.active) > 0 && m.left > m.until {
			v := m.active[0]
			m.active = m.active[1:]
			if !m.discharge(v) {
				return false, nil
			}
			if err := m.look(int64(m.first[v+1] - m.first[v])); err != nil {
				return false, err
			}
		}
	}
	return m.left >= 0, nil
}

// update moves the labels by the distance from the deficits, by Dijkstra's algorithm against the arcs with
// room, as far as the farthest active node. Beyond it all labels stay.
//
// Loop invariant: nodes nearer than the last one taken have their true distance.
func (m *mender) update() (bool, error) {
	for _, v := range m.lacking {
		if m.points[v].excess < 0 {
			m.approach(v, 0)
		}
	}
	radius, missing := int64(0), len(m.active)
	for missing > 0 && m.near.size > 0 && m.left >= 0 {
		distance, v := m.near.take()
		if m.points[v].distance != distance {
			continue // it was reached on a shorter way since
		}
		radius = distance
		if m.points[v].excess > 0 {
			if missing--; missing == 0 {
				break
			}
		}
		if err := m.look(m.settle(v)); err != nil {
			return false, err
		}
	}
	for _, v := range m.reached {
		if d := m.points[v].distance; d < radius {
			m.points[v].label += radius - d
		}
		m.points[v].distance, m.points[v].current = far, m.first[v]
	}
	m.reached = m.reached[:0]
	m.near.reset()
	return missing == 0, nil
}

// approach notes that a node is at this distance from a deficit.
func (m *mender) approach(v int32, distance int64) {
	if m.points[v].distance == far {
		m.reached = append(m.reached, v)
	}
	m.points[v].distance = distance
	m.near.add(distance, v)
}

// settle looks at the arcs with room towards v, and returns how many arcs it has looked at. What lies apart in
// memory it reads only where what it has read so far asks for it.
func (m *mender) settle(v int32) int64 {
	distance, label, scale, points := m.points[v].distance, m.points[v].label, m.scale, m.points
	for _, e := range m.list[m.first[v]:m.first[v+1]] {
		other := &points[e.other]
		if other.distance <= distance {
			continue
		}
		if next := distance + other.label - label + 1 + m.cost(^e.arc)*scale; next < other.distance && m.room(^e.arc) > 0 {
			m.approach(e.other, next)
		}
	}
	looked := int64(m.first[v+1] - m.first[v])
	m.left -= looked
	return looked
}

// cost returns what a unit costs along an arc, or where its index is inverted against it.
func (m *mender) cost(arc int32) int64 {
	if arc >= 0 {
		return m.Arcs[arc].Cost
	}
	return -m.Arcs[^arc].Cost
}

// room returns how much more flows there at most.
func (m *mender) room(arc int32) int64 {
	if arc >= 0 {
		return m.Arcs[arc].Capacity - m.flow[arc]
	}
	return m.flow[^arc]
}

// length returns the length of an arc from v to its other end.
func (m *mender) length(v int32, e end) int64 {
	return m.cost(e.arc)*m.scale + m.points[v].label - m.points[e.other].label + 1
}

// discharge pushes what v has too much along arcs of no length, and lifts v where there are none, until
// nothing is left or it is time for an update. It reports false where the label has no room to go on.
func (m *mender) discharge(v int32) bool {
	for m.points[v].excess > 0 {
		if !m.push(v) {
			continue
		}
		if m.left <= m.until {
			m.active = append(m.active, v)
			return true
		}
		if !m.relabel(v) {
			return false
		}
	}
	return true
}

// push sends the excess of v along arcs of no length and reports whether it has looked at the last one.
func (m *mender) push(v int32) (over bool) {
	i := m.points[v].current
	for ; i < m.first[v+1] && m.points[v].excess > 0; i++ {
		e := m.list[i]
		if m.length(v, e) != 0 {
			continue
		}
		room := m.room(e.arc)
		if room == 0 {
			continue
		}
		amount := min(room, m.points[v].excess)
		m.send(e, amount)
		m.points[v].excess -= amount
		if before := m.points[e.other].excess; before <= 0 && before+amount > 0 {
			m.active = append(m.active, e.other)
		}
		m.points[e.other].excess += amount
		if amount < room { // it has room left
			break
		}
	}
	m.left -= int64(i - m.points[v].current + 1)
	m.points[v].current = i
	return m.points[v].excess > 0
}

// send moves an amount to the other end.
func (m *mender) send(e end, amount int64) {
	if e.arc >= 0 {
		m.flow[e.arc] += amount
	} else {
		m.flow[^e.arc] -= amount
	}
}

// relabel lowers the label of v until the shortest arc with room has no length. It reports false where there
// is none, or too long a one.
func (m *mender) relabel(v int32) bool {
	least := int64(far)
	for i := m.first[v]; i < m.first[v+1]; i++ {
		if length := m.length(v, m.list[i]); length < least && m.room(m.list[i].arc) > 0 {
			least, m.points[v].current = length, i
		}
	}
	m.left -= int64(m.first[v+1] - m.first[v])
	m.points[v].label -= least
	return least < labelMax
}
