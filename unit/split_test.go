package unit_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"example.org/mutual/unit"
	"example.org/mutual/unit/amounttest"
)

// claims are shares of these weights, keyed a, b, c, … in their order.
func claims(weights ...int64) []unit.Share {
	shares := make([]unit.Share, len(weights))
	for i, w := range weights {
		shares[i] = unit.Share{Key: string(rune('a' + i)), Weight: w}
	}
	return shares
}

func partsOf(amounts []unit.Amount) []int64 {
	parts := make([]int64, len(amounts))
	for i, a := range amounts {
		parts[i] = a.Parts()
	}
	return parts
}

// Figures that others have published.
func TestSplitPublished(t *testing.T) {
	for _, c := range []struct {
		source  string
		total   int64
		weights []int64
		want    []int64
	}{
		{"Wikipedia, Quota method, Hamilton's method, Hare quota",
			10, []int64{47000, 16000, 15900, 12000, 6000, 3100}, []int64{5, 2, 1, 1, 1, 0}},
		{"the same, Alabama paradox: 25 seats",
			25, []int64{1500, 1500, 900, 500, 500, 200}, []int64{7, 7, 4, 3, 3, 1}},
		{"the same: with 26 seats d and e each lose one",
			26, []int64{1500, 1500, 900, 500, 500, 200}, []int64{8, 8, 5, 2, 2, 1}},
		{"github.com/moneyphp/money/pull/492: a cent by 33 to 66",
			1, []int64{33, 66}, []int64{0, 1}},
		{"the same: a sale of 99.99 with a commission of 75 % and 25 %",
			9999, []int64{75, 25}, []int64{7499, 2500}},
		{"github.com/dinerojs/dinero.js/issues/776",
			5, []int64{100, 101, 100, 100}, []int64{1, 2, 1, 1}},
		{"github.com/dinerojs/dinero.js/issues/144",
			1003, []int64{49, 51}, []int64{491, 512}},
		{"github.com/brick/money/pull/55: three pence by 75 to 25",
			3, []int64{75, 25}, []int64{2, 1}},
		{"github.com/brick/money/issues/111, with AllocationMode::FloorToLargestRemainder",
			22000, []int64{445455, 9091, 545455}, []int64{9800, 200, 12000}},
		{"github.com/nou-techne/habitat: 12,000.00 by patronage; a and c tie for the last cent",
			1200000, []int64{4050, 3000, 2200}, []int64{525406, 389189, 285405}},
	} {
		shares := claims(c.weights...)
		total := unit.New(c.total, mustUnit(t, "EUR.2"))
		got, err := unit.Split(total, shares, unit.LargestRemainder)
		if err != nil || !slices.Equal(partsOf(got.Parts), c.want) {
			t.Errorf("%s: %d by %d = %v, %v, want %d", c.source, c.total, c.weights, partsOf(got.Parts), err, c.want)
			continue
		}
		if err := amounttest.CheckSplit(total, shares, unit.LargestRemainder, got); err != nil {
			t.Errorf("%s: %v", c.source, err)
		}
	}
}

func TestSplitAtTheEnds(t *testing.T) {
	const most, least = math.MaxInt64, math.MinInt64
	for _, c := range []struct {
		total   int64
		weights []int64
		want    []int64
	}{
		{0, []int64{1, 2}, []int64{0, 0}},
		{1, []int64{1, 1, 1}, []int64{1, 0, 0}},
		{-1, []int64{1, 1, 1}, []int64{-1, 0, 0}},
		{2, []int64{0, 1, 0, 1, 1}, []int64{0, 1, 0, 1, 0}},
		{7, []int64{0, 5}, []int64{0, 7}},
		{most, []int64{1}, []int64{most}},
		{least, []int64{1}, []int64{least}},
		{most, []int64{most}, []int64{most}},
		{least, []int64{most}, []int64{least}},
		{most, []int64{most - 1, 1}, []int64{most - 1, 1}},
		{least, []int64{most - 1, 1}, []int64{least + 1, -1}},
		{most, []int64{1 << 62, 1<<62 - 1}, []int64{1 << 62, 1<<62 - 1}},
		{least, []int64{1, 1}, []int64{least / 2, least / 2}},
		{1, []int64{most - 1, 1}, []int64{1, 0}},
		{1, []int64{1, most - 1}, []int64{0, 1}},
	} {
		shares, total := claims(c.weights...), unit.New(c.total, unit.Joule)
		got, err := unit.Split(total, shares, unit.LargestRemainder)
		if err != nil || !slices.Equal(partsOf(got.Parts), c.want) {
			t.Errorf("%d by %d = %v, %v, want %d", c.total, c.weights, partsOf(got.Parts), err, c.want)
			continue
		}
		if err := amounttest.CheckSplit(total, shares, unit.LargestRemainder, got); err != nil {
			t.Errorf("%d by %d: %v", c.total, c.weights, err)
		}
	}
}

