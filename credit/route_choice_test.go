package credit_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"example.org/mutual/credit"
)

// What a plan chooses where it has a choice.
func TestRouteChoice(t *testing.T) {
	const middle = "bob trusts ann 30; cem trusts ann 30; dan trusts bob 90; dan trusts cem 90; bob mediates * *; cem mediates * *"
	for _, tt := range []struct {
		name, sentences  string
		parts            int64
		change           func(*credit.Routing)
		want             string
		repaid, promised int64
		cost             int64
	}{
		// Each of the lines of 30 has thirds of 10, and each of those of 90 has thirds of 30.
		{"first thirds of both", middle, 20, nil, "ann>bob>dan 10, ann>cem>dan 10", 0, 40, 20 * (129 + 129)},
		{"then second thirds", middle, 30, nil, "ann>bob>dan 10+, ann>cem>dan 10+", 0, 60, 20*(129+129) + 10*(193+129)},
		{"a debt first", middle + "; cem owes ann 5", 20, nil, "ann>bob>dan 10, ann>cem>dan 10", 5, 35, 5*(1+129) + 15*(129+129)},
		{"debts over a longer way", middle + "; eve mediates * *; eve owes ann 8; bob owes eve 8", 8, nil, "ann>eve>bob>dan 8", 16, 8, 8 * (1 + 1 + 129)},
		{"a target", middle + "; bob trusts ann 30 30 15", 30, nil, "ann>bob>dan 20, ann>cem>dan 10", 0, 60, 15*(65+129) + 15*(129+129)},
		{"a soft limit", middle + "; bob trusts ann 30 3", 33, nil, "ann>bob>dan 3, ann>cem>dan 30", 0, 66, 0},
		{"agreement beyond it", middle + "; bob trusts ann 30 3", 60, func(r *credit.Routing) { r.By = []string{"bob"} }, "ann>bob>dan 30, ann>cem>dan 30", 0, 120, 0},
		{"without bob", middle, 20, func(r *credit.Routing) { r.Without = []string{"bob", "nobody"} }, "ann>cem>dan 20", 0, 40, 0},
		{"without a line of cem's", middle, 20, func(r *credit.Routing) { r.WithoutLines = []credit.LineOf{{"cem", "ann"}, {"ann", "cem"}} }, "ann>bob>dan 20", 0, 40, 0},
		{"without a debt", middle + "; bob trusts ann 0; bob owes ann 9", 5, func(r *credit.Routing) { r.WithoutLines = []credit.LineOf{{"ann", "bob"}} }, "ann>cem>dan 5", 0, 10, 0},
		{"a debt with the line that it is not on", middle + "; bob owes ann 9", 5, func(r *credit.Routing) { r.WithoutLines = []credit.LineOf{{"bob", "ann"}} }, "ann>bob>dan 5", 5, 5, 5 * (1 + 129)},
		{"a mediator by agreement", middle + "; bob stops * *; cem stops * *", 4, func(r *credit.Routing) { r.By = []string{"cem", "cem", "ann", "dan", "nobody"} }, "ann>cem>dan 4", 0, 8, 0},
	} {
		q := newQuarter(t, strings.Split(tt.sentences, "; ")...)
		r := q.routing("ann", "dan", tt.parts)
		if tt.change != nil {
			tt.change(&r)
		}
		p := q.route(r)
		if !alike(waysOf(p.Payment), tt.want) || p.Repaid.Parts() != tt.repaid || p.Promised.Parts() != tt.promised || tt.cost > 0 && p.Cost != tt.cost || p.Cost != p.Least {
			t.Errorf("%s: %s, %+v", tt.name, waysOf(p.Payment), p)
		}
		plain := q.routing("ann", "dan", 1) // what was asked for lasts for one plan
		if got, want := outcome(q.Route(t.Context(), plain)), outcome(q.Clone().Route(t.Context(), plain)); got != want {
			t.Errorf("%s: then %s, not %s", tt.name, got, want)
		}
	}
}

// alike reports whether chains are those wanted, of which "10+" carries at least 10.
func alike(got, want string) bool {
	g, w := strings.Split(got, ", "), strings.Split(want, ", ")
	return slices.EqualFunc(g, w, func(g, w string) bool {
		least, open := strings.CutSuffix(w, "+")
		gotParties, gotParts, _ := strings.Cut(g, " ")
		wantParties, leastParts, _ := strings.Cut(least, " ")
		a, _ := strconv.Atoi(gotParts)
		b, _ := strconv.Atoi(leastParts)
		return gotParties == wantParties && (a == b || open && a > b)
	})
}

