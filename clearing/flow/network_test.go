package flow_test

import (
	"errors"
	"fmt"
	"math/big"
	"reflect"
	"slices"
	"testing"

	"example.org/mutual/clearing/flow"
	"example.org/mutual/clearing/flow/flowtest"
	"pgregory.net/rapid"
)

// A town is a Network with a plain list of what should be in it.
type town struct {
	*flow.Network
	steps []int64
	rank  map[int32]uint64 // of the nodes there are
	roads map[int32]road   // the arcs there are
}

type road struct {
	from, to int32
	cost     int64
	length   int32
	capacity []int64
}

func newTown(t rapid.TB, steps ...int64) *town {
	t.Helper()
	n, err := flow.NewNetwork(steps...)
	if err != nil {
		t.Fatal(err)
	}
	if len(steps) == 0 {
		steps = []int64{0}
	}
	return &town{n, steps, make(map[int32]uint64), make(map[int32]road)}
}

func (w *town) node(t rapid.TB, rank uint64) int32 {
	t.Helper()
	v, err := w.AddNode(rank)
	if _, taken := w.rank[v]; err != nil || taken {
		t.Fatalf("node %d, taken: %v, %v", v, taken, err)
	}
	w.rank[v] = rank
	return v
}

func (w *town) road(t rapid.TB, from, to int32, cost int64, length int32, capacity ...int64) int32 {
	t.Helper()
	arc, err := w.AddArc(from, to, cost, length)
	if _, taken := w.roads[arc]; err != nil || taken {
		t.Fatalf("arc %d, taken: %v, %v", arc, taken, err)
	}
	w.roads[arc] = road{from, to, cost, length, make([]int64, len(w.steps))}
	for k, c := range capacity {
		w.set(t, arc, k, c)
	}
	return arc
}

func (w *town) set(t rapid.TB, arc int32, step int, capacity int64) {
	t.Helper()
	if err := w.SetCapacity(arc, step, capacity); err != nil {
		t.Fatal(err)
	}
	w.roads[arc].capacity[step] = capacity
}

func (w *town) retireArc(t rapid.TB, arc int32) {
	t.Helper()
	if err := w.RetireArc(arc); err != nil {
		t.Fatal(err)
	}
	delete(w.roads, arc)
}

func (w *town) retireNode(t rapid.TB, v int32) {
	t.Helper()
	if err := w.RetireNode(v); err != nil {
		t.Fatal(err)
	}
	delete(w.rank, v)
	for arc, r := range w.roads {
		if r.from == v || r.to == v {
			delete(w.roads, arc)
		}
	}
}

// sorted returns the numbers in order.
func sorted[V any](m map[int32]V) []int32 {
	list := make([]int32, 0, len(m))
	for k := range m {
		list = append(list, k)
	}
	slices.Sort(list)
	return list
}

// problem is what Problem should return for as many nodes, with capacities of this at most.
func (w *town) problem(nodes int, from, to int32, value, most int64) flow.Problem {
	p := flow.Problem{Nodes: nodes, Supply: make([]int64, nodes)}
	for _, arc := range sorted(w.roads) {
		r := w.roads[arc]
		for k, c := range r.capacity {
			if c > 0 {
				p.Arcs = append(p.Arcs, flow.Arc{From: r.from, To: r.to, Capacity: min(c, most), Cost: r.cost + w.steps[k]})
			}
		}
	}
	p.Supply[from] += value
	p.Supply[to] -= value
	return p
}

// most returns how much can be sent, by the oracle.
func most(p flow.Problem, from, to int32, amount int64) int64 {
	q := flow.Problem{Nodes: p.Nodes, Arcs: slices.Clone(p.Arcs)}
	for i := range q.Arcs {
		q.Arcs[i].Cost = 0
	}
	q.Arcs = append(q.Arcs, flow.Arc{From: to, To: from, Capacity: amount, Cost: -1})
	cost, _ := flowtest.Cheapest(q)
	return -cost.Int64()
}

