package stock

import (
	"math/big"

	"example.org/mutual/unit"
)

// Gain returns what a holder gains by paying with Stock bought below its face, as a part of what it cost:
// (face - outlay) / outlay. It is a report: no time enters it, and nobody pays it. £1 of rental for 80p is 1/4.
// Amounts that are not in one unit, or not above zero, are ErrReport.
func Gain(outlay, face unit.Amount) (*big.Rat, error) {
	if outlay.Unit() != face.Unit() || outlay.Unit().IsZero() || outlay.Sign() <= 0 || face.Sign() <= 0 {
		return nil, refuse(ErrReport, "want an outlay and a face above zero in one unit, got %v and %v", outlay, face)
	}
	profit := new(big.Int).Sub(big.NewInt(face.Parts()), big.NewInt(outlay.Parts()))
	return new(big.Rat).SetFrac(profit, big.NewInt(outlay.Parts())), nil
}

// YearlyGain returns the gain spread over the years that it takes to use the Stock up, simple and not compounded:
// (profit / outlay) / (face / use in a year). When it arises depends on use alone, so it is an estimate by whoever
// names the use. Errors are those of Gain, which look at the use too.
func YearlyGain(outlay, face, yearly unit.Amount) (*big.Rat, error) {
	gain, err := Gain(outlay, face)
	if err != nil {
		return nil, err
	}
	if yearly.Unit() != face.Unit() || yearly.Sign() <= 0 {
		return nil, refuse(ErrReport, "want a use above zero in %v, got %v", face.Unit(), yearly)
	}
	return gain.Mul(gain, big.NewRat(yearly.Parts(), face.Parts())), nil
}
