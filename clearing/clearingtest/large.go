package clearingtest

import (
	"fmt"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/unit"
)

// LargeScaleFree returns a book of invoices between this many parties (at least 2), the same for the
// same seed. Few parties trade with very many and most with few; a quarter of the invoices answer an
// earlier one the other way; some parties only buy and some only sell, so that with about five invoices
// a party, half of the parties are in the giant strongly connected component. Amounts are spread evenly
// over their orders of magnitude, from EUR 0.64 to EUR 20,971.51. The IDs are in no order.
func LargeScaleFree(parties, obligations int, seed uint64) clearing.Book {
	n := network{random: random{seed}, parties: parties, trades: make([][2]int, 0, obligations)}
	euro, day := must("EUR.2"), time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)
	b := clearing.Book{Obligations: make([]clearing.Obligation, obligations)}
	for i := range b.Obligations {
		debtor, creditor := n.trade()
		b.Obligations[i] = clearing.Obligation{
			ID:       fmt.Sprintf("inv-%08x", uint32(i)*0x9e3779b1), // odd: no two are the same
			Debtor:   fmt.Sprintf("firm-%07d", debtor),
			Creditor: fmt.Sprintf("firm-%07d", creditor),
			Amount:   unit.New(n.amount(), euro),
		}
		if days := n.below(100); days < 90 { // the others have no due date
			b.Obligations[i].Due = day.AddDate(0, 0, days)
		}
	}
	return b
}

// A network is the trade so far, each from a debtor to a creditor.
type network struct {
	random
	parties int
	trades  [][2]int
}

// trade adds an invoice: an answer to an earlier one, or one between parties of whom each is chosen
// either at random or as often as it trades already.
func (n *network) trade() (debtor, creditor int) {
	for {
		if len(n.trades) > 0 && n.below(4) == 0 {
			earlier := n.trades[n.below(len(n.trades))]
			debtor, creditor = earlier[1], earlier[0]
		} else {
			debtor, creditor = n.party(0), n.party(1)
		}
		if debtor != creditor && n.owes(debtor) && n.isOwed(creditor) {
			n.trades = append(n.trades, [2]int{debtor, creditor})
			return debtor, creditor
		}
	}
}

// party chooses a party that may take this side of an invoice.
func (n *network) party(side int) int {
	if len(n.trades) > 0 && n.below(2) == 0 {
		return n.trades[n.below(len(n.trades))][side]
	}
	return n.below(n.parties)
}

// owes and isOwed make two parties in ten only sell, and two only buy. The first two do both, so that
// there is always somebody to trade with.
func (n *network) owes(party int) bool   { return party < 2 || party%10 != 8 && party%10 != 6 }
func (n *network) isOwed(party int) bool { return party < 2 || party%10 != 9 && party%10 != 7 }

// amount draws an order of magnitude and then an amount in it.
func (n *network) amount() int64 {
	least := 64 << n.below(15)
	return int64(least + n.below(least))
}

// A random is splitmix64 (Sebastiano Vigna, 2015, public domain): a number generator whose numbers are
// the same in every version of Go.
type random struct{ state uint64 }

func (r *random) next() uint64 {
	r.state += 0x9e3779b97f4a7c15
	z := r.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// below draws from 0 to n-1. The bias of the remainder does not matter here.
func (r *random) below(n int) int { return int(r.next() % uint64(n)) }
