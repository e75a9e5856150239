package insolvency

import (
	"errors"
	"math/big"
	"strings"
)

// ExactBytesMax is the longest text of an Exact, in bytes: no system within the limits needs more.
const ExactBytesMax = 80_000

var errExact = errors.New(`insolvency: an exact number is written "165/112" or "3", in lowest terms, without a sign, in at most 80000 bytes`)

// An Exact is a rational number of smallest parts, zero or above. It is immutable; the zero Exact is 0.
// Compare by [Exact.Rat], not by ==.
type Exact struct{ rat *big.Rat }

// Rat returns a fresh copy of the number.
func (e Exact) Rat() *big.Rat { return new(big.Rat).Set(e.value()) }

func (e Exact) value() *big.Rat {
	if e.rat == nil {
		return new(big.Rat)
	}
	return e.rat
}

// Equal reports whether both are the same number. It exists so that go-cmp compares without options.
func (e Exact) Equal(f Exact) bool { return e.value().Cmp(f.value()) == 0 }

// String returns "165/112", or "3" where the number is whole.
func (e Exact) String() string { return e.value().RatString() }

// MarshalText returns what String does.
func (e Exact) MarshalText() ([]byte, error) { return []byte(e.String()), nil }

// UnmarshalText reads what MarshalText writes, and no other spelling of it, of at most [ExactBytesMax] bytes. An error
// says so, and leaves the receiver unchanged.
func (e *Exact) UnmarshalText(text []byte) error {
	if len(text) > ExactBytesMax {
		return errExact
	}
	num, den, fraction := strings.Cut(string(text), "/")
	if !fraction {
		den = "1"
	}
	if !allDigits(num) || !allDigits(den) || den == "0" {
		return errExact
	}
	r, ok := new(big.Rat).SetString(num + "/" + den)
	if !ok || r.RatString() != string(text) {
		return errExact
	}
	e.rat = r
	return nil
}

// allDigits keeps signs and exponents from big.Rat, which would take any.
func allDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
