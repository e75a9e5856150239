package partnership

import (
	"slices"
	"time"

	"example.org/mutual/internal/carry"
	"example.org/mutual/internal/wide"
	"example.org/mutual/unit/journal"
)

// PayOut pays what is due to all, as far as the purse has money that is in no fund and carried for nobody: where it is
// too little, pro rata to what is due, by the largest remainder. Nobody can demand more than there is; what is not paid
// stays due. Who owes rental is not paid what settles it: that is taken off first, as in Distribute. The custodian must
// agree.
type PayOut struct {
	ID string
	At time.Time
	By []string
}

func (a PayOut) header() header { return header{Kind: "payOut", ID: a.ID, At: a.At, By: a.By} }

func (a *PayOut) fields(c *codec) { c.Header(a.header().Kind, &a.ID, &a.At, &a.By) }

func (a PayOut) apply(t *turn) error {
	if err := t.consent(); err != nil {
		return err
	}
	if err := t.offset(); err != nil {
		return err
	}
	all, there := t.payable()
	if all == 0 || there == 0 {
		return &journal.RefusalError{Reason: ErrPurse, What: "nothing is due that there is money for", Asked: t.amount(all), Room: t.amount(there)}
	}
	byName := t.roll.sortIn()
	weights, parts := make([]int64, len(byName)), make([]int64, len(byName))
	for i, at := range byName {
		weights[i] = t.books.due[at]
	}
	c := carry.Carry{Lags: make([]int64, len(byName))}
	c.Divide(there, weights, all, parts)
	due := slices.Clone(t.books.due)
	for i, at := range byName {
		if parts[i] > 0 {
			due[at] -= parts[i]
			t.post(t.roll.members[at].dueAccount, outsideAccount(t.roll.members[at].name), parts[i])
		}
	}
	set(t, &t.books.due, due)
	set(t, &t.books.purse, t.books.purse-there)
	if there < all {
		t.Note("still due", t.amount(all-there).String())
	}
	return nil
}

// payable returns what is due to all, and how much of it there is money for.
func (p *Partnership) payable() (all, there int64) {
	all, _ = p.books.dues().Int64() // which invariant 2 keeps within TotalMax
	return all, max(0, min(all, p.books.free()-p.books.commons))
}

// dues is what is due to all.
func (b *books) dues() (sum wide.Sum) {
	for _, parts := range b.due {
		sum = sum.Add(parts)
	}
	return sum
}

// roomForDue refuses that more becomes due than can be due to all.
func (t *turn) roomForDue(parts int64) error {
	all, _ := t.books.dues().Int64()
	if parts > TotalMax-all {
		return &journal.RefusalError{Reason: journal.ErrLimit, What: "what can be due to all", Asked: t.amount(parts), Room: t.amount(TotalMax - all)}
	}
	return nil
}
