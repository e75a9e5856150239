package pool_test

import (
	"testing"

	"example.org/mutual/partnership/grid/pool"
	"example.org/mutual/partnership/stock"
	"example.org/mutual/unit"
)

// Of a product that other terms have dropped no Stock is issued and none is lent against, although it was forecast.
func TestRefuseDroppedProduct(t *testing.T) {
	p := must(pool.New(terms()))
	only := terms()
	only.Products = only.Products[:1]
	apply(t, p,
		pool.Adopt{ID: "adopt", At: on(1), By: []string{"ann", "bob"}},
		join("boiler", true), forecast("f", heat, kwh("400")),
		pool.Amend{ID: "a", At: on(2), By: []string{"ann"}, Terms: only},
		pool.Approve{ID: "v", At: on(2), By: []string{"ann", "bob"}, Proposal: "a"})
	refuseAll(t, p, []refused{
		{"issued", issue("i", heat, "ann", kwh("50"), unit.Quote{}), pool.ErrProduct, "", ""},
		{"lent", pool.Lend{ID: "l", At: on(4), By: []string{"boiler", "ann", "mia", "cus"}, Stock: heat, Property: "barn", Owner: "ann", Amount: kwh("9")}, pool.ErrProduct, "", ""},
		{"without a forecast", issue("i", of("boiler", "heat", "moon"), "ann", kwh("50"), unit.Quote{}), pool.ErrProduct, "", ""},
		{"lent without a forecast", pool.Lend{ID: "l", At: on(4), By: []string{"boiler", "ann", "mia", "cus"}, Stock: of("boiler", "heat", "moon"), Property: "barn", Owner: "ann", Amount: kwh("9")}, stock.ErrKind, "", ""},
	})
}
