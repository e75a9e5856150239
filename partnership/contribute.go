package partnership

import (
	"time"

	"example.org/mutual/internal/machine"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// Contribute adds to the asset for new nths: as many as the amount buys at the valuation agreed on ([Appraise]), so
// that those who had nths before have a smaller share of more. Money goes to the capital fund, and what is less than
// one nth is carried to the member. Money's worth, land or work, is no money: it must be the price of whole nths to the
// part.
type Contribute struct {
	ID     string
	At     time.Time
	By     []string
	Member string
	Amount unit.Amount
	Worth  string // what is contributed, in words; empty: money
	Agreed string // the ID of the Appraise
}

func (a Contribute) header() header { return header{Kind: "contribute", ID: a.ID, At: a.At, By: a.By} }

func (a *Contribute) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("member", &a.Member)
	c.Amount("amount", &a.Amount)
	c.Text("worth", &a.Worth)
	c.Text("agreed", &a.Agreed)
}

func (a Contribute) apply(t *turn) error {
	at, err := t.roll.find(a.Member)
	if err != nil {
		return err
	}
	if err := t.consent(a.Member); err != nil {
		return err
	}
	price, err := t.agreed(a.Agreed)
	if err != nil {
		return err
	}
	if a.Worth != "" {
		return a.bring(t, at, price)
	}
	if err := t.deposit(at, a.Amount); err != nil {
		return err
	}
	nths := price.buys(t.books.carried[at])
	if err := t.roomFor(nths, t.books.carried[at], price); err != nil {
		return err
	}
	cost := price.costs(nths)
	t.carry(at, -cost)
	t.capital(cost)
	t.post(carriedAccount(a.Member), capitalAccount, cost)
	t.grant(at, nths)
	t.notePrice(nths, cost, price)
	return nil
}

// bring takes money's worth for nths.
func (a Contribute) bring(t *turn, at int32, p price) error {
	if err := machine.WrongWords(ErrWords, "worth", a.Worth); err != nil {
		return err
	}
	parts, err := t.parts(a.Amount)
	if err != nil {
		return err
	}
	nths := p.buys(parts)
	if err := t.roomFor(nths, parts, p); err != nil {
		return err
	}
	if whole := p.costs(nths); whole != parts {
		return &journal.RefusalError{Reason: ErrNths, What: "want the price of whole nths for what is no money", Asked: a.Amount, Room: t.amount(whole)}
	}
	t.grant(at, nths)
	t.Note("worth", a.Worth)
	t.notePrice(nths, parts, p)
	return nil
}

// roomFor refuses new nths that are none, or too many.
func (t *turn) roomFor(nths, parts int64, p price) error {
	if nths == 0 {
		return &journal.RefusalError{Reason: ErrNths, What: "want the price of one nth at least", Asked: t.amount(parts), Room: t.amount(p.costs(1))}
	}
	if room := NthsMax - t.nths.total; nths > room {
		return &journal.RefusalError{Reason: journal.ErrLimit, What: "what new nths there can be", Asked: t.amount(parts), Room: t.amount(p.costs(room))}
	}
	return nil
}
