package credit_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/credit"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// The examples' unit, amounts in it, and days.
var hours, _ = unit.Custom("hour", 1)

func h(number string) unit.Amount {
	a, _ := unit.Parse(number, hours)
	return a
}

func on(day int) time.Time { return time.Date(2026, time.March, day, 0, 0, 0, 0, time.UTC) }

// bank is a time bank in which ann has promised bob two hours of gardening.
func bank() *credit.Ledger {
	l, _ := credit.New(credit.Terms{Unit: hours})
	l.Apply(credit.Issue{ID: "a1", At: on(1), By: []string{"ann", "bob"}, Promisor: "ann", Holder: "bob", Amount: h("2.0"), For: "gardening"})
	return l
}

func Example() {
	l, err := credit.New(credit.Terms{Unit: hours})
	if err != nil {
		fmt.Println(err)
		return
	}
	// Bob mends Ann's bicycle, and accepts her promise for it. Both are logged in.
	e, err := l.Apply(credit.Issue{
		ID: "a1", At: on(1), By: []string{"ann", "bob"},
		Promisor: "ann", Holder: "bob", Amount: h("2.0"), For: "gardening",
	})
	fmt.Println(e.Seq, e.Postings, err)

	// She keeps it, an hour and a half to begin with, as Bob confirms.
	_, err = l.Apply(credit.Redeem{ID: "a2", At: on(9), By: []string{"bob"}, Promise: "a1", Amount: h("1.5"), Goods: "the hedge"})
	fmt.Println(l.Balance("ann"), l.Balance("bob"), err)
	// Output:
	// 1 [{ann hour.1 -20} {bob hour.1 20}] <nil>
	// -0.5 hour 0.5 hour <nil>
}

func ExampleIssue() {
	l := bank()
	issue := credit.Issue{ID: "a2", At: on(2), By: []string{"bob"}, Promisor: "bob", Holder: "cem", Amount: h("1.0"), For: "a lesson"}
	_, err := l.Apply(issue)
	fmt.Println(err)

	issue.By = []string{"bob", "cem"}
	_, err = l.Apply(issue)
	fmt.Println(err)
	fmt.Println(l.Promise("a2"))
	// Output:
	// journal: without the consent of all whom it concerns: want "cem" to agree
	// <nil>
	// {a2 a2 bob cem  a lesson goods 1.0 hour 1.0 hour 0.0 hour 2026-03-02 00:00:00 +0000 UTC 0001-01-01 00:00:00 +0000 UTC false false} true
}

func ExampleTransfer() {
	l := bank()
	// Bob pays Cem with half of Ann's promise. Cem does not know Ann, and must agree.
	transfer := credit.Transfer{ID: "t1", At: on(2), By: []string{"bob"}, Promise: "a1", To: "cem", Amount: h("1.0")}
	_, err := l.Apply(transfer)
	fmt.Println(err)
	transfer.By = append(transfer.By, "cem")
	l.Apply(transfer)
	part, _ := l.Promise("t1/1")
	fmt.Println(part.Promisor, "owes", part.Holder, part.Left, "for", part.For, "since", part.Issued.Format(time.DateOnly), "from", part.Root)

	// Back with Ann it is extinguished.
	l.Apply(credit.Transfer{ID: "t2", At: on(3), By: []string{"cem"}, Promise: "t1/1", To: "ann"})
	fmt.Println(l.Owed("ann", "cem"), l.Owed("ann", "bob"))
	// Output:
	// credit: a new holder that neither trusts the promisor by a line nor agrees: want "cem" to agree
	// ann owes cem 1.0 hour for gardening since 2026-03-01 from a1
	// 0.0 hour 1.0 hour
}

func ExampleRedeem() {
	l := bank()
	e, err := l.Apply(credit.Redeem{ID: "r1", At: on(2), By: []string{"bob"}, Promise: "a1", Goods: "the hedge and the lawn"})
	fmt.Println(e.Postings, e.Notes, err)
	_, err = l.Apply(credit.Redeem{ID: "r2", At: on(2), By: []string{"bob"}, Promise: "a1", Goods: "the lawn again"})
	fmt.Println(err)
	// Output:
	// [{bob hour.1 -20} {ann hour.1 20}] [{goods the hedge and the lawn}] <nil>
	// credit: a promise that is settled: nothing is left of it
}

