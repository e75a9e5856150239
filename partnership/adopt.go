package partnership

import (
	"slices"
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
	signed := false
	for _, who := range t.terms.Founders {
		if _, before := t.roll.number[who]; t.Agrees(who) && !before {
			t.enter(who)
			t.Note("adopted", who)
			signed = true
		}
	}
	if !signed {
		return &journal.RefusalError{Reason: journal.ErrConsent, What: "want a founder who has not adopted them yet", Missing: t.unsigned()}
	}
	if len(t.roll.members) == len(t.terms.Founders) {
		t.found()
	}
	return nil
}

// found gives the first nths to those whose they are.
func (t *turn) found() {
	set(t, &t.adopted, true)
	for _, h := range t.terms.Holders {
		t.grant(t.roll.number[h.Party], h.Nths)
	}
	t.Note("founded", t.terms.Name)
}

// unsigned are the founders who have not adopted the terms yet, sorted, at most as many as By can hold.
func (t *turn) unsigned() []string {
	var missing []string
	for _, who := range t.terms.Founders {
		if _, signed := t.roll.number[who]; !signed {
			missing = append(missing, who)
		}
	}
	slices.Sort(missing)
	return missing[:min(len(missing), journal.PartiesMax)]
}
