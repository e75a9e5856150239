package clearing_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
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
	// bdb238702beee884dc425066727cf565fe1fed94d1be2dc972dfb97173f4285d <nil>
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
