package risk

import (
	"cmp"
	"math/big"
	"slices"
)

// A recursion gives the probabilities of losses one after the other, each from those of all smaller ones, up to
// a factor that is common to all. Every term in it is positive, so that nothing cancels and the relative error
// grows at most linearly.
type recursion interface {
	// next returns the probability of a loss of len(before) bands.
	next(before []float64) float64
	// terms returns how many terms an error passes through at one point, at most.
	terms(points int) int
}

// A term is one of a source's jumps in the form in which the recursions use it.
type term struct {
	bands int
	c     float64 // σ² rate / (1 + σ² μ), whose sum over all jumps is below 1
	t     float64 // bands rate / (1 + σ² μ)
}

func (s source) terms() []term {
	variance := square(s.spread)
	thin := 1 + mul(variance, s.rate)
	var terms []term
	for _, j := range s.jumps {
		terms = append(terms, term{j.bands, mul(variance, j.rate) / thin, mul(float64(j.bands), j.rate) / thin})
	}
	return terms
}

// logNone returns the logarithm of the probability that a source makes nobody default: -μ, or with a spread
// -log(1 + σ² μ)/σ².
func (s source) logNone() *big.Float {
	rate := bigFloat(s.rate)
	if s.spread == 0 {
		return rate.Neg(rate)
	}
	variance := new(big.Float).Mul(bigFloat(s.spread), bigFloat(s.spread))
	log := logOnePlus(rate.Mul(rate, variance))
	return log.Neg(log.Quo(log, variance))
}

// A panjer is the recursion of a single source, O(jumps) a point:
//
//	g(n) = 1/n Σ ((n-ν) c + t) g(n-ν)
//
// That is Panjer's recursion g(n) = Σ (a + bν/n) f(ν) g(n-ν) for a Poisson number of defaults, a = 0 and b = μ,
// and for a negative binomial one, a = δ, b = (1/σ²-1)δ and δ = σ²μ/(1+σ²μ), which is a Poisson one whose rate
// has a gamma distribution. (a + bν/n) f(ν) is written as a sum of two terms that are never negative, which b
// is where σ is above 1 (H. H. Panjer, Recursive evaluation of a family of compound distributions, ASTIN
// Bulletin 12, 1981).
type panjer []term

func (r panjer) next(before []float64) float64 {
	n := len(before)
	total := 0.0
	for _, t := range r {
		if t.bands > n {
			break
		}
		weight := mul(float64(n-t.bands), t.c) + t.t
		total += mul(weight, before[n-t.bands])
	}
	return total / float64(n)
}

func (r panjer) terms(int) int { return len(r) }

// A blend is the recursion of several sources, O(n + jumps) at the n-th point. The logarithm of the generating
// function of the loss is the sum of those of the sources, and its derivative gives
//
//	n g(n) = Σ A(l) g(n-l)  for l from 1 to n,  A = Σ t  for the members' own
//	                                            A = Σ H/σ²  for the sectors
//	H(n) = n c(n) + Σ c(ν) H(n-ν)
//
// as z d/dz of -log(1-c(z)) is H(z). Dividing power series, as CreditRisk+ was first published with, subtracts
// and breaks down for large portfolios; this never does (H. Haaf, O. Reiss, J. Schoenmakers, Numerically stable
// computation of CreditRisk+, 2003).
type blend struct {
	sources []*logarithm
	a       []float64 // A(0), which is 0, to A(n)
}

// A logarithm is one source in a blend.
type logarithm struct {
	terms []term
	scale float64   // 1/σ², 0 for the members' own
	h     []float64 // H(0), which is 0, to H(n)
}

func newBlend(sources []source) *blend {
	r := &blend{a: []float64{0}}
	for _, s := range sources {
		l := &logarithm{terms: s.terms(), h: []float64{0}}
		if s.spread > 0 {
			l.scale = 1 / square(s.spread)
		}
		r.sources = append(r.sources, l)
	}
	return r
}

func (r *blend) next(before []float64) float64 {
	n := len(before)
	a := 0.0
	for _, s := range r.sources {
		a += s.next(n)
	}
	r.a = append(r.a, a)
	return convolve(r.a[1:], before) / float64(n)
}

func (r *blend) terms(points int) int {
	jumps := 0
	for _, s := range r.sources {
		jumps = max(jumps, len(s.terms))
	}
	return jumps + len(r.sources) + points/lanes
}

// next returns what the source adds to A(n).
func (l *logarithm) next(n int) float64 {
	if l.scale == 0 {
		return l.at(n).t
	}
	h := mul(float64(n), l.at(n).c)
	for _, t := range l.terms {
		if t.bands >= n {
			break
		}
		h += mul(t.c, l.h[n-t.bands])
	}
	l.h = append(l.h, h)
	return mul(l.scale, h)
}

// at returns the source's jump of n bands, or the zero term.
func (l *logarithm) at(n int) term {
	i, ok := slices.BinarySearchFunc(l.terms, n, func(t term, n int) int { return cmp.Compare(t.bands, n) })
	if !ok {
		return term{}
	}
	return l.terms[i]
}

// lanes is in how many sums convolve adds up, which a processor can do at once.
const lanes = 4

// convolve returns the sum of a[i] b[n-1-i], for two lists of n numbers.
func convolve(a, b []float64) float64 {
	var s0, s1, s2, s3 float64
	n := len(a)
	i := 0
	for ; i+lanes <= n; i += lanes {
		x, y := a[i:i+lanes:i+lanes], b[n-lanes-i:n-i:n-i]
		s0 += mul(x[0], y[3])
		s1 += mul(x[1], y[2])
		s2 += mul(x[2], y[1])
		s3 += mul(x[3], y[0])
	}
	for ; i < n; i++ {
		s0 += mul(a[i], b[n-1-i])
	}
	return (s0 + s1) + (s2 + s3)
}
