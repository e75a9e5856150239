package main

import (
	"context"
	"fmt"
	"slices"

	"example.org/mutual/clearing"
	"example.org/mutual/credit"
	"example.org/mutual/guarantee"
	"example.org/mutual/unit"
)

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

// A chain is promises that are due, each to whoever owes the next: what the first gives the last settles them all.
type chain struct {
	first, last string
	parts       int64
	along       []string // the promises, from the first's on
}

// settles is how much of promises a chain settles.
func (c chain) settles() int64 { return c.parts * int64(len(c.along)) }

// hub is who stands between those who give something and those who take it, in the graph alone.
const hub = "the hub"

// chains finds the most that can be settled, of what is due, by so much that each can give and would take: what one
// gives and another takes closes the chain between them to a ring.
func (e *economy) chains(ctx context.Context, gives, takes func(place int) int64) ([]chain, error) {
	var b clearing.Book
	for _, p := range e.due() {
		b.Obligations = append(b.Obligations, clearing.Obligation{ID: p.ID, Debtor: p.Promisor, Creditor: p.Holder, Amount: p.Left, Due: p.Due})
	}
	for place, who := range e.names {
		if parts := gives(place); parts > 0 {
			b.Tenders = append(b.Tenders, clearing.Tender{ID: "gives " + who, Source: hub, Owner: who, Amount: e.amount(parts)})
		}
		if parts := takes(place); parts > 0 {
			b.Acceptances = append(b.Acceptances, clearing.Acceptance{ID: "takes " + who, Acceptor: who, Debtor: hub, Amount: e.amount(parts)})
		}
	}
	o := clearing.Options{Stages: []clearing.Objective{{Stage: clearing.Volume}}}
	r, err := clearing.Clear(ctx, b, o)
	if err != nil {
		return nil, err
	}
	if err := clearing.Verify(b, o, r); err != nil {
		return nil, err
	}
	var all []chain
	for ring := range clearing.Chains(b, r) {
		if c, ok := cut(ring); ok {
			all = append(all, c)
		}
	}
	return all, nil
}

// cut opens a ring at the hub.
func cut(ring clearing.Chain) (chain, bool) {
	at, n := slices.Index(ring.Parties, hub), len(ring.Parties)
	if at < 0 {
		return chain{}, false
	}
	c := chain{first: ring.Parties[(at+1)%n], last: ring.Parties[(at+n-1)%n], parts: ring.Amount.Parts()}
	for k := 1; k < n-1; k++ {
		c.along = append(c.along, ring.Obligations[(at+k)%n])
	}
	return c, true
}

// payInStock settles what is due in the turbine's Stock, which goes from hand to hand: whoever has some gives it, and who
// will use it for power takes it.
func (e *economy) payInStock(ctx context.Context) error {
	if !e.stock || e.wind == nil {
		return nil
	}
	price, err := e.price()
	if err != nil {
		return err
	}
	chains, err := e.chains(ctx, e.wind.holds, e.wind.room)
	if err != nil {
		return err
	}
	for _, c := range chains {
		for _, id := range c.along {
			p, _ := e.register.view().Promise(id)
			settle := credit.Settle{ID: e.id(), At: e.at(), By: []string{p.Promisor, p.Holder}, Promise: id, In: credit.Worth, Paid: energy(c.parts), Quote: price, Words: "Stock of the Windmill"}
			if err := e.register.act(settle); err != nil {
				return err
			}
		}
		if err := e.passStock(c); err != nil {
			return err
		}
		e.figures().Stock += c.settles()
	}
	return nil
}

// payOnCredit settles what is due on mutual credit: within its line the first of a chain promises the last as much anew,
// without a date, and the society stands behind that promise as behind any other. It takes part in later set-off, and so
// comes back to who made it. The society itself lends nothing.
func (e *economy) payOnCredit(ctx context.Context) error {
	if !e.guards {
		return nil
	}
	owes, owed := map[string]int64{}, map[string]int64{}
	for p := range e.promises() {
		if p.Due.IsZero() {
			owes[p.Promisor] += p.Left.Parts()
			owed[p.Holder] += p.Left.Parts()
		}
	}
	line := func(place int) int64 { return e.parties[place].turns * creditOf100 / 100 }
	chains, err := e.chains(ctx,
		func(place int) int64 { return line(place) - owes[e.names[place]] },
		func(place int) int64 { return line(place) - owed[e.names[place]] })
	if err != nil {
		return err
	}
	f := e.figures()
	for _, c := range chains {
		made, err := e.register.renew(c)
		if err != nil {
			return err
		}
		if made {
			f.Credit += c.settles()
			f.Anew += c.parts
		}
	}
	return nil
}

// renew makes a guaranteed promise, without a date, of the first to the last.
func (g *guild) renew(c chain) (made bool, err error) {
	ends := []string{c.first, c.last}
	slices.Sort(ends)
	if err := g.consent(c.last, c.first); err != nil {
		return false, err
	}
	net := credit.Net{ID: g.id(), At: g.at(), By: ends}
	for _, id := range c.along {
		net.Lines = append(net.Lines, credit.NetLine{Promise: id, SetOff: g.amount(c.parts)})
	}
	id := g.id()
	made, err = g.accept([]int{g.places[c.first], g.places[c.last]}, guarantee.Trade{Action: net}, guarantee.Accept{
		ID: id, At: g.at(), By: ends, Buyer: c.first, Seller: c.last, Amount: g.amount(c.parts), For: "what the first of a chain sells",
	})
	if made {
		g.open = append(g.open, id)
	}
	return made, err
}

// energy is how much of it pays for so much.
func energy(parts int64) unit.Amount {
	return unit.New(parts*kWhParts/powerCents, unit.KilowattHour)
}

// whole is an amount of energy in whole kilowatt-hours.
func whole(a unit.Amount) string { return fmt.Sprint(a.Parts() / kWhParts) }
