package main

import (
	"io"
	"math/big"
	"slices"
	"strings"

	"example.org/mutual/credit"
	"example.org/mutual/partnership"
	"example.org/mutual/unit"
)

var (
	eur    = must(unit.Currency("EUR", 2))
	outlay = euros("300000") // the Fund's
)

func euros(number string) unit.Amount { return must(unit.Parse(number, eur)) }

// families are who lives in the five houses.
var families = []string{"Ames", "Bell", "Cole", "Dean", "Eyre"}

// fiveHouses are terms of five houses on a field (Chris Cook, in "Fleeing Vesuvius", 2011, whose figures the first year
// has): of each rental the manager has a tenth, who brought the land a fifth, who built them a tenth, who paid for them
// a half, and who lives in them a tenth. The index and the Stock are the story's own.
var fiveHouses = partnership.Terms{
	Name: "the Houses", Unit: eur, Purpose: "homes for those who need one", Asset: "five houses and the field on which they stand",
	Founders: []string{"Builder", "Farmer", "Fund", office, trust}, Custodian: trust, Manager: office,
	Holders: []partnership.Holder{{Party: "Fund", Nths: 300_000}},
	Portions: []partnership.Portion{
		{Name: "manager", Kind: partnership.Fixed, To: office, Weight: 10},
		{Name: "land", Kind: partnership.Fixed, To: "Farmer", Weight: 20},
		{Name: "buildings", Kind: partnership.Fixed, To: "Builder", Weight: 10},
		{Name: "investors", Kind: partnership.Providers, Weight: 50},
		{Name: "occupiers", Kind: partnership.Users, Weight: 10},
	},
	Index:    partnership.Index{{Name: "prices", Weight: 3}, {Name: "wages", Weight: 1}},
	Overpaid: partnership.ToStock,
	Stock:    partnership.StockTerms{Carrier: "rental", Site: "the field", Unit: eur, Pay: euros("95"), For: euros("100")},
}

func tellHouses(out io.Writer) error {
	t, err := found(out, fiveHouses, 2027)
	if err != nil {
		return err
	}
	t.say("Five houses held in trust")
	t.say("The Trust holds them and the Office runs them; nobody owns them, and nobody has lent anything.")
	for _, chapter := range []func(){t.veto, t.moveIn, t.firstYear, t.secondYear} {
		if chapter(); t.err != nil {
			return t.err
		}
	}
	return t.Check() // from scratch: the books are what the invariants of the package say
}

// veto has all who vote agree on something that the custodian does not let happen.
func (t *tale) veto() {
	t.heading("A veto", "Before anybody lives there the founders would rather have the occupiers' tenth for the Fund.")
	other := t.Terms()
	other.Portions = slices.Clone(other.Portions[:4])
	other.Portions[3].Weight = 60
	t.do(partnership.Propose{ID: "tenth", At: t.now, By: []string{"Fund"}, Do: partnership.Amend{Terms: other}},
		partnership.Approve{ID: "ayes", At: t.now, By: []string{"Builder", "Farmer", office}, Proposal: "tenth"},
		partnership.Veto{ID: "veto", At: t.now, By: held, Proposal: "tenth", Because: "who lives here has a part in what the houses yield"})
	t.say("  All four who vote have signed. The Trust has no vote, but says no.")
	_, err := t.Apply(partnership.Enact{ID: "enact", At: t.now, By: []string{"Fund"}, Proposal: "tenth"})
	t.say("  The Fund tries to enact it, and is refused:\n    %v", err)
	t.say("  Nothing has changed: who gets what, of 100 parts of each rental:")
	for _, p := range t.Terms().Portions {
		t.say("    %-10s %3d  %v", p.Name, p.Weight, shareOf(p))
	}
}

// shareOf says in words whom a portion is for.
func shareOf(p partnership.Portion) string {
	switch p.Kind {
	case partnership.Providers:
		return "who has nths, in proportion"
	case partnership.Users:
		return "who lives there, to each house the same"
	}
	return "the " + p.To
}

