package partnership_test

import (
	"errors"
	"strings"
	"testing"

	"example.org/mutual/partnership"
	"example.org/mutual/unit"
)

func TestRefuseTerms(t *testing.T) {
	stock := partnership.StockTerms{Carrier: "rental", Site: "house", Unit: gbp, Pay: pounds("0.80"), For: pounds("1")}
	portion := func(p partnership.Portion) func(*partnership.Terms) {
		return func(t *partnership.Terms) { t.Portions = append(t.Portions, p) }
	}
	need := func(n ...partnership.Need) func(*partnership.Terms) {
		return func(t *partnership.Terms) { t.Needs = n }
	}
	for _, test := range []struct {
		name  string
		spoil func(*partnership.Terms)
		why   string
	}{
		{"no unit", func(t *partnership.Terms) { t.Unit = unit.Unit{} }, "unit"},
		{"rules of tomorrow", func(t *partnership.Terms) { t.Rules = 2 }, "rules"},
		{"no name", func(t *partnership.Terms) { t.Name = "" }, "name"},
		{"a slash in a name", func(t *partnership.Terms) { t.Name = "a/b" }, "slash"},
		{"no purpose", func(t *partnership.Terms) { t.Purpose = "" }, "purpose"},
		{"an asset without words", func(t *partnership.Terms) { t.Asset = " " }, "asset"},
		{"one for both offices", func(t *partnership.Terms) { t.Custodian = "mia" }, "differ"},
		{"the partnership as its own manager", func(t *partnership.Terms) { t.Manager = "house" }, "differ"},
		{"a custodian from outside", func(t *partnership.Terms) { t.Custodian = "eve" }, "founders"},
		{"a manager from outside", func(t *partnership.Terms) { t.Manager = "eve" }, "founders"},
		{"one founder", func(t *partnership.Terms) { t.Founders = t.Founders[:1] }, "founders"},
		{"a founder twice", func(t *partnership.Terms) { t.Founders = append(t.Founders, "olu") }, "once"},
		{"the partnership as a founder", func(t *partnership.Terms) { t.Founders = append(t.Founders, "house") }, "nobody"},
		{"a founder without a name", func(t *partnership.Terms) { t.Founders = append(t.Founders, "") }, "founder"},
		{"no holder", func(t *partnership.Terms) { t.Holders = nil }, "first nths"},
		{"a holder from outside", func(t *partnership.Terms) { t.Holders[0].Party = "eve" }, "holders"},
		{"a holder twice", func(t *partnership.Terms) { t.Holders[0].Party = "ivy" }, "holders"},
		{"a holder of nothing", func(t *partnership.Terms) { t.Holders[0].Nths = 0 }, "above zero"},
		{"too many nths", func(t *partnership.Terms) { t.Holders[0].Nths = partnership.NthsMax - 79 }, "2^62"},
		{"no portion", func(t *partnership.Terms) { t.Portions = nil }, "portions"},
		{"a portion twice", portion(partnership.Portion{Name: "capital", Kind: partnership.Commons, Weight: 1}), "name"},
		{"a portion without words", portion(partnership.Portion{Kind: partnership.Commons, Weight: 1}), "portion"},
		{"a portion of no kind", portion(partnership.Portion{Name: "x", Weight: 1}), "kind"},
		{"a fixed portion to nobody", portion(partnership.Portion{Name: "x", Kind: partnership.Fixed, Weight: 1}), "kind"},
		{"a fixed portion to a stranger", portion(partnership.Portion{Name: "x", Kind: partnership.Fixed, To: "eve", Weight: 1}), "founders"},
		{"the providers' portion to one", portion(partnership.Portion{Name: "x", Kind: partnership.Providers, To: "ivy", Weight: 1}), "kind"},
		{"a portion without weight", portion(partnership.Portion{Name: "x", Kind: partnership.Commons}), "weight"},
		{"an overpayment to Stock that there is not", func(t *partnership.Terms) { t.Overpaid = partnership.ToStock }, "Stock"},
		{"Stock in megawatt-hours beside accounts in kilowatt-hours", func(t *partnership.Terms) {
			t.Unit = unit.KilowattHour
			t.Stock = partnership.StockTerms{Carrier: "heat", Site: "house", Unit: unit.MegawattHour, Pay: unit.New(1, unit.KilowattHour), For: unit.New(1, unit.MegawattHour)}
		}, "quote"},
		{"an overpayment to nowhere", func(t *partnership.Terms) { t.Overpaid = 3 }, "overpayment"},
		{"Stock without a site", func(t *partnership.Terms) { t.Stock = stock; t.Stock.Site = "" }, "site"},
		{"Stock for nothing", func(t *partnership.Terms) { t.Stock = stock; t.Stock.Pay = pounds("0") }, "price"},
		{"Stock above par", func(t *partnership.Terms) { t.Stock = stock; t.Stock.Pay = pounds("1.01") }, "par"},
		{"Stock for other money", func(t *partnership.Terms) { t.Stock = stock; t.Stock.Pay = euros("1") }, "price"},
		{"Stock of another face", func(t *partnership.Terms) { t.Stock = stock; t.Stock.Unit = unit.KilowattHour }, "price"},
		{"an index without weights", func(t *partnership.Terms) { t.Index = partnership.Index{{Name: "wages"}} }, "weights"},
		{"a need of nothing", need(partnership.Need{Action: "sell"}), "table"},
		{"needs out of order", need(partnership.Need{Action: "leave"}, partnership.Need{Action: "admit"}), "order"},
		{"a need twice", need(partnership.Need{Action: "leave"}, partnership.Need{Action: "leave"}), "once"},
		{"money without the custodian", need(partnership.Need{Action: "buy", Manager: true}), "least"},
		{"amendments without the members", need(partnership.Need{Action: "amend", Manager: true}), "least"},
		{"bills by anybody", need(partnership.Need{Action: "bill"}), "somebody"},
		{"an approval by all", func(t *partnership.Terms) { t.Approval = unit.Whole }, "approval"},
		{"an approval by less than none", func(t *partnership.Terms) { t.Approval = -1 }, "approval"},
	} {
		wrong := terms()
		test.spoil(&wrong)
		if p, err := partnership.New(wrong); p != nil || !errors.Is(err, partnership.ErrTerms) || !strings.Contains(err.Error(), test.why) {
			t.Errorf("%s: got %v, want %v with %q", test.name, err, partnership.ErrTerms, test.why)
		}
	}
}

// The table of needs is in order, and none of its usual lines asks for less than its least.
func TestDefaultNeeds(t *testing.T) {
	full := terms()
	full.Needs = partnership.DefaultNeeds()
	if _, err := partnership.New(full); err != nil {
		t.Error(err)
	}
	for _, n := range partnership.DefaultNeeds() {
		got, ok := full.Need(n.Action)
		none := terms()
		usual, _ := none.Need(n.Action)
		if !ok || got != n || usual != n {
			t.Errorf("%s: %+v and %+v, want %+v", n.Action, got, usual, n)
		}
	}
}

// What the caller does to the terms that it gave or was given changes nothing.
func TestTermsCopied(t *testing.T) {
	given := terms()
	p := must(partnership.New(given))
	given.Holders[0].Nths, given.Portions[0].Weight = 7, 7
	got := p.Terms()
	got.Founders[0], got.Holders[1].Nths = "eve", 7
	if now := p.Terms(); now.Holders[0].Nths != 20 || now.Portions[0].Weight != 1 || now.Founders[0] != "cus" || now.Holders[1].Nths != 80 {
		t.Errorf("%+v", now)
	}
}
