package guarantee_test

import (
	"fmt"
	"slices"
	"testing"

	"example.org/mutual/guarantee"
)

// What stands ready for creditors is nobody's provision, and what was taken from a security is in the year's account.
func TestCustodianLoss(t *testing.T) {
	s := inDefault(t, terms())
	c := s.CustodianStatement()
	want(t, "the provisions", c.Provisions, "0")
	want(t, "due", c.Due, "46.62") // 40.00 of security, 3.31 of ann's provision, 3.31 of bob's and cem's
	want(t, "realised", c.Years[0].Realised, "40")
	if !slices.Contains(c.Words, "Of the default book 46.62 EUR stands ready for creditors.") {
		t.Error(c.Words)
	}
	y := c.Years[0]
	in := y.DefaultCharges.Parts() + y.Calls.Parts() + y.Keynes.Parts() + y.Releases.Parts() + y.Endowed.Parts() + y.Recovered.Parts() + y.Realised.Parts()
	if got := in - y.PaidOut.Parts() - y.DefaultReturned.Parts(); got != y.DefaultLeft.Parts() || y.DefaultLeft != s.DefaultBook() {
		t.Errorf("%d parts are left by its figures, and %v by itself, of %v", got, y.DefaultLeft, s.DefaultBook())
	}
	apply(t, s, payOut("o", "d/1"))
	want(t, "due", s.CustodianStatement().Due, "0")
}

// The manager is told of each loss what was claimed and what came back.
func TestManagerLoss(t *testing.T) {
	s := inDefault(t, terms())
	apply(t, s, payOut("o1", "d/1"), payCalls("c1", "d/1", "bob"), recoverMoney("r1", "d/1", "20.00"))
	l := s.ManagerStatement().Losses[0]
	want(t, "claimed", l.Claimed, "270.10")
	want(t, "paid", l.Paid, "46.62")
	want(t, "due", l.Due, "22.01") // bob's call of 2.01, and what ann paid
	want(t, "pending", l.Pending, "1.30")
	want(t, "lacking", l.Lacking, "200.17")
	want(t, "recovered", l.Recovered, "20")
	want(t, "the claim", l.Claim, "5.32")
	if sum := l.Paid.Parts() + l.Due.Parts() + l.Pending.Parts() + l.Lacking.Parts(); sum != l.Claimed.Parts() {
		t.Errorf("what became of it is %d parts of %v", sum, l.Claimed)
	}
}

// What the manager is told of a default.
func ExampleSociety_ManagerStatement_losses() {
	s := example()
	done(s, accept("p1", "ann", "bob", "200.00"),
		guarantee.Declare{ID: "d1", At: on(20), By: []string{"mia"}, Members: []string{"ann"}, Because: "the bill is months late"},
		guarantee.PayOut{ID: "o1", At: on(20), By: []string{"cus"}, Loss: "d1/1"},
		guarantee.Recover{ID: "r1", At: on(25), By: []string{"cus"}, Loss: "d1/1", In: guarantee.Money, Amount: euros("50.00")})
	for _, line := range s.ManagerStatement().Words {
		fmt.Println(line)
	}
	// Output:
	// 3 active members, 0 of them with guarantees open.
	// The loss d1/1 in 2026: ann left 200.00 EUR unpaid; creditors were paid 4.00 EUR, 50.00 EUR stands ready for them, calls are to bring 2.00 EUR, and 144.00 EUR they lack. Recovered are 50.00 EUR, worked off 0.00 EUR, written off 0.00 EUR; for itself the society can still ask 2.00 EUR.
}
