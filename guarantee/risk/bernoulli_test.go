package risk_test

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"example.org/mutual/guarantee/risk"
	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

// enumerate is Bernoulli by its definition: it goes through every set of members that can default, and returns
// the probability of each loss in francs.
func enumerate(p risk.Portfolio) []*big.Rat {
	var masses []*big.Rat
	for set := range 1 << len(p) {
		loss, mass := 0, big.NewRat(1, 1)
		for i, e := range p {
			chance := e.Default.Rat()
			if set>>i&1 == 1 {
				loss += int(e.Amount.Parts())
			} else {
				chance.Sub(big.NewRat(1, 1), chance)
			}
			mass.Mul(mass, chance)
		}
		for len(masses) <= loss {
			masses = append(masses, new(big.Rat))
		}
		masses[loss].Add(masses[loss], mass)
	}
	return masses
}

// expectation returns the sum of f(loss) times its probability.
func expectation(masses []*big.Rat, f func(loss int64) int64) *big.Rat {
	sum := new(big.Rat)
	for x, mass := range masses {
		sum.Add(sum, new(big.Rat).Mul(mass, big.NewRat(f(int64(x)), 1)))
	}
	return sum
}

// Every figure of an exact distribution is what going through all cases makes it.
func TestBernoulliIsEnumeration(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := portfolios(10, 2).Draw(t, "portfolio")
		d := bernoulli(t, p, risk.Options{})
		masses := enumerate(p)
		for loss, g := range d.Points() {
			if g.Cmp(masses[loss.Parts()]) != 0 {
				t.Fatalf("loss of %v at %v, not %v", loss, g, masses[loss.Parts()])
			}
		}
		pool := rapid.Int64Range(0, 320).Draw(t, "pool")
		mean := expectation(masses, func(x int64) int64 { return x })
		square := expectation(masses, func(x int64) int64 { return x * x })
		for _, f := range []struct {
			what      string
			got, want *big.Rat
		}{
			{"mean", d.Mean(), mean},
			{"variance", d.Variance(), square.Sub(square, new(big.Rat).Mul(mean, mean))},
			{"stop-loss", must(d.StopLoss(francs(pool))), expectation(masses, func(x int64) int64 { return max(0, x-pool) })},
			{"exhaustion", must(d.Exhaustion(francs(pool))), expectation(masses, func(x int64) int64 { return min(max(0, x-pool), 1) })},
		} {
			if f.got.Cmp(f.want) != 0 {
				t.Fatalf("%s %v, not %v", f.what, f.got, f.want)
			}
		}
		level := levels().Draw(t, "level")
		checkQuantile(t, d, masses, level)
	})
}

// checkQuantile compares the quantile with the sum of the probabilities up to it, and the shortfall with the mean
// of the worst losses, taken from the top until their probabilities sum to 1 - level.
func checkQuantile(t *rapid.T, d *risk.Exact, masses []*big.Rat, level risk.Ratio) {
	t.Helper()
	q, within := 0, new(big.Rat).Set(masses[0])
	for ; within.Cmp(level.Rat()) < 0; within.Add(within, masses[q]) {
		q++
	}
	if got := d.Quantile(level); got.Parts() != int64(q) {
		t.Fatalf("quantile of %v: %v, not %d", level, got, q)
	}
	worst := new(big.Rat).Sub(big.NewRat(1, 1), level.Rat())
	left, sum := new(big.Rat).Set(worst), new(big.Rat)
	for x := len(masses) - 1; x >= 0; x-- {
		take := masses[x]
		if take.Cmp(left) > 0 {
			take = left
		}
		sum.Add(sum, new(big.Rat).Mul(take, big.NewRat(int64(x), 1)))
		left = new(big.Rat).Sub(left, take)
	}
	if got := must(d.Shortfall(level)); got.Cmp(sum.Quo(sum, worst)) != 0 {
		t.Fatalf("shortfall at %v: %v, not %v", level, got, sum)
	}
}

