package clearingtest

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"math/big"
	"slices"

	"example.org/mutual/clearing"
	"example.org/mutual/unit"
)

// Check reports everything that is wrong with r as the clearing of b, which must be a book of obligations
// that [clearing.Clear] accepts: one joined error, each fault with the number of its invariant in the
// comment of package clearing; nil where nothing is. O(n log n), with large constants.
func Check(b clearing.Book, r *clearing.Result) error {
	if err := checkShape(b, r); err != nil {
		return err // what follows could not index it
	}
	errs := []error{checkDigest(b, r)}
	for k, u := range units(b) {
		v := newView(b, r, u)
		errs = append(errs, v.checkBounds(), v.checkNet(), v.checkPairs(), v.checkOrder(), v.checkRing(),
			v.checkTiers(r.Proofs[k]), v.checkTotals(r.Totals[k], r.Proofs[k]))
	}
	if err := errors.Join(errs...); err != nil {
		return err // its chains would mean nothing
	}
	return CheckChains(b, r, slices.Collect(clearing.Chains(b, r)))
}

func checkShape(b clearing.Book, r *clearing.Result) error {
	switch n := len(units(b)); {
	case r == nil:
		return errors.New("shape: no result")
	case len(b.Acceptances)+len(b.Tenders)+len(r.Accepted)+len(r.Tendered)+len(r.New) != 0:
		return errors.New("shape: acceptances or tenders")
	case len(r.SetOff) != len(b.Obligations):
		return fmt.Errorf("shape: %d set-offs of %d obligations", len(r.SetOff), len(b.Obligations))
	case len(r.Totals) != n || len(r.Proofs) != n:
		return fmt.Errorf("shape: %d totals and %d proofs for %d units", len(r.Totals), len(r.Proofs), n)
	}
	return nil
}

// checkDigest: each obligation as its fields in turn, texts with their lengths before them.
func checkDigest(b clearing.Book, r *clearing.Result) error {
	data := []byte("mutual clearing book 1\n")
	for _, o := range slices.SortedFunc(slices.Values(b.Obligations), func(o, p clearing.Obligation) int { return cmp.Compare(o.ID, p.ID) }) {
		for _, text := range []string{o.ID, o.Debtor, o.Creditor, o.Amount.Unit().String()} {
			data = append(binary.AppendUvarint(data, uint64(len(text))), text...)
		}
		data = binary.AppendVarint(data, o.Amount.Parts())
		data = binary.AppendVarint(data, o.Due.Unix())
		data = binary.AppendUvarint(data, uint64(o.Due.Nanosecond()))
		data = binary.AppendVarint(data, int64(o.Rank))
	}
	if want := fmt.Sprintf("%x", sha256.Sum256(data)); r.BookDigest != want {
		return fmt.Errorf("digest: %.70q, not %s", r.BookDigest, want)
	}
	return nil
}

// A view is one unit of a book and its result.
type view struct {
	unit unit.Unit
	owed []clearing.Obligation
	off  []unit.Amount // of each
}

func newView(b clearing.Book, r *clearing.Result, u unit.Unit) view {
	v := view{unit: u}
	for i, o := range b.Obligations {
		if o.Amount.Unit() == u {
			v.owed = append(v.owed, o)
			v.off = append(v.off, r.SetOff[i])
		}
	}
	return v
}

// A pair is who owes whom.
type pair struct{ debtor, creditor string }

func (p pair) compare(q pair) int {
	return cmp.Or(cmp.Compare(p.debtor, q.debtor), cmp.Compare(p.creditor, q.creditor))
}

// sums adds up numbers of any size under names.
type sums[K comparable] map[K]*big.Int

func (s sums[K]) add(key K, n *big.Int) { s[key] = new(big.Int).Add(s.at(key), n) }

func (s sums[K]) sub(key K, n *big.Int) { s[key] = new(big.Int).Sub(s.at(key), n) }

// at returns the sum under a name, zero where there is none.
func (s sums[K]) at(key K) *big.Int {
	if sum := s[key]; sum != nil {
		return sum
	}
	return new(big.Int)
}

// checkBounds: 0 <= set-off <= obligation.
func (v view) checkBounds() error {
	for i, o := range v.owed {
		if off := v.off[i]; off.Unit() != v.unit || off.Parts() < 0 || off.Parts() > o.Amount.Parts() {
			return fmt.Errorf("invariant 1: %d of %q set off of %d of %q, %.40q", off.Parts(), off.Unit(), o.Amount.Parts(), v.unit, o.ID)
		}
	}
	return nil
}

// checkNet: every party's net position is the same before and after.
func (v view) checkNet() error {
	before, after := make(sums[string]), make(sums[string])
	for i, o := range v.owed {
		stays := new(big.Int).Sub(big.NewInt(o.Amount.Parts()), big.NewInt(v.off[i].Parts()))
		before.add(o.Creditor, big.NewInt(o.Amount.Parts()))
		before.sub(o.Debtor, big.NewInt(o.Amount.Parts()))
		after.add(o.Creditor, stays)
		after.sub(o.Debtor, stays)
	}
	for _, name := range slices.Sorted(maps.Keys(before)) {
		if before.at(name).Cmp(after.at(name)) != 0 {
			return fmt.Errorf("invariant 2: the net position of %.40q is %v, and was %v", name, after.at(name), before.at(name))
		}
	}
	return nil
}

