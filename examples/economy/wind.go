package main

import (
	"errors"
	"fmt"
	"math/big"
	"slices"

	"example.org/mutual/credit"
	"example.org/mutual/guarantee"
	"example.org/mutual/partnership"
	"example.org/mutual/unit"
)

// A windmill is the town's turbine, held in common: a Capital Partnership, paid for by Stock that is sold ahead and
// comes back in payment for power. The turbine of the town is its operator, and builders have brought work.
type windmill struct {
	*partnership.Partnership
	uses    map[string]int64  // what each pays for power in a month
	use     map[string]string // the ID of each one's connection
	pays    []string          // who they are, in the town's order
	stands  int               // the month from which on it turns
	actions int
}

const (
	trust = "trust"

	soldAhead  = 6  // months of power that everybody buys ahead, as far as there is money
	soldAtMost = 40 // of 100 parts of what each has
	lifetime   = 20 * 12
	built      = 3 // months that it takes to build
	acceptMost = 6 // months of power that somebody accepts in Stock of others
)

// A kilowatt-hour is sold ahead at 16 cents, and pays for what costs 20.
var (
	aheadCents = int64(16)
	powerCents = int64(20)
)

func (w *windmill) id() string {
	w.actions++
	return fmt.Sprintf("w%06d", w.actions)
}

func (w *windmill) do(actions ...partnership.Action) error {
	for _, a := range actions {
		if _, err := w.Apply(a); err != nil {
			return fmt.Errorf("%T: %w", a, err)
		}
	}
	return nil
}

// raise founds the partnership and sells the Stock that pays for the turbine.
func (s *story) raise() error {
	w := &windmill{uses: map[string]int64{}, use: map[string]string{}, stands: s.opened + built}
	terms := partnership.Terms{
		Name: "the Windmill", Unit: s.unit, Purpose: "power for the town from its own wind", Asset: "a turbine on the hill, and the hill",
		Custodian: trust, Manager: s.operator(), Overpaid: partnership.Carried,
		Portions: []partnership.Portion{
			{Name: "operator", Kind: partnership.Fixed, To: s.operator(), Weight: 8},
			{Name: "builders", Kind: partnership.Providers, Weight: 1},
			{Name: "everybody with a connection", Kind: partnership.Users, Weight: 1},
		},
		Stock: partnership.StockTerms{Carrier: "electricity", Site: "town", Unit: unit.KilowattHour, Pay: s.amount(powerCents), For: hours(1)},
	}
	terms.Founders = []string{trust, terms.Manager}
	for _, p := range s.parties {
		if p.trade == "builder" {
			terms.Founders = append(terms.Founders, p.name)
			terms.Holders = append(terms.Holders, partnership.Holder{Party: p.name, Nths: 25})
		}
	}
	p, err := partnership.New(terms)
	if err != nil {
		return err
	}
	w.Partnership, s.wind = p, w
	if err := w.do(partnership.Adopt{ID: w.id(), At: s.now(), By: terms.Founders}); err != nil {
		return err
	}
	return s.sellAhead()
}

// operator is the party that runs the turbine, by its first name: it does so whoever inherits its business.
func (s *story) operator() string {
	for place, p := range s.parties {
		if p.trade == turbine {
			return s.first[place]
		}
	}
	return ""
}

func hours(n int64) unit.Amount { return unit.New(n*1_000_000, unit.KilowattHour) }

// sellAhead connects whoever buys power, and sells them Stock.
func (s *story) sellAhead() error {
	w := s.wind
	for _, d := range s.trades {
		if s.parties[d.seller].trade == turbine {
			w.uses[s.parties[d.buyer].name] += d.parts
		}
	}
	year := int64(0)
	for _, p := range s.parties {
		if w.uses[p.name] > 0 {
			w.pays = append(w.pays, p.name)
			year += 12 * w.uses[p.name]
		}
	}
	office := []string{s.operator(), trust}
	if err := w.do(partnership.Forecast{ID: w.id(), At: s.now(), By: office, Remaining: hours(year / powerCents * lifetime / 12)}); err != nil {
		return err
	}
	for _, who := range w.pays {
		n := min(soldAhead*w.uses[who]/powerCents, s.cash[who]*soldAtMost/100/aheadCents)
		if n == 0 {
			continue
		}
		s.cash[who] -= n * aheadCents
		if err := w.do(partnership.IssueStock{ID: w.id(), At: s.now(), By: append([]string{who}, office...), To: who, Face: hours(n), Paid: s.amount(n * aheadCents), ForAsset: true}); err != nil {
			return err
		}
	}
	stock, _ := w.Stock()
	raised := w.Capital()
	if err := w.do(partnership.Spend{ID: w.id(), At: s.now(), By: office, Amount: raised, To: "a maker of turbines", For: "a turbine on the hill"}); err != nil {
		return err
	}
	s.say("          a turbine is ordered: %d people and firms pay %v for Stock of %s kWh at 16 cents; a kilowatt-hour will cost 20", len(w.pays), raised, whole(stock.Issued))
	return nil
}

// whole is an amount of energy in whole kilowatt-hours.
func whole(a unit.Amount) string { return fmt.Sprint(a.Parts() / 1_000_000) }

// price is what a kilowatt-hour costs in the month that is open.
func (s *story) price() (unit.Quote, error) {
	return unit.NewQuote(unit.QuoteTerms{
		Base: unit.KilowattHour, Quoted: s.unit, Rate: big.NewRat(powerCents, 100), Side: unit.Both,
		AsOf: s.now(), ValidUntil: s.now().AddDate(0, 1, 0), Source: "the Windmill's tariff",
	})
}

