package risk

import (
	"context"
	"math"
	"math/big"

	"example.org/mutual/unit"
)

// CreditRisk returns an estimate of the distribution of the loss by CreditRisk+, for societies of any size whose
// members seldom default, or whose defaults hang together: a member defaults a Poisson number of times, at a
// rate that is its probability, of which its Weights move with the sectors. A sector's rates move together, by
// a factor with a gamma distribution of mean 1 and its spread; sectors are independent of each other. With no
// sectors, or no weights, all members are.
//
// Taking a default for one that can happen again makes losses a little larger and more spread than they are:
// by a variance of p² E² for each member. For small societies without sectors there is [Bernoulli].
//
// An exposure is rounded up to ν whole bands, and its probability lowered in proportion, so that the expected
// loss stays what it is. Where no band is asked for it is a hundredth of the largest exposure or, if wider, the
// 8192nd part of the mean and sixteen standard deviations of the loss, rounded up to smallest parts.
// [Estimate.Accuracy] says what that, the tail left out and rounding can amount to.
//
// Errors: those of [Portfolio.Check]; ErrUnit or ErrBand for the band; ErrSector; ErrTail for a tail of more
// than a half; ErrLattice where 65,536 points do not reach the tail, or there are more than JumpsMax different
// numbers of bands; ctx.Err() once the context is done.
//
// One source of risk alone, the members' own or one sector, takes O(members log members + points x jumps) for
// as many jumps as there are different numbers of bands; several take O(points²) more. Source: Credit Suisse
// Financial Products, CreditRisk+, 1997.
func CreditRisk(ctx context.Context, p Portfolio, sectors []Sector, o Options) (*Estimate, error) {
	if err := checkCredit(p, sectors, o); err != nil {
		return nil, err
	}
	band, err := o.band(p.unit())
	if err != nil {
		return nil, err
	}
	b, err := newBanding(p.losing(), sectors, band)
	if err != nil {
		return nil, err
	}
	tail := o.Tail.Float64()
	if o.Tail == (Ratio{}) {
		tail = tailMin
	}
	points, rounding, err := b.distribution(ctx, tail)
	if err != nil {
		return nil, err
	}
	return newEstimate(points, rounding, b, p.unit()), nil
}

// tailMin is the least that a Ratio other than 0 can be.
const tailMin = 1.0 / RatioDenominatorMax

func checkCredit(p Portfolio, sectors []Sector, o Options) error {
	if err := p.Check(); err != nil {
		return err
	}
	if err := checkSectors(sectors); err != nil {
		return err
	}
	if o.Tail.Cmp(Ratio{1, 2}) > 0 {
		return refuse(ErrTail, "a tail of at most a half")
	}
	return p.checkWeights(sectors)
}

// distribution returns the probability of each number of bands, and a bound on their relative error by
// rounding: each point passes on that of those before it, and adds half a unit in the last place for each term
// and some for the sum, its weights and the division.
func (b *banding) distribution(ctx context.Context, tail float64) (points []float64, rounding float64, err error) {
	r := b.recursion()
	none := new(big.Float)
	for _, s := range b.sources {
		none.Add(none, s.logNone())
	}
	g := newGrowth(exp(none))
	if err := g.grow(ctx, r, tail); err != nil {
		return nil, 0, err
	}
	n := len(g.points)
	return g.finish(), mul(float64(n), float64(r.terms(n)+16)) / (1 << 53), nil
}

func (b *banding) recursion() recursion {
	if len(b.sources) == 1 {
		return panjer(b.sources[0].terms())
	}
	return newBlend(b.sources)
}

// A growth is a distribution as it becomes longer. A large society's first probabilities are below any float:
// with a thousand defaults expected, that of none is 10⁻⁴³⁴. So points are kept in units of a power of two,
// which rises with them. Loop invariant: points[n] 2^exponent is the probability of n bands, and sum that of
// all so far in the same unit. What has become too small for a float by then is by far too small to matter.
type growth struct {
	points   []float64
	sum      sum
	exponent int
}

// raiseAt is where points are taken into a larger unit: far enough from the largest float for the next point.
const raiseAt = 1 << 500

func newGrowth(none float64, exponent int) *growth {
	g := &growth{points: []float64{none}, exponent: exponent}
	g.sum.add(none)
	return g
}

// pointsBetweenChecks is how many points are found before the context is asked again: at most some milliseconds.
const pointsBetweenChecks = 64

// grow adds points until the probability of what lies beyond is at most tail.
func (g *growth) grow(ctx context.Context, r recursion, tail float64) error {
	for 1-math.Ldexp(g.sum.float(), g.exponent) > tail {
		n := len(g.points)
		if n == PointsMax {
			return refuse(ErrLattice, "a wider band, or a larger tail")
		}
		if n%pointsBetweenChecks == 1 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		next := r.next(g.points)
		g.points = append(g.points, next)
		g.sum.add(next)
		if next > raiseAt {
			g.raise()
		}
	}
	return nil
}

// raise takes all points into a unit 2^500 times as large.
func (g *growth) raise() {
	for i, p := range g.points {
		g.points[i] = p / raiseAt
	}
	g.sum = sum{g.sum.value / raiseAt, g.sum.lost / raiseAt}
	g.exponent += 500
}

// finish returns the points as probabilities.
func (g *growth) finish() []float64 {
	for i, p := range g.points {
		g.points[i] = math.Ldexp(p, g.exponent)
	}
	return g.points
}

func newEstimate(points []float64, rounding float64, b *banding, u unit.Unit) *Estimate {
	e := &Estimate{points: points, b: b, unit: u, rounding: rounding}
	var total sum
	for _, p := range points {
		total.add(p)
	}
	e.tail = max(0, 1-total.float())
	return e
}
