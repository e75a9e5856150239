package play

import (
	"strings"

	"example.org/mutual/unit"
)

// No-break spaces: a narrow one between groups of three digits, and one before a unit.
const (
	thinSpace = "\u202f"
	unitSpace = "\u00a0"
)

// human is an amount for people, always in its own unit, so that what stands below each other can be compared: digits
// in groups of three, and no zeros at the end beyond the second decimal place.
func human(a unit.Amount) string { return number(a) + unitSpace + a.Unit().Code() }

// number is human without the unit.
func number(a unit.Amount) string {
	digits, sign := strings.CutPrefix(a.Number(), "-")
	whole, fraction, found := strings.Cut(digits, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + thinSpace + whole[i:]
	}
	if sign {
		whole = "-" + whole
	}
	if !found {
		return whole
	}
	for len(fraction) > 2 && strings.HasSuffix(fraction, "0") {
		fraction = fraction[:len(fraction)-1]
	}
	return whole + "." + fraction
}

// dash keeps what is nothing from looking like something.
func dash(a unit.Amount) string {
	if a.IsZero() {
		return "–"
	}
	return number(a)
}
