package guaranteetest

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/guarantee"
	"example.org/mutual/unit"
)

// A promised is what one is to promise another.
type promised struct {
	debtor, creditor string
	parts            int64
}

// A transit is what a payment or a set-off takes off promises, and what it newly promises.
type transit struct {
	takes map[string]int64
	owes  []promised
	words string
	needs []string // who must agree
	payee string
}

// A reservation is a transit that waits.
type reservation struct {
	transit
	until time.Time
}

// reservations follows what members reserve, by their actions and by what was open before each: not by what the machine
// says that it reserved.
type reservations map[string]reservation

// before is what was open before an action, and who could trade.
type before struct {
	promises map[string]credit.Promise
	active   map[string]bool
}

func lookBefore(m Machine) before {
	b := before{map[string]credit.Promise{}, map[string]bool{}}
	for p := range m.Ledger().Promises() {
		b.promises[p.ID] = p
	}
	for member := range m.Members() {
		b.active[member.Name] = member.Active
	}
	return b
}

// follow takes note of what an action, applied or refused, did with what is reserved, and reports what is wrong with
// it.
func (r reservations) follow(b before, m Machine, did guarantee.Action, refused error) error {
	trade, ok := did.(guarantee.Trade)
	if !ok {
		return nil
	}
	switch a := trade.Action.(type) {
	case credit.Pay:
		return b.carried(m, deed{a, a.ID, a.By, refused}, b.pay(a.Payment), +1, 0)
	case credit.Reserve:
		return r.reserve(b, m, a, refused)
	case credit.Commit:
		return r.end(b, m, deed{a, a.ID, a.By, refused}, a.Reservation, +1, func(was reservation) (may bool) {
			return missing(was.needs, a.By) == "" && b.canPromise(was.owes)
		})
	case credit.Release:
		return r.end(b, m, deed{a, a.ID, a.By, refused}, a.Reservation, 0, func(was reservation) (may bool) {
			any := append(slices.Clone(was.needs), was.payee)
			return len(was.needs) == 0 || slices.ContainsFunc(a.By, func(who string) bool { return slices.Contains(any, who) })
		})
	case credit.Expire:
		return r.end(b, m, deed{a, a.ID, a.By, refused}, a.Reservation, 0, func(was reservation) (may bool) { return !a.At.Before(was.until) })
	}
	return nil
}

// A deed is an action on promises, and why it was refused if it was.
type deed struct {
	credit.Action
	id      string
	by      []string
	refused error
}

// reserve begins a reservation.
func (r reservations) reserve(b before, m Machine, a credit.Reserve, refused error) error {
	if refused != nil {
		return nil
	}
	t := b.transit(a)
	r[a.ID] = reservation{t, a.Until}
	if !a.Until.After(a.At) {
		return fmt.Errorf("%s was reserved until %v, at %v", a.ID, a.Until, a.At)
	}
	return b.carried(m, deed{a, a.ID, a.By, nil}, t, 0, +1)
}

// end ends a reservation, done or let go. Where it may end, it does.
func (r reservations) end(b before, m Machine, d deed, id string, done int64, may func(reservation) bool) error {
	was, waits := r[id]
	if want := waits && may(was); want != (d.refused == nil) {
		return fmt.Errorf("the reservation %q may end by %T: %v (there is one: %v), and got %w", id, d.Action, want, waits, cmp.Or(d.refused, errEnded))
	}
	if d.refused != nil {
		return nil
	}
	delete(r, id)
	was.needs = nil // which was looked at
	return b.carried(m, d, was.transit, done, -1)
}

var errEnded = errors.New("no refusal")

// canPromise reports whether those are members who are to promise and to hold.
func (b before) canPromise(owes []promised) bool {
	return !slices.ContainsFunc(owes, func(p promised) bool { return !b.active[p.debtor] || !b.active[p.creditor] })
}

// missing is the first of those who must agree and do not, or nobody.
func missing(needs, by []string) string {
	for _, who := range needs {
		if !slices.Contains(by, who) {
			return who
		}
	}
	return ""
}

// transit is what a reservation is of.
func (b before) transit(a credit.Reserve) transit {
	if len(a.Lines) == 0 {
		return b.pay(a.Payment)
	}
	t, balance := transit{takes: map[string]int64{}}, map[string]int64{}
	for _, n := range a.Lines {
		p := b.promises[n.Promise]
		t.takes[n.Promise] = n.SetOff.Parts()
		balance[p.Promisor] += n.SetOff.Parts()
		balance[p.Holder] -= n.SetOff.Parts()
	}
	maps.DeleteFunc(balance, func(_ string, parts int64) bool { return parts == 0 })
	t.needs = slices.Sorted(maps.Keys(balance))
	return t
}

// pay is what a payment does: step by step it repays first what the next owes the one before, and for the rest the one
// before promises.
func (b before) pay(p credit.Payment) transit {
	t := transit{takes: map[string]int64{}, words: p.For, needs: []string{p.From}, payee: p.To}
	for _, path := range p.Paths {
		for i, from := range path.Parties[1:] {
			t.step(b.owed(from, path.Parties[i]), path.Parties[i], from, path.Amount.Parts())
		}
	}
	return t
}

