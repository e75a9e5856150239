package clearing

import (
	"errors"
	"strings"
	"testing"

	"example.org/mutual/unit"
)

// A phase ends with an error where its rounds do not do.
func TestRounds(t *testing.T) {
	amount := unit.New(1<<20, unit.Joule)
	b := Book{Obligations: []Obligation{{ID: "1", Debtor: "a", Creditor: "b", Amount: amount}, {ID: "2", Debtor: "b", Creditor: "a", Amount: amount},
		{ID: "3", Debtor: "b", Creditor: "c", Amount: amount}, {ID: "4", Debtor: "c", Creditor: "a", Amount: amount}}}
	a, err := arrangeFor(b, Options{})
	if err != nil {
		t.Fatal(err)
	}
	e := a.graphs[0].course(make([]int64, 4)).evenly()
	e.flow[0], e.flow[1] = 1<<20, 1<<20
	e.rounds = 1
	if _, err := e.phase(t.Context(), 2); !errors.Is(err, ErrRounds) || !strings.Contains(err.Error(), "without Even, in "+e.unit.Code()) {
		t.Error(err)
	}
}

// With costs that are coarser than the scale by 2^6, the proof holds within the slack that this gives it, and not
// within less.
func TestCoarse(t *testing.T) {
	var b Book
	for i, parts := range []int64{70001, 50021, 40009} {
		middle := string(rune('c' + i))
		b.Obligations = append(b.Obligations, Obligation{ID: middle, Debtor: "a", Creditor: middle, Amount: unit.New(parts, unit.Joule)},
			Obligation{ID: middle + "2", Debtor: middle, Creditor: "b", Amount: unit.New(parts, unit.Joule)})
	}
	b.Obligations = append(b.Obligations, Obligation{ID: "z", Debtor: "b", Creditor: "a", Amount: unit.New(70001, unit.Joule)})
	a, err := arrangeFor(b, Options{})
	if err != nil {
		t.Fatal(err)
	}
	c := a.graphs[0].course(make([]int64, 7))
	if _, err := c.run(t.Context(), Options{}); err != nil {
		t.Fatal(err)
	}
	e := c.evenly()
	e.coarse, e.scale = 6, 1<<16
	sol, err := e.best(t.Context(), 17, e.coarse)
	for err == nil && sol.Cost < 0 {
		sol, err = e.best(t.Context(), 17, e.coarse)
	}
	if err != nil {
		t.Fatal(err)
	}
	if distance, k := e.distance(sol.Potential); k >= 0 || distance.Parts() > 1 {
		t.Error(distance, k)
	}
	e.coarse = 0
	if _, k := e.distance(sol.Potential); k < 0 {
		t.Error("the slack is not needed")
	}
}
