package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"example.org/mutual/clearing"
	"example.org/mutual/credit"
	"example.org/mutual/guarantee"
	"example.org/mutual/unit/journal"
)

// A guild is a Guarantee Society of the whole town: all members stand behind every promise, for a charge on both sides.
type guild struct {
	*economy
	society *guarantee.Society
	sums    cover
}

// A cover is what a guarantee has cost and paid so far.
type cover struct {
	insured map[string]int64 // paid by each member: charges and calls, less what came back
	out     int64            // paid out to creditors
	back    int64            // had back of those who failed
}

const (
	societyName = "the Society"

	manager   = "manager"
	custodian = "custodian"

	limitTimes   = 3  // a limit, in months' turnovers
	depositOf100 = 5  // what is deposited for charges, of a month's turnover
	reserveAtEnd = 50 // the reserve's target, in EUR a member
)

// newGuild founds the society with the first two of the town; all others are admitted.
func newGuild(e *economy) (*guild, error) {
	terms := guarantee.Terms{
		Name: societyName, Unit: e.unit, Manager: manager, Custodian: custodian,
		Founders:      []string{e.parties[0].name, e.parties[1].name},
		Cost:          guarantee.Rates{Buyer: 500, Seller: 500},
		Default:       guarantee.Rates{Buyer: 5_000, Seller: 5_000},
		ReserveTarget: e.amount(reserveAtEnd * 100 * int64(len(e.parties))),
	}
	s, err := guarantee.New(terms)
	if err != nil {
		return nil, err
	}
	g := &guild{economy: e, society: s, sums: cover{insured: map[string]int64{}}}
	e.say("%d people and firms found a Guarantee Society. Each side of a promise pays 0.05 %% for costs and 0.5 %% for defaults.", len(e.parties))
	return g, g.do(guarantee.Adopt{ID: g.id(), At: g.at(), By: terms.Founders}, guarantee.OpenYear{ID: "2026", At: g.at(), By: []string{manager}})
}

func (g *guild) view() credit.View { return g.society.Ledger() }
func (g *guild) check() error      { return g.society.Check() }

func (g *guild) cover() cover { return g.sums }

// do applies actions that must succeed, and counts what they cost whom.
func (g *guild) do(actions ...guarantee.Action) error {
	for _, a := range actions {
		entry, err := g.society.Apply(a)
		if err != nil {
			return fmt.Errorf("%T: %w", a, err)
		}
		g.count(entry)
	}
	return nil
}

// count reads off an entry what moved between members and the pool. What comes in and goes out of their deposits
// otherwise is their own.
func (g *guild) count(entry journal.Entry) {
	if entry.Type == "deposit" || entry.Type == "withdraw" {
		return
	}
	for _, p := range entry.Postings {
		who, ok := strings.CutPrefix(p.Account, "deposit/")
		switch {
		case !ok:
		case entry.Type == "payOut":
			g.sums.out += p.Quantity
		case g.failed(who):
			g.sums.back -= p.Quantity
		default:
			g.sums.insured[who] -= p.Quantity
		}
	}
}

func (g *guild) act(a credit.Action) error { return g.do(guarantee.Trade{Action: a}) }

// admit takes somebody in, within limits by what it turns over.
func (g *guild) admit(place int) error {
	who, turns := g.names[place], g.parties[place].turns
	if _, known := g.society.Member(who); !known {
		if err := g.do(guarantee.Admit{ID: g.id(), At: g.at(), By: []string{who, manager}, Member: who}); err != nil {
			return err
		}
	}
	limit := g.amount(limitTimes * turns)
	set := guarantee.SetLimits{ID: g.id(), At: g.at(), By: []string{manager}, Member: who, Buyer: limit, Seller: limit, Because: "three months' turnover"}
	return errors.Join(g.do(set), g.deposit(place))
}

// deposit gives the custodian what the next charges will take, as far as there is money.
func (g *guild) deposit(place int) error {
	who := g.names[place]
	return g.hand(who, min(g.purse[who], g.float(place)))
}

func (g *guild) float(place int) int64 { return g.parties[place].turns * depositOf100 / 100 }

// hand puts money on somebody's deposit.
func (g *guild) hand(who string, parts int64) error {
	if parts == 0 {
		return nil
	}
	g.move(who, custodian, parts)
	return g.do(guarantee.Deposit{ID: g.id(), At: g.at(), By: []string{custodian}, Member: who, Amount: g.amount(parts)})
}

