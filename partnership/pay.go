package partnership

import (
	"math/big"
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/internal/machine"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// Pay is a payment of who uses the asset. It settles what the user owes, the oldest rental first. What it is more is
// never lost: as the terms say it buys Stock at the price of the terms, as far as the forecast allows; or nths of the
// providers, where they offer them and a valuation holds; or is carried to the next rental, as what is less than one
// part of either is.
//
// Money goes to the custodian, who must agree. In another unit it counts for what it is worth by a quote that holds at
// the action's time and converts in this direction, rounded down with the residue in the entry; the payer must agree
// then, and the custodian changes it. Money's worth, work on the asset or goods for it, is taken up to what is owed, by
// the custodian's agreement and the payer's: the gross is so much less, as the asset's users have had it already.
type Pay struct {
	ID    string
	At    time.Time
	By    []string
	From  string       // a member
	In    credit.Means // Money or Worth
	Paid  unit.Amount
	Quote unit.Quote // where Paid is in another unit, unless both are of energy
	Words string     // what was given, where it was not money; otherwise empty
}

func (a Pay) header() header { return header{Kind: "pay", ID: a.ID, At: a.At, By: a.By} }

var payMeans = []string{"", "money", "worth"}

func (a *Pay) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("from", &a.From)
	machine.One(c, "in", payMeans, &a.In)
	c.Amount("paid", &a.Paid)
	c.Quote("quote", &a.Quote)
	c.Text("words", &a.Words)
}

func (a Pay) apply(t *turn) error {
	from, err := t.roll.known(a.From)
	if err != nil {
		return err
	}
	if a.In != credit.Money && a.In != credit.Worth || (a.In == credit.Worth) != (a.Words != "") {
		return &journal.RefusalError{Reason: credit.ErrMeans, What: "want Money, or Worth with words"}
	}
	parties := []string{t.terms.Custodian}
	if a.In == credit.Worth || a.Paid.Unit() != t.terms.Unit {
		parties = append(parties, a.From)
	}
	if err := t.consent(parties...); err != nil {
		return err
	}
	parts, err := t.worth(a.Paid, a.Quote)
	if err != nil {
		return err
	}
	if a.In == credit.Worth {
		return t.work(from, parts, a.Words)
	}
	return t.paid(from, parts)
}

// worth returns what was paid in the unit of account, rounded down, and notes how where it was in another.
func (t *turn) worth(paid unit.Amount, q unit.Quote) (int64, error) {
	if paid.Unit() == t.terms.Unit && q == (unit.Quote{}) {
		return t.parts(paid)
	}
	if paid.Sign() <= 0 {
		return 0, &journal.RefusalError{Reason: journal.ErrAmount, What: "got " + paid.String()}
	}
	var worth unit.Amount
	var residue *big.Rat
	var err error
	how := q.String()
	if q == (unit.Quote{}) {
		how = "energy for energy"
		worth, residue, err = unit.Convert(paid, t.terms.Unit)
	} else {
		worth, residue, err = q.Convert(paid, t.at, unit.Floor)
	}
	if err != nil {
		return 0, &journal.RefusalError{Reason: credit.ErrQuote, What: err.Error()}
	}
	t.Note("paid", paid.String())
	t.Note("quote", how)
	if residue.Sign() != 0 {
		t.Note("residue", residue.RatString())
	}
	return t.parts(worth)
}

// work settles what somebody owes with money's worth.
func (t *turn) work(from int32, parts int64, words string) error {
	if err := machine.WrongWords(ErrWords, "words", words); err != nil {
		return err
	}
	if owed := t.owed(from); parts > owed {
		return &journal.RefusalError{Reason: journal.ErrLimit, What: "what is owed", Asked: t.amount(parts), Room: t.amount(owed)}
	}
	if _, err := t.cover(from, parts, credit.Worth, words); err != nil {
		return err
	}
	t.Note("worth", words)
	return t.takeFromGross(arrearsAccount, parts)
}

// paid takes money in for what somebody owes, with what was carried to it, and then as the terms say.
func (t *turn) paid(from int32, parts int64) error {
	if err := t.deposit(from, t.amount(parts)); err != nil {
		return err
	}
	if err := t.settle(from); err != nil {
		return err
	}
	if t.books.carried[from] > 0 {
		if err := t.invest(from); err != nil {
			return err
		}
	}
	if !t.roll.members[from].active {
		return t.refund(from)
	}
	if left := t.books.carried[from]; left > 0 {
		t.Note("carried", t.amount(left).String())
	}
	return nil
}

// settle pays what somebody owes with what is carried to it.
func (t *turn) settle(at int32) error {
	carried := t.books.carried[at]
	left, err := t.cover(at, carried, credit.Money, "rental")
	if err != nil || left == carried {
		return err
	}
	t.carry(at, left-carried)
	t.post(carriedAccount(t.roll.members[at].name), arrearsAccount, carried-left)
	return nil
}

// invest makes of what is carried to somebody what the terms say, as far as there is any: the rest stays carried.
func (t *turn) invest(from int32) error {
	switch t.terms.Overpaid {
	case ToStock:
		return t.prepay(from)
	case ToNths:
		return t.purchase(from)
	}
	return nil
}

// purchase buys nths of the providers who offer them, at the valuation agreed on, while it holds.
func (t *turn) purchase(buyer int32) error {
	price, err := t.agreed(t.standing.id)
	if err != nil || !t.terms.Offered || !t.roll.members[buyer].active {
		return nil
	}
	from, err := t.providers(buyer)
	if err != nil {
		return err
	}
	if nths := min(price.buys(t.books.carried[buyer]), from.total()); nths > 0 {
		return t.sell(from, buyer, nths, price)
	}
	return nil
}
