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
	months := e.past[e.now/12*12:]
	for _, m := range months {
		f.Promised += m.Promised
		f.Refused += m.Refused
		f.SetOff += m.SetOff
		f.Stock += m.Stock
		f.Credit += m.Credit
		f.Money += m.Money
		f.Failures += m.Failures
		f.Estates += m.Estates
	}
	e.sum("year %d: promised %9s, set off %9s, settled in Stock %8s, on credit %8s, in money %9s", 2026+e.now/12,
		e.number(f.Promised), e.number(f.SetOff), e.number(f.Stock), e.number(f.Credit), e.number(f.Money))
	if len(months) < 12 {
		e.more("so far, in %d months", len(months))
	}
	e.more("%d failed, and who has failed paid %v of what it owed; promises of %s were refused", f.Failures, e.amount(f.Estates), e.number(f.Refused))
	if e.wind != nil {
		e.wind.sayYear()
	}
	e.border.sayYear()
}

// more tells more of a year.
func (e *economy) more(format string, args ...any) { e.sum("           "+format, args...) }

func (w *windmill) sayYear() {
	stock, _ := w.Stock()
	w.economy.more("the turbine: %s kWh of Stock issued so far, %s came back, %s are out; dividends of %v",
		whole(stock.Issued), whole(stock.Redeemed), whole(stock.Outstanding), w.economy.amount(w.dividends-w.told))
	w.told = w.dividends
}

func (b *border) sayYear() {
	b.economy.more("the border: goods worth %d kWh, or %d sheaves; between the desks %d kWh were set off, and %d paid", b.traded/kWhParts, b.traded/kWhParts/sheafHours, b.setOff/kWhParts, b.paid/kWhParts)
	b.traded, b.setOff, b.paid = 0, 0, 0
}

// sayBurdens tells who bears most of what defaults have cost so far, of whoever runs a place and did before.
func (e *economy) sayBurdens() {
	all := e.burdens
	order := make([]int, len(all))
	for place := range order {
		order[place] = place
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(all[b].all(), all[a].all()) })
	var most []string
	for _, place := range order[:3] {
		most = append(most, fmt.Sprintf("%s %s", e.parties[place].name, e.number(all[place].all())))
	}
	e.more("defaults have cost half of them at most %s each so far; most they cost %s", e.number(bears(50)(e)), strings.Join(most, ", "))
}