// promise has an order delivered on a guaranteed promise. One that a limit or an empty deposit refuses is not made.
func (g *guild) promise(id string, o order) (made bool, err error) {
	buyer, seller := g.names[o.buyer], g.names[o.seller]
	a := guarantee.Accept{
		ID: id, At: g.at(), By: []string{buyer, seller}, Buyer: buyer, Seller: seller,
		Amount: g.amount(o.parts), For: g.what(o.seller), Due: g.at().AddDate(0, o.terms, 0),
	}
	if energy, crosses := g.border.energy(o); crosses {
		a.Abroad, a.Quote = energy, g.border.quote
	}
	return g.accept([]int{o.buyer, o.seller}, a)
}

// accept does what needs a guarantee, with more on the deposits of both sides if that is what it takes.
func (g *guild) accept(sides []int, actions ...guarantee.Action) (made bool, err error) {
	entries, err := g.society.Batch(actions...)
	if errors.Is(err, guarantee.ErrDeposit) {
		for _, place := range sides {
			if err := g.deposit(place); err != nil {
				return false, err
			}
		}
		entries, err = g.society.Batch(actions...)
	}
	for _, e := range entries {
		g.count(e)
	}
	var refusal *journal.RefusalError
	if errors.As(err, &refusal) && (errors.Is(err, guarantee.ErrDeposit) || errors.Is(err, journal.ErrLimit)) {
		return false, nil
	}
	return err == nil, err
}

func (g *guild) book() clearing.Book { return g.society.Book(g.at()) }

// setOff applies a set-off in which the society is a party like others. Who is paid by it for a loss must agree.
func (g *guild) setOff(book clearing.Book, r *clearing.Result) error {
	by := []string{custodian}
	for i, o := range book.Obligations {
		off := r.SetOff[i].Parts()
		switch {
		case off == 0:
		case o.Debtor == societyName:
			by = append(by, o.Creditor)
			g.sums.out += off
		case o.Creditor == societyName:
			g.sums.back += off
		}
	}
	slices.Sort(by)
	return g.do(guarantee.Clear{ID: g.id(), At: g.at(), By: slices.Compact(by), Lines: credit.SetOff(book, r)})
}

// month takes in what members were called for, pays out what stands ready, and gives back what lies on deposits for no
// charge.
func (g *guild) month() error {
	losses := g.society.Losses()
	for _, l := range losses {
		if err := g.payCalls(l); err != nil {
			return err
		}
	}
	for _, l := range losses {
		if err := g.payOut(l.ID); err != nil {
			return err
		}
	}
	for _, m := range slices.Collect(g.society.Members()) {
		if err := g.giveBack(m); err != nil {
			return err
		}
	}
	return nil
}

// giveBack hands out what a member has on deposit beyond what charges will take. What one has who failed is for its
// creditors.
func (g *guild) giveBack(m guarantee.Member) error {
	parts, keeps := m.Deposit.Parts(), g.float(g.places[m.Name])
	switch {
	case parts == 0 || !g.failed(m.Name) && parts <= 2*keeps:
		return nil
	case !g.failed(m.Name):
		parts -= keeps
	case g.lacks(m.Name) > 0:
		return g.recover(m.Name, 0)
	}
	back := guarantee.Withdraw{ID: g.id(), At: g.at(), By: []string{custodian, m.Name}, Member: m.Name, Amount: g.amount(parts)}
	switch err := g.do(back); {
	case errors.Is(err, guarantee.ErrIndebted): // it has not paid what it was called for
		return nil
	case err != nil:
		return err
	}
	g.move(custodian, m.Name, parts)
	return nil
}

// year closes the policy year, and opens the next.
func (g *guild) year() error {
	years := g.society.Years()
	last := years[len(years)-1].Year
	if err := g.do(guarantee.CloseYear{ID: g.id(), At: g.at(), By: []string{manager}, Year: last}); err != nil {
		return err
	}
	y := g.society.Years()[len(years)-1]
	g.more("the Society: charged %s, called %s, paid out %s, returned %s; the reserve holds %v",
		y.DefaultCharges.Number(), y.Calls.Number(), y.PaidOut.Number(), y.DefaultReturned.Number(), g.society.Fund("reserve"))
	return g.do(guarantee.OpenYear{ID: fmt.Sprint(2027 + g.now/12), At: g.at(), By: []string{manager}})
}
