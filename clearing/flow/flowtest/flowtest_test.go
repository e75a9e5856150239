package flowtest_test

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"example.org/mutual/clearing/flow"
	"example.org/mutual/clearing/flow/flowtest"
	"pgregory.net/rapid"
)

func TestSolveIsASolver(t *testing.T) {
	flowtest.Run(t, flow.Solve)
}

// The oracle agrees with trying everything.
func TestCheapestIsExhaustive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := tiny(t)
		cost, feasible := flowtest.Cheapest(p)
		want, wantFeasible := flowtest.Exhaustive(p)
		if feasible != wantFeasible || feasible && cost.Cmp(want) != 0 {
			t.Fatalf("%v: %v, %v instead of %v, %v", p, cost, feasible, want, wantFeasible)
		}
	})
}

// tiny draws a problem with at most 4^6 flows.
func tiny(t *rapid.T) flow.Problem {
	p := flow.Problem{Nodes: rapid.IntRange(1, 4).Draw(t, "nodes"), Supply: make([]int64, 4)}
	node := rapid.IntRange(0, p.Nodes-1)
	p.Supply = p.Supply[:p.Nodes]
	for range rapid.IntRange(0, 6).Draw(t, "arcs") {
		p.Arcs = append(p.Arcs, flow.Arc{
			From:     int32(node.Draw(t, "from")),
			To:       int32(node.Draw(t, "to")),
			Capacity: rapid.Int64Range(0, 3).Draw(t, "capacity"),
			Cost:     rapid.Int64Range(-4, 4).Draw(t, "cost"),
		})
	}
	for range rapid.IntRange(0, 3).Draw(t, "supplies") {
		p.Supply[node.Draw(t, "source")]++
		p.Supply[node.Draw(t, "sink")]--
	}
	return p
}

func TestOracles(t *testing.T) {
	ring := flowtest.Ring(3, 4)
	for name, tt := range map[string]struct {
		p        flow.Problem
		cost     int64
		feasible bool
	}{
		"zero":        {flow.Problem{}, 0, true},
		"ring":        {ring, -6, true},
		"own node":    {flow.Problem{Nodes: 1, Arcs: []flow.Arc{{Capacity: 3, Cost: -2}, {Capacity: 3, Cost: 2}}}, -6, true},
		"no way":      {flow.Problem{Nodes: 2, Supply: []int64{1, -1}}, 0, false},
		"too narrow":  {flow.Problem{Nodes: 2, Arcs: []flow.Arc{{From: 0, To: 1, Capacity: 1, Cost: 5}}, Supply: []int64{2, -2}}, 0, false},
		"wide enough": {flow.Problem{Nodes: 2, Arcs: []flow.Arc{{From: 0, To: 1, Capacity: 2, Cost: 5}}, Supply: []int64{2, -2}}, 10, true},
		"off balance": {flow.Problem{Nodes: 1, Supply: []int64{1}}, 0, false},
	} {
		for _, oracle := range []func(flow.Problem) (*big.Int, bool){flowtest.Cheapest, flowtest.Exhaustive} {
			cost, feasible := oracle(tt.p)
			if feasible != tt.feasible || feasible && cost.Cmp(big.NewInt(tt.cost)) != 0 {
				t.Errorf("%s: %v, %v", name, cost, feasible)
			}
		}
	}
}

// Every invariant is checked, and named.
func TestCheckNamesTheInvariant(t *testing.T) {
	p := flow.Problem{Nodes: 2, Arcs: []flow.Arc{
		{From: 0, To: 1, Capacity: 3, Cost: -1},
		{From: 1, To: 0, Capacity: 2, Cost: -1},
		{From: 0, To: 1, Capacity: 1, Cost: 7},
	}}
	good := flow.Solution{Flow: []int64{2, 2, 0}, Potential: []int64{1, 0}, Cost: -4}
	if err := flowtest.Check(p, &good); err != nil {
		t.Fatal(err)
	}
	for want, bad := range map[string]flow.Solution{
		"invariant 1: arc 0": {Flow: []int64{-1, 2, 0}, Potential: []int64{1, 0}, Cost: -4},
		"invariant 1: arc 2": {Flow: []int64{2, 2, 2}, Potential: []int64{1, 0}, Cost: -4},
		"invariant 2: node":  {Flow: []int64{1, 2, 0}, Potential: []int64{1, 0}, Cost: -3},
		"invariant 3: arc 0": {Flow: []int64{2, 2, 0}, Potential: []int64{0, 0}, Cost: -4},
		"invariant 3: arc 2": {Flow: []int64{1, 2, 1}, Potential: []int64{1, 0}, Cost: 4},
		"invariant 4: ":      {Flow: []int64{2, 2, 0}, Potential: []int64{1, 0}, Cost: -3},
		"not of this":        {Flow: []int64{2, 2}, Potential: []int64{1, 0}, Cost: -4},
	} {
		if err := flowtest.Check(p, &bad); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v does not mention %q", bad, err, want)
		}
	}
	if flowtest.Check(p, nil) == nil {
		t.Error("nil was accepted")
	}
	p.Arcs[1].To = 9
	if flowtest.Check(p, &good) == nil {
		t.Error("an arc to nowhere was accepted")
	}
}

