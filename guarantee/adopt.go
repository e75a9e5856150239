package guarantee

import (
	"time"

	"example.org/mutual/unit/journal"
)

// Adopt is a founder's signature under the terms, or that of several: all who stand in By and have not signed yet.
// Once all founders have signed, the society is founded and they are its first members.
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
	all, err := t.Adopt(t.terms.Founders, t.entered, t.enter)
	if all {
		set(t, &t.adopted, true)
		t.Note("founded", t.terms.Name)
	}
	return err
}

// entered reports whether somebody is or was a member.
func (t *turn) entered(who string) bool {
	_, ok := t.number[who]
	return ok
}
