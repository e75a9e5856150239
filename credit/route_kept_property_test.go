package credit_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strconv"
	"testing"

	"example.org/mutual/clearing/flow"
	"example.org/mutual/credit"
	"pgregory.net/rapid"
)

// However a ledger came to be what it is, its plans are the same: the network kept from plan to plan, built for
// this one, and built of a ledger restored, whose parties are in another order.
func TestRouteIncremental(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := newHamlet(t)
		for _, d := range rapid.SliceOfN(deeds(), 1, 60).Draw(t, "deeds") {
			if v.do(d); d.C%3 > 0 { // or more is done before the network is looked at again
				v.sameAnew(v.bounded())
			}
		}
	})
}

// sameAnew makes a plan in three ways.
func (v *hamlet) sameAnew(r credit.Routing) {
	r.Prove = true
	restored, err := credit.Restore(bytes.NewReader(snapshot(v, v.Ledger)))
	if err != nil {
		v.Fatal(err)
	}
	plan, err := v.route(r)
	for _, other := range []*credit.Ledger{v.Clone(), restored} {
		anew, err2 := other.Route(context.Background(), r)
		if got, want := outcome(plan, err), outcome(anew, err2); got != want {
			v.Fatalf("%s\nand anew\n%s\n%+v", got, want, r)
		}
		for _, p := range []*credit.Plan{plan, anew} {
			if p == nil {
				continue
			}
			if err := flow.Verify(p.Proof.Problem, p.Proof.Solution); err != nil || p.Proof.Solution.Cost != p.Least {
				v.Fatalf("%v: %+v", err, p)
			}
		}
	}
}

// outcome is all of a plan but its proof, or of why there is none, in words.
func outcome(p *credit.Plan, err error) string {
	if err != nil {
		text := err.Error()
		if e, ok := errors.AsType[*credit.RouteError](err); ok {
			text = fmt.Sprintf("%+v", *e)
		}
		return text
	}
	shown := *p
	shown.Proof = nil
	return fmt.Sprintf("%+v", shown)
}

// What was planned and paid again and again on one ledger ends as the oracle has it, the network kept all along.
func TestRoutePayAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := settled(t)
		for i := range 12 {
			r := v.bounded()
			plan, err := v.route(r)
			if err == nil {
				v.pay(r, plan)
				apply(v, v.Ledger, paymentOf(plan, "round "+strconv.Itoa(i), r))
			}
			v.sameAnew(v.routing())
		}
	})
}
