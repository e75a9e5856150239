package pool_test

import (
	"context"
	"testing"

	"example.org/mutual/clearing"
	"example.org/mutual/partnership/grid/pool"
	"example.org/mutual/partnership/stock"
	"example.org/mutual/unit"
)

// A claim on one site of an issuer is as good as one on another of its: they fall in the order of the sites.
func TestClearSites(t *testing.T) {
	two := terms()
	two.Products = append(two.Products, pool.Product{Carrier: "electricity", Site: "vale"})
	vale := of("mill", "electricity", "vale")
	p := must(pool.New(two))
	apply(t, p, pool.Adopt{ID: "a", At: on(1), By: []string{"ann", "bob"}}, join("mill", true), join("roof", true),
		forecast("f1", wind, kwh("100")), forecast("f2", vale, kwh("100")), forecast("f3", sun, kwh("100")),
		issue("i1", wind, "ann", kwh("10"), unit.Quote{}), issue("i2", vale, "ann", kwh("10"), unit.Quote{}), issue("i3", sun, "bob", kwh("15"), unit.Quote{}),
		supply("s1", "roof", "ann", kwh("20")), supply("s2", "mill", "bob", kwh("15")),
		redeem("r1", "roof", "ann", wind, kwh("10")), redeem("r2", "roof", "ann", vale, kwh("10")), redeem("r3", "mill", "bob", sun, kwh("15")))
	b := p.Book("electricity")
	if len(b.Obligations) != 2 || b.Obligations[0].Amount != kwh("20") || b.Obligations[0].ID != "mill/roof" {
		t.Errorf("%+v", b)
	}
	r := must(clearing.Clear(context.Background(), b, clearing.Options{}))
	apply(t, p, pool.Clear{ID: "c", At: on(6), By: []string{"cus"}, Carrier: "electricity", Lines: pool.Lines(b, r)})
	if p.Claim(wind, "roof") != kwh("0") || p.Claim(vale, "roof") != kwh("5") || p.Claim(sun, "mill") != kwh("0") {
		t.Error(p.Claim(wind, "roof"), p.Claim(vale, "roof"), p.Claim(sun, "mill"))
	}
}

// A joule of heat is not one of electricity: claims of one carrier are no part of a set-off of another.
func TestClearCarriers(t *testing.T) {
	two := terms()
	two.Products = append(two.Products, pool.Product{Carrier: "heat", Site: "hill"})
	warm, warmer := of("mill", "heat", "hill"), of("roof", "heat", "hill")
	p := must(pool.New(two))
	heats := func(id, supplier, customer string) pool.Action {
		return pool.Supply{ID: id, At: on(4), By: []string{supplier, customer}, Supplier: supplier, Customer: customer, Carrier: "heat", Site: "hill", Energy: kwh("3")}
	}
	apply(t, p, pool.Adopt{ID: "a", At: on(1), By: []string{"ann", "bob"}}, join("mill", true), join("roof", true),
		forecast("f1", wind, kwh("100")), forecast("f2", warm, kwh("100")), forecast("f3", warmer, kwh("100")),
		issue("i1", wind, "ann", kwh("10"), unit.Quote{}), issue("i2", warm, "ann", kwh("10"), unit.Quote{}), issue("i3", warmer, "bob", kwh("10"), unit.Quote{}),
		supply("s1", "roof", "ann", kwh("5")), heats("s2", "roof", "ann"), heats("s3", "mill", "bob"),
		redeem("r1", "roof", "ann", wind, kwh("5")), redeem("r2", "roof", "ann", warm, kwh("3")), redeem("r3", "mill", "bob", warmer, kwh("3")))
	b := p.Book("heat")
	r := must(clearing.Clear(context.Background(), b, clearing.Options{}))
	apply(t, p, pool.Clear{ID: "c", At: on(6), By: []string{"cus"}, Carrier: "heat", Lines: pool.Lines(b, r)})
	if len(b.Obligations) != 2 || p.Claim(wind, "roof") != kwh("5") || p.Claim(warm, "roof") != kwh("0") || p.Claim(warmer, "mill") != kwh("0") {
		t.Error(b, p.Claim(wind, "roof"), p.Claim(warm, "roof"), p.Claim(warmer, "mill"))
	}
}

