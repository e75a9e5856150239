package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/unit"
)

// An economy is a town that lives under one way of settling. Whatever anybody does in it is an action that a machine of
// the library has accepted or refused, and money that a purse has for it.
type economy struct {
	way
	*town
	unit unit.Unit
	now  int // months gone
	day  int // of the month that is open
	acts int // so far, for their names

	names   []string         // of each place, who runs it now
	places  map[string]int   // of whoever runs one, or did
	heirs   []int            // of each place, how many have taken it over
	estates []string         // those who have failed, in that order
	purse   map[string]int64 // everybody's money: see money.go
	open    []string         // the promises of which something is left, in the order made

	register register
	bills    *credit.Ledger // what is owed outside, in money alone: nothing of it can be set off
	wind     *windmill      // once it is ordered
	border   *border

	past    []figures
	burdens []burden      // of each place, at the end of the last year: see member.go
	tale    *bytes.Buffer // what is told of it; nil: nothing
}

// outside is the world that the town has bills from, and money.
const outside = "Outside"

// figures are what one month was like, in parts.
type figures struct {
	Promised int64 // for what was delivered
	Refused  int64 // what was ordered, and not delivered because the society did not stand behind it
	SetOff   int64 // of promises, in clearing
	Stock    int64 // of promises, settled in the turbine's Stock
	Credit   int64 // of promises, settled on mutual credit
	Anew     int64 // newly promised for that
	Money    int64 // that changed hands within the town, for promises and power
	ForPower int64 // of that
	Estates  int64 // paid for promises by what those had who failed
	Bills    int64 // paid outside, by these and others
	Debt     int64 // what the town's people owe each other at its end, those who have failed left out
	Late     int64 // what is overdue of that, and of bills
	Failures int
}

// live lets months happen to a town that settles in one way, and tells of it if there is a tale.
func live(ctx context.Context, t *town, u unit.Unit, w way, months []month, tale *bytes.Buffer) (*economy, error) {
	e, err := found(t, u, w, tale)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", w.name, err)
	}
	for m, happens := range months {
		e.now = m
		err := e.month(ctx, happens)
		if err == nil && (m%12 == 11 || m == len(months)-1) {
			err = e.year()
		}
		if err != nil {
			return nil, fmt.Errorf("%s, month %d: %w", w.name, m+1, err)
		}
	}
	return e, nil
}

// found lets everybody settle in the town, with some money.
func found(t *town, u unit.Unit, w way, tale *bytes.Buffer) (*economy, error) {
	e := &economy{
		way: w, town: t, unit: u, day: 1, tale: tale,
		heirs: make([]int, len(t.parties)), places: map[string]int{}, purse: map[string]int64{},
	}
	var err error
	if e.bills, err = credit.New(credit.Terms{Unit: u}); err != nil {
		return nil, err
	}
	if e.register, err = e.newRegister(); err != nil {
		return nil, err
	}
	for place, p := range t.parties {
		e.names = append(e.names, p.name)
		if err := e.settleIn(place, p.name, p.turns*cashOf100/100); err != nil {
			return nil, err
		}
	}
	for _, d := range t.trades {
		if err := e.consent(e.names[d.seller], e.names[d.buyer]); err != nil {
			return nil, err
		}
	}
	return e, e.openBorder()
}

// settleIn lets somebody run a place, with what it brings in money.
func (e *economy) settleIn(place int, name string, brings int64) error {
	e.names[place], e.places[name] = name, place
	e.move(outside, name, brings)
	return e.register.admit(place)
}

// consent lets be set off what a seller is owed by a buyer, due or not.
func (e *economy) consent(seller, buyer string) error {
	return e.register.act(credit.SetLine{
		ID: e.id(), At: e.at(), By: []string{seller}, Creditor: seller, Debtor: buyer, Clearing: credit.Early, Window: windowDays * 24 * time.Hour,
	})
}

// at is the day that it is.
func (e *economy) at() time.Time {
	return time.Date(2026, time.Month(1+e.now), e.day, 12, 0, 0, 0, time.UTC)
}

// id names the next action.
func (e *economy) id() string {
	e.acts++
	return fmt.Sprintf("%07d", e.acts)
}

func (e *economy) amount(parts int64) unit.Amount { return unit.New(parts, e.unit) }

func (e *economy) figures() *figures { return &e.past[len(e.past)-1] }

// month is one of the town's. What is due is settled in this order: by set-off, in Stock, on credit, in money.
func (e *economy) month(ctx context.Context, m month) error {
	if err := e.begin(m); err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{e.clear, e.power, e.payInStock, e.payOnCredit, e.pay, e.giveUp, e.closeMonth} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	e.sayMonth()
	return nil
}

// begin is what happens in a month before anything is settled.
func (e *economy) begin(m month) error {
	e.past = append(e.past, figures{})
	e.day = 1
	for place, parts := range m.income {
		e.move(outside, e.names[place], parts)
	}
	if e.now == raisedIn-1 {
		if err := e.raise(); err != nil {
			return err
		}
	}
	if err := e.promise(m); err != nil {
		return err
	}
	e.day = payDay
	return nil
}

// closeMonth is what is left to do when all have paid: the estates hand out what has come in, the society pays
// out what stands ready, Stock is sold ahead, and the two towns' desks settle.
func (e *economy) closeMonth(ctx context.Context) error {
	for _, who := range e.estates {
		if err := e.handOut(who); err != nil {
			return err
		}
	}
	if err := e.register.month(); err != nil {
		return err
	}
	if err := e.sellAhead(); err != nil {
		return err
	}
	if err := e.border.month(ctx); err != nil {
		return err
	}
	e.forget()
	e.reckon()
	return nil
}

// reckon counts what is owed and late when a month has ended.
func (e *economy) reckon() {
	f := e.figures()
	for p := range e.promises() {
		f.Debt += p.Left.Parts()
		if e.isDue(p) {
			f.Late += p.Left.Parts()
		}
	}
	for _, p := range e.unpaid() {
		f.Late += p.Left.Parts()
	}
}

// year tells what the year was like, closes it, and weighs what it has cost whom.
func (e *economy) year() error {
	e.sayYear()
	if err := e.register.year(); err != nil {
		return err
	}
	e.burdens = e.weigh()
	e.sayBurdens()
	return nil
}

// check has every machine prove its state from scratch.
func (e *economy) check() error {
	err := errors.Join(e.register.check(), e.bills.Check(), e.border.check())
	if e.wind != nil {
		err = errors.Join(err, e.wind.Check())
	}
	return err
}
