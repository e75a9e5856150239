package risk

import (
	"math/big"
	"math/bits"
)

// A lattice is a row of whole numbers of one width, from 0 up, that lie side by side: a hundred thousand
// numbers of a thousand digits take no more memory than their digits, and arithmetic on them none.
type lattice struct {
	words []big.Word
	width int // words a number, the lowest first
}

func newLattice(points, width int) lattice {
	return lattice{make([]big.Word, points*width), width}
}

// at returns the x-th number.
func (l lattice) at(x int) []big.Word { return l.words[x*l.width : (x+1)*l.width] }

// view sets z to the x-th number, without copying it: z is for reading only.
func (l lattice) view(z *big.Int, x int) *big.Int { return z.SetBits(l.at(x)) }

// mix sets z to z*q + y*p, for z and y of one length in which the result fits. As p + q is below 2^30, what is
// carried from one word to the next fits a word: z*q + y*p + carry <= (2^w-1)(p+q) + (p+q-1) < 2^w (p+q).
func mix(z, y []big.Word, q, p uint) {
	var carry uint
	for i := range z {
		high, low := bits.Mul(uint(z[i]), q)
		high2, low2 := bits.Mul(uint(y[i]), p)
		low, c := bits.Add(low, low2, 0)
		low, c2 := bits.Add(low, carry, 0)
		z[i] = big.Word(low)
		carry = high + high2 + c + c2
	}
}

// scale sets z to z*q.
func scale(z []big.Word, q uint) {
	var carry uint
	for i := range z {
		high, low := bits.Mul(uint(z[i]), q)
		low, c := bits.Add(low, carry, 0)
		z[i] = big.Word(low)
		carry = high + c
	}
}
