package clearing

import (
	"context"
	"slices"
	"strconv"

	"example.org/mutual/internal/name"
	"example.org/mutual/internal/wide"
	"example.org/mutual/unit"
)

// LengthCapMax is the most that [Options].LengthMax can be.
const LengthCapMax = 64

// checkLength refuses a cap that means nothing, or stands with stages that a heuristic could not keep.
func (o Options) checkLength() error {
	if o.LengthMax == 0 {
		return nil
	}
	if o.LengthMax < 2 || o.LengthMax > LengthCapMax {
		return &Error{Reason: ErrLength, What: "got " + strconv.Itoa(o.LengthMax)}
	}
	if len(o.Stages) > 1 || len(o.Stages) == 1 && o.Stages[0].Stage != NetReduction && o.Stages[0].Stage != Volume {
		return &Error{Reason: ErrLength, What: "want no other stages"}
	}
	return nil
}

// short clears by short rings. The optimum without the cap is found too: its short rings are where the search
// begins, and its potentials bound what any set-off, and so any with short rings, can come to.
func (c *course) short(ctx context.Context, r *Result, o Options) ([]Proof, error) {
	s := c.stages[0]
	potentials, err := c.stage(ctx, s, o.part(0, 1, 2))
	if err != nil {
		return nil, err
	}
	search := newRingSearch(c.graph)
	if err := search.run(ctx, c.flow); err != nil {
		return nil, err
	}
	c.flow = search.taken
	r.Chains = append(r.Chains, c.spell(search.rings)...)
	if o.Progress != nil {
		o.Progress(1)
	}
	p := c.proof(s, potentials)
	p.Distance, _ = c.missed(s, potentials)
	return []Proof{p}, nil
}

// missed returns how much more than the flow the best circulation could gain, by these potentials, and whether that
// is an amount. Around a circulation the potentials cancel out, so an arc can gain no more than its capacity
// times what its reduced cost is below zero.
func (c *course) missed(s Objective, potentials []int64) (unit.Amount, bool) {
	sum := wide.Sum{}.Sub(c.value(s).Parts())
	for k := range c.arcs {
		a := &c.arcs[k]
		reduced, ok := wide.Sum{}.Add(c.cost(s, &c.edges[a.first])).Add(potentials[a.from]).Sub(potentials[a.to]).Int64()
		if !ok {
			return unit.Amount{}, false
		}
		sum = sum.SubProduct(a.capacity, min(reduced, 0))
	}
	parts, ok := sum.Int64()
	if parts == 0 {
		return unit.Amount{}, ok
	}
	return unit.New(parts, c.unit), ok
}

// spell names rings of arcs, by the entries that these are made of, each in the order in which it is used. A ring
// falls into several where an entry ends.
func (g *graph) spell(rings []ring) (chains []Chain) {
	edge, used := make([]int32, len(g.arcs)), make([]int64, len(g.edges)) // the edge of each arc that is next; what is used of it
	for k, a := range g.arcs {
		edge[k] = a.first
	}
	for _, r := range rings {
		for left := r.amount; left > 0; {
			amount, edges := left, make([]int32, len(r.arcs))
			for i, k := range r.arcs {
				if used[edge[k]] == g.edges[edge[k]].parts {
					edge[k]++
				}
				edges[i] = edge[k]
				amount = min(amount, g.edges[edge[k]].parts-used[edge[k]])
			}
			for _, e := range edges {
				used[e] += amount
			}
			chains, left = append(chains, g.chain(edges, amount)), left-amount
		}
	}
	return chains
}

// verifyShort checks the proof of a clearing by short rings.
func (c *course) verifyShort(p Proof, place int) error {
	s := c.stages[0]
	if what := c.wrongProof(s.Stage, p); what != "" {
		return c.refuseProof(ErrNotProof, place, what)
	}
	distance, ok := c.missed(s, p.Potentials)
	if !ok {
		return c.refuseProof(ErrNotProof, place, "they bound nothing")
	}
	return c.verifyValue(p, place, c.value(s), distance)
}

// verifyChains checks that the chains are rings within the cap, and sum to what is used; without a cap, that
// there are none.
func (a *arrangement) verifyChains(r *Result) error {
	if a.lengthMax == 0 && len(r.Chains) == 0 {
		return nil
	}
	left := make([]int64, a.entries())
	for entry := range left {
		left[entry] = a.used(r, int32(entry)).Parts()
	}
	for i := range r.Chains {
		if what := a.wrongChain(&r.Chains[i], left); what != "" {
			return &Error{Reason: ErrChains, Entry: "chain", Index: i, What: what}
		}
	}
	for entry, l := range left {
		if l != 0 {
			return a.refuse(ErrChains, int32(entry), "more is used than the chains say")
		}
	}
	return nil
}

// wrongChain says what keeps a chain from being a ring within the cap, and takes it from what is left.
func (a *arrangement) wrongChain(c *Chain, left []int64) string {
	n := len(c.Parties)
	if n < 2 || n > a.lengthMax || len(c.Obligations) != n || c.Kinds != nil && len(c.Kinds) != n || c.Amount.Sign() <= 0 {
		return "want 2 to " + strconv.Itoa(a.lengthMax) + " parties, as many entries, and an amount above zero"
	}
	plain := true
	for k, id := range c.Obligations {
		at, found := a.find(id)
		if !found {
			return "want the ID of an entry, not " + quote(name.Clip(id))
		}
		entry := a.byID[at]
		switch {
		case !a.leads(entry, c, k):
			return "want " + quote(name.Clip(id)) + " to lead from each party to the next, in that unit and of that kind"
		case c.Parties[k] < c.Parties[0] || slices.Contains(c.Parties[:k], c.Parties[k]):
			return "want each party once, from the first by name"
		}
		if left[entry] -= c.Amount.Parts(); left[entry] < 0 {
			return "less is used of " + quote(name.Clip(id))
		}
		plain = plain && a.kind(entry) == kindObligation
	}
	if plain != (c.Kinds == nil) {
		return "want kinds where not all are obligations"
	}
	return ""
}

// leads reports whether an entry is the one at this place of a chain.
func (a *arrangement) leads(entry int32, c *Chain, k int) bool {
	from, to := a.ends(entry)
	return from == c.Parties[k] && to == c.Parties[(k+1)%len(c.Parties)] && a.amount(entry).Unit() == c.Amount.Unit() &&
		(c.Kinds == nil || c.Kinds[k] == a.kind(entry).String())
}
