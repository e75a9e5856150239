package clearingtest

import (
	"fmt"
	"maps"
	"math/big"
	"slices"

	"example.org/mutual/clearing"
	"example.org/mutual/unit"
)

// What debtors owe a creditor, as the stage Even sees it.
type shared struct {
	owed, used *big.Int // what takes part, and what is set off of it
	low, high  *big.Int // bounds of what is set off, by the stages before
	from, to   string
}

// shares returns every debtor-creditor pair of which something takes part.
func (v view) shares(fixed []bool) []shared {
	of := make(map[pair]*shared)
	var all []*shared
	for i, e := range v.entries {
		if e.idle || e.kind != "obligation" {
			continue
		}
		s := of[pair{e.from, e.to}]
		if s == nil {
			s = &shared{owed: new(big.Int), used: new(big.Int), low: new(big.Int), high: new(big.Int), from: e.from, to: e.to}
			of[pair{e.from, e.to}] = s
			all = append(all, s)
		}
		s.owed.Add(s.owed, parts(e.amount))
		s.used.Add(s.used, parts(e.used))
		if fixed[i] {
			s.low.Add(s.low, parts(e.used))
			s.high.Add(s.high, parts(e.used))
		} else {
			s.high.Add(s.high, parts(e.amount))
		}
	}
	var found []shared
	for _, s := range all {
		found = append(found, *s)
	}
	return found
}

// uneven returns the sum of used²/owed.
func uneven(shares []shared) *big.Rat {
	sum := new(big.Rat)
	for _, s := range shares {
		sum.Add(sum, new(big.Rat).SetFrac(new(big.Int).Mul(s.used, s.used), s.owed))
	}
	return sum
}

// rounded returns that sum without what is below one, each term being first rounded up to a multiple of 2^-64.
func rounded(shares []shared) *big.Int {
	sum := new(big.Int)
	for _, s := range shares {
		term := new(big.Int).Mul(s.used, s.used)
		sum.Add(sum, ceiling(term.Lsh(term, 64), s.owed))
	}
	return sum.Rsh(sum, 64)
}

// checkEven: the potentials show that no set-off which the stages before leave open is more even by more than the
// distance, and explain all but 2 steps of the scale.
func (v view) checkEven(_ clearing.Objective, p clearing.Proof, fixed []bool) error {
	potential, err := v.potentials(p)
	if err != nil {
		return err
	}
	for i, e := range v.entries {
		if e.idle || fixed[i] || e.kind == "obligation" {
			continue
		}
		if left := potential.at(e.to).Cmp(potential.at(e.from)); left < 0 && !e.used.IsZero() || left > 0 && e.used != e.amount {
			return fmt.Errorf("invariant 5: at even, the potentials do not explain %d used of %d, %.40q", e.used.Parts(), e.amount.Parts(), e.id)
		}
	}
	shares := v.shares(fixed)
	if scale := v.scale(shares); p.Scale != scale {
		return fmt.Errorf("invariant 5: at even the scale is %d and not %d", scale, p.Scale)
	}
	least, distance := uneven(shares), new(big.Int)
	for _, s := range shares {
		excess, above, err := s.excess(p.Scale, new(big.Int).Sub(potential.at(s.from), potential.at(s.to)))
		if err != nil {
			return err
		}
		distance.Add(distance, excess)
		least.Sub(least, above)
	}
	distance = ceiling(distance, big.NewInt(p.Scale))
	if p.Distance.Parts() != distance.Int64() || !distance.IsInt64() || distance.Sign() == 0 != (p.Distance == unit.Amount{}) || distance.Sign() > 0 && p.Distance.Unit() != v.unit {
		return fmt.Errorf("invariant 5: at even the distance is %v and not %v", distance, p.Distance)
	}
	if !v.is(p.Value, rounded(shares)) {
		return fmt.Errorf("invariant 5: at even the value is %v and not %v", uneven(shares).FloatString(3), p.Value)
	}
	value := new(big.Rat).SetInt(parts(p.Value))
	least.Add(least, big.NewRat(1, 1<<37)) // of 2^27 terms
	if bound := value.Sub(value, new(big.Rat).SetInt(distance)); bound.Cmp(least) > 0 {
		return fmt.Errorf("invariant 5: at even, the potentials bound it by %v, which is below value less distance, %v", least.FloatString(9), bound.FloatString(9))
	}
	return nil
}

