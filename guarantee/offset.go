package guarantee

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/credit"
)

// offset sets off what the failing and others owe each other under the guarantee, and then the most of what is due
// in rings, before anything is a loss. Nobody's balance changes by it. The society agrees for all: who accepts its
// guarantee leaves it to see to a default.
func (p *plan) offset(ctx context.Context, failing []*member) error {
	p.fail(failing)
	for i := range p.open {
		d := &p.open[i]
		d.left, d.paid = d.parts, 0
	}
	p.lines = [2][]credit.NetLine{p.pairs(), nil}
	on := p.dueRings()
	if len(on) == 0 {
		return nil
	}
	r, err := clearing.Clear(ctx, p.book(on), clearing.Options{})
	if err != nil {
		return refusedBy(ctx, err)
	}
	for k, d := range on {
		if off := r.SetOff[k]; off.Sign() > 0 {
			d.left -= off.Parts()
			p.lines[1] = append(p.lines[1], credit.NetLine{Promise: d.id, SetOff: off})
		}
	}
	return nil
}

// net applies a set-off if there is any.
func (t *turn) net(lines []credit.NetLine) error {
	if len(lines) == 0 {
		return nil
	}
	return t.act(credit.Net{ID: t.next(), At: t.at, By: t.by(), Lines: lines})
}

// A mutual is what two members owe each other: first what the debtor of their first debt owes. The ledger's numbers of
// the two say nothing of their order, because they are others once it is restored.
type mutual struct {
	first int32
	owed  [2][]*debt
}

// pairs sets off all pairs with somebody who is failing, in the order of their first debt.
func (p *plan) pairs() []credit.NetLine {
	met := make(map[[2]int32]*mutual)
	var all []*mutual
	for i := range p.open {
		d := &p.open[i]
		if p.place[d.from] == 0 && p.place[d.to] == 0 || !p.counts(d) {
			continue
		}
		parties := [2]int32{min(d.from, d.to), max(d.from, d.to)}
		m := met[parties]
		if m == nil {
			m = &mutual{first: d.from}
			met[parties], all = m, append(all, m)
		}
		side := 0
		if d.from != m.first {
			side = 1
		}
		m.owed[side] = append(m.owed[side], d)
	}
	var lines []credit.NetLine
	for _, m := range all {
		lines = p.setOff(m, lines)
	}
	return lines
}

// setOff adds the set-off of a pair, of each side's debts the earlier due first and then by ID.
func (p *plan) setOff(m *mutual, lines []credit.NetLine) []credit.NetLine {
	least := min(sumOf(m.owed[0]), sumOf(m.owed[1]))
	if least == 0 {
		return lines
	}
	for _, owed := range m.owed {
		slices.SortFunc(owed, func(d, e *debt) int {
			return cmp.Or(compareDue(d.due, e.due), strings.Compare(d.id, e.id))
		})
		left := least
		for _, d := range owed {
			off := min(left, d.left)
			if off == 0 {
				break
			}
			left -= off
			d.left -= off
			lines = append(lines, credit.NetLine{Promise: d.id, SetOff: p.amount(off)})
		}
	}
	return lines
}

func sumOf(owed []*debt) (parts int64) {
	for _, d := range owed {
		parts += d.left
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

// dueRings are the debts that are due, of which the pairs' set-off has left something, and that may stand on a ring.
// What the failing owe falls due with that, so that no ring of debts is left among them.
func (p *plan) dueRings() []*debt {
	var due []*debt
	for i := range p.open {
		if d := &p.open[i]; d.left > 0 && (!d.due.After(p.at) || p.place[d.from] > 0) && p.counts(d) {
			due = append(due, d)
		}
	}
	return onRings(due, len(p.place))
}

// book is what is left of debts, to be cleared.
func (p *plan) book(on []*debt) (b clearing.Book) {
	for _, d := range on {
		b.Obligations = append(b.Obligations, clearing.Obligation{
			ID: d.id, Debtor: p.held.Party(d.from), Creditor: p.held.Party(d.to), Amount: p.amount(d.left), Due: d.due,
		})
	}
	return b
}

// onRings leaves out the debts of who is owed nothing or owes nothing, then those of whom that leaves so, and so on:
// they lie on no ring. Each is looked at a few times only.
func onRings(due []*debt, parties int) []*debt {
	owes, owed := newEnds(due, parties, func(d *debt) int32 { return d.from }), newEnds(due, parties, func(d *debt) int32 { return d.to })
	out := make([]bool, len(due))
	var ends []int32
	for m := range int32(parties) {
		if owes.left[m] == 0 || owed.left[m] == 0 {
			ends = append(ends, m)
		}
	}
	for len(ends) > 0 {
		m := ends[len(ends)-1]
		ends = ends[:len(ends)-1]
		for _, k := range slices.Concat(owes.of(m), owed.of(m)) {
			if out[k] {
				continue
			}
			out[k] = true
			owes.left[due[k].from]--
			owed.left[due[k].to]--
			for _, end := range []int32{due[k].from, due[k].to} {
				if end != m && (owes.left[end] == 0 || owed.left[end] == 0) {
					ends = append(ends, end)
				}
			}
		}
	}
	var on []*debt
	for k, d := range due {
		if !out[k] {
			on = append(on, d)
		}
	}
	return on
}

// ends are the places of debts by a party at one end of each.
type ends struct {
	first  []int32 // of each party's places
	places []int32
	left   []int32 // how many of them are not left out
}

func newEnds(due []*debt, parties int, end func(*debt) int32) ends {
	e := ends{make([]int32, parties+1), make([]int32, len(due)), make([]int32, parties)}
	for _, d := range due {
		e.left[end(d)]++
	}
	for m, n := range e.left {
		e.first[m+1] = e.first[m] + n
	}
	next := slices.Clone(e.first)
	for k, d := range due {
		e.places[next[end(d)]] = int32(k)
		next[end(d)]++
	}
	return e
}

func (e ends) of(m int32) []int32 { return e.places[e.first[m]:e.first[m+1]] }
