package partnership

import (
	"strconv"
	"time"

	"example.org/mutual/unit/journal"
)

// Transfer passes nths on from a holder to an active member, for nothing or for what the two have settled between
// themselves. Both agree. For a price that is on record, see [Buy].
type Transfer struct {
	ID       string
	At       time.Time
	By       []string
	From, To string
	Nths     int64
}

func (a Transfer) header() header { return header{Kind: "transfer", ID: a.ID, At: a.At, By: a.By} }

func (a *Transfer) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("from", &a.From)
	c.Text("to", &a.To)
	c.Integer("nths", &a.Nths)
}

func (a Transfer) apply(t *turn) error {
	from, err := t.roll.known(a.From)
	if err != nil {
		return err
	}
	to, err := t.roll.find(a.To)
	if err != nil {
		return err
	}
	if from == to {
		return &journal.RefusalError{Reason: journal.ErrParty, What: "want another to pass nths on to"}
	}
	if err := t.consent(a.From, a.To); err != nil {
		return err
	}
	if a.Nths <= 0 || a.Nths > t.nths.of[from] {
		return &journal.RefusalError{Reason: ErrNths, What: "want 1 to " + strconv.FormatInt(t.nths.of[from], 10) + " nths, and got " + strconv.FormatInt(a.Nths, 10)}
	}
	t.move(from, to, a.Nths)
	return nil
}
