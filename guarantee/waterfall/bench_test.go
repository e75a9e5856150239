package waterfall_test

import (
	"fmt"
	"testing"

	"example.org/mutual/guarantee/waterfall"
)

const (
	benchMembers   = 100_000
	benchCreditors = 10_000
)

// benchWaterfall is the default of a member of a hundred thousand that ten thousand creditors lose by: large enough
// that all provisions go and every member is called, each for half of what it can be.
func benchWaterfall() ([]waterfall.Layer, [][]waterfall.Holding, []waterfall.Loss) {
	held := make([][]waterfall.Holding, len(society))
	for k, l := range society {
		switch l.Kind {
		case waterfall.Security:
			held[k] = []waterfall.Holding{{From: "debtor", Amount: eur(1000)}}
		case waterfall.Provisions, waterfall.Calls:
			for i := range benchMembers {
				held[k] = append(held[k], waterfall.Holding{From: fmt.Sprintf("member %06d", i), Amount: eur(500 + int64(i%7)), Weight: int64(1 + i%13)})
			}
		}
	}
	lost := waterfall.Loss{Defaulter: "debtor"}
	for i := range benchCreditors {
		lost.Claims = append(lost.Claims, waterfall.Claim{Creditor: fmt.Sprintf("creditor %05d", i), Amount: eur(7500 + int64(i%11))})
	}
	return society, held, []waterfall.Loss{lost}
}

// BenchmarkRun is one default; BenchmarkCalls all payments of its call, in one go.
func BenchmarkRun(b *testing.B) {
	layers, held, losses := benchWaterfall()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := waterfall.Run(layers, held, losses); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCalls(b *testing.B) {
	c := benchCase(b)
	calls := allCalls(c)
	b.ReportAllocs()
	for b.Loop() {
		again := c.Clone()
		if _, err := again.PayCalls(calls); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkOneCall is one part paid by one member alone, each in turn.
func BenchmarkOneCall(b *testing.B) {
	c := benchCase(b)
	calls := allCalls(c)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		one := calls[i%len(calls)]
		one.Amount = eur(1)
		if _, err := c.PayCalls([]waterfall.Payment{one}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRecover is all that can be recovered, at once.
func BenchmarkRecover(b *testing.B) {
	c := benchCase(b)
	if _, err := c.PayCalls(allCalls(c)); err != nil {
		b.Fatal(err)
	}
	all := c.Claim()
	b.ReportAllocs()
	for b.Loop() {
		again := c.Clone()
		if _, err := again.Recover(all); err != nil {
			b.Fatal(err)
		}
	}
}

func benchCase(b *testing.B) *waterfall.Case {
	out, err := waterfall.Run(benchWaterfall())
	if err != nil {
		b.Fatal(err)
	}
	return &out.Cases[0]
}

// allCalls is what is still to be paid of all calls.
func allCalls(c *waterfall.Case) []waterfall.Payment {
	var payments []waterfall.Payment
	for _, d := range c.Draws {
		if room := c.Unpaid(d.Layer, d.From); room.Sign() > 0 {
			payments = append(payments, waterfall.Payment{Layer: d.Layer, Name: d.From, Amount: room})
		}
	}
	return payments
}
