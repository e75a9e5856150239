package credit_test

import (
	"testing"

	"example.org/mutual/credit"
)

// What MyCHIPs (gotchoices/mychips) calls lift at no cost and at most: up to the target, and up to the bound.
// Net is what the debtor owes less what it is owed.
func TestPassage(t *testing.T) {
	for _, tt := range []struct {
		name          string
		sentences     []string
		repaid        int64
		welcome, most int64
		bound         string
	}{
		{"MyCHIPs, net -4", []string{"bob trusts ann 10", "bob owes ann 4"}, 4, 4, 14, "the line's hard limit"},
		{"MyCHIPs, net 3", []string{"bob trusts ann 10 10 5", "ann owes bob 3"}, 0, 2, 7, "the line's hard limit"},
		{"strangers", nil, 0, 0, 0, "there is no line"},
		{"a debt without a line", []string{"bob owes ann 4"}, 4, 4, 4, "there is no line"},
		{"a frozen line", []string{"bob trusts ann 10 10 5", "bob owes ann 4", "bob freezes ann"}, 4, 4, 4, "the line is frozen"},
		{"a soft limit", []string{"bob trusts ann 10 6 5", "ann owes bob 5"}, 0, 0, 1, "the line's soft limit"},
		{"a target passed", []string{"bob trusts ann 10 10 5", "ann owes bob 7"}, 0, 0, 3, "the line's hard limit"},
		{"no limit", []string{"bob trusts ann", "ann owes bob 7"}, 0, 0, 1<<62 - 7, "what a party may owe or be owed in all"},
		{"the most that can pass at once", []string{"bob trusts ann", "bob owes ann 100"}, 100, 100, 1 << 62, "what can pass at once"},
	} {
		q := newQuarter(t, tt.sentences...)
		p := q.Passage("ann", "bob")
		if p.Repaid.Parts() != tt.repaid || p.Welcome.Parts() != tt.welcome || p.Most.Parts() != tt.most || p.Bound != tt.bound {
			t.Errorf("%s: %+v", tt.name, p)
		}
		if tt.most == 0 {
			continue
		}
		paths := []credit.Path{{Parties: []string{"ann", "bob"}}}
		for _, more := range []int64{0, 1} {
			paths[0].Amount = cents(tt.most + more)
			pay := credit.Pay{ID: "p", At: day(2), By: []string{"ann"}, Payment: credit.Payment{From: "ann", To: "bob", Amount: paths[0].Amount, For: "bread", Paths: paths}}
			if _, err := q.Try(pay); (err != nil) != (more > 0) {
				t.Errorf("%s and %d: %v", tt.name, more, err)
			}
		}
		if tt.most < 1<<50 {
			if p := q.route(q.routing("ann", "bob", tt.most)); p.Repaid.Parts() != tt.repaid {
				t.Errorf("%s: %+v", tt.name, p)
			}
			if e := q.noWay(q.routing("ann", "bob", tt.most+1)); e.Room.Parts() != tt.most {
				t.Errorf("%s: %v", tt.name, e)
			}
		}
	}
	q := newQuarter(t, "bob trusts ann 10")
	if p := q.Passage("ann", "ann"); !p.Most.IsZero() || !p.Repaid.IsZero() {
		t.Errorf("%+v", p)
	}
}

// What is reserved of a line is not open to pass, up to its target or up to its limit.
func TestPassageBesideReservations(t *testing.T) {
	q := newQuarter(t, "bob trusts ann 10 10 5", "bob owes ann 4")
	direct := credit.Payment{From: "ann", To: "bob", Amount: cents(6), For: "bread", Paths: []credit.Path{{Parties: []string{"ann", "bob"}, Amount: cents(6)}}}
	apply(t, q.Ledger, credit.Reserve{ID: "r", At: day(2), By: []string{"ann"}, Until: day(3), Payment: direct})
	if p := q.Passage("ann", "bob"); !p.Repaid.IsZero() || p.Welcome != cents(3) || p.Most != cents(8) {
		t.Errorf("%+v", p)
	}
}
