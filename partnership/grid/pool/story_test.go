package pool_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/partnership/grid/pool"
	"example.org/mutual/partnership/stock"
	"example.org/mutual/unit"
)

var update = flag.Bool("update", false, "write the goldens in testdata anew")

// golden compares a story with what testdata has of it. Only commit a change if you understand what caused it.
func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if text, err := os.ReadFile(file); err != nil || !bytes.Equal(text, got) {
		t.Errorf("%s: %v, got:\n%s", file, err, got)
	}
}

// A teller applies actions and tells what they moved.
type teller struct {
	testing.TB
	*pool.Pool
	out bytes.Buffer
}

func (t *teller) say(format string, args ...any) { fmt.Fprintf(&t.out, format+"\n", args...) }

func (t *teller) do(title string, a pool.Action) {
	t.Helper()
	e := apply(t, t.Pool, a)
	t.say("\n%s: %s", e.At.Format(time.DateOnly), title)
	for _, n := range e.Notes {
		if n.Kind != "residue" {
			t.say("    %s: %s", n.Kind, n.Text)
		}
	}
	for i := 0; i+1 < len(e.Postings); i += 2 {
		from, to := e.Postings[i], e.Postings[i+1]
		if from.Quantity > 0 {
			from, to = to, from
		}
		what, u := string(to.Class), ten
		if what == gbp.String() {
			what, u = "money", gbp
		}
		what = strings.TrimSuffix(what, "/"+ten.String())
		t.say("    %v of %s from %s to %s", unit.New(to.Quantity, u), what, from.Account, to.Account)
	}
}

// stand tells how Stock stands.
func (t *teller) stand(all ...stock.Kind) {
	for _, k := range all {
		at, _ := t.Position(k)
		cover := "nothing to cover"
		if c, ok := at.Cover(); ok {
			cover = "covered " + c.FloatString(2) + " times"
		}
		t.say("    = %s: %v outstanding, %v claimed, %v to come: %s", k.Issuer, at.Outstanding, at.Claims, at.Remaining, cover)
	}
}

