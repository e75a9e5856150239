package unit

import (
	"cmp"
	"math"
	"math/big"
	"math/bits"
	"slices"
	"strings"
)

// A Share is one party's claim to a part of what is split.
type Share struct {
	Key    string // names the party; ties go to the lower key, so that input order never matters
	Weight int64  // zero or above; the quota is total x weight / sum of the weights
}

// A Rule says how a total becomes whole parts. The zero Rule is LargestRemainder.
type Rule uint8

// LargestRemainder gives each share its quota rounded down, and the parts left over, one each, to the
// shares with the largest remainders, the lower key first among equals (Hamilton's method). It is for
// splitting something once; it is not for a growing total, where a share can shrink (the Alabama
// paradox).
const LargestRemainder Rule = 0

// Shares is the outcome of a Split, in the order of the shares given.
type Shares struct {
	Parts   []Amount // what each share gets
	Residue Amount   // what no share could take: with LargestRemainder zero
	Quotas  []Quota  // what each share would get if parts could be divided
}

// A Quota is an exact share before rounding: Parts + Num/Den smallest parts. |Num| < Den, and Num
// has the sign of the total. The zero Quota is 0.
type Quota struct {
	Parts    int64
	Num, Den int64
}

// Rat returns the quota as a fresh rational number of smallest parts.
func (q Quota) Rat() *big.Rat {
	r := new(big.Rat).SetInt64(q.Parts)
	if q.Den == 0 {
		return r
	}
	return r.Add(r, big.NewRat(q.Num, q.Den))
}

// Split divides total among the shares by a rule, to the smallest part: parts plus residue are the
// total, and Split(-t) = -Split(t). Weights must be zero or above, one at least above zero, with a sum
// below 2^63 (else ErrWeights); keys must differ (else ErrKey). It makes O(n log n) comparisons.
func Split(total Amount, shares []Share, r Rule) (Shares, error) {
	if r != LargestRemainder {
		return Shares{}, ErrRule
	}
	sum, err := sumWeights(shares)
	if err != nil {
		return Shares{}, err
	}
	order, err := byKey(shares)
	if err != nil {
		return Shares{}, err
	}
	quotas, left := divide(total.parts, shares, sum)
	parts := make([]Amount, len(shares))
	for i, q := range quotas {
		parts[i] = Amount{q.Parts, total.unit}
	}
	step := int64(total.Sign())
	for _, i := range largest(quotas, order, left) {
		parts[i].parts += step
	}
	return Shares{Parts: parts, Residue: Amount{unit: total.unit}, Quotas: quotas}, nil
}

func sumWeights(shares []Share) (int64, error) {
	var sum int64
	for _, s := range shares {
		if s.Weight < 0 || s.Weight > math.MaxInt64-sum {
			return 0, ErrWeights
		}
		sum += s.Weight
	}
	if sum == 0 {
		return 0, ErrWeights
	}
	return sum, nil
}

// byKey returns the shares' indices in the order of their keys, which must differ.
func byKey(shares []Share) ([]int32, error) {
	if int64(len(shares)) > math.MaxInt32 {
		return nil, ErrRange
	}
	order := make([]int32, len(shares))
	for i := range order {
		order[i] = int32(i)
	}
	compare := func(i, j int32) int { return strings.Compare(shares[i].Key, shares[j].Key) }
	if !slices.IsSortedFunc(order, compare) {
		slices.SortFunc(order, compare)
	}
	for k := 1; k < len(order); k++ {
		if shares[order[k-1]].Key == shares[order[k]].Key {
			return nil, ErrKey
		}
	}
	return order, nil
}

// divide returns the quota of each share, total x weight / sum, and how many whole parts their integer
// parts leave over. It works on the magnitude, so that a negative total gives the negative quotas.
func divide(total int64, shares []Share, sum int64) ([]Quota, int) {
	magnitude, sign := uint64(total), int64(1)
	if total < 0 {
		magnitude, sign = -magnitude, -1
	}
	left := magnitude
	quotas := make([]Quota, len(shares))
	for i, s := range shares {
		high, low := bits.Mul64(magnitude, uint64(s.Weight))
		whole, rest := bits.Div64(high, low, uint64(sum))
		left -= whole
		quotas[i] = Quota{Parts: sign * int64(whole), Num: sign * int64(rest), Den: sum}
	}
	return quotas, int(left) // below len(shares): each remainder is below one part
}

// largest returns the k shares with the largest remainders, the lower key first among equals.
func largest(quotas []Quota, order []int32, k int) []int32 {
	if k == 0 {
		return nil
	}
	// order is by key and the sort is stable, so equal remainders stay in the order of their keys.
	slices.SortStableFunc(order, func(i, j int32) int {
		return cmp.Compare(max(quotas[j].Num, -quotas[j].Num), max(quotas[i].Num, -quotas[i].Num))
	})
	return order[:k]
}
