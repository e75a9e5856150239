package credit_test

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/credit"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

func TestRefuseNet(t *testing.T) {
	good := credit.Net{ID: "x", At: day(10), Lines: []credit.NetLine{{"aann", eur(t, "40")}, {"abob", eur(t, "40")}, {"acem", eur(t, "40")}}}
	apply(t, ring(t), good)
	with := func(change func(*credit.Net)) credit.Action {
		return spoil(good, func(a *credit.Net) { a.Lines = slices.Clone(a.Lines); change(a) })
	}
	l := ring(t)
	refuseAll(t, l, []refused{
		{name: "nothing", action: with(func(a *credit.Net) { a.Lines = nil }), reason: credit.ErrNet},
		{name: "too much", action: with(func(a *credit.Net) { a.Lines = make([]credit.NetLine, credit.NetLinesMax+1) }), reason: credit.ErrNet},
		{name: "one twice", action: with(func(a *credit.Net) { a.Lines = append(a.Lines, a.Lines[2]) }), reason: credit.ErrNet},
		{name: "no such promise", action: with(func(a *credit.Net) { a.Lines[1].Promise = "" }), reason: credit.ErrPromise},
		{name: "nothing of one", action: with(func(a *credit.Net) { a.Lines[1].SetOff = eur(t, "0") }), reason: journal.ErrAmount},
		{name: "no amount", action: with(func(a *credit.Net) { a.Lines[1].SetOff = unit.Amount{} }), reason: journal.ErrUnit},
		{name: "more than is left of the last", action: with(func(a *credit.Net) { a.Lines[2].SetOff = eur(t, "40.01") }), reason: journal.ErrLimit, room: "40"},
		{name: "unbalanced", action: with(func(a *credit.Net) { a.Lines[2].SetOff = eur(t, "39") }), reason: journal.ErrConsent, missing: "ann cem"},
		{name: "unbalanced, and one agrees", action: with(func(a *credit.Net) { a.Lines, a.By = a.Lines[:1], []string{"bob"} }), reason: journal.ErrConsent, missing: "ann"},
		{name: "not due yet", action: with(func(a *credit.Net) { a.At = day(10).Add(-1) }), reason: journal.ErrConsent, missing: "bob"},
		{name: "without a line", action: with(func(a *credit.Net) {
			a.By, a.Lines = []string{"ann", "dan"}, []credit.NetLine{{"b", eur(t, "5")}}
		}), reason: journal.ErrConsent, missing: "dan"},
	})
	apply(t, l, credit.Dispute{ID: "d", At: day(2), By: []string{"cem"}, Promise: "abob", Because: "no"})
	refuseAll(t, l, []refused{{name: "one in dispute", action: good, reason: credit.ErrDisputed}})
}

// As many lines as there may be are read, and refused for what they are of.
func TestNetOfAsManyAsMayBe(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some hundred megabytes")
	}
	most := credit.Net{ID: "x", At: day(10), Lines: make([]credit.NetLine, credit.NetLinesMax)}
	refuseAll(t, ring(t), []refused{{name: "of nothing", action: most, reason: credit.ErrPromise}})
}

// What a holder's line does not let be set off may be by the agreement of its guarantor, and of nobody else.
func TestNetOfGuaranteed(t *testing.T) {
	l := newLedger(t)
	issue := credit.Issue{ID: "a", At: day(1), By: []string{"ann", "bob", "gil"}, Promisor: "ann", Holder: "bob", Amount: eur(t, "5"), For: "work", Guarantor: "gil"}
	back := credit.Issue{ID: "b", At: day(1), By: []string{"ann", "bob"}, Promisor: "bob", Holder: "ann", Amount: eur(t, "5"), For: "work"}
	apply(t, l, issue, back, credit.SetLine{ID: "l", At: day(1), By: []string{"ann"}, Creditor: "ann", Debtor: "bob", Clearing: credit.Due})
	net := func(by ...string) credit.Action {
		return credit.Net{ID: "x", At: day(5), By: by, Lines: []credit.NetLine{{"a", eur(t, "5")}, {"b", eur(t, "5")}}}
	}
	refuseAll(t, l, []refused{
		{name: "by nobody", action: net(), reason: journal.ErrConsent, missing: "bob"},
		{name: "by all but the guarantor", action: net("ann", "bob"), reason: journal.ErrConsent, missing: "bob"},
	})
	apply(t, l, net("gil"))
}

