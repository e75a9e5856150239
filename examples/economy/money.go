package main

import (
	"context"
	"fmt"

	"example.org/mutual/clearing/insolvency"
	"example.org/mutual/credit"
	"example.org/mutual/unit"
)

// move hands money on. It is the only way in which any moves: so all purses sum to zero, that of the world outside
// with them, and those of the custodians hold what their machines say.
func (e *economy) move(from, to string, parts int64) {
	e.purse[from] -= parts
	e.purse[to] += parts
}

// A debt is all that is due from one to another.
type debt struct {
	debtor, creditor string
	parts            int64
	promises         []credit.Promise // in the order made
}

// debts are what is due, bills too, in the order of the first promise of each.
func (e *economy) debts() (all []*debt) {
	of := map[[2]string]*debt{}
	for _, p := range append(e.due(), e.unpaid()...) {
		pair := [2]string{p.Promisor, p.Holder}
		if of[pair] == nil {
			of[pair] = &debt{debtor: p.Promisor, creditor: p.Holder}
			all = append(all, of[pair])
		}
		of[pair].parts += p.Left.Parts()
		of[pair].promises = append(of[pair].promises, p)
	}
	return all
}

// pay settles in money what is due, as far as everybody's money goes: who cannot pay all pays all creditors alike, and
// each what it promised first; and what it gets from its own debtors counts (the greatest clearing vector).
func (e *economy) pay(ctx context.Context) error {
	debts := e.debts()
	if len(debts) == 0 {
		return nil
	}
	paid, err := e.vector(ctx, debts)
	if err != nil {
		return err
	}
	for i, d := range debts {
		if err := e.payDebt(d, paid[i].Parts()); err != nil {
			return err
		}
	}
	return nil
}

// vector says how much is paid of each debt, with its proof checked.
func (e *economy) vector(ctx context.Context, debts []*debt) ([]unit.Amount, error) {
	var s insolvency.System
	for i, d := range debts {
		s.Debts = append(s.Debts, insolvency.Debt{ID: fmt.Sprint(i), Debtor: d.debtor, Creditor: d.creditor, Amount: e.amount(d.parts)})
	}
	for _, who := range e.names {
		s.Means = append(s.Means, insolvency.Means{Party: who, Amount: e.amount(e.purse[who])})
	}
	r, err := insolvency.Settle(ctx, s, insolvency.Options{})
	if err != nil {
		return nil, err
	}
	return r.Paid, insolvency.Verify(s, insolvency.Options{}, r)
}

// payDebt pays so much of a debt.
func (e *economy) payDebt(d *debt, parts int64) error {
	e.move(d.debtor, d.creditor, parts)
	ledger, paid := e.register.act, &e.figures().Money
	if d.creditor == outside {
		ledger, paid = e.actOutside, &e.figures().Bills
	}
	*paid += parts
	for _, p := range d.promises {
		part := min(parts, p.Left.Parts())
		if part == 0 {
			return nil
		}
		parts -= part
		if err := ledger(e.inMoney(p, part)); err != nil {
			return err
		}
	}
	return nil
}

// inMoney settles so much of a promise in money.
func (e *economy) inMoney(p credit.Promise, parts int64) credit.Settle {
	return credit.Settle{ID: e.id(), At: e.at(), By: []string{p.Promisor, p.Holder}, Promise: p.ID, In: credit.Money, Paid: e.amount(parts)}
}

// actOutside does what is done with bills.
func (e *economy) actOutside(a credit.Action) error {
	_, err := e.bills.Apply(a)
	return err
}
