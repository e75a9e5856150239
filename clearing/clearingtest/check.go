package clearingtest

import (
	"errors"
	"fmt"
	"maps"
	"math/big"
	"slices"

	"example.org/mutual/clearing"
	"example.org/mutual/unit"
)

// Check reports everything that is wrong with r as the clearing of b under o, both of which [clearing.Clear]
// must accept: one joined error, each fault with the number of its invariant in the comment of package clearing;
// nil where nothing is. O(n log n) for each stage, with large constants.
func Check(b clearing.Book, o clearing.Options, r *clearing.Result) error {
	views, err := checkShape(b, o, r)
	if err != nil {
		return err // what follows could not index it
	}
	errs := []error{checkDigest(b, r), checkNew(b, r)}
	proofs := r.Proofs
	for k, v := range views {
		errs = append(errs, v.checkBounds(), v.checkNet(r), v.checkPairs(r), v.checkOrder(), v.checkRings(),
			v.checkProofs(proofs[:len(v.stages)]), v.checkTotals(r.Totals[k]))
		proofs = proofs[len(v.stages):]
	}
	if err := errors.Join(errs...); err != nil {
		return err // its chains would mean nothing
	}
	chains := slices.Collect(clearing.Chains(b, r))
	return errors.Join(CheckChains(b, r, chains), checkWorth(o, chains), checkLength(o, r, chains))
}

// checkShape returns the units, if the result has everything that is to be checked of them.
func checkShape(b clearing.Book, o clearing.Options, r *clearing.Result) ([]view, error) {
	if r == nil {
		return nil, errors.New("shape: no result")
	}
	if err := checkLengths(b, r); err != nil {
		return nil, err
	}
	var views []view
	stages := 0
	for _, u := range units(b) {
		v := newView(b, o, r, u)
		views, stages = append(views, v), stages+len(v.stages)
	}
	if len(r.Totals) != len(views) || len(r.Proofs) != stages {
		return nil, fmt.Errorf("shape: %d totals and %d proofs for %d units with %d stages", len(r.Totals), len(r.Proofs), len(views), stages)
	}
	return views, nil
}

// checkLengths: something is said of each entry.
func checkLengths(b clearing.Book, r *clearing.Result) error {
	if len(r.SetOff) != len(b.Obligations) || len(r.Accepted) != len(b.Acceptances) || len(r.Tendered) != len(b.Tenders) {
		return fmt.Errorf("shape: %d, %d and %d used of %d obligations, %d acceptances and %d tenders", len(r.SetOff), len(r.Accepted), len(r.Tendered),
			len(b.Obligations), len(b.Acceptances), len(b.Tenders))
	}
	return nil
}

// checkBounds: 0 <= used <= amount, and 0 of what takes no part.
func (v view) checkBounds() error {
	for _, e := range v.entries {
		if e.used.Unit() != v.unit || e.used.Parts() < 0 || e.used.Parts() > e.amount.Parts() {
			return fmt.Errorf("invariant 1: %d of %q used of %d of %q, %s %.40q", e.used.Parts(), e.used.Unit(), e.amount.Parts(), v.unit, e.kind, e.id)
		}
		if e.idle && !e.used.IsZero() {
			return fmt.Errorf("invariant 1: %.40q takes no part, and %v of it is used", e.id, e.used)
		}
	}
	return nil
}

// created returns the new obligations in the unit.
func (v view) created(r *clearing.Result) (all []clearing.Obligation) {
	for _, o := range r.New {
		if o.Amount.Unit() == v.unit {
			all = append(all, o)
		}
	}
	return all
}

// checkNet: every party's net position is the same before and after, tenders being debts of their sources.
func (v view) checkNet(r *clearing.Result) error {
	before, after := make(sums[string]), make(sums[string])
	owe := func(net sums[string], debtor, creditor string, n *big.Int) {
		net.sub(debtor, n)
		net.add(creditor, n)
	}
	for _, e := range v.entries {
		if e.kind != "acceptance" {
			owe(before, e.from, e.to, parts(e.amount))
			owe(after, e.from, e.to, new(big.Int).Sub(parts(e.amount), parts(e.used)))
		}
	}
	for _, o := range v.created(r) {
		owe(after, o.Debtor, o.Creditor, parts(o.Amount))
	}
	for _, name := range v.parties() {
		if before.at(name).Cmp(after.at(name)) != 0 {
			return fmt.Errorf("invariant 2: the net position of %.40q is %v, and was %v", name, after.at(name), before.at(name))
		}
	}
	return nil
}

