package flow

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// A heap takes out what sorting does.
func TestHeapSorts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var h heap
		var slow []entry
		for range rapid.IntRange(0, 80).Draw(t, "steps") {
			if len(slow) == 0 || rapid.IntRange(0, 2).Draw(t, "add") > 0 {
				e := entry{rapid.Int64Range(0, 3).Draw(t, "distance"), rapid.Uint64Range(0, 2).Draw(t, "rank"), rapid.Int32Range(0, 3).Draw(t, "node")}
				h.add(e)
				slow = append(slow, e)
				continue
			}
			slices.SortStableFunc(slow, func(e, f entry) int {
				if e.before(f) {
					return -1
				} else if f.before(e) {
					return 1
				}
				return 0
			})
			if e := h.take(); e != slow[0] {
				t.Fatalf("took %v, not %v", e, slow[0])
			}
			slow = slow[1:]
		}
	})
}

// A small world of nodes 0, 1, …, of rank equal to the number, with arcs of capacity 99 at cost 0.
func world(t *testing.T, nodes int, ends ...[2]int32) *Network {
	t.Helper()
	n, err := NewNetwork()
	for v := range nodes {
		if err == nil {
			_, err = n.AddNode(uint64(v))
		}
	}
	for i, e := range ends {
		if err == nil {
			_, err = n.AddArc(e[0], e[1], 0, 0)
		}
		if err == nil {
			err = n.SetCapacity(int32(i), 0, 99)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Paths leave out rings: on the way, through the source, and apart from all paths.
func TestPathsLeaveOutRings(t *testing.T) {
	n := world(t, 7, [2]int32{0, 1}, [2]int32{1, 2}, [2]int32{2, 1}, [2]int32{1, 3}, [2]int32{2, 0}, [2]int32{4, 5}, [2]int32{5, 4}, [2]int32{2, 6}, [2]int32{6, 1})
	for arc, flow := range []int64{12, 9, 4, 10, 2, 7, 7, 3, 3} {
		n.push(int32(arc), flow)
	}
	slices.Sort(n.used)
	if got := fmt.Sprint(n.paths(0, 3)); got != "[{[0 3] 10}]" {
		t.Error(got)
	}
	n.end()
	checkEmpty(t, n)
}

// Shortest paths do it alone where there are few: Solve would hide it if one of them led nowhere.
func TestUnboundedByItself(t *testing.T) {
	n := world(t, 4, [2]int32{0, 1}, [2]int32{1, 2}, [2]int32{2, 3}, [2]int32{0, 2}, [2]int32{1, 3})
	for arc, cost := range []int32{1, 1, 1, 9, 9} {
		n.arcs[arc].cost = cost
		n.price(int32(arc))
	}
	n.ctx = t.Context()
	s, err := n.unbounded(0, 3, 150)
	if err != nil || s.Value != 150 || s.Cost != 99*3+51*17 || fmt.Sprint(n.legs) != "[{99 3} {51 17}]" || n.hand {
		t.Errorf("%+v, %v by %v, handed over: %v", s, err, n.legs, n.hand)
	}
	n.end()
	checkEmpty(t, n)
}

// checkEmpty checks that nothing is left of a plan.
func checkEmpty(t *testing.T, n *Network) {
	t.Helper()
	for v, s := range n.spots {
		if s != (spot{}) || n.marks[v] != newMark(n.marks[v].rank) {
			t.Errorf("node %d keeps %v, %v", v, s, n.marks[v])
		}
	}
	for i := range n.arcs {
		if n.arcs[i].flow != 0 {
			t.Errorf("arc %d keeps %d", i, n.arcs[i].flow)
		}
	}
	if len(n.used)+len(n.moved)+len(n.legs)+len(n.labels)+len(n.orders[forth])+len(n.orders[back])+len(n.labeled) > 0 || n.guide != (guide{}) || n.ctx != nil || n.hand || n.work != 0 {
		t.Errorf("something is left: %+v", n.planner)
	}
}

// Prices and room, counted unit by unit.
func TestPrices(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, err := NewNetwork(1, 4, 6, 9)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = n.AddNode(0)
		_, _ = n.AddNode(0)
		_, _ = n.AddArc(0, 1, 3, 0)
		var units []int64 // the price of each
		for k, step := range n.steps {
			c := rapid.Int64Range(0, 3).Draw(t, "capacity")
			_ = n.SetCapacity(0, k, c)
			units = append(units, slices.Repeat([]int64{3 + step}, int(c))...)
		}
		flow := rapid.IntRange(0, len(units)).Draw(t, "flow")
		amount := rapid.IntRange(1, 12).Draw(t, "amount")
		n.push(0, int64(flow))
		count := func(units []int64, price int64) (count int64) {
			for _, u := range units {
				if u == price {
					count++
				}
			}
			return count
		}
		forth, back, sum := int64(shut), int64(shut), int64(far)
		if flow < len(units) {
			forth = units[flow]
		}
		if flow > 0 {
			back = units[flow-1]
		}
		if flow+amount <= len(units) {
			sum = 0
			for _, u := range units[flow : flow+amount] {
				sum += u
			}
		}
		if price, room := n.more(0); int64(price) != forth || room != count(units[flow:], forth) {
			t.Errorf("%d more at %d, not %d", room, price, forth)
		}
		if price, room := n.less(0); int64(price) != back || room != count(units[:flow], back) {
			t.Errorf("%d less at %d, not %d", room, price, back)
		}
		if got := n.priceOf(0, int64(amount)); got != sum {
			t.Errorf("%d for %d, not %d", got, amount, sum)
		}
		if got := n.whole(0, int64(amount)); got != int64(min(amount, len(units)-flow)) {
			t.Errorf("room for %d of %d", got, amount)
		}
	})
}

// A price beyond an int64 is none, and not a small one.
func TestPricesAtTheEnds(t *testing.T) {
	n, err := NewNetwork(1, PriceMax)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = n.AddNode(0)
	_, _ = n.AddNode(0)
	_, _ = n.AddArc(0, 1, 0, 0)
	for k := range n.steps {
		_ = n.SetCapacity(0, k, AmountMax)
	}
	for _, tt := range []struct{ amount, price int64 }{
		{AmountMax, AmountMax}, {AmountMax + 1, AmountMax + PriceMax}, {AmountMax + 1<<31, AmountMax + 1<<61},
		{AmountMax + 1<<32, far}, {AmountMax + 1<<34, far}, {AmountMax + AmountMax/2, far},
	} {
		if got := n.priceOf(0, tt.amount); got != tt.price {
			t.Errorf("%d for %d, not %d", got, tt.amount, tt.price)
		}
	}
}

// Gates, twins and places belong together after any number of changes.
func TestGatesBelongTogether(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, err := NewNetwork(0, 1)
		if err != nil {
			t.Fatal(err)
		}
		node, arc := rapid.Int32Range(-1, 7), rapid.Int32Range(-1, 15)
		for range rapid.IntRange(0, 80).Draw(t, "changes") {
			switch rapid.IntRange(0, 9).Draw(t, "kind") {
			case 0, 1:
				_, _ = n.AddNode(0)
			case 2:
				_ = n.RetireNode(node.Draw(t, "node"))
			case 3, 4:
				_ = n.RetireArc(arc.Draw(t, "arc"))
			default:
				_, _ = n.AddArc(node.Draw(t, "from"), node.Draw(t, "to"), 1, rapid.Int32Range(0, 1).Draw(t, "length"))
			}
			checkGates(t, n)
		}
	})
}

// checkGates is what must hold between nodes, gates and arcs.
func checkGates(t *rapid.T, n *Network) {
	gates := 0
	for v := range n.nodes {
		gates += len(n.nodes[v].gates)
		for i, g := range n.nodes[v].gates {
			twin, a := n.nodes[g.other].gates[g.twin], n.arcs[g.arc]
			if twin.other != int32(v) || twin.twin != int32(i) || twin.arc != g.arc || twin.len != ^g.len || twin.leave != g.enter || twin.enter != g.leave {
				t.Fatalf("gate %d of node %d is %+v, its twin %+v", i, v, g, twin)
			}
			if g.begins() && (a.from != int32(v) || a.to != g.other || a.at != int32(i)) {
				t.Fatalf("gate %d of node %d is %+v, its arc %+v", i, v, g, a)
			}
		}
	}
	if live := len(n.arcs) - len(n.freeArcs); gates != 2*live {
		t.Fatalf("%d gates of %d arcs", gates, live)
	}
}
