package risk

import "math"

// The two formulas below are not about one portfolio but about what becomes of a very large one, and of a pool
// over many years. They use the functions of package math, whose last bits differ between machines: they hold to
// nine digits, and promise no bits.

// WorstRate returns the part of a society that defaults in the worst year at a confidence, if it is made of very
// many small members of one probability of default, whose fortunes hang together with the correlation rho:
//
//	Φ((Φ⁻¹(p) + √rho Φ⁻¹(confidence)) / √(1-rho))
//
// All three are above 0 and below 1, rho may be 0; else it is ErrNumber. Source: O. Vasicek, Loan portfolio
// value, Risk, December 2002; it is the formula under the capital rules of Basel II.
func WorstRate(p, rho, confidence float64) (float64, error) {
	if !within(p) || !within(confidence) || !(rho == 0 || within(rho)) {
		return 0, refuse(ErrNumber, "probability, correlation and confidence above 0 and below 1")
	}
	z := quantile(p) + mul(math.Sqrt(rho), quantile(confidence))
	return normal(z / math.Sqrt(1-rho)), nil
}

// within reports 0 < x < 1; NaN is not.
func within(x float64) bool { return 0 < x && x < 1 }

// normal returns the probability that a standard normal variable is at most z, quantile its inverse.
func normal(z float64) float64   { return math.Erfc(-z/math.Sqrt2) / 2 }
func quantile(p float64) float64 { return mul(-math.Sqrt2, math.Erfcinv(mul(2, p))) }

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
// are those of Ruin.
func Endowment(probability, theta float64) (float64, error) {
	if !finite(probability, theta) || probability <= 0 || theta <= 0 {
		return 0, refuse(ErrNumber, "a probability above 0, and charges above the expected loss")
	}
	return max(0, -math.Log(mul(probability, 1+theta))*((1+theta)/theta)), nil
}

func finite(xs ...float64) bool {
	for _, x := range xs {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return false
		}
	}
	return true
}
