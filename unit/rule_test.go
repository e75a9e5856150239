package unit_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"example.org/mutual/unit"
	"example.org/mutual/unit/amounttest"
	"pgregory.net/rapid"
)

// splitParts splits with this rule, holds the outcome to the slow twin, and returns the parts.
func splitParts(tb testing.TB, total int64, r unit.Rule, shares []unit.Share) (parts []int64, residue int64) {
	tb.Helper()
	amount := unit.New(total, unit.Joule)
	got, err := unit.Split(amount, shares, r)
	if err == nil {
		err = amounttest.CheckSplit(amount, shares, r, got)
	}
	if err != nil {
		tb.Errorf("%d among %v by %v: %v", total, shares, r, err)
		return nil, 0
	}
	return partsOf(got.Parts), got.Residue.Parts()
}

// The marriage contract of the Mishnah, Ketubot 93a, in the figures of Aumann and Maschler (1985): claims
// of 100, 200 and 300 against what there is. The Talmud column is theirs; the others follow from the rules.
// Sixths of a zuz make every quota whole.
func TestBankruptcy(t *testing.T) {
	for _, c := range []struct {
		estate int64
		rule   unit.Rule
		want   []int64 // in sixths of a zuz
	}{
		{100, unit.LargestRemainder, []int64{100, 200, 300}},
		{200, unit.LargestRemainder, []int64{200, 400, 600}},
		{300, unit.LargestRemainder, []int64{300, 600, 900}},
		{100, unit.EqualAwards, []int64{200, 200, 200}},
		{200, unit.EqualAwards, []int64{400, 400, 400}},
		{300, unit.EqualAwards, []int64{600, 600, 600}},
		{100, unit.EqualLosses, []int64{0, 0, 600}},
		{200, unit.EqualLosses, []int64{0, 300, 900}},
		{300, unit.EqualLosses, []int64{0, 600, 1200}},
		{100, unit.Talmud, []int64{200, 200, 200}},
		{200, unit.Talmud, []int64{300, 450, 450}},
		{300, unit.Talmud, []int64{300, 600, 900}},
		{400, unit.Talmud, []int64{300, 750, 1350}},
		{500, unit.Talmud, []int64{400, 1000, 1600}},
	} {
		got, residue := splitParts(t, 6*c.estate, c.rule, claims(600, 1200, 1800))
		if !slices.Equal(got, c.want) || residue != 0 {
			t.Errorf("%d by %v: %d/6, residue %d, want %d/6", c.estate, c.rule, got, residue, c.want)
		}
	}
}

// In whole parts, the thirds are rounded by largest remainder.
func TestBankruptcyRounded(t *testing.T) {
	for r, want := range map[unit.Rule][]int64{
		unit.LargestRemainder: {17, 33, 50}, unit.EqualAwards: {34, 33, 33}, unit.EqualLosses: {0, 0, 100}, unit.Talmud: {34, 33, 33},
	} {
		if got, _ := splitParts(t, 100, r, claims(100, 200, 300)); !slices.Equal(got, want) {
			t.Errorf("100 by %v: %d, want %d", r, got, want)
		}
	}
	if got, _ := splitParts(t, 3, unit.Talmud, claims(1, 2, 3)); !slices.Equal(got, []int64{1, 1, 1}) {
		t.Errorf("quotas 1/2, 1, 3/2: %d", got) // the two halves tie, the lower key goes first
	}
}

// The contested garment (Mishnah, Bava Metzia 2a): one holds all of it, one half, and they divide 3/4 and 1/4.
func TestContestedGarment(t *testing.T) {
	if got, _ := splitParts(t, 100, unit.Talmud, claims(100, 50)); !slices.Equal(got, []int64{75, 25}) {
		t.Errorf("%d", got)
	}
}

