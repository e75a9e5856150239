package clearing_test

import (
	"context"
	"runtime"
	"runtime/debug"
	"sync"
	"testing"

	"example.org/mutual/clearing"
	"example.org/mutual/clearing/clearingtest"
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
