package guarantee

import (
	"time"

	"example.org/mutual/unit"
)

// Deposit takes a member's money into the custodian's hands, from which charges are taken. The custodian must
// agree, as the one who received it.
type Deposit struct {
	ID     string
	At     time.Time
	By     []string
	Member string
	Amount unit.Amount
}

func (a Deposit) header() header { return header{Kind: "deposit", ID: a.ID, At: a.At, By: a.By} }

func (a *Deposit) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("member", &a.Member)
	c.Amount("amount", &a.Amount)
}

func (a Deposit) apply(t *turn) error {
	m, err := t.known(a.Member)
	if err != nil {
		return err
	}
	if err := t.Agree(t.terms.Custodian); err != nil {
		return err
	}
	parts, err := t.parts(a.Amount)
	if err != nil {
		return err
	}
	if err := t.bring(m.name, m.depositAccount, parts); err != nil {
		return err
	}
	t.credit(m, parts)
	return nil
}