// A village builds a turbine. The figures of the turbine and of the loan are Chris Cook's:
// https://wiki.p2pfoundation.net/Carbon_Pool.
func TestStory(t *testing.T) {
	people := []string{"ann", "bob", "investor", "builder"}
	p := must(pool.New(pool.Terms{Name: "pool", Unit: ten, Money: gbp, Founders: people, Manager: "mia", Custodian: "cus",
		Products: []pool.Product{{Carrier: "electricity", Site: "village"}},
		Levies:   []pool.Levy{{Name: "land", Measure: plot, Each: pounds("10")}}}))
	s := &teller{TB: t, Pool: p}
	in := func(month time.Month, day int) time.Time { return time.Date(2026, month, day, 9, 0, 0, 0, time.UTC) }
	price := func(pence int64) unit.Quote {
		return must(unit.NewQuote(unit.QuoteTerms{Base: ten, Quoted: gbp, Rate: quoted(ten, gbp, pence, 100).Terms().Rate, Side: unit.Both, AsOf: in(1, 1), ValidUntil: in(12, 31), Source: "both"}))
	}
	kind := func(issuer string) stock.Kind {
		return stock.Kind{Issuer: issuer, Carrier: "electricity", Site: "village", Unit: ten}
	}
	turbine, roof := kind("turbine"), kind("roof")
	all := append([]string{"turbine", "roof", "mia", "cus"}, people...)

	apply(t, p, pool.Adopt{ID: "adopt", At: in(1, 1), By: people}, pool.Admit{ID: "t", At: in(1, 1), By: all, Member: "turbine", Supplier: true},
		pool.Admit{ID: "r", At: in(1, 1), By: all, Member: "roof", Supplier: true},
		pool.Forecast{ID: "fr", At: in(1, 1), By: all, Stock: roof, Remaining: tens(40_000)},
		pool.Issue{ID: "ir", At: in(1, 1), By: all, Stock: roof, To: "ann", Amount: tens(1_000), Price: price(100)})
	s.say("A village builds a turbine of 1 MW. Stock is in units of 10 kWh.")
	s.do("what it will give in 20 years", pool.Forecast{ID: "f", At: in(1, 2), By: []string{"turbine", "cus"}, Stock: turbine, Remaining: tens(4_000_000)})
	s.do("half of it pays for it, at 50p where a unit is a pound", pool.Issue{ID: "1", At: in(1, 3), By: all, Stock: turbine, To: "investor", Amount: tens(2_000_000), Price: price(50), Par: price(100)})
	s.do("a tenth pays for its upkeep", pool.Issue{ID: "2", At: in(1, 3), By: all, Stock: turbine, To: "builder", Amount: tens(400_000)})
	s.do("the rest is the village's", pool.Issue{ID: "3", At: in(1, 3), By: all, Stock: turbine, To: "pool", Amount: tens(1_600_000)})
	s.stand(turbine)
	s.do("and divided equally; the turbine's own part comes home", pool.Dividend{ID: "4", At: in(1, 4), By: []string{"mia"}, Stock: turbine})
	s.stand(turbine)

	s.do("bob buys from the investor, at a price between them", pool.Transfer{ID: "5", At: in(2, 1), By: []string{"bob", "investor"}, Stock: turbine, From: "investor", To: "bob", Amount: tens(5_000)})
	s.do("the turbine turns for ann", pool.Supply{ID: "6", At: in(3, 31), By: []string{"turbine", "ann"}, Supplier: "turbine", Customer: "ann", Carrier: "electricity", Site: "village", Energy: tens(900)})
	s.do("who pays a part of it with Stock of the roof", pool.Redeem{ID: "7", At: in(4, 1), By: []string{"ann"}, Supplier: "turbine", Customer: "ann", Stock: roof, Amount: tens(600)})
	s.do("and the rest with the turbine's own", pool.Redeem{ID: "8", At: in(4, 1), By: []string{"ann"}, Supplier: "turbine", Customer: "ann", Stock: turbine, Amount: tens(300)})
	s.do("the roof shines for bob", pool.Supply{ID: "9", At: in(6, 30), By: []string{"roof", "bob"}, Supplier: "roof", Customer: "bob", Carrier: "electricity", Site: "village", Energy: tens(1_500)})
	s.do("who pays with Stock of the turbine", pool.Redeem{ID: "10", At: in(7, 1), By: []string{"bob"}, Supplier: "roof", Customer: "bob", Stock: turbine, Amount: tens(1_400)})
	s.do("and for the rest in money", pool.Settle{ID: "11", At: in(7, 1), By: []string{"roof"}, Supplier: "roof", Customer: "bob", Carrier: "electricity", Energy: tens(100), Price: price(130)})
	s.stand(turbine, roof)
	b := p.Book("electricity")
	r := must(clearing.Clear(context.Background(), b, clearing.Options{}))
	s.do("what they can claim of each other is set off", pool.Clear{ID: "12", At: in(7, 2), By: []string{"cus"}, Carrier: "electricity", Lines: pool.Lines(b, r)})
	s.do("a part of the rest is supplied", pool.Discharge{ID: "13", At: in(7, 3), By: []string{"turbine", "roof"}, Stock: turbine, Claimant: "roof", Amount: tens(500)})
	s.do("and a part is paid, at a price to which the roof agrees", pool.Discharge{ID: "14", At: in(7, 3), By: []string{"turbine", "roof"}, Stock: turbine, Claimant: "roof", Amount: tens(300), Price: price(110)})
	s.stand(turbine, roof)

	s.do("ann's house is insulated for £5,000: 10,000 units at 50p", pool.Lend{ID: "loan", At: in(8, 1), By: all, Stock: turbine, Property: "house", Owner: "ann", Amount: tens(10_000), Price: price(50)})
	s.do("she repays with Stock", pool.Repay{ID: "16", At: in(9, 1), By: []string{"ann"}, Loan: "loan", Paid: tens(4_000)})
	s.do("she sells the house to bob, who owes what is left", pool.Convey{ID: "17", At: in(10, 1), By: []string{"ann", "bob", "cus"}, Property: "house", From: "ann", To: "bob"})
	s.do("a unit is 80p now: £2,000 buy 2,500 of the investor's", pool.Repay{ID: "18", At: in(11, 1), By: []string{"bob", "investor"}, Loan: "loan", Paid: pounds("2000"), Seller: "investor", Price: price(80)})
	for l := range p.Loans() {
		s.say("    = %s owes %v for the %s", l.Owner, l.Open(), l.Property)
	}
	s.do("the land is levied, and shared equally", pool.Collect{ID: "19", At: in(12, 1), By: []string{"mia", "cus"}, Levy: "land",
		Uses: []pool.Use{{Member: "ann", Quantity: plots(3)}, {Member: "bob", Quantity: plots(5)}, {Member: "turbine", Quantity: plots(2)}}})
	s.do("bob makes good what he owes to ann's neighbour", pool.Level{ID: "20", At: in(12, 2), By: []string{"bob", "investor"}, From: "bob", To: "investor", Amount: pounds("16.66")})
	s.stand(turbine, roof)
	for _, who := range []string{"turbine", "roof", "ann", "bob", "investor"} {
		st, _ := p.Statement(who)
		s.say("\n%v", strings.Join(st.Words, "\n"))
	}
	golden(t, "testdata/village.txt", s.out.Bytes())
}
