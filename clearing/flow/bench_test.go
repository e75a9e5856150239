package flow_test

import (
	"math/rand/v2"
	"runtime"
	"testing"

	"example.org/mutual/clearing/flow"
	"example.org/mutual/clearing/flow/flowtest"
)

// scaleFree returns a circulation of unit cost -1 shaped like trade: most firms deal with a few large
// ones, some with each other in both directions, and half are only debtors or only creditors. Both ends
// of an arc are drawn by preferential attachment (the end of an earlier arc, or now and then any firm),
// and one arc in eight is returned. About half of the firms end up in the largest strongly connected
// component, and about two fifths of the arcs on a ring.
func scaleFree(nodes, arcs int, seed uint64) flow.Problem {
	d := rand.New(rand.NewPCG(seed, 1))
	p := flow.Problem{Nodes: nodes, Arcs: make([]flow.Arc, 0, arcs)}
	amount := func() int64 { return 1 + int64(1000/(d.Float64()+0.001)) }
	// Firms below debtors only owe, firms from creditors on are only owed, those in between do both.
	debtors, creditors := nodes*18/100, nodes*82/100
	between := func() int32 { return int32(debtors + d.IntN(creditors-debtors)) }
	from := func() int32 {
		switch kind := d.IntN(15); {
		case kind < 10 && len(p.Arcs) > 0:
			return p.Arcs[d.IntN(len(p.Arcs))].From
		case kind < 12:
			return int32(d.IntN(debtors))
		}
		return between()
	}
	to := func() int32 {
		switch kind := d.IntN(15); {
		case kind < 10 && len(p.Arcs) > 0:
			return p.Arcs[d.IntN(len(p.Arcs))].To
		case kind < 12:
			return int32(creditors + d.IntN(nodes-creditors))
		}
		return between()
	}
	for len(p.Arcs) < arcs {
		v, w := from(), to()
		if v == w {
			continue
		}
		p.Arcs = append(p.Arcs, flow.Arc{From: v, To: w, Capacity: amount(), Cost: -1})
		if len(p.Arcs) < arcs && d.IntN(8) == 0 && int(v) >= debtors && int(w) < creditors {
			p.Arcs = append(p.Arcs, flow.Arc{From: w, To: v, Capacity: amount(), Cost: -1})
		}
	}
	return p
}

// The generator makes the shape that its comment promises.
func TestScaleFree(t *testing.T) {
	p := scaleFree(20000, 140000, 1)
	component := components(p)
	size := make(map[int]int)
	for _, c := range component {
		size[c]++
	}
	giant, inside := 0, 0
	for _, n := range size {
		giant = max(giant, n)
	}
	for _, a := range p.Arcs {
		if component[a.From] == component[a.To] {
			inside++
		}
	}
	if giant < p.Nodes*45/100 || giant > p.Nodes*55/100 || inside < len(p.Arcs)*36/100 || inside > len(p.Arcs)*46/100 {
		t.Errorf("%d of %d nodes in the largest component, %d of %d arcs on rings", giant, p.Nodes, inside, len(p.Arcs))
	}
}

// components numbers the strongly connected components as Kosaraju does: once through the graph, to
// order the nodes, and once against the arcs, from the last one left (Aho, Hopcroft and Ullman, Data
// Structures and Algorithms, 1983, section 6.7).
func components(p flow.Problem) []int {
	next, previous := make([][]int32, p.Nodes), make([][]int32, p.Nodes)
	for _, a := range p.Arcs {
		next[a.From] = append(next[a.From], a.To)
		previous[a.To] = append(previous[a.To], a.From)
	}
	var order []int32
	seen := make([]bool, p.Nodes)
	var visit func(v int32)
	visit = func(v int32) {
		seen[v] = true
		for _, w := range next[v] {
			if !seen[w] {
				visit(w)
			}
		}
		order = append(order, v)
	}
	for v := range p.Nodes {
		if !seen[v] {
			visit(int32(v))
		}
	}
	of := make([]int, p.Nodes)
	var mark func(v int32, number int)
	mark = func(v int32, number int) {
		of[v] = number
		for _, w := range previous[v] {
			if of[w] == 0 {
				mark(w, number)
			}
		}
	}
	for i := len(order) - 1; i >= 0; i-- {
		if v := order[i]; of[v] == 0 {
			mark(v, i+1)
		}
	}
	return of
}

type instance struct {
	name    string
	problem func() flow.Problem
}

func instances() []instance {
	return []instance{
		{"scale-free/arcs=140k", func() flow.Problem { return scaleFree(20_000, 140_000, 1) }},
		{"scale-free/arcs=1M", func() flow.Problem { return scaleFree(140_000, 1_000_000, 1) }},
		{"uniform/arcs=140k", func() flow.Problem { return flowtest.Scattered(20_000, 140_000, 1000, 1) }},
		{"ring/arcs=20k", func() flow.Problem { return flowtest.Ring(20_000, 1000) }},
		{"path/arcs=40k", func() flow.Problem { return flowtest.Path(20_000, 1000) }},
		{"stairs/arcs=10k", func() flow.Problem { return flowtest.Stairs(5_000) }},
		{"nested/arcs=40k", func() flow.Problem { return flowtest.Nested(20_000) }},
		{"thin-torus/arcs=40k", func() flow.Problem { return flowtest.Torus(2, 10_000, 1000, 1) }},
		{"parts/arcs=120k", func() flow.Problem { return flowtest.Scattered(100_000, 120_000, 1000, 1) }},
		{"generic/arcs=80k", func() flow.Problem { return flowtest.Network(10_000, 80_000, 1000, 10_000, 1) }},
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
