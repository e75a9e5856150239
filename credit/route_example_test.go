package credit_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"example.org/mutual/credit"
)

// neighbours is where ann knows bob and cem, both of whom know dan. Bob owes ann an hour.
func neighbours() *credit.Ledger {
	l, _ := credit.New(credit.Terms{Unit: hours})
	for i, line := range []credit.SetLine{
		{Creditor: "bob", Debtor: "ann", Hard: h("3.0")},
		{Creditor: "cem", Debtor: "ann", Hard: h("6.0")},
		{Creditor: "dan", Debtor: "bob", Hard: h("9.0")},
		{Creditor: "dan", Debtor: "cem", Hard: h("9.0")},
	} {
		line.ID, line.At, line.By = fmt.Sprint("l", i), on(1), []string{line.Creditor}
		l.Apply(line)
	}
	for _, mediator := range []string{"bob", "cem"} {
		l.Apply(credit.Mediate{ID: "m-" + mediator, At: on(1), By: []string{mediator}, Party: mediator})
	}
	l.Apply(credit.Issue{ID: "b1", At: on(1), By: []string{"bob", "ann"}, Promisor: "bob", Holder: "ann", Amount: h("1.0"), For: "bread"})
	return l
}

// Ann pays Dan, whom she does not know, four hours for a table.
func ExampleLedger_Route() {
	l := neighbours()
	plan, err := l.Route(context.Background(), credit.Routing{From: "ann", To: "dan", Amount: h("4.0"), For: "a table"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, path := range plan.Paths {
		fmt.Println(path.Amount, "by way of", strings.Join(path.Parties, ", "))
	}
	fmt.Println("repaid", plan.Repaid, "and newly promised", plan.Promised)

	// It is what Bob owes her first, and then an even share of what each of them allows her.
	_, err = l.Apply(credit.Pay{ID: "p1", At: on(2), By: []string{"ann"}, Payment: plan.Payment})
	fmt.Println(err)
	fmt.Println("ann owes bob", l.Owed("ann", "bob"), "and cem", l.Owed("ann", "cem"), "and bob owes her", l.Owed("bob", "ann"))
	fmt.Println(l.Balance("ann"), l.Balance("bob"), l.Balance("cem"), l.Balance("dan"))
	// Output:
	// 2.0 hour by way of ann, bob, dan
	// 2.0 hour by way of ann, cem, dan
	// repaid 1.0 hour and newly promised 7.0 hour
	// <nil>
	// ann owes bob 1.0 hour and cem 2.0 hour and bob owes her 0.0 hour
	// -3.0 hour -1.0 hour 0.0 hour 4.0 hour
}

// What is in the way is named, so that those whom it depends on can be asked.
func ExampleRouteError() {
	l := neighbours()
	l.Apply(credit.FreezeLine{ID: "f1", At: on(2), By: []string{"cem"}, Creditor: "cem", Debtor: "ann"})
	_, err := l.Route(context.Background(), credit.Routing{From: "ann", To: "dan", Amount: h("5.0"), For: "a table"})
	var none *credit.RouteError
	if errors.As(err, &none) {
		fmt.Println("room for", none.Room)
		for _, bound := range none.Cut {
			fmt.Println(bound)
		}
	}
	l.Apply(credit.FreezeLine{ID: "f2", At: on(2), By: []string{"cem"}, Creditor: "cem", Debtor: "ann", Thaw: true})
	plan, err := l.Route(context.Background(), credit.Routing{From: "ann", To: "dan", Amount: h("5.0"), For: "a table"})
	fmt.Println(plan.Amount, err)
	// Output:
	// room for 4.0 hour
	// what bob may owe ann: no more is owed that could be repaid
	// what ann may owe bob: the line's hard limit
	// what ann may owe cem: the line is frozen
	// 5.0 hour <nil>
}

func ExampleLedger_Passage() {
	l := neighbours()
	l.Apply(credit.SetLine{ID: "l9", At: on(2), By: []string{"bob"}, Creditor: "bob", Debtor: "ann", Hard: h("3.0"), Target: h("0.5")})
	p := l.Passage("ann", "bob")
	fmt.Println(p.Repaid, "of debt;", p.Welcome, "with what is welcome;", p.Most, "at most, by", p.Bound)
	fmt.Println(l.Passage("ann", "dan"))
	// Output:
	// 1.0 hour of debt; 1.5 hour with what is welcome; 4.0 hour at most, by the line's hard limit
	// {0.0 hour 0.0 hour 0.0 hour there is no line}
}

func ExampleLedger_Ages() {
	l := bank()
	l.Apply(credit.Issue{ID: "a2", At: on(20), By: []string{"ann", "cem"}, Promisor: "ann", Holder: "cem", Amount: h("1.5"), For: "a lesson", Due: on(25)})
	l.Apply(credit.Issue{ID: "a3", At: on(21), By: []string{"bob", "ann"}, Promisor: "bob", Holder: "ann", Amount: h("0.5"), For: "eggs"})
	const week = 7 * 24 * time.Hour
	for _, age := range l.Ages("ann", on(28), week, 2*week) {
		fmt.Println(age.From, "to", age.To, "owes", age.Owes, "overdue", age.OwesOverdue, "is owed", age.Owed)
	}
	// Output:
	// 0s to 168h0m0s owes 0.0 hour overdue 0.0 hour is owed 0.0 hour
	// 168h0m0s to 336h0m0s owes 1.5 hour overdue 1.5 hour is owed 0.5 hour
	// 336h0m0s to 0s owes 2.0 hour overdue 0.0 hour is owed 0.0 hour
}

func ExampleLedger_Exposure() {
	l := neighbours()
	l.Apply(credit.SetLine{ID: "l9", At: on(2), By: []string{"ann"}, Creditor: "ann", Debtor: "bob", Hard: h("2.5")})
	e := l.Exposure("ann")
	fmt.Println("holds", e.Held, "and may come to hold", e.Room, "more")

	// A line without a limit is open to whatever comes.
	l.Apply(credit.SetLine{ID: "l10", At: on(2), By: []string{"ann"}, Creditor: "ann", Debtor: "cem"})
	e = l.Exposure("ann")
	fmt.Println(e.Room, e.Open)
	// Output:
	// holds 1.0 hour and may come to hold 1.5 hour more
	// 1.5 hour true
}