// A levy is rounded once a use, a half to even: 1.5 pence are 2, and 4.5 are 4. Six members share the 6.
func TestCollectHalves(t *testing.T) {
	p := founded(t)
	e := apply(t, p, pool.Collect{ID: "c", At: on(4), By: []string{"mia", "cus"}, Levy: "energy",
		Uses: []pool.Use{{Member: "ann", Quantity: kwh("0.5")}, {Member: "bob", Quantity: kwh("1.5")}, {Member: "cem", Quantity: kwh("0.000001")}}})
	want := map[string]string{"ann": "-0.01", "bob": "-0.03", "cem": "0.01", "mill": "0.01", "roof": "0.01", "boiler": "0.01"}
	for m := range p.Members() {
		if m.Balance != pounds(want[m.Name]) {
			t.Error(m.Name, m.Balance)
		}
	}
	if e.Notes[0].Text != "ann -1/200 GBP" || e.Notes[1].Text != "bob 1/200 GBP" || len(e.Notes) != 5 {
		t.Error(e.Notes)
	}
}

// What a dividend or the commons could not divide waits for the next.
func TestCarried(t *testing.T) {
	p := founded(t) // six members, one of them the mill
	collect := func(id string, pence int64) pool.Action {
		return pool.Collect{ID: id, At: on(6), By: []string{"mia", "cus"}, Levy: "energy", Uses: []pool.Use{{Member: "ann", Quantity: unit.New(pence*1_000_000/3, unit.KilowattHour)}}}
	}
	apply(t, p, toPool2("x1", wind, kwh("0.000010")), pool.Dividend{ID: "d", At: on(6), By: []string{"mia"}, Stock: wind})
	at, _ := p.Position(wind)
	if p.Holding(wind, "cem") != kwh("0.000001") || p.Holding(wind, "pool") != kwh("0.000004") || at.BoughtBack != kwh("0.000001") {
		t.Error(p.Holding(wind, "cem"), p.Holding(wind, "pool"), at.BoughtBack)
	}
	apply(t, p, toPool2("x2", wind, kwh("0.000002")), pool.Dividend{ID: "d2", At: on(6), By: []string{"mia"}, Stock: wind})
	if p.Holding(wind, "cem") != kwh("0.000002") || p.Holding(wind, "pool") != kwh("0") {
		t.Error(p.Holding(wind, "cem"), p.Holding(wind, "pool"))
	}
	apply(t, p, collect("c1", 9))
	if carried := p.Carried(); carried != pounds("0.03") {
		t.Error(carried)
	}
	apply(t, p, collect("c2", 9))
	if carried := p.Carried(); carried != pounds("0") {
		t.Error(carried)
	}
}

// An exchange without credit leaves nothing behind but that it was: issued, redeemed, supplied and paid.
func TestExchange(t *testing.T) {
	p := founded(t)
	before, _ := p.Position(wind)
	e := apply(t, p, pool.Exchange{ID: "x", At: on(4), By: []string{"mill", "cem"}, Supplier: "mill", Customer: "cem", Carrier: "electricity", Site: "hill", Energy: kwh("20"), Price: at(13)})
	after, _ := p.Position(wind)
	want := before
	want.Issued, want.Redeemed, want.Remaining, want.Room = kwh("520"), kwh("20"), kwh("980"), kwh("480")
	if after != want {
		t.Errorf("got %+v, want %+v", after, want)
	}
	if paid := e.Postings[len(e.Postings)-1]; paid.Account != "money/mill" || paid.Quantity != 260 {
		t.Error(paid)
	}
	for r := range p.Routes() {
		if r.Redeemed != kwh("20") || !r.Open().IsZero() {
			t.Errorf("%+v", r)
		}
	}
}

