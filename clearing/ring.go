package clearing

import (
	"cmp"
	"context"
	"slices"
)

// Finding short rings. A set-off of most out of rings of at most so many parties is NP-hard to find from 3 parties
// on (I. Holyer, The NP-completeness of some edge-partition problems, SIAM Journal on Computing 10, 1981), so this is a
// heuristic:
//
//  1. Take the short rings that the optimum without the cap holds, the shortest first.
//  2. Take short rings of what is left, the shortest first, first of obligations alone and then with offers too, as
//     long as they gain, until none is left.
//
// Rings are looked for party by party, those with the most partners first, and each from its first party in that
// order, never through an earlier one. So a hub is searched once for each length, and nobody else's search
// goes through it: what is left without hubs branches little.
//
// From a party, all rings of one length are found together, as in E. A. Dinic's algorithm for largest flows (1970): a
// search in breadth from both sides gives levels, and one in depth goes from level to level, never twice along what has
// led nowhere. As shorter rings are gone by then, what goes from level to level is a ring that passes no party
// twice.
//
// The work is bounded: ringWork arcs looked at for each arc and party, in all. Only beyond it may a short ring be left.
const ringWork = 1024

// A ring is arcs, one after the other, and how much goes round.
type ring struct {
	arcs   []int32
	amount int64
}

// A ringSearch is what is left to take rings from, and what was taken.
type ringSearch struct {
	*graph
	left   []int64 // of each arc
	taken  []int64
	rings  []ring
	offers bool // whether acceptances and tenders may be used

	start  []int32 // of each party's arcs, which follow each other; and the end of the last
	into   []int32 // the arcs by the party that they lead to
	before []int32 // of each party: where its arcs begin in into
	order  []int32 // the parties, those with most arcs first
	rank   []int32 // of each party in that order

	level  []int32 // steps from the party that is searched from; 0 where not seen
	seen   []int32 // the parties with a level
	cursor []int32 // of each of them, the arc that the search in depth is at
	path   []int32
	looked int64 // arcs
	ctx    context.Context
}

func newRingSearch(g *graph) *ringSearch {
	n := len(g.parties)
	s := &ringSearch{graph: g, taken: make([]int64, len(g.arcs)), start: make([]int32, n+1), before: make([]int32, n+1),
		into: make([]int32, len(g.arcs)), order: make([]int32, n), rank: make([]int32, n), level: make([]int32, n), cursor: make([]int32, n)}
	for _, a := range g.arcs {
		s.start[a.from+1]++
		s.before[a.to+1]++
	}
	for v := range n {
		s.start[v+1] += s.start[v]
		s.before[v+1] += s.before[v]
	}
	next := slices.Clone(s.before)
	for k, a := range g.arcs {
		s.into[next[a.to]] = int32(k)
		next[a.to]++
	}
	s.rankParties()
	return s
}

func (s *ringSearch) rankParties() {
	for v := range s.order {
		s.order[v] = int32(v)
	}
	partners := func(v int32) int32 { return s.start[v+1] - s.start[v] + s.before[v+1] - s.before[v] }
	slices.SortFunc(s.order, func(v, w int32) int { return cmp.Or(cmp.Compare(partners(w), partners(v)), cmp.Compare(v, w)) })
	for i, v := range s.order {
		s.rank[v] = int32(i)
	}
}

// run takes rings, first of an optimum and then of all that is left.
func (s *ringSearch) run(ctx context.Context, optimum []int64) error {
	s.ctx = ctx
	s.left, s.offers = slices.Clone(optimum), s.graph.offers
	if err := s.take(); err != nil {
		return err
	}
	for k, a := range s.arcs {
		s.left[k] = a.capacity - s.taken[k]
	}
	s.offers = false
	if err := s.take(); err != nil {
		return err
	}
	if s.offers = s.graph.offers; !s.offers {
		return nil
	}
	return s.take()
}

// take takes rings of what is left, the shortest first.
func (s *ringSearch) take() error {
	for length := int32(2); length <= int32(min(s.lengthMax, len(s.parties))); length++ {
		for _, v := range s.order {
			if s.levels(v, length) {
				s.descend(v, length)
			}
			s.forget()
			if s.looked >= ringWork*int64(len(s.arcs)+len(s.parties)) {
				return nil
			}
			if err := s.ctx.Err(); err != nil {
				return err
			}
		}
	}
	return nil
}

