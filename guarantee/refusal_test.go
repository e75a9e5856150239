package guarantee_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/guarantee"
	"example.org/mutual/guarantee/waterfall"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// A refused is an action that must be refused, for a reason, and say what would have been accepted.
type refused struct {
	name    string
	action  guarantee.Action
	reason  error
	missing string
	room    string
}

// refuseAll sees all of them refused, applied and tried, with the state the same byte for byte.
func refuseAll(t *testing.T, s *guarantee.Society, tests []refused) {
	t.Helper()
	before := snapshot(t, s)
	for _, test := range tests {
		for _, do := range []func(guarantee.Action) (journal.Entry, error){s.Try, s.Apply} {
			_, err := do(test.action)
			refusal, ok := errors.AsType[*journal.RefusalError](err)
			if !ok || refusal.Reason != test.reason || strings.Join(refusal.Missing, " ") != test.missing {
				t.Errorf("%s: got %v, want %v and %q to agree", test.name, err, test.reason, test.missing)
				continue
			}
			if test.room != "" && refusal.Room != euros(test.room) {
				t.Errorf("%s: got %v, want room for %s", test.name, err, test.room)
			}
		}
	}
	if !bytes.Equal(before, snapshot(t, s)) {
		t.Error("a refusal changed the state")
	}
}

func snapshot(tb testing.TB, s *guarantee.Society) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := s.Snapshot(&b); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// trade is an action of package credit that members do.
func trade(a credit.Action) guarantee.Trade { return guarantee.Trade{Action: a} }

func TestRefuseTerms(t *testing.T) {
	tests := []struct {
		name  string
		spoil func(*guarantee.Terms)
		why   string
	}{
		{"no unit", func(t *guarantee.Terms) { t.Unit = unit.Unit{} }, "unit"},
		{"rules of tomorrow", func(t *guarantee.Terms) { t.Rules = 2 }, "rules"},
		{"no name", func(t *guarantee.Terms) { t.Name = "" }, "name"},
		{"a slash in a name", func(t *guarantee.Terms) { t.Name = "a/b" }, "slash"},
		{"custodian = manager", func(t *guarantee.Terms) { t.Custodian = "mia" }, "custodian"},
		{"manager = society", func(t *guarantee.Terms) { t.Manager = "society" }, "manager"},
		{"one founder", func(t *guarantee.Terms) { t.Founders = t.Founders[:1] }, "founders"},
		{"a founder twice", func(t *guarantee.Terms) { t.Founders = []string{"ann", "ann"} }, "once"},
		{"a founder that is the manager", func(t *guarantee.Terms) { t.Founders = []string{"ann", "mia"} }, "founders"},
		{"a founder without a name", func(t *guarantee.Terms) { t.Founders = []string{"ann", ""} }, "founder"},
		{"a charge with zero for the buyer", func(t *guarantee.Terms) { t.Cost.Buyer = 0 }, "both sides"},
		{"a charge with zero for the seller", func(t *guarantee.Terms) { t.Default.Seller = 0 }, "both sides"},
		{"a charge above all of the face", func(t *guarantee.Terms) { t.Default.Seller = unit.Whole + 1 }, "charges"},
		{"a subscription below zero", func(t *guarantee.Terms) { t.Subscription = euros("-1") }, "subscription"},
		{"a reserve target in another unit", func(t *guarantee.Terms) { t.ReserveTarget = unit.New(1, unit.Joule) }, "reserve"},
		{"a release above all", func(t *guarantee.Terms) { t.Release = unit.Whole + 1 }, "release"},
		{"an approval by more than all", func(t *guarantee.Terms) { t.Approval = unit.Whole }, "approval"},
		{"an uncapped layer before the last", func(t *guarantee.Terms) {
			t.Layers = append(guarantee.Layers(unit.Whole), guarantee.Layers(unit.Whole)...)
		}, "without a cap"},
		{"a key with no weight", func(t *guarantee.Terms) {
			t.Layers = guarantee.Layers(unit.Whole)
			t.Layers[4].Key = waterfall.NoKey
		}, "key"},
		{"a cap below zero", func(t *guarantee.Terms) {
			t.Layers = guarantee.Layers(unit.Whole)
			t.Layers[3].Cap = euros("-1")
		}, "cap"},
		{"calls without a cap", func(t *guarantee.Terms) {
			t.Layers = guarantee.Layers(unit.Whole)
			t.Layers[5].Times = 0
		}, "calls"},
		{"a reserve that is no layer", func(t *guarantee.Terms) { t.Reserve = "provisions" }, "fund"},
		{"a tariff of zero", func(t *guarantee.Terms) {
			t.Tariffs = []guarantee.Tariff{{Work: "digging", Per: "hour", Value: euros("0")}}
		}, "tariff"},
		{"a tariff twice", func(t *guarantee.Terms) {
			f := guarantee.Tariff{Work: "digging", Per: "hour", Value: euros("9")}
			t.Tariffs = []guarantee.Tariff{f, f}
		}, "one tariff"},
		{"a tariff without words", func(t *guarantee.Terms) {
			t.Tariffs = []guarantee.Tariff{{Work: "digging", Value: euros("9")}}
		}, "per"},
		{"Keynes' charge without a first rate", func(t *guarantee.Terms) { t.Keynes.Second = 1 }, "rate"},
		{"Keynes' thresholds the wrong way round", func(t *guarantee.Terms) { t.Keynes = guarantee.Keynes{First: 1, FirstAbove: 2, SecondAbove: 1} }, "quota"},
		{"a quota of zero", func(t *guarantee.Terms) { t.Keynes = guarantee.Keynes{First: 1, Quota: euros("0")} }, "quota"},
	}
	for _, test := range tests {
		wrong := terms()
		test.spoil(&wrong)
		if s, err := guarantee.New(wrong); s != nil || !errors.Is(err, guarantee.ErrTerms) || !strings.Contains(err.Error(), test.why) {
			t.Errorf("%s: got %v, want %v with %q", test.name, err, guarantee.ErrTerms, test.why)
		}
	}
}

