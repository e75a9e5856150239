package pool_test

import (
	"bytes"
	"math/big"
	"testing"
	"time"

	"example.org/mutual/partnership/grid/pool"
	"example.org/mutual/partnership/stock"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

var (
	gbp  = must(unit.Currency("GBP", 2))
	plot = must(unit.Custom("LRU", 0))
	wind = of("mill", "electricity", "hill")
	sun  = of("roof", "electricity", "hill")
	heat = of("boiler", "heat", "vale")
)

// on is a day of January 2026, at nine.
func on(day int) time.Time { return time.Date(2026, 1, day, 9, 0, 0, 0, time.UTC) }

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func of(issuer, carrier, site string) stock.Kind {
	return stock.Kind{Issuer: issuer, Carrier: carrier, Site: site, Unit: unit.KilowattHour}
}

func kwh(s string) unit.Amount    { return must(unit.Parse(s, unit.KilowattHour)) }
func pounds(s string) unit.Amount { return must(unit.Parse(s, gbp)) }
func plots(n int64) unit.Amount   { return unit.New(n, plot) }

// quoted is a price of a unit of energy in hundredths of a currency's unit, for all January.
func quoted(energy, money unit.Unit, num, den int64) unit.Quote {
	return must(unit.NewQuote(unit.QuoteTerms{Base: energy, Quoted: money, Rate: big.NewRat(num, den), Side: unit.Both, AsOf: on(1), ValidUntil: on(31), Source: "both"}))
}

// at is a price of a kilowatt-hour in pence.
func at(pence int64) unit.Quote { return quoted(unit.KilowattHour, gbp, pence, 100) }

func terms() pool.Terms {
	return pool.Terms{
		Name: "pool", Unit: unit.KilowattHour, Money: gbp, Founders: []string{"ann", "bob"}, Manager: "mia", Custodian: "cus",
		Products: []pool.Product{{Carrier: "electricity", Site: "hill"}, {Carrier: "heat", Site: "vale"}},
		Levies:   []pool.Levy{{Name: "land", Measure: plot, Each: pounds("1")}, {Name: "energy", Measure: unit.KilowattHour, Each: pounds("0.03")}},
	}
}

// apply applies actions that must all be accepted, and returns the last entry.
func apply(tb testing.TB, p *pool.Pool, actions ...pool.Action) (e journal.Entry) {
	tb.Helper()
	for _, a := range actions {
		var err error
		if e, err = p.Apply(a); err != nil {
			tb.Fatalf("%T%+v: %v", a, a, err)
		}
		if err := e.Check(); err != nil {
			tb.Fatal(err)
		}
	}
	if err := p.Check(); err != nil {
		tb.Fatal(err)
	}
	return e
}

func join(who string, supplier bool) pool.Action {
	return pool.Admit{ID: "join " + who, At: on(1), By: []string{who, "mia"}, Member: who, Supplier: supplier}
}

func forecast(id string, k stock.Kind, remaining unit.Amount) pool.Action {
	return pool.Forecast{ID: id, At: on(2), By: []string{k.Issuer, "cus"}, Stock: k, Remaining: remaining}
}

func issue(id string, k stock.Kind, to string, a unit.Amount, price unit.Quote) pool.Action {
	return pool.Issue{ID: id, At: on(3), By: []string{k.Issuer, to, "mia", "cus"}, Stock: k, To: to, Amount: a, Price: price}
}

// toPool is an issue that the pool is to divide.
func toPool(id string, k stock.Kind, a unit.Amount) pool.Action {
	return pool.Issue{ID: id, At: on(3), By: []string{k.Issuer, "mia", "cus"}, Stock: k, To: "pool", Amount: a}
}

func supply(id, supplier, customer string, a unit.Amount) pool.Action {
	return pool.Supply{ID: id, At: on(4), By: []string{supplier, customer}, Supplier: supplier, Customer: customer, Carrier: "electricity", Site: "hill", Energy: a}
}

func redeem(id, supplier, customer string, k stock.Kind, a unit.Amount) pool.Action {
	return pool.Redeem{ID: id, At: on(5), By: []string{customer}, Supplier: supplier, Customer: customer, Stock: k, Amount: a}
}

// founded is a pool of three suppliers and three customers, who hold some Stock.
func founded(tb testing.TB) *pool.Pool {
	tb.Helper()
	p := must(pool.New(terms()))
	apply(tb, p,
		pool.Adopt{ID: "adopt", At: on(1), By: []string{"ann", "bob"}},
		join("mill", true), join("roof", true), join("boiler", true), join("cem", false),
		forecast("f1", wind, kwh("1000")), forecast("f2", sun, kwh("500")), forecast("f3", heat, kwh("400")),
		issue("i1", wind, "ann", kwh("300"), at(5)), issue("i2", sun, "ann", kwh("100"), unit.Quote{}), issue("i3", wind, "bob", kwh("200"), at(5)),
		issue("i4", heat, "ann", kwh("50"), at(3)))
	return p
}

// busy is a pool with something of everything.
func busy(tb testing.TB) *pool.Pool {
	tb.Helper()
	p := founded(tb)
	dearer := terms()
	dearer.Levies[0].Each = pounds("2")
	apply(tb, p,
		supply("s1", "mill", "ann", kwh("120")), supply("s2", "roof", "ann", kwh("80")), supply("s3", "mill", "bob", kwh("30")), supply("s4", "mill", "roof", kwh("5")),
		redeem("r1", "mill", "ann", wind, kwh("50")), redeem("r2", "mill", "ann", sun, kwh("40")), redeem("r3", "roof", "ann", wind, kwh("60")),
		pool.Settle{ID: "t1", At: on(6), By: []string{"mill"}, Supplier: "mill", Customer: "bob", Carrier: "electricity", Energy: kwh("10"), Price: at(13)},
		pool.Transfer{ID: "p1", At: on(6), By: []string{"bob", "cem"}, Stock: wind, From: "bob", To: "cem", Amount: kwh("20")},
		toPool2("d1", sun, kwh("70")),
		pool.Discharge{ID: "c1", At: on(7), By: []string{"mill", "roof"}, Stock: wind, Claimant: "roof", Amount: kwh("5")},
		pool.Lend{ID: "l1", At: on(8), By: []string{"mill", "cem", "mia", "cus"}, Stock: wind, Property: "house", Owner: "cem", Amount: kwh("100"), Price: at(5)},
		pool.Repay{ID: "l2", At: on(9), By: []string{"cem"}, Loan: "l1", Paid: kwh("15")},
		pool.Collect{ID: "k1", At: on(10), By: []string{"mia", "cus"}, Levy: "land", Uses: []pool.Use{{Member: "ann", Quantity: plots(3)}, {Member: "bob", Quantity: plots(5)}}},
		pool.Level{ID: "k2", At: on(11), By: []string{"bob", "cus"}, From: "bob", To: "pool", Amount: pounds("1")},
		pool.Amend{ID: "a1", At: on(12), By: []string{"ann"}, Terms: dearer},
		pool.Approve{ID: "a2", At: on(12), By: []string{"ann", "bob"}, Proposal: "a1"},
		pool.Admit{ID: "join dan", At: on(13), By: []string{"dan", "mia"}, Member: "dan"},
		pool.Leave{ID: "out", At: on(13), By: []string{"dan"}, Member: "dan"})
	return p
}

func toPool2(id string, k stock.Kind, a unit.Amount) pool.Action {
	i := toPool(id, k, a).(pool.Issue)
	i.At = on(6)
	return i
}

func snapshot(tb testing.TB, p *pool.Pool) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := p.Snapshot(&b); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}
