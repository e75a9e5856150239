package clearing

import (
	"context"
	"slices"

	"example.org/mutual/clearing/flow"
	"example.org/mutual/unit"
)

// Clear returns the largest set-off of a Book, in each unit by itself, and its proof.
//
// A Book that is refused gives an [Error], a cancelled context the context's error. The Book is never
// changed. The time is that of sorting the Book, and of the solver: see package flow.
func Clear(ctx context.Context, b Book, o Options) (*Result, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	a, err := arrange(b)
	if err != nil {
		return nil, err
	}
	r := &Result{
		SetOff:     make([]unit.Amount, len(b.Obligations)),
		Accepted:   []unit.Amount{},
		Tendered:   []unit.Amount{},
		New:        []Obligation{},
		Totals:     make([]Totals, 0, len(a.graphs)),
		BookDigest: a.digest(),
		Proofs:     make([]Proof, 0, len(a.graphs)),
	}
	done := 0 // edges of the graphs already cleared
	for _, g := range a.graphs {
		s, err := flow.Solve(ctx, g.problem(), flow.Options{Progress: o.part(done, len(g.edges), len(b.Obligations))})
		if err != nil {
			return nil, err
		}
		g.distribute(b.Obligations, s.Flow, r.SetOff)
		r.Totals = append(r.Totals, g.totals(-s.Cost))
		r.Proofs = append(r.Proofs, g.proof(s))
		done += len(g.edges)
	}
	return r, nil
}

// part returns the Progress function for a graph of this size, after this many of all edges.
func (o Options) part(done, size, all int) func(float64) {
	if o.Progress == nil {
		return nil
	}
	return func(fraction float64) { o.Progress((float64(done) + fraction*float64(size)) / float64(all)) }
}

// distribute shares what is set off between two parties among their obligations, in their order.
func (g *graph) distribute(all []Obligation, flow []int64, setOff []unit.Amount) {
	for k, p := range g.pairs {
		left := flow[k]
		for _, e := range g.edges[p.first:p.end] {
			parts := min(left, all[e.obligation].Amount.Parts())
			setOff[e.obligation] = unit.New(parts, g.unit)
			left -= parts
		}
	}
}

// proof turns the solver's potentials into tiers from 0 up.
func (g *graph) proof(s *flow.Solution) Proof {
	tiers := slices.Clone(s.Potential)
	lowest := slices.Min(tiers)
	for i := range tiers {
		tiers[i] -= lowest
	}
	return Proof{Unit: g.unit, Stage: NetReduction, Parties: g.parties, Potentials: tiers, Value: unit.New(-s.Cost, g.unit)}
}
