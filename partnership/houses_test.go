package partnership_test

import (
	"bytes"
	"fmt"
	"testing"

	"example.org/mutual/credit"
	"example.org/mutual/partnership"
	"example.org/mutual/unit"
)

// want compares an amount with what it must be.
func want(tb testing.TB, what string, got unit.Amount, text string) {
	tb.Helper()
	if must := must(unit.Parse(text, got.Unit())); got != must {
		tb.Errorf("%s: got %v, want %s", what, got, text)
	}
}

// restored is a partnership as its snapshot has it, which must be the same again.
func restored(tb testing.TB, p *partnership.Partnership) *partnership.Partnership {
	tb.Helper()
	text := snapshot(tb, p)
	q, err := partnership.Restore(bytes.NewReader(text))
	if err != nil {
		tb.Fatal(err)
	}
	if !bytes.Equal(snapshot(tb, q), text) {
		tb.Error("another snapshot after it was restored")
	}
	return q
}

var (
	mia  = []string{"mia"}
	cus  = []string{"cus"}
	both = []string{"cus", "mia"}
)

// A property of 100,000 of which an investor has paid 80,000, at a rental of 6,000 a year: the occupier pays 4,800 net.
// After 12,000 for a tenth at a valuation of 120,000 the shares are 30 and 70, and the net rental 4,200 (Chris Cook,
// "Property Investment Partnerships", P2P Foundation wiki; the last figure follows).
func TestPropertyInvestmentPartnership(t *testing.T) {
	p := founded(t, terms())
	year := func(period, net string) {
		apply(t, p,
			partnership.Bill{ID: "c" + period, At: day, By: mia, Period: period},
			partnership.Distribute{ID: "d" + period, At: day, By: mia},
		)
		want(t, period+": the occupier's net rental", p.Ledger().Owed("olu", "house"), net)
		want(t, period+": the investor's due", p.Due("ivy"), net)
		apply(t, p,
			partnership.Pay{ID: "p" + period, At: day, By: cus, From: "olu", In: credit.Money, Paid: pounds(net)},
			partnership.PayOut{ID: "o" + period, At: day, By: cus},
		)
		want(t, period+": the purse", p.Purse(), "0")
	}
	apply(t, p, partnership.TakeUp{ID: "home", At: day, By: []string{"olu", "cus", "mia"}, User: "olu", Part: "all of it", Rental: pounds("6000.00")})
	year("2026", "4800.00")
	apply(t, p, partnership.Buy{
		ID: "tenth", At: day, By: []string{"olu", "ivy", "cus"}, Buyer: "olu", Seller: "ivy", Payment: pounds("12000.00"),
		Valuation: partnership.Valuation{Worth: pounds("120000.00"), AsOf: day, Until: on(31)},
	})
	if p.Nths("olu") != 30 || p.Nths("ivy") != 70 {
		t.Errorf("got %d and %d nths, want 30 and 70", p.Nths("olu"), p.Nths("ivy"))
	}
	year("2027", "4200.00")
	restored(t, p)
}

// villages are five houses: of their rental of 24,000 the manager has a tenth, who brought the land a fifth, who made
// the buildings a tenth, the investors a half, and the occupiers a tenth.
func houses() partnership.Terms {
	return partnership.Terms{
		Name: "houses", Unit: eur, Purpose: "homes", Asset: "five houses and their land",
		Founders: []string{"cus", "inv", "land", "maker", "mia"}, Custodian: "cus", Manager: "mia",
		Holders: []partnership.Holder{{Party: "inv", Nths: 300_000}},
		Portions: []partnership.Portion{
			{Name: "manager", Kind: partnership.Fixed, To: "mia", Weight: 10},
			{Name: "land", Kind: partnership.Fixed, To: "land", Weight: 20},
			{Name: "buildings", Kind: partnership.Fixed, To: "maker", Weight: 10},
			{Name: "investors", Kind: partnership.Providers, Weight: 50},
			{Name: "occupiers", Kind: partnership.Users, Weight: 10},
		},
	}
}

