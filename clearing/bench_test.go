package clearing_test

import (
	"context"
	"runtime"
	"runtime/debug"
	"sync"
	"testing"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/clearing/clearingtest"
	"example.org/mutual/clearing/flow"
)

const (
	benchParties     = 20_000
	benchObligations = 100_000
)

// benchBook is made once: making it takes longer than verifying it.
var benchBook = sync.OnceValue(func() clearing.Book {
	return clearingtest.LargeScaleFree(benchParties, benchObligations, 1)
})

// BenchmarkClear is the whole way, from names and amounts to a proved result. Of one obligation it reports
// the nanoseconds, the bytes allocated in all (bytes/obligation), and those that the result then keeps
// (kept/obligation). As the collector is off for that one run, nothing is freed in it: what was allocated
// is also the most by which the heap can have grown at any moment.
func BenchmarkClear(b *testing.B) {
	book := benchBook()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := clearing.Clear(b.Context(), book, clearing.Options{}); err != nil {
			b.Fatal(err)
		}
	}
	perObligation(b, "ns", b.Elapsed().Nanoseconds()/int64(b.N))
	allocated, kept := memory(b, book)
	perObligation(b, "bytes", allocated)
	perObligation(b, "kept", kept)
}

// BenchmarkVerify checks that result, digest included.
func BenchmarkVerify(b *testing.B) {
	book := benchBook()
	r := mustClear(b, book)
	b.ReportAllocs()
	for b.Loop() {
		if err := clearing.Verify(book, clearing.Options{}, r); err != nil {
			b.Fatal(err)
		}
	}
	perObligation(b, "ns", b.Elapsed().Nanoseconds()/int64(b.N))
}

// BenchmarkChains goes through all rings of that result.
func BenchmarkChains(b *testing.B) {
	book := benchBook()
	r := mustClear(b, book)
	b.ReportAllocs()
	chains := 0
	for b.Loop() {
		for range clearing.Chains(book, r) {
			chains++
		}
	}
	perObligation(b, "ns", b.Elapsed().Nanoseconds()/int64(b.N))
	b.ReportMetric(float64(chains)/float64(b.N), "chains")
}

// BenchmarkNotices goes through the notices of all parties of that result.
func BenchmarkNotices(b *testing.B) {
	book := benchBook()
	r := mustClear(b, book)
	b.ReportAllocs()
	for b.Loop() {
		for range clearing.Notices(book, r, clearing.NoticeOptions{}) {
		}
	}
	perObligation(b, "ns", b.Elapsed().Nanoseconds()/int64(b.N))
}

// BenchmarkMillion is the whole way and the solver alone on the same graph, of a million obligations of two
// hundred thousand parties, in turns (Above is the difference); and what a second stage costs, and offers beside the
// obligations.
func BenchmarkMillion(b *testing.B) {
	const parties, obligations = 200_000, 1_000_000
	if testing.Short() {
		b.Skip("it takes long to make")
	}
	trade, book := clearingtest.Trade(parties, obligations, 1), clearingtest.LargeScaleFree(parties, obligations, 1)
	per := func(b *testing.B) {
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/obligations, "ns/obligation")
	}
	b.Run("Solver", func(b *testing.B) {
		for b.Loop() {
			if _, err := flow.Solve(b.Context(), trade, flow.Options{}); err != nil {
				b.Fatal(err)
			}
		}
		per(b)
	})
	b.Run("Above", func(b *testing.B) {
		var above time.Duration
		for b.Loop() {
			start := time.Now()
			if _, err := flow.Solve(b.Context(), trade, flow.Options{}); err != nil {
				b.Fatal(err)
			}
			middle := time.Now()
			if _, err := clearing.Clear(b.Context(), book, clearing.Options{}); err != nil {
				b.Fatal(err)
			}
			above += time.Since(middle) - middle.Sub(start)
		}
		b.ReportMetric(float64(above.Nanoseconds())/float64(b.N)/obligations, "ns/obligation")
	})
	march := time.Date(2026, time.February, 15, 0, 0, 0, 0, time.UTC) // half of what has a due date
	offers := withOffers(book)
	for _, test := range []struct {
		name string
		book clearing.Book
		o    clearing.Options
	}{
		{"Clear", book, clearing.Options{}},
		{"ClearOverdueNext", book, clearing.Options{Stages: []clearing.Objective{{Stage: clearing.NetReduction}, {Stage: clearing.Overdue, AsOf: march}}}},
		{"ClearOverdueFirst", book, clearing.Options{Stages: []clearing.Objective{{Stage: clearing.Overdue, AsOf: march}}}},
		{"ClearOffers", offers, clearing.Options{}},
	} {
		b.Run(test.name, func(b *testing.B) {
			for b.Loop() {
				if _, err := clearing.Clear(b.Context(), test.book, test.o); err != nil {
					b.Fatal(err)
				}
			}
			per(b)
		})
	}
}

// withOffers adds a bank, of which every tenth debtor tenders money and every tenth creditor accepts it, and to
// every fifth obligation its creditor's readiness to take as much again.
func withOffers(b clearing.Book) clearing.Book {
	for i, o := range b.Obligations {
		switch id := "x" + o.ID; i % 10 {
		case 0:
			b.Tenders = append(b.Tenders, clearing.Tender{ID: id, Source: "bank", Owner: o.Debtor, Amount: o.Amount})
		case 1:
			b.Acceptances = append(b.Acceptances, clearing.Acceptance{ID: id, Acceptor: o.Creditor, Debtor: "bank", Amount: o.Amount})
		case 2, 3:
			b.Acceptances = append(b.Acceptances, clearing.Acceptance{ID: id, Acceptor: o.Creditor, Debtor: o.Debtor, Amount: o.Amount})
		}
	}
	return b
}

func perObligation(tb *testing.B, what string, sum int64) {
	tb.ReportMetric(float64(sum)/benchObligations, what+"/obligation")
}

// memory clears once without the collector.
func memory(tb testing.TB, book clearing.Book) (allocated, kept int64) {
	runtime.GC()
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	var before, after, end runtime.MemStats
	runtime.ReadMemStats(&before)
	r, err := clearing.Clear(context.Background(), book, clearing.Options{})
	runtime.ReadMemStats(&after)
	if err != nil {
		tb.Fatal(err)
	}
	runtime.GC()
	runtime.ReadMemStats(&end)
	runtime.KeepAlive(r)
	return int64(after.HeapAlloc - before.HeapAlloc), int64(end.HeapAlloc - before.HeapAlloc)
}
