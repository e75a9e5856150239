package risk_test

import (
	"context"
	"fmt"
	"math"
	"math/big"

	"example.org/mutual/guarantee/risk"
	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

// franc and cent are units without and with decimal places.
var (
	franc = must(unit.Custom("franc", 0))
	cent  = must(unit.Custom("franc", 2))
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func ratio(s string) risk.Ratio { return must(risk.ParseRatio(s)) }

func francs(n int64) unit.Amount { return unit.New(n, franc) }

// exposures makes a portfolio of amounts in francs and probabilities, all with the same weights.
func exposures(amounts []int64, defaults []string, weights ...risk.Ratio) risk.Portfolio {
	var p risk.Portfolio
	for i, a := range amounts {
		p = append(p, risk.Exposure{Member: fmt.Sprintf("m%02d", i), Amount: francs(a), Default: ratio(defaults[i]), Weights: weights})
	}
	return p
}

// near fails unless got is want, up to a tolerance.
func near(t rapid.TB, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s: %.12g, want %.12g within %g", what, got, want, tolerance)
	}
}

func float(r *big.Rat) float64 {
	f, _ := r.Float64()
	return f
}

func bernoulli(t rapid.TB, p risk.Portfolio, o risk.Options) *risk.Exact {
	t.Helper()
	d, err := risk.Bernoulli(context.Background(), p, o)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func creditRisk(t rapid.TB, p risk.Portfolio, s []risk.Sector, o risk.Options) *risk.Estimate {
	t.Helper()
	d, err := risk.CreditRisk(context.Background(), p, s, o)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// portfolios generates small portfolios in francs, with certain and impossible defaults and empty exposures
// among them, and with weights in up to so many sectors.
func portfolios(members, sectors int) *rapid.Generator[risk.Portfolio] {
	return rapid.Custom(func(t *rapid.T) risk.Portfolio {
		var p risk.Portfolio
		for i := range rapid.IntRange(1, members).Draw(t, "members") {
			p = append(p, risk.Exposure{
				Member:  fmt.Sprint(i),
				Amount:  francs(rapid.Int64Range(0, 30).Draw(t, "amount")),
				Default: ratios().Draw(t, "default"),
				Weights: weights(sectors).Draw(t, "weights"),
			})
		}
		return p
	})
}

func ratios() *rapid.Generator[risk.Ratio] {
	return rapid.Custom(func(t *rapid.T) risk.Ratio {
		den := rapid.SampledFrom([]int64{1, 2, 3, 10, 97, 10_000}).Draw(t, "denominator")
		return risk.MustRatio(rapid.Int64Range(0, den).Draw(t, "numerator"), den)
	})
}

// weights generates weights of k sectors that sum to at most 1, often to 1.
func weights(k int) *rapid.Generator[[]risk.Ratio] {
	return rapid.Custom(func(t *rapid.T) []risk.Ratio {
		var w []risk.Ratio
		rest := int64(12)
		for range rapid.IntRange(0, k).Draw(t, "weights") {
			part := rapid.Int64Range(0, rest).Draw(t, "part")
			rest -= part
			w = append(w, risk.MustRatio(part, 12))
		}
		return w
	})
}

// levels generates levels of confidence below 1.
func levels() *rapid.Generator[risk.Ratio] {
	return rapid.Map(rapid.Int64Range(0, 9999), func(n int64) risk.Ratio { return risk.MustRatio(n, 10_000) })
}
