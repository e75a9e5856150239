package guarantee_test

import (
	"context"
	"fmt"

	"example.org/mutual/clearing"
	"example.org/mutual/clearing/insolvency"
	"example.org/mutual/credit"
	"example.org/mutual/guarantee"
	"example.org/mutual/guarantee/waterfall"
	"example.org/mutual/unit"
)

// tell prints who bears what of a loss.
func tell(l guarantee.Loss) {
	for k, s := range l.Case.Steps {
		if s.Borne.Sign() > 0 {
			fmt.Println(l.Case.Layers[k].Name, s.Borne)
		}
	}
}

// Ann does not pay. The pool pays what it can at once, and the rest is called for.
func ExampleDeclare() {
	s := example()
	done(s, accept("p1", "ann", "bob", "200.00"),
		guarantee.PostSecurity{ID: "sec", At: day, By: []string{"ann", "cus"}, Member: "ann", Amount: euros("150.00")},
		guarantee.Declare{ID: "d1", At: on(20), By: []string{"mia"}, Members: []string{"ann"}, Because: "the bill is months late"},
		guarantee.PayOut{ID: "o1", At: on(20), By: []string{"cus"}, Loss: "d1/1"})
	tell(s.Losses()[0])
	fmt.Println("bob lacks", s.Losses()[0].Case.Lacks())
	// Output:
	// security 150.00 EUR
	// own provision 2.00 EUR
	// provisions 2.00 EUR
	// calls 2.00 EUR
	// haircut 44.00 EUR
	// bob lacks 46.00 EUR
}

// A clearing house: margin, the defaulter's contribution, a part of the house's own capital, then the others'
// contributions, and never their margin (Swiss FinMIA, article 53; EMIR, article 45). Its own part is 25 % of
// its least capital (Regulation 153/2013, article 35): of 400 here 100. A second default before it is refilled sees
// only what is left.
func Example_centralCounterparty() {
	t := terms()
	t.Reserve = "own capital"
	t.Layers = []waterfall.Layer{
		{Name: "margin", Kind: waterfall.Security},
		{Name: "contribution", Kind: waterfall.Own, Of: "contributions"},
		{Name: "own capital", Kind: waterfall.Fund, Refill: true},
		{Name: "contributions", Kind: waterfall.Provisions, Key: waterfall.Contribution, Refill: true},
		{Name: "haircut", Kind: waterfall.Haircut, Refill: true},
	}
	s := exampleOf(t)
	done(s, guarantee.Endow{ID: "capital", At: day, By: []string{"cus"}, From: "house", Fund: "own capital", Amount: euros("100.00")},
		accept("p1", "ann", "bob", "120.00"), accept("p2", "cem", "bob", "130.00"))
	for _, who := range []string{"ann", "bob", "cem"} {
		done(s, guarantee.PostSecurity{ID: "m-" + who, At: day, By: []string{who, "cus"}, Member: who, Amount: euros("40.00")})
	}
	for _, who := range []string{"ann", "cem"} {
		done(s, guarantee.Declare{ID: "fall-" + who, At: on(9), By: []string{"mia"}, Members: []string{who}, Because: "margin not met"})
	}
	for _, l := range s.Losses() {
		fmt.Println(l.Case.Defaulter)
		tell(l)
	}
	bob, _ := s.Member("bob")
	fmt.Println("bob's margin:", bob.Security)
	// Output:
	// ann
	// margin 40.00 EUR
	// contribution 1.20 EUR
	// own capital 78.80 EUR
	// cem
	// margin 40.00 EUR
	// contribution 1.30 EUR
	// own capital 21.20 EUR
	// contributions 2.50 EUR
	// haircut 65.00 EUR
	// bob's margin: 40.00 EUR
}

