package pool_test

import (
	"fmt"
	"testing"

	"example.org/mutual/partnership/grid/pool"
	"example.org/mutual/partnership/stock"
	"example.org/mutual/unit"
)

// One redemption as an action, applied to a pool of ten thousand customers: with its digest, its place in the log, its
// postings and what undoes it. Package stock has what the register alone takes.
func BenchmarkRedeem(b *testing.B) {
	const customers = 10_000
	people := []string{"ann", "bob"}
	p, k := village(unit.KilowattHour, gbp, people, unit.New(stock.TotalMax, unit.KilowattHour))
	each := unit.New(pool.TotalMax/customers/2, unit.KilowattHour)
	names := make([]string, customers)
	for i := range names {
		names[i] = fmt.Sprint("customer ", i)
		do(p, pool.Admit{ID: "j" + names[i], At: on(2), By: []string{names[i], "mia"}, Member: names[i]})
	}
	for i, who := range names {
		do(p, issue(fmt.Sprint("i", i), k, who, each, unit.Quote{}))
	}
	for i, who := range names {
		do(p, pool.Supply{ID: fmt.Sprint("s", i), At: on(4), By: []string{"turbine", who}, Supplier: "turbine", Customer: who, Carrier: "electricity", Site: "hill", Energy: each})
	}
	i := 0
	b.ReportAllocs()
	for b.Loop() {
		who := names[i%customers]
		a := pool.Redeem{ID: fmt.Sprint("r", i), At: on(5), By: []string{who}, Supplier: "turbine", Customer: who, Stock: k, Amount: unit.New(1, unit.KilowattHour)}
		if _, err := p.Apply(a); err != nil {
			b.Fatal(err)
		}
		i++
	}
}