// scale: the greatest multiple of all that is owed up to a power of two, or that power: from 2^16 to 2^40, as large as
// 2·scale·(parties+1)² leaves below 2^54.
func (v view) scale(shares []shared) int64 {
	most := int64(1) << max(16, min(40, 53-2*big.NewInt(int64(len(v.parties())+1)).BitLen()))
	multiple := big.NewInt(1)
	for _, s := range shares {
		multiple.Mul(multiple, new(big.Int).Div(s.owed, new(big.Int).GCD(nil, nil, multiple, s.owed)))
	}
	if multiple.Cmp(big.NewInt(most)) > 0 {
		return most
	}
	return most / multiple.Int64() * multiple.Int64()
}

// excess returns by how much used²/owed + used·level/scale may lie above its least, times the scale, by the formula of
// package clearing; and by how much it does.
func (s shared) excess(scale int64, level *big.Int) (*big.Int, *big.Rat, error) {
	term := func(x *big.Int) *big.Rat {
		tilt := new(big.Rat).SetFrac(new(big.Int).Mul(x, level), big.NewInt(scale))
		return tilt.Add(tilt, new(big.Rat).SetFrac(new(big.Int).Mul(x, x), s.owed))
	}
	up := func(sign int64, room *big.Int) *big.Int { // what the first step that way gains, times owed and scale
		r := new(big.Int).Mul(s.used, big.NewInt(2))
		r.Mul(r, big.NewInt(scale)).Add(r, new(big.Int).Mul(level, s.owed)).Mul(r, big.NewInt(-sign))
		if r.Sub(r, big.NewInt(scale)); r.Sign() <= 0 || room.Sign() == 0 {
			return new(big.Int)
		}
		return r
	}
	for _, way := range []struct {
		sign int64
		room *big.Int
	}{{1, new(big.Int).Sub(s.high, s.used)}, {-1, new(big.Int).Sub(s.used, s.low)}} {
		r := up(way.sign, way.room)
		if r.Sign() == 0 {
			continue
		}
		if ceiling(r, s.owed).Cmp(big.NewInt(2)) > 0 {
			return nil, nil, fmt.Errorf("invariant 5: at even, the potentials do not explain %v of %v that %.40q owes %.40q", s.used, s.owed, s.from, s.to)
		}
		n := ceiling(r, big.NewInt(2*scale))
		if n.Cmp(way.room) > 0 {
			n = way.room
		}
		mean := new(big.Int).Sub(r, new(big.Int).Mul(big.NewInt(scale), new(big.Int).Sub(n, big.NewInt(1))))
		best := new(big.Int).Add(s.used, new(big.Int).Mul(n, big.NewInt(way.sign)))
		above := term(s.used)
		return n.Mul(n, ceiling(mean, s.owed)), above.Sub(above, term(best)), nil
	}
	return new(big.Int), new(big.Rat), nil
}

// ceiling returns x / y rounded up, for x at least zero and y above it.
func ceiling(x, y *big.Int) *big.Int {
	q, rest := new(big.Int).QuoRem(x, y, new(big.Int))
	if rest.Sign() > 0 {
		q.Add(q, big.NewInt(1))
	}
	return q
}

