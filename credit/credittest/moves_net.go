package credittest

import (
	"context"
	"math/big"
	"slices"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/credit"
	"example.org/mutual/unit"
)

// settle settles a promise in the ledger's unit, in energy or, with both agreeing, in what a quote is of.
func (a *act) settle(p credit.Promise) credit.Action {
	s := credit.Settle{ID: a.id, At: a.at, By: []string{p.Holder}, Promise: p.ID, In: credit.Means(a.C%3 + 1), Paid: a.amount(), Words: "wood"}
	if a.B%3 > 0 && a.Parts > p.Left.Parts() {
		s.Paid = p.Left
	}
	if a.More%3 == 0 {
		return s
	}
	paid := units()[int(a.B)%len(units())]
	if a.C%8 < 7 {
		s.By = append(s.By, p.Promisor)
	}
	s.Paid = unit.New(s.Paid.Parts(), paid)
	if each, energy := paid.Joules(); !energy || a.notEnergy() {
		s.Quote = a.quote(paid)
	} else if part, ours := joules(each, paid), a.ourJoules(); part.Cmp(ours) < 0 && s.Paid.Parts() < 1000 {
		more := new(big.Rat).Quo(ours, part) // of the finer unit, as many as make one part of the coarser, and not quite
		s.Paid = unit.New(s.Paid.Parts()*new(big.Int).Quo(more.Num(), more.Denom()).Int64()+int64(a.A), paid)
	}
	return s
}

// joules are those of a unit's smallest part.
func joules(each *big.Rat, u unit.Unit) *big.Rat {
	for range u.Places() {
		each.Quo(each, big.NewRat(10, 1))
	}
	return each
}

func (a *act) ourJoules() *big.Rat {
	each, _ := a.terms.Unit.Joules()
	return joules(each, a.terms.Unit)
}

func (a *act) notEnergy() bool {
	_, energy := a.terms.Unit.Joules()
	return !energy
}

// units are what may be paid in: coarser and finer than the units of account that Run takes.
func units() []unit.Unit {
	var all []unit.Unit
	for _, definition := range []string{"GBP.2", "kWh", "J", "loaf.0=36000000J", "EUR.2", "hour.1"} {
		all = append(all, Terms(definition).Unit)
	}
	return all
}

// quote converts what is paid into the ledger's unit, mostly: now and then it is of the wrong side or unit, or
// no longer good. Where there can be none it is the zero Quote.
func (a *act) quote(paid unit.Unit) unit.Quote {
	t := unit.QuoteTerms{
		Base: paid, Quoted: a.terms.Unit, Rate: big.NewRat(int64(a.A)%3+1, int64(a.Which)%3+1), Side: []unit.Side{unit.Bid, unit.Both, unit.Both, unit.Ask}[a.C%4],
		AsOf: a.at.Add(-time.Hour), ValidUntil: a.at, Source: "the board",
	}
	if a.C/4%2 == 1 {
		t.Base, t.Quoted, t.Side = t.Quoted, t.Base, []unit.Side{unit.Ask, unit.Both, unit.Both, unit.Bid}[a.C%4]
	}
	switch a.More {
	case 14:
		t.ValidUntil = a.at.Add(-time.Minute)
	case 13:
		t.Quoted = units()[0]
	}
	q, _ := unit.NewQuote(t)
	return q
}

// net is a ring that can be set off, with no proof, or the largest set-off with one.
func (a *act) net() credit.Action {
	net := credit.Net{ID: a.id, At: a.at, By: names[:min(int(a.C)/3, len(names))], Lines: a.setOff()}
	if len(a.anyRing()) == 0 && a.Twist%4 > 0 {
		return a.towards()
	}
	if a.More%4 != 1 {
		return net
	}
	book := a.Book(a.at)
	r, err := clearing.Clear(context.Background(), book, clearing.Options{})
	if err != nil || len(r.Proofs) == 0 {
		return net
	}
	net.Proof = r.Proofs[0]
	if a.B%5 > 0 {
		net.Lines = credit.SetOff(book, r)
	}
	return net
}

// towards makes a ring where there is none: of a promise, the line that lets it be set off, one that goes
// back, and the line for that.
func (a *act) towards() credit.Action {
	p := a.promise()
	for q := range a.Promises() {
		if a.mayClear(q) && q.Left != q.Reserved {
			p = q
			break
		}
	}
	creditor, debtor := p.Holder, p.Promisor
	switch {
	case !a.mayClear(p):
	case len(a.usable(p.Holder, p.Promisor)) == 0:
		back := []string{p.Holder, p.Promisor}
		return credit.Issue{ID: a.id, At: a.at, By: back, Promisor: p.Holder, Holder: p.Promisor, Amount: a.amount(), For: "bread"}
	default:
		creditor, debtor = debtor, creditor
	}
	return credit.SetLine{ID: a.id, At: a.at, By: []string{creditor}, Creditor: creditor, Debtor: debtor, Clearing: credit.Early, Window: 1000 * time.Hour}
}

// anyRing is the first ring that can be set off.
func (a *act) anyRing() []credit.NetLine {
	for p := range a.Promises() {
		if ring := a.ring([]credit.Promise{p}); ring != nil {
			return ring
		}
	}
	return nil
}

// setOff is a ring that can be set off, where there is one, or a few lines that cannot without consent.
func (a *act) setOff() []credit.NetLine {
	if ring := a.anyRing(); ring != nil && a.More%4 > 0 {
		return ring
	}
	var lines []credit.NetLine
	for p := range a.Promises() {
		if len(lines) <= int(a.B)%3 && (a.mayClear(p) && !p.Left.IsZero() || a.Twist%8 == 0) {
			lines = append(lines, credit.NetLine{Promise: p.ID, SetOff: a.amount()})
		}
	}
	return lines
}

// mayClear reports whether a promise's holder lets it be set off.
func (a *act) mayClear(p credit.Promise) bool {
	return clears(a.lines[two{p.Promisor, p.Holder}], p.Due, a.at)
}

// ring goes on along a path of promises until it is back where it began.
func (a *act) ring(path []credit.Promise) []credit.NetLine {
	end := path[len(path)-1]
	if end.Left == end.Reserved || end.Disputed || !a.mayClear(end) {
		return nil
	}
	if end.Holder == path[0].Promisor {
		return a.least(path)
	}
	for p := range a.Promises() {
		if p.Promisor == end.Holder && len(path) < len(names) && !slices.ContainsFunc(path, func(q credit.Promise) bool { return q.Promisor == p.Promisor }) {
			if ring := a.ring(append(path, p)); ring != nil {
				return ring
			}
		}
	}
	return nil
}

// least sets off of each promise of a ring what is left of the smallest, or less.
func (a *act) least(ring []credit.Promise) []credit.NetLine {
	least := a.left(ring[0])
	for _, p := range ring {
		if left := a.left(p); left.Parts() < least.Parts() {
			least = left
		}
	}
	if a.Parts > 0 && a.Parts < least.Parts() && a.More%2 == 0 {
		least = a.amount()
	}
	var lines []credit.NetLine
	for _, p := range ring {
		lines = append(lines, credit.NetLine{Promise: p.ID, SetOff: least})
	}
	return lines
}

// left is what is left of a promise and not reserved, or now and then what is left.
func (a *act) left(p credit.Promise) unit.Amount {
	if a.Twist%8 == 7 {
		return p.Left
	}
	return unit.New(p.Left.Parts()-p.Reserved.Parts(), a.terms.Unit)
}
