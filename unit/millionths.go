package unit

import (
	"fmt"
	"math"
	"math/bits"
	"strconv"
	"strings"
)

// Millionths are a proportion: 75,000 are 7.5 %. The rate of a charge, a majority and the part of a loss that somebody
// bears are given in them, so that none is a float and each has one spelling. The zero value is nothing.
type Millionths int64

// Whole is a proportion of one.
const Whole Millionths = 1_000_000

// Of returns this proportion of an amount, rounded down, and how many millionths of a smallest part that leaves. A
// proportion or an amount below zero, and what an amount cannot hold, are ErrRange.
func (m Millionths) Of(a Amount) (down Amount, left Millionths, err error) {
	high, low := bits.Mul64(uint64(m), uint64(a.parts))
	if m < 0 || a.parts < 0 || high >= uint64(Whole) {
		return Amount{}, 0, ErrRange
	}
	parts, rest := bits.Div64(high, low, uint64(Whole))
	if parts > math.MaxInt64 {
		return Amount{}, 0, ErrRange
	}
	return Amount{int64(parts), a.unit}, Millionths(rest), nil
}

// String returns it in per cent, for people: "7.5 %".
func (m Millionths) String() string {
	sign, n := "", uint64(m)
	if m < 0 {
		sign, n = "-", -n
	}
	decimals := strings.TrimRight(fmt.Sprintf(".%04d", n%10_000), "0")
	return sign + strconv.FormatUint(n/10_000, 10) + strings.TrimSuffix(decimals, ".") + " %"
}
