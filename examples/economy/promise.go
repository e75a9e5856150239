package main

import (
	"iter"

	"example.org/mutual/credit"
)

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

// isDue says of a promise whether it was due by now. Those that took the place of others never are.
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
