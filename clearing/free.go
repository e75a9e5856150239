package clearing

import (
	"context"
	"slices"

	"example.org/mutual/clearing/flow"
	"example.org/mutual/unit"
)

// Freed frees parties of all they owe, where the stages before leave a choice of whose debts go whole and whose in
// part.
//
// To free the most is NP-hard, as it includes set packing (R. M. Karp, Reducibility among combinatorial problems,
// 1972). Let a party for each set owe 1 to each of its elements, each element owe 1 to a hub, and the hub owe each
// set its size. The largest set-off takes each element once, along one of its sets, and the parties that it frees
// besides the elements are disjoint sets.
//
// So it is greedy: who owes least yet comes first, and then the lower name. Each is tried as a linear stage, on
// the arcs that are free: as much as can be of what it owes, less what it newly promises. If that is all, the party
// is freed, and its debts are held where they are from then on; if not, everything stays as it was. Nothing
// here can worsen a stage before, whose proof goes on to hold.

// freeTriesMax bounds how many parties of a unit are tried, each by a run of the solver. Those of whom it is plain that
// they are free, or cannot be, are not counted.
const freeTriesMax = 64

// A burden is what a party still owes, and what stands in the way of freeing it.
type burden struct {
	party  int32
	owed   int64 // all obligations
	left   int64 // what stays of them, and new promises
	room   int64 // at most so much more can come in, or go out otherwise
	stuck  bool  // some of what is left cannot change
	debtor bool
}

// burdens returns those of all parties.
func (c *course) burdens() []burden {
	all := make([]burden, len(c.parties))
	for v := range all {
		all[v].party = int32(v)
	}
	for k, a := range c.arcs {
		kind := c.book.kind(c.edges[a.first].entry)
		if !c.bound[k] {
			all[a.to].room += a.capacity - c.flow[k]
			if kind != kindObligation {
				all[a.from].room += c.flow[k]
			}
		}
		switch kind {
		case kindObligation:
			all[a.from].owe(a.capacity, a.capacity-c.flow[k], c.bound[k])
		case kindAcceptance:
			all[a.to].owe(0, c.flow[k], c.bound[k])
		}
	}
	for _, e := range c.idle {
		if c.book.kind(e.entry) == kindObligation {
			all[e.from].owe(e.parts, e.parts, true)
		}
	}
	return all
}

// owe adds what the party owed, and what of it, or newly, it owes now.
func (b *burden) owe(owed, left int64, bound bool) {
	b.owed, b.left = b.owed+owed, b.left+left
	b.debtor, b.stuck = b.debtor || owed > 0, b.stuck || bound && left > 0
}

// free frees whom it can. Each try begins with burdens counted anew, as a flow that frees one party changes what
// others owe.
func (c *course) free(ctx context.Context, o Options) error {
	tried := make([]bool, len(c.parties))
	for try := range freeTriesMax {
		all := c.burdens()
		c.hold(all)
		next := lightest(all, tried)
		if next == nil {
			return nil
		}
		tried[next.party] = true
		if err := c.relieve(ctx, next); err != nil {
			return err
		}
		if o.Progress != nil {
			o.Progress(float64(try) / freeTriesMax)
		}
	}
	c.hold(c.burdens())
	return nil
}

// freed reports whether a party that owed something owes nothing.
func (b *burden) freed() bool { return b.debtor && b.left == 0 }

// hold holds the debts of the freed, and the acceptances of what they could promise.
func (c *course) hold(all []burden) {
	for k, a := range c.arcs {
		debtor := a.from
		if c.book.kind(c.edges[a.first].entry) == kindAcceptance {
			debtor = a.to
		}
		c.bound[k] = c.bound[k] || all[debtor].freed() && c.book.kind(c.edges[a.first].entry) != kindTender
	}
}

// lightest returns who owes least yet, the first by name of several, of those who were not tried and may be freed; or
// nil.
func lightest(all []burden, tried []bool) (best *burden) {
	for v := range all {
		b := &all[v]
		if b.left > 0 && !b.stuck && b.left <= b.room && !tried[v] && (best == nil || b.left < best.left) {
			best = b
		}
	}
	return best
}

// relieve changes the flow if that frees a party.
func (c *course) relieve(ctx context.Context, b *burden) error {
	sol, err := flow.Solve(ctx, c.change(func(k int) int64 { return c.weighs(k, b.party) }), flow.Options{NoProof: true})
	if err == nil && sol.Cost == -b.left {
		c.apply(sol.Flow)
	}
	return err
}

// weighs returns what each part along an arc costs where a party is to be freed.
func (c *course) weighs(k int, party int32) int64 {
	a := &c.arcs[k]
	switch kind := c.book.kind(c.edges[a.first].entry); {
	case kind == kindObligation && a.from == party:
		return -1
	case kind == kindAcceptance && a.to == party:
		return 1
	}
	return 0
}

// freedProof tells who is free, and holds their debts.
func (c *course) freedProof() Proof {
	all := c.burdens()
	c.hold(all)
	p, owed := Proof{Unit: c.unit, Stage: Freed, Parties: c.parties}, int64(0)
	for v := range all {
		if all[v].freed() {
			p.Freed, owed = append(p.Freed, c.parties[v]), owed+all[v].owed
		}
	}
	p.Value = unit.New(owed, c.unit)
	return p
}

// verifyFreed checks who is free. That nobody else could be, no proof says.
func (c *course) verifyFreed(p Proof, place int) error {
	want := c.freedProof()
	if p.Unit != want.Unit || p.Stage != Freed || !slices.Equal(p.Parties, want.Parties) || len(p.Potentials) > 0 || p.Scale != 0 || !slices.Equal(p.Freed, want.Freed) {
		return c.refuseProof(ErrNotProof, place, "want the parties, those freed, and no potentials")
	}
	return c.verifyValue(p, place, want.Value, unit.Amount{})
}
