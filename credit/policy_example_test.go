package credit_test

import (
	"context"
	"fmt"
	"math/big"
	"time"

	"example.org/mutual/credit"
)

// paid is a payment in the examples' unit.
func paid(from, to, number string, day int) credit.Receipt {
	return credit.Receipt{From: from, To: to, Amount: h(number), At: on(day)}
}

func ExampleFixedLimit() {
	limit, err := credit.FixedLimit(h("10.0"))
	fmt.Println(limit.Amount, "because of", limit.Because, err)

	// Bob agrees, and sets it.
	l := bank()
	l.Apply(credit.SetLine{ID: "l1", At: on(2), By: []string{"bob"}, Creditor: "bob", Debtor: "ann", Hard: limit.Amount})
	fmt.Println(l.Room("ann", "bob", false).Amount)
	// Output:
	// 10.0 hour because of a fixed limit <nil>
	// 8.0 hour
}

func ExamplePaymentLimit() {
	limit := h("0.0")
	for _, received := range []string{"3.0", "5.5", "4.0", "1.0"} {
		l, err := credit.PaymentLimit(limit, h(received), h("10.0"))
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(l.Amount, "because of", l.Because)
		limit = l.Amount
	}
	// Output:
	// 3.0 hour because of the limit of 0.0 hour and 3.0 hour received
	// 8.5 hour because of the limit of 3.0 hour and 5.5 hour received
	// 10.0 hour because of the ceiling: the limit of 8.5 hour and 4.0 hour received are more
	// 10.0 hour because of the ceiling: the limit of 10.0 hour and 1.0 hour received are more
}

func ExampleTurnoverLimit() {
	terms := credit.TurnoverTerms{Share: big.NewRat(1, 3), Floor: h("2.0"), Most: h("20.0")}
	receipts := []credit.Receipt{
		paid("bob", "ann", "12.0", 1), // at the beginning of the window, so before it
		paid("bob", "ann", "7.0", 2),
		paid("cem", "ann", "9.2", 15),
		paid("ann", "cem", "30.0", 15), // what ann paid is no turnover of hers
		paid("bob", "cem", "1.0", 31),  // at its end, so within
	}
	for _, member := range []string{"ann", "bob", "cem"} {
		limit, err := credit.TurnoverLimit(member, receipts, on(1), on(31), terms)
		fmt.Println(member, limit.Amount, err)
		fmt.Println(" ", limit.Because)
	}
	// Output:
	// ann 5.4 hour <nil>
	//   1/3 of the 16.2 hour received after 2026-03-01T00:00:00Z and up to 2026-03-31T00:00:00Z
	// bob 2.0 hour <nil>
	//   the floor: 1/3 of the 0.0 hour received after 2026-03-01T00:00:00Z and up to 2026-03-31T00:00:00Z is less
	// cem 10.3 hour <nil>
	//   1/3 of the 31.0 hour received after 2026-03-01T00:00:00Z and up to 2026-03-31T00:00:00Z, rounded down by 1/30 hour
}

func ExampleReachLimit() {
	// The club trusts its bakery and its clinic to pay only for something.
	terms := credit.ReachTerms{Seeds: []string{"bakery", "clinic"}, Share: big.NewRat(1, 2), Base: h("2.0"), Most: h("20.0")}
	receipts := []credit.Receipt{
		paid("bakery", "ann", "8.0", 1),
		paid("clinic", "bob", "3.0", 1),
		paid("ann", "bob", "6.5", 2),  // of which all came from the bakery
		paid("bob", "cem", "40.0", 3), // of which 9.5 came from the two
		paid("clinic", "dan", "99.0", 3),
	}
	for _, member := range []string{"ann", "bob", "cem", "dan", "eve"} {
		limit, err := credit.ReachLimit(context.Background(), member, receipts, terms)
		fmt.Println(member, limit.Amount, err)
		fmt.Println(" ", limit.Because)
	}
	// Output:
	// ann 6.0 hour <nil>
	//   the base of 2.0 hour and 1/2 of the 8.0 hour that reached ann from the 2 seeds, all that it was paid
	// bob 6.7 hour <nil>
	//   the base of 2.0 hour and 1/2 of the 9.5 hour that reached bob from the 2 seeds, all that it was paid, rounded down by 1/20 hour
	// cem 6.7 hour <nil>
	//   the base of 2.0 hour and 1/2 of the 9.5 hour that reached cem from the 2 seeds, all that was paid into the group of 2 around it, rounded down by 1/20 hour
	// dan 20.0 hour <nil>
	//   the ceiling: the base of 2.0 hour and 1/2 of the 36.0 hour or more that reached dan from the 2 seeds
	// eve 2.0 hour <nil>
	//   the base of 2.0 hour and 1/2 of the 0.0 hour that reached eve from the 2 seeds, all that it was paid
}

// Two members pay each other 1000 hours back and forth, a hundred times.
func ExampleReachLimit_collusion() {
	receipts := []credit.Receipt{paid("bakery", "ann", "6.0", 1)} // the only honest trade
	for range 100 {
		receipts = append(receipts, paid("ann", "bob", "1000.0", 2), paid("bob", "ann", "1000.0", 2))
	}
	most := h("500.0")

	byPayment := credit.Limit{Amount: h("0.0")}
	for _, r := range receipts {
		if r.To == "ann" {
			byPayment, _ = credit.PaymentLimit(byPayment.Amount, r.Amount, most)
		}
	}
	byTurnover, _ := credit.TurnoverLimit("ann", receipts, time.Time{}, on(3), credit.TurnoverTerms{Share: big.NewRat(1, 10), Floor: h("0.0"), Most: most})
	fmt.Println("by payment:", byPayment.Amount)
	fmt.Println("by turnover:", byTurnover.Amount)

	terms := credit.ReachTerms{Seeds: []string{"bakery"}, Share: big.NewRat(1, 1), Base: h("0.0"), Most: most}
	before, _ := credit.ReachLimit(context.Background(), "ann", receipts[:1], terms)
	after, _ := credit.ReachLimit(context.Background(), "ann", receipts, terms)
	fmt.Println("by reach:", before.Amount, "before,", after.Amount, "after")
	fmt.Println(after.Because)
	// Output:
	// by payment: 500.0 hour
	// by turnover: 500.0 hour
	// by reach: 6.0 hour before, 6.0 hour after
	// the base of 0.0 hour and 1 times the 6.0 hour that reached ann from the one seed, all that was paid into the group of 2 around it
}
