package waterfall

import "math/big"

// Mix returns weights that mix several keys, each as much as the others: of two keys a holder gets half its share by
// the one and half its share by the other. Keys are weights for the same holders in the same order. What comes out
// is exact and in lowest terms.
//
// Errors: ErrSize for no keys, more than KeysMax, or keys of different lengths; ErrWeights for a weight below zero, a
// key that sums to zero, and weights that sum to 2^63 or more once mixed. The complexity is O(keys x holders).
func Mix(mixed ...[]int64) ([]int64, error) {
	if len(mixed) == 0 || len(mixed) > KeysMax {
		return nil, refuse(ErrSize, "", "", "want 1 to 16 keys")
	}
	shares := make([]big.Rat, len(mixed[0]))
	for _, key := range mixed {
		if len(key) != len(shares) {
			return nil, refuse(ErrSize, "", "", "want as many weights in each key")
		}
		if err := addKey(shares, key); err != nil {
			return nil, err
		}
	}
	return lowest(shares)
}

// addKey adds to each share that by a key.
func addKey(shares []big.Rat, key []int64) error {
	all := new(big.Int)
	for _, w := range key {
		if w < 0 {
			return refuse(ErrWeights, "", "", "want weights of zero or above")
		}
		all.Add(all, big.NewInt(w))
	}
	if all.Sign() == 0 {
		return refuse(ErrWeights, "", "", "want a weight above zero in each key")
	}
	for i, w := range key {
		shares[i].Add(&shares[i], new(big.Rat).SetFrac(big.NewInt(w), all))
	}
	return nil
}

// lowest returns the least whole numbers that are to each other as the shares are.
func lowest(shares []big.Rat) ([]int64, error) {
	scale, divisor, sum := big.NewInt(1), new(big.Int), new(big.Int)
	for i := range shares { // their denominators divide the sums of the keys and so are few: scale stays small
		d := shares[i].Denom()
		scale.Mul(scale, new(big.Int).Div(d, new(big.Int).GCD(nil, nil, scale, d)))
	}
	whole := make([]*big.Int, len(shares))
	for i := range shares {
		whole[i] = new(big.Int).Mul(shares[i].Num(), new(big.Int).Div(scale, shares[i].Denom()))
		divisor.GCD(nil, nil, divisor, whole[i])
		sum.Add(sum, whole[i])
	}
	if !sum.Div(sum, divisor).IsInt64() {
		return nil, refuse(ErrWeights, "", "", "want weights that sum to less than 2^63 once mixed")
	}
	weights := make([]int64, len(shares))
	for i, w := range whole {
		weights[i] = w.Div(w, divisor).Int64()
	}
	return weights, nil
}
