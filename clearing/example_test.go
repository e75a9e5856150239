package clearing_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/unit"
)

// Three friends owe each other in a ring: what all three owe is cancelled, and nobody needs money for it.
func Example() {
	owe := func(id, debtor, creditor, kWh string) clearing.Obligation {
		amount, _ := unit.Parse(kWh, unit.KilowattHour)
		return clearing.Obligation{ID: id, Debtor: debtor, Creditor: creditor, Amount: amount}
	}
	book := clearing.Book{Obligations: []clearing.Obligation{
		owe("bread", "Ann", "Bob", "50.000000"),
		owe("repair", "Bob", "Carol", "30.000000"),
		owe("lessons", "Carol", "Ann", "20.000000"),
	}}
	result, err := clearing.Clear(context.Background(), book, clearing.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Totals[0])
	for i, o := range book.Obligations {
		stays, _ := o.Amount.Sub(result.SetOff[i])
		fmt.Printf("%s owes %s %v\n", o.Debtor, o.Creditor, stays)
	}
	// Output:
	// 100.000000 kWh owed, 60.000000 kWh set off, 40.000000 kWh stays, net debt 30.000000 kWh
	// Ann owes Bob 30.000000 kWh
	// Bob owes Carol 10.000000 kWh
	// Carol owes Ann 0.000000 kWh
}

// exampleBook is what Ann, Bob and Carol owe each other in hours.
func exampleBook() clearing.Book {
	hour, _ := unit.Custom("hour", 0)
	return clearing.Book{Obligations: []clearing.Obligation{
		{ID: "1", Debtor: "Ann", Creditor: "Bob", Amount: unit.New(7, hour)},
		{ID: "2", Debtor: "Bob", Creditor: "Carol", Amount: unit.New(5, hour)},
		{ID: "3", Debtor: "Carol", Creditor: "Ann", Amount: unit.New(4, hour)},
		{ID: "4", Debtor: "Bob", Creditor: "Ann", Amount: unit.New(2, hour)},
	}}
}

// Obligations in different units never meet, and each unit has its own totals and proof.
func ExampleClear() {
	euro, _ := unit.Currency("EUR", 2)
	book := exampleBook()
	book.Obligations = append(book.Obligations,
		clearing.Obligation{ID: "5", Debtor: "Ann", Creditor: "Bob", Amount: unit.New(1250, euro)})

	result, err := clearing.Clear(context.Background(), book, clearing.Options{})
	fmt.Println(err)
	fmt.Println(result.SetOff)
	for _, totals := range result.Totals {
		fmt.Println(totals)
	}
	// Output:
	// <nil>
	// [6 hour 4 hour 4 hour 2 hour 0.00 EUR]
	// 12.50 EUR owed, 0.00 EUR set off, 12.50 EUR stays, net debt 12.50 EUR
	// 18 hour owed, 16 hour set off, 2 hour stays, net debt 1 hour
}

// Whoever holds the Book can check a Result that came from somebody else, as a file, without a solver.
func ExampleVerify() {
	book := exampleBook()
	result, _ := clearing.Clear(context.Background(), book, clearing.Options{})
	file, _ := json.Marshal(result)

	var received clearing.Result
	fmt.Println(json.Unmarshal(file, &received))
	fmt.Println(clearing.Verify(book, clearing.Options{}, &received))

	received.SetOff[0] = unit.New(7, received.SetOff[0].Unit()) // an hour more for Bob
	err := clearing.Verify(book, clearing.Options{}, &received)
	fmt.Println(errors.Is(err, clearing.ErrNet))
	fmt.Println(err)
	// Output:
	// <nil>
	// <nil>
	// true
	// clearing: a set-off must leave every net position as it was: party 0 ("Ann"): what it owes and what it is owed must be set off alike
}

// The set-off as rings that each party can follow.
func ExampleChains() {
	book := exampleBook()
	result, _ := clearing.Clear(context.Background(), book, clearing.Options{})
	for chain := range clearing.Chains(book, result) {
		fmt.Println(chain.Amount, "round", chain.Parties, "by", chain.Obligations)
	}
	// Output:
	// 2 hour round [Ann Bob] by [1 4]
	// 4 hour round [Ann Bob Carol] by [1 2 3]
}

