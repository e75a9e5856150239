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

// take gives money from the purse out, off an account.
func (t *turn) take(account, to string, parts int64) error {
	if parts > t.books.purse {
		return &journal.RefusalError{Reason: ErrPurse, What: "what the purse has", Asked: t.amount(parts), Room: t.amount(t.books.purse)}
	}
	set(t, &t.books.purse, t.books.purse-parts)
	t.post(account, outsideAccount(to), parts)
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
	var held wide.Sum
	for at := range b.due {
		if b.due[at] < 0 || b.carried[at] < 0 {
			return broken(2, "an account of %.32q is below zero", p.roll.members[at].name)
		}
		held = held.Add(b.due[at]).Add(b.carried[at])
	}
	held = held.Add(b.gross).Add(b.commons).Add(b.capital).Add(b.prepaid)
	if held != (wide.Sum{}).Add(b.purse).Add(p.open()) {
		return broken(2, "purse and arrears are not what is due, the gross, the funds and what is carried")
	}
	return nil
}
