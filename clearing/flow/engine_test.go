package flow_test

import (
	"context"
	"errors"
	"testing"

	"example.org/mutual/clearing/clearingtest"
	"example.org/mutual/clearing/flow"
	"example.org/mutual/clearing/flow/flowtest"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// by returns Solve with an engine of choice.
func by(e flow.Engine) flowtest.Solver {
	return func(ctx context.Context, p flow.Problem, o flow.Options) (*flow.Solution, error) {
		o.Engine = e
		return flow.Solve(ctx, p, o)
	}
}

// engines are all there are.
var engines = []flow.Engine{flow.Automatic, flow.CostScaling, flow.SetOff, flow.NetworkSimplex}

// The engines for any problem keep the promises by themselves, also where Solve would choose another.
func TestEveryEngineIsASolver(t *testing.T) {
	for _, e := range []flow.Engine{flow.CostScaling, flow.NetworkSimplex} {
		t.Run(e.String(), func(t *testing.T) { flowtest.Run(t, by(e)) })
	}
}

// All engines give cheapest flows of the circulations that all can solve, and the oracle agrees.
func TestEnginesAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := flowtest.Circulations().Draw(t, "circulation")
		price := rapid.SampledFrom([]int64{1, 2, 1000, 1 << 40}).Draw(t, "price")
		for i := range p.Arcs {
			p.Arcs[i].Cost *= price
		}
		for _, e := range engines {
			if err := flowtest.Judge(p, by(e)); err != nil {
				t.Fatalf("%v: %v", e, err)
			}
		}
	})
}

// So they do where the oracle would take too long: on graphs of some hundred arcs, of all densities, with
// amounts of all sizes.
func TestEnginesAgreeOnLarger(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, m := rapid.IntRange(1, 150).Draw(t, "nodes"), rapid.IntRange(0, 600).Draw(t, "arcs")
		most := rapid.SampledFrom([]int64{1, 3, 1000, flow.TotalMax / 600}).Draw(t, "most")
		p := flowtest.Scattered(n, m, most, rapid.Uint64().Draw(t, "seed"))
		if rapid.Bool().Draw(t, "mutual") {
			for i := 1; i < m/2; i++ {
				p.Arcs[2*i].From, p.Arcs[2*i].To = p.Arcs[i].To, p.Arcs[i].From
			}
		}
		agree(t, p)
	})
}

// They agree on whatever can be generated, with one cost on all arcs.
func TestEnginesAgreeAtAnyCost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		agree(t, alike(flowtest.Problems().Draw(t, "problem"), rapid.SampledFrom([]int64{-1, -1, -1, -3, -1 << 40, 0, 7}).Draw(t, "cost")))
	})
}

// They agree on networks with costs and supplies of all sizes, feasible or not, and on circulations with
// several weights.
func TestEnginesAgreeInGeneral(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 120).Draw(t, "nodes")
		most := rapid.SampledFrom([]int64{1, 50, 1 << 40}).Draw(t, "capacity")
		costMost := rapid.SampledFrom([]int64{1, 3, 1000, 1 << 39}).Draw(t, "cost")
		p := flowtest.Network(n, rapid.IntRange(n, 6*n).Draw(t, "arcs"), most, costMost, rapid.Uint64().Draw(t, "seed"))
		switch rapid.IntRange(0, 3).Draw(t, "kind") {
		case 0: // some arcs are worth filling
			for i := range p.Arcs {
				p.Arcs[i].Cost -= costMost / 2
			}
		case 1: // a circulation, with arcs of cost 0
			p.Supply = nil
			for i := range p.Arcs {
				p.Arcs[i].Cost -= costMost
			}
		case 2: // perhaps infeasible
			p.Supply[0] += 20
			p.Supply[n-1] -= 20
		}
		agree(t, p)
	})
}

