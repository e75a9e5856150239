package unit

import (
	"math/big"
	"strconv"
	"strings"
	"unique"
)

// Bounds on what defines a unit.
const (
	CodeBytesMax    = 16 // bytes of a code
	PlacesMax       = 9  // decimal places of the smallest part
	JoulesDigitsMax = 40 // digits of the numerator and of the denominator of a unit's joules
)

// definitionBytesMax is the longest text that ParseUnit looks at.
const definitionBytesMax = CodeBytesMax + len(".9=") + 2*JoulesDigitsMax + len("/J")

// A Unit is a standard of measure: a code, the places of its smallest part and, for energy, its
// exact number of joules. It is a comparable value: two units are == exactly when their definitions
// are equal. The zero Unit is no unit; all its methods are safe and return zero values.
//
// A unit measures. Nobody can own one: what people hold and exchange is a promise, a currency or a
// stock, counted in a unit.
type Unit struct {
	handle unique.Handle[definition]
}

// definition is what a Unit stands for. Text is a function of the rest, kept because it is asked for
// whenever an amount is written.
type definition struct {
	text   string
	code   string
	joules string // "3600" or "7/3"; empty where the unit is not energy
	places uint8
}

func newUnit(d definition) Unit { return Unit{unique.Make(d)} }

// define returns the definition of u; that of the zero Unit is empty.
func (u Unit) define() definition {
	if u == (Unit{}) {
		return definition{}
	}
	return u.handle.Value()
}

// Custom returns the unit of this code with this many decimal places: for anything that is neither
// energy nor needs its code checked, such as hours, land units or a club's own currency. Nothing
// converts it but a quote. The code must not be that of a predeclared unit, in any case of letters. Errors, in a
// [TextError]: ErrDefinition for a code or places that no unit may have, ErrReserved for a predeclared code.
func Custom(code string, places int) (Unit, error) {
	if err := checkCode(code, places); err != nil {
		return Unit{}, err
	}
	text := code + "." + strconv.Itoa(places)
	return newUnit(definition{text: text, code: code, places: uint8(places)}), nil
}

// Currency is Custom with the code checked against the active codes of ISO 4217:
// Currency("EUR", 2) == Custom("EUR", 2). Places are the caller's, since books are also kept finer
// than the coins. Any other code is ErrCurrency in a [TextError]; other errors are those of [Custom].
func Currency(code string, places int) (Unit, error) {
	if !isCurrency(code) {
		return Unit{}, refuse(ErrCurrency, code, "an active three-letter code of ISO 4217, such as EUR")
	}
	return Custom(code, places)
}

// Energy returns a community's own unit of energy, such as a loaf of 10 kWh: Energy("loaf", 0,
// big.NewRat(36_000_000, 1)). Joules is the worth of one whole unit, above zero, with at most 40
// digits above and below the line: any other is ErrDefinition in a [TextError]. The code must not be that of a
// predeclared unit; errors are those of [Custom] too.
func Energy(code string, places int, joules *big.Rat) (Unit, error) {
	const want = "an exact number of joules above zero, with at most 40 digits above and 40 below the line"
	if err := checkCode(code, places); err != nil {
		return Unit{}, err
	}
	if joules == nil || joules.Sign() <= 0 || tooLong(joules.Num()) || tooLong(joules.Denom()) {
		return Unit{}, refuse(ErrDefinition, code, want)
	}
	j := joules.RatString()
	text := code + "." + strconv.Itoa(places) + "=" + j + "J"
	return newUnit(definition{text: text, code: code, joules: j, places: uint8(places)}), nil
}

// tooLong compares with 10^40 so that a hostile number is never written out.
func tooLong(n *big.Int) bool {
	limit := new(big.Int).Exp(big.NewInt(10), big.NewInt(JoulesDigitsMax), nil)
	return n.Cmp(limit) >= 0
}

