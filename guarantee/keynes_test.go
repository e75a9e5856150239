package guarantee_test

import (
	"fmt"
	"testing"
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/guarantee"
	"example.org/mutual/unit"
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

// closeAt closes a year at a time, and chargeAt takes the charge of it then.
func closeAt(id, year string, at time.Time) guarantee.CloseYear {
	return guarantee.CloseYear{ID: id, At: at, By: []string{"mia"}, Year: year}
}

func chargeAt(id, year string, at time.Time, members ...string) guarantee.ChargeBalances {
	return guarantee.ChargeBalances{ID: id, At: at, By: []string{"mia"}, Year: year, Members: members}
}

// The published rule on a quota of 1000.00: 250 -> 0, 400 -> 1.50, 600 -> 4.50, 1000 -> 12.50, for debtor and creditor.
func TestKeynes(t *testing.T) {
	for balance, charge := range map[string]string{"250.00": "0", "400.00": "1.50", "600.00": "4.50", "1000.00": "12.50"} {
		s := founded(t, keynes())
		end := day.AddDate(1, 0, 0)
		apply(t, s, accept("p1", "ann", "bob", balance), closeAt("end", "2026", end))
		ann, bob, reserve := standing(t, s, "ann").Deposit, standing(t, s, "bob").Deposit, s.Fund("reserve")
		apply(t, s, chargeAt("k", "2026", end))
		for who, before := range map[string]int64{"ann": ann.Parts(), "bob": bob.Parts()} {
			if paid := before - standing(t, s, who).Deposit.Parts(); paid != euros(charge).Parts() {
				t.Errorf("%s with %s paid %d, want %s", who, balance, paid, charge)
			}
		}
		want(t, "cem", standing(t, s, "cem").Deposit, "100")
		if got := s.Fund("reserve").Parts() - reserve.Parts(); got != 2*euros(charge).Parts() {
			t.Errorf("the reserve got %d", got)
		}
		if got := s.Years()[0].Keynes.Parts(); got != 2*euros(charge).Parts() {
			t.Errorf("the year's account says %d", got)
		}
		sound(t, s)
	}
}

// The average is over time, exactly: 800 for a quarter of it and 200 for the rest are 350 on average; twice the time at
// each is the same, and the time before the last charge counts no more.
func TestKeynesAverage(t *testing.T) {
	for _, quarter := range []time.Duration{time.Hour, 2 * time.Hour, 1000*time.Hour + 7} {
		s := founded(t, keynes())
		apply(t, s, accept("p1", "ann", "bob", "800.00"), guarantee.OpenYear{ID: "2027", At: day, By: []string{"mia"}})
		pay := settleAll(credit.Promise{ID: "p1", Holder: "bob", Left: euros("600")})
		pay.At = day.Add(quarter)
		apply(t, s, trade(pay), closeAt("e1", "2026", day.Add(4*quarter)))
		for i, year := range []string{"2026", "2027"} {
			before := standing(t, s, "ann").Deposit.Parts()
			apply(t, s, chargeAt("k"+year, year, day.Add(time.Duration(4+i)*quarter), "ann"))
			if got, most := before-standing(t, s, "ann").Deposit.Parts(), []int64{100, 0}[i]; got != most { // 1 % of 100
				t.Errorf("for %s ann paid %d, want %d", year, got, most)
			}
			if i == 0 {
				apply(t, s, closeAt("e2", "2027", day.Add(5*quarter)))
			}
		}
	}
}

// Nobody is charged for a year twice, and for none but as it is closed. Whom the charge has left out then is charged
// for that time with the next year.
func TestKeynesOnce(t *testing.T) {
	s := founded(t, keynes())
	end := day.AddDate(1, 0, 0)
	apply(t, s, accept("p1", "ann", "bob", "1000.00"), guarantee.OpenYear{ID: "2027", At: day, By: []string{"mia"}})
	refuseAll(t, s, []refused{
		{name: "while the year is open", action: chargeAt("x", "2026", end), reason: guarantee.ErrYear},
		{name: "of no year", action: chargeAt("x", "2025", end), reason: guarantee.ErrYear},
	})
	apply(t, s, closeAt("e1", "2026", end), chargeAt("k1", "2026", end, "ann"))
	refuseAll(t, s, []refused{
		{name: "twice", action: chargeAt("x", "2026", end, "ann"), reason: guarantee.ErrYear},
		{name: "twice among others", action: chargeAt("x", "2026", end, "ann", "cem"), reason: guarantee.ErrYear},
		{name: "later", action: chargeAt("x", "2026", end.Add(time.Hour), "cem"), reason: guarantee.ErrYear},
		{name: "the other year", action: chargeAt("x", "2027", end), reason: guarantee.ErrYear},
	})
	apply(t, s, chargeAt("k2", "2026", end)) // bob and cem, who have not been charged
	refuseAll(t, s, []refused{{name: "all of them again", action: chargeAt("x", "2026", end), reason: guarantee.ErrYear}})
	want(t, "charged in all", s.Years()[0].Keynes, "25.00")
	sound(t, s)
}

// Too little on one deposit refuses the charge of all who are named; whom to charge must be said in order.
func TestRefuseKeynes(t *testing.T) {
	s := founded(t, keynes())
	year := day.AddDate(1, 0, 0)
	apply(t, s, accept("p1", "ann", "bob", "1000.00"), closeAt("end", "2026", year))
	apply(t, s, guarantee.Withdraw{ID: "w", At: year, By: []string{"ann", "cus"}, Member: "ann", Amount: standing(t, s, "ann").Deposit})
	by := chargeAt("x", "2026", year)
	by.By = []string{"ann"}
	refuseAll(t, s, []refused{
		{name: "too little", action: chargeAt("x", "2026", year), reason: guarantee.ErrDeposit, room: "0"},
		{name: "by a member", action: by, reason: errConsent, missing: "mia"},
		{name: "not in order", action: chargeAt("x", "2026", year, "bob", "ann"), reason: guarantee.ErrMember},
		{name: "a stranger", action: chargeAt("x", "2026", year, "eve"), reason: guarantee.ErrMember},
	})
}

// The charge of the International Clearing Union on a quota of 1000: 1 % a year on what the average balance is above
// a quarter of it, debit or credit alike, and 1 % more above a half, to the reserve (John Maynard Keynes, Proposals
// for an International Clearing Union, April 1943). Ann owes 1000, of which bob holds 600 and cem 400.
func Example_keynes() {
	t := terms()
	t.Keynes = guarantee.Keynes{Quota: euros("1000.00"), First: 10_000, Second: 10_000, FirstAbove: 250_000, SecondAbove: 500_000}
	s := exampleOf(t)
	end := day.AddDate(1, 0, 0)
	done(s, accept("p1", "ann", "bob", "600.00"), accept("p2", "ann", "cem", "400.00"), closeAt("end", "2026", end))
	e, err := s.Apply(chargeAt("charge", "2026", end))
	for _, p := range e.Postings {
		if p.Quantity < 0 && p.Account != "pool/default" {
			fmt.Println(p.Account, unit.New(p.Quantity, eur))
		}
	}
	fmt.Println("for the reserve:", s.Years()[0].Keynes, err)
	// Output:
	// deposit/ann -12.50 EUR
	// deposit/bob -4.50 EUR
	// deposit/cem -1.50 EUR
	// for the reserve: 18.50 EUR <nil>
}
