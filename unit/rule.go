package unit

import (
	"cmp"
	"slices"
)

// A Rule says how Split divides a total into quotas, and how quotas become whole parts. The zero Rule is
// LargestRemainder.
type Rule uint8

// The rules. In all of them the order of the keys stands in for the order of the shares given, which
// never matters.
const (
	// LargestRemainder gives each share its quota, total x weight / sum of the weights, rounded down, and
	// the parts left over, one each, to those with the largest remainders, the lower key first among
	// equals (Hamilton's method). A share at its cap gets no more, and what it leaves goes to the others in
	// proportion (water-filling): x = min(cap, λ weight). For splitting something once; as a total grows, a
	// share can shrink (the Alabama paradox).
	LargestRemainder Rule = iota

	// EqualAwards gives every claim the same, but none more than it claims: x = min(claim, λ). It protects
	// the small. The weights are the claims, in parts; a total above their sum leaves a residue. Quotas are
	// rounded as by LargestRemainder. So are those of the next two.
	EqualAwards

	// EqualLosses takes the same from every claim, but from none more than it claims: x = max(0, claim - λ).
	// It is the dual of EqualAwards: what is lost is divided by that rule.
	EqualLosses

	// Talmud is EqualAwards on half the claims up to half their sum, and EqualLosses beyond (Aumann and
	// Maschler, Game theoretic analysis of a bankruptcy problem from the Talmud, J. Econ. Theory 36, 1985).
	Talmud

	// The others are for shares over time: keys are periods, in their order. They bear the names of the
	// Open Cap Table format's rules for allocating a vesting.

	// CumulativeRounding rounds what is due up to and with each period to the nearest part, a half up, and
	// gives the difference to the last: every running total is within half a part of its exact value.
	CumulativeRounding

	// CumulativeRoundDown is the same, rounding down.
	CumulativeRoundDown

	// FrontLoaded rounds every quota down and gives the parts left over, one each, to the earliest periods
	// whose quota was not whole.
	FrontLoaded

	// BackLoaded gives them to the latest.
	BackLoaded

	// FrontLoadedToSingleTranche gives all parts left over to the earliest period with a weight.
	FrontLoadedToSingleTranche

	// BackLoadedToSingleTranche gives them to the latest.
	BackLoadedToSingleTranche

	// Fractional does not round: where a quota is not whole it is ErrFractional.
	Fractional

	rules
)

// ruleTable says of each rule how it sets the quotas and how it rounds them.
var ruleTable = [rules]struct {
	name   string
	divide func(*division)
	round  func(*division) error
}{
	LargestRemainder:           {"largest remainder", (*division).fill, (*division).largestRemainders},
	EqualAwards:                {"equal awards", (*division).equalAwards, (*division).largestRemainders},
	EqualLosses:                {"equal losses", (*division).equalLosses, (*division).largestRemainders},
	Talmud:                     {"Talmud", (*division).talmud, (*division).largestRemainders},
	CumulativeRounding:         {"cumulative rounding", (*division).fill, (*division).cumulative},
	CumulativeRoundDown:        {"cumulative round down", (*division).fill, (*division).cumulativeDown},
	FrontLoaded:                {"front-loaded", (*division).fill, (*division).frontLoaded},
	BackLoaded:                 {"back-loaded", (*division).fill, (*division).backLoaded},
	FrontLoadedToSingleTranche: {"front-loaded to single tranche", (*division).fill, (*division).first},
	BackLoadedToSingleTranche:  {"back-loaded to single tranche", (*division).fill, (*division).last},
	Fractional:                 {"fractional", (*division).fill, (*division).fractional},
}

// String returns the rule's name.
func (r Rule) String() string {
	if r >= rules {
		return "no rule"
	}
	return ruleTable[r].name
}

// fill sets quotas in proportion to the weights, within the caps. Loop invariant: the shares before k in
// order of cap/weight are full, and what is left of the total and the weights is to be shared in
// proportion by the rest; the first that is not filled by its proportion ends it, as no later one is.
func (d *division) fill() {
	capped := d.byFill()
	total, weights := d.total, d.weights
	for _, i := range capped {
		limit, weight := uint64(d.shares[i].Cap.parts), d.weight(int(i))
		if lessFraction(total, weights, limit, weight) {
			break
		}
		d.quotas[i] = quota{whole: limit, den: 1}
		total -= limit
		weights -= weight
	}
	if weights == 0 {
		d.residue = total
		return
	}
	for i := range d.quotas {
		if d.quotas[i].den == 0 && d.shares[i].Weight > 0 { // not full
			d.quotas[i] = proportion(total, d.weight(i), weights)
		}
	}
}

// byFill returns the shares with a cap and a weight in the order in which a rising λ fills them.
func (d *division) byFill() []int32 {
	var capped []int32
	for _, i := range d.order {
		if d.shares[i].Cap != (Amount{}) && d.shares[i].Weight > 0 {
			capped = append(capped, i)
		}
	}
	slices.SortStableFunc(capped, func(i, j int32) int {
		a, b := uint64(d.shares[i].Cap.parts), uint64(d.shares[j].Cap.parts)
		switch {
		case lessFraction(a, d.weight(int(i)), b, d.weight(int(j))):
			return -1
		case lessFraction(b, d.weight(int(j)), a, d.weight(int(i))):
			return 1
		}
		return 0
	})
	return capped
}

// estate returns what there is for the claims: no more than they are. The rest is the residue.
func (d *division) estate() uint64 {
	estate := min(d.total, d.weights)
	d.residue = d.total - estate
	return estate
}

func (d *division) equalAwards() { d.award(d.estate()) }

// award sets quotas min(claim, λ) that sum to estate, which is at most the sum of the claims. Loop
// invariant: claims before k, from the smallest up, are met in full, and the rest share what is left.
func (d *division) award(estate uint64) {
	order := slices.Clone(d.order)
	slices.SortStableFunc(order, func(i, j int32) int { return cmp.Compare(d.shares[i].Weight, d.shares[j].Weight) })
	for k, i := range order {
		rest := uint64(len(order) - k)
		if claim := d.weight(int(i)); claim <= estate/rest {
			d.quotas[i] = quota{whole: claim, den: 1}
			estate -= claim
			continue
		}
		for _, j := range order[k:] {
			d.quotas[j] = quota{estate / rest, estate % rest, rest}
		}
		return
	}
}

// equalLosses awards the losses.
func (d *division) equalLosses() {
	d.award(d.weights - d.estate())
	for i, q := range d.quotas {
		d.quotas[i] = q.from(d.weight(i))
	}
}

// talmud works on the claims themselves and twice the estate, and halves the awards.
func (d *division) talmud() {
	estate := d.estate()
	loss := d.weights - estate
	d.award(2 * min(estate, loss))
	for i, q := range d.quotas {
		half := quota{q.whole / 2, q.whole%2*q.den + q.num, 2 * q.den}
		if estate > loss {
			half = half.from(d.weight(i))
		}
		d.quotas[i] = half
	}
}

// from returns claim - q, for q at most the claim.
func (q quota) from(claim uint64) quota {
	if q.num == 0 {
		return quota{claim - q.whole, 0, q.den}
	}
	return quota{claim - q.whole - 1, q.den - q.num, q.den}
}
