package flow_test

import (
	"runtime"
	"testing"

	"example.org/mutual/clearing/clearingtest"
	"example.org/mutual/clearing/flow"
	"example.org/mutual/clearing/flow/flowtest"
)

type instance struct {
	name    string
	problem func() flow.Problem
}

func instances() []instance {
	return []instance{
		{"scale-free/arcs=140k", func() flow.Problem { return clearingtest.Trade(20_000, 140_000, 1) }},
		{"scale-free/arcs=1M", func() flow.Problem { return clearingtest.Trade(140_000, 1_000_000, 1) }},
		{"uniform/arcs=140k", func() flow.Problem { return flowtest.Scattered(20_000, 140_000, 1000, 1) }},
		{"ring/arcs=20k", func() flow.Problem { return flowtest.Ring(20_000, 1000) }},
		{"path/arcs=40k", func() flow.Problem { return flowtest.Path(20_000, 1000) }},
		{"stairs/arcs=10k", func() flow.Problem { return flowtest.Stairs(5_000) }},
		{"nested/arcs=40k", func() flow.Problem { return flowtest.Nested(20_000) }},
		{"thin-torus/arcs=40k", func() flow.Problem { return flowtest.Torus(2, 10_000, 1000, 1) }},
		{"parts/arcs=120k", func() flow.Problem { return flowtest.Scattered(100_000, 120_000, 1000, 1) }},
		{"generic/arcs=80k", func() flow.Problem { return flowtest.Network(10_000, 80_000, 1000, 10_000, 1) }},
		{"netgen-8/arcs=80k", func() flow.Problem { return clearingtest.Netgen8(10_000, 1) }},
		{"gridgen-8/arcs=80k", func() flow.Problem { return clearingtest.Gridgen8(10_000, 1) }},
		{"goto-8/arcs=16k", func() flow.Problem { return clearingtest.Goto8(2_000, 1) }},
		{"transport/arcs=40k", func() flow.Problem { return flowtest.Transport(200, 10_000, 1) }},
	}
}

func BenchmarkSolve(b *testing.B) {
	for _, in := range instances() {
		b.Run(in.name, func(b *testing.B) {
			p := in.problem()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := flow.Solve(b.Context(), p, flow.Options{}); err != nil {
					b.Fatal(err)
				}
			}
			runtime.ReadMemStats(&after)
			b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/float64(b.N)/float64(len(p.Arcs)), "B/arc")
		})
	}
}

func BenchmarkVerify(b *testing.B) {
	for _, in := range instances() {
		b.Run(in.name, func(b *testing.B) {
			p := in.problem()
			s, err := flow.Solve(b.Context(), p, flow.Options{})
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if err := flow.Verify(p, s); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
