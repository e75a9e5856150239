package credit

import (
	"slices"
	"time"

	"example.org/mutual/internal/machine"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// Default declares a promise, or a part of it, to be in default: it stays owed, and cannot move to another holder any
// more. The holder declares it, or who answers for it, never the clock. A part becomes a promise of the same root,
// named after the action: ID/1; the rest stays as it is, and so does what is reserved.
type Default struct {
	ID      string
	At      time.Time
	By      []string
	Promise string
	Amount  unit.Amount // how much of it; the zero Amount: all that is left, reserved or not
}

func (a Default) header() header { return header{Kind: "default", ID: a.ID, At: a.At, By: a.By} }

func (a *Default) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("promise", &a.Promise)
	c.Amount("amount", &a.Amount)
}

func (a Default) apply(t *turn) error {
	at, p, err := t.open(a.Promise)
	if err != nil {
		return err
	}
	if p.defaulted {
		return &journal.RefusalError{Reason: ErrDefault, What: "it is declared already"}
	}
	if !t.answers(p) {
		if err := t.Agree(t.parties[p.creditor].name); err != nil {
			return err
		}
	}
	parts := p.left
	if a.Amount != (unit.Amount{}) {
		if parts, err = t.partsOf(a.Amount, p); err != nil {
			return err
		}
	}
	a.mark(t, at, parts)
	return nil
}

// mark notes the default of a promise, or of a part that becomes a promise of its own.
func (a Default) mark(t *turn, at int32, parts int64) {
	p := *t.promise(at)
	if parts == p.left {
		p.defaulted = true
		t.set(at, p)
		t.Note("default", p.id)
		return
	}
	rest, part := p.split(parts, a.ID)
	part.defaulted = true
	t.set(at, rest)
	t.make(part, part.pair)
	t.Note("default", part.id)
}

// answers reports whether a promise has a guarantor who agrees. The holder has accepted the promise with it, and so
// that it sees to the promise's default.
func (t *turn) answers(p *promise) bool { return p.guarantor != "" && t.Agrees(p.guarantor) }

// Renounce gives up the guarantee of a promise: nobody answers for it any more but its promisor. Its holder must
// agree, whom the guarantee was for.
type Renounce struct {
	ID      string
	At      time.Time
	By      []string
	Promise string
}

func (a Renounce) header() header { return header{Kind: "renounce", ID: a.ID, At: a.At, By: a.By} }

func (a *Renounce) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("promise", &a.Promise)
}

func (a Renounce) apply(t *turn) error {
	at, p, err := t.open(a.Promise)
	switch {
	case err != nil:
		return err
	case p.guarantor == "" || p.guarantor == t.parties[p.creditor].name:
		return &journal.RefusalError{Reason: ErrTrust, What: "want a promise with a guarantor who does not hold it"}
	}
	if err := t.Agree(t.parties[p.creditor].name); err != nil {
		return err
	}
	t.Note("renounced", p.guarantor)
	changed := *p
	changed.guarantor = ""
	t.set(at, changed)
	return nil
}

// TakeOver makes the guarantor of a promise in default the holder of it, or of a part: the guarantor has made
// good to the holder what the promisor did not, and is owed it from then on. Only the guarantor must agree: the
// holder did when it accepted a promise with this guarantor, and nobody need sign in the promisor's name. What
// is taken over becomes a promise of the same root, named after the action: ID/1, of the origin Claim.
type TakeOver struct {
	ID      string
	At      time.Time
	By      []string
	Promise string      // its ID
	Amount  unit.Amount // how much of it; the zero Amount: all that is left
}

func (a TakeOver) header() header { return header{Kind: "takeOver", ID: a.ID, At: a.At, By: a.By} }

func (a *TakeOver) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("promise", &a.Promise)
	c.Amount("amount", &a.Amount)
}

