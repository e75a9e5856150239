package credit

import (
	"iter"
	"slices"
	"time"

	"example.org/mutual/internal/machine"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// Reserve sets aside all that a payment or a set-off needs, so that nothing else can have it until the
// reservation is committed, released or expired: of promises, what is repaid or set off; of lines, the room
// for what is newly promised. Whoever must agree to the payment or the set-off must agree now, and what was
// agreed to stands: a line lowered or frozen afterwards, or a consent taken back, does not undo it. So a
// commit is never refused for want of room, and one payment or set-off can run over several ledgers: reserve
// in each, and when all have, commit in each.
type Reserve struct {
	ID    string
	At    time.Time
	By    []string
	Until time.Time // from when anybody may expire it: after At, and at most 31 days
	Payment
	Lines []NetLine // a set-off; then the Payment is empty
}

// ReserveMax is how long a reservation may bind others before anybody can expire it.
const ReserveMax = 31 * 24 * time.Hour

func (a Reserve) header() header { return header{Kind: "reserve", ID: a.ID, At: a.At, By: a.By} }

func (a *Reserve) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Time("until", &a.Until)
	paymentFields(c, &a.Payment)
	machine.List(c, "lines", &a.Lines, NetLinesMax, netLine)
}

// A reservation is what was set aside by an action.
type reservation struct {
	id     string
	until  time.Time
	words  string   // of a payment; empty for a set-off
	agreed []string // who must agree to commit: the payer, or whose balance a set-off changes; sorted
	payee  string   // of a payment, who may release it too
	takes  []share  // of promises
	owes   []share  // of pairs
}

// A share is so many parts of the promise, or the pair, at a place.
type share struct {
	place int32
	parts int64
}

func (a Reserve) apply(t *turn) error {
	if !a.Until.After(a.At) || a.Until.After(a.At.Add(ReserveMax)) {
		return &journal.RefusalError{Reason: journal.ErrTime, What: "want until after at, by at most 31 days"}
	}
	r := &reservation{id: a.ID, until: machine.Plain(a.Until)}
	take := func(place int32, parts int64) {
		t.hold(place, parts)
		r.takes = append(r.takes, share{place, parts})
	}
	owe := func(pair int32, parts int64) {
		t.reserve(pair, parts)
		r.owes = append(r.owes, share{pair, parts})
	}
	var err error
	if len(a.Lines) == 0 {
		r.words, r.agreed, r.payee = a.For, []string{a.From}, a.To
		err = t.pay(a.Payment, take, owe)
		t.Note("reserved for", a.For)
	} else if a.From != "" || a.To != "" || a.For != "" || a.Amount != (unit.Amount{}) || len(a.Paths) > 0 {
		err = &journal.RefusalError{Reason: ErrNet, What: "want a payment or a set-off, not both"}
	} else {
		r.agreed, err = t.setOff(a.Lines, a.At, take)
	}
	if err != nil {
		return err
	}
	t.setReservation(r.id, r)
	t.Note("reserved until", r.until.Format(time.RFC3339Nano))
	return nil
}

// hold reserves parts of what is left of the promise at a place, or with parts below zero lets them go.
func (t *turn) hold(place int32, parts int64) {
	p := *t.promise(place)
	p.held += parts
	t.set(place, p)
}

// setReservation puts a reservation in its place, or with nil takes it out.
func (l *Ledger) setReservation(id string, r *reservation) {
	old := l.reserved[id]
	l.undoBy(func() { l.putReservation(id, old) })
	l.putReservation(id, r)
}

func (l *Ledger) putReservation(id string, r *reservation) {
	if r == nil {
		delete(l.reserved, id)
	} else {
		l.reserved[id] = r
	}
}

// Commit carries out what was reserved. Those must agree whose agreement the reservation needed first of
// all: the payer of a payment; of a set-off, all whose balance it changes in this ledger. The promises that
// it makes are named after the Commit.
type Commit struct {
	ID          string
	At          time.Time
	By          []string
	Reservation string // the ID of the Reserve
}

func (a Commit) header() header { return header{Kind: "commit", ID: a.ID, At: a.At, By: a.By} }

func (a *Commit) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("reservation", &a.Reservation)
}

