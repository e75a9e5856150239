package clearing

import (
	"slices"

	"example.org/mutual/internal/name"
	"example.org/mutual/unit"
)

// Verify reports whether r is a best set-off of b by the stages of o, without a solver, so that a member need
// not trust whoever computed it. It checks, in this order, that r is of this Book and has its shape; in each
// unit, that what is used of each entry lies from zero to its amount, and is zero of what takes no part; that
// between the same parties entries are used in their order; that every net position stays as it was; that the
// potentials prove each stage, one after the other, and the proof has its value; and in all, the totals, and
// what used acceptances have become.
//
// Of a heuristic it checks what that says, not that it searched well: under a LengthMax, that the chains are within
// it, make up what is used, and leave no more than the proof's Distance to be gained; of Freed, that those it names
// owe nothing. A Distance that is large, or few that are freed, are for the reader to question.
//
// It returns nil, or an [Error] that names the first thing wrong. The cost is that of sorting the Book,
// and one pass over it for each stage.
func Verify(b Book, o Options, r *Result) error {
	a, err := arrangeFor(b, o)
	if err != nil {
		return err
	}
	if err := a.verifyShape(r); err != nil {
		return err
	}
	if len(r.Totals) != len(a.graphs) {
		return wrongShape("want one total for each unit")
	}
	if err := a.verifyProofs(r); err != nil {
		return err
	}
	for k, g := range a.graphs {
		if totals := g.totals(r); r.Totals[k] != totals {
			return &Error{Reason: ErrTotals, Entry: "total", Index: k, ID: g.unit.String(), What: totals.String()}
		}
	}
	if !slices.Equal(r.New, a.created(r.Accepted)) {
		return &Error{Reason: ErrNew, What: "want one for each acceptance used, in the Book's order"}
	}
	return nil
}

// VerifyProofs is [Verify] of a Book of obligations alone for whoever holds no Result: it reports whether these
// set-offs, in the Book's order, are the best by these proofs, one a stage in each unit, in the order of the
// units. Errors and cost are those of Verify: ErrShape for a Book with acceptances or tenders, and ErrChains under a
// LengthMax, as there are no chains to check.
func VerifyProofs(b Book, o Options, setOff []unit.Amount, proofs []Proof) error {
	a, err := arrangeFor(b, o)
	if err != nil {
		return err
	}
	r := &Result{SetOff: setOff, Proofs: proofs, BookDigest: a.digestText()}
	if err := a.verifyShape(r); err != nil {
		return err
	}
	return a.verifyProofs(r)
}

func wrongShape(what string) error { return &Error{Reason: ErrShape, What: what} }

// verifyShape checks what does not depend on the amounts, nor on the options.
func (a *arrangement) verifyShape(r *Result) error {
	switch digest := a.digestText(); {
	case r == nil:
		return wrongShape("there is no result")
	case r.BookDigest != digest:
		return &Error{Reason: ErrDigest, What: "want " + digest}
	case len(r.SetOff) != len(a.Obligations):
		return wrongShape("want one set-off for each obligation")
	case len(r.Accepted) != len(a.Acceptances) || len(r.Tendered) != len(a.Tenders):
		return wrongShape("want the amount used of each acceptance and of each tender")
	}
	return nil
}

// verifyProofs checks what is used, and that it is best.
func (a *arrangement) verifyProofs(r *Result) error {
	stages := 0
	for _, g := range a.graphs {
		stages += len(g.stages)
	}
	if len(r.Proofs) != stages {
		return wrongShape("want one proof for each stage in each unit")
	}
	first := 0
	for _, g := range a.graphs {
		if err := g.verify(r, first); err != nil {
			return err
		}
		first += len(g.stages)
	}
	return a.verifyChains(r)
}

// verify checks one unit, whose proofs begin at a place.
func (g *graph) verify(r *Result, first int) error {
	if err := g.verifyUsed(r); err != nil {
		return err
	}
	c := g.course(g.flowOf(r))
	if err := c.verifyNet(); err != nil {
		return err
	}
	if g.lengthMax > 0 {
		return c.verifyShort(r.Proofs[first], first)
	}
	for k, s := range g.stages {
		if err := c.verifyStage(s, r.Proofs[first+k], first+k); err != nil {
			return err
		}
	}
	return nil
}

