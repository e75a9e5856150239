package flow

import (
	"context"
	"errors"
	"math"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// A radix takes out what sorting does, whatever the order of adding and taking.
func TestRadixSorts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var q radix
		for range rapid.IntRange(1, 3).Draw(t, "rounds") { // a reset queue is a new one
			q.reset()
			var slow []int64
			last := int64(0)
			for range rapid.IntRange(0, 60).Draw(t, "steps") {
				if last < 1<<62 && (len(slow) == 0 || rapid.IntRange(0, 2).Draw(t, "add") > 0) {
					key := last + rapid.OneOf(rapid.Int64Range(0, 4), rapid.Int64Range(0, 1<<62)).Draw(t, "rise")
					q.add(key, int32(key%1000))
					slow = append(slow, key)
					continue
				}
				if len(slow) == 0 {
					break
				}
				slices.Sort(slow)
				key, node := q.take()
				if key != slow[0] || node != int32(key%1000) || q.size != len(slow)-1 {
					t.Fatalf("took %d for node %d, not %d; %d left of %d", key, node, slow[0], q.size, len(slow))
				}
				last, slow = key, slow[1:]
			}
		}
	})
}

// A fifo gives back in order what went in, over its end and beyond.
func TestFifo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		room := rapid.IntRange(1, 5).Draw(t, "room")
		q := fifo{ring: make([]int32, room)}
		var slow []int32
		for i := range int32(30) {
			if len(slow) < room && (len(slow) == 0 || rapid.Bool().Draw(t, "add")) {
				q.add(i)
				slow = append(slow, i)
			} else if got := q.take(); got != slow[0] {
				t.Fatalf("took %d, not %d", got, slow[0])
			} else {
				slow = slow[1:]
			}
			if q.empty() != (len(slow) == 0) {
				t.Fatalf("empty: %v with %d inside", q.empty(), len(slow))
			}
		}
	})
}

// unwatched is for work that nobody cancels.
func unwatched() *watch { return &watch{ctx: context.Background()} }

// arcsOf returns the usable arcs of p, and partitionOf its components.
func arcsOf(p Problem) *outgoing {
	o, _ := leaving(p, unwatched())
	return o
}

func partitionOf(p Problem) partition {
	part, _ := components(arcsOf(p), unwatched())
	return part
}

func drawProblem(t *rapid.T) Problem {
	p := Problem{Nodes: rapid.IntRange(1, 9).Draw(t, "nodes")}
	node := rapid.Int32Range(0, int32(p.Nodes-1))
	for range rapid.IntRange(0, 20).Draw(t, "arcs") {
		p.Arcs = append(p.Arcs, Arc{
			From:     node.Draw(t, "from"),
			To:       node.Draw(t, "to"),
			Capacity: rapid.Int64Range(0, 9).Draw(t, "capacity"),
			Cost:     rapid.Int64Range(-9, 9).Draw(t, "cost"),
		})
	}
	return p
}

// Two nodes are in one component exactly where each reaches the other, and arcs lead to no higher one.
func TestComponentsAreThoseThatReachEachOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t)
		part := partitionOf(p)
		of, _ := part.components(unwatched())
		reaches := closure(p)
		for v := range p.Nodes {
			for w := range p.Nodes {
				same := of[part.number[v]] == of[part.number[w]]
				if same != (reaches[v][w] && reaches[w][v]) {
					t.Fatalf("%v: nodes %d and %d in one component: %v", p, v, w, same)
				}
			}
		}
		for i := range p.Arcs {
			if a := &p.Arcs[i]; usable(a) && of[part.number[a.From]] < of[part.number[a.To]] {
				t.Fatalf("%v: arc %d leads to a higher component", p, i)
			}
		}
		old, _ := part.nodes(unwatched())
		for n, v := range old {
			if part.number[v] != int32(n) {
				t.Fatalf("%v: number %d is of node %d, whose number is %d", p, n, v, part.number[v])
			}
		}
		if last := part.start[len(part.start)-1]; int(last) != p.Nodes || !slices.IsSorted(part.start) {
			t.Fatalf("%v: components start at %v", p, part.start)
		}
	})
}

// closure is which nodes each reaches by usable arcs (Warshall, J. ACM 9, 1962).
func closure(p Problem) [][]bool {
	reaches := make([][]bool, p.Nodes)
	for v := range reaches {
		reaches[v] = make([]bool, p.Nodes)
		reaches[v][v] = true
	}
	for i := range p.Arcs {
		if a := &p.Arcs[i]; usable(a) {
			reaches[a.From][a.To] = true
		}
	}
	for over := range reaches {
		for v := range reaches {
			for w := range reaches {
				reaches[v][w] = reaches[v][w] || reaches[v][over] && reaches[over][w]
			}
		}
	}
	return reaches
}

