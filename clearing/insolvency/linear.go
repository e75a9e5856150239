package insolvency

import (
	"cmp"
	"math/big"
	"math/bits"
	"slices"
)

// A linear is the system of equations diagonal[i] y[i] = constant[i] + the sum of weight x y[column] over
// the terms of row i; diagonals and weights are at least zero. In every column the weights sum to at most the diagonal,
// and no set of unknowns feeds only itself, so that it has one solution, and that is at least zero. The
// numbers of a row, its constant apart, sum to at most 2^62; the constants in all to 2^63.
//
// It is solved exactly by lifting (J. D. Dixon, Exact solution of linear equations using p-adic
// expansions, Numerische Mathematik 40, 1982): with a factorisation modulo a prime p, digit by digit of
// the solution's expansion in powers of p, until the digits determine the fractions.
//
// How many digits that takes follows from Cramer's rule. By the matrix-tree theorem the determinant is at
// most the product of the diagonal, and so is what each constant contributes to a numerator over it, times
// that constant.
type linear struct {
	diagonal []int64
	terms    [][]weight
	constant []int64
}

// A weight stands in a column of a row.
type weight struct {
	column int32
	weight int64
}

// solve returns the unknowns as numerators over one denominator.
func (l *linear) solve(w *work) (num []*big.Int, den *big.Int, err error) {
	if !slices.ContainsFunc(l.constant, func(c int64) bool { return c != 0 }) {
		return zeros(len(l.constant)), big.NewInt(1), nil
	}
	l, order := l.reorder()
	f, err := l.factorise(w)
	if err != nil {
		return nil, nil, err
	}
	above, below := l.bits()
	digits, err := l.lift(f, (above+below)/60+2, w) // a prime has 61 bits, and signs take one
	if err != nil {
		return nil, nil, err
	}
	lifted, den, err := reconstruct(digits, f.p, above, w)
	if err != nil {
		return nil, nil, err
	}
	num = make([]*big.Int, len(lifted))
	for k, i := range order {
		num[i] = lifted[k]
	}
	return num, den, nil
}

func zeros(n int) []*big.Int {
	all := make([]*big.Int, n)
	for i := range all {
		all[i] = new(big.Int)
	}
	return all
}

// reorder puts unknowns with few terms first, in rows and columns, which keeps the factors sparse on the
// graphs of trade. order[k] is what the k-th was.
func (l *linear) reorder() (reordered *linear, order []int32) {
	degree := make([]int, len(l.terms))
	for i, row := range l.terms {
		order = append(order, int32(i))
		degree[i] += len(row)
		for _, t := range row {
			degree[t.column]++
		}
	}
	slices.SortStableFunc(order, func(i, j int32) int { return cmp.Compare(degree[i], degree[j]) })
	place := make([]int32, len(order))
	for k, i := range order {
		place[i] = int32(k)
	}
	reordered = &linear{}
	for _, i := range order {
		row := slices.Clone(l.terms[i])
		for k := range row {
			row[k].column = place[row[k].column]
		}
		reordered.add(l.diagonal[i], row, l.constant[i])
	}
	return reordered, order
}

func (l *linear) add(diagonal int64, row []weight, constant int64) {
	l.diagonal = append(l.diagonal, diagonal)
	l.terms = append(l.terms, row)
	l.constant = append(l.constant, constant)
}

// bits bounds the lengths of numerators and of their denominator.
func (l *linear) bits() (above, below int) {
	for _, d := range l.diagonal {
		below += bits.Len64(uint64(d))
	}
	return below + 63, below
}

// A factorisation is the matrix modulo p as lower x upper, without pivoting: every leading part of the
// matrix has a determinant other than zero, and p divides none of them.
type factorisation struct {
	p            uint64
	lower, upper [][]residue // lower has ones on its diagonal
	inverse      []uint64    // of upper's diagonal
	size         int         // residues in all
}

// A residue stands in a column of a row.
type residue struct {
	column int32
	value  uint64
}

// factorise takes the largest prime below 2^61 for which there is a factorisation. Whoever makes up the
// amounts can spoil primes, but not more of them than the determinants have bits, and each costs work.
func (l *linear) factorise(w *work) (*factorisation, error) {
	for p := uint64(1<<61 - 1); ; p -= 2 {
		if !new(big.Int).SetUint64(p).ProbablyPrime(0) { // exact below 2^64
			continue
		}
		f := &factorisation{p: p}
		if done, err := f.eliminate(l, w); done || err != nil {
			return f, err
		}
	}
}

