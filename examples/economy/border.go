package main

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/credit"
	"example.org/mutual/guarantee"
	"example.org/mutual/unit"
)

// A border is what the town has with the next one, the valley, which counts in sheaves of 10 kWh. Each has a
// desk that trades at home and is a member of a union of both, which counts in kWh. A promise across the border lies
// in the union; at home the buyer owes its own desk, and the other desk owes the seller. The valley and the union are
// Guarantee Societies whatever the way of the town is, and know the town's desk by its first name, whoever runs it.
type border struct {
	economy       *economy
	valley, union *guarantee.Society
	sheaf         unit.Unit
	quote         unit.Quote // what a euro is worth, as both desks have agreed
	traded        int64      // both ways, this year, in the smallest parts of a kilowatt-hour
	setOff, paid  int64      // between the desks
}

const (
	unionName  = "the Union"
	valleyName = "the Valley"
	valleyDesk = "the valley's desk"
	sheafHours = 10                      // kWh in a sheaf
	perEUR     = int64(4)                // kWh that a euro is quoted at
	perCent    = perEUR * kWhParts / 100 // the same in parts
)

// villagers are those in the valley who sell to the town and buy from it.
var villagers = []string{"valley farm", "valley dairy", "valley school"}

// openBorder founds the valley's society and the union.
func (e *economy) openBorder() (err error) {
	b := &border{economy: e}
	e.border = b
	if b.sheaf, err = unit.Energy("sheaf", 4, big.NewRat(sheafHours*3_600_000, 1)); err != nil {
		return err
	}
	if b.valley, err = b.club(valleyName, b.sheaf, append(villagers, valleyDesk)...); err != nil {
		return err
	}
	if b.union, err = b.club(unionName, unit.KilowattHour, desk, valleyDesk); err != nil {
		return err
	}
	b.quote, err = unit.NewQuote(unit.QuoteTerms{
		Base: e.unit, Quoted: unit.KilowattHour, Rate: big.NewRat(perEUR, 1), Side: unit.Both, AsOf: e.at(), ValidUntil: e.at().AddDate(0, monthsMax, 0), Source: "both desks",
	})
	e.say("Across the border the valley counts in sheaves of %d kWh, and the union of the two in kWh, at %d kWh for a euro.", sheafHours, perEUR)
	return err
}

// club is a society of a few, who know each other.
func (b *border) club(name string, u unit.Unit, members ...string) (*guarantee.Society, error) {
	e := b.economy
	club, err := guarantee.New(guarantee.Terms{
		Name: name, Unit: u, Founders: members, Manager: manager, Custodian: custodian,
		Cost: guarantee.Rates{Buyer: 500, Seller: 500}, Default: guarantee.Rates{Buyer: 5_000, Seller: 5_000},
	})
	if err != nil {
		return nil, err
	}
	if err := apply(club, guarantee.Adopt{ID: e.id(), At: e.at(), By: members}, guarantee.OpenYear{ID: "first", At: e.at(), By: []string{manager}}); err != nil {
		return nil, err
	}
	most, err := unit.Parse("1000000", u)
	if err != nil {
		return nil, err
	}
	for _, who := range members {
		if err := apply(club, guarantee.Deposit{ID: e.id(), At: e.at(), By: []string{custodian}, Member: who, Amount: most},
			guarantee.SetLimits{ID: e.id(), At: e.at(), By: []string{manager}, Member: who, Buyer: most, Seller: most, Because: "known for years"}); err != nil {
			return nil, err
		}
		for _, other := range members {
			if other == who {
				continue
			}
			line := credit.SetLine{ID: e.id(), At: e.at(), By: []string{who}, Creditor: who, Debtor: other, Clearing: credit.Early, Window: windowDays * 24 * time.Hour}
			if err := apply(club, guarantee.Trade{Action: line}); err != nil {
				return nil, err
			}
		}
	}
	return club, nil
}

// energy is what an order is worth in the union's unit, if it crosses the border.
func (b *border) energy(o order) (unit.Amount, bool) {
	t := b.economy.town
	crosses := t.parties[o.buyer].trade == desk || t.parties[o.seller].trade == desk
	return unit.New(o.parts*perCent, unit.KilowattHour), crosses
}

