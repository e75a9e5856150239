package clearing

import (
	"errors"
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
	if _, err := e.phase(t.Context(), 2); !errors.Is(err, ErrRounds) {
		t.Error(err)
	}
}
