package main

import (
	"example.org/mutual/clearing"
	"example.org/mutual/credit"
)

// A register keeps the town's promises, by the rules that the town has for them. It is a ledger (plain.go) or a
// Guarantee Society (guild.go).
type register interface {
	view() credit.View

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

// newRegister is what the town's promises stand in: a ledger, or that of a Guarantee Society.
func (e *economy) newRegister() (register, error) {
	if e.guards {
		return newGuild(e)
	}
	e.say("%d people and firms keep a ledger of what they promise each other.", len(e.parties))
	return newPlain(e)
}