// Bounds on hops and paths, and what they cost.
func TestRouteBounds(t *testing.T) {
	q := newQuarter(t, "bob trusts ann 9", "cem trusts ann 9", "dan trusts bob 9", "dan trusts cem 9", "bob mediates * *", "cem mediates * *",
		"bob owes ann 6", "cem owes bob 6", "dan owes cem 6")
	long := q.routing("ann", "dan", 6)
	if p := q.route(long); waysOf(p.Payment) != "ann>bob>cem>dan 6" || p.Cost != 18 {
		t.Error(waysOf(p.Payment), p.Cost)
	}
	long.HopsMax = 3
	if p := q.route(long); p.Cost != 18 || p.Least != 18 {
		t.Error(p.Cost, p.Least)
	}
	long.HopsMax = 2
	p := q.route(long)
	if p.Least != 18 || p.Cost <= 18 || strings.Contains(waysOf(p.Payment), "bob>cem") || p.Amount.Parts() != 6 || p.Most.Parts() != 6 {
		t.Error(waysOf(p.Payment), p.Cost, p.Least)
	}
	long.HopsMax = 1
	if e := q.noWay(long); e.Room.Parts() != 0 || e.Most.Parts() != 6 || len(e.Cut) != 0 || !strings.Contains(e.Error(), "0.06 EUR without bounds") {
		t.Error(e)
	}
	wide := q.routing("ann", "dan", 24)
	if p := q.route(wide); len(p.Paths) < 2 {
		t.Error(waysOf(p.Payment))
	}
	wide.PathsMax, wide.Most = 1, true
	p = q.route(wide)
	if len(p.Paths) != 1 || p.Amount.Parts() >= 24 || p.Most.Parts() != 24 || len(p.Cut) != 0 {
		t.Error(waysOf(p.Payment), p.Most, p.Cut)
	}
}

// One chain is one path, though it both repays and promises on the way.
func TestRouteOneChain(t *testing.T) {
	q := newQuarter(t, "bob trusts ann 2", "bob owes ann 3", "cem trusts bob 1", "cem owes bob 4", "bob mediates * *")
	r := q.routing("ann", "cem", 5)
	r.PathsMax = 1
	if p := q.route(r); waysOf(p.Payment) != "ann>bob>cem 5" || p.Cost != p.Least || p.Repaid.Parts() != 7 || p.Promised.Parts() != 3 {
		t.Error(waysOf(p.Payment), p.Cost, p.Least)
	}
	more := newQuarter(t, "bob trusts ann 10", "bob owes ann 3", "cem trusts ann 10", "cem owes ann 4", "dan trusts bob 99", "dan trusts cem 99", "bob mediates * *", "cem mediates * *")
	r = more.routing("ann", "dan", 9)
	r.PathsMax, r.Prove = 1, false
	p := more.route(r)
	apply(t, more.Ledger, paymentOf(p, "p", r))
	if repaid := 7 - more.Owed("bob", "ann").Parts() - more.Owed("cem", "ann").Parts(); p.Repaid.Parts() != repaid || p.Cost != 4+3*129+2*193+9*129 {
		t.Errorf("repaid %d: %+v", repaid, p)
	}
}

// Where one pair is passed both ways, as consents may want it, the plan says what the payment does.
func TestRouteBothWays(t *testing.T) {
	q := newQuarter(t, "x trusts ann 5", "y trusts x 5", "b trusts y 5", "y trusts a 5", "x trusts y 5", "dan trusts x 5", "dan trusts b 5", "a trusts ann 5",
		"x mediates ann y", "y mediates x b", "b mediates * *", "a mediates * *", "y mediates a x", "x mediates y dan")
	r := q.routing("ann", "dan", 10)
	p := q.route(r)
	if waysOf(p.Payment) != "ann>a>y>x>dan 5, ann>x>y>b>dan 5" || p.Promised.Parts() != 35 || p.Repaid.Parts() != 5 {
		t.Error(waysOf(p.Payment), p.Promised, p.Repaid)
	}
}