// A club of shipowners: an advance call, supplementary calls of at most a part of it, here 40 %, until the year is
// closed; and a release call of 10 % (The Swedish Club, rule 23; Steamship Mutual, 2025/26).
func Example_shipownersClub() {
	t := terms()
	t.Default, t.Release = guarantee.Rates{Buyer: 50_000, Seller: 50_000}, 100_000
	t.Layers = guarantee.Layers(400_000)
	s := exampleOf(t)
	done(s, accept("p1", "ann", "bob", "400.00"), accept("p2", "bob", "cem", "100.00"), accept("p3", "cem", "bob", "100.00"),
		guarantee.Declare{ID: "wreck", At: on(9), By: []string{"mia"}, Members: []string{"ann"}, Because: "ran aground"})
	l := s.Losses()[0]
	for _, d := range l.Case.Draws {
		fmt.Println(l.Case.Layers[d.Layer].Name, d.From, d.Drawn)
	}
	_, err := s.Apply(guarantee.CloseYear{ID: "end", At: on(30), By: []string{"mia"}, Year: "2026"})
	fmt.Println(s.Losses()[0].Case.Pending(), err)
	// Output:
	// own provision ann 20.00 EUR
	// provisions bob 30.00 EUR
	// provisions cem 10.00 EUR
	// calls bob 12.00 EUR
	// calls cem 4.00 EUR
	// 0.00 EUR <nil>
}

// A Spanish sociedad de garantía recíproca: its re-guarantor's technical fund, of at least 1 % of commitments (Royal
// Decree 1644/1997, article 9), bears what the members' own shares do not, and nobody is called.
func Example_mutualGuaranteeSociety() {
	t := terms()
	t.Reserve = "technical fund"
	t.Layers = []waterfall.Layer{
		{Name: "shares", Kind: waterfall.Own},
		{Name: "technical fund", Kind: waterfall.Fund, Refill: true},
		{Name: "haircut", Kind: waterfall.Haircut, Refill: true},
	}
	s := exampleOf(t)
	done(s, guarantee.Endow{ID: "fund", At: day, By: []string{"cus"}, From: "re-guarantor", Fund: "technical fund", Amount: euros("5.00")}, // 1 % of 500
		accept("p1", "ann", "bob", "3.00"), accept("p2", "bob", "cem", "497.00"),
		guarantee.Declare{ID: "d1", At: on(9), By: []string{"mia"}, Members: []string{"ann"}, Because: "did not pay"})
	tell(s.Losses()[0])
	fmt.Println("left in the fund:", s.Fund("technical fund"))
	// Output:
	// shares 0.03 EUR
	// technical fund 2.97 EUR
	// left in the fund: 2.03 EUR
}

// club is a society in a unit of its own, with members who trade up to 100,000 of it.
func club(name string, u unit.Unit, members ...string) *guarantee.Society {
	s, err := guarantee.New(guarantee.Terms{
		Name: name, Unit: u, Founders: members, Manager: name + " manager", Custodian: name + " custodian",
		Cost: guarantee.Rates{Buyer: 5_000, Seller: 5_000}, Default: guarantee.Rates{Buyer: 50_000, Seller: 50_000},
	})
	if err != nil {
		fmt.Println(err)
		return nil
	}
	done(s, guarantee.Adopt{ID: "adopt", At: day, By: members}, guarantee.OpenYear{ID: "2026", At: day, By: []string{name + " manager"}})
	most, _ := unit.Parse("100000", u)
	for _, who := range members {
		done(s, guarantee.Deposit{ID: "d-" + who, At: day, By: []string{name + " custodian"}, Member: who, Amount: most},
			guarantee.SetLimits{ID: "l-" + who, At: day, By: []string{name + " manager"}, Member: who, Buyer: most, Seller: most, Because: "known for years"})
	}
	return s
}

