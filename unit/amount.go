package unit

import (
	"cmp"
	"iter"
	"math"

	"example.org/mutual/internal/wide"
)

// An Amount is a whole number of a unit's smallest parts: 1250 parts of EUR.2 are 12.50 EUR. It is
// an immutable, comparable value: == is equality of value and unit, and it can be a map key. The zero
// Amount is zero of no unit; all its methods are safe.
type Amount struct {
	parts int64
	unit  Unit
}

// New returns the amount of this many smallest parts of u.
func New(parts int64, u Unit) Amount { return Amount{parts, u} }

// Parts returns the number of smallest parts.
func (a Amount) Parts() int64 { return a.parts }

// Unit returns the unit that a is counted in.
func (a Amount) Unit() Unit { return a.unit }

// Sign returns -1, 0 or +1.
func (a Amount) Sign() int { return cmp.Compare(a.parts, 0) }

// IsZero reports whether a is zero, of whatever unit.
func (a Amount) IsZero() bool { return a.parts == 0 }

// Add returns a + b. Amounts of different units are ErrMixed, a sum beyond an int64 is ErrRange.
func (a Amount) Add(b Amount) (Amount, error) {
	if a.unit != b.unit {
		return Amount{}, ErrMixed
	}
	sum := a.parts + b.parts
	// The sum has wrapped exactly when its sign differs from that of both terms.
	if (a.parts^sum)&(b.parts^sum) < 0 {
		return Amount{}, ErrRange
	}
	return Amount{sum, a.unit}, nil
}

// Sub returns a - b. Amounts of different units are ErrMixed, a difference beyond an int64 is
// ErrRange.
func (a Amount) Sub(b Amount) (Amount, error) {
	if a.unit != b.unit {
		return Amount{}, ErrMixed
	}
	difference := a.parts - b.parts
	// It has wrapped exactly when the terms' signs differ and the result's is not that of a.
	if (a.parts^b.parts)&(a.parts^difference) < 0 {
		return Amount{}, ErrRange
	}
	return Amount{difference, a.unit}, nil
}

// Neg returns -a. The least int64 has no negative: ErrRange.
func (a Amount) Neg() (Amount, error) {
	if a.parts == math.MinInt64 {
		return Amount{}, ErrRange
	}
	return Amount{-a.parts, a.unit}, nil
}

// Sum returns the sum of amounts of u, zero of u for none. An amount of another unit is ErrMixed, a sum
// beyond an int64 ErrRange; what is summed on the way may be beyond it, so that the order does not matter. O(n).
func Sum(u Unit, amounts iter.Seq[Amount]) (Amount, error) {
	var sum wide.Sum
	for a := range amounts {
		if a.unit != u {
			return Amount{}, ErrMixed
		}
		sum = sum.Add(a.parts)
	}
	parts, ok := sum.Int64()
	if !ok {
		return Amount{}, ErrRange
	}
	return Amount{parts, u}, nil
}

// Cmp compares the values of two amounts of one unit: -1, 0 or +1. Amounts of different units have no
// order of value: ErrMixed. For sorting see [Amount.Compare].
func (a Amount) Cmp(b Amount) (int, error) {
	if a.unit != b.unit {
		return 0, ErrMixed
	}
	return cmp.Compare(a.parts, b.parts), nil
}

// Compare is a total order for sorting: by unit (see [Unit.Compare]), then by value. Across units it
// says nothing of value.
func (a Amount) Compare(b Amount) int {
	return cmp.Or(a.unit.Compare(b.unit), cmp.Compare(a.parts, b.parts))
}

// Equal reports a == b. It exists so that go-cmp compares amounts without options.
func (a Amount) Equal(b Amount) bool { return a == b }