// They agree on graphs of every shape, among them long and thin ones, with amounts up to the limit, and the
// solution does not show how many processors there were.
func TestEnginesOnAllFamilies(t *testing.T) {
	arcs := 3000
	if testing.Short() {
		arcs = 600
	}
	problems := map[string]flow.Problem{"whirl": alike(flowtest.Whirl(1<<40), -1), "transport": flowtest.Transport(20, 50, 1)}
	for _, f := range clearingtest.SetOffs() {
		problems[f.Name] = f.Make(arcs, 1)
		problems[f.Name+", equal"] = clearingtest.Equal(f.Make(arcs, 2), 5)
		problems[f.Name+", at the limit"] = clearingtest.NearLimit(f.Make(arcs, 3))
		problems[f.Name+", in stages"] = staged(f.Make(arcs, 4), -1, -2, -4, 0)
	}
	for _, f := range clearingtest.General() {
		problems[f.Name] = f.Make(arcs, 1)
		problems[f.Name+", equal costs"] = alike(f.Make(arcs, 2), 9)
	}
	for name, p := range problems {
		t.Run(name, func(t *testing.T) {
			agree(t, p)
			for _, e := range engines {
				sameOnAll(t, p, e)
			}
		})
	}
}

// Ties everywhere, on which a simplex may run in circles, and large numbers.
func TestEnginesOnTies(t *testing.T) {
	assignment := flowtest.Transport(30, 3, 1)
	for v := range 30 {
		assignment.Supply[v], assignment.Supply[30+v] = 1, -1
	}
	for i := range assignment.Arcs {
		assignment.Arcs[i].Capacity = 1
	}
	for name, p := range map[string]flow.Problem{
		"zero costs":         alike(flowtest.Network(200, 900, 10, 9, 2), 0),
		"equal costs":        alike(flowtest.Network(200, 900, 10, 9, 3), 7),
		"equal transport":    alike(flowtest.Transport(25, 9, 4), 5),
		"assignment":         assignment,
		"equal assignment":   alike(assignment, 2),
		"zero circulation":   alike(flowtest.Scattered(200, 900, 9, 5), 0),
		"unit amounts":       flowtest.Scattered(200, 900, 1, 6),
		"dear and wide":      flowtest.Network(100, 400, flow.TotalMax/800, 1, 8),
		"whirl":              flowtest.Whirl(1 << 60),
		"chain":              flowtest.Chain(100, 1<<38),
		"parallel":           flowtest.Parallel(300, 1000),
		"apart":              {Nodes: 4, Arcs: []flow.Arc{arc(0, 1, 5, 1), arc(2, 3, 5, -1)}, Supply: []int64{2, -2, 1, -1}},
		"nothing to be done": {Nodes: 5, Supply: make([]int64, 5)},
	} {
		t.Run(name, func(t *testing.T) { agree(t, p) })
	}
}

