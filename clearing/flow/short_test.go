package flow_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"example.org/mutual/clearing/flow"
	"pgregory.net/rapid"
)

// thicket returns roads between the two nodes of each of some parties, 2v and 2v+1, of no length and no cost,
// and from the second to the first of others. The shorter way is mostly the dearer one.
func thicket(d *rand.Rand, parties, lines int) []road {
	var roads []road
	for v := range int32(parties) {
		roads = append(roads, road{from: 2 * v, to: 2*v + 1, capacity: []int64{9, 9}})
	}
	for range parties * lines {
		v, u, length := d.Int32N(int32(parties)), d.Int32N(int32(parties)), d.Int32N(3)
		if v != u {
			roads = append(roads, road{2*v + 1, 2 * u, int64(2*(2-length)) + d.Int64N(2), length, []int64{d.Int64N(3), d.Int64N(3)}})
		}
	}
	return roads
}

// On one path a unit is sent at the least cost within the length, by dynamic programming, and on the same path
// whatever the order in which the network is built.
func TestSendWithinLengthIsCheapest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		parties := 8 + d.IntN(24)
		roads := thicket(d, parties, 3)
		w, other := newTown(t, 0, 3), newTown(t, 0, 3)
		of := w.build(t, numbers(2*parties), roads)
		d.Shuffle(len(roads), func(i, j int) { roads[i], roads[j] = roads[j], roads[i] })
		ranks := numbers(2 * parties)
		d.Shuffle(len(ranks), func(i, j int) { ranks[i], ranks[j] = ranks[j], ranks[i] })
		otherOf := other.build(t, ranks, roads)
		for lengthMax := 1; lengthMax < 9; lengthMax++ {
			o := flow.SendOptions{LengthMax: lengthMax, PathsMax: 1}
			from, to := int32(2*d.IntN(parties)+1), int32(2*d.IntN(parties))
			s, err := w.Send(t.Context(), of[from], of[to], 1, o)
			if err != nil {
				t.Fatal(err)
			}
			if cost := w.shortCost(of[from], of[to], lengthMax); cost < 0 && s.Value != 0 || cost >= 0 && (s.Value != 1 || s.Cost != cost) {
				t.Fatalf("from %d to %d within %d: %+v, not %d", from, to, lengthMax, s, cost)
			}
			for amount := range int64(4) {
				o := flow.SendOptions{LengthMax: lengthMax, PathsMax: int(amount) % 3}
				a, b := w.inRanks(t, of[from], of[to], amount+1, o), other.inRanks(t, otherOf[from], otherOf[to], amount+1, o)
				if a != b {
					t.Fatalf("%s\nbecame\n%s", a, b)
				}
			}
		}
	})
}

// shortCost returns what a unit costs at least within a length, or -1: by the length used, and for each as
// Bellman and Ford do.
func (w *town) shortCost(from, to int32, lengthMax int) int64 {
	const none = int64(1) << 60
	cost := make([]map[int32]int64, lengthMax+1)
	for used := range cost {
		cost[used] = make(map[int32]int64)
		for v := range w.rank {
			cost[used][v] = none
		}
		cost[used][from] = 0
		for fell := true; fell; {
			fell = false
			for _, r := range w.roads {
				k := slices.IndexFunc(r.capacity, func(c int64) bool { return c > 0 })
				if k < 0 || int(r.length) > used {
					continue
				}
				if c := cost[used-int(r.length)][r.from] + r.cost + w.steps[k]; c < cost[used][r.to] {
					cost[used][r.to], fell = c, true
				}
			}
		}
	}
	if cost[lengthMax][to] == none {
		return -1
	}
	return cost[lengthMax][to]
}

// Taken over by Solve from the first, a plan sends as much at the same cost, and its potentials prove it on
// the capacities as they are, though Solve was given smaller ones.
func TestSendHandedOverAlike(t *testing.T) {
	for seed := range uint64(300) {
		d := rand.New(rand.NewPCG(seed, 2))
		parties, w := 3+d.IntN(4), newTown(t, 0, 3)
		for rank := range 2 * parties {
			w.node(t, uint64(rank))
		}
		for _, r := range thicket(d, parties, 3) {
			w.road(t, r.from, r.to, r.cost, r.length, r.capacity...)
		}
		for amount := range int64(4) {
			from, to := int32(2*d.IntN(parties)+1), int32(2*d.IntN(parties))
			w.Limit(1 << 20)
			want, err := w.Send(t.Context(), from, to, amount+1, flow.SendOptions{})
			if err != nil {
				t.Fatal(err)
			}
			w.Limit(0)
			s, err := w.Send(t.Context(), from, to, amount+1, flow.SendOptions{})
			if err != nil || s.Value != want.Value || s.Cost != want.Cost {
				t.Fatalf("%d, %d: %+v, %v, not %+v", seed, amount, s, err, want)
			}
			if err := w.judge(from, to, amount+1, flow.SendOptions{}, s); err != nil {
				t.Errorf("%d, %d: %v", seed, amount, err)
			}
		}
	}
}
