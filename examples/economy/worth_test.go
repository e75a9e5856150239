package main

import (
	"context"
	"testing"

	"example.org/mutual/unit"
)

// Whatever is settled, by set-off, in Stock, on credit or in money, nobody is richer or poorer for it.
func TestSettlingMovesNoWorth(t *testing.T) {
	eur, err := unit.Currency("EUR", 2)
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	town, months := aTown(3, 10)
	for _, w := range ways {
		e, err := found(town, eur, w, nil)
		if err != nil {
			t.Fatal(err)
		}
		same := func(what string, step func(context.Context) error) {
			t.Helper()
			before := e.worths()
			if err := step(ctx); err != nil {
				t.Fatalf("%s, month %d: %s: %v", w.name, e.now+1, what, err)
			}
			for who, parts := range e.worths() {
				if parts != before[who] {
					t.Errorf("%s, month %d: %s: %s was worth %d and is worth %d", w.name, e.now+1, what, who, before[who], parts)
				}
			}
		}
		for m, happens := range months {
			e.now = m
			if err := e.begin(happens); err != nil {
				t.Fatal(err)
			}
			same("set-off", e.clear)
			if err := e.power(ctx); err != nil {
				t.Fatal(err)
			}
			same("Stock", e.payInStock)
			same("credit", e.payOnCredit)
			same("money", e.pay)
			if err := e.giveUp(ctx); err != nil {
				t.Fatal(err)
			}
			if err := e.closeMonth(ctx); err != nil {
				t.Fatal(err)
			}
		}
		settles := sum(func(f figures) int64 { return f.Credit })(e) > 0
		if settles != w.guards {
			t.Errorf("%s: settled on credit: %v", w.name, settles)
		}
		if settles := sum(func(f figures) int64 { return f.Stock })(e) > 0; settles != w.stock {
			t.Errorf("%s: settled in Stock: %v", w.name, settles)
		}
	}
}

// worths are what everybody owns and is owed, less what it owes: money, Stock, promises and bills; and what it has paid
// for a guarantee, which it has had.
func (e *economy) worths() map[string]int64 {
	all := map[string]int64{}
	for who, place := range e.places {
		all[who] = e.purse[who] + e.register.view().Balance(who).Parts() + e.bills.Balance(who).Parts() + e.register.cover().insured[who]
		if e.wind != nil && e.names[place] == who {
			all[who] += e.wind.holds(place)
		}
		if g, ok := e.register.(*guild); ok {
			m, _ := g.society.Member(who)
			all[who] += m.Deposit.Parts()
		}
	}
	return all
}
