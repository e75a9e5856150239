package guaranteetest

import (
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/guarantee"
	"example.org/mutual/unit"
)

// chainActions are how payments along chains are made, and what is reserved and what becomes of it.
func chainActions() map[string]func(*Act) guarantee.Action {
	return map[string]func(*Act) guarantee.Action{
		"commit":        (*Act).commit,
		"expire":        (*Act).expire,
		"pay":           (*Act).pay,
		"release":       (*Act).releaseReserved,
		"reserve":       (*Act).reserve,
		"reserve again": (*Act).reserve,
	}
}

// payment is one to a neighbour, or by way of another.
func (a *Act) payment() credit.Payment {
	p := credit.Payment{From: a.Member(), To: a.Other(), Amount: a.Amount(), For: "a favour"}
	path := []string{p.From}
	for _, who := range names {
		if who != p.From && who != p.To && a.C%3 == 1 && len(path) == 1 {
			path = append(path, who)
		}
	}
	p.Paths = []credit.Path{{Parties: append(path, p.To), Amount: p.Amount}}
	return p
}

// paying are all who have a say in a payment, now and then without its payer.
func (a *Act) paying() []string {
	if a.C == 13 {
		return []string{a.Other()}
	}
	return names
}

func (a *Act) pay() guarantee.Action {
	return guarantee.Trade{Action: credit.Pay{ID: a.ID, At: a.At, By: a.paying(), Payment: a.payment()}}
}

// reserve sets aside what a payment needs, or a part of a promise that both let be set off.
func (a *Act) reserve() guarantee.Action {
	r := credit.Reserve{ID: a.ID, At: a.At, By: a.paying(), Until: a.At.Add(time.Duration(a.C%8) * time.Hour)}
	p := a.Promise()
	if a.A%2 == 0 || p.ID == "" {
		r.Payment = a.payment()
	} else {
		r.Lines = []credit.NetLine{{Promise: p.ID, SetOff: unit.New(min(a.Parts, p.Left.Parts()), p.Left.Unit())}}
	}
	return guarantee.Trade{Action: r}
}

// reservation is one that waits, and whether there is any.
func (a *Act) reservation() (credit.Reservation, bool) {
	var all []credit.Reservation
	for r := range a.Machine.Ledger().Reservations() {
		all = append(all, r)
	}
	if len(all) == 0 {
		return credit.Reservation{ID: "none"}, false
	}
	return all[int(a.B)%len(all)], true
}

func (a *Act) commit() guarantee.Action {
	r, ok := a.reservation()
	if !ok && a.C%4 > 0 {
		return a.reserve()
	}
	return guarantee.Trade{Action: credit.Commit{ID: a.ID, At: a.At, By: a.paying(), Reservation: r.ID}}
}

func (a *Act) releaseReserved() guarantee.Action {
	r, ok := a.reservation()
	if !ok && a.C%4 > 0 {
		return a.reserve()
	}
	return guarantee.Trade{Action: credit.Release{ID: a.ID, At: a.At, By: []string{a.Member()}, Reservation: r.ID}}
}

func (a *Act) expire() guarantee.Action {
	r, ok := a.reservation()
	if !ok && a.C%4 > 0 {
		return a.reserve()
	}
	return guarantee.Trade{Action: credit.Expire{ID: a.ID, At: a.At, Reservation: r.ID}}
}