func TestRefuseBeforeAdoption(t *testing.T) {
	s := must(guarantee.New(terms()))
	refuseAll(t, s, []refused{
		{name: "nobody signs", action: guarantee.Adopt{ID: "x", At: day}, reason: journal.ErrConsent, missing: "ann bob"},
		{name: "a stranger signs", action: guarantee.Adopt{ID: "x", At: day, By: []string{"eve"}}, reason: journal.ErrConsent, missing: "ann bob"},
		{name: "too early", action: guarantee.OpenYear{ID: "x", At: day, By: []string{"mia"}}, reason: guarantee.ErrAdopted},
	})
	apply(t, s, guarantee.Adopt{ID: "a1", At: day, By: []string{"bob"}})
	refuseAll(t, s, []refused{
		{name: "bob again", action: guarantee.Adopt{ID: "x", At: day, By: []string{"bob"}}, reason: journal.ErrConsent, missing: "ann"},
		{name: "one founder is missing", action: guarantee.OpenYear{ID: "x", At: day, By: []string{"mia"}}, reason: guarantee.ErrAdopted},
	})
	apply(t, s, guarantee.Adopt{ID: "a2", At: day, By: []string{"ann"}})
	refuseAll(t, s, []refused{
		{name: "adopted before", action: guarantee.Adopt{ID: "x", At: day, By: []string{"ann", "bob"}}, reason: guarantee.ErrAdopted},
		{name: "no year yet", action: accept("x", "ann", "bob", "1.00"), reason: guarantee.ErrYear},
	})
	if _, err := new(guarantee.Society).Apply(guarantee.Adopt{ID: "x", At: day}); !errors.Is(err, guarantee.ErrTerms) {
		t.Errorf("the zero Society: %v", err)
	}
}