// judge reports what is wrong with a plan.
func (w *town) judge(from, to int32, amount int64, o flow.SendOptions, s *flow.Sent) error {
	p := w.Problem(from, to, s.Value)
	want := most(w.problem(p.Nodes, from, to, 0, amount), from, to, amount)
	errs := []error{w.judgePaths(from, to, o, s)}
	bad := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if q := w.problem(p.Nodes, from, to, s.Value, max(1, s.Value)); !flowtest.Same(p, q) {
		bad("the network is %v, not %v", p, q)
	}
	if s.Most != want || s.Value > want || s.Potential != nil && s.Value != want {
		bad("value %d, most %d, not %d", s.Value, s.Most, want)
	}
	least, feasible := flowtest.Cheapest(p)
	if !feasible || least.Cmp(big.NewInt(s.Least)) != 0 || s.Cost < s.Least || s.Potential != nil && s.Cost != s.Least {
		bad("cost %d, least %d, not %v", s.Cost, s.Least, least)
	}
	if s.Potential == nil && o == (flow.SendOptions{}) {
		bad("no potentials")
	}
	sol := w.Solution(s)
	if s.Potential != nil {
		full := w.problem(p.Nodes, from, to, s.Value, flow.AmountMax)
		errs = append(errs, flow.Verify(p, sol), flowtest.Check(p, sol), flow.Verify(full, sol))
	} else if sol.Cost, sol.Potential = s.Cost, make([]int64, p.Nodes); errors.Is(flow.Verify(p, sol), flow.ErrCost) {
		bad("the flow does not cost %d", s.Cost)
	}
	for i, p := range s.Potential {
		if p.Potential == 0 || i > 0 && p.Node <= s.Potential[i-1].Node {
			bad("potentials %v", s.Potential)
		}
	}
	errs = append(errs, w.judgeCut(from, to, amount, s))
	return errors.Join(errs...)
}

func (w *town) judgePaths(from, to int32, o flow.SendOptions, s *flow.Sent) error {
	used, sum, cost := make(map[int32]int64), int64(0), int64(0)
	for _, p := range s.Paths {
		v, length := from, 0
		seen := map[int32]bool{from: true}
		for _, arc := range p.Arcs {
			r, ok := w.roads[arc]
			if !ok || r.from != v || seen[r.to] {
				return fmt.Errorf("path %v is none", p)
			}
			v, length, seen[r.to] = r.to, length+int(r.length), true
			used[arc] += p.Amount
		}
		if v != to || p.Amount <= 0 || o.LengthMax > 0 && length > o.LengthMax {
			return fmt.Errorf("path %v of length %d ends at %d", p, length, v)
		}
		sum += p.Amount
	}
	for arc, left := range used {
		for k, c := range w.roads[arc].capacity {
			cost += min(left, c) * (w.roads[arc].cost + w.steps[k])
			left -= min(left, c)
		}
		if left > 0 {
			return fmt.Errorf("arc %d carries %d too much", arc, left)
		}
	}
	if sum != s.Value || cost != s.Cost || o.PathsMax > 0 && len(s.Paths) > o.PathsMax {
		return fmt.Errorf("%d paths of %d in all that cost %d: %v", len(s.Paths), sum, cost, s)
	}
	return nil
}

// judgeCut checks that the source reaches the sink only over the cut, and that the cut is as large as the flow.
func (w *town) judgeCut(from, to int32, amount int64, s *flow.Sent) error {
	if s.Most == amount {
		if len(s.Cut) > 0 {
			return fmt.Errorf("a cut %v without need", s.Cut)
		}
		return nil
	}
	sum := int64(0)
	for _, arc := range s.Cut {
		for _, c := range w.roads[arc].capacity {
			sum += c
		}
	}
	reached := map[int32]bool{from: true}
	for range w.rank {
		for arc, r := range w.roads {
			if reached[r.from] && !slices.Contains(s.Cut, arc) {
				reached[r.to] = true
			}
		}
	}
	if sum != s.Most || reached[to] || !slices.IsSorted(s.Cut) {
		return fmt.Errorf("the cut %v carries %d, not %d; reached past it: %v", s.Cut, sum, s.Most, reached[to])
	}
	return nil
}

