package flow_test

import (
	"context"
	"errors"
	"math"
	"runtime"
	"testing"

	"example.org/mutual/clearing/flow"
	"example.org/mutual/clearing/flow/flowtest"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func arc(from, to int32, capacity, cost int64) flow.Arc {
	return flow.Arc{From: from, To: to, Capacity: capacity, Cost: cost}
}

// solve returns a solution that is checked twice over, and that all engines agree with.
func solve(t testing.TB, p flow.Problem) *flow.Solution {
	t.Helper()
	s, err := flow.Solve(t.Context(), p, flow.Options{})
	if err != nil {
		t.Fatalf("Solve: %v", err)
	}
	if err := errors.Join(flow.Verify(p, s), flowtest.Check(p, s)); err != nil {
		t.Fatal(err)
	}
	agree(t, p)
	return s
}

// What Solve refuses, and where it says the fault is.
func TestSolveErrors(t *testing.T) {
	ring := []flow.Arc{arc(0, 1, 5, -1), arc(1, 0, 5, -1)}
	for name, tt := range map[string]struct {
		p         flow.Problem
		reason    error
		arc, node int
	}{
		"nodes below zero":        {flow.Problem{Nodes: -1}, flow.ErrShape, -1, -1},
		"nodes beyond int32":      {flow.Problem{Nodes: math.MaxInt32}, flow.ErrShape, -1, -1},
		"from too high":           {flow.Problem{Nodes: 2, Arcs: append(ring[:2:2], arc(2, 0, 1, 1))}, flow.ErrNode, 2, -1},
		"to too high":             {flow.Problem{Nodes: 2, Arcs: append(ring[:1:1], arc(0, 2, 1, 1))}, flow.ErrNode, 1, -1},
		"from below zero":         {flow.Problem{Nodes: 2, Arcs: []flow.Arc{arc(-1, 0, 1, 1)}}, flow.ErrNode, 0, -1},
		"to below zero":           {flow.Problem{Nodes: 2, Arcs: []flow.Arc{arc(0, math.MinInt32, 1, 1)}}, flow.ErrNode, 0, -1},
		"no nodes but an arc":     {flow.Problem{Arcs: []flow.Arc{arc(0, 0, 0, 0)}}, flow.ErrNode, 0, -1},
		"unusable arc to nowhere": {flow.Problem{Nodes: 1, Arcs: []flow.Arc{arc(0, 1, 0, 0)}}, flow.ErrNode, 0, -1},
		"capacity -1":             {flow.Problem{Nodes: 2, Arcs: append(ring[:2:2], arc(0, 1, -1, 1))}, flow.ErrCapacity, 2, -1},
		"least capacity":          {flow.Problem{Nodes: 2, Arcs: []flow.Arc{arc(0, 0, math.MinInt64, 1)}}, flow.ErrCapacity, 0, -1},
		"capacity beyond 2^62":    {flow.Problem{Nodes: 1, Arcs: []flow.Arc{arc(0, 0, flow.TotalMax+1, 1)}}, flow.ErrRange, 0, -1},
		"capacities beyond 2^62":  {flow.Problem{Nodes: 2, Arcs: []flow.Arc{arc(0, 1, 1, 1), arc(0, 1, flow.TotalMax, 1)}}, flow.ErrRange, 1, -1},
		"supply of too few":       {flow.Problem{Nodes: 2, Supply: []int64{0}}, flow.ErrSupply, -1, -1},
		"supply of too many":      {flow.Problem{Nodes: 2, Supply: make([]int64, 3)}, flow.ErrSupply, -1, -1},
		"supply of none":          {flow.Problem{Nodes: 2, Supply: []int64{}}, flow.ErrSupply, -1, -1},
		"supply off balance":      {flow.Problem{Nodes: 2, Supply: []int64{2, -1}}, flow.ErrSupply, -1, -1},
		"supplies beyond 2^62":    {flow.Problem{Nodes: 3, Supply: []int64{1, flow.TotalMax, math.MinInt64}}, flow.ErrRange, -1, 1},
		"demands beyond 2^62":     {flow.Problem{Nodes: 3, Supply: []int64{-1, -flow.TotalMax, 1}}, flow.ErrRange, -1, 1},
		"least supply":            {flow.Problem{Nodes: 2, Supply: []int64{math.MinInt64, 0}}, flow.ErrRange, -1, 0},
		"no room beside capacity": {flow.Problem{Nodes: 2, Arcs: []flow.Arc{arc(0, 1, flow.TotalMax, 1)}, Supply: []int64{1, -1}}, flow.ErrRange, -1, 0},
		"least cost in a ring":    {flow.Problem{Nodes: 2, Arcs: []flow.Arc{arc(0, 1, 1, math.MinInt64), arc(1, 0, 1, 0)}}, flow.ErrRange, 0, -1},
		"least cost on no ring":   {flow.Problem{Nodes: 2, Arcs: []flow.Arc{arc(0, 1, 1, 0), arc(0, 1, 1, math.MinInt64)}}, flow.ErrRange, 1, -1},
		"greatest cost":           {flow.Problem{Nodes: 2, Arcs: []flow.Arc{arc(0, 1, 1, math.MaxInt64)}}, flow.ErrRange, 0, -1},
		"dear ring":               {flow.Problem{Nodes: 2, Arcs: []flow.Arc{arc(0, 1, 1, 1<<54/3+1), arc(1, 0, 1, 0)}}, flow.ErrRange, 0, -1},
		"dear where supplied":     {flow.Problem{Nodes: 2, Arcs: []flow.Arc{arc(0, 1, 1, 1<<54/3+1)}, Supply: []int64{0, 0}}, flow.ErrRange, 0, -1},
		"dear between components": {flow.Problem{Nodes: 2, Arcs: []flow.Arc{arc(0, 1, 1, -1<<54/3-1)}}, flow.ErrRange, 0, -1},
		"total cost up":           {flow.Problem{Nodes: 2, Arcs: []flow.Arc{arc(0, 1, 1<<61, 4)}, Supply: []int64{1 << 61, -1 << 61}}, flow.ErrRange, -1, -1},
		"total cost down":         {flow.Problem{Nodes: 1, Arcs: []flow.Arc{arc(0, 0, 1, math.MinInt64), arc(0, 0, 1, -1)}}, flow.ErrRange, -1, -1},
	} {
		given := flowtest.Clone(tt.p)
		s, err := flow.Solve(t.Context(), given, flow.Options{})
		want := &flow.Error{Reason: tt.reason, Arc: tt.arc, Node: tt.node}
		var got *flow.Error
		if !errors.As(err, &got) || !errors.Is(err, tt.reason) || got.Arc != want.Arc || got.Node != want.Node || got.What == "" || s != nil {
			t.Errorf("%s: %v, %v", name, s, err)
		}
		if !flowtest.Same(tt.p, given) {
			t.Errorf("%s: the problem was changed", name)
		}
	}
}

// What Solve accepts at the ends of the ranges.
func TestSolveAtTheLimits(t *testing.T) {
	const most, dear = flow.TotalMax, 1 << 54 / 9
	for name, tt := range map[string]struct {
		p    flow.Problem
		cost int64
	}{
		"zero problem":                 {flow.Problem{}, 0},
		"no nodes, no supplies":        {flow.Problem{Supply: []int64{}}, 0},
		"nodes alone":                  {flow.Problem{Nodes: 3}, 0},
		"nodes alone, zero supplies":   {flow.Problem{Nodes: 3, Supply: make([]int64, 3)}, 0},
		"own node, worth it":           {flow.Problem{Nodes: 1, Arcs: []flow.Arc{arc(0, 0, 7, -3)}}, -21},
		"own node, not worth it":       {flow.Problem{Nodes: 1, Arcs: []flow.Arc{arc(0, 0, 7, 3)}}, 0},
		"own node, supplied":           {flow.Problem{Nodes: 1, Arcs: []flow.Arc{arc(0, 0, 7, -3)}, Supply: []int64{0}}, -21},
		"own node, all of it":          {flow.Problem{Nodes: 1, Arcs: []flow.Arc{arc(0, 0, most, -2)}}, math.MinInt64},
		"own node, least cost":         {flow.Problem{Nodes: 1, Arcs: []flow.Arc{arc(0, 0, 1, math.MinInt64)}}, math.MinInt64},
		"own node, greatest cost":      {flow.Problem{Nodes: 1, Arcs: []flow.Arc{arc(0, 0, 1, math.MaxInt64)}}, 0},
		"least cost, no capacity":      {flow.Problem{Nodes: 2, Arcs: []flow.Arc{arc(0, 1, 0, math.MinInt64), arc(1, 0, 5, -1)}}, 0},
		"ring with all capacity":       {flow.Problem{Nodes: 2, Arcs: []flow.Arc{arc(0, 1, most/2, -1), arc(1, 0, most/2, -1)}}, -most},
		"uneven ring, all capacity":    {flow.Problem{Nodes: 2, Arcs: []flow.Arc{arc(0, 1, most-1, -1), arc(1, 0, 1, -1)}}, -2},
		"all supply":                   {flow.Problem{Nodes: 2, Arcs: []flow.Arc{arc(0, 1, most/2, 1)}, Supply: []int64{most / 2, -most / 2}}, most / 2},
		"supply against itself":        {flow.Problem{Nodes: 2, Supply: []int64{0, 0}, Arcs: []flow.Arc{arc(1, 0, most, 1)}}, 0},
		"dearest ring, worth it":       {flow.Problem{Nodes: 2, Arcs: []flow.Arc{arc(0, 1, 3, -dear), arc(1, 0, 2, dear-1)}}, -2},
		"dearest ring, not worth it":   {flow.Problem{Nodes: 2, Arcs: []flow.Arc{arc(0, 1, 3, 1-dear), arc(1, 0, 2, dear)}}, 0},
		"dearest way":                  {flow.Problem{Nodes: 2, Arcs: []flow.Arc{arc(0, 1, 3, dear)}, Supply: []int64{2, -2}}, 2 * dear},
		"dearest between components":   {flow.Problem{Nodes: 2, Arcs: []flow.Arc{arc(0, 1, 3, -1<<54/3)}}, 0},
		"greatest total cost":          {flow.Problem{Nodes: 2, Arcs: []flow.Arc{arc(0, 1, 1<<60, 7), arc(0, 1, 1<<60-1, 1)}, Supply: []int64{1<<61 - 1, 1 - 1<<61}}, 7<<60 + 1<<60 - 1},
		"supplies that meet at a node": {flow.Problem{Nodes: 3, Arcs: []flow.Arc{arc(0, 1, 9, 1), arc(2, 1, 9, 1)}, Supply: []int64{4, -9, 5}}, 9},
		"zero costs":                   {flow.Problem{Nodes: 2, Arcs: []flow.Arc{arc(0, 1, 9, 0), arc(1, 0, 5, 0)}, Supply: []int64{4, -4}}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			if s := solve(t, tt.p); s.Cost != tt.cost {
				t.Errorf("cost %d, not %d", s.Cost, tt.cost)
			}
		})
	}
	s, err := flow.Solve(t.Context(), flow.Problem{}, flow.Options{})
	if diff := cmp.Diff(&flow.Solution{Flow: []int64{}, Potential: []int64{}}, s); diff != "" || err != nil {
		t.Errorf("the zero Problem: %v\n%s", err, diff)
	}
}

