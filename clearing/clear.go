package clearing

import (
	"context"

	"example.org/mutual/unit"
)

// Clear returns the best set-off of a Book by the stages of o, by default the largest, in each unit by itself,
// and its proofs.
//
// A Book or Options that are refused give an [Error], and so does the stage Even if it takes too long, with ErrRounds;
// a cancelled context gives the context's error. The Book is never changed. The time is that of sorting the Book, and
// of the solver for each stage: see package flow.
func Clear(ctx context.Context, b Book, o Options) (*Result, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	a, err := arrangeFor(b, o)
	if err != nil {
		return nil, err
	}
	return a.clear(ctx, o)
}

// clear clears what has been arranged for these options.
func (a *arrangement) clear(ctx context.Context, o Options) (*Result, error) {
	r := &Result{
		SetOff:     make([]unit.Amount, len(a.Obligations)),
		Accepted:   make([]unit.Amount, len(a.Acceptances)),
		Tendered:   make([]unit.Amount, len(a.Tenders)),
		Totals:     make([]Totals, 0, len(a.graphs)),
		BookDigest: a.digestText(),
		Proofs:     make([]Proof, 0, len(a.graphs)),
	}
	done := 0 // entries of the graphs already cleared
	for _, g := range a.graphs {
		size := len(g.edges) + len(g.idle)
		if err := g.clear(ctx, r, o.part(done, size, a.entries())); err != nil {
			return nil, err
		}
		done += size
	}
	r.New = a.created(r.Accepted)
	return r, nil
}

// clear clears one unit.
func (g *graph) clear(ctx context.Context, r *Result, o Options) error {
	c := g.course(make([]int64, len(g.arcs)))
	run := c.run
	if g.lengthMax > 0 {
		run = func(ctx context.Context, o Options) ([]Proof, error) { return c.short(ctx, r, o) }
	}
	proofs, err := run(ctx, o)
	if err != nil {
		return err
	}
	g.distribute(c.flow, r)
	r.Totals = append(r.Totals, g.totals(r))
	r.Proofs = append(r.Proofs, proofs...)
	return nil
}

// part returns the options with the Progress function for a part of this size, after so much of all.
func (o Options) part(done, size, all int) Options {
	if progress := o.Progress; progress != nil {
		o.Progress = func(fraction float64) { progress((float64(done) + fraction*float64(size)) / float64(all)) }
	}
	return o
}
