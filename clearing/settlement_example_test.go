package clearing_test

import (
	"context"
	"fmt"

	"example.org/mutual/clearing"
	"example.org/mutual/unit"
)

// Each party is told in plain words what a clearing does to it.
func ExampleNotices() {
	u, _ := unit.Currency("EUR", 2)
	b := clearing.Book{
		Obligations: []clearing.Obligation{
			{ID: "i1", Debtor: "ann", Creditor: "bob", Amount: unit.New(50_00, u)},
			{ID: "i2", Debtor: "bob", Creditor: "cem", Amount: unit.New(40_00, u)},
		},
		Acceptances: []clearing.Acceptance{{ID: "a1", Acceptor: "cem", Debtor: "ann", Amount: unit.New(30_00, u)}},
	}
	r, err := clearing.Clear(context.Background(), b, clearing.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for n := range clearing.Notices(b, r, clearing.NoticeOptions{Rings: true}) {
		fmt.Print(n)
	}
	// Output:
	// ann: you owed 50.00 EUR and were owed 0.00 EUR; now you owe 50.00 EUR and are owed 0.00 EUR. The difference is the same as before.
	// You owed bob 50.00 EUR (i1): 30.00 EUR is set off, 20.00 EUR stays.
	// cem accepts that you come to owe it up to 30.00 EUR (a1): you newly owe 30.00 EUR (a1/1).
	// You stand in ring 1.
	// bob: you owed 40.00 EUR and were owed 50.00 EUR; now you owe 10.00 EUR and are owed 20.00 EUR. The difference is the same as before.
	// You owed cem 40.00 EUR (i2): 30.00 EUR is set off, 10.00 EUR stays.
	// ann owed you 50.00 EUR (i1): 30.00 EUR is set off, 20.00 EUR stays.
	// You stand in ring 1.
	// cem: you owed 0.00 EUR and were owed 40.00 EUR; now you owe 0.00 EUR and are owed 40.00 EUR. The difference is the same as before.
	// bob owed you 40.00 EUR (i2): 30.00 EUR is set off, 10.00 EUR stays.
	// You accept that ann comes to owe you up to 30.00 EUR (a1): ann newly owes 30.00 EUR (a1/1).
	// You stand in ring 1.
}

// three is a book in which every rule of compression leaves something else.
func three() clearing.Book {
	u, _ := unit.Currency("EUR", 0)
	owes := func(id, debtor, creditor string, euros int64) clearing.Obligation {
		return clearing.Obligation{ID: id, Debtor: debtor, Creditor: creditor, Amount: unit.New(euros, u)}
	}
	return clearing.Book{Obligations: []clearing.Obligation{
		owes("1", "A", "B", 100), owes("2", "B", "C", 80), owes("3", "C", "A", 60), owes("4", "A", "C", 20), owes("5", "B", "A", 30),
	}}
}

// How far debts can be compressed, and by how many payments the rest is settled.
func ExampleCompress() {
	figures, err := clearing.Compress(context.Background(), three())
	fmt.Println(figures[0], err)
	// Output:
	// gross 290 EUR (5), bilateral 190 EUR (3), conservative 50 EUR (3), non-conservative 40 EUR (2) <nil>
}

// What stays is paid between the same parties, or with fewer payments through the union.
func ExampleSettle() {
	b := three()
	r, err := clearing.Clear(context.Background(), b, clearing.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	left, err := b.After(r)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, way := range []clearing.Way{clearing.AsOwed, clearing.Through} {
		payments, err := clearing.Settle(left, way)
		fmt.Println(way, payments, err)
	}
	// Output:
	// as owed [{A B 10 EUR} {A C 20 EUR} {B C 20 EUR}] <nil>
	// through the union [{A C 30 EUR} {B C 10 EUR}] <nil>
}

// Two clubs clear by themselves, then between them, then together. The northern club's own set-off stands in
// the way of a longer ring.
func ExampleFederate() {
	u, _ := unit.Currency("EUR", 0)
	owes := func(id, debtor, creditor string, euros int64) clearing.Obligation {
		return clearing.Obligation{ID: id, Debtor: debtor, Creditor: creditor, Amount: unit.New(euros, u)}
	}
	clubs := []clearing.Club{
		{Name: "north", Book: clearing.Book{Obligations: []clearing.Obligation{owes("n1", "ann", "bob", 100), owes("n2", "bob", "ann", 60)}}},
		{Name: "south", Book: clearing.Book{Obligations: []clearing.Obligation{owes("s1", "cem", "dan", 100)}}},
	}
	boundary := clearing.Book{Obligations: []clearing.Obligation{owes("b1", "bob", "cem", 100), owes("b2", "dan", "ann", 100)}}
	o := clearing.FederationOptions{Together: true}
	f, err := clearing.Federate(context.Background(), clubs, boundary, o)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(f.Figures[0])
	fmt.Println(f.Verify(o))
	// Output:
	// 120 EUR within clubs, 0 EUR at the boundary, 160 EUR together; 400 EUR at once, so federation cost 120 EUR
	// <nil>
}
