package amounttest

import (
	"math"
	"math/big"

	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

// Shares generates one to most shares that Split accepts for every rule: keys differ and are in no order,
// and at least one weight is above zero. Weights are drawn from a handful, so that ties are the rule, and
// range from zero to the largest whose sum still fits.
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

// CappedShares generates shares for the rule LargestRemainder, some of which have a cap in u: zero, a few
// parts or anything.
func CappedShares(most int, u unit.Unit) *rapid.Generator[[]unit.Share] {
	return rapid.Custom(func(t *rapid.T) []unit.Share {
		shares := Shares(most).Draw(t, "shares")
		caps := rapid.SliceOfN(rapid.OneOf(rapid.Int64Range(0, 30), rapid.Int64Range(0, math.MaxInt64)), 1, 3).Draw(t, "caps")
		for i := range shares {
			if rapid.Bool().Draw(t, "capped") {
				shares[i].Cap = unit.New(rapid.SampledFrom(caps).Draw(t, "cap"), u)
			}
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

// Rules generates every rule.
func Rules() *rapid.Generator[unit.Rule] {
	return rapid.Map(rapid.IntRange(0, int(unit.Fractional)), func(n int) unit.Rule { return unit.Rule(n) })
}

// A Division is something to split.
type Division struct {
	Total  unit.Amount
	Shares []unit.Share
}

// Divisions generates what r can split: with caps under LargestRemainder, with a total about the sum of the
// claims under the rules of claims, and with whole quotas half of the time under Fractional.
func Divisions(r unit.Rule) *rapid.Generator[Division] {
	return rapid.Custom(func(t *rapid.T) Division {
		d := Division{AnyAmounts().Draw(t, "total"), Shares(12).Draw(t, "shares")}
		if r == unit.LargestRemainder && rapid.Bool().Draw(t, "caps") {
			d.Shares = CappedShares(12, d.Total.Unit()).Draw(t, "capped shares")
		}
		if rapid.Bool().Draw(t, "about the weights") {
			sum := d.weights()
			total := rapid.Int64Range(0, sum).Draw(t, "parts")
			if r == unit.Fractional {
				total = sum
			}
			d.Total = unit.New(total, d.Total.Unit())
		}
		return d
	})
}

func (d Division) weights() int64 {
	var sum int64
	for _, s := range d.Shares {
		sum += s.Weight
	}
	return sum
}

// fractional tells whether r must refuse to split.
func (d Division) fractional(r unit.Rule) bool {
	quotas := slowQuotas(new(big.Rat).SetInt(magnitude(d.Total)), d.Shares, r)
	_, _, left := floors(quotas)
	return r == unit.Fractional && left > 0
}