// Ann of a club in the north buys from Sol of one in the south. The clubs are members of a union that counts in
// energy. The promise across the border lies there; each club's desk stands on both sides of it, and each leg at home
// is measured by a quote that both sides sign with it, and that the entry has. Ann fails: her home club's layers bear the
// loss first, and what they do not the union's bear.
func Example_acrossBorders() {
	loaf, _ := unit.Custom("loaf", 0)
	peso, _ := unit.Custom("peso", 2)
	loaves, pesos := quote(unit.KilowattHour, loaf, 2, 1), quote(unit.KilowattHour, peso, 3, 1)
	north, south := club("north", loaf, "ann", "ben", "north desk"), club("south", peso, "sol", "tom", "south desk")
	union := club("union", unit.KilowattHour, "north desk", "south desk", "east desk")
	energy, _ := unit.Parse("1000", unit.KilowattHour)
	leg := func(s *guarantee.Society, buyer, seller string, q unit.Quote) {
		wool := guarantee.Accept{ID: "wool", At: day, By: []string{buyer, seller}, Buyer: buyer, Seller: seller, Amount: energy, For: "wool across the border"}
		if q != (unit.Quote{}) {
			wool.Abroad, wool.Quote = energy, q
			wool.Amount, _, _ = q.Convert(energy, day, unit.Floor)
		}
		e, err := s.Apply(wool)
		p, _ := s.Ledger().Promise("wool")
		fmt.Printf("%s: %s owes %s %v %v\n", s.Terms().Name, p.Promisor, p.Holder, p.Left, err)
		for _, n := range e.Notes {
			fmt.Println("   ", n.Kind, n.Text)
		}
	}
	leg(north, "ann", "north desk", loaves)
	leg(union, "north desk", "south desk", unit.Quote{})
	leg(south, "south desk", "sol", pesos)

	done(north, guarantee.Declare{ID: "fail", At: on(20), By: []string{"north manager"}, Members: []string{"ann"}, Because: "gone"},
		guarantee.PayOut{ID: "out", At: on(20), By: []string{"north custodian"}, Loss: "fail/1"})
	home := north.Losses()[0]
	fmt.Println("the north bears", home.Case.Claims[0].Paid, "and lacks", home.Case.Lacks())

	done(union, guarantee.Trade{Action: credit.Settle{ID: "pay", At: on(20), By: []string{"north desk", "south desk"}, Promise: "wool", In: credit.Money, Paid: home.Case.Claims[0].Paid, Quote: loaves}},
		guarantee.Declare{ID: "fail", At: on(21), By: []string{"union manager"}, Members: []string{"north desk"}, Because: "its own layers are used up"},
		guarantee.PayOut{ID: "out", At: on(21), By: []string{"union custodian"}, Loss: "fail/1"})
	upper := union.Losses()[0]
	fmt.Println("the north desk pays that in the union, which leaves", upper.Case.Claims[0].Amount, "of which its layers bear:")
	tell(upper)
	sol, _ := south.Ledger().Promise("wool")
	fmt.Println("sol is still owed", sol.Left, "at home, under the south's own guarantee")
	// Output:
	// north: ann owes north desk 2000 loaf <nil>
	//     abroad 1000.000000 kWh
	//     quote both 2 loaf for a kWh, 2026-01-05T09:00:00Z to 2026-01-30T09:00:00Z, both desks
	//     residue 0 loaf
	// union: north desk owes south desk 1000.000000 kWh <nil>
	// south: south desk owes sol 3000.00 peso <nil>
	//     abroad 1000.000000 kWh
	//     quote both 3 peso for a kWh, 2026-01-05T09:00:00Z to 2026-01-30T09:00:00Z, both desks
	//     residue 0 peso
	// the north bears 200 loaf and lacks 1800 loaf
	// the north desk pays that in the union, which leaves 900.000000 kWh of which its layers bear:
	// own provision 50.000000 kWh
	// provisions 50.000000 kWh
	// calls 50.000000 kWh
	// haircut 750.000000 kWh
	// sol is still owed 3000.00 peso at home, under the south's own guarantee
}

