package insolvencytest

import (
	"maps"
	"math/big"
	"slices"

	"example.org/mutual/clearing/insolvency"
	"example.org/mutual/unit"
)

// A world is a system in rational numbers throughout.
type world struct {
	parties     []string
	means       []*big.Rat
	owed        []owed       // in the system's order
	classes     [][]*big.Rat // what each owes in each of its classes
	alpha, beta *big.Rat     // what a defaulter keeps of its means and receipts
}

// An owed is a debt.
type owed struct {
	debtor, creditor int
	amount           *big.Rat
	receipt          *big.Rat // nil where the creditor receives what the debtor pays
	class            int      // among its debtor's
}

func newWorld(s insolvency.System, o insolvency.Options) *world {
	w := &world{alpha: kept(o.LostMeans), beta: kept(o.LostReceipts)}
	if o.AllOrNothing {
		w.alpha, w.beta = new(big.Rat), new(big.Rat)
	}
	w.name(s)
	for _, m := range s.Means {
		w.means[w.place(m.Party)].SetInt64(m.Amount.Parts())
	}
	levels := make(map[string]map[int]bool)
	for _, d := range s.Debts {
		if levels[d.Debtor] == nil {
			levels[d.Debtor] = make(map[int]bool)
		}
		levels[d.Debtor][d.Class] = true
	}
	for i, party := range w.parties {
		w.classes[i] = zeros(len(levels[party]))
	}
	for _, d := range s.Debts {
		w.add(d, slices.Sorted(maps.Keys(levels[d.Debtor])))
	}
	return w
}

func kept(lost unit.Millionths) *big.Rat {
	return big.NewRat(int64(unit.Whole-lost), int64(unit.Whole))
}

func (w *world) name(s insolvency.System) {
	names := make(map[string]bool)
	for _, d := range s.Debts {
		names[d.Debtor], names[d.Creditor] = true, true
	}
	for _, m := range s.Means {
		names[m.Party] = true
	}
	w.parties = slices.Sorted(maps.Keys(names))
	w.means = zeros(len(w.parties))
	w.classes = make([][]*big.Rat, len(w.parties))
}

func (w *world) place(party string) int { return slices.Index(w.parties, party) }

func (w *world) add(d insolvency.Debt, levels []int) {
	o := owed{w.place(d.Debtor), w.place(d.Creditor), rat(d.Amount.Parts()), nil, slices.Index(levels, d.Class)}
	if !d.Receipt.Unit().IsZero() {
		o.receipt = rat(d.Receipt.Parts())
	}
	w.owed = append(w.owed, o)
	total := w.classes[o.debtor][o.class]
	total.Add(total, o.amount)
}

func rat(n int64) *big.Rat { return new(big.Rat).SetInt64(n) }

// upTo returns what party i owes in its first classes.
func (w *world) upTo(i, classes int) *big.Rat {
	sum := new(big.Rat)
	for _, owed := range w.classes[i][:classes] {
		sum.Add(sum, owed)
	}
	return sum
}

// of returns what is paid of a debt where its debtor pays this in all: absolute priority.
func (w *world) of(d owed, pays *big.Rat) *big.Rat {
	total := w.classes[d.debtor][d.class]
	paid := new(big.Rat).Sub(pays, w.upTo(d.debtor, d.class))
	switch {
	case paid.Sign() <= 0:
		return new(big.Rat)
	case paid.Cmp(total) >= 0:
		return new(big.Rat).Set(d.amount)
	}
	return paid.Mul(paid, new(big.Rat).Quo(d.amount, total))
}

// receipts returns what each receives in a vector.
func (w *world) receipts(v []*big.Rat) []*big.Rat {
	all := zeros(len(w.parties))
	for _, d := range w.owed {
		receipt := d.receipt
		if receipt == nil {
			receipt = w.of(d, v[d.debtor])
		}
		all[d.creditor].Add(all[d.creditor], receipt)
	}
	return all
}

// step returns what all pay who have what they receive in a vector: limited liability.
func (w *world) step(v []*big.Rat) []*big.Rat {
	received := w.receipts(v)
	next := make([]*big.Rat, len(v))
	for i := range v {
		owes := w.upTo(i, len(w.classes[i]))
		if has := new(big.Rat).Add(w.means[i], received[i]); has.Cmp(owes) >= 0 {
			next[i] = owes
			continue
		}
		next[i] = new(big.Rat).Mul(w.alpha, w.means[i])
		next[i].Add(next[i], received[i].Mul(received[i], w.beta))
	}
	return next
}

// clears reports whether v is a clearing vector: what all pay is what makes them pay it.
func (w *world) clears(v []*big.Rat) bool {
	for i, x := range w.step(v) {
		if v[i].Sign() < 0 || x.Cmp(v[i]) != 0 {
			return false
		}
	}
	return true
}
