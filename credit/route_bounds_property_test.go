package credit_test

import (
	"errors"
	"testing"

	"example.org/mutual/clearing/flow"
	"example.org/mutual/credit"
	"pgregory.net/rapid"
)

// Within bounds a plan keeps to them, can be paid, and knows how far it is from the best.
func TestRouteWithinBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := settled(t)
		for range 4 {
			r := v.bounded()
			r.Prove = true
			v.judgeBounded(r)
		}
	})
}

func (v *hamlet) judgeBounded(r credit.Routing) {
	atlas := newAtlas(v.Ledger, r)
	value, _ := atlas.cheapest(r.Amount.Parts())
	plan, err := v.route(r)
	if err != nil {
		e, ok := errors.AsType[*credit.RouteError](err)
		if !ok || e.Charge == "" && (e.Most.Parts() != value || e.Room.Parts() > value || e.Room.Parts() > 0 && r.Most) {
			v.Fatalf("%d can be sent, %+v: %v", value, r, err)
		}
		if e.Charge == "" && value > 0 && (r.PathsMax == 1 || r.PathsMax == 0) {
			v.judgeNoPath(atlas, r, e)
		}
		return
	}
	sent := plan.Amount.Parts()
	_, least := atlas.cheapest(sent)
	if sent > value || sent < r.Amount.Parts() && !r.Most || plan.Most.Parts() != value || plan.Cost < least || plan.Least != least {
		v.Fatalf("%d for %d at least, not %+v: %+v", value, least, plan, r)
	}
	if err := flow.Verify(plan.Proof.Problem, plan.Proof.Solution); err != nil || plan.Proof.Solution.Cost != least {
		v.Fatalf("%v: %+v", err, plan)
	}
	paths := map[string]int{} // by whom they end at
	for _, path := range plan.Paths {
		if paths[path.Parties[len(path.Parties)-1]]++; r.HopsMax > 0 && len(path.Parties) > r.HopsMax+1 {
			v.Fatalf("%v is too long: %+v", path, r)
		}
	}
	for name, count := range paths {
		if r.PathsMax > 0 && count > r.PathsMax {
			v.Fatalf("%d paths to %s: %+v, %+v", count, name, plan, r)
		}
	}
	if fits, cost := atlas.carry(plan); !fits || cost != plan.Cost {
		v.Fatalf("room for it %v, and it costs %d: %+v", fits, cost, plan)
	}
	v.pay(r, plan)
}

// judgeNoPath wants no single path to carry more than was found.
func (v *hamlet) judgeNoPath(a *atlas, r credit.Routing, e *credit.RouteError) {
	hopsMax := r.HopsMax
	if hopsMax == 0 {
		hopsMax = 2 * len(folk)
	}
	if widest := a.widest(hopsMax); e.Room.Parts() < widest {
		v.Fatalf("one path carries %d, not %v: %+v", widest, e, r)
	}
}
