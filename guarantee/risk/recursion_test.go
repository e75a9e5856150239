package risk

import (
	"context"
	"math"
	"math/big"
	"math/bits"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// exactly finds the same probabilities as a blend does, from the same rates, in 256 bits.
func exactly(sources []source, points int) []*big.Float {
	f := func(x float64) *big.Float { return new(big.Float).SetPrec(256).SetFloat64(x) }
	sum := make([]*big.Float, points) // A(n)
	none := f(0)
	for i := range sum {
		sum[i] = f(0)
	}
	for _, s := range sources {
		none.Add(none, s.logNone())
		variance := f(s.spread)
		variance.Mul(variance, variance)
		thin := f(1)
		thin.Add(thin, f(0).Mul(variance, f(s.rate)))
		h := make([]*big.Float, points)
		for n := range h {
			h[n] = f(0)
			for _, j := range s.jumps {
				c := f(0).Quo(f(0).Mul(variance, f(j.rate)), thin)
				t := f(0).Quo(f(0).Mul(f(float64(j.bands)), f(j.rate)), thin)
				if j.bands == n {
					h[n].Add(h[n], t)
				}
				if j.bands < n {
					h[n].Add(h[n], c.Mul(c, h[n-j.bands]))
				}
			}
			sum[n].Add(sum[n], h[n]) // H/σ²: linear in t, which is c ν/σ²
		}
	}
	mantissa, exponent := exp(none)
	g := []*big.Float{f(0).SetMantExp(f(mantissa), exponent)}
	for n := 1; n < points; n++ {
		next := f(0)
		for l := 1; l <= n; l++ {
			next.Add(next, f(0).Mul(sum[l], g[n-l]))
		}
		g = append(g, next.Quo(next, f(float64(n))))
	}
	return g
}

// sources generates up to so many sources of risk on a small lattice.
func sources(most int) *rapid.Generator[[]source] {
	return rapid.Custom(func(t *rapid.T) []source {
		var list []source
		for range rapid.IntRange(1, most).Draw(t, "sources") {
			s := source{spread: rapid.SampledFrom([]float64{0, SpreadMin, .5, 1, SpreadMax}).Draw(t, "spread")}
			for nu := 1; nu < 9; nu++ {
				if rate := rapid.Float64Range(0, 1).Draw(t, "rate"); rate > 1e-3 {
					s.jumps = append(s.jumps, jump{nu, rate})
				}
			}
			list = append(list, s.rated())
		}
		return list
	})
}

// No probability is off by more than the bound that is told; and a single source gives the same by both ways.
func TestRounding(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := &banding{sources: sources(3).Draw(t, "sources")}
		points, bound, err := b.distribution(context.Background(), 1e-3)
		if err != nil {
			t.Fatal(err)
		}
		n := min(len(points), 120)
		for i, want := range exactly(b.sources, n) {
			w, _ := want.Float64()
			if math.Abs(points[i]-w) > bound*w {
				t.Fatalf("%d: %v, not %v within %v", i, points[i], w, bound)
			}
		}
		if len(b.sources) > 1 {
			return
		}
		p, l := panjer(b.sources[0].terms()), newBlend(b.sources)
		for i := 1; i < n; i++ {
			if x, y := p.next(points[:i]), l.next(points[:i]); math.Abs(x-y) > bound*x {
				t.Fatalf("%d: %v by Panjer, %v by the blend", i, x, y)
			}
		}
	})
}

// Numbers side by side count as big integers do.
func TestLattice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		z, y := new(big.Int).SetUint64(rapid.Uint64().Draw(t, "z")), new(big.Int).SetUint64(rapid.Uint64().Draw(t, "y"))
		z.Mul(z, z)
		y.Mul(y, y)
		den := rapid.Int64Range(1, RatioDenominatorMax).Draw(t, "denominator")
		p := rapid.Int64Range(0, den).Draw(t, "p")
		l := newLattice(2, 192/bits.UintSize)
		copy(l.at(0), z.Bits())
		copy(l.at(1), y.Bits())
		mix(l.at(0), l.at(1), uint(den-p), uint(p))
		scale(l.at(1), uint(den))
		want := new(big.Int).Mul(z, big.NewInt(den-p))
		want.Add(want, new(big.Int).Mul(y, big.NewInt(p)))
		var n big.Int
		if l.view(&n, 0).Cmp(want) != 0 {
			t.Fatalf("mixed to %v, not %v", &n, want)
		}
		if l.view(&n, 1).Cmp(y.Mul(y, big.NewInt(den))) != 0 {
			t.Fatalf("scaled to %v, not %v", &n, y)
		}
	})
}

// What is carried from one word may carry out of the next: a word whose product ends in all ones does that to any.
func TestCarries(t *testing.T) {
	for _, q := range []uint{3, 499_999_993, 999_999_937} {
		inverse := q // of q modulo a word, by Newton's method: three bits are right at first, and twice as many each time
		for range 5 {
			inverse *= 2 - q*inverse
		}
		words := []big.Word{^big.Word(0), big.Word(-inverse), 0}
		n := new(big.Int).SetBits(slices.Clone(words))
		n.Mul(n, big.NewInt(int64(q)))
		mixed, scaled := slices.Clone(words), slices.Clone(words)
		mix(mixed, make([]big.Word, 3), q, 1)
		scale(scaled, q)
		var z big.Int
		if z.SetBits(mixed).Cmp(n) != 0 || z.SetBits(scaled).Cmp(n) != 0 {
			t.Errorf("times %d: %v mixed, %v scaled, not %v", q, mixed, scaled, n.Bits())
		}
	}
}

// Powers of e and logarithms are those of package math, to all the digits that it has.
func TestPowers(t *testing.T) {
	for _, x := range []float64{0, 1e-9, .1, .5, 1, 2, 3, 100, 12345.678, 1 << 24} {
		f, _ := logOnePlus(bigFloat(x)).Float64()
		if want := math.Log1p(x); math.Abs(f-want) > 1e-15*want {
			t.Errorf("log(1+%v) = %v, not %v", x, f, want)
		}
	}
	for _, x := range []float64{0, -1e-9, -.3, -1, -10, -700, 700} {
		f, k := exp(bigFloat(x))
		if got, want := math.Ldexp(f, k), math.Exp(x); math.Abs(got-want) > 1e-15*want || f <= .5 || f >= 2 {
			t.Errorf("e^%v = %v 2^%d, not %v", x, f, k, want)
		}
	}
	if f, k := exp(bigFloat(-1 << 20)); k != -1512775 || f <= .5 || f >= 2 { // 2^20 / log 2
		t.Errorf("e^-2^20 = %v 2^%d", f, k)
	}
}

// A sum loses nothing that a plain one would.
func TestSum(t *testing.T) {
	var s sum
	plain := 0.0
	for range 1 << 20 {
		s.add(0.1)
		plain += 0.1
	}
	if got := s.float(); got != 0.1*(1<<20) || plain == got {
		t.Errorf("%v, plainly %v", got, plain)
	}
	var around sum
	for _, x := range []float64{1, 1e100, 1, -1e100} {
		around.add(x)
	}
	if around.float() != 2 {
		t.Errorf("%v, not 2", around.float())
	}
}
