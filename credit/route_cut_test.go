package credit_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"example.org/mutual/credit"
)

// Everything that can be in the way is named, and nothing else; and when it gives way, more can be sent.
func TestRouteCut(t *testing.T) {
	clear := []string{"bob trusts ann 10", "cem trusts bob 20", "dan trusts cem 30", "bob mediates * *", "cem mediates * *", "fay trusts bob 5", "fay mediates * *"}
	for _, tt := range []struct {
		name      string
		sentences []string
		parts     int64
		change    func(*credit.Routing)
		room      int64
		cut       string
		lift      string
	}{
		{"a full line", nil, 11, nil, 10, "what ann may owe bob: the line's hard limit", "bob trusts ann 11"},
		{"a soft limit", []string{"cem trusts bob 20 6"}, 7, nil, 6, "what bob may owe cem: the line's soft limit", "cem trusts bob 20 7"},
		{"a hard one, by agreement", []string{"cem trusts bob 8 6"}, 9, func(r *credit.Routing) { r.By = []string{"cem"} }, 8, "what bob may owe cem: the line's hard limit", "cem trusts bob 9 6"},
		{"a frozen line", []string{"dan freezes cem"}, 1, nil, 0, "what cem may owe dan: the line is frozen", "dan thaws cem"},
		{"a mediator", []string{"cem stops * *"}, 1, nil, 0, "cem: lets no such payment through", "cem mediates bob dan"},
		{"one that lets others through", []string{"cem stops * *", "cem mediates ann *", "cem mediates * fay"}, 1, nil, 0, "cem: lets no such payment through", "cem mediates * dan"},
		{"debts exhausted", []string{"bob trusts ann 0", "bob owes ann 4"}, 5, nil, 4, "what bob may owe ann: no more is owed that could be repaid; what ann may owe bob: the line's hard limit", "bob owes ann 1"},
		{"two ways at once", []string{"gil trusts ann 3", "dan trusts gil 2", "gil mediates * *"}, 13, nil, 12, "what ann may owe bob: the line's hard limit; what gil may owe dan: the line's hard limit", "dan trusts gil 3"},
		{"without a party", nil, 1, func(r *credit.Routing) { r.Without = []string{"cem"} }, 0, "cem: is to have no part in it", ""},
		{"without a line", nil, 1, func(r *credit.Routing) { r.WithoutLines = []credit.LineOf{{"cem", "bob"}} }, 0, "what bob may owe cem: is not to be used", ""},
		{"without a debt", []string{"bob trusts ann 0", "bob owes ann 4"}, 1, func(r *credit.Routing) { r.WithoutLines = []credit.LineOf{{"ann", "bob"}} }, 0, "what bob may owe ann: is not to be used; what ann may owe bob: the line's hard limit", "bob trusts ann 1"},
	} {
		q := newQuarter(t, append(slices.Clone(clear), tt.sentences...)...)
		r := q.routing("ann", "dan", tt.parts)
		if tt.change != nil {
			tt.change(&r)
		}
		e := q.noWay(r)
		if e.Room.Parts() != tt.room || e.Most != e.Room || e.Asked != r.Amount || bounds(e.Cut) != tt.cut || e.More != 0 {
			t.Errorf("%s: %+v", tt.name, e)
		}
		if r.Most = true; tt.room > 0 {
			if p := q.route(r); p.Amount.Parts() != tt.room || bounds(p.Cut) != tt.cut {
				t.Errorf("%s: %+v", tt.name, p)
			}
		}
		if r.Most = false; tt.lift != "" {
			q.say(tt.lift)
			q.route(r)
		}
	}
}

// Where there is nothing between two, nothing is in the way.
func TestRouteNobody(t *testing.T) {
	q := newQuarter(t, "bob trusts ann 10", "dan trusts cem 10", "eve trusts ann 0", "ann mediates * *", "fay mediates * *")
	for _, two := range [][2]string{{"ann", "cem"}, {"bob", "ann"}, {"nobody", "ann"}, {"ann", "nobody"}, {"ann", "fay"}, {"fay", "ann"}} {
		if e := q.noWay(q.routing(two[0], two[1], 1)); !e.Room.IsZero() || !e.Most.IsZero() || e.Asked.Parts() != 1 {
			t.Errorf("%v: %+v", two, e)
		}
	}
	// A line that was closed is as one that never was.
	q.say("gil trusts eve 5")
	q.noWay(q.routing("gil", "ann", 1))
	apply(t, q.Ledger, credit.CloseLine{ID: "c", At: day(1), By: []string{"gil"}, Creditor: "gil", Debtor: "eve"})
	q.say("ian trusts hal 0")
	for _, from := range []string{"eve", "ann", "hal"} {
		if e := q.noWay(q.routing(from, "gil", 1)); len(e.Cut) != 0 {
			t.Errorf("%+v", e)
		}
	}
}

// More than 64 bounds are counted, not named, and the text names four.
func TestRouteCutLong(t *testing.T) {
	q := newQuarter(t)
	for i := range 100 {
		m := fmt.Sprintf("m%02d", i)
		q.say(m+" trusts ann 0", "dan trusts "+m+" 1", m+" mediates * *")
	}
	e := q.noWay(q.routing("ann", "dan", 1))
	if len(e.Cut) != credit.BoundsMax || e.More != 36 || !strings.HasSuffix(e.Error(), "and 96 more") {
		t.Error(e, e.More)
	}
}

// A mediator who by what it owes in all can owe no more is gone round.
func TestRouteCrowded(t *testing.T) {
	q := newQuarter(t, "m trusts a 50", "n trusts a 50", "x trusts m 60", "x trusts n 50", "m mediates * *", "n mediates * *")
	apply(t, q.Ledger, credit.Issue{ID: "much", At: day(1), By: []string{"m", "friend"}, Promisor: "m", Holder: "friend", Amount: cents(1 << 62), For: "x"})
	if p := q.route(q.routing("a", "x", 40)); waysOf(p.Payment) != "a>n>x 40" {
		t.Error(waysOf(p.Payment))
	}
	if e := q.noWay(q.routing("a", "x", 60)); e.Room.Parts() != 50 || bounds(e.Cut) != "m: may owe and be owed no more in all; what a may owe n: the line's hard limit" {
		t.Errorf("%+v", e)
	}
}

// A mediator who by what it owes in all can just carry its part is not gone round because another cannot.
func TestRouteNotQuiteCrowded(t *testing.T) {
	q := newQuarter(t, "m trusts a 40 40 40", "x trusts m 40 40 40", "n trusts a 20 20 20", "x trusts n 20 20 20", "k trusts a 50", "x trusts k 50",
		"m mediates * *", "n mediates * *", "k mediates * *", "m owes friend 4611686018427387904", "n owes neighbour 4611686018427387884")
	if p := q.route(q.routing("a", "x", 60)); waysOf(p.Payment) != "a>k>x 40, a>n>x 20" {
		t.Error(waysOf(p.Payment))
	}
}

// A mediator is named once, though each of its consents is a way that is shut.
func TestRouteCutOnce(t *testing.T) {
	q := newQuarter(t, "ann trusts zoe 5", "bob trusts zoe 5", "cem trusts ann 5", "cem trusts bob 5", "dan trusts cem 9",
		"ann mediates * *", "bob mediates * *", "cem mediates ann dan", "cem mediates * *")
	r := q.routing("zoe", "dan", 1)
	r.Without = []string{"cem"}
	if e := q.noWay(r); bounds(e.Cut) != "cem: is to have no part in it" {
		t.Error(e)
	}
}
