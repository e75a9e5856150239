package credit_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"example.org/mutual/clearing/flow"
	"example.org/mutual/credit"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// A quarter is a ledger that is told what happens in sentences, amounts in cents.
type quarter struct {
	testing.TB
	*credit.Ledger
	told int
}

// newQuarter tells a ledger, in these words:
//
//	bob trusts ann 10 5 2                   a line of bob's for ann: limit, soft limit, target
//	bob trusts ann                          one without a limit
//	bob freezes ann, bob thaws ann          the line
//	ann owes bob 5                          a promise
//	bob mediates * *                        a consent for anybody
//	bob mediates ann *, bob stops ann *     a consent for what comes from ann, and its end
//	bob charges 2 1000                      flat, and millionths
func newQuarter(tb testing.TB, sentences ...string) *quarter {
	tb.Helper()
	q := &quarter{TB: tb, Ledger: newLedger(tb)}
	q.say(sentences...)
	return q
}

func (q *quarter) say(sentences ...string) {
	q.Helper()
	for _, s := range sentences {
		apply(q, q.Ledger, q.action(strings.Fields(s)))
	}
}

func (q *quarter) action(w []string) credit.Action {
	q.told++
	id, who, by := "q"+strconv.Itoa(q.told), w[0], []string{w[0]}
	switch w[1] {
	case "trusts":
		line := credit.SetLine{ID: id, At: day(1), By: by, Creditor: who, Debtor: w[2], Clearing: credit.Due}
		for i, bound := range []*unit.Amount{&line.Hard, &line.Soft, &line.Target} {
			if 3+i < len(w) {
				*bound = q.parts(w[3+i])
			}
		}
		return line
	case "freezes", "thaws":
		return credit.FreezeLine{ID: id, At: day(1), By: by, Creditor: who, Debtor: w[2], Thaw: w[1] == "thaws"}
	case "owes":
		return credit.Issue{ID: id, At: day(1), By: []string{who, w[2]}, Promisor: who, Holder: w[2], Amount: q.parts(w[3]), For: "bread"}
	case "mediates", "stops":
		return credit.Mediate{ID: id, At: day(1), By: by, Party: who, From: orAnybody(w[2]), To: orAnybody(w[3]), Stop: w[1] == "stops"}
	case "charges":
		charge := credit.SetCharge{ID: id, At: day(1), By: by, Party: who, Millionths: unit.Millionths(q.parts(w[3]).Parts())}
		if w[2] != "0" {
			charge.Flat = q.parts(w[2])
		}
		if w[2] != "0" || w[3] != "0" {
			charge.For = "the post"
		}
		return charge
	}
	q.Fatal(w)
	return nil
}

func orAnybody(name string) string { return strings.TrimPrefix(name, "*") }

// parts are cents.
func (q *quarter) parts(number string) unit.Amount {
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		q.Fatal(err)
	}
	return euroParts(q, n)
}

// routing is what is asked for in a table.
func (q *quarter) routing(from, to string, parts int64) credit.Routing {
	return credit.Routing{From: from, To: to, Amount: euroParts(q, parts), Charges: euroParts(q, 1<<62), For: "bread", Prove: true}
}

// route plans a payment, which must be payable, and proved where no bounds changed it.
func (q *quarter) route(r credit.Routing) *credit.Plan {
	q.Helper()
	before := snapshot(q, q.Ledger)
	p, err := q.Route(q.Context(), r)
	if err != nil {
		q.Fatal(err)
	}
	if r.Prove {
		if err := flow.Verify(p.Proof.Problem, p.Proof.Solution); err != nil {
			q.Error(err)
		}
	}
	if _, err := q.Try(paymentOf(p, "try", r)); err != nil {
		q.Errorf("%v: %+v", err, p)
	}
	if !bytes.Equal(snapshot(q, q.Ledger), before) {
		q.Error("to plan changed the state")
	}
	return p
}

// payment is the action of a plan.
func paymentOf(p *credit.Plan, id string, r credit.Routing) credit.Pay {
	return credit.Pay{ID: id, At: day(2), By: append([]string{r.From}, r.By...), Payment: p.Payment}
}

// noWay plans a payment that must fail.
func (q *quarter) noWay(r credit.Routing) *credit.RouteError {
	q.Helper()
	p, err := q.Route(q.Context(), r)
	e, ok := errors.AsType[*credit.RouteError](err)
	if !ok || p != nil || !errors.Is(err, credit.ErrRoute) {
		q.Fatalf("got %+v, %v", p, err)
	}
	return e
}