func TestClaimsMet(t *testing.T) {
	for _, r := range []unit.Rule{unit.EqualAwards, unit.EqualLosses, unit.Talmud} {
		for total, want := range map[int64]int64{600: 0, 601: 1, math.MaxInt64: math.MaxInt64 - 600, -1000: -400, math.MinInt64: math.MinInt64 + 600} {
			got, residue := splitParts(t, total, r, claims(100, 200, 300))
			met := []int64{100, 200, 300}
			if total < 0 {
				met = []int64{-100, -200, -300}
			}
			if !slices.Equal(got, met) || residue != want {
				t.Errorf("%d by %v: %d, residue %d, want %d", total, r, got, residue, want)
			}
		}
		if got, residue := splitParts(t, 0, r, claims(0, 5)); !slices.Equal(got, []int64{0, 0}) || residue != 0 {
			t.Errorf("nothing by %v: %d, %d", r, got, residue)
		}
		if got, residue := splitParts(t, math.MaxInt64, r, claims(math.MaxInt64-1, 0, 1)); !slices.Equal(got, []int64{math.MaxInt64 - 1, 0, 1}) || residue != 0 {
			t.Errorf("everything by %v: %d, %d", r, got, residue)
		}
	}
}

// capped are shares of these weights and caps; a cap of -1 is none.
func capped(weights, caps []int64) []unit.Share {
	shares := claims(weights...)
	for i, c := range caps {
		if c >= 0 {
			shares[i].Cap = unit.New(c, unit.Joule)
		}
	}
	return shares
}

// Water-filling: whoever is full leaves the rest to the others, in proportion; what nobody can take is the
// residue.
func TestWaterFilling(t *testing.T) {
	const most = math.MaxInt64
	for _, c := range []struct {
		total         int64
		weights, caps []int64
		want          []int64
		residue       int64
	}{
		{100, []int64{50, 30, 20}, []int64{30, 40, 40}, []int64{30, 40, 30}, 0},
		{100, []int64{50, 30, 20}, []int64{30, 30, 20}, []int64{30, 30, 20}, 20},
		{1800, []int64{4, 3, 2, 1}, []int64{600, 1200, 300, 400}, []int64{600, 675, 300, 225}, 0}, // twice 900 by caps 300, 600, 150, 200
		{900, []int64{4, 3, 2, 1}, []int64{300, 600, 150, 200}, []int64{300, 338, 150, 112}, 0},   // quotas 300, 337 1/2, 150, 112 1/2
		{10, []int64{1, 1}, []int64{-1, 2}, []int64{8, 2}, 0},
		{10, []int64{1, 1}, []int64{0, -1}, []int64{0, 10}, 0},
		{10, []int64{1, 1}, []int64{0, 0}, []int64{0, 0}, 10},
		{10, []int64{1, 0}, []int64{3, 9}, []int64{3, 0}, 7}, // no weight takes no rest
		{10, []int64{1, 0}, []int64{3, -1}, []int64{3, 0}, 7},
		{-10, []int64{1, 0}, []int64{3, -1}, []int64{-3, 0}, -7},
		{3, []int64{1, 1, 1, 1}, []int64{1, 1, 1, 1}, []int64{1, 1, 1, 0}, 0},
		{10, []int64{1, 1}, []int64{5, 5}, []int64{5, 5}, 0},
		{most, []int64{most - 1, 1}, []int64{1, most}, []int64{1, most - 1}, 0},
		{math.MinInt64, []int64{1, 1}, []int64{most, 0}, []int64{-most, 0}, -1},
		{math.MinInt64, []int64{1, 1}, []int64{most, most}, []int64{math.MinInt64 / 2, math.MinInt64 / 2}, 0},
	} {
		got, residue := splitParts(t, c.total, unit.LargestRemainder, capped(c.weights, c.caps))
		if !slices.Equal(got, c.want) || residue != c.residue {
			t.Errorf("%d by %d within %d: %d, residue %d, want %d and %d", c.total, c.weights, c.caps, got, residue, c.want, c.residue)
		}
	}
}

