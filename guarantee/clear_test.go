package guarantee_test

import (
	"context"
	"slices"
	"testing"

	"example.org/mutual/clearing"
	"example.org/mutual/credit"
	"example.org/mutual/guarantee"
	"example.org/mutual/unit/journal"
)

// renting is a society in which ann has failed, the pool has paid 46.62 for her, and calls have brought 3.31 more,
// which stand ready for bob and cem; and bob owes ann a rent of 2.00, which no guarantee covers.
func renting(tb testing.TB) *guarantee.Society {
	s := founded(tb, terms())
	apply(tb, s, accept("p1", "ann", "bob", "200.10"), accept("p2", "ann", "cem", "100.00"), accept("p3", "cem", "ann", "30.00"),
		guarantee.PostSecurity{ID: "sec", At: day, By: []string{"cus", "ann"}, Member: "ann", Amount: euros("40.00")},
		trade(credit.SetLine{ID: "line", At: day, By: []string{"ann"}, Creditor: "ann", Debtor: "bob", Clearing: credit.Due}),
		trade(credit.Issue{ID: "rent", At: day, By: []string{"ann", "bob"}, Promisor: "bob", Holder: "ann", Amount: euros("2.00"), For: "a room"}),
		declare("d", "ann"), payOut("o1", "d/1"), payCalls("c1", "d/1", "bob", "cem"))
	return s
}

// cleared is the largest set-off of the society's book.
func cleared(tb testing.TB, s *guarantee.Society) guarantee.Clear {
	tb.Helper()
	b := s.Book(day)
	r := must(clearing.Clear(context.Background(), b, clearing.Options{}))
	return guarantee.Clear{ID: "clear", At: day, By: []string{"bob", "cem", "cus"}, Lines: credit.SetOff(b, r), Proof: r.Proofs[0]}
}

// The society's claim on ann, bob's rent to her, and what stands ready for bob are a ring. The pool keeps its money,
// and what it owes in all: what ann has so paid is there for the creditors, who lack it.
func TestClear(t *testing.T) {
	s := renting(t)
	book, money, lacks := s.DefaultBook(), s.Purse(), s.Losses()[0].Case.Lacks().Parts()
	due := dueOf(s)
	e := apply(t, s, cleared(t, s))
	sound(t, s)
	if !slices.Contains(e.Notes, journal.Note{Kind: "largest", Text: "6.00 EUR"}) {
		t.Errorf("got %v", e.Notes)
	}
	if s.DefaultBook() != book || s.Purse() != money || dueOf(s) != due {
		t.Errorf("the book was %v and is %v; due were %d parts and are %d", book, s.DefaultBook(), due, dueOf(s))
	}
	l := s.Losses()[0]
	want(t, "recovered", l.Case.Recovered, "2.00")
	if got := lacks - l.Case.Lacks().Parts(); got != 200 {
		t.Errorf("the creditors lack %d parts less", got)
	}
	if p, _ := s.Ledger().Promise("rent"); p.Left.Sign() != 0 {
		t.Errorf("of the rent %v is left", p.Left)
	}
	apply(t, s, payOut("o2", "d/1"))
	sound(t, s)
}

func dueOf(s *guarantee.Society) (parts int64) {
	for _, l := range s.Losses() {
		for _, due := range l.Due {
			parts += due.Parts()
		}
	}
	return parts
}

// What is declared in default is in the ledger's book, where a line consents, and not in the society's.
func TestBookLeavesDefaults(t *testing.T) {
	s := founded(t, terms())
	apply(t, s, accept("p1", "ann", "bob", "50.00"),
		trade(credit.SetLine{ID: "line", At: day, By: []string{"bob"}, Creditor: "bob", Debtor: "ann", Clearing: credit.Due}), declare("d", "ann"))
	if got := s.Ledger().Book(day).Obligations; len(got) != 1 {
		t.Errorf("the ledger's book is %v", got)
	}
	for _, o := range s.Book(day).Obligations {
		if o.ID != "p1#due" && o.ID != "d/1#claim" {
			t.Errorf("got %v", o)
		}
	}
}

func TestRefuseClear(t *testing.T) {
	s := renting(t)
	with := func(change func(*guarantee.Clear)) guarantee.Clear {
		c := cleared(t, s)
		change(&c)
		return c
	}
	refuseAll(t, s, []refused{
		{name: "by another", action: with(func(c *guarantee.Clear) { c.By = []string{"mia"} }), reason: journal.ErrConsent, missing: "cus"},
		{name: "not by who is paid so", action: with(func(c *guarantee.Clear) { c.By = []string{"cus"} }), reason: journal.ErrConsent, missing: "bob"},
		{name: "a proof of another set-off", action: with(func(c *guarantee.Clear) {
			for i := range c.Lines {
				c.Lines[i].SetOff = euros("1.00")
			}
		}), reason: credit.ErrProof},
		{name: "nothing", action: with(func(c *guarantee.Clear) { c.Lines = nil }), reason: credit.ErrNet},
		{name: "not in balance", action: with(func(c *guarantee.Clear) { c.Lines = c.Lines[1:] }), reason: credit.ErrNet},
		{name: "twice", action: with(func(c *guarantee.Clear) { c.Lines = append(c.Lines, c.Lines[0]) }), reason: credit.ErrNet},
		{name: "more than is left", action: with(func(c *guarantee.Clear) { c.Lines[0].SetOff = euros("2.01") }), reason: journal.ErrLimit, room: "2.00"},
		{name: "in default", action: with(func(c *guarantee.Clear) { c.Lines[0].Promise = "p1" }), reason: credit.ErrNet},
	})
}
