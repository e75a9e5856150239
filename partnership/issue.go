package partnership

import (
	"math/bits"
	"time"

	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// IssueStock sells Stock ahead of use, at par or at a discount: the holder pays the custodian. What is paid is kept
// until the Stock comes back, or goes to the capital fund, to be spent on the asset. The holder, the manager who
// instructs and the custodian who records it must agree. It is no loan: nobody can ask for money or for delivery, and
// it bears nothing.
type IssueStock struct {
	ID       string
	At       time.Time
	By       []string
	To       string      // a member or not
	Face     unit.Amount // in the unit of the Stock
	Paid     unit.Amount // in the unit of account
	ForAsset bool        // whether the money is capital
}

func (a IssueStock) header() header { return header{Kind: "issueStock", ID: a.ID, At: a.At, By: a.By} }

func (a *IssueStock) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("to", &a.To)
	c.Amount("face", &a.Face)
	c.Amount("paid", &a.Paid)
	c.Flag("forAsset", &a.ForAsset)
}

func (a IssueStock) apply(t *turn) error {
	if err := t.stocked(a.To); err != nil {
		return err
	}
	parts, err := t.parts(a.Paid)
	if err != nil {
		return err
	}
	if abovePar(a.Paid, a.Face) {
		return &journal.RefusalError{Reason: ErrStock, What: "want it paid for with its face at most", Asked: a.Paid, Room: a.Face}
	}
	if err := t.moved(t.stock.Issue(t.stockKind(), a.To, a.Face)); err != nil {
		return err
	}
	if a.ForAsset {
		if err := t.bring(a.To, capitalAccount, parts); err != nil {
			return err
		}
		t.capital(parts)
		return nil
	}
	if err := t.bring(a.To, prepaidAccount, parts); err != nil {
		return err
	}
	t.prepaid(parts)
	return nil
}

// abovePar reports whether Stock would cost more than it pays for, which nothing says of one in another unit.
func abovePar(paid, face unit.Amount) bool {
	return paid.Unit() == face.Unit() && paid.Parts() > face.Parts()
}

// prepay buys Stock at the price of the terms with what is carried to somebody, as much as that and the forecast allow.
func (t *turn) prepay(from int32) error {
	s, _ := t.Stock()
	pay, per := uint64(t.terms.Stock.Pay.Parts()), uint64(t.terms.Stock.For.Parts())
	face := min(scaled(uint64(t.books.carried[from]), per, pay, false), s.Room.Parts())
	if face == 0 {
		return nil
	}
	cost, name := scaled(uint64(face), pay, per, true), t.roll.members[from].name
	if err := t.moved(t.stock.Issue(t.stockKind(), name, unit.New(face, s.Kind.Unit))); err != nil {
		return err
	}
	t.Note("stock", unit.New(face, s.Kind.Unit).String()+" for "+t.amount(cost).String())
	t.carry(from, -cost)
	t.prepaid(cost)
	t.post(carriedAccount(name), prepaidAccount, cost)
	return nil
}

// scaled is x times y by z, rounded down or up, at most TotalMax.
func scaled(x, y, z uint64, up bool) int64 {
	high, low := bits.Mul64(x, y)
	if high >= z {
		return TotalMax
	}
	whole, rest := bits.Div64(high, low, z)
	if up && rest > 0 {
		whole++
	}
	return int64(min(whole, TotalMax))
}

// TransferStock passes Stock on, at face; what one gives the other for it is their affair. Both must agree.
type TransferStock struct {
	ID       string
	At       time.Time
	By       []string
	From, To string
	Face     unit.Amount
}

func (a TransferStock) header() header {
	return header{Kind: "transferStock", ID: a.ID, At: a.At, By: a.By}
}

func (a *TransferStock) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("from", &a.From)
	c.Text("to", &a.To)
	c.Amount("face", &a.Face)
}

func (a TransferStock) apply(t *turn) error {
	if err := t.stocked(a.From, a.To); err != nil {
		return err
	}
	return t.moved(t.stock.Transfer(t.stockKind(), a.From, a.To, a.Face))
}
