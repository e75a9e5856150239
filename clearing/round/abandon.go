package round

import (
	"time"

	"example.org/mutual/internal/machine"
)

// Abandon ends the round with nothing set off.
type Abandon struct {
	ID     string
	At     time.Time
	By     []string // the operator
	Reason string   // in words
}

func (a Abandon) header() header { return header{Kind: "abandon", ID: a.ID, At: a.At, By: a.By} }

func (a *Abandon) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("reason", &a.Reason)
}

func (a Abandon) apply(r *Round) error {
	if err := r.operates(); err != nil {
		return err
	}
	if err := machine.WrongWords(ErrWords, "reason", a.Reason); err != nil {
		return err
	}
	set(r, &r.phase, Abandoned)
	r.core.Turn.Note("abandoned", a.Reason)
	return nil
}
