package guarantee_test

import (
	"fmt"

	"example.org/mutual/guarantee"
)

// done applies actions of an example.
func done(s *guarantee.Society, actions ...guarantee.Action) {
	for _, a := range actions {
		if _, err := s.Apply(a); err != nil {
			fmt.Println(err)
		}
	}
}

// example is a society in which ann, bob and cem can trade.
func example() *guarantee.Society { return exampleOf(terms()) }

// exampleOf is example with other terms.
func exampleOf(t guarantee.Terms) *guarantee.Society {
	s, _ := guarantee.New(t)
	done(s, guarantee.Adopt{ID: "adopt", At: day, By: []string{"ann", "bob"}},
		guarantee.Admit{ID: "cem", At: day, By: []string{"cem", "mia"}, Member: "cem"},
		guarantee.OpenYear{ID: "2026", At: day, By: []string{"mia"}})
	for _, who := range []string{"ann", "bob", "cem"} {
		done(s, guarantee.Deposit{ID: "d-" + who, At: day, By: []string{"cus"}, Member: who, Amount: euros("100.00")},
			guarantee.SetLimits{ID: "l-" + who, At: day, By: []string{"mia"}, Member: who, Buyer: euros("1000.00"), Seller: euros("1000.00"), Because: "a good name"})
	}
	return s
}

// A newcomer's first lines: two found a society, its year opens, they pay in, get limits, and one trusts the other's
// promise because all stand behind it.
func Example() {
	s, err := guarantee.New(guarantee.Terms{
		Name: "society", Unit: eur, Founders: []string{"ann", "bob"}, Manager: "mia", Custodian: "cus",
		Cost: guarantee.Rates{Buyer: 5_000, Seller: 5_000}, Default: guarantee.Rates{Buyer: 10_000, Seller: 10_000},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	done(s, guarantee.Adopt{ID: "a1", At: on(1), By: []string{"ann", "bob"}}, guarantee.OpenYear{ID: "2026", At: on(1), By: []string{"mia"}})
	for _, who := range []string{"ann", "bob"} {
		done(s, guarantee.Deposit{ID: "d-" + who, At: on(2), By: []string{"cus"}, Member: who, Amount: euros("50.00")},
			guarantee.SetLimits{ID: "l-" + who, At: on(2), By: []string{"mia"}, Member: who, Buyer: euros("1000.00"), Seller: euros("800.00"), Because: "two years of trade"})
	}
	e, err := s.Apply(guarantee.Accept{ID: "p1", At: on(3), By: []string{"ann", "bob"}, Buyer: "ann", Seller: "bob", Amount: euros("200.00"), For: "timber", Due: on(30)})
	fmt.Println(e.Seq, e.Type, err)
	for _, p := range e.Postings {
		fmt.Println(p.Account, p.Quantity)
	}
	// Output:
	// 7 accept <nil>
	// deposit/ann -100
	// pool/cost 100
	// deposit/ann -200
	// pool/default 200
	// deposit/bob -100
	// pool/cost 100
	// deposit/bob -200
	// pool/default 200
	// ann -20000
	// bob 20000
}

// A refusal says which limit, and how much there would have been room for.
func ExampleSociety_Try() {
	s := example()
	_, err := s.Try(accept("p1", "ann", "bob", "1000.01"))
	fmt.Println(err)
	// Output:
	// journal: beyond a limit: the limit of "ann" as buyer: asked 1000.01 EUR, room for 1000.00 EUR
}

// What a member is told.
func ExampleSociety_Statement() {
	s := example()
	done(s, accept("p1", "ann", "bob", "200.00"),
		guarantee.Pledge{ID: "v1", At: day, By: []string{"cem", "cus"}, Member: "cem", For: "ann", Amount: euros("40.00")})
	for _, who := range []string{"ann", "cem"} {
		st, _ := s.Statement(who)
		for _, line := range st.Words {
			fmt.Println(line)
		}
	}
	// Output:
	// ann: a member since 2026-01-05.
	// Under the guarantee you owe 200.00 EUR of at most 1000.00 EUR, and hold 0.00 EUR of at most 1000.00 EUR, because: a good name.
	// With the custodian you have a deposit of 97.00 EUR and a security of 0.00 EUR.
	// In the year 2026 you paid 1.00 EUR for costs and 2.00 EUR for defaults, of which 2.00 EUR is left. You can be called for 2.00 EUR more at most.
	// cem vouches for you with 40.00 EUR.
	// What you may lose by the defaults of others is 4.00 EUR at most.
	// cem: a member since 2026-01-05.
	// Under the guarantee you owe 0.00 EUR of at most 1000.00 EUR, and hold 0.00 EUR of at most 1000.00 EUR, because: a good name.
	// With the custodian you have a deposit of 100.00 EUR and a security of 0.00 EUR.
	// You vouch for ann with 40.00 EUR.
	// What you may lose by the defaults of others is 40.00 EUR at most.
}

// Two books that reconcile.
func ExampleSociety_CustodianStatement() {
	s := example()
	done(s, accept("p1", "ann", "bob", "200.00"),
		guarantee.PostSecurity{ID: "s1", At: day, By: []string{"ann", "cus"}, Member: "ann", Amount: euros("25.00")},
		guarantee.Endow{ID: "e1", At: day, By: []string{"cus"}, From: "town", Fund: "reserve", Amount: euros("9.00")})
	for _, line := range s.CustodianStatement().Words {
		fmt.Println(line)
	}
	// Output:
	// You hold 334.00 EUR: deposits 294.00 EUR, securities 25.00 EUR, pledges 0.00 EUR, the cost book 2.00 EUR and the default book 13.00 EUR.
	// Of the default book 4.00 EUR are the members' provisions.
	// Of the default book 9.00 EUR is the fund reserve.
	// The year 2026 has left 2.00 EUR in the cost book and 13.00 EUR in the default book.
}

// The members decide what the manager is paid, and the custodian pays no more.
func ExampleSociety_ManagerStatement() {
	s := example()
	done(s, accept("p1", "ann", "bob", "900.00"),
		guarantee.Budget{ID: "fee", At: day, By: []string{"mia"}, Year: "2026", To: "mia", Amount: euros("5.00"), For: "the office"},
		guarantee.Approve{ID: "v1", At: day, By: []string{"ann", "cem"}, Proposal: "fee"},
		guarantee.PayCost{ID: "c1", At: day, By: []string{"cus"}, Budget: "fee", Amount: euros("4.50")},
		guarantee.Retain{ID: "keep", At: day, By: []string{"bob"}, Year: "2026", Cost: euros("2.00")},
		guarantee.PayCost{ID: "c2", At: day, By: []string{"cus"}, Budget: "fee", Amount: euros("0.51")})
	for _, line := range s.ManagerStatement().Words {
		fmt.Println(line)
	}
	// Output:
	// guarantee: not an approved budget: what is approved and not paid yet: asked 0.51 EUR, room for 0.50 EUR
	// 3 active members, 2 of them with guarantees open.
	// ann owes 900.00 EUR of 1000.00 EUR and holds 0.00 EUR of 1000.00 EUR.
	// bob owes 0.00 EUR of 1000.00 EUR and holds 900.00 EUR of 1000.00 EUR.
	// Of the budget fee for the office in 2026, 4.50 EUR is paid of 5.00 EUR.
	// keep is proposed, to retain of the surplus of the year 2026 at most 2.00 EUR of the cost book and 0.00 EUR of the default book: 0 of 2 votes.
}