// What the engine for set-off has to leave alone, and what makes it leave its usual way.
func TestEnginesAgreeOnCorners(t *testing.T) {
	const most = flow.TotalMax
	for name, p := range map[string]flow.Problem{
		"nothing":             {},
		"one node":            {Nodes: 1},
		"own node":            {Nodes: 1, Arcs: []flow.Arc{arc(0, 0, 7, -3)}},
		"own node, dear":      {Nodes: 3, Arcs: []flow.Arc{arc(0, 0, 7, 3), arc(0, 0, 7, -3), arc(0, 1, 2, -1), arc(1, 0, 3, -1)}},
		"no capacity":         {Nodes: 2, Arcs: []flow.Arc{arc(0, 1, 0, 9), arc(0, 1, 2, -1), arc(1, 0, 3, -1), arc(1, 0, 0, -1)}},
		"no ring":             {Nodes: 3, Arcs: []flow.Arc{arc(0, 1, 2, -5), arc(1, 2, 3, -5)}},
		"parallel":            {Nodes: 2, Arcs: []flow.Arc{arc(0, 1, 2, -1), arc(0, 1, 3, -1), arc(1, 0, 4, -1), arc(1, 0, 5, -1)}},
		"mutual and a ring":   {Nodes: 3, Arcs: []flow.Arc{arc(0, 1, 10, -1), arc(1, 0, 10, -1), arc(1, 2, 20, -1), arc(2, 0, 20, -1)}},
		"all capacity":        {Nodes: 2, Arcs: []flow.Arc{arc(0, 1, most/2, -1), arc(1, 0, most/2, -1)}},
		"all on one side":     {Nodes: 2, Arcs: []flow.Arc{arc(0, 1, most-1, -1), arc(1, 0, 1, -1)}},
		"components in a row": {Nodes: 6, Arcs: []flow.Arc{arc(4, 5, 1, -1), arc(5, 4, 2, -1), arc(5, 2, 9, -1), arc(2, 3, 3, -1), arc(3, 2, 4, -1), arc(2, 0, 9, -1), arc(0, 1, 5, -1), arc(1, 0, 6, -1)}},
		"dearest":             {Nodes: 2, Arcs: []flow.Arc{arc(0, 1, 3, -1<<54/9), arc(1, 0, 2, -1<<54/9)}},
		"hub":                 flowtest.Hub(300, 1000, 1),
		"path":                flowtest.Path(3000, 10),
		"closed path":         closed(flowtest.Path(3000, 10)),
		"closed stairs":       closed(flowtest.Stairs(300)),
		"stairs":              flowtest.Stairs(1000),
		"nested":              flowtest.Nested(1000),
		"ring":                flowtest.Ring(5000, 10),
		"thin torus":          flowtest.Torus(2, 2000, 1000, 1),
		"torus":               flowtest.Torus(40, 40, 1000, 1),
		"complete":            flowtest.Complete(60, 1000, 1),
		"near the limit":      flowtest.Scattered(500, 2000, most/2000, 1),
		"blocks":              blocks(),
	} {
		t.Run(name, func(t *testing.T) { agree(t, p) })
	}
}

// An engine that cannot solve a problem says so.
func TestEngineErrors(t *testing.T) {
	ring := []flow.Arc{arc(0, 1, 5, -1), arc(1, 0, 5, -1)}
	for name, tt := range map[string]struct {
		p flow.Problem
		e flow.Engine
	}{
		"supplies":       {flow.Problem{Nodes: 2, Arcs: ring, Supply: []int64{0, 0}}, flow.SetOff},
		"two costs":      {flow.Problem{Nodes: 2, Arcs: append(ring[:2:2], arc(0, 1, 1, -2))}, flow.SetOff},
		"cost of zero":   {flow.Problem{Nodes: 2, Arcs: []flow.Arc{arc(0, 1, 1, 0)}}, flow.SetOff},
		"cost above it":  {flow.Problem{Nodes: 2, Arcs: []flow.Arc{arc(0, 1, 1, 1)}}, flow.SetOff},
		"no such engine": {flow.Problem{Nodes: 2, Arcs: ring}, flow.NetworkSimplex + 1},
	} {
		s, err := flow.Solve(t.Context(), tt.p, flow.Options{Engine: tt.e})
		var typed *flow.Error
		if s != nil || !errors.Is(err, flow.ErrEngine) || !errors.As(err, &typed) || typed.What == "" {
			t.Errorf("%s: %v, %v", name, s, err)
		}
	}
	for e, want := range map[flow.Engine]string{0: "Automatic", flow.CostScaling: "CostScaling", flow.SetOff: "SetOff", flow.NetworkSimplex: "NetworkSimplex", 4: "Engine(4)"} {
		if e.String() != want {
			t.Errorf("%s, not %s", e, want)
		}
	}
}

