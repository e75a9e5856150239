package risk

import (
	"math/big"
	"slices"
	"strings"

	"example.org/mutual/unit"
)

// What follows needs no probabilities.

// Total returns what the pool would lose if all defaulted. Errors are those of [Portfolio.Check], as of all that a
// portfolio tells. O(n).
func (p Portfolio) Total() (unit.Amount, error) {
	if err := p.Check(); err != nil {
		return unit.Amount{}, err
	}
	return p.sum(), nil
}

// sum adds up a portfolio that has been checked, or a part of one.
func (p Portfolio) sum() unit.Amount {
	parts := int64(0)
	for _, e := range p {
		parts += e.Amount.Parts()
	}
	return unit.New(parts, p.unit())
}

// Largest returns the k largest exposures, the lower name first among equals, or all where there are fewer. Errors are
// those of Check, and ErrSize for a k below 1. O(n log n).
func (p Portfolio) Largest(k int) (Portfolio, error) {
	if err := p.Check(); err != nil {
		return nil, err
	}
	if k < 1 {
		return nil, refuse(ErrSize, "one or more")
	}
	sorted := slices.Clone(p)
	slices.SortFunc(sorted, func(a, b Exposure) int {
		if c := b.Amount.Compare(a.Amount); c != 0 {
			return c
		}
		return strings.Compare(a.Member, b.Member)
	})
	return sorted[:min(k, len(sorted))], nil
}

// StressOfLargest returns what the pool loses if the k largest default at once. Errors are those of Largest.
func (p Portfolio) StressOfLargest(k int) (unit.Amount, error) {
	largest, err := p.Largest(k)
	if err != nil {
		return unit.Amount{}, err
	}
	return largest.sum(), nil
}

// StressOf returns what the pool loses if these members default at once, however they were chosen: by hand, by
// [Cascade], or by a clearing of what all can pay. A name that is not in the portfolio loses the pool nothing. Errors
// are those of Check. O(n).
func (p Portfolio) StressOf(defaults []string) (unit.Amount, error) {
	if err := p.Check(); err != nil {
		return unit.Amount{}, err
	}
	lost := make(map[string]bool, len(defaults))
	for _, member := range defaults {
		lost[member] = true
	}
	parts := int64(0)
	for _, e := range p {
		if lost[e.Member] {
			parts += e.Amount.Parts()
		}
	}
	return unit.New(parts, p.unit()), nil
}

// Cover1 returns the least that the default fund of a clearing house must hold: the largest exposure, or the
// second and third together if they are more (Regulation (EU) No 648/2012, article 42(3)). Errors are those of Check.
func (p Portfolio) Cover1() (unit.Amount, error) {
	largest, err := p.Largest(3)
	if err != nil {
		return unit.Amount{}, err
	}
	next := int64(0)
	for _, e := range largest[1:] {
		next += e.Amount.Parts()
	}
	return unit.New(max(largest[0].Amount.Parts(), next), p.unit()), nil
}

// Cover2 returns the least that its default fund and its other resources must hold together: the two largest
// exposures (article 43(2)). Errors are those of Check.
func (p Portfolio) Cover2() (unit.Amount, error) { return p.StressOfLargest(2) }

// ShareOfLargest returns the k largest exposures as a part of all, 0 where there is none to share in. Errors are
// those of Largest.
func (p Portfolio) ShareOfLargest(k int) (*big.Rat, error) {
	largest, err := p.Largest(k)
	if err != nil {
		return nil, err
	}
	return quotient(largest.sum(), p.sum()), nil
}

// Herfindahl returns the sum of the squares of all shares in the total, exactly: 1 where all is owed by one
// member, 1/n where n owe alike, 0 where nothing is owed. Its inverse is how many equal members would be as
// concentrated (O. C. Herfindahl, Concentration in the steel industry, 1950). Errors are those of Check. O(n).
func (p Portfolio) Herfindahl() (*big.Rat, error) {
	if err := p.Check(); err != nil {
		return nil, err
	}
	var squares, parts big.Int
	for _, e := range p {
		parts.SetInt64(e.Amount.Parts())
		squares.Add(&squares, parts.Mul(&parts, &parts))
	}
	total := parts.SetInt64(p.sum().Parts())
	if total.Sign() == 0 {
		return new(big.Rat), nil
	}
	return new(big.Rat).SetFrac(&squares, total.Mul(total, total)), nil
}

// quotient returns a/b, 0 where b is zero.
func quotient(a, b unit.Amount) *big.Rat {
	if b.IsZero() {
		return new(big.Rat)
	}
	return big.NewRat(a.Parts(), b.Parts())
}
