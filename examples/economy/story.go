package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/clearing/insolvency"
	"example.org/mutual/credit"
	"example.org/mutual/guarantee"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// A story is a town's years by its protocols: all promises stand in the ledger of a Guarantee Society, and every step
// is an action that the library has accepted or refused.
type story struct {
	*town
	society *guarantee.Society
	unit    unit.Unit
	cash    map[string]int64 // what each has in money, beside its deposit
	opened  int              // months so far
	actions int              // so far, for their names
	refused int              // promises in this month
	day     int              // of it
	placed  map[string]int   // of each name among the parties
	first   []string         // the parties' first names
	heirs   map[int]int      // how many each has had
	wind    *windmill        // once it is ordered
	border  *border          // once it is open

	dividends int64 // paid out by the windmill so far
	out       *bytes.Buffer
}

const (
	societyName = "the Society"

	manager   = "manager"
	custodian = "custodian"

	raisedIn     = 3  // the month in which the turbine is ordered
	openedIn     = 4  // and the border opened
	windOf100    = 40 // what the turbine still buys of what it bought, since wind costs nothing
	limitTimes   = 3  // a limit, in months' turnovers
	depositOf100 = 5  // what is deposited for charges at the start, of a month's turnover; then when there is too little
	reserveAtEnd = 50 // the reserve's target, in EUR a member
)

// tell lets months happen to a town and returns what it has to say.
func tell(ctx context.Context, t *town, u unit.Unit, months []month) (string, error) {
	s, err := found(t, u)
	if err != nil {
		return "", err
	}
	for m, happens := range months {
		s.opened = m + 1
		if err := s.month(ctx, happens); err != nil {
			return "", fmt.Errorf("month %d: %w", m+1, err)
		}
		if s.opened%12 == 0 {
			if err := s.year(); err != nil {
				return "", fmt.Errorf("year %d: %w", s.opened/12, err)
			}
		}
	}
	return s.out.String(), s.check()
}

// check has every protocol prove its state from scratch.
func (s *story) check() error {
	err := s.society.Check()
	if s.wind != nil {
		err = errors.Join(err, s.wind.Check())
	}
	if s.border != nil {
		err = errors.Join(err, s.border.valley.Check(), s.border.union.Check())
	}
	return err
}

func (s *story) say(format string, args ...any) { fmt.Fprintf(s.out, format+"\n", args...) }

// now is the day of the month that is open.
func (s *story) now() time.Time {
	return time.Date(2026, time.Month(s.opened), s.day, 12, 0, 0, 0, time.UTC)
}

// id names the next action.
func (s *story) id() string {
	s.actions++
	return fmt.Sprintf("%06d", s.actions)
}

// do applies actions that must succeed.
func (s *story) do(actions ...guarantee.Action) error { return apply(s.society, actions...) }

func (s *story) amount(parts int64) unit.Amount { return unit.New(parts, s.unit) }

// found founds the society with all of the town as its members, within limits by what each turns over.
func found(t *town, u unit.Unit) (*story, error) {
	t = &town{slices.Clone(t.parties), t.trades} // heirs will have other names
	s := &story{town: t, unit: u, day: 1, heirs: map[int]int{}, cash: map[string]int64{}, opened: 1, placed: map[string]int{}, out: &bytes.Buffer{}}
	for i, p := range t.parties {
		s.placed[p.name] = i
		s.first = append(s.first, p.name)
	}
	terms := guarantee.Terms{
		Name: societyName, Unit: u, Manager: manager, Custodian: custodian,
		Founders:      []string{t.parties[0].name, t.parties[1].name},
		Cost:          guarantee.Rates{Buyer: 500, Seller: 500},
		Default:       guarantee.Rates{Buyer: 5_000, Seller: 5_000},
		ReserveTarget: unit.New(reserveAtEnd*100*int64(len(t.parties)), u),
	}
	society, err := guarantee.New(terms)
	if err != nil {
		return nil, err
	}
	s.society = society
	if err := s.do(guarantee.Adopt{ID: s.id(), At: s.now(), By: terms.Founders}, guarantee.OpenYear{ID: "2026", At: s.now(), By: []string{manager}}); err != nil {
		return nil, err
	}
	for i, p := range t.parties {
		s.cash[p.name] = p.turns * cashOf100 / 100
		if err := s.admit(p, i >= len(terms.Founders)); err != nil {
			return nil, err
		}
	}
	for _, d := range t.trades {
		if err := s.consent(s.parties[d.seller].name, s.parties[d.buyer].name); err != nil {
			return nil, err
		}
	}
	s.say("%d people and firms found a Guarantee Society. Each side of a promise pays 0.05 %% for costs and 0.5 %% for defaults.", len(t.parties))
	return s, nil
}

