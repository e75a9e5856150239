package flow_test

import (
	"fmt"
	"slices"
	"testing"

	"example.org/mutual/clearing/flow"
	"pgregory.net/rapid"
)

// A plan is a function of the network as its ranks label it, not of the numbers and the history behind them.
func TestSendByRank(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		steps := drawSteps(t)
		ranks := numbers(rapid.IntRange(3, 7).Draw(t, "nodes"))
		node := rapid.SampledFrom(ranks)
		roads := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) road {
			return road{
				node.Draw(t, "from"), node.Draw(t, "to"), rapid.Int64Range(0, 1).Draw(t, "cost"), rapid.Int32Range(0, 1).Draw(t, "length"),
				rapid.SliceOfN(rapid.SampledFrom([]int64{1, 1, 3, 0}), max(1, len(steps)), max(1, len(steps))).Draw(t, "capacities"),
			}
		}), 12, 24).Draw(t, "roads")
		roads = slices.DeleteFunc(roads, func(r road) bool { return r.from == r.to })
		amount := rapid.Int64Range(1, 6).Draw(t, "amount")
		o := flow.SendOptions{LengthMax: rapid.IntRange(0, 5).Draw(t, "length"), PathsMax: rapid.IntRange(0, 3).Draw(t, "paths")}
		limit := rapid.SampledFrom([]int{0, 2, 512}).Draw(t, "limit")

		plain := newTown(t, steps...)
		plain.Limit(limit)
		of := plain.build(t, ranks, roads)
		want := plain.inRanks(t, of[0], of[1], amount, o)

		other := newTown(t, steps...)
		other.Limit(limit)
		for range rapid.IntRange(0, 30).Draw(t, "edits") {
			other.edit(t)
		}
		for _, v := range sorted(other.rank) {
			other.retireNode(t, v)
		}
		of = other.build(t, rapid.Permutation(ranks).Draw(t, "ranks"), rapid.Permutation(roads).Draw(t, "order"))
		if got := other.inRanks(t, of[0], of[1], amount, o); got != want {
			t.Fatalf("%d within %v:\n%s\nbecame\n%s", amount, o, want, got)
		}
	})
}

// build adds nodes of these ranks and roads between ranks, and returns the node of each rank.
func (w *town) build(t *rapid.T, ranks []int32, roads []road) map[int32]int32 {
	of := make(map[int32]int32)
	for _, r := range ranks {
		of[r] = w.node(t, uint64(r))
	}
	for _, r := range roads {
		w.road(t, of[r.from], of[r.to], r.cost, r.length, r.capacity...)
	}
	return of
}

// inRanks writes a plan down without a number.
func (w *town) inRanks(t *rapid.T, from, to int32, amount int64, o flow.SendOptions) string {
	s, err := w.Send(t.Context(), from, to, amount, o)
	if err != nil {
		t.Fatal(err)
	}
	name := func(arc int32) string {
		r := w.roads[arc]
		return fmt.Sprint(w.rank[r.from], "-", w.rank[r.to], "@", r.cost, "/", r.length, r.capacity)
	}
	text := fmt.Sprintln(s.Value, s.Cost, s.Most, s.Least, s.Potential == nil)
	for _, p := range s.Paths {
		for _, arc := range p.Arcs {
			text += name(arc) + " "
		}
		text += fmt.Sprintln(p.Amount)
	}
	var list []string
	for _, p := range s.Potential {
		list = append(list, fmt.Sprint("potential ", w.rank[p.Node], ": ", p.Potential))
	}
	for _, arc := range s.Cut {
		list = append(list, "cut "+name(arc))
	}
	slices.Sort(list)
	return text + fmt.Sprint(list)
}

// With one path allowed, whatever amount it carries it carries at the least cost there is, and no path
// carries more.
func TestSendOnOnePath(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newTown(t, drawSteps(t)...)
		for range rapid.IntRange(10, 60).Draw(t, "edits") {
			w.edit(t)
		}
		nodes := sorted(w.rank)
		if len(nodes) < 2 {
			return
		}
		ends := rapid.Permutation(nodes).Draw(t, "ends")
		amount := rapid.Int64Range(1, 20).Draw(t, "amount")
		lengthMax := rapid.IntRange(0, 5).Draw(t, "length")
		s, err := w.Send(t.Context(), ends[0], ends[1], amount, flow.SendOptions{LengthMax: lengthMax, PathsMax: 1})
		if err != nil {
			t.Fatal(err)
		}
		value, cost := w.bestPath(ends[0], ends[1], amount, lengthMax)
		if s.Value != value || s.Cost != cost {
			t.Fatalf("%d at %d, not %d at %d", s.Value, s.Cost, value, cost)
		}
	})
}

// bestPath tries every path: the most that one carries, and what that costs at least.
func (w *town) bestPath(from, to int32, amount int64, lengthMax int) (value, cost int64) {
	seen := make(map[int32]bool)
	var path []int32
	var try func(v int32, length int)
	try = func(v int32, length int) {
		if lengthMax > 0 && length > lengthMax {
			return
		}
		if v == to {
			if carried, price := w.carried(path, amount); carried > value || carried == value && price < cost {
				value, cost = carried, price
			}
			return
		}
		seen[v] = true
		for _, arc := range sorted(w.roads) {
			if r := w.roads[arc]; r.from == v && !seen[r.to] {
				path = append(path, arc)
				try(r.to, length+int(r.length))
				path = path[:len(path)-1]
			}
		}
		seen[v] = false
	}
	try(from, 0)
	return value, cost
}

// carried returns how much a path carries of an amount, and what that costs.
func (w *town) carried(path []int32, amount int64) (carried, cost int64) {
	carried = amount
	for _, arc := range path {
		sum := int64(0)
		for _, c := range w.roads[arc].capacity {
			sum += c
		}
		carried = min(carried, sum)
	}
	for _, arc := range path {
		left := carried
		for k, c := range w.roads[arc].capacity {
			cost += min(left, c) * (w.roads[arc].cost + w.steps[k])
			left -= min(left, c)
		}
	}
	return carried, cost
}
