package pool

import (
	"math/big"
	"time"

	"example.org/mutual/internal/machine"
	"example.org/mutual/partnership/stock"
	"example.org/mutual/unit"
)

// Issue makes Stock of a producer, who owes it, for whoever pays for it. The producer and the buyer must agree, the
// manager, who instructs it, and the custodian, who records it. No more is issued than the production that remains
// covers.
//
// It is sold at a Price, the same as the physical price of the day or below: at par, or at a discount. A price is in
// the pool's money for its unit of energy. Without one it is for nothing: to the pool, say, which divides it.
type Issue struct {
	ID     string
	At     time.Time
	By     []string
	Stock  stock.Kind
	To     string // an active member, or the pool
	Amount unit.Amount
	Price  unit.Quote // at which it is paid for; the zero Quote: for nothing
	Par    unit.Quote // the physical price of the day, which Price must not exceed; the zero Quote: not said
}

func (a Issue) header() header { return header{Kind: "issue", ID: a.ID, At: a.At, By: a.By} }

func (a *Issue) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	stock.KindMember(machine.Key{}, c, "stock", &a.Stock)
	c.Text("to", &a.To)
	c.Amount("amount", &a.Amount)
	c.Quote("price", &a.Price)
	c.Quote("par", &a.Par)
}

func (a Issue) apply(t *turn) error {
	if _, err := t.producer(a.Stock.Issuer); err != nil {
		return err
	}
	if err := t.admits(a.Stock.Carrier, a.Stock.Site); err != nil { // forecast, perhaps, before other terms
		return err
	}
	if err := t.holder(a.To); err != nil {
		return err
	}
	sign := []string{a.Stock.Issuer, t.terms.Manager, t.terms.Custodian}
	if a.To != t.terms.Name {
		sign = append(sign, a.To)
	} else if a.Price != (unit.Quote{}) {
		return refuse(ErrQuote, "want none: the pool holds no money")
	}
	if err := t.Agree(sign...); err != nil {
		return err
	}
	if err := a.discount(t); err != nil {
		return err
	}
	m, err := t.register.Issue(a.Stock, a.To, a.Amount)
	if err != nil {
		return err
	}
	t.post(m)
	return t.pay(a.To, a.Stock.Issuer, a.Amount, a.Price)
}

// discount refuses a price above par, and notes how far it is below.
func (a Issue) discount(t *turn) error {
	if a.Par == (unit.Quote{}) {
		return nil
	}
	par, price := a.Par.Terms(), a.Price.Terms()
	if a.Price == (unit.Quote{}) || par.Base != t.terms.Unit || price.Base != t.terms.Unit || par.Quoted != price.Quoted {
		return refuse(ErrQuote, "want a price and par in %v for a %v", t.terms.Money, t.terms.Unit.Code())
	}
	if _, _, err := a.Par.Convert(t.energy(1), t.at, unit.Floor); err != nil {
		return refuse(ErrQuote, "par: %v", err)
	}
	if price.Rate.Cmp(par.Rate) > 0 {
		return refuse(ErrQuote, "want a price of at most %s, which is par", par.Rate.RatString())
	}
	below := new(big.Rat).Sub(par.Rate, price.Rate)
	t.Note("discount", below.Quo(below, par.Rate).RatString())
	return nil
}
