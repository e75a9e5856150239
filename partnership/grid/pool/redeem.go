package pool

import (
	"slices"
	"time"

	"example.org/mutual/internal/machine"
	"example.org/mutual/partnership/stock"
	"example.org/mutual/unit"
)

// Redeem pays for energy that was supplied with Stock, of whichever issuer of the pool. The customer must agree; the
// supplier did when it was admitted. It is refused beyond what the supplier has actually supplied to that customer and was
// not paid for, so that nothing is redeemed twice.
//
// The Stock is cancelled. Where somebody else than the supplier has issued it, the same entry gives the supplier a
// claim on the issuer for that energy.
type Redeem struct {
	ID                 string
	At                 time.Time
	By                 []string
	Supplier, Customer string
	Stock              stock.Kind // of the carrier that was supplied
	Amount             unit.Amount
}

func (a Redeem) header() header { return header{Kind: "redeem", ID: a.ID, At: a.At, By: a.By} }

func (a *Redeem) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("supplier", &a.Supplier)
	c.Text("customer", &a.Customer)
	stock.KindMember(machine.Key{}, c, "stock", &a.Stock)
	c.Amount("amount", &a.Amount)
}

func (a Redeem) apply(t *turn) error {
	if err := t.Agree(a.Customer); err != nil {
		return err
	}
	s, err := t.known(a.Supplier, a.Customer, a.Stock.Carrier, a.Amount)
	if err != nil {
		return err
	}
	return t.redeem(s, a.Stock, a.Amount)
}

// redeem cancels a customer's Stock for what is open of a route.
func (t *turn) redeem(s *supply, k stock.Kind, amount unit.Amount) error {
	supplier, customer := t.members[s.supplier].name, t.members[s.customer].name
	set(t, &s.redeemed, s.redeemed+amount.Parts())
	t.Postings = slices.Grow(t.Postings, 4) // the energy and the Stock
	t.Post(s.class, s.account, "redeemed", amount.Parts())
	if k.Issuer == supplier {
		m, err := t.register.Redeem(k, customer, amount)
		if err == nil {
			t.post(m)
		}
		return err
	}
	m, claim, err := t.register.Accept(k, customer, supplier, amount)
	if err == nil {
		t.post(m)
		t.post(claim)
	}
	return err
}

// Exchange supplies energy and has it paid for at once, without credit: Stock of the supplier is issued to the customer
// and redeemed in one action, at a price or for something between them. Both must agree. It is an issue like any
// other, which the production that remains must cover.
type Exchange struct {
	ID                 string
	At                 time.Time
	By                 []string
	Supplier, Customer string
	Carrier, Site      string
	Energy             unit.Amount
	Price              unit.Quote // the zero Quote: not in the pool's money
}

func (a Exchange) header() header { return header{Kind: "exchange", ID: a.ID, At: a.At, By: a.By} }

func (a *Exchange) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("supplier", &a.Supplier)
	c.Text("customer", &a.Customer)
	c.Text("carrier", &a.Carrier)
	c.Text("site", &a.Site)
	c.Amount("energy", &a.Energy)
	c.Quote("price", &a.Price)
}

func (a Exchange) apply(t *turn) error {
	if err := t.Agree(a.Supplier, a.Customer); err != nil {
		return err
	}
	k := t.kind(a.Supplier, a.Carrier, a.Site)
	m, err := t.register.Issue(k, a.Customer, a.Energy)
	if err != nil {
		return err
	}
	t.post(m)
	s, err := t.supply(a.Supplier, a.Customer, a.Carrier, a.Site, a.Energy)
	if err != nil {
		return err
	}
	if err := t.redeem(s, k, a.Energy); err != nil {
		return err
	}
	return t.pay(a.Customer, a.Supplier, a.Energy, a.Price)
}
