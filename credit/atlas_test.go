package credit_test

import (
	"context"
	"slices"
	"strings"

	"example.org/mutual/clearing/flow"
	"example.org/mutual/credit"
	"example.org/mutual/unit"
)

// An atlas is the oracle: what can pass where, and at what price, by what the ledger shows of itself.
type atlas struct {
	l     *credit.Ledger
	r     credit.Routing
	roads map[hop][]flow.Arc // capacity and cost
	hops  []hop              // sorted
}

// A hop is what passes directly from one party to another.
type hop struct{ from, to string }

// most is more than anybody asks for.
const most = 1 << 20

func newAtlas(l *credit.Ledger, r credit.Routing) *atlas {
	a := &atlas{l: l, r: r, roads: map[hop][]flow.Arc{}}
	owed := map[hop]int64{}
	for p := range l.Promises() {
		if !p.Disputed && !a.without(p.Holder, p.Promisor) {
			owed[hop{p.Holder, p.Promisor}] += p.Left.Parts() - p.Reserved.Parts()
		}
	}
	for h, parts := range owed {
		a.road(h, parts, 1)
	}
	for line := range l.Lines() {
		if !line.Frozen && !a.without(line.Creditor, line.Debtor) {
			a.line(line)
		}
	}
	for h := range a.roads {
		a.hops = append(a.hops, h)
	}
	slices.SortFunc(a.hops, func(g, h hop) int { return strings.Compare(g.from+" "+g.to, h.from+" "+h.to) })
	return a
}

func (a *atlas) without(creditor, debtor string) bool {
	return slices.Contains(a.r.WithoutLines, credit.LineOf{Creditor: creditor, Debtor: debtor})
}

func (a *atlas) agrees(party string) bool { return slices.Contains(a.r.By, party) }

func (a *atlas) road(h hop, capacity, cost int64) {
	if capacity > 0 {
		a.roads[h] = append(a.roads[h], flow.Arc{Capacity: min(capacity, most), Cost: cost})
	}
}

// line has a price for what is below the target, and for each third of what is between it and the limit. What
// only the creditor's agreement opens is as dear as the last third.
func (a *atlas) line(line credit.Line) {
	h := hop{line.Debtor, line.Creditor}
	hard := int64(1<<63 - 1)
	if line.Hard != (unit.Amount{}) {
		hard = line.Hard.Parts()
	}
	soft := hard
	if line.Soft != (unit.Amount{}) {
		soft = line.Soft.Parts()
	}
	taken, target := line.Owed.Parts()+line.Reserved.Parts(), line.Target.Parts()
	top := soft
	if a.agrees(line.Creditor) {
		top = hard
	}
	below := func(bound int64) int64 { return max(0, bound-taken) }
	first, second := below(target+(soft-target)/3), below(target+(soft-target)/3*2)
	a.road(h, below(target), 65)
	a.road(h, first-below(target), 129)
	a.road(h, second-first, 193)
	a.road(h, below(top)-second, 257)
}

// lets reports whether what comes along one hop may go on along another.
func (a *atlas) lets(h, g hop) bool {
	m := h.to
	if m != g.from || slices.Contains(a.r.Without, m) {
		return false
	}
	if m == a.r.From {
		return true
	}
	for c := range a.l.Charges() {
		if c.Party == m && m != a.r.To {
			return false // nothing is to be paid for it
		}
	}
	if a.agrees(m) {
		return true
	}
	for c := range a.l.Consents() {
		if c.Party == m && (c.From == "" || c.From == h.from) && (c.To == "" || c.To == g.to) {
			return true
		}
	}
	return false
}

// cheapest returns how much can be sent, up to so much, and what that costs at least.
func (a *atlas) cheapest(asked int64) (value, cost int64) {
	const gain = 1 << 20 // more than any way costs
	p := flow.Problem{Nodes: 2 + 2*len(a.hops)}
	arc := func(from, to int, capacity, cost int64) {
		p.Arcs = append(p.Arcs, flow.Arc{From: int32(from), To: int32(to), Capacity: capacity, Cost: cost})
	}
	arc(1, 0, asked, -gain)
	for i, h := range a.hops {
		for _, road := range a.roads[h] {
			arc(2+2*i, 3+2*i, road.Capacity, road.Cost)
		}
		if h.from == a.r.From {
			arc(0, 2+2*i, most, 0)
		}
		if h.to == a.r.To {
			arc(3+2*i, 1, most, 0)
		}
		for j, g := range a.hops {
			if a.lets(h, g) {
				arc(3+2*i, 2+2*j, most, 0)
			}
		}
	}
	s, err := flow.Solve(context.Background(), p, flow.Options{})
	if err == nil {
		err = flow.Verify(p, s)
	}
	if err != nil {
		panic(err)
	}
	return s.Flow[0], s.Cost + gain*s.Flow[0]
}

// widest is the most that one path of so many hops carries, up to what is asked for. After the nth round, ends has
// what comes out of each hop by n of them; to pass one twice brings no more than to pass it once.
func (a *atlas) widest(hopsMax int) (parts int64) {
	ends := map[hop]int64{}
	for n := range hopsMax {
		next := map[hop]int64{}
		for _, h := range a.hops {
			var comes, room int64
			if n == 0 && h.from == a.r.From {
				comes = a.r.Amount.Parts()
			}
			for g, width := range ends {
				if a.lets(g, h) {
					comes = max(comes, width)
				}
			}
			for _, road := range a.roads[h] {
				room += road.Capacity
			}
			if next[h] = min(comes, room); h.to == a.r.To {
				parts = max(parts, next[h])
			}
		}
		ends = next
	}
	return parts
}

// carry returns what the amount of a plan costs on the map, and whether there is room for it.
func (a *atlas) carry(plan *credit.Plan) (fits bool, cost int64) {
	through := map[hop]int64{}
	for _, path := range plan.Paths {
		for i := 1; i < len(path.Parties) && path.Parties[len(path.Parties)-1] == plan.To; i++ {
			through[hop{path.Parties[i-1], path.Parties[i]}] += path.Amount.Parts()
		}
	}
	fits = true
	for h, parts := range through {
		for _, road := range a.roads[h] {
			cost += min(parts, road.Capacity) * road.Cost
			parts -= min(parts, road.Capacity)
		}
		fits = fits && parts == 0
	}
	return fits, cost
}
