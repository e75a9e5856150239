package pool

import (
	"iter"
	"time"

	"example.org/mutual/partnership/stock"
	"example.org/mutual/unit"
)

// A Member is a member as it stands, or one that has left.
type Member struct {
	Name         string
	Active       bool // has not left
	Supplier     bool
	Since, Until time.Time   // Until is the zero time for who has not left
	Balance      unit.Amount // with the commons: above zero it is owed, below it owes
}

func (p *Pool) showMember(m *member) Member {
	return Member{m.name, m.active, m.supplier, m.since, m.until, p.cash(m.balance)}
}

// Member returns whoever is or was a member, and false for others.
func (p *Pool) Member(name string) (Member, bool) {
	n, ok := p.number[name]
	if !ok {
		return Member{}, false
	}
	return p.showMember(p.members[n]), true
}

// Members yields all who are or were members, in the order admitted.
func (p *Pool) Members() iter.Seq[Member] {
	return func(yield func(Member) bool) {
		for _, m := range p.members {
			if !yield(p.showMember(m)) {
				return
			}
		}
	}
}

// Purse returns the money that the custodian holds, all of it for the commons.
func (p *Pool) Purse() unit.Amount { return p.cash(p.purse) }

// Carried returns what of the levies could not be divided yet.
func (p *Pool) Carried() unit.Amount { return p.cash(p.carried) }

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

// A Proposal is what the members have to decide on.
type Proposal struct {
	ID     string
	By     string // who made it
	Votes  int    // of active members
	Needed int    // how many it takes, as things stand
	Terms  Terms  // what is proposed
}

// Proposals returns what is open, in the order made. O(n) in the members.
func (p *Pool) Proposals() []Proposal {
	all := make([]Proposal, len(p.proposals))
	needed := p.needed()
	for i, one := range p.proposals {
		all[i] = Proposal{one.ID, one.By, len(one.Signed), needed, one.What.clone()}
	}
	return all
}
