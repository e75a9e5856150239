package flow_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"

	"example.org/mutual/clearing/clearingtest"
	"example.org/mutual/clearing/flow"
	"example.org/mutual/clearing/flow/flowtest"
)

// One bad arc among millions is found while they are read, wherever it is, and nothing is taken for the others.
func TestOneBadArc(t *testing.T) {
	p := flowtest.Ring(large()*50, 1)
	last, total := int32(p.Nodes), int64(0)
	for _, a := range p.Arcs {
		total += a.Capacity
	}
	for _, tt := range []struct {
		name   string
		bad    flow.Arc
		reason error
	}{
		{"from beyond the nodes", flow.Arc{From: last, To: 0, Capacity: 1, Cost: -1}, flow.ErrNode},
		{"to beyond the nodes", flow.Arc{From: 0, To: math.MaxInt32, Capacity: 1, Cost: -1}, flow.ErrNode},
		{"from below the nodes", flow.Arc{From: -1, To: 0, Capacity: 1, Cost: -1}, flow.ErrNode},
		{"to below the nodes", flow.Arc{From: 0, To: math.MinInt32, Capacity: 1, Cost: -1}, flow.ErrNode},
		{"capacity below zero", flow.Arc{From: 0, To: 1, Capacity: -1, Cost: -1}, flow.ErrCapacity},
		{"least capacity", flow.Arc{From: 0, To: 1, Capacity: math.MinInt64, Cost: -1}, flow.ErrCapacity},
		{"past 2^62 with the others", flow.Arc{From: 0, To: 1, Capacity: flow.TotalMax - total + 1000, Cost: -1}, flow.ErrRange},
		{"more than 2^62 by itself", flow.Arc{From: 0, To: 1, Capacity: math.MaxInt64, Cost: -1}, flow.ErrRange},
	} {
		for _, at := range []int{0, len(p.Arcs) / 2, len(p.Arcs) - 1} {
			good := p.Arcs[at]
			p.Arcs[at] = tt.bad
			var err error
			allocated := testing.AllocsPerRun(1, func() { _, err = flow.Solve(t.Context(), p, flow.Options{}) })
			var typed *flow.Error
			if !errors.As(err, &typed) || typed.Reason != tt.reason || typed.Arc < at || tt.reason != flow.ErrRange && typed.Arc != at {
				t.Errorf("%s, at %d: %v", tt.name, at, err)
			}
			if allocated > 4 { // the error
				t.Errorf("%s, at %d: %v allocations", tt.name, at, allocated)
			}
			p.Arcs[at] = good
		}
	}
}

// stepsOf counts how often each function of the package looks at the context.
type stepsOf struct {
	context.Context
	looks map[string]int
}

func (s *stepsOf) Err() error {
	callers := make([]uintptr, 8)
	frames := runtime.CallersFrames(callers[:runtime.Callers(2, callers)])
	for {
		frame, more := frames.Next()
		_, name, _ := strings.Cut(frame.Function, "/flow.")
		if !strings.HasPrefix(name, "(*watch)") || !more {
			s.looks[name]++
			return nil
		}
	}
}

// looks returns how often each function looks at the context while an engine solves p.
func looks(t *testing.T, p flow.Problem, e flow.Engine) map[string]int {
	t.Helper()
	steps := &stepsOf{t.Context(), map[string]int{}}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	if _, err := flow.Solve(steps, p, flow.Options{Engine: e}); err != nil {
		t.Fatal(err)
	}
	return steps.looks
}

// Every step that goes through all arcs looks at the context while it does: so often that between two looks it
// goes through no more than 2^18 of them, whatever time that takes.
func TestLooks(t *testing.T) {
	if testing.Short() {
		t.Skip("takes large problems")
	}
	const arcs, pieces, some = 1 << 21, 1 << 21 >> 18, 1 << 19
	hubs := clearingtest.Hubs(arcs/4, arcs, 1000, 1)            // of which hardly two arcs join the same two nodes
	network := flowtest.Network(some/64, some, 1000, 10_000, 1) // of whose arcs each engine sees all
	for _, tt := range []struct {
		p     flow.Problem
		e     flow.Engine
		least map[string]int
	}{
		{hubs, flow.SetOff, map[string]int{
			"leaving":                 2 * pieces,
			"(*tarjan).search":        pieces - 1,
			"(*outgoing).renumber":    pieces,
			"reduce":                  2 * pieces,
			"(*reduced).merge":        pieces - 1,
			"(*reduced).tighten":      2 * (pieces - 2),
			"(*reduced).rising":       2 * (pieces - 2),
			"(*reduced).opposites":    pieces - 2,
			"(*reduced).spread":       pieces - 2,
			"(*router).update":        pieces - 2,
			"(*router).dischargeSome": pieces - 2,
			"(*router).loosen":        pieces - 2,
			"(*reduced).distribute":   2 * (pieces - 2),
			"join":                    pieces - 1,
		}},
		{network, flow.CostScaling, map[string]int{
			"(*draft).checkLabels": some>>18 - 1,
			"build":                2 * some >> 18,
			"newSolver":            some >> 18,
			"(*solver).scale":      2 * some >> 18,
			"(*refiner).saturate":  some >> 18,
			"(*refiner).discharge": 2 * some >> 18,
			"(*refiner).measure":   some >> 18,
			"(*draft).scaling":     some >> 18,
			"(*draft).solution":    some >> 18,
		}},
		{network, flow.NetworkSimplex, map[string]int{
			"(*simplex).gather": 2 * (some>>18 - 1),
			"(*simplex).solve":  some >> 18,
			"(*simplex).read":   some >> 18,
		}},
		{closed(flowtest.Path(some/2, 1000)), flow.SetOff, map[string]int{
			"(*router).rest":       some>>18 - 1, // of its two arcs between neighbours, each has one link
			"(*router).arcs":       3 * (some>>18 - 1),
			"(*refiner).discharge": some >> 18,
			"(*refiner).measure":   some >> 18,
		}},
	} {
		looks := looks(t, tt.p, tt.e)
		t.Log(tt.e, looks)
		for name, least := range tt.least {
			if looks[name] < least {
				t.Errorf("%v: %s looked %d times, not %d", tt.e, name, looks[name], least)
			}
		}
	}
}

// A context that is cancelled at any moment ends Solve, and every goroutine that it started.
func TestCancelAnyTime(t *testing.T) {
	p := clearingtest.Parts(large()*2, large()*14, 10, 1)
	before := runtime.NumGoroutine()
	start := time.Now()
	if _, err := flow.Solve(t.Context(), p, flow.Options{}); err != nil {
		t.Fatal(err)
	}
	whole := time.Since(start)
	for range 30 {
		ctx, cancel := context.WithTimeout(t.Context(), rand.N(whole+1))
		s, err := flow.Solve(ctx, p, flow.Options{})
		cancel()
		if err == nil == (s == nil) || err != nil && !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v, %v", s != nil, err)
		}
	}
	for range 100 { // the runtime takes a moment to end those that have returned
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Errorf("%d goroutines, and before %d", runtime.NumGoroutine(), before)
}
