package clearingtest

import "math/bits"

// lots draws whole numbers, the same for the same seed on every platform and in every version of Go: a PCG with 128
// bits of state and the output function DXSM, as that of math/rand/v2 (O'Neill, PCG: a family of simple fast
// space-efficient statistically good algorithms for random number generation, 2014, and her notes to DXSM, 2020).
type lots struct{ high, low uint64 }

func newLots(seed uint64) *lots { return &lots{high: seed} }

func (l *lots) next() uint64 {
	const multiplierHigh, multiplierLow, cheap = 0x2360ed051fc65da4, 0x4385df649fccf645, 0xda942042e4dd58b5
	const incrementHigh, incrementLow = 0x5851f42d4c957f2d, 0x14057b7ef767814f
	high, low := bits.Mul64(l.low, multiplierLow)
	high += l.high*multiplierLow + l.low*multiplierHigh
	low, carry := bits.Add64(low, incrementLow, 0)
	high, _ = bits.Add64(high, incrementHigh, carry)
	l.high, l.low = high, low
	high = (high ^ high>>32) * cheap
	return (high ^ high>>48) * (low | 1)
}

// below returns 0 to n-1. What it favours, by less than n in 2^64, does not matter here (Lemire, Fast random integer
// generation in an interval, 2019, without the last step).
func (l *lots) below(n int) int {
	high, _ := bits.Mul64(l.next(), uint64(n))
	return int(high)
}

// between returns least to most.
func (l *lots) between(least, most int64) int64 {
	high, _ := bits.Mul64(l.next(), uint64(most-least)+1)
	return least + int64(high)
}

// percent is true this many times in a hundred.
func (l *lots) percent(p int) bool { return l.below(100) < p }

// amount returns 64 to 2^21-1, spread evenly over the orders of magnitude.
func (l *lots) amount() int64 {
	least := int64(64) << l.below(15)
	return l.between(least, 2*least-1)
}

// shuffle puts s in any order.
func (l *lots) shuffle(s []int32) {
	for i := len(s) - 1; i > 0; i-- {
		j := l.below(i + 1)
		s[i], s[j] = s[j], s[i]
	}
}

// split adds a total of at least len(parts) to the parts, at least one to each: to each a part of an equal share, and
// what is left of that share to any.
func (l *lots) split(total int64, parts []int64) {
	share := total / int64(len(parts))
	for i := range parts {
		part := l.between(1, share)
		parts[i] += part
		parts[l.below(len(parts))] += share - part
	}
	parts[l.below(len(parts))] += total % int64(len(parts))
}
