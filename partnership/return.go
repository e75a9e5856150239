package partnership

import (
	"math/big"

	"example.org/mutual/unit"
)

// Yield returns what a yearly income is of an outlay, exactly: 30 a year for 750 is 1/25, four per cent. It is a report
// of what is, and no rule of the package follows it. ErrPlan refuses amounts in two units, an income below zero and
// an outlay that is not above it.
func Yield(income, outlay unit.Amount) (*big.Rat, error) {
	if income.Unit() != outlay.Unit() || income.Sign() < 0 || outlay.Sign() <= 0 {
		return nil, wrongPlan("want an income and an outlay above zero, in one unit")
	}
	return big.NewRat(income.Parts(), outlay.Parts()), nil
}

// A Prepaid is Stock bought below its face, to be returned in payment for use.
type Prepaid struct {
	Face   unit.Amount // what it will pay for
	Outlay unit.Amount // what was paid for it
	Yearly unit.Amount // for how much use a year it is returned: a year's rental, say
}

// Gain returns (face - outlay) / outlay: what is gained in all, whenever the Stock is returned. Errors are ErrPlan, for
// amounts in several units or not above zero.
func (p Prepaid) Gain() (*big.Rat, error) {
	u := p.Face.Unit()
	if p.Outlay.Unit() != u || p.Yearly.Unit() != u || p.Face.Sign() <= 0 || p.Outlay.Sign() <= 0 || p.Yearly.Sign() <= 0 {
		return nil, wrongPlan("want amounts above zero, in one unit")
	}
	gain := big.NewRat(p.Face.Parts(), p.Outlay.Parts())
	return gain.Sub(gain, big.NewRat(1, 1)), nil
}

// Return returns the gain by the years that the use takes, face / yearly: simple and never compounded, because nothing
// accrues (Chris Cook, "Regeneration", 2014: 25 % on 10,000 for 8,000 that a rental of 10,000 a year uses up, and
// 5 % at one of 2,000). Errors are those of [Prepaid.Gain].
func (p Prepaid) Return() (*big.Rat, error) {
	gain, err := p.Gain()
	if err != nil {
		return nil, err
	}
	return gain.Mul(gain, big.NewRat(p.Yearly.Parts(), p.Face.Parts())), nil
}
