package play

import (
	"cmp"
	"maps"
	"math/bits"
	"slices"
	"strconv"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/unit"
)

// A view gathers what is shown of one unit.
type view struct {
	inUnit
	unit  unit.Unit
	owes  map[string]*[2]int64 // by party, before and after
	owed  map[string]*[2]int64
	pairs map[clearing.Pair]*[2]int64
	few   bool // few enough parties to show each
	proof clearing.Proof
}

func newView(t clearing.Totals, p clearing.Proof) *view {
	return &view{
		inUnit: inUnit{
			Unit: t.Unit.Code(), Count: len(p.Parties), Percent: percent(t.Cleared.Parts(), t.Gross.Parts()),
			Gross: figureOf(t.Gross), Cleared: figureOf(t.Cleared), Remaining: figureOf(t.Remaining), NetDebt: figureOf(t.NetDebt),
			Chained: figureOf(plus(t.Remaining, -t.NetDebt.Parts())),
			Parties: []standing{}, Pairs: []pair{}, Rows: []obligation{}, Rings: []ring{}, Tiers: []tier{},
		},
		unit: t.Unit, owes: map[string]*[2]int64{}, owed: map[string]*[2]int64{}, pairs: map[clearing.Pair]*[2]int64{},
		few: len(p.Parties) <= PartiesShownMax, proof: p,
	}
}

// percent is for people: rounded down, so that 100 % means all, and 0 % none. No sum is above 2^62 parts.
func percent(part, whole int64) string {
	if whole == 0 {
		return "0 %"
	}
	high, low := bits.Mul64(uint64(part), 100)
	q, _ := bits.Div64(high, low, uint64(whole))
	if q == 0 && part > 0 {
		return "under 1 %"
	}
	return strconv.FormatUint(q, 10) + " %"
}

// add counts an obligation.
func (v *view) add(o clearing.Obligation, line int, off unit.Amount) {
	stays := unit.New(o.Amount.Parts()-off.Parts(), v.unit)
	if v.Debts++; v.Debts <= rowsShownMax {
		v.Rows = append(v.Rows, obligation{o.ID, line, o.Debtor, o.Creditor, day(o.Due), number(o.Amount), dash(off), dash(stays)})
	}
	if !v.few {
		return
	}
	for when, parts := range [2]int64{o.Amount.Parts(), stays.Parts()} {
		count(v.owes, o.Debtor, when, parts)
		count(v.owed, o.Creditor, when, parts)
		count(v.pairs, clearing.Pair{Debtor: o.Debtor, Creditor: o.Creditor}, when, parts)
	}
}

func count[K comparable](sums map[K]*[2]int64, key K, when int, parts int64) {
	if sums[key] == nil {
		sums[key] = new([2]int64)
	}
	sums[key][when] += parts
}

func day(t time.Time) string {
	switch {
	case t.IsZero():
		return ""
	case t.Equal(t.Truncate(24 * time.Hour)):
		return t.Format(time.DateOnly)
	}
	return t.Format(time.RFC3339)
}

func (v *view) figures(sum *[2]int64) (both [2]figure) {
	for when := range both {
		parts := int64(0)
		if sum != nil {
			parts = sum[when]
		}
		both[when] = figureOf(unit.New(parts, v.unit))
	}
	return both
}

// finish puts what was counted in order: parties and tiers by name, pairs the largest first.
func (v *view) finish() inUnit {
	if !v.few {
		return v.inUnit
	}
	for _, name := range v.proof.Parties {
		v.Parties = append(v.Parties, standing{name, v.figures(v.owes[name]), v.figures(v.owed[name])})
	}
	largest := slices.SortedFunc(maps.Keys(v.pairs), func(p, q clearing.Pair) int {
		return cmp.Or(cmp.Compare(v.pairs[q][0], v.pairs[p][0]), cmp.Compare(p.Debtor, q.Debtor), cmp.Compare(p.Creditor, q.Creditor))
	})
	for _, p := range largest[:min(len(largest), pairsShownMax)] {
		v.Pairs = append(v.Pairs, pair{p.Debtor, p.Creditor, v.figures(v.pairs[p])})
	}
	v.Tiers = tiers(v.proof)
	return v.inUnit
}

// tiers groups the parties by their potentials, the highest first.
func tiers(p clearing.Proof) []tier {
	on := map[int64][]string{}
	for i, party := range p.Parties {
		on[p.Potentials[i]] = append(on[p.Potentials[i]], party)
	}
	all := []tier{}
	for _, d := range slices.Backward(slices.Sorted(maps.Keys(on))) {
		all = append(all, tier{d, on[d]})
	}
	return all
}
