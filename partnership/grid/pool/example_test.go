package pool_test

import (
	"context"
	"fmt"

	"example.org/mutual/clearing"
	"example.org/mutual/partnership/grid/pool"
	"example.org/mutual/partnership/stock"
	"example.org/mutual/unit"
)

// do applies actions that must all be accepted.
func do(p *pool.Pool, actions ...pool.Action) {
	for _, a := range actions {
		if _, err := p.Apply(a); err != nil {
			fmt.Println(err)
		}
	}
}

// Energy from one producer is paid for with another's Stock: it is cancelled, and the acceptor has a claim. Claims that
// meet are set off; what is left is supplied.
func Example() {
	p := must(pool.New(terms()))
	do(p,
		pool.Adopt{ID: "1", At: on(1), By: []string{"ann", "bob"}}, join("mill", true), join("roof", true),
		forecast("2", wind, kwh("1000")), forecast("3", sun, kwh("500")),
		issue("4", wind, "ann", kwh("300"), at(5)), issue("5", sun, "bob", kwh("100"), at(6)),
		supply("6", "roof", "ann", kwh("90")), supply("7", "mill", "bob", kwh("40")),
		redeem("8", "roof", "ann", wind, kwh("90")), redeem("9", "mill", "bob", sun, kwh("40")))
	fmt.Println("roof can claim", p.Claim(wind, "roof"), "and the mill", p.Claim(sun, "mill"))

	book := p.Book("electricity")
	result := must(clearing.Clear(context.Background(), book, clearing.Options{}))
	do(p, pool.Clear{ID: "10", At: on(5), By: []string{"cus"}, Carrier: "electricity", Lines: pool.Lines(book, result)})
	fmt.Println("after clearing", p.Claim(wind, "roof"), "and", p.Claim(sun, "mill"))

	do(p, pool.Discharge{ID: "11", At: on(6), By: []string{"mill", "roof"}, Stock: wind, Claimant: "roof", Amount: kwh("50")})
	at, _ := p.Position(wind)
	fmt.Println("outstanding", at.Outstanding, "of what remains,", at.Remaining)
	// Output:
	// roof can claim 90.000000 kWh and the mill 40.000000 kWh
	// after clearing 50.000000 kWh and 0.000000 kWh
	// outstanding 210.000000 kWh of what remains, 910.000000 kWh
}

// village is a pool in a unit of energy and a currency, with one producer who forecasts so much.
func village(u, money unit.Unit, members []string, remaining unit.Amount) (*pool.Pool, stock.Kind) {
	k := stock.Kind{Issuer: "turbine", Carrier: "electricity", Site: "hill", Unit: u}
	p := must(pool.New(pool.Terms{Name: "pool", Unit: u, Money: money, Founders: members, Manager: "mia", Custodian: "cus",
		Products: []pool.Product{{Carrier: "electricity", Site: "hill"}}}))
	do(p, pool.Adopt{ID: "a", At: on(1), By: members}, join("turbine", true), forecast("f", k, remaining))
	return p, k
}

// Four turbines of 250 kW at £400,000 give 600 MWh a year each for ten years: 24,000 MWh. At £50 a MWh they are paid
// for by 8,000; an operator gets a sixth; the community has the half as an energy dividend. Source: Chris Cook,
// https://opencapital.net/papers/communityenergypartnership.htm, which prints 33 %, 16 % and 50 %.
func ExampleIssue_wiskay() {
	mwh := func(n int64) unit.Amount { return must(unit.Parse(fmt.Sprint(n), unit.MegawattHour)) }
	p, k := village(unit.MegawattHour, gbp, []string{"ann", "bob", "investor", "operator"}, mwh(4*600*10))
	price := quoted(unit.MegawattHour, gbp, 50, 1)
	e := must(p.Apply(issue("sold", k, "investor", mwh(8_000), price)))
	fmt.Println(e.Postings[2].Account, unit.New(e.Postings[2].Quantity, gbp))
	do(p, issue("operator", k, "operator", mwh(4_000), unit.Quote{}), toPool("community", k, mwh(12_000)))
	at, _ := p.Position(k)
	cover, _ := at.Cover()
	fmt.Println(at.Issued, "issued,", at.Room, "more, covered", cover.RatString())
	_, err := p.Apply(toPool("more", k, mwh(1)))
	fmt.Println(err)
	// Output:
	// money/investor -400000.00 GBP
	// 24000.000000000 MWh issued, 0.000000000 MWh more, covered 1
	// stock: beyond the production that remains: turbine: asked 1.000000000 MWh, room for 0.000000000 MWh
}

// A turbine for €1.5 m is paid for by 30,000 MWh at €50, or by 50,000 at €30. Source: Chris Cook,
// https://www.eurotrib.com/comments/2008/1/18/172018/083/9.
func ExampleIssue_turbine() {
	eur := must(unit.Currency("EUR", 2))
	mwh := func(n int64) unit.Amount { return must(unit.Parse(fmt.Sprint(n), unit.MegawattHour)) }
	for _, sold := range []struct{ n, euros int64 }{{30_000, 50}, {50_000, 30}} {
		p, k := village(unit.MegawattHour, eur, []string{"ann", "bob"}, mwh(50_000))
		e := must(p.Apply(issue("sold", k, "ann", mwh(sold.n), quoted(unit.MegawattHour, eur, sold.euros, 1))))
		fmt.Println(unit.New(e.Postings[3].Quantity, eur))
	}
	// Output:
	// 1500000.00 EUR
	// 1500000.00 EUR
}

// ten is a community's own unit of 10 kWh, of which there are no parts.
var ten = must(unit.ParseUnit("ten.0=36000000J"))

