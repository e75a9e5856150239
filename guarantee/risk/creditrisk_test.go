package risk_test

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"math/big"
	"slices"
	"testing"

	"example.org/mutual/guarantee/risk"
	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

// massesOf returns the probability of each number of bands.
func massesOf(d *risk.Estimate) []float64 {
	var masses []float64
	for _, g := range d.Points() {
		masses = append(masses, g)
	}
	return masses
}

// spreads generates one to three sectors, some of a certain rate.
func spreads() *rapid.Generator[[]risk.Sector] {
	sector := rapid.Map(rapid.SampledFrom([]float64{0, risk.SpreadMin, .25, .5, 1, 1.5, risk.SpreadMax}), func(s float64) risk.Sector {
		return risk.Sector{Spread: s}
	})
	return rapid.SliceOfN(sector, 3, 3)
}

// A lattice of francs rounds no exposure of small portfolios, so that nothing but the tail and rounding is left.
var exactBands = risk.Options{Band: francs(1)}

// The probabilities sum to 1 less the tail; mean and variance are those of the formulas as far as the tail, which
// has the largest losses, lets a sum over the points say so.
func TestCreditRiskMoments(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, sectors := portfolios(12, 3).Draw(t, "portfolio"), spreads().Draw(t, "sectors")
		d := creditRisk(t, p, sectors, exactBands)
		a := d.Accuracy()
		var mass, mean, square float64
		for x, g := range massesOf(d) {
			mass += g
			mean += float64(x) * g
			square += float64(x) * float64(x) * g
		}
		near(t, "mass", mass+a.Tail, 1, 1e-12+a.Rounding)
		far := 4 * float64(a.Points) // no mean beyond the lattice is this far
		near(t, "mean", mean, d.Mean(), 1e-9+a.Tail*far)
		near(t, "sd", math.Sqrt(square-mean*mean), d.SD(), 1e-6+math.Sqrt(a.Tail)*far)
		if a.Tail > 1e-9 || a.Banded != a.Unbanded || a.Banded != d.SD() {
			t.Fatalf("accuracy %+v", a)
		}
	})
}

// Independent sources of risk add up: the distribution is the convolution of those that each source would make
// alone. That is the slow way to find it, and needs no logarithm of a series.
func TestSourcesConvolve(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, sectors := portfolios(8, 3).Draw(t, "portfolio"), spreads().Draw(t, "sectors")
		want := []float64{1}
		for k := range sectors {
			want = convolved(want, alone(t, p, sectors, k))
		}
		want = convolved(want, alone(t, p, sectors, -1))
		d := creditRisk(t, p, sectors, exactBands)
		for x, g := range massesOf(d) {
			if x < len(want) {
				near(t, "probability", g, want[x], 1e-8) // the tails of the sources lack
			}
		}
	})
}

// alone returns the distribution of what is lost through one sector, or through what members have of their own.
func alone(t *rapid.T, p risk.Portfolio, sectors []risk.Sector, k int) []float64 {
	p = slices.Clone(p)
	for i, e := range p {
		part := risk.MustRatio(12, 12).Rat()
		for j, w := range e.Weights {
			if k < 0 {
				part.Sub(part, w.Rat())
			} else if j == k {
				part = w.Rat()
			}
		}
		if k >= len(e.Weights) {
			part.SetInt64(0)
		}
		part.Mul(part, e.Default.Rat())
		p[i].Default = risk.MustRatio(part.Num().Int64(), part.Denom().Int64())
		p[i].Weights = nil
		if k >= 0 {
			p[i].Weights = []risk.Ratio{all}
		}
	}
	return massesOf(creditRisk(t, p, sectors[max(k, 0):max(k, 0)+1], exactBands))
}

func convolved(a, b []float64) []float64 {
	c := make([]float64, len(a)+len(b)-1)
	for i, x := range a {
		for j, y := range b {
			c[i+j] += x * y
		}
	}
	return c
}

