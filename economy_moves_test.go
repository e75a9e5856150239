package mutual_test

import (
	"context"
	"fmt"
	"math/big"
	"slices"

	"example.org/mutual/clearing"
	"example.org/mutual/credit"
	"example.org/mutual/guarantee"
	"example.org/mutual/partnership"
	"example.org/mutual/partnership/grid/pool"
	"example.org/mutual/unit"
)

// A move is what somebody tries next. What it comes to hangs on how the economy stands.
type move struct {
	kind, a, b uint8
	parts      int64
}

// moves are what people do, by name. Each applies actions, and books what they do to people's money and goods in the
// people's own way: an application does the same, and never reads it from the entries.
var moves = []struct {
	name string
	do   func(e *economy, m move) error
}{
	{"deposit", (*economy).deposit},
	{"withdraw", (*economy).withdraw},
	{"buy", (*economy).buy},
	{"buy again", (*economy).buy},
	{"pay a promise", (*economy).payPromise},
	{"pay in Stock", (*economy).payInStock},
	{"set off", (*economy).setOffAll},
	{"fail", (*economy).fail},
	{"close the year", (*economy).closeYear},
	{"heat", (*economy).heat},
	{"buy warmth ahead", (*economy).buyWarmth},
	{"redeem Stock", (*economy).redeemStock},
	{"pay rental", (*economy).payRental},
	{"distribute", (*economy).distribute},
	{"sell power ahead", (*economy).sellPower},
	{"use power", (*economy).usePower},
	{"redeem", (*economy).redeem},
	{"clear power", (*economy).clearPower},
}

func (m move) person() string { return folk[int(m.a)%len(folk)] }
func (m move) other() string  { return folk[(int(m.a)+1+int(m.b)%(len(folk)-1))%len(folk)] }
func (m move) mill() string   { return mills[int(m.b)%len(mills)] }

// afford is so much as somebody has, at most.
func (e *economy) afford(who string, parts int64) int64 { return min(parts, e.wallets[who]) }

// hand passes money from one person to another.
func (e *economy) hand(from, to string, parts int64) {
	e.wallets[from] -= parts
	e.wallets[to] += parts
}

// between passes money of which no protocol keeps account: it settles a promise, as both say.
func (e *economy) between(from, to string, parts int64) {
	e.hand(from, to, parts)
	e.seen[from+"'s money"] -= parts
	e.seen[to+"'s money"] += parts
}

// deliver is goods or power, at what the two have agreed.
func (e *economy) deliver(from, to string, parts int64) {
	e.delivered[from] += parts
	e.delivered[to] -= parts
}

func (e *economy) deposit(m move) error {
	parts := e.afford(m.person(), m.parts)
	err := e.do(guarantee.Deposit{ID: e.id(), At: e.now, By: []string{"cus"}, Member: m.person(), Amount: euros(parts)})
	if err == nil {
		e.wallets[m.person()] -= parts
	}
	return err
}

func (e *economy) withdraw(m move) error {
	err := e.do(guarantee.Withdraw{ID: e.id(), At: e.now, By: []string{"cus", m.person()}, Member: m.person(), Amount: euros(m.parts)})
	if err == nil {
		e.wallets[m.person()] += m.parts
	}
	return err
}

// buy is a delivery on a guaranteed promise.
func (e *economy) buy(m move) error {
	buyer, seller := m.person(), m.other()
	err := e.do(guarantee.Accept{ID: e.id(), At: e.now, By: []string{buyer, seller}, Buyer: buyer, Seller: seller, Amount: euros(m.parts), For: "bread", Due: e.now.AddDate(0, 1, 0)})
	if err == nil {
		e.deliver(seller, buyer, m.parts)
	}
	return err
}

// promise is one of the open ones, by the move.
func (e *economy) promise(m move) (credit.Promise, bool) {
	var open []credit.Promise
	for p := range e.society.Ledger().Promises() {
		if p.Left.Sign() > 0 && p.Holder != "society" && !p.Defaulted {
			open = append(open, p)
		}
	}
	if len(open) == 0 {
		return credit.Promise{}, false
	}
	return open[int(m.b)%len(open)], true
}

func (e *economy) payPromise(m move) error {
	p, ok := e.promise(m)
	if !ok {
		return nil
	}
	parts := e.afford(p.Promisor, min(m.parts, p.Left.Parts()))
	err := e.do(guarantee.Trade{Action: credit.Settle{ID: e.id(), At: e.now, By: []string{p.Promisor, p.Holder}, Promise: p.ID, In: credit.Money, Paid: euros(parts)}})
	if err == nil {
		e.between(p.Promisor, p.Holder, parts)
	}
	return err
}

