package insolvency

import (
	"cmp"
	"math/big"
	"slices"
)

// bitsMax bounds the common denominator of a vector: WorkMax lets Settle find none that is longer.
const bitsMax = 1 << 17

// A vector is what everybody pays: the classes before at[i] in full, of the class at[i] the fraction
// part[i]/den, and nothing of those after. Where at[i] is past the last class, party i pays all it owes.
// What is whole is kept in machine words, because most parties pay in full.
type vector struct {
	*arrangement
	at    []int32
	part  []*big.Int // below den; nil: 0
	den   *big.Int
	whole []int64    // what each receives of classes paid in full and of guarantors
	in    []*big.Int // what each receives of other classes, times den; nil: 0. Set by gather
	open  []int32    // the parties with a part, in order. Set by gather
}

// newVector returns the vector in which all pay all they owe.
func newVector(a *arrangement) *vector {
	n := len(a.parties)
	v := &vector{
		arrangement: a,
		at:          slices.Clone(a.first[1:]),
		part:        make([]*big.Int, n),
		den:         big.NewInt(1),
		whole:       slices.Clone(a.fixed),
		in:          make([]*big.Int, n),
	}
	for _, d := range a.debts {
		v.receive(d, 1)
	}
	return v
}

// clone copies v. Fractions are never changed in place.
func (v *vector) clone() *vector {
	c := *v
	c.at, c.part, c.whole = slices.Clone(v.at), slices.Clone(v.part), slices.Clone(v.whole)
	c.in, c.open = slices.Clone(v.in), slices.Clone(v.open)
	return &c
}

// agrees reports whether party i pays the same in both.
func (v *vector) agrees(o *vector, i int32) bool {
	switch x, y := v.part[i], o.part[i]; {
	case v.at[i] != o.at[i]:
		return false
	case x == nil || y == nil:
		return x == y
	default:
		return new(big.Int).Mul(x, o.den).Cmp(new(big.Int).Mul(y, v.den)) == 0
	}
}

// receive adds a debt to what its creditor receives in full, or takes it away.
func (v *vector) receive(d debt, sign int64) {
	if d.creditor != guarantor {
		v.whole[d.creditor] += sign * d.parts
	}
}

// move makes c the class at which party i stops, of which it pays nothing. What others receive of parts
// is not right again before gather.
func (v *vector) move(i, c int32) {
	for k := c; k < v.at[i]; k++ {
		for _, d := range v.of(k) {
			v.receive(d, -1)
		}
	}
	for k := v.at[i]; k < c; k++ {
		for _, d := range v.of(k) {
			v.receive(d, 1)
		}
	}
	v.at[i], v.part[i] = c, nil
}

// gather sums up what is received of parts.
func (v *vector) gather() {
	clear(v.in)
	v.open = v.open[:0]
	for i, part := range v.part {
		if part == nil {
			continue
		}
		v.open = append(v.open, int32(i))
		for _, d := range v.of(v.at[i]) {
			if d.creditor == guarantor {
				continue
			}
			if v.in[d.creditor] == nil {
				v.in[d.creditor] = new(big.Int)
			}
			v.in[d.creditor].Add(v.in[d.creditor], product(d.parts, part))
		}
	}
}

func product(parts int64, x *big.Int) *big.Int { return new(big.Int).Mul(big.NewInt(parts), x) }

// compare compares (whole + factor x what party i receives of parts) with a bound, where whole and bound
// are numbers of parts, without large numbers where there are none.
func (v *vector) compare(i int32, whole, factor, bound int64) int {
	if v.in[i] == nil || factor == 0 {
		return cmp.Compare(whole, bound)
	}
	return product(factor, v.in[i]).Cmp(product(bound-whole, v.den))
}

// has compares what party i has with what it owes.
func (v *vector) has(i int32) int {
	return v.compare(i, v.means[i]+v.whole[i], 1, v.owes[i])
}

// payable returns what a party in default has left to pay with, times scale, without what it receives of
// parts.
func (v *vector) payable(i int32) int64 {
	return v.keptMeans*v.means[i] + v.keptReceipts*v.whole[i]
}

// reaches compares what party i has left to pay with in default with the classes before c.
func (v *vector) reaches(i, c int32) int {
	return v.compare(i, v.payable(i), v.keptReceipts, v.scale*v.before(i, c))
}

// pays returns what party i pays, in parts.
func (v *vector) pays(i int32) *big.Rat {
	r := new(big.Rat).SetInt64(v.before(i, v.at[i]))
	if v.part[i] == nil {
		return r
	}
	return r.Add(r, new(big.Rat).SetFrac(product(v.classes[v.at[i]].owed, v.part[i]), v.den))
}

// setParts replaces all fractions: those of the parties given, and none of others.
func (v *vector) setParts(parties []int32, num []*big.Int, den *big.Int) {
	clear(v.part)
	v.den = den
	for k, i := range parties {
		if num[k].Sign() != 0 {
			v.part[i] = num[k]
		}
	}
	v.gather()
}

// setFractions is setParts for fractions in lowest terms, each on its own denominator. It reports false,
// having set nothing, where they have no common denominator of at most bitsMax bits.
func (v *vector) setFractions(parties []int32, fractions []*big.Rat) bool {
	den := big.NewInt(1)
	for _, f := range fractions {
		common := new(big.Int).GCD(nil, nil, den, f.Denom())
		den = common.Mul(common.Quo(f.Denom(), common), den)
		if den.BitLen() > bitsMax {
			return false
		}
	}
	num := make([]*big.Int, len(fractions))
	for k, f := range fractions {
		num[k] = new(big.Int).Quo(den, f.Denom())
		num[k].Mul(num[k], f.Num())
	}
	v.setParts(parties, num, den)
	return true
}
