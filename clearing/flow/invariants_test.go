package flow_test

import (
	"errors"
	"math"
	"slices"
	"testing"

	"example.org/mutual/clearing/flow"
	"example.org/mutual/clearing/flow/flowtest"
	"pgregory.net/rapid"
)

// Invariants 1 to 4 on generated problems, and the cost that the oracle finds.
func TestInvariants(t *testing.T) {
	flowtest.Run(t, flow.Solve)
}

// Nothing of what a solution promises depends on how the problem is written down: arcs in another
// order, nodes with other numbers, a supply of zeros for none.
func TestCostIsOfTheProblem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := flowtest.Problems().Draw(t, "problem")
		want, err := flow.Solve(t.Context(), p, flow.Options{})
		number := rapid.Permutation(numbers(p.Nodes)).Draw(t, "numbers")
		q := flow.Problem{Nodes: p.Nodes, Arcs: rapid.Permutation(p.Arcs).Draw(t, "arcs"), Supply: make([]int64, p.Nodes)}
		for i := range q.Arcs {
			a := &q.Arcs[i]
			a.From, a.To = number[a.From], number[a.To]
		}
		for v, s := range p.Supply {
			q.Supply[number[v]] = s
		}
		got, errAgain := flow.Solve(t.Context(), q, flow.Options{})
		if !errors.Is(errAgain, errors.Unwrap(err)) || err == nil && got.Cost != want.Cost {
			t.Fatalf("%v, %v became %v, %v", want, err, got, errAgain)
		}
	})
}

func numbers(n int) []int32 {
	list := make([]int32, n)
	for i := range list {
		list[i] = int32(i)
	}
	return list
}

// Verify accepts what Solve returns, and a proof at other potentials: any constant may be added.
func TestVerifyAcceptsShiftedPotentials(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := flowtest.Problems().Draw(t, "problem")
		s, err := flow.Solve(t.Context(), p, flow.Options{})
		if err != nil {
			return
		}
		shift := rapid.Int64Range(-1<<61, 1<<61).Draw(t, "shift")
		for v := range s.Potential {
			s.Potential[v] += shift
		}
		if err := errors.Join(flow.Verify(p, s), flowtest.Check(p, s)); err != nil {
			t.Fatal(err)
		}
	})
}

// Every single change of a solution is refused, except one of a potential that leaves the proof whole.
func TestVerifyRefusesTampering(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := flowtest.Problems().Draw(t, "problem")
		s, err := flow.Solve(t.Context(), p, flow.Options{})
		if err != nil {
			return
		}
		by := rapid.OneOf(rapid.Int64Range(1, 3), rapid.Int64Min(1), rapid.Int64Max(-1)).Draw(t, "by")
		for i, a := range p.Arcs {
			bad := copyOf(s)
			bad.Flow[i] += by
			reasons := []error{flow.ErrBounds, flow.ErrBalance, flow.ErrOptimality}
			if a.From == a.To {
				reasons = append(reasons, flow.ErrCost)
				if a.Cost == 0 && bad.Flow[i] >= 0 && bad.Flow[i] <= a.Capacity {
					reasons = []error{nil} // as good as before
				}
			}
			refuses(t, p, bad, reasons...)
		}
		bad := copyOf(s)
		bad.Cost += by
		refuses(t, p, bad, flow.ErrCost)
		for v := range p.Nodes {
			bad := copyOf(s)
			bad.Potential[v] += by
			if flowtest.Check(p, bad) != nil {
				refuses(t, p, bad, flow.ErrOptimality)
			} else {
				refuses(t, p, bad, nil)
			}
		}
	})
}

// Solutions of another shape are refused.
func TestVerifyRefusesOtherShapes(t *testing.T) {
	p := flowtest.Path(4, 5)
	s := solve(t, p)
	refuses(t, p, nil, flow.ErrShape)
	refuses(t, p, &flow.Solution{}, flow.ErrShape)
	for _, change := range []func(*flow.Solution){
		func(s *flow.Solution) { s.Flow = nil },
		func(s *flow.Solution) { s.Flow = s.Flow[1:] },
		func(s *flow.Solution) { s.Flow = append(s.Flow, 0) },
		func(s *flow.Solution) { s.Potential = nil },
		func(s *flow.Solution) { s.Potential = s.Potential[1:] },
		func(s *flow.Solution) { s.Potential = append(s.Potential, 0) },
		func(s *flow.Solution) { s.Flow, s.Potential = s.Potential, s.Flow },
	} {
		bad := copyOf(s)
		change(bad)
		refuses(t, p, bad, flow.ErrShape)
	}
}

