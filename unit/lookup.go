package unit

import (
	"slices"
	"strings"
)

// The indices of the table: by code; by the code in lower case, because kwh beside kWh would be a trap
// and not a unit; by UCUM code; and by unit.
var (
	byCode   = index(func(d Definition) string { return d.Unit.Code() }, unitOf)
	reserved = index(func(d Definition) string { return strings.ToLower(d.Unit.Code()) }, func(d Definition) string { return d.Unit.Code() })
	byUCUM   = index(func(d Definition) string { return d.UCUM }, unitOf)
	byUnit   = index(unitOf, func(d Definition) Definition { return d })
)

func unitOf(d Definition) Unit { return d.Unit }

func index[K comparable, V any](key func(Definition) K, value func(Definition) V) map[K]V {
	m := make(map[K]V, len(definitions))
	for _, d := range definitions {
		m[key(d)] = value(d)
	}
	return m
}

// Definitions returns the table of predeclared units, in the order of the package comment.
func Definitions() []Definition { return slices.Clone(definitions) }

// Definition returns what the table says of a predeclared unit, and false for any other.
func (u Unit) Definition() (Definition, bool) {
	d, ok := byUnit[u]
	return d, ok
}

// Lookup returns the predeclared unit of this code, letter by letter: "kWh", not "KWH". A name that does
// not say which variant is meant, such as "Btu", is ErrAmbiguous and the [TextError] lists the variants;
// any other code is ErrUnknown.
func Lookup(code string) (Unit, error) {
	if u, ok := byCode[code]; ok {
		return u, nil
	}
	if len(code) <= CodeBytesMax {
		folded := strings.ToLower(code)
		if which, ok := variants[folded]; ok {
			return Unit{}, refuse(ErrAmbiguous, code, which)
		}
		if own, ok := reserved[folded]; ok {
			return Unit{}, refuse(ErrUnknown, code, own)
		}
	}
	return Unit{}, refuse(ErrUnknown, code, "the code of a predeclared unit of energy, such as kWh")
}

// LookupUCUM returns the predeclared unit of energy with this case-sensitive code of the Unified Code for
// Units of Measure, version 2.2, such as "kW.h" or "[Btu_IT]"; its cal, kcal and [Cal] are thermochemical.
// Other compositions of its units and prefixes are not read: they are ErrUnknown, as any other code is, in a
// [TextError]. Refused are too, with ErrAmbiguous or, for N.m, ErrNotEnergy, and with the reason: [Btu_th] and
// [Btu_59], whose values UCUM rounds; [Btu], its other name for [Btu_th] where most mean the
// International Table unit; and N.m, which is as well a torque. (So are kgf.m and
// [ft_i].[lbf_av], but UCUM has no other code for these energies.) Before version 2.2 UCUM's eV was that of
// 1986, and 4.4e-7 larger.
func LookupUCUM(code string) (Unit, error) {
	if u, ok := byUCUM[code]; ok && code != "" {
		return u, nil
	}
	switch code {
	case "cal": // UCUM defines these so, and they are no names of the table's own
		return CalorieTh, nil
	case "kcal", "[Cal]":
		return KilocalorieTh, nil
	case "[Btu_th]":
		return Unit{}, refuse(ErrAmbiguous, code, "Btu_th, which is 23722880951/22500000 J by its definition; UCUM has 1054.350 J")
	case "[Btu_59]":
		return Unit{}, refuse(ErrAmbiguous, code, "Btu_59, which is 1054.804 J; UCUM has 1054.80 J")
	case "[Btu]":
		return Unit{}, refuse(ErrAmbiguous, code, variants["btu"])
	case "N.m", "m.N":
		return Unit{}, refuse(ErrNotEnergy, code, "J: a torque is in newton metres too, and is not an energy")
	}
	return Unit{}, refuse(ErrUnknown, code, "a UCUM code of a unit of energy, such as kW.h")
}
