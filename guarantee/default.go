package guarantee

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"example.org/mutual/clearing/insolvency"
	"example.org/mutual/credit"
	"example.org/mutual/guarantee/waterfall"
	"example.org/mutual/internal/machine"
	"example.org/mutual/unit/journal"
)

// Declare says that members are in default: the manager does, and never the clock. It covers all promises of theirs
// that the society guarantees, due or not; and what they were called for and have not paid. A dispute about such a
// promise ends with that: see the package comment. What is reserved of one is left to its reservation, and can be
// declared once that is over. What the society does not guarantee is untouched.
//
// First what the defaulters and each other member owe each other under the guarantee is set off, the earlier due
// first; then comes one largest set-off of all that is due, as what the defaulters owe is by their default. The loss is
// what is left. It goes through the layers of the terms at once, each draw noted with its reason: who is called owes
// that from now on, and what is drawn of money stands ready for [PayOut]. Several defaulters in one action use each its
// own layers first, and share what is common in proportion to what is left of each loss. Of whom nothing is lost is not
// in default.
//
// The layers are those that were in force when a promise was accepted, and for a call that is not paid those of that
// loss. Where an amendment came between a defaulter's promises, it has a loss for each order of layers; those by
// earlier layers go first, and the later see what is left.
//
// With Means, the manager states what members have to pay with, and whoever cannot pay because others do not is in
// default too: see [Society.Spread]. Then the loss is only what they cannot pay. What they can stays owed and
// guaranteed as it was, a part of its promise if need be, and the manager can declare it as well if they do not.
//
// Each loss is named after the action: ID/1, ID/2 and so on, in the order of the defaulters' names, and of one those
// by earlier layers first. It belongs to the current policy year. O(n log n) in promises, claims and members, and
// with Means as long again for each round.
type Declare struct {
	ID      string
	At      time.Time
	By      []string
	Members []string           // at most DefaultersMax, each once
	Means   []insolvency.Means // what members have to pay with; empty: these nothing, and all others enough
	Because string             // in words
}

// DefaultersMax is how many members one action can declare in default, those among them who cannot pay because others
// do not.
const DefaultersMax = 4096

// meansMax is how many members' means an action can state.
const meansMax = insolvency.EntriesMax

func (a Declare) header() header { return header{Kind: "declare", ID: a.ID, At: a.At, By: a.By} }

func (a *Declare) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Names("members", &a.Members, DefaultersMax)
	machine.List(c, "means", &a.Means, meansMax, meansFields)
	c.Text("because", &a.Because)
}

func meansFields(c *codec, m *insolvency.Means) {
	c.Text("party", &m.Party)
	c.Amount("amount", &m.Amount)
}

func (a Declare) apply(t *turn) error {
	if err := machine.WrongWords(ErrWords, "because", a.Because); err != nil {
		return err
	}
	if err := t.Agree(t.terms.Manager); err != nil {
		return err
	}
	p, err := t.declared(context.Background(), a)
	if err != nil {
		return err
	}
	if p.empty() {
		return noLoss("want somebody who is to be declared in default, and cannot pay all")
	}
	t.Note("because", a.Because)
	return t.carryOut(p)
}

// declared is what a declaration comes to.
func (s *Society) declared(ctx context.Context, a Declare) (*plan, error) {
	named, err := s.named(a.Members)
	if err != nil {
		return nil, err
	}
	for _, m := range a.Means {
		if _, err := s.known(m.Party); err != nil {
			return nil, err
		}
	}
	return s.plan(ctx, machine.Plain(a.At), named, a.Means)
}

