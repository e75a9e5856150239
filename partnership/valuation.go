package partnership

import (
	"math/bits"
	"time"

	"example.org/mutual/internal/machine"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// A Valuation is what all nths together are worth, of which date, and until when that may be relied on. It is an
// agreement of those who buy and those who sell: the package values nothing.
type Valuation struct {
	Worth unit.Amount // in the unit of account
	AsOf  time.Time
	Until time.Time // the last moment at which it holds
}

func valuationFields(c *codec, v *Valuation) {
	c.Amount("worth", &v.Worth)
	c.Time("asOf", &v.AsOf)
	c.Time("until", &v.Until)
}

// Appraise agrees on the valuation at which all providers together sell nths ([Buy]) and at which new ones are made
// ([Contribute]). It takes the place of the one before it. It is of the nths that there are now: whoever contributes
// later adds the worth of its nths to it, and a [Rescale] changes none.
type Appraise struct {
	ID        string
	At        time.Time
	By        []string
	Valuation Valuation
	Basis     string // how it was arrived at, in words
}

func (a Appraise) header() header { return header{Kind: "appraise", ID: a.ID, At: a.At, By: a.By} }

func (a *Appraise) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Object("valuation", func() bool { return a.Valuation == Valuation{} }, func() { valuationFields(c, &a.Valuation) })
	c.Text("basis", &a.Basis)
}

func (a Appraise) apply(t *turn) error {
	if err := machine.WrongWords(ErrWords, "basis", a.Basis); err != nil {
		return err
	}
	price, err := t.price(a.Valuation)
	if err != nil {
		return err
	}
	if err := t.consent(); err != nil {
		return err
	}
	set(t, &t.standing, standing{id: t.id, price: price, from: machine.Plain(a.Valuation.AsOf), until: machine.Plain(a.Valuation.Until)})
	t.Note("valuation", t.id+": "+a.Valuation.Worth.String()+", "+a.Basis)
	return nil
}

// A standing valuation is the one last agreed on: none without an ID.
type standing struct {
	id    string
	price price
	from  time.Time
	until time.Time
}

// price returns what a valuation that holds now makes of the nths that there are.
func (t *turn) price(v Valuation) (price, error) {
	worth, err := t.parts(v.Worth)
	switch {
	case err != nil:
		return price{}, err
	case worth > TotalMax:
		return price{}, &journal.RefusalError{Reason: journal.ErrLimit, What: "what all nths can be worth", Asked: v.Worth, Room: t.amount(TotalMax)}
	case v.AsOf.IsZero() || v.AsOf.After(t.at) || v.Until.Before(t.at):
		return price{}, wrongValuation("want one as of now or before, that holds until now or later")
	}
	return price{worth, t.nths.total}, nil
}

// agreed returns the price of the standing valuation, which must be the one that is named and hold.
func (t *turn) agreed(valuation string) (price, error) {
	s := &t.standing
	if s.id == "" || s.id != valuation || s.until.Before(t.at) {
		return price{}, wrongValuation("want the last one that was agreed on, while it holds, and got " + quote(valuation))
	}
	return s.price, nil
}

func wrongValuation(what string) error {
	return &journal.RefusalError{Reason: ErrValuation, What: what}
}

// A price is what so many nths are worth, in parts; both are above zero, and at most 2^62. It is kept as it was agreed
// on, so that nothing is rounded before somebody pays.
type price struct{ worth, nths int64 }

// buys returns how many whole nths so much buys, rounded down, and at most NthsMax + 1.
func (p price) buys(parts int64) int64 {
	high, low := bits.Mul64(uint64(parts), uint64(p.nths))
	if high >= uint64(p.worth) {
		return NthsMax + 1
	}
	nths, _ := bits.Div64(high, low, uint64(p.worth))
	return int64(min(nths, NthsMax+1))
}

// costs returns what so many nths cost, rounded up, so that nobody buys for less than their worth. Of what buys them it
// is never more than that; of more, at most 2^62.
func (p price) costs(nths int64) int64 {
	high, low := bits.Mul64(uint64(nths), uint64(p.worth))
	if high >= uint64(p.nths) {
		return TotalMax
	}
	parts, rest := bits.Div64(high, low, uint64(p.nths))
	if rest > 0 {
		parts++
	}
	return int64(min(parts, TotalMax))
}

// Standing returns the valuation last agreed on, the ID of the action that did so, and the nths that it is of. Without
// one the ID is empty.
func (p *Partnership) Standing() (id string, v Valuation, nths int64) {
	s := &p.standing
	if s.id == "" {
		return "", Valuation{}, 0
	}
	return s.id, Valuation{p.amount(s.price.worth), s.from, s.until}, s.price.nths
}

// checkStanding: invariant 4.
func (p *Partnership) checkStanding() error {
	s := &p.standing
	if *s == (standing{}) {
		return nil
	}
	_, applied := p.core.Log.Applied(s.id)
	if !applied || s.price.worth <= 0 || s.price.worth > TotalMax || s.price.nths <= 0 || s.price.nths > p.nths.total {
		return broken(4, "the valuation %.32q", s.id)
	}
	if s.from.IsZero() || s.from.After(p.Last()) || s.until.Before(s.from) {
		return broken(4, "the valuation %.32q runs from %v to %v", s.id, s.from, s.until)
	}
	return nil
}

func standingFields(c *codec, s *standing) {
	c.Object("standing", func() bool { return *s == standing{} }, func() {
		c.Text("id", &s.id)
		partsField(c, "worth", &s.price.worth)
		c.Integer("nths", &s.price.nths)
		c.Time("from", &s.from)
		c.Time("until", &s.until)
	})
}
