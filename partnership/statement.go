package partnership

import (
	"fmt"
	"time"

	"example.org/mutual/partnership/stock"
	"example.org/mutual/unit"
)

// A Statement tells a member where it stands: the figures, and the same in plain words.
type Statement struct {
	Member  Member
	Nths, N int64       // its share is Nths of N
	Uses    []Use       // that go on
	Owed    unit.Amount // of rentals
	Due     unit.Amount // to it, as far as the purse goes
	Carried unit.Amount // what it has paid beyond
	Stock   unit.Amount // that it holds; the zero Amount where nothing was forecast
	Words   []string
}

// Statement returns a member's statement, and false for who was never one. O(n) in the uses.
func (p *Partnership) Statement(name string) (Statement, bool) {
	m, ok := p.Member(name)
	if !ok {
		return Statement{}, false
	}
	st := Statement{
		Member: m, Nths: p.Nths(name), N: p.N(),
		Owed: p.amount(p.owed(p.roll.number[name])), Due: p.Due(name), Carried: p.Carried(name), Stock: p.Holding(name),
	}
	for _, u := range p.Uses() {
		if u.User == name && u.Until.IsZero() {
			st.Uses = append(st.Uses, u)
		}
	}
	st.Words = st.words()
	return st, true
}

func (st *Statement) words() []string {
	lines := []string{st.Member.standing(), fmt.Sprintf("You have %d of %d nths.", st.Nths, st.N)}
	for _, u := range st.Uses {
		lines = append(lines, fmt.Sprintf("You use %s for %v, and may for as long as you pay it.", u.Part, u.Rental))
	}
	if st.Owed.Sign() > 0 {
		lines = append(lines, fmt.Sprintf("You owe %v of rental.", st.Owed))
	}
	lines = append(lines, fmt.Sprintf("%v is due to you, as far as there is money.", st.Due))
	if st.Carried.Sign() > 0 {
		lines = append(lines, fmt.Sprintf("You have paid %v more than your rental, which is carried.", st.Carried))
	}
	if st.Stock.Sign() > 0 {
		lines = append(lines, fmt.Sprintf("You hold Stock of %v, which you can pay with. It is no claim to money and bears nothing.", st.Stock))
	}
	return lines
}

func (m *Member) standing() string {
	text := m.Name + ": a member since " + m.Since.Format(time.DateOnly)
	if !m.Active {
		text += ", left on " + m.Until.Format(time.DateOnly)
	}
	return text + "."
}

// A CustodianStatement tells the custodian what money it holds and whose it is, and how the Stock is covered.
type CustodianStatement struct {
	Purse                              unit.Amount // all of it
	Commons, Capital, Prepaid, Carried unit.Amount // what is kept of it
	Due                                unit.Amount // to all
	Payable                            unit.Amount // of that, what there is money for now
	Gross                              unit.Amount // not distributed yet
	Arrears                            unit.Amount // of rentals
	Stock                              stock.Position
	HasStock                           bool // whether the terms have Stock, and some was forecast
	Words                              []string
}

// CustodianStatement returns what the custodian holds. O(n) in the members. Purse and arrears are the other amounts but
// Payable together.
func (p *Partnership) CustodianStatement() CustodianStatement {
	var carried int64
	for _, parts := range p.books.carried {
		carried += parts
	}
	all, there := p.payable()
	st := CustodianStatement{
		Purse: p.Purse(), Commons: p.Commons(), Capital: p.Capital(), Prepaid: p.Prepaid(), Carried: p.amount(carried),
		Due: p.amount(all), Payable: p.amount(there), Gross: p.Gross(), Arrears: p.Arrears(),
	}
	st.Stock, st.HasStock = p.Stock()
	st.Words = st.words()
	return st
}

func (st *CustodianStatement) words() []string {
	lines := []string{
		fmt.Sprintf("You hold %v: of it the commons fund has %v, capital %v, prepaid %v, and %v is carried.", st.Purse, st.Commons, st.Capital, st.Prepaid, st.Carried),
		fmt.Sprintf("%v is due to members, of which %v can be paid now.", st.Due, st.Payable),
		fmt.Sprintf("%v of the gross is not distributed, and %v of rentals is owed.", st.Gross, st.Arrears),
	}
	if !st.HasStock {
		return lines
	}
	line := fmt.Sprintf("Stock of %v is outstanding where %v remains to be produced", st.Stock.Outstanding, st.Stock.Remaining)
	if cover, some := st.Stock.Cover(); some {
		line += ", " + cover.FloatString(2) + " times as much"
	}
	return append(lines, line+fmt.Sprintf("; %v more can be issued.", st.Stock.Room))
}

// A ManagerStatement tells the manager what is used, by whom, and who is in arrears.
type ManagerStatement struct {
	Uses    []Use       // that go on, in the order taken up
	Rentals unit.Amount // of all of them for a period; the zero Amount where that is more than an amount holds
	Arrears []Debt      // by name
	Words   []string
}

// A Debt is what somebody owes of rentals.
type Debt struct {
	Name   string
	Amount unit.Amount
	Since  time.Time // when the oldest of it was charged
}

// ManagerStatement returns what the manager should know. O(n) in the members and uses.
func (p *Partnership) ManagerStatement() ManagerStatement {
	st := ManagerStatement{Rentals: p.amount(0)}
	for _, u := range p.Uses() {
		if u.Until.IsZero() {
			st.Uses = append(st.Uses, u)
			st.Rentals, _ = st.Rentals.Add(u.Rental) // nothing can be added to the zero Amount
		}
	}
	for _, at := range p.roll.byName() {
		if open := p.uses.arrears[at]; len(open) > 0 {
			oldest, _ := p.ledger.Promise(open[0])
			st.Arrears = append(st.Arrears, Debt{p.roll.members[at].name, p.amount(p.owed(at)), oldest.Issued})
		}
	}
	st.Words = st.words()
	return st
}

func (st *ManagerStatement) words() []string {
	lines := []string{fmt.Sprintf("Parts of the asset in use: %d, for %v together.", len(st.Uses), st.Rentals)}
	if st.Rentals == (unit.Amount{}) && len(st.Uses) > 0 {
		lines[0] = fmt.Sprintf("Parts of the asset in use: %d, for more than can be said together.", len(st.Uses))
	}
	for _, u := range st.Uses {
		lines = append(lines, fmt.Sprintf("%s uses %s for %v since %s.", u.User, u.Part, u.Rental, u.Since.Format(time.DateOnly)))
	}
	for _, d := range st.Arrears {
		lines = append(lines, fmt.Sprintf("%s owes %v, the oldest since %s.", d.Name, d.Amount, d.Since.Format(time.DateOnly)))
	}
	return lines
}