// named are the members named, in the order of their names. Each must owe something.
func (s *Society) named(names []string) ([]*member, error) {
	if len(names) > DefaultersMax {
		return nil, tooMany()
	}
	all := make([]*member, 0, len(names))
	for _, who := range slices.Sorted(slices.Values(names)) {
		m, err := s.known(who)
		if err != nil {
			return nil, err
		}
		if len(all) > 0 && all[len(all)-1] == m {
			return nil, &journal.RefusalError{Reason: ErrMember, What: "want each once, and " + quote(who) + " is there again"}
		}
		if m.owes == 0 && len(s.unpaid(m)) == 0 {
			return nil, noLoss("nothing that " + quote(m.name) + " owes is guaranteed, or called for")
		}
		all = append(all, m)
	}
	return all, nil
}

func tooMany() error {
	return &journal.RefusalError{Reason: journal.ErrLimit, What: "want at most 4096 members in default"}
}

func noLoss(what string) error { return &journal.RefusalError{Reason: ErrLoss, What: what} }

// carryOut does what a plan says: it ends disputes, sets off, and lets the layers bear what is lost.
func (t *turn) carryOut(p *plan) error {
	for i := range p.open {
		if d := &p.open[i]; d.disputed && p.covers(d) {
			if err := t.act(credit.Resolve{ID: t.next(), At: t.at, By: t.by(), Promise: d.id, Words: "covered by the default"}); err != nil {
				return err
			}
		}
	}
	for _, lines := range p.lines {
		if err := t.net(lines); err != nil {
			return err
		}
	}
	old := t.defaults
	set(t, &t.defaults, append(old[:len(old):len(old)], p.losses...))
	r := roll{members: p.members}
	for i, l := range p.losses {
		l.id, l.Case, l.losing = t.id+"/"+strconv.Itoa(i+1), p.cases[i], nil
		set(t, &t.members[t.number[l.Defaulter]].failed, true)
		t.proposals.TakeBack(&t.changes, l.Defaulter)
		t.Note("defaulted", l.Defaulter)
		if err := t.lose(l); err != nil {
			return err
		}
		if err := t.bear(l, &r); err != nil {
			return err
		}
	}
	return nil
}

// lose declares the promises of a loss. Of one of which only a part is lost, the part is a promise of its own then.
func (t *turn) lose(l *loss) error {
	for i := range l.Claims {
		o := &l.Claims[i]
		p, ok := t.ledger.Promise(o.Creditor)
		if !ok {
			continue // a call
		}
		d := credit.Default{ID: t.next(), At: t.at, By: t.by(), Promise: p.ID}
		if o.Amount != p.Left {
			d.ID = t.id + "#" + strconv.Itoa(t.acts+1) // never the action's, so that the part is not named like the loss
			d.Amount, o.Creditor = o.Amount, d.ID+"/1"
		}
		if err := t.act(d); err != nil {
			return err
		}
	}
	return nil
}

// bear draws on the layers what they bear of a loss.
func (t *turn) bear(l *loss, r *roll) error {
	l.due = make([]int64, len(l.Claims))
	l.add(make([]int64, len(l.Claims)))
	t.Note("loss", l.id+": "+l.Defaulter)
	t.Notes = slices.Grow(t.Notes, len(l.Draws))
	for k, why := range l.reasons() {
		t.Note("draw", why)
		if err := t.draw(l, &l.Draws[k], r.find(l.Draws[k].From)); err != nil {
			return err
		}
	}
	return nil
}

// refused says what package waterfall refuses as this package does.
func refused(err error) error {
	var e *waterfall.Error
	if !errors.As(err, &e) {
		return err
	}
	reason := ErrLoss
	switch {
	case errors.Is(err, waterfall.ErrBeyond), errors.Is(err, waterfall.ErrTotal), errors.Is(err, waterfall.ErrSize):
		reason = journal.ErrLimit
	case errors.Is(err, waterfall.ErrUnit):
		reason = journal.ErrUnit
	case errors.Is(err, waterfall.ErrAmount):
		reason = journal.ErrAmount
	}
	return &journal.RefusalError{Reason: reason, What: err.Error(), Asked: e.Asked, Room: e.Room}
}
