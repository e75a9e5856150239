package unit_test

import (
	"errors"
	"math/big"
	"regexp"
	"testing"

	"example.org/mutual/unit"
	"example.org/mutual/unit/amounttest"
	"pgregory.net/rapid"
)

var grammar = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

// parseSlow aims for readability above speed: it is what Parse should do, with a regular expression for
// the grammar and a rational number for the value.
func parseSlow(s string, u unit.Unit) (unit.Amount, error) {
	if u.IsZero() {
		return unit.Amount{}, unit.ErrNoUnit
	}
	if len(s) > unit.TextBytesMax || !grammar.MatchString(s) {
		return unit.Amount{}, unit.ErrSyntax
	}
	value, ok := new(big.Rat).SetString(s)
	if !ok {
		return unit.Amount{}, unit.ErrSyntax
	}
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(u.Places())), nil)
	parts := value.Mul(value, new(big.Rat).SetInt(scale))
	switch {
	case !parts.IsInt():
		return unit.Amount{}, unit.ErrFiner
	case !parts.Num().IsInt64():
		return unit.Amount{}, unit.ErrRange
	case s[0] == '-' && parts.Sign() == 0:
		return unit.Amount{}, unit.ErrSyntax
	}
	return unit.New(parts.Num().Int64(), u), nil
}

func TestParseAgreesWithSlowTwin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, u := amounttest.Numbers().Draw(t, "s"), amounttest.Units().Draw(t, "unit")
		got, err := unit.Parse(s, u)
		want, reason := parseSlow(s, u)
		if got != want || !errors.Is(err, reason) {
			t.Fatalf("Parse(%q, %v) = %v, %v, its slow twin says %v, %v", s, u, got, err, want, reason)
		}
	})
}

// Every text of up to five of the characters that matter.
func TestParseAgreesOnAllShortTexts(t *testing.T) {
	const alphabet = "-.019e"
	units := []unit.Unit{mustUnit(t, "x.0"), mustUnit(t, "x.2")}
	var walk func(s string)
	walk = func(s string) {
		for _, u := range units {
			got, err := unit.Parse(s, u)
			if want, reason := parseSlow(s, u); got != want || !errors.Is(err, reason) {
				t.Errorf("Parse(%q, %v) = %v, %v, its slow twin says %v, %v", s, u, got, err, want, reason)
			}
		}
		for i := 0; i < len(alphabet) && len(s) < 5; i++ {
			walk(s + alphabet[i:i+1])
		}
	}
	walk("")
}
