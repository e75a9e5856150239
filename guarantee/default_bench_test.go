package guarantee_test

import (
	"fmt"
	"testing"

	"example.org/mutual/guarantee"
	"example.org/mutual/unit"
)

// indebted is a society of so many members, of whom the first owes a promise to each of so many others, and all have
// paid charges in the year.
func indebted(tb testing.TB, members, creditors int) *guarantee.Society {
	tb.Helper()
	t := terms()
	who := func(i int) string { return fmt.Sprintf("m%06d", i) }
	t.Founders = []string{who(0), who(1)}
	t.Default = guarantee.Rates{Buyer: 1, Seller: 1}
	s := must(guarantee.New(t))
	do := func(actions ...guarantee.Action) {
		for _, a := range actions {
			must(s.Apply(a))
		}
	}
	do(guarantee.Adopt{ID: "adopt", At: day, By: t.Founders}, guarantee.OpenYear{ID: "y", At: day, By: []string{"mia"}})
	for i := range members {
		if i > 1 {
			do(guarantee.Admit{ID: "a" + who(i), At: day, By: []string{who(i), "mia"}, Member: who(i)})
		}
		do(guarantee.Deposit{ID: "d" + who(i), At: day, By: []string{"cus"}, Member: who(i), Amount: unit.New(1<<40, eur)},
			guarantee.SetLimits{ID: "l" + who(i), At: day, By: []string{"mia"}, Member: who(i), Buyer: unit.New(1<<45, eur), Seller: unit.New(1<<45, eur), Because: "x"})
	}
	for i := 1; i < members; i++ {
		buyer := who(0)
		if i > creditors {
			buyer = who(i - 1)
		}
		do(guarantee.Accept{ID: "p" + who(i), At: day, By: []string{buyer, who(i)}, Buyer: buyer, Seller: who(i), Amount: unit.New(100_000+int64(i), eur), For: "x"})
	}
	return s
}

// A default that touches 10,000 creditors and calls 100,000 members.
func BenchmarkDeclare(b *testing.B) {
	s := indebted(b, 100_000, 10_000)
	d := declare("def", "m000000")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.Try(d); err != nil {
			b.Fatal(err)
		}
	}
}

// What is there for 10,000 creditors is paid out to them.
func BenchmarkPayOut(b *testing.B) {
	s := indebted(b, 20_000, 10_000)
	apply(b, s, declare("def", "m000000"))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.Try(payOut("o", "def/1")); err != nil {
			b.Fatal(err)
		}
	}
}

// 100,000 members pay their calls.
func BenchmarkPayCalls(b *testing.B) {
	s := indebted(b, 100_000, 10_000)
	apply(b, s, declare("def", "m000000"))
	pay := guarantee.PayCalls{ID: "c", At: day, By: []string{"cus"}, Loss: "def/1"}
	for _, d := range s.Losses()[0].Case.Draws {
		if d.Paid.IsZero() {
			pay.Payments = append(pay.Payments, guarantee.CallPayment{Member: d.From})
		}
	}
	b.ReportMetric(float64(len(pay.Payments)), "payers")
	for b.Loop() {
		if _, err := s.Try(pay); err != nil {
			b.Fatal(err)
		}
	}
}
