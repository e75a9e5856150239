package play

import (
	"testing"

	"example.org/mutual/unit"
)

func TestHuman(t *testing.T) {
	yen, err := unit.Currency("JPY", 0)
	if err != nil {
		t.Fatal(err)
	}
	for want, a := range map[string]unit.Amount{
		"1 234 567.00\u00a0kWh":    unit.New(1_234_567_000_000, unit.KilowattHour),
		"262.50\u00a0kWh":          unit.New(262_500_000, unit.KilowattHour),
		"0.000001\u00a0kWh":        unit.New(1, unit.KilowattHour),
		"-1 000\u00a0JPY":          unit.New(-1000, yen),
		"999\u00a0JPY":             unit.New(999, yen),
		"0\u00a0JPY":               unit.New(0, yen),
		"-123 456 789.01\u00a0kWh": unit.New(-123_456_789_010_000, unit.KilowattHour),
	} {
		if got := human(a); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
