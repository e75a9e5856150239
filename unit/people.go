package unit

import (
	"errors"
	"log/slog"
	"strconv"
	"strings"
)

// ParseAmount reads a number and a unit with a space between, as people write them: "12.5 kWh". The unit
// is the code of a predeclared one or of one of those given (the first with that code), or a whole
// definition, such as "EUR.2".
// Errors are those of [Parse], [Lookup] and [ParseUnit].
func ParseAmount(s string, units ...Unit) (Amount, error) {
	number, code, found := strings.Cut(s, " ")
	if !found {
		return Amount{}, refuse(ErrSyntax, s, "a number, a space and a unit, such as 12.5 kWh")
	}
	for _, u := range units {
		if u.Code() == code {
			return Parse(number, u)
		}
	}
	u, err := ParseUnit(code)
	if err != nil {
		return Amount{}, notUnit(code, err)
	}
	return Parse(number, u)
}

// notUnit says more of a code that defines no unit by itself, if there is more to say.
func notUnit(code string, err error) error {
	switch wrong := checkCode(code, 0); {
	case wrong == nil:
		return refuse(ErrDefinition, code, "its places too, such as "+code+".2, or the unit given to ParseAmount")
	case errors.Is(wrong, ErrReserved):
		_, err = Lookup(code) // which says what the code is near to
	}
	return err
}

// LogValue makes slog write an amount with the definition of its unit: "12.50 EUR.2".
func (a Amount) LogValue() slog.Value {
	if text, err := a.AppendText(nil); err == nil {
		return slog.StringValue(string(text))
	}
	return slog.StringValue(a.String())
}

// A family is of units that differ by powers of ten, the largest first.
type family []struct {
	unit Unit
	tens int // the power of ten, against the family's base
}

var families = []family{
	{{TerawattHour, 12}, {GigawattHour, 9}, {MegawattHour, 6}, {KilowattHour, 3}, {WattHour, 0}},
	{{Exajoule, 18}, {Petajoule, 15}, {Terajoule, 12}, {Gigajoule, 9}, {Megajoule, 6}, {Kilojoule, 3}, {Joule, 0}},
}

// thinSpace is the narrow no-break space, which the SI Brochure puts between groups of three digits.
const thinSpace = "\u202f"

// Human returns the amount for people to read, exactly: digits in groups of three, no zeros at the end
// but the first two places of what is not energy, and joules and watt-hours in the largest multiple that
// there is one of: "1 234.50 EUR", "12.5 MWh". All spaces are narrow no-break spaces.
func (a Amount) Human() string {
	u, digits, point := a.unit, strconv.FormatUint(magnitude(a.parts), 10), -a.unit.Places()
	if larger, tens := a.unit.largest(len(digits) + point); a.parts != 0 {
		u, point = larger, point-tens
	}
	places := min(a.unit.Places(), 2)
	if _, energy := u.Joules(); energy {
		places = 0
	}
	text := grouped(placed(digits, point, places))
	if a.parts < 0 {
		text = "-" + text
	}
	if u.IsZero() {
		return text
	}
	return text + thinSpace + u.Code()
}

// largest returns the largest unit of u's family that a number of u with this many digits before the
// point (or, from 0 down, zeros after it) fills, or the family's smallest, and by which power of ten it
// is larger than u. A unit without a family is its own.
func (u Unit) largest(before int) (larger Unit, tens int) {
	for _, all := range families {
		for _, own := range all {
			if own.unit != u {
				continue
			}
			smallest := all[len(all)-1]
			for _, s := range all {
				if before-(s.tens-own.tens) >= 1 || s == smallest {
					return s.unit, s.tens - own.tens
				}
			}
		}
	}
	return u, 0
}

// placed writes digits x 10^point without zeros at the end beyond these places.
func placed(digits string, point, places int) string {
	if point >= 0 {
		digits, point = digits+strings.Repeat("0", point), 0
	}
	if short := -point + 1 - len(digits); short > 0 {
		digits = strings.Repeat("0", short) + digits
	}
	whole, fraction := digits[:len(digits)+point], strings.TrimRight(digits[len(digits)+point:], "0")
	if short := places - len(fraction); short > 0 {
		fraction += strings.Repeat("0", short)
	}
	if fraction == "" {
		return whole
	}
	return whole + "." + fraction
}

// grouped separates the digits before the point by threes.
func grouped(number string) string {
	whole, fraction, found := strings.Cut(number, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + thinSpace + whole[i:]
	}
	if found {
		return whole + "." + fraction
	}
	return whole
}
