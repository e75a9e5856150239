package clearing_test

import (
	"fmt"
	"testing"

	"example.org/mutual/clearing"
	"example.org/mutual/clearing/clearingtest"
)

// BenchmarkLast is what the last stages and the cap on rings cost, and what short rings clear of the optimum
// (percent), on the invoices of trade.
func BenchmarkLast(b *testing.B) {
	tests := map[string]clearing.Options{"Plain": {}, "Freed": stages(clearing.Freed), "Even": stages(clearing.Even)}
	names := []string{"Plain", "Freed", "Even"}
	for _, length := range []int{3, 4, 6, 10} {
		name := fmt.Sprint("Length", length)
		tests[name], names = clearing.Options{LengthMax: length}, append(names, name)
	}
	for _, size := range []int{100_000, 1_000_000} {
		if testing.Short() && size > 100_000 {
			b.Skip("it takes long")
		}
		book := clearingtest.LargeScaleFree(size/5, size, 1)
		for _, name := range names {
			if name == "Even" && size > 100_000 {
				continue // it takes many minutes
			}
			b.Run(fmt.Sprint(name, "/", size), func(b *testing.B) {
				var p clearing.Proof
				for b.Loop() {
					p = clear(b, book, tests[name]).Proofs[0]
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(size), "ns/obligation")
				b.ReportMetric(100*float64(p.Value.Parts())/float64(p.Value.Parts()+p.Distance.Parts()), "percent")
			})
		}
	}
}
