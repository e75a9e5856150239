package amounttest

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"example.org/mutual/unit"
)

// An outcome is what Split should return, in numbers that cannot overflow.
type outcome struct {
	quotas []*big.Rat
	parts  []*big.Int // nil where Split should refuse
}

// slowly is Split by its definition, for reading and not for speed: all that shares grow together, until
// one is full, and the rest go on. It works on the magnitude of the total.
func slowly(total unit.Amount, shares []unit.Share, r unit.Rule) outcome {
	t := new(big.Rat).SetInt(magnitude(total))
	o := outcome{quotas: slowQuotas(t, shares, r)}
	o.parts = slowParts(o.quotas, shares, r)
	if total.Sign() < 0 {
		for i, q := range o.quotas {
			q.Neg(q)
			if o.parts != nil {
				o.parts[i].Neg(o.parts[i])
			}
		}
	}
	return o
}

// check compares what all clauses passed with what exactly it should be.
func (o outcome) check(shares []unit.Share, got unit.Shares) error {
	if o.parts == nil {
		return fmt.Errorf("a quota is not whole, and nothing was refused")
	}
	for i, p := range got.Parts {
		if o.parts[i].Cmp(big.NewInt(p.Parts())) != 0 {
			return fmt.Errorf("%q gets %d, not %v", shares[i].Key, p.Parts(), o.parts[i])
		}
	}
	return nil
}

func slowQuotas(total *big.Rat, shares []unit.Share, r unit.Rule) []*big.Rat {
	weights, most := make([]*big.Rat, len(shares)), make([]*big.Rat, len(shares))
	same, half, sum := make([]*big.Rat, len(shares)), make([]*big.Rat, len(shares)), new(big.Rat)
	for i, s := range shares {
		weights[i] = new(big.Rat).SetInt64(s.Weight)
		if s.Cap != (unit.Amount{}) {
			most[i] = new(big.Rat).SetInt64(s.Cap.Parts())
		}
		same[i], half[i] = big.NewRat(1, 1), new(big.Rat).Mul(weights[i], big.NewRat(1, 2))
		sum.Add(sum, weights[i])
	}
	estate := total
	if sum.Cmp(total) < 0 {
		estate = sum
	}
	loss := new(big.Rat).Sub(sum, estate)
	switch r {
	case unit.EqualAwards:
		return raise(estate, same, weights)
	case unit.EqualLosses:
		return without(weights, raise(loss, same, weights))
	case unit.Talmud:
		if estate.Cmp(loss) <= 0 {
			return raise(estate, same, half)
		}
		return without(weights, raise(loss, same, half))
	}
	return raise(total, weights, most)
}

// raise shares out what there is: all grow at their speeds together, and whoever reaches its most (nil:
// there is none) stops there.
func raise(rest *big.Rat, speeds, most []*big.Rat) []*big.Rat {
	quotas := make([]*big.Rat, len(speeds))
	for i := range quotas {
		quotas[i] = new(big.Rat)
	}
	rest = new(big.Rat).Set(rest)
	for {
		step := until(rest, quotas, speeds, most)
		if step == nil || step.Sign() == 0 {
			return quotas
		}
		for i, q := range quotas {
			if !full(q, most[i]) {
				grown := new(big.Rat).Mul(step, speeds[i])
				q.Add(q, grown)
				rest.Sub(rest, grown)
			}
		}
	}
}

func full(q, most *big.Rat) bool { return most != nil && q.Cmp(most) >= 0 }

// until is the time at which the rest is used up or the next is full; nil where nobody grows any more.
func until(rest *big.Rat, quotas, speeds, most []*big.Rat) *big.Rat {
	speed := new(big.Rat)
	var step *big.Rat
	for i, q := range quotas {
		if full(q, most[i]) || speeds[i].Sign() == 0 {
			continue
		}
		speed.Add(speed, speeds[i])
		if most[i] != nil {
			gap := new(big.Rat).Sub(most[i], q)
			if gap.Quo(gap, speeds[i]); step == nil || gap.Cmp(step) < 0 {
				step = gap
			}
		}
	}
	if speed.Sign() == 0 {
		return nil
	}
	if all := new(big.Rat).Quo(rest, speed); step == nil || all.Cmp(step) < 0 {
		return all
	}
	return step
}

func without(claims, losses []*big.Rat) []*big.Rat {
	for i, l := range losses {
		l.Sub(claims[i], l)
	}
	return losses
}

func slowParts(quotas []*big.Rat, shares []unit.Share, r unit.Rule) []*big.Int {
	byKey := indices(len(shares))
	slices.SortFunc(byKey, func(i, j int) int { return cmp.Compare(shares[i].Key, shares[j].Key) })
	switch r {
	case unit.CumulativeRounding:
		return running(quotas, byKey, big.NewRat(1, 2))
	case unit.CumulativeRoundDown:
		return running(quotas, byKey, new(big.Rat))
	}
	parts, rests, left := floors(quotas)
	if r == unit.Fractional && left > 0 {
		return nil
	}
	if r == unit.BackLoaded || r == unit.BackLoadedToSingleTranche {
		slices.Reverse(byKey)
	}
	if r <= unit.Talmud {
		slices.SortStableFunc(byKey, func(i, j int) int { return rests[j].Cmp(rests[i]) })
	}
	for _, i := range byKey {
		switch each := big.NewInt(min(left, 1)); {
		case singleTranche(r) && shares[i].Weight > 0:
			parts[i].Add(parts[i], big.NewInt(left))
			left = 0
		case !singleTranche(r) && rests[i].Sign() > 0:
			parts[i].Add(parts[i], each)
			left -= each.Int64()
		}
	}
	return parts
}

// floors returns the whole parts, what they leave of each, and what they leave in all.
func floors(quotas []*big.Rat) (parts []*big.Int, rests []*big.Rat, left int64) {
	sum := new(big.Rat)
	for _, q := range quotas {
		whole := new(big.Int).Quo(q.Num(), q.Denom())
		rest := new(big.Rat).Sub(q, new(big.Rat).SetInt(whole))
		parts, rests = append(parts, whole), append(rests, rest)
		sum.Add(sum, rest)
	}
	return parts, rests, sum.Num().Int64()
}

// running rounds the running totals: up from where this much more makes them whole.
func running(quotas []*big.Rat, order []int, more *big.Rat) []*big.Int {
	parts := make([]*big.Int, len(quotas))
	sum, before := new(big.Rat), new(big.Int)
	for _, i := range order {
		sum.Add(sum, quotas[i])
		due := new(big.Rat).Add(sum, more)
		rounded := new(big.Int).Quo(due.Num(), due.Denom())
		parts[i] = new(big.Int).Sub(rounded, before)
		before = rounded
	}
	return parts
}
