package flow_test

import (
	"errors"
	"runtime"
	"slices"
	"testing"

	"example.org/mutual/clearing/clearingtest"
	"example.org/mutual/clearing/flow"
	"example.org/mutual/clearing/flow/flowtest"
)

// Long and thin graphs of 100,000 nodes, on which solvers blow up. CostScaling has a say where it takes no more
// than a second or two.
func TestEnginesOnLongGraphs(t *testing.T) {
	if testing.Short() || runtime.GOARCH == "wasm" {
		t.Skip("some seconds")
	}
	const n = 100_000
	automatic, both := []flow.Engine{flow.Automatic}, []flow.Engine{flow.SetOff, flow.CostScaling}
	for _, tt := range []struct {
		name    string
		p       flow.Problem
		engines []flow.Engine
	}{
		{"ring", flowtest.Ring(n, 1000), both},
		{"path", clearingtest.Path(n, 1), both},
		{"thin torus", clearingtest.Grid(4, n/4, 1), automatic},
		{"torus", clearingtest.Grid(316, 316, 1), automatic},
		{"ring in stages", staged(flowtest.Ring(n, 1000), -1, -2), automatic},
		{"thin torus in stages", staged(clearingtest.Grid(4, n/4, 1), -1, -2, -3), automatic},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var costs []int64
			for _, e := range tt.engines {
				s, err := flow.Solve(t.Context(), tt.p, flow.Options{Engine: e})
				if err := errors.Join(err, flow.Verify(tt.p, s)); err != nil {
					t.Fatalf("%v: %v", e, err)
				}
				costs = append(costs, s.Cost)
			}
			if slices.Min(costs) != slices.Max(costs) {
				t.Errorf("costs of %d", costs)
			}
		})
	}
}

// Long graphs on which what lacks has to be filled bit by bit from far away. SetOff gives them up before it has
// looked at much, and hands over nothing harder: all in all it looks at the arcs no more often than CostScaling.
func TestSetOffOnRisingPaths(t *testing.T) {
	n := large() / 2
	for name, p := range map[string]flow.Problem{
		"path":                flowtest.Path(n, 1000),
		"narrow path":         flowtest.Path(n, 5),
		"closed path":         closed(flowtest.Path(n, 1000)),
		"narrow closed path":  closed(flowtest.Path(n, 5)),
		"falling closed path": reversed(closed(flowtest.Path(n, 5))),
		"closed stairs":       closed(flowtest.Stairs(n / 5)),
	} {
		t.Run(name, func(t *testing.T) {
			var looks [2]int64
			for i, e := range []flow.Engine{flow.SetOff, flow.CostScaling} {
				const enough = 1 << 40
				ctx := &counted{Context: t.Context()}
				ctx.left.Store(enough)
				s, err := flow.Solve(ctx, p, flow.Options{Engine: e})
				if err := errors.Join(err, flow.Verify(p, s)); err != nil {
					t.Fatalf("%v: %v", e, err)
				}
				looks[i] = enough - ctx.left.Load()
			}
			if looks[0] > looks[1]+20 {
				t.Errorf("SetOff looked at the context %d times, CostScaling %d times", looks[0], looks[1])
			}
		})
	}
}

// closed joins the ends of a path, both ways.
func closed(p flow.Problem) flow.Problem {
	last := int32(p.Nodes - 1)
	p.Arcs = append(p.Arcs, arc(last, 0, 3, -1), arc(0, last, 3, -1))
	return p
}

// reversed turns every arc round.
func reversed(p flow.Problem) flow.Problem {
	for i, a := range p.Arcs {
		p.Arcs[i].From, p.Arcs[i].To = a.To, a.From
	}
	return p
}