// admit takes somebody in, within limits by what it turns over.
func (s *story) admit(p party, isNew bool) error {
	if isNew {
		if err := s.do(guarantee.Admit{ID: s.id(), At: s.now(), By: []string{p.name, manager}, Member: p.name}); err != nil {
			return err
		}
	}
	limit := s.amount(limitTimes * p.turns)
	if err := s.do(guarantee.SetLimits{ID: s.id(), At: s.now(), By: []string{manager}, Member: p.name, Buyer: limit, Seller: limit, Because: "three months' turnover"}); err != nil {
		return err
	}
	return s.deposit(p)
}

// consent lets be set off what a seller is owed by a buyer, due or not.
func (s *story) consent(seller, buyer string) error {
	return s.do(guarantee.Trade{Action: credit.SetLine{
		ID: s.id(), At: s.now(), By: []string{seller}, Creditor: seller, Debtor: buyer, Clearing: credit.Early, Window: 100 * 24 * time.Hour,
	}})
}

// deposit gives the custodian what the next charges will take, as far as there is money.
func (s *story) deposit(p party) error {
	parts := min(s.cash[p.name], p.turns*depositOf100/100)
	if parts == 0 {
		return nil
	}
	s.cash[p.name] -= parts
	return s.do(guarantee.Deposit{ID: s.id(), At: s.now(), By: []string{custodian}, Member: p.name, Amount: s.amount(parts)})
}

func (s *story) month(ctx context.Context, m month) error {
	s.day = 1
	for p, parts := range m.income {
		s.cash[s.parties[p].name] += parts - min(s.cash[s.parties[p].name]+parts, m.costs[p])
	}
	if s.opened == raisedIn {
		if err := s.raise(); err != nil {
			return err
		}
	}
	if s.opened == openedIn {
		if err := s.openBorder(); err != nil {
			return err
		}
	}
	promised, err := s.promise(m)
	if err != nil {
		return err
	}
	if s.border != nil {
		if err := s.cross(ctx); err != nil {
			return err
		}
	}
	s.day = 28
	setOff, err := s.clear(ctx)
	if err != nil {
		return err
	}
	inStock, err := s.payInStock()
	if err != nil {
		return err
	}
	paid, err := s.pay(ctx)
	if err != nil {
		return err
	}
	s.say("month %2d: promised %9v, set off %9v, settled in Stock %6v, in money %8v; %d refused", s.opened,
		s.amount(promised).Number(), s.amount(setOff).Number(), s.amount(inStock).Number(), s.amount(paid).Number(), s.refused)
	if s.wind != nil {
		if err := s.turn(); err != nil {
			return err
		}
	}
	return s.giveUp()
}

// promise has what is ordered delivered on guaranteed promises. One that a limit or an empty deposit refuses
// is not made.
func (s *story) promise(m month) (promised int64, err error) {
	s.refused = 0
	for _, o := range m.orders {
		buyer, seller := s.parties[o.buyer], s.parties[o.seller]
		if seller.trade == turbine && s.wind != nil && s.opened >= s.wind.stands {
			continue // power is the partnership's then
		}
		if buyer.trade == turbine && s.wind != nil && s.opened >= s.wind.stands {
			o.parts = max(1, o.parts*windOf100/100)
		}
		a := guarantee.Accept{
			ID: s.id(), At: s.now(), By: []string{buyer.name, seller.name}, Buyer: buyer.name, Seller: seller.name,
			Amount: s.amount(o.parts), For: "what a " + seller.trade + " sells", Due: s.now().AddDate(0, o.terms, 0),
		}
		_, err := s.society.Apply(a)
		if errors.Is(err, guarantee.ErrDeposit) {
			if err := errors.Join(s.deposit(buyer), s.deposit(seller)); err != nil {
				return 0, err
			}
			_, err = s.society.Apply(a)
		}
		var refusal *journal.RefusalError
		switch {
		case err == nil:
			promised += o.parts
		case errors.As(err, &refusal):
			s.refused++
		default:
			return 0, err
		}
	}
	return promised, nil
}

