package unit

import (
	"bytes"
	"math"
	"strconv"
	"strings"
)

// TextBytesMax is the longest number that Parse looks at, in bytes.
const TextBytesMax = 64

const wantNumber = "digits, with at most a minus before them and a point and digits after, such as -12.50"

// pow10 holds the powers of ten that fit an int64.
var pow10 = [19]int64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18}

// Parse reads a number of whole units, such as "12.50" in EUR.2, exactly. The grammar is
// -?digits(.digits)? in ASCII, at most 64 bytes; there is no exponent, no plus, no bare point, no
// grouping, and no minus zero. Zeros before and after are accepted: "007.500" is 7.50. Errors are a
// [TextError] with ErrSyntax, ErrFiner (a digit below the smallest part), ErrRange or ErrNoUnit.
func Parse(s string, u Unit) (Amount, error) {
	if u == (Unit{}) {
		return Amount{}, refuse(ErrNoUnit, s, "a unit to count in")
	}
	places := int(u.handle.Value().places)
	parts, reason := parseParts(s, places)
	switch reason {
	case nil:
		return Amount{parts, u}, nil
	case ErrFiner:
		return Amount{}, refuse(reason, s, "at most "+strconv.Itoa(places)+" decimal places in "+u.Code())
	case ErrRange:
		return Amount{}, refuse(reason, s, "at most "+string(appendParts(nil, math.MaxInt64, places))+" either way")
	}
	return Amount{}, refuse(reason, s, wantNumber)
}

// parseParts reads a number scaled by 10^places. A number that is both malformed and too large or too
// fine is malformed: the whole text is looked at before anything else is said of it.
func parseParts(s string, places int) (int64, error) {
	if len(s) == 0 || len(s) > TextBytesMax {
		return 0, ErrSyntax
	}
	i := 0
	if s[0] == '-' {
		i = 1
	}
	m := mantissa{room: places}
	whole := m.digits(s, i)
	if whole == i {
		return 0, ErrSyntax
	}
	end := whole
	if end < len(s) && s[end] == '.' {
		m.fraction = true
		if end = m.digits(s, whole+1); end == whole+1 {
			return 0, ErrSyntax
		}
	}
	if end != len(s) {
		return 0, ErrSyntax
	}
	return m.signed(i == 1)
}

// A mantissa gathers the digits of a number.
type mantissa struct {
	value    uint64
	room     int  // places not yet filled
	fraction bool // past the point
	finer    bool // a digit other than zero stood below the smallest part
	over     bool // more than the value has room for, which is more than an int64 has
}

// digits takes the run of digits in s from i on and returns where it ends.
func (m *mantissa) digits(s string, i int) int {
	for ; i < len(s) && s[i]-'0' <= 9; i++ {
		digit := s[i] - '0'
		if m.fraction {
			if m.room == 0 {
				m.finer = m.finer || digit != 0
				continue
			}
			m.room--
		}
		m.push(uint64(digit))
	}
	return i
}

func (m *mantissa) push(digit uint64) {
	const most = math.MaxUint64/10 - 1
	if m.value > most {
		m.over = true
		return
	}
	m.value = m.value*10 + digit
}

// signed fills the places that the text left out and applies the sign.
func (m *mantissa) signed(negative bool) (int64, error) {
	for ; m.room > 0; m.room-- {
		m.push(0)
	}
	most := uint64(math.MaxInt64)
	if negative {
		most++ // -2^63 is an int64 too
	}
	switch {
	case m.finer:
		return 0, ErrFiner
	case m.over || m.value > most:
		return 0, ErrRange
	case negative && m.value == 0:
		return 0, ErrSyntax // -0 is a second spelling of nothing
	case negative:
		return -int64(m.value), nil
	}
	return int64(m.value), nil
}

// numberBytesMax is the length of the longest canonical number.
const numberBytesMax = len("-9223372036.854775808")

// appendParts appends parts / 10^places with exactly that many places: the canonical spelling.
func appendParts(b []byte, parts int64, places int) []byte {
	var room [numberBytesMax]byte
	return append(b, room[putParts(room[:], parts, places):]...)
}

// putParts writes the canonical spelling of parts / 10^places at the end of room and returns where it
// begins. From the last digit to the first is faster than package strconv twice, for the whole and for the
// fraction.
func putParts(room []byte, parts int64, places int) int {
	at, rest := len(room), magnitude(parts)
	for k := 0; k <= places || rest > 0; k++ {
		if k == places && places > 0 {
			at--
			room[at] = '.'
		}
		at--
		room[at] = byte('0' + rest%10)
		rest /= 10
	}
	if parts < 0 {
		at--
		room[at] = '-'
	}
	return at
}

// Number returns the amount without its unit, in its canonical spelling: "12.50". [Parse] reads it.
func (a Amount) Number() string {
	var b [24]byte
	return string(appendParts(b[:0], a.parts, a.unit.Places()))
}

// String returns the amount for people: "12.50 EUR". It leaves out what defines the unit; a program
// reads [Amount.MarshalText] or the JSON form.
func (a Amount) String() string {
	var room [numberBytesMax + 1 + CodeBytesMax]byte
	d, at := a.unit.define(), len(room)
	if d.code != "" {
		at -= len(d.code)
		copy(room[at:], d.code)
		at--
		room[at] = ' '
	}
	return string(room[putParts(room[:at], a.parts, int(d.places)):])
}

// AppendText appends the number and the definition of its unit: "12.50 EUR.2". The zero Amount is
// "0"; any other amount without a unit is ErrNoUnit.
func (a Amount) AppendText(b []byte) ([]byte, error) {
	d := a.unit.define()
	if d.text == "" && a.parts != 0 {
		return b, ErrNoUnit
	}
	b = appendParts(b, a.parts, int(d.places))
	if d.text != "" {
		b = append(append(b, ' '), d.text...)
	}
	return b, nil
}

// MarshalText returns the number and the definition of its unit, as AppendText does.
func (a Amount) MarshalText() ([]byte, error) { return a.AppendText(nil) }

// UnmarshalText reads what MarshalText writes, and no other spelling of it. Errors are ErrSyntax in a [TextError],
// and those of [ParseUnit] and [Parse]. The receiver is unchanged on error.
func (a *Amount) UnmarshalText(text []byte) error {
	if len(text) > TextBytesMax+1+definitionBytesMax {
		return refuse(ErrSyntax, string(text[:64]), "a number and a unit, such as 12.50 EUR.2")
	}
	number, definition, _ := strings.Cut(string(text), " ")
	v, err := canonical(number, definition)
	if err != nil {
		return err
	}
	if own, _ := v.AppendText(nil); !bytes.Equal(own, text) {
		return refuse(ErrSyntax, string(text), "the one spelling "+string(own))
	}
	*a = v
	return nil
}

// canonical reads an amount from its number and the definition of its unit, in their one spelling.
func canonical(number, definition string) (Amount, error) {
	if definition == "" && number == "0" {
		return Amount{}, nil
	}
	u, err := ParseUnit(definition)
	if err != nil {
		return Amount{}, err
	}
	a, err := Parse(number, u)
	if err != nil {
		return Amount{}, err
	}
	if own := a.Number(); own != number {
		return Amount{}, refuse(ErrSyntax, number, "the one spelling "+own)
	}
	return a, nil
}
