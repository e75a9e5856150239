package flow

import (
	"math"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// laid returns a simplex that stands before its first pivot on all of p.
func laid(p Problem) *simplex {
	s := &simplex{watch: *unwatched(), supply: make([]int64, p.Nodes)}
	copy(s.supply, p.Supply)
	nodes, _ := whole(p.Nodes).nodes(unwatched())
	s.gather(arcsOf(p), nodes, 0, int32(p.Nodes))
	s.start()
	return s
}

// draft returns what the simplex has come to.
func (s *simplex) draft(p Problem) *draft {
	d := newDraft(p, nil, whole(p.Nodes), Options{})
	s.read(d, 0)
	return d
}

// Before and after every pivot, and after numbering anew, the tree is one: its thread, sizes and ends are
// what the parents make of them, its arcs cost nothing, what they carry balances, and from every node
// something can flow to the root.
func TestTreeStaysATree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t)
		if rapid.Bool().Draw(t, "supplied") {
			p.Supply = make([]int64, p.Nodes)
			for range rapid.IntRange(0, 4).Draw(t, "supplies") {
				x := rapid.Int64Range(0, 9).Draw(t, "amount")
				p.Supply[rapid.IntRange(0, p.Nodes-1).Draw(t, "source")] += x
				p.Supply[rapid.IntRange(0, p.Nodes-1).Draw(t, "sink")] -= x
			}
		}
		s := laid(p)
		s.block = rapid.IntRange(1, 20).Draw(t, "block")
		s.mustBeATree(t, p)
		for e := s.enter(); e >= 0; e = s.enter() {
			s.pivot(e)
			s.mustBeATree(t, p)
			if rapid.IntRange(0, 3).Draw(t, "renumber") == 0 {
				s.renumber()
				s.mustBeATree(t, p)
			}
		}
	})
}

func (s *simplex) mustBeATree(t *rapid.T, p Problem) {
	t.Helper()
	top := s.root()
	children := make([][]int32, top+1)
	for v := s.next[top]; v != top; v = s.next[v] { // siblings come in the order of the thread
		children[s.branches[v].parent] = append(children[s.branches[v].parent], v)
	}
	at := top
	var visit func(v int32) int32
	visit = func(v int32) (size int32) {
		if at != v {
			t.Fatalf("the thread meets %d where %d comes next", at, v)
		}
		size, last := 1, v
		at = s.next[v]
		for _, c := range children[v] {
			size += visit(c)
			last = s.last[c]
		}
		if s.branches[v].size != size || s.last[v] != last || s.prev[s.next[v]] != v {
			t.Fatalf("node %d: %d nodes up to %d, not %d up to %d", v, s.branches[v].size, s.last[v], size, last)
		}
		return size
	}
	if visit(top); at != top {
		t.Fatalf("the thread does not end")
	}
	s.mustBeAFlow(t, p)
}

// mustBeAFlow checks the arcs of the tree, and that the flow balances with what the artificial ones carry.
func (s *simplex) mustBeAFlow(t *rapid.T, p Problem) {
	t.Helper()
	d := s.draft(p)
	balance := make([]int64, p.Nodes)
	copy(balance, p.Supply)
	for i, a := range p.Arcs {
		balance[a.From] -= d.flow[i]
		balance[a.To] += d.flow[i]
	}
	for v, e := range s.arc[:s.root()] {
		b := &s.branches[v]
		switch {
		case b.up <= 0:
			t.Fatalf("nothing can flow up from node %d", v)
		case e == inbound:
			balance[s.name[v]] -= b.down
		case e == outbound:
			balance[s.name[v]] += b.up
		default:
			o := &s.offers[e]
			if b.down < 0 || b.up+b.down != s.capacity[e] {
				t.Fatalf("node %d: %d up and %d down of %d", v, b.up, b.down, s.capacity[e])
			}
			if min(o.from, o.to) != min(int32(v), b.parent) || max(o.from, o.to) != max(int32(v), b.parent) {
				t.Fatalf("node %d hangs on %d by an arc from %d to %d", v, b.parent, o.from, o.to)
			}
			if o.cost+s.potential[o.from]-s.potential[o.to] != 0 {
				t.Fatalf("the arc to node %d costs something", v)
			}
		}
	}
	if slices.ContainsFunc(balance, func(b int64) bool { return b != 0 }) {
		t.Fatalf("not balanced: %v", balance)
	}
}

// Every pivot lowers the cost, artificial arcs included, or raises potentials and lowers none: that is why
// the simplex ends.
func TestPivotsDoNotCycle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t)
		for i := range p.Arcs { // many ties, to have pivots that move nothing
			p.Arcs[i].Capacity %= 2
			p.Arcs[i].Cost %= 2
		}
		s := laid(p)
		cost, potential := s.slowCost(p)
		for e := s.enter(); e >= 0; e = s.enter() {
			s.pivot(e)
			nowCost, now := s.slowCost(p)
			rises, falls := 0, 0
			for v := range now {
				if now[v] > potential[v] {
					rises++
				} else if now[v] < potential[v] {
					falls++
				}
			}
			if c := nowCost.Cmp(cost); c > 0 || c == 0 && (rises == 0 || falls > 0) {
				t.Fatalf("cost from %v to %v, %d potentials up and %d down", cost, nowCost, rises, falls)
			}
			cost, potential = nowCost, now
		}
	})
}

