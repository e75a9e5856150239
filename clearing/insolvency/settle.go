package insolvency

import (
	"context"
	"math/big"
)

// Settle returns who pays what of a System: its greatest clearing vector, or as the Options say.
//
// A System or Options that are refused give an [Error]; so does one that takes more than [WorkMax] steps,
// with ErrWork. A cancelled context gives the context's error. The System is never changed. For the cost see the
// package comment.
func Settle(ctx context.Context, s System, o Options) (*Result, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	a, err := arrange(s, o)
	if err != nil {
		return nil, err
	}
	c := newCourse(a, o.Least, &work{ctx, WorkMax})
	if err := c.run(); err != nil {
		return nil, err
	}
	paid, err := c.vector.payout(ctx)
	if err != nil {
		return nil, err
	}
	return c.vector.result(c.rounds, o.Least, paid), nil
}

// A course is how default spreads: it supposes who is in default, finds what all pay then, corrects whom
// that contradicts, and begins again, until it contradicts nobody. For the greatest vector nobody is in
// default at first, for the least everybody. What a round shows of a party holds in all vectors beyond, so
// that each is corrected once at most. (L. C. G. Rogers and L. A. M. Veraart, Failure and rescue in an
// interbank network, Management Science 59, 2013.)
type course struct {
	*arrangement
	least     bool
	work      *work
	inDefault []bool
	vector    *vector
	rounds    []Round

	fractions []*big.Rat // what each pays of the class at which it stops: for Verify
}

func newCourse(a *arrangement, least bool, w *work) *course {
	c := &course{arrangement: a, least: least, work: w, inDefault: make([]bool, len(a.parties)), vector: newVector(a), rounds: []Round{}, fractions: make([]*big.Rat, len(a.parties))}
	for i := range c.inDefault {
		c.inDefault[i] = least
	}
	return c
}

func (c *course) run() error {
	if c.least {
		if err := c.round(nil); err != nil {
			return err
		}
	}
	for wrong := c.wrong(); len(wrong) > 0; wrong = c.wrong() {
		if err := c.round(wrong); err != nil {
			return err
		}
	}
	return nil
}

// wrong returns whom the vector contradicts: who has less than it owes and is not in default; or, on the
// way up, who has what it owes, and pays less because it is.
func (c *course) wrong() []int32 {
	var wrong []int32
	for i := range int32(len(c.parties)) {
		if c.inDefault[i] != c.least {
			continue
		}
		has := c.vector.has(i) >= 0
		if !c.least && !has || c.least && has && c.vector.at[i] < c.first[i+1] {
			wrong = append(wrong, i)
		}
	}
	return wrong
}

// round corrects these parties and finds the vector.
func (c *course) round(wrong []int32) error {
	r := Round{Parties: make([]string, len(wrong)), Changes: []Payment{}}
	for k, i := range wrong {
		c.inDefault[i] = !c.least
		r.Parties[k] = c.parties[i]
	}
	before := c.vector
	if err := c.solve(); err != nil {
		return err
	}
	for i := range int32(len(c.parties)) {
		if c.vector.agrees(before, i) {
			continue
		}
		p := Payment{c.parties[i], Exact{c.vector.pays(i)}}
		if err := c.work.spend(keptCost + int64(p.Pays.rat.Denom().BitLen())); err != nil {
			return err
		}
		r.Changes = append(r.Changes, p)
	}
	c.rounds = append(c.rounds, r)
	return nil
}

// solve finds the vector for those in default: the greatest, which lies below that of the round before; or
// the least.
func (c *course) solve() error {
	if c.least {
		c.vector = newVector(c.arrangement)
	} else {
		c.vector = c.vector.clone()
	}
	parties := members(c.inDefault)
	if err := c.vector.descend(parties, c.work); err != nil {
		return err
	}
	if c.least {
		if err := c.vector.drain(parties, c.work); err != nil {
			return err
		}
	}
	return c.work.spend(int64(len(c.parties)))
}

// members returns the numbers at which a set is true.
func members(set []bool) []int32 {
	var all []int32
	for i, in := range set {
		if in {
			all = append(all, int32(i))
		}
	}
	return all
}
