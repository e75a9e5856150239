package flow

// Problem returns the whole network as a Problem that sends a value from one node to another, for [Verify]. It
// has one Arc for each arc and step with a capacity above zero, by the number of the arc and then the step. All
// numbers of nodes are there, the retired ones without arcs. Where one of the two does not exist, both are the
// same, or the value is not above zero, all supplies are zero. O(nodes + arcs).
//
// A capacity above the value, or above 1 where that is less, is lowered to it, so that the sum stays within
// what Verify takes. That loses nothing: no cost is below zero, so some cheapest flow of this value has no
// more on any arc.
func (n *Network) Problem(from, to int32, value int64) Problem {
	p := Problem{Nodes: len(n.nodes), Supply: make([]int64, len(n.nodes))}
	for arc := range n.arcs {
		a := &n.arcs[arc]
		if a.from < 0 {
			continue
		}
		for k, c := range n.room(int32(arc)) {
			if c > 0 {
				p.Arcs = append(p.Arcs, Arc{
					From: a.from, To: a.to,
					Capacity: min(c, max(value, 1)), Cost: int64(a.cost) + n.steps[k],
				})
			}
		}
	}
	if n.live(from) && n.live(to) && value > 0 {
		p.Supply[from] += value
		p.Supply[to] -= value
	}
	return p
}

// Solution returns a plan as a Solution of the network's Problem, with the potential of every node, for
// [Verify]. The network must be as it was when the plan was made. Where the plan has no potentials, they are
// zero and prove nothing. O(nodes + arcs).
func (n *Network) Solution(s *Sent) *Solution {
	flow := make([]int64, len(n.arcs))
	for _, p := range s.Paths {
		for _, arc := range p.Arcs {
			if n.has(arc) {
				flow[arc] += p.Amount
			}
		}
	}
	sol := &Solution{Potential: make([]int64, len(n.nodes)), Cost: s.Cost}
	for arc := range n.arcs {
		if n.arcs[arc].from < 0 {
			continue
		}
		for _, c := range n.room(int32(arc)) {
			if c > 0 {
				sol.Flow = append(sol.Flow, min(flow[arc], c))
				flow[arc] -= min(flow[arc], c)
			}
		}
	}
	for _, p := range s.Potential {
		if p.Node >= 0 && int(p.Node) < len(sol.Potential) {
			sol.Potential[p.Node] = p.Potential
		}
	}
	return sol
}
