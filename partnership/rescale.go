package partnership

import (
	"strconv"
	"time"

	"example.org/mutual/unit/journal"
)

// Rescale makes so many nths of each that there is, to buy or sell at a finer grain. It changes nobody's share.
type Rescale struct {
	ID     string
	At     time.Time
	By     []string
	Factor int64 // 2 or above
}

func (a Rescale) header() header { return header{Kind: "rescale", ID: a.ID, At: a.At, By: a.By} }

func (a *Rescale) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Integer("factor", &a.Factor)
}

func (a Rescale) apply(t *turn) error {
	if err := t.consent(); err != nil {
		return err
	}
	if most := NthsMax / t.nths.total; a.Factor < 2 || a.Factor > most {
		return &journal.RefusalError{Reason: ErrNths, What: "want a factor of 2 to " + strconv.FormatInt(most, 10) + ", and got " + strconv.FormatInt(a.Factor, 10)}
	}
	scaled := make([]int64, len(t.nths.of))
	for at, n := range t.nths.of {
		scaled[at] = n * a.Factor
		if n > 0 {
			t.Post(nthsClass, allNths, t.roll.members[at].nthsAccount, scaled[at]-n)
		}
	}
	set(t, &t.nths.of, scaled)
	set(t, &t.nths.total, t.nths.total*a.Factor)
	set(t, &t.standing.price.nths, t.standing.price.nths*a.Factor)
	t.Note("rescaled", "N is "+strconv.FormatInt(t.nths.total, 10))
	return nil
}
