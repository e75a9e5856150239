package clearingtest_test

import (
	"crypto/sha256"
	"fmt"
	"math"
	"math/bits"
	"reflect"
	"slices"
	"testing"

	"example.org/mutual/clearing/clearingtest"
	"example.org/mutual/clearing/flow"
)

// same says whether the family makes the same problem whatever the seed.
func same(name string) bool {
	return name == "ring" || name == "rising path" || name == "narrow path" || name == "stairs" || name == "nested"
}

// sum is a digest of a problem.
func sum(t *testing.T, p flow.Problem) string {
	t.Helper()
	h := sha256.New()
	if err := clearingtest.WriteOBL(h, p); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%x", h.Sum(nil)[:6])
}

// Every family makes about as many arcs as it is asked for, the same problem for the same seed and another for another,
// and some flow carries the supplies.
func TestFamilies(t *testing.T) {
	const arcs = 3000
	for _, f := range append(clearingtest.SetOffs(), clearingtest.General()...) {
		t.Run(f.Name, func(t *testing.T) {
			p := f.Make(arcs, 1)
			if len(p.Arcs) < arcs*9/10 || len(p.Arcs) > arcs*11/10 {
				t.Errorf("%d arcs", len(p.Arcs))
			}
			if !reflect.DeepEqual(p, f.Make(arcs, 1)) {
				t.Error("the same seed gives another problem")
			}
			if reflect.DeepEqual(p, f.Make(arcs, 2)) != same(f.Name) {
				t.Error("it should depend on the seed, or should not")
			}
			s, err := flow.Solve(t.Context(), p, flow.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if err := flow.Verify(p, s); err != nil {
				t.Error(err)
			}
			if s.Cost == 0 {
				t.Error("nothing flows")
			}
		})
	}
}

func TestSetOffs(t *testing.T) {
	for _, f := range clearingtest.SetOffs() {
		p := f.Make(1000, 3)
		if p.Supply != nil {
			t.Errorf("%s: supplies", f.Name)
		}
		for _, a := range p.Arcs {
			if a.Cost != -1 || a.From == a.To || a.Capacity < 1 {
				t.Errorf("%s: %v", f.Name, a)
			}
		}
	}
}

// The problems are the same on every platform and in every version of Go: update the digests only if you mean to change
// the problems that others have measured.
func TestDigests(t *testing.T) {
	for _, f := range append(clearingtest.SetOffs(), clearingtest.General()...) {
		if got := sum(t, f.Make(2000, 1)); got != digests[f.Name] {
			t.Errorf("%q: %q,", f.Name, got)
		}
	}
}

var digests = map[string]string{
	"scale-free":     "7838d2ed38e9",
	"interbank":      "72270fd1bd6a",
	"uniform":        "ff8a1923875a",
	"torus":          "9806c698d59a",
	"thin torus":     "0ad8a816d55a",
	"cycles":         "330b092a9c73",
	"parts":          "bde0878cccab",
	"joined parts":   "f49184716fea",
	"hubs":           "a737cdaa6a64",
	"equal":          "22658bf8b7fb",
	"near the limit": "fad7a75991e8",
	"ring":           "223da7a639a2",
	"path":           "89b8a8663a69",
	"rising path":    "057c1e2fc03a",
	"narrow path":    "609eb97d4fff",
	"stairs":         "93b8b0ed81bd",
	"nested":         "871a8165dd35",
	"netgen-8":       "cd06e471c764",
	"netgen-sr":      "da867a786779",
	"transportation": "1e65a089bf49",
	"assignment":     "6229a2106238",
	"gridgen-8":      "6ea5dbc4399f",
	"goto-8":         "e5fd6217f4d8",
}

// Trade has the shape that its comment says.
func TestTrade(t *testing.T) {
	const firms = 140_000
	p := clearingtest.Trade(firms, 1_000_000, 1)
	s := measure(p)
	t.Logf("giant %.3f, inside %.3f, repeated %.3f, back %.3f", s.giant, s.inside, s.repeated, s.back)
	if s.giant < 0.42 || s.giant > 0.5 || s.inside < 0.42 || s.inside > 0.47 || s.repeated < 0.28 || s.repeated > 0.36 || s.back < 0.04 || s.back > 0.06 {
		t.Error("not what the comment says")
	}
	for name, degrees := range map[string][]int{"in": s.in, "out": s.out, "partners": s.partners} {
		a := tail(degrees, 20, 200)
		t.Logf("%s: tail %.2f, largest %d", name, a, slices.Max(degrees))
		if a < 1.25 || a > 1.55 || slices.Max(degrees) < 500 {
			t.Errorf("%s is no such tail", name)
		}
	}
	onlyOwe, onlyOwed := 0, 0
	for v := range firms {
		switch {
		case s.in[v] == 0 && s.out[v] > 0:
			onlyOwe++
		case s.in[v] > 0 && s.out[v] == 0:
			onlyOwed++
		case s.in[v]+s.out[v] == 0:
			t.Errorf("firm %d has no invoice", v)
		}
	}
	t.Logf("%d only owe, %d are only owed", onlyOwe, onlyOwed)
	if onlyOwe < firms/4 || onlyOwed < firms/5 || onlyOwe < onlyOwed {
		t.Error("not the other firms that the comment says")
	}
	few, home := athome(p, s)
	t.Logf("%d of %d with few partners deal within their region", home, few)
	if home < few*2/5 || home > few*3/5 {
		t.Error("not the regions that the comment says")
	}
}

// athome counts the firms with up to five partners, and those of them that deal within their region.
func athome(p flow.Problem, s shape) (few, home int) {
	regions := int32(1 + p.Nodes/2000)
	away := make([]bool, p.Nodes)
	for _, a := range p.Arcs {
		if a.From%regions != a.To%regions {
			away[a.From], away[a.To] = true, true
		}
	}
	for v, n := range s.partners {
		if n > 5 {
			continue
		}
		few++
		if !away[v] {
			home++
		}
	}
	return few, home
}

// Very few firms still find somebody to trade with.
func TestTradeSmall(t *testing.T) {
	for firms := 2; firms < 40; firms++ {
		if p := clearingtest.Trade(firms, 100, 1); len(p.Arcs) != 100 {
			t.Errorf("%d firms: %d arcs", firms, len(p.Arcs))
		}
	}
}

func TestInterbank(t *testing.T) {
	const banks, core, arcs = 1500, 150, 1_000_000
	p := clearingtest.Interbank(banks, arcs, 1)
	s := measure(p)
	ends := [3]int{}
	pairs := make(map[[2]int32]bool)
	reached := make([]int, banks)
	for _, a := range p.Arcs {
		n := 0
		if a.From < core {
			n++
		}
		if a.To < core {
			n++
		}
		ends[n]++
		if pair := [2]int32{a.From, a.To}; !pairs[pair] {
			pairs[pair] = true
			if a.From < core {
				reached[a.To]++
			}
		}
	}
	t.Logf("ends in the core %v, repeated %.3f, giant %.3f", ends, s.repeated, s.giant)
	if ends[0] > arcs*11/100 || ends[1] < arcs*49/100 || ends[1] > arcs*52/100 || s.repeated < 0.5 || s.giant != 1 {
		t.Error("not what the comment says")
	}
	for v, n := range reached {
		if v < core && n != core-1 || n < core/2 {
			t.Errorf("bank %d is paid by %d of the core", v, n)
		}
	}
}

func TestUniform(t *testing.T) {
	p := clearingtest.Uniform(14_000, 98_000, 1)
	s, onwards := measure(p), 0
	for _, a := range p.Arcs {
		if (a.To-a.From+14_000)%14_000 > 7000 {
			onwards++
		}
	}
	if onwards < 48_000 || onwards > 50_000 {
		t.Errorf("%d arcs lead less than half round, or more", onwards)
	}
	x := 1.0 // the share that can be reached, and that can reach, of a large graph with seven arcs a node
	for range 100 {
		x = 1 - math.Exp(-7*x)
	}
	t.Logf("giant %.4f, %.4f of the limit", s.giant, s.giant/(x*x))
	if math.Abs(s.giant-x*x) > 0.001 || s.repeated > 0.001 || slices.Max(s.partners) > 50 {
		t.Error("not a random graph")
	}
}

func TestGrid(t *testing.T) {
	p := clearingtest.Grid(4, 100, 1)
	s := measure(p)
	for v, n := range s.partners {
		if n != 8 || s.in[v] != 4 {
			t.Errorf("node %d has %d neighbours", v, n)
		}
	}
	if s.back != 1 || s.giant != 1 || slices.Max(hops(p, 0)) != (4+100)/2 {
		t.Error("not a grid that is closed both ways")
	}
}

// hops returns how far every node is, in arcs.
func hops(p flow.Problem, from int32) []int {
	first, heads := leaving(p)
	far, todo := make([]int, p.Nodes), []int32{from}
	for len(todo) > 0 {
		v := todo[0]
		todo = todo[1:]
		for _, w := range heads[first[v]:first[v+1]] {
			if w != from && far[w] == 0 {
				far[w] = far[v] + 1
				todo = append(todo, w)
			}
		}
	}
	return far
}

func TestTiers(t *testing.T) {
	const tiers = 30
	p := clearingtest.Tiers(1010, 7000, tiers, 1)
	for _, a := range p.Arcs {
		if int(a.To)%tiers != (int(a.From)+1)%tiers {
			t.Errorf("%v", a)
		}
	}
	if s := measure(p); s.giant < 0.95 {
		t.Errorf("giant %.3f", s.giant)
	}
	if s, err := flow.Solve(t.Context(), p, flow.Options{}); err != nil || s.Cost >= 0 || s.Cost%tiers != 0 {
		t.Errorf("rings that are not as long as there are tiers: %v", err)
	}
}

func TestParts(t *testing.T) {
	for _, between := range []int{0, 10} {
		p := clearingtest.Parts(14_000, 100_000, between, 1)
		of, sizes := components(p)
		s := measure(p)
		t.Logf("%d parts, the largest %d, inside %.3f", len(sizes), slices.Max(sizes), s.inside)
		if len(sizes) < 300 || slices.Max(sizes) < 128 || slices.Max(sizes) > 256 || math.Abs(1-s.inside-float64(between)/100) > 0.02 {
			t.Error("not what the comment says")
		}
		for _, a := range p.Arcs {
			if between > 0 && of[a.From] != of[a.To] && a.To > a.From+256 {
				t.Errorf("%v leads to a later part", a)
			}
		}
	}
}

func TestHubs(t *testing.T) {
	const hubs = 20
	p := clearingtest.Hubs(14_000, 100_000, hubs, 1)
	from := 0
	for _, a := range p.Arcs {
		if (a.From < hubs) == (a.To < hubs) {
			t.Errorf("%v", a)
		}
		if a.From < hubs {
			from++
		}
	}
	s := measure(p)
	if from < 49_000 || from > 51_000 || slices.Max(s.partners) != s.partners[0] || s.partners[0] < 10_000 {
		t.Errorf("%d arcs from the hubs, the first of which has %d partners", from, s.partners[0])
	}
}

func TestPath(t *testing.T) {
	p := clearingtest.Path(50, 1)
	s := measure(p)
	if s.back != 1 || s.giant != 1 || len(p.Arcs) != 98 || hops(p, 0)[49] != 49 {
		t.Error("not a path")
	}
	best := int64(0)
	for i := 0; i < len(p.Arcs); i += 2 {
		best += 2 * min(p.Arcs[i].Capacity, p.Arcs[i+1].Capacity)
		if p.Arcs[i].Capacity < 64 || p.Arcs[i+1].Capacity < 64 {
			t.Errorf("%v, %v", p.Arcs[i], p.Arcs[i+1])
		}
	}
	if solved, err := flow.Solve(t.Context(), p, flow.Options{}); err != nil || solved.Cost != -best {
		t.Errorf("%v, not %d", solved, -best)
	}
}

func TestAmounts(t *testing.T) {
	var orders [22]int
	const arcs = 150_000
	for _, a := range clearingtest.Uniform(1000, arcs, 1).Arcs {
		orders[bits.Len64(uint64(a.Capacity))]++
	}
	for order, n := range orders {
		if (order < 7) != (n == 0) || n > 0 && (n < arcs/15*9/10 || n > arcs/15*11/10) {
			t.Errorf("%d amounts of %d bits", n, order)
		}
	}
}

func TestNearLimit(t *testing.T) {
	p := clearingtest.NearLimit(clearingtest.Netgen8(100, 1))
	total, supply := int64(0), int64(0)
	for _, a := range p.Arcs {
		total += a.Capacity
	}
	for _, s := range p.Supply {
		total += max(s, 0)
		supply += s
	}
	if total > flow.TotalMax || total < flow.TotalMax/1000*999 || supply != 0 {
		t.Errorf("%d, of supplies that sum to %d", total, supply)
	}
	if p := clearingtest.NearLimit(flow.Problem{}); p.Arcs != nil {
		t.Error(p)
	}
}

func TestEqual(t *testing.T) {
	for _, a := range clearingtest.Equal(clearingtest.Uniform(10, 50, 1), 7).Arcs {
		if a.Capacity != 7 {
			t.Error(a)
		}
	}
}

// Nanoseconds an arc, to compare with what a solver takes.
func BenchmarkFamilies(b *testing.B) {
	const arcs = 1_000_000
	for _, f := range append(clearingtest.SetOffs(), clearingtest.General()...) {
		b.Run(f.Name, func(b *testing.B) {
			n := 0
			for b.Loop() {
				n = len(f.Make(arcs, 1).Arcs)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/arc")
		})
	}
}
