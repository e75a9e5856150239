package risk

import (
	"context"
	"math/big"
	"math/bits"

	"example.org/mutual/unit"
)

// Limits on the work of one distribution.
const (
	PointsMax = 1 << 16 // points of a lattice of losses
	WorkMax   = 1 << 31 // multiplications of 64 bits by which Bernoulli finds one
)

// Options sets how finely losses are told apart. The zero Options is ready.
type Options struct {
	// Band is the width of the lattice: losses are whole bands. Zero, of any unit, is for Bernoulli the widest
	// band of which every exposure is a multiple, and for CreditRisk a width that keeps all but extreme
	// portfolios within its limits: see [CreditRisk].
	Band unit.Amount

	// Tail is the probability of the largest losses that CreditRisk may leave out. 0 is 10⁻⁹. Bernoulli leaves
	// out none.
	Tail Ratio
}

// band returns the band asked for, 0 for none.
func (o Options) band(u unit.Unit) (int64, error) {
	switch {
	case o.Band.IsZero():
		return 0, nil
	case o.Band.Unit() != u:
		return 0, refuse(ErrUnit, "a band in the unit of the exposures")
	case o.Band.Sign() < 0:
		return 0, refuse(ErrBand, "a band of zero or above")
	}
	return o.Band.Parts(), nil
}

// Bernoulli returns the distribution of the loss exactly, if members default independently of each other, each
// at most once: for societies of some hundreds.
//
// Every exposure is rounded up to whole bands. With no band asked for nothing is rounded, as long as a lattice
// has room: where exposures have no large common divisor it has not, and the error says which band would fit.
// [Exact.Excess] is by how much rounding can have raised any loss.
//
// Errors: those of [Portfolio.Check]; ErrUnit or ErrBand for the band; ErrLattice for more than 65,536 points
// or more than 2^31 multiplications; ctx.Err() once the context is done.
//
// The idea is a convolution over one common denominator, the product of all. Members 1 to i lose x bands in
// N(x) of D = d₁…dᵢ cases; a member that defaults in n of d cases makes that N(x)(d-n) + N(x-ν)n of D·d. The
// cost is O(members x points x digits of D).
func Bernoulli(ctx context.Context, p Portfolio, o Options) (*Exact, error) {
	if err := p.Check(); err != nil {
		return nil, err
	}
	band, err := o.band(p.unit())
	if err != nil {
		return nil, err
	}
	c, err := newConvolution(p.losing(), band, p.unit())
	if err != nil {
		return nil, err
	}
	for _, e := range c.members {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		c.add(bands(e.Amount.Parts(), c.band), e.Default)
	}
	return &Exact{c.numbers, c.total, c.top, unit.New(c.band, p.unit()), unit.New(c.excess(), p.unit())}, nil
}

// A convolution is a Bernoulli at work. Loop invariant: of total cases, numbers.at(x) have lost x bands, for x
// from 0 to top; beyond it all are zero.
type convolution struct {
	members []Exposure // from the smallest up, so that the lattice grows as late as it can
	band    int64
	numbers lattice
	total   *big.Int
	top     int
}

// newConvolution takes the memory for a lattice that has been found to fit.
func newConvolution(members []Exposure, band int64, u unit.Unit) (*convolution, error) {
	if band == 0 {
		band = divisor(members)
	}
	points, err := latticePoints(members, band, u)
	if err != nil {
		return nil, err
	}
	digits := 0
	for _, e := range members {
		digits += bits.Len64(uint64(e.Default.den))
	}
	if int64(len(members))*int64(points)*int64(digits/64+1) > WorkMax {
		return nil, refuse(ErrLattice, "a wider band, or probabilities of fewer digits: members x points x digits/64 of at most 2^31")
	}
	c := &convolution{members: members, band: band, numbers: newLattice(points, digits/bits.UintSize+1), total: big.NewInt(1)}
	c.numbers.words[0] = 1
	return c, nil
}

// add lets one more member default, with a loss of nu bands, in p of all cases.
func (c *convolution) add(nu int, p Ratio) {
	c.total.Mul(c.total, big.NewInt(p.den))
	n := (c.total.BitLen() + bits.UintSize - 1) / bits.UintSize // words that can be other than zero
	num, rest := uint(p.num), uint(p.den-p.num)
	c.top += nu
	for x := c.top; x >= nu; x-- {
		mix(c.numbers.at(x)[:n], c.numbers.at(x - nu)[:n], rest, num)
	}
	for x := range nu {
		scale(c.numbers.at(x)[:n], rest)
	}
}

// excess returns by how many parts all exposures together have been rounded up.
func (c *convolution) excess() int64 {
	parts := int64(c.top) * c.band
	for _, e := range c.members {
		parts -= e.Amount.Parts()
	}
	return parts
}

// divisor returns the widest band of which every amount is a multiple, 1 where there is no amount.
func divisor(members []Exposure) int64 {
	d := int64(0)
	for _, e := range members {
		d = gcd(e.Amount.Parts(), d)
	}
	return max(d, 1)
}

// bands returns parts/band, rounded up, for parts above zero.
func bands(parts, band int64) int { return int((parts-1)/band + 1) }

// latticePoints returns how many points hold every loss that members can make together. Beyond PointsMax, or
// where the largest loss is more than an amount can hold, the error names a band that is wide enough.
func latticePoints(members []Exposure, band int64, u unit.Unit) (int, error) {
	top, total := int64(0), int64(0)
	for _, e := range members {
		top += (e.Amount.Parts()-1)/band + 1
		total += e.Amount.Parts()
	}
	if top < PointsMax && top <= (1<<63-1)/band {
		return int(top) + 1, nil
	}
	if top < PointsMax {
		return 0, refuse(ErrBand, "a narrower band: all losses in whole bands are more than an amount can hold")
	}
	if len(members) >= PointsMax/2 {
		return 0, refuse(ErrLattice, "fewer members: CreditRisk is for many")
	}
	// Rounding up adds less than a band for each member.
	wide := total/int64(PointsMax-1-len(members)) + 1
	return 0, refuse(ErrLattice, "a band of at least "+unit.New(wide, u).String())
}
