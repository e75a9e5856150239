package partnership_test

import (
	"testing"

	"example.org/mutual/credit"
	"example.org/mutual/partnership"
	"example.org/mutual/partnership/stock"
	"example.org/mutual/unit/journal"
)

// stocked are terms of a house whose rental is sold ahead, 8 for 10.
func stocked() partnership.Terms {
	t := terms()
	t.Overpaid = partnership.ToStock
	t.Stock = partnership.StockTerms{Carrier: "rental", Site: "1 Well Lane", Unit: gbp, Pay: pounds("8.00"), For: pounds("10.00")}
	return t
}

// Rental paid ahead of time becomes Stock at the price of the terms; returned, it is cancelled. What was paid for it is
// the gross of the use that it pays for.
func TestPrepay(t *testing.T) {
	p := let(t, stocked())
	apply(t, p, partnership.Pay{ID: "0", At: day, By: cus, From: "olu", In: credit.Money, Paid: pounds("8.00")})
	want(t, "carried without a forecast", p.Carried("olu"), "8")
	apply(t, p, partnership.Forecast{ID: "forecast", At: day, By: both, Remaining: pounds("10000.00")},
		partnership.Pay{ID: "1", At: day, By: cus, From: "olu", In: credit.Money, Paid: pounds("3992.01")})
	want(t, "Stock", p.Holding("olu"), "5000.01")
	want(t, "carried", p.Carried("olu"), "0") // 0.01 buys 0.0125, which is 0.01 at its price rounded up
	want(t, "prepaid", p.Prepaid(), "4000.01")
	apply(t, p, partnership.IssueStock{ID: "2", At: day, By: []string{"ann", "cus", "mia"}, To: "ann", Face: pounds("1000.00"), Paid: pounds("800.00"), ForAsset: true})
	want(t, "capital", p.Capital(), "800")
	refuseAll(t, p, []refused{
		{name: "issued beyond the forecast", action: partnership.IssueStock{ID: "x", At: day, By: []string{"ann", "cus", "mia"}, To: "ann", Face: pounds("4000.00"), Paid: pounds("1")}, reason: stock.ErrForecast, room: "3999.99"},
		{name: "issued without the holder", action: partnership.IssueStock{ID: "x", At: day, By: both, To: "ann", Face: pounds("1"), Paid: pounds("1")}, reason: journal.ErrConsent, missing: "ann"},
		{name: "issued for nothing", action: partnership.IssueStock{ID: "x", At: day, By: []string{"ann", "cus", "mia"}, To: "ann", Face: pounds("1"), Paid: pounds("0")}, reason: journal.ErrAmount},
		{name: "issued above par", action: partnership.IssueStock{ID: "x", At: day, By: []string{"ann", "cus", "mia"}, To: "ann", Face: pounds("1"), Paid: pounds("1.01")}, reason: partnership.ErrStock, room: "1"},
		{name: "forecast without the custodian", action: partnership.Forecast{ID: "x", At: day, By: mia, Remaining: pounds("1")}, reason: journal.ErrConsent, missing: "cus"},
		{name: "supplied by hand", action: partnership.Supply{ID: "x", At: day, By: both, Amount: pounds("1")}, reason: partnership.ErrStock},
		{name: "returned for nothing owed", action: partnership.RedeemStock{ID: "x", At: day, By: []string{"olu"}, From: "olu", Face: pounds("1")}, reason: journal.ErrLimit, room: "0"},
		{name: "passed on without the other", action: partnership.TransferStock{ID: "x", At: day, By: []string{"olu"}, From: "olu", To: "ann", Face: pounds("1")}, reason: journal.ErrConsent, missing: "ann"},
		{name: "passed on too much", action: partnership.TransferStock{ID: "x", At: day, By: []string{"olu", "ann"}, From: "olu", To: "ann", Face: pounds("5000.02")}, reason: stock.ErrHolding, room: "5000.01"},
		{name: "bought back for more than there is", action: partnership.BuyBackStock{ID: "x", At: day, By: []string{"ann", "cus", "mia"}, From: "ann", Face: pounds("1"), Paid: pounds("5000")}, reason: partnership.ErrPurse},
	})
	apply(t, p, partnership.Bill{ID: "jan", At: day, By: mia, Period: "jan"}, partnership.TransferStock{ID: "3", At: day, By: []string{"olu", "ann"}, From: "ann", To: "olu", Face: pounds("200")})
	refuseAll(t, p, []refused{
		{name: "returned beyond what is owed", action: partnership.RedeemStock{ID: "x", At: day, By: []string{"olu"}, From: "olu", Face: pounds("500.01")}, reason: journal.ErrLimit, room: "500"},
		{name: "returned by somebody else", action: partnership.RedeemStock{ID: "x", At: day, By: mia, From: "olu", Face: pounds("1")}, reason: journal.ErrConsent, missing: "olu"},
	})
	apply(t, p, partnership.RedeemStock{ID: "4", At: day, By: []string{"olu"}, From: "olu", Face: pounds("400.00")})
	want(t, "owed", p.Ledger().Owed("olu", "house"), "100")
	want(t, "prepaid", p.Prepaid(), "3733.35") // less 4000.01 x 400 / 6000.01
	want(t, "gross", p.Gross(), "366.66")      // 500 - 400 + 266.66, cut off
	s, _ := p.Stock()
	want(t, "remaining", s.Remaining, "9500")
	want(t, "redeemed", s.Redeemed, "400")
	apply(t, p, partnership.BuyBackStock{ID: "5", At: day, By: []string{"ann", "cus", "mia"}, From: "ann", Face: pounds("800.00"), Paid: pounds("640.00")})
	want(t, "gross", p.Gross(), "259.99") // + 3733.35 x 800 / 5600.01, cut off, - 640
	want(t, "purse", p.Purse(), "4160.01")
	restored(t, p)
}
