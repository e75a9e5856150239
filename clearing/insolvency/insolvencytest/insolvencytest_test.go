package insolvencytest_test

import (
	"context"
	"math/big"
	"reflect"
	"strings"
	"testing"

	"example.org/mutual/clearing/insolvency"
	"example.org/mutual/clearing/insolvency/insolvencytest"
	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

// The checker was written apart from Verify, and refuses every tampering with anything but the proof.
func TestCheck(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, o := insolvencytest.Webs().Draw(t, "system"), insolvencytest.Options().Draw(t, "options")
		r, err := insolvency.Settle(context.Background(), s, o)
		if err != nil {
			t.Fatal(err)
		}
		for spoiled := range insolvencytest.Tamperings(r) {
			proof := strings.HasPrefix(spoiled.Name, "round") || spoiled.Name == "position: level"
			if err := insolvencytest.Check(s, o, spoiled.Result); err == nil && !proof {
				t.Fatalf("%s: Check found nothing", spoiled.Name)
			}
		}
	})
}

// A solver that gives the least vector for the greatest is found out: its payments pass Check.
func TestCheckExtreme(t *testing.T) {
	wrong := func(ctx context.Context, s insolvency.System, o insolvency.Options) (*insolvency.Result, error) {
		o.Least = !o.Least
		return insolvency.Settle(ctx, s, o)
	}
	found := 0
	for seed := range 300 {
		s, o := insolvencytest.Tiny().Example(seed), insolvencytest.Options().Example(seed)
		if insolvencytest.CheckExtreme(s, o, wrong) != nil {
			found++
		}
	}
	if found < 5 {
		t.Errorf("found out %d times in 300", found)
	}
}

// The generators draw what their comments promise.
func TestGenerators(t *testing.T) {
	met := map[string]int{}
	for seed := range 300 {
		s, o := insolvencytest.Webs().Example(seed), insolvencytest.Options().Example(seed)
		r, err := insolvency.Settle(t.Context(), s, o)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range r.Positions {
			if p.InDefault() {
				met["default"]++
			}
			if p.Level > 2 {
				met["level 3"]++
			}
			if !p.Pays.Rat().IsInt() {
				met["fraction"]++
			}
		}
		for _, d := range s.Debts {
			if d.Class == 3 {
				met["class 3"]++
			}
			if !d.Receipt.Unit().IsZero() {
				met["guaranteed"]++
			}
		}
	}
	for _, what := range []string{"default", "level 3", "fraction", "class 3", "guaranteed"} {
		if met[what] < 20 {
			t.Errorf("%s: %d times", what, met[what])
		}
	}
}

func TestLarge(t *testing.T) {
	s := insolvencytest.Large(1000, 5000, 100, 1)
	if !reflect.DeepEqual(s, insolvencytest.Large(1000, 5000, 100, 1)) || len(s.Debts) != 5000 {
		t.Error("not the same system again")
	}
	r, err := insolvency.Settle(t.Context(), s, insolvency.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defaults := 0
	for _, p := range r.Positions {
		if p.InDefault() {
			defaults++
		}
	}
	if defaults < 3 || defaults > 100 {
		t.Errorf("%d in default", defaults)
	}
}

// Of two rings that no means reach each may pay all or nothing, whatever the other does: the least vector and the
// greatest are those of both together.
func TestOracleOfTwoRings(t *testing.T) {
	debt := func(id, debtor, creditor string) insolvency.Debt {
		return insolvency.Debt{ID: id, Debtor: debtor, Creditor: creditor, Amount: unit.New(1, unit.Joule)}
	}
	s := insolvency.System{Debts: []insolvency.Debt{debt("1", "ann", "bob"), debt("2", "bob", "ann"), debt("3", "Bob", "carol"), debt("4", "carol", "Bob")}}
	least, greatest, err := insolvencytest.Oracle(s, insolvency.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range greatest {
		if least[i].Sign() != 0 || greatest[i].Cmp(big.NewRat(1, 1)) != 0 {
			t.Errorf("party %d pays %v to %v", i, least[i], greatest[i])
		}
	}
}
