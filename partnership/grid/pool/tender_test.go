package pool_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"example.org/mutual/clearing"
	"example.org/mutual/partnership/grid/pool"
	"example.org/mutual/partnership/stock"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// Ann owes bob £9, and has Stock of a turbine that bob accepts. At her quote of 50p for 10 kWh a clearing uses 18 of
// them, which she then passes on.
func ExamplePool_Tender() {
	p, k := village(ten, gbp, []string{"ann", "bob"}, tens(100))
	do(p, issue("i", k, "ann", tens(30), unit.Quote{}))
	offer := must(p.Tender("offer", "ann", k, tens(30), quoted(ten, gbp, 1, 2), on(4)))
	book := clearing.Book{
		Obligations: []clearing.Obligation{{ID: "bread", Debtor: "ann", Creditor: "bob", Amount: pounds("9")}},
		Acceptances: []clearing.Acceptance{{ID: "for power", Acceptor: "bob", Debtor: "turbine", Amount: pounds("20")}},
		Tenders:     []clearing.Tender{offer},
	}
	r := must(clearing.Clear(context.Background(), book, clearing.Options{ValueDate: on(4), Stages: []clearing.Objective{{Stage: clearing.Volume}}}))
	used, _, _ := offer.StockFor(r.Tendered[0])
	fmt.Println(offer.Amount, "offered,", r.SetOff[0], "set off with", used)
	do(p, pool.Transfer{ID: "t", At: on(4), By: []string{"ann", "bob"}, Stock: k, From: "ann", To: "bob", Amount: used})
	fmt.Println(p.Holding(k, "ann"), p.Holding(k, "bob"))
	// Output:
	// 15.00 GBP offered, 9.00 GBP set off with 18 ten
	// 12 ten 18 ten
}

func TestRefuseTender(t *testing.T) {
	p := founded(t)
	for name, test := range map[string]struct {
		owner string
		a     unit.Amount
		price unit.Quote
		want  error
	}{
		"more than it has":  {"ann", kwh("301"), at(5), stock.ErrHolding},
		"what it has not":   {"cem", kwh("1"), at(5), stock.ErrHolding},
		"nothing":           {"ann", kwh("0"), at(5), journal.ErrAmount},
		"money":             {"ann", pounds("1"), at(5), journal.ErrUnit},
		"no quote":          {"ann", kwh("1"), unit.Quote{}, pool.ErrQuote},
		"another's money":   {"ann", kwh("1"), quoted(unit.KilowattHour, plot, 1, 1), pool.ErrQuote},
		"what is worthless": {"ann", kwh("0.000001"), at(5), journal.ErrAmount},
	} {
		if got, err := p.Tender("x", test.owner, wind, test.a, test.price, on(4)); !errors.Is(err, test.want) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}
