package unit

import "math/big"

// Convert returns how many parts of another unit of energy a is worth, exactly: no quote is needed,
// because both are defined in joules. What does not fill a part of the target is the residue, a rational
// number of joules with the sign of a: converted plus residue are a, and nothing is lost. So a chain of
// conversions that adds up its residues ends where a single one does.
//
// A unit that is not of energy is ErrNotEnergy: between energy and a currency, or two currencies, only a
// [Quote] converts. It comes in a [TextError]. A result beyond an int64 is ErrRange, as it is.
func Convert(a Amount, to Unit) (converted Amount, residue *big.Rat, err error) {
	value, err := a.Joules()
	if err != nil {
		return Amount{}, nil, err
	}
	each, ok := to.Joules()
	if !ok {
		return Amount{}, nil, notEnergy(to)
	}
	converted, rest, err := FromRat(value.Quo(value, each), to, TowardZero)
	if err != nil {
		return Amount{}, nil, err
	}
	return converted, rest.Mul(rest, each), nil
}

// Joules returns the exact worth of a in joules, as a fresh number. An amount of a unit that is not of
// energy is ErrNotEnergy, in a [TextError].
func (a Amount) Joules() (*big.Rat, error) {
	each, ok := a.unit.Joules()
	if !ok {
		return nil, notEnergy(a.unit)
	}
	return each.Mul(each, a.Rat()), nil
}

func notEnergy(u Unit) error {
	return refuse(ErrNotEnergy, u.String(), "a unit of energy, such as kWh")
}