func TestRefuseMembers(t *testing.T) {
	with := terms()
	with.Subscription = euros("7.00")
	s := founded(t, with)
	cus, ann, mia := []string{"cus"}, []string{"ann"}, []string{"mia"}
	refuseAll(t, s, []refused{
		{name: "a name taken", action: guarantee.Admit{ID: "x", At: day, By: []string{"bob", "mia"}, Member: "bob"}, reason: guarantee.ErrKnown},
		{name: "the custodian as a member", action: guarantee.Admit{ID: "x", At: day, By: []string{"cus", "mia"}, Member: "cus"}, reason: guarantee.ErrKnown},
		{name: "admitted without the manager", action: guarantee.Admit{ID: "x", At: day, By: []string{"dan"}, Member: "dan"}, reason: journal.ErrConsent, missing: "mia"},
		{name: "a slash", action: guarantee.Admit{ID: "x", At: day, By: mia, Member: "d/an"}, reason: journal.ErrParty},
		{name: "a long ID", action: guarantee.Admit{ID: strings.Repeat("x", 121), At: day, By: mia, Member: "dan"}, reason: journal.ErrID},
		{name: "an ID that the society gives", action: guarantee.Admit{ID: "x#2", At: day, By: mia, Member: "dan"}, reason: journal.ErrID},
		{name: "who signs for the society", action: guarantee.Admit{ID: "x", At: day, By: []string{"society", "dan", "mia"}, Member: "dan"}, reason: journal.ErrParty},
		{name: "a deposit nobody received", action: guarantee.Deposit{ID: "x", At: day, By: ann, Member: "ann", Amount: euros("1")}, reason: journal.ErrConsent, missing: "cus"},
		{name: "a deposit of a stranger", action: guarantee.Deposit{ID: "x", At: day, By: cus, Member: "eve", Amount: euros("1")}, reason: guarantee.ErrMember},
		{name: "a deposit of nothing", action: guarantee.Deposit{ID: "x", At: day, By: cus, Member: "ann"}, reason: journal.ErrUnit},
		{name: "a deposit of less", action: guarantee.Deposit{ID: "x", At: day, By: cus, Member: "ann", Amount: euros("-1")}, reason: journal.ErrAmount},
		{name: "more money than can be", action: guarantee.Deposit{ID: "x", At: day, By: cus, Member: "ann", Amount: unit.New(guarantee.TotalMax, eur)}, reason: journal.ErrLimit, room: "46116860184273579.04"},
		{name: "withdrawn without the member", action: guarantee.Withdraw{ID: "x", At: day, By: cus, Member: "ann", Amount: euros("1")}, reason: journal.ErrConsent, missing: "ann"},
		{name: "withdrawn too much", action: guarantee.Withdraw{ID: "x", At: day, By: []string{"cus", "ann"}, Member: "ann", Amount: euros("100.01")}, reason: guarantee.ErrDeposit, room: "100"},
		{name: "security nobody received", action: guarantee.PostSecurity{ID: "x", At: day, By: ann, Member: "ann", Amount: euros("1")}, reason: journal.ErrConsent, missing: "cus"},
		{name: "security released without the manager", action: guarantee.ReleaseSecurity{ID: "x", At: day, By: []string{"cus", "ann"}, Member: "ann", Amount: euros("1")}, reason: journal.ErrConsent, missing: "mia"},
		{name: "security that is not there", action: guarantee.ReleaseSecurity{ID: "x", At: day, By: []string{"cus", "ann", "mia"}, Member: "ann", Amount: euros("1")}, reason: guarantee.ErrDeposit, room: "0"},
		{name: "a pledge for oneself", action: guarantee.Pledge{ID: "x", At: day, By: []string{"cus", "ann"}, Member: "ann", For: "ann", Amount: euros("1")}, reason: guarantee.ErrMember},
		{name: "a pledge for a stranger", action: guarantee.Pledge{ID: "x", At: day, By: []string{"cus", "ann"}, Member: "ann", For: "eve", Amount: euros("1")}, reason: guarantee.ErrMember},
		{name: "a pledge without who vouches", action: guarantee.Pledge{ID: "x", At: day, By: cus, Member: "ann", For: "bob", Amount: euros("1")}, reason: journal.ErrConsent, missing: "ann"},
		{name: "a pledge that was never made", action: guarantee.Unpledge{ID: "x", At: day, By: []string{"cus", "ann"}, Member: "ann", For: "bob", Amount: euros("1")}, reason: guarantee.ErrDeposit, room: "0"},
		{name: "a fund that is none", action: guarantee.Endow{ID: "x", At: day, By: cus, From: "eve", Fund: "provisions", Amount: euros("1")}, reason: guarantee.ErrFund},
		{name: "a gift nobody received", action: guarantee.Endow{ID: "x", At: day, From: "eve", Fund: "reserve", Amount: euros("1")}, reason: journal.ErrConsent, missing: "cus"},
		{name: "limits by the member", action: guarantee.SetLimits{ID: "x", At: day, By: ann, Member: "ann", Because: "I say so"}, reason: journal.ErrConsent, missing: "mia"},
		{name: "limits without a reason", action: guarantee.SetLimits{ID: "x", At: day, By: mia, Member: "ann"}, reason: guarantee.ErrWords},
		{name: "a limit below zero", action: guarantee.SetLimits{ID: "x", At: day, By: mia, Member: "ann", Buyer: euros("-1"), Because: "b"}, reason: journal.ErrAmount},
		{name: "a limit in joules", action: guarantee.SetLimits{ID: "x", At: day, By: mia, Member: "ann", Seller: unit.New(1, unit.Joule), Because: "b"}, reason: journal.ErrUnit},
		{name: "a limit beyond all", action: guarantee.SetLimits{ID: "x", At: day, By: mia, Member: "ann", Seller: unit.New(guarantee.TotalMax+1, eur), Because: "b"}, reason: journal.ErrLimit},
		{name: "a stranger's limits", action: guarantee.SetLimits{ID: "x", At: day, By: mia, Member: "eve", Because: "b"}, reason: guarantee.ErrMember},
		{name: "without the subscription", action: accept("x", "ann", "bob", "1.00"), reason: guarantee.ErrSubscribe},
		{name: "subscribed by another", action: guarantee.Subscribe{ID: "x", At: day, By: mia, Member: "ann"}, reason: journal.ErrConsent, missing: "ann"},
		{name: "left by another", action: guarantee.Leave{ID: "x", At: day, By: mia, Member: "ann"}, reason: journal.ErrConsent, missing: "ann"},
		{name: "the year opened by a member", action: guarantee.OpenYear{ID: "x", At: day, By: ann}, reason: journal.ErrConsent, missing: "mia"},
		{name: "the year closed by a member", action: guarantee.CloseYear{ID: "x", At: day, By: ann, Year: "2026"}, reason: journal.ErrConsent, missing: "mia"},
		{name: "a year that is none", action: guarantee.CloseYear{ID: "x", At: day, By: mia, Year: "2025"}, reason: guarantee.ErrYear},
		{name: "no charge on balances", action: guarantee.ChargeBalances{ID: "x", At: day, By: mia}, reason: guarantee.ErrTerms},
		{name: "nothing to trade", action: guarantee.Trade{}, reason: guarantee.ErrAction},
		{name: "a pointer", action: &guarantee.Admit{ID: "x"}, reason: guarantee.ErrAction},
	})
	apply(t, s, guarantee.Subscribe{ID: "s1", At: day, By: ann, Member: "ann"})
	refuseAll(t, s, []refused{
		{name: "subscribed twice", action: guarantee.Subscribe{ID: "x", At: day, By: ann, Member: "ann"}, reason: guarantee.ErrSubscribe},
		{name: "the other side's subscription", action: accept("x", "ann", "bob", "1.00"), reason: guarantee.ErrSubscribe},
	})
}

