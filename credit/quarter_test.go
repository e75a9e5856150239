package credit_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"example.org/mutual/clearing/flow"
	"example.org/mutual/credit"
	"example.org/mutual/unit"
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
		charge := credit.SetCharge{ID: id, At: day(1), By: by, Party: who, Rate: unit.Millionths(q.parts(w[3]).Parts())}
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
	return cents(n)
}

// routing is what is asked for in a table.
func (q *quarter) routing(from, to string, parts int64) credit.Routing {
	return credit.Routing{From: from, To: to, Amount: cents(parts), Charges: cents(1 << 62), For: "bread", Prove: true}
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

// paymentOf is the action of a plan.
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

// waysOf are the paths of a payment in words, sorted.
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
