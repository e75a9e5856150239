package credit_test

import (
	"slices"
	"testing"

	"example.org/mutual/clearing"
	"example.org/mutual/credit"
)

// Paths that carry more than 2^62 parts together are refused, though their sums come to something small
// modulo 2^64.
func TestPayOverflow(t *testing.T) {
	for name, more := range map[string][][]string{
		"along one way":   {{"ann", "bob", "dan"}, {"ann", "bob", "dan"}, {"ann", "bob", "dan"}, {"ann", "bob", "dan"}},
		"along two ways":  {{"ann", "bob", "dan"}, {"ann", "bob", "dan"}, {"ann", "cem", "dan"}, {"ann", "cem", "dan"}},
		"along four ways": {{"ann", "bob", "dan"}, {"ann", "cem", "dan"}, {"ann", "eve", "dan"}, {"ann", "fay", "dan"}}, // none of which carries too much
		"to a mediator":   {{"ann", "bob"}, {"ann", "bob"}, {"ann", "bob"}, {"ann", "bob"}},
		"round and round": {{"ann", "dan", "ann", "dan"}, {"ann", "dan", "ann", "dan"}},
	} {
		l := newLedger(t)
		apply(t, l,
			credit.Mediate{ID: "m1", At: day(1), By: []string{"bob"}, Party: "bob"},
			credit.Mediate{ID: "m2", At: day(1), By: []string{"cem"}, Party: "cem"},
			credit.Mediate{ID: "m3", At: day(1), By: []string{"dan"}, Party: "dan"},
			credit.Mediate{ID: "m4", At: day(1), By: []string{"eve"}, Party: "eve"},
			credit.Mediate{ID: "m5", At: day(1), By: []string{"fay"}, Party: "fay"},
			credit.SetLine{ID: "l1", At: day(1), By: []string{"dan"}, Creditor: "dan", Debtor: "ann"},
		)
		most, five := cents(credit.TotalMax), eur(t, "5")
		var paths []credit.Path
		for _, parties := range more {
			paths = append(paths, credit.Path{Parties: parties, Amount: most})
		}
		paths = append(slices.Clone(paths), credit.Path{Parties: []string{"ann", "dan"}, Amount: five})
		_, err := l.Apply(credit.Pay{ID: "p1", At: day(2), By: []string{"ann"}, Payment: credit.Payment{From: "ann", To: "dan", Amount: five, For: "a house", Paths: paths}})
		if err == nil {
			t.Errorf("%s: accepted; ann's balance is now %v: %v", name, l.Balance("ann"), l.Check())
			continue
		}
		refusal(t, err, credit.ErrPath)
	}
}

// No charge is put upon what pays a charge, and none is beyond what may pass anywhere.
func TestCharges(t *testing.T) {
	lines := func() *credit.Ledger {
		l := newLedger(t)
		for i, who := range []string{"bob", "cem", "dan"} {
			before := []string{"ann", "bob", "cem"}[i]
			apply(t, l,
				credit.SetLine{ID: "l" + who, At: day(1), By: []string{who}, Creditor: who, Debtor: before},
				credit.Mediate{ID: "m" + who, At: day(1), By: []string{who}, Party: who},
			)
		}
		return l
	}
	l := lines()
	apply(t, l,
		credit.SetCharge{ID: "c1", At: day(1), By: []string{"bob"}, Party: "bob", Rate: 500_000, For: "the books"},
		credit.SetCharge{ID: "c2", At: day(1), By: []string{"cem"}, Party: "cem", Rate: 500_000, For: "the books"},
		credit.Pay{ID: "p1", At: day(2), By: []string{"ann"}, Payment: credit.Payment{From: "ann", To: "dan", Amount: eur(t, "10"), For: "a chair", Paths: []credit.Path{
			{Parties: []string{"ann", "bob", "cem", "dan"}, Amount: eur(t, "10")},
			{Parties: []string{"ann", "bob"}, Amount: eur(t, "5")},
			{Parties: []string{"ann", "bob", "cem"}, Amount: eur(t, "5")},
		}}})
	if got := l.Balance("ann"); got != eur(t, "-20") {
		t.Errorf("ann's balance is %v", got)
	}
	l = lines()
	apply(t, l, credit.SetCharge{ID: "c1", At: day(1), By: []string{"bob"}, Party: "bob", Flat: cents(1<<63 - 1), For: "nobody to come"})
	_, err := l.Apply(credit.Pay{ID: "p1", At: day(2), By: []string{"ann"}, Payment: credit.Payment{From: "ann", To: "cem", Amount: eur(t, "1"), For: "a chair", Paths: []credit.Path{
		{Parties: []string{"ann", "bob", "cem"}, Amount: eur(t, "1")},
	}}})
	if r := refusal(t, err, credit.ErrPath); r.Room != cents(credit.TotalMax) {
		t.Errorf("the charge is %v", r.Room)
	}
}

// Whatever is given of a proof must prove: nothing of it is passed over in silence.
func TestNetHalfAProof(t *testing.T) {
	for name, proof := range map[string]clearing.Proof{
		"a value":    {Value: eur(t, "5")},
		"potentials": {Potentials: []int64{0, 0}},
		"a unit":     {Unit: euro(t)},
	} {
		l := newLedger(t)
		for i, who := range []string{"ann", "bob"} {
			other := []string{"bob", "ann"}[i]
			apply(t, l,
				credit.SetLine{ID: "l" + who, At: day(1), By: []string{who}, Creditor: who, Debtor: other, Clearing: credit.Due},
				credit.Issue{ID: "i" + who, At: day(1), By: []string{who, other}, Promisor: other, Holder: who, Amount: eur(t, "9"), For: "bread"},
			)
		}
		_, err := l.Apply(credit.Net{ID: "n1", At: day(2), Proof: proof, Lines: []credit.NetLine{{Promise: "iann", SetOff: eur(t, "5")}, {Promise: "ibob", SetOff: eur(t, "5")}}})
		if err == nil {
			t.Errorf("%s: accepted, though 9.00 could be set off", name)
			continue
		}
		refusal(t, err, credit.ErrProof)
	}
}
