package stock_test

import (
	"fmt"

	"example.org/mutual/partnership/stock"
	"example.org/mutual/unit"
)

// A turbine sells ahead what it will give, which pays for what it gives; another producer takes it in payment too, and
// has a claim on the turbine.
func Example() {
	var r stock.Register
	k := stock.Kind{Issuer: "turbine", Carrier: "electricity", Site: "hill", Unit: unit.MegawattHour}
	mwh := func(n int64) unit.Amount { return must(unit.Parse(fmt.Sprint(n), unit.MegawattHour)) }
	must(0, r.Forecast(k, mwh(24_000)))
	for holder, n := range map[string]int64{"investor": 8_000, "operator": 4_000, "village": 12_000} {
		must(r.Issue(k, holder, mwh(n)))
	}
	_, err := r.Issue(k, "village", mwh(1))
	fmt.Println(err)

	must(r.Transfer(k, "investor", "ann", mwh(3)))
	must(r.Produce(k, mwh(2)))
	fmt.Println(must(r.Redeem(k, "ann", mwh(2))))
	_, claim, _ := r.Accept(k, "ann", "roof", mwh(1))
	fmt.Println(claim)

	p, _ := r.Position(k)
	cover, _ := p.Cover()
	fmt.Println(p.Outstanding, "outstanding and", p.Claims, "claimed, covered", cover.RatString())
	// Output:
	// stock: beyond the production that remains: turbine: asked 1.000000000 MWh, room for 0.000000000 MWh
	// {stock/turbine/electricity/hill/MWh holding/ann redeemed 2000000000}
	// {claim/turbine/electricity/hill/MWh owed claim/roof 1000000000}
	// 23997.000000000 MWh outstanding and 1.000000000 MWh claimed, covered 1
}
