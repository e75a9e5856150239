package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A tale is told month by month in its first year, and then year by year.

// say tells what happened in the first year.
func (e *economy) say(format string, args ...any) {
	if e.now < 12 {
		e.sum(format, args...)
	}
}

// sum tells what a year came to.
func (e *economy) sum(format string, args ...any) {
	if e.tale != nil {
		fmt.Fprintf(e.tale, format+"\n", args...)
	}
}

// number is an amount for a column.
func (e *economy) number(parts int64) string { return e.amount(parts).Number() }

func (e *economy) sayMonth() {
	f := e.figures()
	e.say("month %2d: promised %9s, set off %9s, settled in Stock %8s, on credit %8s, in money %9s", e.now+1,
		e.number(f.Promised), e.number(f.SetOff), e.number(f.Stock), e.number(f.Credit), e.number(f.Money))
}

// sayYear tells of the months since the last time, and where everything stands.
func (e *economy) sayYear() {
	var f figures
	for _, month := range e.past[e.now/12*12:] {
		f.Promised += month.Promised
		f.Refused += month.Refused
		f.SetOff += month.SetOff
		f.Stock += month.Stock
		f.Credit += month.Credit
		f.Money += month.Money
		f.Failures += month.Failures
	}
	e.sum("%d, %d months: promised %v, set off %s, settled in Stock %s, on credit %s, in money %s; refused %s; %d failed",
		2026+e.now/12, len(e.past)-e.now/12*12, e.amount(f.Promised), e.number(f.SetOff), e.number(f.Stock), e.number(f.Credit), e.number(f.Money), e.number(f.Refused), f.Failures)
	if w := e.wind; w != nil {
		stock, _ := w.Stock()
		e.sum("  the turbine: %s kWh of Stock issued so far, %s came back for power, %s are out; %v of dividends were paid to the operator, the builders and everybody connected",
			whole(stock.Issued), whole(stock.Redeemed), whole(stock.Outstanding), e.amount(w.dividends-w.told))
		w.told = w.dividends
	}
	b := e.border
	e.sum("  the border: goods worth %d kWh, of which the two desks set off %d and paid %d in money", b.traded/kWhParts, b.setOff/kWhParts, b.paid/kWhParts)
	b.traded, b.setOff, b.paid = 0, 0, 0
}

// sayBurdens tells who bears most of what defaults have cost so far, of whoever runs a place and did before.
func (e *economy) sayBurdens() {
	if e.tale == nil {
		return
	}
	all := e.burdens()
	order := make([]int, len(all))
	for place := range order {
		order[place] = place
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(all[b].all(), all[a].all()) })
	var most []string
	for _, place := range order[:3] {
		most = append(most, fmt.Sprintf("%s %s", e.parties[place].name, e.number(all[place].all())))
	}
	e.sum("  what defaults have cost so far, losses and the guarantee: half bear at most %s each; most bear %s", e.number(e.borne()[len(all)/2]), strings.Join(most, ", "))
}
