package clearing

import (
	"iter"
	"slices"

	"example.org/mutual/unit"
)

// A Chain is a ring of obligations, of each of which the same amount is set off: Parties[k] owes
// Parties[k+1] by Obligations[k], and the last party owes the first. It begins with the party whose
// name comes first.
type Chain struct {
	Parties     []string    `json:"parties"`
	Obligations []string    `json:"obligations"`     // the IDs of the entries: see Kinds
	Kinds       []string    `json:"kinds,omitempty"` // "obligation", "acceptance" or "tender", of each; nil where all are obligations
	Amount      unit.Amount `json:"amount"`
}

// Chains splits a set-off into rings, whose amounts sum to the set-off of each obligation, exactly.
// There are at most as many as obligations with a set-off.
//
// Their order is a function of Book and set-off: unit by unit, from the first party by name, always on
// along its first obligation (by creditor, due date, rank, ID) that has some set-off left, until a
// party comes round again; the ring takes the least left along it, and the walk goes on from the first
// obligation that it emptied.
//
// Where a Result has Chains, by [Options].LengthMax, it yields those.
//
// It is meant for a Result that [Verify] accepts. For another it stops where it cannot go on, or yields
// nothing if the Result is not of the Book's shape or the Book is refused; it never fails to end.
//
// The time is O(n log n) and the length of the rings, which can be far more than the set-off: where n
// obligations lie on one long way that many others close, each ring goes all of it, and all rings together
// have up to n² steps. Rings come one by one, and the caller may stop.
func Chains(b Book, r *Result) iter.Seq[Chain] {
	return func(yield func(Chain) bool) {
		a, err := arrange(b)
		if err != nil || !r.fits(b) {
			return
		}
		if len(r.Chains) > 0 {
			yieldAll(r.Chains, yield)
			return
		}
		for _, g := range a.graphs {
			g.sort()
			if w := newWalk(g, r); !w.rings(yield) {
				return
			}
		}
	}
}

func yieldAll(chains []Chain, yield func(Chain) bool) {
	for _, c := range chains {
		if !yield(c) {
			return
		}
	}
}

// A walk takes a circulation apart. What is left of it balances at every party but the ends of the
// path, so a walk that enters a party can always leave it.
type walk struct {
	*graph
	left []int64 // what is used of each edge and not yet in a ring
	next []int32 // the first edge of each party that may have some left
	end  []int32 // the end of each party's edges
	path []int32 // edges from the start to where the walk stands
	at   []int32 // 1 + the place in path of each party's edge, or 0
}

func newWalk(g *graph, r *Result) *walk {
	n := len(g.parties)
	w := &walk{graph: g, left: make([]int64, len(g.edges)), next: make([]int32, n), end: make([]int32, n), at: make([]int32, n)}
	for k, e := range g.edges {
		if used := g.book.used(r, e.entry); used.Unit() == g.unit {
			w.left[k] = max(used.Parts(), 0)
		}
		w.end[e.from] = int32(k + 1)
	}
	for k := len(g.edges) - 1; k >= 0; k-- {
		w.next[g.edges[k].from] = int32(k)
	}
	return w
}

// rings yields the rings of all starts, and reports whether to go on.
func (w *walk) rings(yield func(Chain) bool) bool {
	for party := range w.parties {
		for w.advance(int32(party)) {
			if ring, ok := w.ring(int32(party)); !ok || !yield(ring) {
				return false
			}
		}
	}
	return true
}

// advance finds the party's first edge with something left.
func (w *walk) advance(party int32) bool {
	for w.next[party] < w.end[party] && w.left[w.next[party]] == 0 {
		w.next[party]++
	}
	return w.next[party] < w.end[party]
}

// ring goes on from where the path stands, or from a new start, to the next ring.
func (w *walk) ring(start int32) (Chain, bool) {
	party := start
	if n := len(w.path); n > 0 {
		party = w.edges[w.path[n-1]].to
	}
	for w.at[party] == 0 {
		if !w.advance(party) {
			return Chain{}, false // not a circulation
		}
		edge := w.next[party]
		w.path = append(w.path, edge)
		w.at[party] = int32(len(w.path))
		party = w.edges[edge].to
	}
	return w.close(int(w.at[party]) - 1), true
}

// close takes the ring path[from:] out of what is left, and goes back to the first edge it emptied.
func (w *walk) close(from int) Chain {
	ring := slices.Clone(w.path[from:])
	amount := w.left[ring[0]]
	for _, k := range ring {
		amount = min(amount, w.left[k])
	}
	back := len(w.path)
	for i := len(ring) - 1; i >= 0; i-- {
		w.left[ring[i]] -= amount
		if w.left[ring[i]] == 0 {
			back = from + i
		}
	}
	for _, k := range w.path[back:] {
		w.at[w.edges[k].from] = 0
	}
	w.path = w.path[:back]
	return w.chain(ring, amount)
}

// chain names the ring's parties and entries, from the first party by name.
func (g *graph) chain(ring []int32, amount int64) Chain {
	first, plain := 0, true
	for i, k := range ring {
		if g.edges[k].from < g.edges[ring[first]].from {
			first = i
		}
		plain = plain && g.book.kind(g.edges[k].entry) == kindObligation
	}
	c := Chain{Parties: make([]string, len(ring)), Obligations: make([]string, len(ring)), Amount: unit.New(amount, g.unit)}
	if !plain {
		c.Kinds = make([]string, len(ring))
	}
	for i := range ring {
		e := g.edges[ring[(first+i)%len(ring)]]
		c.Parties[i], c.Obligations[i] = g.parties[e.from], g.book.id(e.entry)
		if !plain {
			c.Kinds[i] = g.book.kind(e.entry).String()
		}
	}
	return c
}