// Five houses: 2,400, 4,800, 2,400 and 12,000, and 480 for each occupier, who pays 4,320 net of 4,800, 360 a month
// (Chris Cook, in "Fleeing Vesuvius", 2011; the figures reconcile).
func TestFiveHouses(t *testing.T) {
	p := founded(t, houses())
	for i := range 5 {
		who := fmt.Sprintf("family%d", i+1)
		apply(t, p,
			partnership.Admit{ID: "in-" + who, At: day, By: []string{who, "mia"}, Member: who},
			partnership.TakeUp{ID: "house" + who, At: day, By: []string{who, "cus", "mia"}, User: who, Part: "house of " + who, Rental: euros("4800.00")},
		)
	}
	apply(t, p, partnership.Bill{ID: "bill", At: day, By: mia, Period: "2010"})
	want(t, "gross", p.Gross(), "24000.00")
	apply(t, p, partnership.Distribute{ID: "distribute", At: day, By: mia})
	for who, due := range map[string]string{"mia": "2400.00", "land": "4800.00", "maker": "2400.00", "inv": "12000.00", "family1": "0"} {
		want(t, who, p.Due(who), due)
	}
	for i := range 5 {
		want(t, "net rental", p.Ledger().Owed(fmt.Sprintf("family%d", i+1), "houses"), "4320.00")
	}
	want(t, "gross", p.Gross(), "0")
	if share := must(partnership.Yield(p.Due("inv"), euros("300000.00"))); share.RatString() != "1/25" {
		t.Errorf("the investors' return is %v, want 4 %%", share)
	}
	restored(t, p)
}

// What four turbines yield in ten years, 4 x 600 MWh x 10 = 24,000 MWh: a third is sold ahead, a sixth is the
// operator's, a half the community's: 8,000, 4,000 and 12,000 (Chris Cook, "Community Energy Partnership",
// opencapital.net, prints 33, 16 and 50 %). Year by year it comes to the same, though a year's 2,400 less one part does
// not divide.
func TestWiskay(t *testing.T) {
	with := turbine()
	with.Unit, with.Stock, with.Overpaid = unit.MegawattHour, partnership.StockTerms{}, partnership.Carried
	p := founded(t, with)
	for year := range 10 {
		apply(t, p,
			partnership.Receive{ID: fmt.Sprint("r", year), At: day, By: []string{"trust"}, From: "wind", Amount: unit.New(2_400_000_000_001, unit.MegawattHour), For: "a year's energy"},
			partnership.Distribute{ID: fmt.Sprint("d", year), At: day, By: []string{"operator"}})
	}
	coop, farmer, miller := p.Due("coop").Parts(), p.Due("farmer").Parts(), p.Due("miller").Parts()
	for name, got := range map[string]int64{"8000": coop + farmer + miller, "4000": p.Due("operator").Parts(), "12000": p.Commons().Parts()} {
		if off := got - megawatthours(name).Parts(); off < 0 || off > 10 {
			t.Errorf("got %v MWh, want %s and a share of ten parts", got, name)
		}
	}
	if off := p.Commons().Parts() - megawatthours("12000").Parts(); off != 5 {
		t.Errorf("the community has %d of the ten parts, want half", off)
	}
	restored(t, p)
}

// Who owes rental is not paid what settles it, also where the rental fell due after the distribution.
func TestPayOutOffsets(t *testing.T) {
	p := founded(t, terms())
	apply(t, p,
		partnership.TakeUp{ID: "home", At: day, By: []string{"olu", "cus", "mia"}, User: "olu", Part: "all of it", Rental: pounds("100.00")},
		partnership.Receive{ID: "r", At: day, By: cus, From: "a film", Amount: pounds("1000.00"), For: "a week in the house"},
		partnership.Distribute{ID: "d", At: day, By: mia},
		partnership.Bill{ID: "c", At: day, By: mia, Period: "2026"})
	want(t, "due before", p.Due("olu"), "200.00")
	e := apply(t, p, partnership.PayOut{ID: "o", At: day, By: cus})
	want(t, "owed", p.Ledger().Owed("olu", "house"), "0")
	for _, posting := range e.Postings {
		if posting.Account == "outside/olu" && posting.Quantity != 100_00 {
			t.Errorf("olu is paid %d parts, want 10000", posting.Quantity)
		}
	}
	want(t, "due", p.Due("olu"), "0")
}
