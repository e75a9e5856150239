package partnership_test

import (
	"slices"
	"testing"

	"example.org/mutual/partnership"
	"example.org/mutual/unit/journal"
)

// paid is what an entry pays somebody outside, in parts.
func paid(e journal.Entry, who string) (parts int64) {
	for _, p := range e.Postings {
		if p.Account == "outside/"+who {
			parts += p.Quantity
		}
	}
	return parts
}

// The published figures: who lives in a house that others have paid 80 % for buys a tenth of it for 12,000 where it is
// worth 120,000, and an eighth where it is worth 96,000. Chris Cook, "Partnership Investment Partnership"; the second
// is whole only of 200 nths.
func TestBuy(t *testing.T) {
	p := appraised(t, terms(), "120000")
	e := apply(t, p, buy("b", "12000"))
	if got := shares(p); got != "ivy 70, olu 30 of 100" || paid(e, "ivy") != 12_000_00 || !p.Carried("olu").IsZero() {
		t.Errorf("a tenth: %s, %v", got, e)
	}
	p = appraised(t, terms(), "96000")
	apply(t, p, partnership.Rescale{ID: "r", At: day, By: []string{"mia"}, Factor: 2})
	e = apply(t, p, buy("b", "12000"))
	if got := shares(p); got != "ivy 135, olu 65 of 200" || paid(e, "ivy") != 12_000_00 || !p.Carried("olu").IsZero() {
		t.Errorf("an eighth: %s, %v", got, e)
	}
}

// What is less than one nth is carried, and buys one together with the next payment; the money is never lost.
func TestBuyCarried(t *testing.T) {
	p := appraised(t, terms(), "96000")
	e := apply(t, p, buy("b", "12000"))
	if got := shares(p); got != "ivy 68, olu 32 of 100" || paid(e, "ivy") != 11_520_00 || p.Carried("olu") != pounds("480") || p.Purse() != pounds("480") {
		t.Errorf("%s, carried %v, %v", got, p.Carried("olu"), e)
	}
	e = apply(t, p, buy("c", "480"))
	if got := shares(p); got != "ivy 67, olu 33 of 100" || paid(e, "ivy") != 960_00 || !p.Purse().IsZero() {
		t.Errorf("%s, %v", got, e)
	}
	notes := slices.Collect(func(yield func(string) bool) {
		for _, n := range e.Notes {
			if n.Kind == "price" && !yield(n.Text) {
				return
			}
		}
	})
	if !slices.Equal(notes, []string{"1 nths for 960.00 GBP, of 100 valued at 96000.00 GBP"}) {
		t.Errorf("the price is recorded as %q", notes)
	}
}

// All providers sell pro rata, and are paid for what they sell; a tie goes to the lower name.
func TestBuyProRata(t *testing.T) {
	three := terms()
	three.Founders = append(three.Founders, "jo", "kim")
	three.Holders = []partnership.Holder{{Party: "olu", Nths: 10}, {Party: "ivy", Nths: 50}, {Party: "jo", Nths: 20}, {Party: "kim", Nths: 20}}
	p := founded(t, three)
	agree(t, p, "val", partnership.Appraise{Valuation: valuation("1000"), Basis: "a guess"}, "olu", "ivy", "jo", "mia")
	e := apply(t, p, buy("b", "100")) // of ten: 5.56, 2.22 and 2.22
	if got := shares(p); got != "ivy 44, jo 18, kim 18, olu 20 of 100" || paid(e, "ivy") != 60_00 || paid(e, "jo") != 20_00 || paid(e, "kim") != 20_00 {
		t.Errorf("%s, %v", got, e)
	}
	e = apply(t, p, buy("c", "30")) // of three: 1.65, 0.675, 0.675
	if got := shares(p); got != "ivy 43, jo 17, kim 17, olu 23 of 100" || paid(e, "olu") != -30_00 {
		t.Errorf("%s, %v", got, e)
	}
	apply(t, p, partnership.Leave{ID: "l", At: day, By: []string{"kim"}, Member: "kim"})
	e = apply(t, p, partnership.Buy{ID: "d", At: day, By: []string{"olu", "cus"}, Buyer: "olu", Payment: pounds("770"), Agreed: "val"})
	if got := shares(p); got != "olu 100 of 100" || paid(e, "olu") != -770_00 {
		t.Errorf("bought out: %s, %v", got, e)
	}
}

// A seller who agrees sells at the valuation of the two.
func TestBuyFrom(t *testing.T) {
	p := founded(t, terms())
	b := partnership.Buy{ID: "b", At: day, By: []string{"olu", "ivy", "cus"}, Buyer: "olu", Seller: "ivy", Payment: pounds("0.10"), Valuation: valuation("0.99")}
	e := apply(t, p, b) // 10.1 nths, ten of which cost 9.9 pence
	if got := shares(p); got != "ivy 70, olu 30 of 100" || paid(e, "ivy") != 10 {
		t.Errorf("%s, %v", got, e)
	}
}

// New nths leave everybody else with as many of more; work is money's worth, to the part.
func TestContribute(t *testing.T) {
	p := appraised(t, terms(), "100000")
	apply(t, p, partnership.Contribute{ID: "c", At: day, By: []string{"ivy", "mia", "cus"}, Member: "ivy", Amount: pounds("25500"), Agreed: "val"})
	if got := shares(p); got != "ivy 105, olu 20 of 125" || p.Capital() != pounds("25000") || p.Carried("ivy") != pounds("500") {
		t.Errorf("%s, %v, %v", got, p.Capital(), p.Carried("ivy"))
	}
	work := partnership.Contribute{ID: "d", At: day, By: []string{"olu", "mia", "cus"}, Member: "olu", Amount: pounds("5000"), Worth: "a roof", Agreed: "val"}
	apply(t, p, work)
	if got := shares(p); got != "ivy 105, olu 25 of 130" || p.Capital() != pounds("25000") { // at the price of before
		t.Errorf("%s, %v", got, p.Capital())
	}
	e := apply(t, p, partnership.Spend{ID: "s", At: day, By: []string{"mia", "cus"}, Amount: pounds("24000"), To: "builders", For: "walls"})
	if p.Capital() != pounds("1000") || p.Purse() != pounds("1500") || paid(e, "builders") != 24_000_00 {
		t.Errorf("%v, %v, %v", p.Capital(), p.Purse(), e)
	}
}

// A rescaling changes no share and no price.
func TestRescale(t *testing.T) {
	p := appraised(t, terms(), "96000")
	apply(t, p,
		partnership.Rescale{ID: "r", At: day, By: []string{"mia"}, Factor: 1_000_000},
		partnership.Transfer{ID: "t", At: day, By: []string{"ivy", "olu", "mia"}, From: "ivy", To: "olu", Nths: 1})
	if got := shares(p); got != "ivy 79999999, olu 20000001 of 100000000" {
		t.Error(got)
	}
	if id, v, nths := p.Standing(); id != "val" || v != valuation("96000") || nths != 100_000_000 {
		t.Error(id, v, nths)
	}
}
