package waterfall

import (
	"slices"

	"example.org/mutual/unit"
)

// draw returns what each holder bears where the layer is to bear this much, or all that it can if that is
// less. Who is barred, or has no weight, bears nothing.
func (l Layer) draw(most int64, held []Holding, barred func(string) bool) ([]int64, error) {
	amounts, shares := make([]int64, len(held)), make([]unit.Share, len(held))
	able := int64(0)
	for i, h := range held {
		shares[i] = unit.Share{Key: h.From, Cap: h.Amount}
		if weight := l.weight(h); weight > 0 && (barred == nil || !barred(h.From)) {
			shares[i].Weight, amounts[i] = weight, h.Amount.Parts()
			able += amounts[i]
		}
	}
	if most >= able {
		return amounts, nil // which needs no sharing, as all of it goes
	}
	return divide(most, shares, held[0].Amount.Unit())
}

// divide is unit.Split for numbers of parts.
func divide(parts int64, shares []unit.Share, u unit.Unit) ([]int64, error) {
	amounts := make([]int64, len(shares))
	if parts == 0 {
		return amounts, nil
	}
	s, err := unit.Split(unit.New(parts, u), shares, unit.LargestRemainder)
	if err != nil {
		return nil, err
	}
	for i, p := range s.Parts {
		amounts[i] = p.Parts()
	}
	return amounts, nil
}

// inProportion divides parts in proportion to amounts, which sum to no less, so that none gets more than its own: a
// quota that is rounded up was below a whole number.
func inProportion(parts int64, amounts []int64, key func(int) string, u unit.Unit) ([]int64, error) {
	if parts == total(amounts) {
		return slices.Clone(amounts), nil
	}
	shares := make([]unit.Share, len(amounts))
	for i, a := range amounts {
		shares[i] = unit.Share{Key: key(i), Weight: a}
	}
	return divide(parts, shares, u)
}

func total(amounts []int64) int64 {
	sum := int64(0)
	for _, a := range amounts {
		sum += a
	}
	return sum
}
