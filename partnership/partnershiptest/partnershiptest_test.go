package partnershiptest_test

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"example.org/mutual/partnership"
	"example.org/mutual/partnership/partnershiptest"
)

func newPartnership(t partnership.Terms) (partnershiptest.Machine, error) { return partnership.New(t) }

func TestRun(t *testing.T) { partnershiptest.Run(t, newPartnership) }

// Moves are applied of every type of action, and of every kind of proposal.
func TestMovesReach(t *testing.T) {
	applied, proposed := map[string]int{}, map[string]partnership.Action{}
	for seed := range 120 {
		moves := rapid.SliceOfN(partnershiptest.Moves(), 60, 60).Example(seed)
		terms := partnershiptest.Terms("EUR.2", partnership.Overpaid(seed%2)) // Stock of energy, and of the unit of account
		history, err := partnershiptest.Play(terms, partnershiptest.Actions(), newPartnership, moves)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range history {
			applied[reflect.TypeOf(a).Name()]++
			switch a := a.(type) {
			case partnership.Propose:
				proposed[a.ID] = a.Do
			case partnership.Enact:
				applied["enacted "+reflect.TypeOf(proposed[a.Proposal]).Name()]++
			}
		}
	}
	t.Log(applied)
	if want := 28 + 6; len(applied) != want {
		t.Errorf("%d types of action were applied, want %d: %v", len(applied), want, applied)
	}
}
