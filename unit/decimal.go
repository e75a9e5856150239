package unit

import (
	"math/big"

	"github.com/shopspring/decimal"
)

// DecimalDigitsMax is the largest number of digits that FromDecimal looks at in a coefficient.
const DecimalDigitsMax = 64

// decimalBitsMax is the length of the largest number of that many digits: NumDigits is asked about
// none longer, because it takes a second for ten million digits.
const decimalBitsMax = 213

// FromDecimal returns d whole units of u, exactly. A decimal with a digit below the smallest part is
// ErrFiner, one beyond an int64 of parts or with more than 64 digits ErrRange; no unit is ErrNoUnit. Nothing is
// rounded. The cost does not grow with the exponent: 1e1000000000 is refused at once.
func FromDecimal(d decimal.Decimal, u Unit) (Amount, error) {
	if u == (Unit{}) {
		return Amount{}, ErrNoUnit
	}
	if d.Sign() == 0 {
		return Amount{unit: u}, nil
	}
	coefficient := d.Coefficient()
	if coefficient.BitLen() > decimalBitsMax {
		return Amount{}, ErrRange
	}
	digits, shift := d.NumDigits(), int64(d.Exponent())+int64(u.Places())
	switch {
	case digits > DecimalDigitsMax || int64(digits)+shift > 19:
		return Amount{}, ErrRange
	case int64(digits)+shift <= 0: // below one part, and not zero
		return Amount{}, ErrFiner
	}
	parts, err := scaled(coefficient, int(shift))
	if err != nil {
		return Amount{}, err
	}
	return Amount{parts, u}, nil
}

// scaled returns n * 10^shift, which the caller has bounded to at most 19 digits. It changes n.
func scaled(n *big.Int, shift int) (int64, error) {
	factor := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(shift, -shift))), nil)
	if shift >= 0 {
		n.Mul(n, factor)
	} else {
		rest := new(big.Int)
		if n.QuoRem(n, factor, rest); rest.Sign() != 0 {
			return 0, ErrFiner
		}
	}
	if !n.IsInt64() {
		return 0, ErrRange
	}
	return n.Int64(), nil
}

// Decimal returns the amount's value in whole units, exactly.
func (a Amount) Decimal() decimal.Decimal { return decimal.New(a.parts, -int32(a.unit.Places())) }
