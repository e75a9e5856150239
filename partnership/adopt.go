package partnership

import (
	"time"

	"example.org/mutual/unit/journal"
)

// Adopt is a founder's signature under the terms, or that of several: all who stand in By and have not signed yet.
// Once all founders have signed, the partnership is founded, they are its first members, and the first nths are theirs.
type Adopt struct {
	ID string
	At time.Time
	By []string
}

func (a Adopt) header() header { return header{Kind: "adopt", ID: a.ID, At: a.At, By: a.By} }

func (a *Adopt) fields(c *codec) { c.Header(a.header().Kind, &a.ID, &a.At, &a.By) }

func (a Adopt) apply(t *turn) error {
	if t.adopted {
		return &journal.RefusalError{Reason: ErrAdopted, What: "they were adopted before"}
	}
	all, err := t.Adopt(t.terms.Founders, t.entered, func(who string) { t.enter(who) })
	if all {
		t.found()
	}
	return err
}

// entered reports whether somebody is or was a member.
func (t *turn) entered(who string) bool {
	_, ok := t.roll.number[who]
	return ok
}

// found gives the first nths to those whose they are.
func (t *turn) found() {
	set(t, &t.adopted, true)
	for _, h := range t.terms.Holders {
		t.grant(t.roll.number[h.Party], h.Nths)
	}
	t.Note("founded", t.terms.Name)
}
