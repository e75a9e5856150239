package guarantee

import (
	"fmt"
	"iter"
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/guarantee/waterfall"
	"example.org/mutual/internal/machine"
	"example.org/mutual/unit"
)

// Ledger returns the promises for reading.
func (s *Society) Ledger() credit.View {
	if s.ledger == nil {
		return new(credit.Ledger).View()
	}
	return s.ledger.View()
}

// A Side is what a member may owe, or hold, under the guarantee.
type Side struct {
	Limit unit.Amount
	Open  unit.Amount // what is left of its guaranteed promises
	Room  unit.Amount // for more; zero where more is open than the limit set later
}

// A Member is a member as it stands, or one that has left. It is a copy: changing it changes no society.
type Member struct {
	Name          string
	Active        bool      // has not left
	Liable        bool      // has left, and can be called for the years that were open then
	Defaulted     bool      // declared in default, and not reinstated since, nor left
	Since, Until  time.Time // Until is the zero time for who has not left
	Buyer, Seller Side
	Because       string      // why the limits are what they are
	Deposit       unit.Amount // with the custodian
	Security      unit.Amount
	Years         []MemberYear // that are open and in which it has paid or can be called, in the order opened
	VouchedBy     []Vouched    // who vouches for it, in the order of their first pledge
}

// A MemberYear is what a member has paid, and can be called for, in a policy year that is open.
type MemberYear struct {
	Year      string
	Cost      unit.Amount // cost charges and the subscription
	Charges   unit.Amount // default charges
	Provision unit.Amount // what is left of those
	Called    unit.Amount // for losses of the year
	Paid      unit.Amount // of that
	CallsMost unit.Amount // what it can be called for besides, at most, as things stand
}

// Vouched is with how much a member vouches for another.
type Vouched struct {
	Member string // who vouches, or for whom
	Amount unit.Amount
}

// Member returns whoever is or was a member, and false for others.
func (s *Society) Member(name string) (Member, bool) {
	n, ok := s.number[name]
	if !ok {
		return Member{}, false
	}
	return s.showMember(s.members[n]), true
}

// Members yields all who are or were members, in the order admitted.
func (s *Society) Members() iter.Seq[Member] {
	return func(yield func(Member) bool) {
		for _, m := range s.members {
			if !yield(s.showMember(m)) {
				return
			}
		}
	}
}

func (s *Society) showMember(m *member) Member {
	shown := Member{
		Name: m.name, Active: m.active, Liable: m.liable, Defaulted: m.failed, Since: m.since, Until: m.until, Because: m.because,
		Buyer: s.side(m.buyer, m.owes), Seller: s.side(m.seller, m.holds), Deposit: s.amount(m.deposit), Security: s.amount(m.security),
	}
	for i, y := range s.years {
		if year := s.showShare(m, int32(i)); y.open() && (year.CallsMost.Sign() > 0 || m.hasPaidIn(int32(i))) {
			shown.Years = append(shown.Years, year)
		}
	}
	for _, p := range m.pledges {
		if p.parts > 0 {
			shown.VouchedBy = append(shown.VouchedBy, Vouched{s.members[p.from].name, s.amount(p.parts)})
		}
	}
	return shown
}

func (s *Society) side(limit, open int64) Side {
	return Side{s.amount(limit), s.amount(open), s.amount(max(0, limit-open))}
}

func (s *Society) showShare(m *member, year int32) MemberYear {
	h := m.paidIn(year)
	return MemberYear{
		Year: s.years[year].id, Cost: s.amount(h.cost), Charges: s.amount(h.charges), Provision: s.amount(h.provision),
		Called: s.amount(h.called), Paid: s.amount(h.paid), CallsMost: s.amount(s.callsMost(m, year)),
	}
}

// callsMost is what a member can still be called for in a year: the most by any layers that are in use, of which each
// have one of calls at most.
func (s *Society) callsMost(m *member, year int32) (most int64) {
	for v := range len(s.earlier) + 1 {
		for _, l := range s.layers(v) {
			if l.Kind == waterfall.Calls && m.weight(year, l, m.owes) > 0 {
				most = max(most, s.callable(m, year, l, m.owes))
			}
		}
	}
	return most
}

// Vouches returns for whom a member vouches and with how much, in the order in which they were admitted. O(n) in
// members.
func (s *Society) Vouches(name string) []Vouched {
	n, known := s.number[name]
	var all []Vouched
	for _, m := range s.members {
		for _, p := range m.pledges {
			if known && p.from == n && p.parts > 0 {
				all = append(all, Vouched{m.name, s.amount(p.parts)})
			}
		}
	}
	return all
}

// An Account is what the custodian holds under a name: see the package comment for the names.
type Account struct {
	Name   string
	Amount unit.Amount
}

// Accounts yields all that the custodian holds: the books, the funds, and what is not zero of each member's accounts,
// in the order admitted. They sum up to Money.
func (s *Society) Accounts() iter.Seq[Account] {
	return func(yield func(Account) bool) {
		s.accounts(func(name string, parts int64) bool { return yield(Account{name, s.amount(parts)}) })
	}
}

func (s *Society) accounts(yield func(string, int64) bool) {
	loss := s.book(false)
	for _, f := range s.funds {
		loss -= f.parts
	}
	if !yield(costBook, s.book(true)) || !yield(defaultBook, loss) {
		return
	}
	for _, f := range s.funds {
		if !yield(fundAccount(f.name), f.parts) {
			return
		}
	}
	for _, m := range s.members {
		if m.deposit > 0 && !yield(m.depositAccount, m.deposit) || m.security > 0 && !yield(securityAccount(m.name), m.security) {
			return
		}
		for _, p := range m.pledges {
			if p.parts > 0 && !yield(pledgeAccount(s.members[p.from].name, m.name), p.parts) {
				return
			}
		}
	}
}

// Purse returns what the custodian holds in all.
func (s *Society) Purse() unit.Amount { return s.amount(s.money) }

// CostBook returns what the cost book holds.
func (s *Society) CostBook() unit.Amount { return s.amount(s.book(true)) }

// DefaultBook returns what the default book holds: all provisions and funds, and what stands ready for creditors.
func (s *Society) DefaultBook() unit.Amount { return s.amount(s.book(false)) }

// Fund returns what a common fund holds.
func (s *Society) Fund(name string) unit.Amount {
	for _, f := range s.funds {
		if f.name == name {
			return s.amount(f.parts)
		}
	}
	return s.amount(0)
}

// A Proposal is what the members have before them.
type Proposal struct {
	ID, By string
	Votes  int // of active members who are in no default
	Needed int // how many it takes, as things stand
	What   string
}

// Proposals returns what is open, in the order made.
func (s *Society) Proposals() []Proposal {
	all := make([]Proposal, len(s.proposals))
	needed := s.needed()
	for i, p := range s.proposals {
		all[i] = Proposal{p.ID, p.By, len(p.Signed), needed, s.say(p.What)}
	}
	return all
}

// needed is the least number of votes that approves.
func (s *Society) needed() int {
	return int(machine.Majority(s.terms.Approval, int64(s.voters())))
}

// say tells a matter in words.
func (s *Society) say(m matter) string {
	switch {
	case m.terms != nil:
		return "other terms"
	case m.budget != nil:
		return fmt.Sprintf("to pay %s at most %v in the year %s for %s", m.budget.to, s.amount(m.budget.amount), s.years[m.budget.year].id, m.budget.words)
	}
	return fmt.Sprintf("to retain of the surplus of the year %s at most %v of the cost book and %v of the default book", s.years[m.keep.year].id, s.amount(m.keep.cost), s.amount(m.keep.loss))
}