// Supply beyond the forecast is a fact, and noted; what is outstanding is then not covered, and stays.
func TestBeyondForecast(t *testing.T) {
	p := founded(t)
	e := apply(t, p, forecast2("f", wind, kwh("10")),
		pool.Supply{ID: "s", At: on(20), By: []string{"mill", "ann"}, Supplier: "mill", Customer: "ann", Carrier: "electricity", Site: "hill", Energy: kwh("12")})
	at, _ := p.Position(wind)
	if cover, _ := at.Cover(); len(e.Notes) != 1 || e.Notes[0].Text != "2.000000 kWh" || at.Outstanding != kwh("500") || cover.Sign() != 0 {
		t.Error(e.Notes, at)
	}
	refuseAll(t, p, []refused{{"issue without cover", pool.Issue{ID: "x", At: on(20), By: []string{"mill", "ann", "mia", "cus"}, Stock: wind, To: "ann", Amount: kwh("1")}, stock.ErrForecast, "", "0.000000"}})
}

// Heat Stock is in millions of Btu, and a price below par is a discount, of which the entry says how much: $10 of gas
// for $8 is a fifth off, and a gain of a quarter. Sources: Chris Cook,
// https://www.slideshare.net/ChrisJCook/community-heat-partnerships and
// https://dokumen.tips/economy-finance/community-heat-partnerships.html.
func TestDiscount(t *testing.T) {
	usd := must(unit.Currency("USD", 2))
	p, k := village(unit.MMBtuIT, usd, []string{"ann", "bob"}, unit.New(5_000_000, unit.MMBtuIT))
	sold := issue("x", k, "ann", unit.New(1_000_000, unit.MMBtuIT), quoted(unit.MMBtuIT, usd, 8, 1)).(pool.Issue)
	sold.Par = quoted(unit.MMBtuIT, usd, 10, 1)
	e := apply(t, p, sold)
	if n := e.Notes[0]; n.Kind != "discount" || n.Text != "1/5" || e.Postings[3].Quantity != 800 {
		t.Error(e)
	}
	if gain, err := stock.Gain(unit.New(800, usd), unit.New(1000, usd)); err != nil || gain.RatString() != "1/4" {
		t.Error(gain, err)
	}
}

// Who buys a property owes what is open of its loans. One that is repaid stays whose it was, and its lender can buy.
func TestConveyRepaid(t *testing.T) {
	p := founded(t)
	lend := func(id string, k stock.Kind) pool.Action {
		return pool.Lend{ID: id, At: on(4), By: []string{k.Issuer, "ann", "mia", "cus"}, Stock: k, Property: "barn", Owner: "ann", Amount: kwh("9")}
	}
	apply(t, p, lend("1", wind), lend("2", sun), pool.Repay{ID: "3", At: on(4), By: []string{"ann"}, Loan: "1", Paid: kwh("9")},
		pool.Convey{ID: "4", At: on(4), By: []string{"ann", "mill", "cus"}, Property: "barn", From: "ann", To: "mill"})
	owners := map[string]string{"1": "ann", "2": "mill"}
	for l := range p.Loans() {
		if l.Owner != owners[l.ID] {
			t.Errorf("%+v", l)
		}
	}
}

// A batch happens whole or not at all, in the register too.
func TestBatch(t *testing.T) {
	p := founded(t)
	before := snapshot(t, p)
	if _, err := p.Batch(supply("s", "mill", "ann", kwh("5")), redeem("r", "mill", "ann", wind, kwh("5")), redeem("r2", "mill", "ann", wind, kwh("5"))); err == nil {
		t.Error("redeemed twice")
	}
	if string(before) != string(snapshot(t, p)) {
		t.Error("half a batch")
	}
	entries, err := p.Batch(supply("s", "mill", "ann", kwh("5")), redeem("r", "mill", "ann", wind, kwh("5")))
	if err != nil || len(entries) != 2 || p.Check() != nil {
		t.Error(entries, err)
	}
}

// Who gives Stock to the pool, for all to share, needs nobody's consent.
func TestGiveToPool(t *testing.T) {
	p := founded(t)
	apply(t, p, pool.Transfer{ID: "t", At: on(6), By: []string{"ann"}, Stock: wind, From: "ann", To: "pool", Amount: kwh("6")},
		pool.Dividend{ID: "d", At: on(6), By: []string{"mia"}, Stock: wind})
	if p.Holding(wind, "cem") != kwh("1") || p.Holding(wind, "ann") != kwh("295") {
		t.Error(p.Holding(wind, "cem"), p.Holding(wind, "ann"))
	}
}
