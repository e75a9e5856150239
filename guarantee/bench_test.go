package guarantee_test

import (
	"fmt"
	"testing"

	"example.org/mutual/credit"
	"example.org/mutual/guarantee"
	"example.org/mutual/unit"
)

const members = 100_000

// large is a society of a hundred thousand members, each with a deposit and limits.
func large(tb testing.TB) (*guarantee.Society, []string) {
	s := must(guarantee.New(terms()))
	names := []string{"ann", "bob"}
	apply(tb, s, guarantee.Adopt{ID: "a", At: day, By: names}, guarantee.OpenYear{ID: "2026", At: day, By: []string{"mia"}})
	for i := len(names); i < members; i++ {
		names = append(names, fmt.Sprintf("member-%06d", i))
	}
	for i, who := range names {
		batch := []guarantee.Action{
			guarantee.Deposit{ID: fmt.Sprint("d", i), At: day, By: []string{"cus"}, Member: who, Amount: unit.New(1<<40, eur)},
			guarantee.SetLimits{ID: fmt.Sprint("l", i), At: day, By: []string{"mia"}, Member: who, Buyer: unit.New(1<<50, eur), Seller: unit.New(1<<50, eur), Because: "large"},
		}
		if i >= 2 {
			batch = append([]guarantee.Action{guarantee.Admit{ID: fmt.Sprint("m", i), At: day, By: []string{"mia", who}, Member: who}}, batch...)
		}
		if _, err := s.Batch(batch...); err != nil {
			tb.Fatal(err)
		}
	}
	return s, names
}

// pair is the i-th pair of names to trade, far apart, seldom the same twice.
func pair(names []string, i int) (string, string) {
	a := i * 7919 % len(names)
	return names[a], names[(a+1+i*104_729%(len(names)-1))%len(names)]
}

// BenchmarkAccept compares a guaranteed acceptance in a society of a hundred thousand with a plain credit.Issue in a
// ledger with as many parties: the aim is three times as long at most.
func BenchmarkAccept(b *testing.B) {
	var s *guarantee.Society
	var names []string
	b.Run("issue", func(b *testing.B) {
		if s == nil {
			s, names = large(b)
		}
		l := must(credit.New(credit.Terms{Unit: eur}))
		issue := func(i int) error {
			buyer, seller := pair(names, i)
			_, err := l.Apply(credit.Issue{ID: fmt.Sprint("p", i), At: day, By: []string{buyer, seller}, Promisor: buyer, Holder: seller, Amount: unit.New(12345, eur), For: "bread"})
			return err
		}
		run(b, issue)
	})
	b.Run("accept", func(b *testing.B) {
		c := s.Clone()
		run(b, func(i int) error {
			buyer, seller := pair(names, i)
			_, err := c.Apply(guarantee.Accept{ID: fmt.Sprint("p", i), At: day, By: []string{buyer, seller}, Buyer: buyer, Seller: seller, Amount: unit.New(12345, eur), For: "bread"})
			return err
		})
	})
}

// run has each party of the first hundred thousand met once before the clock starts.
func run(b *testing.B, do func(int) error) {
	i := 0
	step := func() {
		if err := do(i); err != nil {
			b.Fatal(err)
		}
		i++
	}
	for range members {
		step()
	}
	b.ReportAllocs()
	for b.Loop() {
		step()
	}
}

// BenchmarkCloseYear returns the surplus of a year to a hundred thousand members.
func BenchmarkCloseYear(b *testing.B) {
	s, names := large(b)
	for i := range members {
		buyer, seller := pair(names, i)
		if _, err := s.Apply(guarantee.Accept{ID: fmt.Sprint("p", i), At: day, By: []string{buyer, seller}, Buyer: buyer, Seller: seller, Amount: unit.New(12345, eur), For: "bread"}); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		if _, err := s.Try(guarantee.CloseYear{ID: "z", At: day, By: []string{"mia"}, Year: "2026"}); err != nil {
			b.Fatal(err)
		}
	}
}
