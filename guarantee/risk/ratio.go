package risk

import (
	"cmp"
	"math/big"
	"strconv"
	"strings"
)

// RatioDenominatorMax bounds the denominator of a Ratio: nine decimal places.
const RatioDenominatorMax = 1_000_000_000

// ratioBytesMax bounds the text of a Ratio: two numbers of ten digits and what stands between them.
const ratioBytesMax = 21

// A Ratio is a rational number from 0 to 1: a probability, a level of confidence, or a part of a whole. It is
// an immutable, comparable value in lowest terms: == is equality of value. The zero Ratio is 0.
type Ratio struct{ num, den int64 } // den is 0 for 0

// NewRatio returns num/den. Below 0, above 1, with no denominator, or with one that is in lowest terms above a
// thousand million, it is ErrRatio.
func NewRatio(num, den int64) (Ratio, error) {
	if num < 0 || den <= 0 || num > den {
		return Ratio{}, refuse(ErrRatio, "a fraction from 0 to 1")
	}
	if num == 0 {
		return Ratio{}, nil
	}
	if d := gcd(num, den); d > 1 {
		num, den = num/d, den/d
	}
	if den > RatioDenominatorMax {
		return Ratio{}, refuse(ErrRatio, "a denominator of at most 1000000000")
	}
	return Ratio{num, den}, nil
}

// MustRatio is NewRatio for constants: it panics where NewRatio errs.
func MustRatio(num, den int64) Ratio {
	r, err := NewRatio(num, den)
	if err != nil {
		panic(err)
	}
	return r
}

// ParseRatio reads a decimal such as "0.05", of up to nine places, or a fraction such as "1/20". Anything else
// is ErrRatio.
func ParseRatio(s string) (Ratio, error) {
	if len(s) > ratioBytesMax {
		return Ratio{}, refuse(ErrRatio, "at most 21 bytes")
	}
	if above, below, ok := strings.Cut(s, "/"); ok {
		return fraction(above, below)
	}
	whole, places, ok := strings.Cut(s, ".")
	if !ok {
		return fraction(whole, "1")
	}
	if places == "" || len(places) > 9 {
		return Ratio{}, refuse(ErrRatio, "one to nine decimal places")
	}
	if whole != "0" && whole != "1" {
		return Ratio{}, refuse(ErrRatio, "a decimal from 0 to 1")
	}
	return fraction(whole+places, "1"+strings.Repeat("0", len(places)))
}

func fraction(above, below string) (Ratio, error) {
	num, ok := digits(above)
	den, ok2 := digits(below)
	if !ok || !ok2 {
		return Ratio{}, refuse(ErrRatio, "digits, as in 0.05 or 1/20")
	}
	return NewRatio(num, den)
}

// digits reads a number without a sign.
func digits(s string) (int64, bool) {
	if strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil
}

// Rat returns r as a fresh rational number.
func (r Ratio) Rat() *big.Rat {
	if r.den == 0 {
		return new(big.Rat)
	}
	return big.NewRat(r.num, r.den)
}

// Float64 returns the float nearest to r.
func (r Ratio) Float64() float64 {
	if r.den == 0 {
		return 0
	}
	return float64(r.num) / float64(r.den) // both are exact, and a division is rounded once
}

// Cmp compares by value: -1, 0 or +1.
func (r Ratio) Cmp(s Ratio) int {
	if r.den == 0 || s.den == 0 {
		return cmp.Compare(r.num, s.num)
	}
	return cmp.Compare(r.num*s.den, s.num*r.den) // at most 10^18
}

// Equal reports r == s. It exists so that go-cmp compares ratios without options.
func (r Ratio) Equal(s Ratio) bool { return r == s }

// one is the Ratio of a certainty.
var one = Ratio{1, 1}

// complement returns 1 - r.
func (r Ratio) complement() Ratio {
	switch r {
	case Ratio{}:
		return one
	case one:
		return Ratio{}
	}
	return Ratio{r.den - r.num, r.den}
}

// String returns the fraction in lowest terms, "1/20", or "0" or "1".
func (r Ratio) String() string {
	if r.den <= 1 {
		return strconv.FormatInt(r.num, 10)
	}
	return strconv.FormatInt(r.num, 10) + "/" + strconv.FormatInt(r.den, 10)
}

// MarshalText returns String, and never an error.
func (r Ratio) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText is ParseRatio. After an error r is what it was.
func (r *Ratio) UnmarshalText(text []byte) error {
	s, err := ParseRatio(string(text))
	if err == nil {
		*r = s
	}
	return err
}

// gcd returns the greatest common divisor of two numbers, of which one may be zero.
func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
