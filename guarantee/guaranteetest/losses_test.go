package guaranteetest_test

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
	"testing"

	"example.org/mutual/credit"
	"example.org/mutual/guarantee"
	"example.org/mutual/guarantee/guaranteetest"
	"example.org/mutual/guarantee/waterfall"
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
	t.Default, t.Subscription = guarantee.Rates{Buyer: 123_456, Seller: 99_999}, unit.Amount{}
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

// The histories come to all that can become of a loss. They are played until they have, five times each.
func TestLossesReach(t *testing.T) {
	if testing.Short() {
		t.Skip("a hundred histories")
	}
	applied := map[string]int{}
	enough := func() bool {
		return !slices.ContainsFunc(becomes, func(name string) bool { return applied[name] < 5 })
	}
	for seed := 0; seed < 2000 && !enough(); seed++ {
		moves := rapid.SliceOfN(guaranteetest.Moves(), 90, 90).Example(seed)
		history, err := guaranteetest.Play(wealthy("EUR.2"), lossy(), newSociety, moves)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range history {
			applied[what(a)]++
		}
	}
	if !enough() {
		t.Errorf("applied: %v", applied)
	}
}

// becomes are all the names of what that histories must come to.
var becomes = []string{"Declare", "Declare means", "PayOut", "PayCalls", "Recover money", "Recover worth", "Recover work", "WriteOff", "Clear", "Clear claims"}

// what is the type of an action, and of which sort it is.
func what(a guarantee.Action) string {
	name := reflect.TypeOf(a).Name()
	switch a := a.(type) {
	case guarantee.Recover:
		return name + []string{"", " money", " worth", " work"}[a.In]
	case guarantee.Declare:
		if len(a.Means) > 0 {
			return name + " means"
		}
	case guarantee.Clear:
		if slices.ContainsFunc(a.Lines, func(n credit.NetLine) bool { return strings.HasSuffix(n.Promise, "#due") }) {
			return name + " claims"
		}
	}
	return name
}

// What is drawn by AnyTerms comes to bear: layers of each kind, calls by each base, layers that recoveries refill and
// that they do not. Histories are played until all was seen.
func TestTermsReach(t *testing.T) {
	if testing.Short() {
		t.Skip("some hundred histories")
	}
	wanted := map[string]bool{}
	for k := waterfall.Security; k < waterfall.Haircut; k++ {
		wanted["draws on "+k.String()] = true
	}
	for _, base := range []waterfall.Key{waterfall.Charges, waterfall.Contribution, waterfall.Exposure} {
		wanted["calls by "+base.String()] = true
	}
	for _, k := range []waterfall.Kind{waterfall.Pledges, waterfall.Fund, waterfall.Provisions} {
		wanted["refilled "+k.String()], wanted["not to be refilled "+k.String()] = true, true
	}
	for seed := 0; seed < 2000 && len(wanted) > 0; seed++ {
		var first *guarantee.Society
		open := func(terms guarantee.Terms) (guaranteetest.Machine, error) {
			s, err := guarantee.New(terms)
			first = cmp.Or(first, s)
			return s, err
		}
		moves := rapid.SliceOfN(guaranteetest.Moves(), 90, 90).Example(seed)
		if _, err := guaranteetest.Play(guaranteetest.AnyTerms("EUR.2").Example(seed), lossy(), open, moves); err != nil {
			t.Fatal(err)
		}
		for _, l := range first.Losses() {
			for _, d := range l.Case.Draws {
				layer := l.Case.Layers[d.Layer]
				delete(wanted, "draws on "+layer.Kind.String())
				if layer.Kind == waterfall.Calls {
					delete(wanted, "calls by "+layer.Base.String())
				}
				if !layer.Refill && !l.Case.Recovered.IsZero() {
					delete(wanted, "not to be refilled "+layer.Kind.String())
				}
				if d.Borne != d.Drawn {
					delete(wanted, "refilled "+layer.Kind.String())
				}
			}
		}
	}
	if len(wanted) > 0 {
		t.Errorf("never seen: %v", wanted)
	}
}