// checkPairs: nobody owes anybody more than before, but what it newly promises to whom accepts it.
func (v view) checkPairs(r *clearing.Result) error {
	more := make(sums[pair])
	for _, e := range v.entries {
		if e.kind == "acceptance" {
			more.sub(pair{e.to, e.from}, parts(e.amount))
		} else {
			more.sub(pair{e.from, e.to}, parts(e.used))
		}
	}
	for _, o := range v.created(r) {
		more.add(pair{o.Debtor, o.Creditor}, parts(o.Amount))
	}
	for _, p := range slices.SortedFunc(maps.Keys(more), pair.compare) {
		if more.at(p).Sign() > 0 {
			return fmt.Errorf("invariant 3: %.40q owes %.40q %v more than before", p.debtor, p.creditor, more.at(p))
		}
	}
	return nil
}

// checkOrder: between the same parties, nothing is used while something of the kind before it is left.
func (v view) checkOrder() error {
	for _, same := range v.parallel() {
		for k := 1; k < len(same); k++ {
			if e, f := same[k-1], same[k]; e.used != e.amount && !f.used.IsZero() {
				return fmt.Errorf("invariant 4: %.40q is used before all of %.40q is", f.id, e.id)
			}
		}
	}
	return nil
}

// checkRings: what takes part and stays holds no ring of obligations, or none within the cap.
func (v view) checkRings() error {
	owes := make(map[string][]string)
	for _, e := range v.entries {
		if e.kind == "obligation" && !e.idle && e.used != e.amount {
			owes[e.from] = append(owes[e.from], e.to)
		}
	}
	if v.length > 0 {
		return checkShortRings(owes, v.length)
	}
	s := search{owes: owes, seen: make(map[string]bool), done: make(map[string]bool)}
	for _, name := range slices.Sorted(maps.Keys(owes)) {
		if s.ring(name) {
			return fmt.Errorf("invariant 5: a ring is left through what %.40q owes", name)
		}
	}
	return nil
}

// A search goes down what is owed, depth first.
type search struct {
	owes       map[string][]string
	seen, done map[string]bool
}

// ring reports whether the way down from here leads back to a party above.
func (s search) ring(name string) bool {
	if s.seen[name] {
		return !s.done[name]
	}
	s.seen[name] = true
	if slices.ContainsFunc(s.owes[name], s.ring) {
		return true
	}
	s.done[name] = true
	return false
}

// checkProofs: the potentials show that each stage is at the best that those before it leave.
func (v view) checkProofs(proofs []clearing.Proof) error {
	fixed := make([]bool, len(v.entries)) // by the stages before
	for k, o := range v.stages {
		check := v.checkProof
		switch {
		case o.Stage == clearing.Even:
			check = v.checkEven
		case o.Stage == clearing.Freed:
			check = v.checkFreed
		case v.length > 0:
			check = v.checkShort
		}
		if err := errors.Join(v.checkParties(o, proofs[k]), check(o, proofs[k], fixed)); err != nil {
			return err
		}
	}
	return nil
}

// checkParties: each proof is of its unit, stage and parties, and has what its stage has and nothing else.
func (v view) checkParties(o clearing.Objective, p clearing.Proof) error {
	if p.Unit != v.unit || p.Stage != o.Stage || !slices.Equal(p.Parties, v.parties()) {
		return fmt.Errorf("invariant 5: the proof is not one of %q in %q with the parties in order", o.Stage, v.unit)
	}
	if even := o.Stage == clearing.Even; even != (p.Scale > 0) || p.Scale < 0 || p.Distance != (unit.Amount{}) && !even && v.length == 0 ||
		len(p.Freed) > 0 && o.Stage != clearing.Freed {
		return fmt.Errorf("invariant 5: the proof of %q has a scale, a distance or parties freed that it should not have, or the other way round", o.Stage)
	}
	return nil
}

// potentials returns those of the parties.
func (v view) potentials(p clearing.Proof) (sums[string], error) {
	parties, potential := v.parties(), make(sums[string])
	if len(p.Potentials) != len(parties) {
		return nil, fmt.Errorf("invariant 5: not a potential for each party at %q", p.Stage)
	}
	for i, name := range parties {
		potential.add(name, big.NewInt(p.Potentials[i]))
	}
	return potential, nil
}

// reduced returns what is left of an entry's gain in a linear stage after the potentials, above zero where it is to be
// used.
func (v view) reduced(o clearing.Objective, e entry, potential sums[string]) *big.Int {
	gain, most := v.gain(o, e)
	if !most {
		gain = -gain
	}
	return new(big.Int).Add(big.NewInt(gain), new(big.Int).Sub(potential.at(e.to), potential.at(e.from)))
}

