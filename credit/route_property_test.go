package credit_test

import (
	"bytes"
	"context"
	"errors"
	"math/big"
	"slices"
	"strings"
	"testing"

	"example.org/mutual/clearing/flow"
	"example.org/mutual/credit"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// A plan is the cheapest there is, and is made where there is one: as the oracle says.
func TestRouteExactlyEnough(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := settled(t)
		for range 4 {
			r := v.routing()
			r.Prove = true
			v.judge(r)
		}
	})
}

// judge plans a payment and compares it with the oracle.
func (v *hamlet) judge(r credit.Routing) {
	value, cost := newAtlas(v.Ledger, r).cheapest(r.Amount.Parts())
	plan, err := v.route(r)
	if e, ok := errors.AsType[*credit.RouteError](err); ok && e.Charge == "" {
		if value == r.Amount.Parts() || r.Most && value > 0 || e.Room.Parts() != value || e.Most != e.Room || e.Asked != r.Amount {
			v.Fatalf("%d can be sent, %+v: %v", value, r, err)
		}
		v.judgeCut(r, value, e.Cut)
		return
	}
	if plan == nil {
		v.Fatalf("%v: %+v", err, r)
	}
	if got := plan.Amount.Parts(); got != value || got < r.Amount.Parts() && !r.Most || plan.Most != plan.Amount || plan.Cost != cost || plan.Least != cost {
		v.Fatalf("%d for %d, not %+v, %+v", value, cost, plan, r)
	}
	if err := flow.Verify(plan.Proof.Problem, plan.Proof.Solution); err != nil || plan.Proof.Solution.Cost != cost {
		v.Fatalf("%v: %+v", err, plan)
	}
	if v.pay(r, plan); value < r.Amount.Parts() {
		v.judgeCut(r, value, plan.Cut)
	}
}

// route plans a payment, which changes nothing.
func (v *hamlet) route(r credit.Routing) (*credit.Plan, error) {
	before := snapshot(v, v.Ledger)
	plan, err := v.Route(context.Background(), r)
	if (plan == nil) != (err != nil) || !bytes.Equal(snapshot(v, v.Ledger), before) {
		v.Fatalf("%+v, %v: %+v", plan, err, r)
	}
	if err := v.Check(); err != nil {
		v.Fatal(err)
	}
	return plan, err
}

// pay makes the payment of a plan on a copy, and looks at what comes of it.
func (v *hamlet) pay(r credit.Routing, plan *credit.Plan) {
	p := paymentOf(plan, "paid", r)
	after := v.Clone()
	tried, err := after.Try(p)
	if err != nil {
		v.Fatalf("%v: %+v, %+v", err, plan, r)
	}
	e, err := after.Apply(p)
	if err != nil || cmp.Diff(tried, e) != "" {
		v.Fatal(err, e, tried)
	}
	if err := after.Check(); err != nil {
		v.Fatal(err)
	}
	due := v.due(plan)
	for _, name := range slices.Concat(folk, slices.Collect(after.Parties())) {
		want := v.Balance(name).Parts() + due[name]
		if got := after.Balance(name).Parts(); got != want {
			v.Fatalf("%s has %d, not %d: %+v", name, got, want, plan)
		}
	}
	if repaid, promised := passed(v.Ledger, after); plan.Repaid.Parts() != repaid || plan.Promised.Parts() != promised {
		v.Fatalf("repaid %d and promised %d, not %+v", repaid, promised, plan)
	}
}

// due is by how much each balance should change, charges included.
func (v *hamlet) due(plan *credit.Plan) map[string]int64 {
	due, carried := map[string]int64{}, map[string]int64{}
	parts := plan.Amount.Parts()
	due[plan.From], due[plan.To] = -parts, parts
	for _, path := range plan.Paths {
		if last := len(path.Parties) - 1; path.Parties[last] == plan.To {
			for _, m := range path.Parties[1:last] {
				carried[m] += path.Amount.Parts()
			}
		}
	}
	for c := range v.Charges() {
		if carried[c.Party] > 0 {
			share := new(big.Rat).Mul(big.NewRat(carried[c.Party], 1), big.NewRat(int64(c.Rate), 1_000_000))
			up := new(big.Int).Quo(new(big.Int).Add(share.Num(), new(big.Int).Sub(share.Denom(), big.NewInt(1))), share.Denom())
			due[c.Party] += c.Flat.Parts() + up.Int64()
			due[plan.From] -= c.Flat.Parts() + up.Int64()
		}
	}
	return due
}

// passed is what of debts was repaid between two states, and what was newly promised, by the payment "paid". A
// new promise may be repaid in it, where it passes two parties both ways.
func passed(before, after *credit.Ledger) (repaid, promised int64) {
	for p := range after.Promises() {
		repaid -= p.Left.Parts()
		if strings.HasPrefix(p.ID, "paid/") {
			promised += p.Face.Parts()
		}
	}
	for p := range before.Promises() {
		repaid += p.Left.Parts()
	}
	return repaid + promised, promised
}
