package guarantee_test

import (
	"bytes"
	"context"
	"slices"
	"testing"

	"example.org/mutual/clearing/insolvency"
	"example.org/mutual/credit"
	"example.org/mutual/guarantee"
	"example.org/mutual/guarantee/waterfall"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

func declare(id string, members ...string) guarantee.Declare {
	return guarantee.Declare{ID: id, At: day, By: []string{"mia"}, Members: members, Because: "did not pay"}
}

func payOut(id, loss string) guarantee.PayOut {
	return guarantee.PayOut{ID: id, At: day, By: []string{"cus"}, Loss: loss}
}

func payCalls(id, loss string, members ...string) guarantee.PayCalls {
	pay := guarantee.PayCalls{ID: id, At: day, By: []string{"cus"}, Loss: loss}
	for _, who := range members {
		pay.Payments = append(pay.Payments, guarantee.CallPayment{Member: who})
	}
	return pay
}

func recoverMoney(id, loss, amount string) guarantee.Recover {
	return guarantee.Recover{ID: id, At: day, By: []string{"cus"}, Loss: loss, In: guarantee.Money, Amount: euros(amount)}
}

func deposit(id, member, amount string) guarantee.Deposit {
	return guarantee.Deposit{ID: id, At: day, By: []string{"cus"}, Member: member, Amount: euros(amount)}
}

// sound sees that a snapshot is read back as it is.
func sound(tb testing.TB, s *guarantee.Society) {
	tb.Helper()
	text := snapshot(tb, s)
	r, err := guarantee.Restore(bytes.NewReader(text))
	if err != nil {
		tb.Fatal(err)
	}
	if !bytes.Equal(text, snapshot(tb, r)) || !bytes.Equal(text, snapshot(tb, s.Clone())) {
		tb.Fatal("a snapshot is not what was written")
	}
}

// inDefault is a society in which ann, whose security is 40, has failed with 200.10 to bob and 70.00 to cem, once 30.00
// was set off.
func inDefault(tb testing.TB, t guarantee.Terms) *guarantee.Society {
	s := founded(tb, t)
	apply(tb, s, accept("p1", "ann", "bob", "200.10"), accept("p2", "ann", "cem", "100.00"), accept("p3", "cem", "ann", "30.00"),
		guarantee.PostSecurity{ID: "sec", At: day, By: []string{"cus", "ann"}, Member: "ann", Amount: euros("40.00")},
		declare("d", "ann"))
	sound(tb, s)
	return s
}

// drawn is how much each layer bears of a loss, and last what the creditors go without.
func drawn(l guarantee.Loss) []string {
	var all []string
	for _, step := range l.Case.Steps {
		all = append(all, step.Borne.Number())
	}
	return all
}

func TestDeclare(t *testing.T) {
	s := inDefault(t, terms())
	if got := drawn(s.Losses()[0]); !slices.Equal(got, []string{"40.00", "3.31", "0.00", "0.00", "3.31", "3.31", "220.17"}) {
		t.Errorf("the layers bear %v", got)
	}
	ann := standing(t, s, "ann")
	if !ann.Defaulted || !ann.Buyer.Open.IsZero() || !ann.Security.IsZero() {
		t.Errorf("got %+v", ann)
	}
	want(t, "the book with what is due", s.DefaultBook(), "46.62")
	apply(t, s, payOut("o1", "d/1"))
	want(t, "the book", s.DefaultBook(), "0.00")
	want(t, "cem's deposit", standing(t, s, "cem").Deposit, "110.13") // 100 - 1.95 of charges + 12.08
	want(t, "the claim", s.Losses()[0].Claim, "3.31")                 // its security and provision ann does not owe
	apply(t, s, payCalls("c1", "d/1", "bob", "cem"), payOut("o2", "d/1"))
	sound(t, s)
	want(t, "the claim with calls", s.Losses()[0].Claim, "6.62")
	apply(t, s, deposit("more", "ann", "500.00"), recoverMoney("r1", "d/1", "226.79"), payOut("o3", "d/1"))
	sound(t, s)
	l := s.Losses()[0]
	if l.Case.Lacks().Sign() != 0 || l.Claim.Sign() != 0 {
		t.Errorf("creditors lack %v, and the claim is %v", l.Case.Lacks(), l.Claim)
	}
	for p := range s.Ledger().Promises() {
		if p.Left.Sign() != 0 {
			t.Errorf("%s is left with %v", p.ID, p.Left)
		}
	}
	want(t, "the provisions", s.DefaultBook(), "3.31") // bob's and cem's; ann's own is gone
	want(t, "bob's call", standing(t, s, "bob").Years[0].Paid, "0.00")
}

// What is not guaranteed is left as it is.
func TestDeclareLeaves(t *testing.T) {
	s := founded(t, terms())
	apply(t, s, accept("p1", "ann", "bob", "20.00"),
		trade(credit.Issue{ID: "u1", At: day, By: []string{"ann", "bob"}, Promisor: "ann", Holder: "bob", Amount: euros("5.00"), For: "wool"}),
		declare("d", "ann"))
	for id, defaulted := range map[string]bool{"p1": true, "u1": false} {
		if p, _ := s.Ledger().Promise(id); p.Defaulted != defaulted {
			t.Errorf("%s: in default is %v", id, p.Defaulted)
		}
	}
	sound(t, s)
}

// Three that owe each other in a ring, all due, lose nothing when one of them fails: the ring is set off.
func TestDeclareRing(t *testing.T) {
	s := founded(t, terms())
	apply(t, s, accept("p1", "ann", "bob", "50.00"), accept("p2", "bob", "cem", "40.00"), accept("p3", "cem", "ann", "45.00"), declare("d", "ann"))
	want(t, "the loss", s.Losses()[0].Case.Claims[0].Amount, "10.00")
	p, _ := s.Ledger().Promise("p3")
	want(t, "what cem still owes", p.Left, "5.00")
	sound(t, s)
}

// Two that fail in one action bear first each its own, and share what is common.
func TestDeclareSeveral(t *testing.T) {
	s := founded(t, terms())
	apply(t, s, accept("p1", "ann", "cem", "100.00"), accept("p2", "bob", "cem", "100.00"), declare("d", "bob", "ann"))
	losses := s.Losses()
	if losses[0].Case.Defaulter != "ann" || losses[1].ID != "d/2" {
		t.Errorf("got %v and %v", losses[0], losses[1])
	}
	for _, l := range losses {
		if got := drawn(l); !slices.Equal(got, []string{"0.00", "1.00", "0.00", "0.00", "1.00", "1.00", "97.00"}) {
			t.Errorf("the layers bear %v", got)
		}
	}
	sound(t, s)
}

// A call that is not paid is a default: the loss's creditors are paid what the caller's own layers bring, and the
// others are called within what is left of their caps.
func TestUnpaidCall(t *testing.T) {
	s := inDefault(t, terms())
	apply(t, s, guarantee.PostSecurity{ID: "sec2", At: day, By: []string{"cus", "cem"}, Member: "cem", Amount: euros("0.50")})
	apply(t, s, payCalls("c1", "d/1", "bob"), declare("e", "cem"))
	l := s.Losses()[1]
	want(t, "the unpaid call", l.Case.Claims[0].Amount, "1.30")
	if got := drawn(l); !slices.Equal(got, []string{"0.50", "0.00", "0.00", "0.00", "0.00", "0.00", "0.80"}) { // bob is at his cap
		t.Errorf("the layers bear %v", got)
	}
	apply(t, s, payOut("o1", "e/1"))
	want(t, "what is still waited for", s.Losses()[0].Case.Pending(), "0.80")
	sound(t, s)
	apply(t, s, guarantee.WriteOff{ID: "w", At: day, By: []string{"mia"}, Loss: "e/1", Because: "gone away"})
	want(t, "what is still waited for", s.Losses()[0].Case.Pending(), "0.00")
	sound(t, s)
}

// A creditor in default keeps its claim, and what it is paid is set off against its own debt.
func TestHolderInDefault(t *testing.T) {
	s := founded(t, terms())
	later := accept("p2", "bob", "cem", "40.00")
	apply(t, s, accept("p1", "ann", "bob", "50.00"), later, declare("d", "ann"), declare("e", "bob"))
	before := standing(t, s, "bob").Deposit
	e := apply(t, s, payOut("o1", "d/1"))
	if after := standing(t, s, "bob").Deposit; after != before {
		t.Errorf("bob had %v and has %v", before, after)
	}
	if !slices.ContainsFunc(e.Notes, func(n journal.Note) bool { return n.Kind == "set off" }) {
		t.Errorf("got %v", e.Notes)
	}
	if got := s.Losses()[1].Case.Recovered; got.Sign() <= 0 {
		t.Error("nothing was recovered")
	}
	sound(t, s)
}

func TestRecoverWork(t *testing.T) {
	with := terms()
	with.Tariffs = []guarantee.Tariff{{Work: "hedging", Per: "hour", Value: euros("1.50")}}
	s := inDefault(t, with)
	apply(t, s, payOut("o1", "d/1"))
	book, lacks := s.DefaultBook(), s.Losses()[0].Case.Lacks()
	apply(t, s, guarantee.Recover{ID: "r", At: day, By: []string{"mia"}, Loss: "d/1", In: guarantee.Work, Words: "hedging", Done: 2})
	l := s.Losses()[0]
	want(t, "the claim", l.Claim, "0.31") // 3.31 less two hours
	if s.DefaultBook() != book || l.Case.Lacks() != lacks {
		t.Error("work has brought money")
	}
	sound(t, s)
}

// Bob takes Ann's hay, and pays for it in her place.
func TestRecoverWorth(t *testing.T) {
	s := inDefault(t, terms())
	before := standing(t, s, "bob").Deposit.Parts()
	apply(t, s, guarantee.Recover{ID: "r", At: day, By: []string{"bob", "cus"}, Loss: "d/1", In: guarantee.Worth, Receiver: "bob", Amount: euros("20.00"), Words: "hay"})
	if got := before - standing(t, s, "bob").Deposit.Parts(); got != 2000 {
		t.Errorf("bob paid %d parts", got)
	}
	want(t, "recovered", s.Losses()[0].Case.Recovered, "20.00")
	sound(t, s)
}

// Closing the year ends its calls.
func TestCallsEnd(t *testing.T) {
	s := inDefault(t, terms())
	apply(t, s, payCalls("c1", "d/1", "bob"), guarantee.CloseYear{ID: "z", At: day, By: []string{"mia"}, Year: "2026"})
	l := s.Losses()[0]
	want(t, "pending", l.Case.Pending(), "0.00")
	want(t, "room", l.Case.Unpaid(5, "cem"), "0.00")
	sound(t, s)
}

// Ann cannot pay bob, who counts on it in part only because the pool is small, and so cannot pay cem.
func TestSpread(t *testing.T) {
	s := founded(t, terms())
	apply(t, s, accept("p1", "ann", "bob", "300.00"), accept("p2", "bob", "cem", "300.00"))
	means := []insolvency.Means{{Party: "ann", Amount: euros("100.00")}, {Party: "bob", Amount: euros("50.00")}}
	spread, err := s.Spread(context.Background(), guarantee.Declare{At: day, Means: means})
	if err != nil {
		t.Fatal(err)
	}
	if len(spread.Cases) != 2 || spread.Rounds < 2 {
		t.Errorf("got %d in default after %d rounds", len(spread.Cases), spread.Rounds)
	}
	means[1].Amount = euros("200.00")
	if spread, err = s.Spread(context.Background(), guarantee.Declare{At: day, Means: means}); err != nil || len(spread.Cases) != 1 {
		t.Errorf("got %v, %v", spread.Cases, err)
	}
	d := declare("d", "ann")
	d.Means = []insolvency.Means{{Party: "ann", Amount: euros("100.00")}, {Party: "bob", Amount: euros("50.00")}}
	apply(t, s, d)
	if losses := s.Losses(); len(losses) != 2 || losses[1].Case.Defaulter != "bob" {
		t.Errorf("got %v", losses)
	}
	sound(t, s)
}

func TestRefuseDefaults(t *testing.T) {
	with := terms()
	with.Tariffs = []guarantee.Tariff{{Work: "hedging", Per: "hour", Value: euros("1.50")}}
	s := inDefault(t, with)
	apply(t, s, accept("p4", "bob", "cem", "1.00"))
	by := func(who ...string) []string { return who }
	worth := guarantee.Recover{ID: "x", At: day, By: by("bob", "cus"), Loss: "d/1", In: guarantee.Worth, Receiver: "bob", Amount: euros("1.00"), Words: "hay"}
	work := guarantee.Recover{ID: "x", At: day, By: by("mia"), Loss: "d/1", In: guarantee.Work, Words: "hedging", Done: 1}
	off := func(a guarantee.Recover, change func(*guarantee.Recover)) guarantee.Recover { change(&a); return a }
	refuseAll(t, s, []refused{
		{name: "not the manager", action: guarantee.Declare{ID: "x", At: day, By: by("cus"), Members: by("bob"), Because: "x"}, reason: journal.ErrConsent, missing: "mia"},
		{name: "without words", action: guarantee.Declare{ID: "x", At: day, By: by("mia"), Members: by("bob")}, reason: guarantee.ErrWords},
		{name: "nobody", action: declare("x"), reason: guarantee.ErrLoss},
		{name: "a stranger", action: declare("x", "dan"), reason: guarantee.ErrMember},
		{name: "twice", action: declare("x", "bob", "bob"), reason: guarantee.ErrMember},
		{name: "who owes nothing any more", action: declare("x", "ann"), reason: guarantee.ErrLoss},
		{name: "a stranger's means", action: guarantee.Declare{ID: "x", At: day, By: by("mia"), Means: []insolvency.Means{{Party: "dan", Amount: euros("1")}}, Because: "x"}, reason: guarantee.ErrMember},
		{name: "means below zero", action: guarantee.Declare{ID: "x", At: day, By: by("mia"), Means: []insolvency.Means{{Party: "bob", Amount: euros("-1")}}, Because: "x"}, reason: guarantee.ErrLoss},
		{name: "paid out by another", action: guarantee.PayOut{ID: "x", At: day, By: by("mia"), Loss: "d/1"}, reason: journal.ErrConsent, missing: "cus"},
		{name: "of no loss", action: payOut("x", "d/2"), reason: guarantee.ErrLoss},
		{name: "a call paid by another", action: guarantee.PayCalls{ID: "x", At: day, By: by("mia"), Loss: "d/1", Payments: []guarantee.CallPayment{{Member: "bob"}}}, reason: journal.ErrConsent, missing: "cus"},
		{name: "a call of nobody", action: payCalls("x", "d/1"), reason: guarantee.ErrLoss},
		{name: "a call of the defaulter", action: payCalls("x", "d/1", "ann"), reason: guarantee.ErrLoss},
		{name: "a call twice", action: payCalls("x", "d/1", "bob", "bob"), reason: guarantee.ErrLoss},
		{name: "more than was called", action: guarantee.PayCalls{ID: "x", At: day, By: by("cus"), Loss: "d/1", Payments: []guarantee.CallPayment{{Member: "bob", Amount: euros("2.02")}}}, reason: journal.ErrLimit, room: "2.01"},
		{name: "more than is owed", action: recoverMoney("x", "d/1", "230.11"), reason: journal.ErrLimit, room: "226.79"},
		{name: "more than the deposit", action: recoverMoney("x", "d/1", "200.00"), reason: guarantee.ErrDeposit},
		{name: "another unit", action: off(recoverMoney("x", "d/1", "1"), func(a *guarantee.Recover) { a.Amount = unit.New(1, unit.Joule) }), reason: journal.ErrUnit},
		{name: "money with work", action: off(recoverMoney("x", "d/1", "1"), func(a *guarantee.Recover) { a.Done = 1 }), reason: guarantee.ErrLoss},
		{name: "in nothing", action: off(recoverMoney("x", "d/1", "1"), func(a *guarantee.Recover) { a.In = 0 }), reason: guarantee.ErrLoss},
		{name: "worth that nobody signs", action: off(worth, func(a *guarantee.Recover) { a.By = by("cus") }), reason: journal.ErrConsent, missing: "bob"},
		{name: "worth for oneself", action: off(worth, func(a *guarantee.Recover) { a.Receiver = "ann" }), reason: guarantee.ErrLoss},
		{name: "worth without words", action: off(worth, func(a *guarantee.Recover) { a.Words = "" }), reason: guarantee.ErrWords},
		{name: "work that nobody saw", action: off(work, func(a *guarantee.Recover) { a.By = by("ann") }), reason: journal.ErrConsent, missing: "mia"},
		{name: "work without a tariff", action: off(work, func(a *guarantee.Recover) { a.Words = "dreaming" }), reason: guarantee.ErrLoss},
		{name: "no work", action: off(work, func(a *guarantee.Recover) { a.Done = 0 }), reason: journal.ErrAmount},
		{name: "too much work", action: off(work, func(a *guarantee.Recover) { a.Done = 3 }), reason: journal.ErrLimit, room: "3.31"},
		{name: "endless work", action: off(work, func(a *guarantee.Recover) { a.Done = 1 << 62 }), reason: journal.ErrAmount},
		{name: "written off by another", action: guarantee.WriteOff{ID: "x", At: day, By: by("ann"), Loss: "d/1", Because: "x"}, reason: journal.ErrConsent, missing: "mia"},
		{name: "written off without words", action: guarantee.WriteOff{ID: "x", At: day, By: by("mia"), Loss: "d/1"}, reason: guarantee.ErrWords},
		{name: "settled past the society", action: trade(credit.Settle{ID: "x", At: day, By: by("bob"), Promise: "p1", In: credit.Money, Paid: euros("1")}), reason: guarantee.ErrDefaulted},
		{name: "disputed now", action: trade(credit.Dispute{ID: "x", At: day, By: by("ann"), Promise: "p1", Because: "late"}), reason: guarantee.ErrDefaulted},
		{name: "withdrawn by the debtor", action: guarantee.Withdraw{ID: "x", At: day, By: by("ann", "cus"), Member: "ann", Amount: euros("1")}, reason: guarantee.ErrIndebted},
		{name: "a new promise of the defaulter", action: accept("x", "ann", "bob", "1.00"), reason: guarantee.ErrDefaulted},
	})
	apply(t, s, payOut("o", "d/1"), guarantee.WriteOff{ID: "w", At: day, By: by("mia"), Loss: "d/1", Because: "gone"})
	refuseAll(t, s, []refused{
		{name: "paid out twice", action: payOut("x", "d/1"), reason: guarantee.ErrLoss},
		{name: "written off twice", action: guarantee.WriteOff{ID: "x", At: day, By: by("mia"), Loss: "d/1", Because: "gone"}, reason: guarantee.ErrLoss},
	})
}

// Terms in which two layers would draw on the same are refused.
func TestRefuseTwoLayers(t *testing.T) {
	two := terms()
	two.Layers = slices.Insert(guarantee.Layers(unit.Whole), 0, waterfall.Layer{Name: "margin", Kind: waterfall.Security})
	if _, err := guarantee.New(two); err == nil {
		t.Error("accepted two layers of security")
	}
}

// What two owe each other is set off even where it is due much later.
func TestDeclarePair(t *testing.T) {
	s := founded(t, terms())
	there, back := accept("p1", "ann", "bob", "50.00"), accept("p2", "bob", "ann", "20.00")
	there.Due, back.Due = day.AddDate(0, 6, 0), day.AddDate(0, 8, 0)
	apply(t, s, there, back, declare("d", "ann"))
	want(t, "the loss", s.Losses()[0].Case.Claims[0].Amount, "30.00")
}

// Who is in default from before bears nothing of the next one's loss, whatever is left of its provision.
func TestDeclareAfter(t *testing.T) {
	s := founded(t, terms())
	apply(t, s, accept("p0", "bob", "cem", "300.00"), accept("p1", "ann", "cem", "100.00"),
		guarantee.PostSecurity{ID: "sec", At: day, By: []string{"bob", "cus"}, Member: "bob", Amount: euros("300.00")},
		declare("d", "bob"), declare("e", "ann"))
	for _, d := range s.Losses()[1].Case.Draws {
		if d.From == "bob" {
			t.Errorf("bob bears %v", d.Drawn)
		}
	}
	want(t, "bob's provision", standing(t, s, "bob").Years[0].Provision, "3.00")
}

// What a call brings that a recovery has made good in the meantime goes to the reserve.
func TestCallMadeGood(t *testing.T) {
	s := inDefault(t, terms())
	apply(t, s, guarantee.PostSecurity{ID: "sec2", At: day, By: []string{"cus", "cem"}, Member: "cem", Amount: euros("0.50")},
		declare("e", "cem"), deposit("more", "ann", "500.00"), recoverMoney("r1", "d/1", "226.00"))
	before := s.Fund("reserve").Parts()
	apply(t, s, payOut("o1", "e/1"))
	if got := s.Fund("reserve").Parts() - before; got <= 0 || got > 50 {
		t.Errorf("the reserve got %d parts", got)
	}
	sound(t, s)
}

// A layer that is shared by exposure counts what each owes after the set-off.
func TestDeclareByExposure(t *testing.T) {
	with := terms()
	with.Layers = guarantee.Layers(unit.Whole)
	with.Layers[4].Key, with.Layers[4].Cap = waterfall.Exposure, euros("0.50")
	s := founded(t, with)
	apply(t, s, accept("p1", "ann", "bob", "100.00"), accept("p2", "bob", "ann", "60.00"),
		later(accept("p3", "bob", "cem", "20.00"), 20), later(accept("p4", "cem", "bob", "30.00"), 20), declare("d", "ann"))
	var borne []string
	for _, d := range s.Losses()[0].Case.Draws {
		if d.Layer == 4 {
			borne = append(borne, d.From+" "+d.Drawn.Number())
		}
	}
	if !slices.Equal(borne, []string{"bob 0.20", "cem 0.30"}) {
		t.Errorf("the provisions bear %v", borne)
	}
}