func ExampleSettle() {
	l := bank()
	_, err := l.Apply(credit.Settle{ID: "s1", At: on(2), By: []string{"bob"}, Promise: "a1", In: credit.Worth, Paid: h("2.5"), Words: "firewood"})
	fmt.Println(err)
	var refusal *journal.RefusalError
	if errors.As(err, &refusal) {
		l.Apply(credit.Settle{ID: "s1", At: on(2), By: []string{"bob"}, Promise: "a1", In: credit.Worth, Paid: refusal.Room, Words: "firewood"})
	}
	fmt.Println(l.Owed("ann", "bob"))
	// Output:
	// journal: beyond a limit: what is left of the promise: asked 2.5 hour, room for 2.0 hour
	// 0.0 hour
}

func ExampleExchange() {
	l := bank()
	e, err := l.Apply(credit.Exchange{ID: "x1", At: on(2), By: []string{"cem", "bob"}, Giver: "cem", Receiver: "bob", Amount: h("0.5"), For: "two loaves"})
	fmt.Println(e.Postings, e.Notes, err)
	fmt.Println(l.Balance("cem"))
	// Output:
	// [{bob hour.1 -5} {cem hour.1 5} {cem hour.1 -5} {bob hour.1 5}] [{given two loaves}] <nil>
	// 0.0 hour
}

func ExampleSetLine() {
	l := bank()
	// Bob trusts Ann with ten hours, and with three unasked.
	l.Apply(credit.SetLine{ID: "l1", At: on(2), By: []string{"bob"}, Creditor: "bob", Debtor: "ann", Hard: h("10.0"), Soft: h("3.0")})
	fmt.Println(l.Room("ann", "bob", false))
	fmt.Println(l.Room("ann", "bob", true))

	// He lowers it below what she owes. She owes it still, but can promise him no more.
	l.Apply(credit.SetLine{ID: "l2", At: on(3), By: []string{"bob"}, Creditor: "bob", Debtor: "ann", Hard: h("1.0")})
	fmt.Println(l.Owed("ann", "bob"), l.Room("ann", "bob", true))
	// Output:
	// {1.0 hour the line's soft limit}
	// {8.0 hour the line's hard limit}
	// 2.0 hour {0.0 hour the line's hard limit}
}

func ExampleLedger_Room() {
	l := bank()
	fmt.Println(l.Room("ann", "cem", false))
	fmt.Println(l.Room("ann", "cem", true).Bound)
	// Output:
	// {0.0 hour there is no line}
	// no line, and so no limit but what a party may owe or be owed in all
}