// turn is a month of the turbine: what everybody has used falls due, own parts are taken off, Stock comes back, the
// rest is paid in money, and what is due to others is paid out.
func (s *story) turn() error {
	w := s.wind
	if s.opened < w.stands {
		return nil
	}
	if s.opened == w.stands {
		if err := s.connect(); err != nil {
			return err
		}
	}
	operator := []string{s.operator()}
	if err := w.do(partnership.Bill{ID: w.id(), At: s.now(), By: operator, Period: s.now().Format("2006-01")}, partnership.Distribute{ID: w.id(), At: s.now(), By: operator}); err != nil {
		return err
	}
	price, err := s.price()
	if err != nil {
		return err
	}
	for _, who := range w.pays {
		if err := s.payPower(who, price); err != nil {
			return err
		}
	}
	return s.payOutPower()
}

func (s *story) connect() error {
	s.say("          the turbine turns")
	for _, who := range s.wind.pays {
		if err := s.wire(who); err != nil {
			return err
		}
	}
	return nil
}

// wire connects somebody, who becomes a member of the partnership if it is none.
func (s *story) wire(who string) error {
	w := s.wind
	admit := partnership.Admit{ID: w.id(), At: s.now(), By: []string{who, s.operator()}, Member: who}
	if err := w.do(admit); err != nil && !errors.Is(err, partnership.ErrKnown) {
		return err
	}
	w.use[who] = w.id()
	return w.do(partnership.TakeUp{ID: w.use[who], At: s.now(), By: []string{who, s.operator(), trust}, User: who, Part: "the connection of " + who, Rental: s.amount(w.uses[who])})
}

// rewire hands a connection, and the Stock, on to an heir.
func (s *story) rewire(who, heir string) error {
	w := s.wind
	k := slices.Index(w.pays, who)
	if k < 0 {
		return nil
	}
	w.pays[k], w.uses[heir] = heir, w.uses[who]
	if held := w.Holding(who); held.Sign() > 0 {
		if err := w.do(partnership.TransferStock{ID: w.id(), At: s.now(), By: []string{who, heir}, From: who, To: heir, Face: held}); err != nil {
			return err
		}
	}
	if w.use[who] == "" {
		return nil
	}
	if err := w.do(partnership.Vacate{ID: w.id(), At: s.now(), By: []string{who}, Use: w.use[who]}); err != nil {
		return err
	}
	return s.wire(heir)
}

// payPower pays for power in Stock, and then in money as far as there is any.
func (s *story) payPower(who string, price unit.Quote) error {
	w := s.wind
	owes := w.Ledger().Owed(who, w.Terms().Name).Parts()
	if n := min(owes/powerCents, w.Holding(who).Parts()/1_000_000); n > 0 {
		if err := w.do(partnership.RedeemStock{ID: w.id(), At: s.now(), By: []string{who, s.operator()}, From: who, Face: hours(n), Quote: price}); err != nil {
			return err
		}
		owes -= n * powerCents
	}
	if parts := min(owes, s.cash[who]); parts > 0 {
		s.cash[who] -= parts
		return w.do(partnership.Pay{ID: w.id(), At: s.now(), By: []string{who, trust}, From: who, In: credit.Money, Paid: s.amount(parts)})
	}
	return nil
}

// payOutPower pays out what is due, as far as money came in. What is due to who has failed is its heir's.
func (s *story) payOutPower() error {
	w := s.wind
	if w.Purse().Sign() <= 0 {
		return nil
	}
	before := map[string]int64{}
	for who := range s.placed {
		before[who] = w.Due(who).Parts()
	}
	if err := w.do(partnership.PayOut{ID: w.id(), At: s.now(), By: []string{trust}}); err != nil {
		return err
	}
	for who, place := range s.placed {
		paid := before[who] - w.Due(who).Parts()
		s.cash[s.parties[place].name] += paid
		s.dividends += paid
	}
	return nil
}

// settleInStock pays what is due after the clearing in Stock, where the debtor has some and the creditor will use it.
func (s *story) settleInStock(p credit.Promise, price unit.Quote) (parts int64, err error) {
	w := s.wind
	uses := w.uses[p.Holder]
	n := min(w.Holding(p.Promisor).Parts()/1_000_000, p.Left.Parts()/powerCents, acceptMost*uses/powerCents-w.Holding(p.Holder).Parts()/1_000_000)
	if n <= 0 {
		return 0, nil
	}
	both := []string{p.Promisor, p.Holder}
	settle := credit.Settle{ID: s.id(), At: s.now(), By: both, Promise: p.ID, In: credit.Worth, Paid: hours(n), Quote: price, Words: "Stock of the Windmill"}
	if err := s.do(guarantee.Trade{Action: settle}); err != nil {
		return 0, err
	}
	return n * powerCents, w.do(partnership.TransferStock{ID: w.id(), At: s.now(), By: both, From: p.Promisor, To: p.Holder, Face: hours(n)})
}

// yearOfWind tells how the turbine stands.
func (s *story) yearOfWind() {
	stock, _ := s.wind.Stock()
	s.say("the turbine: %s kWh of Stock issued, %s came back for power, %s are still out; %v was paid out to the operator, the builders and everybody connected",
		whole(stock.Issued), whole(stock.Redeemed), whole(stock.Outstanding), s.amount(s.dividends))
}
