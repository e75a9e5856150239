package partnership

import (
	"time"

	"example.org/mutual/internal/machine"
	"example.org/mutual/unit"
)

// Receive takes money for what the asset yielded otherwise than by rental into the gross: the sale of its energy, say.
// The custodian must agree, as the one who received it.
type Receive struct {
	ID     string
	At     time.Time
	By     []string
	From   string // who paid, a member or not
	Amount unit.Amount
	For    string // in words
}

func (a Receive) header() header { return header{Kind: "receive", ID: a.ID, At: a.At, By: a.By} }

func (a *Receive) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("from", &a.From)
	c.Amount("amount", &a.Amount)
	c.Text("for", &a.For)
}

func (a Receive) apply(t *turn) error {
	if err := machine.WrongMember("from", a.From); err != nil {
		return err
	}
	if err := machine.WrongWords(ErrWords, "for", a.For); err != nil {
		return err
	}
	if err := t.consent(); err != nil {
		return err
	}
	parts, err := t.parts(a.Amount)
	if err != nil {
		return err
	}
	t.Note("for", a.For)
	if err := t.bring(a.From, grossAccount, parts); err != nil {
		return err
	}
	return t.changeGross(parts)
}
