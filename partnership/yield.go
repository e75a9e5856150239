package partnership

import (
	"math/big"

	"example.org/mutual/unit"
)

// Yield returns what a yearly income is of an outlay, exactly: 30 a year for 750 is 1/25, four per cent. It is a report
// of what is, and no rule of the package follows it. What Stock bought ahead returns is a report of package stock.
// ErrPlan refuses amounts in two units, an income below zero and an outlay that is not above it.
func Yield(income, outlay unit.Amount) (*big.Rat, error) {
	if income.Unit() != outlay.Unit() || income.Sign() < 0 || outlay.Sign() <= 0 {
		return nil, wrongPlan("want an income and an outlay above zero, in one unit")
	}
	return big.NewRat(income.Parts(), outlay.Parts()), nil
}
