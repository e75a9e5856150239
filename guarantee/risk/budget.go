package risk

import (
	"math/big"

	"example.org/mutual/unit"
)

// A Budget is what a period's charges on guaranteed promises have to bring in, all in the unit of
// Turnover. Any other may be the zero Amount.
type Budget struct {
	Expected unit.Amount // the expected loss: a Mean, rounded up
	Required unit.Amount // what the pool must be able to pay: a Quantile, a Cover; zero for no more than is expected
	Pool     unit.Amount // what the pool holds already
	Cost     unit.Amount // the approved costs of running the society
	Turnover unit.Amount // the face of all promises that will be guaranteed within the period: above zero
}

// Load returns what charges must bring in beyond the expected loss and the costs, for the pool to become as
// large as is required: Required - Expected - Pool, or zero. An amount below zero is ErrAmount, one in
// another unit than Turnover ErrUnit.
func (b Budget) Load() (unit.Amount, error) {
	if err := b.check(); err != nil {
		return unit.Amount{}, err
	}
	missing := max(0, b.Required.Parts()-b.Expected.Parts()) // no difference of two numbers of one sign overflows
	return unit.New(max(0, missing-b.Pool.Parts()), b.Turnover.Unit()), nil
}

// PerSide returns the charge at break-even, as a rate on the face of a promise, that buyer and seller each pay:
//
//	(Expected + Cost + Load) / (2 x Turnover)
//
// With it the default charges of the period and the pool together are at least Required, and nobody earns
// anything. Errors are those of Load, and ErrAmount for no turnover; a rate above 1 is for the caller to see.
func (b Budget) PerSide() (*big.Rat, error) {
	load, err := b.Load()
	if err != nil {
		return nil, err
	}
	if b.Turnover.IsZero() {
		return nil, refuseEntry(ErrAmount, "budget", 4, "turnover", "promises to charge")
	}
	sum := new(big.Rat).Add(b.Expected.Rat(), b.Cost.Rat())
	sum.Add(sum, load.Rat())
	return sum.Quo(sum, new(big.Rat).Mul(big.NewRat(2, 1), b.Turnover.Rat())), nil
}

func (b Budget) check() error {
	for i, item := range []struct {
		name   string
		amount unit.Amount
	}{{"expected", b.Expected}, {"required", b.Required}, {"pool", b.Pool}, {"cost", b.Cost}, {"turnover", b.Turnover}} {
		if item.amount == (unit.Amount{}) && item.name != "turnover" {
			continue
		}
		if err := wrongAmount(item.amount, b.Turnover.Unit(), "budget", i, item.name); err != nil {
			return err
		}
	}
	return nil
}
