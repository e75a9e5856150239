package grid

import "slices"

// A step is a key, or half of one, made ready: a weight for each member in the order of their names.
type step struct {
	rule    Rule // Static, ByUse or Reallocated
	weights []int64
	of      int64
}

// stepsOf makes keys ready that wrongPlans has accepted.
func (s *Sharing) stepsOf(keys []Key) []step {
	var steps []step
	for _, k := range keys {
		weights := make([]int64, len(s.terms.Members))
		for _, share := range k.Shares {
			weights[s.places[share.Member]] = share.Parts
		}
		for _, member := range k.Among {
			weights[s.places[member]] = 1
		}
		switch {
		case k.Rule == ByUse && len(k.Among) == 0:
			steps = append(steps, s.everybody())
		case k.Rule == Dynamic:
			steps = append(steps, step{Static, weights, k.Of}, s.everybody())
		default:
			steps = append(steps, step{k.Rule, weights, k.Of})
		}
	}
	return steps
}

// everybody shares by use among all.
func (s *Sharing) everybody() step {
	return step{rule: ByUse, weights: slices.Repeat([]int64{1}, len(s.terms.Members))}
}
