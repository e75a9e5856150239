package flow_test

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"sync/atomic"
	"testing"

	"example.org/mutual/clearing/flow"
	"example.org/mutual/clearing/flow/flowtest"
	"github.com/google/go-cmp/cmp"
)

// Components are shared out among processors; how many there are does not show, byte for byte.
func TestDeterminismOfShares(t *testing.T) {
	for _, p := range []flow.Problem{blocks(), staged(blocks(), -1, -2, -3)} {
		sameOnAll(t, p, flow.Automatic)
	}
}

// sameOnAll holds an engine to the same answer, byte for byte, on any number of processors.
func sameOnAll(t *testing.T, p flow.Problem, e flow.Engine) {
	t.Helper()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	want, reason := flow.Solve(t.Context(), p, flow.Options{Engine: e})
	for _, processors := range []int{2, 8} {
		runtime.GOMAXPROCS(processors)
		got, err := flow.Solve(t.Context(), p, flow.Options{Engine: e})
		if fmt.Sprint(err) != fmt.Sprint(reason) || !cmp.Equal(want, got) {
			t.Errorf("%v on %d processors: %v after %v, or another solution", e, processors, err, reason)
		}
	}
}

// A cancelled context ends the work on all processors, wherever it stands.
func TestCancelShares(t *testing.T) {
	for name, p := range map[string]flow.Problem{"set-off": blocks(), "stages": staged(blocks(), -1, -2, -3)} {
		t.Run(name, func(t *testing.T) { cancelShares(t, p) })
	}
}

func cancelShares(t *testing.T, p flow.Problem) {
	t.Helper()
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