// The digest is of what is owed, not of the order in which it is listed.
func ExampleDigest() {
	book := exampleBook()
	digest, err := clearing.Digest(book)
	fmt.Println(digest, err)

	o := book.Obligations
	o[0], o[3] = o[3], o[0]
	again, _ := clearing.Digest(book)
	fmt.Println(again == digest)

	o[0].Due = time.Date(2026, time.March, 31, 0, 0, 0, 0, time.UTC)
	again, _ = clearing.Digest(book)
	fmt.Println(again == digest)
	// Output:
	// 89c13fd6fb26de88662828b1ddeb61eaa4507fc7302e6ab2763d648020531aaf <nil>
	// true
	// false
}

// The error of a bad Book names the entry and the reason.
func ExampleError() {
	book := exampleBook()
	book.Obligations[2].Creditor = "Carol"
	_, err := clearing.Clear(context.Background(), book, clearing.Options{})
	fmt.Println(err)

	var bad *clearing.Error
	if errors.As(err, &bad) && errors.Is(err, clearing.ErrSelf) {
		fmt.Println(bad.Entry, bad.Index, bad.ID)
	}
	// Output:
	// clearing: a party cannot owe itself: obligation 2 ("3"): debtor and creditor must differ
	// obligation 2 3
}

// Between the same parties the obligation due first is set off first.
func ExampleObligation() {
	book := exampleBook()
	hour := book.Obligations[0].Amount.Unit()
	book.Obligations = []clearing.Obligation{
		{ID: "someday", Debtor: "Ann", Creditor: "Bob", Amount: unit.New(3, hour)},
		{ID: "May", Debtor: "Ann", Creditor: "Bob", Amount: unit.New(3, hour), Due: time.Date(2026, time.May, 31, 0, 0, 0, 0, time.UTC)},
		{ID: "April", Debtor: "Ann", Creditor: "Bob", Amount: unit.New(3, hour), Due: time.Date(2026, time.April, 30, 0, 0, 0, 0, time.UTC)},
		{ID: "back", Debtor: "Bob", Creditor: "Ann", Amount: unit.New(4, hour)},
	}
	result, _ := clearing.Clear(context.Background(), book, clearing.Options{})
	for i, o := range book.Obligations {
		fmt.Println(o.ID, result.SetOff[i])
	}
	// Output:
	// someday 0 hour
	// May 1 hour
	// April 3 hour
	// back 4 hour
}

// A party's potential is its tier: what stays is owed by a higher tier to a lower one.
func ExampleProof() {
	result, _ := clearing.Clear(context.Background(), exampleBook(), clearing.Options{})
	proof := result.Proofs[0]
	fmt.Println(proof.Stage, proof.Value)
	for i, name := range proof.Parties {
		fmt.Println(name, proof.Potentials[i])
	}
	// Output:
	// net reduction 16 hour
	// Ann 2
	// Bob 1
	// Carol 0
}

func ExampleOptions() {
	fmt.Println("0 %")
	options := clearing.Options{Progress: func(done float64) {
		if done == 1 {
			fmt.Println("100 %")
		}
	}}
	_, err := clearing.Clear(context.Background(), exampleBook(), options)
	fmt.Println(err)
	// Output:
	// 0 %
	// 100 %
	// <nil>
}

// A baker's debt goes round where the farmer takes the baker's new promise: two debts go, and one smaller one comes.
func ExampleAcceptance() {
	hour, _ := unit.Custom("hour", 0)
	book := clearing.Book{
		Obligations: []clearing.Obligation{
			{ID: "bread", Debtor: "Baker", Creditor: "Miller", Amount: unit.New(8, hour)},
			{ID: "grain", Debtor: "Miller", Creditor: "Farmer", Amount: unit.New(7, hour)},
		},
		Acceptances: []clearing.Acceptance{{ID: "trust", Acceptor: "Farmer", Debtor: "Baker", Amount: unit.New(5, hour)}},
	}
	result, _ := clearing.Clear(context.Background(), book, clearing.Options{})
	fmt.Println(result.Totals[0])
	after, _ := book.After(result)
	for _, o := range after.Obligations {
		fmt.Println(o.ID, o.Debtor, "owes", o.Creditor, o.Amount)
	}
	// Output:
	// 15 hour owed, 10 hour set off, 5 hour stays, net debt 8 hour, newly promised 5 hour
	// bread Baker owes Miller 3 hour
	// grain Miller owes Farmer 2 hour
	// trust/1 Baker owes Farmer 5 hour
}

