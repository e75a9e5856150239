package insolvencytest

import (
	"iter"
	"math/big"
	"slices"

	"example.org/mutual/clearing/insolvency"
	"example.org/mutual/unit"
)

// A Tampered result was right before it was changed in one way.
type Tampered struct {
	Name   string
	Result *insolvency.Result
}

// Tamperings spoils a right result in every single way, each of which a verifier must refuse. The result
// given is not changed.
func Tamperings(r *insolvency.Result) iter.Seq[Tampered] {
	return func(yield func(Tampered) bool) {
		for i := range r.Positions {
			for _, s := range spoiledPositions(r, i) {
				if !yield(s) {
					return
				}
			}
		}
		for _, s := range slices.Concat(spoiledPaid(r), spoiledRounds(r), spoiledTotals(r)) {
			if !yield(s) {
				return
			}
		}
	}
}

// change applies a change to a copy as deep as it goes.
func change(name string, r *insolvency.Result, f func(*insolvency.Result)) Tampered {
	c := *r
	c.Positions, c.Paid, c.Rounds = slices.Clone(r.Positions), slices.Clone(r.Paid), slices.Clone(r.Rounds)
	for k := range c.Rounds {
		c.Rounds[k].Parties, c.Rounds[k].Changes = slices.Clone(c.Rounds[k].Parties), slices.Clone(c.Rounds[k].Changes)
	}
	f(&c)
	return Tampered{name, &c}
}

// more adds to an amount.
func more(a *unit.Amount, n int64) { *a = unit.New(a.Parts()+n, a.Unit()) }

// moreExact adds a millionth of a part: what a comparison of rounded numbers would not see.
func moreExact(e *insolvency.Exact) {
	text := new(big.Rat).Add(e.Rat(), big.NewRat(1, 1_000_000)).RatString()
	if err := e.UnmarshalText([]byte(text)); err != nil {
		panic(err) // the sum is above zero and short
	}
}

func spoiledPositions(r *insolvency.Result, i int) []Tampered {
	return []Tampered{
		change("position: party", r, func(c *insolvency.Result) { c.Positions[i].Party += "'" }),
		change("position: means", r, func(c *insolvency.Result) { more(&c.Positions[i].Means, 1) }),
		change("position: owes", r, func(c *insolvency.Result) { more(&c.Positions[i].Owes, -1) }),
		change("position: pays", r, func(c *insolvency.Result) { moreExact(&c.Positions[i].Pays) }),
		change("position: paid", r, func(c *insolvency.Result) { more(&c.Positions[i].Paid, 1) }),
		change("position: received", r, func(c *insolvency.Result) { more(&c.Positions[i].Received, 1) }),
		change("position: left", r, func(c *insolvency.Result) { more(&c.Positions[i].Left, 1) }),
		change("position: level", r, func(c *insolvency.Result) { c.Positions[i].Level++ }),
	}
}

// spoiledPaid pays two parts more: one more can be another right way of rounding.
func spoiledPaid(r *insolvency.Result) (all []Tampered) {
	for k := range r.Paid {
		all = append(all, change("paid", r, func(c *insolvency.Result) { more(&c.Paid[k], 2) }))
	}
	return all
}

func spoiledRounds(r *insolvency.Result) (all []Tampered) {
	for k, round := range r.Rounds {
		all = append(all, change("round: left out", r, func(c *insolvency.Result) { c.Rounds = slices.Delete(c.Rounds, k, k+1) }))
		if len(round.Parties) > 0 {
			all = append(all, change("round: party left out", r, func(c *insolvency.Result) { c.Rounds[k].Parties = round.Parties[1:] }))
		}
		for j := range round.Changes {
			all = append(all,
				change("round: pays", r, func(c *insolvency.Result) { moreExact(&c.Rounds[k].Changes[j].Pays) }),
				change("round: change left out", r, func(c *insolvency.Result) { c.Rounds[k].Changes = slices.Delete(c.Rounds[k].Changes, j, j+1) }))
		}
	}
	return all
}

func spoiledTotals(r *insolvency.Result) []Tampered {
	return []Tampered{change("totals", r, func(c *insolvency.Result) { more(&c.Totals.Covered, 1) })}
}
