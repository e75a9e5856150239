package guarantee_test

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"testing"

	"example.org/mutual/clearing"
	"example.org/mutual/credit"
	"example.org/mutual/guarantee"
	"example.org/mutual/unit/journal"
)

// Who says alone that it owes nothing does not keep its creditor from the guarantee: the default covers the promise.
func TestDeclareDisputed(t *testing.T) {
	s := founded(t, terms())
	apply(t, s, accept("p1", "ann", "bob", "50.00"), accept("p2", "bob", "ann", "20.00"),
		trade(credit.Dispute{ID: "x", At: day, By: []string{"ann"}, Promise: "p1", Because: "stale"}), declare("d", "ann"))
	l := s.Losses()[0]
	want(t, "the loss", l.Case.Claims[0].Amount, "30.00")
	if p, _ := s.Ledger().Promise("p1"); !p.Defaulted || p.Disputed {
		t.Errorf("got %+v", p)
	}
	apply(t, s, payOut("o", "d/1"))
	sound(t, s)
}

// What others say that they do not owe to a defaulter is left out of its set-off.
func TestDeclareLeavesOthersDisputes(t *testing.T) {
	s := founded(t, terms())
	apply(t, s, accept("p1", "ann", "bob", "50.00"), accept("p2", "bob", "ann", "20.00"),
		trade(credit.Dispute{ID: "x", At: day, By: []string{"bob"}, Promise: "p2", Because: "stale"}), declare("d", "ann"))
	want(t, "the loss", s.Losses()[0].Case.Claims[0].Amount, "50.00")
	if p, _ := s.Ledger().Promise("p2"); !p.Disputed || p.Left != euros("20.00") {
		t.Errorf("got %+v", p)
	}
	sound(t, s)
}

// What is reserved of a promise waits for its reservation; the rest is lost, and what is reserved can be declared
// later. A defaulter's promises are reserved no more.
func TestDeclareReserved(t *testing.T) {
	s := founded(t, terms())
	reserve := guarantee.Trade{Action: credit.Reserve{ID: "r", At: day, By: []string{"ann", "bob"}, Until: on(8), Lines: []credit.NetLine{{Promise: "p1", SetOff: euros("15.00")}}}}
	again := guarantee.Trade{Action: credit.Reserve{ID: "r2", At: day, By: []string{"ann", "bob"}, Until: on(8), Lines: []credit.NetLine{{Promise: "p1", SetOff: euros("5.00")}}}}
	apply(t, s, accept("p1", "ann", "bob", "50.00"),
		trade(credit.SetLine{ID: "line", At: day, By: []string{"bob"}, Creditor: "bob", Debtor: "ann", Clearing: credit.Due}), reserve, declare("d", "ann"))
	want(t, "the loss", s.Losses()[0].Case.Claims[0].Amount, "35.00")
	want(t, "what is still guaranteed", standing(t, s, "ann").Buyer.Open, "15.00")
	sound(t, s)
	apply(t, s, trade(credit.Release{ID: "rel", At: day, By: []string{"bob"}, Reservation: "r"}))
	refuseAll(t, s, []refused{{name: "reserved by a defaulter", action: again, reason: guarantee.ErrDefaulted}})
	apply(t, s, declare("e", "ann"))
	want(t, "the rest", s.Losses()[1].Case.Claims[0].Amount, "15.00")
	sound(t, s)
}

