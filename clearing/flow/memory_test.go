package flow_test

import (
	"runtime"
	"testing"

	"example.org/mutual/clearing/clearingtest"
	"example.org/mutual/clearing/flow"
	"example.org/mutual/clearing/flow/flowtest"
)

// Live memory stays within what the package comment says, by a quarter at most. It is looked at
// whenever Progress is called; the solution comes on top of that.
func TestMemory(t *testing.T) {
	if testing.Short() || runtime.GOARCH != "amd64" {
		t.Skip("measured on one platform")
	}
	for _, in := range []instance{
		{"scale-free", func() flow.Problem { return clearingtest.Trade(20_000, 140_000, 1) }},
		{"uniform", func() flow.Problem { return flowtest.Scattered(20_000, 140_000, 1000, 1) }},
		{"ring", func() flow.Problem { return flowtest.Ring(20_000, 1000) }},
		{"thin torus", func() flow.Problem { return flowtest.Torus(2, 10_000, 1000, 1) }},
		{"hub", func() flow.Problem { return supplied(flowtest.Hub(20_000, 1000, 1)) }},
		{"generic", func() flow.Problem { return flowtest.Network(10_000, 80_000, 1000, 10_000, 1) }},
	} {
		p := in.problem()
		before, peak := live(), uint64(0)
		_, err := flow.Solve(t.Context(), p, flow.Options{Progress: func(float64) { peak = max(peak, live()) }})
		if err != nil {
			t.Fatal(err)
		}
		arcs, nodes := int64(len(p.Arcs)), int64(p.Nodes)
		used, said := int64(peak-before)+8*(arcs+nodes), 80*arcs+120*nodes
		t.Logf("%s: %d bytes, %d %% of what is said", in.name, used, 100*used/said)
		if used > said*5/4 {
			t.Errorf("%s: %d bytes live where the package comment says %d", in.name, used, said)
		}
		runtime.KeepAlive(p)
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
