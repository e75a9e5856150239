package credit_test

import (
	"strconv"
	"strings"
	"testing"

	"example.org/mutual/credit"
)

// Two ways, of 9 and 7: the graph of Circles' tests (CirclesUBI/pathfinder2).
func TestRouteCircles(t *testing.T) {
	q := newQuarter(t, "a trusts s 10", "b trusts s 7", "t trusts a 9", "t trusts b 8", "a mediates * *", "b mediates * *")
	most := q.routing("s", "t", 20)
	most.Most = true
	p := q.route(most)
	if got := waysOf(p.Payment); got != "s>a>t 9, s>b>t 7" || p.Most.Parts() != 16 || p.Amount.Parts() != 16 {
		t.Errorf("got %s of %v", got, p.Most)
	}
	if got := bounds(p.Cut); got != "what s may owe b: the line's hard limit; what a may owe t: the line's hard limit" {
		t.Error(got)
	}
	one := q.routing("s", "t", 6)
	one.PathsMax, one.Prove = 1, false
	if p := q.route(one); len(p.Paths) != 1 || p.Paths[0].Amount.Parts() != 6 {
		t.Error(waysOf(p.Payment))
	}
}

// A line of 1 for 2 is 10 and of 2 for 1 is 5, one of 3 for 2 is 7 and of 2 for 3 is nothing: from the tests
// of Villages, which had them the wrong way round.
func TestRouteVillages(t *testing.T) {
	q := newQuarter(t, "1 trusts 2 10", "2 trusts 1 5", "3 trusts 2 7", "2 trusts 3 0", "2 mediates * *")
	if got := waysOf(q.route(q.routing("1", "3", 1)).Payment); got != "1>2>3 1" {
		t.Error(got)
	}
	if e := q.noWay(q.routing("1", "3", 6)); e.Room.Parts() != 5 || bounds(e.Cut) != "what 1 may owe 2: the line's hard limit" {
		t.Error(e)
	}
	if e := q.noWay(q.routing("3", "1", 1)); e.Room.Parts() != 0 || bounds(e.Cut) != "what 3 may owe 2: the line's hard limit" {
		t.Error(e)
	}
}

// The ring of five in the tests of the Trustlines protocol (trustlines-protocol/contracts), its fees apart.
func TestRouteTrustlines(t *testing.T) {
	q := newQuarter(t)
	for _, two := range []string{"0 1 100 150", "1 2 200 250", "2 3 300 350", "3 4 400 450", "0 4 500 550"} {
		w := strings.Fields(two)
		q.say(w[0]+" trusts "+w[1]+" "+w[2], w[1]+" trusts "+w[0]+" "+w[3])
	}
	for m := range 5 {
		q.say(strconv.Itoa(m) + " mediates * *")
	}
	round := q.routing("0", "4", 100)
	round.WithoutLines = []credit.LineOf{{Creditor: "4", Debtor: "0"}}
	p := q.route(round)
	if got := waysOf(p.Payment); got != "0>1>2>3>4 100" || p.Promised.Parts() != 400 || p.Repaid.Parts() != 0 {
		t.Error(got, p.Promised, p.Repaid)
	}
	apply(t, q.Ledger, paymentOf(p, "p1", round))
	for name, want := range map[string]int64{"0": -100, "1": 0, "2": 0, "3": 0, "4": 100} {
		if got := q.Balance(name).Parts(); got != want {
			t.Errorf("%s has %d, want %d", name, got, want)
		}
	}
	back := q.routing("4", "0", 100)
	p = q.route(back)
	if waysOf(p.Payment) != "4>3>2>1>0 100" || p.Repaid.Parts() != 400 || p.Promised.Parts() != 0 || p.Cost != 400 {
		t.Errorf("debts first: %s, %+v", waysOf(p.Payment), p)
	}
}

// Two who trust each other with 600 and 700 pay each other until the lines are full: the test of balances in
// the XRP Ledger's server (rippled, TrustAndBalance).
func TestRouteXRP(t *testing.T) {
	q := newQuarter(t, "alice trusts bob 600", "bob trusts alice 700")
	for i, tt := range []struct {
		from, to        string
		parts, bobHolds int64
		repaid, most    int64
	}{
		{"alice", "bob", 24, 24, 0, 700},
		{"alice", "bob", 33, 57, 0, 676},
		{"bob", "alice", 90, -33, 57, 657},
		{"alice", "bob", 733, 700, 33, 733},
		{"bob", "alice", 1300, -600, 700, 1300},
	} {
		r := q.routing(tt.from, tt.to, tt.parts)
		passage := q.Passage(tt.from, tt.to)
		p := q.route(r)
		if p.Repaid.Parts() != tt.repaid || p.Promised.Parts() != tt.parts-tt.repaid || passage.Most.Parts() != tt.most {
			t.Errorf("%d: %+v, %+v", i, p, passage)
		}
		apply(t, q.Ledger, paymentOf(p, "p"+strconv.Itoa(i), r))
		if got := q.Balance("bob").Parts(); got != tt.bobHolds {
			t.Errorf("%d: bob has %d, want %d", i, got, tt.bobHolds)
		}
	}
	if e := q.noWay(q.routing("bob", "alice", 1)); bounds(e.Cut) != "what bob may owe alice: the line's hard limit" {
		t.Error(e)
	}
}