// A member in default keeps what it is owed under the guarantee until that is set off: it does not give it away.
func TestRefuseDefaultersGifts(t *testing.T) {
	s := founded(t, terms())
	by := []string{"ann", "bob", "cem"}
	apply(t, s, accept("p1", "ann", "bob", "50.00"), accept("p2", "cem", "ann", "30.00"), later(accept("p3", "cem", "ann", "4.00"), 20), declare("d", "ann"),
		trade(credit.SetLine{ID: "line", At: day, By: by[:1], Creditor: "ann", Debtor: "cem", Hard: euros("50.00"), Clearing: credit.Due}),
		trade(credit.SetLine{ID: "bobs", At: day, By: by[1:2], Creditor: "bob", Debtor: "cem", Hard: euros("50.00"), Clearing: credit.Due}),
		trade(credit.Dispute{ID: "y", At: day, By: by[2:], Promise: "p3", Because: "bad"}))
	some := []credit.NetLine{{Promise: "p2", SetOff: euros("1.00")}}
	refuseAll(t, s, []refused{
		{name: "passed on", action: trade(credit.Transfer{ID: "x", At: day, By: by, Promise: "p2", To: "bob"}), reason: guarantee.ErrDefaulted},
		{name: "forgiven", action: trade(credit.Forgive{ID: "x", At: day, By: by, Promise: "p2"}), reason: guarantee.ErrDefaulted},
		{name: "a guarantee given up", action: trade(credit.Renounce{ID: "x", At: day, By: by, Promise: "p2"}), reason: guarantee.ErrDefaulted},
		{name: "made smaller", action: trade(credit.Resolve{ID: "x", At: day, By: by, Promise: "p3", Less: euros("1.00"), Words: "yes"}), reason: guarantee.ErrDefaulted},
		{name: "set off against nothing", action: trade(credit.Net{ID: "x", At: day, By: by, Lines: some}), reason: guarantee.ErrDefaulted},
		{name: "reserved for a set-off", action: trade(credit.Reserve{ID: "x", At: day, By: by, Until: on(8), Lines: some}), reason: guarantee.ErrDefaulted},
		{name: "paid with", action: trade(credit.Pay{ID: "x", At: day, By: by, Payment: credit.Payment{From: "ann", To: "bob", Amount: euros("1.00"), For: "wool", Paths: []credit.Path{{Parties: []string{"ann", "cem", "bob"}, Amount: euros("1.00")}}}}), reason: guarantee.ErrDefaulted},
	})
	apply(t, s, trade(credit.Redeem{ID: "g", At: day, By: by, Promise: "p2", Amount: euros("10.00"), Goods: "hay"}),
		trade(credit.Settle{ID: "s", At: day, By: by, Promise: "p2", In: credit.Money, Paid: euros("20.00")}))
}

func later(a guarantee.Accept, due int) guarantee.Accept {
	a.Due = on(due)
	return a
}

// What stands ready for a creditor who is in default itself is first the society's, for what it has paid in its
// place: the book offers no more than what is beyond that.
func TestBookSetsOffDefaulters(t *testing.T) {
	s := founded(t, terms())
	apply(t, s, guarantee.Endow{ID: "e", At: day, By: []string{"cus"}, From: "x", Fund: "reserve", Amount: euros("900.00")},
		accept("p", "ann", "bob", "60.00"), accept("q", "cem", "ann", "100.00"), declare("d1", "ann"), payOut("o1", "d1/1"), declare("d2", "cem"))
	claim := s.Losses()[0].Claim.Parts()
	at := slices.IndexFunc(s.Book(day).Obligations, func(o clearing.Obligation) bool { return o.ID == "q#due" })
	if at < 0 {
		t.Fatal("nothing is offered of what is beyond the claim")
	}
	if got := s.Book(day).Obligations[at].Amount.Parts(); got != s.Losses()[1].Due[0].Parts()-claim {
		t.Errorf("the book offers %d parts of what is due to ann, who owes %d", got, claim)
	}
	apply(t, s, payOut("o2", "d2/1"))
	want(t, "the claim on ann", s.Losses()[0].Claim, "0.00")
}

// What stands ready is paid out before a claim is written off: no money is said to have come that never did.
func TestRefuseEarlyWriteOff(t *testing.T) {
	s := inDefault(t, terms())
	off := guarantee.WriteOff{ID: "w", At: day, By: []string{"mia"}, Loss: "d/1", Because: "gone"}
	refuseAll(t, s, []refused{{name: "before it is paid out", action: off, reason: guarantee.ErrLoss}})
	apply(t, s, payOut("o", "d/1"))
	e := apply(t, s, off)
	if slices.ContainsFunc(e.Notes, func(n journal.Note) bool { return n.Kind == "settled" }) {
		t.Errorf("got %v", e.Notes)
	}
	sound(t, s)
}

