package waterfall_test

import (
	"fmt"
	"slices"

	"example.org/mutual/guarantee/waterfall"
	"example.org/mutual/unit"
)

// say prints what each layer bears of a case, and who.
func say(c waterfall.Case) {
	for k, s := range c.Steps {
		if s.Borne.IsZero() {
			continue
		}
		fmt.Printf("%s %s:", c.Layers[k].Name, s.Borne.Human())
		for _, d := range c.Draws {
			if d.Layer == k {
				fmt.Printf(" %s %s", d.From, d.Drawn.Number())
			}
		}
		fmt.Println()
	}
}

// sayPaid prints payments in one line.
func sayPaid(c waterfall.Case, payments []waterfall.Payment) {
	for i, p := range payments {
		if i > 0 {
			fmt.Print(", ")
		}
		fmt.Printf("%s %s (%s)", p.Name, p.Amount.Number(), c.Layers[p.Layer].Name)
	}
	fmt.Println()
}

// each makes a holding of each member, in the order of their names.
func each(amounts map[string]int64, names ...string) []waterfall.Holding {
	var held []waterfall.Holding
	for _, n := range names {
		held = append(held, waterfall.Holding{From: n, Amount: eur(amounts[n]), Weight: amounts[n]})
	}
	return held
}

// In a Guarantee Society ann cannot pay 700 to bea and 300 to cem. Her security and her part of the provisions go first,
// then what dan pledged for her, the reserve, and what the others have provided. The rest is called, from each at
// most once its provision, and is paid to bea and cem when it comes. Then ann pays 400 after all.
func ExampleRun() {
	provided := map[string]int64{"ann": 50, "bea": 80, "cem": 60, "dan": 60}
	held := [][]waterfall.Holding{
		{{From: "ann", Amount: eur(100)}},
		nil, // her part of the provisions
		{{From: "dan", For: "ann", Amount: eur(150)}},
		{{From: "reserve", Amount: eur(200)}},
		each(provided, "ann", "bea", "cem", "dan"),
		each(provided, "bea", "cem", "dan"),
		nil,
	}
	ann := waterfall.Loss{Defaulter: "ann", Claims: []waterfall.Claim{{Creditor: "bea", Amount: eur(700)}, {Creditor: "cem", Amount: eur(300)}}}
	out, err := waterfall.Run(society, held, []waterfall.Loss{ann})
	if err != nil {
		fmt.Println(err)
		return
	}
	c := out.Cases[0]
	say(c)
	fmt.Println(c.Why(c.Draws[2]))
	fmt.Println("paid now:", c.Claims[0].Paid, c.Claims[1].Paid, "cut:", c.Claims[0].Cut, c.Claims[1].Cut, "pending:", c.Pending())

	paid, err := c.PayCalls([]waterfall.Payment{{Layer: 5, Name: "bea", Amount: eur(80)}, {Layer: 5, Name: "dan", Amount: eur(60)}})
	fmt.Print("calls: ")
	sayPaid(c, paid)
	fmt.Println("to be had of ann:", c.Claim(), "and", c.Lacks(), err)
	paid, err = c.Recover(eur(400))
	fmt.Print("recovered: ")
	sayPaid(c, paid)
	fmt.Println("cem has still to pay", c.Unpaid(5, "cem"), err)
	// Output:
	// security 100 EUR: ann 100
	// own provision 50 EUR: ann 50
	// guarantors 150 EUR: dan 150
	// reserve 200 EUR: reserve 200
	// provisions 200 EUR: bea 80 cem 60 dan 60
	// calls 200 EUR: bea 80 cem 60 dan 60
	// haircut 100 EUR:
	// guarantors: 150 EUR of the 850 EUR that reached it of the loss by ann; 150 EUR from dan, by contribution
	// paid now: 490 EUR 210 EUR cut: 70 EUR 30 EUR pending: 200 EUR
	// calls: bea 98 (haircut), cem 42 (haircut)
	// to be had of ann: 690 EUR and 160 EUR <nil>
	// recovered: bea 112 (haircut), cem 48 (haircut), bea 40 (provisions), cem 30 (provisions), dan 30 (provisions), bea 80 (calls), dan 60 (calls)
	// cem has still to pay 0 EUR <nil>
}

