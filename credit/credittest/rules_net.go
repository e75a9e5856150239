package credittest

import (
	"maps"
	"math/big"
	"slices"
	"strings"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/credit"
	"example.org/mutual/unit"
)

func (m *Model) net(a credit.Net, at time.Time) error {
	if given(a.Proof) && !m.proves(a.Lines, a.Proof, at) {
		return refuse(credit.ErrProof)
	}
	_, err := m.setOff(a.By, a.Lines, at, m.less)
	return err
}

// setOff takes each promise of a set-off, and returns who must agree because it changes their balance.
func (m *Model) setOff(by []string, lines []credit.NetLine, at time.Time, take func(credit.Promise, int64)) ([]string, error) {
	if len(lines) == 0 {
		return nil, refuse(credit.ErrNet)
	}
	gained, seen := map[string]*big.Int{}, map[string]bool{}
	for _, n := range lines {
		if seen[n.Promise] {
			return nil, refuse(credit.ErrNet)
		}
		seen[n.Promise] = true
		p, err := m.open(n.Promise)
		if err := firstOf(err, m.free(p, n.SetOff)); err != nil {
			return nil, err
		}
		if !clears(m.lines[two{p.Promisor, p.Holder}], p.Due, at) && !answers(by, p) {
			return nil, agree(nil, p.Holder)
		}
		take(p, n.SetOff.Parts())
		add(gained, p.Promisor, n.SetOff.Parts())
		add(gained, p.Holder, -n.SetOff.Parts())
	}
	var moved []string
	for _, party := range slices.Sorted(maps.Keys(gained)) {
		if gained[party].Sign() != 0 {
			moved = append(moved, party)
		}
	}
	return moved, agree(by, moved...)
}

// add adds parts to one of several sums, and returns it.
func add[K comparable](sums map[K]*big.Int, key K, parts int64) *big.Int {
	if sums[key] == nil {
		sums[key] = new(big.Int)
	}
	return sums[key].Add(sums[key], big.NewInt(parts))
}

// given reports whether there is a proof at all.
func given(p clearing.Proof) bool {
	return !p.Unit.IsZero() || p.Stage != "" || len(p.Parties) > 0 || len(p.Potentials) > 0 || p.Value != unit.Amount{}
}

// proves reports whether a proof shows that no set-off of what may be set off at a time is larger: by the
// definition of clearing.Proof, obligation by obligation.
func (m *Model) proves(lines []credit.NetLine, proof clearing.Proof, at time.Time) bool {
	all := m.Book(at).Obligations
	of := map[string]unit.Amount{}
	for _, n := range lines {
		of[n.Promise] = n.SetOff
	}
	off := make([]unit.Amount, len(all))
	for i, o := range all {
		off[i] = of[o.ID]
		if off[i] == (unit.Amount{}) {
			off[i] = m.amount(new(big.Int))
		}
		delete(of, o.ID)
	}
	return len(all) > 0 && len(of) == 0 && len(lines) <= len(all) && m.isSetOff(all, off) && m.slack(all, off, proof)
}

// isSetOff reports whether these are set-offs: each within its obligation, the first between two first, and
// all together of no effect on any balance.
func (m *Model) isSetOff(all []clearing.Obligation, off []unit.Amount) bool {
	total, gained := new(big.Int), map[string]*big.Int{}
	for i, o := range all {
		if off[i].Unit() != m.terms.Unit || off[i].Sign() < 0 || off[i].Parts() > o.Amount.Parts() {
			return false
		}
		for k, q := range all {
			if o.Debtor == q.Debtor && o.Creditor == q.Creditor && m.earlier(o, q) && off[k].Sign() > 0 && off[i] != o.Amount {
				return false
			}
		}
		total.Add(total, big.NewInt(o.Amount.Parts()))
		add(gained, o.Debtor, off[i].Parts())
		add(gained, o.Creditor, -off[i].Parts())
	}
	for _, party := range slices.Sorted(maps.Keys(gained)) {
		if gained[party].Sign() != 0 {
			return false
		}
	}
	return total.Cmp(most()) <= 0
}

// earlier reports whether of two obligations between the same parties one goes first, as in a payment.
func (m *Model) earlier(o, q clearing.Obligation) bool {
	order := m.usable(o.Debtor, o.Creditor)
	place := func(id string) int {
		return slices.IndexFunc(order, func(p credit.Promise) bool { return p.ID == id })
	}
	return place(o.ID) < place(q.ID)
}

// slack reports whether potentials prove a set-off: from tier d to tier c, nothing is set off where
// d > c + 1, and nothing stays where d < c + 1.
func (m *Model) slack(all []clearing.Obligation, off []unit.Amount, proof clearing.Proof) bool {
	var parties []string
	value := new(big.Int)
	for i, o := range all {
		parties = append(parties, o.Debtor, o.Creditor)
		value.Add(value, big.NewInt(off[i].Parts()))
	}
	slices.SortFunc(parties, strings.Compare)
	parties = slices.Compact(parties)
	if proof.Unit != m.terms.Unit || proof.Stage != clearing.NetReduction || proof.Value != m.amount(value) || !slices.Equal(proof.Parties, parties) || len(proof.Potentials) != len(parties) {
		return false
	}
	tier := func(party string) *big.Int { return big.NewInt(proof.Potentials[slices.Index(parties, party)]) }
	for i, o := range all {
		next := new(big.Int).Add(tier(o.Creditor), big.NewInt(1))
		side := tier(o.Debtor).Cmp(next)
		if side > 0 && off[i].Sign() > 0 || side < 0 && off[i] != o.Amount {
			return false
		}
	}
	return true
}
