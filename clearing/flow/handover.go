package flow

import "slices"

// A handover is the network as Solve takes it: nodes in the order of rank, so that the result does not
// depend on their numbers, and capacities one above the amount at most, so that they sum to less. With no
// more than the amount, an arc could be full only here, and the potentials prove too little.
type handover struct {
	Problem
	arc      []int32 // the arc of the network that each arc of the problem is a step of
	number   []int32 // the number in the problem of each node of the network
	from, to int32
}

// handOver finds the cheapest flow of the largest value up to the amount by Solve, in place of the
// flow so far, and returns its value. The time is that of two runs of Solve.
func (n *Network) handOver(from, to int32, amount int64) (int64, error) {
	n.restart()
	n.legs, n.hand = n.legs[:0], true
	amount = min(amount, n.openAt(from, (*gate).begins), n.openAt(to, (*gate).ends))
	h := n.handover(from, to, amount)
	value, err := n.largest(h, amount)
	if err != nil || value == 0 {
		return 0, err
	}
	s, err := n.cheapest(h, value)
	if err != nil {
		return 0, err
	}
	n.load(h, s)
	return value, nil
}

// openAt returns the most that can flow through those gates of a node, or AmountMax where it is more. An arc
// without bounds far from both ends is not to make the numbers too large for Solve.
func (n *Network) openAt(v int32, counts func(*gate) bool) (sum int64) {
	for i := range n.nodes[v].gates {
		if g := &n.nodes[v].gates[i]; counts(g) {
			for _, c := range n.room(g.arc) {
				sum += min(c, AmountMax-sum)
			}
		}
	}
	return sum
}

// handover leaves out the arcs into the source and out of the sink: a cheapest flow needs none of them.
func (n *Network) handover(from, to int32, amount int64) *handover {
	order := make([]int32, 0, len(n.nodes))
	for v := range n.nodes {
		if n.nodes[v].live {
			order = append(order, int32(v))
		}
	}
	slices.SortFunc(order, n.compareNodes)
	h := &handover{number: make([]int32, len(n.nodes))}
	for i, v := range order {
		h.number[v] = int32(i)
	}
	h.Nodes, h.from, h.to = len(order), h.number[from], h.number[to]
	var leaving []int32
	for _, v := range order {
		leaving = leaving[:0]
		for i := range n.nodes[v].gates {
			if g := &n.nodes[v].gates[i]; g.begins() && v != to && g.other != from {
				leaving = append(leaving, g.arc)
			}
		}
		slices.SortFunc(leaving, func(a, b int32) int {
			if x, y := n.arcs[a].to, n.arcs[b].to; x != y {
				return n.compareNodes(x, y)
			}
			return n.compare(a, b)
		})
		for _, arc := range leaving {
			n.handArc(h, arc, amount)
		}
	}
	return h
}

func (n *Network) handArc(h *handover, arc int32, amount int64) {
	a := &n.arcs[arc]
	for k, c := range n.room(arc) {
		if c > 0 {
			h.Arcs = append(h.Arcs, Arc{
				From: h.number[a.from], To: h.number[a.to],
				Capacity: min(c, amount+1), Cost: int64(a.cost) + n.steps[k],
			})
			h.arc = append(h.arc, arc)
		}
	}
}

// largest returns how much flows at most, up to the amount: on an arc back from sink to source that gains
// for each unit, where nothing else costs anything.
func (n *Network) largest(h *handover, amount int64) (int64, error) {
	p := Problem{Nodes: h.Nodes, Arcs: slices.Clone(h.Arcs)}
	for i := range p.Arcs {
		p.Arcs[i].Cost = 0
	}
	p.Arcs = append(p.Arcs, Arc{From: h.to, To: h.from, Capacity: amount, Cost: -1})
	s, err := Solve(n.ctx, p, Options{})
	if err != nil {
		return 0, err
	}
	return s.Flow[len(s.Flow)-1], nil
}

func (n *Network) cheapest(h *handover, value int64) (*Solution, error) {
	p := h.Problem
	p.Supply = make([]int64, p.Nodes)
	p.Supply[h.from], p.Supply[h.to] = value, -value
	return Solve(n.ctx, p, Options{})
}

// load puts a solution in place of the flow. Potentials are cut off at those of source and sink and count
// from that of the source. They prove as much then: costs are not below zero, so along all flow potentials
// rise from the source to the sink, but on rings, which cost nothing and have one potential all round; and
// where two potentials differ by no more than the cost of an arc, so they do after the cutting.
func (n *Network) load(h *handover, s *Solution) {
	for i, arc := range h.arc {
		if s.Flow[i] > 0 {
			n.used = append(n.used, arc)
			n.arcs[arc].flow += s.Flow[i]
		}
	}
	for _, arc := range n.used {
		n.price(arc)
	}
	low, high := s.Potential[h.from], s.Potential[h.to]
	for v := range n.nodes {
		if n.nodes[v].live {
			if p := min(max(s.Potential[h.number[v]], low), high) - low; p != 0 {
				n.marks[v].potential = p
				n.moved = append(n.moved, int32(v))
			}
		}
	}
}

// leastBySolve is least where there are no legs.
func (n *Network) leastBySolve(from, to int32, value int64) (int64, error) {
	if value == 0 {
		return 0, nil
	}
	s, err := n.cheapest(n.handover(from, to, value), value)
	if err != nil {
		return 0, err
	}
	return s.Cost, nil
}