func TestRefuseAccept(t *testing.T) {
	s := founded(t, terms())
	apply(t, s, guarantee.SetLimits{ID: "l1", At: day, By: []string{"mia"}, Member: "bob", Buyer: euros("5"), Seller: euros("50"), Because: "new"},
		guarantee.Admit{ID: "dan", At: day, By: []string{"dan", "mia"}, Member: "dan"},
		guarantee.SetLimits{ID: "l2", At: day, By: []string{"mia"}, Member: "dan", Buyer: euros("5000"), Seller: euros("5000"), Because: "old"})
	one := accept("x", "ann", "bob", "50.01")
	alone := one
	alone.By = []string{"ann"}
	joules := one
	joules.Amount = unit.New(1, unit.Joule)
	silent := accept("x", "ann", "bob", "1.00")
	silent.For = ""
	refuseAll(t, s, []refused{
		{name: "beyond the seller's limit", action: one, reason: journal.ErrLimit, room: "50"},
		{name: "beyond the buyer's limit", action: accept("x", "bob", "ann", "5.01"), reason: journal.ErrLimit, room: "5"},
		{name: "without the seller", action: alone, reason: journal.ErrConsent, missing: "bob"},
		{name: "in joules", action: joules, reason: journal.ErrUnit},
		{name: "of nothing", action: accept("x", "ann", "bob", "0.00"), reason: journal.ErrAmount},
		{name: "with a stranger", action: accept("x", "ann", "eve", "1.00"), reason: guarantee.ErrMember},
		{name: "with the manager", action: accept("x", "ann", "mia", "1.00"), reason: guarantee.ErrMember},
		{name: "with oneself", action: accept("x", "ann", "ann", "1.00"), reason: credit.ErrSelf},
		{name: "without words", action: silent, reason: credit.ErrWords},
		{name: "with too little on the deposit", action: accept("x", "ann", "dan", "1.00"), reason: guarantee.ErrDeposit, room: "0"},
	})
	apply(t, s, accept("p1", "ann", "bob", "50.00"))
	refuseAll(t, s, []refused{
		{name: "leaving with a promise open", action: guarantee.Leave{ID: "x", At: day, By: []string{"bob"}, Member: "bob"}, reason: guarantee.ErrExposure},
		{name: "a limit used up", action: accept("x", "ann", "bob", "0.01"), reason: journal.ErrLimit, room: "0"},
	})
}