// Ann pays after all: first what Bob lacks, and then the calls, the provisions and so on back up the layers.
func ExampleRecover() {
	s := example()
	done(s, accept("p1", "ann", "bob", "200.00"),
		guarantee.Declare{ID: "d1", At: on(20), By: []string{"mia"}, Members: []string{"ann"}, Because: "the bill is months late"},
		guarantee.PayOut{ID: "o1", At: on(20), By: []string{"cus"}, Loss: "d1/1"},
		guarantee.PayCalls{ID: "c1", At: on(21), By: []string{"cus"}, Loss: "d1/1", Payments: []guarantee.CallPayment{{Member: "bob"}}},
		guarantee.Deposit{ID: "late", At: on(25), By: []string{"cus"}, Member: "ann", Amount: euros("200.00")})
	e, err := s.Apply(guarantee.Recover{ID: "r1", At: on(25), By: []string{"cus"}, Loss: "d1/1", In: guarantee.Money, Amount: euros("197.00")})
	for _, n := range e.Notes {
		fmt.Println(n.Kind, n.Text)
	}
	l := s.Losses()[0]
	fmt.Println("due to bob:", l.Due[0], "and the claim:", l.Claim, err)
	// Output:
	// back provisions: 1.00 EUR to bob
	// back calls: 2.00 EUR to bob
	// money recovered
	// due to bob: 196.00 EUR and the claim: 1.00 EUR <nil>
}

// Ann has nothing and owes Bob, who has little and owes Cem. What the layers do not bear of Ann's default takes Bob
// along.
func ExampleSociety_Spread() {
	s := example()
	done(s, accept("p1", "ann", "bob", "300.00"), accept("p2", "bob", "cem", "300.00"))
	for _, has := range []string{"270.00", "290.00"} {
		spread, err := s.Spread(context.Background(), guarantee.Declare{At: day, Means: []insolvency.Means{{Party: "bob", Amount: euros(has)}}})
		fmt.Print("bob has ", has, ":")
		for _, c := range spread.Cases {
			fmt.Print(" ", c.Defaulter, " fails, and creditors lack ", c.Lacks(), ";")
		}
		fmt.Println(" rounds:", spread.Rounds, err)
	}
	// Output:
	// bob has 270.00: ann fails, and creditors lack 294.15 EUR; bob fails, and creditors lack 15.15 EUR; rounds: 6 <nil>
	// bob has 290.00: ann fails, and creditors lack 288.00 EUR; rounds: 2 <nil>
}

// Bob owes Ann a rent, Ann owes the pool what others bore for her, and the pool owes Bob what came in for him. All
// three fall together, and no money moves.
func ExampleClear() {
	s := example()
	done(s, accept("p1", "ann", "bob", "200.00"),
		guarantee.Trade{Action: credit.SetLine{ID: "line", At: day, By: []string{"ann"}, Creditor: "ann", Debtor: "bob", Clearing: credit.Due}},
		guarantee.Trade{Action: credit.Issue{ID: "rent", At: day, By: []string{"ann", "bob"}, Promisor: "bob", Holder: "ann", Amount: euros("1.50"), For: "a room"}},
		guarantee.Declare{ID: "d1", At: on(20), By: []string{"mia"}, Members: []string{"ann"}, Because: "the bill is months late"},
		guarantee.PayOut{ID: "o1", At: on(20), By: []string{"cus"}, Loss: "d1/1"},
		guarantee.PayCalls{ID: "c1", At: on(21), By: []string{"cus"}, Loss: "d1/1", Payments: []guarantee.CallPayment{{Member: "bob"}}})
	book := s.Book(on(22))
	for _, o := range book.Obligations {
		fmt.Println(o.ID, o.Debtor, "owes", o.Creditor, o.Amount)
	}
	r, _ := clearing.Clear(context.Background(), book, clearing.Options{})
	before := s.DefaultBook()
	done(s, guarantee.Clear{ID: "n1", At: on(22), By: []string{"bob", "cus"}, Lines: credit.SetOff(book, r)})
	fmt.Println("recovered:", s.Losses()[0].Case.Recovered, "the pool:", before, s.DefaultBook())
	// Output:
	// rent bob owes ann 1.50 EUR
	// d1/1#claim ann owes society 4.00 EUR
	// p1#due society owes bob 2.00 EUR
	// recovered: 1.50 EUR the pool: 2.00 EUR 2.00 EUR
}
