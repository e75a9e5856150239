package credit_test

import (
	"fmt"
	"testing"

	"example.org/mutual/credit"
	"example.org/mutual/unit/journal"
)

// Gil answers for Ann. When she does not keep her word he makes it good to Bob, and she owes him.
func ExampleTakeOver() {
	l, _ := credit.New(credit.Terms{Unit: hours})
	for _, a := range []credit.Action{
		credit.Issue{ID: "a1", At: on(1), By: []string{"ann", "bob", "gil"}, Promisor: "ann", Holder: "bob", Amount: h("5.0"), For: "a fence", Guarantor: "gil"},
		credit.Default{ID: "d1", At: on(20), By: []string{"bob"}, Promise: "a1"},
		credit.TakeOver{ID: "t1", At: on(21), By: []string{"gil"}, Promise: "a1", Amount: h("3.0")},
	} {
		if _, err := l.Apply(a); err != nil {
			fmt.Println(err)
		}
	}
	for p := range l.Promises() {
		fmt.Println(p.ID, p.Origin, p.Promisor, "owes", p.Holder, p.Left, "of", p.Face)
	}
	// Output:
	// a1 goods ann owes bob 2.0 hour of 5.0 hour
	// t1/1 claim ann owes gil 3.0 hour of 3.0 hour
}

// Bob would rather trust Ann alone than bother Gil. From then on nobody can take the promise over.
func ExampleRenounce() {
	l, _ := credit.New(credit.Terms{Unit: hours})
	for _, a := range []credit.Action{
		credit.Issue{ID: "a1", At: on(1), By: []string{"ann", "bob", "gil"}, Promisor: "ann", Holder: "bob", Amount: h("5.0"), For: "a fence", Guarantor: "gil"},
		credit.Renounce{ID: "r1", At: on(2), By: []string{"bob"}, Promise: "a1"},
		credit.Default{ID: "d1", At: on(20), By: []string{"bob"}, Promise: "a1"},
		credit.TakeOver{ID: "t1", At: on(21), By: []string{"gil"}, Promise: "a1"},
	} {
		e, err := l.Apply(a)
		fmt.Println(e.Notes, err)
	}
	// Output:
	// [] <nil>
	// [{renounced gil}] <nil>
	// [{default a1}] <nil>
	// [] credit: a new holder that neither trusts the promisor by a line nor agrees: want a promise with a guarantor who does not hold it
}

func TestRefuseRenounce(t *testing.T) {
	l := newLedger(t)
	issue := credit.Issue{ID: "good", At: day(1), By: []string{"ann", "bob", "gil"}, Promisor: "ann", Holder: "bob", Amount: eur(t, "5"), For: "bread", Guarantor: "gil"}
	apply(t, l, issue)
	issue.ID, issue.Guarantor = "alone", ""
	apply(t, l, issue)
	by := func(promise string, by ...string) credit.Renounce {
		return credit.Renounce{ID: "x", At: day(5), By: by, Promise: promise}
	}
	refuseAll(t, l, []refused{
		{name: "no promise", action: by("none", "bob"), reason: credit.ErrPromise},
		{name: "no guarantor", action: by("alone", "bob"), reason: credit.ErrTrust},
		{name: "another than the holder", action: by("good", "gil", "ann"), reason: journal.ErrConsent, missing: "bob"},
	})
	apply(t, l, credit.Renounce{ID: "x", At: day(5), By: []string{"bob"}, Promise: "good"})
	if err := l.Check(); err != nil {
		t.Error(err)
	}
}

func TestRefuseTakeOver(t *testing.T) {
	l := newLedger(t)
	issue := func(id, guarantor string) credit.Issue {
		return credit.Issue{ID: id, At: day(1), By: []string{"ann", "bob", "gil"}, Promisor: "ann", Holder: "bob", Amount: eur(t, "5"), For: "bread", Guarantor: guarantor}
	}
	apply(t, l, issue("good", "gil"), issue("bad", "gil"), issue("alone", ""),
		credit.Default{ID: "d1", At: day(1), By: []string{"bob"}, Promise: "bad"}, credit.Default{ID: "d2", At: day(1), By: []string{"bob"}, Promise: "alone"},
		credit.SetLine{ID: "l", At: day(1), By: []string{"gil"}, Creditor: "gil", Debtor: "ann", Hard: eur(t, "4")})
	take := func(promise, amount string) credit.TakeOver {
		a := credit.TakeOver{ID: "x", At: day(5), By: []string{"gil"}, Promise: promise}
		if amount != "" {
			a.Amount = eur(t, amount)
		}
		return a
	}
	refuseAll(t, l, []refused{
		{name: "no promise", action: take("none", ""), reason: credit.ErrPromise},
		{name: "not in default", action: take("good", ""), reason: credit.ErrDefault},
		{name: "no guarantor", action: take("alone", ""), reason: credit.ErrTrust},
		{name: "another than the guarantor", action: spoil(take("bad", "1"), func(a *credit.TakeOver) { a.By = []string{"bob", "ann"} }), reason: journal.ErrConsent, missing: "gil"},
		{name: "more than is left", action: take("bad", "5.01"), reason: journal.ErrLimit, room: "5"},
		{name: "more than the guarantor's own line allows", action: take("bad", ""), reason: journal.ErrLimit, room: "4"},
		{name: "guaranteed by the promisor", action: spoil(issue("x", "ann"), func(a *credit.Issue) { a.At = day(5) }), reason: credit.ErrSelf},
		{name: "guaranteed by the holder", action: spoil(issue("x", "bob"), func(a *credit.Issue) { a.At = day(5) }), reason: credit.ErrSelf},
	})
	apply(t, l, take("bad", "4"))
	if p, _ := l.Promise("x/1"); p.Origin != credit.Claim || p.Root != "bad" || p.Holder != "gil" || !p.Defaulted || l.Owed("ann", "bob") != eur(t, "11") {
		t.Errorf("%+v", p)
	}
	refuseAll(t, l, []refused{{name: "what the guarantor holds", action: spoil(take("x/1", ""), func(a *credit.TakeOver) { a.ID = "y" }), reason: credit.ErrTrust}})
}

