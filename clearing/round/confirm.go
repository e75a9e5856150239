package round

import (
	"time"

	"example.org/mutual/unit/journal"
)

// Confirm says that a party agrees to its notice in the proposal that stands. It names the notice by its
// digest, so that nobody agrees to another than it has read. The party must be in By. To confirm again
// changes nothing.
type Confirm struct {
	ID       string
	At       time.Time
	By       []string
	Party    string
	Proposal int64  // its number
	Notice   string // the Digest of the party's notice in it
}

func (a Confirm) header() header { return header{Kind: "confirm", ID: a.ID, At: a.At, By: a.By} }

func (a *Confirm) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("party", &a.Party)
	c.Integer("proposal", &a.Proposal)
	c.Text("notice", &a.Notice)
}

func (a Confirm) apply(r *Round) error {
	if err := r.going(); err != nil {
		return err
	}
	if err := r.stands(a.Proposal); err != nil {
		return err
	}
	n, ok := r.now.notices[a.Party]
	if !ok || n.digest != a.Notice {
		return &journal.RefusalError{Reason: ErrNotice, What: "want the digest of what the proposal tells this party"}
	}
	if err := r.core.Turn.Agree(a.Party); err != nil {
		return err
	}
	if _, again := r.confirmed[a.Party]; again {
		return nil
	}
	r.confirmed[a.Party] = n.digest
	r.changes.UndoBy(func() { delete(r.confirmed, a.Party) })
	if n.moves {
		set(r, &r.waiting, r.waiting-1)
	}
	return nil
}

// stands refuses a number that is not that of the proposal that stands.
func (r *Round) stands(number int64) error {
	if r.now == nil {
		return &journal.RefusalError{Reason: ErrProposal, What: "none stands"}
	}
	if r.now.number != number {
		return &journal.RefusalError{Reason: ErrProposal, What: "want the number of the one that stands"}
	}
	return nil
}
