package credit

import (
	"time"

	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// Transfer passes a promise, or a part of it, on to a new holder. The holder must agree; the new holder
// must trust the promisor, by a line with room, or agree; a guarantor must agree to stand by the promise
// in the new hands. Passed on whole, the promise keeps its ID; a part becomes a promise of the same root,
// named after the action: ID/1. A promise that comes home to its promisor is extinguished.
//
// A promise in dispute or in default does not move.
type Transfer struct {
	ID      string
	At      time.Time
	By      []string
	Promise string      // its ID
	To      string      // the new holder
	Amount  unit.Amount // how much of it; the zero Amount: all that is left
}

func (a Transfer) header() header { return header{Kind: "transfer", ID: a.ID, At: a.At, By: a.By} }

func (a *Transfer) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("promise", &a.Promise)
	c.Text("to", &a.To)
	c.Amount("amount", &a.Amount)
}

func (a Transfer) apply(t *turn) error {
	at, p, err := t.open(a.Promise)
	if err != nil {
		return err
	}
	if p.defaulted {
		return &journal.RefusalError{Reason: ErrDefault, What: "it stays with its holder"}
	}
	holder, promisor := t.parties[p.creditor].name, t.parties[p.debtor].name
	if err := two("holder", holder, "new holder", a.To); err != nil {
		return err
	}
	home := a.To == promisor
	if err := a.checkAgreed(t, p, holder, home); err != nil {
		return err
	}
	parts, err := t.partsOf(a.Amount, p)
	if err != nil {
		return err
	}
	if home {
		t.less(at, parts)
		t.Note("extinguished", a.Promise)
		return nil
	}
	return a.move(t, at, parts)
}

// checkAgreed checks who must agree. That the new holder does, or has a line for the promisor, is checked last.
func (a Transfer) checkAgreed(t *turn, p *promise, holder string, home bool) error {
	guarantor := p.guarantor
	if guarantor == "" || home {
		guarantor = holder // nobody else
	}
	if err := t.Agree(holder, guarantor); err != nil || home {
		return err
	}
	if t.find(t.parties[p.debtor].name, a.To).line.open || t.Agrees(a.To) {
		return nil
	}
	return &journal.RefusalError{Reason: ErrTrust, Missing: []string{a.To}}
}

// move changes the holder of a promise, or makes a part of it a promise of its own. What moves is taken
// off first, because the room for it with the new holder is that without it.
func (a Transfer) move(t *turn, at int32, parts int64) error {
	old := *t.promise(at)
	rest, part := old.split(parts, a.ID)
	t.set(at, rest)
	pair := t.pair(ends{old.debtor, t.party(a.To)})
	if err := t.fits(pair, parts, t.Agrees(a.To)); err != nil {
		return err
	}
	t.post(t.parties[old.creditor].name, a.To, parts)
	if rest.left == 0 { // and so nothing was reserved
		old.pair, old.ends = pair, t.pairs[pair].ends
		t.set(at, old)
		return nil
	}
	t.make(part, pair)
	return nil
}
