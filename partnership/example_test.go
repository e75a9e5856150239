package partnership_test

import (
	"fmt"

	"example.org/mutual/credit"
	"example.org/mutual/partnership"
	"example.org/mutual/unit"
)

// A property of 100,000, of which ivy has paid 80,000 and olu, who lives there, 20,000. Chris Cook's figures of a
// Property Investment Partnership.
func Example() {
	p, err := partnership.New(partnership.Terms{
		Name: "house", Unit: gbp, Purpose: "homes for those who need one", Asset: "the house at 1 Well Lane",
		Founders: []string{"custodian", "ivy", "manager", "olu"}, Custodian: "custodian", Manager: "manager",
		Holders:  []partnership.Holder{{Party: "olu", Nths: 20}, {Party: "ivy", Nths: 80}},
		Portions: []partnership.Portion{{Name: "providers", Kind: partnership.Providers, Weight: 1}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	manager, custodian := []string{"manager"}, []string{"custodian"}
	_, err = p.Batch(
		partnership.Adopt{ID: "1", At: day, By: []string{"custodian", "ivy", "manager", "olu"}},
		partnership.TakeUp{ID: "2", At: day, By: []string{"olu", "manager", "custodian"}, User: "olu", Part: "the house", Rental: pounds("6000.00")},
		partnership.Bill{ID: "3", At: day, By: manager, Period: "2026"},
		partnership.Distribute{ID: "4", At: day, By: manager},
	)
	fmt.Println(p.Ledger().Owed("olu", "house"), "net of", p.Uses()[0].Rental, err)
	_, err = p.Batch(
		partnership.Pay{ID: "5", At: day, By: custodian, From: "olu", In: credit.Money, Paid: pounds("4800.00")},
		partnership.PayOut{ID: "6", At: day, By: custodian},
		partnership.Buy{ID: "7", At: day, By: []string{"olu", "ivy", "custodian"}, Buyer: "olu", Seller: "ivy", Payment: pounds("12000.00"),
			Valuation: partnership.Valuation{Worth: pounds("120000.00"), AsOf: day, Until: on(31)}},
		partnership.Bill{ID: "8", At: day, By: manager, Period: "2027"},
		partnership.Distribute{ID: "9", At: day, By: manager},
	)
	fmt.Println(p.Nths("olu"), "and", p.Nths("ivy"), "nths, then", p.Ledger().Owed("olu", "house"), err)
	// Output:
	// 4800.00 GBP net of 6000.00 GBP <nil>
	// 30 and 70 nths, then 4200.00 GBP <nil>
}

// A house of Rs 2,000,000 of which four fifths are to be bought in ten years of monthly payments, with Rs 20,000 of
// rental for the whole.
func ExamplePlan_InPayments() {
	rupee, _ := unit.Currency("INR", 2)
	rupees := func(whole int64) unit.Amount { return unit.New(100*whole, rupee) }
	plan := partnership.Plan{Value: rupees(2_000_000), Provided: rupees(1_600_000), Rental: rupees(20_000)}
	steps, err := plan.InPayments(120)
	if err != nil {
		fmt.Println(err)
		return
	}
	total := rupees(0)
	for i, s := range steps {
		if i < 3 || i == 119 {
			fmt.Printf("%d: rental %v, bought %v, left %v\n", i+1, s.Rental, s.Bought, s.Left)
		}
		total, _ = total.Add(s.Rental)
	}
	fmt.Println("rental in all:", total)
	// Output:
	// 1: rental 16000.00 INR, bought 13333.33 INR, left 1586666.67 INR
	// 2: rental 15866.67 INR, bought 13333.34 INR, left 1573333.33 INR
	// 3: rental 15733.33 INR, bought 13333.33 INR, left 1560000.00 INR
	// 120: rental 133.33 INR, bought 13333.33 INR, left 0.00 INR
	// rental in all: 968000.00 INR
}

// A rental that follows prices by three quarters and wages by one: prices are up by 4 %, wages by 8 %.
func ExampleIndex_Rental() {
	index := partnership.Index{{Name: "prices", Weight: 3}, {Name: "wages", Weight: 1}}
	base := []partnership.Reading{{Series: "prices", Value: 100_000_000}, {Series: "wages", Value: 100_000_000}}
	now := []partnership.Reading{{Series: "prices", Value: 104_000_000}, {Series: "wages", Value: 108_000_000}}
	fmt.Println(index.Rental(pounds("400.00"), base, now))
	// Output: 420.00 GBP 0/1 <nil>
}
