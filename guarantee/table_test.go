package guarantee_test

import (
	"fmt"
	"slices"
	"testing"

	"example.org/mutual/guarantee"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// atLoss is a society in which "debtor" owes "seller" so many parts, from a year that is closed. In the open one the
// debtor has a provision of 1500, and a, b, c and d of 4000, 3000, 2000 and 1000, which each can be called for once
// more; the debtor's security is 2000 and the reserve 1000. The figures are those of package waterfall's tests, which
// were computed in exact rational numbers from the rules, independently of this module.
func atLoss(tb testing.TB, owed int64) *guarantee.Society {
	tb.Helper()
	with := terms()
	with.Founders = []string{"debtor", "seller"}
	with.Cost, with.Default = guarantee.Rates{Buyer: 1, Seller: 1}, guarantee.Rates{Buyer: 500_000, Seller: 500_000}
	with.ReserveTarget = unit.Amount{}
	s := must(guarantee.New(with))
	apply(tb, s, guarantee.Adopt{ID: "adopt", At: day, By: with.Founders}, guarantee.OpenYear{ID: "before", At: day, By: []string{"mia"}})
	for _, who := range []string{"debtor", "seller", "a", "b", "c", "d"} {
		if !slices.Contains(with.Founders, who) {
			apply(tb, s, guarantee.Admit{ID: "in-" + who, At: day, By: []string{who, "mia"}, Member: who})
		}
		apply(tb, s, deposit("d-"+who, who, "1000.00"),
			guarantee.SetLimits{ID: "l-" + who, At: day, By: []string{"mia"}, Member: who, Buyer: euros("1000.00"), Seller: euros("1000.00"), Because: "a good name"})
	}
	number := func(parts int64) string { return unit.New(parts, eur).Number() }
	apply(tb, s, accept("p", "debtor", "seller", number(owed)),
		guarantee.CloseYear{ID: "end", At: day, By: []string{"mia"}, Year: "before"}, guarantee.OpenYear{ID: "now", At: day, By: []string{"mia"}},
		guarantee.PostSecurity{ID: "sec", At: day, By: []string{"cus", "debtor"}, Member: "debtor", Amount: unit.New(2000, eur)},
		guarantee.Endow{ID: "endow", At: day, By: []string{"cus"}, From: "town", Fund: "reserve", Amount: unit.New(1000, eur)})
	for i, p := range []struct {
		buyer, seller string
		charge        int64 // of each
	}{{"a", "debtor", 1500}, {"a", "b", 1250}, {"a", "c", 250}, {"a", "d", 1000}, {"b", "c", 1750}} {
		apply(tb, s, accept(fmt.Sprint("q", i), p.buyer, p.seller, number(2*p.charge)))
	}
	return s
}

// drawnOn is what a layer of a loss draws, in the order of names.
func drawnOn(l guarantee.Loss, name string) []int64 {
	var parts []int64
	for _, d := range l.Case.Draws {
		if l.Case.Layers[d.Layer].Name == name {
			parts = append(parts, d.Drawn.Parts())
		}
	}
	return parts
}

// The table of losses, from the declaration to the last payment.
func TestWaterfallTable(t *testing.T) {
	for _, test := range []struct {
		loss int64
		want [5][]int64
		cut  int64
	}{
		{1_800, [5][]int64{{1800}}, 0},
		{5_000, [5][]int64{{2000}, {1500}, {1000}, {200, 150, 100, 50}}, 0},
		{9_999, [5][]int64{{2000}, {1500}, {1000}, {2199, 1650, 1100, 550}}, 0},
		{14_500, [5][]int64{{2000}, {1500}, {1000}, {4000, 3000, 2000, 1000}}, 0},
		{14_505, [5][]int64{{2000}, {1500}, {1000}, {4000, 3000, 2000, 1000}, {2, 2, 1}}, 0}, // of 2, 3/2, 1, 1/2
		{24_503, [5][]int64{{2000}, {1500}, {1000}, {4000, 3000, 2000, 1000}, {4000, 3000, 2000, 1000}}, 3},
	} {
		s := atLoss(t, test.loss)
		before := standing(t, s, "seller").Deposit.Parts()
		apply(t, s, declare("d", "debtor"), payOut("o1", "d/1"))
		l := s.Losses()[0]
		for k, layer := range []string{"security", "own provision", "reserve", "provisions", "calls"} {
			if got := drawnOn(l, layer); !slices.Equal(got, test.want[k]) {
				t.Errorf("of %d %s bears %d, want %d", test.loss, layer, got, test.want[k])
			}
		}
		if called := len(test.want[4]); called > 0 {
			apply(t, s, payCalls("c", "d/1", []string{"a", "b", "c", "d"}[:called]...), payOut("o2", "d/1"))
		}
		if got := standing(t, s, "seller").Deposit.Parts() - before; got != test.loss-test.cut {
			t.Errorf("of %d the seller is paid %d, and should go without %d", test.loss, got, test.cut)
		}
		sound(t, s)
	}
}

// After the loss of 9,999 recoveries refill the layer that was used last first, and at most 6,499 can be
// recovered: the defaulter owes neither its own security nor its own provision.
func TestRecoveryTable(t *testing.T) {
	for _, test := range []struct {
		recovered int64
		mutual    []int64
		reserve   int64
	}{
		{3_000, []int64{1200, 900, 600, 300}, 0},
		{6_000, []int64{2199, 1650, 1100, 550}, 501},
		{6_499, []int64{2199, 1650, 1100, 550}, 1000},
	} {
		s := atLoss(t, 9_999)
		apply(t, s, declare("d", "debtor"), payOut("o", "d/1"))
		fund, provisions := s.Fund("reserve").Parts(), provisionsOf(t, s)
		apply(t, s, guarantee.Recover{ID: "r", At: day, By: []string{"cus"}, Loss: "d/1", In: guarantee.Money, Amount: unit.New(test.recovered, eur)})
		for i, now := range provisionsOf(t, s) {
			if got := now - provisions[i]; got != test.mutual[i] {
				t.Errorf("of %d the provision %d is refilled by %d, want %d", test.recovered, i, got, test.mutual[i])
			}
		}
		if got := s.Fund("reserve").Parts() - fund; got != test.reserve {
			t.Errorf("of %d the reserve is refilled by %d, want %d", test.recovered, got, test.reserve)
		}
		sound(t, s)
	}
	s := atLoss(t, 9_999)
	apply(t, s, declare("d", "debtor"), payOut("o", "d/1"))
	refuseAll(t, s, []refused{{name: "more than 6,499", action: recoverMoney("x", "d/1", "65.00"), reason: journal.ErrLimit, room: "64.99"}})
}

func provisionsOf(tb testing.TB, s *guarantee.Society) (parts []int64) {
	for _, who := range []string{"a", "b", "c", "d"} {
		parts = append(parts, standing(tb, s, who).Years[0].Provision.Parts())
	}
	return parts
}