// Gil answers for both promises, and so sees to what is due when Ann fails: what the two owe each other is set
// off, and the rest declared in default.
func ExampleNet_guarantor() {
	l, _ := credit.New(credit.Terms{Unit: hours})
	for _, a := range []credit.Action{
		credit.Issue{ID: "a1", At: on(1), By: []string{"ann", "bob", "gil"}, Promisor: "ann", Holder: "bob", Amount: h("5.0"), For: "a fence", Guarantor: "gil"},
		credit.Issue{ID: "b1", At: on(2), By: []string{"ann", "bob", "gil"}, Promisor: "bob", Holder: "ann", Amount: h("2.0"), For: "a gate", Guarantor: "gil"},
		credit.Net{ID: "n1", At: on(20), By: []string{"gil"}, Lines: []credit.NetLine{{Promise: "a1", SetOff: h("2.0")}, {Promise: "b1", SetOff: h("2.0")}}},
		credit.Default{ID: "d1", At: on(20), By: []string{"gil"}, Promise: "a1"},
	} {
		e, err := l.Apply(a)
		fmt.Println(e.Postings, e.Notes, err)
	}
	// Output:
	// [{ann hour.1 -50} {bob hour.1 50}] [] <nil>
	// [{bob hour.1 -20} {ann hour.1 20}] [] <nil>
	// [{bob hour.1 -20} {ann hour.1 20} {ann hour.1 -20} {bob hour.1 20}] [] <nil>
	// [] [{default a1}] <nil>
}

// Of a promise a part can be in default: it is one of its own, and the rest moves as before.
func TestDefaultPart(t *testing.T) {
	l := newLedger(t)
	apply(t, l, credit.Issue{ID: "a", At: day(1), By: []string{"ann", "bob", "gil"}, Promisor: "ann", Holder: "bob", Amount: eur(t, "5"), For: "bread", Guarantor: "gil"},
		credit.Default{ID: "d", At: day(5), By: []string{"gil"}, Promise: "a", Amount: eur(t, "2")})
	rest, _ := l.Promise("a")
	part, ok := l.Promise("d/1")
	if !ok || rest.Defaulted || rest.Left != eur(t, "3") || !part.Defaulted || part.Left != eur(t, "2") || part.Root != "a" || part.Guarantor != "gil" {
		t.Errorf("got %+v and %+v", rest, part)
	}
	refuseAll(t, l, []refused{
		{name: "more than is left", action: credit.Default{ID: "x", At: day(5), By: []string{"bob"}, Promise: "a", Amount: eur(t, "3.01")}, reason: journal.ErrLimit, room: "3"},
	})
	apply(t, l, credit.Forgive{ID: "f", At: day(5), By: []string{"bob"}, Promise: "a"},
		credit.TakeOver{ID: "t", At: day(5), By: []string{"gil"}, Promise: "d/1"})
	if err := l.Check(); err != nil {
		t.Error(err)
	}
}

// Who answers for a promise can end a dispute about it, but not make it smaller.
func TestResolveByGuarantor(t *testing.T) {
	l := newLedger(t)
	apply(t, l, credit.Issue{ID: "a", At: day(1), By: []string{"ann", "bob", "gil"}, Promisor: "ann", Holder: "bob", Amount: eur(t, "5"), For: "bread", Guarantor: "gil"},
		credit.Dispute{ID: "b", At: day(1), By: []string{"ann"}, Promise: "a", Because: "stale"})
	refuseAll(t, l, []refused{
		{name: "made smaller by the guarantor", action: credit.Resolve{ID: "x", At: day(5), By: []string{"bob", "gil"}, Promise: "a", Less: eur(t, "1"), Words: "so"}, reason: journal.ErrConsent, missing: "ann"},
		{name: "resolved by another", action: credit.Resolve{ID: "x", At: day(5), By: []string{"bob", "cem"}, Promise: "a", Words: "so"}, reason: journal.ErrConsent, missing: "ann"},
	})
	apply(t, l, credit.Resolve{ID: "x", At: day(5), By: []string{"gil"}, Promise: "a", Words: "it was fresh"})
	if p, _ := l.Promise("a"); p.Disputed {
		t.Error("it is still in dispute")
	}
}
