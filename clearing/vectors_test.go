package clearing_test

import (
	"slices"
	"testing"

	"example.org/mutual/clearing"
	"example.org/mutual/clearing/clearingtest"
	"example.org/mutual/unit"
)

// A vector is a published case, in whole units of no particular kind.
type vector struct {
	source         string
	book           clearing.Book
	stays          []int64 // of each obligation; nil where several largest set-offs exist
	gross, cleared int64
	netDebt        int64
}

func vectors() []vector {
	u := unit.Joule
	return []vector{
		{
			source: "sample of github.com/informalsystems/mtcs",
			book:   book(owe("1", "10", "20", 100, u), owe("2", "20", "30", 100, u), owe("3", "30", "10", 200, u), owe("4", "40", "30", 100, u)),
			stays:  []int64{0, 0, 100, 100},
			gross:  500, cleared: 300, netDebt: 100,
		},
		{
			// Not published as figures: the setting is that of M. D'Errico and T. Roukny, Compressing
			// over-the-counter markets, arXiv 1705.07155 (conservative compression).
			source: "compression, where pairs first and then the ring would leave 70",
			book: book(owe("1", "A", "B", 100, u), owe("2", "B", "C", 80, u), owe("3", "C", "A", 60, u),
				owe("4", "A", "C", 20, u), owe("5", "B", "A", 30, u)),
			stays: []int64{10, 20, 0, 20, 0},
			gross: 290, cleared: 240, netDebt: 40,
		},
		{
			source: "a netting guide on GitHub, in thousands",
			book: book(owe("1", "A", "B", 1000, u), owe("2", "B", "C", 500, u), owe("3", "C", "A", 750, u),
				owe("4", "A", "D", 300, u), owe("5", "D", "B", 200, u), owe("6", "B", "A", 100, u)),
			stays: []int64{600, 0, 250, 100, 0, 0},
			gross: 2850, cleared: 1900, netDebt: 700,
		},
		{
			// Chris Cook, in Michel Bauwens, "P2P Exchanges should be distinguished from peer production,
			// but both are p2p", P2P Foundation blog, 27 June 2013: credit cleared in a chain. The figures
			// are this project's.
			source: "Cook's ring of five",
			book: book(owe("1", "a", "b", 100, u), owe("2", "b", "c", 80, u), owe("3", "c", "d", 120, u),
				owe("4", "d", "e", 90, u), owe("5", "e", "a", 110, u)),
			stays: []int64{20, 0, 40, 10, 30},
			gross: 500, cleared: 400, netDebt: 60,
		},
		{
			source: "mutual debts u-v, of which netting first would leave the longer ring v-u-w broken, and 2 set off",
			book:   book(owe("1", "u", "v", 1, u), owe("2", "v", "u", 1, u), owe("3", "u", "w", 1, u), owe("4", "w", "v", 1, u)),
			stays:  []int64{1, 0, 0, 0},
			gross:  4, cleared: 3, netDebt: 1,
		},
	}
}

func TestVectors(t *testing.T) {
	for _, v := range vectors() {
		t.Run(v.source, func(t *testing.T) {
			r := mustClear(t, v.book)
			var stays []int64
			for i, o := range v.book.Obligations {
				stays = append(stays, o.Amount.Parts()-r.SetOff[i].Parts())
			}
			got := r.Totals[0]
			if got.Gross.Parts() != v.gross || got.Cleared.Parts() != v.cleared || got.Remaining.Parts() != v.gross-v.cleared || got.NetDebt.Parts() != v.netDebt {
				t.Errorf("%v, want %d, %d, %d", got, v.gross, v.cleared, v.netDebt)
			}
			if !slices.Equal(stays, v.stays) {
				t.Errorf("stays %v, want %v", stays, v.stays)
			}
			if err := clearingtest.Check(v.book, clearing.Options{}, r); err != nil {
				t.Error(err)
			}
			if err := clearing.Verify(v.book, clearing.Options{}, r); err != nil {
				t.Error(err)
			}
			if oracle := clearingtest.Oracle(v.book, clearing.Options{}); oracle[0].Parts() != v.cleared {
				t.Errorf("the oracle says %v", oracle)
			}
		})
	}
}

// What the package comment says of the compression case: pairs first, and then the ring, leaves 70.
func TestPairsFirst(t *testing.T) {
	left := map[[2]string]int64{{"A", "B"}: 100, {"B", "C"}: 80, {"C", "A"}: 60, {"A", "C"}: 20, {"B", "A"}: 30}
	take := func(ring ...[2]string) {
		least := left[ring[0]]
		for _, e := range ring {
			least = min(least, left[e])
		}
		for _, e := range ring {
			left[e] -= least
		}
	}
	take([2]string{"A", "B"}, [2]string{"B", "A"})
	take([2]string{"A", "C"}, [2]string{"C", "A"})
	take([2]string{"A", "B"}, [2]string{"B", "C"}, [2]string{"C", "A"})
	var stays int64
	for _, parts := range left {
		stays += parts
	}
	if best := mustClear(t, vectors()[1].book).Totals[0].Remaining.Parts(); stays != 70 || best != 50 {
		t.Errorf("pairs first leaves %d, Clear %d, want 70 and 50", stays, best)
	}
}
