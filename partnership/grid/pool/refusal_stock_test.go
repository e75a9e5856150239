package pool_test

import (
	"math/big"
	"testing"

	"example.org/mutual/partnership/grid/pool"
	"example.org/mutual/partnership/stock"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

func TestRefuseStock(t *testing.T) {
	p := busy(t)
	forecast := func(k stock.Kind, a unit.Amount, by ...string) pool.Action {
		return pool.Forecast{ID: "x", At: on(20), By: by, Stock: k, Remaining: a}
	}
	issue := func(k stock.Kind, to string, a unit.Amount, price, par unit.Quote, by ...string) pool.Action {
		return pool.Issue{ID: "x", At: on(20), By: by, Stock: k, To: to, Amount: a, Price: price, Par: par}
	}
	transfer := func(from, to string, a unit.Amount, by ...string) pool.Action {
		return pool.Transfer{ID: "x", At: on(20), By: by, Stock: wind, From: from, To: to, Amount: a}
	}
	back := func(holder string, a unit.Amount, price unit.Quote, by ...string) pool.Action {
		return pool.BuyBack{ID: "x", At: on(20), By: by, Stock: wind, From: holder, Amount: a, Price: price}
	}
	old := must(unit.NewQuote(unit.QuoteTerms{Base: unit.KilowattHour, Quoted: gbp, Rate: big.NewRat(1, 1), Side: unit.Both, AsOf: on(1), ValidUntil: on(2), Source: "both"}))
	joules := wind
	joules.Unit = unit.Joule
	all := []string{"mill", "ann", "mia", "cus"}
	none := unit.Quote{}
	refuseAll(t, p, []refused{
		{"a customer's forecast", forecast(of("ann", "electricity", "hill"), kwh("1"), "ann", "cus"), pool.ErrSupplier, "", ""},
		{"a stranger's forecast", forecast(of("eve", "electricity", "hill"), kwh("1"), "eve", "cus"), pool.ErrMember, "", ""},
		{"no product", forecast(of("mill", "heat", "hill"), kwh("1"), "mill", "cus"), pool.ErrProduct, "", ""},
		{"a forecast in joules", forecast(joules, kwh("1"), "mill", "cus"), journal.ErrUnit, "", ""},
		{"unagreed", forecast(wind, kwh("1"), "mill"), journal.ErrConsent, "cus", ""},
		{"undeclared", forecast(wind, kwh("1"), "cus"), journal.ErrConsent, "mill", ""},
		{"below nothing", forecast(wind, kwh("-1"), "mill", "cus"), journal.ErrAmount, "", ""},
		{"without the manager", issue(wind, "ann", kwh("1"), none, none, "mill", "ann", "cus"), journal.ErrConsent, "mia", ""},
		{"without the custodian", issue(wind, "ann", kwh("1"), none, none, "mill", "ann", "mia"), journal.ErrConsent, "cus", ""},
		{"without the producer", issue(wind, "ann", kwh("1"), none, none, "ann", "mia", "cus"), journal.ErrConsent, "mill", ""},
		{"without the buyer", issue(wind, "ann", kwh("1"), none, none, "mill", "mia", "cus"), journal.ErrConsent, "ann", ""},
		{"sold to the pool", issue(wind, "pool", kwh("1"), at(5), none, "mill", "mia", "cus"), pool.ErrQuote, "", ""},
		{"to a stranger", issue(wind, "eve", kwh("1"), none, none, "mill", "eve", "mia", "cus"), pool.ErrMember, "", ""},
		{"to a leaver", issue(wind, "dan", kwh("1"), none, none, "mill", "dan", "mia", "cus"), pool.ErrMember, "", ""},
		{"of a customer", issue(of("ann", "electricity", "hill"), "bob", kwh("1"), none, none, "ann", "bob", "mia", "cus"), pool.ErrSupplier, "", ""},
		{"never forecast", issue(of("mill", "heat", "vale"), "ann", kwh("1"), none, none, all...), stock.ErrKind, "", ""},
		{"beyond the forecast", issue(wind, "ann", kwh("465"), none, none, all...), stock.ErrForecast, "", "410.000000"},
		{"above par", issue(wind, "ann", kwh("1"), at(6), at(5), all...), pool.ErrQuote, "", ""},
		{"par of last year", issue(wind, "ann", kwh("1"), at(5), old, all...), pool.ErrQuote, "", ""},
		{"par without a price", issue(wind, "ann", kwh("1"), none, at(5), all...), pool.ErrQuote, "", ""},
		{"par in joules", issue(wind, "ann", kwh("1"), at(5), quoted(unit.Joule, gbp, 1, 1), all...), pool.ErrQuote, "", ""},
		{"a price in dollars", issue(wind, "ann", kwh("1"), quoted(unit.KilowattHour, must(unit.Currency("USD", 2)), 1, 1), none, all...), pool.ErrQuote, "", ""},
		{"a price for another unit", issue(wind, "ann", kwh("1"), quoted(unit.Joule, gbp, 1, 1), none, all...), pool.ErrQuote, "", ""},
		{"worth nothing", issue(wind, "ann", kwh("0.000001"), at(5), none, all...), journal.ErrAmount, "", ""},
		{"in pounds", issue(wind, "ann", pounds("1"), none, none, all...), journal.ErrUnit, "", ""},
		{"a transfer unasked", transfer("ann", "bob", kwh("1"), "ann"), journal.ErrConsent, "bob", ""},
		{"a transfer by another", transfer("ann", "bob", kwh("1"), "bob"), journal.ErrConsent, "ann", ""},
		{"a transfer of the pool's", transfer("pool", "bob", kwh("1"), "bob", "mia", "cus"), journal.ErrConsent, "pool", ""},
		{"a transfer to a stranger", transfer("ann", "eve", kwh("1"), "ann", "eve"), pool.ErrMember, "", ""},
		{"a transfer of too much", transfer("cem", "bob", kwh("6"), "cem", "bob"), stock.ErrHolding, "", "5.000000"},
		{"bought back unasked", back("ann", kwh("1"), none, "mill"), journal.ErrConsent, "ann", ""},
		{"a demand for money", back("ann", kwh("1"), at(5), "ann"), journal.ErrConsent, "mill", ""},
		{"the pool's bought back", back("pool", kwh("1"), none, "mill", "mia", "cus"), journal.ErrParty, "", ""},
		{"too much bought back", back("cem", kwh("6"), none, "mill", "cem"), stock.ErrHolding, "", "5.000000"},
	})
}

func TestRefuseSupply(t *testing.T) {
	p := busy(t)
	supply := func(from, to, carrier, site string, a unit.Amount, by ...string) pool.Action {
		return pool.Supply{ID: "x", At: on(20), By: by, Supplier: from, Customer: to, Carrier: carrier, Site: site, Energy: a}
	}
	redeem := func(from, to string, k stock.Kind, a unit.Amount, by ...string) pool.Action {
		return pool.Redeem{ID: "x", At: on(20), By: by, Supplier: from, Customer: to, Stock: k, Amount: a}
	}
	settle := func(from, to string, a unit.Amount, price unit.Quote, by ...string) pool.Action {
		return pool.Settle{ID: "x", At: on(20), By: by, Supplier: from, Customer: to, Carrier: "electricity", Energy: a, Price: price}
	}
	exchange := func(from, to, site string, a unit.Amount, by ...string) pool.Action {
		return pool.Exchange{ID: "x", At: on(20), By: by, Supplier: from, Customer: to, Carrier: "electricity", Site: site, Energy: a}
	}
	refuseAll(t, p, []refused{
		{"a reading unread", supply("mill", "ann", "electricity", "hill", kwh("1"), "mill"), journal.ErrConsent, "ann", ""},
		{"a reading of the customer's", supply("mill", "ann", "electricity", "hill", kwh("1"), "ann"), journal.ErrConsent, "mill", ""},
		{"by a customer", supply("bob", "ann", "electricity", "hill", kwh("1"), "bob", "ann"), pool.ErrSupplier, "", ""},
		{"by a stranger", supply("eve", "ann", "electricity", "hill", kwh("1"), "eve", "ann"), pool.ErrMember, "", ""},
		{"to a leaver", supply("mill", "dan", "electricity", "hill", kwh("1"), "mill", "dan"), pool.ErrMember, "", ""},
		{"to itself", supply("mill", "mill", "electricity", "hill", kwh("1"), "mill"), pool.ErrSupply, "", ""},
		{"no product", supply("mill", "ann", "steam", "hill", kwh("1"), "mill", "ann"), pool.ErrProduct, "", ""},
		{"nothing", supply("mill", "ann", "electricity", "hill", kwh("0"), "mill", "ann"), journal.ErrAmount, "", ""},
		{"in pounds", supply("mill", "ann", "electricity", "hill", pounds("1"), "mill", "ann"), journal.ErrUnit, "", ""},
		{"beyond counting", supply("mill", "ann", "electricity", "hill", unit.New(pool.TotalMax, unit.KilowattHour), "mill", "ann"), journal.ErrLimit, "", "1152921504486.846976"},
		{"another's Stock", redeem("mill", "ann", wind, kwh("1"), "mill"), journal.ErrConsent, "ann", ""},
		{"more than was supplied", redeem("mill", "ann", wind, kwh("30.000001"), "ann"), pool.ErrSupply, "", "30.000000"},
		{"more than was supplied, in another's Stock", redeem("mill", "ann", sun, kwh("31"), "ann"), pool.ErrSupply, "", "30.000000"},
		{"more than it holds", redeem("roof", "ann", sun, kwh("21"), "ann"), pool.ErrSupply, "", "20.000000"},
		{"Stock of heat for electricity", redeem("mill", "ann", heat, kwh("1"), "ann"), pool.ErrSupply, "", "0.000000"},
		{"nothing supplied", redeem("boiler", "ann", heat, kwh("1"), "ann"), pool.ErrSupply, "", "0.000000"},
		{"Stock that it has not", redeem("mill", "bob", sun, kwh("1"), "bob"), stock.ErrHolding, "", "0.000000"},
		{"Stock of nobody", redeem("mill", "bob", of("eve", "electricity", "hill"), kwh("1"), "bob"), stock.ErrKind, "", ""},
		{"nothing redeemed", redeem("mill", "ann", wind, kwh("0"), "ann"), journal.ErrAmount, "", ""},
		{"settled by the customer", settle("mill", "bob", kwh("1"), at(5), "bob"), journal.ErrConsent, "mill", ""},
		{"more settled than open", settle("mill", "bob", kwh("21"), at(5), "mill"), pool.ErrSupply, "", "20.000000"},
		{"settled at no quote", settle("mill", "bob", kwh("1"), quoted(unit.Joule, gbp, 1, 1), "mill"), pool.ErrQuote, "", ""},
		{"exchange of one", exchange("mill", "bob", "hill", kwh("1"), "mill"), journal.ErrConsent, "bob", ""},
		{"exchange of what was never forecast", exchange("mill", "bob", "vale", kwh("1"), "mill", "bob"), stock.ErrKind, "", ""},
		{"exchange beyond the forecast", exchange("mill", "bob", "hill", kwh("465"), "mill", "bob"), stock.ErrForecast, "", "410.000000"},
		{"exchange with a stranger", exchange("mill", "eve", "hill", kwh("1"), "mill", "eve"), pool.ErrMember, "", ""},
		{"exchange with itself", exchange("mill", "mill", "hill", kwh("1"), "mill"), stock.ErrHolder, "", ""},
	})
}

func TestRefuseClaims(t *testing.T) {
	p := busy(t)
	apply(t, p, pool.Supply{ID: "s9", At: on(14), By: []string{"roof", "bob"}, Supplier: "roof", Customer: "bob", Carrier: "electricity", Site: "hill", Energy: kwh("10")},
		pool.Redeem{ID: "r9", At: on(14), By: []string{"bob"}, Supplier: "roof", Customer: "bob", Stock: wind, Amount: kwh("10")})
	discharge := func(k stock.Kind, who string, a unit.Amount, price unit.Quote, by ...string) pool.Action {
		return pool.Discharge{ID: "x", At: on(20), By: by, Stock: k, Claimant: who, Amount: a, Price: price}
	}
	clear := func(carrier, by string, lines ...pool.Line) pool.Action {
		return pool.Clear{ID: "x", At: on(20), By: []string{by}, Carrier: carrier, Lines: lines}
	}
	one, two := pool.Line{Issuer: "mill", Claimant: "roof", SetOff: kwh("40")}, pool.Line{Issuer: "roof", Claimant: "mill", SetOff: kwh("40")}
	half, large, wrong := one, two, two
	half.SetOff, large.SetOff, wrong.SetOff = kwh("20"), kwh("41"), pounds("40")
	refuseAll(t, p, []refused{
		{"without the claimant", discharge(wind, "roof", kwh("1"), at(5), "mill"), journal.ErrConsent, "roof", ""},
		{"demanded", discharge(wind, "roof", kwh("1"), at(5), "roof"), journal.ErrConsent, "mill", ""},
		{"more than is claimed", discharge(wind, "roof", kwh("66"), at(5), "mill", "roof"), stock.ErrClaim, "", "65.000000"},
		{"no claim", discharge(sun, "boiler", kwh("1"), at(5), "roof", "boiler"), stock.ErrClaim, "", "0.000000"},
		{"at no quote", discharge(wind, "roof", kwh("1"), quoted(unit.Joule, gbp, 1, 1), "mill", "roof"), pool.ErrQuote, "", ""},
		{"cleared by the manager", clear("electricity", "mia", one, two), journal.ErrConsent, "cus", ""},
		{"cleared of nothing", clear("electricity", "cus"), pool.ErrNet, "", ""},
		{"cleared one way", clear("electricity", "cus", one), pool.ErrNet, "", ""},
		{"cleared twice", clear("electricity", "cus", one, one), pool.ErrNet, "", ""},
		{"cleared twice, in balance", clear("electricity", "cus", half, half, two), pool.ErrNet, "", ""},
		{"cleared in excess", clear("electricity", "cus", one, large), journal.ErrLimit, "", "40.000000"},
		{"cleared in pounds", clear("electricity", "cus", one, wrong), journal.ErrUnit, "", ""},
		{"cleared of another carrier", clear("heat", "cus", one, two), pool.ErrNet, "", ""},
	})
	apply(t, p, clear("electricity", "cus", one, two))
	if p.Claim(wind, "roof") != kwh("25") || p.Claim(sun, "mill") != kwh("0") {
		t.Error(p.Claim(wind, "roof"), p.Claim(sun, "mill"))
	}
}

func TestRefuseLoans(t *testing.T) {
	p := busy(t)
	lend := func(k stock.Kind, property, owner string, a unit.Amount, by ...string) pool.Action {
		return pool.Lend{ID: "x", At: on(20), By: by, Stock: k, Property: property, Owner: owner, Amount: a}
	}
	repay := func(paid unit.Amount, seller string, price unit.Quote, by ...string) pool.Action {
		return pool.Repay{ID: "x", At: on(20), By: by, Loan: "l1", Paid: paid, Seller: seller, Price: price}
	}
	convey := func(property, from, to string, by ...string) pool.Action {
		return pool.Convey{ID: "x", At: on(20), By: by, Property: property, From: from, To: to}
	}
	none := unit.Quote{}
	refuseAll(t, p, []refused{
		{"no property", lend(wind, "", "ann", kwh("1"), "mill", "ann", "mia", "cus"), pool.ErrProperty, "", ""},
		{"another's property", lend(wind, "house", "ann", kwh("1"), "mill", "ann", "mia", "cus"), pool.ErrProperty, "", ""},
		{"lent to itself", lend(wind, "tower", "mill", kwh("1"), "mill", "mia", "cus"), pool.ErrProperty, "", ""},
		{"lent unrecorded", lend(wind, "barn", "ann", kwh("1"), "mill", "ann", "mia"), journal.ErrConsent, "cus", ""},
		{"lent unasked", lend(wind, "barn", "ann", kwh("1"), "mill", "cus", "mia"), journal.ErrConsent, "ann", ""},
		{"lent by a customer", lend(of("bob", "electricity", "hill"), "barn", "ann", kwh("1"), "bob", "ann", "mia", "cus"), pool.ErrSupplier, "", ""},
		{"lent of nothing", lend(of("mill", "heat", "vale"), "barn", "ann", kwh("1"), "mill", "ann", "mia", "cus"), stock.ErrKind, "", ""},
		{"lent to a leaver", lend(wind, "barn", "dan", kwh("1"), "mill", "dan", "mia", "cus"), pool.ErrMember, "", ""},
		{"lent in pounds", lend(wind, "barn", "ann", pounds("1"), "mill", "ann", "mia", "cus"), journal.ErrUnit, "", ""},
		{"lent beyond counting", lend(wind, "barn", "ann", unit.New(pool.TotalMax+1, unit.KilowattHour), "mill", "ann", "mia", "cus"), journal.ErrLimit, "", ""},
		{"no loan", pool.Repay{ID: "x", At: on(20), By: []string{"cem"}, Loan: "l9", Paid: kwh("1")}, pool.ErrLoan, "", ""},
		{"repaid by another", repay(kwh("1"), "", none, "ann"), journal.ErrConsent, "cem", ""},
		{"repaid in excess", repay(kwh("86"), "", none, "cem"), pool.ErrLoan, "", "85.000000"},
		{"repaid with what it has not", repay(kwh("6"), "", none, "cem"), stock.ErrHolding, "", "5.000000"},
		{"a price for Stock", repay(kwh("1"), "", at(5), "cem"), pool.ErrQuote, "", ""},
		{"money for nobody's Stock", repay(pounds("1"), "", at(5), "cem"), journal.ErrConsent, "", ""},
		{"money without the seller", repay(pounds("1"), "ann", at(5), "cem"), journal.ErrConsent, "ann", ""},
		{"money at no price", repay(pounds("1"), "ann", none, "cem", "ann"), pool.ErrQuote, "", ""},
		{"money for the pool's", repay(pounds("1"), "pool", at(5), "cem"), journal.ErrParty, "", ""},
		{"money for one's own", repay(pounds("1"), "cem", at(5), "cem"), journal.ErrParty, "", ""},
		{"money in excess", repay(pounds("4.26"), "ann", at(5), "cem", "ann"), pool.ErrLoan, "", "85.000000"},
		{"money below nothing", repay(pounds("-1"), "ann", at(5), "cem", "ann"), journal.ErrAmount, "", ""},
		{"sold by another", convey("house", "ann", "bob", "ann", "bob", "cus"), pool.ErrProperty, "", ""},
		{"sold to itself", convey("house", "cem", "cem", "cem", "cus"), pool.ErrProperty, "", ""},
		{"no such house", convey("barn", "cem", "bob", "cem", "bob", "cus"), pool.ErrProperty, "", ""},
		{"sold to the lender", convey("house", "cem", "mill", "cem", "mill", "cus"), pool.ErrProperty, "", ""},
		{"sold to a stranger", convey("house", "cem", "eve", "cem", "eve", "cus"), pool.ErrMember, "", ""},
		{"sold unrecorded", convey("house", "cem", "bob", "cem", "bob"), journal.ErrConsent, "cus", ""},
		{"sold unasked", convey("house", "cem", "bob", "cem", "cus"), journal.ErrConsent, "bob", ""},
	})
}

// A house is sold with its loan; who bought it repays in money, and the price of the day changes what that buys alone.
func TestLoan(t *testing.T) {
	p := busy(t)
	second := pool.Lend{ID: "l3", At: on(15), By: []string{"mill", "cem", "mia", "cus"}, Stock: wind, Property: "house", Owner: "cem", Amount: kwh("1")}
	if _, err := p.Try(second); err != nil {
		t.Fatal(err)
	}
	apply(t, p, pool.Convey{ID: "v", At: on(15), By: []string{"cem", "bob", "cus"}, Property: "house", From: "cem", To: "bob"},
		pool.Repay{ID: "1", At: on(16), By: []string{"bob", "ann"}, Loan: "l1", Paid: pounds("1.00"), Seller: "ann", Price: at(4)},
		pool.Repay{ID: "2", At: on(17), By: []string{"bob", "ann"}, Loan: "l1", Paid: pounds("1.00"), Seller: "ann", Price: at(8)},
		pool.Repay{ID: "3", At: on(18), By: []string{"bob"}, Loan: "l1", Paid: kwh("47.5")})
	for l := range p.Loans() {
		if l.Owner != "bob" || l.Lent != kwh("100") || l.Repaid != kwh("100") || l.ID != "l1" {
			t.Errorf("%+v", l)
		}
	}
	if p.Holding(wind, "ann") != kwh("152.5") || p.Holding(wind, "bob") != kwh("132.5") {
		t.Error(p.Holding(wind, "ann"), p.Holding(wind, "bob"))
	}
	// The property is free: somebody else can take up a loan on it.
	apply(t, p, pool.Lend{ID: "l9", At: on(19), By: []string{"mill", "ann", "mia", "cus"}, Stock: wind, Property: "house", Owner: "ann", Amount: kwh("1")})
}

func TestRefuseCommons(t *testing.T) {
	p := busy(t)
	collect := func(levy string, by []string, uses ...pool.Use) pool.Action {
		return pool.Collect{ID: "x", At: on(20), By: by, Levy: levy, Uses: uses}
	}
	level := func(from, to string, a unit.Amount, by ...string) pool.Action {
		return pool.Level{ID: "x", At: on(20), By: by, From: from, To: to, Amount: a}
	}
	both := []string{"mia", "cus"}
	use := pool.Use{Member: "ann", Quantity: plots(3)}
	refuseAll(t, p, []refused{
		{"a dividend unasked", pool.Dividend{ID: "x", At: on(20), By: []string{"ann"}, Stock: sun}, journal.ErrConsent, "mia", ""},
		{"a dividend of nothing", pool.Dividend{ID: "x", At: on(20), By: both, Stock: heat}, pool.ErrDividend, "", "0.000000"},
		{"a dividend of no kind", pool.Dividend{ID: "x", At: on(20), By: both, Stock: stock.Kind{}}, pool.ErrDividend, "", "0.000000"},
		{"unmeasured", collect("land", both[1:], use), journal.ErrConsent, "mia", ""},
		{"no levy", collect("air", both, use), pool.ErrLevy, "", ""},
		{"no use", collect("land", both), pool.ErrLevy, "", ""},
		{"a use twice", collect("land", both, use, use), pool.ErrLevy, "", ""},
		{"a stranger's use", collect("land", both, pool.Use{Member: "eve", Quantity: plots(1)}), pool.ErrMember, "", ""},
		{"a use in kWh", collect("land", both, pool.Use{Member: "ann", Quantity: kwh("1")}), journal.ErrUnit, "", ""},
		{"a use of nothing", collect("land", both, pool.Use{Member: "ann", Quantity: plots(0)}), journal.ErrAmount, "", ""},
		{"a use beyond counting", collect("land", both, pool.Use{Member: "ann", Quantity: plots(1 << 62)}), journal.ErrLimit, "", ""},
		{"uses beyond counting", collect("land", both, pool.Use{Member: "ann", Quantity: plots(5_000_000_000_000_000)}, pool.Use{Member: "bob", Quantity: plots(5_000_000_000_000_000)}, pool.Use{Member: "cem", Quantity: plots(5_000_000_000_000_000)}), journal.ErrLimit, "", ""},
		{"paid unasked", level("bob", "cem", pounds("1"), "bob"), journal.ErrConsent, "cem", ""},
		{"demanded", level("bob", "cem", pounds("1"), "cem"), journal.ErrConsent, "bob", ""},
		{"paid by who is owed", level("cem", "mill", pounds("1"), "cem", "mill"), pool.ErrCommons, "", "0.00"},
		{"paid in excess", level("bob", "cem", pounds("2.68"), "bob", "cem"), pool.ErrCommons, "", "2.67"},
		{"paid beyond what is owed", level("bob", "cem", pounds("1.34"), "bob", "cem"), pool.ErrCommons, "", "1.33"},
		{"paid to who owes", level("bob", "ann", pounds("1"), "bob", "ann"), pool.ErrCommons, "", "0.00"},
		{"paid by hand", level("bob", "pool", pounds("1"), "bob"), journal.ErrConsent, "cus", ""},
		{"out of an empty purse", level("pool", "cem", pounds("1.01"), "cem", "cus"), pool.ErrCommons, "", "1.00"},
		{"into and out of the purse", level("pool", "pool", pounds("1"), "cus"), pool.ErrCommons, "", ""},
		{"paid in kWh", level("bob", "cem", kwh("1"), "bob", "cem"), journal.ErrUnit, "", ""},
		{"paid by a stranger", level("eve", "cem", pounds("1"), "eve", "cem"), pool.ErrMember, "", ""},
	})
	apply(t, p, level("pool", "cem", pounds("1"), "cem", "cus"))
}
