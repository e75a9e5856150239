package main

import (
	"context"
	"fmt"
	"math/big"

	"example.org/mutual/credit"
	"example.org/mutual/partnership"
	"example.org/mutual/unit"
)

// A windmill is the town's new turbine, held in common: a Capital Partnership, paid for by Stock that is sold ahead and
// comes back in payment for power. It is built in all ways alike; only whether its Stock pays for other things too is
// the way's. It knows every place by its first name: a connection and its Stock go with the business, whoever runs it.
type windmill struct {
	*partnership.Partnership
	economy   *economy
	uses      []int64 // what each place pays for power in a month
	stands    int     // the month from which on it turns
	dividends int64   // paid out to members so far
	told      int64   // of that, before this year
}

const (
	trust    = "trust"
	millName = "the Windmill"

	raisedIn   = 3         // the month in which it is ordered
	built      = 3         // months that it takes to build
	soldAhead  = 6         // months of power that everybody buys ahead to have it built, as far as there is money,
	keptAhead  = 3         // and that it keeps in Stock then
	soldAtMost = 40        // of 100 parts of what each has
	stockOf100 = 50        // what Stock pays of a month's power, at most
	acceptMost = 6         // months of power for which somebody takes Stock of others
	windOf100  = 30        // what the old turbine still buys of what it bought: wind costs nothing
	lifetime   = 20 * 12   // months that it is expected to turn
	aheadCents = int64(16) // what a kilowatt-hour of Stock is sold at,
	powerCents = int64(20) // and what it pays for
	kWhParts   = int64(1_000_000)
)

// The weights of the portions of what power brings: the operator's about covers what it buys.
const (
	operatorWeight = 5
	buildersWeight = 2
	usersWeight    = 3
)

func (w *windmill) do(actions ...partnership.Action) error {
	for _, a := range actions {
		if _, err := w.Apply(a); err != nil {
			return fmt.Errorf("%T: %w", a, err)
		}
	}
	return nil
}

// raise founds the partnership and sells the Stock that pays for the turbine.
func (e *economy) raise() error {
	w := &windmill{economy: e, uses: make([]int64, len(e.parties)), stands: e.now + built}
	for _, d := range e.trades {
		if e.parties[d.seller].trade == turbine {
			w.uses[d.buyer] += d.parts
		}
	}
	p, err := partnership.New(e.windTerms())
	if err != nil {
		return err
	}
	w.Partnership, e.wind = p, w
	if err := w.do(partnership.Adopt{ID: e.id(), At: e.at(), By: p.Terms().Founders}); err != nil {
		return err
	}
	return w.build()
}

// windTerms are the partnership's: the old turbine runs the new one, and builders have brought work.
func (e *economy) windTerms() partnership.Terms {
	terms := partnership.Terms{
		Name: millName, Unit: e.unit, Purpose: "power for the town from its own wind", Asset: "a turbine on the hill, and the hill",
		Custodian: trust, Manager: e.operator(), Overpaid: partnership.Carried, Founders: []string{trust, e.operator()},
		Portions: []partnership.Portion{
			{Name: "operator", Kind: partnership.Fixed, To: e.operator(), Weight: operatorWeight},
			{Name: "builders", Kind: partnership.Providers, Weight: buildersWeight},
			{Name: "everybody with a connection", Kind: partnership.Users, Weight: usersWeight},
		},
		Stock: partnership.StockTerms{Carrier: "electricity", Site: "town", Unit: unit.KilowattHour, Pay: e.amount(powerCents), For: energy(powerCents)},
	}
	for _, p := range e.parties {
		if p.trade == "builder" {
			terms.Founders = append(terms.Founders, p.name)
			terms.Holders = append(terms.Holders, partnership.Holder{Party: p.name, Nths: 25})
		}
	}
	return terms
}

// operator is the party that runs the turbine, by its first name.
func (e *economy) operator() string { return e.parties[e.the(turbine)].name }

func (w *windmill) office() []string { return []string{w.economy.operator(), trust} }

// build sells Stock for the asset, and has it built outside.
func (w *windmill) build() error {
	e, month := w.economy, int64(0)
	for _, parts := range w.uses {
		month += parts
	}
	if err := w.do(partnership.Forecast{ID: e.id(), At: e.at(), By: w.office(), Remaining: energy(month * lifetime)}); err != nil {
		return err
	}
	for place, uses := range w.uses {
		if err := w.sell(place, soldAhead*uses, true); err != nil {
			return err
		}
	}
	raised := w.Capital()
	if err := w.do(partnership.Spend{ID: e.id(), At: e.at(), By: w.office(), Amount: raised, To: "a maker of turbines", For: "a turbine on the hill"}); err != nil {
		return err
	}
	e.move(trust, outside, raised.Parts())
	stock, _ := w.Stock()
	e.say("          a turbine is ordered: %v are paid ahead, at %d cents, for Stock of %s kWh, which will cost %d", raised, aheadCents, whole(stock.Issued), powerCents)
	return nil
}

// sell sells a place Stock that will pay for so much, as far as it has money and the forecast allows it.
func (w *windmill) sell(place int, worth int64, forAsset bool) error {
	e := w.economy
	who, stock := e.names[place], w.uses[place]
	if position, ok := w.Stock(); ok {
		stock = position.Room.Parts() / kWhParts
	}
	n := min(worth/powerCents, e.purse[who]*soldAtMost/100/aheadCents, stock)
	if n <= 0 {
		return nil
	}
	e.move(who, trust, n*aheadCents)
	first := e.parties[place].name
	return w.do(partnership.IssueStock{
		ID: e.id(), At: e.at(), By: append([]string{first}, w.office()...), To: first, Face: energy(n * powerCents), Paid: e.amount(n * aheadCents), ForAsset: forAsset,
	})
}

