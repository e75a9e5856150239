package round_test

import (
	"fmt"
	"testing"

	"example.org/mutual/clearing"
	"example.org/mutual/clearing/clearingtest"
	"example.org/mutual/clearing/round"
)

// What a round of a million obligations costs beside its clearing: to propose it, which verifies it and finds
// everybody's notice; a confirmation; a drop-out; and the notices by themselves.
func BenchmarkRound(b *testing.B) {
	n := 1_000_000
	if testing.Short() {
		n = 10_000
	}
	book := clearingtest.LargeScaleFree(n/5, n, 1)
	r := mustNew(b, round.Terms{Operator: "chamber", Book: book})
	p := propose(b, r, "p0", 1)
	b.Run("Propose", func(b *testing.B) {
		for b.Loop() {
			if _, err := r.Try(p); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/obligation")
	})
	b.Run("Verify", func(b *testing.B) {
		for b.Loop() {
			if err := clearing.Verify(book, clearing.Options{}, &p.Result); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/obligation")
	})
	b.Run("Notices", func(b *testing.B) {
		for b.Loop() {
			for range clearing.Notices(book, &p.Result, clearing.NoticeOptions{}) {
			}
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/obligation")
	})
	apply(b, r, p)
	waiting := r.Waiting()
	b.Run("Confirm", func(b *testing.B) {
		for k := 0; b.Loop(); k++ {
			if _, err := r.Try(confirm(r, fmt.Sprint("c", k), waiting[k%len(waiting)], 2)); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("DropOut", func(b *testing.B) {
		for k := 0; b.Loop(); k++ {
			party := waiting[k%len(waiting)]
			if _, err := r.Try(round.DropOut{ID: fmt.Sprint("d", k), At: at(3), By: []string{party}, Party: party, Reason: "away"}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
