package amounttest

import (
	"math/big"
	"slices"

	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

// Predeclared returns the predeclared units, in the order of package unit's table.
func Predeclared() []unit.Unit {
	var units []unit.Unit
	for _, d := range unit.Definitions() {
		units = append(units, d.Unit)
	}
	return units
}

// Units generates units of every kind, never the zero Unit. A few simple ones come often, so that two
// draws are often of one unit.
func Units() *rapid.Generator[unit.Unit] {
	return rapid.OneOf(rapid.SampledFrom(common()), EnergyUnits(), customUnits())
}

// EnergyUnits generates units that have joules: predeclared ones and a community's own.
func EnergyUnits() *rapid.Generator[unit.Unit] {
	return rapid.OneOf(rapid.SampledFrom(Predeclared()), ownEnergyUnits())
}

// common are the predeclared units and a currency and a measure with the fewest and the most places.
func common() []unit.Unit {
	units := slices.Clone(Predeclared())
	for _, text := range []string{"EUR.2", "hour.0", "XAU.9"} {
		u, err := unit.ParseUnit(text)
		if err != nil {
			panic(err) // a definition above is wrong
		}
		units = append(units, u)
	}
	return units
}

func customUnits() *rapid.Generator[unit.Unit] {
	return rapid.Custom(func(t *rapid.T) unit.Unit {
		u, err := unit.Custom(codes().Draw(t, "code"), places().Draw(t, "places"))
		if err != nil {
			t.Fatalf("unit.Custom: %v", err)
		}
		return u
	})
}

func ownEnergyUnits() *rapid.Generator[unit.Unit] {
	return rapid.Custom(func(t *rapid.T) unit.Unit {
		joules := new(big.Rat).SetFrac(naturals().Draw(t, "numerator"), naturals().Draw(t, "denominator"))
		u, err := unit.Energy(codes().Draw(t, "code"), places().Draw(t, "places"), joules)
		if err != nil {
			t.Fatalf("unit.Energy: %v", err)
		}
		return u
	})
}

func places() *rapid.Generator[int] { return rapid.IntRange(0, unit.PlacesMax) }

// codes generates codes that are not reserved in any case of letters: of those that are, none ends in x,
// and none of up to three characters ends in a digit or a sign.
func codes() *rapid.Generator[string] {
	return rapid.StringMatching(`[A-Za-z0-9_-]{0,2}[0-9_-]|[A-Za-z0-9_-]{4,15}x`)
}

// naturals generates whole numbers from 1 to the most that the joules of a unit can hold.
func naturals() *rapid.Generator[*big.Int] {
	return rapid.Map(rapid.StringMatching(`[1-9][0-9]{0,39}`), func(digits string) *big.Int {
		n, _ := new(big.Int).SetString(digits, 10)
		return n
	})
}