func TestRefuseTrade(t *testing.T) {
	s := founded(t, terms())
	apply(t, s, accept("p1", "ann", "bob", "50.00"),
		guarantee.SetLimits{ID: "l1", At: day, By: []string{"mia"}, Member: "cem", Seller: euros("20"), Because: "new"},
		guarantee.Pledge{ID: "v1", At: day, By: []string{"cem", "cus"}, Member: "cem", For: "ann", Amount: euros("9")})
	by := []string{"ann", "bob", "cem"}
	issue := credit.Issue{ID: "x", At: day, By: by, Promisor: "ann", Holder: "bob", Amount: euros("1"), For: "tea"}
	guaranteed, stranger := issue, issue
	guaranteed.Guarantor, stranger.Holder, stranger.By = "cem", "mia", []string{"ann", "mia"}
	refuseAll(t, s, []refused{
		{name: "a promise that a member guarantees", action: trade(guaranteed), reason: guarantee.ErrTrade},
		{name: "a promise to the manager", action: trade(stranger), reason: guarantee.ErrMember},
		{name: "forgetting", action: trade(credit.Archive{ID: "x", At: day, Horizon: day}), reason: guarantee.ErrTrade},
		{name: "declared by the holder", action: trade(credit.Default{ID: "x", At: day, By: by, Promise: "p1"}), reason: guarantee.ErrTrade},
		{name: "taken over", action: trade(credit.TakeOver{ID: "x", At: day, By: by, Promise: "p1"}), reason: guarantee.ErrTrade},
		{name: "passed on beyond the new holder's limit", action: trade(credit.Transfer{ID: "x", At: day, By: by, Promise: "p1", To: "cem"}), reason: journal.ErrLimit, room: "20"},
		{name: "passed on to who does not agree", action: trade(credit.Transfer{ID: "x", At: day, By: by[:2], Promise: "p1", To: "cem"}), reason: journal.ErrConsent, missing: "cem"},
		{name: "passed on to the custodian", action: trade(credit.Transfer{ID: "x", At: day, By: append(by, "cus"), Promise: "p1", To: "cus"}), reason: guarantee.ErrMember},
		{name: "settled with too much", action: trade(credit.Settle{ID: "x", At: day, By: by, Promise: "p1", In: credit.Money, Paid: euros("50.01")}), reason: journal.ErrLimit, room: "50"},
		{name: "renounced by the buyer", action: trade(credit.Renounce{ID: "x", At: day, By: by[:1], Promise: "p1"}), reason: journal.ErrConsent, missing: "bob"},
		{name: "a line for a stranger", action: trade(credit.SetLine{ID: "x", At: day, By: by, Creditor: "ann", Debtor: "eve"}), reason: guarantee.ErrMember},
		{name: "a set-off by halves", action: trade(credit.Net{ID: "x", At: day, By: by, Lines: []credit.NetLine{{Promise: "p1", SetOff: euros("1")}}}), reason: journal.ErrConsent, missing: "bob"},
		{name: "a pledge on which something hangs", action: guarantee.Unpledge{ID: "x", At: day, By: []string{"cem", "cus"}, Member: "cem", For: "ann", Amount: euros("9")}, reason: guarantee.ErrExposure},
	})
	apply(t, s, trade(credit.Settle{ID: "s1", At: day, By: by, Promise: "p1", In: credit.Money, Paid: euros("50")}))
	refuseAll(t, s, []refused{
		{name: "more than was pledged", action: guarantee.Unpledge{ID: "x", At: day, By: []string{"cem", "cus"}, Member: "cem", For: "ann", Amount: euros("9.01")}, reason: guarantee.ErrDeposit, room: "9"},
	})
	apply(t, s, guarantee.Unpledge{ID: "u1", At: day, By: []string{"cem", "cus"}, Member: "cem", For: "ann", Amount: euros("9")})
}

