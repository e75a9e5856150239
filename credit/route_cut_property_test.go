package credit_test

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"example.org/mutual/credit"
)

// judgeCut widens all that is not named: nothing more can be sent. Then it widens what is named, again and
// again, until more can be sent or nothing is named but what was asked to be left out.
func (v *hamlet) judgeCut(r credit.Routing, value int64, cut []credit.Bound) {
	r.Amount, r.Most, r.By = cents(most), true, slices.Clone(r.By)
	named := map[hop]bool{}
	for _, b := range cut {
		named[hop{b.Creditor, b.Debtor}] = true
	}
	other := v.clone()
	for line := range v.Lines() {
		if !named[hop{line.Creditor, line.Debtor}] {
			other.lift(line.Creditor, line.Debtor, "line")
			if v.usable(line.Creditor, line.Debtor) > 0 {
				other.lift(line.Creditor, line.Debtor, "repaid")
			}
		}
	}
	for _, name := range folk {
		if !named[hop{name, ""}] {
			other.lift(name, "", "")
		}
	}
	if got, _ := newAtlas(other.Ledger, r).cheapest(most); got != value {
		v.Fatalf("%d and not %d can be sent within %v: %+v", got, value, cut, r)
	}
	wider := v.clone()
	for round := 0; len(cut) > 0; round++ {
		gives := false
		for _, b := range cut {
			gives = wider.lift(b.Creditor, b.Debtor, b.Why) || gives
		}
		got, _ := newAtlas(wider.Ledger, r).cheapest(most)
		if got > value || !gives {
			return
		}
		if round > 2*len(folk) {
			v.Fatalf("%v gave way %d times for nothing: %+v", cut, round, r)
		}
		cut = wider.cut(r)
	}
}

// cut is what is in the way of all that could be asked for.
func (v *hamlet) cut(r credit.Routing) []credit.Bound {
	plan, err := v.Route(context.Background(), r)
	if e, ok := errors.AsType[*credit.RouteError](err); ok {
		return e.Cut
	} else if err != nil {
		v.Fatal(err)
	}
	return plan.Cut
}

func (v *hamlet) usable(holder, promisor string) (parts int64) {
	for p := range v.Promises() {
		if p.Holder == holder && p.Promisor == promisor && !p.Disputed {
			parts += p.Left.Parts() - p.Reserved.Parts()
		}
	}
	return parts
}

// lift makes a bound give way, and reports whether it can.
func (v *hamlet) lift(creditor, debtor, why string) bool {
	v.done++
	at, id := day(2), "lift "+strconv.Itoa(v.done)
	line, known := v.Line(creditor, debtor)
	old := credit.SetLine{ID: id + " back", At: at, By: []string{creditor}, Creditor: creditor, Debtor: debtor, Hard: line.Hard, Soft: line.Soft, Target: line.Target}
	free := credit.SetLine{ID: id, At: at, By: []string{creditor}, Creditor: creditor, Debtor: debtor}
	thaw := credit.FreezeLine{ID: id + " thaw", At: at, By: []string{creditor}, Creditor: creditor, Debtor: debtor, Thaw: true}
	switch {
	case strings.Contains(why, "not to be used"), strings.Contains(why, "no part in it"):
		return false
	case debtor == "":
		apply(v, v.Ledger, credit.Mediate{ID: id, At: at, By: []string{creditor}, Party: creditor},
			credit.SetCharge{ID: id + " free", At: at, By: []string{creditor}, Party: creditor})
	case strings.Contains(why, "repaid"):
		apply(v, v.Ledger, free, thaw, credit.Issue{ID: id + " issue", At: at, By: []string{creditor, debtor}, Promisor: debtor, Holder: creditor, Amount: cents(most), For: "bread"})
		if known {
			apply(v, v.Ledger, old)
			if line.Frozen {
				apply(v, v.Ledger, credit.FreezeLine{ID: id + " freeze", At: at, By: []string{creditor}, Creditor: creditor, Debtor: debtor})
			}
		} else {
			old.Hard = cents(0)
			apply(v, v.Ledger, old)
		}
	default:
		apply(v, v.Ledger, free, thaw)
	}
	return true
}
