package insolvencytest

import (
	"errors"
	"math/big"
	"slices"

	"example.org/mutual/clearing/insolvency"
)

// Oracle returns the least and the greatest clearing vector of a tiny system, what each party pays in the
// order of the names, by trying everything: each party pays nothing, all up to the end of one of its
// classes, or a part of one class, which with those of the others solves linear equations. What then is a
// clearing vector, is one; and the corners of the set of all vectors are among them. Of the Options it
// looks at the losses only. It takes as many equations as (2 classes + 1) to the power of the parties.
func Oracle(s insolvency.System, o insolvency.Options) (least, greatest []*big.Rat, err error) {
	w := newWorld(s, o)
	choice := make([]int, len(w.parties))
	for ok := true; ok; ok = w.next(choice) {
		v := w.try(choice)
		if v == nil || !w.clears(v) {
			continue
		}
		if least == nil {
			least, greatest = slices.Clone(v), slices.Clone(v)
		}
		for i, paid := range v {
			if paid.Cmp(least[i]) < 0 {
				least[i] = paid
			}
			if paid.Cmp(greatest[i]) > 0 {
				greatest[i] = paid
			}
		}
	}
	if least != nil && !(w.clears(least) && w.clears(greatest)) {
		return nil, nil, errors.New("the clearing vectors have no least or no greatest among them")
	}
	return least, greatest, nil
}

// next goes on to the next choice, and reports false after the last.
func (w *world) next(choice []int) bool {
	for i := range choice {
		if choice[i]++; choice[i] <= 2*len(w.classes[i]) {
			return true
		}
		choice[i] = 0
	}
	return false
}

// try solves for what all pay where party i pays its first choice/2 classes, and a part of the next where
// choice is odd. It returns nil where that does not determine it.
func (w *world) try(choice []int) []*big.Rat {
	n := len(w.parties)
	rows := make([][]*big.Rat, n) // of what each pays in all, with the constant last
	for i := range rows {
		rows[i] = zeros(n + 1)
		rows[i][i].SetInt64(1)
		if choice[i]%2 == 0 {
			rows[i][n].Set(w.upTo(i, choice[i]/2))
			continue
		}
		rows[i][n].Add(rows[i][n], new(big.Rat).Mul(w.alpha, w.means[i]))
		for _, d := range w.owed {
			if d.creditor == i {
				w.addReceipt(rows[i], d, choice[d.debtor])
			}
		}
	}
	return eliminate(rows)
}

// addReceipt adds what party i, whose row it is, receives of a debt.
func (w *world) addReceipt(row []*big.Rat, d owed, choice int) {
	constant := row[len(row)-1]
	switch c := choice / 2; {
	case d.receipt != nil:
		constant.Add(constant, new(big.Rat).Mul(w.beta, d.receipt))
	case d.class < c:
		constant.Add(constant, new(big.Rat).Mul(w.beta, d.amount))
	case d.class == c && choice%2 == 1:
		share := new(big.Rat).Quo(d.amount, w.classes[d.debtor][c])
		share.Mul(share, w.beta)
		row[d.debtor].Sub(row[d.debtor], share)
		constant.Sub(constant, share.Mul(share, w.upTo(d.debtor, c)))
	}
}

// eliminate solves linear equations, nil where they do not determine the unknowns.
func eliminate(rows [][]*big.Rat) []*big.Rat {
	n := len(rows)
	for k := range n {
		pivot := k
		for pivot < n && rows[pivot][k].Sign() == 0 {
			pivot++
		}
		if pivot == n {
			return nil
		}
		rows[k], rows[pivot] = rows[pivot], rows[k]
		scale(rows[k], new(big.Rat).Inv(rows[k][k]))
		for i := range rows {
			if i == k {
				continue
			}
			factor := new(big.Rat).Set(rows[i][k])
			for j := range rows[i] {
				rows[i][j].Sub(rows[i][j], new(big.Rat).Mul(factor, rows[k][j]))
			}
		}
	}
	solution := make([]*big.Rat, n)
	for i, row := range rows {
		solution[i] = row[n]
	}
	return solution
}

func scale(row []*big.Rat, factor *big.Rat) {
	for _, x := range row {
		x.Mul(x, factor)
	}
}

func zeros(n int) []*big.Rat {
	all := make([]*big.Rat, n)
	for i := range all {
		all[i] = new(big.Rat)
	}
	return all
}
