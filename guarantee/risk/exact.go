package risk

import (
	"iter"
	"math/big"

	"example.org/mutual/unit"
)

// An Exact is the distribution of what a pool loses within the period, in rational numbers: no figure of it is
// rounded but by the band. [unit.FromRat] rounds one to an amount, by a mode that its caller names.
// Only [Bernoulli] makes one: the zero Exact is none.
type Exact struct {
	numbers lattice // of total cases, those that lose so many bands
	total   *big.Int
	top     int // the largest loss, in bands
	band    unit.Amount
	excess  unit.Amount
}

// Band returns the width of the lattice: every loss is a multiple of it.
func (d *Exact) Band() unit.Amount { return d.band }

// Excess returns by how much rounding up to bands has raised all exposures together. No loss is below what it
// would be without rounding, nor above that by more than Excess; so it is with every quantile.
func (d *Exact) Excess() unit.Amount { return d.excess }

// Max returns the loss if all default.
func (d *Exact) Max() unit.Amount { return d.loss(d.top) }

// loss returns x bands, which fit an amount for every x of the lattice.
func (d *Exact) loss(x int) unit.Amount { return unit.New(int64(x)*d.band.Parts(), d.band.Unit()) }

// Points yields every possible loss with its probability, from the smallest up.
func (d *Exact) Points() iter.Seq2[unit.Amount, *big.Rat] {
	return func(yield func(unit.Amount, *big.Rat) bool) {
		var n big.Int
		for x := range d.top + 1 {
			if d.numbers.view(&n, x).Sign() == 0 {
				continue
			}
			if !yield(d.loss(x), new(big.Rat).SetFrac(&n, d.total)) {
				return
			}
		}
	}
}

// Mean returns the expected loss, in whole units.
func (d *Exact) Mean() *big.Rat { return d.expect(d.weigh(0, func(x int64) int64 { return x })) }

// Variance returns the variance of the loss, in squares of whole units; its square root is the standard
// deviation.
func (d *Exact) Variance() *big.Rat {
	squares := d.expect(d.weigh(0, func(x int64) int64 { return x * x }))
	squares.Mul(squares, d.band.Rat())
	mean := d.Mean()
	return squares.Sub(squares, mean.Mul(mean, mean))
}

// Quantile returns the smallest loss that is not exceeded with a probability of at least level: a pool of that
// size suffices with that confidence. Probabilities are compared as rational numbers, so that a level that
// falls on a step is decided right. Quantile(1) is the largest loss that can happen, Quantile(0) is zero.
func (d *Exact) Quantile(level Ratio) unit.Amount {
	x, _ := d.quantile(level)
	return d.loss(x)
}

// quantile returns the quantile in bands, and the number of cases that lose no more.
func (d *Exact) quantile(level Ratio) (int, *big.Int) {
	num, den := level.Rat().Num(), level.Rat().Denom()
	enough := num.Mul(num, d.total)
	var sum, n, scaled big.Int
	for x := range d.top + 1 {
		sum.Add(&sum, d.numbers.view(&n, x))
		if scaled.Mul(&sum, den).Cmp(enough) >= 0 {
			return x, &sum
		}
	}
	return d.top, &sum
}

// Shortfall returns the expected shortfall at a level below 1, the mean of the worst losses that have a
// probability of 1 - level together, in whole units:
//
//	ES = (Σ x g(x) over x > q + q (F(q) - level)) / (1 - level), q = Quantile(level)
//
// The second term takes of the quantile's own probability what belongs to the worst (Acerbi and Tasche, On the
// coherence of expected shortfall, 2002). At level 1 it is ErrTail.
func (d *Exact) Shortfall(level Ratio) (*big.Rat, error) {
	if level == one {
		return nil, refuse(ErrTail, "a level below 1")
	}
	q, within := d.quantile(level)
	worst := d.expect(d.weigh(q+1, func(x int64) int64 { return x }))
	atom := new(big.Rat).SetFrac(within, d.total)
	atom.Sub(atom, level.Rat())
	worst.Add(worst, atom.Mul(atom, d.loss(q).Rat()))
	return worst.Quo(worst, level.complement().Rat()), nil
}

// StopLoss returns the expected loss beyond a pool, E(L - pool)⁺, in whole units: what members still lose on
// average when the pool is spent. A pool below zero is ErrAmount, in another unit ErrUnit.
func (d *Exact) StopLoss(pool unit.Amount) (*big.Rat, error) {
	if err := wrongPool(pool, d.band.Unit()); err != nil {
		return nil, err
	}
	x := d.covered(pool)
	beyond := d.expect(d.weigh(x+1, func(x int64) int64 { return x }))
	return beyond.Sub(beyond, new(big.Rat).Mul(d.exhaustion(x), pool.Rat())), nil
}

// Exhaustion returns the probability that the loss is more than a pool. Errors are those of StopLoss.
func (d *Exact) Exhaustion(pool unit.Amount) (*big.Rat, error) {
	if err := wrongPool(pool, d.band.Unit()); err != nil {
		return nil, err
	}
	return d.exhaustion(d.covered(pool)), nil
}

// covered returns the largest loss of the lattice that a pool covers, in bands.
func (d *Exact) covered(pool unit.Amount) int {
	return int(min(pool.Parts()/d.band.Parts(), int64(d.top)))
}

func (d *Exact) exhaustion(x int) *big.Rat {
	sum := d.weigh(x+1, func(int64) int64 { return 1 })
	return new(big.Rat).SetFrac(sum, d.total)
}

// weigh returns the sum of f(x) cases of x, over x from some band up.
func (d *Exact) weigh(from int, f func(x int64) int64) *big.Int {
	var sum, n, weight big.Int
	for x := from; x <= d.top; x++ {
		sum.Add(&sum, weight.Mul(weight.SetInt64(f(int64(x))), d.numbers.view(&n, x)))
	}
	return &sum
}

// expect returns a sum over all cases as an expectation, from bands to whole units.
func (d *Exact) expect(sum *big.Int) *big.Rat {
	mean := new(big.Rat).SetFrac(sum, d.total)
	return mean.Mul(mean, d.band.Rat())
}
