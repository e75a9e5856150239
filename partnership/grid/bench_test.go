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

// BenchmarkYear shares out a year of quarters of an hour among a thousand members: 35 million readings, each looked up by
// its meter's name. The sun never sets, so that there is something to share in every interval. In bounded memory: B/op is
// that of the whole year.
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