// slowCost returns the cost of the flow, artificial arcs included, and the potentials against the root.
func (s *simplex) slowCost(p Problem) (*big.Int, []int64) {
	d := s.draft(p)
	sum, dear := new(big.Int), int64(1)
	add := func(x, y int64) { sum.Add(sum, new(big.Int).Mul(big.NewInt(x), big.NewInt(y))) }
	for i, a := range p.Arcs {
		if usable(&p.Arcs[i]) {
			dear = max(dear, max(a.Cost, -a.Cost)*(int64(p.Nodes)/2+1)+1)
		}
		add(d.flow[i], a.Cost)
	}
	for v, e := range s.arc[:s.root()] {
		if e == inbound {
			add(s.branches[v].down, dear)
		} else if e == outbound {
			add(s.branches[v].up, dear)
		}
	}
	return sum, d.potential
}

// Potentials stay within the room that checkCosts leaves them, at the dearest costs it lets through.
func TestPotentialsStayInTheirRoom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t)
		most := int64(costRoom) / int64(p.Nodes+1)
		for i := range p.Arcs {
			p.Arcs[i].Cost = rapid.SampledFrom([]int64{-most, most, most - 1, 0}).Draw(t, "cost")
		}
		// The root may be of the smaller part time and again, and drift: only differences count.
		shift := rapid.SampledFrom([]int64{0, math.MaxInt64, math.MinInt64, 1 << 62}).Draw(t, "shift")
		if err := checkCosts(arcsOf(p)); err != nil {
			t.Fatal(err)
		}
		s := laid(p)
		for v := range s.potential {
			s.potential[v] += shift
		}
		for e := s.enter(); e >= 0; e = s.enter() {
			s.pivot(e)
			d := s.draft(p)
			if highest, lowest := slices.Max(d.potential), slices.Min(d.potential); highest > 1<<55 || lowest < -1<<55 {
				t.Fatalf("potentials from %d to %d", lowest, highest)
			}
		}
	})
}

// The simplex gives up where ways are long, and says so; and where it takes too many pivots.
func TestSimplexGivesUp(t *testing.T) {
	s := laid(Problem{Nodes: 2, Arcs: []Arc{{From: 0, To: 1, Capacity: 1, Cost: 1}}})
	if s.givesUp() {
		t.Error("gives up before the start")
	}
	for _, work := range []int64{math.MaxInt64, patienceLeast + (patience+1)*int64(len(s.branches)+len(s.offers))} {
		if s.work = work; !s.givesUp() {
			t.Errorf("goes on after a work of %d", work)
		}
	}
	for _, tt := range []struct {
		pivots, blocks int // a pivot
		want           bool
	}{{2, 3, false}, {2, 4, true}, {4, 8, false}, {4, 9, true}, {12, 8, false}, {13, 8, true}} {
		s.pivots = tt.pivots * len(s.branches)
		s.work = patienceLeast + patience*int64(len(s.branches)+len(s.offers)) + int64(tt.blocks*s.block)*int64(s.pivots)
		if s.givesUp() != tt.want {
			t.Errorf("gives up: %v, after %d pivots a node of %d blocks", !tt.want, tt.pivots, tt.blocks)
		}
	}
	ring := Problem{Nodes: 1 << 15}
	for v := range int32(ring.Nodes) {
		ring.Arcs = append(ring.Arcs, Arc{From: v, To: (v + 1) % int32(ring.Nodes), Capacity: 9, Cost: -1 - int64(v%2)})
	}
	ring.Arcs[7].Capacity = 5
	r := laid(ring)
	if solved, err := r.solve(func(float64) {}); solved || err != nil {
		t.Errorf("a long ring: %v, %v", solved, err)
	}
}

func TestOneSize(t *testing.T) {
	for name, tt := range map[string]struct {
		costs []int64
		want  bool
	}{
		"none":        {nil, true},
		"liquidity":   {[]int64{0, -1, 0, -1}, true},
		"both signs":  {[]int64{7, -7, 0}, true},
		"two":         {[]int64{0, -1, -2}, false},
		"the largest": {[]int64{math.MinInt64, math.MaxInt64}, false},
	} {
		p := Problem{Nodes: 2, Arcs: []Arc{{From: 1, To: 1, Capacity: 1, Cost: 5}, {From: 0, To: 1, Cost: 5}}}
		for _, c := range tt.costs {
			p.Arcs = append(p.Arcs, Arc{From: 0, To: 1, Capacity: 1, Cost: c})
		}
		if got, err := oneSize(arcsOf(p), &watch{ctx: t.Context()}); got != tt.want || err != nil {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

// Progress is told of what is more than before, and of nothing beyond 1, whichever engine tells it.
func TestTell(t *testing.T) {
	var told []float64
	g := &gauge{progress: func(done float64) { told = append(told, done) }}
	for _, done := range []float64{0, 0.25, 0.5, 0.1, 0.5, 0.75, 2, 1, 3} {
		g.tell(done)
	}
	if want := []float64{0.25, 0.5, 0.75, 1}; !slices.Equal(told, want) {
		t.Errorf("%v, not %v", told, want)
	}
	(&gauge{}).tell(1)
}

func TestSquareRoot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.OneOf(rapid.IntRange(0, 1<<31-1), rapid.IntRange(0, 50)).Draw(t, "n")
		if r := int64(squareRoot(n)); r*r > int64(n) || (r+1)*(r+1) <= int64(n) {
			t.Fatalf("%d", r)
		}
	})
}
