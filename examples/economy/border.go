package main

import (
	"context"
	"errors"
	"fmt"
	"math/big"

	"example.org/mutual/clearing"
	"example.org/mutual/credit"
	"example.org/mutual/guarantee"
	"example.org/mutual/unit"
)

// A border is what the town has with the next one, the valley, which counts in sheaves of 10 kWh. Each has a
// desk that is a member at home and of a union of both, which counts in kWh. A promise across the border lies in
// the union; at home the buyer owes its own desk, and the other desk owes the seller.
type border struct {
	valley, union *guarantee.Society
	sheaf         unit.Unit
	traded        int64 // kWh so far, both ways
	setOff        int64
}

const (
	desk       = "the desk"
	valleyDesk = "the valley's desk"
	perEUR     = 4 // kWh that a euro is quoted at
)

// abroad are those who trade across the border, and what a month's trade is on the mean, in kWh.
var abroad = []struct {
	here, there string
	sells       bool // whether the town sells
	hours       int64
}{
	{"mill 1", "valley farm", false, 900}, {"shop 2", "valley dairy", false, 600}, {"smithy 1", "valley farm", true, 800}, {"bakery 3", "valley school", true, 700},
}

// openBorder founds the valley's society and the union, and gives the town's own a desk.
func (s *story) openBorder() error {
	b := &border{}
	s.border = b
	var err error
	if b.sheaf, err = unit.Energy("sheaf", 2, big.NewRat(36_000_000, 1)); err != nil {
		return err
	}
	if b.valley, err = s.neighbour("the Valley", b.sheaf, valleyDesk, "valley farm", "valley dairy", "valley school"); err != nil {
		return err
	}
	if b.union, err = s.neighbour("the Union", unit.KilowattHour, desk, valleyDesk); err != nil {
		return err
	}
	line := credit.SetLine{ID: s.id(), At: s.now(), By: []string{desk}, Creditor: desk, Debtor: valleyDesk, Clearing: credit.Due}
	back := credit.SetLine{ID: s.id(), At: s.now(), By: []string{valleyDesk}, Creditor: valleyDesk, Debtor: desk, Clearing: credit.Due}
	if err := apply(b.union, guarantee.Trade{Action: line}, guarantee.Trade{Action: back}); err != nil {
		return err
	}
	s.cash[desk] = 5_000_00
	s.say("          a border is opened: the valley counts in sheaves of 10 kWh, the union of the two in kWh, at %d kWh for a euro", perEUR)
	return s.admit(party{name: desk, trade: "desk", turns: 4_000_00}, true)
}

// neighbour is a society of a few, who know each other.
func (s *story) neighbour(name string, u unit.Unit, members ...string) (*guarantee.Society, error) {
	club, err := guarantee.New(guarantee.Terms{
		Name: name, Unit: u, Founders: members, Manager: manager, Custodian: custodian,
		Cost: guarantee.Rates{Buyer: 500, Seller: 500}, Default: guarantee.Rates{Buyer: 5_000, Seller: 5_000},
	})
	if err != nil {
		return nil, err
	}
	if err := apply(club, guarantee.Adopt{ID: s.id(), At: s.now(), By: members}, guarantee.OpenYear{ID: "first", At: s.now(), By: []string{manager}}); err != nil {
		return nil, err
	}
	most, err := unit.Parse("100000", u)
	if err != nil {
		return nil, err
	}
	for _, who := range members {
		if err := apply(club, guarantee.Deposit{ID: s.id(), At: s.now(), By: []string{custodian}, Member: who, Amount: most},
			guarantee.SetLimits{ID: s.id(), At: s.now(), By: []string{manager}, Member: who, Buyer: most, Seller: most, Because: "known for years"}); err != nil {
			return nil, err
		}
	}
	return club, nil
}

// cross is a month's trade across the border, and every third month what the two desks owe each other is set off.
func (s *story) cross(ctx context.Context) error {
	quote, err := unit.NewQuote(unit.QuoteTerms{
		Base: s.unit, Quoted: unit.KilowattHour, Rate: big.NewRat(perEUR, 1), Side: unit.Both, AsOf: s.now(), ValidUntil: s.now().AddDate(0, 1, 0), Source: "both desks",
	})
	if err != nil {
		return err
	}
	for k, t := range abroad {
		energy := hours(t.hours * int64(75+(s.opened*37+k*53)%51) / 100)
		if err := s.sellAbroad(t.here, t.there, t.sells, energy, quote); err != nil {
			return err
		}
	}
	if s.opened%3 == 0 {
		return s.clearUnion(ctx)
	}
	return nil
}

// sellAbroad makes the three promises of a trade, one in each society, the home legs measured by both sides.
func (s *story) sellAbroad(here, there string, sells bool, energy unit.Amount, quote unit.Quote) error {
	b := s.border
	euros, _, err := quote.Convert(energy, s.now(), unit.Floor)
	if err != nil {
		return err
	}
	sheaves, _, err := unit.Convert(energy, b.sheaf)
	if err != nil {
		return err
	}
	here = s.parties[s.placed[here]].name // or its heir
	leg := func(buyer, seller string, a unit.Amount) guarantee.Accept {
		if sells { // the town: everything goes the other way
			buyer, seller = seller, buyer
		}
		return guarantee.Accept{ID: s.id(), At: s.now(), By: []string{buyer, seller}, Buyer: buyer, Seller: seller, Amount: a, For: "goods across the border", Due: s.now().AddDate(0, 2, 0)}
	}
	home, away := leg(here, desk, euros), leg(valleyDesk, there, sheaves)
	home.Abroad, home.Quote, away.Abroad = energy, quote, energy
	if _, err := s.society.Try(home); err != nil {
		s.refused++ // beyond a limit at home: no trade
		return nil
	}
	b.traded += energy.Parts() / 1_000_000
	if err := errors.Join(s.consent(home.Seller, home.Buyer), s.do(home)); err != nil {
		return err
	}
	if err := apply(b.union, leg(desk, valleyDesk, energy)); err != nil {
		return err
	}
	return apply(b.valley, away)
}

func (s *story) clearUnion(ctx context.Context) error {
	b := s.border
	book := b.union.Ledger().Book(s.now())
	r, err := clearing.Clear(ctx, book, clearing.Options{ValueDate: s.now()})
	if err != nil || len(r.Totals) == 0 || r.Totals[0].Cleared.IsZero() {
		return err
	}
	b.setOff += r.Totals[0].Cleared.Parts() / 1_000_000
	return apply(b.union, guarantee.Trade{Action: credit.Net{ID: s.id(), At: s.now(), Lines: credit.SetOff(book, r)}})
}

// yearOfBorder tells what went across.
func (s *story) yearOfBorder() {
	s.say("across the border: goods worth %d kWh, of which the two desks set off %d", s.border.traded, s.border.setOff)
}

// apply applies actions that must succeed.
func apply(club *guarantee.Society, actions ...guarantee.Action) error {
	for _, a := range actions {
		if _, err := club.Apply(a); err != nil {
			return fmt.Errorf("%s: %T: %w", club.Terms().Name, a, err)
		}
	}
	return nil
}
