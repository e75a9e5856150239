package flow

import "example.org/mutual/internal/wide"

// Verify reports whether s solves p, without a solver: each arc and each node by itself, in 128-bit
// sums, so that nothing in s is trusted. It is the proof of linear programming duality: a
// flow within its capacities that balances at every node is a cheapest one if, on every arc that could
// carry more, Cost + Potential[From] - Potential[To] >= 0, and on every arc that could carry less,
// <= 0. (Ahuja, Magnanti and Orlin, Network Flows, 1993, theorem 9.3.)
//
// It returns nil, or an [Error] with ErrShape, ErrBounds, ErrBalance, ErrOptimality or ErrCost, ErrRange
// for a flow whose cost does not fit an int64, or the reason for which p itself is malformed. Costs and
// potentials may be any int64. The complexity is O(nodes + arcs).
func Verify(p Problem, s *Solution) error {
	if err := check(p); err != nil {
		return err
	}
	if s == nil || len(s.Flow) != len(p.Arcs) || len(s.Potential) != p.Nodes {
		return wrong(ErrShape, "a solution has one flow for each arc and one potential for each node")
	}
	if err := verifyArcs(p.Arcs, s); err != nil {
		return err
	}
	return verifySums(p, s)
}

// verifyArcs checks each arc by itself: its bounds, and complementary slackness.
func verifyArcs(arcs []Arc, s *Solution) error {
	for i := range arcs {
		a := &arcs[i]
		f := s.Flow[i]
		if f < 0 || f > a.Capacity {
			return wrongArc(ErrBounds, i, "must be 0 to Capacity")
		}
		sign := reducedSign(a.Cost, s.Potential[a.From], s.Potential[a.To])
		if sign < 0 && f < a.Capacity {
			return wrongArc(ErrOptimality, i, "more flow would be cheaper")
		}
		if sign > 0 && f > 0 {
			return wrongArc(ErrOptimality, i, "less flow would be cheaper")
		}
	}
	return nil
}

// reducedSign returns the sign of cost + from - to, whose terms may be any int64.
func reducedSign(cost, from, to int64) int {
	return wide.Sum{}.Add(cost).Add(from).Sub(to).Sign()
}

// verifySums checks that every node passes on what enters it, and then the cost: in one pass, as there may be many
// arcs. Within the bounds that check and verifyArcs have made sure of, no sum at a node is beyond 2^63.
func verifySums(p Problem, s *Solution) error {
	balance := make([]int64, p.Nodes)
	copy(balance, p.Supply)
	var sum wide.Sum
	for i := range p.Arcs {
		a, f := &p.Arcs[i], s.Flow[i]
		balance[a.From] -= f
		balance[a.To] += f
		sum = sum.AddProduct(f, a.Cost)
	}
	for v, b := range balance {
		if b != 0 {
			return wrongNode(ErrBalance, v, "flow in and supply must equal flow out")
		}
	}
	cost, err := costOf(sum)
	if err != nil {
		return err
	}
	if cost != s.Cost {
		return wrong(ErrCost, "Cost must be the sum of Flow x Cost")
	}
	return nil
}