// eliminate goes row by row: a row less multiples of those above it until it begins at its diagonal. done
// is false where p divides a pivot.
func (f *factorisation) eliminate(l *linear, w *work) (done bool, err error) {
	n := len(l.diagonal)
	row := make([]uint64, n)
	for i := range n {
		for _, t := range l.terms[i] {
			row[t.column] = (row[t.column] + f.p - uint64(t.weight)%f.p) % f.p
		}
		row[i] = uint64(l.diagonal[i]) % f.p
		steps := f.reduce(row[:i], row)
		if err := w.spend(int64(n + steps)); err != nil {
			return false, err
		}
		if row[i] == 0 {
			return false, nil
		}
		f.keep(row, i)
		clear(row)
	}
	return true, nil
}

// reduce clears the row before its diagonal, notes the multiples taken, and counts its steps.
func (f *factorisation) reduce(before, row []uint64) (steps int) {
	var lower []residue
	for j := range before {
		if before[j] == 0 {
			continue
		}
		multiple := f.times(before[j], f.inverse[j])
		lower = append(lower, residue{int32(j), multiple})
		for _, u := range f.upper[j] {
			row[u.column] = (row[u.column] + f.p - f.times(multiple, u.value)) % f.p
		}
		steps += len(f.upper[j])
	}
	f.lower = append(f.lower, lower)
	f.size += len(lower)
	return steps
}

// keep notes the i-th row from its diagonal on.
func (f *factorisation) keep(row []uint64, i int) {
	var upper []residue
	for j := i + 1; j < len(row); j++ {
		if row[j] != 0 {
			upper = append(upper, residue{int32(j), row[j]})
		}
	}
	f.upper = append(f.upper, upper)
	f.size += len(upper)
	inverse := new(big.Int).ModInverse(new(big.Int).SetUint64(row[i]), new(big.Int).SetUint64(f.p))
	f.inverse = append(f.inverse, inverse.Uint64())
}

func (f *factorisation) times(x, y uint64) uint64 {
	high, low := bits.Mul64(x, y)
	return bits.Rem64(high, low, f.p)
}

// solve overwrites x, all below p, with the solution for x as constants.
func (f *factorisation) solve(x []uint64) {
	for i, row := range f.lower {
		x[i] = f.less(x[i], row, x)
	}
	for i := len(x) - 1; i >= 0; i-- {
		x[i] = f.times(f.less(x[i], f.upper[i], x), f.inverse[i])
	}
}

// less returns c less the sum of a row times x. Products are below 2^122, so that 32 of them and what is
// left of those before fit 128 bits.
func (f *factorisation) less(c uint64, row []residue, x []uint64) uint64 {
	var high, low uint64
	for k, r := range row {
		h, l := bits.Mul64(r.value, x[r.column])
		var carry uint64
		low, carry = bits.Add64(low, l, 0)
		high += h + carry
		if k%32 == 31 {
			high, low = 0, bits.Rem64(high, low, f.p)
		}
	}
	return (c + f.p - bits.Rem64(high, low, f.p)) % f.p
}

// lift returns this many digits of each unknown in base p, the lowest first.
//
// Loop invariant: constant + terms x y = diagonal x y holds modulo p^k for the y made of the first k
// digits, and rest is the difference of its sides divided by p^k. That is exact, and its magnitude stays
// at most 2^62 + 2^61 by the bound on a row: arithmetic modulo 2^64 is enough to find it.
func (l *linear) lift(f *factorisation, count int, w *work) ([][]uint64, error) {
	n := len(l.diagonal)
	digits := make([][]uint64, 0, count)
	rest := slices.Clone(l.constant)
	inverse := inverse64(f.p)
	for range count {
		if err := w.spend(int64(f.size + 8*n)); err != nil {
			return nil, err
		}
		y := make([]uint64, n)
		for i, r := range rest {
			y[i] = modulo(r, f.p)
		}
		f.solve(y)
		digits = append(digits, y)
		for i, row := range l.terms {
			sum := uint64(rest[i]) - uint64(l.diagonal[i])*y[i]
			for _, t := range row {
				sum += uint64(t.weight) * y[t.column]
			}
			rest[i] = int64(sum * inverse)
		}
	}
	return digits, nil
}

func modulo(x int64, p uint64) uint64 {
	r := x % int64(p)
	if r < 0 {
		r += int64(p)
	}
	return uint64(r)
}

// inverse64 returns the inverse of an odd p modulo 2^64 (Newton's method: p is its own to 3 bits, and each
// step doubles them).
func inverse64(p uint64) uint64 {
	x := p
	for range 5 {
		x *= 2 - p*x
	}
	return x
}
