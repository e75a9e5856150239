package gridtest

import (
	"cmp"
	"maps"
	"math/big"
	"slices"

	"example.org/mutual/partnership/grid"
)

// A Row is what one interval was for a member, in whole parts.
type Row struct {
	Member                                              string
	Consumed, Entitled, Used, Imported, Inside, Surplus int64
}

// Oracle returns what each interval of a world must be for each member, in the order of their names: by the
// definitions, in rational numbers, with no eye to speed.
func Oracle(w World) [][]Row {
	d := dumb{members: slices.Sorted(slices.Values(w.Terms.Members)), byShare: lags{}, byNeed: lags{}, inside: lags{}}
	var all [][]Row
	for k := range w.Intervals() {
		readings := w.Readings[k*w.meters() : (k+1)*w.meters()]
		plan := w.Terms.Plans[0]
		for _, p := range w.Terms.Plans {
			if !p.From.After(readings[0].At) {
				plan = p
			}
		}
		all = append(all, d.interval(w, plan, readings))
	}
	return all
}

// dumb shares what members need of what is left.
type dumb struct {
	members                 []string
	byShare, byNeed, inside lags

	need, used, entitled map[string]int64
	left                 int64
	owned                bool
}

func (d *dumb) interval(w World, plan grid.Plan, readings []grid.Reading) []Row {
	d.need, d.used, d.entitled, d.left, d.owned = map[string]int64{}, map[string]int64{}, map[string]int64{}, 0, false
	consumed := map[string]int64{}
	for _, r := range readings {
		switch {
		case slices.Contains(d.members, r.Meter):
			d.need[r.Meter], consumed[r.Meter] = r.Energy.Parts(), r.Energy.Parts()
		case r.Meter != w.Terms.Store.In:
			d.left += r.Energy.Parts()
		}
	}
	for _, k := range plan.Keys {
		d.key(k)
	}
	return d.rows(consumed)
}

func (d *dumb) key(k grid.Key) {
	switch k.Rule {
	case grid.ByUse:
		d.byUse(k.Among)
	case grid.Dynamic:
		d.key(grid.Key{Rule: grid.Static, Shares: k.Shares, Of: k.Of})
		d.byUse(nil)
	case grid.Static:
		parts := round(quotas(d.left, k, nil), d.byShare)
		d.entitle(parts, true)
		d.use(parts)
	case grid.Reallocated:
		d.reallocate(k)
	}
}

func (d *dumb) byUse(among []string) {
	weights := grid.Key{}
	for _, m := range d.members {
		if len(among) == 0 || slices.Contains(among, m) {
			weights.Shares = append(weights.Shares, grid.Share{Member: m, Parts: d.need[m]})
		}
	}
	parts := round(quotas(d.left, weights, d.need), d.byNeed)
	d.entitle(parts, false)
	d.use(parts)
}

func (d *dumb) reallocate(k grid.Key) {
	static := quotas(d.left, k, nil)
	for _, m := range d.members {
		if q := static[m]; q != nil && q.Cmp(rational(d.need[m])) > 0 {
			if !d.owned {
				d.entitle(round(static, d.byShare), true)
			}
			d.use(round(quotas(d.left, k, d.need), d.byNeed))
			return
		}
	}
	parts := round(static, d.byShare)
	d.entitle(parts, true)
	d.use(parts)
}

// entitle counts what keys give until one with shares has.
func (d *dumb) entitle(parts map[string]int64, shares bool) {
	if !d.owned {
		for _, m := range slices.Sorted(maps.Keys(parts)) {
			d.entitled[m] += parts[m]
		}
	}
	d.owned = d.owned || shares
}

func (d *dumb) use(parts map[string]int64) {
	for _, m := range slices.Sorted(maps.Keys(parts)) {
		p := min(parts[m], d.need[m])
		d.need[m] -= p
		d.used[m] += p
		d.left -= p
	}
}

