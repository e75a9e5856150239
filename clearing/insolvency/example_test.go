package insolvency_test

import (
	"context"
	"fmt"

	"example.org/mutual/clearing/insolvency"
	"example.org/mutual/unit"
)

// The mill cannot pay the farm all it owes; the farm therefore cannot pay the smith.
func Example() {
	euro, _ := unit.Currency("EUR", 2)
	owe := func(id, debtor, creditor string, cents int64) insolvency.Debt {
		return insolvency.Debt{ID: id, Debtor: debtor, Creditor: creditor, Amount: unit.New(cents, euro)}
	}
	s := insolvency.System{
		Debts: []insolvency.Debt{
			owe("1", "mill", "farm", 100_00), owe("2", "mill", "baker", 50_00), owe("3", "farm", "smith", 80_00),
		},
		Means: []insolvency.Means{{Party: "mill", Amount: unit.New(100_00, euro)}, {Party: "farm", Amount: unit.New(10_00, euro)}},
	}
	r, err := insolvency.Settle(context.Background(), s, insolvency.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range r.Positions {
		fmt.Println(p.Party, "owes", p.Owes, "pays", p.Paid, "exactly", p.Pays, "level", p.Level)
	}
	fmt.Println(r.Paid, insolvency.Verify(s, insolvency.Options{}, r))
	// Output:
	// baker owes 0.00 EUR pays 0.00 EUR exactly 0 level 0
	// farm owes 80.00 EUR pays 76.67 EUR exactly 23000/3 level 2
	// mill owes 150.00 EUR pays 100.00 EUR exactly 10000 level 1
	// smith owes 0.00 EUR pays 0.00 EUR exactly 0 level 0
	// [66.67 EUR 33.33 EUR 76.67 EUR] <nil>
}

// A guarantor stands for what the mill owes the farm: the farm counts on all of it, and nobody else is
// drawn in. Covered is what the guarantor pays.
func ExampleDebt_receipt() {
	hour, _ := unit.Custom("hour", 0)
	of := func(n int64) unit.Amount { return unit.New(n, hour) }
	s := insolvency.System{
		Debts: []insolvency.Debt{
			{ID: "1", Debtor: "mill", Creditor: "farm", Amount: of(100), Receipt: of(100)},
			{ID: "2", Debtor: "farm", Creditor: "smith", Amount: of(80)},
		},
		Means: []insolvency.Means{{Party: "mill", Amount: of(30)}},
	}
	r, err := insolvency.Settle(context.Background(), s, insolvency.Options{})
	fmt.Println(r.Paid, r.Totals.Covered, err)
	// Output: [30 hour 80 hour] 70 hour <nil>
}

// On a settlement day every payment is in full or not at all: 300 at B are enough for 2000 to be paid.
func ExampleOptions_allOrNothing() {
	of := func(n int64) unit.Amount { return unit.New(n, unit.Joule) }
	s := insolvency.System{
		Debts: []insolvency.Debt{
			{ID: "1", Debtor: "A", Creditor: "B", Amount: unit.New(500, unit.Joule)},
			{ID: "2", Debtor: "B", Creditor: "C", Amount: unit.New(800, unit.Joule)},
			{ID: "3", Debtor: "C", Creditor: "A", Amount: unit.New(700, unit.Joule)},
		},
	}
	for _, n := range []int64{300, 200} {
		s.Means = []insolvency.Means{{Party: "B", Amount: of(n)}}
		r, err := insolvency.Settle(context.Background(), s, insolvency.Options{AllOrNothing: true})
		fmt.Println(r.Totals.Paid.Parts(), err)
	}
	// Output:
	// 2000 <nil>
	// 0 <nil>
}

// A party that pays 23000/3 cents pays a fraction that no amount holds.
func ExampleExact() {
	var e insolvency.Exact
	fmt.Println(e.UnmarshalText([]byte("23000/3")), e, e.Rat().FloatString(2))
	fmt.Println(e.UnmarshalText([]byte("46000/6")) != nil)
	// Output:
	// <nil> 23000/3 7666.67
	// true
}
