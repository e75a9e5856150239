package partnership_test

import (
	"fmt"

	"example.org/mutual/partnership"
)

// Who lives in a house of which others have paid four fifths buys a tenth of it for 12,000 at a valuation of 120,000,
// and an eighth at one of 96,000, after Chris Cook, "Property Investment Partnerships", P2P Foundation wiki. An eighth
// of a hundred nths is no whole number: what is left over is carried, or the nths are made finer first.
func ExampleBuy() {
	price := func(worth string) partnership.Valuation {
		return partnership.Valuation{Worth: pounds(worth), AsOf: day, Until: on(31)}
	}
	for _, sale := range []struct {
		worth  string
		factor int64
	}{{"120000", 1}, {"96000", 1}, {"96000", 2}} {
		p, err := partnership.New(terms())
		if err != nil {
			fmt.Println(err)
			return
		}
		actions := []partnership.Action{partnership.Adopt{ID: "adopt", At: day, By: terms().Founders}}
		if sale.factor > 1 {
			actions = append(actions, partnership.Rescale{ID: "finer", At: day, By: []string{"mia"}, Factor: sale.factor})
		}
		actions = append(actions, partnership.Buy{
			ID: "buy", At: day, By: []string{"olu", "ivy", "cus"}, Buyer: "olu", Seller: "ivy",
			Payment: pounds("12000"), Valuation: price(sale.worth),
		})
		if _, err := p.Batch(actions...); err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("at %s: %s; carried %v\n", sale.worth, shares(p), p.Carried("olu"))
	}
	// Output:
	// at 120000: ivy 70, olu 30 of 100; carried 0.00 GBP
	// at 96000: ivy 68, olu 32 of 100; carried 480.00 GBP
	// at 96000: ivy 135, olu 65 of 200; carried 0.00 GBP
}

// All providers sell pro rata, where the terms offer that, at a valuation that the members have approved; who does not
// want the purpose of the asset touched has a veto.
func ExamplePropose() {
	p, err := partnership.New(terms())
	if err != nil {
		fmt.Println(err)
		return
	}
	entries, err := p.Batch(
		partnership.Adopt{ID: "adopt", At: day, By: terms().Founders},
		partnership.Propose{ID: "worth", At: day, By: []string{"olu"}, Do: partnership.Appraise{
			Valuation: partnership.Valuation{Worth: pounds("120000"), AsOf: day, Until: on(31)}, Basis: "the surveyor's report"}},
		partnership.Approve{ID: "yes", At: on(6), By: []string{"ivy", "mia"}, Proposal: "worth"},
		partnership.Enact{ID: "agreed", At: on(7), By: []string{"olu"}, Proposal: "worth"},
		partnership.Buy{ID: "buy", At: on(8), By: []string{"olu", "cus"}, Buyer: "olu", Payment: pounds("12000"), Agreed: "worth"},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, e := range entries[2:] {
		for _, n := range e.Notes {
			fmt.Printf("%s, %s: %s\n", e.Type, n.Kind, n.Text)
		}
	}
	fmt.Println(shares(p))
	// Output:
	// approve, votes: 3 of 3
	// enact, votes: 3 of 3
	// enact, valuation: worth: 120000.00 GBP, the surveyor's report
	// buy, price: 10 nths for 12000.00 GBP, of 100 valued at 120000.00 GBP
	// ivy 70, olu 30 of 100
}
