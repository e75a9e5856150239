package unit_test

import (
	"fmt"

	"example.org/mutual/unit"
)

// sayParts prints what a split gives.
func sayParts(total int64, shares []unit.Share, r unit.Rule) {
	got, err := unit.Split(unit.New(total, euro), shares, r)
	if err != nil {
		fmt.Println(r, err)
		return
	}
	fmt.Println(r, got.Parts, got.Residue)
}

// A loss of 100.00 is called in by 50, 30 and 20, nobody for more than was promised. What is above all
// promises is nobody's: it stays where it is.
func ExampleSplit_caps() {
	shares := []unit.Share{
		{Key: "ann", Weight: 50, Cap: unit.New(30_00, euro)},
		{Key: "bob", Weight: 30, Cap: unit.New(40_00, euro)},
		{Key: "cas", Weight: 20, Cap: unit.New(40_00, euro)},
	}
	sayParts(100_00, shares, unit.LargestRemainder)
	sayParts(120_00, shares, unit.LargestRemainder)
	// Output:
	// largest remainder [30.00 EUR 40.00 EUR 30.00 EUR] 0.00 EUR
	// largest remainder [30.00 EUR 40.00 EUR 40.00 EUR] 10.00 EUR
}

// Three claims of 1.00, 2.00 and 3.00 on an estate of 2.00, and on one that is too large.
func ExampleSplit_claims() {
	claims := []unit.Share{{Key: "a", Weight: 100}, {Key: "b", Weight: 200}, {Key: "c", Weight: 300}}
	for _, r := range []unit.Rule{unit.LargestRemainder, unit.EqualAwards, unit.EqualLosses, unit.Talmud} {
		sayParts(2_00, claims, r)
	}
	sayParts(7_00, claims, unit.Talmud)
	// Output:
	// largest remainder [0.33 EUR 0.67 EUR 1.00 EUR] 0.00 EUR
	// equal awards [0.67 EUR 0.67 EUR 0.66 EUR] 0.00 EUR
	// equal losses [0.00 EUR 0.50 EUR 1.50 EUR] 0.00 EUR
	// Talmud [0.50 EUR 0.75 EUR 0.75 EUR] 0.00 EUR
	// Talmud [1.00 EUR 2.00 EUR 3.00 EUR] 1.00 EUR
}

// Eighteen cents over four quarters, by the rules of the Open Cap Table format.
func ExampleSplit_overTime() {
	quarters := []unit.Share{{Key: "2026-1", Weight: 1}, {Key: "2026-2", Weight: 1}, {Key: "2026-3", Weight: 1}, {Key: "2026-4", Weight: 1}}
	for r := unit.CumulativeRounding; r <= unit.Fractional; r++ {
		sayParts(18, quarters, r)
	}
	// Output:
	// cumulative rounding [0.05 EUR 0.04 EUR 0.05 EUR 0.04 EUR] 0.00 EUR
	// cumulative round down [0.04 EUR 0.05 EUR 0.04 EUR 0.05 EUR] 0.00 EUR
	// front-loaded [0.05 EUR 0.05 EUR 0.04 EUR 0.04 EUR] 0.00 EUR
	// back-loaded [0.04 EUR 0.04 EUR 0.05 EUR 0.05 EUR] 0.00 EUR
	// front-loaded to single tranche [0.06 EUR 0.04 EUR 0.04 EUR 0.04 EUR] 0.00 EUR
	// back-loaded to single tranche [0.04 EUR 0.04 EUR 0.04 EUR 0.06 EUR] 0.00 EUR
	// fractional unit: a quota that is not a whole number of parts: "2026-1": want a quota of a whole number of parts
}

// A cent a day between two: with a carry they take turns.
func ExampleCarry_Split() {
	shares := []unit.Share{{Key: "ann", Weight: 1}, {Key: "bob", Weight: 1}}
	var carry unit.Carry
	for range 4 {
		got, next, err := carry.Split(unit.New(1, euro), shares)
		if err != nil {
			fmt.Println(err)
			return
		}
		carry = next
		fmt.Println(got.Parts)
	}
	// Output:
	// [0.01 EUR 0.00 EUR]
	// [0.00 EUR 0.01 EUR]
	// [0.01 EUR 0.00 EUR]
	// [0.00 EUR 0.01 EUR]
}

func ExampleQuota_Rat() {
	got, _ := unit.Split(unit.New(1_00, euro), []unit.Share{{Key: "a", Weight: 1}, {Key: "b", Weight: 2}}, unit.LargestRemainder)
	fmt.Println(got.Quotas[0].Rat(), got.Parts[0].Parts())
	// Output: 100/3 33
}

func ExampleRule_String() {
	fmt.Println(unit.Rule(0), unit.Talmud)
	// Output: largest remainder Talmud
}
