package flow_test

import (
	"errors"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"testing"
	"time"

	"example.org/mutual/clearing/clearingtest"
	"example.org/mutual/clearing/flow"
	"example.org/mutual/clearing/flow/flowtest"
)

// Solve takes no more than Memory says, which is no more than four times as much as some problem takes. The
// collector leaves a twentieth of garbage here, and the most is looked for all the time.
func TestMemory(t *testing.T) {
	if testing.Short() || runtime.GOARCH != "amd64" {
		t.Skip("measured on one platform")
	}
	defer debug.SetGCPercent(debug.SetGCPercent(5))
	least := map[flow.Engine]int64{}
	for _, in := range []instance{
		{"scale-free", func() flow.Problem { return clearingtest.Trade(20_000, 140_000, 1) }},
		{"uniform", func() flow.Problem { return flowtest.Scattered(20_000, 140_000, 1000, 1) }},
		{"parts", func() flow.Problem { return clearingtest.Parts(20_000, 140_000, 10, 1) }},
		{"hubs", func() flow.Problem { return clearingtest.Hubs(20_000, 140_000, 20, 1) }},
		{"ring", func() flow.Problem { return flowtest.Ring(20_000, 1000) }},
		{"rising path", func() flow.Problem { return closed(flowtest.Path(20_000, 5)) }},
		{"stairs", func() flow.Problem { return flowtest.Stairs(10_000) }},
		{"nested", func() flow.Problem { return flowtest.Nested(20_000) }},
		{"thin torus", func() flow.Problem { return flowtest.Torus(2, 10_000, 1000, 1) }},
		{"no arcs", func() flow.Problem { return flow.Problem{Nodes: 200_000} }},
		{"hub with supplies", func() flow.Problem { return supplied(flowtest.Hub(20_000, 1000, 1)) }},
		{"generic", func() flow.Problem { return flowtest.Network(10_000, 80_000, 1000, 10_000, 1) }},
		{"netgen-8", func() flow.Problem { return clearingtest.Netgen8(10_000, 1) }},
	} {
		p := in.problem()
		for _, e := range []flow.Engine{flow.CostScaling, flow.NetworkSimplex, flow.SetOff} {
			used, err := taken(t, p, e)
			if errors.Is(err, flow.ErrEngine) { // not for this engine, or given up
				continue
			}
			said := e.Memory(p.Nodes, len(p.Arcs))
			t.Logf("%s by %v: %d bytes, %d %% of what is said", in.name, e, used, 100*used/said)
			if err != nil || used > said {
				t.Errorf("%s by %v: %d bytes where Memory says %d; %v", in.name, e, used, said, err)
			}
			least[e] = max(least[e], 100*used/said)
		}
		runtime.KeepAlive(p)
	}
	for e, percent := range least {
		if percent < 25 {
			t.Errorf("%v never takes more than %d %% of what Memory says", e, percent)
		}
	}
}

// taken returns the most bytes in use while Solve is at work, as far as can be seen.
func taken(t *testing.T, p flow.Problem, e flow.Engine) (int64, error) {
	before, stop := int64(live()), make(chan struct{})
	peak := make(chan int64)
	go func() {
		most := int64(0)
		for inUse := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}; ; {
			metrics.Read(inUse)
			most = max(most, int64(inUse[0].Value.Uint64()))
			select {
			case <-stop:
				peak <- most
				return
			case <-time.After(50 * time.Microsecond):
			}
		}
	}()
	s, err := flow.Solve(t.Context(), p, flow.Options{Engine: e})
	close(stop)
	most := max(<-peak, int64(live()))
	runtime.KeepAlive(s)
	return most - before, err
}

// What Memory says grows with the problem, and is most for the engine that is not known yet.
func TestMemoryOfEngines(t *testing.T) {
	for _, e := range []flow.Engine{flow.CostScaling, flow.NetworkSimplex, flow.SetOff} {
		small, large := e.Memory(100_000, 1_000_000), e.Memory(flow.NodesMax, flow.ArcsMax)
		if small <= e.Memory(0, 0) || large <= 1000*small || large > flow.Automatic.Memory(flow.NodesMax, flow.ArcsMax) {
			t.Errorf("%v: %d and %d", e, small, large)
		}
	}
	if flow.SetOff.Memory(-1, -1) != flow.SetOff.Memory(0, 0) {
		t.Error("less than nothing")
	}
}

// live returns the bytes in use after a collection.
func live() uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

// A network takes no more memory than the package comment says, by a quarter at most.
func TestNetworkMemory(t *testing.T) {
	if testing.Short() || runtime.GOARCH != "amd64" {
		t.Skip("measured on one platform")
	}
	before := live()
	c := newCredit(t, 20_000, 10)
	used := int64(live() - before)
	nodes, lines := int64(len(c.takes)+len(c.gives)), int64(len(c.lines))
	arcs := nodes/2 + lines*3/2 // half of the lines have a second one
	said := (110+6*8)*arcs + 110*nodes
	t.Logf("%d bytes, %d %% of what is said", used, 100*used/said)
	if used > said*5/4 {
		t.Errorf("%d bytes live where the package comment says %d", used, said)
	}
	runtime.KeepAlive(c)
}