// Ten members at one in ten: nobody defaults with a probability of exactly 0.9^10, which no float is.
func TestQuantileOnAStep(t *testing.T) {
	amounts, defaults := slices.Repeat([]int64{1}, 9), slices.Repeat([]string{"0.1"}, 9)
	d := bernoulli(t, exposures(amounts, defaults), risk.Options{})
	for _, tt := range []struct {
		level risk.Ratio
		want  int64
	}{
		{ratio("387420489/1000000000"), 0}, // 0.9^9
		{ratio("387420490/1000000000"), 1},
		{ratio("774840978/1000000000"), 1}, // 0.9^9 + 9 x 0.1 x 0.9^8
		{ratio("774840979/1000000000"), 2},
		{ratio("0"), 0},
		{ratio("1"), 9},
	} {
		if got := d.Quantile(tt.level); got != francs(tt.want) {
			t.Errorf("quantile of %v: %v, want %d", tt.level, got, tt.want)
		}
	}
	if _, err := d.Shortfall(all); !errors.Is(err, risk.ErrTail) {
		t.Errorf("shortfall at 1: %v", err)
	}
}

// Rounding up to bands lowers no loss, and raises none by more than Excess: so with quantiles.
func TestBandsBracket(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := portfolios(10, 0).Draw(t, "portfolio")
		exact := bernoulli(t, p, risk.Options{})
		rough := bernoulli(t, p, risk.Options{Band: francs(rapid.Int64Range(1, 40).Draw(t, "band"))})
		level := levels().Draw(t, "level")
		more := rough.Quantile(level).Parts() - exact.Quantile(level).Parts()
		if more < 0 || more > rough.Excess().Parts() || exact.Excess().Sign() != 0 {
			t.Fatalf("%v in bands of %v, %v without, excess %v", rough.Quantile(level), rough.Band(), exact.Quantile(level), rough.Excess())
		}
	})
}

// What a member can lose, and how likely, moves every figure the same way.
func TestBernoulliIsMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := portfolios(10, 0).Draw(t, "portfolio")
		o := risk.Options{Band: francs(rapid.Int64Range(1, 5).Draw(t, "band"))}
		less, more := bernoulli(t, p, o), bernoulli(t, worse(t, p), o)
		level, pool := levels().Draw(t, "level"), francs(rapid.Int64Range(0, 300).Draw(t, "pool"))
		if less.Quantile(level).Compare(more.Quantile(level)) > 0 {
			t.Fatalf("quantile falls from %v to %v", less.Quantile(level), more.Quantile(level))
		}
		for _, f := range []func(d *risk.Exact) *big.Rat{
			func(d *risk.Exact) *big.Rat { return d.Mean() },
			func(d *risk.Exact) *big.Rat { return must(d.Shortfall(level)) },
			func(d *risk.Exact) *big.Rat { return must(d.StopLoss(pool)) },
			func(d *risk.Exact) *big.Rat { return must(d.Exhaustion(pool)) },
		} {
			if f(less).Cmp(f(more)) > 0 {
				t.Fatalf("falls from %v to %v", f(less), f(more))
			}
		}
	})
}

// worse returns p with a larger exposure, or a larger probability, of one member.
func worse(t *rapid.T, p risk.Portfolio) risk.Portfolio {
	p = slices.Clone(p)
	e := &p[rapid.IntRange(0, len(p)-1).Draw(t, "who")]
	e.Amount = francs(e.Amount.Parts() + rapid.Int64Range(0, 10).Draw(t, "more"))
	if likelier := ratios().Draw(t, "likelier"); likelier.Cmp(e.Default) > 0 {
		e.Default = likelier
	}
	return p
}

// ES >= VaR >= 0, and the probabilities sum to 1, exactly.
func TestBernoulliIsCoherent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := bernoulli(t, portfolios(12, 0).Draw(t, "portfolio"), risk.Options{})
		level := levels().Draw(t, "level")
		q := d.Quantile(level)
		if q.Sign() < 0 || q.Compare(d.Max()) > 0 || must(d.Shortfall(level)).Cmp(q.Rat()) < 0 {
			t.Fatalf("VaR %v, ES %v, maximum %v", q, must(d.Shortfall(level)), d.Max())
		}
		sum := new(big.Rat)
		for _, g := range d.Points() {
			sum.Add(sum, g)
		}
		if sum.Cmp(big.NewRat(1, 1)) != 0 {
			t.Fatalf("probabilities sum to %v", sum)
		}
	})
}

