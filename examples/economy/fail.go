package main

import (
	"context"
	"fmt"
	"slices"

	"example.org/mutual/credit"
	"example.org/mutual/unit"
)

// giveUp lets those fail who are too late with too much. All that they owe is in default, due or not. What they have
// in money, and what others still owe them, is their estate, of which all creditors have as much a part; somebody else
// takes the business over.
func (e *economy) giveUp(context.Context) error {
	late := map[string]int64{}
	for _, p := range append(e.due(), e.unpaid()...) {
		if p.Due.Before(e.at().AddDate(0, -failsAfter, 0)) {
			late[p.Promisor] += p.Left.Parts()
		}
	}
	for place, p := range e.parties {
		if late[e.names[place]] > p.turns*failsOf100/100 {
			if err := e.fail(place); err != nil {
				return err
			}
		}
	}
	return nil
}

func (e *economy) fail(place int) error {
	who := e.names[place]
	e.figures().Failures++
	e.estates = append(e.estates, who)
	if err := e.register.fail(who); err != nil {
		return err
	}
	for _, p := range e.unpaid() {
		if p.Promisor != who {
			continue
		}
		if err := e.actOutside(credit.Default{ID: e.id(), At: e.at(), By: []string{outside}, Promise: p.ID}); err != nil {
			return err
		}
	}
	return e.inherit(place)
}

// failed says whether somebody has, and is an estate now.
func (e *economy) failed(who string) bool { return slices.Contains(e.estates, who) }

// inherit has somebody else take a business over, with some money from outside, its trade, and its connection to the
// turbine with the Stock for it.
func (e *economy) inherit(place int) error {
	p := e.parties[place]
	e.heirs[place]++
	heir := fmt.Sprintf("%s (%d)", p.name, e.heirs[place]+1)
	if err := e.settleIn(place, heir, p.turns*broughtOf/100); err != nil {
		return err
	}
	for _, d := range e.trades {
		if d.buyer == place || d.seller == place {
			if err := e.consent(e.names[d.seller], e.names[d.buyer]); err != nil {
				return err
			}
		}
	}
	return nil
}

// handOut shares an estate's money out: to its creditors in the town and outside alike, and what they do not need to
// who runs the business now.
func (e *economy) handOut(who string) error {
	parts := e.purse[who]
	if parts == 0 {
		return nil
	}
	town, world := e.register.lacks(who), e.billed(who)
	if town+world == 0 {
		e.move(who, e.names[e.places[who]], parts)
		return nil
	}
	give, err := unit.Split(e.amount(min(parts, town+world)), []unit.Share{{Key: "town", Weight: town}, {Key: "world", Weight: world}}, unit.LargestRemainder)
	if err != nil {
		return err
	}
	if err := e.register.recover(who, give.Parts[0].Parts()); err != nil {
		return err
	}
	return e.payBills(who, give.Parts[1].Parts())
}

// billed is what one who failed owes outside.
func (e *economy) billed(who string) int64 { return e.bills.Owed(who, outside).Parts() }

// payBills pays the bills of one who failed, the first ones first: they are all the world's.
func (e *economy) payBills(who string, parts int64) error {
	for _, p := range slices.Collect(e.bills.Promises()) {
		paid := min(parts, p.Left.Parts())
		if p.Promisor != who || paid == 0 {
			continue
		}
		parts -= paid
		e.move(who, outside, paid)
		e.figures().Bills += paid
		if err := e.actOutside(e.inMoney(p, paid)); err != nil {
			return err
		}
	}
	return nil
}