// A central counterparty: the defaulter's margin, its contribution, a quarter of the counterparty's own least
// capital of 7.5 million, the others' contributions, calls of at most as much again; never the others' margin
// (Regulation (EU) 648/2012, articles 42 to 45; Delegated Regulation (EU) 153/2013, article 35). For exposures of
// 100, 70, 60 and 10 million the fund is at least 130 million, in proportion to the exposures. A second default, before
// the counterparty has put its own part back, finds nothing there.
func ExampleRun_centralCounterparty() {
	layers := []waterfall.Layer{
		{Name: "margin", Kind: waterfall.Security},
		{Name: "its contribution", Kind: waterfall.Own, Of: "fund"},
		{Name: "own capital", Kind: waterfall.Fund, Refill: true},
		{Name: "fund", Kind: waterfall.Provisions, Key: waterfall.Contribution, Refill: true},
		{Name: "assessments", Kind: waterfall.Calls, Key: waterfall.Contribution, Times: unit.Whole, Base: waterfall.Contribution, Refill: true},
		{Name: "variation margin gains", Kind: waterfall.Haircut, Refill: true},
	}
	var shares []unit.Share
	for _, m := range []struct {
		name     string
		exposure int64
	}{{"m1", 100}, {"m2", 70}, {"m3", 60}, {"m4", 10}} {
		shares = append(shares, unit.Share{Key: m.name, Weight: m.exposure})
	}
	fund, err := unit.Split(eur(130_000_000), shares, unit.LargestRemainder)
	if err != nil {
		fmt.Println(err)
		return
	}
	held := [][]waterfall.Holding{
		{{From: "m1", Amount: eur(20_000_000)}, {From: "m2", Amount: eur(14_000_000)}},
		nil, {{From: "CCP", Amount: eur(7_500_000 / 4)}}, nil, nil, nil,
	}
	for i, a := range fund.Parts {
		h := waterfall.Holding{From: shares[i].Key, Amount: a, Weight: a.Parts()}
		held[3], held[4] = append(held[3], h), append(held[4], h)
	}
	for _, loss := range []waterfall.Loss{
		{Defaulter: "m1", Claims: []waterfall.Claim{{Creditor: "CCP's other side", Amount: eur(120_000_000)}}},
		{Defaulter: "m2", Claims: []waterfall.Claim{{Creditor: "CCP's other side", Amount: eur(84_000_000)}}},
	} {
		out, err := waterfall.Run(layers, held, []waterfall.Loss{loss})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(loss.Defaulter, "defaults")
		say(out.Cases[0])
		held = out.Left
		held[4] = slices.DeleteFunc(held[4], func(h waterfall.Holding) bool { return h.From == loss.Defaulter }) // nobody calls it later
	}
	// Output:
	// m1 defaults
	// margin 20 000 000 EUR: m1 20000000
	// its contribution 54 166 667 EUR: m1 54166667
	// own capital 1 875 000 EUR: CCP 1875000
	// fund 43 958 333 EUR: m2 21979167 m3 18839286 m4 3139880
	// m2 defaults
	// margin 14 000 000 EUR: m2 14000000
	// its contribution 15 937 500 EUR: m2 15937500
	// fund 15 937 500 EUR: m3 13660714 m4 2276786
	// assessments 37 916 666 EUR: m3 32500000 m4 5416666
	// variation margin gains 208 334 EUR:
}

// A club of shipowners. A supplementary call is a percentage of the advance call, the same for all: to find 300,000
// beyond the reserve, 15 % of advance calls of 2,000,000. What is beyond the call's cap of 40 % is overspill, in
// proportion to, and at most 2.5 % of, the property funds of a member's ships under the convention of 1976 (The Swedish
// Club, rules 3 and 23): of 400, 10,000 and 50,000 tons 4,175, 43,837.50 and 189,837.50. The club
// pays no more than it collects (UK P&I Club, rule 22).
func ExampleRun_shipownersClub() {
	usd, _ := unit.Currency("USD", 2)
	layers := []waterfall.Layer{
		{Name: "reserve", Kind: waterfall.Fund},
		{Name: "supplementary call", Kind: waterfall.Calls, Key: waterfall.Charges, Times: 400_000, Base: waterfall.Charges, Refill: true},
		{Name: "overspill call", Kind: waterfall.Calls, Key: waterfall.Exposure, Times: 25_000, Base: waterfall.Exposure, Refill: true},
		{Name: "not collected", Kind: waterfall.Haircut, Refill: true},
	}
	held := make([][]waterfall.Holding, len(layers))
	held[0] = []waterfall.Holding{{From: "club", Amount: unit.New(500_000_00, usd)}}
	for _, ship := range []struct {
		owner                 string
		advanceCall, property int64
	}{{"a, 400 GT", 200_000_00, 167_000_00}, {"b, 10000 GT", 600_000_00, 1_753_500_00}, {"c, 50000 GT", 1_200_000_00, 7_593_500_00}} {
		for k, base := range []int64{ship.advanceCall, ship.property} {
			room, err := layers[1+k].Room(unit.New(base, usd), unit.New(0, usd))
			if err != nil {
				fmt.Println(err)
				return
			}
			held[1+k] = append(held[1+k], waterfall.Holding{From: ship.owner, Amount: room, Weight: base})
		}
	}
	for _, claim := range []int64{800_000_00, 1_600_000_00} {
		wreck := waterfall.Loss{Defaulter: "wreck", Claims: []waterfall.Claim{{Creditor: "port", Amount: unit.New(claim, usd)}}}
		out, err := waterfall.Run(layers, held, []waterfall.Loss{wreck})
		if err != nil {
			fmt.Println(err)
			return
		}
		say(out.Cases[0])
	}
	// Output:
	// reserve 500 000.00 USD: club 500000.00
	// supplementary call 300 000.00 USD: a, 400 GT 30000.00 b, 10000 GT 90000.00 c, 50000 GT 180000.00
	// reserve 500 000.00 USD: club 500000.00
	// supplementary call 800 000.00 USD: a, 400 GT 80000.00 b, 10000 GT 240000.00 c, 50000 GT 480000.00
	// overspill call 237 850.00 USD: a, 400 GT 4175.00 b, 10000 GT 43837.50 c, 50000 GT 189837.50
	// not collected 62 150.00 USD:
}

