package wide

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

const largest = 1 << 62

// A Sum counts as big integers do, as long as they fit 128 bits.
func TestSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var sum Sum
		slow := new(big.Int)
		for range rapid.IntRange(0, 12).Draw(t, "terms") {
			x, y := rapid.Int64Range(0, largest/12).Draw(t, "x"), rapid.Int64().Draw(t, "y")
			if rapid.Bool().Draw(t, "less") {
				sum = sum.Sub(y)
				slow.Sub(slow, big.NewInt(y))
			}
			if rapid.Bool().Draw(t, "less a product") {
				sum = sum.SubProduct(x, y)
				slow.Sub(slow, new(big.Int).Mul(big.NewInt(x), big.NewInt(y)))
			}
			if rapid.Bool().Draw(t, "product") {
				sum = sum.AddProduct(x, y)
				slow.Add(slow, new(big.Int).Mul(big.NewInt(x), big.NewInt(y)))
			} else {
				sum = sum.Add(y)
				slow.Add(slow, big.NewInt(y))
			}
		}
		got, ok := sum.Int64()
		if ok != slow.IsInt64() || ok && got != slow.Int64() || sum.Sign() != slow.Sign() {
			t.Fatalf("%d, %v of sign %d, not %v", got, ok, sum.Sign(), slow)
		}
	})
}

func TestAtTheEnds(t *testing.T) {
	for _, tt := range []struct {
		x, y int64
		plus int64
		fits bool
	}{
		{1 << 32, 1 << 30, 1<<62 - 1 + 1<<62 - 1<<62, true},
		{1 << 32, 1 << 31, -1, true},
		{1 << 32, 1 << 31, 0, false},
		{1 << 32, -1 << 31, 0, true},
		{1 << 32, -1 << 31, -1, false},
		{1, math.MinInt64, 0, true},
		{2, math.MinInt64, math.MaxInt64, false},
		{largest, math.MinInt64, 0, false},
		{largest, math.MaxInt64, 0, false},
	} {
		var sum Sum
		sum = sum.AddProduct(tt.x, tt.y)
		sum = sum.Add(tt.plus)
		if _, fits := sum.Int64(); fits != tt.fits {
			t.Errorf("%d x %d + %d fits: %v", tt.x, tt.y, tt.plus, fits)
		}
	}
}

// QuoUp divides as big integers do, rounding up.
func TestQuoUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, y, by := rapid.Int64Range(0, largest).Draw(t, "x"), rapid.Int64Range(0, largest).Draw(t, "y"), rapid.Int64Min(1).Draw(t, "by")
		sum := Sum{}.AddProduct(x, y).Add(1)
		slow := new(big.Int).Mul(big.NewInt(x), big.NewInt(y))
		slow.Div(slow.Add(slow, big.NewInt(by)), big.NewInt(by)) // as x * y + 1 is above zero
		if got, ok := sum.QuoUp(by); ok != slow.IsInt64() || ok && got != slow.Int64() {
			t.Fatalf("%d, %v and not %v", got, ok, slow)
		}
	})
}
