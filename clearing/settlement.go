package clearing

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"example.org/mutual/unit"
)

// A Way is how what stays owed is settled.
type Way string

// The ways.
const (
	AsOwed  Way = "as owed"           // each obligation by itself: between the same parties, what each owes
	Netted  Way = "netted"            // each pair of parties by itself, the one's debts against the other's
	Through Way = "through the union" // each party with all others at once: what it owes less what it is owed
)

// A Payment settles debts: From pays To so much, in money or whatever the parties agree on.
type Payment struct {
	From   string      `json:"from"`
	To     string      `json:"to"`
	Amount unit.Amount `json:"amount"`
}

// Settle returns the payments that settle all obligations of a Book in one of the ways, sorted by unit, payer
// and payee; no other entry of the Book matters. For what a clearing leaves, hand it [Book.After].
//
// AsOwed pays each creditor what its debtor owes it, and Netted the difference, so nobody deals with anybody
// new. Through may have a party pay somebody it never owed: that needs the agreement of all, such as the
// rules of a union that everybody pays to and is paid by. It makes at most one payment fewer than there
// are parties, in one pass: payers and payees each in the order of their names, the first payer pays the
// first payee until one of the two is even. The fewest payments there can be are the parties less the most
// groups that are even among themselves, and to find one such group is already the subset-sum problem: it is
// NP-hard, and nothing here tries.
//
// An error is that of [Clear] for a refused Book, or an [Error] with ErrWay. O(n log n), for sorting.
func Settle(b Book, w Way) ([]Payment, error) {
	b = Book{Obligations: b.Obligations}
	if _, err := arrange(b); err != nil { // so that no sum overflows
		return nil, err
	}
	switch w {
	case AsOwed:
		return b.debts(), nil
	case Netted:
		return netted(b.debts()), nil
	case Through:
		return through(b.debts()), nil
	}
	return nil, &Error{Reason: ErrWay, What: `want "as owed", "netted" or "through the union"`}
}

// debts returns what each owes each, sorted.
func (b Book) debts() []Payment {
	all := make([]Payment, len(b.Obligations))
	for i, o := range b.Obligations {
		all[i] = Payment{o.Debtor, o.Creditor, o.Amount}
	}
	return merged(all)
}

// netted returns, of each two, what one owes the other beyond what it is owed, sorted.
func netted(debts []Payment) []Payment {
	for i, p := range debts {
		debts[i] = p.upwards()
	}
	all := slices.DeleteFunc(merged(debts), func(p Payment) bool { return p.Amount.IsZero() })
	for i, p := range all {
		if p.Amount.Sign() < 0 {
			all[i] = p.back()
		}
	}
	slices.SortFunc(all, Payment.compare)
	return all
}

// merged sorts payments and makes one of those between the same parties.
func merged(all []Payment) []Payment {
	slices.SortFunc(all, Payment.compare)
	n := 0
	for _, p := range all {
		if n > 0 && all[n-1].compare(p) == 0 {
			all[n-1].Amount = plus(all[n-1].Amount, p.Amount)
		} else {
			all[n] = p
			n++
		}
	}
	return all[:n]
}

// upwards is the payment from the party whose name comes first, which is below zero where that is paid.
func (p Payment) upwards() Payment {
	if p.From < p.To {
		return p
	}
	return p.back()
}

// back is the same payment seen from its other end.
func (p Payment) back() Payment {
	return Payment{p.To, p.From, unit.New(-p.Amount.Parts(), p.Amount.Unit())}
}

func (p Payment) compare(q Payment) int {
	return cmp.Or(p.Amount.Unit().Compare(q.Amount.Unit()), strings.Compare(p.From, q.From), strings.Compare(p.To, q.To))
}

// through pays the net positions that debts sorted by unit lead to.
func through(debts []Payment) []Payment {
	var all []Payment
	for len(debts) > 0 {
		u := debts[0].Amount.Unit()
		n := 1
		for n < len(debts) && debts[n].Amount.Unit() == u {
			n++
		}
		all = append(all, throughIn(u, debts[:n])...)
		debts = debts[n:]
	}
	return all
}

// throughIn pays the net positions in one unit. Each payment makes a payer or a payee even, and the last one
// both.
func throughIn(u unit.Unit, debts []Payment) []Payment {
	net := make(map[string]int64) // what each is owed less what it owes
	for _, p := range debts {
		net[p.From] -= p.Amount.Parts()
		net[p.To] += p.Amount.Parts()
	}
	names := slices.Sorted(maps.Keys(net))
	var all []Payment
	payee := 0
	for _, payer := range names {
		for net[payer] < 0 {
			for net[names[payee]] <= 0 {
				payee++
			}
			parts := min(-net[payer], net[names[payee]])
			all = append(all, Payment{payer, names[payee], unit.New(parts, u)})
			net[payer] += parts
			net[names[payee]] -= parts
		}
	}
	return all
}
