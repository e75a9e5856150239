package guarantee

import (
	"fmt"
	"math"
	"time"

	"example.org/mutual/internal/wide"
	"example.org/mutual/unit"
)

// A Statement tells a member where it stands: the figures, and the same in plain words.
type Statement struct {
	Member  Member
	Vouches []Vouched   // for whom it vouches
	AtMost  unit.Amount // what it may lose by others' defaults at most: its provisions, its pledges, and what it can be called for
	Words   []string
}

// Statement returns a member's statement, and false for who was never one. O(n) in the members.
func (s *Society) Statement(name string) (Statement, bool) {
	m, ok := s.Member(name)
	if !ok {
		return Statement{}, false
	}
	st := Statement{Member: m, Vouches: s.Vouches(name)}
	var most wide.Sum
	for _, y := range m.Years {
		most = most.Add(y.Provision.Parts()).Add(y.CallsMost.Parts()).Add(y.Called.Parts()).Sub(y.Paid.Parts())
	}
	for _, v := range st.Vouches {
		most = most.Add(v.Amount.Parts())
	}
	if parts, ok := most.Int64(); ok {
		st.AtMost = s.amount(parts)
	} else {
		st.AtMost = s.amount(math.MaxInt64)
	}
	st.Words = st.words()
	return st, true
}

func (st *Statement) words() []string {
	m := &st.Member
	lines := []string{m.standing(), m.limits()}
	lines = append(lines, fmt.Sprintf("With the custodian you have a deposit of %v and a security of %v.", m.Deposit, m.Security))
	for _, y := range m.Years {
		lines = append(lines, y.words())
	}
	for _, v := range m.VouchedBy {
		lines = append(lines, fmt.Sprintf("%s vouches for you with %v.", v.Member, v.Amount))
	}
	for _, v := range st.Vouches {
		lines = append(lines, fmt.Sprintf("You vouch for %s with %v.", v.Member, v.Amount))
	}
	return append(lines, fmt.Sprintf("What you may lose by the defaults of others is %v at most.", st.AtMost))
}

func (m *Member) standing() string {
	text := m.Name + ": a member since " + m.Since.Format(time.DateOnly)
	switch {
	case m.Defaulted:
		return text + ", declared in default."
	case m.Liable:
		return text + ", left on " + m.Until.Format(time.DateOnly) + ", liable for the years that were open."
	case !m.Active:
		return text + ", left on " + m.Until.Format(time.DateOnly) + ", free."
	}
	return text + "."
}

func (m *Member) limits() string {
	text := fmt.Sprintf("Under the guarantee you owe %v of at most %v, and hold %v of at most %v", m.Buyer.Open, m.Buyer.Limit, m.Seller.Open, m.Seller.Limit)
	if m.Because != "" {
		text += ", because: " + m.Because
	}
	return text + "."
}

func (y *MemberYear) words() string {
	text := fmt.Sprintf("In the year %s you paid %v for costs and %v for defaults, of which %v is left.", y.Year, y.Cost, y.Charges, y.Provision)
	if y.Called.Sign() > 0 {
		text += fmt.Sprintf(" You were called for %v and paid %v of it.", y.Called, y.Paid)
	}
	return text + fmt.Sprintf(" You can be called for %v more at most.", y.CallsMost)
}

// A YearAccount is what went into and out of the two books in a policy year.
type YearAccount struct {
	Year           string
	Opened, Closed time.Time // Closed is the zero time while it is open

	CostCharges, Subscriptions, Costs, CostReturned unit.Amount
	CostLeft                                        unit.Amount // of these; below zero where earlier years' money was used

	DefaultCharges, Calls, Keynes, Releases, Endowed, Recovered unit.Amount
	Realised                                                    unit.Amount // taken from securities and pledges
	PaidOut, DefaultReturned                                    unit.Amount
	DefaultLeft                                                 unit.Amount
}

// Years returns the account of each policy year, in the order opened.
func (s *Society) Years() []YearAccount {
	all := make([]YearAccount, len(s.years))
	for i, y := range s.years {
		of := func(f flow) unit.Amount { return s.amount(y.flows[f]) }
		all[i] = YearAccount{
			Year: y.id, Opened: y.opened, Closed: y.closed,
			CostCharges: of(costCharges), Subscriptions: of(subscriptions), Costs: of(costs), CostReturned: of(costReturned),
			CostLeft:       s.amount(y.flows.left(true)),
			DefaultCharges: of(defaultCharges), Calls: of(callsPaid), Keynes: of(keynesCharges), Releases: of(releases), Endowed: of(endowed),
			Realised: of(realised), Recovered: of(recovered), PaidOut: of(paidOut), DefaultReturned: of(defaultReturned),
			DefaultLeft: s.amount(y.flows.left(false)),
		}
	}
	return all
}

