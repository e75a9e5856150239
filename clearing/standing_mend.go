package clearing

import (
	"cmp"
	"context"
	"slices"
	"sort"

	"example.org/mutual/unit"
)

// patience is how long the solver tries to mend. Among a million obligations it then gives up few updates of ten; one
// that it gives up takes less than a Clear all the same, which does much beside solving.
const patience = 10

// A merger makes the graph of one unit that edits lead to from the one before.
type merger struct {
	*graph  // after
	before  *graph
	edits   []*edit // those that come to or go from this unit
	was     []int32 // the number before of each party, or -1
	touched []pair  // between which edits come or go, in order, by the numbers after
}

// A pair is a debtor and a creditor.
type pair struct{ from, to int32 }

func (p pair) compare(q pair) int {
	return cmp.Or(cmp.Compare(p.from, q.from), cmp.Compare(p.to, q.to))
}

// mend is an update from what there is. Nothing of the Standing changes before it can be done.
func (s *Standing) mend(ctx context.Context, edits []*edit) error {
	next := &arrangement{byID: s.mergeIDs(edits)}
	mergers := make([]*merger, len(s.order.graphs))
	for k, g := range s.order.graphs {
		mergers[k] = g.merge(edits, next)
	}
	if s.flows == nil {
		for _, g := range s.order.graphs {
			s.flows = append(s.flows, g.flowOf(s.result))
		}
	}
	var undo func()
	next.Book, undo = change(s.order.Book, edits)
	next.blocks = next.mergeBlocks(s.order.blocks, edits)
	next.digest = next.hash()
	r := &Result{Accepted: []unit.Amount{}, Tendered: []unit.Amount{}, New: s.result.New, BookDigest: next.digestText()}
	r.SetOff = make([]unit.Amount, len(next.Obligations))
	copy(r.SetOff, s.result.SetOff)
	var flows [][]int64
	done := 0 // entries of the graphs already cleared
	for k, m := range mergers {
		flow, err := m.solve(ctx, s, k, r, s.options.part(done, len(m.edges), len(next.byID)))
		if err != nil {
			undo()
			return err
		}
		flows = append(flows, flow)
		next.graphs = append(next.graphs, m.graph)
		done += len(m.edges)
	}
	s.order, s.result, s.flows = next, r, flows
	return nil
}

// An insertion is an item that comes before what was at a place.
type insertion[T any] struct {
	at   int
	item T
}

// splice returns a list without what was at some places, and with insertions, both in order.
func splice[T any](old []T, gone []int, added []insertion[T]) []T {
	all := make([]T, 0, len(old)-len(gone)+len(added))
	from := 0
	for len(gone)+len(added) > 0 {
		if len(gone) == 0 || len(added) > 0 && added[0].at <= gone[0] {
			all = append(append(all, old[from:added[0].at]...), added[0].item)
			from, added = added[0].at, added[1:]
		} else {
			all = append(all, old[from:gone[0]]...)
			from, gone = gone[0]+1, gone[1:]
		}
	}
	return append(all, old[from:]...)
}

// mergeIDs returns the order of the IDs after the edits, which are in that order too.
func (s *Standing) mergeIDs(edits []*edit) []int32 {
	var gone []int
	var added []insertion[int32]
	growth := 0
	for _, e := range edits {
		growth += e.growth()
		if e.old == e.new {
			continue
		}
		if e.old >= 0 {
			gone = append(gone, e.at)
		}
		if e.new >= 0 {
			added = append(added, insertion[int32]{e.at, e.new})
		}
	}
	return splice(s.offersMoved(growth), gone, added)
}

// offersMoved returns the order of the IDs with acceptances and tenders numbered as after so many more obligations.
func (s *Standing) offersMoved(growth int) []int32 {
	size := len(s.order.Obligations)
	if growth == 0 || s.order.entries() == size {
		return s.order.byID
	}
	byID := slices.Clone(s.order.byID)
	for k, entry := range byID {
		if int(entry) >= size {
			byID[k] += int32(growth)
		}
	}
	return byID
}

// merge puts the edits of the graph's unit in. The Book must still be the one before.
func (g *graph) merge(edits []*edit, next *arrangement) *merger {
	m := &merger{before: g, graph: &graph{book: &next.Book, unit: g.unit, stages: g.stages, parties: g.parties}}
	for _, e := range edits {
		if m.goes(e) || m.comes(e) {
			m.edits = append(m.edits, e)
		}
	}
	m.was = make([]int32, len(g.parties))
	for n := range m.was {
		m.was[n] = int32(n)
	}
	m.edges = g.edges
	if len(m.edits) > 0 {
		m.meet()
		m.mergeEdges()
		m.part()
		m.touch()
	}
	return m
}

