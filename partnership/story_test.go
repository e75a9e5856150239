package partnership_test

import (
	"bytes"
	"flag"
	"fmt"
	"math/big"
	"os"
	"strings"
	"testing"
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/partnership"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
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

// A teller applies actions and tells what they did.
type teller struct {
	testing.TB
	*partnership.Partnership
	out bytes.Buffer
}

func (t *teller) say(format string, args ...any) { fmt.Fprintf(&t.out, format+"\n", args...) }

// do applies an action, and tells its notes and which accounts it moved.
func (t *teller) do(title string, a partnership.Action) {
	t.Helper()
	e := apply(t, t.Partnership, a)
	t.say("\n%s: %s", e.At.Format(time.DateOnly), title)
	for _, n := range e.Notes {
		t.say("    %s: %s", n.Kind, n.Text)
	}
	for _, p := range e.Postings {
		t.say("    %24s  %s", quantity(p), p.Account)
	}
}

// quantity is a posting's, in its class.
func quantity(p journal.Posting) string {
	class := string(p.Class)
	if u, err := unit.ParseUnit(class[strings.LastIndexByte(class, '/')+1:]); err == nil {
		return unit.New(p.Quantity, u).String()
	}
	return fmt.Sprintf("%d %s", p.Quantity, class)
}

// refused tells of an action that is refused.
func (t *teller) refused(title string, a partnership.Action) {
	t.Helper()
	_, err := t.Apply(a)
	if err == nil {
		t.Errorf("%s is not refused", title)
	}
	t.say("\n%s: refused: %v", title, err)
}

func (t *teller) tell(who string, words []string) {
	t.say("\n%s is told:", who)
	for _, w := range words {
		t.say("    %s", w)
	}
}

// turbine are terms of a turbine on a hill: of what it yields a sixth is the operator's, a third that of those who
// brought land and work, and a half the village's (Wiskay's 16, 33 and 50 %, which are printed as 99).
func turbine() partnership.Terms {
	return partnership.Terms{
		Name: "turbine", Unit: eur, Purpose: "power for the village from its own wind", Asset: "a turbine on the hill, and the hill",
		Founders: []string{"coop", "farmer", "miller", "operator", "trust"}, Custodian: "trust", Manager: "operator",
		Holders: []partnership.Holder{{Party: "farmer", Nths: 10}, {Party: "miller", Nths: 30}, {Party: "coop", Nths: 60}},
		Portions: []partnership.Portion{
			{Name: "operator", Kind: partnership.Fixed, To: "operator", Weight: 1},
			{Name: "land and work", Kind: partnership.Providers, Weight: 2},
			{Name: "village", Kind: partnership.Commons, Weight: 3},
		},
		Overpaid: partnership.ToStock,
		Stock:    partnership.StockTerms{Carrier: "electricity", Site: "hill", Unit: unit.MegawattHour, Pay: euros("50.00"), For: megawatthours("1")},
	}
}

func megawatthours(text string) unit.Amount { return must(unit.Parse(text, unit.MegawattHour)) }

// A village builds a turbine of 1.5 million, which is 50,000 MWh sold ahead at 30, or 30,000 at 50 (Chris Cook,
// European Tribune, 18 January 2008). What it yields and at what price is the story's own.
func TestStory(t *testing.T) {
	s := &teller{TB: t, Partnership: must(partnership.New(turbine()))}
	office, fund := []string{"operator", "trust"}, []string{"fund", "operator", "trust"}
	in := func(year, month int) time.Time { return time.Date(year, time.Month(month), 1, 9, 0, 0, 0, time.UTC) }
	price := must(unit.NewQuote(unit.QuoteTerms{Base: unit.MegawattHour, Quoted: eur, Rate: big.NewRat(60, 1), Side: unit.Both, AsOf: in(2028, 1), ValidUntil: in(2028, 12), Source: "the day's price on the exchange"}))

	s.say("A village builds a turbine. A trust holds it, nobody lends anything, and nobody owns it.")
	s.do("all adopt the terms", partnership.Adopt{ID: "adopt", At: in(2027, 1), By: turbine().Founders})
	s.do("the operator expects 40,000 MWh in twenty years, and the trust agrees", partnership.Forecast{ID: "forecast", At: in(2027, 1), By: office, Remaining: megawatthours("40000")})
	s.refused("At 30 a MWh the turbine's 1,500,000 would take 50,000 MWh", partnership.IssueStock{ID: "cheap", At: in(2027, 2), By: fund, To: "fund", Face: megawatthours("50000"), Paid: euros("1500000.00"), ForAsset: true})
	s.do("at 50 it takes 30,000: a pension fund buys 28,000 of them", partnership.IssueStock{ID: "fund", At: in(2027, 2), By: fund, To: "fund", Face: megawatthours("28000"), Paid: euros("1400000.00"), ForAsset: true})
	s.do("and the miller 2,000", partnership.IssueStock{ID: "mill", At: in(2027, 2), By: []string{"miller", "operator", "trust"}, To: "miller", Face: megawatthours("2000"), Paid: euros("100000.00"), ForAsset: true})
	s.do("the turbine is paid for", partnership.Spend{ID: "build", At: in(2027, 6), By: office, Amount: euros("1500000.00"), To: "maker", For: "a turbine, standing on the hill"})

	s.do("the fund sells 500 of its own on, for what the two agree on", partnership.TransferStock{ID: "on", At: in(2027, 6), By: []string{"fund", "coop"}, From: "fund", To: "coop", Face: megawatthours("500")})

	s.say("\nA hotel would like the hill.")
	s.do("a hotelier is admitted", partnership.Admit{ID: "hotelier", At: in(2027, 7), By: []string{"hotelier", "operator"}, Member: "hotelier"})
	s.do("the hotelier proposes to use it", partnership.Propose{ID: "hotel", At: in(2027, 7), By: []string{"hotelier"}, Do: partnership.TakeUp{User: "hotelier", Part: "the hilltop", Rental: euros("90000.00")}})
	s.do("the trust says no, which is all that it can say", partnership.Veto{ID: "veto", At: in(2027, 8), By: []string{"trust"}, Proposal: "hotel", Because: "a hotel in the wind's way is not what the hill is for"})

	s.say("\nThe first year of wind: 2,400 MWh at 60.")
	s.do("the mill takes 1,000 MWh a year", partnership.TakeUp{ID: "power", At: in(2028, 1), By: []string{"miller", "operator", "trust"}, User: "miller", Part: "1000 MWh a year for the mill", Rental: euros("60000.00")})
	s.do("the year's energy falls due", partnership.Bill{ID: "2028", At: in(2028, 12), By: []string{"operator"}, Period: "2028"})
	s.do("the rest goes to the grid", partnership.Receive{ID: "grid", At: in(2028, 12), By: []string{"trust"}, From: "grid", Amount: euros("84000.00"), For: "1400 MWh"})
	s.do("what was produced is no longer to come", partnership.Supply{ID: "produced", At: in(2028, 12), By: office, Amount: megawatthours("2400")})
	s.refused("The miller cannot pay with more Stock than it owes", partnership.RedeemStock{ID: "too much", At: in(2028, 12), By: []string{"miller", "operator"}, From: "miller", Face: megawatthours("1001"), Quote: price})
	s.do("the miller returns 600 MWh, bought at 50, for energy at 60", partnership.RedeemStock{ID: "return", At: in(2028, 12), By: []string{"miller", "operator"}, From: "miller", Face: megawatthours("600"), Quote: price})
	s.do("the year's gross is divided", partnership.Distribute{ID: "divide", At: in(2028, 12), By: []string{"operator"}})
	s.do("the miller pays the rest, and 10,060 ahead", partnership.Pay{ID: "pay", At: in(2028, 12), By: []string{"trust"}, From: "miller", In: credit.Money, Paid: euros("23260.00")})
	s.do("what is due is paid out", partnership.PayOut{ID: "out", At: in(2028, 12), By: []string{"trust"}})
	s.do("the village builds a path with its half, as the members have decided", enacted(t, s.Partnership, in(2028, 12)))

	for _, who := range []string{"miller", "farmer"} {
		s.tell("The "+who, must2(s.Statement(who)).Words)
	}
	s.tell("The trust", s.CustodianStatement().Words)
	s.tell("The operator", s.ManagerStatement().Words)
	restored(t, s.Partnership)
	golden(t, "testdata/turbine.txt", s.out.Bytes())
}

// enacted is the last step of what the members have decided on.
func enacted(tb testing.TB, p *partnership.Partnership, at time.Time) partnership.Action {
	apply(tb, p,
		partnership.Propose{ID: "path", At: at, By: []string{"coop"}, Do: partnership.Spend{Fund: partnership.CommonsFund, Amount: euros("50000.00"), To: "mason", For: "a path up the hill"}},
		partnership.Approve{ID: "aye", At: at, By: []string{"coop", "farmer", "miller", "operator", "trust"}, Proposal: "path"})
	return partnership.Enact{ID: "enact", At: at, By: []string{"operator"}, Proposal: "path"}
}
