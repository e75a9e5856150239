package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
)

// A town is who lives and works in it, and who buys from whom in an ordinary month. Everybody sells as much as it buys,
// because all trade is made of rings: what a household spends comes back to households as wages. What
// does not come back in time is what money, credit and clearing are for.
type town struct {
	parties []party
	trades  []trade // by buyer, then seller
}

type party struct {
	name  string
	trade string // its kind
	turns int64  // what it sells in an ordinary month, and buys
}

// A trade is what one buys from another in an ordinary month, in parts.
type trade struct {
	buyer, seller int
	parts         int64
}

// Two kinds of which there is one each, and of which the model knows more.
const (
	turbine = "turbine" // sells power: see wind.go
	desk    = "desk"    // through which goods cross the border: see border.go
)

// kinds are who lives in the town, and how many of each.
var kinds = []struct {
	name string
	many int
}{
	{"household", 40}, {"farm", 5}, {"mill", 2}, {"bakery", 4}, {"shop", 6}, {"smithy", 3}, {"builder", 4}, {"carter", 3}, {turbine, 1}, {desk, 1},
}

// rings are what the town lives by: each buys from the next, and the last from the first.
var rings = [][]string{
	{"household", "shop", "bakery", "mill", "farm"},
	{"household", "shop", "farm"},
	{"household", "builder", "smithy", "carter"},
	{"household", "bakery", "carter"},
	{"household", "household", "shop"},
	{"household", turbine, "builder"},
	{"farm", "smithy", "household", "shop", "carter"},
	{"mill", "builder", "household", "bakery", turbine, "smithy"},
	{"household", "shop", desk, "smithy"},
	{"mill", desk, "bakery", "carter", "household", "farm"},
}

const ringsPerParty = 3 // how many rings there are for each party

// newTown draws a town.
func newTown(chance *rand.Rand) *town {
	t := &town{}
	of := map[string][]int{}
	for _, k := range kinds {
		for i := range k.many {
			of[k.name] = append(of[k.name], len(t.parties))
			name := k.name
			if k.many > 1 {
				name = fmt.Sprintf("%s %d", k.name, i+1)
			}
			t.parties = append(t.parties, party{name: name, trade: k.name})
		}
	}
	bought := map[[2]int]int64{}
	for i := range ringsPerParty * len(t.parties) {
		var ring []int
		for _, kind := range rings[i%len(rings)] {
			ring = append(ring, of[kind][chance.IntN(len(of[kind]))])
		}
		parts := 10_00 + chance.Int64N(90_00)
		for k, buyer := range ring {
			if seller := ring[(k+1)%len(ring)]; seller != buyer {
				bought[[2]int{buyer, seller}] += parts
			}
		}
	}
	for pair, parts := range bought {
		t.trades = append(t.trades, trade{pair[0], pair[1], parts})
		t.parties[pair[1]].turns += parts
	}
	slices.SortFunc(t.trades, func(a, b trade) int {
		if a.buyer != b.buyer {
			return a.buyer - b.buyer
		}
		return a.seller - b.seller
	})
	return t
}

// the returns the place of the one party of a kind.
func (t *town) the(kind string) int {
	return slices.IndexFunc(t.parties, func(p party) bool { return p.trade == kind })
}

// A month is what happens in it whatever the town does about its debts: the same for all ways of settling.
type month struct {
	orders []order
	costs  []int64 // what each must pay to the world outside, in money
	income []int64 // what each gets from there
}

// An order is a delivery on credit.
type order struct {
	buyer, seller int
	parts         int64
	terms         int // in how many months it is due
}

// In an ordinary month four orders of five are placed, at three quarters to five quarters of what they are on the mean.
// Now and then somebody has a bad half-year, in which it sells less, or a bill from outside as large as a month's trade.
const (
	orderedOf100  = 80
	badMonths     = 5
	badOf1000     = 3
	badSellsOf100 = 35
	billOf1000    = 12
)

// happens draws the months.
func (t *town) happens(chance *rand.Rand, months int) []month {
	bad := make([]int, len(t.parties)) // months that each is still to have a bad time
	all := make([]month, months)
	for m := range all {
		for p := range bad {
			if bad[p] > 0 {
				bad[p]--
			} else if chance.IntN(1000) < badOf1000 {
				bad[p] = badMonths
			}
		}
		all[m] = t.month(chance, bad)
	}
	return all
}

func (t *town) month(chance *rand.Rand, bad []int) month {
	m := month{costs: make([]int64, len(t.parties)), income: make([]int64, len(t.parties))}
	for _, d := range t.trades {
		parts := d.parts * 100 / orderedOf100 * (75 + chance.Int64N(51)) / 100
		ordered, terms := chance.IntN(100) < orderedOf100, 1+chance.IntN(3)
		if bad[d.seller] > 0 {
			parts = parts * badSellsOf100 / 100
		}
		if ordered && parts > 0 {
			m.orders = append(m.orders, order{d.buyer, d.seller, parts, terms})
		}
	}
	for p := range t.parties {
		turns := t.parties[p].turns
		m.income[p] = turns * billOf1000 / 1000
		if chance.IntN(1000) < billOf1000 {
			m.costs[p] = turns
		}
	}
	return m
}
