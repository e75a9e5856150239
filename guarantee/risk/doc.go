// Package risk says how large a mutual pool must be: what its members' defaults can cost it within a period, how
// likely, and what charge covers that.
//
// It is for a society whose members guarantee each other's promises, and whose manager, or any member, asks
// whether the pool is large enough. It wants from them what each member owes under guarantee, and how likely each
// is to default; it does not estimate that, sets no limits, and changes nothing: every function is pure. It is
// not for market prices, nor for losses that are no member's default.
//
// # The model
//
// A [Portfolio] lists each member's [Exposure]: what the pool loses by its default, the probability of it, and
// how much of that moves with each [Sector]. The distribution of the loss L of all of them is found in one of
// two ways.
//
//   - [Bernoulli], for some hundreds of members who default independently of each other: an [Exact] distribution,
//     in rational numbers, on a lattice of whole bands. Nothing is rounded, but exposures up to the band.
//   - [CreditRisk], for a hundred thousand, or for members whose fortunes hang together: CreditRisk+, an
//     [Estimate] in floats, with its errors told by [Estimate.Accuracy].
//
// Both answer the same questions, for a level of confidence α and a pool:
//
//	Quantile      q(α), the smallest x with P(L <= x) >= α: a pool that suffices with that confidence
//	Shortfall     the mean of the worst 1-α of all losses, atoms shared out
//	StopLoss      E(L - pool)⁺: what members still lose on average
//	Exhaustion    P(L > pool)
//	Mean          E(L); and Variance or SD
//	Points        the distribution itself
//
// Without probabilities, a Portfolio tells its stress: what the k largest take with them
// ([Portfolio.StressOfLargest]), or any set of members ([Portfolio.StressOf]), such as those whom the first
// defaults bring down in a [Cascade]; what clearing houses must be able to cover ([Portfolio.Cover1],
// [Portfolio.Cover2]); and its concentration ([Portfolio.Herfindahl], [Portfolio.ShareOfLargest]). A [Budget]
// turns what is expected and what is required into the charge that buyer and seller each pay. [WorstRate],
// [Ruin] and [Endowment] are rules of thumb for the very large and the very long.
//
// This is the one package of its module with floats. A probability comes in as a [Ratio], an amount as a
// [unit.Amount], and neither is ever made from a float but by [Round], whose caller names the mode. Figures that
// are no amounts, a mean or a shortfall, are in whole units.
//
// # Invariants
//
// Of an Exact, with equality:
//
//  1. Its probabilities sum to 1, and its mean is the sum of probability x exposure in whole bands.
//  2. Shortfall(α) >= Quantile(α) >= 0.
//  3. Quantile, Shortfall, StopLoss, Exhaustion and Mean do not fall as an exposure or a probability rises.
//  4. Every quantile lies within [q, q + Excess] of q, that without bands.
//  5. A level that falls on a step of the distribution is decided right.
//
// Of an Estimate, up to the errors that its Accuracy tells:
//
//  6. Its probabilities and its Tail sum to 1, and its mean is that of the portfolio, without bands.
//  7. Shortfall(α) >= Quantile(α) >= 0, except where Quantile, being careful, has gone to the next step.
//  8. Shortfall, StopLoss, Mean and SD do not fall as an exposure or a probability rises.
//  9. Without sectors, StopLoss is no less than that of Bernoulli with the same bands, and no Exhaustion differs
//     by more than Σp².
//  10. A pool of Quantile(α) is exhausted with a probability of at most 1-α.
//
// Of both:
//
//  11. The order of the members does not matter, nor do their names.
//
// # Accuracy
//
// An Estimate has three errors, and is a model besides. Bands keep the mean and spread losses a little more: the
// published example's standard deviation by 0.4 % at a hundred bands; Accuracy has both. The tail left out is
// one in a thousand million unless Options say otherwise; no mean, shortfall or stop-loss lacks it. Rounding can
// change a probability by Rounding at most, relatively and to first order: 4 x 10⁻¹² in that example, 10⁻⁹
// for 100,000 members in several sectors, some 10⁻⁸ where a spread is 4.
//
// # Determinism
//
// An Exact is a function of the portfolio and the band. An Estimate is one too, and to the last bit the same on
// every machine: it uses additions, multiplications, divisions and square roots, each of which IEEE 754 rounds
// in one way, never a fused one, and takes logarithms and powers of e from integers (see power.go). WorstRate,
// Ruin and Endowment use package math, and promise nine digits.
//
// # Limits
//
//	members                          1,048,576
//	sectors                          64
//	denominator of a Ratio           10^9
//	common denominator of weights    10^18, of one member
//	all exposures together           2^62 smallest parts
//	points of a lattice              65,536
//	members x points x digits/64     2^31, for Bernoulli; digits are those of all denominators together, in bits
//	different exposures, in bands    32,768 over all sectors, for CreditRisk
//	spread of a sector               0, or 1/1024 to 4
//	tail                             10^-9 to 1/2
//
// What goes beyond is an [Error] that says so before much time is spent, or for a lattice that turns out too
// short, after some seconds at most.
//
// # Cost
//
// Bernoulli is O(members x points x digits): 200 members with probabilities of nine digits on a lattice of 10,000
// points take a fifth of a second. CreditRisk is O(members log members + points x jumps) for one source of risk
// and O(points²) more for several: 100,000 members a tenth of a second with one sector or ten, half a second where
// the tail is long. A question is O(points). Memory: 8 bytes a point, and of an Exact, a point's denominator.
//
// # Sources
//
// Credit Suisse Financial Products, CreditRisk+: a credit risk management framework, 1997; its example as data:
// github.com/cran/crp.CSFP. H. H. Panjer, Recursive evaluation of a family of compound distributions, ASTIN
// Bulletin 12 (1981). H. Haaf, O. Reiss and J. Schoenmakers, Numerically stable computation of CreditRisk+, in
// Gundlach and Lehrbass, CreditRisk+ in the banking industry, 2004. C. Acerbi and D. Tasche, On the coherence of
// expected shortfall, Journal of Banking and Finance 26 (2002). Cover: Regulation (EU) No 648/2012, articles 42
// and 43. Contagion: C. H. Furfine, 2003. The pool that buyer and seller both pay into: Chris Cook, "Guarantee
// Society", P2P Foundation wiki.
package risk