// clear applies the largest set-off of all promises, in which the society is a party like others.
func (s *story) clear(ctx context.Context) (parts int64, err error) {
	book := s.society.Book(s.now())
	r, err := clearing.Clear(ctx, book, clearing.Options{})
	if err != nil || len(r.Totals) == 0 || r.Totals[0].Cleared.IsZero() {
		return 0, err
	}
	by := []string{custodian}
	for i, o := range book.Obligations {
		if o.Debtor == societyName && r.SetOff[i].Sign() > 0 {
			by = append(by, o.Creditor) // who is paid so for its loss
		}
	}
	slices.Sort(by)
	return r.Totals[0].Cleared.Parts(), s.do(guarantee.Clear{ID: s.id(), At: s.now(), By: slices.Compact(by), Lines: credit.SetOff(book, r)})
}

// due are the promises that are due, and not in default.
func (s *story) due() (due []credit.Promise) {
	for p := range s.society.Ledger().Promises() {
		if p.Left.Sign() > 0 && !p.Defaulted && !p.Due.After(s.now()) {
			due = append(due, p)
		}
	}
	return due
}

// payInStock settles what is due in the turbine's Stock, where one side has some and the other will use it.
func (s *story) payInStock() (parts int64, err error) {
	if s.wind == nil {
		return 0, nil
	}
	price, err := s.price()
	if err != nil {
		return 0, err
	}
	for _, p := range s.due() {
		paid, err := s.settleInStock(p, price)
		if err != nil {
			return 0, err
		}
		parts += paid
	}
	return parts, nil
}

// pay settles in money what is due, as far as everybody's money goes: who cannot pay all pays all creditors alike.
func (s *story) pay(ctx context.Context) (parts int64, err error) {
	due := s.due()
	if len(due) == 0 {
		return 0, nil
	}
	var system insolvency.System
	for _, p := range due {
		system.Debts = append(system.Debts, insolvency.Debt{ID: p.ID, Debtor: p.Promisor, Creditor: p.Holder, Amount: p.Left})
	}
	for _, p := range s.parties {
		system.Means = append(system.Means, insolvency.Means{Party: p.name, Amount: s.amount(s.cash[p.name])})
	}
	system.Means = append(system.Means, insolvency.Means{Party: desk, Amount: s.amount(s.cash[desk])})
	r, err := insolvency.Settle(ctx, system, insolvency.Options{})
	if err != nil {
		return 0, err
	}
	for i, p := range due {
		if r.Paid[i].IsZero() {
			continue
		}
		s.cash[p.Promisor] -= r.Paid[i].Parts()
		s.cash[p.Holder] += r.Paid[i].Parts()
		parts += r.Paid[i].Parts()
		if err := s.do(guarantee.Trade{Action: credit.Settle{ID: s.id(), At: s.now(), By: []string{p.Promisor, p.Holder}, Promise: p.ID, In: credit.Money, Paid: r.Paid[i]}}); err != nil {
			return 0, err
		}
	}
	return parts, nil
}

// year closes the policy year, and opens the next.
func (s *story) year() error {
	years := s.society.Years()
	last := years[len(years)-1]
	if err := s.do(guarantee.CloseYear{ID: s.id(), At: s.now(), By: []string{manager}, Year: last.Year}); err != nil {
		return err
	}
	years = s.society.Years()
	y := years[len(years)-1]
	s.say("year %s is closed: %v charged for defaults, %v paid out, %v returned; the reserve holds %v", y.Year, y.DefaultCharges, y.PaidOut, y.DefaultReturned, s.society.Fund("reserve"))
	if s.wind != nil {
		s.yearOfWind()
	}
	if s.border != nil {
		s.yearOfBorder()
	}
	return s.do(guarantee.OpenYear{ID: fmt.Sprint(2026 + s.opened/12), At: s.now(), By: []string{manager}})
}
