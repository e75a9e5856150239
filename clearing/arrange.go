package clearing

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"example.org/mutual/clearing/flow"
	"example.org/mutual/internal/name"
	"example.org/mutual/unit"
)

// An arrangement is a checked Book put in order, so that nothing that follows depends on the order in
// which its entries came.
type arrangement struct {
	Book
	byID   []int32  // the obligations in the order of their IDs
	graphs []*graph // one a unit, in the order of the units
}

// A graph is who owes whom in one unit. Parties are numbered in the order of their names. Edges are
// sorted by debtor and creditor, and between the same parties in the order in which they are set off.
type graph struct {
	unit    unit.Unit
	parties []string
	edges   []edge
	pairs   []pair
}

// An edge is an obligation in its graph.
type edge struct {
	debtor, creditor int32
	obligation       int32 // its place in the Book
}

// A pair is all that one party owes another: edges[first:end] of the graph, owed in all.
type pair struct {
	debtor, creditor int32
	first, end       int32
	owed             int64
}

// arrange checks a Book and puts it in order. O(n log n).
func arrange(b Book) (*arrangement, error) {
	if err := b.check(); err != nil {
		return nil, err
	}
	a := &arrangement{Book: b}
	if err := a.sortByID(); err != nil {
		return nil, err
	}
	a.group()
	for k, g := range a.graphs {
		g.number(b.Obligations)
		g.sort(b.Obligations)
		if !g.pair(b.Obligations) {
			return nil, &Error{Reason: ErrTotal, Entry: "total", Index: k, ID: g.unit.String()}
		}
	}
	return a, nil
}

// sortByID orders the obligations by ID and refuses two with the same.
func (a *arrangement) sortByID() error {
	a.byID = make([]int32, len(a.Obligations))
	for i := range a.byID {
		a.byID[i] = int32(i)
	}
	compare := func(i, j int32) int { return strings.Compare(a.Obligations[i].ID, a.Obligations[j].ID) }
	if !slices.IsSortedFunc(a.byID, compare) {
		slices.SortFunc(a.byID, compare)
	}
	for k := 1; k < len(a.byID); k++ {
		i, j := a.byID[k-1], a.byID[k]
		if id := a.Obligations[i].ID; id == a.Obligations[j].ID {
			return &Error{Reason: ErrDuplicate, Entry: "obligation", Index: int(max(i, j)), ID: name.Clip(id),
				What: "obligation " + strconv.Itoa(int(min(i, j))) + " has it too"}
		}
	}
	return nil
}

// group gives each unit its graph, with edges in the order of the IDs. It counts them first, because
// slices that grow would take several times the memory.
func (a *arrangement) group() {
	size := make(map[unit.Unit]int)
	for i := range a.Obligations {
		size[a.Obligations[i].Amount.Unit()]++
	}
	graphs := make(map[unit.Unit]*graph)
	for _, i := range a.byID {
		u := a.Obligations[i].Amount.Unit()
		g := graphs[u]
		if g == nil {
			g = &graph{unit: u, edges: make([]edge, 0, size[u])}
			graphs[u] = g
			a.graphs = append(a.graphs, g)
		}
		g.edges = append(g.edges, edge{obligation: i})
	}
	slices.SortFunc(a.graphs, func(g, h *graph) int { return g.unit.Compare(h.unit) })
}

// number numbers the parties, first as they come and then in the order of their names.
func (g *graph) number(all []Obligation) {
	met := make(map[string]int32)
	meet := func(name string) int32 {
		n, known := met[name]
		if !known {
			n = int32(len(g.parties))
			met[name] = n
			g.parties = append(g.parties, name)
		}
		return n
	}
	for k := range g.edges {
		e := &g.edges[k]
		o := &all[e.obligation]
		e.debtor, e.creditor = meet(o.Debtor), meet(o.Creditor)
	}
	byName := make([]int32, len(g.parties))
	for i := range byName {
		byName[i] = int32(i)
	}
	slices.SortFunc(byName, func(i, j int32) int { return strings.Compare(g.parties[i], g.parties[j]) })
	rank := make([]int32, len(byName))
	for n, i := range byName {
		rank[i] = int32(n)
	}
	slices.Sort(g.parties)
	for k := range g.edges {
		e := &g.edges[k]
		e.debtor, e.creditor = rank[e.debtor], rank[e.creditor]
	}
}

