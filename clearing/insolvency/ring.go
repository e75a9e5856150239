package insolvency

import (
	"math/big"
	"slices"
)

// noClass says of a party that it does not take part.
const noClass = -1

// trapped returns, in order, the parties of which nothing reaches anybody who does not take part, if each
// that does pays its class in classes: those who can raise or lower what they pay each other without
// anybody else's noticing.
func (a *arrangement) trapped(classes []int32) []int32 {
	payers := make([][]int32, len(a.parties)) // of each that takes part
	free := make([]bool, len(a.parties))
	var reached []int32
	for i, c := range classes {
		if c == noClass {
			free[i] = true
			continue
		}
		for _, d := range a.of(c) {
			switch {
			case d.creditor != guarantor && classes[d.creditor] != noClass:
				payers[d.creditor] = append(payers[d.creditor], int32(i))
			case !free[i]:
				free[i] = true
				reached = append(reached, int32(i))
			}
		}
	}
	for len(reached) > 0 {
		last := len(reached) - 1
		i := reached[last]
		reached = reached[:last]
		for _, p := range payers[i] {
			if !free[p] {
				free[p] = true
				reached = append(reached, p)
			}
		}
	}
	for i := range free {
		free[i] = !free[i]
	}
	return members(free)
}

// stops returns the class at which each of the parties given stops, noClass where that is past its last.
func (v *vector) stops(parties []int32) []int32 {
	classes := v.nobody()
	for _, i := range parties {
		if v.at[i] < v.first[i+1] {
			classes[i] = v.at[i]
		}
	}
	return classes
}

func (v *vector) nobody() []int32 {
	classes := make([]int32, len(v.parties))
	for i := range classes {
		classes[i] = noClass
	}
	return classes
}

// lasts returns the last class of which each of the parties given pays something, noClass where it pays
// nothing or has more left than it pays.
func (v *vector) lasts(parties []int32) []int32 {
	classes := v.nobody()
	for _, i := range parties {
		switch {
		case v.part[i] != nil:
			classes[i] = v.at[i]
		case v.at[i] > v.first[i] && v.reaches(i, v.at[i]) == 0:
			classes[i] = v.at[i] - 1
		}
	}
	return classes
}

// drain turns the greatest vector of those in default into the least.
//
// Two vectors differ only by payments that lead back to where they came from: all parties together have the
// same in both, and nobody has less in the greater, so that nobody has more. Where receipts lose nothing on
// the way there can be such payments; where they lose, there is one vector.
func (v *vector) drain(parties []int32, w *work) error {
	if v.keptReceipts < v.scale {
		return nil
	}
	for {
		classes := v.lasts(parties)
		ring := v.trapped(classes)
		if len(ring) == 0 {
			return nil
		}
		if err := w.spend(int64(len(v.debts))); err != nil {
			return err
		}
		if v.junior(ring, classes) {
			if err := v.lower(v.ring(ring[0], classes), classes, w); err != nil {
				return err
			}
			continue
		}
		for _, i := range ring { // nobody's means reach them, or their payments would grow
			v.move(i, v.first[i])
		}
		v.gather()
	}
}

// junior reports whether one of the parties pays more than its first class.
func (v *vector) junior(parties, classes []int32) bool {
	for _, i := range parties {
		if classes[i] > v.first[i] {
			return true
		}
	}
	return false
}

// ring returns trapped parties that all pay each other, at however many hands, and nobody else: whom the
// first pays; or where some of these do not pay it, whom one of them pays, who are fewer.
func (v *vector) ring(first int32, classes []int32) []int32 {
	for {
		reached := v.reached(first, classes)
		without := slices.Clone(classes)
		without[first] = noClass
		away := v.trapped(without)
		k := slices.IndexFunc(reached, func(i int32) bool {
			_, found := slices.BinarySearch(away, i)
			return found
		})
		if k < 0 {
			return reached
		}
		first = reached[k]
	}
}

// reached returns whom a trapped party pays, at however many hands, itself first.
func (v *vector) reached(first int32, classes []int32) []int32 {
	in := make([]bool, len(v.parties))
	in[first] = true
	reached := []int32{first}
	for k := 0; k < len(reached); k++ {
		for _, d := range v.of(classes[reached[k]]) {
			if !in[d.creditor] {
				in[d.creditor] = true
				reached = append(reached, d.creditor)
			}
		}
	}
	return reached
}

// lower takes from all on a ring what leaves each with as much less to receive as to pay, until the first
// of them pays nothing of its class.
func (v *vector) lower(ring, classes []int32, w *work) error {
	shape, err := v.shape(ring, classes, w)
	if err != nil {
		return err
	}
	paid := make([]*big.Rat, len(ring)) // the fraction of its class
	var step *big.Rat
	for k, i := range ring {
		paid[k] = big.NewRat(1, 1)
		if v.at[i] == classes[i] {
			paid[k].SetFrac(v.part[i], v.den)
		}
		if most := new(big.Rat).Quo(paid[k], shape[k]); step == nil || most.Cmp(step) < 0 {
			step = most
		}
	}
	for k := range ring {
		paid[k].Sub(paid[k], shape[k].Mul(shape[k], step))
	}
	return v.reset(ring, classes, paid)
}

// shape returns the fractions of their classes that parties on a ring can pay each other out of nothing
// else, where the first pays 1.
func (v *vector) shape(ring, classes []int32, w *work) ([]*big.Rat, error) {
	at := v.at
	v.at = classes
	l := v.equations(ring)
	v.at = at
	for i := range l.terms {
		l.constant[i] = 0
		var row []weight
		for _, t := range l.terms[i] {
			if t.column == 0 {
				l.constant[i] += t.weight
				continue
			}
			row = append(row, weight{t.column - 1, t.weight})
		}
		l.terms[i] = row
	}
	num, den, err := (&linear{l.diagonal[1:], l.terms[1:], l.constant[1:]}).solve(w)
	if err != nil {
		return nil, err
	}
	shape := []*big.Rat{big.NewRat(1, 1)}
	for _, n := range num {
		shape = append(shape, new(big.Rat).SetFrac(n, den))
	}
	return shape, nil
}

// reset makes the parties given pay these fractions of these classes, and leaves all others as they are.
func (v *vector) reset(parties, classes []int32, paid []*big.Rat) error {
	for _, i := range parties {
		v.move(i, classes[i])
	}
	for i, part := range v.part {
		if part != nil {
			parties, paid = append(parties, int32(i)), append(paid, new(big.Rat).SetFrac(part, v.den))
		}
	}
	if !v.setFractions(parties, paid) {
		return errWork()
	}
	return nil
}
