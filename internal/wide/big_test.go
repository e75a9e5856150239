package wide

import (
	"math"
	"math/big"
	"testing"
)

// A sum is the same as a number of any size, and from its halves.
func TestBig(t *testing.T) {
	numbers := []int64{math.MinInt64, -3, -1, 0, 1, 7, math.MaxInt64}
	for _, x := range numbers {
		for _, y := range numbers {
			if x < 0 {
				continue
			}
			s := Sum{}.AddProduct(x, y).Sub(5)
			want := new(big.Int).Mul(big.NewInt(x), big.NewInt(y))
			if want.Sub(want, big.NewInt(5)); s.Big().Cmp(want) != 0 {
				t.Errorf("%d * %d - 5 is %v, want %v", x, y, s.Big(), want)
			}
			if back := Of(s.Halves()); back != s {
				t.Errorf("%v became %v", s, back)
			}
		}
	}
}

// Two products of the largest do not wrap, three do.
func TestWraps(t *testing.T) {
	for _, y := range []int64{math.MinInt64, math.MaxInt64} {
		s, want := Sum{}, new(big.Int)
		each := new(big.Int).Mul(big.NewInt(math.MaxInt64), big.NewInt(y))
		for n := 1; n <= 3; n++ {
			s = s.AddProduct(math.MaxInt64, y)
			want.Add(want, each)
			if fits := s.Big().Cmp(want) == 0; fits != (n < 3) {
				t.Errorf("%d products with %d fit: %v", n, y, fits)
			}
		}
	}
}
