package unit

import "math/big"

// A Mode says how a number between two whole parts becomes one of them. The zero Mode is TowardZero. It is given
// to whatever rounds, but where the way to round is fixed: by [Convert], [Millionths.Of], [Quote.Cross] and [Rule].
type Mode uint8

// The rounding modes. A half is exactly half a part.
const (
	TowardZero   Mode = iota // cut off: 2.7 -> 2, -2.7 -> -2
	AwayFromZero             // 2.1 -> 3, -2.1 -> -3
	HalfEven                 // to the nearer, a half to the even neighbour: 2.5 -> 2, 3.5 -> 4
	HalfUp                   // to the nearer, a half away from zero: 2.5 -> 3, -2.5 -> -3
	Floor                    // down: 2.7 -> 2, -2.1 -> -3
	Ceiling                  // up: 2.1 -> 3, -2.7 -> -2
	modes
)

var modeNames = [modes]string{"toward zero", "away from zero", "half even", "half up", "floor", "ceiling"}

// String returns the mode's name in words.
func (m Mode) String() string {
	if m >= modes {
		return "no rounding mode"
	}
	return modeNames[m]
}

// ratBitsMax bounds the numbers that callers hand in as *big.Rat, above and below the line.
const ratBitsMax = 4096

// FromRat returns value whole units of u, rounded to whole parts by m, and the residue: value less the
// amount returned, exactly, in whole units. A value beyond an int64 of parts, or of more than 4096 bits
// above or below the line, is ErrRange; an unknown mode is ErrRule, no value ErrSyntax, no unit ErrNoUnit.
func FromRat(value *big.Rat, u Unit, m Mode) (Amount, *big.Rat, error) {
	if u == (Unit{}) {
		return Amount{}, nil, ErrNoUnit
	}
	if value == nil {
		return Amount{}, nil, ErrSyntax
	}
	if value.Num().BitLen() > ratBitsMax || value.Denom().BitLen() > ratBitsMax {
		return Amount{}, nil, ErrRange
	}
	if m >= modes {
		return Amount{}, nil, ErrRule
	}
	parts := m.round(new(big.Rat).Mul(value, u.scale()))
	if !parts.IsInt64() {
		return Amount{}, nil, ErrRange
	}
	a := Amount{parts.Int64(), u}
	return a, new(big.Rat).Sub(value, a.Rat()), nil
}

// Rat returns the amount's value in whole units as a fresh rational number.
func (a Amount) Rat() *big.Rat { return big.NewRat(a.parts, pow10[a.unit.Places()]) }

// scale returns how many parts a whole unit has.
func (u Unit) scale() *big.Rat { return big.NewRat(pow10[u.Places()], 1) }

// round returns x rounded to an integer.
func (m Mode) round(x *big.Rat) *big.Int {
	floor, rest := new(big.Int).DivMod(x.Num(), x.Denom(), new(big.Int)) // Denom > 0, so rest >= 0
	if rest.Sign() != 0 && m.up(x.Sign() < 0, floor.Bit(0) == 1, rest.Lsh(rest, 1).Cmp(x.Denom())) {
		floor.Add(floor, big.NewInt(1))
	}
	return floor
}

// up reports whether a number that is not whole goes to the integer above it, given its sign, whether
// the integer below is odd, and how its fraction compares with a half.
func (m Mode) up(negative, odd bool, half int) bool {
	switch m {
	case TowardZero:
		return negative
	case AwayFromZero:
		return !negative
	case HalfEven:
		return half > 0 || half == 0 && odd
	case HalfUp:
		return half > 0 || half == 0 && !negative
	}
	return m == Ceiling
}
