package risk_test

import (
	"fmt"
	"math/big"
	"slices"
	"testing"

	"example.org/mutual/guarantee/risk"
	"example.org/mutual/unit"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestConcentration(t *testing.T) {
	p := exposures([]int64{10, 40, 20, 30}, []string{"0", "0", "0", "0"})
	for k, want := range map[int]*big.Rat{1: big.NewRat(2, 5), 2: big.NewRat(7, 10), 4: big.NewRat(1, 1), 9: big.NewRat(1, 1)} {
		if got, err := p.ShareOfLargest(k); err != nil || got.Cmp(want) != 0 {
			t.Errorf("share of %d: %v, %v, want %v", k, got, err, want)
		}
	}
	if got, err := p.Herfindahl(); err != nil || got.Cmp(big.NewRat(3, 10)) != 0 {
		t.Errorf("Herfindahl %v, %v", got, err)
	}
	alike := exposures(slices.Repeat([]int64{1 << 40}, 7), slices.Repeat([]string{"0"}, 7))
	if got, err := alike.Herfindahl(); err != nil || got.Cmp(big.NewRat(1, 7)) != 0 {
		t.Errorf("Herfindahl of seven alike %v, %v", got, err)
	}
	nothing := exposures([]int64{0}, []string{"1"})
	if h, s := must(nothing.Herfindahl()), must(nothing.ShareOfLargest(1)); h.Sign() != 0 || s.Sign() != 0 {
		t.Errorf("of nothing: %v, %v", h, s)
	}
}

// Among equals the lower name comes first, and the argument stays as it was.
func TestLargest(t *testing.T) {
	p := exposures([]int64{5, 9, 5, 9}, []string{"0", "0", "0", "0"})
	before := slices.Clone(p)
	largest, err := p.Largest(3)
	var names []string
	for _, e := range largest {
		names = append(names, e.Member)
	}
	if err != nil || !slices.Equal(names, []string{"m01", "m03", "m00"}) {
		t.Errorf("%v, %v", names, err)
	}
	if d := cmp.Diff(before, p); d != "" {
		t.Errorf("changed (-before +after):\n%s", d)
	}
}

func TestStress(t *testing.T) {
	p := exposures([]int64{5, 9, 7}, []string{"0", "0", "0"})
	if got, err := p.StressOfLargest(2); err != nil || got != francs(16) {
		t.Errorf("two largest: %v, %v", got, err)
	}
	if got, err := p.StressOf([]string{"m00", "m02", "m00", "stranger"}); err != nil || got != francs(12) {
		t.Errorf("two by name: %v, %v", got, err)
	}
}

// chain is ann, who owes bob, who owes cem and dan; dan can bear it.
func chain() ([]risk.Claim, []risk.Means) {
	return []risk.Claim{
			{Debtor: "bob", Creditor: "dan", Amount: francs(30)},
			{Debtor: "ann", Creditor: "bob", Amount: francs(60)},
			{Debtor: "bob", Creditor: "cem", Amount: francs(10)},
			{Debtor: "ann", Creditor: "bob", Amount: francs(41)},
		}, []risk.Means{
			{Party: "bob", Amount: francs(100)}, {Party: "cem", Amount: francs(9)}, {Party: "dan", Amount: francs(30)},
		}
}

func TestCascade(t *testing.T) {
	claims, means := chain()
	got, err := risk.Cascade(claims, means, []string{"ann", "ann"})
	want := []risk.Fall{{"ann", 0, francs(0)}, {"bob", 1, francs(101)}, {"cem", 2, francs(10)}}
	if d := cmp.Diff(want, got); d != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, d)
	}
	means[0].Amount = francs(101) // to lose all one has is to bear it
	if got, err := risk.Cascade(claims, means, []string{"ann"}); err != nil || len(got) != 1 {
		t.Errorf("%v, %v", got, err)
	}
}

// slowCascade is Cascade by its definition: round by round, it asks everybody.
func slowCascade(claims []risk.Claim, means []risk.Means, first []string) []risk.Fall {
	fallen := map[string]bool{}
	var falls []risk.Fall
	names := slices.Sorted(slices.Values(first))
	for round := 0; len(names) > 0; round++ {
		lost := func(party string) int64 {
			sum := int64(0)
			for _, c := range claims {
				if c.Creditor == party && fallen[c.Debtor] {
					sum += c.Amount.Parts()
				}
			}
			return sum
		}
		for _, name := range slices.Compact(names) {
			falls = append(falls, risk.Fall{Party: name, Round: round, Lost: francs(lost(name))})
		}
		for _, name := range names {
			fallen[name] = true
		}
		names = nil
		for _, m := range means {
			if !fallen[m.Party] && lost(m.Party) > m.Amount.Parts() {
				names = append(names, m.Party)
			}
		}
		slices.Sort(names)
	}
	return falls
}

func TestCascadeIsItsDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.Map(rapid.IntRange(0, 6), func(i int) string { return fmt.Sprint("p", i) })
		var claims []risk.Claim
		for range rapid.IntRange(0, 20).Draw(t, "claims") {
			claims = append(claims, risk.Claim{Debtor: name.Draw(t, "debtor"), Creditor: name.Draw(t, "creditor"), Amount: francs(rapid.Int64Range(0, 9).Draw(t, "amount"))})
		}
		var means []risk.Means
		for i := range 7 {
			means = append(means, risk.Means{Party: fmt.Sprint("p", i), Amount: francs(rapid.Int64Range(0, 15).Draw(t, "means"))})
		}
		first := rapid.SliceOfN(name, 0, 3).Draw(t, "first")
		want := slowCascade(claims, means, first)
		got, err := risk.Cascade(rapid.Permutation(claims).Draw(t, "order"), rapid.Permutation(means).Draw(t, "order"), first)
		if d := cmp.Diff(want, got); d != "" || err != nil {
			t.Fatalf("%v (-want +got):\n%s", err, d)
		}
	})
}

func TestRefusedCascades(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(claims []risk.Claim, means []risk.Means) ([]risk.Claim, []risk.Means, []string)
		reason error
	}{
		{"no means", func(c []risk.Claim, _ []risk.Means) ([]risk.Claim, []risk.Means, []string) { return c, nil, nil }, risk.ErrSize},
		{"too many claims", func(_ []risk.Claim, m []risk.Means) ([]risk.Claim, []risk.Means, []string) {
			return make([]risk.Claim, risk.MembersMax+1), m, nil
		}, risk.ErrSize},
		{"too many first", func(c []risk.Claim, m []risk.Means) ([]risk.Claim, []risk.Means, []string) {
			return c, m, make([]string, risk.MembersMax+1)
		}, risk.ErrSize},
		{"a creditor without means", func(c []risk.Claim, m []risk.Means) ([]risk.Claim, []risk.Means, []string) { return c, m[:2], nil }, risk.ErrMember},
		{"no debtor", func(c []risk.Claim, m []risk.Means) ([]risk.Claim, []risk.Means, []string) {
			c[0].Debtor = ""
			return c, m, nil
		}, risk.ErrMember},
		{"nobody's means", func(c []risk.Claim, m []risk.Means) ([]risk.Claim, []risk.Means, []string) {
			m[0].Party = " "
			return c, m, nil
		}, risk.ErrMember},
		{"nobody first", func(c []risk.Claim, m []risk.Means) ([]risk.Claim, []risk.Means, []string) {
			return c, m, []string{"\x00"}
		}, risk.ErrMember},
		{"means twice", func(c []risk.Claim, m []risk.Means) ([]risk.Claim, []risk.Means, []string) {
			return c, append(m, m[0]), nil
		}, risk.ErrDuplicate},
		{"mixed units", func(c []risk.Claim, m []risk.Means) ([]risk.Claim, []risk.Means, []string) {
			c[2].Amount = unit.New(1, cent)
			return c, m, nil
		}, risk.ErrUnit},
		{"means below zero", func(c []risk.Claim, m []risk.Means) ([]risk.Claim, []risk.Means, []string) {
			m[1].Amount = francs(-1)
			return c, m, nil
		}, risk.ErrAmount},
		{"too much", func(c []risk.Claim, m []risk.Means) ([]risk.Claim, []risk.Means, []string) {
			c[0].Amount, c[1].Amount = francs(1<<62), francs(1)
			return c, m, nil
		}, risk.ErrTotal},
	} {
		t.Run(tt.name, func(t *testing.T) {
			claims, means, first := tt.change(chain())
			falls, err := risk.Cascade(claims, means, first)
			refused(t, err, tt.reason)
			if len(falls) > 0 {
				t.Errorf("%v with %v", falls, err)
			}
		})
	}
}