// ParseUnit returns the unit that a text defines: a predeclared code ("kWh"), a code and its places
// ("EUR.2"), or those and the joules of a whole one ("loaf.0=36000000J", "x.3=7/3J"). It accepts
// exactly what [Unit.String] writes: any other text is ErrDefinition or ErrReserved, in a [TextError].
func ParseUnit(text string) (Unit, error) {
	const want = "a predeclared code such as kWh, or CODE.PLACES such as EUR.2, or CODE.PLACES=JOULESJ such as loaf.0=36000000J"
	if u, ok := byCode[text]; ok {
		return u, nil
	}
	code, rest, found := strings.Cut(text, ".")
	if !found || len(text) > definitionBytesMax || rest == "" || rest[0] < '0' || rest[0] > '9' {
		return Unit{}, refuse(ErrDefinition, text, want)
	}
	places := int(rest[0] - '0')
	if len(rest) == 1 {
		return Custom(code, places)
	}
	number, ok := strings.CutSuffix(rest[1:], "J")
	number, ok2 := strings.CutPrefix(number, "=")
	if !ok || !ok2 || !digitsAndSlash(number) {
		return Unit{}, refuse(ErrDefinition, text, want)
	}
	joules, ok := new(big.Rat).SetString(number)
	if !ok || joules.RatString() != number {
		return Unit{}, refuse(ErrDefinition, text, "the joules in lowest terms, such as 36000000 or 7/3")
	}
	return Energy(code, places, joules)
}

// digitsAndSlash keeps from big.Rat what else it reads: exponents, other bases, points.
func digitsAndSlash(s string) bool { return strings.Trim(s, "0123456789/") == "" }

// checkCode refuses a code or a number of places that no unit may have.
func checkCode(code string, places int) error {
	if len(code) < 1 || len(code) > CodeBytesMax || strings.IndexFunc(code, notInCode) >= 0 {
		return refuse(ErrDefinition, code, "a code of 1 to 16 ASCII letters, digits, _ or -")
	}
	if places < 0 || places > PlacesMax {
		return refuse(ErrDefinition, code+"."+strconv.Itoa(places), "0 to 9 places")
	}
	folded := strings.ToLower(code)
	if own, taken := reserved[folded]; taken {
		return refuse(ErrReserved, code, "another code: "+own+" is predeclared")
	}
	if which, taken := variants[folded]; taken {
		return refuse(ErrReserved, code, "another code: predeclared are "+which)
	}
	return nil
}

func notInCode(r rune) bool {
	letter := 'a' <= r|0x20 && r|0x20 <= 'z' && r < 0x80
	return !letter && (r < '0' || r > '9') && r != '_' && r != '-'
}

// Code returns the unit's code, such as "EUR"; that of the zero Unit is empty.
func (u Unit) Code() string { return u.define().code }

// Places returns the number of decimal places of the unit's smallest part, 0 to 9.
func (u Unit) Places() int { return int(u.define().places) }

// IsZero reports whether u is the zero Unit, which is no unit.
func (u Unit) IsZero() bool { return u == Unit{} }

// Joules returns the exact worth of one whole unit in joules, as a fresh number that the caller may
// change, and false where the unit is not a unit of energy.
func (u Unit) Joules() (*big.Rat, bool) {
	j := u.define().joules
	if j == "" {
		return nil, false
	}
	return new(big.Rat).SetString(j)
}

// String returns the unit's definition, which [ParseUnit] reads; that of the zero Unit is empty.
func (u Unit) String() string { return u.define().text }

// Compare orders units by their definitions, byte by byte; the zero Unit comes first.
func (u Unit) Compare(v Unit) int {
	if u == v {
		return 0
	}
	return strings.Compare(u.String(), v.String())
}

// AppendText appends the unit's definition to b.
func (u Unit) AppendText(b []byte) ([]byte, error) { return append(b, u.String()...), nil }

// MarshalText returns the unit's definition; that of the zero Unit is empty.
func (u Unit) MarshalText() ([]byte, error) { return u.AppendText(nil) }

// UnmarshalText reads a definition; the empty text is the zero Unit. Errors are those of [ParseUnit], and leave the
// receiver unchanged.
func (u *Unit) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*u = Unit{}
		return nil
	}
	v, err := ParseUnit(string(text[:min(len(text), definitionBytesMax+1)]))
	if err != nil {
		return err
	}
	*u = v
	return nil
}
