package flow_test

import (
	"errors"
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
		{"parts/arcs=1M", func() flow.Problem { return clearingtest.Parts(140_000, 1_000_000, 10, 1) }},
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

// BenchmarkEngines compares the engines by family. One that cannot solve a problem, or gives it up, is left out.
func BenchmarkEngines(b *testing.B) {
	const arcs = 100_000
	stages := func(f clearingtest.Family) instance {
		return instance{f.Name + " in stages", func() flow.Problem { return staged(f.Make(arcs, 1), -1, -2, -3) }}
	}
	liquid := func(f clearingtest.Family) instance {
		return instance{f.Name + " with liquidity", func() flow.Problem { return staged(f.Make(arcs, 1), -1, -1, -1, 0) }}
	}
	var list []instance
	for _, f := range clearingtest.SetOffs()[:4] {
		list = append(list, instance{f.Name, func() flow.Problem { return f.Make(arcs, 1) }}, stages(f), liquid(f))
	}
	for _, f := range clearingtest.General() {
		list = append(list, instance{f.Name, func() flow.Problem { return f.Make(arcs, 1) }})
	}
	for _, in := range list {
		p := in.problem()
		for _, e := range engines[1:] {
			b.Run(in.name+"/"+e.String(), func(b *testing.B) {
				for b.Loop() {
					_, err := flow.Solve(b.Context(), p, flow.Options{Engine: e})
					if errors.Is(err, flow.ErrEngine) {
						b.Skip(err)
					}
					if err != nil {
						b.Fatal(err)
					}
				}
			})
		}
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
