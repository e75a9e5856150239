package clearing

import (
	"errors"
	"fmt"
	"slices"

	"example.org/mutual/clearing/flow"
	"example.org/mutual/internal/name"
	"example.org/mutual/unit"
)

// Verify reports whether r is a largest set-off of b, without a solver, so that a member need not
// trust whoever computed it. It checks, in this order, that r is of this Book and has its shape; in
// each unit, that each set-off lies from zero to its obligation, that between the same parties earlier
// obligations are set off first, that every net position stays as it was, that the potentials prove the
// set-off the largest, and that the totals and the proof's value are those of the set-off.
//
// It returns nil, or an [Error] that names the first thing wrong. The cost is that of sorting the Book,
// and one pass over it.
func Verify(b Book, o Options, r *Result) error {
	a, err := arrange(b)
	if err != nil {
		return err
	}
	if err := a.verifyShape(r); err != nil {
		return err
	}
	for k, g := range a.graphs {
		if err := g.verify(b.Obligations, r, k); err != nil {
			return err
		}
	}
	return nil
}

// VerifyProofs is [Verify] for whoever holds no Result: it reports whether these set-offs, in the Book's
// order, are the largest by these proofs, one a unit in the order of the units.
func VerifyProofs(b Book, o Options, setOff []unit.Amount, proofs []Proof) error {
	a, err := arrange(b)
	if err != nil {
		return err
	}
	r := &Result{SetOff: setOff, Proofs: proofs, BookDigest: a.digest()}
	if len(setOff) == len(b.Obligations) && len(proofs) == len(a.graphs) {
		for k, g := range a.graphs {
			if err := g.verifySetOff(b.Obligations, r); err != nil {
				return err
			}
			r.Totals = append(r.Totals, g.totals(g.cleared(r)))
			if err := g.verify(b.Obligations, r, k); err != nil {
				return err
			}
		}
	}
	return a.verifyShape(r)
}

// cleared returns the sum of all set-offs.
func (g *graph) cleared(r *Result) (sum int64) {
	for _, f := range g.flow(r) {
		sum += f
	}
	return sum
}

// verifyShape checks everything that does not depend on the amounts.
func (a *arrangement) verifyShape(r *Result) error {
	shape := func(what string) error { return &Error{Reason: ErrShape, What: what} }
	switch digest := a.digest(); {
	case r == nil:
		return shape("there is no result")
	case r.BookDigest != digest:
		return &Error{Reason: ErrDigest, What: "want " + digest}
	case len(r.SetOff) != len(a.Obligations):
		return shape("want one set-off for each obligation")
	case len(r.Accepted) != len(a.Acceptances) || len(r.Tendered) != len(a.Tenders) || len(r.New) != 0:
		return shape("want nothing accepted, tendered or new where the book has no acceptances and no tenders")
	case len(r.Totals) != len(a.graphs) || len(r.Proofs) != len(a.graphs):
		return shape("want one total and one proof for each unit")
	}
	return nil
}

// verify checks the k-th unit.
func (g *graph) verify(all []Obligation, r *Result, k int) error {
	if err := g.verifySetOff(all, r); err != nil {
		return err
	}
	s := &flow.Solution{Flow: g.flow(r), Potential: r.Proofs[k].Potentials}
	for _, f := range s.Flow {
		s.Cost -= f
	}
	if err := g.verifyNet(s.Flow); err != nil {
		return err
	}
	if err := g.verifyProof(s, r.Proofs[k], k); err != nil {
		return err
	}
	totals := g.totals(-s.Cost)
	if r.Totals[k] != totals || r.Proofs[k].Value != totals.Cleared {
		return &Error{Reason: ErrTotals, Entry: "total", Index: k, ID: g.unit.String(), What: totals.String()}
	}
	return nil
}

// verifySetOff checks each set-off against its obligation, and the order between the same parties.
func (g *graph) verifySetOff(all []Obligation, r *Result) error {
	for _, p := range g.pairs {
		full := true // what came before, between these two
		for _, e := range g.edges[p.first:p.end] {
			owed, off := all[e.obligation].Amount, r.SetOff[e.obligation]
			refuse := func(reason error, what string) error {
				return &Error{Reason: reason, Entry: "obligation", Index: int(e.obligation), ID: name.Clip(all[e.obligation].ID), What: what}
			}
			if off.Unit() != g.unit || off.Parts() < 0 || off.Parts() > owed.Parts() {
				return refuse(ErrSetOff, "got "+off.String()+" of "+owed.String())
			}
			if off.Parts() > 0 && !full {
				return refuse(ErrOrder, "what is due earlier, ranks lower or has the lower ID goes first")
			}
			full = off == owed
		}
	}
	return nil
}

// flow returns what is set off between each pair of parties.
func (g *graph) flow(r *Result) []int64 {
	flow := make([]int64, len(g.pairs))
	for k, p := range g.pairs {
		for _, e := range g.edges[p.first:p.end] {
			flow[k] += r.SetOff[e.obligation].Parts()
		}
	}
	return flow
}

// verifyNet checks that every party has as much set off of what it owes as of what it is owed.
func (g *graph) verifyNet(flow []int64) error {
	balance := make([]int64, len(g.parties))
	for k, p := range g.pairs {
		balance[p.debtor] -= flow[k]
		balance[p.creditor] += flow[k]
	}
	for n, b := range balance {
		if b != 0 {
			return &Error{Reason: ErrNet, Entry: "party", Index: n, ID: name.Clip(g.parties[n]),
				What: "what it owes and what it is owed must be set off alike"}
		}
	}
	return nil
}

// verifyProof checks that the potentials prove the flow the largest, and says in terms of parties where
// they do not.
func (g *graph) verifyProof(s *flow.Solution, proof Proof, k int) error {
	refuse := func(what string) error {
		return &Error{Reason: ErrNotProof, Entry: "proof", Index: k, ID: g.unit.String(), What: what}
	}
	if proof.Unit != g.unit || proof.Stage != NetReduction || !slices.Equal(proof.Parties, g.parties) {
		return refuse(`want the stage "net reduction" and the parties in the order of their names`)
	}
	err := flow.Verify(g.problem(), s)
	var found *flow.Error
	switch {
	case !errors.As(err, &found):
		return err
	case found.Arc >= 0:
		p := g.pairs[found.Arc]
		return refuse(fmt.Sprintf("not for what %.32q owes %.32q", g.parties[p.debtor], g.parties[p.creditor]))
	}
	return refuse("want one potential for each party")
}
