package gridtest

import (
	"fmt"
	"slices"
	"time"

	"example.org/mutual/partnership/grid"
	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

// A World is the terms of a sharing and all its readings, interval by interval.
type World struct {
	Terms    grid.Terms
	Readings []grid.Reading
}

// Intervals returns how many intervals the readings are of.
func (w World) Intervals() int { return len(w.Readings) / w.meters() }

func (w World) meters() int {
	n := len(w.Terms.Members) + len(w.Terms.Sources)
	if w.stores() {
		n += 2
	}
	return n
}

// stores reports whether there is a store.
func (w World) stores() bool { return w.Terms.Store != (grid.Store{}) }

// start is when the drawn worlds begin: an hour before Europe's clocks go forward.
var start = time.Date(2026, time.March, 29, 0, 0, 0, 0, time.UTC)

const length = 15 * time.Minute

// Worlds generates worlds of up to six members and a dozen intervals, with readings in which a part matters, and
// sometimes as large as they can be.
func Worlds() *rapid.Generator[World] {
	return rapid.Custom(func(t *rapid.T) World {
		w := World{Terms: grid.Terms{
			Unit: unit.WattHour, Start: start, Length: length,
			Members: names(t, "member", 6), Sources: names(t, "source", 2),
		}}
		if rapid.IntRange(0, 2).Draw(t, "store") == 0 {
			w.Terms.Store = grid.Store{In: "charge", Out: "discharge", Held: wh(3), Room: wh(9)}
		}
		intervals := rapid.IntRange(1, 12).Draw(t, "intervals")
		w.Terms.Plans = plans(t, w.Terms.Members, intervals)
		most := rapid.SampledFrom([]int64{3, 20, 1000, 1 << 56}).Draw(t, "most")
		held := int64(3)
		for k := range intervals {
			w.Readings = append(w.Readings, w.interval(t, k, most, &held)...)
		}
		return w
	})
}

func wh(parts int64) unit.Amount { return unit.New(parts, unit.WattHour) }

// names draws one to so many names, in any order.
func names(t *rapid.T, kind string, most int) []string {
	var all []string
	for i := range rapid.IntRange(1, most).Draw(t, kind+"s") {
		all = append(all, fmt.Sprintf("%s %d", kind, i))
	}
	return rapid.Permutation(all).Draw(t, kind+" order")
}

func plans(t *rapid.T, members []string, intervals int) []grid.Plan {
	var plans []grid.Plan
	for k := 0; k < intervals && len(plans) < 3; k += rapid.IntRange(1, 5).Draw(t, "holds for") {
		p := grid.Plan{From: start.Add(time.Duration(k) * length)}
		for range rapid.IntRange(1, 3).Draw(t, "keys") {
			p.Keys = append(p.Keys, Keys(members).Draw(t, "key"))
		}
		plans = append(plans, p)
	}
	return plans
}

// Keys generates good keys among members: of every rule, with members that have no share, and shares of none.
func Keys(members []string) *rapid.Generator[grid.Key] {
	return rapid.Custom(func(t *rapid.T) grid.Key {
		k := grid.Key{Rule: rapid.SampledFrom([]grid.Rule{grid.Static, grid.ByUse, grid.Reallocated, grid.Dynamic}).Draw(t, "rule")}
		some := rapid.Permutation(members).Draw(t, "members")
		some = some[:rapid.IntRange(1, len(some)).Draw(t, "of them")]
		if k.Rule == grid.ByUse {
			if rapid.Bool().Draw(t, "not all") {
				k.Among = some
			}
			return k
		}
		for _, m := range some {
			k.Shares = append(k.Shares, grid.Share{Member: m, Parts: rapid.Int64Range(0, 4).Draw(t, "parts")})
			k.Of += k.Shares[len(k.Shares)-1].Parts
		}
		if k.Of == 0 {
			k.Shares[0].Parts, k.Of = 1, 1
		}
		return k
	})
}

// interval draws the readings of one interval in any order, of which the store's can be.
func (w World) interval(t *rapid.T, k int, most int64, held *int64) []grid.Reading {
	var readings []grid.Reading
	at := w.Terms.Start.Add(time.Duration(k) * w.Terms.Length)
	read := func(meter string, parts int64) {
		readings = append(readings, grid.Reading{Meter: meter, At: at, Energy: wh(parts)})
	}
	for _, m := range w.Terms.Members {
		read(m, rapid.Int64Range(0, most).Draw(t, "used"))
	}
	for _, m := range w.Terms.Sources {
		read(m, rapid.OneOf(rapid.Int64Range(0, most/2), rapid.Int64Range(0, 3*most)).Draw(t, "produced"))
	}
	if w.stores() {
		in := rapid.Int64Range(0, 9-*held).Draw(t, "in")
		out := rapid.Int64Range(0, *held+in).Draw(t, "out")
		read(w.Terms.Store.In, in)
		read(w.Terms.Store.Out, out)
		*held += in - out
	}
	return rapid.Permutation(readings).Draw(t, "order")
}

// Large returns a world of so many members and intervals under one key of a rule, with shares that differ: the same
// for the same arguments.
func Large(rule grid.Rule, members, intervals int) World {
	w := World{Terms: grid.Terms{Unit: unit.WattHour, Start: start, Length: length, Sources: []string{"roof"}}}
	key := grid.Key{Rule: rule}
	for i := range members {
		w.Terms.Members = append(w.Terms.Members, fmt.Sprintf("member %06d", i))
		if rule != grid.ByUse {
			key.Shares = append(key.Shares, grid.Share{Member: w.Terms.Members[i], Parts: int64(1 + i%97)})
			key.Of += int64(1 + i%97)
		}
	}
	w.Terms.Plans = []grid.Plan{{From: start, Keys: []grid.Key{key}}}
	noise := uint64(1)
	for k := range intervals {
		at := start.Add(time.Duration(k) * length)
		for _, m := range w.Terms.Members {
			noise = noise*6364136223846793005 + 1442695040888963407 // Knuth's generator
			w.Readings = append(w.Readings, grid.Reading{Meter: m, At: at, Energy: wh(int64(noise >> 44))})
		}
		w.Readings = append(w.Readings, grid.Reading{Meter: "roof", At: at, Energy: wh(int64(members) * int64(noise>>44))})
	}
	return w
}

// Shuffled returns the same world with its members, sources, shares and the readings of each interval in another
// order.
func (w World) Shuffled(t *rapid.T) World {
	s := World{Terms: w.Terms, Readings: slices.Clone(w.Readings)}
	s.Terms.Members = rapid.Permutation(w.Terms.Members).Draw(t, "members")
	s.Terms.Sources = rapid.Permutation(w.Terms.Sources).Draw(t, "sources")
	s.Terms.Plans = slices.Clone(w.Terms.Plans)
	for i, p := range s.Terms.Plans {
		s.Terms.Plans[i].Keys = slices.Clone(p.Keys)
		for j, k := range p.Keys {
			s.Terms.Plans[i].Keys[j].Shares = slices.Clone(k.Shares)
			slices.Reverse(s.Terms.Plans[i].Keys[j].Shares)
		}
	}
	for k := range s.Intervals() {
		slices.Reverse(s.Readings[k*s.meters() : (k+1)*s.meters()])
	}
	return s
}
