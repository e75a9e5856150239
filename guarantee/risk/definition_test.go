package risk_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// losses is the distribution of what defaults at these rates cost, up to n bands, by its definition: of all numbers of
// defaults, how likely each is, and what so many cost. rates[ν] is that of a loss of ν bands. Without a spread the
// number is Poisson's; else negative binomial, because the rate is gamma's.
func losses(rates []float64, spread float64, n int) []float64 {
	mean, variance := 0.0, spread*spread
	for _, r := range rates {
		mean += r
	}
	if mean == 0 {
		return []float64{1}
	}
	one := make([]float64, len(rates)) // what one default costs
	for nu, r := range rates {
		one[nu] = r / mean
	}
	likely, so := math.Exp(-mean), []float64{1}
	if spread > 0 {
		likely = math.Exp(-math.Log1p(variance*mean) / variance)
	}
	all := make([]float64, n)
	for k := range n { // more defaults than that cost more than n bands
		for x := range min(n, len(so)) {
			all[x] += likely * so[x]
		}
		so = convolved(so, one)
		so = so[:min(n, len(so))]
		likely *= mean / (1 + variance*mean) * (1 + variance*float64(k)) / float64(k+1)
	}
	return all
}

// CreditRisk is what it says that it is: sectors with gamma rates, each with a negative binomial number of defaults,
// and members with Poisson's. No recursion, and no logarithm of a series.
func TestCreditRiskIsItsDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, sectors := portfolios(8, 3).Draw(t, "portfolio"), spreads().Draw(t, "sectors")
		rates := make([][]float64, 4)
		for k := range rates {
			rates[k] = make([]float64, 31)
		}
		for _, e := range p {
			own := 1.0
			for k, w := range e.Weights {
				rates[k+1][e.Amount.Parts()] += w.Float64() * e.Default.Float64()
				own -= w.Float64()
			}
			rates[0][e.Amount.Parts()] += max(0, own) * e.Default.Float64()
		}
		const n = 120
		want := []float64{1}
		for k, r := range rates {
			spread := 0.0
			if k > 0 {
				spread = sectors[k-1].Spread
			}
			r[0] = 0 // who loses nothing
			want = convolved(want, losses(r, spread, n))
		}
		for x, g := range massesOf(creditRisk(t, p, sectors, exactBands)) {
			if x < n && x < len(want) {
				near(t, "probability", g, want[x], 1e-11*want[x]+1e-15)
			}
		}
	})
}