// Counting defaults as if they could recur makes losses larger in the order of stop-losses, and where they are
// rare hardly changes them: no probability of any set of losses by more than the sum of p² (L. Le Cam, An
// approximation theorem for the Poisson binomial distribution, 1960).
func TestPoissonBoundsBernoulli(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := portfolios(10, 0).Draw(t, "portfolio")
		apart := 0.0
		for _, e := range p {
			apart += e.Default.Float64() * e.Default.Float64()
		}
		o := exactBands
		o.Tail = rapid.SampledFrom([]risk.Ratio{{}, ratio("0.01"), ratio("1/2")}).Draw(t, "tail")
		exact, estimate := bernoulli(t, p, risk.Options{}), creditRisk(t, p, nil, o)
		near(t, "mean", estimate.Mean(), float(exact.Mean()), 1e-12*estimate.Mean())
		pool := francs(rapid.Int64Range(0, 320).Draw(t, "pool"))
		less, more := float(must(exact.StopLoss(pool))), must(estimate.StopLoss(pool))
		if more < less-1e-11 {
			t.Fatalf("beyond %v: %v exactly, %v estimated", pool, less, more)
		}
		near(t, "exhaustion", must(estimate.Exhaustion(pool)), float(must(exact.Exhaustion(pool))), apart+estimate.Accuracy().Tail+1e-9)
	})
}

// Where defaults are one in ten thousand, one model is as good as the other.
func TestRareDefaultsAgree(t *testing.T) {
	p := csfb()
	for i := range p {
		p[i].Default = risk.MustRatio(1, 10_000)
	}
	o := risk.Options{Band: francs(10_000)}
	for i := range p { // whole bands, so that both round alike
		p[i].Amount = francs(p[i].Amount.Parts() / 10_000 * 10_000)
	}
	exact, estimate := bernoulli(t, p, o), creditRisk(t, p, nil, o)
	for _, level := range []string{"0.99", "0.998", "0.999", "0.9999"} {
		if got := must(estimate.Quantile(ratio(level))); got != exact.Quantile(ratio(level)) {
			t.Errorf("%s: %v, exactly %v", level, got, exact.Quantile(ratio(level)))
		}
	}
	pool := francs(5_000_000)
	near(t, "exhaustion", must(estimate.Exhaustion(pool)), float(must(exact.Exhaustion(pool))), 25e-8)
}

// Rounding exposures up to bands and lowering their probabilities in proportion is monotone too, in means and
// stop-losses; a quantile need not be.
func TestCreditRiskIsMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, sectors := portfolios(10, 3).Draw(t, "portfolio"), spreads().Draw(t, "sectors")
		o := risk.Options{Band: francs(rapid.Int64Range(1, 7).Draw(t, "band"))}
		less, more := creditRisk(t, p, sectors, o), creditRisk(t, worse(t, p), sectors, o)
		level, pool := levels().Draw(t, "level"), francs(rapid.Int64Range(0, 300).Draw(t, "pool"))
		for name, f := range map[string]func(d *risk.Estimate) float64{
			"mean":      (*risk.Estimate).Mean,
			"sd":        (*risk.Estimate).SD,
			"shortfall": func(d *risk.Estimate) float64 { return must(d.Shortfall(level)) },
			"stop-loss": func(d *risk.Estimate) float64 { return must(d.StopLoss(pool)) },
		} {
			if f(less) > f(more)+1e-7*(1+f(more)) {
				t.Fatalf("%s falls from %v to %v", name, f(less), f(more))
			}
		}
	})
}

// ES >= VaR >= 0; a quantile is enough, and no band less is.
func TestCreditRiskIsCoherent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, sectors := portfolios(10, 3).Draw(t, "portfolio"), spreads().Draw(t, "sectors")
		d := creditRisk(t, p, sectors, risk.Options{Band: francs(rapid.Int64Range(1, 7).Draw(t, "band"))})
		level := levels().Draw(t, "level")
		q, smooth, es := must(d.Quantile(level)), must(d.Interpolated(level)), must(d.Shortfall(level))
		if q.Sign() < 0 || smooth < 0 || smooth > float64(q.Parts()) || es < smooth*(1-1e-12) {
			t.Fatalf("VaR %v, interpolated %v, ES %v", q, smooth, es)
		}
		risky := level.Float64() + must(d.Exhaustion(q))
		if risky > 1 {
			t.Fatalf("a pool of %v is exhausted at %v", q, risky-level.Float64())
		}
		if band := d.Accuracy().Band.Parts(); q.Parts() > 0 && level.Float64()+must(d.Exhaustion(francs(q.Parts()-band))) < 1-1e-8 {
			t.Fatalf("a pool of %v would have done", francs(q.Parts()-band))
		}
	})
}

