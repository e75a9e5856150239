package partnership

import (
	"slices"

	"example.org/mutual/internal/wide"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// The accounts that bear nobody's name.
const (
	grossAccount   = "gross"
	arrearsAccount = "arrears"
	commonsAccount = "fund/commons"
	capitalAccount = "fund/capital"
	prepaidAccount = "fund/prepaid"
	allNths        = "nths"
)

// The accounts that bear a name. A name holds no slash.
func outsideAccount(who string) string { return "outside/" + who }
func dueAccount(who string) string     { return "due/" + who }
func carriedAccount(who string) string { return "carried/" + who }
func nthsAccount(who string) string    { return "nths/" + who }

// Books are what the custodian holds, the purse, and whose it is. All but the purse and the gross are zero or above.
type books struct {
	purse   int64   // the money that is there
	gross   int64   // what came in or fell due and is not distributed yet, less what was given up
	commons int64   // the fund that no action distributes
	capital int64   // what was contributed and not spent on the asset yet
	prepaid int64   // what was paid for Stock that is outstanding, unless for the asset
	due     []int64 // what is there for each member, by its place, as far as the purse goes
	carried []int64 // what each has paid that was less than one part of what it bought
	kept    int64   // of the purse, for capital, what was prepaid and what is carried: it is there for nothing else
}

func (b *books) clone() books {
	c := *b
	c.due, c.carried = slices.Clone(b.due), slices.Clone(b.carried)
	return c
}

// grow makes room for so many members.
func (b *books) grow(members int) {
	b.due, b.carried = resize(b.due, members), resize(b.carried, members)
}

// bring takes money from outside into the purse, on an account; what it adds to there is the caller's to count.
func (t *turn) bring(from, account string, parts int64) error {
	if t.books.purse > TotalMax-parts {
		return &journal.RefusalError{Reason: journal.ErrLimit, What: "what the purse can hold", Asked: t.amount(parts), Room: t.amount(TotalMax - t.books.purse)}
	}
	set(t, &t.books.purse, t.books.purse+parts)
	t.post(outsideAccount(from), account, parts)
	return nil
}

// free is what of the purse is kept for nothing: so much can be paid of what is due.
func (b *books) free() int64 { return b.purse - b.kept }

// carry changes what is carried to a member, capital the capital fund and prepaid what was paid for Stock. The money
// came in for that, so it comes before all that is due. Where the money goes out again, this comes first and
// [turn.take] after it.
func (t *turn) carry(at int32, parts int64) {
	setAt(t, &t.books.carried, at, t.books.carried[at]+parts)
	set(t, &t.books.kept, t.books.kept+parts)
}

func (t *turn) capital(parts int64) {
	set(t, &t.books.capital, t.books.capital+parts)
	set(t, &t.books.kept, t.books.kept+parts)
}

func (t *turn) prepaid(parts int64) {
	set(t, &t.books.prepaid, t.books.prepaid+parts)
	set(t, &t.books.kept, t.books.kept+parts)
}

// take gives money from the purse out, off an account.
func (t *turn) take(account, to string, parts int64) error {
	if free := t.books.free(); parts > free {
		return &journal.RefusalError{Reason: ErrPurse, What: "what the purse has free", Asked: t.amount(parts), Room: t.amount(free)}
	}
	set(t, &t.books.purse, t.books.purse-parts)
	t.post(account, outsideAccount(to), parts)
	return nil
}

// addToGross adds to the gross, off an account, and takeFromGross takes from it, to an account.
func (t *turn) addToGross(from string, parts int64) error {
	if err := t.changeGross(parts); err != nil {
		return err
	}
	t.post(from, grossAccount, parts)
	return nil
}

func (t *turn) takeFromGross(to string, parts int64) error {
	if err := t.changeGross(-parts); err != nil {
		return err
	}
	t.post(grossAccount, to, parts)
	return nil
}

// changeGross changes the gross by parts above zero or below, for which the caller has the posting.
func (t *turn) changeGross(by int64) error {
	gross := t.books.gross
	if by > 0 && gross > TotalMax-by || by < 0 && gross < -TotalMax-by {
		return &journal.RefusalError{Reason: journal.ErrLimit, What: "what the gross can hold", Asked: t.amount(by), Room: t.amount(TotalMax - max(gross, -gross))}
	}
	set(t, &t.books.gross, gross+by)
	return nil
}

// Purse returns the money that the custodian holds.
func (p *Partnership) Purse() unit.Amount { return p.amount(p.books.purse) }

// Gross returns what came in or fell due and is not distributed yet, less what was given up: it can be below zero.
func (p *Partnership) Gross() unit.Amount { return p.amount(p.books.gross) }

// Commons returns what the commons fund holds.
func (p *Partnership) Commons() unit.Amount { return p.amount(p.books.commons) }

// Capital returns what was contributed and not spent on the asset yet.
func (p *Partnership) Capital() unit.Amount { return p.amount(p.books.capital) }

// Prepaid returns what was paid for Stock that is outstanding, unless for the asset.
func (p *Partnership) Prepaid() unit.Amount { return p.amount(p.books.prepaid) }

// Due returns what is there for somebody, as far as the purse goes: zero of whom the partnership does not know.
func (p *Partnership) Due(name string) unit.Amount { return p.part(p.books.due, name) }

// Carried returns what somebody has paid that was less than one part of what it bought.
func (p *Partnership) Carried(name string) unit.Amount { return p.part(p.books.carried, name) }

func (p *Partnership) part(all []int64, name string) unit.Amount {
	if at, ok := p.roll.number[name]; ok {
		return p.amount(all[at])
	}
	return p.amount(0)
}

// Arrears returns what is open of all rentals that fell due.
func (p *Partnership) Arrears() unit.Amount { return p.amount(p.open()) }

// open is what is left of all promises that the partnership holds.
func (p *Partnership) open() int64 {
	if p.ledger == nil {
		return 0
	}
	return p.ledger.Balance(p.terms.Name).Parts()
}

// checkBooks: invariant 2.
func (p *Partnership) checkBooks() error {
	b := &p.books
	if b.purse < 0 || b.purse > TotalMax || b.commons < 0 || b.capital < 0 || b.prepaid < 0 {
		return broken(2, "the purse or a fund is below zero")
	}
	if len(b.due) != len(p.roll.members) || len(b.carried) != len(p.roll.members) {
		return broken(2, "accounts of others than members")
	}
	var held, kept wide.Sum
	for at := range b.due {
		if b.due[at] < 0 || b.carried[at] < 0 {
			return broken(2, "an account of %.32q is below zero", p.roll.members[at].name)
		}
		if b.carried[at] > 0 && !p.roll.members[at].active {
			return broken(2, "something is carried to %.32q, who has left", p.roll.members[at].name)
		}
		held, kept = held.Add(b.due[at]), kept.Add(b.carried[at])
	}
	kept = kept.Add(b.capital).Add(b.prepaid)
	if parts, ok := kept.Int64(); !ok || parts != b.kept || b.kept > b.purse {
		return broken(2, "the purse has less than was contributed and is carried")
	}
	if all, ok := held.Int64(); !ok || all > TotalMax {
		return broken(2, "more is due than can be")
	}
	held = held.Plus(kept).Add(b.gross).Add(b.commons)
	if held != (wide.Sum{}).Add(b.purse).Add(p.open()) {
		return broken(2, "purse and arrears are not what is due, the gross, the funds and what is carried")
	}
	return nil
}
