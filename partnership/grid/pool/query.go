package pool

import (
	"iter"
	"slices"

	"example.org/mutual/partnership/stock"
	"example.org/mutual/unit"
)

// A Member is how a member stands.
type Member struct {
	Name     string
	Active   bool
	Supplier bool
	Balance  unit.Amount // with the commons: above zero it is owed, below it owes
}

// Members yields all who are or were members, in the order admitted.
func (p *Pool) Members() iter.Seq[Member] {
	return func(yield func(Member) bool) {
		for _, m := range p.members {
			if !yield(Member{m.name, m.active, m.supplier, p.cash(m.balance)}) {
				return
			}
		}
	}
}

// Commons returns what the commons could not divide yet, and what the custodian holds for them.
func (p *Pool) Commons() (carried, purse unit.Amount) { return p.cash(p.carried), p.cash(p.purse) }

// Stock returns a register of the pool's Stock and claims as they stand, as a copy. O(size of it): a few figures are
// had cheaper by the methods below.
func (p *Pool) Stock() *stock.Register {
	if p.register == nil {
		return &stock.Register{}
	}
	return p.register.Clone()
}

// Position returns how a kind of Stock stands, and false for one that was never forecast.
func (p *Pool) Position(k stock.Kind) (stock.Position, bool) {
	if p.register == nil {
		return stock.Position{}, false
	}
	return p.register.Position(k)
}

// Holding returns how much Stock of a kind somebody has.
func (p *Pool) Holding(k stock.Kind, who string) unit.Amount {
	if p.register == nil {
		return unit.Amount{}
	}
	return p.register.Holding(k, who)
}

// Claim returns how much somebody can claim of a kind's issuer.
func (p *Pool) Claim(k stock.Kind, who string) unit.Amount {
	if p.register == nil {
		return unit.Amount{}
	}
	return p.register.Claim(k, who)
}

// A Route is what one supplier has supplied of a carrier to one customer, and how it was paid for.
type Route struct {
	Supplier, Customer, Carrier string
	Supplied                    unit.Amount
	Redeemed                    unit.Amount // in Stock
	Settled                     unit.Amount // otherwise
}

// Open returns what is not paid for yet.
func (r Route) Open() unit.Amount {
	return unit.New(r.Supplied.Parts()-r.Redeemed.Parts()-r.Settled.Parts(), r.Supplied.Unit())
}

// Routes yields all routes, in the order of their names.
func (p *Pool) Routes() iter.Seq[Route] {
	return func(yield func(Route) bool) {
		for l := range p.supplied() {
			if !yield(Route{l.supplier, l.customer, l.carrier, p.energy(l.supplied), p.energy(l.redeemed), p.energy(l.settled)}) {
				return
			}
		}
	}
}

// The bounds that Redeemable names.
const (
	BoundSupply  = "supplied and not paid for"
	BoundHolding = "held"
)

// Redeemable returns how much Stock of a kind a customer can pay a supplier with now, and which bound says so: what was
// supplied to it and is not paid for yet, or what it holds.
func (p *Pool) Redeemable(supplier, customer string, k stock.Kind) (unit.Amount, string) {
	from, ok1 := p.number[supplier]
	to, ok2 := p.number[customer]
	at, ok3 := p.place[route{from, to, k.Carrier}]
	var open int64
	if ok1 && ok2 && ok3 {
		open = p.supplies[at].open()
	}
	if has := p.Holding(k, customer).Parts(); has < open {
		return p.energy(has), BoundHolding
	}
	return p.energy(open), BoundSupply
}

// Loans yields all energy loans, repaid or not, in the order made.
func (p *Pool) Loans() iter.Seq[Loan] {
	return func(yield func(Loan) bool) {
		for _, l := range p.loans {
			if !yield(p.show(l)) {
				return
			}
		}
	}
}

// Proposals are the IDs of all proposals that are open, in the order made.
func (p *Pool) Proposals() []string {
	ids := make([]string, len(p.proposals))
	for i, one := range p.proposals {
		ids[i] = one.id
	}
	return slices.Clip(ids)
}
