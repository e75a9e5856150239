package unit_test

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"testing"

	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

// A quarter of a per cent of 99.99 euros: 24 cents, and of a twenty-fifth one 997,500 millionths.
func ExampleMillionths_Of() {
	rate := unit.Millionths(2_500)
	charge, left, err := rate.Of(unit.New(99_99, euro))
	fmt.Println(rate, charge, int64(left), err)
	// Output: 0.25 % 0.24 EUR 997500 <nil>
}

func TestMillionthsString(t *testing.T) {
	for m, want := range map[unit.Millionths]string{
		0: "0 %", 1: "0.0001 %", 10: "0.001 %", 75_000: "7.5 %", 666_667: "66.6667 %", unit.Whole: "100 %", 12 * unit.Whole: "1200 %",
		-5_000: "-0.5 %", math.MaxInt64: "922337203685477.5807 %", math.MinInt64: "-922337203685477.5808 %",
	} {
		if got := m.String(); got != want {
			t.Errorf("%d: %q, want %q", int64(m), got, want)
		}
	}
}

// What is returned and what is left of a part are the proportion, as rational numbers have it.
func TestMillionthsOf(t *testing.T) {
	edges := []int64{0, 1, 999_999, 1_000_000, 1_000_001, 1 << 62, math.MaxInt64, -1, math.MinInt64}
	number := rapid.OneOf(rapid.SampledFrom(edges), rapid.Int64Range(0, 3_000_000), rapid.Int64())
	rapid.Check(t, func(t *rapid.T) {
		m, parts := number.Draw(t, "m"), number.Draw(t, "parts")
		exact := new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(m), big.NewInt(parts)), big.NewInt(1_000_000))
		a, left, err := unit.Millionths(m).Of(unit.New(parts, euro))
		if fits := m >= 0 && parts >= 0 && exact.Cmp(new(big.Rat).SetUint64(1<<63)) < 0; !fits {
			if !errors.Is(err, unit.ErrRange) || a != (unit.Amount{}) || left != 0 {
				t.Fatalf("%d of %d: %v, %d, %v", m, parts, a, left, err)
			}
			return
		}
		got := new(big.Rat).Add(big.NewRat(a.Parts(), 1), big.NewRat(int64(left), 1_000_000))
		if err != nil || got.Cmp(exact) != 0 || left < 0 || left >= unit.Whole || a.Unit() != euro {
			t.Fatalf("%d of %d: %v, %d, %v", m, parts, a, left, err)
		}
	})
}