// edit makes one change by lot. It is total: what cannot be done is done to something else, or not at all.
func (w *town) edit(t *rapid.T) {
	nodes, arcs := sorted(w.rank), sorted(w.roads)
	kind := rapid.IntRange(0, 19).Draw(t, "kind")
	pick := func(list []int32) int32 { return rapid.SampledFrom(list).Draw(t, "which") }
	switch {
	case len(nodes) < 3 || kind == 0 && len(nodes) < 9:
		w.node(t, rapid.Uint64Range(0, 12).Draw(t, "rank"))
	case kind == 1:
		w.retireNode(t, pick(nodes))
	case kind < 4 && len(arcs) > 0:
		w.retireArc(t, pick(arcs))
	case kind < 8 && len(arcs) > 0:
		w.set(t, pick(arcs), rapid.IntRange(0, len(w.steps)-1).Draw(t, "step"), rapid.Int64Range(0, 9).Draw(t, "capacity"))
	case len(arcs) < 24:
		from, to := pick(nodes), pick(nodes)
		if from != to {
			w.road(t, from, to, rapid.Int64Range(0, 4).Draw(t, "cost"), rapid.Int32Range(0, 2).Draw(t, "length"),
				rapid.SliceOfN(rapid.Int64Range(0, 9), len(w.steps)-rapid.IntRange(0, 1).Draw(t, "without"), len(w.steps)).Draw(t, "capacities")...)
		}
	}
}

func drawSteps(t *rapid.T) []int64 {
	return rapid.SampledFrom([][]int64{nil, {0, 1}, {0, 2, 3}, {1, 2, 5, 9}}).Draw(t, "steps")
}

// Whatever was done to a network: plans are cheapest, proved, and change nothing.
func TestSend(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newTown(t, drawSteps(t)...)
		switch rapid.IntRange(0, 3).Draw(t, "handed over") {
		case 0:
			w.Limit(rapid.IntRange(0, 2).Draw(t, "limit"))
		case 1:
			w.Work(1)
		}
		for range rapid.IntRange(1, 4).Draw(t, "plans") {
			for range rapid.IntRange(5, 40).Draw(t, "edits") {
				w.edit(t)
			}
			w.send(t, flow.SendOptions{})
		}
	})
}

// Plans within bounds keep to them, and report their gap.
func TestSendWithinBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newTown(t, drawSteps(t)...)
		for range rapid.IntRange(1, 4).Draw(t, "plans") {
			for range rapid.IntRange(10, 40).Draw(t, "edits") {
				w.edit(t)
			}
			w.send(t, flow.SendOptions{
				LengthMax: rapid.IntRange(0, 6).Draw(t, "length"),
				PathsMax:  rapid.IntRange(0, 3).Draw(t, "paths"),
			})
		}
	})
}

func (w *town) send(t *rapid.T, o flow.SendOptions) {
	nodes := sorted(w.rank)
	if len(nodes) < 2 {
		return
	}
	ends := rapid.Permutation(nodes).Draw(t, "ends")
	amount := rapid.Int64Range(1, 30).Draw(t, "amount")
	s, err := w.Send(t.Context(), ends[0], ends[1], amount, o)
	if err != nil {
		t.Fatal(err)
	}
	again, err := w.Send(t.Context(), ends[0], ends[1], amount, o)
	if err != nil || !reflect.DeepEqual(s, again) {
		t.Fatalf("asked again: %v, %v after %v", again, err, s)
	}
	if err := w.judge(ends[0], ends[1], amount, o, s); err != nil {
		t.Fatalf("%d from %d to %d within %v: %v\n%v", amount, ends[0], ends[1], o, err, s)
	}
}

// What cannot be sent is no supply of the network's problem.
func TestProblemOfNothing(t *testing.T) {
	w := newTown(t)
	a, errA := w.AddNode(1)
	b, errB := w.AddNode(2)
	if errA != nil || errB != nil {
		t.Fatal(errA, errB)
	}
	for _, c := range []struct {
		from, to int32
		value    int64
	}{{a, b, 0}, {a, b, -1}, {a, a, 1}, {a, 9, 1}, {-1, b, 1}} {
		if p := w.Problem(c.from, c.to, c.value); slices.ContainsFunc(p.Supply, func(s int64) bool { return s != 0 }) || len(p.Supply) != 2 {
			t.Errorf("%+v: %v", c, p.Supply)
		}
	}
	if p := w.Problem(a, b, 3); !slices.Equal(p.Supply, []int64{3, -3}) {
		t.Errorf("%v", p.Supply)
	}
}
