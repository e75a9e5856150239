package insolvency

import "math/big"

// reconstruct finds the fractions, with numerators of at most that many bits, that the digits are the
// expansions of. Mostly the first one's denominator already is that of all.
func reconstruct(digits [][]uint64, p uint64, above int, w *work) (num []*big.Int, den *big.Int, err error) {
	n, words := len(digits[0]), int64(len(digits))
	modulus := new(big.Int).Exp(new(big.Int).SetUint64(p), big.NewInt(words), nil)
	limit := new(big.Int).Lsh(big.NewInt(1), uint(above))
	num, den = make([]*big.Int, n), big.NewInt(1)
	for i := range n {
		if err := w.spend(2 * words * words); err != nil {
			return nil, nil, err
		}
		x := join(digits, i, p)
		x.Mul(x, den)
		x.Mod(x, modulus)
		if x.Cmp(limit) > 0 {
			if err := w.spend(64 * words * words); err != nil {
				return nil, nil, err
			}
			var more *big.Int
			x, more = fraction(x, modulus, limit)
			den.Mul(den, more)
			for _, before := range num[:i] {
				before.Mul(before, more)
			}
		}
		num[i] = x
	}
	return num, den, nil
}

// join returns the number with the i-th digits.
func join(digits [][]uint64, i int, p uint64) *big.Int {
	x, base, digit := new(big.Int), new(big.Int).SetUint64(p), new(big.Int)
	for k := len(digits) - 1; k >= 0; k-- {
		x.Mul(x, base)
		x.Add(x, digit.SetUint64(digits[k][i]))
	}
	return x
}

// fraction returns the n/d that x is modulo m, with n at most limit: Euclid's algorithm, stopped half way.
// Loop invariant: a = s x and b = t x modulo m.
func fraction(x, m, limit *big.Int) (n, d *big.Int) {
	a, b := new(big.Int).Set(m), new(big.Int).Set(x)
	s, t := new(big.Int), big.NewInt(1)
	q, r := new(big.Int), new(big.Int)
	for b.Cmp(limit) > 0 {
		q.QuoRem(a, b, r)
		a, b, r = b, r, a
		s.Sub(s, q.Mul(q, t))
		s, t = t, s
	}
	if t.Sign() < 0 {
		b.Neg(b)
		t.Neg(t)
	}
	return b, t
}
