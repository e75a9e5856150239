package main

import (
	"context"
	"iter"

	"example.org/mutual/clearing"
	"example.org/mutual/credit"
	"example.org/mutual/guarantee"
)

// A register keeps the town's promises, by the rules that the town has for them. It is a ledger (plain.go) or a
// Guarantee Society (guild.go).
type register interface {
	view() guarantee.View

	// admit takes in who runs a place now.
	admit(place int) error
	// promise makes the promise of an order, named id, or says that it is refused.
	promise(id string, o order) (made bool, err error)
	// act does what people do with promises that there are.
	act(credit.Action) error
	// book is what can be set off, and setOff does it.
	book() clearing.Book
	setOff(clearing.Book, *clearing.Result) error
	// renew lets a promise of the first in a chain to the last take the place of all promises along it, or says that it
	// is refused.
	renew(c chain) (made bool, err error)

	// fail declares somebody's promises to be in default, and tells of it.
	fail(who string) error
	// lacks is what one who failed still owes for them, and recover takes so much of its money for that.
	lacks(who string) int64
	recover(who string, parts int64) error

	// cover is what the guarantee has cost and paid, if there is one.
	cover() cover

	// month is what it does at the end of each month, and year at that of the year.
	month() error
	year() error
	check() error
}

// promise has what is ordered delivered on promises, and bills come in.
func (e *economy) promise(m month) error {
	f := e.figures()
	for _, o := range m.orders {
		if o = e.withWind(o); o.parts == 0 {
			continue
		}
		id := e.id()
		made, err := e.register.promise(id, o)
		if err != nil {
			return err
		}
		if !made {
			f.Refused += o.parts
			continue
		}
		f.Promised += o.parts
		e.open = append(e.open, id)
		if err := e.border.cross(o); err != nil {
			return err
		}
	}
	for place, parts := range m.costs {
		if err := e.bill(e.names[place], parts); err != nil {
			return err
		}
	}
	return nil
}

// what is what a place sells, in words.
func (e *economy) what(place int) string { return "what a " + e.parties[place].trade + " sells" }

// bill is what somebody is to pay outside, at once.
func (e *economy) bill(who string, parts int64) error {
	if parts == 0 {
		return nil
	}
	return e.actOutside(credit.Issue{
		ID: e.id(), At: e.at(), By: []string{who, outside}, Promisor: who, Holder: outside, Amount: e.amount(parts), For: "a bill", Due: e.at(),
	})
}

// promises are those of which something is left and whose promisor has not failed, in the order made.
func (e *economy) promises() iter.Seq[credit.Promise] {
	return func(yield func(credit.Promise) bool) {
		for _, id := range e.open {
			if p, _ := e.register.view().Promise(id); p.Left.Sign() > 0 && !p.Defaulted && !yield(p) {
				return
			}
		}
	}
}

// forget drops all others.
func (e *economy) forget() {
	var open []string
	for p := range e.promises() {
		open = append(open, p.ID)
	}
	e.open = open
}

// isDue says of a promise whether it was due by now. Those of the society's credit never are.
func (e *economy) isDue(p credit.Promise) bool { return !p.Due.IsZero() && !p.Due.After(e.at()) }

// due are those that are due.
func (e *economy) due() (due []credit.Promise) {
	for p := range e.promises() {
		if e.isDue(p) {
			due = append(due, p)
		}
	}
	return due
}

// unpaid are the bills whose debtor has not failed.
func (e *economy) unpaid() (unpaid []credit.Promise) {
	for p := range e.bills.Promises() {
		if p.Left.Sign() > 0 && !p.Defaulted {
			unpaid = append(unpaid, p)
		}
	}
	return unpaid
}

// clear sets off what can be, due or not, and checks the proof before anything is believed.
func (e *economy) clear(ctx context.Context) error {
	if !e.clears {
		return nil
	}
	book, o := e.register.book(), clearing.Options{LengthMax: e.length}
	r, err := clearing.Clear(ctx, book, o)
	if err != nil {
		return err
	}
	if err := clearing.Verify(book, o, r); err != nil {
		return err
	}
	if len(r.Totals) == 0 || r.Totals[0].Cleared.IsZero() {
		return nil
	}
	for i, o := range book.Obligations {
		if _, ok := e.register.view().Promise(o.ID); ok { // and no claim of the society's, or on it
			e.figures().SetOff += r.SetOff[i].Parts()
		}
	}
	return e.register.setOff(book, r)
}