// A CustodianStatement tells the custodian what it holds and for whom; the parts of each book add up to it.
type CustodianStatement struct {
	Purse                         unit.Amount // all of it
	Deposits, Securities, Pledges unit.Amount
	CostBook, DefaultBook         unit.Amount
	Provisions                    unit.Amount // the members', in the default book
	Due                           unit.Amount // what stands ready there for creditors
	Funds                         []Account
	Years                         []YearAccount
	Words                         []string
}

// CustodianStatement returns what the custodian holds. O(n) in the members and years.
func (s *Society) CustodianStatement() CustodianStatement {
	var deposits, securities, pledges int64
	for _, m := range s.members {
		deposits += m.deposit
		securities += m.security
		for _, p := range m.pledges {
			pledges += p.parts
		}
	}
	st := CustodianStatement{
		Purse: s.Purse(), Deposits: s.amount(deposits), Securities: s.amount(securities), Pledges: s.amount(pledges),
		CostBook: s.CostBook(), DefaultBook: s.DefaultBook(), Years: s.Years(),
	}
	var due int64
	for _, l := range s.defaults {
		for _, parts := range l.due {
			due += parts
		}
	}
	provisions := s.book(false) - due
	for _, f := range s.funds {
		provisions -= f.parts
		st.Funds = append(st.Funds, Account{f.name, s.amount(f.parts)})
	}
	st.Provisions, st.Due = s.amount(provisions), s.amount(due)
	st.Words = st.words()
	return st
}

func (st *CustodianStatement) words() []string {
	lines := []string{
		fmt.Sprintf("You hold %v: deposits %v, securities %v, pledges %v, the cost book %v and the default book %v.", st.Purse, st.Deposits, st.Securities, st.Pledges, st.CostBook, st.DefaultBook),
		fmt.Sprintf("Of the default book %v are the members' provisions.", st.Provisions),
	}
	if st.Due.Sign() > 0 {
		lines = append(lines, fmt.Sprintf("Of the default book %v stands ready for creditors.", st.Due))
	}
	for _, f := range st.Funds {
		lines = append(lines, fmt.Sprintf("Of the default book %v is the fund %s.", f.Amount, f.Name))
	}
	for _, y := range st.Years {
		lines = append(lines, fmt.Sprintf("The year %s has left %v in the cost book and %v in the default book.", y.Year, y.CostLeft, y.DefaultLeft))
	}
	return lines
}

// A ManagerStatement tells the manager how far limits are used, what was lost and recovered, and what it may yet be
// paid.
type ManagerStatement struct {
	Active  int      // members
	Used    []Member // the active members with guarantees open, in the order admitted
	Losses  []LossAccount
	Budgets []BudgetAccount
	Open    []Proposal
	Words   []string
}

// A BudgetAccount is an approved budget as it stands.
type BudgetAccount struct {
	ID, Year, To, For string
	Approved, Paid    unit.Amount
}

// Budgets returns what was approved, in the order of approval.
func (s *Society) Budgets() []BudgetAccount {
	all := make([]BudgetAccount, len(s.budgets))
	for i, b := range s.budgets {
		all[i] = BudgetAccount{b.id, s.years[b.year].id, b.to, b.words, s.amount(b.amount), s.amount(b.paid)}
	}
	return all
}

// ManagerStatement returns what the manager should know. O(n) in the members, and in the claims and draws of losses.
func (s *Society) ManagerStatement() ManagerStatement {
	st := ManagerStatement{Active: s.count(func(m *member) bool { return m.active }), Losses: s.lossAccounts(), Budgets: s.Budgets(), Open: s.Proposals()}
	for _, m := range s.members {
		if m.active && m.owes+m.holds > 0 {
			st.Used = append(st.Used, s.showMember(m))
		}
	}
	st.Words = st.words()
	return st
}

func (st *ManagerStatement) words() []string {
	lines := []string{fmt.Sprintf("%d active members, %d of them with guarantees open.", st.Active, len(st.Used))}
	for _, m := range st.Used {
		lines = append(lines, fmt.Sprintf("%s owes %v of %v and holds %v of %v.", m.Name, m.Buyer.Open, m.Buyer.Limit, m.Seller.Open, m.Seller.Limit))
	}
	for _, l := range st.Losses {
		lines = append(lines, l.words())
	}
	for _, b := range st.Budgets {
		lines = append(lines, fmt.Sprintf("Of the budget %s for %s in %s, %v is paid of %v.", b.ID, b.For, b.Year, b.Paid, b.Approved))
	}
	for _, p := range st.Open {
		lines = append(lines, fmt.Sprintf("%s is proposed, %s: %d of %d votes.", p.ID, p.What, p.Votes, p.Needed))
	}
	return lines
}