// withWind is an order as it is once the turbine turns: power is the partnership's then, and not ordered.
func (e *economy) withWind(o order) order {
	switch {
	case !e.turns():
	case e.parties[o.seller].trade == turbine:
		o.parts = 0
	case e.parties[o.buyer].trade == turbine:
		o.parts = max(1, o.parts*windOf100/100)
	}
	return o
}

func (e *economy) turns() bool { return e.wind != nil && e.now >= e.wind.stands }

// power is a month of the turbine: what everybody has used falls due, own parts are taken off, Stock comes back, the
// rest is paid in money, and what is due to members is paid out.
func (e *economy) power(context.Context) error {
	w := e.wind
	if !e.turns() {
		return nil
	}
	if e.now == w.stands {
		e.say("          the turbine turns")
		if err := w.connect(); err != nil {
			return err
		}
	}
	operator := []string{e.operator()}
	if err := w.do(partnership.Bill{ID: e.id(), At: e.at(), By: operator, Period: e.at().Format("2006-01")},
		partnership.Distribute{ID: e.id(), At: e.at(), By: operator}); err != nil {
		return err
	}
	price, err := e.price()
	if err != nil {
		return err
	}
	for place := range w.uses {
		if err := w.pay(place, price); err != nil {
			return err
		}
	}
	return w.payOut()
}

// connect gives everybody a connection who buys power.
func (w *windmill) connect() error {
	e := w.economy
	for place, uses := range w.uses {
		who := e.parties[place].name
		if uses == 0 {
			continue
		}
		if _, known := w.Statement(who); !known {
			if err := w.do(partnership.Admit{ID: e.id(), At: e.at(), By: []string{who, e.operator()}, Member: who}); err != nil {
				return err
			}
		}
		if err := w.do(partnership.TakeUp{ID: e.id(), At: e.at(), By: append([]string{who}, w.office()...), User: who, Part: "the connection of " + who, Rental: e.amount(uses)}); err != nil {
			return err
		}
	}
	return nil
}

// price is what a kilowatt-hour costs in the month that is open.
func (e *economy) price() (unit.Quote, error) {
	return unit.NewQuote(unit.QuoteTerms{
		Base: unit.KilowattHour, Quoted: e.unit, Rate: big.NewRat(powerCents, 100), Side: unit.Both,
		AsOf: e.at(), ValidUntil: e.at().AddDate(0, 1, 0), Source: "the Windmill's tariff",
	})
}

// pay pays for a place's power in Stock, as much as that may pay, and in money as far as there is any.
func (w *windmill) pay(place int, price unit.Quote) error {
	e, first, who := w.economy, w.economy.parties[place].name, w.economy.names[place]
	owes := w.Ledger().Owed(first, millName).Parts()
	inStock := min(owes*stockOf100/100, w.holds(place)) / powerCents * powerCents
	if inStock > 0 {
		if err := w.do(partnership.RedeemStock{ID: e.id(), At: e.at(), By: []string{first, e.operator()}, From: first, Face: energy(inStock), Quote: price}); err != nil {
			return err
		}
	}
	parts := min(owes-inStock, e.purse[who])
	if parts == 0 {
		return nil
	}
	e.move(who, trust, parts)
	e.figures().Money += parts
	e.figures().ForPower += parts
	return w.do(partnership.Pay{ID: e.id(), At: e.at(), By: []string{first, trust}, From: first, In: credit.Money, Paid: e.amount(parts)})
}

// payOut pays out what is due to members, as far as money came in.
func (w *windmill) payOut() error {
	e := w.economy
	if w.Purse().Sign() <= 0 {
		return nil
	}
	before := make([]int64, len(e.parties))
	for place, p := range e.parties {
		before[place] = w.Due(p.name).Parts()
	}
	if err := w.do(partnership.PayOut{ID: e.id(), At: e.at(), By: []string{trust}}); err != nil {
		return err
	}
	for place, p := range e.parties {
		paid := before[place] - w.Due(p.name).Parts()
		e.move(trust, e.names[place], paid)
		w.dividends += paid
	}
	return nil
}

// sellAhead lets everybody with a connection buy as much Stock again as it keeps.
func (e *economy) sellAhead() error {
	if !e.turns() {
		return nil
	}
	w := e.wind
	for place, uses := range w.uses {
		if err := w.sell(place, keptAhead*uses-w.holds(place), false); err != nil {
			return err
		}
	}
	return nil
}

// holds is what a place's Stock pays for.
func (w *windmill) holds(place int) int64 {
	return w.Holding(w.economy.parties[place].name).Parts() / (kWhParts / powerCents)
}

// room is how much more of it a place takes, as it will use it for power.
func (w *windmill) room(place int) int64 { return acceptMost*w.uses[place] - w.holds(place) }

// passStock hands Stock from the first of a chain to the last.
func (e *economy) passStock(c chain) error {
	from, to := e.parties[e.places[c.first]].name, e.parties[e.places[c.last]].name
	return e.wind.do(partnership.TransferStock{ID: e.id(), At: e.at(), By: []string{from, to}, From: from, To: to, Face: energy(c.parts)})
}
