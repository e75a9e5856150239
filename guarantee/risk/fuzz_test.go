package risk_test

import (
	"encoding/json"
	"math"
	"math/big"
	"testing"

	"example.org/mutual/guarantee/risk"
	"example.org/mutual/unit"
)

// fuzzMembersMax bounds a portfolio that a fuzz target calculates, so that it tries many small ones.
const fuzzMembersMax = 50

// FuzzPortfolio asks both models about portfolios, sectors and bands that anybody could have sent: each gives
// figures that are possible, or an Error.
func FuzzPortfolio(f *testing.F) {
	for _, seed := range []string{
		`[{"member":"a","amount":{"amount":"100","unit":"EUR.2"},"default":"1/20"}]`,
		`[{"member":"a","amount":{"amount":"1","unit":"u.0"},"default":"0.05","weights":["1/3","2/3"]},{"member":"b","amount":{"amount":"999","unit":"u.0"},"default":"1"}]`,
		`[{"member":"a","amount":{"amount":"4611686018427387904","unit":"u.0"},"default":"0.999999999"}]`,
		`[{"member":"a","amount":{"amount":"0","unit":"u.0"},"default":"1"},{"member":"a","amount":{"amount":"-1","unit":"v.0"},"default":"0"}]`,
		`[{}]`, `[]`,
	} {
		for _, spread := range []float64{0, .5, 4, math.NaN(), math.Inf(-1)} {
			f.Add([]byte(seed), spread, int64(0), int64(10))
			f.Add([]byte(seed), spread, int64(7), int64(math.MaxInt64))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte, spread float64, band, pool int64) {
		var p risk.Portfolio
		if len(data) > 1<<14 || json.Unmarshal(data, &p) != nil || len(p) > fuzzMembersMax {
			return
		}
		u := unit.Unit{}
		if len(p) > 0 {
			u = p[0].Amount.Unit()
		}
		o := risk.Options{Band: unit.New(band, u)}
		sectors := []risk.Sector{{Name: "a", Spread: spread}, {Name: "b", Spread: .5}}
		if d, err := risk.Bernoulli(t.Context(), p, o); err != nil {
			isError(t, err)
		} else {
			possible(t, d, unit.New(pool, u))
		}
		if d, err := risk.CreditRisk(t.Context(), p, sectors, o); err != nil {
			isError(t, err)
		} else {
			plausible(t, d, unit.New(pool, u))
		}
	})
}

func isError(t *testing.T, err error) {
	t.Helper()
	e, ok := err.(*risk.Error)
	if !ok {
		t.Fatalf("%v is a %T", err, err)
	}
	refused(t, err, e.Reason)
}

// possible fails where a figure of an exact distribution contradicts another.
func possible(t *testing.T, d *risk.Exact, pool unit.Amount) {
	t.Helper()
	level := ratio("0.99")
	q, es := d.Quantile(level), must(d.Shortfall(level))
	if q.Sign() < 0 || es.Cmp(q.Rat()) < 0 || es.Cmp(d.Max().Rat()) > 0 || d.Mean().Cmp(d.Max().Rat()) > 0 || d.Variance().Sign() < 0 {
		t.Fatalf("quantile %v, shortfall %v, mean %v, variance %v, maximum %v", q, es, d.Mean(), d.Variance(), d.Max())
	}
	beyond, err := d.StopLoss(pool)
	if err != nil {
		isError(t, err)
		return
	}
	if left := must(d.Exhaustion(pool)); beyond.Sign() != left.Sign() || left.Cmp(big.NewRat(1, 1)) > 0 {
		t.Fatalf("pool %v: %v beyond, %v exhausted", pool, beyond, left)
	}
}

// plausible fails where a figure of an estimate is not a number, or none that it could be.
func plausible(t *testing.T, d *risk.Estimate, pool unit.Amount) {
	t.Helper()
	level := ratio("0.99")
	es := must(d.Shortfall(level))
	figures := []float64{d.Mean(), d.SD(), must(d.Interpolated(level)), es}
	q, err := d.Quantile(level)
	if err != nil { // a band so wide that the quantile is beyond an amount
		isError(t, err)
	} else if es < float(q.Rat())*(1-1e-9) {
		t.Fatalf("shortfall %v, quantile %v", es, q)
	}
	if beyond, err := d.StopLoss(pool); err != nil {
		isError(t, err)
	} else {
		figures = append(figures, beyond, must(d.Exhaustion(pool)))
	}
	for _, x := range figures {
		if !(x >= 0) || math.IsInf(x, 0) {
			t.Fatalf("figures %v", figures)
		}
	}
	if a := d.Accuracy(); !(a.Tail >= 0 && a.Tail <= 1e-9) || !(a.Rounding < 1e-3) {
		t.Fatalf("accuracy %+v", a)
	}
}

// FuzzRatio: what ParseRatio accepts is a ratio, and its text leads back to it.
func FuzzRatio(f *testing.F) {
	for _, seed := range []string{"0", "1", "0.05", "1/20", "999999999/1000000000", "1/0", "-1", "1e9", "0.0000000001"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r, err := risk.ParseRatio(s)
		if err != nil {
			isError(t, err)
			return
		}
		if back, err := risk.ParseRatio(r.String()); err != nil || back != r || r.Rat().Cmp(big.NewRat(1, 1)) > 0 || r.Rat().Sign() < 0 {
			t.Fatalf("%q is %v, then %v, %v", s, r, back, err)
		}
	})
}