// goes and comes report whether an edit takes something from this unit, and brings something.
func (m *merger) goes(e *edit) bool  { return e.old >= 0 && e.before.Amount.Unit() == m.unit }
func (m *merger) comes(e *edit) bool { return e.new >= 0 && e.after.Amount.Unit() == m.unit }

// meet gives numbers to parties that are new.
func (m *merger) meet() {
	var names []string
	for _, e := range m.edits {
		if m.comes(e) {
			for _, name := range []string{e.after.Debtor, e.after.Creditor} {
				if _, known := slices.BinarySearch(m.parties, name); !known {
					names = append(names, name)
				}
			}
		}
	}
	if len(names) == 0 {
		return
	}
	slices.Sort(names)
	var added []insertion[string]
	var numbers []insertion[int32]
	for _, name := range slices.Compact(names) {
		at, _ := slices.BinarySearch(m.parties, name)
		added = append(added, insertion[string]{at, name})
		numbers = append(numbers, insertion[int32]{at, -1})
	}
	m.parties, m.was = splice(m.parties, nil, added), splice(m.was, nil, numbers)
	m.renumberEdges(m.was, len(m.before.parties))
}

// renumberEdges gives the edges new numbers, of which was tells the old ones, among so many.
func (m *merger) renumberEdges(was []int32, before int) {
	now := inverse(was, before)
	edges := make([]edge, len(m.edges))
	for k, e := range m.edges {
		edges[k] = edge{now[e.from], now[e.to], e.entry, e.parts}
	}
	m.edges = edges
}

// inverse returns the new number of each of so many old ones, or -1.
func inverse(was []int32, before int) []int32 {
	now := make([]int32, before)
	for old := range now {
		now[old] = -1
	}
	for n, old := range was {
		if old >= 0 {
			now[old] = int32(n)
		}
	}
	return now
}

// mergeEdges takes out and puts in what the edits say. All parties have numbers.
func (m *merger) mergeEdges() {
	var gone []int
	var added []insertion[edge]
	after := make(map[int32]*Obligation) // by its new number
	for _, e := range m.edits {
		if m.goes(e) {
			_, at := m.place(e.before)
			gone = append(gone, at)
		}
		if m.comes(e) {
			p, at := m.place(e.after)
			added = append(added, insertion[edge]{at, edge{p.from, p.to, e.new, e.after.Amount.Parts()}})
			after[e.new] = e.after
		}
	}
	slices.Sort(gone)
	slices.SortFunc(added, func(a, b insertion[edge]) int {
		return cmp.Or(cmp.Compare(a.at, b.at), pair{a.item.from, a.item.to}.compare(pair{b.item.from, b.item.to}),
			compareObligations(after[a.item.entry], after[b.item.entry]))
	})
	m.edges = splice(m.edges, gone, added)
}

// place returns between whom an obligation is, and where among the edges it is or would be.
func (m *merger) place(o *Obligation) (pair, int) {
	p, _ := m.between(o)
	return p, sort.Search(len(m.edges), func(k int) bool {
		e := &m.edges[k]
		c := pair{e.from, e.to}.compare(p)
		return c > 0 || c == 0 && compareObligations(&m.before.book.Obligations[e.entry], o) >= 0
	})
}

// between returns the numbers of an obligation's parties, if both have one.
func (m *merger) between(o *Obligation) (pair, bool) {
	from, a := slices.BinarySearch(m.parties, o.Debtor)
	to, b := slices.BinarySearch(m.parties, o.Creditor)
	return pair{int32(from), int32(to)}, a && b
}

// part takes away the parties that have nothing left.
func (m *merger) part() {
	has := make([]bool, len(m.parties))
	for _, e := range m.edges {
		has[e.from], has[e.to] = true, true
	}
	if !slices.Contains(has, false) {
		return
	}
	var kept, was []int32
	var parties []string
	for n, ok := range has {
		if ok {
			kept, was, parties = append(kept, int32(n)), append(was, m.was[n]), append(parties, m.parties[n])
		}
	}
	m.renumberEdges(kept, len(m.parties))
	m.was, m.parties = was, parties
}

// touch notes between which parties there are edits.
func (m *merger) touch() {
	for _, e := range m.edits {
		for _, o := range []*Obligation{e.before, e.after} {
			if o == nil {
				continue
			}
			if p, known := m.between(o); known {
				m.touched = append(m.touched, p)
			}
		}
	}
	slices.SortFunc(m.touched, pair.compare)
	m.touched = slices.Compact(m.touched)
}
