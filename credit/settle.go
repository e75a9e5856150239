package credit

import (
	"time"

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

func (a Redeem) header() header { return header{"redeem", a.ID, a.At, a.By} }

func (a *Redeem) fields(c *codec) {
	c.header(a.header().kind, &a.ID, &a.At, &a.By)
	c.text("promise", &a.Promise)
	c.amount("amount", &a.Amount)
	c.text("goods", &a.Goods)
}

func (a Redeem) apply(t *turn) error {
	if err := wrongWords("goods", a.Goods); err != nil {
		return err
	}
	t.note("goods", a.Goods)
	return t.discharge(a.Promise, a.Amount)
}

// discharge takes an amount off what is left of a promise, with its holder's agreement; the zero Amount is
// all of it.
func (t *turn) discharge(promise string, a unit.Amount) error {
	at, p, err := t.open(promise)
	if err != nil {
		return err
	}
	if err := t.agree(t.parties[p.creditor].name); err != nil {
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
type Settle struct {
	ID      string
	At      time.Time
	By      []string
	Promise string
	In      Means
	Paid    unit.Amount // what both say that it is worth, in the ledger's unit
	Words   string      // what was given, where it was not money; otherwise empty
}

func (a Settle) header() header { return header{"settle", a.ID, a.At, a.By} }

func (a *Settle) fields(c *codec) {
	c.header(a.header().kind, &a.ID, &a.At, &a.By)
	c.text("promise", &a.Promise)
	one(c, "in", means, &a.In)
	c.amount("paid", &a.Paid)
	c.text("words", &a.Words)
}

func (a Settle) apply(t *turn) error {
	if err := a.check(); err != nil {
		return err
	}
	t.note(means[a.In], a.Words)
	return t.discharge(a.Promise, a.Paid)
}

func (a Settle) check() error {
	switch {
	case a.In < Money || a.In > Energy:
		return &journal.RefusalError{Reason: ErrMeans, What: "want Money, Worth or Energy"}
	case a.Paid == unit.Amount{}:
		return &journal.RefusalError{Reason: journal.ErrAmount, What: "want what was paid"}
	case a.In == Money && a.Words == "":
		return nil
	}
	return wrongWords("words", a.Words)
}

// Forgive gives up a promise, or a part of it, for nothing. The holder must agree.
type Forgive struct {
	ID      string
	At      time.Time
	By      []string
	Promise string
	Amount  unit.Amount // the zero Amount: all that is left
}

func (a Forgive) header() header { return header{"forgive", a.ID, a.At, a.By} }

func (a *Forgive) fields(c *codec) {
	c.header(a.header().kind, &a.ID, &a.At, &a.By)
	c.text("promise", &a.Promise)
	c.amount("amount", &a.Amount)
}

func (a Forgive) apply(t *turn) error { return t.discharge(a.Promise, a.Amount) }
