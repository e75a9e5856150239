package clearingtest

import (
	"cmp"
	"math/big"

	"example.org/mutual/unit"
)

// A pair is who owes whom.
type pair struct{ debtor, creditor string }

func (p pair) compare(q pair) int {
	return cmp.Or(cmp.Compare(p.debtor, q.debtor), cmp.Compare(p.creditor, q.creditor))
}

// sums adds up numbers of any size under names.
type sums[K comparable] map[K]*big.Int

func (s sums[K]) add(key K, n *big.Int) { s[key] = new(big.Int).Add(s.at(key), n) }

func (s sums[K]) sub(key K, n *big.Int) { s[key] = new(big.Int).Sub(s.at(key), n) }

// at returns the sum under a name, zero where there is none.
func (s sums[K]) at(key K) *big.Int {
	if sum := s[key]; sum != nil {
		return sum
	}
	return new(big.Int)
}

func parts(a unit.Amount) *big.Int { return big.NewInt(a.Parts()) }
