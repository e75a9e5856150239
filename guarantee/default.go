package guarantee

import (
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
// that the society guarantees, due or not, but for those in dispute or reserved, which it leaves as they are; and what
// they were called for and have not paid. What the society does not guarantee is untouched.
//
// First what the defaulters and each other member owe each other under the guarantee is set off, the earlier due
// first; then comes one largest set-off of all that is due. The loss is what is left. It goes through the
// layers of the terms at once, each draw noted with its reason: who is called owes that from now on, and what is
// drawn of money stands ready for [PayOut]. Several defaulters in one action use each its own layers first, and
// share what is common in proportion to what is left of each loss.
//
// With Means, the manager states what members have to pay with, and whoever cannot pay because others do not is
// in default too: see [Society.Spread].
//
// Each loss is named after the action: ID/1, ID/2 and so on, in the order of the defaulters' names. It belongs to
// the current policy year. O(n log n) in promises, claims and members.
type Declare struct {
	ID      string
	At      time.Time
	By      []string
	Members []string           // at most DefaultersMax, each once
	Means   []insolvency.Means // what members have to pay with; empty: nobody fails for others' failing
	Because string             // in words
}

// DefaultersMax is how many members one action can declare in default.
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
	year, err := t.current()
	if err != nil {
		return err
	}
	failing, err := t.failing(a.Members)
	if err != nil {
		return err
	}
	if len(a.Means) > 0 {
		if failing, err = t.spread(failing, a.Means); err != nil {
			return err
		}
	}
	t.Note("because", a.Because)
	return t.declare(year, failing)
}

// failing are the members named, in the order of their names. At least one must be.
func (t *turn) failing(names []string) ([]*member, error) {
	if len(names) > DefaultersMax {
		return nil, &journal.RefusalError{Reason: journal.ErrLimit, What: "want at most 4096 members"}
	}
	all := make([]*member, 0, len(names))
	for _, who := range slices.Sorted(slices.Values(names)) {
		m, err := t.known(who)
		if err != nil {
			return nil, err
		}
		if len(all) > 0 && all[len(all)-1] == m {
			return nil, &journal.RefusalError{Reason: ErrMember, What: "want each once, and " + quote(who) + " is there again"}
		}
		all = append(all, m)
	}
	return all, nil
}

// declare sets off what can be, and shares the rest out as losses. Nobody is declared without cause.
func (t *turn) declare(year int32, failing []*member) error {
	if len(failing) == 0 {
		return noLoss("want somebody who is to be declared in default")
	}
	open := t.coverable()
	owed, unpaid := t.owedBy(failing, open), make([][]unpaidCall, len(failing))
	for i, m := range failing {
		unpaid[i] = t.unpaid(m)
		if len(owed[i]) == 0 && len(unpaid[i]) == 0 {
			return noLoss("nothing that " + quote(m.name) + " owes is guaranteed, or called for")
		}
		set(t, &m.failed, true)
		t.unvote(m.name)
		t.Note("defaulted", m.name)
	}
	if err := t.offset(failing, open); err != nil {
		return err
	}
	var losses []*loss
	for i, m := range failing {
		l, err := t.lose(m, year, owed[i], unpaid[i])
		if err != nil {
			return err
		}
		if len(l.losing) > 0 {
			l.id = t.id + "/" + strconv.Itoa(len(losses)+1)
			losses = append(losses, l)
		}
	}
	return t.bear(losses)
}

func noLoss(what string) error { return &journal.RefusalError{Reason: ErrLoss, What: what} }

// A debt is a promise that a default covers: guaranteed, and neither declared before nor in dispute or reserved.
type debt struct {
	id       string
	from, to int32 // the members' numbers
	parts    int64
	due      time.Time
}

func (s *Society) coverable() []debt {
	var open []debt
	for p := range s.held.Promises() {
		if parts := s.guaranteed(&p); parts > 0 && !p.Disputed && p.Reserved.IsZero() {
			open = append(open, debt{p.ID, s.number[p.Promisor], s.number[p.Holder], parts, p.Due})
		}
	}
	return open
}

// owedBy are the IDs of what each member owes of these debts.
func (t *turn) owedBy(failing []*member, open []debt) [][]string {
	owed, place := make([][]string, len(failing)), make(map[int32]int, len(failing))
	for i, m := range failing {
		place[t.number[m.name]] = i
	}
	for _, d := range open {
		if i, fails := place[d.from]; fails {
			owed[i] = append(owed[i], d.id)
		}
	}
	return owed
}

// lose declares what is left of a member's promises in default, and returns the loss, with what it was called for
// and has not paid.
func (t *turn) lose(m *member, year int32, owed []string, unpaid []unpaidCall) (*loss, error) {
	l := &loss{year: year, Case: waterfall.Case{Defaulter: m.name}}
	for _, id := range owed {
		p, ok := t.ledger.Promise(id)
		if !ok || p.Left.IsZero() {
			continue
		}
		if err := t.act(credit.Default{ID: t.next(), At: t.at, By: t.by(), Promise: id}); err != nil {
			return nil, err
		}
		l.losing = append(l.losing, waterfall.Claim{Creditor: id, Amount: p.Left})
	}
	for _, c := range unpaid {
		l.losing = append(l.losing, waterfall.Claim{Creditor: callClaim(c.loss), Amount: t.amount(c.parts)})
	}
	return l, nil
}

// bear shares losses out by the layers of the terms, and draws on these.
func (t *turn) bear(losses []*loss) error {
	if len(losses) == 0 {
		return nil
	}
	all := make([]waterfall.Loss, len(losses))
	for i, l := range losses {
		all[i] = waterfall.Loss{Defaulter: l.Defaulter, Claims: l.losing}
	}
	r := roll{members: t.byName()}
	out, err := waterfall.Run(t.terms.Layers, t.holdings(losses, r.members), all)
	if err != nil {
		return refused(err)
	}
	old := t.defaults
	set(t, &t.defaults, append(old[:len(old):len(old)], losses...))
	for i, l := range losses {
		l.Case, l.losing = out.Cases[i], nil
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
