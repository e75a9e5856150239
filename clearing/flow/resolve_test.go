package flow_test

import (
	"context"
	"errors"
	"math"
	"runtime"
	"slices"
	"testing"

	"example.org/mutual/clearing/flow"
	"example.org/mutual/clearing/flow/flowtest"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// noEngine keeps Resolve from solving afresh: Solve refuses it.
const noEngine = flow.Engine(255)

// patient lets Resolve mend whatever can be mended.
const patient = math.MaxInt

// Through any updates, what Resolve makes of the solution before costs what the oracle says, with a
// proof, whether or not it has the patience to mend.
func TestResolveIsASolver(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.OneOf(flowtest.Problems(), flowtest.Circulations()).Draw(t, "problem")
		s, err := flow.Solve(t.Context(), p, flow.Options{})
		if err != nil {
			s = nil
		}
		for range rapid.IntRange(1, 5).Draw(t, "updates") {
			p, s = update(t, p, s)
			before := flow.Problem{Nodes: p.Nodes, Arcs: slices.Clone(p.Arcs), Supply: slices.Clone(p.Supply)}
			o := flow.Options{Patience: rapid.SampledFrom([]int{0, 1, patient}).Draw(t, "patience")}
			var next *flow.Solution
			if err := flowtest.Judge(p, func(ctx context.Context, p flow.Problem, _ flow.Options) (*flow.Solution, error) {
				var err error
				next, err = resolve(t, ctx, p, s, o)
				return next, err
			}); err != nil {
				t.Fatal(err)
			}
			if !flowtest.Same(p, before) {
				t.Fatal("the problem has changed")
			}
			s = next
		}
	})
}

// resolve resolves, and sees that from stays as it is.
func resolve(t rapid.TB, ctx context.Context, p flow.Problem, from *flow.Solution, o flow.Options) (*flow.Solution, error) {
	t.Helper()
	var before *flow.Solution
	if from != nil {
		before = copyOf(from)
	}
	s, err := flow.Resolve(ctx, p, from, o)
	if from != nil && (!slices.Equal(from.Flow, before.Flow) || !slices.Equal(from.Potential, before.Potential)) {
		t.Fatal("the solution started from has changed")
	}
	return s, err
}

// update changes a problem here and there, and matches a solution of it, or nil, to the new numbers.
func update(t *rapid.T, p flow.Problem, s *flow.Solution) (flow.Problem, *flow.Solution) {
	p = flowtest.Clone(p)
	if s == nil {
		s = &flow.Solution{}
	}
	s = copyOf(s)
	other := rapid.OneOf(flowtest.Problems(), flowtest.Circulations()).Draw(t, "other")
	for range rapid.IntRange(0, 3).Draw(t, "changes") {
		switch kind := rapid.IntRange(0, 3).Draw(t, "kind"); {
		case kind == 0 && len(other.Arcs) > 0 && p.Nodes > 0:
			a := rapid.SampledFrom(other.Arcs).Draw(t, "new")
			a.From, a.To = a.From%int32(p.Nodes), a.To%int32(p.Nodes)
			p.Arcs, s.Flow = append(p.Arcs, a), append(s.Flow, 0)
		case kind == 1 && len(p.Arcs) > 0:
			at := rapid.IntRange(0, len(p.Arcs)-1).Draw(t, "gone")
			p.Arcs = slices.Delete(p.Arcs, at, at+1)
			if at < len(s.Flow) {
				s.Flow = slices.Delete(s.Flow, at, at+1)
			}
		case kind == 2 && len(p.Arcs) > 0 && len(other.Arcs) > 0:
			a := &p.Arcs[rapid.IntRange(0, len(p.Arcs)-1).Draw(t, "changed")]
			b := rapid.SampledFrom(other.Arcs).Draw(t, "to")
			a.Capacity, a.Cost = b.Capacity, b.Cost
		default:
			p.Nodes++
			s.Potential = append(s.Potential, rapid.Int64Range(-3, 3).Draw(t, "potential"))
			if p.Supply != nil {
				p.Supply = append(p.Supply, 0)
			}
		}
	}
	return p, s
}

// On each hard family, one arc that is new, another capacity or none is mended without solving afresh, and as well.
func TestResolveMends(t *testing.T) {
	n := 200
	for name, p := range map[string]flow.Problem{
		"ring":      flowtest.Ring(n, 1000),
		"path":      flowtest.Path(n, 1000),
		"stairs":    flowtest.Stairs(n),
		"nested":    flowtest.Nested(n),
		"torus":     flowtest.Torus(4, n/4, 1000, 1),
		"all equal": flowtest.Torus(4, n/4, 1, 1),
		"hub":       flowtest.Hub(n, 1000, 3),
		"complete":  flowtest.Complete(n/10, 1000, 4),
		"scattered": flowtest.Scattered(n, 4*n, 1000, 5),
		"parallel":  flowtest.Parallel(n, 1000),
		"network":   flowtest.Network(n, 4*n, 1000, 10000, 10),
		"transport": flowtest.Transport(n/10, 1000, 9),
	} {
		s, err := flow.Solve(t.Context(), p, flow.Options{})
		if err != nil {
			t.Fatal(name, err)
		}
		for i := range 30 {
			a := &p.Arcs[i*7919%len(p.Arcs)]
			switch b := p.Arcs[i*104729%len(p.Arcs)]; {
			case p.Supply == nil && i%3 == 0:
				a.Capacity = 0
			case p.Supply == nil && i%3 == 1:
				a.Capacity = b.Capacity/2 + 1
			default:
				p.Arcs, s.Flow = append(p.Arcs, flow.Arc{From: a.From, To: b.To, Capacity: b.Capacity, Cost: b.Cost}), append(s.Flow, 0)
			}
			next, err := flow.Resolve(t.Context(), p, s, flow.Options{Engine: noEngine, Patience: patient})
			if err := errors.Join(err, flow.Verify(p, next)); err != nil {
				t.Fatalf("%s, update %d: %v", name, i, err)
			}
			s = next
		}
	}
}

