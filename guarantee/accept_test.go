package guarantee_test

import (
	"context"
	"fmt"
	"testing"

	"example.org/mutual/clearing"
	"example.org/mutual/credit"
	"example.org/mutual/guarantee"
)

// Charges are rounded up, at least one smallest part, and what that adds is in the entry.
func TestAcceptCharges(t *testing.T) {
	for _, test := range []struct{ face, cost, loss, excess string }{
		{"200.00", "2.00", "4.00", "[]"},
		{"200.01", "2.02", "4.02", "[{excess cost charge of the buyer: 995000 millionths of a smallest part} {excess default charge of the buyer: 990000 millionths of a smallest part} {excess cost charge of the seller: 995000 millionths of a smallest part} {excess default charge of the seller: 990000 millionths of a smallest part}]"},
		{"1.00", "0.02", "0.02", "[{excess cost charge of the buyer: 500000 millionths of a smallest part} {excess cost charge of the seller: 500000 millionths of a smallest part}]"},
		{"0.01", "0.02", "0.02", "[{excess cost charge of the buyer: 995000 millionths of a smallest part} {excess default charge of the buyer: 990000 millionths of a smallest part} {excess cost charge of the seller: 995000 millionths of a smallest part} {excess default charge of the seller: 990000 millionths of a smallest part}]"},
	} {
		s := founded(t, terms())
		e := apply(t, s, accept("p1", "ann", "bob", test.face))
		want(t, "cost book", s.CostBook(), test.cost)
		want(t, "default book", s.DefaultBook(), test.loss)
		if got := fmt.Sprint(e.Notes); got != test.excess {
			t.Errorf("%s: got notes %s, want %s", test.face, got, test.excess)
		}
		if p, ok := s.Ledger().Promise("p1"); !ok || p.Guarantor != "society" || p.Face != euros(test.face) {
			t.Errorf("%+v", p)
		}
	}
}

// Whatever lowers what is open makes room again, by as much; a promise passed on takes the seller's room with it,
// and one renounced or declined to guarantee takes none.
func TestTradeMovesExposure(t *testing.T) {
	s := founded(t, terms())
	all := []string{"ann", "bob", "cem"}
	apply(t, s, accept("p1", "ann", "bob", "100.00"))
	for _, step := range []struct {
		action         credit.Action
		ann, bob, cem  string // what ann owes, and what bob and cem hold, under the guarantee
		pools, deposit string // both books, and ann's deposit: no second charge
	}{
		{credit.Settle{ID: "t1", At: day, By: all, Promise: "p1", In: credit.Money, Paid: euros("10")}, "90", "90", "0", "3", "98.50"},
		{credit.Transfer{ID: "t2", At: day, By: all, Promise: "p1", To: "cem", Amount: euros("30")}, "90", "60", "30", "3", "98.50"},
		{credit.Dispute{ID: "t3", At: day, By: all, Promise: "p1", Because: "mould"}, "90", "60", "30", "3", "98.50"},
		{credit.Resolve{ID: "t4", At: day, By: all, Promise: "p1", Less: euros("5"), Words: "a little"}, "85", "55", "30", "3", "98.50"},
		{credit.Renounce{ID: "t5", At: day, By: all, Promise: "t2/1"}, "55", "55", "0", "3", "98.50"},
		{credit.Redeem{ID: "t6", At: day, By: all, Promise: "p1", Amount: euros("15"), Goods: "bread"}, "40", "40", "0", "3", "98.50"},
		{credit.Issue{ID: "t7", At: day, By: all, Promisor: "ann", Holder: "bob", Amount: euros("5000"), For: "a house"}, "40", "40", "0", "3", "98.50"},
		{credit.Transfer{ID: "t8", At: day, By: all, Promise: "p1", To: "cem"}, "40", "0", "40", "3", "98.50"},
		{credit.Forgive{ID: "t9", At: day, By: all, Promise: "p1"}, "0", "0", "0", "3", "98.50"},
	} {
		apply(t, s, trade(step.action))
		ann := standing(t, s, "ann")
		want(t, "ann owes", ann.Buyer.Open, step.ann)
		want(t, "bob holds", standing(t, s, "bob").Seller.Open, step.bob)
		want(t, "cem holds", standing(t, s, "cem").Seller.Open, step.cem)
		want(t, "ann's deposit", ann.Deposit, step.deposit)
		if pools := s.CostBook().Parts() + s.DefaultBook().Parts(); pools != euros(step.pools).Parts() {
			t.Errorf("after %+v the books hold %d", step.action, pools)
		}
	}
}

// Ann owes Bob, Bob Cem and Cem Ann. The largest set-off comes with its proof, releases the limits by what it cancels,
// leaves the residual under the guarantee, and moves no money.
func ExampleTrade_setOff() {
	s := example()
	for i, p := range [][3]string{{"ann", "bob", "100.00"}, {"bob", "cem", "80.00"}, {"cem", "ann", "60.00"}} {
		done(s, accept(fmt.Sprint("p", i+1), p[0], p[1], p[2]),
			trade(credit.SetLine{ID: fmt.Sprint("c", i+1), At: day, By: []string{p[1]}, Creditor: p[1], Debtor: p[0], Clearing: credit.Due}))
	}
	before := s.Purse()
	book := s.Ledger().Book(day)
	result, err := clearing.Clear(context.Background(), book, clearing.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	e, err := s.Apply(trade(credit.Net{ID: "n1", At: day, Lines: credit.SetOff(book, result), Proof: result.Proofs[0]}))
	fmt.Println(e.Notes, err, s.Purse() == before)
	for m := range s.Members() {
		fmt.Println(m.Name, "owes", m.Buyer.Open, "and holds", m.Seller.Open)
	}
	p, _ := s.Ledger().Promise("p1")
	fmt.Println("guaranteed by", p.Guarantor)
	// Output:
	// [{largest 180.00 EUR}] <nil> true
	// ann owes 40.00 EUR and holds 0.00 EUR
	// bob owes 20.00 EUR and holds 40.00 EUR
	// cem owes 0.00 EUR and holds 20.00 EUR
	// guaranteed by society
}

// Subscriptions are paid once a year, and count as cost.
func TestSubscribe(t *testing.T) {
	with := terms()
	with.Subscription = euros("7.00")
	s := founded(t, with)
	for _, who := range []string{"ann", "bob"} {
		apply(t, s, guarantee.Subscribe{ID: "s-" + who, At: day, By: []string{who}, Member: who})
	}
	apply(t, s, accept("p1", "ann", "bob", "10.00"))
	want(t, "cost book", s.CostBook(), "14.10")
	want(t, "default book", s.DefaultBook(), "0.20")
	apply(t, s, guarantee.OpenYear{ID: "2027", At: day, By: []string{"mia"}}, guarantee.Subscribe{ID: "again", At: day, By: []string{"ann"}, Member: "ann"})
	want(t, "cost book", s.CostBook(), "21.10")
}
