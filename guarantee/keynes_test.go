package guarantee_test

import (
	"testing"
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/guarantee"
	"example.org/mutual/unit/journal"
)

var errConsent = journal.ErrConsent

func settleAll(p credit.Promise) credit.Settle {
	return credit.Settle{ID: "settle-" + p.ID, At: day, By: []string{p.Holder}, Promise: p.ID, In: credit.Money, Paid: p.Left}
}

// keynes are terms with the charge of the International Clearing Union, April 1943: 1 % on what the average balance,
// credit or debit, is above a quarter of the quota, and 1 % more above a half.
func keynes() guarantee.Terms {
	t := terms()
	t.Keynes = guarantee.Keynes{Quota: euros("1000.00"), First: 10_000, Second: 10_000, FirstAbove: 250_000, SecondAbove: 500_000}
	return t
}

// The published rule on a quota of 1000.00: 250 -> 0, 400 -> 1.50, 600 -> 4.50, 1000 -> 12.50, for debtor and creditor.
func TestKeynes(t *testing.T) {
	for balance, charge := range map[string]string{"250.00": "0", "400.00": "1.50", "600.00": "4.50", "1000.00": "12.50"} {
		s := founded(t, keynes())
		apply(t, s, accept("p1", "ann", "bob", balance))
		ann, bob := standing(t, s, "ann").Deposit, standing(t, s, "bob").Deposit
		apply(t, s, guarantee.ChargeBalances{ID: "k", At: day.AddDate(1, 0, 0), By: []string{"mia"}})
		for who, before := range map[string]int64{"ann": ann.Parts(), "bob": bob.Parts()} {
			if paid := before - standing(t, s, who).Deposit.Parts(); paid != euros(charge).Parts() {
				t.Errorf("%s with %s paid %d, want %s", who, balance, paid, charge)
			}
		}
		want(t, "cem", standing(t, s, "cem").Deposit, "100")
		if got := s.Fund("reserve").Parts(); got != 2*euros(charge).Parts() {
			t.Errorf("the reserve got %d", got)
		}
	}
}

// The average is over time, exactly: 800 for a quarter of it and 200 for the rest are 350 on average; twice the time at
// each is the same, and the time before the last charge counts no more.
func TestKeynesAverage(t *testing.T) {
	for _, quarter := range []time.Duration{time.Hour, 2 * time.Hour, 1000*time.Hour + 7} {
		s := founded(t, keynes())
		apply(t, s, accept("p1", "ann", "bob", "800.00"))
		pay := settleAll(credit.Promise{ID: "p1", Holder: "bob", Left: euros("600")})
		pay.At = day.Add(quarter)
		apply(t, s, trade(pay), guarantee.ChargeBalances{ID: "k1", At: day.Add(4 * quarter), By: []string{"mia"}, Members: []string{"ann"}})
		want(t, "ann", standing(t, s, "ann").Deposit, "87") // of 88 after the charges of acceptance, 1 % of 100
		apply(t, s, guarantee.ChargeBalances{ID: "k2", At: day.Add(5 * quarter), By: []string{"mia"}, Members: []string{"ann"}})
		want(t, "ann", standing(t, s, "ann").Deposit, "87")
	}
}

// Too little on one deposit refuses the charge of all who are named; whom to charge must be said in order.
func TestRefuseKeynes(t *testing.T) {
	s := founded(t, keynes())
	apply(t, s, accept("p1", "ann", "bob", "1000.00"), guarantee.Withdraw{ID: "w", At: day, By: []string{"ann", "cus"}, Member: "ann", Amount: euros("85")})
	year := day.AddDate(1, 0, 0)
	refuseAll(t, s, []refused{
		{name: "too little", action: guarantee.ChargeBalances{ID: "x", At: year, By: []string{"mia"}}, reason: guarantee.ErrDeposit, room: "0"},
		{name: "by a member", action: guarantee.ChargeBalances{ID: "x", At: year, By: []string{"ann"}}, reason: errConsent, missing: "mia"},
		{name: "not in order", action: guarantee.ChargeBalances{ID: "x", At: year, By: []string{"mia"}, Members: []string{"bob", "ann"}}, reason: guarantee.ErrMember},
		{name: "a stranger", action: guarantee.ChargeBalances{ID: "x", At: year, By: []string{"mia"}, Members: []string{"eve"}}, reason: guarantee.ErrMember},
	})
}