func (t *tale) moveIn() {
	t.do(partnership.Review{ID: "base", At: t.now, By: both, AsOf: t.now, Readings: readings(100, 100)},
		partnership.Forecast{ID: "forecast", At: t.now, By: both, Remaining: euros("480000")}) // twenty years of use
	for _, who := range families {
		t.do(partnership.Admit{ID: "in " + who, At: t.now, By: []string{who, office}, Member: who},
			partnership.TakeUp{ID: "house of " + who, At: t.now, By: []string{who, office, trust}, User: who, Part: "the house of " + who, Rental: euros("4800")})
	}
}

// readings are values of the index, as published.
func readings(prices, wages int64) []partnership.Reading {
	return []partnership.Reading{{Series: "prices", Value: 1_000_000 * prices}, {Series: "wages", Value: 1_000_000 * wages}} // in millionths
}

// firstYear is the published one. One family pays ahead besides.
func (t *tale) firstYear() {
	t.heading("The first year", "Five families move in, for %v a year each.", t.Uses()[0].Rental)
	t.do(partnership.Bill{ID: "2027", At: t.now, By: runs, Period: "2027"})
	t.share("share 2027")
	for _, who := range families {
		pays := t.owes(who)
		if who == "Cole" {
			pays = must(pays.Add(euros("950")))
		}
		t.do(partnership.Pay{ID: "2027 " + who, At: t.now, By: held, From: who, In: credit.Money, Paid: pays})
	}
	t.do(partnership.PayOut{ID: "out 2027", At: t.now, By: held})
	t.say("  Cole pays 950.00 EUR more, which is never lost: it becomes Stock, returnable for %v of rental.", t.Holding("Cole"))
	t.say("  The Trust has paid out what was due, and keeps %v for the day on which that Stock comes back.", t.Purse())
}

// secondYear moves the rentals by the index, and takes the Stock back.
func (t *tale) secondYear() {
	t.now = newYear(2028)
	t.do(partnership.Review{ID: "review", At: t.now, By: both, AsOf: t.now, Readings: readings(104, 108)},
		partnership.Bill{ID: "2028", At: t.now, By: runs, Period: "2028"})
	if t.err != nil {
		return
	}
	t.heading("The second year", "Prices are up by 4 in 100 and wages by 8; the index mixes them three to one. The rental is %v now.", t.Uses()[0].Rental)
	t.do(partnership.RedeemStock{ID: "stock", At: t.now, By: []string{"Cole"}, From: "Cole", Face: t.Holding("Cole")})
	t.say("  Cole pays %v of it with the Stock, which is cancelled. The discount of 50.00 EUR is borne by all.\n", euros("1000"))
	t.share("share 2028")
	for _, who := range families {
		t.do(partnership.Pay{ID: "2028 " + who, At: t.now, By: held, From: who, In: credit.Money, Paid: t.owes(who)})
	}
	t.do(partnership.PayOut{ID: "out 2028", At: t.now, By: held})
	t.say("  All of it is paid, and paid out: the Trust is left with %v.", t.Purse())
}

// share distributes the gross and says who got what.
func (t *tale) share(id string) {
	gross := t.Gross()
	rental := t.Uses()[0].Rental
	got := t.distribute(id)
	t.say("  %-9s %10s", "gross", gross.Number())
	for _, p := range t.Terms().Portions {
		switch p.Kind {
		case partnership.Users:
			t.say("  %-9s %10s  each, off a rental of %s", "families", got[families[0]].Number(), rental.Number())
		case partnership.Providers:
			t.say("  %-9s %10s  for %v put in: %s", "Fund", got["Fund"].Number(), outlay, percentOf(got["Fund"]))
		default:
			t.say("  %-9s %10s  for the %s", p.To, got[p.To].Number(), p.Name)
		}
	}
	t.say("  %-9s %10s  %s", "net", "", t.net())
}

// net is what the families owe after their own share.
func (t *tale) net() string {
	var all []string
	for _, who := range families {
		all = append(all, who+" "+t.owes(who).Number())
	}
	return strings.Join(all, ", ")
}

// percentOf is what the Fund has a year of its outlay: a report, and no rule.
func percentOf(income unit.Amount) string {
	yield := must(partnership.Yield(income, outlay))
	return yield.Mul(yield, big.NewRat(100, 1)).FloatString(2) + " %"
}