// Limits that sum to 2^63 in a snapshot that is not the society's own are seen to have no reason.
func TestRefuseWideLimits(t *testing.T) {
	s := founded(t, terms())
	apply(t, s, guarantee.SetLimits{ID: "l", At: day, By: []string{"mia"}, Member: "bob", Buyer: euros("46116860184273879.04"), Seller: euros("46116860184273879.04"), Because: "wide"})
	refuseChanged(t, string(snapshot(t, s)), []change{{"limits without a reason", `,"because":"wide"`, ``, "12:"}})
}

// Whatever is changed in the losses of a snapshot is found.
func TestRefuseRestoreLosses(t *testing.T) {
	s := inDefault(t, terms())
	apply(t, s, payOut("o", "d/1"), payCalls("c1", "d/1", "bob"), declare("e", "cem"))
	refuseChanged(t, string(snapshot(t, s)), []change{
		{"a loss twice", `{"id":"e/1"`, `{"id":"d/1"`, "3:"},
		{"a loss of no year", `{"id":"e/1","year":1`, `{"id":"e/1","year":9`, "3:"},
		{"a loss of a stranger", `"defaulter":"cem"`, `"defaulter":"eve"`, "4:"},
		{"a loss of who is not in default", `"defaulter":"cem"`, `"defaulter":"bob"`, "4:"},
		{"another's promise", `"claim":"p2"`, `"claim":"p3"`, "8:"},
		{"a promise that is none", `"claim":"p2"`, `"claim":"p9"`, "8:"},
		{"a call of no loss", `"claim":"#d/1"`, `"claim":"#d/9"`, "8:"},
		{"a larger claim", `"claim":"p2","amount":"70.00"`, `"claim":"p2","amount":"70.01"`, "3:"},
		{"more paid", `"paid":"12.60"`, `"paid":"12.61"`, "3:"},
		{"more paid and less cut", `"paid":"12.60","cut":"57.06"`, `"paid":"12.61","cut":"57.05"`, "3:"},
		{"more due", `"due":"0.52"`, `"due":"0.53"`, "2:"},
		{"due below zero", `"due":"0.52"`, `"due":"-0.52"`, "2:"},
		{"a draw on a stranger", `"layer":6,"from":"cem"`, `"layer":6,"from":"dan"`, "3:"},
		{"a larger draw", `"drawn":"40.00"`, `"drawn":"40.01"`, "3:"},
		{"a step that bore more", `"reached":"270.10","borne":"40.00"`, `"reached":"270.10","borne":"40.01"`, "3:"},
		{"a call that was never paid", `"called":"2.01","paid":"2.01"`, `"called":"2.01","paid":"2.00"`, "5:"},
		{"a call of another sum", `"called":"1.30"`, `"called":"1.31"`, "5:"},
		{"a claim that was never taken over", `"taken":["o#2/1"]`, `"taken":["o#9/1"]`, "4:"},
		{"a claim of nobody", `,"taken":["o#2/1"]`, ``, "3:"},
		{"a claim twice", `"taken":["o#2/1"]`, `"taken":["o#2/1","o#2/1"]`, "4:"},
		{"written off in secret", `"taken":["o#2/1"]`, `"taken":["o#2/1"],"written":"2.02"`, "4:"},
		{"in default without a loss", `"name":"bob","active":true`, `"name":"bob","active":true,"failed":true`, "4:"},
		{"in default no more", `"name":"cem","active":true,"failed":true`, `"name":"cem","active":true`, "4:"},
	})
}