// checkFreed: those freed are the debtors that owe nothing any more. What they owed stays so for the stage that
// follows.
func (v view) checkFreed(_ clearing.Objective, p clearing.Proof, fixed []bool) error {
	owed, owes := make(sums[string]), make(sums[string])
	for _, e := range v.entries {
		switch e.kind {
		case "obligation":
			owed.add(e.from, parts(e.amount))
			owes.add(e.from, new(big.Int).Sub(parts(e.amount), parts(e.used)))
		case "acceptance":
			owes.add(e.to, parts(e.used))
		}
	}
	free := func(name string) bool { return owed.at(name).Sign() > 0 && owes.at(name).Sign() == 0 }
	var names []string
	value := new(big.Int)
	for _, name := range v.parties() {
		if free(name) {
			names = append(names, name)
			value.Add(value, owed.at(name))
		}
	}
	if !slices.Equal(p.Freed, names) || len(p.Potentials) > 0 || !v.is(p.Value, value) {
		return fmt.Errorf("invariant 5: freed are %q of %v, not %q of %v", names, value, p.Freed, p.Value)
	}
	for i, e := range v.entries {
		fixed[i] = fixed[i] || e.kind == "obligation" && free(e.from) || e.kind == "acceptance" && free(e.to)
	}
	return nil
}

// checkShort: under a cap, the potentials show that no circulation at all is better by more than the distance.
func (v view) checkShort(o clearing.Objective, p clearing.Proof, _ []bool) error {
	potential, err := v.potentials(p)
	if err != nil {
		return err
	}
	missed := new(big.Int).Neg(v.value(o))
	for _, e := range v.entries {
		if left := v.reduced(o, e, potential); left.Sign() > 0 && !e.idle {
			missed.Add(missed, left.Mul(left, parts(e.amount)))
		}
	}
	if !v.is(p.Value, v.value(o)) || missed.Cmp(parts(p.Distance)) != 0 || missed.Sign() > 0 != (p.Distance.Unit() == v.unit) {
		return fmt.Errorf("invariant 10: %v is set off in short rings and %v more at most without the cap, not %v and %v", v.value(o), missed, p.Value, p.Distance)
	}
	return nil
}

// checkShortRings: no ring of so many parties or fewer is left.
func checkShortRings(owes map[string][]string, length int) error {
	for _, name := range slices.Sorted(maps.Keys(owes)) {
		reached := []string{name}
		for range length {
			var next []string
			for _, from := range reached {
				next = append(next, owes[from]...)
			}
			slices.Sort(next)
			if reached = slices.Compact(next); slices.Contains(reached, name) {
				return fmt.Errorf("invariant 10: a short ring is left through what %.40q owes", name)
			}
		}
	}
	return nil
}

// MostEven returns, for each unit of a tiny book, the least that the sum of the stage Even can be: it goes through
// every use of every entry that leaves each linear stage at its best. Their number is that of all uses.
func MostEven(b clearing.Book, o clearing.Options) []*big.Rat {
	best, all := Oracle(b, o), []*big.Rat(nil)
	for _, u := range units(b) {
		v := newView(b, o, nil, u)
		v.stages = slices.DeleteFunc(v.stages, func(s clearing.Objective) bool { return !linear(s) })
		all = append(all, v.mostEven(0, best[:len(v.stages)], make(sums[string]), nil))
		best = best[len(v.stages):]
	}
	return all
}

// mostEven goes on from an entry, with what the parties have of what is used so far.
func (v view) mostEven(at int, best []unit.Amount, net sums[string], least *big.Rat) *big.Rat {
	if at == len(v.entries) {
		return v.lesser(best, net, least)
	}
	e := &v.entries[at]
	most := e.amount.Parts()
	if e.idle {
		most = 0
	}
	for n := range most + 1 {
		e.used = unit.New(n, v.unit)
		net.sub(e.from, big.NewInt(n))
		net.add(e.to, big.NewInt(n))
		least = v.mostEven(at+1, best, net, least)
		net.add(e.from, big.NewInt(n))
		net.sub(e.to, big.NewInt(n))
	}
	return least
}

// lesser returns the sum of what is used, if that balances, is best and is less.
func (v view) lesser(best []unit.Amount, net sums[string], least *big.Rat) *big.Rat {
	for _, name := range v.parties() {
		if net.at(name).Sign() != 0 {
			return least
		}
	}
	for k, o := range v.stages {
		if !v.is(best[k], v.value(o)) {
			return least
		}
	}
	sum := uneven(v.shares(make([]bool, len(v.entries))))
	if least == nil || sum.Cmp(least) < 0 {
		return sum
	}
	return least
}