func tens(n int64) unit.Amount { return unit.New(n, ten) }

// £1m at 50p for units of 10 kWh is 2m units, one turbine of 1 MW that gives 200,000 a year. Over its life it gives 4m:
// less a tenth for maintenance, less the 2m, 1.6m are free, for a dividend. Source: Chris Cook,
// https://wiki.p2pfoundation.net/Carbon_Pool.
func ExampleDividend() {
	p, k := village(ten, gbp, []string{"ann", "bob", "cem"}, tens(200_000*20))
	e := must(p.Apply(issue("sold", k, "ann", tens(2_000_000), quoted(ten, gbp, 1, 2))))
	fmt.Println(unit.New(e.Postings[3].Quantity, gbp))
	do(p, issue("upkeep", k, "bob", tens(400_000), unit.Quote{}))
	at, _ := p.Position(k)
	fmt.Println("free:", at.Room)

	do(p, toPool("free", k, at.Room))
	e = must(p.Apply(pool.Dividend{ID: "d", At: on(3), By: []string{"mia"}, Stock: k}))
	fmt.Println(p.Holding(k, "cem"), "each; carried", p.Holding(k, "pool"))
	do(p, toPool("nothing", k, at.Room)) // all is issued: what came home of its issuer's part can be issued again
	// Output:
	// 1000000.00 GBP
	// free: 1600000 ten
	// 400000 ten each; carried 0 ten
	// stock: beyond the production that remains: turbine: asked 1600000 ten, room for 400000 ten
}

// £5,000 each for a hundred houses is £500,000, but what they owe is 1m units of 10 kWh, at 50p when it was lent. At
// 80p £5,000 repay fewer of them; what is owed in energy is the same. Source: Chris Cook,
// https://wiki.p2pfoundation.net/Carbon_Pool.
func ExampleLend() {
	p, k := village(ten, gbp, []string{"ann", "bob"}, tens(4_000_000))
	do(p, issue("sold", k, "bob", tens(1_000_000), quoted(ten, gbp, 1, 2)))
	total := int64(0)
	for i := range 100 {
		e := must(p.Apply(pool.Lend{ID: fmt.Sprint("loan ", i), At: on(4), By: []string{"turbine", "ann", "mia", "cus"}, Stock: k,
			Property: fmt.Sprint("house ", i), Owner: "ann", Amount: tens(10_000), Price: quoted(ten, gbp, 1, 2)}))
		total += e.Postings[3].Quantity
	}
	fmt.Println(unit.New(total, gbp))
	do(p, pool.Repay{ID: "r", At: on(9), By: []string{"ann", "bob"}, Loan: "loan 0", Paid: pounds("5000"), Seller: "bob", Price: quoted(ten, gbp, 4, 5)})
	for l := range p.Loans() {
		fmt.Println(l.Property, l.Lent, l.Repaid)
		break
	}
	// Output:
	// 500000.00 GBP
	// house 0 10000 ten 6250 ten
}

// Kilowatt Cards are for 10 kWh each and can be redeemed on any account:
// http://www.kilowattcards.com/template/index.cfm. One is given away, and pays for what another than its issuer has
// supplied, to the last kilowatt-hour and no further.
func ExampleRedeem() {
	p, k := village(ten, gbp, []string{"ann", "bob"}, tens(100))
	do(p, pool.Admit{ID: "j", At: on(2), By: []string{"roof", "mia"}, Member: "roof", Supplier: true}, issue("i", k, "ann", tens(3), unit.Quote{}),
		pool.Transfer{ID: "gift", At: on(4), By: []string{"ann", "bob"}, Stock: k, From: "ann", To: "bob", Amount: tens(1)},
		supply("s", "roof", "bob", tens(1)), redeem("r", "roof", "bob", k, tens(1)))
	fmt.Println(p.Holding(k, "bob"), p.Claim(k, "roof"))
	do(p, redeem("again", "roof", "bob", k, tens(1)))
	// Output:
	// 0 ten 1 ten
	// pool: more than was supplied and not paid for yet: "roof" to "bob": asked 1 ten, room for 0 ten
}

// Five sites of 3 land rental units and two of 5 are 25, at an agreed value each: here £1. All seven get the same, so
// who uses less than the average is owed what others owe. Source: Chris Cook in "Fleeing Vesuvius",
// https://librs.net/lread_641068_p30.
func ExampleCollect() {
	people := []string{"a", "b", "c", "d", "e", "f", "g"}
	p := must(pool.New(pool.Terms{Name: "pool", Unit: unit.KilowattHour, Money: gbp, Founders: people, Manager: "mia", Custodian: "cus",
		Products: []pool.Product{{Carrier: "electricity", Site: "hill"}}, Levies: []pool.Levy{{Name: "land", Measure: plot, Each: pounds("1")}}}))
	do(p, pool.Adopt{ID: "a", At: on(1), By: people})
	var uses []pool.Use
	for i, who := range people {
		uses = append(uses, pool.Use{Member: who, Quantity: plots([]int64{3, 3, 3, 3, 3, 5, 5}[i])})
	}
	e := must(p.Apply(pool.Collect{ID: "c", At: on(2), By: []string{"mia", "cus"}, Levy: "land", Uses: uses}))
	for _, n := range e.Notes {
		fmt.Println(n.Kind, n.Text)
	}
	for m := range p.Members() {
		fmt.Print(m.Name, " ", m.Balance, "; ")
	}
	// Output:
	// dividend 3.57 GBP
	// carried 0.01 GBP
	// a 0.57 GBP; b 0.57 GBP; c 0.57 GBP; d 0.57 GBP; e 0.57 GBP; f -1.43 GBP; g -1.43 GBP;
}