func TestRefuseVotes(t *testing.T) {
	s := founded(t, terms())
	by := []string{"mia"}
	budget := guarantee.Budget{ID: "x", At: day, By: by, Year: "2026", To: "mia", Amount: euros("3"), For: "the office"}
	outside, shut, dumb, none := budget, budget, budget, budget
	outside.By, shut.Year, dumb.For, none.Amount = []string{"cus"}, "2025", "", euros("0")
	other, same := terms(), terms()
	other.Name, same.Custodian = "other", "ann"
	cost := guarantee.Rates{Buyer: 1}
	zero := terms()
	zero.Cost = cost
	refuseAll(t, s, []refused{
		{name: "proposed by the custodian", action: outside, reason: journal.ErrConsent, missing: "mia"},
		{name: "for no year", action: shut, reason: guarantee.ErrYear},
		{name: "for no words", action: dumb, reason: guarantee.ErrWords},
		{name: "for nothing", action: none, reason: journal.ErrAmount},
		{name: "another name", action: guarantee.Amend{ID: "x", At: day, By: by, Terms: other}, reason: guarantee.ErrTerms},
		{name: "a member as the custodian", action: guarantee.Amend{ID: "x", At: day, By: by, Terms: same}, reason: guarantee.ErrTerms},
		{name: "terms that cannot work", action: guarantee.Amend{ID: "x", At: day, By: by, Terms: zero}, reason: guarantee.ErrTerms},
		{name: "no proposal", action: guarantee.Approve{ID: "x", At: day, By: []string{"ann"}, Proposal: "none"}, reason: guarantee.ErrProposal},
		{name: "no budget", action: guarantee.PayCost{ID: "x", At: day, By: []string{"cus"}, Budget: "none", Amount: euros("1")}, reason: guarantee.ErrBudget},
		{name: "nothing to retract", action: guarantee.Retract{ID: "x", At: day, By: by, Proposal: "none"}, reason: guarantee.ErrProposal},
		{name: "retained of no year", action: guarantee.Retain{ID: "x", At: day, By: by, Year: "none"}, reason: guarantee.ErrYear},
		{name: "retained below zero", action: guarantee.Retain{ID: "x", At: day, By: by, Year: "2026", Cost: euros("-1")}, reason: journal.ErrAmount},
	})
	budget.ID = "b1"
	apply(t, s, budget, accept("p1", "ann", "bob", "100.00"))
	refuseAll(t, s, []refused{
		{name: "not approved yet", action: guarantee.PayCost{ID: "x", At: day, By: []string{"cus"}, Budget: "b1", Amount: euros("1")}, reason: guarantee.ErrBudget},
		{name: "approved by the manager", action: guarantee.Approve{ID: "x", At: day, By: by, Proposal: "b1"}, reason: journal.ErrConsent},
		{name: "retracted by another", action: guarantee.Retract{ID: "x", At: day, By: []string{"ann"}, Proposal: "b1"}, reason: journal.ErrConsent, missing: "mia"},
	})
	apply(t, s, guarantee.Approve{ID: "v1", At: day, By: []string{"ann"}, Proposal: "b1"})
	refuseAll(t, s, []refused{
		{name: "voted before", action: guarantee.Approve{ID: "x", At: day, By: []string{"ann"}, Proposal: "b1"}, reason: journal.ErrConsent},
	})
	apply(t, s, guarantee.Approve{ID: "v2", At: day, By: []string{"bob"}, Proposal: "b1"}) // two of three
	refuseAll(t, s, []refused{
		{name: "more than the book holds", action: guarantee.PayCost{ID: "x", At: day, By: []string{"cus"}, Budget: "b1", Amount: euros("1.01")}, reason: guarantee.ErrDeposit, room: "1"},
		{name: "more than was approved", action: guarantee.PayCost{ID: "x", At: day, By: []string{"cus"}, Budget: "b1", Amount: euros("3.01")}, reason: guarantee.ErrBudget, room: "3"},
		{name: "paid by the manager", action: guarantee.PayCost{ID: "x", At: day, By: by, Budget: "b1", Amount: euros("1")}, reason: journal.ErrConsent, missing: "cus"},
		{name: "decided before", action: guarantee.Approve{ID: "x", At: day, By: []string{"cem"}, Proposal: "b1"}, reason: guarantee.ErrProposal},
	})
	apply(t, s, guarantee.PayCost{ID: "c1", At: day, By: []string{"cus"}, Budget: "b1", Amount: euros("1")}, guarantee.CloseYear{ID: "e1", At: day, By: by, Year: "2026"})
	refuseAll(t, s, []refused{
		{name: "of a year that is closed", action: guarantee.PayCost{ID: "x", At: day, By: []string{"cus"}, Budget: "b1", Amount: euros("1")}, reason: guarantee.ErrYear},
		{name: "closed twice", action: guarantee.CloseYear{ID: "x", At: day, By: by, Year: "2026"}, reason: guarantee.ErrYear},
		{name: "an earlier time", action: guarantee.OpenYear{ID: "x", At: day.Add(-time.Hour), By: by}, reason: journal.ErrTime},
	})
}

// A retry is told from a conflict before anything else.
func TestIdempotence(t *testing.T) {
	s := founded(t, terms())
	p := accept("p1", "ann", "bob", "50.00")
	e := apply(t, s, p)
	_, err := s.Apply(p)
	if applied, ok := errors.AsType[*journal.AppliedError](err); !ok || applied.Seq != e.Seq {
		t.Errorf("a retry: %v", err)
	}
	p.Amount = euros("50.01")
	if _, err := s.Apply(p); !errors.Is(err, journal.ErrConflict) {
		t.Errorf("another under the ID: %v", err)
	}
}
