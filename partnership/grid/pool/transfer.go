package pool

import (
	"time"

	"example.org/mutual/internal/machine"
	"example.org/mutual/partnership/stock"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// Transfer passes Stock on, at face. Both must agree; what is paid for it is between them.
type Transfer struct {
	ID     string
	At     time.Time
	By     []string
	Stock  stock.Kind
	From   string
	To     string // an active member, or the pool, which divides it
	Amount unit.Amount
}

func (a Transfer) header() header { return header{Kind: "transfer", ID: a.ID, At: a.At, By: a.By} }

func (a *Transfer) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	stock.KindMember(machine.Key{}, c, "stock", &a.Stock)
	c.Text("from", &a.From)
	c.Text("to", &a.To)
	c.Amount("amount", &a.Amount)
}

func (a Transfer) apply(t *turn) error {
	if err := t.holder(a.To); err != nil {
		return err
	}
	sign := []string{a.From, a.To}
	if a.To == t.terms.Name {
		sign = sign[:1]
	}
	if err := t.Agree(sign...); err != nil {
		return err
	}
	m, err := t.register.Transfer(a.Stock, a.From, a.To, a.Amount)
	if err == nil {
		t.post(m)
	}
	return err
}

// BuyBack cancels Stock that its issuer buys back, because a mill has burnt down, say. The issuer and the holder must
// agree, at a price of the day or for something between them.
type BuyBack struct {
	ID     string
	At     time.Time
	By     []string
	Stock  stock.Kind
	From   string
	Amount unit.Amount
	Price  unit.Quote // the zero Quote: not in the pool's money
}

func (a BuyBack) header() header { return header{Kind: "buyBack", ID: a.ID, At: a.At, By: a.By} }

func (a *BuyBack) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	stock.KindMember(machine.Key{}, c, "stock", &a.Stock)
	c.Text("from", &a.From)
	c.Amount("amount", &a.Amount)
	c.Quote("price", &a.Price)
}

func (a BuyBack) apply(t *turn) error {
	if a.From == t.terms.Name {
		return refuse(journal.ErrParty, "what the pool holds is for a dividend alone")
	}
	if err := t.Agree(a.Stock.Issuer, a.From); err != nil {
		return err
	}
	m, err := t.register.BuyBack(a.Stock, a.From, a.Amount)
	if err != nil {
		return err
	}
	t.post(m)
	return t.pay(a.Stock.Issuer, a.From, a.Amount, a.Price)
}