// A party that agrees may come out of a set-off with another balance, as where another ledger has the rest.
func TestNetByConsent(t *testing.T) {
	l := ring(t)
	apply(t, l, credit.Net{ID: "x", At: day(10), By: []string{"cem", "ann"}, Lines: []credit.NetLine{{"aann", eur(t, "10")}, {"abob", eur(t, "10")}}})
	if l.Balance("bob") != eur(t, "10") || l.Balance("cem") != eur(t, "0") {
		t.Error(l.Balance("bob"), l.Balance("cem"))
	}
}

// Book hands out what a line's consent and window allow as of a time, and no more.
func TestBook(t *testing.T) {
	for _, test := range []struct {
		at   time.Time
		want string
	}{{day(9).Add(-1), ""}, {day(9), "abob "}, {day(10).Add(-1), "abob "}, {day(10), "aann abob acem "}} {
		var got string
		for _, o := range ring(t).Book(test.at).Obligations {
			got += o.ID + " "
		}
		if got != test.want {
			t.Errorf("at %v: got %q, want %q", test.at, got, test.want)
		}
	}
	if lines := credit.SetOff(clearing.Book{}, &clearing.Result{SetOff: []unit.Amount{eur(t, "1")}}); lines != nil {
		t.Error("a result of another book:", lines)
	}
}

