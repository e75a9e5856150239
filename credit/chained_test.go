package credit_test

import (
	"testing"

	"example.org/mutual/credit"
	"example.org/mutual/unit"
)

// path is one chain of a payment in EUR.2.
func path(tb testing.TB, amount string, parties ...string) credit.Path {
	return credit.Path{Parties: parties, Amount: eur(tb, amount)}
}

// chained is a ledger in which ann trusts nobody, bob ann, cem bob, and dan cem, with something of everything
// that payments along chains leave behind. Of a1, by which bob owes ann 20, 4.80 are free; ann owes bob 30
// by a2, of which 24 are; dan's line for cem has room for 50, cem's for bob 69.80, and bob's for ann 20
// unasked.
func chained(tb testing.TB) *credit.Ledger {
	l := newLedger(tb)
	apply(tb, l, chain(tb)...)
	return l
}

// chain are the actions of chained.
func chain(tb testing.TB) []credit.Action {
	return []credit.Action{
		credit.Issue{ID: "z1", At: day(1), By: []string{"eve", "fay"}, Promisor: "eve", Holder: "fay", Amount: eur(tb, "7"), For: "old"},
		credit.Redeem{ID: "z2", At: day(1), By: []string{"fay"}, Promise: "z1", Goods: "what was old"},
		credit.SetLine{ID: "l1", At: day(1), By: []string{"bob"}, Creditor: "bob", Debtor: "ann", Hard: eur(tb, "100"), Soft: eur(tb, "50"), Target: eur(tb, "25"), Clearing: credit.Due},
		credit.SetLine{ID: "l2", At: day(1), By: []string{"cem"}, Creditor: "cem", Debtor: "bob", Hard: eur(tb, "80")},
		credit.SetLine{ID: "l3", At: day(1), By: []string{"dan"}, Creditor: "dan", Debtor: "cem", Hard: eur(tb, "60")},
		credit.SetLine{ID: "l4", At: day(1), By: []string{"ann"}, Creditor: "ann", Debtor: "bob", Hard: eur(tb, "20"), Clearing: credit.Early, Window: 3600e9 * 24 * 30},
		credit.Mediate{ID: "m1", At: day(2), By: []string{"bob"}, Party: "bob", From: "ann", To: "cem"},
		credit.Mediate{ID: "m2", At: day(2), By: []string{"cem"}, Party: "cem", To: "dan"},
		credit.Mediate{ID: "m3", At: day(2), By: []string{"bob"}, Party: "bob", From: "gil"},
		credit.SetCharge{ID: "c1", At: day(2), By: []string{"cem"}, Party: "cem", Flat: eur(tb, "0.10"), Rate: 10_000, For: "keeping the books"},
		credit.SetCharge{ID: "c2", At: day(2), By: []string{"gil"}, Party: "gil", Rate: 1, For: "postage"},
		credit.Issue{ID: "a1", At: day(3), By: []string{"bob", "ann"}, Promisor: "bob", Holder: "ann", Amount: eur(tb, "20"), For: "eggs", Due: day(20)},
		credit.Issue{ID: "a2", At: day(3), By: []string{"ann", "bob"}, Promisor: "ann", Holder: "bob", Amount: eur(tb, "30"), For: "bread"},
		credit.Archive{ID: "z3", At: day(4), Horizon: day(2)},
		credit.Reserve{ID: "r1", At: day(4), By: []string{"ann"}, Until: day(10), Payment: chainPayment(tb)},
		credit.Reserve{ID: "r2", At: day(4), Until: day(8), Lines: []credit.NetLine{{Promise: "a2", SetOff: eur(tb, "5")}, {Promise: "a1", SetOff: eur(tb, "5")}}},
		credit.Reserve{ID: "r3", At: day(4), By: []string{"bob", "ann"}, Until: day(9), Lines: []credit.NetLine{{Promise: "a2", SetOff: eur(tb, "1")}}},
	}
}

// chainPayment is what chained reserves in r1: 10 from ann to dan, and 0.20 of charge to cem, of which bob
// repays 10.20 of a1.
func chainPayment(tb testing.TB) credit.Payment {
	return credit.Payment{From: "ann", To: "dan", Amount: eur(tb, "10"), For: "a chair", Paths: []credit.Path{
		path(tb, "10", "ann", "bob", "cem", "dan"), path(tb, "0.20", "ann", "bob", "cem"),
	}}
}

// The figures that other tests take from chained.
func TestChained(t *testing.T) {
	l := chained(t)
	if err := l.Check(); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		got  unit.Amount
		want string
	}{
		{l.Room("ann", "bob", false).Amount, "20"}, {l.Room("bob", "cem", false).Amount, "69.80"}, {l.Room("cem", "dan", false).Amount, "50"},
		{free(t, l, "a1"), "4.80"}, {free(t, l, "a2"), "24"}, {l.Owed("bob", "ann"), "20"}, {l.Owed("bob", "cem"), "0"},
	} {
		if test.got != eur(t, test.want) {
			t.Errorf("got %v, want %s", test.got, test.want)
		}
	}
	if _, ok := l.Promise("z1"); ok {
		t.Error("what is over was not archived")
	}
}

// free is what is left of a promise and not reserved.
func free(tb testing.TB, l *credit.Ledger, id string) unit.Amount {
	p, _ := l.Promise(id)
	a, err := p.Left.Sub(p.Reserved)
	if err != nil {
		tb.Fatal(err)
	}
	return a
}
