package flow_test

import (
	"errors"
	"runtime"
	"slices"
	"testing"

	"example.org/mutual/clearing/clearingtest"
	"example.org/mutual/clearing/flow"
	"example.org/mutual/clearing/flow/flowtest"
	"pgregory.net/rapid"
)

// alike makes a circulation of a problem, with one cost below zero on all its arcs.
func allAlike(p flow.Problem, cost int64) flow.Problem {
	q := flow.Problem{Nodes: p.Nodes, Arcs: slices.Clone(p.Arcs)}
	for i := range q.Arcs {
		q.Arcs[i].Cost = cost
	}
	return q
}

// sameByAll solves a circulation by each engine: all are proved, and cost the same.
func sameByAll(t interface {
	Fatalf(string, ...any)
	Helper()
}, solve func(flow.Options) (*flow.Solution, error), p flow.Problem) {
	t.Helper()
	want, err := solve(flow.Options{Engine: flow.CostScaling})
	for _, o := range []flow.Options{{}, {Engine: flow.SetOff}, {NoProof: true}} {
		got, errAgain := solve(o)
		if err != nil || errAgain != nil {
			if err == nil || errAgain == nil || !errors.Is(errAgain, errors.Unwrap(err)) {
				t.Fatalf("%+v: got %v, want %v", o, errAgain, err)
			}
			continue
		}
		if got.Cost != want.Cost {
			t.Fatalf("%+v: a cost of %d, want %d", o, got.Cost, want.Cost)
		}
		switch err := flow.Verify(p, got); {
		case o.NoProof && p.Nodes > 0 && (got.Potential != nil || !errors.Is(err, flow.ErrShape)):
			t.Fatalf("a proof all the same: %v, %v", got.Potential, err)
		case !o.NoProof && err != nil:
			t.Fatalf("%+v: %v", o, err)
		}
	}
}

// The engines agree, on whatever can be generated, with the cost of a unit or another.
func TestEnginesAgreeAtAnyCost(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := allAlike(flowtest.Problems().Draw(t, "problem"), -rapid.SampledFrom([]int64{1, 1, 1, 3, 1 << 40}).Draw(t, "cost"))
		sameByAll(t, func(o flow.Options) (*flow.Solution, error) { return flow.Solve(t.Context(), p, o) }, p)
	})
}

// They agree on graphs of every shape, among them long and thin ones, with amounts up to the limit, and the
// solution does not show how many processors there were.
func TestEnginesOnAllFamilies(t *testing.T) {
	arcs := 3000
	if testing.Short() {
		arcs = 600
	}
	problems := map[string]flow.Problem{"ring": flowtest.Ring(arcs, 7), "path": flowtest.Path(arcs/2, 9), "stairs": flowtest.Stairs(arcs / 2), "nested": flowtest.Nested(arcs / 2), "whirl": allAlike(flowtest.Whirl(1<<40), -1)}
	for _, f := range clearingtest.SetOffs() {
		problems[f.Name] = f.Make(arcs, 1)
		problems[f.Name+", equal"] = clearingtest.Equal(f.Make(arcs, 2), 5)
		problems[f.Name+", at the limit"] = clearingtest.NearLimit(f.Make(arcs, 3))
	}
	for name, p := range problems {
		t.Run(name, func(t *testing.T) {
			if allAlike(p, -1).Arcs[0] == p.Arcs[0] && p.Supply == nil {
				sameByAll(t, func(o flow.Options) (*flow.Solution, error) { return flow.Solve(t.Context(), p, o) }, p)
			}
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
			one, err := flow.Solve(t.Context(), p, flow.Options{})
			runtime.GOMAXPROCS(8)
			eight, errAgain := flow.Solve(t.Context(), p, flow.Options{})
			if err != nil || errAgain != nil || one.Cost != eight.Cost || !slices.Equal(one.Flow, eight.Flow) || !slices.Equal(one.Potential, eight.Potential) {
				t.Errorf("%v, %v: another solution", err, errAgain)
			}
		})
	}
}

// An engine that is asked for what it cannot solve says so.
func TestRefuseOtherEngines(t *testing.T) {
	ring := flowtest.Ring(4, 5)
	costly := flow.Problem{Nodes: 2, Arcs: []flow.Arc{{From: 0, To: 1, Capacity: 1, Cost: -1}, {From: 1, To: 0, Capacity: 1, Cost: -2}}}
	supplied := flow.Problem{Nodes: 2, Arcs: []flow.Arc{{From: 0, To: 1, Capacity: 1, Cost: -1}}, Supply: []int64{1, -1}}
	for _, test := range []struct {
		name   string
		p      flow.Problem
		engine flow.Engine
	}{
		{"none", ring, flow.SetOff + 1},
		{"two costs", costly, flow.SetOff},
		{"a cost above zero", allAlike(ring, 1), flow.SetOff},
		{"supplies", supplied, flow.SetOff},
	} {
		s, err := flow.Solve(t.Context(), test.p, flow.Options{Engine: test.engine})
		if s != nil || !errors.Is(err, flow.ErrEngine) {
			t.Errorf("%s: got %v, %v", test.name, s, err)
		}
	}
	if got := flow.SetOff.String() + flow.Automatic.String() + flow.CostScaling.String(); got != "SetOffAutomaticCostScaling" {
		t.Error(got)
	}
}
