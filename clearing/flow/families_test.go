package flow_test

import (
	"errors"
	"runtime"
	"testing"

	"example.org/mutual/clearing/flow"
	"example.org/mutual/clearing/flow/flowtest"
)

// large is how many nodes the hard families have here: enough that a solver whose queue grows with the
// labels, or that sends every unit by itself, does not end.
func large() int {
	if testing.Short() || runtime.GOARCH == "wasm" {
		return 2000
	}
	return 20000
}

// Families on which solvers blow up in time or memory. The costs are known, or else Verify knows them.
func TestHardFamilies(t *testing.T) {
	n := large()
	for _, tt := range []struct {
		name string
		p    flow.Problem
		cost int64 // 0 where it is not known beforehand
	}{
		{"ring", flowtest.Ring(n, 1000), -500 * int64(n)},
		{"ring near the limit", flowtest.Ring(n, flow.TotalMax/int64(n)), -(flow.TotalMax / int64(n) / 2) * int64(n)},
		{"path", flowtest.Path(n/2, 1000), -2000 * int64(n/2-1)},
		{"stairs", flowtest.Stairs(n / 2), 0},
		{"nested rings", flowtest.Nested(n), 0},
		{"thin torus", flowtest.Torus(2, n/2, 1000, 1), 0},
		{"thin torus, equal amounts", flowtest.Torus(2, n/2, 1, 1), -2 * int64(n)},
		{"square torus", flowtest.Torus(100, n/100, 1000, 2), 0},
		{"hub", flowtest.Hub(n, 1000, 3), 0},
		{"complete", flowtest.Complete(n/80, 1000, 4), 0},
		{"scattered", flowtest.Scattered(n/2, 2*n, 1000, 5), 0},
		{"scattered, equal amounts", flowtest.Scattered(n/2, 2*n, 1, 6), 0},
		{"scattered, near the limit", flowtest.Scattered(n/2, 2*n, flow.TotalMax/int64(2*n), 7), 0},
		{"many parts", flowtest.Scattered(n, n+n/4, 1000, 8), 0},
		{"parallel", flowtest.Parallel(n, 1000), 0},
		{"chain", flowtest.Chain(n/2, 1<<54/(int64(n)+1)), 0},
		{"transport", flowtest.Transport(n/100, 10000, 9), 0},
		{"network", flowtest.Network(n/2, 2*n, 1000, 10000, 10), 0},
		{"network, dear", flowtest.Network(n/4, n, 1000, 1<<54/(int64(n/4)+1)/(int64(n/4)+1), 11), 0},
		{"ring with supplies", supplied(flowtest.Ring(n/2, 1000)), 0},
		{"path with supplies", supplied(flowtest.Path(n/2, 1000)), 0},
		{"hub with supplies", supplied(flowtest.Hub(n, 1000, 12)), 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, e := range engines {
				s, err := flow.Solve(t.Context(), tt.p, flow.Options{Engine: e})
				if e >= flow.SetOff && errors.Is(err, flow.ErrEngine) {
					continue // none for SetOff, or the simplex gave up
				}
				if err := errors.Join(err, flow.Verify(tt.p, s)); err != nil {
					t.Fatal(err)
				}
				if tt.cost == 0 {
					tt.cost = s.Cost
				}
				if s.Cost != tt.cost {
					t.Errorf("%v: cost %d, not %d", e, s.Cost, tt.cost)
				}
			}
		})
	}
}

// supplied makes costs generic and asks for some flow from the first nodes to the last.
func supplied(p flow.Problem) flow.Problem {
	p.Supply = make([]int64, p.Nodes)
	for i := range p.Arcs {
		p.Arcs[i].Cost = int64(i*7919%1000) - 300
	}
	for v := range p.Nodes / 4 {
		if v%30 == 0 {
			p.Supply[v]++
			p.Supply[p.Nodes-1-v]--
		}
	}
	return p
}
