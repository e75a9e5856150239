package insolvency_test

import (
	"fmt"
	"testing"

	"example.org/mutual/clearing/insolvency"
	"example.org/mutual/clearing/insolvency/insolvencytest"
)

// BenchmarkSettle settles 10,000 parties and 100,000 debts, in which one party of so many has no means.
func BenchmarkSettle(b *testing.B) {
	for _, every := range []int{1000, 100, 30} {
		s := insolvencytest.Large(10_000, 100_000, every, 1)
		b.Run(fmt.Sprint("every=", every), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := insolvency.Settle(b.Context(), s, insolvency.Options{}); err != nil {
					b.Fatal(err)
				}
			}
			report(b, must(b, s, insolvency.Options{}))
		})
	}
}

// BenchmarkVerify checks the second of these.
func BenchmarkVerify(b *testing.B) {
	s := insolvencytest.Large(10_000, 100_000, 100, 1)
	r := must(b, s, insolvency.Options{})
	for b.Loop() {
		if err := insolvency.Verify(s, insolvency.Options{}, r); err != nil {
			b.Fatal(err)
		}
	}
}

// report tells how many are in default, in how many rounds, and the bits of the longest number.
func report(b *testing.B, r *insolvency.Result) {
	defaults, bits := 0, 0
	for _, p := range r.Positions {
		if p.InDefault() {
			defaults++
		}
		bits = max(bits, p.Pays.Rat().Denom().BitLen())
	}
	b.ReportMetric(float64(defaults), "defaults")
	b.ReportMetric(float64(len(r.Rounds)), "rounds")
	b.ReportMetric(float64(bits), "bits")
}