// Supplies for which there is no flow, each for another reason.
func TestInfeasible(t *testing.T) {
	late := flowtest.Path(50, 10) // excess wanders along before it proves stuck
	late.Supply = make([]int64, 51)
	late.Nodes, late.Supply[0], late.Supply[50] = 51, 3, -3
	narrow := flowtest.Network(40, 200, 20, 100, 1) // all but one unit can be carried
	narrow.Nodes, narrow.Supply = 42, append(narrow.Supply, 8, -8)
	narrow.Arcs = append(narrow.Arcs, arc(40, 0, 8, 1), arc(0, 41, 7, 1))
	for name, p := range map[string]flow.Problem{
		"no arcs":           {Nodes: 2, Supply: []int64{1, -1}},
		"wrong way":         {Nodes: 2, Arcs: []flow.Arc{arc(1, 0, 5, 1)}, Supply: []int64{1, -1}},
		"no capacity":       {Nodes: 2, Arcs: []flow.Arc{arc(0, 1, 0, 1)}, Supply: []int64{1, -1}},
		"too little":        {Nodes: 2, Arcs: []flow.Arc{arc(0, 1, 1, 1)}, Supply: []int64{2, -2}},
		"parts apart":       {Nodes: 4, Arcs: []flow.Arc{arc(0, 1, 5, 1), arc(2, 3, 5, 1)}, Supply: []int64{2, -1, 1, -2}},
		"narrow in between": {Nodes: 4, Arcs: []flow.Arc{arc(0, 1, 9, 1), arc(1, 2, 3, -7), arc(2, 3, 9, 1)}, Supply: []int64{4, 0, 0, -4}},
		"full from the start": {Nodes: 3, Arcs: []flow.Arc{arc(0, 1, 5, -1), arc(1, 0, 5, -1), arc(1, 2, 2, -9)},
			Supply: []int64{3, 0, -3}},
		"one way out of two": {Nodes: 3, Arcs: []flow.Arc{arc(0, 1, 9, 1), arc(0, 2, 1, 1)}, Supply: []int64{5, -2, -3}},
		"the most":           {Nodes: 2, Arcs: []flow.Arc{arc(0, 1, 1<<61-1, 0)}, Supply: []int64{1 << 61, -1 << 61}},
		"late":               late,
		"narrow":             narrow,
	} {
		if _, feasible := flowtest.Cheapest(p); feasible {
			t.Errorf("%s: is feasible", name)
		}
		for _, e := range []flow.Engine{flow.Automatic, flow.CostScaling, flow.NetworkSimplex} {
			s, err := flow.Solve(t.Context(), p, flow.Options{Engine: e})
			if !errors.Is(err, flow.ErrInfeasible) || s != nil {
				t.Errorf("%s with %v: %v, %v", name, e, s, err)
			}
		}
	}
	late.Supply[49], late.Supply[50] = -3, 0
	narrow.Arcs[len(narrow.Arcs)-1].Capacity = 8
	solve(t, late)
	solve(t, narrow)
}

