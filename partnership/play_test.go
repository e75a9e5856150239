package partnership_test

import (
	"bytes"
	"errors"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"example.org/mutual/credit"
	"example.org/mutual/partnership"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// An auditor knows a partnership by its entries alone.
type auditor map[string]int64

func (a auditor) read(e journal.Entry) {
	for _, p := range e.Postings {
		a[string(p.Class)+" "+p.Account] += p.Quantity
	}
}

// compare says where the books are not what the entries add up to.
func (a auditor) compare(p *partnership.Partnership, names []string) error {
	money, stocked := "GBP.2 ", "stock/house/rental/1 Well Lane/GBP.2 "
	accounts := map[string]int64{
		money + "gross": p.Gross().Parts(), money + "arrears": -p.Arrears().Parts(), money + "house": p.Arrears().Parts(),
		money + "fund/commons": p.Commons().Parts(), money + "fund/capital": p.Capital().Parts(), money + "fund/prepaid": p.Prepaid().Parts(),
	}
	outside := p.Purse().Parts()
	for _, who := range names {
		accounts[money+"due/"+who], accounts[money+"carried/"+who] = p.Due(who).Parts(), p.Carried(who).Parts()
		accounts[money+who] = -p.Ledger().Owed(who, "house").Parts()
		accounts["nths nths/"+who], accounts[stocked+"holding/"+who] = p.Nths(who), p.Holding(who).Parts()
		outside += a[money+"outside/"+who]
	}
	if outside += a[money+"outside/grid"]; outside != 0 {
		return fmt.Errorf("the purse is %d parts off what came from outside", outside)
	}
	for account, parts := range accounts {
		if a[account] != parts {
			return fmt.Errorf("%s has %d, and %d by the entries", account, parts, a[account])
		}
	}
	return nil
}

// draws is an action of any kind, good or bad, with these numbers.
func draws(t *rapid.T, id string, names []string, some func(string) unit.Amount) partnership.Action {
	one := func(label string) string { return rapid.SampledFrom(names).Draw(t, label) }
	all, who := append([]string{"cus", "mia"}, names...), one("who")
	uses, charges := rapid.SampledFrom([]string{"ann's", "bob's", "olu's"}), rapid.SampledFrom([]string{"first", "first#2", "first#3", "0", "1", "2", "3"})
	return rapid.SampledFrom([]partnership.Action{
		partnership.TakeUp{ID: id, At: day, By: all, User: who, Part: "the room " + uses.Draw(t, "room"), Rental: some("rental")},
		partnership.Vacate{ID: id, At: day, By: all, Use: uses.Draw(t, "use")},
		partnership.Charge{ID: id, At: day, By: all, Period: id},
		partnership.Charge{ID: id, At: day, By: all, Period: id},
		partnership.Receive{ID: id, At: day, By: all, From: "grid", Amount: some("energy"), For: "energy"},
		partnership.Distribute{ID: id, At: day, By: all},
		partnership.Distribute{ID: id, At: day, By: all},
		partnership.PayOut{ID: id, At: day, By: all},
		partnership.Pay{ID: id, At: day, By: all, From: who, In: credit.Money, Paid: some("money")},
		partnership.Pay{ID: id, At: day, By: all, From: who, In: credit.Worth, Paid: some("work"), Words: "slates"},
		partnership.WriteOff{ID: id, At: day, By: all, Promise: charges.Draw(t, "promise"), Amount: some("loss"), Because: "gone"},
		partnership.IssueStock{ID: id, At: day, By: all, To: who, Face: some("face"), Paid: some("price"), ForAsset: rapid.Bool().Draw(t, "asset")},
		partnership.TransferStock{ID: id, At: day, By: all, From: who, To: one("to"), Face: some("passed on")},
		partnership.ReturnStock{ID: id, At: day, By: all, From: who, Face: some("returned")},
		partnership.BuyBackStock{ID: id, At: day, By: all, From: who, Face: some("back"), Paid: some("for")},
		partnership.Transfer{ID: id, At: day, By: all, From: who, To: one("nths to"), Nths: rapid.Int64Range(0, 30).Draw(t, "nths")},
		partnership.Buy{ID: id, At: day, By: all, Buyer: who, Payment: some("payment"), Seller: one("seller"), Valuation: valuation("1000.00")},
		partnership.Leave{ID: id, At: day, By: all, Member: "bob"},
	}).Draw(t, "action")
}

// Whatever is done, in whatever order: the entries add up to the books, what is refused changes nothing, and the same
// actions in one batch, and a snapshot, give the same state.
func TestPlay(t *testing.T) {
	names := []string{"ann", "bob", "ivy", "olu"}
	rapid.Check(t, func(t *rapid.T) {
		with := stocked()
		with.Overpaid = partnership.Overpaid(rapid.IntRange(0, 2).Draw(t, "overpaid"))
		with.CommonsFirst = rapid.Bool().Draw(t, "commons first")
		with.Needs = []partnership.Need{{Action: "writeOff", Manager: true}}
		with.Portions = []partnership.Portion{
			{Name: "manager", Kind: partnership.Fixed, To: "mia", Weight: 1}, {Name: "capital", Kind: partnership.Providers, Weight: 5},
			{Name: "users", Kind: partnership.Users, Weight: 2}, {Name: "rentals", Kind: partnership.Rentals, Weight: 3}, {Name: "repairs", Kind: partnership.Commons, Weight: 1},
		}
		p := must(partnership.New(with))
		some := func(label string) unit.Amount { return unit.New(rapid.Int64Range(-1, 2_000).Draw(t, label), gbp) }
		all := []partnership.Action{
			partnership.Adopt{ID: "adopt", At: day, By: with.Founders},
			partnership.Admit{ID: "ann", At: day, By: []string{"ann", "mia"}, Member: "ann"},
			partnership.Admit{ID: "bob", At: day, By: []string{"bob", "mia"}, Member: "bob"},
			partnership.Forecast{ID: "forecast", At: day, By: both, Production: pounds("500.00")},
			partnership.Propose{ID: "worth", At: day, By: append(names[2:4:4], both...), Do: partnership.Appraise{Valuation: valuation("1000.00"), Basis: "a guess"}},
			partnership.Enact{ID: "enact", At: day, By: mia, Proposal: "worth"},
			partnership.IssueStock{ID: "issue", At: day, By: append(names[:1:1], both...), To: "ann", Face: pounds("100.00"), Paid: pounds("80.00")},
		}
		for _, who := range []string{"ann", "bob", "olu"} {
			all = append(all, partnership.TakeUp{ID: who + "'s", At: day, By: append([]string{who}, both...), User: who, Part: "room of " + who, Rental: pounds("10.00")})
		}
		all = append(all, partnership.Charge{ID: "first", At: day, By: mia, Period: "first"})
		steps := rapid.IntRange(0, 40).Draw(t, "steps")
		for i := range steps {
			all = append(all, draws(t, fmt.Sprint(i), names, some))
		}
		books, done := auditor{}, []partnership.Action{}
		for _, a := range all {
			e, err := p.Apply(a)
			if refusal, ok := errors.AsType[*journal.RefusalError](err); err != nil && !ok {
				t.Fatalf("%T: %v, %v", a, err, refusal)
			}
			if err != nil {
				continue
			}
			done = append(done, a)
			books.read(e)
			for _, wrong := range []error{e.Check(), p.Check(), books.compare(p, append(names, "mia", "cus"))} {
				if wrong != nil {
					t.Fatalf("%T%+v: %v", a, a, wrong)
				}
			}
		}
		state := text(t, p)
		again := must(partnership.New(with))
		if _, err := again.Batch(done...); err != nil || text(t, again) != state {
			t.Fatalf("another state of the same actions: %v", err)
		}
		read, err := partnership.Restore(bytes.NewReader([]byte(state)))
		if err != nil || text(t, read) != state || text(t, p.Clone()) != state {
			t.Fatalf("another state restored or cloned: %v", err)
		}
	})
}

func text(t *rapid.T, p *partnership.Partnership) string {
	var b bytes.Buffer
	if err := p.Snapshot(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
