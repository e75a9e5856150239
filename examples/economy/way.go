package main

import (
	"slices"
	"strings"
)

// A way is how a town settles what its people owe each other. Each of them adds something to the one before it, so
// that what is added is all that can make a difference between the two.
type way struct {
	name   string
	adds   string // to the way before it, in words
	clears bool
	length int  // the longest ring that is set off; 0: any
	guards bool // promises are made under a Guarantee Society, and new ones for what stays due
	stock  bool // the turbine's Stock is taken for what stays due
}

// ways are compared with each other, from doing nothing on. The last one has all that the library does.
var ways = []way{
	{name: "no clearing", adds: "everything is paid in money"},
	{name: "pairs only", adds: "what two owe each other is set off", clears: true, length: 2},
	{name: "rings up to three", adds: "so are rings of three", clears: true, length: 3},
	{name: "largest set-off", adds: "and rings of any length, as much as there is", clears: true},
	{name: "with mutual credit", adds: "a Guarantee Society stands behind all promises, and behind new ones in the place of what stays due", clears: true, guards: true},
	{name: "with energy Stock", adds: "and before that the turbine's Stock is taken for it", clears: true, guards: true, stock: true},
}

// wayOf returns the place of a way, -1 of none.
func wayOf(name string) int {
	return slices.IndexFunc(ways, func(w way) bool { return w.name == name })
}

func wayNames() string {
	var names []string
	for _, w := range ways {
		names = append(names, w.name)
	}
	return strings.Join(names, ", ")
}

// What everybody does in all ways alike.
const (
	cashOf100   = 60 // what each begins with in money, of a month's turnover
	broughtOf   = 20 // of 100 parts of a month's turnover: what somebody brings who takes a business over
	failsAfter  = 3  // months that debts are late before their debtor is given up,
	failsOf100  = 25 // if they are more than this of a month's turnover
	windowDays  = 100
	payDay      = 28 // of the month: by then it has been cleared what can be
	creditOf100 = 50 // how much a member may owe, and hold, of promises in the place of others, of a month's turnover
)
