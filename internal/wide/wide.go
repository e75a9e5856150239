// Package wide adds up int64 values and their products in 128 bits, for sums that are compared or must be
// found to fit before anybody trusts them.
package wide

import (
	"math"
	"math/big"
	"math/bits"
)

// A Sum is a signed sum in 128 bits, in two's complement. It is a comparable value; the zero Sum is 0. It
// wraps from 2^127 on, which takes 2^64 terms, or three products.
type Sum struct{ high, low uint64 }

func (s Sum) plus(high, low uint64) Sum {
	low, carry := bits.Add64(s.low, low, 0)
	high, _ = bits.Add64(s.high, high, carry)
	return Sum{high, low}
}

// Plus returns s + t.
func (s Sum) Plus(t Sum) Sum { return s.plus(t.high, t.low) }

// Add returns s + x.
func (s Sum) Add(x int64) Sum { return s.plus(uint64(x>>63), uint64(x)) }

// Sub returns s - x.
func (s Sum) Sub(x int64) Sum { return s.Minus(Sum{}.Add(x)) }

// AddProduct returns s + x * y, for x at least zero.
func (s Sum) AddProduct(x, y int64) Sum {
	high, low := bits.Mul64(uint64(x), uint64(y))
	if y < 0 {
		high -= uint64(x) // Mul64 took y for y + 2^64
	}
	return s.plus(high, low)
}

// Minus returns s - t.
func (s Sum) Minus(t Sum) Sum {
	low, borrow := bits.Sub64(s.low, t.low, 0)
	high, _ := bits.Sub64(s.high, t.high, borrow)
	return Sum{high, low}
}

// SubProduct returns s - x * y, for x at least zero.
func (s Sum) SubProduct(x, y int64) Sum {
	return s.Minus(Sum{}.AddProduct(x, y))
}

// QuoUp returns s / x rounded up, for s and x above zero, and whether it fits.
func (s Sum) QuoUp(x int64) (int64, bool) {
	if s.high >= uint64(x) {
		return 0, false
	}
	quotient, rest := bits.Div64(s.high, s.low, uint64(x))
	if rest > 0 {
		quotient++
	}
	return int64(quotient), 0 < quotient && quotient <= math.MaxInt64
}

// Int64 returns the sum, and whether it fits.
func (s Sum) Int64() (int64, bool) {
	return int64(s.low), s.high == uint64(int64(s.low)>>63)
}

// Big returns the sum as a number of any size.
func (s Sum) Big() *big.Int {
	high := new(big.Int).Lsh(big.NewInt(int64(s.high)), 64)
	return high.Add(high, new(big.Int).SetUint64(s.low))
}

// Halves returns the sum as whole multiples of 2^64, rounded down, and the rest. Of is its inverse.
func (s Sum) Halves() (high int64, low uint64) { return int64(s.high), s.low }

// Of returns high * 2^64 + low.
func Of(high int64, low uint64) Sum { return Sum{uint64(high), low} }

// Sign returns -1, 0 or +1.
func (s Sum) Sign() int {
	switch {
	case int64(s.high) < 0:
		return -1
	case s == Sum{}:
		return 0
	}
	return 1
}
