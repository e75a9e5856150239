package clearing

import (
	"crypto/sha256"
	"iter"
	"slices"
	"strconv"
	"strings"

	"example.org/mutual/internal/name"
	"example.org/mutual/unit"
)

// An arrangement is a checked Book put in order, so that nothing that follows depends on the order in
// which its entries came.
type arrangement struct {
	Book
	byID   []int32 // the entries in the order of their IDs
	blocks []block
	digest [sha256.Size]byte // of the Book
	graphs []*graph          // one a unit, in the order of the units

	lengthMax int // of a ring, or 0
}

// A graph is one unit of a Book. Parties are numbered in the order of their names. Edges are at first all
// entries as they come; admit leaves those that take part, in order, and makes arcs of them.
type graph struct {
	book    *Book
	unit    unit.Unit
	parties []string
	edges   []edge
	idle    []edge // what takes no part
	arcs    []arc
	stages  []Objective
	offers  bool // whether the unit has acceptances or tenders

	lengthMax int // of a ring, or 0

	gross, netDebt int64
	claims         []int64 // of each party, for SmallCreditors
	source         []bool  // whether each party is the source of a tender, for PromisesFirst
	seen           int     // makes what sortRuns looks at count
}

// An edge is an entry in its graph.
type edge struct {
	from, to int32
	entry    int32 // its number in the Book
	parts    int64 // its amount
}

// An arc is what the solver sees: edges[first:end] of the graph, which are of one kind, between the same
// parties, and cost the same in every stage.
type arc struct {
	from, to   int32
	first, end int32
	capacity   int64
}

// arrange checks a Book and puts it in order. O(n) and the sorting of names and IDs.
func arrange(b Book) (*arrangement, error) {
	if err := b.check(); err != nil {
		return nil, err
	}
	a := &arrangement{Book: b}
	if err := a.sortByID(); err != nil {
		return nil, err
	}
	if err := b.checkWindows(); err != nil {
		return nil, err
	}
	a.blocks = a.appendBlocks(make([]block, 0, len(a.byID)/48+1), 0, len(a.byID)) // one in 64, mostly
	if err := a.makeGraphs(); err != nil {
		return nil, err
	}
	return a, nil
}

// arrangeFor is arrange with what takes part under these options, as arcs.
func arrangeFor(b Book, o Options) (*arrangement, error) {
	a, err := arrange(b)
	if err != nil {
		return nil, err
	}
	if err := o.check(); err != nil {
		return nil, err
	}
	if err := b.checkStock(o.ValueDate); err != nil {
		return nil, err
	}
	a.join(o)
	return a, nil
}

// makeGraphs makes the graphs of a Book whose entries are right and in order, with all of them as edges.
func (a *arrangement) makeGraphs() error {
	a.digest = a.hash()
	a.group()
	for k, g := range a.graphs {
		g.number(newRegister(a.digest))
		if !g.survey() {
			return &Error{Reason: ErrTotal, Entry: "total", Index: k, ID: g.unit.String()}
		}
	}
	return nil
}

// join makes arcs of what takes part under these options.
func (a *arrangement) join(o Options) {
	a.lengthMax = o.LengthMax
	r := newRules(a.Book, o)
	for _, g := range a.graphs {
		g.stages, g.lengthMax = o.stages(g.offers), o.LengthMax
		g.admit(r)
		g.sort()
		g.join()
	}
}

// sortByID orders the entries by ID and refuses two with the same.
func (a *arrangement) sortByID() error {
	a.byID = make([]int32, a.entries())
	for i := range a.byID {
		a.byID[i] = int32(i)
	}
	if sortTexts(a.byID, a.id) {
		return nil
	}
	for k := 1; ; k++ {
		i, j := a.byID[k-1], a.byID[k]
		if a.id(i) == a.id(j) {
			k, place := a.split(min(i, j))
			return a.refuse(ErrDuplicate, max(i, j), k.String()+" "+strconv.Itoa(place)+" has it too")
		}
	}
}

