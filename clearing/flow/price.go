package flow

import "math/bits"

// The flow of an arc fills its steps in order, the cheapest first, so that its next unit is never cheaper
// than its last: that makes a cheapest flow of steps one of arcs.

// more returns the price of the arc's next unit and how many there are at it; none leave the price shut.
func (n *Network) more(arc int32) (price int32, room int64) {
	a := &n.arcs[arc]
	left := a.flow
	for k, c := range n.room(arc) {
		if left < c {
			return a.cost + int32(n.steps[k]), c - left
		}
		left -= c
	}
	return shut, 0
}

// less returns the price of the arc's last unit and how many flow at it; none leave the price shut.
func (n *Network) less(arc int32) (price int32, flow int64) {
	a := &n.arcs[arc]
	price = shut
	left := a.flow
	for k, c := range n.room(arc) {
		if left <= 0 {
			break
		}
		if c > 0 {
			price, flow = a.cost+int32(n.steps[k]), left
		}
		left -= c
	}
	return price, flow
}

// price writes the present prices of an arc into its gates. Taking a unit back returns its price.
func (n *Network) price(arc int32) {
	a := &n.arcs[arc]
	start := &n.nodes[a.from].gates[a.at]
	end := &n.nodes[a.to].gates[start.twin]
	forth, _ := n.more(arc)
	back, _ := n.less(arc)
	if back != shut {
		back = -back
	}
	start.leave, end.enter = forth, forth
	start.enter, end.leave = back, back
}

// fare returns the length of a gate for a search from this side with a quota, or far where there is none.
func (n *Network) fare(g *gate, d int) int64 {
	if g.begins() != (d == forth) {
		return far // taking back
	}
	price := int64(g.leave) // of the next unit: nothing else is read for a single one
	if d == back {
		price = int64(g.enter)
	}
	if n.quota > 1 {
		price = n.priceOf(g.arc, n.quota)
	}
	if n.byLength && price != far {
		return g.length()
	}
	return price
}

// priceOf returns what an amount beyond its flow costs on an arc: far where it has not so much room, or the
// price is beyond an int64.
func (n *Network) priceOf(arc int32, amount int64) int64 {
	a := &n.arcs[arc]
	flow, sum := a.flow, int64(0)
	for k, c := range n.room(arc) {
		full := min(flow, c)
		flow -= full
		take := min(amount, c-full)
		high, low := bits.Mul64(uint64(take), uint64(a.cost)+uint64(n.steps[k]))
		if high != 0 || low >= uint64(far-sum) {
			return far
		}
		sum += int64(low)
		if amount -= take; amount == 0 {
			return sum
		}
	}
	return far
}

// whole returns the room of an arc at all steps together, up to a most.
func (n *Network) whole(arc int32, most int64) int64 {
	flow, sum := n.arcs[arc].flow, int64(0)
	for _, c := range n.room(arc) {
		full := min(flow, c)
		flow -= full
		sum += min(c-full, most-sum)
	}
	return sum
}