// manyMembers are so many members with exposures of up to a thousand francs in tens, and probabilities of up to
// 5 % in denominators of nine digits.
func manyMembers(n int) risk.Portfolio {
	var p risk.Portfolio
	for i := range int64(n) {
		p = append(p, risk.Exposure{
			Member:  fmt.Sprint(i),
			Amount:  unit.New(1+i*7919%100, franc),
			Default: risk.MustRatio(1+i*7_368_787%50_000_000, 999_999_937),
		})
	}
	return p
}

func TestBernoulliLimits(t *testing.T) {
	wide := exposures([]int64{65_535}, []string{"0.5"})
	if d := bernoulli(t, wide, risk.Options{Band: francs(1)}); d.Max() != francs(65_535) {
		t.Errorf("largest loss %v", d.Max())
	}
	wide[0].Amount = francs(65_536)
	_, err := risk.Bernoulli(t.Context(), wide, risk.Options{Band: francs(1)})
	refused(t, err, risk.ErrLattice)

	// What the error asks for is enough, and a little less is not.
	fine := exposures(slices.Repeat([]int64{99}, 300), slices.Repeat([]string{"0.5"}, 300))
	fine[7].Amount = francs(1<<61 + 1)
	_, err = risk.Bernoulli(t.Context(), fine, risk.Options{})
	refused(t, err, risk.ErrLattice)
	if want := "a band of at least 35346715861328 franc"; !strings.HasSuffix(err.Error(), want) {
		t.Fatalf("%v, want %s", err, want)
	}
	bernoulli(t, fine, risk.Options{Band: francs(35_346_715_861_328)})
	_, err = risk.Bernoulli(t.Context(), fine, risk.Options{Band: francs(35_000_000_000_000)})
	refused(t, err, risk.ErrLattice)

	// So many digits, points and members together take too long; a wider band does not.
	_, err = risk.Bernoulli(t.Context(), manyMembers(500), risk.Options{})
	refused(t, err, risk.ErrLattice)
	if d := bernoulli(t, manyMembers(500), risk.Options{Band: francs(5)}); d.Excess().Sign() <= 0 {
		t.Errorf("excess %v", d.Excess())
	}
	_, err = risk.Bernoulli(t.Context(), exposures([]int64{5, 5, 5}, []string{"1", "1", "1"}), risk.Options{Band: francs(1 << 62)})
	refused(t, err, risk.ErrBand)
	_, err = risk.Bernoulli(t.Context(), manyMembers(70_000), risk.Options{})
	refused(t, err, risk.ErrLattice)
}

// A society in which nobody can default, or nobody owes anything, loses nothing.
func TestNothingToLose(t *testing.T) {
	for _, p := range []risk.Portfolio{exposures([]int64{0, 0}, []string{"0.5", "1"}), exposures([]int64{7}, []string{"0"})} {
		d := bernoulli(t, p, risk.Options{})
		e := creditRisk(t, p, half, risk.Options{})
		q, err := e.Quantile(ratio("0.999"))
		if d.Max() != francs(0) || d.Mean().Sign() != 0 || q != francs(0) || err != nil || e.Mean() != 0 || e.SD() != 0 {
			t.Errorf("loses %v at most, %v on average; estimated %v, %v, %v", d.Max(), d.Mean(), q, err, e.Mean())
		}
		if s := must(d.Shortfall(ratio("0.9"))); s.Sign() != 0 || must(e.Shortfall(ratio("0.9"))) != 0 {
			t.Errorf("shortfall %v", s)
		}
	}
}

func TestContextEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	p := csfb()
	if _, err := risk.Bernoulli(ctx, p, risk.Options{Band: francs(10_000)}); !errors.Is(err, context.Canceled) {
		t.Errorf("Bernoulli: %v", err)
	}
	if _, err := risk.CreditRisk(ctx, p, nil, risk.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("CreditRisk: %v", err)
	}
}
