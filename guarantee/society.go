package guarantee

import (
	"slices"
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/internal/machine"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// TotalMax is how many smallest parts all accounts with the custodian may hold together, what a year's book may
// have counted of anything, and what a member may owe or hold under the guarantee.
const TotalMax = credit.TotalMax

// A Society guarantees its members' promises to each other: see the package comment. It is not safe for
// concurrent use; to serve many readers, guard it with a lock, or hand each a [Society.Clone]. The zero Society has
// no terms: it refuses every action with ErrTerms.
type Society struct {
	core    machine.Core
	changes machine.Changes
	turn    turn // the action being applied
	terms   Terms
	earlier []version // layers that the terms had before, in their order: see version.go
	ledger  *credit.Ledger
	held    *credit.Held  // the ledger, as the society changes it
	class   journal.Class // of all postings

	adopted   bool
	members   []*member // in the order admitted; founders as they adopt
	number    map[string]int32
	years     []*year               // in the order opened
	funds     []fund                // that have ever held anything, by name
	money     int64                 // what the custodian holds, on all accounts
	proposals machine.Table[matter] // that are open
	budgets   []*budget             // that were approved, in the order made
	defaults  []*loss               // that were declared, in the order declared: see default.go
}

// A member is whoever was ever one.
type member struct {
	name   string
	active bool      // has not left
	liable bool      // has left, callable for the years that were open then
	years  int32     // of who has left, how many years there had been by then: it bears nothing of later ones
	failed bool      // declared in default: see default.go
	since  time.Time // admitted
	until  time.Time // left

	buyer, seller  int64  // the limits of what it may owe and hold under the guarantee
	because        string // the policy's reason for them
	owes, holds    int64  // what is open of guaranteed promises that it owes, and holds
	deposit        int64  // with the custodian, from which charges are taken
	security       int64  // with the custodian, for its own default
	charged        int32  // 1 + the place of the last year for which Keynes' charge was taken from it
	shares         []share
	pledges        []pledge // for it, in the order first made
	balance        balance  // for Keynes' charge: see keynes.go
	touched        int32    // 1 + its place in the turn's list of those whose exposure an action changes
	depositAccount string
}

// A share is what a member has paid in an open policy year.
type share struct {
	year       int32 // its place in years
	subscribed bool  // has paid the subscription
	cost       int64 // cost charges and the subscription
	charges    int64 // default charges
	provision  int64 // what is left of those
	spent      int64 // of those, on the member's own default
	called     int64 // for what it was called by losses of the year: see call.go
	paid       int64 // of that
}

// A year is a policy year.
type year struct {
	id             string
	opened, closed time.Time // closed is the zero time while it is open
	flows          flows
	keep           kept // what the members have approved to retain of its surplus
}

// A fund is a common fund: a part of the default book under a name.
type fund struct {
	name  string
	parts int64
}

// A pledge is money with the custodian with which a member vouches for another.
type pledge struct {
	from  int32 // the place of who vouches in members
	parts int64
}

// New returns a society that nobody has adopted yet. Terms that cannot work are ErrTerms, with the reason.
func New(t Terms) (*Society, error) {
	t = t.complete()
	if err := t.check(); err != nil {
		return nil, err
	}
	l, err := credit.New(credit.Terms{Unit: t.Unit})
	if err != nil {
		return nil, err
	}
	return newSociety(t, l), nil
}

func newSociety(t Terms, l *credit.Ledger) *Society {
	return &Society{terms: t, ledger: l, held: l.Hold(machine.Key{}), class: journal.Of(t.Unit), number: map[string]int32{}}
}

// Terms returns the terms as they stand, amended or not, as a copy.
func (s *Society) Terms() Terms { return s.terms.clone() }

// Adopted reports whether all founders have adopted the terms.
func (s *Society) Adopted() bool { return s.adopted }

// Last returns the time of the last action, and the zero time before the first.
func (s *Society) Last() time.Time { return s.core.Log.Last() }

// Applied reports whether an action with this ID was applied, and as which.
func (s *Society) Applied(id string) (journal.Stamp, bool) { return s.core.Log.Applied(id) }

// Clone returns a copy that shares nothing with s that either could change. O(size of s).
func (s *Society) Clone() *Society {
	if s.ledger == nil {
		return &Society{}
	}
	c := newSociety(s.terms.clone(), s.ledger.Clone())
	c.core, c.adopted, c.money = s.core.Clone(), s.adopted, s.money
	c.members, c.years, c.proposals = each(s.members, (*member).clone), each(s.years, (*year).clone), s.proposals.Clone()
	c.budgets, c.defaults = each(s.budgets, (*budget).clone), each(s.defaults, (*loss).clone)
	c.funds = slices.Clone(s.funds)
	for _, v := range s.earlier {
		c.earlier = append(c.earlier, v.clone())
	}
	for i, m := range c.members {
		c.number[m.name] = int32(i)
	}
	return c
}

// each copies a list of what is not to be shared.
func each[T any](all []*T, clone func(*T) *T) []*T {
	copies := make([]*T, len(all))
	for i, x := range all {
		copies[i] = clone(x)
	}
	return copies
}

func (m *member) clone() *member {
	c := *m
	c.shares, c.pledges = slices.Clone(m.shares), slices.Clone(m.pledges)
	return &c
}

func (y *year) clone() *year {
	c := *y
	return &c
}

// find returns a member that has not left, nor is anything else.
func (s *Society) find(name string) (*member, error) {
	n, ok := s.number[name]
	if !ok || !s.members[n].active {
		return nil, &journal.RefusalError{Reason: ErrMember, What: quote(name)}
	}
	return s.members[n], nil
}

// known returns whoever is or was a member.
func (s *Society) known(name string) (*member, error) {
	n, ok := s.number[name]
	if !ok {
		return nil, &journal.RefusalError{Reason: ErrMember, What: quote(name)}
	}
	return s.members[n], nil
}

// current returns the place of the policy year in which charges are paid now: the last one opened that is open.
func (s *Society) current() (int32, error) {
	for i := len(s.years) - 1; i >= 0; i-- {
		if s.years[i].open() {
			return int32(i), nil
		}
	}
	return 0, &journal.RefusalError{Reason: ErrYear, What: "want a policy year opened first"}
}

func (y *year) open() bool { return y.closed.IsZero() }

// amount returns parts as an amount of the society's unit.
func (s *Society) amount(parts int64) unit.Amount { return unit.New(parts, s.terms.Unit) }
