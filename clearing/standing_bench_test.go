package clearing_test

import (
	"fmt"
	"testing"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/clearing/clearingtest"
)

// BenchmarkStanding makes so many changes to a Book, a third each added, replaced and withdrawn, and reports the
// time of an update as a part of that of a Clear of the Book that comes out (fresh), in turns.
func BenchmarkStanding(b *testing.B) {
	for _, size := range []int{100_000, 1_000_000} {
		s, err := clearing.Open(b.Context(), clearingtest.LargeScaleFree(size*14/100, size, 1), clearing.Options{})
		if err != nil {
			b.Fatal(err)
		}
		for _, changes := range []int{1, 10, 50, 1000, 10_000, 100_000} {
			b.Run(fmt.Sprintf("obligations=%d/changes=%d", size, changes), func(b *testing.B) { benchStanding(b, s, changes) })
		}
	}
}

func benchStanding(b *testing.B, s *clearing.Standing, changes int) {
	var updated, cleared time.Duration
	for seed := 0; b.Loop(); seed++ {
		c := standingChanges(s.Book(), changes, changes+seed)
		start := time.Now()
		if _, err := s.Update(b.Context(), c); err != nil {
			b.Fatal(err)
		}
		updated += time.Since(start)
		start = time.Now()
		if _, err := clearing.Clear(b.Context(), s.Book(), clearing.Options{}); err != nil {
			b.Fatal(err)
		}
		cleared += time.Since(start)
	}
	b.ReportMetric(float64(updated)/float64(cleared), "fresh")
	b.ReportMetric(float64(updated.Milliseconds())/float64(b.N), "ms/update")
}