// A thousand defaults expected: no float holds the probability of none.
func TestManyDefaults(t *testing.T) {
	var p risk.Portfolio
	for i := range 10_000 {
		p = append(p, risk.Exposure{Member: fmt.Sprint(i), Amount: francs(1), Default: ratio("0.1")})
	}
	d := creditRisk(t, p, nil, exactBands)
	masses := massesOf(d)
	if masses[0] != 0 {
		t.Errorf("none at %v", masses[0])
	}
	gamma, _ := math.Lgamma(1001)
	near(t, "most likely", masses[1000], math.Exp(1000*math.Log(1000)-1000-gamma), 1e-12)
	near(t, "sd", d.SD(), math.Sqrt(1000), 1e-10)
	if got, want := must(d.Quantile(ratio("0.999"))), francs(1099); got != want {
		t.Errorf("99.9 %%: %v, want %v", got, want)
	}
}

// digest names all bits of a distribution.
func digest(d *risk.Estimate) string {
	h := sha256.New()
	for _, g := range massesOf(d) {
		h.Write(binary.BigEndian.AppendUint64(nil, math.Float64bits(g)))
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// spread is the example portfolio with the weights of its members in three sectors.
func spread() (risk.Portfolio, []risk.Sector) {
	p := csfb()
	for i := range p {
		p[i].Weights = make([]risk.Ratio, 3)
		p[i].Weights[i%3] = ratio("1/2")
		p[i].Weights[(i+1)%3] = ratio("1/3")
	}
	return p, []risk.Sector{{Spread: 0.5}, {Spread: 1.25}, {Spread: 0.3}}
}

// The bits are the same on every machine: these were found on amd64, and hold on the others that the tests run on.
func TestGoldenBits(t *testing.T) {
	p, sectors := spread()
	for _, tt := range []struct {
		name string
		d    *risk.Estimate
		g11  uint64
		all  string
	}{
		{"Poisson", creditRisk(t, csfb(), half, risk.Options{}), 0x3f52b87a9d03afa0, "a52b4bef007164cb"},
		{"one sector", creditRisk(t, csfb(all), half, risk.Options{}), 0x3f50b2fe44acf8a1, "c49033d3cb1d926e"},
		{"three sectors", creditRisk(t, p, sectors, risk.Options{}), 0x3f53f4db8c9e38f0, "61211d24f9716c4c"},
	} {
		if got := math.Float64bits(massesOf(tt.d)[11]); got != tt.g11 || digest(tt.d) != tt.all {
			t.Errorf("%s: %#x, %q, want %#x, %q", tt.name, got, digest(tt.d), tt.g11, tt.all)
		}
	}
}

// A level that is as near to a step as a Ratio can be is counted as above it: a float may have decided.
func TestQuantileInDoubt(t *testing.T) {
	d := creditRisk(t, csfb(all), half, risk.Options{})
	within, band := 0.0, d.Accuracy().Band.Parts()
	for n, g := range massesOf(d) {
		within += g
		if n != 11 && n != 193 && n != 274 {
			continue
		}
		level := nearest(within)
		near(t, "level", level.Float64(), within, 1e-15)
		if q := must(d.Quantile(level)); q != francs(int64(n+1)*band) {
			t.Errorf("quantile of %v: %v, not that above %d bands", level, q, n)
		}
		less, _ := risk.NewRatio(int64(within*1e9)-1, 1e9)
		if q := must(d.Quantile(less)); q != francs(int64(n)*band) {
			t.Errorf("quantile of %v: %v, not %d bands", less, q, n)
		}
	}
}

// nearest returns the last convergent of x's continued fraction that is a Ratio.
func nearest(x float64) risk.Ratio {
	rest := new(big.Rat).SetFloat64(x)
	p0, q0, p1, q1 := int64(0), int64(1), int64(1), int64(0)
	for {
		whole := new(big.Int).Div(rest.Num(), rest.Denom())
		a := whole.Int64()
		if a*q1+q0 > risk.RatioDenominatorMax {
			return risk.MustRatio(p1, q1)
		}
		p0, q0, p1, q1 = p1, q1, a*p1+p0, a*q1+q0
		rest.Sub(rest, new(big.Rat).SetInt(whole))
		if rest.Sign() == 0 {
			return risk.MustRatio(p1, q1)
		}
		rest.Inv(rest)
	}
}

// The members' order, and their names, change no bit. Half of the members have the amount of another.
func TestOrderDoesNotMatter(t *testing.T) {
	p, sectors := spread()
	for i := range p {
		p[i].Amount = p[i/2].Amount
	}
	want := digest(creditRisk(t, p, sectors, risk.Options{}))
	first := bernoulli(t, p, risk.Options{Band: francs(50_000)})
	rapid.Check(t, func(t *rapid.T) {
		q := rapid.Permutation(p).Draw(t, "order")
		for i := range q {
			q[i].Member = fmt.Sprint("renamed", i)
		}
		if got := digest(creditRisk(t, q, sectors, risk.Options{})); got != want {
			t.Fatalf("%s, not %s", got, want)
		}
		d := bernoulli(t, q, risk.Options{Band: francs(50_000)})
		if d.Mean().Cmp(first.Mean()) != 0 || d.Quantile(ratio("0.99")) != first.Quantile(ratio("0.99")) {
			t.Fatalf("mean %v, not %v", d.Mean(), first.Mean())
		}
	})
}

func TestRound(t *testing.T) {
	for _, tt := range []struct {
		x    float64
		mode unit.Mode
		want int64
	}{
		{12.341, unit.Ceiling, 1235}, {12.349, unit.Floor, 1234}, {12.5, unit.Ceiling, 1250}, {0.125, unit.HalfEven, 12},
		{-0.001, unit.Floor, -1}, {5e-324, unit.Ceiling, 1},
	} {
		if got, err := risk.Round(tt.x, cent, tt.mode); err != nil || got != unit.New(tt.want, cent) {
			t.Errorf("%v by %v: %v, %v", tt.x, tt.mode, got, err)
		}
	}
}

// In a unit with decimal places figures are in whole units.
func TestPlaces(t *testing.T) {
	p := csfb(all)
	for i := range p {
		p[i].Amount = unit.New(p[i].Amount.Parts(), cent)
	}
	d := creditRisk(t, p, half, risk.Options{})
	near(t, "mean", d.Mean(), 142_218.63481, 1e-9)
	near(t, "sd", d.SD(), 126_687.42, .005)
	near(t, "99 %", must(d.Interpolated(ratio("0.99"))), 553_115.03, .005)
	near(t, "stop-loss", must(d.StopLoss(unit.New(20_000_000, cent))), 30_043.669, .0005)
}

// The default band keeps to the limits for portfolios of every shape: alike or with one giant, hardly ever in
// default or always, in sectors of the widest spread.
func TestDefaultBandFits(t *testing.T) {
	for _, members := range []int{1, 2, 100, 2000} {
		for _, giant := range []int64{1, 1 << 40} {
			for _, chance := range []string{"0.000000001", "0.01", "1"} {
				for _, s := range []float64{0, .5, risk.SpreadMax} {
					var p risk.Portfolio
					for i := range members {
						p = append(p, risk.Exposure{Member: fmt.Sprint(i), Amount: francs(int64(i) + 1), Default: ratio(chance), Weights: []risk.Ratio{ratio("0.9")}})
					}
					p[0].Amount = francs(giant)
					d := creditRisk(t, p, []risk.Sector{{Spread: s}}, risk.Options{})
					if a := d.Accuracy(); a.Tail > 1e-9 || a.Rounding > 1e-6 {
						t.Errorf("%d members, giant %d, %s, spread %v: %+v", members, giant, chance, s, a)
					}
				}
			}
		}
	}
}