// Where nothing or too much has changed, or nothing is known, Resolve does as it says.
func TestResolveDecides(t *testing.T) {
	p := flowtest.Scattered(100, 400, 1000, 5)
	s := solve(t, p)
	if _, err := flow.Resolve(t.Context(), p, s, flow.Options{Engine: noEngine}); err != nil {
		t.Errorf("nothing has changed: %v", err)
	}
	for i := range p.Arcs {
		p.Arcs[i].Capacity = int64(i * 7919 % 1000)
	}
	for name, from := range map[string]*flow.Solution{
		"all capacities": s,
		"none":           nil,
		"no potentials":  {Flow: s.Flow},
		"other arcs":     {Flow: s.Flow[1:], Potential: s.Potential},
		"beyond sums":    {Flow: s.Flow, Potential: slices.Repeat([]int64{math.MinInt64}, p.Nodes)},
	} {
		if _, err := flow.Resolve(t.Context(), p, from, flow.Options{Engine: noEngine}); !errors.Is(err, flow.ErrEngine) {
			t.Errorf("%s: not solved afresh: %v", name, err)
		}
		got, err := flow.Resolve(t.Context(), p, from, flow.Options{})
		if err := errors.Join(err, flow.Verify(p, got)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// NoProof leaves out the potentials, and Progress hears the end.
func TestResolveOptions(t *testing.T) {
	p := flowtest.Ring(20, 1000)
	s := solve(t, p)
	p.Arcs[3].Capacity--
	told := 0.0
	got, err := flow.Resolve(t.Context(), p, s, flow.Options{NoProof: true, Engine: noEngine, Progress: func(done float64) { told = done }})
	if err != nil || got.Potential != nil || told != 1 {
		t.Error(got, err, told)
	}
}

// What Resolve makes of a problem does not depend on the number of processors, whether it mends or solves afresh.
func TestResolveDeterminism(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	p := blocks()
	s := solve(t, p)
	for i := range 9 {
		p.Arcs[i*7919%len(p.Arcs)].Capacity /= 2
	}
	for name, o := range map[string]flow.Options{"mended": {Engine: noEngine, Patience: patient}, "afresh": {}} {
		first, err := flow.Resolve(t.Context(), p, s, o)
		if err != nil {
			t.Fatal(name, err)
		}
		for _, processors := range []int{1, 2, 8} {
			runtime.GOMAXPROCS(processors)
			got, err := flow.Resolve(t.Context(), p, s, o)
			if diff := cmp.Diff(first, got); err != nil || diff != "" {
				t.Errorf("%s on %d processors: %v\n%s", name, processors, err, diff)
			}
		}
	}
	if _, err := flow.Resolve(t.Context(), p, s, flow.Options{Engine: noEngine}); !errors.Is(err, flow.ErrEngine) {
		t.Errorf("not solved afresh: %v", err)
	}
}

// A context that is cancelled in the middle of mending ends it there, and leaves what it started from.
func TestResolveCancelledMending(t *testing.T) {
	p := flowtest.Ring(300_000, 1000)
	s := solve(t, p)
	p.Arcs[len(p.Arcs)-1].Capacity-- // the narrowest: one less goes all the way round
	o := flow.Options{Engine: noEngine, Patience: patient}
	asked := &patience{t.Context(), math.MaxInt}
	if _, err := flow.Resolve(asked, p, s, o); err != nil {
		t.Fatal(err)
	}
	calls := math.MaxInt - asked.left
	if before := 1 + 3*(1+len(p.Arcs)>>18); calls < before+3 { // a pass over the arcs to adopt them, two to list them
		t.Fatalf("the context was asked %d times, no more than %d of them while routing", calls, calls-before)
	}
	for left := range calls {
		if got, err := resolve(t, &patience{t.Context(), left}, p, s, o); got != nil || err != context.Canceled {
			t.Errorf("cancelled after %d calls: %v, %v", left, got != nil, err)
		}
	}
}

// A cancelled context is its error.
func TestResolveCancelled(t *testing.T) {
	p := flowtest.Ring(20, 1000)
	s := solve(t, p)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if got, err := flow.Resolve(ctx, p, s, flow.Options{}); got != nil || !errors.Is(err, context.Canceled) {
		t.Error(got, err)
	}
}
