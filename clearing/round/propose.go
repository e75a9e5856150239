package round

import (
	"fmt"
	"slices"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/internal/bookform"
	"example.org/mutual/unit/journal"
)

// Propose lays a clearing of what is in play before the parties: the Result of clearing.Clear on
// [Round.Book] with the options of the Terms, whoever computed it. It is verified, so it takes no trust in the
// operator. A proposal that stands falls.
//
// Whoever confirmed the same notice before need not do so again. The entry notes the number of the proposal,
// its totals, and each party whose notice has changed since the one before, with the reason.
type Propose struct {
	ID     string
	At     time.Time
	By     []string // the operator
	Result clearing.Result
}

func (a Propose) header() header { return header{Kind: "propose", ID: a.ID, At: a.At, By: a.By} }

func (a *Propose) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	bookform.Result(c, "result", &a.Result)
}

func (a Propose) apply(r *Round) error {
	if err := r.operates(); err != nil {
		return err
	}
	book, result := r.Book(), cloneResult(&a.Result)
	if err := clearing.Verify(book, r.terms.Options, result); err != nil {
		return &journal.RefusalError{Reason: ErrResult, What: err.Error()}
	}
	if r.now != nil {
		set(r, &r.previous, r.now)
	}
	set(r, &r.count, r.count+1)
	set(r, &r.now, newProposal(r.count, len(r.drops), book, result))
	set(r, &r.phase, Proposed)
	set(r, &r.confirmed, r.now.still(r.confirmed))
	set(r, &r.waiting, len(r.now.waiting(r.confirmed)))
	r.noteProposal()
	return nil
}

// cloneResult copies all that a verified result can have: without a LengthMax there are no Chains.
func cloneResult(r *clearing.Result) *clearing.Result {
	c := *r
	c.SetOff, c.Accepted, c.Tendered = slices.Clone(r.SetOff), slices.Clone(r.Accepted), slices.Clone(r.Tendered)
	c.New, c.Totals, c.Proofs = slices.Clone(r.New), slices.Clone(r.Totals), slices.Clone(r.Proofs)
	for i := range c.Proofs {
		c.Proofs[i].Parties = slices.Clone(c.Proofs[i].Parties)
		c.Proofs[i].Potentials = slices.Clone(c.Proofs[i].Potentials)
		c.Proofs[i].Freed = slices.Clone(c.Proofs[i].Freed)
	}
	return &c
}

func newProposal(number int64, drops int, b clearing.Book, result *clearing.Result) *proposal {
	p := &proposal{number: number, drops: drops, result: result, notices: make(map[string]notice)}
	for n := range clearing.Notices(b, result, clearing.NoticeOptions{}) {
		p.notices[n.Party] = notice{n.Digest(), n.Moves()}
	}
	return p
}

// still returns the confirmations that are of this proposal's notices.
func (p *proposal) still(confirmed map[string]string) map[string]string {
	still := make(map[string]string, len(confirmed))
	for _, party := range sorted(confirmed) {
		if p.notices[party].digest == confirmed[party] {
			still[party] = confirmed[party]
		}
	}
	return still
}

// waiting returns who must still confirm, sorted.
func (p *proposal) waiting(confirmed map[string]string) []string {
	var all []string
	for _, party := range sorted(p.notices) {
		if _, ok := confirmed[party]; !ok && p.notices[party].moves {
			all = append(all, party)
		}
	}
	return all
}

// noteProposal puts on record what is proposed, and what has changed.
func (r *Round) noteProposal() {
	t := &r.core.Turn
	t.Note("proposal", fmt.Sprint(r.now.number))
	for _, totals := range r.now.result.Totals {
		t.Note("totals", totals.String())
	}
	if r.previous == nil {
		return
	}
	why := r.reasons()
	for _, party := range sorted(r.previous.notices) {
		if r.changed(party) {
			t.Note("changed", fmt.Sprintf("%s: %s", party, why(party)))
		}
	}
}
