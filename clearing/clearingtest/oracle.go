package clearingtest

import (
	"maps"
	"slices"

	"example.org/mutual/clearing"
	"example.org/mutual/unit"
)

// Oracle returns the largest set-off of a book in each unit, in the order of the units. It is for small
// books: it looks for a ring around which more can be set off than is given back, takes it, and begins
// again, until there is none. That none is left is what makes a set-off the largest (M. Klein, A primal
// method for minimal cost flows, Management Science 14, 1967).
func Oracle(b clearing.Book) []unit.Amount {
	var largest []unit.Amount
	for _, u := range units(b) {
		largest = append(largest, unit.New(cancel(steps(b, u)), u))
	}
	return largest
}

// units returns the units of a book in their order.
func units(b clearing.Book) []unit.Unit {
	seen := make(map[unit.Unit]bool)
	for _, o := range b.Obligations {
		seen[o.Amount.Unit()] = true
	}
	return slices.SortedFunc(maps.Keys(seen), unit.Unit.Compare)
}

// A step sets off some of an obligation (gain 1), or gives back what was set off (gain -1).
type step struct {
	from, to int
	room     int64
	gain     int64
	back     *step // the same obligation the other way
}

// steps returns two steps for each obligation in a unit, with nothing set off yet.
func steps(b clearing.Book, u unit.Unit) []*step {
	number := make(map[string]int)
	party := func(name string) int {
		if _, known := number[name]; !known {
			number[name] = len(number)
		}
		return number[name]
	}
	var all []*step
	for _, o := range b.Obligations {
		if o.Amount.Unit() != u {
			continue
		}
		off := &step{from: party(o.Debtor), to: party(o.Creditor), room: o.Amount.Parts(), gain: 1}
		back := &step{from: off.to, to: off.from, gain: -1, back: off}
		off.back = back
		all = append(all, off, back)
	}
	return all
}

// cancel takes rings of gain above zero while there are any, and returns what they gained.
func cancel(all []*step) (gained int64) {
	for ring := gaining(all); ring != nil; ring = gaining(all) {
		least := ring[0].room
		for _, s := range ring {
			least = min(least, s.room)
		}
		for _, s := range ring {
			s.room -= least
			s.back.room += least
			gained += s.gain * least
		}
	}
	return gained
}

// gaining returns a ring with a gain above zero, or nil: Bellman and Ford's longest walks from anywhere.
// Without such a ring no walk gets longer after as many rounds as there are parties; with one, whoever
// is still improved hangs on one by the steps that led there.
func gaining(all []*step) []*step {
	best := make([]int64, len(all)) // there are at most two new parties for each two steps
	led := make([]*step, len(all))
	var last *step
	for range len(all) {
		last = nil
		for _, s := range all {
			if s.room > 0 && best[s.from]+s.gain > best[s.to] {
				best[s.to], led[s.to], last = best[s.from]+s.gain, s, s
			}
		}
		if last == nil {
			return nil
		}
	}
	at := last.to
	for range len(all) { // back along the walk, until surely on the ring
		at = led[at].from
	}
	ring := []*step{led[at]}
	for s := led[led[at].from]; s != ring[0]; s = led[s.from] {
		ring = append(ring, s)
	}
	return ring
}
