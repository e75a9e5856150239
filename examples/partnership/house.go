package main

import (
	"fmt"
	"io"

	"example.org/mutual/credit"
	"example.org/mutual/partnership"
	"example.org/mutual/unit"
)

var gbp = must(unit.Currency("GBP", 2))

func pounds(number string) unit.Amount { return must(unit.Parse(number, gbp)) }

// oneHouse are terms of a house of 100,000, of which Ivy has paid 80,000 and Olu, who lives in it, 20,000 (Chris Cook,
// "Property Investment Partnerships", P2P Foundation wiki, whose figures the first two years have). What Olu pays
// beyond the rental buys more of it.
var oneHouse = partnership.Terms{
	Name: "the House", Unit: gbp, Purpose: "a home", Asset: "the house at 1 Well Lane",
	Founders: []string{"Ivy", office, "Olu", trust}, Custodian: trust, Manager: office,
	Holders: []partnership.Holder{{Party: "Olu", Nths: 20}, {Party: "Ivy", Nths: 80}}, Offered: true,
	Portions: []partnership.Portion{{Name: "who paid for it", Kind: partnership.Providers, Weight: 1}},
	Overpaid: partnership.ToNths,
}

// A year is what the house was for Olu in one.
type year struct {
	year    int
	rental  unit.Amount // of the part that is Ivy's
	paid    unit.Amount // in all
	nths, n int64       // Olu's at its end, of all
}

// bought is what Olu paid beyond the rental.
func (y year) bought() unit.Amount { return must(y.paid.Sub(y.rental)) }

const (
	firstYear = 2027
	idleYear  = 2031 // Olu pays the rental and no more
)

var (
	rental = pounds("6000") // a year, of the whole
	worth  = pounds("120000")
	budget = pounds("12000") // what Olu pays a year, while there is work
)

func tellHouse(out io.Writer) ([]year, error) {
	t, err := found(out, oneHouse, firstYear)
	if err != nil {
		return nil, err
	}
	t.heading("A house that is bought out of its rental", "Of a house of 100,000 Ivy has paid four fifths and Olu, who lives in it, one. It is let for %v a year.\nWhat falls due is shared among the two, so that Olu pays for Ivy's part only.", rental)
	t.do(partnership.TakeUp{ID: "home", At: t.now, By: []string{"Olu", office, trust}, User: "Olu", Part: "the house", Rental: rental})
	years := []year{t.buyTenth()}
	for years[len(years)-1].nths < t.N() && t.err == nil {
		years = append(years, t.live(years))
	}
	if t.err != nil {
		return nil, t.err
	}
	t.printYears(years)
	t.printPlans()
	return years, t.Check()
}

// buyTenth is the first year: the net rental, and then a tenth of the house at a valuation that all three have signed.
func (t *tale) buyTenth() year {
	net := t.letFor(firstYear)
	t.do(partnership.Pay{ID: "paid", At: t.now, By: held, From: "Olu", In: credit.Money, Paid: net},
		partnership.PayOut{ID: "out", At: t.now, By: held},
		partnership.Propose{ID: "worth", At: t.now, By: []string{"Olu"}, Do: partnership.Appraise{Basis: "the surveyor's report",
			Valuation: partnership.Valuation{Worth: worth, AsOf: t.now, Until: newYear(firstYear + 30)}}},
		partnership.Approve{ID: "signed", At: t.now, By: []string{"Ivy", office}, Proposal: "worth"},
		partnership.Enact{ID: "agreed", At: t.now, By: []string{"Olu"}, Proposal: "worth"})
	e := t.do(partnership.Buy{ID: "tenth", At: t.now, By: []string{"Olu", trust}, Buyer: "Olu", Payment: pounds("12000"), Agreed: "worth"})
	for _, n := range e.Notes {
		t.say("  %s: %s", n.Kind, n.Text)
	}
	y := year{firstYear, net, must(net.Add(pounds("12000"))), t.Nths("Olu"), t.N()}
	t.say("  So Olu has %d of %d. To buy finer, they make %d nths of them, a penny each.", y.nths, y.n, worth.Parts())
	t.do(partnership.Rescale{ID: "pennies", At: t.now, By: runs, Factor: worth.Parts() / t.N()})
	return y
}

// live is a year in which Olu pays the budget, of which what is not rental buys nths; or just the rental, and at last
// no more than what is Ivy's yet.
func (t *tale) live(before []year) year {
	now := before[len(before)-1].year + 1
	net := t.letFor(now)
	paid := budget
	if now == idleYear {
		paid = net
	}
	if all := net.Parts() + t.Nths("Ivy"); paid.Parts() > all { // an nth is a penny
		paid = unit.New(all, gbp)
	}
	t.do(partnership.Pay{ID: fmt.Sprint("paid ", now), At: t.now, By: held, From: "Olu", In: credit.Money, Paid: paid},
		partnership.PayOut{ID: fmt.Sprint("out ", now), At: t.now, By: held})
	return year{now, net, paid, t.Nths("Olu"), t.N()}
}

// letFor makes the rental of a year due, shares it out, and returns what Olu owes of it.
func (t *tale) letFor(now int) unit.Amount {
	t.now = newYear(now)
	t.do(partnership.Bill{ID: fmt.Sprint("rental ", now), At: t.now, By: runs, Period: fmt.Sprint(now)})
	t.distribute(fmt.Sprint("share ", now))
	return t.owes("Olu")
}

func (t *tale) printYears(years []year) {
	t.heading("Year by year", "After that tenth Olu pays %v a year: first the rental of what is Ivy's, and the rest buys more of the house.", budget)
	t.say("  %4s %10s %10s %10s  %s", "", "rental", "bought", "paid", "Olu's at the end")
	for _, y := range years {
		note := ""
		if y.year == idleYear {
			note = "  out of work: the rental only, and nothing is owed for it"
		}
		t.say("  %d %10s %10s %10s  %6s %%%s", y.year, y.rental.Number(), y.bought().Number(), y.paid.Number(), share(y), note)
	}
	t.say("\n  Of the rental Olu gets all now, and owes nothing. What Olu has bought can be sold; the house, which the Trust holds, cannot.")
}

// share is how much of 100 is Olu's, cut off.
func share(y year) string {
	return fmt.Sprintf("%d.%02d", y.nths*100/y.n, y.nths*10_000/y.n%100)
}

// printPlans compares what other payments would come to, from the second year on.
func (t *tale) printPlans() {
	plan := partnership.Plan{Value: worth, Provided: pounds("84000"), Rental: rental}
	t.heading("Without a date", "The seven tenths that were Ivy's then, for other payments a year. None is due: who pays less takes longer.")
	t.say("  %10s %6s %11s %11s", "a year", "years", "rental", "paid in all")
	for _, total := range []string{"6000", "9000", "12000", "18000"} {
		steps, err := plan.WithTotal(pounds(total))
		if err != nil {
			t.err = err
			return
		}
		rentals := pounds("0")
		for _, s := range steps {
			rentals = must(rentals.Add(s.Rental))
		}
		t.say("  %10s %6d %11s %11s", pounds(total).Number(), len(steps), rentals.Number(), must(rentals.Add(plan.Provided)).Number())
	}
}
