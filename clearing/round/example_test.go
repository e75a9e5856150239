package round_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/clearing/round"
	"example.org/mutual/unit"
)

// hour is a time of the day of the examples.
func hour(h int) time.Time { return time.Date(2026, 4, 1, h, 0, 0, 0, time.UTC) }

func euros(text string) unit.Amount {
	u, _ := unit.Currency("EUR", 2)
	a, _ := unit.Parse(text, u)
	return a
}

// four trades in a ring, and two that trade with each other too.
var four = clearing.Book{Obligations: []clearing.Obligation{
	{ID: "flour", Debtor: "baker", Creditor: "miller", Amount: euros("300.00")},
	{ID: "grain", Debtor: "miller", Creditor: "farmer", Amount: euros("250.00")},
	{ID: "plough", Debtor: "farmer", Creditor: "smith", Amount: euros("400.00")},
	{ID: "bread", Debtor: "smith", Creditor: "baker", Amount: euros("280.00")},
	{ID: "straw", Debtor: "baker", Creditor: "farmer", Amount: euros("90.00")},
	{ID: "loaves", Debtor: "farmer", Creditor: "baker", Amount: euros("60.00")},
}}

// proposed is a round of the four in which a proposal stands.
func proposed() *round.Round {
	r, err := round.New(round.Terms{Operator: "chamber", Book: four})
	if err != nil {
		fmt.Println(err)
		return nil
	}
	repropose(r, "p1", hour(8))
	return r
}

// repropose clears what is in play and proposes it.
func repropose(r *round.Round, id string, at time.Time) {
	result, err := clearing.Clear(context.Background(), r.Book(), r.Terms().Options)
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err := r.Apply(round.Propose{ID: id, At: at, By: []string{"chamber"}, Result: *result}); err != nil {
		fmt.Println(err)
	}
}

// agree has everybody confirm who must.
func agree(r *round.Round, at time.Time) {
	number := r.Proposal()
	for _, party := range r.Waiting() {
		notice, _ := r.Digest(party)
		_, err := r.Apply(round.Confirm{ID: fmt.Sprint("c", number, party), At: at, By: []string{party}, Party: party, Proposal: number, Notice: notice})
		if err != nil {
			fmt.Println(err)
		}
	}
}

// A whole round: one drops out, the rest is cleared again, and done.
func Example() {
	r := proposed()
	_, err := r.Apply(round.DropOut{ID: "d1", At: hour(9), By: []string{"smith"}, Party: "smith", Reason: "the plough is in dispute"})
	fmt.Println(err, r.Phase())
	repropose(r, "p2", hour(10))
	for _, c := range r.Changes() {
		fmt.Println(c.Party+":", c.Why)
	}
	agree(r, hour(11))
	entry, err := r.Apply(round.Finish{ID: "f", At: hour(12), By: []string{"chamber"}, Proposal: 2})
	fmt.Println(err, r.Phase())
	for _, n := range entry.Notes {
		fmt.Println(n.Text)
	}
	// Output:
	// <nil> open
	// baker: traded with a party that dropped out
	// farmer: traded with a party that dropped out
	// miller: reached only through others
	// smith: dropped out
	// <nil> final
	// 700.00 EUR owed, 180.00 EUR set off, 520.00 EUR stays, net debt 330.00 EUR
}

// A party reads its notice, and confirms that and nothing else.
func ExampleConfirm() {
	r := proposed()
	for n := range r.Notices(clearing.NoticeOptions{}) {
		if n.Party == "miller" {
			fmt.Print(n)
			_, err := r.Apply(round.Confirm{ID: "c1", At: hour(9), By: []string{"miller"}, Party: "miller", Proposal: 1, Notice: n.Digest()})
			fmt.Println(err)
		}
	}
	fmt.Println("still to confirm:", strings.Join(r.Waiting(), ", "))
	// Output:
	// miller: you owed 250.00 EUR and were owed 300.00 EUR; now you owe 0.00 EUR and are owed 50.00 EUR. The difference is the same as before.
	// You owed farmer 250.00 EUR (grain): all of it is set off.
	// baker owed you 300.00 EUR (flour): 250.00 EUR is set off, 50.00 EUR stays.
	// <nil>
	// still to confirm: baker, farmer, smith
}

// Try says who is missing.
func ExampleRound_Try() {
	_, err := proposed().Try(round.Finish{ID: "f", At: hour(9), By: []string{"chamber"}, Proposal: 1})
	fmt.Println(err)
	// Output:
	// journal: without the consent of all whom it concerns: to what the proposal tells them: want "baker, farmer, miller, smith" to agree
}

// What an action looks like on the wire.
func ExampleEncode() {
	text, err := round.Encode(round.DropOut{ID: "d1", At: hour(9), By: []string{"smith"}, Party: "smith", Reason: "in dispute"})
	fmt.Println(string(text), err)
	a, err := round.Decode(text)
	fmt.Printf("%T %v\n", a, err)
	// Output:
	// {"type":"drop out","id":"d1","at":"2026-04-01T09:00:00Z","by":["smith"],"party":"smith","reason":"in dispute"} <nil>
	// round.DropOut <nil>
}

// Several actions at once: all or none.
func ExampleRound_Batch() {
	r := proposed()
	_, err := r.Batch(
		round.DropOut{ID: "d1", At: hour(9), By: []string{"chamber"}, Party: "smith", Reason: "cannot be reached"},
		round.DropOut{ID: "d2", At: hour(9), By: []string{"chamber"}, Party: "smith", Reason: "really"},
	)
	fmt.Println(err)
	fmt.Println(r.Phase(), len(r.Dropped()))
	// Output:
	// action 1 of the batch: round: dropped out before: "smith"
	// proposed 0
}

// What is left when all is done, and how to settle it.
func ExampleRound_Left() {
	r := proposed()
	agree(r, hour(9))
	if _, err := r.Apply(round.Finish{ID: "f", At: hour(10), By: []string{"chamber"}, Proposal: 1}); err != nil {
		fmt.Println(err)
	}
	left, err := r.Left()
	if err != nil {
		fmt.Println(err)
	}
	payments, err := clearing.Settle(left, clearing.Through)
	fmt.Println(payments, err)
	// Output:
	// [{baker miller 50.00 EUR} {farmer smith 120.00 EUR}] <nil>
}

// A round written down and read back.
func ExampleRound_Snapshot() {
	r := proposed()
	var text strings.Builder
	if err := r.Snapshot(&text); err != nil {
		fmt.Println(err)
	}
	again, err := round.Restore(strings.NewReader(text.String()))
	fmt.Println(again.Phase(), err)
	_, err = round.Restore(strings.NewReader(strings.Replace(text.String(), "300.00", "300.01", 1)))
	fmt.Println(err)
	empty, _ := round.New(round.Terms{Operator: "chamber"})
	empty.Snapshot(os.Stdout)
	// Output:
	// proposed <nil>
	// round: not a snapshot of a round: canon: the document was changed: its sha256 is another: byte 1704: want b3b1e149785230c07e736a85900bd3882e898043777a4a88f2766bf0b91ff247
	// {"format":"mutual/clearing/round","version":1,"rules":1,"operator":"chamber","applied":[],"drops":[],"standing":[],"confirmed":[],"sha256":"2d08c2197d52f68a0e48a5d4980388c6f44ee7b39d5da51fd42705f9c958f35a"}
}
