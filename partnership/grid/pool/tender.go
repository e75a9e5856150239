package pool

import (
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/internal/machine"
	"example.org/mutual/partnership/stock"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// Tender returns Stock that somebody holds as an offer to a clearing of money, at its owner's quoted value at a time,
// rounded down: ten kilowatt-hours of Stock are never taken for ten kilowatt-hours of account. Who is to receive it
// accepts its issuer there.
//
// Nothing is reserved by it. What a clearing has used of it, which [clearing.Tender.StockFor] says, is passed on by a
// [Transfer]. Errors are journal.RefusalErrors: stock.ErrHolding for more than the owner holds, ErrQuote for a quote
// that does not hold then or is in something else than the pool's money.
func (p *Pool) Tender(id, owner string, k stock.Kind, amount unit.Amount, price unit.Quote, at time.Time) (clearing.Tender, error) {
	if _, err := machine.Parts(amount, p.terms.Unit); err != nil {
		return clearing.Tender{}, err
	}
	if has := p.Holding(k, owner); amount.Parts() > has.Parts() {
		return clearing.Tender{}, tooMuch(stock.ErrHolding, quote(owner), amount, has.Parts())
	}
	worth, _, err := price.Convert(amount, at, unit.Floor)
	switch {
	case err != nil:
		return clearing.Tender{}, refuse(ErrQuote, "%v", err)
	case worth.Unit() != p.terms.Money:
		return clearing.Tender{}, refuse(ErrQuote, "want one in %v", p.terms.Money)
	case worth.IsZero():
		return clearing.Tender{}, refuse(journal.ErrAmount, "%v is worth less than the smallest part", amount)
	}
	return clearing.Tender{ID: id, Source: k.Issuer, Owner: owner, Amount: worth, Stock: amount, Quote: price}, nil
}