// payInStock settles a promise in Stock of the turbine: two protocols, one payment.
func (e *economy) payInStock(m move) error {
	p, ok := e.promise(m)
	if !ok {
		return nil
	}
	face := euros(min(m.parts, p.Left.Parts()))
	both := []string{p.Promisor, p.Holder}
	transfer := partnership.TransferStock{ID: e.id(), At: e.now, By: both, From: p.Promisor, To: p.Holder, Face: face}
	settle := guarantee.Trade{Action: credit.Settle{ID: e.id(), At: e.now, By: both, Promise: p.ID, In: credit.Worth, Paid: face, Words: "warmth"}}
	if _, err := e.society.Try(settle); err != nil {
		return err
	}
	if err := e.do(transfer); err != nil {
		return err
	}
	if err := e.do(settle); err != nil {
		return fmt.Errorf("%w: what Try has accepted: %w", errWrong, err)
	}
	return nil
}

// setOffAll applies the largest set-off of all promises, proved, and with it nobody's money moves.
func (e *economy) setOffAll(move) error {
	book := e.society.Ledger().Book(e.now)
	r, err := clearing.Clear(context.Background(), book, clearing.Options{})
	if err != nil {
		return fmt.Errorf("%w: %w", errWrong, err)
	}
	if lines := credit.SetOff(book, r); len(lines) > 0 {
		return e.do(guarantee.Trade{Action: credit.Net{ID: e.id(), At: e.now, Lines: lines, Proof: r.Proofs[0]}})
	}
	return nil
}

// fail is somebody's default, with all that follows at once.
func (e *economy) fail(m move) error {
	id := e.id()
	if err := e.do(guarantee.Declare{ID: id, At: e.now, By: []string{"mia"}, Members: []string{m.person()}, Because: "gone"}); err != nil {
		return err
	}
	// Nothing there, or nobody called, refuses these.
	e.do(guarantee.PayOut{ID: e.id(), At: e.now, By: []string{"cus"}, Loss: id + "/1"})
	e.do(guarantee.PayCalls{ID: e.id(), At: e.now, By: []string{"cus"}, Loss: id + "/1", Payments: []guarantee.CallPayment{{Member: m.other()}}})
	e.do(guarantee.PayOut{ID: e.id(), At: e.now, By: []string{"cus"}, Loss: id + "/1"})
	return nil
}

// closeYear pays the manager what the members have approved, and closes the policy year.
func (e *economy) closeYear(m move) error {
	year := ""
	for _, y := range e.society.Years() {
		if y.Closed.IsZero() {
			year = y.Year
		}
	}
	budget, members := e.id(), append(slices.Clone(folk), mills...)
	if err := e.do(guarantee.Budget{ID: budget, At: e.now, By: members, Year: year, To: "mia", Amount: euros(m.parts%100 + 1), For: "the books"}); err != nil {
		return err
	}
	e.do(guarantee.Approve{ID: e.id(), At: e.now, By: members, Proposal: budget}) // which a single member's failing does not stop
	if e.do(guarantee.PayCost{ID: e.id(), At: e.now, By: []string{"cus"}, Budget: budget, Amount: euros(m.parts%100 + 1)}) == nil {
		e.wallets["mia"] += m.parts%100 + 1
		e.agreed["mia"] += m.parts%100 + 1
	}
	if err := e.do(guarantee.CloseYear{ID: e.id(), At: e.now, By: []string{"mia"}, Year: year}); err != nil {
		return err
	}
	return e.do(guarantee.OpenYear{ID: e.id(), At: e.now, By: []string{"mia"}})
}

// heat is a period's warmth, which falls due.
func (e *economy) heat(move) error {
	err := e.do(partnership.Bill{ID: e.id(), At: e.now, By: []string{"mia"}, Period: fmt.Sprint("period ", e.actions)})
	if err != nil {
		return err
	}
	for _, u := range e.turbine.Uses() {
		e.deliver("turbine", u.User, u.Rental.Parts())
	}
	return nil
}

func (e *economy) buyWarmth(m move) error {
	who := m.person()
	paid := e.afford(who, m.parts)
	face := paid * 100 / 80
	err := e.do(partnership.IssueStock{ID: e.id(), At: e.now, By: []string{who, "mia", "cus"}, To: who, Face: euros(face), Paid: euros(paid)})
	if err == nil {
		e.wallets[who] -= paid
		e.agreed[who] += face - paid // the discount
	}
	return err
}

func (e *economy) redeemStock(m move) error {
	return e.do(partnership.RedeemStock{ID: e.id(), At: e.now, By: []string{m.person()}, From: m.person(), Face: euros(m.parts)})
}

func (e *economy) payRental(m move) error {
	who := m.person()
	parts := e.afford(who, m.parts)
	held := e.turbine.Holding(who)
	err := e.do(partnership.Pay{ID: e.id(), At: e.now, By: []string{who, "cus"}, From: who, In: credit.Money, Paid: euros(parts)})
	if err == nil {
		e.wallets[who] -= parts
		bought := e.turbine.Holding(who).Parts() - held.Parts()
		e.agreed[who] += bought - bought*80/100 // at the price of the terms, rounded up to what was paid
	}
	return err
}

