package pool_test

import (
	"fmt"
	"testing"

	"example.org/mutual/partnership/grid/pool"
	"example.org/mutual/unit"
)

// Invariant 3: a set-off that is out of balance by more than 64 bits can count is refused like any other. The debtor
// owes sixteen suppliers all that there can be, on a site each, and they owe it to the last.
func TestClearBalance(t *testing.T) {
	vast := terms()
	vast.Products = nil
	for i := range 16 {
		vast.Products = append(vast.Products, pool.Product{Carrier: "electricity", Site: fmt.Sprint("site ", i)})
	}
	most := unit.New(pool.TotalMax, unit.KilowattHour)
	p := must(pool.New(vast))
	apply(t, p, pool.Adopt{ID: "adopt", At: on(1), By: []string{"ann", "bob"}}, join("debtor", true), join("last", true))
	passed := func(id, issuer, supplier, customer, site string) {
		k := of(issuer, "electricity", site)
		for _, a := range []pool.Action{
			pool.Forecast{ID: id + " forecast", At: on(1), By: []string{issuer, "cus"}, Stock: k, Remaining: most},
			pool.Issue{ID: id + " issue", At: on(1), By: []string{issuer, customer, "mia", "cus"}, Stock: k, To: customer, Amount: most},
			pool.Supply{ID: id + " supply", At: on(1), By: []string{supplier, customer}, Supplier: supplier, Customer: customer, Carrier: "electricity", Site: site, Energy: most},
			pool.Redeem{ID: id + " redeem", At: on(1), By: []string{customer}, Supplier: supplier, Customer: customer, Stock: k, Amount: most},
		} {
			apply(t, p, a)
		}
	}
	var lines []pool.Line
	for i := range 16 {
		middle, customer, site := fmt.Sprint("middle ", i), fmt.Sprint("customer ", i), fmt.Sprint("site ", i)
		apply(t, p, join(middle, true), join(customer, false))
		passed(fmt.Sprint("1.", i), "debtor", middle, "ann", site)
		passed(fmt.Sprint("2.", i), middle, "last", customer, site)
		lines = append(lines, pool.Line{Issuer: "debtor", Claimant: middle, SetOff: most}, pool.Line{Issuer: middle, Claimant: "last", SetOff: most})
	}
	refuseAll(t, p, []refused{{"sixteen times the most", pool.Clear{ID: "x", At: on(1), By: []string{"cus"}, Carrier: "electricity", Lines: lines}, pool.ErrNet, "", ""}})
}