func ExampleNet() {
	l := bank()
	for i, party := range []string{"ann", "bob", "cem"} {
		debtor := []string{"cem", "ann", "bob"}[i]
		l.Apply(credit.SetLine{ID: "l" + party, At: on(2), By: []string{party}, Creditor: party, Debtor: debtor, Clearing: credit.Due})
	}
	l.Apply(credit.Issue{ID: "a2", At: on(2), By: []string{"bob", "cem"}, Promisor: "bob", Holder: "cem", Amount: h("3.0"), For: "lessons"})
	l.Apply(credit.Issue{ID: "a3", At: on(2), By: []string{"cem", "ann"}, Promisor: "cem", Holder: "ann", Amount: h("1.5"), For: "bread"})

	// Ann owes Bob, Bob owes Cem, Cem owes Ann: an hour and a half goes round, and nobody need be asked.
	book := l.Book(on(3))
	result, err := clearing.Clear(context.Background(), book, clearing.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = l.Apply(credit.Net{ID: "n1", At: on(3), Lines: credit.SetOff(book, result)})
	fmt.Println(result.Totals[0], err)
	fmt.Println(l.Owed("ann", "bob"), l.Owed("bob", "cem"), l.Owed("cem", "ann"))
	// Output:
	// 6.5 hour owed, 4.5 hour set off, 2.0 hour stays, net debt 1.5 hour <nil>
	// 0.5 hour 1.5 hour 0.0 hour
}

func ExampleLedger_Batch() {
	l := bank()
	_, err := l.Batch(
		credit.Redeem{ID: "b1", At: on(2), By: []string{"bob"}, Promise: "a1", Amount: h("1.0"), Goods: "the hedge"},
		credit.Forgive{ID: "b2", At: on(2), By: []string{"bob"}, Promise: "a1", Amount: h("1.5")},
	)
	fmt.Println(err)
	fmt.Println(l.Owed("ann", "bob"))
	// Output:
	// action 1 of the batch: journal: beyond a limit: what is left of the promise: asked 1.5 hour, room for 1.0 hour
	// 2.0 hour
}

func ExampleLedger_Try() {
	l := bank()
	e, err := l.Try(credit.Forgive{ID: "f1", At: on(2), By: []string{"bob"}, Promise: "a1"})
	fmt.Println(e.Postings, err)
	fmt.Println(l.Owed("ann", "bob"))
	// Output:
	// [{bob hour.1 -20} {ann hour.1 20}] <nil>
	// 2.0 hour
}

// A retry is safe.
func ExampleLedger_Apply_retry() {
	l := bank()
	forgive := credit.Forgive{ID: "f1", At: on(2), By: []string{"bob"}, Promise: "a1", Amount: h("0.5")}
	l.Apply(forgive)
	_, err := l.Apply(forgive)
	fmt.Println(errors.Is(err, journal.ErrApplied), err)
	forgive.Amount = h("1.0")
	_, err = l.Apply(forgive)
	fmt.Println(err)
	fmt.Println(l.Owed("ann", "bob"))
	// Output:
	// true journal: applied before: entry 2
	// journal: another action was applied under this ID: want another ID
	// 1.5 hour
}

func ExampleRestore() {
	var file bytes.Buffer
	if err := bank().Snapshot(&file); err != nil {
		fmt.Println(err)
		return
	}
	text := file.String()
	l, err := credit.Restore(&file)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(l.Owed("ann", "bob"))
	_, err = credit.Restore(bytes.NewReader(bytes.Replace([]byte(text), []byte("2.0"), []byte("9.0"), 1)))
	fmt.Println(errors.Is(err, credit.ErrSnapshot))
	// Output:
	// 2.0 hour
	// true
}

func ExampleDecode() {
	text, err := credit.Encode(credit.Redeem{ID: "r1", At: on(2), By: []string{"bob"}, Promise: "a1", Amount: h("1.0"), Goods: "the hedge"})
	fmt.Println(string(text), err)
	a, err := credit.Decode(text)
	fmt.Printf("%T %v\n", a, err)
	_, err = credit.Decode([]byte(`{"type":"steal"}`))
	fmt.Println(err)
	// Output:
	// {"type":"redeem","id":"r1","at":"2026-03-02T00:00:00Z","by":["bob"],"promise":"a1","amount":{"amount":"1.0","unit":"hour.1"},"goods":"the hedge"} <nil>
	// credit.Redeem <nil>
	// credit: not an action: "steal" is not the type of one
}

func ExampleLedger_Statement() {
	l := bank()
	l.Apply(credit.Issue{ID: "a2", At: on(2), By: []string{"cem", "ann"}, Promisor: "cem", Holder: "ann", Amount: h("1.0"), For: "bread", Due: on(7)})
	st, _ := l.Statement("ann", on(9))
	for _, sentence := range st.Words {
		fmt.Println(sentence)
	}
	// Output:
	// ann: you owe 2.0 hour and are owed 1.0 hour, a balance of -1.0 hour.
	// You owe bob 2.0 hour of 2.0 hour for gardening (a1), promised on 2026-03-01.
	// cem owes you 1.0 hour of 1.0 hour for bread (a2), promised on 2026-03-02, overdue since 2026-03-07.
}