// verifyUsed checks what is used of each entry, and the order between the same parties.
func (g *graph) verifyUsed(r *Result) error {
	for _, e := range g.idle {
		if err := g.book.verifyUse(r, e.entry); err != nil {
			return err
		}
		if used := g.book.used(r, e.entry); !used.IsZero() {
			return g.book.refuse(ErrIdle, e.entry, "got "+used.String())
		}
	}
	full := true // what came before, of the same kind between the same parties
	for k, e := range g.edges {
		if err := g.book.verifyUse(r, e.entry); err != nil {
			return err
		}
		used := *g.book.used(r, e.entry)
		if k == 0 || !g.parallel(k-1, k) {
			full = true
		}
		if !full && !used.IsZero() {
			return g.book.refuse(ErrOrder, e.entry, "what is due earlier, ranks lower or has the lower ID goes first")
		}
		full = used == g.book.amount(e.entry)
	}
	return nil
}

// verifyUse checks that what is used of an entry lies within it.
func (b *Book) verifyUse(r *Result, entry int32) error {
	amount, used := b.amount(entry), *b.used(r, entry)
	if used.Unit() == amount.Unit() && used.Parts() >= 0 && used.Parts() <= amount.Parts() {
		return nil
	}
	reason := ErrUse
	if b.kind(entry) == kindObligation {
		reason = ErrSetOff
	}
	return b.refuse(reason, entry, "got "+used.String()+" of "+amount.String())
}

// refuse returns an Error that names an entry.
func (b *Book) refuse(reason error, entry int32, what string) error {
	k, i := b.split(entry)
	return &Error{Reason: reason, Entry: k.String(), Index: i, ID: name.Clip(b.id(entry)), What: what}
}

// verifyNet checks that as much goes into every party as goes out.
func (c *course) verifyNet() error {
	balance := make([]int64, len(c.parties))
	for k, a := range c.arcs {
		balance[a.from] -= c.flow[k]
		balance[a.to] += c.flow[k]
	}
	for n, b := range balance {
		if b != 0 {
			return &Error{Reason: ErrNet, Entry: "party", Index: n, ID: name.Clip(c.parties[n]),
				What: "what it owes and what it is owed must be set off alike"}
		}
	}
	return nil
}

// verifyStage checks that a proof shows the flow best in a stage, and says in terms of parties where it does
// not.
func (c *course) verifyStage(s Objective, p Proof, place int) error {
	switch {
	case s.Stage == Even:
		return c.verifyEven(p, place)
	case s.Stage == Freed:
		return c.verifyFreed(p, place)
	}
	if what := c.wrongProof(s.Stage, p); what != "" {
		return c.refuseProof(ErrNotProof, place, what)
	}
	if k := c.unexplained(s, p.Potentials); k >= 0 {
		return c.refuseProof(ErrNotProof, place, "not for "+c.text(k))
	}
	c.bind(s, p.Potentials)
	return c.verifyValue(p, place, c.value(s), unit.Amount{})
}

// verifyValue checks what a proof says that the stage has come to, and how far that is from the optimum.
func (c *course) verifyValue(p Proof, place int, value, distance unit.Amount) error {
	switch {
	case p.Value != value:
		return c.refuseProof(ErrTotals, place, "want a value of "+value.String())
	case p.Distance != distance:
		return c.refuseProof(ErrNotProof, place, "want a distance of "+distance.String())
	}
	return nil
}

// wrongProof says what keeps a proof by potentials from being one of a stage, whatever the potentials.
func (c *course) wrongProof(s Stage, p Proof) string {
	switch {
	case p.Unit != c.unit || p.Stage != s || !slices.Equal(p.Parties, c.parties):
		return `want the stage "` + string(s) + `" and the parties in the order of their names`
	case len(p.Potentials) != len(c.parties):
		return "want one potential for each party"
	case len(p.Freed) > 0 || s != Even && p.Scale != 0:
		return "it frees nobody, and none but Even has a scale"
	}
	return ""
}

func (c *course) refuseProof(reason error, place int, what string) error {
	return &Error{Reason: reason, Entry: "proof", Index: place, ID: c.unit.String(), What: what}
}
