package amounttest

import (
	"math"

	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

// Shares generates one to most shares that Split accepts: keys differ and are in no order, and at least
// one weight is above zero. Weights are drawn from a handful, so that ties are the rule, and range from
// zero to the largest whose sum still fits.
func Shares(most int) *rapid.Generator[[]unit.Share] {
	return rapid.Custom(func(t *rapid.T) []unit.Share {
		names := rapid.SliceOfNDistinct(keys(), 1, most, rapid.ID).Draw(t, "keys")
		weights := rapid.SliceOfN(weights(most), 1, 4).Draw(t, "weights")
		shares := make([]unit.Share, len(names))
		var sum int64
		for i, name := range names {
			shares[i] = unit.Share{Key: name, Weight: rapid.SampledFrom(weights).Draw(t, "weight")}
			sum += shares[i].Weight
		}
		if sum == 0 {
			shares[0].Weight = 1
		}
		return shares
	})
}

// keys generates short names, some the beginning of others, and now and then any text at all.
func keys() *rapid.Generator[string] {
	short := rapid.StringMatching(`[a-c]{0,4}`)
	return rapid.OneOf(short, short, rapid.String())
}

func weights(most int) *rapid.Generator[int64] {
	top := math.MaxInt64 / int64(most)
	return rapid.OneOf(rapid.Just(int64(0)), rapid.Int64Range(0, min(9, top)), rapid.Int64Range(0, top), rapid.Just(top))
}