// Verify says where a solution is wrong, and refuses a malformed problem for its own reason.
func TestVerifyErrors(t *testing.T) {
	p := flow.Problem{Nodes: 3, Arcs: []flow.Arc{arc(0, 1, 5, -1), arc(1, 0, 5, -1), arc(1, 2, 5, -1), arc(2, 2, 5, 1)}}
	const least, most = math.MinInt64, math.MaxInt64
	for name, tt := range map[string]struct {
		p         flow.Problem
		s         flow.Solution
		reason    error
		arc, node int
	}{
		"below zero":      {p, flow.Solution{Flow: []int64{5, 5, -1, 0}, Potential: []int64{0, 0, -1}, Cost: -10}, flow.ErrBounds, 2, -1},
		"far below zero":  {p, flow.Solution{Flow: []int64{least, 5, 0, 0}, Potential: []int64{0, 0, -1}, Cost: -10}, flow.ErrBounds, 0, -1},
		"above":           {p, flow.Solution{Flow: []int64{5, 6, 0, 0}, Potential: []int64{0, 0, -1}, Cost: -10}, flow.ErrBounds, 1, -1},
		"far above":       {p, flow.Solution{Flow: []int64{5, most, 0, 0}, Potential: []int64{0, 0, -1}, Cost: -10}, flow.ErrBounds, 1, -1},
		"more is cheaper": {p, flow.Solution{Flow: []int64{5, 5, 0, 0}, Potential: []int64{0, 0, 0}, Cost: -10}, flow.ErrOptimality, 2, -1},
		"less is cheaper": {p, flow.Solution{Flow: []int64{5, 5, 0, 1}, Potential: []int64{0, 0, -1}, Cost: -9}, flow.ErrOptimality, 3, -1},
		"potentials wrap": {p, flow.Solution{Flow: []int64{5, 5, 0, 0}, Potential: []int64{most, least, least}, Cost: -10}, flow.ErrOptimality, 0, -1},
		"and back":        {p, flow.Solution{Flow: []int64{5, 5, 0, 0}, Potential: []int64{least, most, 0}, Cost: -10}, flow.ErrOptimality, 1, -1},
		"not balanced":    {p, flow.Solution{Flow: []int64{5, 5, 1, 0}, Potential: []int64{0, 0, -1}, Cost: -11}, flow.ErrBalance, -1, 1},
		"not its cost":    {p, flow.Solution{Flow: []int64{5, 5, 0, 0}, Potential: []int64{0, 0, -1}, Cost: -11}, flow.ErrCost, -1, -1},
		"supply ignored": {flow.Problem{Nodes: 2, Arcs: []flow.Arc{arc(0, 1, 5, 1)}, Supply: []int64{1, -1}},
			flow.Solution{Flow: []int64{0}, Potential: []int64{0, 0}}, flow.ErrBalance, -1, 0},
		"cost beyond int64": {flow.Problem{Nodes: 1, Arcs: []flow.Arc{arc(0, 0, 1<<40, -1<<40)}},
			flow.Solution{Flow: []int64{1 << 40}, Potential: []int64{0}}, flow.ErrRange, -1, -1},
		"no such node": {flow.Problem{Nodes: 1, Arcs: []flow.Arc{arc(0, 1, 5, 1)}},
			flow.Solution{Flow: []int64{0}, Potential: []int64{0}}, flow.ErrNode, 0, -1},
		"off balance": {flow.Problem{Nodes: 1, Supply: []int64{1}}, flow.Solution{Potential: []int64{0}}, flow.ErrSupply, -1, -1},
	} {
		err := flow.Verify(tt.p, &tt.s)
		var got *flow.Error
		if !errors.As(err, &got) || !errors.Is(err, tt.reason) || got.Arc != tt.arc || got.Node != tt.node {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Verify asks nothing of a problem that Solve needs for itself: costs may be any int64.
func TestVerifyTakesAnyCost(t *testing.T) {
	p := flow.Problem{Nodes: 2, Arcs: []flow.Arc{arc(0, 1, 1, math.MinInt64), arc(1, 0, 1, math.MaxInt64)}}
	s := &flow.Solution{Flow: []int64{1, 1}, Potential: []int64{math.MaxInt64, 0}, Cost: -1}
	if err := errors.Join(flow.Verify(p, s), flowtest.Check(p, s)); err != nil {
		t.Error(err)
	}
	s.Potential[1] = -1 << 62
	refuses(t, p, s, flow.ErrOptimality)
}

// refuses holds Verify to one of the reasons; nil is among them where it may accept.
func refuses(t rapid.TB, p flow.Problem, s *flow.Solution, reasons ...error) {
	t.Helper()
	err := flow.Verify(p, s)
	if !slices.ContainsFunc(reasons, func(reason error) bool { return errors.Is(err, reason) }) {
		t.Errorf("%v for %v: %v, not one of %v", s, p, err, reasons)
	}
}

func copyOf(s *flow.Solution) *flow.Solution {
	return &flow.Solution{Flow: slices.Clone(s.Flow), Potential: slices.Clone(s.Potential), Cost: s.Cost}
}
