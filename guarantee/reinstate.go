package guarantee

import (
	"time"

	"example.org/mutual/internal/machine"
	"example.org/mutual/unit/journal"
)

// Reinstate ends a member's default, once nothing of its losses is left: its creditors are paid, and the society has
// had back what it paid for it, or has given that up. The manager must agree, and say why: like a default, its end is
// never declared by the clock. From then on the member owes, holds and is called like others, within the limits that
// it has. While creditors lack anything there is no way back but paying. The only other end of a default is to [Leave],
// which asks the same but for the manager's word.
type Reinstate struct {
	ID      string
	At      time.Time
	By      []string
	Member  string
	Because string // in words
}

func (a Reinstate) header() header { return header{Kind: "reinstate", ID: a.ID, At: a.At, By: a.By} }

func (a *Reinstate) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("member", &a.Member)
	c.Text("because", &a.Because)
}

func (a Reinstate) apply(t *turn) error {
	if err := machine.WrongWords(ErrWords, "because", a.Because); err != nil {
		return err
	}
	if err := t.Agree(t.terms.Manager); err != nil {
		return err
	}
	m, err := t.known(a.Member)
	if err != nil {
		return err
	}
	if !m.failed {
		return noLoss(quote(m.name) + " is in no default")
	}
	if err := t.allOver(m); err != nil {
		return err
	}
	set(t, &m.failed, false)
	t.Note("reinstated", a.Because)
	return nil
}

// allOver refuses to end a member's default while something is left of a loss of its.
func (t *turn) allOver(m *member) error {
	for _, l := range t.defaults {
		if l.Defaulter == m.name && !l.over() {
			return &journal.RefusalError{Reason: ErrIndebted, What: "want nothing left of the loss " + quote(l.id), Asked: t.amount(l.recoverable())}
		}
	}
	return nil
}

// over reports whether nothing is left of a loss: nothing to be recovered, and nothing to be paid out.
func (l *loss) over() bool { return l.recoverable() == 0 && !l.ready() }
