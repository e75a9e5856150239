package flow_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"example.org/mutual/clearing/flow"
)

// A credit is a network of parties that give each other lines: every party is two nodes with an arc of cost
// 0 between them, from where it takes to where it gives. A line is an arc of length 1 from where one gives
// to where the other takes, for new promises, and half of them have another one back, for repaying: that
// costs 1 a unit, and promises 65 to 257.
type credit struct {
	*flow.Network
	takes, gives []int32
	lines        []int32
}

func newCredit(b testing.TB, parties, lines int) *credit {
	b.Helper()
	c, d := &credit{}, rand.New(rand.NewPCG(1, 2))
	var err error
	must := func(number int32, e error) int32 {
		if e != nil {
			b.Fatal(e)
		}
		return number
	}
	if c.Network, err = flow.NewNetwork(0, 1, 65, 129, 193, 257); err != nil {
		b.Fatal(err)
	}
	set := func(arc int32, step int, capacity int64) {
		if err := c.SetCapacity(arc, step, capacity); err != nil {
			b.Fatal(err)
		}
	}
	for i := range parties {
		c.takes = append(c.takes, must(c.AddNode(uint64(2*i))))
		c.gives = append(c.gives, must(c.AddNode(uint64(2*i+1))))
		through := must(c.AddArc(c.takes[i], c.gives[i], 0, 0))
		set(through, 0, 1<<40)
	}
	for range parties * lines {
		v, w := d.IntN(parties), d.IntN(parties)
		if v == w {
			continue
		}
		promise := must(c.AddArc(c.gives[v], c.takes[w], 0, 1))
		for k := 2; k < 6; k++ {
			set(promise, k, 1+d.Int64N(200))
		}
		c.lines = append(c.lines, promise)
		if d.IntN(2) == 0 {
			set(must(c.AddArc(c.gives[w], c.takes[v], 0, 1)), 1, 1+d.Int64N(200))
		}
	}
	return c
}

func BenchmarkSend(b *testing.B) {
	c := newCredit(b, 100_000, 10)
	for _, bench := range []struct {
		name string
		o    flow.SendOptions
	}{
		{"free", flow.SendOptions{}},
		{"length=6", flow.SendOptions{LengthMax: 6}},
		{"paths=2", flow.SendOptions{PathsMax: 2}},
		{"length=6,paths=2", flow.SendOptions{LengthMax: 6, PathsMax: 2}},
	} {
		b.Run(bench.name, func(b *testing.B) { c.send(b, bench.o) })
	}
}

// send reports the median and the 99th percentile beside the mean: a few plans take much longer than most.
func (c *credit) send(b *testing.B, o flow.SendOptions) {
	d := rand.New(rand.NewPCG(3, 4))
	var took []time.Duration
	paths, all, lack := 0, int64(0), int64(0)
	for b.Loop() {
		v, w, amount := d.IntN(len(c.gives)), d.IntN(len(c.gives)-1), 1+d.Int64N(60)
		if w >= v {
			w++
		}
		start := time.Now()
		s, err := c.Send(b.Context(), c.gives[v], c.takes[w], amount, o)
		took = append(took, time.Since(start))
		if err != nil {
			b.Fatal(err)
		}
		paths += len(s.Paths)
		all += s.Most
		lack += s.Most - s.Value
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2]), "median-ns")
	b.ReportMetric(float64(took[len(took)*99/100]), "p99-ns")
	b.ReportMetric(float64(paths)/float64(len(took)), "paths/op")
	b.ReportMetric(100*float64(lack)/float64(all), "%lacking")
}

func BenchmarkSetCapacity(b *testing.B) {
	c, d := newCredit(b, 100_000, 10), rand.New(rand.NewPCG(5, 6))
	for b.Loop() {
		if err := c.SetCapacity(c.lines[d.IntN(len(c.lines))], 2, 1+d.Int64N(200)); err != nil {
			b.Fatal(err)
		}
	}
}

// Adding and retiring by turns, so that the network stays as large.
func BenchmarkAddArc(b *testing.B) {
	c, d := newCredit(b, 100_000, 10), rand.New(rand.NewPCG(7, 8))
	for b.Loop() {
		at := d.IntN(len(c.lines))
		if err := c.RetireArc(c.lines[at]); err != nil {
			b.Fatal(err)
		}
		v := d.IntN(len(c.gives) - 1)
		arc, err := c.AddArc(c.gives[v], c.takes[v+1], 1, 1)
		if err != nil {
			b.Fatal(err)
		}
		c.lines[at] = arc
	}
}
