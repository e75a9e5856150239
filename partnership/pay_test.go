package partnership_test

import (
	"math/big"
	"strings"
	"testing"

	"example.org/mutual/credit"
	"example.org/mutual/partnership"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// Payments cover the oldest first; what is more is carried, and settles what falls due next.
func TestPay(t *testing.T) {
	p := let(t, terms())
	apply(t, p, partnership.Bill{ID: "jan", At: day, By: mia, Period: "jan"}, partnership.Bill{ID: "feb", At: day, By: mia, Period: "feb"},
		partnership.Pay{ID: "1", At: day, By: cus, From: "olu", In: credit.Money, Paid: pounds("600.00")})
	left := func(promise, text string) {
		t.Helper()
		r, _ := p.Ledger().Promise(promise)
		want(t, promise, r.Left, text)
	}
	left("jan", "0")
	left("feb", "400")
	// Half a day's work on the roof, for which the gross is less.
	apply(t, p, partnership.Pay{ID: "2", At: day, By: []string{"cus", "olu"}, From: "olu", In: credit.Worth, Paid: pounds("100.00"), Words: "slates put back"})
	left("feb", "300")
	want(t, "gross", p.Gross(), "900")
	quote := must(unit.NewQuote(unit.QuoteTerms{Base: eur, Quoted: gbp, Rate: big.NewRat(85, 100), Side: unit.Both, AsOf: on(1), ValidUntil: on(9), Source: "the bank"}))
	e := apply(t, p, partnership.Pay{ID: "3", At: day, By: []string{"cus", "olu"}, From: "olu", In: credit.Money, Paid: euros("400.01"), Quote: quote})
	want(t, "carried", p.Carried("olu"), "40.00") // of 340.0085 pounds, less 300
	if text := notes(e); !strings.Contains(text, "residue: 17/2000") {
		t.Errorf("got the notes %s", text)
	}
	refuseAll(t, p, []refused{
		{name: "an expired quote", action: partnership.Pay{ID: "x", At: on(10), By: []string{"cus", "olu"}, From: "olu", In: credit.Money, Paid: euros("1"), Quote: quote}, reason: credit.ErrQuote},
		{name: "a quote that the payer has not agreed to", action: partnership.Pay{ID: "x", At: day, By: cus, From: "olu", In: credit.Money, Paid: euros("1"), Quote: quote}, reason: journal.ErrConsent, missing: "olu"},
	})
	apply(t, p, partnership.Bill{ID: "mar", At: day, By: mia, Period: "mar"})
	left("mar", "460")
	want(t, "carried", p.Carried("olu"), "0")
	apply(t, p, partnership.Pay{ID: "4", At: day, By: cus, From: "olu", In: credit.Money, Paid: pounds("10.00")})
	left("mar", "450")
	want(t, "purse", p.Purse(), "950.00")
	// What was carried is due to who goes.
	apply(t, p, partnership.Pay{ID: "5", At: day, By: cus, From: "olu", In: credit.Money, Paid: pounds("470.00")}, partnership.Vacate{ID: "out", At: day, By: []string{"olu"}, Use: "home"})
	want(t, "due", p.Due("olu"), "20")
	apply(t, p, partnership.Pay{ID: "6", At: day, By: cus, From: "olu", In: credit.Money, Paid: pounds("3.00")}, partnership.Leave{ID: "gone", At: day, By: []string{"olu"}, Member: "olu"})
	want(t, "due", p.Due("olu"), "23")
	apply(t, p, partnership.Pay{ID: "7", At: day, By: cus, From: "olu", In: credit.Money, Paid: pounds("4.00")})
	want(t, "due", p.Due("olu"), "27")
	want(t, "carried", p.Carried("olu"), "0")
	restored(t, p)
}

// An overpayment becomes nths of who offers them, at the valuation agreed on, to the last whole one.
func TestPayForNths(t *testing.T) {
	with := terms()
	with.Overpaid = partnership.ToNths
	p := let(t, with)
	apply(t, p, partnership.Pay{ID: "1", At: day, By: cus, From: "olu", In: credit.Money, Paid: pounds("100.00")})
	want(t, "carried without a valuation", p.Carried("olu"), "100")
	apply(t, p, partnership.Propose{ID: "value", At: day, By: mia, Do: partnership.Appraise{Valuation: partnership.Valuation{Worth: pounds("10000.00"), AsOf: day, Until: on(31)}, Basis: "what others pay"}},
		partnership.Approve{ID: "yes", At: day, By: []string{"olu", "ivy", "mia"}, Proposal: "value"}, partnership.Enact{ID: "so", At: day, By: mia, Proposal: "value"},
		partnership.Bill{ID: "jan", At: day, By: mia, Period: "jan"},
		partnership.Pay{ID: "2", At: day, By: cus, From: "olu", In: credit.Money, Paid: pounds("650.00")})
	if p.Nths("olu") != 22 || p.Nths("ivy") != 78 {
		t.Errorf("got %d and %d nths, want 22 and 78", p.Nths("olu"), p.Nths("ivy"))
	}
	want(t, "carried", p.Carried("olu"), "50") // 100 + 650 = 500 of rental, two nths at 100 each, and this
	want(t, "purse", p.Purse(), "550")
	restored(t, p)
}

func notes(e journal.Entry) string {
	var b strings.Builder
	for _, n := range e.Notes {
		b.WriteString(n.Kind + ": " + n.Text + "\n")
	}
	return b.String()
}
