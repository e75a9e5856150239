package unit

import "strings"

// The predeclared units of energy, each an exact number of joules (SI Brochure, 9th edition, tables
// 4, 7 and 8). Their codes are reserved: no other unit can take one.
var (
	Joule        = predeclare("J", 3, "1")
	Kilojoule    = predeclare("kJ", 6, "1000")
	Megajoule    = predeclare("MJ", 9, "1000000")
	Gigajoule    = predeclare("GJ", 9, "1000000000")
	Terajoule    = predeclare("TJ", 9, "1000000000000")
	WattHour     = predeclare("Wh", 3, "3600")
	KilowattHour = predeclare("kWh", 6, "3600000")
	MegawattHour = predeclare("MWh", 9, "3600000000")
	GigawattHour = predeclare("GWh", 9, "3600000000000")
	TerawattHour = predeclare("TWh", 9, "3600000000000000")
)

var predeclared = []Unit{
	Joule, Kilojoule, Megajoule, Gigajoule, Terajoule,
	WattHour, KilowattHour, MegawattHour, GigawattHour, TerawattHour,
}

// byCode finds a predeclared unit by its code; reserved finds the code by its lower case, because
// kwh beside kWh would be a trap, not a unit.
var (
	byCode   = index(predeclared)
	reserved = fold(predeclared)
)

func predeclare(code string, places uint8, joules string) Unit {
	return newUnit(definition{text: code, code: code, joules: joules, places: places})
}

func index(units []Unit) map[string]Unit {
	m := make(map[string]Unit, len(units))
	for _, u := range units {
		m[u.Code()] = u
	}
	return m
}

func fold(units []Unit) map[string]string {
	m := make(map[string]string, len(units))
	for _, u := range units {
		m[strings.ToLower(u.Code())] = u.Code()
	}
	return m
}