// chains are the paths of a payment in words, sorted.
func waysOf(p credit.Payment) string {
	var all []string
	for _, path := range p.Paths {
		all = append(all, fmt.Sprintf("%s %d", strings.Join(path.Parties, ">"), path.Amount.Parts()))
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

// bounds are a cut in words.
func bounds(cut []credit.Bound) string {
	var all []string
	for _, b := range cut {
		all = append(all, b.String())
	}
	return strings.Join(all, "; ")
}

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
			paths[0].Amount = euroParts(t, tt.most+more)
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
		r.Charges = euroParts(t, ceiling)
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

// A mediator who by what it owes in all can owe no more is gone round.
func TestRouteCrowded(t *testing.T) {
	q := newQuarter(t, "m trusts a 50", "n trusts a 50", "x trusts m 60", "x trusts n 50", "m mediates * *", "n mediates * *")
	apply(t, q.Ledger, credit.Issue{ID: "much", At: day(1), By: []string{"m", "friend"}, Promisor: "m", Holder: "friend", Amount: euroParts(t, 1<<62), For: "x"})
	if p := q.route(q.routing("a", "x", 40)); waysOf(p.Payment) != "a>n>x 40" {
		t.Error(waysOf(p.Payment))
	}
	if e := q.noWay(q.routing("a", "x", 60)); e.Room.Parts() != 50 || bounds(e.Cut) != "m: may owe and be owed no more in all; what a may owe n: the line's hard limit" {
		t.Errorf("%+v", e)
	}
}

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

// From every set of the four kinds of consent to every other, on one network: who is let through, and nobody else,
// and who is paid or pays directly needs no consent.
func TestRouteConsents(t *testing.T) {
	kinds := []string{"* *", "a *", "* d", "a d"}
	q := newQuarter(t, "m trusts a 9", "m trusts b 9", "d trusts m 9", "e trusts m 9", "b trusts e 9", "a owes m 3", "d owes m 3", "b mediates * *")
	set, now := func(old, new int) {
		for i, kind := range kinds {
			switch bit := 1 << i; {
			case old&bit > new&bit:
				q.say("m stops " + kind)
			case old&bit < new&bit:
				q.say("m mediates " + kind)
			}
		}
	}, 0
	for old := range 16 {
		for new := range 16 {
			set(now, old)
			q.routesBy(kinds, old)
			set(old, new)
			q.routesBy(kinds, new)
			now = new
		}
	}
}

// routesBy tries all ways through m, which has those of its consents whose bits are set.
func (q *quarter) routesBy(kinds []string, set int) {
	q.Helper()
	for _, from := range []string{"a", "b", "m"} {
		for _, to := range []string{"d", "e", "m"} {
			lets := from == "m" || to == "m"
			for i, kind := range kinds {
				w := strings.Fields(kind)
				lets = lets || set&(1<<i) > 0 && (w[0] == "*" || w[0] == from) && (w[1] == "*" || w[1] == to)
			}
			if from == to {
				continue
			}
			r := q.routing(from, to, 2)
			if _, err := q.Route(q.Context(), r); (err == nil) != lets {
				q.Fatalf("from %s to %s with %04b: %v", from, to, set, err)
			}
			if r.By = []string{"m"}; !lets {
				q.route(r)
			}
		}
	}
}

// What is reserved is out of reach, and back when it is released.
func TestRouteReserved(t *testing.T) {
	q := newQuarter(t, "bob trusts ann 10", "bob owes ann 5", "cem trusts bob 40", "bob mediates * *")
	r := q.routing("ann", "cem", 8)
	plan := q.route(r)
	q.noWay(q.routing("cem", "ann", 1)) // so that nothing of the plan is to be looked at again
	apply(t, q.Ledger, credit.Reserve{ID: "r", At: day(2), By: []string{"ann"}, Until: day(3), Payment: plan.Payment})
	all := q.routing("ann", "cem", 99)
	all.Most = true
	if p := q.route(all); p.Amount.Parts() != 7 || !p.Repaid.IsZero() || bounds(p.Cut) != "what ann may owe bob: the line's hard limit" {
		t.Errorf("%+v", p)
	}
	q.noWay(q.routing("cem", "ann", 1))
	committed := q.Clone()
	apply(t, q.Ledger, credit.Release{ID: "c", At: day(2), By: []string{"cem"}, Reservation: "r"})
	if p := q.route(all); p.Amount.Parts() != 15 || p.Repaid.Parts() != 5 {
		t.Errorf("%+v", p)
	}
	q.Ledger = committed
	q.noWay(q.routing("cem", "ann", 1))
	apply(t, q.Ledger, credit.Commit{ID: "c", At: day(2), By: []string{"ann"}, Reservation: "r"})
	if p := q.route(all); p.Amount.Parts() != 7 || !p.Repaid.IsZero() {
		t.Errorf("%+v", p)
	}
}

// A promise in dispute is out of reach.
func TestRouteDisputed(t *testing.T) {
	q := newQuarter(t, "bob owes ann 5", "bob owes ann 3")
	apply(t, q.Ledger, credit.Dispute{ID: "d", At: day(1), By: []string{"bob"}, Promise: "q1", Because: "stale"})
	if e := q.noWay(q.routing("ann", "bob", 4)); e.Room.Parts() != 3 || bounds(e.Cut) != "what bob may owe ann: no more is owed that could be repaid" {
		t.Error(e)
	}
	if p := q.Passage("ann", "bob"); p.Most.Parts() != 3 {
		t.Error(p)
	}
}

// What is asked wrongly is refused, and changes nothing.
func TestRefuseRoute(t *testing.T) {
	q := newQuarter(t, "bob trusts ann", "ann trusts bob", "cem trusts bob", "bob mediates * *", "cem trusts dan 5", "bob charges 1 0")
	other, _ := unit.Currency("USD", 2)
	good := q.routing("ann", "cem", 5)
	before := snapshot(t, q.Ledger)
	manyBy := make([]string, 64)
	for i := range manyBy {
		manyBy[i] = "by " + strconv.Itoa(i)
	}
	for _, tt := range []struct {
		name   string
		change func(*credit.Routing)
		reason error
	}{
		{"nothing", func(r *credit.Routing) { *r = credit.Routing{} }, journal.ErrParty},
		{"no payer", func(r *credit.Routing) { r.From = "" }, journal.ErrParty},
		{"a payee with a space", func(r *credit.Routing) { r.To = " cem" }, journal.ErrParty},
		{"to oneself", func(r *credit.Routing) { r.To = "ann" }, credit.ErrSelf},
		{"no amount", func(r *credit.Routing) { r.Amount = unit.Amount{} }, journal.ErrUnit},
		{"another unit", func(r *credit.Routing) { r.Amount = unit.New(5, other) }, journal.ErrUnit},
		{"zero", func(r *credit.Routing) { r.Amount = euroParts(t, 0) }, journal.ErrAmount},
		{"less", func(r *credit.Routing) { r.Amount = euroParts(t, math.MinInt64) }, journal.ErrAmount},
		{"hops below zero", func(r *credit.Routing) { r.HopsMax = -1 }, credit.ErrPath},
		{"paths below zero", func(r *credit.Routing) { r.PathsMax = math.MinInt }, credit.ErrPath},
		{"without the payer", func(r *credit.Routing) { r.Without = []string{"bob", "ann"} }, credit.ErrPath},
		{"without the payee", func(r *credit.Routing) { r.Without = []string{"cem"} }, credit.ErrPath},
		{"words", func(r *credit.Routing) { r.For = " " }, credit.ErrWords},
		{"too many by", func(r *credit.Routing) { r.By = manyBy }, journal.ErrParty},
		{"by nobody", func(r *credit.Routing) { r.By = []string{""} }, journal.ErrParty},
		{"more than may be owed", func(r *credit.Routing) { r.Amount = euroParts(t, 1<<62+1) }, journal.ErrLimit},
		{"the most there is", func(r *credit.Routing) { r.Amount = euroParts(t, math.MaxInt64) }, journal.ErrLimit},
		{"too much with the charge", func(r *credit.Routing) { r.Amount = euroParts(t, 1<<61) }, journal.ErrLimit},
	} {
		r := good
		tt.change(&r)
		start := time.Now()
		p, err := q.Route(t.Context(), r)
		if took := time.Since(start); took > time.Second {
			t.Errorf("%s took %v", tt.name, took)
		}
		if p != nil {
			t.Errorf("%s: %+v", tt.name, p)
		}
		if refusal(t, err, tt.reason); !bytes.Equal(snapshot(t, q.Ledger), before) {
			t.Errorf("%s: the state was changed", tt.name)
		}
	}
	if p := q.route(good); p.Amount != good.Amount {
		t.Errorf("%+v", p)
	}
	silent := good // words can come later
	silent.For = ""
	if p, err := q.Route(t.Context(), silent); err != nil || p.For != "" {
		t.Error(p, err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if p, err := q.Route(cancelled, good); p != nil || err != context.Canceled {
		t.Error(p, err)
	}
	var none credit.Ledger
	_, err := none.Route(t.Context(), good)
	refusal(t, err, credit.ErrTerms)
}

// An impatient context ends when it is looked at for the nth time.
type impatient struct {
	context.Context
	looks int
}

func (c *impatient) Err() error {
	if c.looks--; c.looks < 0 {
		return context.Canceled
	}
	return nil
}

// Wherever a plan is cancelled, it leaves nothing behind.
func TestRouteCancelled(t *testing.T) {
	q := newQuarter(t, "bob trusts ann 40 9", "cem trusts ann 40", "dan trusts bob 40", "dan trusts cem 40", "cem mediates * *", "bob charges 1 0", "cem charges 2 0", "bob owes ann 3")
	r := q.routing("ann", "dan", 30)
	r.By, r.PathsMax, r.WithoutLines = []string{"bob"}, 1, []credit.LineOf{{Creditor: "cem", Debtor: "ann"}}
	plain := q.routing("ann", "dan", 30)
	want, wantPlain, before := outcome(q.Clone().Route(t.Context(), r)), outcome(q.Clone().Route(t.Context(), plain)), snapshot(t, q.Ledger)
	for looks := 0; ; looks++ {
		p, err := q.Route(&impatient{t.Context(), looks}, r)
		if err == nil {
			if got := outcome(p, nil); got != want || looks < 2 {
				t.Errorf("%s after %d looks, not %s", got, looks, want)
			}
			break
		}
		if err != context.Canceled || p != nil || !bytes.Equal(snapshot(t, q.Ledger), before) {
			t.Fatal(p, err)
		}
		if got := outcome(q.Route(t.Context(), plain)); got != wantPlain {
			t.Fatalf("%s when cancelled at look %d, not %s", got, looks, wantPlain)
		}
	}
}

// At the ends of the range: 2^62 can pass, and no sum wraps.
func TestRouteAtTheMost(t *testing.T) {
	const most = int64(1) << 62
	for _, tt := range []struct {
		name      string
		sentences []string
		parts     int64
		reason    error // nil for a plan
	}{
		{"all at once, in debts", []string{"cem owes ann 4611686018427387904"}, most, nil},
		{"more than all", []string{"cem owes ann 4611686018427387904", "cem trusts ann"}, most + 1, journal.ErrLimit},
		{"all at once", []string{"cem trusts ann"}, most, journal.ErrLimit},
		{"a little less", []string{"cem trusts ann"}, 1 << 55, nil},
		{"over two", []string{"bob trusts ann", "cem trusts bob", "bob mediates * *"}, 1 << 54, nil},
		{"over many", []string{"bob trusts ann", "cem trusts ann", "cem trusts bob", "bob mediates * *", "cem trusts ann 4611686018427387904"}, 1 << 54, nil},
		{"beyond what the cost can be", []string{"bob trusts ann", "cem trusts bob", "bob mediates * *"}, most, journal.ErrLimit},
		{"beyond what the payer may owe", []string{"eve trusts ann", "ann owes eve 4611686018427387904", "cem trusts ann"}, 1, journal.ErrLimit},
		{"a charge of all there is", []string{"bob trusts ann", "cem trusts bob", "bob mediates * *", "bob charges 4611686018427387904 1000000"}, 1, journal.ErrLimit},
	} {
		q := newQuarter(t, tt.sentences...)
		before := snapshot(t, q.Ledger)
		for _, bounded := range []int{0, 1} {
			r := q.routing("ann", "cem", tt.parts)
			r.HopsMax, r.PathsMax, r.Prove = 3*bounded, bounded, false
			start := time.Now()
			p, err := q.Route(t.Context(), r)
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("%s took %v", tt.name, took)
			}
			if tt.reason != nil {
				if !errors.Is(err, tt.reason) || p != nil {
					t.Errorf("%s: got %v, %v", tt.name, p, err)
				}
				continue
			}
			if err != nil {
				t.Errorf("%s: %v", tt.name, err)
				continue
			}
			if _, err := q.Try(paymentOf(p, "p", r)); err != nil || p.Amount.Parts() != tt.parts {
				t.Errorf("%s: %v, %+v", tt.name, err, p)
			}
		}
		if !bytes.Equal(snapshot(t, q.Ledger), before) {
			t.Errorf("%s: the state was changed", tt.name)
		}
	}
}

// Names that are in no ledger, by the thousand, are nothing to a plan.
func TestRouteManyNames(t *testing.T) {
	q := newQuarter(t, "bob trusts ann 10", "cem trusts bob 10", "bob mediates * *")
	r := q.routing("ann", "cem", 5)
	for i := range 10_000 {
		r.Without = append(r.Without, "party "+strconv.Itoa(i))
		r.WithoutLines = append(r.WithoutLines, credit.LineOf{Creditor: "party " + strconv.Itoa(i), Debtor: "ann"}, credit.LineOf{})
	}
	r.Without = append(r.Without, "", "\xff", strings.Repeat("x", 1<<16))
	if p := q.route(r); waysOf(p.Payment) != "ann>bob>cem 5" {
		t.Error(waysOf(p.Payment))
	}
	r.Without = append(r.Without, "bob")
	q.noWay(r)
	if p := q.route(q.routing("ann", "cem", 10)); p.Amount.Parts() != 10 {
		t.Error(p)
	}
}

// What was tried and undone is nothing to a plan, and hides nothing that was done.
func TestRouteUndone(t *testing.T) {
	q := newQuarter(t, "bob trusts ann 10", "cem trusts bob 10", "bob mediates * *")
	q.route(q.routing("ann", "cem", 10))
	shortcut := credit.SetLine{ID: "s", At: day(1), By: []string{"cem"}, Creditor: "cem", Debtor: "ann"}
	stranger := credit.SetLine{ID: "n", At: day(1), By: []string{"new"}, Creditor: "new", Debtor: "newer"}
	open := credit.Mediate{ID: "o", At: day(1), By: []string{"newer"}, Party: "newer", From: "newest"}
	stop := credit.Mediate{ID: "m", At: day(1), By: []string{"bob"}, Party: "bob", Stop: true}
	if _, err := q.Batch(stranger, shortcut, stop, open, stop); err == nil {
		t.Fatal("the consent ended twice")
	}
	for _, a := range []credit.Action{stranger, shortcut, open, stop} {
		if _, err := q.Try(a); err != nil {
			t.Fatal(err)
		}
	}
	q.say("bob trusts ann 4", "dan mediates eve *")
	if e := q.noWay(q.routing("ann", "cem", 10)); e.Room.Parts() != 4 {
		t.Error(e)
	}
	q.noWay(q.routing("newer", "new", 1))
}

// A plan that no longer fits is refused whole.
func TestRouteStale(t *testing.T) {
	q := newQuarter(t, "bob trusts ann 10", "cem trusts ann 10", "dan trusts bob 10", "dan trusts cem 10", "bob mediates * *", "cem mediates * *")
	r := q.routing("ann", "dan", 18)
	plan := q.route(r)
	for _, change := range []string{"dan trusts cem 7", "dan freezes bob", "cem stops * *", "ann owes bob 3", "cem charges 1 0"} {
		changed := &quarter{TB: t, Ledger: q.Clone(), told: q.told}
		changed.say(change)
		before := snapshot(t, changed.Ledger)
		if _, err := changed.Apply(paymentOf(plan, "p", r)); err == nil {
			t.Errorf("%s: paid", change)
		} else if _, ok := errors.AsType[*journal.RefusalError](err); !ok {
			t.Errorf("%s: %v", change, err)
		}
		if !bytes.Equal(snapshot(t, changed.Ledger), before) {
			t.Errorf("%s: the state was changed", change)
		}
	}
	apply(t, q.Ledger, paymentOf(plan, "p", r))
	after := snapshot(t, q.Ledger)
	if _, err := q.Apply(paymentOf(plan, "p", r)); !errors.Is(err, journal.ErrApplied) {
		t.Error(err)
	}
	_, err := q.Apply(paymentOf(plan, "p again", r))
	if refusal(t, err, journal.ErrLimit); !bytes.Equal(snapshot(t, q.Ledger), after) {
		t.Error("the state was changed")
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
