package guarantee

import (
	"slices"
	"strconv"
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// Accept makes a promise that the society guarantees: the buyer promises the seller goods, services or what they
// are worth, the seller accepts, and all members stand behind it. Both must agree, be active members with the
// year's subscription paid, and have room for it under their limits. Both pay a charge into each of the two
// books from their deposits, flat on the face, once: rounded up, so at least one smallest part; what rounding
// adds is in the entry. Too little on a deposit refuses the promise. It is named after the action.
//
// A promise across a border lies in an upper society, of which the societies of both sides are members, and in the unit
// that they have in common. A leg of it at home, between a member and its own society's desk, is measured by a quote,
// which both sign with the action and which the entry has: see Abroad.
type Accept struct {
	ID     string
	At     time.Time
	By     []string
	Buyer  string
	Seller string
	Amount unit.Amount
	For    string    // what is promised, in words
	Due    time.Time // the zero time: no due date

	// Of a leg at home of a promise across a border: what that is in the upper society's unit, and the quote by which
	// Amount measures it, rounded down; between units of energy no quote, because they convert exactly. Otherwise both
	// are zero.
	Abroad unit.Amount
	Quote  unit.Quote
}

func (a Accept) header() header { return header{Kind: "accept", ID: a.ID, At: a.At, By: a.By} }

func (a *Accept) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("buyer", &a.Buyer)
	c.Text("seller", &a.Seller)
	c.Amount("amount", &a.Amount)
	c.Text("for", &a.For)
	c.Time("due", &a.Due)
	c.Amount("abroad", &a.Abroad)
	c.Quote("quote", &a.Quote)
}

func (a Accept) apply(t *turn) error {
	if err := t.Agree(a.Buyer, a.Seller); err != nil {
		return err
	}
	parts, err := t.parts(a.Amount)
	if err != nil {
		return err
	}
	if err := a.measured(t); err != nil {
		return err
	}
	year, err := t.current()
	if err != nil {
		return err
	}
	t.Postings, t.Notes = slices.Grow(t.Postings, 10), slices.Grow(t.Notes, 4) // four charges and the promise
	if err := t.charge(a.Buyer, year, parts, "buyer", t.terms.Cost.Buyer, t.terms.Default.Buyer); err != nil {
		return err
	}
	if err := t.charge(a.Seller, year, parts, "seller", t.terms.Cost.Seller, t.terms.Default.Seller); err != nil {
		return err
	}
	return t.act(credit.Issue{
		ID: t.next(), At: t.at, By: t.by(a.Buyer, a.Seller), Promisor: a.Buyer, Holder: a.Seller,
		Amount: a.Amount, For: a.For, Due: a.Due, Guarantor: t.terms.Name,
	})
}

// charge takes the two charges on a face from one side.
func (t *turn) charge(who string, year int32, face int64, side string, costRate, defaultRate unit.Millionths) error {
	m, err := t.find(who)
	if err != nil {
		return err
	}
	if t.terms.Subscription.Sign() > 0 && !m.paidIn(year).subscribed {
		return &journal.RefusalError{Reason: ErrSubscribe, What: quote(who) + " for the year " + quote(t.years[year].id)}
	}
	cost, costExcess := upOf(costRate, face)
	fee, feeExcess := upOf(defaultRate, face)
	if err := t.debit(m, cost+fee); err != nil {
		return err
	}
	s := t.share(m, year)
	set(t, &s.cost, s.cost+cost)
	set(t, &s.charges, s.charges+fee)
	set(t, &s.provision, s.provision+fee)
	t.excess(side, "cost", costExcess)
	t.excess(side, "default", feeExcess)
	if err := t.flow(year, costCharges, m.depositAccount, cost); err != nil {
		return err
	}
	return t.flow(year, defaultCharges, m.depositAccount, fee)
}

// excess notes what rounding up has added to a charge.
func (t *turn) excess(side, book string, over unit.Millionths) {
	if over != 0 {
		t.Note("excess", book+" charge of the "+side+": "+strconv.FormatInt(int64(over), 10)+ofAPart)
	}
}

const ofAPart = " millionths of a smallest part"

// upOf returns a part, at most all, of a face, rounded up, and by how many millionths of a smallest part that is more.
func upOf(rate unit.Millionths, face int64) (up int64, excess unit.Millionths) {
	down, left, _ := rate.Of(unit.New(face, unit.Unit{}))
	if left == 0 {
		return down.Parts(), 0
	}
	return down.Parts() + 1, unit.Whole - left
}

// share returns what a member has paid in a year, good until the next share is made.
func (t *turn) share(m *member, year int32) *share {
	for i := len(m.shares) - 1; i >= 0; i-- {
		if m.shares[i].year == year {
			return &m.shares[i]
		}
	}
	old := m.shares
	m.shares = append(m.shares[:len(old):len(old)], share{year: year})
	t.changes.UndoBy(func() { m.shares = old })
	return &m.shares[len(m.shares)-1]
}
