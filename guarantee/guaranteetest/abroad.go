package guaranteetest

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
	"time"

	"example.org/mutual/guarantee"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// abroad accepts a leg at home of a promise across a border, by a quote, or as energy for energy; now and then by
// another figure or a quote that does not serve.
func (a *Act) abroad() guarantee.Action {
	home := a.Machine.Terms().Unit
	accept := guarantee.Accept{ID: a.ID, At: a.At, By: names, Buyer: a.Member(), Seller: a.Other(), For: "tea"}
	there := mustUnit([]string{"GBP.2", "x.0=5J", "y.1=70J", home.String()}[a.B%4])
	accept.Abroad = unit.New(a.Parts|64, there) // not so little that it is nothing at home
	_, energy := home.Joules()
	if _, both := there.Joules(); !energy || !both || a.C == 15 {
		accept.Quote = a.quote(there, home)
	}
	worth, _, _ := measure(accept, home)
	accept.Amount = unit.New(worth, home)
	switch a.C {
	case 7:
		accept.Amount = unit.New(worth+1, home)
	case 8:
		accept.Abroad = unit.Amount{}
	}
	return accept
}

// quote is one by which something abroad is worth something at home. Of some it is too early or too late, and some are
// given by the wrong side.
func (a *Act) quote(abroad, home unit.Unit) unit.Quote {
	t := unit.QuoteTerms{Base: abroad, Quoted: home, Rate: big.NewRat(int64(a.A)+1, 7), Side: unit.Bid, Source: "the post",
		AsOf: a.At.Add(-time.Duration(a.B) * time.Hour), ValidUntil: a.At.Add(time.Duration(a.C) * time.Hour)}
	if a.A%2 == 1 {
		t.Base, t.Quoted, t.Side = home, abroad, unit.Ask
	}
	switch a.C {
	case 1, 2:
		t.Side = unit.Both
	case 9:
		t.Side = unit.Bid + unit.Ask - t.Side
	case 10:
		t.AsOf = a.At.Add(time.Second)
	case 11:
		t.AsOf, t.ValidUntil = start().Add(-time.Hour), a.At.Add(-time.Second)
	}
	q, _ := unit.NewQuote(t) // of a unit in itself, or of energy in energy, there is none
	return q
}

func mustUnit(definition string) unit.Unit {
	u, err := unit.ParseUnit(definition)
	if err != nil {
		panic(err) // a definition in the kit is wrong
	}
	return u
}

// measure returns what a promise abroad is at home, in parts, rounded down, and what is left over: of a quote in whole
// units of home, and else in joules. It reports whether anything measures it so, at the time of the action.
func measure(a guarantee.Accept, home unit.Unit) (worth int64, left *big.Rat, ok bool) {
	from := a.Abroad.Unit()
	rate, scale := rateOf(a, from, home)
	if from == home || rate == nil {
		return 0, nil, false
	}
	whole := new(big.Rat).Mul(big.NewRat(a.Abroad.Parts(), ten(from.Places())), rate) // whole units of home
	exact := new(big.Rat).Mul(whole, new(big.Rat).SetInt64(ten(home.Places())))
	parts := new(big.Int).Div(exact.Num(), exact.Denom()) // rounds down, because what is below the line is above zero
	left = exact.Sub(exact, new(big.Rat).SetInt(parts))
	left.Mul(left, scale).Quo(left, new(big.Rat).SetInt64(ten(home.Places())))
	return parts.Int64(), left, parts.IsInt64()
}

// rateOf is how many whole units of home a whole unit abroad is, and in what the rest is told; nil where nothing says.
func rateOf(a guarantee.Accept, from, home unit.Unit) (rate, scale *big.Rat) {
	if a.Quote == (unit.Quote{}) {
		there, ok1 := from.Joules()
		here, ok2 := home.Joules()
		if !ok1 || !ok2 {
			return nil, nil
		}
		return new(big.Rat).Quo(there, here), here
	}
	t, one := a.Quote.Terms(), big.NewRat(1, 1)
	switch {
	case a.At.Before(t.AsOf) || a.At.After(t.ValidUntil):
		return nil, nil
	case t.Base == from && t.Quoted == home && t.Side != unit.Ask:
		return t.Rate, one
	case t.Base == home && t.Quoted == from && t.Side != unit.Bid:
		return new(big.Rat).Inv(t.Rate), one
	}
	return nil, nil
}

// ten is a power of ten.
func ten(places int) int64 {
	n := int64(1)
	for range places {
		n *= 10
	}
	return n
}

// checkMeasured says whether a leg at home was measured rightly: accepted at what the kit makes of it, with what it was
// measured by and what rounding took off in the entry; or refused for its measure, and that is wrong.
func checkMeasured(m Machine, did guarantee.Action, e journal.Entry, refused error) error {
	a, ok := did.(guarantee.Accept)
	if !ok || refused != nil && !errors.Is(refused, guarantee.ErrQuote) {
		return nil
	}
	plain := a.Abroad == unit.Amount{}
	right := plain && a.Quote == unit.Quote{}
	worth, left, measured := int64(0), new(big.Rat), false
	if !plain {
		worth, left, measured = measure(a, m.Terms().Unit)
		right = measured && worth == a.Amount.Parts()
	}
	switch {
	case right && refused != nil:
		return fmt.Errorf("%v abroad are %d parts at home and refused as %v: %w", a.Abroad, worth, a.Amount, refused)
	case !right && refused == nil:
		return fmt.Errorf("%v abroad are %d parts at home (%v), and accepted as %v", a.Abroad, worth, measured, a.Amount)
	case refused == nil && !plain:
		return checkNotes(a, e, left)
	}
	return nil
}

// checkNotes looks for what a leg at home was measured by in its entry.
func checkNotes(a guarantee.Accept, e journal.Entry, left *big.Rat) error {
	in, how := a.Amount.Unit().Code(), a.Quote.String()
	if a.Quote == (unit.Quote{}) {
		in, how = "J", "energy for energy"
	}
	for _, want := range []journal.Note{{Kind: "abroad", Text: a.Abroad.String()}, {Kind: "quote", Text: how}, {Kind: "residue", Text: left.RatString() + " " + in}} {
		if !slices.Contains(e.Notes, want) {
			return fmt.Errorf("%v abroad: the entry notes %v, want %v among it", a.Abroad, e.Notes, want)
		}
	}
	return nil
}
