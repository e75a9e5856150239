package grid_test

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"testing"
	"time"

	"example.org/mutual/partnership/grid"
	"example.org/mutual/unit"
)

const (
	benchMembers = 1000
	quarterHours = 365 * 96
)

// BenchmarkYear shares out a year of quarters of an hour among a thousand members: 35 million readings, each looked
// up by its meter's name. The sun never sets, so that there is something to share in every interval. In bounded
// memory: B/op is that of the whole year.
func BenchmarkYear(b *testing.B) {
	for _, rule := range []grid.Rule{grid.Static, grid.ByUse, grid.Reallocated, grid.Dynamic} {
		b.Run(rule.String(), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				s := benchSharing(b, rule)
				n := 0
				for _, err := range s.Run(benchReadings(s.Members())) {
					if err != nil {
						b.Fatal(err)
					}
					n++
				}
				if n != quarterHours {
					b.Fatal(n)
				}
			}
			b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/year")
		})
	}
}

// BenchmarkReadings is what making up the readings of the year takes, without reading them.
func BenchmarkReadings(b *testing.B) {
	s := benchSharing(b, grid.ByUse)
	for b.Loop() {
		for range benchReadings(s.Members()) {
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/year")
}

// BenchmarkOne is one interval of a thousand members by shares: by this package, and what unit.Split and unit.Carry
// would take.
func BenchmarkOne(b *testing.B) {
	s, out := benchSharing(b, grid.Static), new(grid.Outcome)
	next, stop := iter.Pull(benchReadings(s.Members()))
	defer stop()
	shares := make([]unit.Share, benchMembers)
	for i, m := range s.Members() {
		shares[i] = unit.Share{Key: m, Weight: int64(500 + i)}
		r, _ := next()
		r.At = s.Next()
		if err := s.Read(r); err != nil {
			b.Fatal(err)
		}
	}
	roof := grid.Reading{Meter: "roof", At: s.Next(), Energy: unit.New(200_000_007, unit.WattHour)}
	if err := s.Read(roof); err != nil {
		b.Fatal(err)
	}
	b.Run("Share, with a clone", func(b *testing.B) {
		for b.Loop() {
			if err := s.Clone().Share(out); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("unit.Split", func(b *testing.B) {
		for b.Loop() {
			if _, err := unit.Split(roof.Energy, shares, unit.LargestRemainder); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("unit.Carry", func(b *testing.B) {
		var c unit.Carry
		for b.Loop() {
			var err error
			if _, c, err = c.Split(roof.Energy, shares); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func benchSharing(b *testing.B, rule grid.Rule) *grid.Sharing {
	var members []string
	key := grid.Key{Rule: rule}
	for i := range benchMembers {
		members = append(members, fmt.Sprintf("ES0031000000%08dQR", i))
		if rule != grid.ByUse {
			parts := int64(500 + i)
			key.Shares, key.Of = append(key.Shares, grid.Share{Member: members[i], Parts: parts}), key.Of+parts
		}
	}
	s, err := grid.NewSharing(grid.Terms{
		Unit: unit.WattHour, Start: newYear, Length: 15 * time.Minute, Members: members, Sources: []string{"roof"},
		Plans: []grid.Plan{{From: newYear, Keys: []grid.Key{key}}},
	})
	if err != nil {
		b.Fatal(err)
	}
	return s
}

// benchReadings is a year of readings in mWh: 0 to 512 Wh a member, and about as much from the roof as they need.
func benchReadings(members []string) iter.Seq[grid.Reading] {
	return func(yield func(grid.Reading) bool) {
		r := rand.New(rand.NewPCG(1, 2))
		for k := range quarterHours {
			at := newYear.Add(time.Duration(k) * 15 * time.Minute)
			for _, m := range members {
				if !yield(grid.Reading{Meter: m, At: at, Energy: unit.New(int64(r.Uint32()>>13), unit.WattHour)}) {
					return
				}
			}
			if !yield(grid.Reading{Meter: "roof", At: at, Energy: unit.New(150_000_000+int64(r.Uint32()>>5), unit.WattHour)}) {
				return
			}
		}
	}
}
