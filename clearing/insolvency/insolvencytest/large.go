package insolvencytest

import (
	"slices"

	"example.org/mutual/clearing/clearingtest"
	"example.org/mutual/clearing/insolvency"
	"example.org/mutual/unit"
)

// Large returns a system of trade, of any size, the same for the same arguments on every platform: the
// invoices of [clearingtest.LargeScaleFree], and means that let all pay what they owe, with a tenth of it to
// spare; but every so many parties, in the order of their names, one of these has no means at all.
func Large(parties, debts, every int, seed uint64) insolvency.System {
	s := insolvency.System{Debts: insolvency.Debts(clearingtest.LargeScaleFree(parties, debts, seed).Obligations, 0)}
	owes, owed := make(map[string]int64), make(map[string]int64)
	var names []string
	for _, d := range s.Debts {
		for _, name := range []string{d.Debtor, d.Creditor} {
			if owes[name]+owed[name] == 0 {
				names = append(names, name)
			}
		}
		owes[d.Debtor] += d.Amount.Parts()
		owed[d.Creditor] += d.Amount.Parts()
	}
	slices.Sort(names)
	names = slices.Compact(names)
	for i, name := range names {
		if i%every != 0 {
			n := max(owes[name]-owed[name], 0) + owes[name]/10
			s.Means = append(s.Means, insolvency.Means{Party: name, Amount: unit.New(n, s.Debts[0].Amount.Unit())})
		}
	}
	return s
}