func TestSplitRefuses(t *testing.T) {
	twice := []unit.Share{{Key: "b", Weight: 1}, {Key: "a", Weight: 1}, {Key: "b", Weight: 0}}
	for _, c := range []struct {
		shares []unit.Share
		rule   unit.Rule
		reason error
	}{
		{nil, unit.LargestRemainder, unit.ErrWeights},
		{claims(), unit.LargestRemainder, unit.ErrWeights},
		{claims(0), unit.LargestRemainder, unit.ErrWeights},
		{claims(0, 0), unit.LargestRemainder, unit.ErrWeights},
		{claims(1, -1), unit.LargestRemainder, unit.ErrWeights},
		{claims(2, -1), unit.LargestRemainder, unit.ErrWeights},
		{claims(math.MinInt64), unit.LargestRemainder, unit.ErrWeights},
		{claims(math.MaxInt64, 1), unit.LargestRemainder, unit.ErrWeights},
		{claims(math.MaxInt64, math.MaxInt64, 2), unit.LargestRemainder, unit.ErrWeights}, // would wrap to 0
		{twice, unit.LargestRemainder, unit.ErrKey},
		{[]unit.Share{{Weight: 1}, {Weight: 1}}, unit.LargestRemainder, unit.ErrKey},
		{claims(1), unit.Fractional + 1, unit.ErrRule},
		{claims(1), 255, unit.ErrRule},
	} {
		got, err := unit.Split(unit.New(100, unit.Joule), c.shares, c.rule)
		if !errors.Is(err, c.reason) || got.Parts != nil || got.Quotas != nil || got.Residue != (unit.Amount{}) {
			t.Errorf("Split(%v, %d) = %+v, %v, want %v", c.shares, c.rule, got, err, c.reason)
		}
	}
}

// What goes in is left as it was, and what comes out is the caller's.
func TestSplitLeavesTheSharesAlone(t *testing.T) {
	shares := []unit.Share{{Key: "c", Weight: 1}, {Key: "a", Weight: 2}, {Key: "b", Weight: 4}}
	before := slices.Clone(shares)
	if _, err := unit.Split(unit.New(100, unit.Joule), shares, unit.LargestRemainder); err != nil || !slices.Equal(shares, before) {
		t.Errorf("%v, %v", shares, err)
	}
}

// Many shares in an order that is not that of the keys, with few different weights.
func TestSplitMany(t *testing.T) {
	shares := manyShares(20_000)
	total := unit.New(math.MaxInt64-1, unit.Joule)
	got, err := unit.Split(total, shares, unit.LargestRemainder)
	if err != nil {
		t.Fatal(err)
	}
	if err := amounttest.CheckSplit(total, shares, unit.LargestRemainder, got); err != nil {
		t.Error(err)
	}
}

func manyShares(n int) []unit.Share {
	shares := make([]unit.Share, n)
	for i := range shares {
		// 7919 is a prime above 1, so the keys are a permutation.
		shares[i] = unit.Share{Key: fmt.Sprintf("member-%07d", i*7919%n), Weight: int64(i%97) * 1_000_003}
	}
	return shares
}