func TestRefuseProof(t *testing.T) {
	cleared := func(l *credit.Ledger, at time.Time) (lines []credit.NetLine, p clearing.Proof) {
		book := l.Book(at)
		r, err := clearing.Clear(context.Background(), book, clearing.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return credit.SetOff(book, r), r.Proofs[0]
	}
	lines, proof := cleared(ring(t), day(10))
	good := credit.Net{ID: "x", At: day(10), Lines: lines, Proof: proof}
	l := ring(t)
	e := apply(t, l, good)
	if got := fmt.Sprint(e.Notes); got != "[{largest 120.00 EUR}]" {
		t.Error(got)
	}
	with := func(change func(*credit.Net)) credit.Action {
		return spoil(good, func(a *credit.Net) {
			a.Lines, a.Proof.Parties, a.Proof.Potentials = slices.Clone(a.Lines), slices.Clone(a.Proof.Parties), slices.Clone(a.Proof.Potentials)
			change(a)
		})
	}
	less := func(amount string) []credit.NetLine {
		return []credit.NetLine{{Promise: "aann", SetOff: eur(t, amount)}, {Promise: "abob", SetOff: eur(t, amount)}, {Promise: "acem", SetOff: eur(t, amount)}}
	}
	tests := []refused{
		{name: "not the largest", action: with(func(a *credit.Net) { a.Lines = less("39.99") }), reason: credit.ErrProof},
		{name: "not the largest, and the value says so", action: with(func(a *credit.Net) { a.Lines, a.Proof.Value = less("39.99"), eur(t, "119.97") }), reason: credit.ErrProof},
		{name: "larger than there is", action: with(func(a *credit.Net) { a.Lines = less("40.01") }), reason: credit.ErrProof},
		{name: "none of it", action: with(func(a *credit.Net) { a.Lines = nil }), reason: credit.ErrProof},
		{name: "another value", action: with(func(a *credit.Net) { a.Proof.Value = eur(t, "40") }), reason: credit.ErrProof},
		{name: "another stage", action: with(func(a *credit.Net) { a.Proof.Stage = "fairness" }), reason: credit.ErrProof},
		{name: "another unit", action: with(func(a *credit.Net) { a.Proof.Unit = unit.KilowattHour }), reason: credit.ErrProof},
		{name: "no parties", action: with(func(a *credit.Net) { a.Proof.Parties = nil }), reason: credit.ErrProof},
		{name: "another party", action: with(func(a *credit.Net) { a.Proof.Parties[0] = "eve" }), reason: credit.ErrProof},
		{name: "one potential too few", action: with(func(a *credit.Net) { a.Proof.Potentials = a.Proof.Potentials[:2] }), reason: credit.ErrProof},
		{name: "a value and nothing else", action: with(func(a *credit.Net) { a.Proof = clearing.Proof{Value: a.Proof.Value} }), reason: credit.ErrProof},
		{name: "a unit and nothing else", action: with(func(a *credit.Net) { a.Proof = clearing.Proof{Unit: a.Proof.Unit} }), reason: credit.ErrProof},
		{name: "potentials and nothing else", action: with(func(a *credit.Net) { a.Proof = clearing.Proof{Potentials: a.Proof.Potentials} }), reason: credit.ErrProof},
		{name: "one outside the Book", action: with(func(a *credit.Net) { a.Lines = append(a.Lines, credit.NetLine{Promise: "b", SetOff: eur(t, "5")}) }), reason: credit.ErrProof},
		{name: "one that there is not", action: with(func(a *credit.Net) { a.Lines[0].Promise = "c" }), reason: credit.ErrProof},
		{name: "one twice", action: with(func(a *credit.Net) { a.Lines = append(a.Lines, a.Lines[0]) }), reason: credit.ErrProof},
		{name: "in another unit", action: with(func(a *credit.Net) { a.Lines[0].SetOff = unit.New(4000, unit.KilowattHour) }), reason: credit.ErrProof},
		{name: "below zero", action: with(func(a *credit.Net) { a.Lines[0].SetOff = eur(t, "-40") }), reason: credit.ErrProof},
		{name: "before they are due", action: with(func(a *credit.Net) { a.At = day(9) }), reason: credit.ErrProof},
		{name: "later than another that was made", action: with(func(a *credit.Net) { a.At = day(11) }), reason: credit.ErrProof},
	}
	for n := range proof.Potentials {
		for _, by := range []int64{-1, 1, math.MaxInt64} {
			tests = append(tests, refused{name: fmt.Sprintf("a potential of %d more", by), action: with(func(a *credit.Net) { a.Proof.Potentials[n] += by }), reason: credit.ErrProof})
		}
	}
	// On the eleventh more is due, so that the proof of the tenth proves nothing.
	l = ring(t)
	apply(t, l, credit.Issue{ID: "c", At: day(1), By: []string{"cem", "ann"}, Promisor: "cem", Holder: "ann", Amount: eur(t, "3"), For: "work", Due: day(11)})
	refuseAll(t, l, tests)
	apply(t, l, good)
	if got := l.Owed("cem", "ann"); got != eur(t, "3") {
		t.Error(got)
	}
}

// What is proved of what is free is proved, though the rest is reserved.
func TestProofBesideReservations(t *testing.T) {
	l := ring(t)
	apply(t, l, credit.Reserve{ID: "r", At: day(10), Until: day(11), Lines: []credit.NetLine{{Promise: "aann", SetOff: eur(t, "15")}, {Promise: "abob", SetOff: eur(t, "15")}, {Promise: "acem", SetOff: eur(t, "15")}}})
	book := l.Book(day(10))
	r, err := clearing.Clear(context.Background(), book, clearing.Options{})
	if err != nil {
		t.Fatal(err)
	}
	apply(t, l, credit.Net{ID: "n", At: day(10), Lines: credit.SetOff(book, r), Proof: r.Proofs[0]})
	if got := l.Owed("cem", "ann"); got != eur(t, "15") || len(l.Book(day(10)).Obligations) != 2 {
		t.Error(got, l.Book(day(10)))
	}
	apply(t, l, credit.Commit{ID: "c", At: day(10), Reservation: "r"})
	if got := l.Owed("cem", "ann"); !got.IsZero() || l.Check() != nil {
		t.Error(got, l.Check())
	}
}

// ring is a ledger in which ann owes bob 60, bob owes cem 50 and cem owes ann 40, and all clear.
func ring(t *testing.T) *credit.Ledger {
	l := newLedger(t)
	for i, debtor := range []string{"ann", "bob", "cem"} {
		creditor := []string{"bob", "cem", "ann"}[i]
		apply(t, l,
			credit.SetLine{ID: "l" + debtor, At: day(1), By: []string{creditor}, Creditor: creditor, Debtor: debtor, Clearing: credit.Clearing(1 + i%2), Window: time.Duration(i%2) * 24 * time.Hour},
			credit.Issue{ID: "a" + debtor, At: day(1), By: []string{debtor, creditor}, Promisor: debtor, Holder: creditor, Amount: cents(int64(60-10*i) * 100), For: "work", Due: day(10)},
		)
	}
	apply(t, l, credit.Issue{ID: "b", At: day(1), By: []string{"ann", "dan"}, Promisor: "ann", Holder: "dan", Amount: eur(t, "5"), For: "work"})
	return l
}