// rows settles what is used beyond entitlements among those who have left some of theirs.
func (d *dumb) rows(consumed map[string]int64) []Row {
	unused, taken := grid.Key{}, int64(0)
	for _, m := range d.members {
		unused.Shares = append(unused.Shares, grid.Share{Member: m, Parts: max(0, d.entitled[m]-d.used[m])})
		taken += max(0, d.used[m]-d.entitled[m])
	}
	given := round(quotas(taken, unused, nil), d.inside)
	var rows []Row
	for i, m := range d.members {
		surplus := unused.Shares[i].Parts - given[m]
		rows = append(rows, Row{m, consumed[m], d.entitled[m], d.used[m], d.need[m], d.entitled[m] - d.used[m] - surplus, surplus})
	}
	return rows
}

func rational(n int64) *big.Rat { return new(big.Rat).SetInt64(n) }

// quotas returns min(need, λ share), with λ so that they sum to total or all are full: whoever is over its need at the
// λ of the others is full, one after another. No needs are no bounds.
func quotas(total int64, k grid.Key, need map[string]int64) map[string]*big.Rat {
	got, left, open := map[string]*big.Rat{}, total, slices.Clone(k.Shares)
	for again := true; again; {
		again = false
		open = slices.DeleteFunc(open, func(s grid.Share) bool { return s.Parts == 0 })
		var sum big.Rat
		for _, s := range open {
			sum.Add(&sum, rational(s.Parts))
		}
		for i, s := range open {
			got[s.Member] = new(big.Rat).Quo(new(big.Rat).Mul(rational(left), rational(s.Parts)), &sum)
			if need != nil && got[s.Member].Cmp(rational(need[s.Member])) > 0 {
				got[s.Member] = rational(need[s.Member])
				left -= need[s.Member]
				open[i].Parts, again = 0, true
				break
			}
		}
	}
	return got
}

// lags is what rounding owes to each, in 2^-44 of a part.
type lags map[string]*big.Int

// A claim is somebody whose quota is not whole.
type claim struct {
	member string
	lag    *big.Int
	rest   *big.Rat // below a 2^-44
}

// round gives each its quota rounded down, and what is then left of them, which is whole, to those whose quota was not,
// one part each, the furthest behind first.
func round(quotas map[string]*big.Rat, behind lags) map[string]int64 {
	parts, left, claims := map[string]int64{}, rational(0), []claim(nil)
	for _, m := range slices.Sorted(maps.Keys(quotas)) {
		whole := new(big.Int).Quo(quotas[m].Num(), quotas[m].Denom())
		parts[m] = whole.Int64()
		if rest := new(big.Rat).Sub(quotas[m], new(big.Rat).SetInt(whole)); rest.Sign() > 0 {
			left.Add(left, rest)
			claims = append(claims, newClaim(m, rest, behind))
		}
	}
	behind.grow(claims, left.Num())
	slices.SortStableFunc(claims, func(a, b claim) int {
		return cmp.Or(b.lag.Cmp(a.lag), b.rest.Cmp(a.rest)) // and the lower name first
	})
	for _, c := range claims[:left.Num().Int64()] {
		parts[c.member]++
		behind[c.member].Sub(behind[c.member], new(big.Int).Lsh(big.NewInt(1), 44))
	}
	return parts
}

// grow counts the claims, in the order of names, as owed. What cutting left out of the parts left, the first of them
// take up.
func (l lags) grow(claims []claim, left *big.Int) {
	short := new(big.Int).Lsh(left, 44)
	for _, c := range claims {
		short.Sub(short, new(big.Int).Sub(c.lag, l[c.member]))
	}
	for i, c := range claims {
		l[c.member] = new(big.Int).Set(c.lag)
		if short.Cmp(big.NewInt(int64(i))) > 0 {
			l[c.member].Add(l[c.member], big.NewInt(1))
		}
	}
}

// newClaim cuts what is left of a quota to 2^-44.
func newClaim(m string, rest *big.Rat, behind lags) claim {
	if behind[m] == nil {
		behind[m] = new(big.Int)
	}
	fine := new(big.Rat).Mul(rest, new(big.Rat).SetInt64(1<<44))
	cut := new(big.Int).Quo(fine.Num(), fine.Denom())
	return claim{m, new(big.Int).Add(behind[m], cut), fine.Sub(fine, new(big.Rat).SetInt(cut))}
}
