package guarantee

import (
	"fmt"
	"slices"
	"strings"

	"example.org/mutual/credit"
	"example.org/mutual/guarantee/waterfall"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// A loss is one member's declared default: who bears it, and what has become of that since. Of its claims each is a
// promise, by its ID, or a call of another loss that the member has not paid: see callClaim.
type loss struct {
	id       string
	year     int32    // the place of the policy year to which it belongs
	due      []int64  // of each claim, what is there for it and not paid out yet
	accepted int32    // the place, among all actions, of that which made a promise of it: all go by the same layers
	taken    []string // the promises that the society has taken over: its claim in the ledger, earliest first
	written  int64    // what the society has given up of its claim
	waterfall.Case

	losing []waterfall.Claim // while it is being declared
}

func (l *loss) clone() *loss {
	return &loss{id: l.id, year: l.year, accepted: l.accepted, due: slices.Clone(l.due), taken: slices.Clone(l.taken), written: l.written, Case: l.Case.Clone()}
}

// change is for what follows: it is undone with the action.
func (t *turn) change(l *loss) {
	old := l.clone()
	t.changes.UndoBy(func() { *l = *old })
}

// callClaim names the claim that a loss has on a member who has not paid its call. No promise is named so.
func callClaim(loss string) string { return "#" + loss }

// loss returns a loss by its name.
func (s *Society) loss(id string) (*loss, error) {
	for _, l := range s.defaults {
		if l.id == id {
			return l, nil
		}
	}
	return nil, noLoss(quote(id) + `: want the ID of a Declare, a slash, and the place of the member in it, such as "d1/1"`)
}

// add notes that so much more of each claim has been paid than before, and so is due.
func (l *loss) add(before []int64) {
	for i, o := range l.Claims {
		l.due[i] += o.Paid.Parts() - before[i]
	}
}

// paidBefore is what has been paid of each claim so far.
func (l *loss) paidBefore() []int64 {
	paid := make([]int64, len(l.Claims))
	for i, o := range l.Claims {
		paid[i] = o.Paid.Parts()
	}
	return paid
}

// claim is what the society can still ask of the defaulter.
func (l *loss) claim() int64 { return l.Claim().Parts() - l.written }

// recoverable is that, and what the creditors lack.
func (l *loss) recoverable() int64 { return l.Lacks().Parts() + l.claim() }

// ready reports whether something stands ready that is not paid out yet.
func (l *loss) ready() bool {
	return slices.ContainsFunc(l.due, func(parts int64) bool { return parts > 0 })
}

// indebted reports whether a member owes the society anything: a claim, or a call not paid.
func (s *Society) indebted(m *member) bool {
	for _, l := range s.defaults {
		if l.Defaulter == m.name && l.recoverable() > 0 {
			return true
		}
	}
	return len(s.unpaid(m)) > 0
}

// awaits reports whether something of a loss is there for a member, or called for.
func (s *Society) awaits(m *member) bool {
	for _, l := range s.defaults {
		for i, o := range l.Claims {
			if l.due[i] == 0 && o.Paid.Parts()+o.Cut.Parts() == o.Amount.Parts() {
				continue
			}
			if p, ok := s.ledger.Promise(o.Creditor); ok && p.Holder == m.name {
				return true
			}
		}
	}
	return false
}

// lossChanged refuses what members do to a promise that is declared in default, or to a claim of the society.
func (t *turn) lossChanged(c *credit.Change) error {
	return &journal.RefusalError{Reason: ErrDefaulted, What: quote(c.Before.ID)}
}

// A Loss is a member's declared default as it stands.
type Loss struct {
	ID         string
	Year       string // the policy year to which it belongs
	Case       waterfall.Case
	Due        []unit.Amount // of each claim of the case, what PayOut would pay now
	Claim      unit.Amount   // what the society can still ask of the defaulter
	WrittenOff unit.Amount
}

// Losses returns the losses that were declared, in their order, as copies.
func (s *Society) Losses() []Loss {
	all := make([]Loss, len(s.defaults))
	for i, l := range s.defaults {
		all[i] = Loss{l.id, s.years[l.year].id, l.Case.Clone(), make([]unit.Amount, len(l.due)), s.amount(l.claim()), s.amount(l.written)}
		for k, parts := range l.due {
			all[i].Due[k] = s.amount(parts)
		}
	}
	return all
}

// A LossAccount is a loss in figures: what creditors claim, and what was recovered.
type LossAccount struct {
	ID, Year, Defaulter           string
	Claimed                       unit.Amount // by creditors, when it was declared
	Paid, Due                     unit.Amount // to them, and what PayOut would pay now
	Pending, Lacking              unit.Amount // what calls are to bring them, and what they lack beside
	Recovered, Worked, WrittenOff unit.Amount // in money and its worth, by work, and never
	Claim                         unit.Amount // what the society can still ask of the defaulter
}

func (s *Society) lossAccounts() []LossAccount {
	all := make([]LossAccount, len(s.defaults))
	for i, l := range s.defaults {
		var claimed, paid, due int64
		for k, o := range l.Claims {
			claimed, paid, due = claimed+o.Amount.Parts(), paid+o.Paid.Parts(), due+l.due[k]
		}
		pending := l.Pending().Parts()
		all[i] = LossAccount{
			ID: l.id, Year: s.years[l.year].id, Defaulter: l.Defaulter, Claimed: s.amount(claimed), Paid: s.amount(paid - due), Due: s.amount(due),
			Pending: s.amount(pending), Lacking: s.amount(l.Lacks().Parts() - pending),
			Recovered: l.Recovered, Worked: l.Worked, WrittenOff: s.amount(l.written), Claim: s.amount(l.claim()),
		}
	}
	return all
}

func (l *LossAccount) words() string {
	return fmt.Sprintf("The loss %s in %s: %s left %v unpaid; creditors were paid %v, %v stands ready for them, calls are to bring %v, and %v they lack. Recovered are %v, worked off %v, written off %v; for itself the society can still ask %v.",
		l.ID, l.Year, l.Defaulter, l.Claimed, l.Paid, l.Due, l.Pending, l.Lacking, l.Recovered, l.Worked, l.WrittenOff, l.Claim)
}

// of reports of which loss a claim is a call, if it is none of a promise.
func (s *Society) of(claim string) (*loss, bool) {
	id, call := strings.CutPrefix(claim, "#")
	if !call {
		return nil, false
	}
	l, err := s.loss(id)
	return l, err == nil
}