// The same problem has the same solution, whatever the number of processors.
func TestDeterminism(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for name, p := range map[string]flow.Problem{
		"scattered": flowtest.Scattered(500, 3000, 100, 1),
		"parts":     flowtest.Scattered(2000, 2500, 100, 1),
		"chain":     flowtest.Chain(300, 1<<40),
		"network":   flowtest.Network(300, 2000, 100, 10000, 2),
	} {
		given := flowtest.Clone(p)
		first := solve(t, given)
		for _, processors := range []int{1, 2, 8} {
			runtime.GOMAXPROCS(processors)
			if diff := cmp.Diff(first, solve(t, given)); diff != "" {
				t.Errorf("%s on %d processors:\n%s", name, processors, diff)
			}
		}
		if !flowtest.Same(p, given) {
			t.Errorf("%s: the problem was changed", name)
		}
	}
}

// Solve may be called from several goroutines at once, on the same problem.
func TestConcurrentUse(t *testing.T) {
	p := flowtest.Network(200, 1500, 100, 10000, 3)
	want := solve(t, p)
	for range 8 {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(want, solve(t, p)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// patience is a context that is cancelled after Err was called so many times.
type patience struct {
	context.Context
	left int
}

func (p *patience) Err() error {
	if p.left--; p.left < 0 {
		return context.Canceled
	}
	return nil
}

// A cancelled context ends the work wherever it stands, with its own error.
func TestCancel(t *testing.T) {
	for _, tt := range []struct {
		engine flow.Engine
		p      flow.Problem
	}{
		{flow.CostScaling, flowtest.Network(300, 2000, 100, 10000, 4)},
		{flow.NetworkSimplex, flowtest.Network(2000, 40000, 100, 10000, 4)},
	} {
		o := flow.Options{Engine: tt.engine}
		asked := &patience{t.Context(), math.MaxInt}
		want, err := flow.Solve(asked, tt.p, o)
		if err != nil {
			t.Fatal(err)
		}
		calls := math.MaxInt - asked.left
		if calls < 5 {
			t.Fatalf("%v: the context was asked %d times only", tt.engine, calls)
		}
		for left := range calls {
			s, err := flow.Solve(&patience{t.Context(), left}, tt.p, o)
			if s != nil || err != context.Canceled {
				t.Errorf("%v: cancelled after %d calls: %v, %v", tt.engine, left, s, err)
			}
		}
		s, err := flow.Solve(&patience{t.Context(), calls}, tt.p, o)
		if err != nil || cmp.Diff(want, s) != "" {
			t.Errorf("%v: a patient context changed the result: %v", tt.engine, err)
		}
	}
	cause, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("enough"))
	if _, err := flow.Solve(cause, flowtest.Ring(5, 5), flow.Options{}); err != context.Canceled {
		t.Errorf("cancelled before: %v", err)
	}
	if _, err := flow.Solve(cause, flow.Problem{Nodes: -1}, flow.Options{}); !errors.Is(err, flow.ErrShape) {
		t.Errorf("a malformed problem is malformed whenever: %v", err)
	}
}

// The work does not grow with the capacities: few global updates are enough, at each of which the context
// is asked once. When the halves to push along could form a ring, whirl took one for each unit, and
// one generated problem in some thousands did not end.
func TestFewUpdates(t *testing.T) {
	const enough = 400
	for _, capacity := range []int64{10, 4475, 1 << 20, 1 << 60} {
		if _, err := flow.Solve(&patience{t.Context(), enough}, flowtest.Whirl(capacity), flow.Options{Engine: flow.CostScaling}); err != nil {
			t.Errorf("whirl of %d: %v", capacity, err)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		p := flowtest.Problems().Draw(t, "problem")
		if _, err := flow.Solve(&patience{t.Context(), enough}, p, flow.Options{Engine: flow.CostScaling}); errors.Is(err, context.Canceled) {
			t.Fatalf("more than %d updates", enough)
		}
	})
}

// Progress starts at 0 or above, never falls, ends at 1 and changes nothing.
func TestProgress(t *testing.T) {
	for name, p := range map[string]flow.Problem{
		"zero":      {},
		"own node":  {Nodes: 1, Arcs: []flow.Arc{arc(0, 0, 1, -1)}},
		"ring":      flowtest.Ring(100, 10),
		"path":      flowtest.Path(1000, 10),
		"parts":     flowtest.Scattered(2000, 2500, 100, 1),
		"network":   flowtest.Network(300, 2000, 100, 10000, 5),
		"large":     flowtest.Network(2000, 40000, 100, 10000, 5),
		"dear":      flowtest.Network(300, 2000, 100, 1<<37, 6),
		"chain":     flowtest.Chain(300, 1<<40),
		"transport": flowtest.Transport(40, 10000, 7),
	} {
		for _, engine := range []flow.Engine{flow.Automatic, flow.CostScaling, flow.NetworkSimplex} {
			last, calls := 0.0, 0
			s, err := flow.Solve(t.Context(), p, flow.Options{Engine: engine, Progress: func(done float64) {
				if !(done >= last && done <= 1) { // nor NaN
					t.Errorf("%s: %v after %v", name, done, last)
				}
				last, calls = done, calls+1
			}})
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if last != 1 {
				t.Errorf("%s: ends at %v", name, last)
			}
			if name == "large" && calls < 5 {
				t.Errorf("%s with %v: %d calls only", name, engine, calls)
			}
			silent, err := flow.Solve(t.Context(), p, flow.Options{Engine: engine})
			if diff := cmp.Diff(silent, s); diff != "" || err != nil {
				t.Errorf("%s: Progress changed the result: %v\n%s", name, err, diff)
			}
		}
	}
}
