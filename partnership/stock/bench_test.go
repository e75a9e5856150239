package stock_test

import (
	"fmt"
	"testing"

	"example.org/mutual/internal/machine"
	"example.org/mutual/partnership/stock"
	"example.org/mutual/unit"
)

// One redemption of Stock by one of a hundred thousand holders, as a machine has it done that could take it back.
func BenchmarkRedeem(b *testing.B) {
	bench(b, func(r *stock.Register, who string, a unit.Amount) error { return second(r.Redeem(wind, who, a)) })
}

// One acceptance by another producer, with its claim.
func BenchmarkAccept(b *testing.B) {
	bench(b, func(r *stock.Register, who string, a unit.Amount) error { return third(r.Accept(wind, who, "roof", a)) })
}

func bench(b *testing.B, do func(*stock.Register, string, unit.Amount) error) {
	const holders, part = 100_000, 1
	var r stock.Register
	h := r.Hold(machine.Key{})
	names := make([]string, holders)
	each := unit.New(stock.TotalMax/holders, unit.KilowattHour)
	if err := r.Forecast(wind, unit.New(stock.TotalMax, unit.KilowattHour)); err != nil {
		b.Fatal(err)
	}
	for i := range names {
		names[i] = fmt.Sprint("holder ", i*7919%holders)
		if _, err := r.Issue(wind, names[i], each); err != nil {
			b.Fatal(err)
		}
	}
	h.Forget()
	i := 0
	b.ReportAllocs()
	for b.Loop() {
		if err := do(&r, names[i%holders], unit.New(part, unit.KilowattHour)); err != nil {
			b.Fatal(err)
		}
		h.Forget()
		i++
	}
}
