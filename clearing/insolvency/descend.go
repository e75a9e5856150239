package insolvency

import (
	"math/big"
	"slices"
)

// descend brings v down to the greatest vector, at or below it, in which the parties given pay what is left
// to them in default, up to what they owe, and all others pay what they pay in v. In v everybody pays at
// least what that would make of it.
//
// Each party in default stops at one class: those before it are paid, nothing of those after. As v falls,
// so do the classes. With these fixed, who pays what of the class at which it stops is a system of linear
// equations, but for those who turn out to have less than the classes before: they pay nothing of it, and
// fall further. (L. Eisenberg and T. H. Noe, Systemic risk in financial systems, Management Science 47,
// 2001, the fictitious default algorithm; with classes H. Elsinger, Financial networks, cross holdings, and
// limited liability, OeNB working paper 156, 2009.)
func (v *vector) descend(parties []int32, w *work) error {
	for v.fall(parties) {
		if err := v.balance(parties, w); err != nil {
			return err
		}
		if err := w.spend(int64(len(parties))); err != nil {
			return err
		}
	}
	return nil
}

// fall moves each party down to the class that it can begin to pay, and reports whether any moved.
func (v *vector) fall(parties []int32) bool {
	to := make([]int32, len(parties)) // first all are judged, then moved
	fell := false
	for k, i := range parties {
		to[k] = v.at[i]
		for to[k] > v.first[i] && v.reaches(i, to[k]) < 0 {
			to[k]--
			fell = true
		}
	}
	for k, i := range parties {
		if to[k] < v.at[i] {
			v.move(i, to[k])
		}
	}
	return fell
}

// balance sets what the parties given, those of them that do not pay all, pay of the classes at which they
// stop: the least solution of y = max(0, what is left / what is owed). It is approached from below. Whoever
// has something left without the others takes part in the equations; then whoever gets something from
// these; until nobody joins.
//
// The equations have one solution: if some parties paid these classes to each other alone, having enough
// for all before, their payments would be as high as in v, where the last of them to fall had less. That is
// also why the least solution is the greatest below v.
func (v *vector) balance(parties []int32, w *work) error {
	var short []int32
	for _, i := range parties {
		if v.at[i] < v.first[i+1] {
			short = append(short, i)
		}
	}
	v.setParts(nil, nil, big.NewInt(1))
	for joined := v.joined(short); len(joined) > len(v.open); joined = v.joined(short) {
		num, den, err := v.equations(joined).solve(w)
		if err != nil {
			return err
		}
		v.setParts(joined, num, den)
	}
	return nil
}

// joined returns, in order, those of the parties given that have something left for the class at which they
// stop, by themselves or from those who join now.
func (v *vector) joined(short []int32) []int32 {
	waiting := make([]bool, len(v.parties)) // for anything: they have just enough for the classes before
	var joined, joining []int32
	for _, i := range short {
		switch left := v.reaches(i, v.at[i]); {
		case left == 0:
			waiting[i] = v.keptReceipts > 0
		case left > 0 && v.part[i] == nil:
			joining = append(joining, i)
		case left > 0:
			joined = append(joined, i)
		}
	}
	for k := 0; k < len(joining); k++ {
		for _, d := range v.of(v.at[joining[k]]) {
			if d.creditor != guarantor && waiting[d.creditor] {
				waiting[d.creditor] = false
				joining = append(joining, d.creditor)
			}
		}
	}
	joined = append(joined, joining...)
	slices.Sort(joined)
	return joined
}

// equations returns those for the fractions that the parties given pay of the classes at which they stop.
func (v *vector) equations(parties []int32) *linear {
	l := &linear{}
	place := make(map[int32]int32, len(parties))
	for k, i := range parties {
		place[i] = int32(k)
		l.add(v.scale*v.classes[v.at[i]].owed, nil, v.payable(i)-v.scale*v.before(i, v.at[i]))
	}
	for k, i := range parties {
		for _, d := range v.of(v.at[i]) {
			if to, ok := place[d.creditor]; ok && v.keptReceipts > 0 {
				l.terms[to] = append(l.terms[to], weight{int32(k), v.keptReceipts * d.parts})
			}
		}
	}
	return l
}