// No promise is covered by two losses, and none is in default without one.
func TestRefuseRestoreTwice(t *testing.T) {
	s := founded(t, terms())
	apply(t, s, accept("p1", "ann", "bob", "50.00"), declare("d", "ann"), accept("p2", "cem", "bob", "50.00"), declare("e", "cem"))
	text := string(snapshot(t, s))
	refuseChanged(t, text, []change{
		{"twice", `"claim":"p2"`, `"claim":"p1"`, "3: \"p1\" is covered twice"},
	})
	s = founded(t, terms())
	apply(t, s, accept("p3", "bob", "cem", "7.00"))
	refuseChanged(t, string(snapshot(t, s)), []change{
		{"without a loss", `"left":"7.00","issued":"2026-01-05T09:00:00Z"`, `"left":"7.00","issued":"2026-01-05T09:00:00Z","defaulted":true`, "of no loss"},
	})
}

// A default that comes to nothing is none: all is set off.
func TestDeclareAllSetOff(t *testing.T) {
	s := founded(t, terms())
	apply(t, s, accept("p", "ann", "bob", "100.00"), accept("q", "bob", "ann", "100.00"), declare("d", "ann"))
	if ann := standing(t, s, "ann"); ann.Defaulted || !ann.Buyer.Open.IsZero() {
		t.Errorf("got %+v", ann)
	}
	apply(t, s, accept("r", "ann", "bob", "1.00"))
}

// Who has paid all is a member like others again, once the manager says so; its next default is another.
func TestReinstate(t *testing.T) {
	s := inDefault(t, terms())
	back := guarantee.Reinstate{ID: "b", At: day, By: []string{"mia"}, Member: "ann", Because: "paid all"}
	bob := back
	bob.Member = "bob"
	dan := back
	dan.Member = "dan"
	refuseAll(t, s, []refused{
		{name: "while creditors lack something", action: back, reason: guarantee.ErrIndebted},
		{name: "who is in no default", action: bob, reason: guarantee.ErrLoss},
		{name: "a stranger", action: dan, reason: guarantee.ErrMember},
		{name: "by herself", action: guarantee.Reinstate{ID: "b", At: day, By: []string{"ann"}, Member: "ann", Because: "x"}, reason: journal.ErrConsent, missing: "mia"},
		{name: "without words", action: guarantee.Reinstate{ID: "b", At: day, By: []string{"mia"}, Member: "ann"}, reason: guarantee.ErrWords},
	})
	apply(t, s, payOut("o1", "d/1"), deposit("more", "ann", "500.00"), recoverMoney("r1", "d/1", "226.79"))
	refuseAll(t, s, []refused{{name: "before it is paid out", action: back, reason: guarantee.ErrIndebted}})
	apply(t, s, payOut("o2", "d/1"), back)
	sound(t, s)
	if standing(t, s, "ann").Defaulted {
		t.Error("ann is still in default")
	}
	apply(t, s, accept("p9", "ann", "bob", "10.00"), declare("again", "ann"))
	sound(t, s)
	want(t, "the second loss", s.Losses()[1].Case.Claims[0].Amount, "10.00")
}

// What the book calls what stands ready is an ID that can be set off, however long that of the declaration is, and of
// however many promises only a part was lost.
func TestBookOfLongIDs(t *testing.T) {
	s := founded(t, terms())
	apply(t, s, trade(credit.SetLine{ID: "line", At: day, By: []string{"bob"}, Creditor: "bob", Debtor: "ann", Clearing: credit.Due}))
	for i := range 12 {
		p := "p" + strconv.Itoa(i)
		apply(t, s, accept(p, "ann", "bob", "50.00"),
			trade(credit.Reserve{ID: "r" + p, At: day, By: []string{"ann", "bob"}, Until: on(8), Lines: []credit.NetLine{{Promise: p, SetOff: euros("10.00")}}}))
	}
	apply(t, s, declare(strings.Repeat("d", guarantee.IDBytesMax), "ann"))
	if _, err := clearing.Clear(t.Context(), s.Book(day), clearing.Options{}); err != nil {
		t.Error(err)
	}
}

