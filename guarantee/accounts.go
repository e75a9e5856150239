package guarantee

import (
	"example.org/mutual/unit/journal"
)

// The accounts of the two books. A part of the default book that bears a fund's name is on fund/NAME.
const (
	costBook    = "pool/cost"
	defaultBook = "pool/default"
)

// The accounts that bear a name. A name holds no slash.
func outsideAccount(who string) string     { return "outside/" + who }
func securityAccount(who string) string    { return "security/" + who }
func pledgeAccount(from, to string) string { return "pledge/" + from + "/" + to }
func fundAccount(name string) string       { return "fund/" + name }
func newDepositAccount(who string) string  { return "deposit/" + who }

// A flow is a way into or out of one of the two books.
type flow uint8

// The ways, into and out of the cost book and then the default book.
const (
	costCharges flow = iota
	subscriptions
	costs
	costReturned
	defaultCharges
	callsPaid
	keynesCharges
	releases
	endowed
	realised
	recovered
	paidOut
	defaultReturned
	flowsMax
)

// flows are what went each way in a policy year, in parts.
type flows [flowsMax]int64

var flowWords = [flowsMax]string{
	"cost charges", "subscriptions", "costs paid", "returned from the cost book",
	"default charges", "calls paid", "charges on balances", "release calls", "endowed", "taken from securities and pledges", "recovered", "paid to creditors", "returned from the default book",
}

// flowKeys are the ways in a snapshot.
var flowKeys = [flowsMax]string{
	"costCharges", "subscriptions", "costs", "costReturned",
	"defaultCharges", "calls", "keynes", "releases", "endowed", "realised", "recovered", "paidOut", "defaultReturned",
}

// out reports whether a way leads out of its book.
func (f flow) out() bool {
	return f == costs || f == costReturned || f == paidOut || f == defaultReturned
}

// ofCost reports whether a way is one of the cost book.
func (f flow) ofCost() bool { return f <= costReturned }

// left is what the flows of a year have left in a book: what went in less what went out. It can be below zero where
// an earlier year's money was used.
func (f *flows) left(cost bool) (sum int64) {
	for k := range flowsMax {
		switch {
		case k.ofCost() != cost:
		case k.out():
			sum -= f[k]
		default:
			sum += f[k]
		}
	}
	return sum
}

// book is what a book holds, all years together.
func (s *Society) book(cost bool) (sum int64) {
	for _, y := range s.years {
		sum += y.flows.left(cost)
	}
	return sum
}

// flow counts what goes into or out of a book in a year, and posts it from the account where it comes from or to that
// where it goes.
func (t *turn) flow(year int32, f flow, account string, parts int64) error {
	if err := t.count(year, f, parts); err != nil {
		return err
	}
	book := defaultBook
	if f.ofCost() {
		book = costBook
	}
	if f.out() {
		t.post(book, account, parts)
	} else {
		t.post(account, book, parts)
	}
	return nil
}

// count is flow without a posting.
func (t *turn) count(year int32, f flow, parts int64) error {
	sum := &t.years[year].flows[f]
	if *sum > TotalMax-parts {
		return &journal.RefusalError{Reason: journal.ErrLimit, What: "what a year can count of " + flowWords[f], Asked: t.amount(parts), Room: t.amount(TotalMax - *sum)}
	}
	set(t, sum, *sum+parts)
	return nil
}

// bring takes money that comes from outside into the custodian's hands, and take gives money out.
func (t *turn) bring(from, account string, parts int64) error {
	if t.money > TotalMax-parts {
		return &journal.RefusalError{Reason: journal.ErrLimit, What: "what all accounts can hold", Asked: t.amount(parts), Room: t.amount(TotalMax - t.money)}
	}
	set(t, &t.money, t.money+parts)
	t.post(outsideAccount(from), account, parts)
	return nil
}

func (t *turn) take(account, to string, parts int64) {
	set(t, &t.money, t.money-parts)
	t.post(account, outsideAccount(to), parts)
}

// debit takes money off a member's deposit, and credit adds it. What it is for is posted by the caller.
func (t *turn) debit(m *member, parts int64) error {
	if parts > m.deposit {
		return &journal.RefusalError{Reason: ErrDeposit, What: quote(newDepositAccount(m.name)), Asked: t.amount(parts), Room: t.amount(m.deposit)}
	}
	set(t, &m.deposit, m.deposit-parts)
	return nil
}

func (t *turn) credit(m *member, parts int64) { set(t, &m.deposit, m.deposit+parts) }

// fund returns a common fund, which is empty at first.
func (t *turn) fund(name string) *fund {
	for i := range t.funds {
		if t.funds[i].name == name {
			return &t.funds[i]
		}
	}
	grown := make([]fund, 0, len(t.funds)+1)
	grown = append(append(grown, t.funds...), fund{name: name})
	set(t, &t.funds, grown)
	return &t.funds[len(t.funds)-1]
}

// fill moves money within the default book into a fund, or with parts below zero out of it.
func (t *turn) fill(name string, parts int64) {
	f := t.fund(name)
	set(t, &f.parts, f.parts+parts)
	t.post(defaultBook, fundAccount(name), parts)
}