// cross makes the two promises abroad of an order that has been promised at home, if it crosses the border.
func (b *border) cross(o order) error {
	e := b.economy
	energy, crosses := b.energy(o)
	if !crosses {
		return nil
	}
	b.traded += energy.Parts()
	sheaves, _, err := unit.Convert(energy, b.sheaf)
	if err != nil {
		return err
	}
	sells := e.parties[o.buyer].trade == desk // the town does
	place := o.seller
	if !sells {
		place = o.buyer
	}
	there := villagers[place%len(villagers)]
	leg := func(buyer, seller string, a unit.Amount) guarantee.Accept {
		if sells {
			buyer, seller = seller, buyer
		}
		return guarantee.Accept{ID: e.id(), At: e.at(), By: []string{buyer, seller}, Buyer: buyer, Seller: seller, Amount: a, For: "goods across the border", Due: e.at().AddDate(0, o.terms, 0)}
	}
	away := leg(valleyDesk, there, sheaves)
	away.Abroad = energy
	return errors.Join(apply(b.union, leg(desk, valleyDesk, energy)), apply(b.valley, away))
}

// month settles what the two desks owe each other, and what the valley does: by set-off, and then what is due in money,
// or in the valley in goods.
func (b *border) month(ctx context.Context) error {
	e := b.economy
	off, err := b.clear(ctx, b.union)
	if err != nil {
		return err
	}
	b.setOff += off
	if _, err := b.clear(ctx, b.valley); err != nil {
		return err
	}
	for _, p := range dueIn(b.valley, e.at()) {
		if err := apply(b.valley, guarantee.Trade{Action: credit.Redeem{ID: e.id(), At: e.at(), By: []string{p.Holder}, Promise: p.ID, Goods: "work in the valley"}}); err != nil {
			return err
		}
	}
	for _, p := range dueIn(b.union, e.at()) {
		if err := b.pay(p); err != nil {
			return err
		}
	}
	return nil
}

// clear sets off what a society's members owe each other, and returns how much, in parts.
func (b *border) clear(ctx context.Context, club *guarantee.Society) (int64, error) {
	e := b.economy
	book := club.Book(e.at())
	r, err := clearing.Clear(ctx, book, clearing.Options{})
	if err != nil || len(r.Totals) == 0 || r.Totals[0].Cleared.IsZero() {
		return 0, err
	}
	return r.Totals[0].Cleared.Parts(), apply(club, guarantee.Trade{Action: credit.Net{ID: e.id(), At: e.at(), Lines: credit.SetOff(book, r)}})
}

// dueIn are the promises in a society that are due.
func dueIn(club *guarantee.Society, at time.Time) (due []credit.Promise) {
	for p := range club.Ledger().Promises() {
		if p.Left.Sign() > 0 && !p.Due.After(at) {
			due = append(due, p)
		}
	}
	return due
}

// pay settles in money what one desk owes the other. That of the valley always has it; that of the town pays as far as
// it can.
func (b *border) pay(p credit.Promise) error {
	e := b.economy
	here := e.names[e.the(desk)]
	parts := p.Left.Parts() / perCent
	from, to := outside, here
	if p.Promisor == desk {
		from, to = here, outside
		parts = min(parts, e.purse[here])
	}
	if parts == 0 {
		return nil
	}
	e.move(from, to, parts)
	b.paid += parts * perCent
	return apply(b.union, guarantee.Trade{Action: credit.Settle{ID: e.id(), At: e.at(), By: []string{desk, valleyDesk}, Promise: p.ID, In: credit.Money, Paid: e.amount(parts), Quote: b.quote}})
}

func (b *border) check() error { return errors.Join(b.valley.Check(), b.union.Check()) }

// apply applies actions that must succeed.
func apply(club *guarantee.Society, actions ...guarantee.Action) error {
	for _, a := range actions {
		if _, err := club.Apply(a); err != nil {
			return fmt.Errorf("%s: %T: %w", club.Terms().Name, a, err)
		}
	}
	return nil
}
