package guaranteetest_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"example.org/mutual/credit"
	"example.org/mutual/guarantee"
	"example.org/mutual/guarantee/guaranteetest"
	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

// lossy are the kinds of action that make losses and settle them, and what these need.
func lossy() map[string]func(*guaranteetest.Act) guarantee.Action {
	all, some := guaranteetest.Actions(), map[string]func(*guaranteetest.Act) guarantee.Action{}
	for kind, times := range map[string]int{
		"accept": 3, "accept again": 3, "accept once more": 3, "clear": 3, "closeYear": 1, "declare": 3, "deposit": 2, "endow": 1, "leave": 1, "openYear": 1,
		"payCalls": 4, "payOut": 3, "pledge": 1, "postSecurity": 1, "recover": 3, "trade": 1, "writeOff": 1,
	} {
		for i := range times {
			some[kind+strings.Repeat("'", i)] = all[kind]
		}
	}
	return some
}

// wealthy are terms whose charges are such that all layers matter.
func wealthy(u string) guarantee.Terms {
	t := guaranteetest.Terms(u)
	t.Default, t.Subscription = guarantee.Charge{Buyer: 123_456, Seller: 99_999}, unit.Amount{}
	return t
}

// Societies with many losses are held to all that the kit promises.
func TestRunLosses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		moves := rapid.SliceOfN(guaranteetest.Moves(), 30, 90).Draw(t, "moves")
		if _, err := guaranteetest.Play(guaranteetest.AnyTerms("EUR.2").Draw(t, "terms"), lossy(), newSociety, moves); err != nil {
			t.Fatal(err)
		}
	})
}

// The histories come to all that can become of a loss.
func TestLossesReach(t *testing.T) {
	if testing.Short() {
		t.Skip("a hundred histories")
	}
	applied := map[string]int{}
	for seed := range 100 {
		moves := rapid.SliceOfN(guaranteetest.Moves(), 90, 90).Example(seed)
		history, err := guaranteetest.Play(wealthy("EUR.2"), lossy(), newSociety, moves)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range history {
			name := reflect.TypeOf(a).Name()
			switch a := a.(type) {
			case guarantee.Recover:
				name += []string{"", " money", " worth", " work"}[a.In]
			case guarantee.Declare:
				if len(a.Means) > 0 {
					name += " means"
				}
			case guarantee.Clear:
				if slices.ContainsFunc(a.Lines, func(n credit.NetLine) bool { return strings.HasSuffix(n.Promise, "#due") }) {
					name += " claims"
				}
			}
			applied[name]++
		}
	}
	t.Log(applied)
	for _, name := range []string{"Declare", "Declare means", "PayOut", "PayCalls", "Recover money", "Recover worth", "Recover work", "WriteOff", "Clear", "Clear claims"} {
		if applied[name] < 5 {
			t.Errorf("%s was applied %d times", name, applied[name])
		}
	}
}
