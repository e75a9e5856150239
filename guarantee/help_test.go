package guarantee_test

import (
	"testing"
	"time"

	"example.org/mutual/guarantee"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

var (
	eur = must(unit.Currency("EUR", 2))
	day = on(5)
)

// on is a day of January 2026, at nine.
func on(day int) time.Time { return time.Date(2026, 1, day, 9, 0, 0, 0, time.UTC) }

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func euros(text string) unit.Amount { return must(unit.Parse(text, eur)) }

// terms are those of a small society: half a per cent a side for cost, one for default.
func terms() guarantee.Terms {
	return guarantee.Terms{
		Name: "society", Unit: eur, Founders: []string{"ann", "bob"}, Manager: "mia", Custodian: "cus",
		Cost:    guarantee.Rates{Buyer: 5_000, Seller: 5_000},
		Default: guarantee.Rates{Buyer: 10_000, Seller: 10_000},
		Release: 250_000, ReserveTarget: euros("10.00"),
	}
}

// apply applies actions that must all be accepted, and returns the last entry.
func apply(tb testing.TB, s *guarantee.Society, actions ...guarantee.Action) (e journal.Entry) {
	tb.Helper()
	for _, a := range actions {
		var err error
		if e, err = s.Apply(a); err != nil {
			tb.Fatalf("%T%+v: %v", a, a, err)
		}
		if err := e.Check(); err != nil {
			tb.Fatal(err)
		}
	}
	if err := s.Check(); err != nil {
		tb.Fatal(err)
	}
	return e
}

// founded is a society with an open year in which ann, bob and cem can trade up to 1000 euros.
func founded(tb testing.TB, t guarantee.Terms) *guarantee.Society {
	s := must(guarantee.New(t))
	apply(tb, s,
		guarantee.Adopt{ID: "adopt", At: day, By: []string{"ann", "bob"}},
		guarantee.Admit{ID: "cem", At: day, By: []string{"cem", "mia"}, Member: "cem"},
		guarantee.OpenYear{ID: "2026", At: day, By: []string{"mia"}},
	)
	for _, who := range []string{"ann", "bob", "cem"} {
		apply(tb, s,
			guarantee.Deposit{ID: "d-" + who, At: day, By: []string{"cus"}, Member: who, Amount: euros("100.00")},
			guarantee.SetLimits{ID: "l-" + who, At: day, By: []string{"mia"}, Member: who, Buyer: euros("1000.00"), Seller: euros("1000.00"), Because: "a good name"},
		)
	}
	return s
}

// accept is a guaranteed promise, with both sides' agreement.
func accept(id, buyer, seller, amount string) guarantee.Accept {
	return guarantee.Accept{ID: id, At: day, By: []string{buyer, seller}, Buyer: buyer, Seller: seller, Amount: euros(amount), For: "bread"}
}

// standing is a member as it stands.
func standing(tb testing.TB, s *guarantee.Society, who string) guarantee.Member {
	tb.Helper()
	m, ok := s.Member(who)
	if !ok {
		tb.Fatalf("%s is no member", who)
	}
	return m
}

// want compares amounts by what they are called.
func want(tb testing.TB, what string, got unit.Amount, amount string) {
	tb.Helper()
	if got != euros(amount) {
		tb.Errorf("%s: got %v, want %s", what, got, amount)
	}
}