// A Spanish society of mutual guarantees (SGR) with a re-guarantor. Who is guaranteed subscribes shares, here 4 % of
// its guarantee of 500,000, which it loses first. The re-guarantor bears half of what is left, out of a technical
// fund of at least 1 % of its commitments, those secured by mortgage counting half (Royal Decree 1644/1997, article
// 9): of 8 million and 4 million so secured 100,000. Then the society's own technical provisions and its capital, at
// least 10 million, of which protector partners hold at most half (Law 1/1994), bear the rest.
func ExampleRun_mutualGuaranteeSociety() {
	layers := []waterfall.Layer{
		{Name: "the member's shares", Kind: waterfall.Security},
		{Name: "re-guarantor", Kind: waterfall.Fund, Share: 500_000, Refill: true},
		{Name: "technical provisions", Kind: waterfall.Fund, Refill: true},
		{Name: "capital", Kind: waterfall.Provisions, Key: waterfall.Contribution, Refill: true},
		{Name: "bank", Kind: waterfall.Haircut, Refill: true},
	}
	technical := (8_000_000 + 4_000_000/2) / 100
	held := [][]waterfall.Holding{
		{{From: "workshop", Amount: eur(500_000 * 4 / 100)}},
		{{From: "re-guarantor", Amount: eur(int64(technical))}},
		{{From: "society", Amount: eur(150_000)}},
		{{From: "member partners", Amount: eur(6_000_000)}, {From: "protector partners", Amount: eur(4_000_000)}},
		nil,
	}
	loss := waterfall.Loss{Defaulter: "workshop", Claims: []waterfall.Claim{{Creditor: "bank", Amount: eur(500_000)}}}
	out, err := waterfall.Run(layers, held, []waterfall.Loss{loss})
	if err != nil {
		fmt.Println(err)
		return
	}
	c := out.Cases[0]
	say(c)
	paid, err := c.Recover(eur(300_000))
	fmt.Print("recovered: ")
	sayPaid(c, paid)
	fmt.Println("the workshop still owes", c.Claim(), err)
	// Output:
	// the member's shares 20 000 EUR: workshop 20000
	// re-guarantor 100 000 EUR: re-guarantor 100000
	// technical provisions 150 000 EUR: society 150000
	// capital 230 000 EUR: member partners 138000 protector partners 92000
	// recovered: member partners 138000 (capital), protector partners 92000 (capital), society 70000 (technical provisions)
	// the workshop still owes 180000 EUR <nil>
}

// The loan guarantees of the European Investment Fund under COSME bear half of each loss, up to 20 % of what they
// cover of the portfolio: of 100 million x 50 % x 20 % at most 10 million (instrumentyfinansoweue.gov.pl). The lender
// bears the rest.
func ExampleRun_lossSharing() {
	layers := []waterfall.Layer{
		{Name: "EIF", Kind: waterfall.Fund, Share: 500_000, Refill: true},
		{Name: "lender", Kind: waterfall.Haircut, Refill: true},
	}
	held := [][]waterfall.Holding{{{From: "EIF", Amount: eur(100_000_000 * 50 / 100 * 20 / 100)}}, nil}
	for i, loss := range []int64{6_000_000, 12_000_000, 9_000_000} {
		name := fmt.Sprintf("borrower %d", i+1)
		out, err := waterfall.Run(layers, held, []waterfall.Loss{{Defaulter: name, Claims: []waterfall.Claim{{Creditor: "lender", Amount: eur(loss)}}}})
		if err != nil {
			fmt.Println(err)
			return
		}
		held = out.Left
		s := out.Cases[0].Steps
		fmt.Println(name, "EIF", s[0].Borne.Human(), "lender", s[1].Borne.Human(), "left", held[0][0].Amount.Human())
	}
	// Output:
	// borrower 1 EIF 3 000 000 EUR lender 3 000 000 EUR left 7 000 000 EUR
	// borrower 2 EIF 6 000 000 EUR lender 6 000 000 EUR left 1 000 000 EUR
	// borrower 3 EIF 1 000 000 EUR lender 8 000 000 EUR left 0 EUR
}

// Three clubs share a loss by tonnage, premium and claims, each counting a third: by 1/2, 4/15 and 7/30.
func ExampleMix() {
	fmt.Println(waterfall.Mix([]int64{50, 30, 20}, []int64{40, 40, 20}, []int64{60, 10, 30}))
	// Output: [15 8 7] <nil>
}
