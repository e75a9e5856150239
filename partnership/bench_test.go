package partnership_test

import (
	"fmt"
	"testing"

	"example.org/mutual/partnership"
)

// BenchmarkDistribute divides one gross among 1,000,000 holders of nths, entry included.
func BenchmarkDistribute(b *testing.B) {
	const holders = 1_000_000
	p := founded(b, terms())
	for i := range holders {
		who := fmt.Sprintf("holder%07d", i*7919%holders) // not in their order
		if _, err := p.Apply(partnership.Admit{ID: "in" + who, At: day, By: []string{who, "mia"}, Member: who}); err != nil {
			b.Fatal(err)
		}
	}
	if _, err := p.Apply(partnership.Rescale{ID: "fine", At: day, By: mia, Factor: 1_000_000}); err != nil {
		b.Fatal(err)
	}
	for i := range holders {
		who := fmt.Sprintf("holder%07d", i)
		if _, err := p.Apply(partnership.Transfer{ID: "t" + who, At: day, By: []string{"ivy", who, "mia"}, From: "ivy", To: who, Nths: int64(1 + i%97)}); err != nil {
			b.Fatal(err)
		}
	}
	n := 0
	receive := func() {
		n++
		if _, err := p.Apply(partnership.Receive{ID: fmt.Sprintf("r%d", n), At: day, By: cus, From: "grid", Amount: pounds("12345678.91"), For: "energy"}); err != nil {
			b.Fatal(err)
		}
	}
	distribute := func() {
		if _, err := p.Apply(partnership.Distribute{ID: fmt.Sprintf("d%d", n), At: day, By: mia}); err != nil {
			b.Fatal(err)
		}
	}
	receive()
	distribute() // which brings the holders in order, once
	for b.Loop() {
		b.StopTimer()
		receive()
		b.StartTimer()
		distribute()
	}
}

// BenchmarkClear sets off 10,000 rentals that one user owes.
func BenchmarkClear(b *testing.B) {
	p, clear := owing(b, 10_000)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.Try(clear); err != nil {
			b.Fatal(err)
		}
	}
}