// step passes parts on from one to the next, who owes it these.
func (t *transit) step(owed []credit.Promise, from, to string, parts int64) {
	for _, p := range owed {
		off := min(parts, p.Left.Parts()-p.Reserved.Parts()-t.takes[p.ID])
		if off > 0 {
			t.takes[p.ID] += off
			parts -= off
		}
	}
	if parts > 0 {
		t.owes = append(t.owes, promised{from, to, parts})
	}
}

// owed are one's promises to another that are not disputed: those due earlier first, no due date last, then those with
// a guarantor, then those of lower ID.
func (b before) owed(debtor, creditor string) (all []credit.Promise) {
	for _, id := range slices.Sorted(maps.Keys(b.promises)) {
		if p := b.promises[id]; p.Promisor == debtor && p.Holder == creditor && !p.Disputed {
			all = append(all, p)
		}
	}
	never := time.Date(9999, time.December, 31, 0, 0, 0, 0, time.UTC)
	rank := func(p credit.Promise) (due time.Time, after int) {
		if due = p.Due; due.IsZero() {
			due = never
		}
		if p.Guarantor == "" {
			after = 1
		}
		return due, after
	}
	slices.SortStableFunc(all, func(p, q credit.Promise) int {
		due1, after1 := rank(p)
		due2, after2 := rank(q)
		return cmp.Or(due1.Compare(due2), cmp.Compare(after1, after2))
	})
	return all
}

// carried checks that an action that was applied did what a transit says and nothing else: so many times as done, and
// so many times as reserved. No new promise is guaranteed, and the guarantee of none is touched.
func (b before) carried(m Machine, d deed, t transit, done, held int64) error {
	if d.refused != nil {
		return nil
	}
	if who := missing(t.needs, d.by); who != "" {
		return fmt.Errorf("%T was done without %s", d.Action, who)
	}
	want := maps.Clone(b.promises)
	for _, id := range slices.Sorted(maps.Keys(t.takes)) {
		p := want[id]
		p.Left, p.Reserved = plus(p.Left, -done*t.takes[id]), plus(p.Reserved, held*t.takes[id])
		want[id] = p
	}
	for k, o := range t.owes {
		if done == 0 {
			break
		}
		id, parts := d.id+"/"+strconv.Itoa(k+1), unit.New(o.parts, m.Terms().Unit)
		want[id] = credit.Promise{ID: id, Root: id, Promisor: o.debtor, Holder: o.creditor, For: t.words, Face: parts, Left: parts, Reserved: unit.New(0, parts.Unit())}
	}
	for p := range m.Ledger().Promises() {
		if _, known := b.promises[p.ID]; !known {
			p.Issued = time.Time{} // which is the time of the action
		}
		if w, ok := want[p.ID]; !ok || p != w {
			return fmt.Errorf("%T made of %+v %+v, want %+v", d.Action, b.promises[p.ID], p, w)
		}
		delete(want, p.ID)
	}
	if len(want) > 0 {
		return fmt.Errorf("%T made nothing of %v", d.Action, slices.Sorted(maps.Keys(want)))
	}
	return nil
}

// audit compares what a machine says that is reserved with what was.
func (r reservations) audit(m Machine) error {
	var ids []string
	held := map[string]int64{}
	for got := range m.Ledger().Reservations() {
		want, ok := r[got.ID]
		if !ok || !got.Until.Equal(want.until) || got.For != want.words || got.Payee != want.payee || !slices.Equal(got.Agreed, want.needs) {
			return fmt.Errorf("reserved is %+v, want %+v", got, want)
		}
		takes, owes := map[string]int64{}, []promised(nil)
		for _, n := range got.Takes {
			takes[n.Promise] += n.SetOff.Parts()
			held[n.Promise] += n.SetOff.Parts()
		}
		for _, o := range got.Owes {
			owes = append(owes, promised{o.Debtor, o.Creditor, o.Amount.Parts()})
		}
		if !maps.Equal(takes, want.takes) || !slices.Equal(owes, want.owes) {
			return fmt.Errorf("reserved is %+v, want %+v", got, want)
		}
		ids = append(ids, got.ID)
	}
	if all := slices.Sorted(maps.Keys(r)); !slices.Equal(ids, all) {
		return fmt.Errorf("reserved are %v, want %v", ids, all)
	}
	for p := range m.Ledger().Promises() {
		if p.Reserved.Parts() != held[p.ID] || p.Reserved.Parts() > p.Left.Parts() {
			return fmt.Errorf("of %s %v are reserved of %v, want %d parts", p.ID, p.Reserved, p.Left, held[p.ID])
		}
	}
	return nil
}

// plus adds parts to an amount.
func plus(a unit.Amount, parts int64) unit.Amount { return unit.New(a.Parts()+parts, a.Unit()) }
