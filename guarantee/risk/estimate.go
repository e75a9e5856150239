package risk

import (
	"iter"
	"math"
	"math/big"

	"example.org/mutual/unit"
)

// An Estimate is the distribution of what a pool loses within the period, in floats. Figures are in whole units,
// and become an amount by [Round] alone, with a mode that its caller names. Only [CreditRisk] makes one: the
// zero Estimate is none.
type Estimate struct {
	points   []float64 // the probability of each number of bands
	b        *banding
	unit     unit.Unit
	tail     float64
	rounding float64
}

// An Accuracy says how far an Estimate can be trusted. What it is a model of is another question.
type Accuracy struct {
	Band     unit.Amount // losses are told apart in steps of this
	Points   int         // steps that there are, from 0 up
	Tail     float64     // probability of the losses beyond them; no mean, shortfall or stop-loss leaves them out
	Rounding float64     // bound, to first order, on the relative error of a probability by rounding
	Banded   float64     // standard deviation of the loss in whole bands
	Unbanded float64     // that of the loss before exposures were rounded up to whole bands
}

// Accuracy returns what is known of the estimate's errors.
func (d *Estimate) Accuracy() Accuracy {
	return Accuracy{unit.New(d.b.band, d.unit), len(d.points), d.tail, d.rounding, d.whole(d.b.sd), d.whole(d.b.flatSD)}
}

// whole takes a number of smallest parts to whole units.
func (d *Estimate) whole(parts float64) float64 { return parts / partsOf(d.unit) }

// partsOf returns how many parts a whole unit has, at most a thousand million.
func partsOf(u unit.Unit) float64 {
	s := 1.0
	for range u.Places() {
		s *= 10
	}
	return s
}

// Points yields the losses with their probabilities, from the smallest up, as far as they fit an amount. What is
// less than any float is 0.
func (d *Estimate) Points() iter.Seq2[unit.Amount, float64] {
	return func(yield func(unit.Amount, float64) bool) {
		for n, p := range d.points {
			loss, err := d.b.amount(n, d.unit)
			if err != nil || !yield(loss, p) {
				return
			}
		}
	}
}

// Mean returns the expected loss. Neither bands nor the tail change it.
func (d *Estimate) Mean() float64 { return d.whole(d.b.mean) }

// SD returns the standard deviation of the loss: in whole bands, as all else here.
func (d *Estimate) SD() float64 { return d.whole(d.b.sd) }

// Quantile returns the smallest loss that is not exceeded with a probability of at least level. If that
// probability is so near to the level that rounding may have decided, it is the next larger loss: a pool of that
// size is never too small because of a float. A level within the tail is ErrTail.
func (d *Estimate) Quantile(level Ratio) (unit.Amount, error) {
	n, _, err := d.quantile(level, max(d.rounding, doubt))
	if err != nil {
		return unit.Amount{}, err
	}
	return d.b.amount(n, d.unit)
}

// doubt is what a level and a sum of probabilities may be off by, whatever the recursion.
const doubt = 0x1p-50

// quantile returns the quantile in bands where probabilities may be too large by so much, and the probability
// of a smaller loss.
func (d *Estimate) quantile(level Ratio, over float64) (n int, below float64, err error) {
	want := level.Float64()
	if level != (Ratio{}) {
		want += over
	}
	var within sum
	for n, p := range d.points {
		below = within.float()
		within.add(p)
		if within.float() >= want {
			return n, below, nil
		}
	}
	return 0, 0, refuse(ErrTail, "a level below that of the tail left out")
}

// Interpolated returns the quantile between two steps, as the published figures of CreditRisk+ have it: n bands
// being the quantile, band x (n-1 + (level - F(n-1))/g(n)), but not below zero. It is a smoother number than
// Quantile, and a less careful one. A level within the tail is ErrTail.
func (d *Estimate) Interpolated(level Ratio) (float64, error) {
	n, below, err := d.quantile(level, 0)
	if err != nil || n == 0 {
		return 0, err
	}
	steps := float64(n-1) + (level.Float64()-below)/d.points[n]
	return d.whole(mul(steps, float64(d.b.band))), nil
}

// Shortfall returns the expected shortfall at a level, as [Exact.Shortfall] does. At 1, or within the tail, it is
// ErrTail. It is Quantile + StopLoss(Quantile)/(1 - level), so that no loss is left out; its error by rounding is
// that of the StopLoss, over 1 - level.
func (d *Estimate) Shortfall(level Ratio) (float64, error) {
	n, _, err := d.quantile(level, 0)
	if err != nil {
		return 0, err
	}
	if level == one {
		return 0, refuse(ErrTail, "a level below 1")
	}
	q := mul(float64(n), float64(d.b.band))
	return d.whole(q + d.beyond(n, q)/level.complement().Float64()), nil
}

// StopLoss returns the expected loss beyond a pool, E(L - pool)⁺. A pool below zero is ErrAmount, in another
// unit ErrUnit. It is found as mean - pool + E(pool - L)⁺, so that no loss is left out; its error by rounding is
// up to Accuracy's bound times the pool. For a pool larger than the largest of the Points it is what is lost beyond
// that one: more than it should be, and never less.
func (d *Estimate) StopLoss(pool unit.Amount) (float64, error) {
	if err := wrongPool(pool, d.unit); err != nil {
		return 0, err
	}
	n, parts := d.covered(pool), float64(pool.Parts())
	if last := len(d.points) - 1; n > last { // how losses are spread out there is not known
		n, parts = last, mul(float64(last), float64(d.b.band))
	}
	return d.whole(d.beyond(n, parts)), nil
}

// beyond returns the expected loss beyond a pool of so many parts, which covers n bands, one of the points.
func (d *Estimate) beyond(n int, parts float64) float64 {
	var left sum
	left.add(d.b.mean)
	left.add(-parts)
	for x, p := range d.points[:n+1] {
		left.add(mul(parts-mul(float64(x), float64(d.b.band)), p))
	}
	return max(0, left.float())
}

// Exhaustion returns the probability that the loss is more than a pool. Errors are those of StopLoss.
func (d *Estimate) Exhaustion(pool unit.Amount) (float64, error) {
	if err := wrongPool(pool, d.unit); err != nil {
		return 0, err
	}
	var within sum
	for _, p := range d.points[:min(d.covered(pool)+1, len(d.points))] {
		within.add(p)
	}
	return max(0, 1-within.float()), nil
}

// covered returns the largest loss that a pool covers, in bands, or PointsMax if that is beyond every lattice.
func (d *Estimate) covered(pool unit.Amount) int {
	return int(min(pool.Parts()/d.b.band, PointsMax))
}

// Round returns a number of whole units as an amount, by a mode that says which way: unit.Ceiling for what a pool
// must hold, unit.Floor for what may be given out. It is the only way from a float to an amount. NaN and
// the infinities are ErrNumber; the other errors are those of [unit.FromRat].
func Round(value float64, u unit.Unit, m unit.Mode) (unit.Amount, error) {
	if math.IsNaN(value) || math.IsInf(value, 0) {
		return unit.Amount{}, refuse(ErrNumber, "a finite number")
	}
	a, _, err := unit.FromRat(new(big.Rat).SetFloat64(value), u, m)
	return a, err
}