// sort orders the edges by debtor, creditor, due date, rank and ID: the last comes from the stability
// of the sort.
func (g *graph) sort(all []Obligation) {
	slices.SortStableFunc(g.edges, func(e, f edge) int {
		if c := cmp.Or(cmp.Compare(e.debtor, f.debtor), cmp.Compare(e.creditor, f.creditor)); c != 0 {
			return c
		}
		return precedence(&all[e.obligation], &all[f.obligation])
	})
}

// precedence says which of two obligations between the same parties is set off first: the one due
// earlier, no due date coming last, then the one of lower rank. It looks at seconds and nanoseconds
// because Compare would prefer the readings of this machine's monotonic clock, which whoever gets the
// Book as JSON does not have.
func precedence(o, p *Obligation) int {
	if o.Due.IsZero() != p.Due.IsZero() {
		if o.Due.IsZero() {
			return 1
		}
		return -1
	}
	return cmp.Or(
		cmp.Compare(o.Due.Unix(), p.Due.Unix()),
		cmp.Compare(o.Due.Nanosecond(), p.Due.Nanosecond()),
		cmp.Compare(o.Rank, p.Rank),
	)
}

// pair gathers the edges between the same parties, and reports whether all of them sum to at most
// TotalMax.
func (g *graph) pair(all []Obligation) bool {
	var total int64
	g.pairs = make([]pair, 0, g.countPairs())
	for k, e := range g.edges {
		parts := all[e.obligation].Amount.Parts()
		if parts > TotalMax-total {
			return false
		}
		total += parts
		if g.begins(k) {
			g.pairs = append(g.pairs, pair{debtor: e.debtor, creditor: e.creditor, first: int32(k)})
		}
		p := &g.pairs[len(g.pairs)-1]
		p.end = int32(k + 1)
		p.owed += parts
	}
	return true
}

func (g *graph) countPairs() (n int) {
	for k := range g.edges {
		if g.begins(k) {
			n++
		}
	}
	return n
}

// begins reports whether the edge before, if any, is between other parties.
func (g *graph) begins(k int) bool {
	return k == 0 || g.edges[k-1].debtor != g.edges[k].debtor || g.edges[k-1].creditor != g.edges[k].creditor
}

// problem is the largest set-off as a cheapest circulation: every part set off costs -1.
func (g *graph) problem() flow.Problem {
	arcs := make([]flow.Arc, len(g.pairs))
	for k, p := range g.pairs {
		arcs[k] = flow.Arc{From: p.debtor, To: p.creditor, Capacity: p.owed, Cost: -1}
	}
	return flow.Problem{Nodes: len(g.parties), Arcs: arcs}
}

// totals returns the totals of a set-off that clears this many parts.
func (g *graph) totals(cleared int64) Totals {
	net := make([]int64, len(g.parties)) // what each is owed less what it owes
	var gross, netDebt int64
	for _, p := range g.pairs {
		gross += p.owed
		net[p.debtor] -= p.owed
		net[p.creditor] += p.owed
	}
	for _, n := range net {
		netDebt += max(n, 0)
	}
	return Totals{
		Unit:      g.unit,
		Gross:     unit.New(gross, g.unit),
		Cleared:   unit.New(cleared, g.unit),
		Remaining: unit.New(gross-cleared, g.unit),
		NetDebt:   unit.New(netDebt, g.unit),
		New:       unit.New(0, g.unit),
		Liquidity: unit.New(0, g.unit),
	}
}
