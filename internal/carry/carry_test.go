package carry

import (
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"example.org/mutual/unit"
)

// The first division is unit.Split by the largest remainder. Whatever follows is exact, gives everybody its quota
// rounded down or up, leaves lags that sum to zero, and is forgotten by nobody.
func TestDivide(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(t, "parties")
		c := Carry{Lags: make([]int64, n)}
		parts := make([]int64, n)
		for round := range rapid.IntRange(1, 8).Draw(t, "rounds") {
			weights := rapid.SliceOfN(rapid.Int64Range(0, 1000), n, n).Draw(t, "weights")
			weights[0]++ // so that there is one
			total, sum := rapid.Int64Range(0, 1<<40).Draw(t, "total"), int64(0)
			shares := make([]unit.Share, n)
			for i, w := range weights {
				sum += w
				shares[i] = unit.Share{Key: strconv.Itoa(1000 + i), Weight: w}
			}
			c.Divide(total, weights, sum, parts)
			split, err := unit.Split(unit.New(total, unit.Joule), shares, unit.LargestRemainder)
			if err != nil {
				t.Fatal(err)
			}
			var all, lags int64
			for i, p := range parts {
				all, lags = all+p, lags+c.Lags[i]
				q := split.Quotas[i]
				if p != q.Parts && (p != q.Parts+1 || q.Num == 0) {
					t.Fatalf("%d parts of a quota of %v", p, q)
				}
				if round == 0 && p != split.Parts[i].Parts() {
					t.Fatalf("%d parts, and %v by the largest remainder", p, split.Parts[i])
				}
			}
			if all != total || lags != 0 {
				t.Fatalf("%d parts of %d, lags of %d", all, total, lags)
			}
		}
	})
}

// One part a day, split in three, goes to each on every third day.
func TestTurns(t *testing.T) {
	c := Carry{Lags: make([]int64, 3)}
	parts, got := make([]int64, 3), make([]int64, 3)
	for range 300 {
		c.Divide(1, []int64{1, 1, 1}, 3, parts)
		for i, p := range parts {
			got[i] += p
		}
	}
	if !slices.Equal(got, []int64{100, 100, 100}) {
		t.Errorf("got %v of 300", got)
	}
}
