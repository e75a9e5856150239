package partnership

import (
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// RedeemStock pays rental that is owed with Stock, which is cancelled: at face where that is in the unit of account,
// and otherwise at a quote, rounded down. No more is taken than what is owed for use that was had. The user must agree,
// and to a quote the manager too. What was paid for the Stock is released to the gross, and the use that was paid for
// long ago taken from it.
type RedeemStock struct {
	ID    string
	At    time.Time
	By    []string
	From  string // a member, who owes rental
	Face  unit.Amount
	Quote unit.Quote // where the face is not in the unit of account
}

func (a RedeemStock) header() header {
	return header{Kind: "redeemStock", ID: a.ID, At: a.At, By: a.By}
}

func (a *RedeemStock) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("from", &a.From)
	c.Amount("face", &a.Face)
	c.Quote("quote", &a.Quote)
}

func (a RedeemStock) apply(t *turn) error {
	from, err := t.roll.known(a.From)
	if err != nil {
		return err
	}
	parties := []string{a.From}
	if a.Quote != (unit.Quote{}) {
		parties = append(parties, t.terms.Manager)
	}
	if err := t.stocked(parties...); err != nil {
		return err
	}
	parts, err := t.worth(a.Face, a.Quote)
	if err != nil {
		return err
	}
	if owed := t.owed(from); parts > owed {
		return &journal.RefusalError{Reason: journal.ErrLimit, What: "what is owed for use that was had", Asked: t.amount(parts), Room: t.amount(owed)}
	}
	released := t.released(a.Face)
	if err := t.moved(t.stock.Redeem(t.stockKind(), a.From, a.Face)); err != nil {
		return err
	}
	if _, err := t.cover(from, parts, credit.Worth, "Stock returned"); err != nil {
		return err
	}
	if err := t.release(released); err != nil {
		return err
	}
	return t.takeFromGross(arrearsAccount, parts)
}

// released is how much was paid for so much of the Stock that is outstanding, on average: all of it for the last.
func (t *turn) released(face unit.Amount) int64 {
	s, _ := t.Stock()
	if face.Sign() <= 0 || face.Parts() > s.Outstanding.Parts() {
		return 0 // which the register refuses
	}
	return scaled(uint64(t.books.prepaid), uint64(face.Parts()), uint64(s.Outstanding.Parts()), false)
}

// release makes what was prepaid a part of the gross.
func (t *turn) release(parts int64) error {
	if parts == 0 {
		return nil
	}
	t.prepaid(-parts)
	return t.addToGross(prepaidAccount, parts)
}

// BuyBackStock buys Stock back for money from the purse, and cancels it. The holder must agree, with those whom the
// Needs name.
type BuyBackStock struct {
	ID   string
	At   time.Time
	By   []string
	From string
	Face unit.Amount
	Paid unit.Amount // in the unit of account
}

func (a BuyBackStock) header() header {
	return header{Kind: "buyBackStock", ID: a.ID, At: a.At, By: a.By}
}

func (a *BuyBackStock) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("from", &a.From)
	c.Amount("face", &a.Face)
	c.Amount("paid", &a.Paid)
}

func (a BuyBackStock) apply(t *turn) error {
	if err := t.stocked(a.From); err != nil {
		return err
	}
	parts, err := t.parts(a.Paid)
	if err != nil {
		return err
	}
	released := t.released(a.Face)
	if err := t.moved(t.stock.BuyBack(t.stockKind(), a.From, a.Face)); err != nil {
		return err
	}
	if err := t.release(released); err != nil {
		return err
	}
	if err := t.changeGross(-parts); err != nil {
		return err
	}
	return t.take(grossAccount, a.From, parts)
}
