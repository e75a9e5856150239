package insolvencytest

import (
	"errors"
	"fmt"
	"math/big"

	"example.org/mutual/clearing/insolvency"
	"example.org/mutual/unit"
)

// Check reports everything that is wrong with r as the settlement of s, which must be a system that
// [insolvency.Settle] accepts, but for whether another vector lies beyond it: one joined error, each fault
// with the number of its invariant in the comment of package insolvency; nil where nothing is. It uses none
// of that package's code, and rational numbers throughout.
func Check(s insolvency.System, o insolvency.Options, r *insolvency.Result) error {
	w := newWorld(s, o)
	if r == nil || len(r.Positions) != len(w.parties) || len(r.Paid) != len(s.Debts) {
		return errors.New("shape: not a position for each party and a payment for each debt")
	}
	v := make([]*big.Rat, len(w.parties))
	for i, p := range r.Positions {
		if p.Party != w.parties[i] {
			return fmt.Errorf("shape: position %d is of %.40q", i, p.Party)
		}
		v[i] = p.Pays.Rat()
	}
	return errors.Join(w.checkBounds(v), w.checkFixed(v), w.checkPaid(s, v, r), w.checkSums(s, v, r), w.checkPositions(s, r))
}

// checkBounds: nobody pays less than nothing or more than it owes or has.
func (w *world) checkBounds(v []*big.Rat) error {
	for i, received := range w.receipts(v) {
		has := new(big.Rat).Add(received, w.means[i])
		if v[i].Sign() < 0 || v[i].Cmp(w.upTo(i, len(w.classes[i]))) > 0 || v[i].Cmp(has) > 0 {
			return fmt.Errorf("invariant 1: %.40q pays %v of %v", w.parties[i], v[i], has)
		}
	}
	return nil
}

// checkFixed: what all pay is what they can pay if all pay that.
func (w *world) checkFixed(v []*big.Rat) error {
	for i, x := range w.step(v) {
		if v[i].Cmp(x) != 0 {
			return fmt.Errorf("invariant 2: %.40q pays %v, and could %v", w.parties[i], v[i], x)
		}
	}
	return nil
}

// checkPaid: of each debt its exact payment, rounded down or up, in the system's unit.
func (w *world) checkPaid(s insolvency.System, v []*big.Rat, r *insolvency.Result) error {
	for k, d := range w.owed {
		exact, paid := w.of(d, v[d.debtor]), r.Paid[k]
		if paid.Unit() != s.Debts[k].Amount.Unit() || !rounds(paid.Parts(), exact) {
			return fmt.Errorf("invariant 4: %d paid of %.40q, exactly %v", paid.Parts(), s.Debts[k].ID, exact)
		}
	}
	return nil
}

// rounds reports whether n is x, rounded down or up.
func rounds(n int64, x *big.Rat) bool {
	d := new(big.Rat).Sub(rat(n), x)
	one := big.NewRat(1, 1)
	return d.Abs(d).Cmp(one) < 0
}

// checkSums: what each pays in all, and what is left to it, are likewise rounded; nobody pays more than it
// has.
func (w *world) checkSums(s insolvency.System, v []*big.Rat, r *insolvency.Result) error {
	for i, received := range w.receipts(v) {
		p := r.Positions[i]
		left := new(big.Rat).Add(w.means[i], received)
		left.Sub(left, v[i])
		switch owes := w.upTo(i, len(w.classes[i])); {
		case p.Left.Parts() < 0, !rounds(p.Paid.Parts(), v[i]):
			return fmt.Errorf("invariant 4: %.40q pays %d, exactly %v, and has %d left", p.Party, p.Paid.Parts(), v[i], p.Left.Parts())
		case v[i].Cmp(owes) < 0 && !rounds(p.Left.Parts(), left):
			return fmt.Errorf("invariant 4: %.40q is left with %d, exactly %v", p.Party, p.Left.Parts(), left)
		}
	}
	return nil
}

// checkPositions: what is paid, received and left adds up, to the smallest part.
func (w *world) checkPositions(s insolvency.System, r *insolvency.Result) error {
	want := make([]insolvency.Position, len(w.parties))
	add := func(a *unit.Amount, parts int64, u unit.Unit) { *a = unit.New(a.Parts()+parts, u) }
	var totals insolvency.Totals
	for i, p := range r.Positions {
		u := p.Owes.Unit()
		want[i] = insolvency.Position{Party: p.Party, Pays: p.Pays, Level: p.Level}
		for _, a := range []*unit.Amount{&want[i].Means, &want[i].Owes, &want[i].Paid, &want[i].Received, &want[i].Left} {
			add(a, 0, u)
		}
		for _, a := range []*unit.Amount{&totals.Owed, &totals.Paid, &totals.Covered, &totals.Left} {
			add(a, 0, u)
		}
		add(&want[i].Means, w.means[i].Num().Int64(), u)
		add(&want[i].Left, w.means[i].Num().Int64(), u)
	}
	for k, d := range s.Debts {
		u, paid := d.Amount.Unit(), r.Paid[k].Parts()
		received := paid
		if !d.Receipt.Unit().IsZero() {
			received = d.Receipt.Parts()
		}
		from, to := &want[w.owed[k].debtor], &want[w.owed[k].creditor]
		add(&from.Owes, d.Amount.Parts(), u)
		add(&from.Paid, paid, u)
		add(&from.Left, -paid, u)
		add(&to.Received, received, u)
		add(&to.Left, received, u)
		add(&totals.Owed, d.Amount.Parts(), u)
		add(&totals.Paid, paid, u)
		add(&totals.Covered, received-paid, u)
	}
	for i, p := range want {
		if r.Positions[i] != p {
			return fmt.Errorf("invariant 5: position %+v, not %+v", r.Positions[i], p)
		}
		add(&totals.Left, p.Left.Parts(), p.Left.Unit())
	}
	if r.Totals != totals {
		return fmt.Errorf("invariant 5: totals %v, not %v", r.Totals, totals)
	}
	return nil
}
