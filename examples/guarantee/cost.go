package main

import "example.org/mutual/unit/journal"

// A cost is what the guarantee came to for a firm in the year, in smallest parts.
type cost struct {
	traded   int64 // bought and sold under the guarantee
	charges  int64 // paid for that
	borne    int64 // of its pledge and by calls, less what came back
	returned int64 // when the year was closed
	all      int64 // charges and borne, less returned
	owed     int64 // by the Joinery, and paid by the society
}

// charges is what each firm has paid in the open year.
func (t *tale) charges() map[string]int64 {
	paid := map[string]int64{}
	for m := range t.society.Members() {
		for _, y := range m.Years {
			paid[m.Name] += y.Cost.Parts() + y.Charges.Parts()
		}
	}
	return paid
}

// reckon adds up what the guarantee has come to for each firm, from the charges and from what the year's end returned.
func (t *tale) reckon(charged map[string]int64, end journal.Entry) {
	for _, firm := range firms {
		c := cost{charges: charged[firm], returned: moved(end, "deposit/"+firm)}
		for _, d := range append(t.draws("pledges"), t.draws("calls")...) {
			if d.From == firm {
				c.borne += d.Borne.Parts()
			}
		}
		c.all = c.charges + c.borne - c.returned
		for _, d := range trades {
			if _, made := t.society.Ledger().Promise(d.id); made && (d.buyer == firm || d.seller == firm) {
				c.traded += euros(d.amount).Parts()
			}
		}
		for _, claim := range t.loss().Case.Claims {
			if sellerOf(claim.Creditor) == firm {
				c.owed += claim.Amount.Parts()
			}
		}
		t.costs[firm] = c
	}
}

// sellerOf is who made a trade; a claim of a loss has the name of its promise.
func sellerOf(promise string) string {
	for _, d := range trades {
		if d.id == promise {
			return d.seller
		}
	}
	return ""
}
