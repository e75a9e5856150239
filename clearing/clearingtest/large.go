package clearingtest

import (
	"fmt"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/unit"
)

// LargeScaleFree returns the invoices of [Trade] between this many parties (at least 2) as a book, the same for the
// same seed. Amounts are EUR 0.64 to EUR 20,971.51. Nine in ten are due on one of ninety days, and the others have no
// due date. The IDs are in no order.
func LargeScaleFree(parties, obligations int, seed uint64) clearing.Book {
	trade, d := Trade(parties, obligations, seed), newLots(^seed)
	euro, day := must("EUR.2"), time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)
	b := clearing.Book{Obligations: make([]clearing.Obligation, obligations)}
	for i, a := range trade.Arcs {
		b.Obligations[i] = clearing.Obligation{
			ID:       fmt.Sprintf("inv-%08x", uint32(i)*0x9e3779b1), // odd: no two are the same
			Debtor:   fmt.Sprintf("firm-%07d", a.From),
			Creditor: fmt.Sprintf("firm-%07d", a.To),
			Amount:   unit.New(a.Capacity, euro),
		}
		if days := d.below(100); days < 90 {
			b.Obligations[i].Due = day.AddDate(0, 0, days)
		}
	}
	return b
}
