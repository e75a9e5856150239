package flowtest

import (
	"errors"
	"fmt"
	"math/big"

	"example.org/mutual/clearing/flow"
)

// Check reports all that is wrong with s as a solution of p, by the numbers of the invariants of package flow. It
// shares nothing with flow.Verify: it counts in big integers, and goes on after the first error. A nil
// error proves the flow cheapest.
func Check(p flow.Problem, s *flow.Solution) error {
	if s == nil || len(s.Flow) != len(p.Arcs) || len(s.Potential) != p.Nodes || p.Supply != nil && len(p.Supply) != p.Nodes {
		return errors.New("the solution is not of this problem: other numbers of arcs or nodes")
	}
	for i, a := range p.Arcs {
		if a.From < 0 || a.To < 0 || int(a.From) >= p.Nodes || int(a.To) >= p.Nodes {
			return fmt.Errorf("arc %d joins nodes that are not there", i)
		}
	}
	return errors.Join(checkBounds(p, s), checkBalance(p, s), checkSlackness(p, s), checkCost(p, s))
}

func checkBounds(p flow.Problem, s *flow.Solution) error {
	var errs []error
	for i, a := range p.Arcs {
		if s.Flow[i] < 0 || s.Flow[i] > a.Capacity {
			errs = append(errs, fmt.Errorf("invariant 1: arc %d carries %d of %d", i, s.Flow[i], a.Capacity))
		}
	}
	return errors.Join(errs...)
}

func checkBalance(p flow.Problem, s *flow.Solution) error {
	in := make([]*big.Int, p.Nodes)
	for v := range in {
		in[v] = new(big.Int)
		if p.Supply != nil {
			in[v].SetInt64(p.Supply[v])
		}
	}
	for i, a := range p.Arcs {
		carried := big.NewInt(s.Flow[i])
		in[a.To].Add(in[a.To], carried)
		in[a.From].Sub(in[a.From], carried)
	}
	var errs []error
	for v, sum := range in {
		if sum.Sign() != 0 {
			errs = append(errs, fmt.Errorf("invariant 2: node %d keeps %v", v, sum))
		}
	}
	return errors.Join(errs...)
}

func checkSlackness(p flow.Problem, s *flow.Solution) error {
	var errs []error
	for i, a := range p.Arcs {
		reduced := big.NewInt(a.Cost)
		reduced.Add(reduced, big.NewInt(s.Potential[a.From]))
		reduced.Sub(reduced, big.NewInt(s.Potential[a.To]))
		if s.Flow[i] < a.Capacity && reduced.Sign() < 0 || s.Flow[i] > 0 && reduced.Sign() > 0 {
			errs = append(errs, fmt.Errorf("invariant 3: arc %d carries %d of %d at a reduced cost of %v", i, s.Flow[i], a.Capacity, reduced))
		}
	}
	return errors.Join(errs...)
}

func checkCost(p flow.Problem, s *flow.Solution) error {
	sum := new(big.Int)
	for i, a := range p.Arcs {
		carried := big.NewInt(s.Flow[i])
		sum.Add(sum, carried.Mul(carried, big.NewInt(a.Cost)))
	}
	if sum.Cmp(big.NewInt(s.Cost)) != 0 {
		return fmt.Errorf("invariant 4: the flow costs %v, not %d", sum, s.Cost)
	}
	return nil
}