// value returns what a linear stage has come to.
func (v view) value(o clearing.Objective) *big.Int {
	value := new(big.Int)
	for _, e := range v.entries {
		gain, _ := v.gain(o, e)
		value.Add(value, new(big.Int).Mul(big.NewInt(gain), parts(e.used)))
	}
	return value
}

// checkProof: an entry that would gain by more is used whole, one that would gain by less not at all; which it
// is, the potentials of its parties say. Both stay so for the stages that follow.
func (v view) checkProof(o clearing.Objective, p clearing.Proof, fixed []bool) error {
	potential, err := v.potentials(p)
	if err != nil {
		return err
	}
	for i, e := range v.entries {
		if e.idle || fixed[i] {
			continue
		}
		left := v.reduced(o, e, potential).Sign()
		if left < 0 && !e.used.IsZero() || left > 0 && e.used != e.amount {
			return fmt.Errorf("invariant 5: at %q, potentials %v and %v do not explain %d used of %d, %.40q", o.Stage,
				potential.at(e.from), potential.at(e.to), e.used.Parts(), e.amount.Parts(), e.id)
		}
		fixed[i] = left != 0
	}
	if value := v.value(o); !v.is(p.Value, value) {
		return fmt.Errorf("invariant 5: at %q the value is %v and not %v", o.Stage, value, p.Value)
	}
	return nil
}

// checkTotals: Gross = Cleared + Remaining, and Remaining + New + Liquidity >= NetDebt.
func (v view) checkTotals(t clearing.Totals) error {
	total, net := make(sums[string]), make(sums[string])
	for _, e := range v.entries {
		total.add("used of "+e.kind, parts(e.used))
		if e.kind == "obligation" {
			total.add("gross", parts(e.amount))
			net.add(e.to, parts(e.amount))
			net.sub(e.from, parts(e.amount))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(net)) {
		if net.at(name).Sign() > 0 {
			total.add("net debt", net.at(name))
		}
	}
	stays := new(big.Int).Sub(total.at("gross"), total.at("used of obligation"))
	least := new(big.Int).Add(stays, new(big.Int).Add(total.at("used of acceptance"), total.at("used of tender")))
	if t.Unit != v.unit || !v.is(t.Gross, total.at("gross")) || !v.is(t.Cleared, total.at("used of obligation")) ||
		!v.is(t.Remaining, stays) || !v.is(t.NetDebt, total.at("net debt")) || !v.is(t.New, total.at("used of acceptance")) ||
		!v.is(t.Liquidity, total.at("used of tender")) || least.Cmp(total.at("net debt")) < 0 {
		return fmt.Errorf("invariant 6: %v, not %v", t, total)
	}
	return nil
}

// is reports whether an amount is this many parts.
func (v view) is(a unit.Amount, n *big.Int) bool { return a.Unit() == v.unit && n.Cmp(parts(a)) == 0 }

// checkNew: what is used of each acceptance is a new obligation, named after it with the least number that
// gives a new ID.
func checkNew(b clearing.Book, r *clearing.Result) error {
	ids := make(map[string]bool)
	for _, e := range entries(b, clearing.Options{}, r) {
		ids[e.id] = true
	}
	var want []clearing.Obligation
	for i, c := range b.Acceptances {
		n := 1
		for ids[fmt.Sprintf("%s/%d", c.ID, n)] {
			n++
		}
		if !r.Accepted[i].IsZero() {
			want = append(want, clearing.Obligation{ID: fmt.Sprintf("%s/%d", c.ID, n), Debtor: c.Debtor, Creditor: c.Acceptor, Amount: r.Accepted[i]})
		}
	}
	if !slices.Equal(r.New, want) {
		return fmt.Errorf("invariant 8: new are %v, not %v", r.New, want)
	}
	return nil
}

// checkWorth: where nothing comes before net reduction, and between it and the least use, every ring clears
// more than it promises and uses.
func checkWorth(o clearing.Options, chains []clearing.Chain) error {
	s := stages(o, true)
	if s[0].Stage != clearing.NetReduction || o.LengthMax == 0 && s[1].Stage != clearing.LeastUse {
		return nil
	}
	for _, c := range chains {
		gain := len(c.Obligations)
		for _, kind := range c.Kinds {
			if kind != "obligation" {
				gain -= 2
			}
		}
		if gain <= 0 {
			return fmt.Errorf("invariant 9: the ring %v through %.60q clears no more than it costs", c.Amount, fmt.Sprint(c.Obligations))
		}
	}
	return nil
}
