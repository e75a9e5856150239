package guarantee

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/credit"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// offset sets off what defaulters and others owe each other under the guarantee, and then the most of what is due
// in rings, before anything is a loss. Nobody's balance changes by it. The society agrees for all: who accepts its
// guarantee leaves it to see to a default.
func (t *turn) offset(failing []*member, open []credit.Promise) error {
	if err := t.net(pairs(failing, open)); err != nil {
		return err
	}
	b := t.dueRings(open)
	if len(b.Obligations) == 0 {
		return nil
	}
	r, err := clearing.Clear(context.Background(), b, clearing.Options{})
	if err != nil {
		return &journal.RefusalError{Reason: ErrLoss, What: err.Error()}
	}
	return t.net(credit.SetOff(b, r))
}

// net applies a set-off if there is any.
func (t *turn) net(lines []credit.NetLine) error {
	if len(lines) == 0 {
		return nil
	}
	return t.act(credit.Net{ID: t.next(), At: t.at, By: t.by(), Lines: lines})
}

// A mutual is what two members owe each other.
type mutual struct {
	parties [2]string // in the order of their names
	owed    [2][]*credit.Promise
}

// pairs returns the set-off of all pairs with somebody who is failing, in the order of the names.
func pairs(failing []*member, open []credit.Promise) []credit.NetLine {
	fails := make(map[string]bool, len(failing))
	for _, m := range failing {
		fails[m.name] = true
	}
	met := make(map[[2]string]*mutual)
	var all []*mutual
	for i := range open {
		p := &open[i]
		if !fails[p.Promisor] && !fails[p.Holder] {
			continue
		}
		parties, side := [2]string{p.Promisor, p.Holder}, 0
		if p.Promisor > p.Holder {
			parties, side = [2]string{p.Holder, p.Promisor}, 1
		}
		m := met[parties]
		if m == nil {
			m = &mutual{parties: parties}
			met[parties], all = m, append(all, m)
		}
		m.owed[side] = append(m.owed[side], p)
	}
	slices.SortFunc(all, func(m, n *mutual) int { return slices.Compare(m.parties[:], n.parties[:]) })
	var lines []credit.NetLine
	for _, m := range all {
		lines = m.lines(lines)
	}
	return lines
}

// lines adds the set-off of a pair.
func (m *mutual) lines(lines []credit.NetLine) []credit.NetLine {
	left := min(sumLeft(m.owed[0]), sumLeft(m.owed[1]))
	if left == 0 {
		return lines
	}
	for _, owed := range m.owed {
		slices.SortFunc(owed, func(p, q *credit.Promise) int {
			return cmp.Or(compareDue(p.Due, q.Due), strings.Compare(p.ID, q.ID))
		})
		rest := left
		for _, p := range owed {
			off := min(rest, p.Left.Parts())
			if off == 0 {
				break
			}
			rest -= off
			line := credit.NetLine{Promise: p.ID, SetOff: p.Left}
			if off < p.Left.Parts() {
				line.SetOff = unit.New(off, p.Left.Unit())
			}
			lines = append(lines, line)
		}
	}
	return lines
}

func sumLeft(owed []*credit.Promise) (parts int64) {
	for _, p := range owed {
		parts += p.Left.Parts()
	}
	return parts
}

// compareDue puts no due date last.
func compareDue(a, b time.Time) int {
	if a.IsZero() != b.IsZero() {
		return b.Compare(a)
	}
	return a.Compare(b)
}

// dueRings is the book of what is due among those who are both owed something and owe it, over and over: what lies
// on no ring takes no part in a set-off.
func (t *turn) dueRings(open []credit.Promise) clearing.Book {
	var b clearing.Book
	for i := range open {
		if open[i].Due.After(t.at) {
			continue
		}
		if p, _ := t.ledger.Promise(open[i].ID); p.Left.Sign() > 0 {
			b.Obligations = append(b.Obligations, clearing.Obligation{ID: p.ID, Debtor: p.Promisor, Creditor: p.Holder, Amount: p.Left, Due: p.Due})
		}
	}
	for before := -1; before != len(b.Obligations); {
		before = len(b.Obligations)
		owes, owed := make(map[string]bool), make(map[string]bool)
		for _, o := range b.Obligations {
			owes[o.Debtor], owed[o.Creditor] = true, true
		}
		b.Obligations = slices.DeleteFunc(b.Obligations, func(o clearing.Obligation) bool { return !owed[o.Debtor] || !owes[o.Creditor] })
	}
	return b
}