// checkPairs: nobody owes anybody more than before; that there are no new obligations is in the shape.
func (v view) checkPairs() error {
	more := make(sums[pair])
	for i := range v.owed {
		more.sub(v.pair(i), big.NewInt(v.off[i].Parts()))
	}
	for _, p := range slices.SortedFunc(maps.Keys(more), pair.compare) {
		if more.at(p).Sign() > 0 {
			return fmt.Errorf("invariant 3: %.40q owes %.40q %v more than before", p.debtor, p.creditor, more.at(p))
		}
	}
	return nil
}

func (v view) pair(i int) pair { return pair{v.owed[i].Debtor, v.owed[i].Creditor} }

// checkOrder: between the same parties, nothing is set off while something before it is left.
func (v view) checkOrder() error {
	for _, same := range v.parallel() {
		for k := 1; k < len(same); k++ {
			i, j := same[k-1], same[k]
			if v.off[i] != v.owed[i].Amount && !v.off[j].IsZero() {
				return fmt.Errorf("invariant 4: %.40q is set off before all of %.40q is", v.owed[j].ID, v.owed[i].ID)
			}
		}
	}
	return nil
}

// parallel returns the places of the obligations between the same parties, in the order of the parties
// and each in the order in which they are to be set off.
func (v view) parallel() [][]int {
	places := make(map[pair][]int)
	for i := range v.owed {
		places[v.pair(i)] = append(places[v.pair(i)], i)
	}
	var all [][]int
	for _, p := range slices.SortedFunc(maps.Keys(places), pair.compare) {
		all = append(all, slices.SortedFunc(slices.Values(places[p]), func(i, j int) int { return first(v.owed[i], v.owed[j]) }))
	}
	return all
}

// first compares by due date, none last, then rank, then ID.
func first(o, p clearing.Obligation) int {
	switch {
	case o.Due.IsZero() && !p.Due.IsZero():
		return 1
	case p.Due.IsZero() && !o.Due.IsZero():
		return -1
	}
	return cmp.Or(o.Due.Compare(p.Due), cmp.Compare(o.Rank, p.Rank), cmp.Compare(o.ID, p.ID))
}

// checkRing: what stays holds no ring.
func (v view) checkRing() error {
	owes := make(map[string][]string)
	for i, o := range v.owed {
		if v.off[i] != o.Amount {
			owes[o.Debtor] = append(owes[o.Debtor], o.Creditor)
		}
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

// checkTiers: the potentials show that no other set-off is larger. Of an obligation from tier d to tier c
// nothing may be set off where d > c+1, and nothing may stay where d < c+1.
func (v view) checkTiers(p clearing.Proof) error {
	parties := v.parties()
	if p.Unit != v.unit || p.Stage != clearing.NetReduction || !slices.Equal(p.Parties, parties) || len(p.Potentials) != len(parties) {
		return fmt.Errorf("invariant 5: the proof is not one of %q in %q with a potential for each party in order", clearing.NetReduction, v.unit)
	}
	tier := make(sums[string])
	for i, name := range parties {
		tier.add(name, big.NewInt(p.Potentials[i]))
	}
	for i, o := range v.owed {
		next := new(big.Int).Add(tier.at(o.Creditor), big.NewInt(1))
		above := tier.at(o.Debtor).Cmp(next)
		if above > 0 && !v.off[i].IsZero() || above < 0 && v.off[i] != o.Amount {
			return fmt.Errorf("invariant 5: tiers %v and %v do not explain %d set off of %d, %.40q",
				tier.at(o.Debtor), tier.at(o.Creditor), v.off[i].Parts(), o.Amount.Parts(), o.ID)
		}
	}
	return nil
}

// parties returns the names of all parties in their order.
func (v view) parties() []string {
	var all []string
	for _, o := range v.owed {
		all = append(all, o.Debtor, o.Creditor)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// checkTotals: Gross = Cleared + Remaining, and Remaining >= NetDebt.
func (v view) checkTotals(t clearing.Totals, p clearing.Proof) error {
	total, net := make(sums[string]), make(sums[string])
	for i, o := range v.owed {
		owed := big.NewInt(o.Amount.Parts())
		total.add("gross", owed)
		total.add("cleared", big.NewInt(v.off[i].Parts()))
		net.add(o.Creditor, owed)
		net.sub(o.Debtor, owed)
	}
	for _, name := range slices.Sorted(maps.Keys(net)) {
		if net.at(name).Sign() > 0 {
			total.add("net debt", net.at(name))
		}
	}
	stays := new(big.Int).Sub(total.at("gross"), total.at("cleared"))
	if t.Unit != v.unit || !v.is(t.Gross, total.at("gross")) || !v.is(t.Cleared, total.at("cleared")) ||
		!v.is(t.Remaining, stays) || !v.is(t.NetDebt, total.at("net debt")) || !v.is(p.Value, total.at("cleared")) ||
		stays.Cmp(total.at("net debt")) < 0 {
		return fmt.Errorf("invariant 6: %v with the proof's value %v, not %v", t, p.Value, total)
	}
	return nil
}

// is reports whether an amount is this many parts.
func (v view) is(a unit.Amount, parts *big.Int) bool {
	return a.Unit() == v.unit && parts.Cmp(big.NewInt(a.Parts())) == 0
}
