package credit_test

import (
	"fmt"
	"testing"
)

// Charges are planned with the payment, once whatever the paths, and not put upon the paths of charges.
func TestRouteCharges(t *testing.T) {
	town := []string{"bob trusts ann 90", "cem trusts bob 9", "dan trusts bob 9", "eve trusts cem 9", "eve trusts dan 9",
		"bob mediates * *", "cem mediates * *", "dan mediates * *", "bob charges 1 250000", "dan charges 2 0"}
	q := newQuarter(t, town...)
	r := q.routing("ann", "eve", 10)
	p := q.route(r)
	paid := 0
	for _, path := range p.Paths {
		if path.Parties[len(path.Parties)-1] == "bob" {
			paid++
			if path.Amount.Parts() != 4 { // 1 and a quarter of 10, rounded up
				t.Error(path)
			}
		}
	}
	if paid != 1 {
		t.Error(waysOf(p.Payment))
	}
	e := apply(t, q.Ledger, paymentOf(p, "p", r))
	if got := fmt.Sprint(e.Notes); got != "[{charge 0.04 EUR to bob for the post} {charge 0.02 EUR to dan for the post} {paid for bread}]" {
		t.Error(got)
	}
	for name, want := range map[string]int64{"ann": -16, "bob": 4, "cem": 0, "dan": 2, "eve": 10} {
		if got := q.Balance(name).Parts(); got != want {
			t.Errorf("%s has %d, want %d", name, got, want)
		}
	}

	// With 13 the amount alone passes bob; with his charge of 4 and dan's of 2 it does not, but 8 do with
	// the 3 and 2 that they are due for that.
	town[0] = "bob trusts ann 13"
	q = newQuarter(t, town...)
	if e := q.noWay(r); bounds(e.Cut) != "what ann may owe bob: the line's hard limit" || e.Asked.Parts() != 10 || e.Room.Parts() != 7 {
		t.Errorf("%+v", e)
	}
	most := r
	most.Most = true
	if p := q.route(most); p.Amount.Parts() != 8 || p.Charges.Parts() != 5 {
		t.Errorf("%+v", p)
	}
	q.say("bob charges 0 0")
	q.route(r)
}

// Nobody pays a charge that was not allowed for, nor where there is a way without; and a dear mediator is in
// nobody's way.
func TestRouteChargesAvoided(t *testing.T) {
	town := []string{"bob trusts ann 50", "cem trusts ann 50", "eve trusts bob 50", "eve trusts cem 50", "bob mediates * *", "cem mediates * *", "cem charges 9 0"}
	q := newQuarter(t, town...)
	r := q.routing("ann", "eve", 40)
	if p := q.route(r); waysOf(p.Payment) != "ann>bob>eve 40" || !p.Charges.IsZero() {
		t.Error(waysOf(p.Payment), p.Charges)
	}
	r = q.routing("ann", "eve", 60)
	if p := q.route(r); p.Charges.Parts() != 9 || len(p.Paths) != 3 {
		t.Error(waysOf(p.Payment), p.Charges)
	}
	for ceiling, why := range map[int64]string{8: "charges too much for it", 0: "charges for it"} {
		r.Charges = cents(ceiling)
		if e := q.noWay(r); e.Room.Parts() != 50 || bounds(e.Cut) != "what ann may owe bob: the line's hard limit; cem: "+why {
			t.Errorf("%+v", e)
		}
		most := r
		most.Most = true
		if p := q.route(most); p.Amount.Parts() != 50 || !p.Charges.IsZero() {
			t.Errorf("%+v", p)
		}
	}
	q.say("cem charges 900 0")
	if e := q.noWay(q.routing("ann", "eve", 60)); e.Room.Parts() > 50 {
		t.Errorf("%+v", e)
	}

	// Where the amount and a charge want the same room, the amount goes round it.
	q = newQuarter(t, "m trusts a 105", "n trusts a 105", "x trusts m 1000", "x trusts n 100", "m mediates * *", "n mediates * *", "m charges 10 0")
	if p := q.route(q.routing("a", "x", 180)); p.Charges.Parts() != 10 {
		t.Errorf("%+v", p)
	}
}

// A mediator whose charge is more than it can be paid is gone round by way of another that charges.
func TestRouteChargeWithoutRoom(t *testing.T) {
	q := newQuarter(t, "m trusts a 10 10 10", "n trusts a 10", "x trusts m 10", "x trusts n 10", "m mediates * *", "n mediates * *", "m charges 20 0", "n charges 1 0")
	if p := q.route(q.routing("a", "x", 5)); waysOf(p.Payment) != "a>n 1, a>n>x 5" || p.Charges.Parts() != 1 {
		t.Error(waysOf(p.Payment), p.Charges)
	}
}

// A charge that would bring no more to the payee is not paid, though the way would be cheaper: all goes through m.
func TestRouteChargeForNothing(t *testing.T) {
	q := newQuarter(t, "m trusts a 10", "b trusts a 1 1 1", "b trusts m 10 10 10", "c trusts m 10", "x trusts b 10 10 10", "x trusts c 10",
		"m mediates * *", "b mediates m x", "c mediates * *", "b charges 1 0")
	r := q.routing("a", "x", 20)
	r.Most = true
	if p := q.route(r); waysOf(p.Payment) != "a>m>c>x 10" || !p.Charges.IsZero() {
		t.Error(waysOf(p.Payment), p.Charges)
	}
}
