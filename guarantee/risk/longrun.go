package risk

import "math"

// The two formulas below are not about one portfolio but about what becomes of a very large one, and of a pool
// over many years. They use the functions of package math, whose last bits differ between machines: they hold to
// nine digits, with a rho of up to 0.999999, and promise no bits.

// probabilityMin is the least that WorstRate takes: below it the normal distribution has too few digits in a float.
const probabilityMin = 1e-300

// WorstRate returns the part of a society that defaults in the worst year at a confidence, if it is made of very
// many small members of one probability of default, whose fortunes hang together with the correlation rho:
//
//	Φ((Φ⁻¹(p) + √rho Φ⁻¹(confidence)) / √(1-rho))
//
// All three are 10⁻³⁰⁰ or above and below 1, rho may be 0; else it is ErrNumber. Source: O. Vasicek, Loan portfolio
// value, Risk, December 2002; it is the formula under the capital rules of Basel II.
func WorstRate(p, rho, confidence float64) (float64, error) {
	if !within(p) || !within(confidence) || !(rho == 0 || within(rho)) {
		return 0, refuse(ErrNumber, "probability, correlation and confidence from 1e-300 to below 1")
	}
	z := quantile(p) + mul(math.Sqrt(rho), quantile(confidence))
	return normal(z / math.Sqrt(1-rho)), nil
}

// within reports a probability from 10⁻³⁰⁰ to below 1; NaN is none.
func within(x float64) bool { return probabilityMin <= x && x < 1 }

// normal returns the probability that a standard normal variable is at most z, and density how thickly it lies there.
func normal(z float64) float64  { return math.Erfc(-z/math.Sqrt2) / 2 }
func density(z float64) float64 { return math.Exp(-z*z/2) / math.Sqrt(2*math.Pi) }

// farOut is where quantile leaves math.Erfcinv, which takes its argument from 1 and so loses the digits of a small one.
const farOut = 1e-5

// quantile is the inverse of normal. Far out it is found by Newton's method on the logarithm of normal, which is
// concave: from a z that is too low each step rises, and never beyond the quantile. Eight steps are more than it takes.
func quantile(p float64) float64 {
	if p > farOut {
		return mul(-math.Sqrt2, math.Erfcinv(mul(2, p)))
	}
	z := -math.Sqrt(-2 * math.Log(p)) // too low, as normal(z) < e^(-z²/2)
	for range 8 {
		z += mul(math.Log(p/normal(z)), normal(z)/density(z))
	}
	return z
}

// Ruin returns the probability that a pool is ever exhausted, over all the years to come, if losses come one by
// one at random with a mean of 1, as exponential variables, and charges bring in 1 + theta for each that is
// expected:
//
//	e^(-theta pool/(1+theta)) / (1+theta)
//
// A pool below zero, a theta of zero or below, under which ruin is certain, or either infinite is ErrNumber.
// Source: F. Lundberg and H. Cramér; S. Asmussen and H. Albrecher, Ruin probabilities, 2010.
func Ruin(pool, theta float64) (float64, error) {
	if !finite(pool, theta) || pool < 0 || theta <= 0 {
		return 0, refuse(ErrNumber, "a pool of zero or above, in mean losses, and charges above the expected loss")
	}
	return math.Exp(-theta/(1+theta)*pool) / (1 + theta), nil
}

// Endowment returns the smallest pool, in mean losses, for which Ruin is at most a probability above 0. Errors
// are those of Ruin, and ErrNumber for a theta so near to zero that no float holds the pool.
func Endowment(probability, theta float64) (float64, error) {
	if !finite(probability, theta) || probability <= 0 || theta <= 0 {
		return 0, refuse(ErrNumber, "a probability above 0, and charges above the expected loss")
	}
	pool := max(0, -math.Log(mul(probability, 1+theta))*((1+theta)/theta))
	if !finite(pool) {
		return 0, refuse(ErrNumber, "charges that are further above the expected loss")
	}
	return pool, nil
}

func finite(xs ...float64) bool {
	for _, x := range xs {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return false
		}
	}
	return true
}
