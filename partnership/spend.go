package partnership

import (
	"time"

	"example.org/mutual/internal/machine"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// A Fund is money that is nobody's share.
type Fund uint8

// The funds.
const (
	CapitalFund Fund = iota // contributed for the asset
	CommonsFund             // set aside from the gross
)

var funds = []string{"", "commons"}

// Spend pays for something from a fund: what was contributed, for the asset; or the commons fund, for what the members
// have approved in any case. It gives nobody a share of either.
type Spend struct {
	ID     string
	At     time.Time
	By     []string
	Fund   Fund
	Amount unit.Amount
	To     string // who is paid, a member or not
	For    string // what for, in words
}

func (a Spend) header() header { return header{Kind: "spend", ID: a.ID, At: a.At, By: a.By} }

func (a *Spend) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	machine.One(c, "fund", funds, &a.Fund)
	c.Amount("amount", &a.Amount)
	c.Text("to", &a.To)
	c.Text("for", &a.For)
}

func (a Spend) apply(t *turn) error {
	if err := machine.WrongMember("to", a.To); err != nil {
		return err
	}
	if err := machine.WrongWords(ErrWords, "for", a.For); err != nil {
		return err
	}
	account, left := capitalAccount, t.books.capital
	switch a.Fund {
	case CapitalFund:
	case CommonsFund:
		account, left = commonsAccount, t.books.commons
		if !t.approved {
			return wantApproval("what the commons fund is spent on")
		}
	default:
		return &journal.RefusalError{Reason: ErrPurse, What: "want the capital or the commons fund"}
	}
	if err := t.consent(); err != nil {
		return err
	}
	parts, err := t.partsUpTo(a.Amount, left, ErrPurse, "what "+account+" has")
	if err != nil {
		return err
	}
	if a.Fund == CapitalFund {
		t.capital(-parts)
	} else {
		set(t, &t.books.commons, t.books.commons-parts)
	}
	t.Note("spent", a.For)
	return t.take(account, a.To, parts)
}