// hasID reports whether an entry has this ID.
func (a *arrangement) hasID(id string) bool {
	_, found := a.find(id)
	return found
}

// find returns the place in byID of the entry with this ID, or where it would be.
func (a *arrangement) find(id string) (at int, found bool) {
	return slices.BinarySearchFunc(a.byID, id, func(entry int32, id string) int { return strings.Compare(a.id(entry), id) })
}

// findFrom is find for an ID that does not come before a place. The nearer it is, the fewer it looks at.
func (a *arrangement) findFrom(place int, id string) (at int, found bool) {
	step := 1
	for place+step <= len(a.byID) && a.id(a.byID[place+step-1]) < id {
		place, step = place+step, 2*step
	}
	near := arrangement{Book: a.Book, byID: a.byID[place:min(place+step, len(a.byID))]}
	at, found = near.find(id)
	return place + at, found
}

// checkWindows refuses two windows of one creditor.
func (b Book) checkWindows() error {
	first := make(map[string]int, len(b.Windows))
	for i, w := range b.Windows {
		if other, known := first[w.Creditor]; known {
			return &Error{Reason: ErrDuplicate, Entry: "window", Index: i, ID: name.Clip(w.Creditor),
				What: "window " + strconv.Itoa(other) + " is of that creditor too"}
		}
		first[w.Creditor] = i
	}
	return nil
}

// group gives each unit its graph, with edges in the order of the Book. It counts them first, because
// slices that grow would take several times the memory.
func (a *arrangement) group() {
	size := make(map[unit.Unit]int)
	for u, n := range a.runs() {
		size[u] += n
	}
	graphs := make(map[unit.Unit]*graph)
	entry := int32(0)
	for u, n := range a.runs() {
		g := graphs[u]
		if g == nil {
			g = &graph{book: &a.Book, unit: u, edges: make([]edge, 0, size[u])}
			graphs[u] = g
			a.graphs = append(a.graphs, g)
		}
		for range n {
			g.edges = append(g.edges, edge{entry: entry, parts: a.amount(entry).Parts()})
			entry++
		}
	}
	slices.SortFunc(a.graphs, func(g, h *graph) int { return g.unit.Compare(h.unit) })
}

// runs yields the units of the entries in their order, with how many in a row have each.
func (a *arrangement) runs() iter.Seq2[unit.Unit, int] {
	return func(yield func(unit.Unit, int) bool) {
		for i, end := 0, a.entries(); i < end; {
			u, first := a.amount(int32(i)).Unit(), i
			for i < end && a.amount(int32(i)).Unit() == u {
				i++
			}
			if !yield(u, i-first) {
				return
			}
		}
	}
}

// number numbers the parties, first as they come and then in the order of their names.
func (g *graph) number(r *register) {
	var names [batchNames]string
	var numbers [batchNames]int32
	for batch := range slices.Chunk(g.edges, batchNames/2) {
		for k, e := range batch {
			names[2*k], names[2*k+1] = g.book.ends(e.entry)
		}
		r.number(names[:2*len(batch)], numbers[:])
		for k := range batch {
			batch[k].from, batch[k].to = numbers[2*k], numbers[2*k+1]
		}
	}
	g.parties = r.names
	g.renumber()
}

// renumber orders the parties by name.
func (g *graph) renumber() {
	byName := make([]int32, len(g.parties))
	for i := range byName {
		byName[i] = int32(i)
	}
	sortTexts(byName, func(i int32) string { return g.parties[i] })
	rank, sorted := make([]int32, len(byName)), make([]string, len(byName))
	for n, i := range byName {
		rank[i], sorted[n] = int32(n), g.parties[i]
	}
	g.parties = sorted
	for k := range g.edges {
		e := &g.edges[k]
		e.from, e.to = rank[e.from], rank[e.to]
	}
}
