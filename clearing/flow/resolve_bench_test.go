package flow_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"example.org/mutual/clearing/clearingtest"
	"example.org/mutual/clearing/flow"
)

// BenchmarkResolve changes so many arcs of a graph of trade, a third each new, of another capacity and gone,
// and reports the time of resolving as a part of that of solving afresh (fresh), in turns.
func BenchmarkResolve(b *testing.B) {
	for _, size := range []int{100_000, 1_000_000} {
		p := clearingtest.Trade(size*14/100, size, 1)
		s, err := flow.Solve(b.Context(), p, flow.Options{})
		if err != nil {
			b.Fatal(err)
		}
		for _, patience := range []int{0, 12} {
			for _, changes := range []int{1, 10, 50, 1000, 10_000} {
				b.Run(fmt.Sprintf("arcs=%d/patience=%d/changes=%d", size, patience, changes), func(b *testing.B) {
					benchResolve(b, p, s, changes, patience)
				})
			}
		}
	}
}

func benchResolve(b *testing.B, p flow.Problem, s *flow.Solution, changes, patience int) {
	var afresh, resolved time.Duration
	for seed := 0; b.Loop(); seed++ {
		q, from := changed(p, s, changes, seed)
		start := time.Now()
		if _, err := flow.Solve(b.Context(), q, flow.Options{}); err != nil {
			b.Fatal(err)
		}
		afresh += time.Since(start)
		start = time.Now()
		if _, err := flow.Resolve(b.Context(), q, from, flow.Options{Patience: patience}); err != nil {
			b.Fatal(err)
		}
		resolved += time.Since(start)
	}
	b.ReportMetric(float64(resolved)/float64(afresh), "fresh")
	b.ReportMetric(float64(resolved.Milliseconds())/float64(b.N), "ms/resolve")
}

func changed(p flow.Problem, s *flow.Solution, changes, seed int) (flow.Problem, *flow.Solution) {
	p.Arcs, s = slices.Clone(p.Arcs), &flow.Solution{Flow: slices.Clone(s.Flow), Potential: s.Potential}
	size, next := len(p.Arcs), uint64(seed)
	pick := func() *flow.Arc {
		next = next*6364136223846793005 + 1442695040888963407
		return &p.Arcs[int(next>>33)%size]
	}
	for i := range changes {
		switch i % 3 {
		case 0:
			p.Arcs = append(p.Arcs, flow.Arc{From: pick().From, To: pick().To, Capacity: pick().Capacity, Cost: -1})
			s.Flow = append(s.Flow, 0)
		case 1:
			pick().Capacity = pick().Capacity
		case 2:
			pick().Capacity = 0
		}
	}
	return p, s
}
