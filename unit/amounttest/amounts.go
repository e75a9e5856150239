package amounttest

import (
	"math"

	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

// Amounts generates amounts of one unit, often at or near the ends of what an amount can hold.
func Amounts(u unit.Unit) *rapid.Generator[unit.Amount] {
	return rapid.Map(parts(), func(n int64) unit.Amount { return unit.New(n, u) })
}

// AnyAmounts generates amounts of any unit, and sometimes the zero Amount, which is of none.
func AnyAmounts() *rapid.Generator[unit.Amount] {
	return rapid.Custom(func(t *rapid.T) unit.Amount {
		if rapid.IntRange(0, 31).Draw(t, "none") == 31 {
			return unit.Amount{}
		}
		return Amounts(Units().Draw(t, "unit")).Draw(t, "amount")
	})
}

func parts() *rapid.Generator[int64] {
	return rapid.OneOf(
		rapid.Int64Range(-200, 200),
		rapid.Int64(),
		rapid.Int64Range(math.MinInt64, math.MinInt64+2),
		rapid.Int64Range(math.MaxInt64-2, math.MaxInt64),
	)
}
