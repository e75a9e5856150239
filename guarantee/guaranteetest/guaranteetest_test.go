package guaranteetest_test

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"example.org/mutual/guarantee"
	"example.org/mutual/guarantee/guaranteetest"
)

func newSociety(t guarantee.Terms) (guaranteetest.Machine, error) { return guarantee.New(t) }

func TestRun(t *testing.T) { guaranteetest.Run(t, newSociety) }

// Most moves are applied, of every type of action and of every trade.
func TestMovesReach(t *testing.T) {
	applied := map[string]int{}
	for seed := range 220 {
		moves := rapid.SliceOfN(guaranteetest.Moves(), 60, 60).Example(seed)
		history, err := guaranteetest.Play(guaranteetest.Terms("EUR.2"), guaranteetest.Actions(), newSociety, moves)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range history {
			name := reflect.TypeOf(a).Name()
			if trade, ok := a.(guarantee.Trade); ok {
				name += " " + reflect.TypeOf(trade.Action).Name()
			}
			applied[name]++
		}
	}
	t.Log(applied)
	if want := 29 + 10; len(applied) != want {
		t.Errorf("%d types of action were applied, want %d: %v", len(applied), want, applied)
	}
}