// A gap is found where there is one, and one that is wide enough.
func TestGapIsWideEnough(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		taken := rapid.SliceOfN(rapid.Bool(), 1, 24).Draw(t, "taken")
		taken[rapid.IntRange(0, len(taken)-1).Draw(t, "one")] = true
		epsilon := rapid.Int64Range(1, 24).Draw(t, "epsilon")
		if epsilon >= int64(len(taken)) {
			return // precisions are below the scale, or 1
		}
		after, found := gap(taken, epsilon)
		if want := slices.ContainsFunc(starts(taken), func(i int) bool { return free(taken, i) >= epsilon }); found != want {
			t.Fatalf("found %v", found)
		}
		if found && (!taken[after] || free(taken, int(after)) < epsilon) {
			t.Fatalf("%d is not after a gap of %d", after, epsilon)
		}
	})
}

// starts returns the residues taken.
func starts(taken []bool) (at []int) {
	for i, t := range taken {
		if t {
			at = append(at, i)
		}
	}
	return at
}

// free counts the free residues before i, on the circle.
func free(taken []bool, i int) (run int64) {
	for n := len(taken); run < int64(n)-1 && !taken[(i-1-int(run)+2*n)%n]; {
		run++
	}
	return run
}

func TestResidue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, scale := rapid.Int64().Draw(t, "x"), rapid.Int64Range(1, 1<<31).Draw(t, "scale")
		if got, want := residue(x, scale), new(big.Int).Mod(big.NewInt(x), big.NewInt(scale)); got != want.Int64() {
			t.Fatalf("%d, not %v", got, want)
		}
	})
}

func TestReducedSign(t *testing.T) {
	any64 := rapid.OneOf(rapid.Int64(), rapid.Int64Range(-2, 2), rapid.SampledFrom([]int64{math.MinInt64, math.MaxInt64}))
	rapid.Check(t, func(t *rapid.T) {
		cost, from, to := any64.Draw(t, "cost"), any64.Draw(t, "from"), any64.Draw(t, "to")
		slow := new(big.Int).Add(big.NewInt(cost), big.NewInt(from))
		if slow.Sub(slow, big.NewInt(to)); reducedSign(cost, from, to) != slow.Sign() {
			t.Fatalf("not the sign of %v", slow)
		}
	})
}

func TestFits(t *testing.T) {
	any64 := rapid.OneOf(rapid.Uint64(), rapid.Uint64Range(0, 1<<31), rapid.SampledFrom([]uint64{1, costRoom, costRoom + 1}))
	rapid.Check(t, func(t *rapid.T) {
		x, y, z := any64.Draw(t, "x"), any64.Draw(t, "y"), any64.Draw(t, "z")
		slow := new(big.Int).SetUint64(x)
		for _, factor := range []uint64{y, z} {
			slow.Mul(slow, new(big.Int).SetUint64(factor))
		}
		if got, want := fits(x, y, z), slow.Cmp(big.NewInt(costRoom)) <= 0; got != want && y > 0 && z > 0 {
			t.Fatalf("%v, not %v", got, want)
		}
	})
}

// prepared returns a solver for p that stands before its first component.
func prepared(p Problem) *solver {
	s, err := newSolver(newDraft(p, arcsOf(p), whole(p.Nodes), Options{}), unwatched())
	if err != nil {
		panic(err) // the context is never cancelled
	}
	return s
}

// brokenLabel returns a half with something left whose labels are further apart than it is long, or -1.
func (r *refiner) brokenLabel() int32 {
	for v := r.low; v < r.end; v++ {
		for i := r.first[v]; i < r.first[v+1]; i++ {
			if h := &r.halves[i]; h.left > 0 && r.label[v] > h.cost+r.epsilon+r.label[h.head] {
				return i
			}
		}
	}
	return -1
}

// What repair finds are potentials that prove the flow, and there are some exactly where the flow is
// cheapest; in the end it says no more than that it gave up. Phases at a coarse precision leave both kinds.
func TestRepair(t *testing.T) {
	found, none := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t)
		s := prepared(p)
		s.low, s.end = 0, int32(p.Nodes)
		scale := scaleOf(s.end)
		largest, _ := s.scale(scale)
		s.epsilon = powerOfTwo(largest)
		if s.refine(func(float64) {}) != nil || s.end == 0 {
			return
		}
		cheapest := s.slowCheapest()
		if ok, err := s.repair(scale, s.potential); !ok || err != nil {
			none++
			if cheapest { // a few nodes are within any budget
				t.Fatal("gave up on a cheapest flow")
			}
			return
		}
		found++
		for v := range s.end {
			for _, h := range s.halves[s.first[v]:s.first[v+1]] {
				if h.left > 0 && h.cost/scale+s.potential[v]-s.potential[h.head] < 0 {
					t.Fatalf("potentials %v do not prove the half from %d to %d", s.potential, v, h.head)
				}
			}
		}
	})
	if found+none >= 50 && (found == 0 || none == 0) {
		t.Errorf("%d repaired and %d not: one kind was never met", found, none)
	}
}