func (a Commit) apply(t *turn) error {
	r, err := t.reservation(a.Reservation)
	if err != nil {
		return err
	}
	if err := t.Agree(r.agreed...); err != nil {
		return err
	}
	t.end(r)
	for _, s := range r.takes {
		t.less(s.place, s.parts)
	}
	for k, s := range r.owes {
		t.owe(a.ID, k+1, r.words, a.At, s.place, s.parts)
	}
	if r.words != "" {
		t.Note("paid for", r.words)
	}
	return nil
}

// Release gives up a reservation, and everything is as if it had not been. One of those must agree who would
// have to agree to commit it, or the payee of a payment. A set-off that changes nobody's balance anybody may
// release.
type Release struct {
	ID          string
	At          time.Time
	By          []string
	Reservation string
}

func (a Release) header() header { return header{Kind: "release", ID: a.ID, At: a.At, By: a.By} }

func (a *Release) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("reservation", &a.Reservation)
}

func (a Release) apply(t *turn) error {
	r, err := t.reservation(a.Reservation)
	if err != nil {
		return err
	}
	may := r.agreed
	if r.payee != "" {
		may = slices.Sorted(slices.Values(append(slices.Clone(may), r.payee)))
	}
	if len(may) > 0 && !slices.ContainsFunc(may, t.Agrees) {
		return &journal.RefusalError{Reason: journal.ErrConsent, What: "any one of them will do", Missing: may}
	}
	t.end(r)
	t.Note("released", r.id)
	return nil
}

// Expire ends a reservation whose time is over, as Release does. Nobody need agree; before its time it is
// ErrTime.
type Expire struct {
	ID          string
	At          time.Time
	By          []string
	Reservation string
}

func (a Expire) header() header { return header{Kind: "expire", ID: a.ID, At: a.At, By: a.By} }

func (a *Expire) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("reservation", &a.Reservation)
}

func (a Expire) apply(t *turn) error {
	r, err := t.reservation(a.Reservation)
	if err != nil {
		return err
	}
	if a.At.Before(r.until) {
		return &journal.RefusalError{Reason: journal.ErrTime, What: "want " + r.until.Format(time.RFC3339Nano) + " or later"}
	}
	t.end(r)
	t.Note("expired", r.id)
	return nil
}

// reservation finds one that was not ended.
func (t *turn) reservation(id string) (*reservation, error) {
	r, ok := t.reserved[id]
	if !ok {
		return nil, &journal.RefusalError{Reason: ErrReserved, What: "want the ID of a reservation that was not committed, released or expired"}
	}
	return r, nil
}

// end lets go of everything that a reservation set aside.
func (t *turn) end(r *reservation) {
	for _, s := range r.takes {
		t.hold(s.place, -s.parts)
	}
	for _, s := range r.owes {
		t.reserve(s.place, -s.parts)
	}
	t.setReservation(r.id, nil)
}

// A Reservation is what was set aside and waits, as it stands. It is a copy.
type Reservation struct {
	ID     string
	Until  time.Time  // from when anybody may expire it
	For    string     // what is paid for; empty for a set-off
	Agreed []string   // who must agree to commit it, sorted
	Payee  string     // of a payment
	Takes  []NetLine  // what will be taken off promises
	Owes   []Reserved // what will be newly promised
}

// Reserved is room that is set aside.
type Reserved struct {
	Debtor, Creditor string
	Amount           unit.Amount
}

// Reservations yields those that were not ended, in the order of their IDs. O(n log n).
func (l *Ledger) Reservations() iter.Seq[Reservation] {
	return func(yield func(Reservation) bool) {
		for _, id := range sortedKeys(l.reserved) {
			if !yield(l.showReservation(l.reserved[id])) {
				return
			}
		}
	}
}

func (l *Ledger) showReservation(r *reservation) Reservation {
	shown := Reservation{ID: r.id, Until: r.until, For: r.words, Agreed: slices.Clone(r.agreed), Payee: r.payee}
	for _, s := range r.takes {
		shown.Takes = append(shown.Takes, NetLine{l.promise(s.place).id, l.amount(s.parts)})
	}
	for _, s := range r.owes {
		e := l.pairs[s.place].ends
		shown.Owes = append(shown.Owes, Reserved{l.parties[e.debtor].name, l.parties[e.creditor].name, l.amount(s.parts)})
	}
	return shown
}