// What a defaulter is owed goes to the society before others: the book offers none of its debts that no guarantee
// covers, and so a set-off of the book is nothing that members could not do.
func TestBookLeavesDefaultersDebts(t *testing.T) {
	s := founded(t, terms())
	line := func(creditor, debtor string) guarantee.Action {
		return trade(credit.SetLine{ID: creditor + "-line", At: day, By: []string{creditor}, Creditor: creditor, Debtor: debtor, Clearing: credit.Due})
	}
	apply(t, s, accept("p1", "ann", "bob", "50.00"), accept("p2", "cem", "ann", "30.00"), line("ann", "cem"), line("bob", "ann"), line("cem", "bob"),
		trade(credit.Issue{ID: "u1", At: day, By: []string{"ann", "bob"}, Promisor: "ann", Holder: "bob", Amount: euros("10.00"), For: "a loan"}),
		trade(credit.Issue{ID: "u2", At: day, By: []string{"bob", "cem"}, Promisor: "bob", Holder: "cem", Amount: euros("10.00"), For: "a loan"}))
	ring := guarantee.Clear{ID: "clear", At: day, By: []string{"cus"}, Lines: []credit.NetLine{{Promise: "p2", SetOff: euros("10.00")}, {Promise: "u1", SetOff: euros("10.00")}, {Promise: "u2", SetOff: euros("10.00")}}}
	if _, err := s.Try(ring); err != nil {
		t.Errorf("before the default: %v", err)
	}
	apply(t, s, declare("d", "ann"))
	refuseAll(t, s, []refused{
		{name: "by the members", action: trade(credit.Net{ID: "net", At: day, By: []string{"ann", "bob", "cem"}, Lines: ring.Lines}), reason: guarantee.ErrDefaulted},
		{name: "by the custodian", action: ring, reason: credit.ErrNet},
	})
	clear := cleared(t, s)
	apply(t, s, clear)
	want(t, "recovered", s.Losses()[0].Case.Recovered, "0.80")
	if u1, _ := s.Ledger().Promise("u1"); u1.Left != euros("10.00") {
		t.Errorf("of the loan %v is left", u1.Left)
	}
}

// A society that was restored goes on as the one that was written, entry by entry: nothing hangs on what a snapshot
// does not tell, such as whom the ledger met first.
func TestRestoredGoesOn(t *testing.T) {
	for _, debtor := range []string{"ann", "bob"} {
		s := founded(t, terms())
		other := map[string]string{"ann": "bob", "bob": "ann"}[debtor]
		apply(t, s, trade(credit.SetLine{ID: "line", At: day, By: []string{other}, Creditor: other, Debtor: debtor, Clearing: credit.Due}),
			accept("p", "ann", "bob", "50.00"), accept("q", "bob", "ann", "20.00"))
		restored := must(guarantee.Restore(bytes.NewReader(snapshot(t, s))))
		got, want := apply(t, restored, declare("d", "ann")), apply(t, s, declare("d", "ann"))
		if !slices.Equal(got.Postings, want.Postings) || !slices.Equal(got.Notes, want.Notes) {
			t.Errorf("restored, the entry is %v, and was %v", got, want)
		}
	}
}

// Nothing is decided of the surplus of a year that is closed: it is shared out.
func TestRefuseLateRetain(t *testing.T) {
	s := founded(t, terms())
	apply(t, s, accept("p", "ann", "bob", "100.00"),
		guarantee.Retain{ID: "r", At: day, By: []string{"mia"}, Year: "2026", Cost: euros("1.00"), Default: euros("1.00")},
		guarantee.CloseYear{ID: "c", At: day, By: []string{"mia"}, Year: "2026"})
	refuseAll(t, s, []refused{{name: "after it is closed", action: guarantee.Approve{ID: "a", At: day, By: []string{"ann", "bob", "cem"}, Proposal: "r"}, reason: guarantee.ErrYear}})
}