func (a TakeOver) apply(t *turn) error {
	at, p, err := t.open(a.Promise)
	switch {
	case err != nil:
		return err
	case !p.defaulted:
		return &journal.RefusalError{Reason: ErrDefault, What: "want a promise declared to be in default"}
	case p.guarantor == "" || p.guarantor == t.parties[p.creditor].name:
		return &journal.RefusalError{Reason: ErrTrust, What: "want a promise with a guarantor who does not hold it"}
	}
	if err := t.Agree(p.guarantor); err != nil {
		return err
	}
	parts, err := t.partsOf(a.Amount, p)
	if err != nil {
		return err
	}
	rest, claim := p.split(parts, a.ID)
	claim.origin = Claim
	t.set(at, rest)
	pair := t.meet(t.parties[p.debtor].name, p.guarantor)
	if err := t.fits(pair, parts, true); err != nil {
		return err
	}
	t.post(t.parties[claim.creditor].name, claim.guarantor, parts)
	t.make(claim, pair)
	return nil
}

// Dispute says that a promise is not owed as it stands. Its promisor or its holder says so, and until both
// resolve it nothing happens to the promise.
type Dispute struct {
	ID      string
	At      time.Time
	By      []string
	Promise string
	Because string // in words
}

func (a Dispute) header() header { return header{Kind: "dispute", ID: a.ID, At: a.At, By: a.By} }

func (a *Dispute) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("promise", &a.Promise)
	c.Text("because", &a.Because)
}

func (a Dispute) apply(t *turn) error {
	if err := machine.WrongWords(ErrWords, "because", a.Because); err != nil {
		return err
	}
	at, p, err := t.open(a.Promise)
	if err != nil {
		return err
	}
	holder, promisor := t.parties[p.creditor].name, t.parties[p.debtor].name
	if !t.Agrees(holder) && !t.Agrees(promisor) {
		return &journal.RefusalError{Reason: journal.ErrConsent, What: "either of the two will do", Missing: slices.Sorted(slices.Values([]string{holder, promisor}))}
	}
	if p.held > 0 {
		return &journal.RefusalError{Reason: ErrReserved, What: "want the reservation committed, released or expired first"}
	}
	changed := *p
	changed.disputed = true
	t.set(at, changed)
	t.Note("disputed", a.Because)
	return nil
}

// Resolve ends a dispute, by making the promise smaller if both agree that it is: a correction is an
// action of its own, and nothing that was applied is ever taken back. Both sides must agree. Where the promise stays
// what it was its guarantor can do it alone, whom both have accepted with it: a debtor who says that it owes nothing
// could otherwise keep its creditor from what the guarantor answers for.
type Resolve struct {
	ID      string
	At      time.Time
	By      []string
	Promise string
	Less    unit.Amount // how much of it was not owed; the zero Amount: nothing
	Words   string      // what they agreed on
}

func (a Resolve) header() header { return header{Kind: "resolve", ID: a.ID, At: a.At, By: a.By} }

func (a *Resolve) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("promise", &a.Promise)
	c.Amount("less", &a.Less)
	c.Text("words", &a.Words)
}

func (a Resolve) apply(t *turn) error {
	if err := machine.WrongWords(ErrWords, "words", a.Words); err != nil {
		return err
	}
	at, ok := t.lookup(a.Promise)
	if !ok || !t.promise(at).disputed {
		return &journal.RefusalError{Reason: ErrPromise, What: "want a promise in dispute"}
	}
	p := *t.promise(at)
	if a.Less != (unit.Amount{}) || !t.answers(&p) {
		if err := t.Agree(t.parties[p.creditor].name, t.parties[p.debtor].name); err != nil {
			return err
		}
	}
	p.disputed = false
	t.set(at, p)
	t.Note("resolved", a.Words)
	if a.Less == (unit.Amount{}) {
		return nil
	}
	parts, err := t.partsOf(a.Less, &p)
	if err != nil {
		return err
	}
	t.less(at, parts)
	return nil
}
