package clearing

import (
	"math/big"
	"slices"
	"strconv"

	"example.org/mutual/unit"
)

// created returns what used acceptances have become, in the Book's order. Each is named after its acceptance
// with the least number, from 1 up, that gives an ID which the Book has not; no two acceptances can give the
// same, since what stands before the last slash is an acceptance's ID.
func (a *arrangement) created(accepted []unit.Amount) []Obligation {
	created := []Obligation{}
	for i, used := range accepted {
		if used.IsZero() {
			continue
		}
		c := &a.Acceptances[i]
		id := ""
		for n := 1; id == "" || a.hasID(id); n++ {
			id = c.ID + "/" + strconv.Itoa(n)
		}
		created = append(created, Obligation{ID: id, Debtor: c.Debtor, Creditor: c.Acceptor, Amount: used})
	}
	return created
}

// After returns the state after a clearing, as a Book to clear or settle next: what stays of the obligations
// and, after them, the new ones; acceptances and tenders less what was used; the windows. Nothing of zero is
// among them. Of Stock as much stays as [Tender.StockFor] leaves.
//
// It is meant for a Result that [Verify] accepts. Of another it checks no more than that all amounts lie
// within the Book's; the error is an [Error], as are those for a refused Book, or that of [Tender.StockFor], which no
// Result that Verify accepts can bring about. O(n) beside sorting the Book.
func (b Book) After(r *Result) (Book, error) {
	a, err := arrange(b)
	if err != nil {
		return Book{}, err
	}
	if err := a.verifyShape(r); err != nil {
		return Book{}, err
	}
	for entry := range int32(a.entries()) {
		if err := a.verifyUse(r, entry); err != nil {
			return Book{}, err
		}
	}
	after := Book{Windows: slices.Clone(b.Windows)}
	for i, o := range b.Obligations {
		if o.Amount = less(o.Amount, r.SetOff[i]); !o.Amount.IsZero() {
			after.Obligations = append(after.Obligations, o)
		}
	}
	after.Obligations = append(after.Obligations, a.created(r.Accepted)...)
	for i, c := range b.Acceptances {
		if c.Amount = less(c.Amount, r.Accepted[i]); !c.Amount.IsZero() {
			after.Acceptances = append(after.Acceptances, c)
		}
	}
	for i, t := range b.Tenders {
		stock, _, err := t.StockFor(r.Tendered[i])
		if err != nil {
			return Book{}, err
		}
		if t.Amount, t.Stock = less(t.Amount, r.Tendered[i]), less(t.Stock, stock); !t.Amount.IsZero() {
			after.Tenders = append(after.Tenders, t)
		}
	}
	return after, nil
}

// less returns the difference of two amounts in one unit, of which the second is within the first.
func less(a, b unit.Amount) unit.Amount { return unit.New(a.Parts()-b.Parts(), a.Unit()) }

// StockFor returns how much of a tender's Stock goes where this much of its Amount is used: what the Stock's
// quote makes worth as much, rounded down to a part of it, so that what stays is worth its Amount still; and
// what the rounding took away, in whole units of the Stock. Of a tender that is not of Stock it is zero. The
// error is that of [unit.FromRat], for more Stock than an Amount can hold.
func (t Tender) StockFor(used unit.Amount) (stock unit.Amount, rounded *big.Rat, err error) {
	terms, worth := t.Quote.Terms(), used.Rat()
	switch {
	case terms.Rate == nil:
		return unit.New(0, t.Stock.Unit()), new(big.Rat), nil
	case t.Stock.Unit() == terms.Base:
		worth.Quo(worth, terms.Rate)
	default:
		worth.Mul(worth, terms.Rate)
	}
	return unit.FromRat(worth, t.Stock.Unit(), unit.Floor)
}
