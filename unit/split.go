package unit

import (
	"math"
	"math/big"
	"math/bits"
)

// A Share is one party's claim to a part of what is split.
type Share struct {
	Key    string // names the party or, for the rules over time, the period: the order of the keys decides ties and time
	Weight int64  // zero or above: what the quota is in proportion to; for the rules of claims the claim, in parts
	Cap    Amount // the most it can get, in the unit of the total, for LargestRemainder only. The zero Amount, which failed arithmetic returns too, is no cap
}

// Shares is the outcome of a Split, in the order of the shares given.
type Shares struct {
	Parts   []Amount // what each share gets
	Residue Amount   // what no share can take: what is above all caps or all claims, otherwise zero
	Quotas  []Quota  // what each share would get if parts could be divided
}

// A Quota is an exact share before rounding: Parts + Num/Den smallest parts, with |Num| < Den and the
// sign of the total. The zero Quota is 0.
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
// total. A negative total is divided as its magnitude is, with all signs reversed.
//
// Errors, in a [ShareError] that names the share: ErrWeights where a weight is below zero, all are zero, or
// they sum to 2^63 or more; ErrKey for two equal keys; ErrCap for a cap below zero, in another unit, or for
// a rule without caps; ErrFractional where Fractional meets a quota that is not whole. As they are: ErrRule for
// no rule, ErrRange for 2^31 shares or more. The complexity is O(n log n).
func Split(total Amount, shares []Share, r Rule) (Shares, error) {
	if r >= rules {
		return Shares{}, ErrRule
	}
	d, err := newDivision(total, shares, r)
	if err != nil {
		return Shares{}, err
	}
	ruleTable[r].divide(d)
	d.keepWhole()
	if err := ruleTable[r].round(d); err != nil {
		return Shares{}, err
	}
	return d.outcome(total), nil
}

// A division is a Split at work, on the magnitude of its total.
type division struct {
	shares  []Share
	order   []int32 // the shares in the order of their keys
	total   uint64  // at most 2^63
	weights uint64  // their sum, below 2^63
	quotas  []quota // what each would get if parts could be divided: set by a rule's divide
	residue uint64  // likewise
	left    uint64  // what the whole parts of the quotas leave: below the number of shares
	parts   []uint64
}

// A quota is whole + num/den parts, with num below den.
type quota struct{ whole, num, den uint64 }

func newDivision(total Amount, shares []Share, r Rule) (*division, error) {
	if int64(len(shares)) > math.MaxInt32 {
		return nil, ErrRange
	}
	d := &division{
		shares: shares,
		total:  magnitude(total.parts),
		quotas: make([]quota, len(shares)),
		parts:  make([]uint64, len(shares)),
	}
	for _, s := range shares {
		if s.Weight < 0 || uint64(s.Weight) > math.MaxInt64-d.weights {
			return nil, refuseShare(ErrWeights, s.Key, "weights of zero or above that sum to less than 2^63")
		}
		d.weights += uint64(s.Weight)
		if s.Cap != (Amount{}) && (r != LargestRemainder || s.Cap.unit != total.unit || s.Cap.parts < 0) {
			return nil, refuseShare(ErrCap, s.Key, "no cap, or with LargestRemainder one of zero or above in the unit of the total")
		}
	}
	if d.weights == 0 {
		return nil, refuseShare(ErrWeights, "", "a weight above zero")
	}
	var err error
	d.order, err = byKey(shares)
	return d, err
}

func magnitude(parts int64) uint64 {
	if parts < 0 {
		return -uint64(parts)
	}
	return uint64(parts)
}

// weight returns the weight of the i-th share.
func (d *division) weight(i int) uint64 { return uint64(d.shares[i].Weight) }

// keepWhole gives each share the whole part of its quota.
func (d *division) keepWhole() {
	d.left = d.total - d.residue
	for i, q := range d.quotas {
		d.left -= q.whole
		d.parts[i] = q.whole
	}
}

// outcome gives the magnitudes the sign of the total.
func (d *division) outcome(total Amount) Shares {
	sign := int64(1)
	if total.parts < 0 {
		sign = -1
	}
	s := Shares{
		Parts:   make([]Amount, len(d.parts)),
		Residue: Amount{sign * int64(d.residue), total.unit},
		Quotas:  make([]Quota, len(d.parts)),
	}
	for i, q := range d.quotas {
		s.Parts[i] = Amount{sign * int64(d.parts[i]), total.unit}
		s.Quotas[i] = Quota{sign * int64(q.whole), sign * int64(q.num), int64(q.den)}
	}
	return s
}

// proportion returns total x weight / weights, for a weight that is at most weights.
func proportion(total, weight, weights uint64) quota {
	high, low := bits.Mul64(total, weight)
	whole, num := bits.Div64(high, low, weights)
	return quota{whole, num, weights}
}

// lessFraction reports whether a/b < c/d.
func lessFraction(a, b, c, d uint64) bool {
	h1, l1 := bits.Mul64(a, d)
	h2, l2 := bits.Mul64(c, b)
	return h1 < h2 || h1 == h2 && l1 < l2
}