// open reports whether a ring may go along an arc.
func (s *ringSearch) open(k int32) bool {
	s.looked++
	return s.left[k] > 0 && (s.offers || s.book.kind(s.edges[s.arcs[k].first].entry) == kindObligation)
}

// levels gives those on rings of a length their levels: from the party on to one half, and back from it to the
// other. It reports whether there may be such a ring.
func (s *ringSearch) levels(root, length int32) bool {
	half := (length + 1) / 2
	front := []int32{root}
	for level := int32(1); level <= half && len(front) > 0; level++ {
		front = s.spread(root, front, level, s.onward)
	}
	if len(front) == 0 {
		return false
	}
	front = []int32{root}
	for level := length - 1; level > half && len(front) > 0; level-- {
		front = s.spread(root, front, level, s.backward)
	}
	return len(front) > 0
}

// spread gives a level to the unseen neighbours of a front, and returns them.
func (s *ringSearch) spread(root int32, front []int32, level int32, neighbours func(v int32, visit func(w int32))) (next []int32) {
	for _, v := range front {
		neighbours(v, func(w int32) {
			if s.level[w] == 0 && s.rank[w] > s.rank[root] {
				s.level[w], s.cursor[w] = level, s.start[w]
				next = append(next, w)
			}
		})
	}
	s.seen = append(s.seen, next...)
	return next
}

func (s *ringSearch) onward(v int32, visit func(w int32)) {
	for k := s.start[v]; k < s.start[v+1]; k++ {
		if s.open(k) {
			visit(s.arcs[k].to)
		}
	}
}

func (s *ringSearch) backward(v int32, visit func(w int32)) {
	for _, k := range s.into[s.before[v]:s.before[v+1]] {
		if s.open(k) {
			visit(s.arcs[k].from)
		}
	}
}

func (s *ringSearch) forget() {
	for _, v := range s.seen {
		s.level[v] = 0
	}
	s.seen = s.seen[:0]
}

// descend takes the rings of a length through a party, from level to level.
func (s *ringSearch) descend(root, length int32) {
	s.path, s.cursor[root] = s.path[:0], s.start[root]
	for v := root; ; {
		k, found := s.step(v, root, length)
		switch {
		case found && int32(len(s.path)) == length-1:
			s.path = append(s.path, k)
			v = s.close(root)
		case found:
			s.path = append(s.path, k)
			v = s.arcs[k].to
		case v == root:
			return
		default: // nothing goes on from here
			v = s.arcs[s.path[len(s.path)-1]].from
			s.path = s.path[:len(s.path)-1]
			s.cursor[v]++
		}
	}
}

// step returns the next arc from a party to the next level, or back to the root from the last.
func (s *ringSearch) step(v, root, length int32) (int32, bool) {
	next := int32(len(s.path)) + 1
	for ; s.cursor[v] < s.start[v+1]; s.cursor[v]++ {
		k := s.cursor[v]
		if to := s.arcs[k].to; s.open(k) && (next < length && s.level[to] == next || next == length && to == root) {
			return k, true
		}
	}
	return 0, false
}

// close takes the ring that the path is, if it gains, and returns to where an arc has nothing left.
func (s *ringSearch) close(root int32) int32 {
	amount, back := s.left[s.path[0]], len(s.path)-1
	for _, k := range s.path {
		amount = min(amount, s.left[k])
	}
	if s.gains() {
		s.rings = append(s.rings, ring{arcs: slices.Clone(s.path), amount: amount})
		for i := len(s.path) - 1; i >= 0; i-- {
			k := s.path[i]
			s.left[k] -= amount
			s.taken[k] += amount
			if s.left[k] == 0 {
				back = i
			}
		}
	}
	v := s.arcs[s.path[back]].from
	s.path = s.path[:back]
	s.cursor[v]++
	return v
}

// gains reports whether the path, closed to a ring, gains in the stage.
func (s *ringSearch) gains() bool {
	cost := int64(0)
	for _, k := range s.path {
		cost += s.cost(s.stages[0], &s.edges[s.arcs[k].first])
	}
	return cost < 0
}
