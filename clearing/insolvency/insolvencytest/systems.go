package insolvencytest

import (
	"fmt"

	"example.org/mutual/clearing/insolvency"
	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

// Tiny generates systems for [Oracle]: up to four parties, who owe in up to two classes, with
// rings, debts that a guarantor stands for, and few means.
func Tiny() *rapid.Generator[insolvency.System] {
	return rapid.Custom(func(t *rapid.T) insolvency.System {
		d := draw{t: t, parties: rapid.IntRange(2, 4).Draw(t, "parties"), classes: rapid.IntRange(1, 2).Draw(t, "classes"), most: 6}
		return d.system(rapid.IntRange(0, 7).Draw(t, "debts"))
	})
}

// Webs generates systems of up to twelve parties with up to four classes, dense enough that defaults
// spread, with amounts from a few parts to nearly the most there can be.
func Webs() *rapid.Generator[insolvency.System] {
	return rapid.Custom(func(t *rapid.T) insolvency.System {
		d := draw{
			t: t, parties: rapid.IntRange(2, len(names)).Draw(t, "parties"), classes: rapid.IntRange(1, 4).Draw(t, "classes"),
			most: rapid.SampledFrom([]int64{3, 20, 1000, 1 << 40}).Draw(t, "most"),
		}
		return d.system(rapid.IntRange(1, 40).Draw(t, "debts"))
	})
}

// Options generates options: no costs, or costs of every kind, the greatest vector and the least, and all or
// nothing.
func Options() *rapid.Generator[insolvency.Options] {
	lost := rapid.SampledFrom([]unit.Millionths{0, 0, 500_000, 300_000, 375_000, unit.Whole})
	return rapid.Custom(func(t *rapid.T) insolvency.Options {
		o := insolvency.Options{Least: rapid.Bool().Draw(t, "least")}
		if o.AllOrNothing = rapid.IntRange(0, 4).Draw(t, "rule") == 0; !o.AllOrNothing {
			o.LostMeans, o.LostReceipts = lost.Draw(t, "lost means"), lost.Draw(t, "lost receipts")
		}
		return o
	})
}

var names = [...]string{"ann", "bob", "Bob", "carol", "Ärger & Söhne", "z", "a", "ab", "co-op 9", "co-op 10", "😀", "d"}

// A draw makes the debts of one system.
type draw struct {
	t                *rapid.T
	parties, classes int
	most             int64
}

func (d *draw) system(debts int) (s insolvency.System) {
	for i := range debts {
		s.Debts = append(s.Debts, d.debt(i))
	}
	for i := range d.parties {
		if n := rapid.Int64Range(-d.most/2, d.most/2).Draw(d.t, "means"); n >= 0 { // nobody has too much
			s.Means = append(s.Means, insolvency.Means{Party: names[i], Amount: unit.New(n, unit.WattHour)})
		}
	}
	return s
}

func (d *draw) debt(i int) insolvency.Debt {
	debtor := rapid.IntRange(0, d.parties-1).Draw(d.t, "debtor")
	creditor := (debtor + rapid.IntRange(1, d.parties-1).Draw(d.t, "creditor")) % d.parties
	amount := rapid.Int64Range(1, d.most).Draw(d.t, "amount")
	owed := insolvency.Debt{
		ID:       fmt.Sprintf("%c%d", 'a'+rune(rapid.IntRange(0, 25).Draw(d.t, "id")), i),
		Debtor:   names[debtor],
		Creditor: names[creditor],
		Amount:   unit.New(amount, unit.WattHour),
		Class:    rapid.IntRange(0, d.classes-1).Draw(d.t, "class"),
	}
	if rapid.IntRange(0, 7).Draw(d.t, "guaranteed") == 0 {
		owed.Receipt = unit.New(rapid.Int64Range(0, amount).Draw(d.t, "receipt"), unit.WattHour)
	}
	return owed
}
