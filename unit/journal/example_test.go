package journal_test

import (
	"errors"
	"fmt"
	"time"

	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

func ExampleEntry_Check() {
	eur, _ := unit.Currency("EUR", 2)
	e := journal.Entry{Seq: 1, Postings: []journal.Posting{
		{Account: "ann", Class: journal.Of(eur), Quantity: -1250},
		{Account: "bob", Class: journal.Of(eur), Quantity: 1250},
	}}
	fmt.Println(e.Check())
	e.Postings[1].Quantity = 1200
	fmt.Println(e.Check())
	// Output:
	// <nil>
	// journal: postings of one class do not sum to zero: entry 1: "EUR.2"
}

func ExampleAgree() {
	err := journal.Agree([]string{"ann"}, "ann", "bob", "cem")
	var refusal *journal.RefusalError
	if errors.As(err, &refusal) {
		fmt.Println(refusal.Missing)
	}
	fmt.Println(err)
	// Output:
	// [bob cem]
	// journal: without the consent of all whom it concerns: want "bob, cem" to agree
}

// A machine admits an action before it looks at anything else of it, and adds it once it is applied.
func ExampleLog() {
	var l journal.Log
	noon := time.Date(2026, time.March, 1, 12, 0, 0, 0, time.UTC)
	mown := journal.Digest{1} // of the action in all its fields
	if err := l.Admit("a1", noon, mown); err == nil {
		fmt.Println("entry", l.Add("a1", noon, mown))
	}
	fmt.Println(l.Admit("a1", noon, mown))
	fmt.Println(l.Admit("a1", noon, journal.Digest{2}))
	fmt.Println(l.Admit("a2", noon.Add(-time.Hour), journal.Digest{2}))
	// Output:
	// entry 1
	// journal: applied before: entry 1
	// journal: another action was applied under this ID: want another ID
	// journal: a time before that of the last action: want 2026-03-01T12:00:00Z or later
}
