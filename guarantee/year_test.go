package guarantee_test

import (
	"fmt"
	"slices"
	"testing"

	"example.org/mutual/guarantee"
	"example.org/mutual/guarantee/waterfall"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// A year's surplus fills the reserve up to its target; the rest goes back to who paid for it, pro rata, exactly, to a
// leaver too. The manager gets nothing.
func TestCloseYear(t *testing.T) {
	s := founded(t, terms())
	apply(t, s, accept("p1", "ann", "bob", "600.00"), accept("p2", "cem", "ann", "100.00"))
	want(t, "default book", s.DefaultBook(), "14") // 7 from ann, 6 from bob, 1 from cem
	want(t, "cost book", s.CostBook(), "7")        // 3.50, 3.00 and 0.50
	for _, p := range []string{"p1", "p2"} {
		apply(t, s, settled(s, p))
	}
	apply(t, s, guarantee.Leave{ID: "bob", At: day, By: []string{"bob"}, Member: "bob"})
	e := apply(t, s, guarantee.CloseYear{ID: "close", At: day, By: []string{"mia"}, Year: "2026"})
	want(t, "the reserve", s.Fund("reserve"), "10")
	want(t, "default book", s.DefaultBook(), "10")
	want(t, "cost book", s.CostBook(), "0")
	// Of 4.00 each gets 2.00, 1.714… and 0.285…, by largest remainder; its cost charges it gets back whole.
	want(t, "ann", standing(t, s, "ann").Deposit, "95.00")
	want(t, "bob", standing(t, s, "bob").Deposit, "95.71")
	want(t, "cem", standing(t, s, "cem").Deposit, "99.29")
	if got := fmt.Sprint(e.Notes); got != "[{retained default: 10.00 EUR} {closed 2026}]" {
		t.Error(got)
	}
	apply(t, s, guarantee.Withdraw{ID: "w", At: day, By: []string{"bob", "cus"}, Member: "bob", Amount: euros("95.71")})
}

// What the members approve to retain is not returned: in the cost book it is for later years' costs.
func TestRetain(t *testing.T) {
	s := founded(t, terms())
	apply(t, s, accept("p1", "ann", "bob", "600.00"),
		guarantee.Retain{ID: "keep", At: day, By: []string{"ann"}, Year: "2026", Cost: euros("5"), Default: euros("1.50")},
		guarantee.Approve{ID: "v", At: day, By: []string{"ann", "bob"}, Proposal: "keep"},
		guarantee.OpenYear{ID: "2027", At: day, By: []string{"mia"}},
		guarantee.Budget{ID: "b", At: day, By: []string{"mia"}, Year: "2027", To: "mia", Amount: euros("9"), For: "the office"},
		guarantee.Approve{ID: "v2", At: day, By: []string{"ann", "bob"}, Proposal: "b"})
	pay := guarantee.PayCost{ID: "x", At: day, By: []string{"cus"}, Budget: "b", Amount: euros("0.01")}
	refuseAll(t, s, []refused{{name: "another year's money", action: pay, reason: guarantee.ErrDeposit, room: "0"}})
	apply(t, s, guarantee.CloseYear{ID: "close", At: day, By: []string{"mia"}, Year: "2026"})
	want(t, "the reserve", s.Fund("reserve"), "11.50")
	want(t, "cost book", s.CostBook(), "5")
	pay.Amount = euros("5")
	apply(t, s, pay)
	want(t, "cost book", s.CostBook(), "0")
	years := s.Years()
	want(t, "2027", years[1].CostLeft, "-5")
	want(t, "returned", years[0].CostReturned, "1")
}

// A leaver pays the release call into the reserve and is free, or can be called for the years that are open.
func TestLeave(t *testing.T) {
	s := founded(t, terms())
	apply(t, s, accept("p1", "ann", "bob", "600.01"))
	apply(t, s, settled(s, "p1"))
	apply(t, s, guarantee.Leave{ID: "x", At: day, By: []string{"ann"}, Member: "ann", Release: true}, guarantee.Leave{ID: "y", At: day, By: []string{"bob"}, Member: "bob"})
	ann, bob := standing(t, s, "ann"), standing(t, s, "bob")
	want(t, "a quarter of 6.01, rounded up", s.Fund("reserve"), "1.51")
	if ann.Active || ann.Liable || bob.Active || !bob.Liable {
		t.Errorf("%+v\n%+v", ann, bob)
	}
	want(t, "ann can be called for", ann.Years[0].CallsMost, "0")
	want(t, "bob can be called for", bob.Years[0].CallsMost, "6.01")
	refuseAll(t, s, []refused{
		{name: "left before", action: guarantee.Leave{ID: "z", At: day, By: []string{"ann"}, Member: "ann"}, reason: guarantee.ErrMember},
		{name: "back under the same name", action: guarantee.Admit{ID: "z", At: day, By: []string{"ann", "mia"}, Member: "ann"}, reason: guarantee.ErrKnown},
		{name: "a promise to a leaver", action: accept("z", "cem", "bob", "1.00"), reason: guarantee.ErrMember},
	})
}

// settled pays a promise in full.
func settled(s *guarantee.Society, promise string) guarantee.Action {
	p, _ := s.Ledger().Promise(promise)
	return trade(settleAll(p))
}

// An amendment takes more than half of the active members, and touches no open promise; a leaver's vote is gone.
func TestAmend(t *testing.T) {
	s := founded(t, terms())
	apply(t, s, accept("p1", "ann", "bob", "100.00"))
	dearer := terms()
	dearer.Cost.Buyer, dearer.Manager = 50_000, "max"
	apply(t, s, guarantee.Amend{ID: "m", At: day, By: []string{"cem", "max"}, Terms: dearer},
		guarantee.Approve{ID: "v1", At: day, By: []string{"cem"}, Proposal: "m"},
		guarantee.Leave{ID: "gone", At: day, By: []string{"cem"}, Member: "cem"})
	if p := s.Proposals(); len(p) != 1 || p[0].Votes != 0 || p[0].Needed != 2 {
		t.Errorf("%+v", p)
	}
	before, _ := s.Ledger().Promise("p1")
	apply(t, s, guarantee.Approve{ID: "v2", At: day, By: []string{"ann", "bob", "cus"}, Proposal: "m"})
	after, _ := s.Ledger().Promise("p1")
	if s.Terms().Manager != "max" || before != after || len(s.Proposals()) != 0 {
		t.Errorf("%+v: %+v became %+v", s.Terms(), before, after)
	}
	refuseAll(t, s, []refused{{name: "the manager that was", action: guarantee.OpenYear{ID: "x", At: day, By: []string{"mia"}}, reason: errConsent, missing: "max"}})
	apply(t, s, accept("p2", "ann", "bob", "100.00"))
	want(t, "cost book", s.CostBook(), "6.50") // 0.50 twice, and then 5.00 and 0.50
}

// A fund that holds money stays, and so does an endowment in it.
func TestEndow(t *testing.T) {
	s := founded(t, terms())
	apply(t, s, guarantee.Endow{ID: "e", At: day, By: []string{"cus"}, From: "town", Fund: "reserve", Amount: euros("50")})
	other := terms()
	other.Layers, other.Reserve = guarantee.Layers(unit.Whole), "chest"
	other.Layers[3].Name = "chest"
	refuseAll(t, s, []refused{{name: "without the fund", action: guarantee.Amend{ID: "x", At: day, By: []string{"mia"}, Terms: other}, reason: guarantee.ErrTerms}})
	want(t, "the default book", s.DefaultBook(), "50")
	want(t, "the reserve", s.Fund("reserve"), "50")
}

// Each year's subscription is paid once, that of an older year that is still open too: closing a later one asks for
// none again.
func TestSubscribeOnce(t *testing.T) {
	with := terms()
	with.Subscription = euros("5.00")
	s := founded(t, with)
	subscribe := func(id string) guarantee.Action {
		return guarantee.Subscribe{ID: id, At: day, By: []string{"ann"}, Member: "ann"}
	}
	apply(t, s, subscribe("s1"), guarantee.OpenYear{ID: "2027", At: day, By: []string{"mia"}}, subscribe("s2"),
		guarantee.Subscribe{ID: "bob", At: day, By: []string{"bob"}, Member: "bob"},
		guarantee.CloseYear{ID: "end", At: day, By: []string{"mia"}, Year: "2027"})
	refuseAll(t, s, []refused{
		{name: "paid in 2026 already", action: subscribe("s3"), reason: guarantee.ErrSubscribe},
		{name: "a promise of who has paid for 2027 only", action: accept("p1", "ann", "bob", "10.00"), reason: guarantee.ErrSubscribe},
	})
	sound(t, s)
	want(t, "ann has paid once for each and got one back", standing(t, s, "ann").Deposit, "95.00")
}

// unpaidByCem is a society in which cem's security stands ready for a call by ann's default that it did not pay, for
// which bob waits.
func unpaidByCem(tb testing.TB) *guarantee.Society {
	tb.Helper()
	s := founded(tb, terms())
	apply(tb, s, accept("p", "ann", "bob", "100.00"), accept("q", "cem", "bob", "300.00"))
	apply(tb, s, settled(s, "q"),
		guarantee.PostSecurity{ID: "sec", At: day, By: []string{"cem", "cus"}, Member: "cem", Amount: euros("50.00")},
		declare("d1", "ann"), payOut("o1", "d1/1"), declare("d2", "cem"))
	return s
}

// The money that stands ready for a call belongs to who waits for the call, whether it is paid out before the year is
// closed or after.
func TestCloseBeforePayOut(t *testing.T) {
	var paid []string
	for _, first := range []bool{true, false} {
		s := unpaidByCem(t)
		before := standing(t, s, "bob").Deposit.Parts()
		steps := []guarantee.Action{
			guarantee.CloseYear{ID: "end", At: day, By: []string{"mia"}, Year: "2026"},
			payOut("o2", "d2/1"), payOut("o3", "d1/1"),
		}
		if !first {
			steps[0], steps[1], steps[2] = steps[1], steps[2], steps[0]
		}
		apply(t, s, steps...)
		sound(t, s)
		want(t, "pending", s.Losses()[0].Case.Pending(), "0")
		paid = append(paid, fmt.Sprint(standing(t, s, "bob").Deposit.Parts()-before, s.Fund("reserve")))
	}
	if paid[0] != paid[1] {
		t.Errorf("bob and the reserve got %s where the year was closed first, and %s where it was last", paid[0], paid[1])
	}
}

// A call that is not paid is that member's loss, of a later year here: while its calls run, what they are to bring of
// the earlier call is waited for still, and no longer once that year is closed too.
func TestCloseWaits(t *testing.T) {
	s := founded(t, terms())
	apply(t, s, accept("p", "ann", "bob", "100.00"), accept("q", "cem", "bob", "300.00"))
	apply(t, s, settled(s, "q"), declare("d1", "ann"), payOut("o1", "d1/1"),
		guarantee.OpenYear{ID: "2027", At: day, By: []string{"mia"}}, accept("r", "bob", "cem", "50.00"))
	apply(t, s, settled(s, "r"), declare("d2", "cem"), payOut("o2", "d2/1"), payOut("o3", "d1/1")) // of 3.00, bob is called for 0.50 in 2027
	brings := s.Losses()[1].Case.Pending()
	want(t, "what the later loss's calls are to bring", brings, "0.50")
	apply(t, s, guarantee.CloseYear{ID: "end1", At: day, By: []string{"mia"}, Year: "2026"})
	sound(t, s)
	want(t, "still waited for", s.Losses()[0].Case.Pending(), "0.50")
	c := s.Clone()
	apply(t, s, payCalls("c", "d2/1", "bob"), payOut("o4", "d2/1"))
	want(t, "due to bob once it is paid", s.Losses()[0].Due[0], "0.50")
	sound(t, s)
	apply(t, c, guarantee.CloseYear{ID: "end2", At: day, By: []string{"mia"}, Year: "2027"})
	want(t, "waited for in vain", c.Losses()[0].Case.Pending(), "0")
	sound(t, c)
}

// A loss belongs to the year in which it is declared. By the usual layers members are called by the charges they have
// paid in that one, and not by those of the years before; by layers that say so, by their provisions of all open years.
func TestYearOfLoss(t *testing.T) {
	for _, test := range []struct {
		base   waterfall.Key
		called string
	}{{waterfall.Charges, "0"}, {waterfall.Contribution, "10.00"}} {
		with := terms()
		with.Layers = guarantee.Layers(unit.Whole)
		with.Layers[5].Base, with.Layers[5].Key = test.base, test.base
		s := founded(t, with)
		apply(t, s, accept("p", "ann", "bob", "500.00"), accept("q", "cem", "bob", "500.00"), guarantee.OpenYear{ID: "2027", At: day, By: []string{"mia"}}, declare("d", "ann"))
		l := s.Losses()[0]
		if l.Year != "2027" {
			t.Errorf("the loss is of %s", l.Year)
		}
		if got := borneBy(s, "bob", waterfall.Calls); got != euros(test.called).Parts() {
			t.Errorf("by %v bob is called for %d parts, want %s", test.base, got, test.called)
		}
	}
}

// What went for a defaulter's own default is no part of what it has paid for others: of their provisions, which are
// returned at the end of the year, it gets nothing for it.
func TestCloseYearOwnDefault(t *testing.T) {
	with := terms()
	with.ReserveTarget = euros("0")
	s := founded(t, with)
	apply(t, s, accept("p1", "ann", "bob", "5.00"), accept("p2", "cem", "bob", "600.00"), declare("d", "ann"), payOut("o", "d/1"))
	if y := standing(t, s, "ann").Years[0]; y.Provision.Sign() != 0 || y.Charges.Sign() <= 0 {
		t.Fatalf("of ann's charges of %v %v are left", y.Charges, y.Provision)
	}
	deposit := standing(t, s, "ann").Deposit.Parts()
	e := apply(t, s, guarantee.CloseYear{ID: "close", At: on(28), By: []string{"mia"}, Year: "2026"})
	fromCosts := int64(0)
	for i, p := range e.Postings {
		if p.Account == "deposit/ann" && e.Postings[i^1].Account == "pool/cost" {
			fromCosts += p.Quantity
		}
	}
	if s.DefaultBook().Sign() != 0 {
		t.Fatalf("%v stay in the default book", s.DefaultBook())
	}
	if back := standing(t, s, "ann").Deposit.Parts() - deposit; back != fromCosts || back == 0 {
		t.Errorf("ann gets %d parts back, %d of them from the cost book", back, fromCosts)
	}
	sound(t, s)
}

// Closing a year says how much is still under the guarantee, more than an amount can hold too: each member owes 2^62
// parts at most, but all of them together can owe more.
func TestCloseYearStillGuaranteed(t *testing.T) {
	most := unit.New(guarantee.TotalMax, eur)
	for _, c := range []struct {
		each unit.Amount
		want string
	}{{euros("5.00"), "15.00 EUR"}, {most, "more than 92233720368547758.07 EUR"}} {
		with := terms()
		with.Cost, with.Default = guarantee.Rates{Buyer: 1, Seller: 1}, guarantee.Rates{Buyer: 1, Seller: 1}
		s := founded(t, with)
		for _, who := range []string{"ann", "bob", "cem"} {
			apply(t, s, deposit("more-"+who, who, "1000000000000.00"),
				guarantee.SetLimits{ID: "most-" + who, At: day, By: []string{"mia"}, Member: who, Buyer: most, Seller: most, Because: "x"})
		}
		for _, p := range [][2]string{{"ann", "bob"}, {"bob", "cem"}, {"cem", "ann"}} {
			a := accept("to-"+p[1], p[0], p[1], "1.00")
			a.Amount = c.each
			apply(t, s, a)
		}
		e := apply(t, s, guarantee.CloseYear{ID: "close", At: on(28), By: []string{"mia"}, Year: "2026"})
		if note := (journal.Note{Kind: "still guaranteed", Text: c.want}); !slices.Contains(e.Notes, note) {
			t.Errorf("got %v, want %v", e.Notes, note)
		}
	}
}
