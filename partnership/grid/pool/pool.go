package pool

import (
	"slices"
	"time"

	"example.org/mutual/internal/machine"
	"example.org/mutual/partnership/stock"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// TotalMax is how many smallest parts the commons may count for a member, and how much one supplier may have
// supplied to one customer.
const TotalMax = stock.TotalMax

// A Pool is an energy pool: see the package comment. It is not safe for concurrent use; to serve many readers, guard
// it with a lock, or hand each a [Pool.Clone]. The zero Pool has no terms: it refuses every action with ErrTerms.
type Pool struct {
	core     machine.Core
	changes  machine.Changes
	turn     turn // the action being applied
	terms    Terms
	register *stock.Register
	held     stock.Held    // the register, as the pool changes it
	money    journal.Class // of payments and of the commons

	adopted   bool
	members   []*member // in the order admitted; founders as they adopt
	number    map[string]int32
	supplies  []*supply
	place     map[route]int32  // of each in supplies
	loans     []*loan          // in the order made
	lent      map[string]*loan // by ID
	property  map[string][]*loan
	carried   int64                // what the commons could not divide equally yet
	purse     int64                // what the custodian holds for the commons
	proposals machine.Table[Terms] // that are open
}

// A member is whoever was ever one.
type member struct {
	name         string
	active       bool // has not left
	supplier     bool // is obliged to accept the pool's Stock
	since, until time.Time
	balance      int64 // of the commons: dividends less levies, and what was levelled; below zero it owes them
}

// A route is from whom energy goes to whom.
type route struct {
	supplier, customer int32
	carrier            string
}

// A supply is all that went a route: what was supplied, and how it was paid for.
type supply struct {
	route
	supplied, redeemed, settled int64
	class                       journal.Class
	account                     string // of what is open
}

func (s *supply) open() int64 { return s.supplied - s.redeemed - s.settled }

// New returns a pool that nobody has adopted yet. Terms that cannot work are ErrTerms, with the reason.
func New(t Terms) (*Pool, error) {
	t = t.complete()
	if err := t.check(); err != nil {
		return nil, err
	}
	return newPool(t, &stock.Register{}), nil
}

func newPool(t Terms, r *stock.Register) *Pool {
	return &Pool{terms: t, register: r, held: r.Hold(machine.Key{}), money: journal.Of(t.Money), number: map[string]int32{}, place: map[route]int32{}, lent: map[string]*loan{}, property: map[string][]*loan{}}
}

// Terms returns the terms as they stand, amended or not, as a copy.
func (p *Pool) Terms() Terms { return p.terms.clone() }

// Adopted reports whether all founders have adopted the terms.
func (p *Pool) Adopted() bool { return p.adopted }

// Last returns the time of the last action, and the zero time before the first.
func (p *Pool) Last() time.Time { return p.core.Log.Last() }

// Applied reports whether an action with this ID was applied, and as which.
func (p *Pool) Applied(id string) (journal.Stamp, bool) { return p.core.Log.Applied(id) }

// Clone returns a copy that shares nothing with p that either could change. O(size of p).
func (p *Pool) Clone() *Pool {
	if p.register == nil {
		return &Pool{}
	}
	c := newPool(p.terms.clone(), p.register.Clone())
	c.core, c.adopted, c.carried, c.purse = p.core.Clone(), p.adopted, p.carried, p.purse
	c.members, c.supplies = each(p.members, copied[member]), each(p.supplies, copied[supply])
	c.proposals = p.proposals.Clone()
	for _, l := range p.loans {
		c.keep(copied(l))
	}
	for i, m := range c.members {
		c.number[m.name] = int32(i)
	}
	for i, s := range c.supplies {
		c.place[s.route] = int32(i)
	}
	return c
}

func copied[T any](x *T) *T {
	c := *x
	return &c
}

// each copies a list of what is not to be shared.
func each[T any](all []*T, clone func(*T) *T) []*T {
	copies := make([]*T, len(all))
	for i, x := range all {
		copies[i] = clone(x)
	}
	return copies
}

// find returns a member that has not left.
func (p *Pool) find(name string) (int32, *member, error) {
	n, ok := p.number[name]
	if !ok || !p.members[n].active {
		return 0, nil, refuse(ErrMember, "%.32q", name)
	}
	return n, p.members[n], nil
}

// producer returns a supplier that has not left.
func (p *Pool) producer(name string) (int32, error) {
	n, m, err := p.find(name)
	if err == nil && !m.supplier {
		err = refuse(ErrSupplier, "%.32q", name)
	}
	return n, err
}

// kind returns the Stock of a supplier for a product.
func (p *Pool) kind(issuer, carrier, site string) stock.Kind {
	return stock.Kind{Issuer: issuer, Carrier: carrier, Site: site, Unit: p.terms.Unit}
}

// admits refuses a product that the pool does not have.
func (p *Pool) admits(carrier, site string) error {
	if !slices.Contains(p.terms.Products, Product{carrier, site}) {
		return refuse(ErrProduct, "%.32q, %.32q", carrier, site)
	}
	return nil
}

// holder refuses who can be given no Stock: neither an active member, nor the pool itself, which holds what is to be
// divided.
func (p *Pool) holder(who string) error {
	if who == p.terms.Name {
		return nil
	}
	_, _, err := p.find(who)
	return err
}

// energy and cash are parts as amounts.
func (p *Pool) energy(parts int64) unit.Amount { return unit.New(parts, p.terms.Unit) }
func (p *Pool) cash(parts int64) unit.Amount   { return unit.New(parts, p.terms.Money) }
