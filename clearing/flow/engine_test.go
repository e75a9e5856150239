package flow_test

import (
	"context"
	"errors"
	"math"
	"runtime"
	"sync/atomic"
	"testing"

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

// The engine for any problem keeps the promises by itself, also where Solve would choose another.
func TestCostScalingIsASolver(t *testing.T) {
	flowtest.Run(t, by(flow.CostScaling))
}

// Both engines give cheapest flows of the circulations that both can solve, and the oracle agrees.
func TestEnginesAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := flowtest.Circulations().Draw(t, "circulation")
		price := rapid.SampledFrom([]int64{1, 2, 1000, 1 << 40}).Draw(t, "price")
		for i := range p.Arcs {
			p.Arcs[i].Cost *= price
		}
		for _, e := range []flow.Engine{flow.CostScaling, flow.SetOff} {
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

// agree holds both engines to the same cost, each with a proof.
func agree(t rapid.TB, p flow.Problem) {
	t.Helper()
	var cost [2]int64
	for i, e := range []flow.Engine{flow.CostScaling, flow.SetOff} {
		s, err := flow.Solve(context.Background(), p, flow.Options{Engine: e})
		if err := errors.Join(err, flow.Verify(p, s)); err != nil {
			t.Fatalf("%v: %v", e, err)
		}
		cost[i] = s.Cost
	}
	if cost[0] != cost[1] {
		t.Fatalf("costs %d and %d", cost[0], cost[1])
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

// blocks is a circulation of several large components, enough for several processors.
func blocks() flow.Problem {
	var p flow.Problem
	for seed := range uint64(6) {
		part := flowtest.Scattered(1500, 12_000+1000*int(seed), 1000, seed)
		for _, a := range part.Arcs {
			a.From += int32(p.Nodes)
			a.To += int32(p.Nodes)
			p.Arcs = append(p.Arcs, a)
		}
		p.Arcs = append(p.Arcs, flow.Arc{From: int32(p.Nodes), To: int32(max(0, p.Nodes-1)), Capacity: 5, Cost: -1})
		p.Nodes += part.Nodes
	}
	return p
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
		"no such engine": {flow.Problem{Nodes: 2, Arcs: ring}, 3},
	} {
		s, err := flow.Solve(t.Context(), tt.p, flow.Options{Engine: tt.e})
		var typed *flow.Error
		if s != nil || !errors.Is(err, flow.ErrEngine) || !errors.As(err, &typed) || typed.What == "" {
			t.Errorf("%s: %v, %v", name, s, err)
		}
	}
	for e, want := range map[flow.Engine]string{0: "Automatic", flow.CostScaling: "CostScaling", flow.SetOff: "SetOff", 3: "Engine(3)"} {
		if e.String() != want {
			t.Errorf("%s, not %s", e, want)
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

// Components are shared out among processors; how many there are does not show, byte for byte.
func TestDeterminismOfShares(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	p := blocks()
	runtime.GOMAXPROCS(1)
	want := solve(t, p)
	for _, processors := range []int{2, 3, 8} {
		runtime.GOMAXPROCS(processors)
		if diff := cmp.Diff(want, solve(t, p)); diff != "" {
			t.Errorf("on %d processors:\n%s", processors, diff)
		}
	}
}

// counted is a context that is cancelled after Err was called so many times, on whatever goroutine.
type counted struct {
	context.Context
	left atomic.Int64
}

func (c *counted) Err() error {
	if c.left.Add(-1) < 0 {
		return context.Canceled
	}
	return nil
}

// A cancelled context ends the work on all processors, wherever it stands.
func TestCancelShares(t *testing.T) {
	p := blocks()
	asked := &counted{Context: t.Context()}
	asked.left.Store(math.MaxInt64)
	want, err := flow.Solve(asked, p, flow.Options{})
	if err != nil {
		t.Fatal(err)
	}
	calls := math.MaxInt64 - asked.left.Load()
	if calls < 10 {
		t.Fatalf("the context was asked %d times only", calls)
	}
	for left := range calls {
		c := &counted{Context: t.Context()}
		c.left.Store(left)
		s, err := flow.Solve(c, p, flow.Options{})
		if err == nil && cmp.Diff(want, s) == "" {
			continue // the routers share the work in other ways each time, and ask a little more or less
		}
		if s != nil || err != context.Canceled {
			t.Errorf("cancelled after %d calls: %v, %v", left, s, err)
		}
	}
}