// Stock enters a clearing in money only at its quoted value: here 2 of the 10 kWh, worth 0.60 EUR, go round.
func ExampleTender() {
	euro, _ := unit.Currency("EUR", 2)
	today := time.Date(2026, time.March, 31, 0, 0, 0, 0, time.UTC)
	quote, _ := unit.NewQuote(unit.QuoteTerms{Base: unit.KilowattHour, Quoted: euro, Rate: big.NewRat(3, 10), Side: unit.Bid,
		AsOf: today, ValidUntil: today, Source: "the solar park"})
	book := clearing.Book{
		Obligations: []clearing.Obligation{
			{ID: "rent", Debtor: "Ann", Creditor: "Bob", Amount: unit.New(90, euro)},
			{ID: "power", Debtor: "Bob", Creditor: "Solar park", Amount: unit.New(60, euro)},
		},
		Tenders: []clearing.Tender{{ID: "stock", Source: "Solar park", Owner: "Ann", Amount: unit.New(300, euro),
			Stock: unit.New(10_000_000, unit.KilowattHour), Quote: quote}},
	}
	result, err := clearing.Clear(context.Background(), book, clearing.Options{ValueDate: today})
	fmt.Println(result.Tendered, err)
	stock, rounded, _ := book.Tenders[0].StockFor(result.Tendered[0])
	fmt.Println(stock, rounded.RatString())

	_, err = clearing.Clear(context.Background(), book, clearing.Options{}) // does the quote hold?
	fmt.Println(err)
	// Output:
	// [0.60 EUR] <nil>
	// 2.000000 kWh 0
	// clearing: Stock is tendered at a quote that holds at the value date and makes it worth the amount: tender 0 ("stock"): want a value date
}

// What is long overdue is set off first, and then as much as goes; each of the two has its own proof.
func ExampleObjective() {
	book := exampleBook()
	book.Obligations[3].Due = time.Date(2025, time.December, 31, 0, 0, 0, 0, time.UTC)
	options := clearing.Options{Stages: []clearing.Objective{
		{Stage: clearing.Overdue, AsOf: time.Date(2026, time.March, 31, 0, 0, 0, 0, time.UTC)},
		{Stage: clearing.NetReduction},
	}}
	result, _ := clearing.Clear(context.Background(), book, options)
	for _, p := range result.Proofs {
		fmt.Println(p.Stage, p.Value, p.Potentials)
	}
	fmt.Println(clearing.Verify(book, options, result))
	// Output:
	// overdue first 2 hour [0 0 0]
	// net reduction 16 hour [2 1 0]
	// <nil>
}

// What falls due to Bob in April is set off in March, because he has agreed to that; what falls due to Carol is not.
func ExampleOptions_valueDate() {
	april := time.Date(2026, time.April, 30, 0, 0, 0, 0, time.UTC)
	book := exampleBook()
	book.Obligations[0].Due, book.Obligations[1].Due = april, april
	book.Windows = []clearing.Window{{Creditor: "Bob", Until: april}}
	options := clearing.Options{
		ValueDate: time.Date(2026, time.March, 31, 0, 0, 0, 0, time.UTC),
	}
	result, _ := clearing.Clear(context.Background(), book, options)
	fmt.Println(result.SetOff)
	// Output:
	// [2 hour 0 hour 0 hour 2 hour]
}

// Carol's debt is paid in part, and then all of it.
func ExampleStanding() {
	kWh := func(n int64) unit.Amount { return unit.New(n*1_000_000, unit.KilowattHour) }
	s, err := clearing.Open(context.Background(), clearing.Book{Obligations: []clearing.Obligation{
		{ID: "a", Debtor: "ann", Creditor: "bob", Amount: kWh(5)},
		{ID: "b", Debtor: "bob", Creditor: "carol", Amount: kWh(7)},
		{ID: "c", Debtor: "carol", Creditor: "ann", Amount: kWh(6)},
	}}, clearing.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(s.Result().Totals[0].Cleared)
	part := clearing.Obligation{ID: "c", Debtor: "carol", Creditor: "ann", Amount: kWh(2)}
	r, err := s.Update(context.Background(), clearing.Changes{Replace: []clearing.Obligation{part}})
	fmt.Println(r.Totals[0].Cleared, err, clearing.Verify(s.Book(), clearing.Options{}, r))
	r, err = s.Update(context.Background(), clearing.Changes{Withdraw: []string{"c"}})
	fmt.Println(r.Totals[0].Cleared, err)
	_, err = s.Update(context.Background(), clearing.Changes{Withdraw: []string{"c"}})
	fmt.Println(err)
	// Output:
	// 15.000000 kWh
	// 6.000000 kWh <nil> <nil>
	// 0.000000 kWh <nil>
	// clearing: no obligation with this ID: withdrawn 0 ("c"): want an obligation of the book
}
