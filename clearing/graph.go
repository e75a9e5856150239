package clearing

import "example.org/mutual/unit"

// survey sums up all entries, and reports whether they keep to TotalMax. An acceptance counts as often as
// its rank says, so that the value of ByRank keeps to it too.
func (g *graph) survey() bool {
	g.claims, g.source = make([]int64, len(g.parties)), make([]bool, len(g.parties))
	debts, room := make([]int64, len(g.parties)), int64(TotalMax)
	for k := range g.edges {
		e := &g.edges[k]
		times := int64(max(1, g.book.rank(e.entry)))
		if e.parts > room/times {
			return false
		}
		room -= e.parts * times
		switch g.book.kind(e.entry) {
		case kindObligation:
			g.gross += e.parts
			g.claims[e.to] += e.parts
			debts[e.from] += e.parts
			continue
		case kindTender:
			g.source[e.from] = true
		}
		g.offers = true
	}
	for n, claims := range g.claims {
		g.netDebt += max(claims-debts[n], 0)
	}
	return true
}

// join makes one arc of all edges that are alike.
func (g *graph) join() {
	n := 0
	for k := range g.edges {
		if k == 0 || !g.alike(k-1, k) {
			n++
		}
	}
	g.arcs = make([]arc, 0, n)
	for k := range g.edges {
		e := &g.edges[k]
		if k == 0 || !g.alike(k-1, k) {
			g.arcs = append(g.arcs, arc{from: e.from, to: e.to, first: int32(k)})
		}
		a := &g.arcs[len(g.arcs)-1]
		a.end = int32(k + 1)
		a.capacity += e.parts
	}
}

// alike reports whether two edges can be one arc.
func (g *graph) alike(i, j int) bool {
	if !g.parallel(i, j) {
		return false
	}
	for _, s := range g.stages {
		if g.cost(s, &g.edges[i]) != g.cost(s, &g.edges[j]) {
			return false
		}
	}
	return true
}

// totals returns the totals of a result of the Book's shape.
func (g *graph) totals(r *Result) Totals {
	var used [3]int64 // by kind
	for _, e := range g.edges {
		used[g.book.kind(e.entry)] += g.book.used(r, e.entry).Parts()
	}
	return g.totalsOf(used)
}

// totalsOf returns the totals where so much is used of each kind.
func (g *graph) totalsOf(used [3]int64) Totals {
	return Totals{
		Unit:      g.unit,
		Gross:     unit.New(g.gross, g.unit),
		Cleared:   unit.New(used[kindObligation], g.unit),
		Remaining: unit.New(g.gross-used[kindObligation], g.unit),
		NetDebt:   unit.New(g.netDebt, g.unit),
		New:       unit.New(used[kindAcceptance], g.unit),
		Liquidity: unit.New(used[kindTender], g.unit),
	}
}

// flowOf returns what a result uses along each arc.
func (g *graph) flowOf(r *Result) []int64 {
	flow := make([]int64, len(g.arcs))
	for k, a := range g.arcs {
		for _, e := range g.edges[a.first:a.end] {
			flow[k] += g.book.used(r, e.entry).Parts()
		}
	}
	return flow
}

// distribute shares what goes along each arc among its entries, in their order.
func (g *graph) distribute(flow []int64, r *Result) {
	for k, a := range g.arcs {
		left := flow[k]
		for _, e := range g.edges[a.first:a.end] {
			parts := min(left, e.parts)
			*g.book.used(r, e.entry) = unit.New(parts, g.unit)
			left -= parts
		}
	}
	for _, e := range g.idle {
		*g.book.used(r, e.entry) = unit.New(0, g.unit)
	}
}