// distribute divides the gross and pays out what there is.
func (e *economy) distribute(move) error {
	before := e.shares()
	if err := e.do(partnership.Distribute{ID: e.id(), At: e.now, By: []string{"mia"}}); err != nil {
		return err
	}
	for who, was := range before {
		e.agreed[who] += e.share(who) - was
	}
	due := map[string]int64{}
	for _, who := range all {
		due[who] = e.turbine.Due(who).Parts()
	}
	if err := e.do(partnership.PayOut{ID: e.id(), At: e.now, By: []string{"cus"}}); err != nil {
		return err
	}
	for who, was := range due {
		e.wallets[who] += was - e.turbine.Due(who).Parts()
	}
	return nil
}

// share is what somebody has of the turbine, less what it owes to it.
func (e *economy) share(who string) int64 {
	return e.turbine.Due(who).Parts() - e.turbine.Ledger().Owed(who, "turbine").Parts()
}

func (e *economy) shares() map[string]int64 {
	all := map[string]int64{}
	for _, who := range append(slices.Clone(folk), offices...) {
		all[who] = e.share(who)
	}
	return all
}

// A kilowatt-hour is always 20 cents, so that energy counts in the unit of account.
const cents = 20

func (e *economy) price() unit.Quote {
	q, err := unit.NewQuote(unit.QuoteTerms{Base: unit.KilowattHour, Quoted: eur, Rate: big.NewRat(cents, 100), Side: unit.Both, AsOf: start, ValidUntil: start.AddDate(50, 0, 0), Source: "all"})
	if err != nil {
		panic(err)
	}
	return q
}

func (e *economy) sellPower(m move) error {
	who, mill := m.person(), m.mill()
	n := e.afford(who, m.parts) / cents
	err := e.do(pool.Issue{ID: e.id(), At: e.now, By: []string{who, mill, "mia", "cus"}, Stock: kind(mill), To: who, Amount: hours(n), Price: e.price()})
	if err == nil {
		e.hand(who, mill, n*cents)
	}
	return err
}

func (e *economy) usePower(m move) error {
	n := m.parts/cents + 1
	err := e.do(pool.Supply{ID: e.id(), At: e.now, By: []string{m.mill(), m.person()}, Supplier: m.mill(), Customer: m.person(), Carrier: "electricity", Site: "town", Energy: hours(n)})
	if err == nil {
		e.deliver(m.mill(), m.person(), n*cents)
	}
	return err
}

// redeem pays for power with either mill's Stock, so that one mill has a claim on the other.
func (e *economy) redeem(m move) error {
	issuer := mills[int(m.parts)%len(mills)]
	held := e.pool.Holding(kind(issuer), m.person()).Parts() / 1_000_000
	for r := range e.pool.Routes() {
		if n := min(held, r.Open().Parts()/1_000_000); r.Customer == m.person() && r.Supplier == m.mill() && n > 0 {
			return e.do(pool.Redeem{ID: e.id(), At: e.now, By: []string{m.person()}, Supplier: m.mill(), Customer: m.person(), Stock: kind(issuer), Amount: hours(n)})
		}
	}
	return nil
}

// clearPower sets the mills' claims off, and has one of what is left paid in money.
func (e *economy) clearPower(m move) error {
	book := e.pool.Book("electricity")
	r, err := clearing.Clear(context.Background(), book, clearing.Options{})
	if err != nil {
		return fmt.Errorf("%w: %w", errWrong, err)
	}
	if lines := pool.Lines(book, r); len(lines) > 0 {
		if err := e.do(pool.Clear{ID: e.id(), At: e.now, By: []string{"cus"}, Carrier: "electricity", Lines: lines}); err != nil {
			return err
		}
	}
	claimant := mills[(int(m.b)+1)%len(mills)]
	n := min(e.pool.Claim(kind(m.mill()), claimant).Parts()/1_000_000, e.wallets[m.mill()]/cents)
	if n == 0 {
		return nil
	}
	err = e.do(pool.Discharge{ID: e.id(), At: e.now, By: []string{m.mill(), claimant}, Stock: kind(m.mill()), Claimant: claimant, Amount: hours(n), Price: e.price()})
	if err == nil {
		e.hand(m.mill(), claimant, n*cents)
	}
	return err
}

// energy is what somebody has of power in the pool, in the unit of account: Stock and claims that it holds, power
// supplied and not paid for; less what others have of that from it.
func (e *economy) energy(who string) int64 {
	parts := int64(0)
	for _, issuer := range mills {
		k := kind(issuer)
		parts += e.pool.Holding(k, who).Parts() + e.pool.Claim(k, who).Parts()
		if at, ok := e.pool.Position(k); ok && issuer == who {
			parts -= at.Outstanding.Parts() + at.Claims.Parts()
		}
	}
	for r := range e.pool.Routes() {
		if r.Supplier == who {
			parts += r.Open().Parts()
		}
		if r.Customer == who {
			parts -= r.Open().Parts()
		}
	}
	return parts / 1_000_000 * cents
}