func TestCapsRefused(t *testing.T) {
	total := unit.New(10, unit.Joule)
	for name, c := range map[string]struct {
		cap  unit.Amount
		rule unit.Rule
	}{
		"below zero":         {unit.New(-1, unit.Joule), unit.LargestRemainder},
		"in another unit":    {unit.New(5, unit.WattHour), unit.LargestRemainder},
		"zero of another":    {unit.New(0, unit.WattHour), unit.LargestRemainder},
		"in no unit":         {unit.New(5, unit.Unit{}), unit.LargestRemainder},
		"under equal awards": {unit.New(5, unit.Joule), unit.EqualAwards},
		"under equal losses": {unit.New(5, unit.Joule), unit.EqualLosses},
		"under Talmud":       {unit.New(5, unit.Joule), unit.Talmud},
		"over time":          {unit.New(5, unit.Joule), unit.CumulativeRounding},
		"without rounding":   {unit.New(5, unit.Joule), unit.Fractional},
	} {
		shares := claims(1, 1)
		shares[1].Cap = c.cap
		if got, err := unit.Split(total, shares, c.rule); !errors.Is(err, unit.ErrCap) || got.Parts != nil {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	shares := claims(1, 1)
	shares[0].Cap = total
	if got, next, err := unit.Carry(nil).Split(total, shares); !errors.Is(err, unit.ErrCap) || got.Parts != nil || next != nil {
		t.Errorf("with a carry: %v, %v", got, err)
	}
}

// The seven roundings of the Open Cap Table format, schema VestingTerms, allocation_type: 18 over 4.
func TestOpenCapTable(t *testing.T) {
	for name, want := range map[string][]int64{
		"CUMULATIVE_ROUNDING":            {5, 4, 5, 4},
		"CUMULATIVE_ROUND_DOWN":          {4, 5, 4, 5},
		"FRONT_LOADED":                   {5, 5, 4, 4},
		"BACK_LOADED":                    {4, 4, 5, 5},
		"FRONT_LOADED_TO_SINGLE_TRANCHE": {6, 4, 4, 4},
		"BACK_LOADED_TO_SINGLE_TRANCHE":  {4, 4, 4, 6},
		"FRACTIONAL":                     nil,
	} {
		r := ruleOf(t, name)
		if want == nil {
			if got, err := unit.Split(unit.New(18, unit.Joule), claims(1, 1, 1, 1), r); !errors.Is(err, unit.ErrFractional) || got.Parts != nil {
				t.Errorf("%s: %v, %v", name, got, err)
			}
			want = []int64{5, 5, 5, 5}
			if got, _ := splitParts(t, 20, r, claims(1, 1, 1, 1)); !slices.Equal(got, want) {
				t.Errorf("%s: %d", name, got)
			}
			continue
		}
		if got, _ := splitParts(t, 18, r, claims(1, 1, 1, 1)); !slices.Equal(got, want) {
			t.Errorf("%s: %d, want %d", name, got, want)
		}
		for i := range want {
			want[i] = -want[i]
		}
		if got, _ := splitParts(t, -18, r, claims(1, 1, 1, 1)); !slices.Equal(got, want) {
			t.Errorf("%s: %d, want %d", name, got, want)
		}
	}
}

// ruleOf finds a rule by its name in the format.
func ruleOf(t *testing.T, name string) unit.Rule {
	for r := unit.LargestRemainder; r <= unit.Fractional; r++ {
		if strings.NewReplacer(" ", "_", "-", "_").Replace(strings.ToUpper(r.String())) == name {
			return r
		}
	}
	t.Fatalf("no rule %s", name)
	return 0
}

func TestRuleNames(t *testing.T) {
	seen := map[string]bool{}
	for r := unit.LargestRemainder; r <= unit.Fractional; r++ {
		if seen[r.String()] || r.String() == "" {
			t.Errorf("rule %d is %q", r, r)
		}
		seen[r.String()] = true
	}
	if (unit.Fractional+1).String() != "no rule" || unit.Rule(255).String() != "no rule" || unit.Rule(0) != unit.LargestRemainder {
		t.Error("a rule that is none has a name")
	}
}

// A tranche rule gives its surplus to a period with a weight, even where its quota is whole.
func TestTranchesSkipNoWeight(t *testing.T) {
	if got, _ := splitParts(t, 5, unit.FrontLoadedToSingleTranche, claims(0, 2, 2, 0)); !slices.Equal(got, []int64{0, 3, 2, 0}) {
		t.Errorf("%d", got)
	}
	if got, _ := splitParts(t, 5, unit.BackLoadedToSingleTranche, claims(0, 2, 2, 0)); !slices.Equal(got, []int64{0, 2, 3, 0}) {
		t.Errorf("%d", got)
	}
	if got, _ := splitParts(t, 7, unit.FrontLoadedToSingleTranche, claims(4, 3, 3, 4)); !slices.Equal(got, []int64{3, 1, 1, 2}) {
		t.Errorf("quotas 2, 1 1/2, 1 1/2, 2: %d", got)
	}
}

// github.com/hypha-dao: a community owns 25/20/20/20/15 % of 1000 units at one price and 500 at another; and
// 40/35/25 % of the same. Each source is shared out by itself.
func TestHypha(t *testing.T) {
	for _, c := range []struct{ weights, want []int64 }{
		{[]int64{25, 20, 20, 20, 15}, []int64{375, 300, 300, 300, 225}},
		{[]int64{40, 35, 25}, []int64{600, 525, 375}},
	} {
		first, _ := splitParts(t, 1000, unit.LargestRemainder, claims(c.weights...))
		second, _ := splitParts(t, 500, unit.LargestRemainder, claims(c.weights...))
		for i := range first {
			first[i] += second[i]
		}
		if !slices.Equal(first, c.want) {
			t.Errorf("%d: %d, want %d", c.weights, first, c.want)
		}
	}
}

// Energy shared within a building, in watt-hours: by fixed keys, and in proportion to what is consumed.
func TestEnergyKeys(t *testing.T) {
	consumed := []int64{2000, 6000, 4000}
	if got, _ := splitParts(t, 10_000, unit.LargestRemainder, claims(consumed...)); !slices.Equal(got, []int64{1667, 5000, 3333}) {
		t.Errorf("in proportion to what is consumed: %d", got)
	}
	if got, residue := splitParts(t, 10_000, unit.LargestRemainder, capped([]int64{5, 3, 2}, consumed)); !slices.Equal(got, []int64{2000, 4800, 3200}) || residue != 0 {
		t.Errorf("fixed keys, and what is over goes to the others: %d, %d", got, residue)
	}
}

// The dual of a rule shares out the losses: equal losses are the claims less equal awards of what is missing,
// and Talmud is its own dual. In quotas, which are exact.
func TestDuals(t *testing.T) {
	dual := map[unit.Rule]unit.Rule{unit.EqualAwards: unit.EqualLosses, unit.EqualLosses: unit.EqualAwards, unit.Talmud: unit.Talmud}
	rapid.Check(t, func(t *rapid.T) {
		shares := amounttest.Shares(10).Draw(t, "shares")
		sum := sumWeights(shares)
		estate := rapid.Int64Range(0, sum).Draw(t, "estate")
		for r, other := range dual {
			awards, err1 := unit.Split(unit.New(estate, unit.Joule), shares, r)
			losses, err2 := unit.Split(unit.New(sum-estate, unit.Joule), shares, other)
			if err := errors.Join(err1, err2); err != nil {
				t.Fatal(err)
			}
			for i, s := range shares {
				both := awards.Quotas[i].Rat()
				if both.Add(both, losses.Quotas[i].Rat()); !both.IsInt() || both.Num().Int64() != s.Weight {
					t.Fatalf("%v of %d: %q is awarded %v and loses %v of %d", r, estate, s.Key, awards.Quotas[i].Rat(), losses.Quotas[i].Rat(), s.Weight)
				}
			}
		}
	})
}

func sumWeights(shares []unit.Share) int64 {
	var sum int64
	for _, s := range shares {
		sum += s.Weight
	}
	return sum
}

// With more to share out, nobody's quota under the rules of claims is less, nor a share's under water-filling;
// and within a rule of claims, whoever claims more is neither awarded less nor loses less.
func TestMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rapid.SampledFrom([]unit.Rule{unit.LargestRemainder, unit.EqualAwards, unit.EqualLosses, unit.Talmud}).Draw(t, "rule")
		shares := amounttest.Shares(10).Draw(t, "shares")
		if r == unit.LargestRemainder {
			shares = amounttest.CappedShares(10, unit.Joule).Draw(t, "capped")
		}
		less := rapid.Int64Range(0, math.MaxInt64-10).Draw(t, "less")
		less = rapid.SampledFrom([]int64{less, less % (sumWeights(shares) + 1)}).Draw(t, "total")
		more := less + rapid.Int64Range(1, 10).Draw(t, "more")
		got1, err1 := unit.Split(unit.New(less, unit.Joule), shares, r)
		got2, err2 := unit.Split(unit.New(more, unit.Joule), shares, r)
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
		for i, s := range shares {
			q := got1.Quotas[i].Rat()
			if q.Cmp(got2.Quotas[i].Rat()) > 0 {
				t.Fatalf("%v: %q gets %v of %d and %v of %d", r, s.Key, q, less, got2.Quotas[i].Rat(), more)
			}
			for j, other := range shares {
				if r != unit.LargestRemainder && s.Weight > other.Weight && q.Cmp(got1.Quotas[j].Rat()) < 0 {
					t.Fatalf("%v: %q claims more than %q, and gets %v", r, s.Key, other.Key, q)
				}
			}
		}
	})
}

