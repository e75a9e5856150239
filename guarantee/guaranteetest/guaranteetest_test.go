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

// kindsOfMoves is how many types of action there are, and of trades among them, that moves come to.
const kindsOfMoves = 29 + 15

// Moves come to be applied, of every type of action and of every trade. Histories are played until all were seen, so
// that it hangs on no chance: some hundred do.
func TestMovesReach(t *testing.T) {
	applied := map[string]int{}
	for seed := range 2000 {
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
		if len(applied) == kindsOfMoves {
			t.Logf("%d histories", seed+1)
			return
		}
	}
	t.Errorf("%d types of action were applied, want %d: %v", len(applied), kindsOfMoves, applied)
}
