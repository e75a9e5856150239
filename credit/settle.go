package credit

import (
	"fmt"
	"time"

	"example.org/mutual/internal/machine"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// Redeem says that the promisor has delivered what was promised, or a part of it. The holder must agree,
// as the one who received it.
type Redeem struct {
	ID      string
	At      time.Time
	By      []string
	Promise string
	Amount  unit.Amount // how much of the promise is kept; the zero Amount: all that is left
	Goods   string      // what was delivered, in words
}

func (a Redeem) header() header { return header{Kind: "redeem", ID: a.ID, At: a.At, By: a.By} }

func (a *Redeem) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("promise", &a.Promise)
	c.Amount("amount", &a.Amount)
	c.Text("goods", &a.Goods)
}

func (a Redeem) apply(t *turn) error {
	if err := machine.WrongWords(ErrWords, "goods", a.Goods); err != nil {
		return err
	}
	t.Note("goods", a.Goods)
	return t.discharge(a.Promise, a.Amount)
}

// discharge takes an amount off what is left of a promise, with its holder's agreement; the zero Amount is
// all of it.
func (t *turn) discharge(promise string, a unit.Amount) error {
	at, p, err := t.open(promise)
	if err != nil {
		return err
	}
	if err := t.Agree(t.parties[p.creditor].name); err != nil {
		return err
	}
	parts, err := t.partsOf(a, p)
	if err != nil {
		return err
	}
	t.less(at, parts)
	return nil
}

// Means says in what a promise is settled if not in what was promised.
type Means uint8

// The means of settling. There is no zero Means, so that it cannot be forgotten.
const (
	Money  Means = iota + 1
	Worth        // money's worth: goods or services other than those promised
	Energy       // energy, or credit redeemable in it
)

var means = []string{"", "money", "worth", "energy"}

// Settle settles a promise, or a part of it, in money, in money's worth or in energy. The holder must
// agree, as the one who received it. More than what is left is refused.
//
// What was paid in another unit counts for what it is worth in the ledger's: energy for energy exactly,
// anything else by a quote that holds at the action's time and converts in this direction. Then the
// promisor must agree too. It is rounded down, and the residue is in the entry.
type Settle struct {
	ID      string
	At      time.Time
	By      []string
	Promise string
	In      Means
	Paid    unit.Amount // what was paid; for money's worth, what both say that it is worth
	Quote   unit.Quote  // where Paid is in another unit, unless both are of energy
	Words   string      // what was given, where it was not money; otherwise empty
}

func (a Settle) header() header { return header{Kind: "settle", ID: a.ID, At: a.At, By: a.By} }

func (a *Settle) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("promise", &a.Promise)
	machine.One(c, "in", means, &a.In)
	c.Amount("paid", &a.Paid)
	c.Quote("quote", &a.Quote)
	c.Text("words", &a.Words)
}

func (a Settle) apply(t *turn) error {
	if err := a.check(); err != nil {
		return err
	}
	t.Note(means[a.In], a.Words)
	if a.Paid.Unit() == t.terms.Unit {
		if a.Quote != (unit.Quote{}) {
			return &journal.RefusalError{Reason: ErrQuote, What: "want none for an amount in " + t.terms.Unit.String()}
		}
		return t.discharge(a.Promise, a.Paid)
	}
	worth, err := a.worth(t)
	if err != nil {
		return err
	}
	if _, p, err := t.open(a.Promise); err == nil { // else discharge says why not
		if err := t.Agree(t.parties[p.creditor].name, t.parties[p.debtor].name); err != nil {
			return err
		}
	}
	return t.discharge(a.Promise, worth)
}

func (a Settle) check() error {
	switch {
	case a.In < Money || a.In > Energy:
		return &journal.RefusalError{Reason: ErrMeans, What: "want Money, Worth or Energy"}
	case a.Paid.Sign() <= 0:
		return &journal.RefusalError{Reason: journal.ErrAmount, What: "want what was paid"}
	case a.In == Money && a.Words == "":
		return nil
	}
	return machine.WrongWords(ErrWords, "words", a.Words)
}

// worth returns what was paid in another unit in the ledger's, and notes how.
func (a Settle) worth(t *turn) (unit.Amount, error) {
	worth, residue, how, err := a.convert(t)
	switch {
	case err != nil:
		return unit.Amount{}, &journal.RefusalError{Reason: ErrQuote, What: err.Error()}
	case worth.Unit() != t.terms.Unit:
		return unit.Amount{}, &journal.RefusalError{Reason: ErrQuote, What: "want one in " + t.terms.Unit.String()}
	case worth.IsZero():
		return unit.Amount{}, &journal.RefusalError{Reason: journal.ErrAmount, What: a.Paid.String() + " is worth less than the smallest part"}
	}
	t.Note("paid", a.Paid.String())
	t.Note("quote", how)
	t.Note("residue", residue)
	return worth, nil
}

// convert returns the worth, what rounding took away of it, and by what rule.
func (a Settle) convert(t *turn) (worth unit.Amount, residue, how string, err error) {
	if a.Quote == (unit.Quote{}) {
		worth, left, err := unit.Convert(a.Paid, t.terms.Unit)
		if err != nil {
			return unit.Amount{}, "", "", fmt.Errorf("%w: or a quote of %v in %v", err, a.Paid.Unit(), t.terms.Unit)
		}
		return worth, left.RatString() + " J", "energy for energy", nil
	}
	worth, left, err := a.Quote.Convert(a.Paid, a.At, unit.Floor)
	if err != nil {
		return unit.Amount{}, "", "", err
	}
	return worth, left.RatString() + " " + worth.Unit().Code(), a.Quote.String(), nil
}

// Forgive gives up a promise, or a part of it, for nothing. The holder must agree.
type Forgive struct {
	ID      string
	At      time.Time
	By      []string
	Promise string
	Amount  unit.Amount // the zero Amount: all that is left
}

func (a Forgive) header() header { return header{Kind: "forgive", ID: a.ID, At: a.At, By: a.By} }

func (a *Forgive) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("promise", &a.Promise)
	c.Amount("amount", &a.Amount)
}

func (a Forgive) apply(t *turn) error { return t.discharge(a.Promise, a.Amount) }