// Over time: every running total is within half a part of what is exactly due, or below it by less than a
// part where it is rounded down.
func TestCumulativePrefixes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := amounttest.Divisions(unit.CumulativeRounding).Draw(t, "division")
		up, err1 := unit.Split(d.Total, d.Shares, unit.CumulativeRounding)
		down, err2 := unit.Split(d.Total, d.Shares, unit.CumulativeRoundDown)
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
		half, none, one := rat(t, "0.5"), rat(t, "0"), rat(t, "1")
		exact, nearest, floor := rat(t, "0"), rat(t, "0"), rat(t, "0")
		for _, i := range byKey(d.Shares) {
			exact.Add(exact, up.Quotas[i].Rat())
			nearest.Add(nearest, unit.New(up.Parts[i].Parts(), hour).Rat())
			floor.Add(floor, unit.New(down.Parts[i].Parts(), hour).Rat())
			off, short := rat(t, "0").Sub(exact, nearest), rat(t, "0").Sub(exact, floor)
			if d.Total.Sign() < 0 {
				short.Neg(short)
			}
			if off.Abs(off).Cmp(half) > 0 || short.Cmp(none) < 0 || short.Cmp(one) >= 0 {
				t.Fatalf("up to %q %v are due, and given are %v and, rounded down, %v", d.Shares[i].Key, exact, nearest, floor)
			}
		}
	})
}

var hour, _ = unit.Custom("hour", 0)

// byKey returns the places of the shares in the order of their keys.
func byKey(shares []unit.Share) []int {
	order := make([]int, len(shares))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return strings.Compare(shares[i].Key, shares[j].Key) })
	return order
}

// What is said of all rules, with as many shares as matter and the largest numbers.
func TestEveryRuleWithMany(t *testing.T) {
	shares := manyShares(3000)
	for r := unit.LargestRemainder; r < unit.Fractional; r++ {
		if r == unit.EqualLosses || r == unit.Talmud {
			continue // the slow twin takes too long: TestInvariant6 looks at them
		}
		splitParts(t, math.MaxInt64-1, r, shares)
		splitParts(t, math.MinInt64, r, shares)
	}
}
