package risk_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"example.org/mutual/guarantee/risk"
	"example.org/mutual/unit"
)

// society returns n members of very different sizes with probabilities of up to 5 % and a half and a third of
// them in two of so many sectors; with one sector, all of it there.
func society(n, sectors int) (risk.Portfolio, []risk.Sector) {
	r := rand.New(rand.NewPCG(1, 2))
	var p risk.Portfolio
	for i := range n {
		e := risk.Exposure{Member: fmt.Sprint(i), Amount: unit.New(1+r.Int64N(1_000_000), cent), Default: risk.MustRatio(1+r.Int64N(500), 10_000)}
		if i%1000 == 0 {
			e.Amount = unit.New(20*e.Amount.Parts(), cent)
		}
		if sectors > 0 {
			e.Weights = make([]risk.Ratio, sectors)
			e.Weights[i%sectors] = ratio("1/2")
			e.Weights[(i+1)%sectors] = ratio("1/3")
		}
		if sectors == 1 {
			e.Weights[0] = all
		}
		p = append(p, e)
	}
	var list []risk.Sector
	for k := range sectors {
		list = append(list, risk.Sector{Name: fmt.Sprint(k), Spread: .5 + float64(k)/10})
	}
	return p, list
}

// BenchmarkCreditRisk is a distribution for 100,000 members.
func BenchmarkCreditRisk(b *testing.B) {
	for _, sectors := range []int{0, 1, 3, 10} {
		b.Run(fmt.Sprintf("sectors=%d", sectors), func(b *testing.B) {
			p, s := society(100_000, sectors)
			b.ReportAllocs()
			for b.Loop() {
				creditRisk(b, p, s, risk.Options{})
			}
		})
	}
}

// BenchmarkBernoulli is an exact distribution for 200 members with probabilities of four and of nine digits, on
// a lattice of some 10,000 points.
func BenchmarkBernoulli(b *testing.B) {
	for name, p := range map[string]risk.Portfolio{"digits=4": fourDigits(200), "digits=9": manyMembers(200)} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				bernoulli(b, p, risk.Options{})
			}
		})
	}
}

func fourDigits(n int) risk.Portfolio {
	p := manyMembers(n)
	for i := range p {
		p[i].Default = risk.MustRatio(int64(1+i*37%500), 10_007)
	}
	return p
}

// BenchmarkFigures is all that one asks of a distribution.
func BenchmarkFigures(b *testing.B) {
	level, pool := ratio("0.99"), francs(1000)
	b.Run("exact", func(b *testing.B) {
		d := bernoulli(b, fourDigits(200), risk.Options{})
		for b.Loop() {
			d.Quantile(level)
			must(d.Shortfall(level))
			must(d.StopLoss(pool))
		}
	})
	b.Run("estimate", func(b *testing.B) {
		p, s := society(100_000, 1)
		d := creditRisk(b, p, s, risk.Options{})
		for b.Loop() {
			must(d.Quantile(level))
			must(d.Shortfall(level))
			must(d.StopLoss(unit.New(1000, cent)))
		}
	})
}

// Two seconds are promised for 100,000 members, and for 200 exactly. A busy machine gets twice that.
func TestSpeed(t *testing.T) {
	if testing.Short() {
		t.Skip("takes time")
	}
	p, s := society(100_000, 3)
	within(t, func() { creditRisk(t, p, s, risk.Options{}) })
	within(t, func() { bernoulli(t, manyMembers(200), risk.Options{}) })
}

func within(t *testing.T, f func()) {
	t.Helper()
	start := time.Now()
	f()
	if took := time.Since(start); took > 4*time.Second {
		t.Errorf("took %v", took)
	}
}