// slowCheapest reports whether no ring of halves with something left costs less than nothing, by
// Bellman and Ford.
func (r *refiner) slowCheapest() bool {
	distance := make([]int64, r.end)
	for range r.end {
		changed := false
		for v := range r.end {
			for _, h := range r.halves[r.first[v]:r.first[v+1]] {
				if h.left > 0 && distance[v]+h.cost < distance[h.head] {
					distance[h.head], changed = distance[v]+h.cost, true
				}
			}
		}
		if !changed {
			return true
		}
	}
	return false
}

// Through a phase, after every global update and every discharge, labels keep the refiner's bound, and
// the halves to push along form no ring. After an update labels are what the slow twin makes of them.
func TestLabelsKeepTheirBound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t)
		s := prepared(p)
		s.low, s.end = 0, int32(p.Nodes)
		s.scale(int64(p.Nodes) + 1)
		for _, epsilon := range []int64{64, 8, 1} {
			s.epsilon, s.coarsest = epsilon, 8*epsilon
			s.saturate()
			s.gather()
			for !s.active.empty() {
				before := slices.Clone(s.label)
				if err := s.update(); err != nil {
					t.Fatal(err)
				}
				if want := s.slowUpdate(before); !slices.Equal(want, s.label) {
					t.Fatalf("labels %v became %v, not %v", before, s.label, want)
				}
				s.mustBeSound(t)
				if rapid.IntRange(0, 9).Draw(t, "coarsen") == 0 {
					s.coarsen()
					s.mustBeSound(t)
				}
				for range rapid.IntRange(1, 6).Draw(t, "discharges") {
					if s.active.empty() {
						break
					}
					if err := s.discharge(s.active.take()); err != nil {
						t.Fatal(err)
					}
					s.mustBeSound(t)
				}
			}
		}
	})
}

func (r *refiner) mustBeSound(t *rapid.T) {
	t.Helper()
	if i := r.brokenLabel(); i >= 0 {
		t.Fatalf("half %d is shorter than its labels say", i)
	}
	height := make([]int, len(r.label)) // the most halves to push along one after the other
	r.everyHalf(func(v int32, h *half) {
		if r.label[v]-r.epsilon/2 > h.cost+r.label[h.head] {
			height[v] = max(height[v], height[h.head]+1)
		}
	})
	if slices.Max(height) >= len(height) {
		t.Fatalf("there is a ring to push along: labels %v", r.label)
	}
}

// slowUpdate returns what a global update makes of labels, as Bellman and Ford compute it.
func (r *refiner) slowUpdate(label []int64) []int64 {
	const never = math.MaxInt64 / 2
	rise := make([]int64, len(label))
	for v := range rise {
		if rise[v] = never; r.excess[v] < 0 {
			rise[v] = 0
		}
	}
	r.everyHalf(func(v int32, h *half) {
		length := h.cost + r.epsilon + label[h.head] - label[v]
		rise[v] = min(rise[v], rise[h.head]+length/r.epsilon*r.epsilon)
	})
	unreached := make([]bool, len(label))
	for v := range rise {
		if unreached[v] = rise[v] >= never; unreached[v] {
			rise[v] = 0
		}
	}
	r.everyHalf(func(v int32, h *half) {
		for unreached[h.head] && label[v]+rise[v] > h.cost+r.epsilon+label[h.head]+rise[h.head] {
			rise[h.head] += r.epsilon
		}
	})
	for v := range rise {
		rise[v] += label[v]
	}
	return rise
}

// everyHalf calls f for each half with something left, once for each node and a few times more.
func (r *refiner) everyHalf(f func(v int32, h *half)) {
	for range 2 * (r.end - r.low) {
		for v := r.low; v < r.end; v++ {
			for i := r.first[v]; i < r.first[v+1]; i++ {
				if h := &r.halves[i]; h.left > 0 {
					f(v, h)
				}
			}
		}
	}
}

// Labels stay within the room that checkLabels leaves them. When all nodes that reach nothing rose with
// the farthest, this problem's labels left it; larger ones left the int64, and came out infeasible.
func TestLabelsStayInTheirRoom(t *testing.T) {
	const dear = costRoom / 100
	p := Problem{Nodes: 9, Supply: make([]int64, 9), Arcs: []Arc{
		{1, 6, 5, 148382411862610}, {4, 0, 1, dear}, {0, 8, 5, dear}, {8, 2, 2, dear}, {6, 7, 1, 127088268691315},
		{3, 1, 4, dear}, {2, 3, 2, dear}, {1, 6, 1, dear}, {6, 7, 6, -1}, {1, 5, 1, dear}, {7, 5, 1, dear}, {7, 4, 5, dear},
		{7, 4, 5, dear}, {4, 5, 1, dear}, {6, 7, 1, 0},
	}}
	s := prepared(p)
	s.end = int32(p.Nodes)
	if err := errors.Join(s.checkLabels(&s.watch), s.component(false)); err != nil {
		t.Fatal(err)
	}
	if highest := slices.Max(s.label); highest > labelMax/2 || highest < 0 {
		t.Errorf("a label of %d", highest)
	}
}
