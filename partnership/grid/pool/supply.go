package pool

import (
	"time"

	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// Supply says what energy a supplier has actually supplied to a customer. Both must agree to the reading. So much can
// then be paid for in Stock; and what was forecast of it is no longer to come.
type Supply struct {
	ID                 string
	At                 time.Time
	By                 []string
	Supplier, Customer string
	Carrier, Site      string // of the product
	Energy             unit.Amount
}

func (a Supply) header() header { return header{Kind: "supply", ID: a.ID, At: a.At, By: a.By} }

func (a *Supply) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("supplier", &a.Supplier)
	c.Text("customer", &a.Customer)
	c.Text("carrier", &a.Carrier)
	c.Text("site", &a.Site)
	c.Amount("energy", &a.Energy)
}

func (a Supply) apply(t *turn) error {
	if err := t.Agree(a.Supplier, a.Customer); err != nil {
		return err
	}
	_, err := t.supply(a.Supplier, a.Customer, a.Carrier, a.Site, a.Energy)
	return err
}

// supply counts what was supplied, and returns its route's.
func (t *turn) supply(supplier, customer, carrier, site string, energy unit.Amount) (*supply, error) {
	s, err := t.route(supplier, customer, carrier)
	if err != nil {
		return nil, err
	}
	if err := t.admits(carrier, site); err != nil {
		return nil, err
	}
	parts, err := t.energyParts(energy)
	if err != nil {
		return nil, err
	}
	if room := TotalMax - s.supplied; parts > room {
		return nil, tooMuch(journal.ErrLimit, "what can be supplied to one customer", energy, room)
	}
	set(t, &s.supplied, s.supplied+parts)
	t.Post(s.class, "supplied", s.account, parts)
	return s, t.produce(t.kind(supplier, carrier, site), energy)
}

// route returns what went from a supplier to a customer, new where nothing did.
func (t *turn) route(supplier, customer, carrier string) (*supply, error) {
	from, err := t.producer(supplier)
	if err != nil {
		return nil, err
	}
	to, _, err := t.find(customer)
	if err != nil {
		return nil, err
	}
	if from == to {
		return nil, refuse(ErrSupply, "nobody supplies itself")
	}
	r := route{from, to, carrier}
	if at, ok := t.place[r]; ok {
		return t.supplies[at], nil
	}
	s := t.open(r)
	t.changes.UndoBy(func() {
		delete(t.place, r)
		t.supplies = t.supplies[:len(t.supplies)-1]
	})
	return s, nil
}

// open begins a route. What is supplied of a carrier is a class: open on a route's account, then paid for.
func (p *Pool) open(r route) *supply {
	s := &supply{route: r, class: journal.Class("supply/" + r.carrier), account: "open/" + p.members[r.supplier].name + "/" + p.members[r.customer].name}
	p.place[r] = int32(len(p.supplies))
	p.supplies = append(p.supplies, s)
	return s
}

// known returns what went a route on which there is something to pay for.
func (t *turn) known(supplier, customer, carrier string, energy unit.Amount) (*supply, error) {
	from, ok1 := t.number[supplier]
	to, ok2 := t.number[customer]
	at, ok3 := t.place[route{from, to, carrier}]
	if _, err := t.energyParts(energy); err != nil {
		return nil, err
	}
	var room int64
	if ok1 && ok2 && ok3 {
		s := t.supplies[at]
		if room = s.open(); energy.Parts() <= room {
			return s, nil
		}
	}
	return nil, tooMuch(ErrSupply, quote(supplier)+" to "+quote(customer), energy, room)
}

// Settle says that energy that was supplied is paid for, or a part of it, otherwise than in Stock: no Stock can pay for
// it any more. The supplier must agree, as the one who was paid.
type Settle struct {
	ID                 string
	At                 time.Time
	By                 []string
	Supplier, Customer string
	Carrier            string
	Energy             unit.Amount
	Price              unit.Quote // at which it was paid for in the pool's money; the zero Quote: not in it
}

func (a Settle) header() header { return header{Kind: "settle", ID: a.ID, At: a.At, By: a.By} }

func (a *Settle) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("supplier", &a.Supplier)
	c.Text("customer", &a.Customer)
	c.Text("carrier", &a.Carrier)
	c.Amount("energy", &a.Energy)
	c.Quote("price", &a.Price)
}

func (a Settle) apply(t *turn) error {
	if err := t.Agree(a.Supplier); err != nil {
		return err
	}
	s, err := t.known(a.Supplier, a.Customer, a.Carrier, a.Energy)
	if err != nil {
		return err
	}
	set(t, &s.settled, s.settled+a.Energy.Parts())
	t.Post(s.class, s.account, "settled", a.Energy.Parts())
	return t.pay(a.Customer, a.Supplier, a.Energy, a.Price)
}
