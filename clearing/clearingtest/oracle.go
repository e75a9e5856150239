package clearingtest

import (
	"slices"

	"example.org/mutual/clearing"
	"example.org/mutual/unit"
)

// Oracle returns the best value of every linear stage that those before it leave, in the order of a Result's proofs:
// by unit, then stage. It is for small books: it looks for a ring around which the first stage that it changes
// gains, takes it, and begins again, until there is none; rings with much room come first, lest room that a long
// chain of rings passes to and fro be taken part by part. That none is left is what makes a set-off the best (M.
// Klein, A primal method for minimal cost flows, Management Science 14, 1967), for gains compared stage by stage
// as for numbers.
func Oracle(b clearing.Book, o clearing.Options) []unit.Amount {
	var best []unit.Amount
	for _, u := range units(b) {
		v := newView(b, o, nil, u)
		v.stages = slices.DeleteFunc(v.stages, func(s clearing.Objective) bool { return !linear(s) })
		for k, gained := range cancel(v.steps()) {
			if _, most := v.gain(v.stages[k], entry{}); !most {
				gained = -gained
			}
			best = append(best, unit.New(gained, u))
		}
	}
	return best
}

// A step uses some of an entry, or gives back what was used.
type step struct {
	from, to int
	room     int64
	gain     []int64 // in each stage
	back     *step   // the same entry the other way
}

// steps returns two steps for each entry that takes part, with nothing used yet, and before them one that has no
// room, so that no stage is ever without a step.
func (v view) steps() []*step {
	number := make(map[string]int)
	party := func(name string) int {
		if _, known := number[name]; !known {
			number[name] = len(number)
		}
		return number[name]
	}
	all := []*step{{gain: make([]int64, len(v.stages))}}
	for _, e := range v.entries {
		if e.idle {
			continue
		}
		use := &step{from: party(e.from), to: party(e.to), room: e.amount.Parts()}
		back := &step{from: use.to, to: use.from, back: use}
		use.back = back
		for _, o := range v.stages {
			gain, most := v.gain(o, e)
			if !most {
				gain = -gain
			}
			use.gain, back.gain = append(use.gain, gain), append(back.gain, -gain)
		}
		all = append(all, use, back)
	}
	return all
}

// cancel takes rings that gain while there are any, and returns what they gained in each stage.
func cancel(all []*step) []int64 {
	gained := make([]int64, len(all[0].gain))
	for room := widest(all); room > 0; room /= 2 {
		for ring := gaining(all, room); ring != nil; ring = gaining(all, room) {
			for k, gain := range take(ring) {
				gained[k] += gain
			}
		}
	}
	return gained
}

func widest(all []*step) (room int64) {
	for _, s := range all {
		room = max(room, s.room)
	}
	return room
}

// take uses as much of ring as all of it has room for, and returns what that gains in each stage.
func take(ring []*step) []int64 {
	least := ring[0].room
	for _, s := range ring {
		least = min(least, s.room)
	}
	gained := make([]int64, len(ring[0].gain))
	for _, s := range ring {
		s.room -= least
		s.back.room += least
		for k, gain := range s.gain {
			gained[k] += gain * least
		}
	}
	return gained
}

// gaining returns a ring that gains, of steps with this much room, or nil: Bellman and Ford's best walks from anywhere.
// Without such a ring no walk gets better after as many rounds as there are parties; with one, whoever is still
// improved hangs on one by the steps that led there.
func gaining(all []*step, room int64) []*step {
	best := make([][]int64, len(all)+1) // there are at most two new parties for each two steps
	for p := range best {
		best[p] = make([]int64, len(all[0].gain))
	}
	led := make([]*step, len(best))
	var last *step
	for range best {
		last = nil
		for _, s := range all {
			if s.room < room {
				continue
			}
			if sum := plusEach(best[s.from], s.gain); slices.Compare(sum, best[s.to]) > 0 {
				best[s.to], led[s.to], last = sum, s, s
			}
		}
		if last == nil {
			return nil
		}
	}
	at := last.to
	for range best { // back along the walk, until surely on the ring
		at = led[at].from
	}
	ring := []*step{led[at]}
	for s := led[led[at].from]; s != ring[0]; s = led[s.from] {
		ring = append(ring, s)
	}
	return ring
}

func plusEach(a, b []int64) []int64 {
	sum := make([]int64, len(a))
	for k := range a {
		sum[k] = a[k] + b[k]
	}
	return sum
}