// Solvers that are wrong in one way each are found out.
func TestJudgeFindsWrongSolvers(t *testing.T) {
	ring, calls := flowtest.Ring(4, 10), 0
	stuck := flow.Problem{Nodes: 2, Supply: []int64{1, -1}}
	huge := flow.Problem{Nodes: 1, Arcs: []flow.Arc{{Capacity: 1 << 40, Cost: -1 << 40}}}
	for name, tt := range map[string]struct {
		p      flow.Problem
		change func(flow.Problem, *flow.Solution, error) (*flow.Solution, error)
	}{
		"lazy": {ring, func(p flow.Problem, s *flow.Solution, _ error) (*flow.Solution, error) {
			return &flow.Solution{Flow: make([]int64, 4), Potential: make([]int64, 4)}, nil
		}},
		"boastful": {ring, func(_ flow.Problem, s *flow.Solution, _ error) (*flow.Solution, error) {
			s.Cost--
			return s, nil
		}},
		"unproved": {ring, func(_ flow.Problem, s *flow.Solution, _ error) (*flow.Solution, error) {
			s.Potential[2] += 100
			return s, nil
		}},
		"meddling": {ring, func(p flow.Problem, s *flow.Solution, err error) (*flow.Solution, error) {
			p.Arcs[0].Cost--
			return s, err
		}},
		"fickle": {ring, func(_ flow.Problem, s *flow.Solution, _ error) (*flow.Solution, error) {
			calls++
			for v := range s.Potential {
				s.Potential[v] += int64(calls)
			}
			return s, nil
		}},
		"refusing": {ring, func(flow.Problem, *flow.Solution, error) (*flow.Solution, error) { return nil, flow.ErrInfeasible }},
		"silent":   {ring, func(flow.Problem, *flow.Solution, error) (*flow.Solution, error) { return nil, nil }},
		"chatty":   {ring, func(_ flow.Problem, s *flow.Solution, _ error) (*flow.Solution, error) { return s, flow.ErrRange }},
		"hopeful": {stuck, func(flow.Problem, *flow.Solution, error) (*flow.Solution, error) {
			return &flow.Solution{Potential: make([]int64, 2)}, nil
		}},
		"wrapping": {huge, func(flow.Problem, *flow.Solution, error) (*flow.Solution, error) {
			return &flow.Solution{Flow: []int64{1 << 40}, Potential: make([]int64, 1)}, nil
		}},
	} {
		if err := flowtest.Judge(tt.p, flow.Solve); err != nil {
			t.Errorf("%s: the right solver is refused: %v", name, err)
		}
		wrong := func(ctx context.Context, p flow.Problem, o flow.Options) (*flow.Solution, error) {
			s, err := flow.Solve(ctx, p, o)
			return tt.change(p, s, err)
		}
		if flowtest.Judge(tt.p, wrong) == nil {
			t.Errorf("%s: a wrong solver is believed", name)
		}
	}
}

// The generators reach all kinds of outcomes, and nothing malformed.
func TestGeneratorsReach(t *testing.T) {
	seen := map[string]int{}
	for seed := range 600 {
		for kind, generator := range map[string]*rapid.Generator[flow.Problem]{
			"any":         flowtest.Problems(),
			"circulation": flowtest.Circulations(),
		} {
			p := generator.Example(seed)
			s, err := flow.Solve(t.Context(), p, flow.Options{})
			switch {
			case err == nil && s.Cost != 0:
				seen[kind+" solved"]++
			case err == nil:
				seen[kind+" solved with nothing to do"]++
			case errors.Is(err, flow.ErrInfeasible), errors.Is(err, flow.ErrRange):
				seen[kind+" "+err.Error()[:12]]++
			default:
				t.Errorf("%v: %v", p, err)
			}
		}
	}
	if len(seen) != 6 {
		t.Errorf("outcomes: %v", seen)
	}
}

// A family is a function of its arguments, and well-formed at every size.
func TestFamilies(t *testing.T) {
	for n := 1; n < 9; n++ {
		all := func() []flow.Problem {
			return []flow.Problem{
				flowtest.Ring(n, 6), flowtest.Path(n, 6), flowtest.Torus(2, n, 6, 1), flowtest.Hub(n, 6, 1),
				flowtest.Complete(n, 6, 1), flowtest.Scattered(n, 3*n, 6, 1), flowtest.Parallel(n, 6), flowtest.Chain(n, 6), flowtest.Whirl(int64(n)),
				flowtest.Transport(n, 6, 1), flowtest.Network(n, 3*n, 6, 6, 1),
			}
		}
		again := all()
		for i, p := range all() {
			if !flowtest.Same(p, again[i]) {
				t.Errorf("family %d is another problem the second time", i)
			}
			if err := flowtest.Judge(p, flow.Solve); err != nil {
				t.Errorf("family %d of size %d: %v", i, n, err)
			}
		}
	}
}

func ExampleCheck() {
	p := flowtest.Ring(3, 10)
	s := &flow.Solution{Flow: []int64{5, 5, 4}, Potential: []int64{0, -1, -2}, Cost: -14}
	fmt.Println(flowtest.Check(p, s))
	// Output:
	// invariant 2: node 0 keeps -1
	// invariant 2: node 2 keeps 1
	// invariant 3: arc 2 carries 4 of 5 at a reduced cost of -3
}

func ExampleCheapest() {
	fmt.Println(flowtest.Cheapest(flowtest.Ring(3, 10)))
	// Output: -15 true
}
