package guarantee

import (
	"fmt"
	"math/big"

	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// measured refuses a leg at home that is not what both sides have signed for: its amount must be what the promise
// across the border comes to, by a quote that holds at the action's time, or exactly where both units are of energy,
// rounded down to a part. The entry has the promise, the quote, and what rounding took off.
func (a Accept) measured(t *turn) error {
	if a.Abroad == (unit.Amount{}) {
		if a.Quote != (unit.Quote{}) {
			return wrongQuote("want none where nothing is measured: an amount Abroad, or no quote")
		}
		return nil
	}
	if a.Abroad.Unit() == t.terms.Unit {
		return wrongQuote("want an amount Abroad in another unit than " + t.terms.Unit.String())
	}
	worth, residue, how, err := a.measure(t.terms.Unit)
	if err != nil {
		return wrongQuote(err.Error())
	}
	if worth != a.Amount {
		return wrongQuote(fmt.Sprintf("%v abroad are %v at home, by %s, and not %v", a.Abroad, worth, how, a.Amount))
	}
	t.Note("abroad", a.Abroad.String())
	t.Note("quote", how)
	t.Note("residue", residue)
	return nil
}

// measure returns what the amount abroad is at home, what rounding takes off, and by what rule.
func (a Accept) measure(home unit.Unit) (worth unit.Amount, residue, how string, err error) {
	var left *big.Rat
	if a.Quote == (unit.Quote{}) {
		if worth, left, err = unit.Convert(a.Abroad, home); err != nil {
			return unit.Amount{}, "", "", fmt.Errorf("%w: or a quote of %v in %v", err, a.Abroad.Unit(), home)
		}
		return worth, left.RatString() + " J", "energy for energy", nil
	}
	if worth, left, err = a.Quote.Convert(a.Abroad, a.At, unit.Floor); err != nil {
		return unit.Amount{}, "", "", err
	}
	return worth, left.RatString() + " " + worth.Unit().Code(), a.Quote.String(), nil
}

func wrongQuote(what string) error { return &journal.RefusalError{Reason: ErrQuote, What: what} }
