package pool

import (
	"time"

	"example.org/mutual/internal/machine"
	"example.org/mutual/partnership/stock"
	"example.org/mutual/unit"
)

// Discharge makes good what an issuer owes to another supplier who accepted its Stock, or a part of it: in energy that
// it supplies, which is then no longer to come; or in money, at a price that the claimant agrees to. Both must agree.
type Discharge struct {
	ID       string
	At       time.Time
	By       []string
	Stock    stock.Kind // whose issuer owes
	Claimant string
	Amount   unit.Amount
	Price    unit.Quote // at which it is paid in money; the zero Quote: it is supplied
}

func (a Discharge) header() header { return header{Kind: "discharge", ID: a.ID, At: a.At, By: a.By} }

func (a *Discharge) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	stock.KindMember(machine.Key{}, c, "stock", &a.Stock)
	c.Text("claimant", &a.Claimant)
	c.Amount("amount", &a.Amount)
	c.Quote("price", &a.Price)
}

func (a Discharge) apply(t *turn) error {
	if err := t.Agree(a.Stock.Issuer, a.Claimant); err != nil {
		return err
	}
	m, err := t.register.Discharge(a.Stock, a.Claimant, a.Amount)
	if err != nil {
		return err
	}
	t.post(m)
	if a.Price == (unit.Quote{}) {
		return t.produce(a.Stock, a.Amount)
	}
	return t.pay(a.Stock.Issuer, a.Claimant, a.Amount, a.Price)
}
