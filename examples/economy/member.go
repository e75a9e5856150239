package main

import "slices"

// A burden is what other people's defaults have come to for whoever runs a place, and for those who did before.
type burden struct {
	lacks   int64 // of what it is owed by those who failed: the promises it holds of them
	insured int64 // paid for the guarantee, charges and calls, less what came back
}

func (b burden) all() int64 { return b.lacks + b.insured }

// weigh returns the burdens of all places, as the books of the machines have them.
func (e *economy) weigh() []burden {
	all := make([]burden, len(e.parties))
	for p := range e.register.view().Promises() {
		if place, ok := e.places[p.Holder]; ok && p.Defaulted { // and not the society's claims
			all[place].lacks += p.Left.Parts()
		}
	}
	for who, parts := range e.register.cover().insured {
		all[e.places[who]].insured += parts
	}
	return all
}

// borne are the burdens of all, from the least to the most.
func (e *economy) borne() (parts []int64) {
	for _, b := range e.burdens {
		parts = append(parts, b.all())
	}
	slices.Sort(parts)
	return parts
}

// lacked is what creditors in the town have not been paid by those who failed, and insuredFor what they paid for the
// guarantee.
func lacked(e *economy) (parts int64) {
	for _, b := range e.burdens {
		parts += b.lacks
	}
	return parts
}

func insuredFor(e *economy) (parts int64) {
	for _, b := range e.burdens {
		parts += b.insured
	}
	return parts
}

// owedAnew is what is owed by promises that took the place of others.
func owedAnew(e *economy) (parts int64) {
	for p := range e.promises() {
		if p.Due.IsZero() {
			parts += p.Left.Parts()
		}
	}
	return parts
}

// lackedOutside is what the world has not been paid by those who failed.
func lackedOutside(e *economy) (parts int64) {
	for p := range e.bills.Promises() {
		if p.Defaulted {
			parts += p.Left.Parts()
		}
	}
	return parts
}

// bears is what the member bears that comes after so much of a hundred of all members, in the order of what they bear.
func bears(of100 int) func(*economy) int64 {
	return func(e *economy) int64 {
		all := e.borne()
		return all[min(len(all)*of100/100, len(all)-1)]
	}
}

// byKind is what a member of each kind bears, on the mean.
func (e *economy) byKind() []int64 {
	sums := make([]int64, len(kinds))
	for place, b := range e.burdens {
		for k := range kinds {
			if kinds[k].name == e.parties[place].trade {
				sums[k] += b.all()
			}
		}
	}
	for k := range sums {
		sums[k] /= int64(kinds[k].many)
	}
	return sums
}