// What is too dear for the labels of cost scaling is left to the simplex, which gives up where ways are long.
func TestDearOrLong(t *testing.T) {
	const dear = 1<<54/9 + 1
	ring := []flow.Arc{arc(0, 1, 1, dear), arc(1, 0, 1, -dear-1)}
	long := staged(flowtest.Ring(1<<15, 1000), -1, -2)
	for name, tt := range map[string]struct {
		p      flow.Problem
		e      flow.Engine
		reason error
	}{
		"dear":                {flow.Problem{Nodes: 2, Arcs: ring}, flow.Automatic, nil},
		"dear, simplex":       {flow.Problem{Nodes: 2, Arcs: ring}, flow.NetworkSimplex, nil},
		"dear, cost scaling":  {flow.Problem{Nodes: 2, Arcs: ring}, flow.CostScaling, flow.ErrRange},
		"dear, supplied":      {flow.Problem{Nodes: 2, Arcs: ring, Supply: []int64{1, -1}}, flow.Automatic, nil},
		"dear set-off":        {alike(flow.Problem{Nodes: 2, Arcs: ring}, -dear), flow.SetOff, nil},
		"long":                {long, flow.Automatic, nil},
		"long, cost scaling":  {long, flow.CostScaling, nil},
		"long, simplex":       {long, flow.NetworkSimplex, flow.ErrEngine},
		"infeasible, simplex": {flow.Problem{Nodes: 2, Supply: []int64{1, -1}}, flow.NetworkSimplex, flow.ErrInfeasible},
	} {
		s, err := flow.Solve(t.Context(), tt.p, flow.Options{Engine: tt.e})
		if !errors.Is(err, tt.reason) || (err == nil) != (s != nil) || err == nil && flow.Verify(tt.p, s) != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// NoProof changes nothing but that there is none.
func TestNoProof(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := flowtest.Problems().Draw(t, "problem")
		if rapid.Bool().Draw(t, "set-off") {
			p = flowtest.Scattered(30, 150, 1000, rapid.Uint64().Draw(t, "seed"))
		}
		want, err := flow.Solve(t.Context(), p, flow.Options{})
		got, errWithout := flow.Solve(t.Context(), p, flow.Options{NoProof: true})
		if err != nil {
			if errWithout == nil || errWithout.Error() != err.Error() {
				t.Fatalf("%v, and without a proof %v", err, errWithout)
			}
			return
		}
		if errWithout != nil || got.Potential != nil || p.Nodes > 0 && !errors.Is(flow.Verify(p, got), flow.ErrShape) {
			t.Fatalf("%v, %v", got, errWithout)
		}
		got.Potential = want.Potential
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
	})
}

// agree holds all engines, with and without a proof, to the same cost or the same refusal. SetOff may say that the
// problem is none for it, and the simplex may give up.
func agree(t rapid.TB, p flow.Problem) {
	t.Helper()
	want, reason := flow.Solve(context.Background(), p, flow.Options{Engine: flow.CostScaling})
	for _, e := range engines {
		for _, o := range []flow.Options{{Engine: e}, {Engine: e, NoProof: true}} {
			s, err := flow.Solve(context.Background(), p, o)
			if errors.Is(err, flow.ErrEngine) && e >= flow.SetOff {
				continue
			}
			if !errors.Is(err, errors.Unwrap(reason)) {
				t.Fatalf("%+v: %v where cost scaling says %v", o, err, reason)
			}
			if err != nil {
				continue
			}
			if s.Cost != want.Cost {
				t.Fatalf("%+v: a cost of %d, want %d", o, s.Cost, want.Cost)
			}
			if err := flow.Verify(p, s); err != nil && !o.NoProof {
				t.Fatalf("%+v: %v", o, err)
			}
		}
	}
}

// alike returns p with one cost on all its arcs.
func alike(p flow.Problem, cost int64) flow.Problem {
	q := flowtest.Clone(p)
	for i := range q.Arcs {
		q.Arcs[i].Cost = cost
	}
	return q
}

// staged returns p with these costs in turn.
func staged(p flow.Problem, costs ...int64) flow.Problem {
	q := flowtest.Clone(p)
	for i := range q.Arcs {
		q.Arcs[i].Cost = costs[i%len(costs)]
	}
	return q
}
