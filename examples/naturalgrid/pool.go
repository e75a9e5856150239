package main

import (
	"context"
	"fmt"
	"io"
	"math/big"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/partnership/grid/pool"
	"example.org/mutual/partnership/stock"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// The pool's offices: the manager instructs and reads meters, the custodian keeps the records, and neither is a member.
const office, trust = "Office", "Trust"

var (
	gbp  = must(unit.Currency("GBP", 2))
	plot = must(unit.Custom("LRU", 0)) // a land rental unit
)

var terms = pool.Terms{
	Name: "the Pool", Unit: unit.KilowattHour, Money: gbp, Founders: users, Manager: office, Custodian: trust,
	Products: []pool.Product{{Carrier: "electricity", Site: "village"}},
	Levies:   []pool.Levy{{Name: "land", Measure: plot, Each: pounds("10")}},
}

const days = 30 // of the month, all like the one that was metered

// A tale is a pool whose story is being told.
type tale struct {
	*pool.Pool
	out  io.Writer
	day  *day
	now  time.Time // of all that happens next
	done int       // how many actions, which are the IDs
	err  error     // the first refusal that the story did not expect: nothing is done after it
}

// tell goes through the story, chapter by chapter.
func tell(out io.Writer, d *day) (*tale, error) {
	p, err := pool.New(terms)
	if err != nil {
		return nil, err
	}
	t := &tale{Pool: p, out: out, day: d, now: time.Date(2027, time.January, 1, 9, 0, 0, 0, time.UTC)}
	for _, chapter := range []func(){t.sellAhead, t.month, t.clear, t.dividend, t.loan, t.stand, t.land} {
		chapter()
		if t.now = t.now.AddDate(0, 2, 0); t.err != nil {
			return nil, t.err
		}
	}
	return t, t.Check() // from scratch: the books are what the invariants of the package say
}

// do applies an action that the story is sure of.
func (t *tale) do(a pool.Action) (e journal.Entry) {
	if t.err == nil {
		if e, t.err = t.Apply(a); t.err != nil {
			t.err = fmt.Errorf("%T: %w", a, t.err)
		}
	}
	return e
}

func (t *tale) id() string {
	t.done++
	return fmt.Sprint(t.done)
}

func (t *tale) say(format string, args ...any) { fmt.Fprintf(t.out, format+"\n", args...) }

func (t *tale) heading(title, text string) { t.say("\n%s\n%s\n", title, text) }

// sellAhead founds the pool and sells Stock at a discount. Units at half their price, and the loan below, are Chris
// Cook's: https://wiki.p2pfoundation.net/Carbon_Pool, in units of 10 kWh.
func (t *tale) sellAhead() {
	t.heading("Sold ahead", "A kilowatt-hour costs 10p. Stock is energy paid for ahead: it has no date, is no debt, and pays for what is supplied.")
	t.do(pool.Adopt{ID: t.id(), At: t.now, By: users})
	for k, remaining := range []string{"1000000", "180000", "100000"} { // twenty years of each
		t.do(pool.Admit{ID: t.id(), At: t.now, By: []string{sources[k], office}, Member: sources[k], Supplier: true})
		t.do(pool.Forecast{ID: t.id(), At: t.now, By: []string{sources[k], trust}, Stock: of(sources[k]), Remaining: kwh(remaining)})
	}
	for _, s := range []struct {
		issuer, to, face string
		pence            int64
	}{{"Turbine", "Ada", "200000", 5}, {"Turbine", "Inn", "2000", 5}, {"School", "Bakery", "1500", 8}, {"Barn", "Dan", "1000", 8}, {"Barn", "Dan", "150000", 8}} {
		a := pool.Issue{ID: t.id(), At: t.now, By: []string{s.issuer, s.to, office, trust}, Stock: of(s.issuer), To: s.to, Amount: kwh(s.face), Price: t.at(s.pence), Par: t.at(10)}
		if _, err := t.Try(a); err != nil {
			t.say("  %-7s to %-6s %7s kWh more is refused:\n    %v", s.issuer, s.to, s.face, err)
			continue
		}
		e := t.do(a)
		t.say("  %-7s to %-6s %7s kWh at %dp: %10s", s.issuer, s.to, s.face, s.pence, money(e))
	}
}

// money is what an entry moves of it.
func money(e journal.Entry) unit.Amount {
	for _, p := range e.Postings {
		if string(p.Class) == gbp.String() && p.Quantity > 0 {
			return unit.New(p.Quantity, gbp)
		}
	}
	return pounds("0")
}

// month supplies the month's energy and has it paid for: in whatever Stock the users hold, and in money for the rest.
func (t *tale) month() {
	t.heading("A month", "Every supplier takes the Stock of every other, up to what it has supplied; the rest is paid for in money at 10p.")
	t.say("  %-7s %9s %12s %14s %9s", "", "supplied", "own Stock", "others' Stock", "money")
	for _, user := range users {
		var supplied, own, others, rest int64
		for _, source := range sources {
			energy := t.day.supplied[route{source, user}] * days
			t.do(pool.Supply{ID: t.id(), At: t.now, By: []string{source, user}, Supplier: source, Customer: user, Carrier: "electricity", Site: "village", Energy: parts(energy)})
			left := energy
			for _, issuer := range sources {
				paid := t.redeem(source, user, of(issuer))
				left -= paid
				if issuer == source {
					own += paid
				} else {
					others += paid
				}
			}
			if left > 0 {
				t.do(pool.Settle{ID: t.id(), At: t.now, By: []string{source}, Supplier: source, Customer: user, Carrier: "electricity", Energy: parts(left), Price: t.at(10)})
			}
			supplied, rest = supplied+energy, rest+left
		}
		t.say("  %-7s %9s %12s %14s %9s", user, short(supplied), short(own), short(others), short(rest))
	}
}

// redeem pays a supplier with as much Stock of a kind as there can be.
func (t *tale) redeem(supplier, customer string, k stock.Kind) int64 {
	amount, _ := t.Redeemable(supplier, customer, k)
	if amount.Sign() > 0 {
		t.do(pool.Redeem{ID: t.id(), At: t.now, By: []string{customer}, Supplier: supplier, Customer: customer, Stock: k, Amount: amount})
	}
	return amount.Parts()
}

// clear sets off what the suppliers can claim of each other, and has the rest made good.
func (t *tale) clear() {
	t.heading("Claims", "Who has taken the Stock of another can claim that energy of it. What meets is set off, and the rest made good:")
	b := t.Book("electricity")
	r, err := clearing.Clear(context.Background(), b, clearing.Options{})
	if err != nil {
		t.err = err
		return
	}
	t.do(pool.Clear{ID: t.id(), At: t.now, By: []string{trust}, Carrier: "electricity", Lines: pool.Lines(b, r)})
	for _, o := range b.Obligations {
		left := t.Claim(of(o.Debtor), o.Creditor)
		how := "nothing is left"
		if left.Sign() > 0 {
			how = t.discharge(o.Debtor, o.Creditor, left)
		}
		t.say("  %-7s owes the %-7s %7s, set off %7s: %s", o.Debtor, o.Creditor, short(o.Amount.Parts()), short(o.Amount.Parts()-left.Parts()), how)
	}
}

// discharge makes a claim good: by the School in energy, which its roof has in summer, and by others in money.
func (t *tale) discharge(issuer, claimant string, left unit.Amount) string {
	a := pool.Discharge{ID: t.id(), At: t.now, By: []string{issuer, claimant}, Stock: of(issuer), Claimant: claimant, Amount: left}
	if issuer == "School" {
		t.do(a)
		return short(left.Parts()) + " is supplied"
	}
	a.Price = t.at(10)
	return fmt.Sprintf("%s is paid for with %v", short(left.Parts()), money(t.do(a)))
}

// stand shows how the Stock stands.
func (t *tale) stand() {
	t.heading("The Stock", "What came back for energy, for the loan or otherwise, is cancelled; what is out is covered by what is still to be produced.")
	t.say("  %-7s %9s %9s %10s %11s %10s %6s", "", "issued", "redeemed", "otherwise", "outstanding", "to come", "cover")
	for _, source := range sources {
		at, _ := t.Position(of(source))
		cover := "-"
		if c, some := at.Cover(); some {
			cover = c.FloatString(1)
		}
		t.say("  %-7s %9s %9s %10s %11s %10s %6s", source, short(at.Issued.Parts()), short(at.Redeemed.Parts()), short(at.BoughtBack.Parts()), short(at.Outstanding.Parts()), short(at.Remaining.Parts()), cover)
	}
}

func (t *tale) dividend() {
	t.heading("An energy dividend", "The Turbine gives the Pool 140,000 kWh of what it will produce, the same for all.")
	t.do(pool.Issue{ID: t.id(), At: t.now, By: []string{"Turbine", office, trust}, Stock: of("Turbine"), To: terms.Name, Amount: kwh("140000")})
	before := t.Holding(of("Turbine"), "Dan")
	t.do(pool.Dividend{ID: t.id(), At: t.now, By: []string{office}, Stock: of("Turbine")})
	got := t.Holding(of("Turbine"), "Dan").Parts() - before.Parts()
	t.say("  Each of the seven members has %s kWh, the suppliers too. The Turbine's own comes home, and is cancelled.", short(got))
}

// loan is lent when a kilowatt-hour ahead is at 5p, and repaid when it is at 8p.
func (t *tale) loan() {
	t.heading("An energy loan", "Dan's workshop is insulated, for 5000.00 GBP of what the Turbine's Stock has brought. It is owed in energy.")
	id := t.id()
	e := t.do(pool.Lend{ID: id, At: t.now, By: []string{"Turbine", "Dan", office, trust}, Stock: of("Turbine"), Property: "workshop", Owner: "Dan", Amount: kwh("100000"), Price: t.at(5)})
	t.say("  %-30s %11v %9s kWh", "lent at 5p", money(e), short(t.open()))
	for _, step := range []struct {
		how string
		pay pool.Repay
	}{
		{"repaid in Stock, the dividend", pool.Repay{By: []string{"Dan"}, Paid: kwh("20000")}},
		{"repaid at 8p, in Ada's Stock", pool.Repay{By: []string{"Dan", "Ada"}, Paid: pounds("5000"), Seller: "Ada", Price: t.at(8)}},
	} {
		step.pay.ID, step.pay.At, step.pay.Loan = t.id(), t.now, id
		before := t.open()
		t.say("  %-30s %11v %9s kWh", step.how, money(t.do(step.pay)), short(before-t.open()))
	}
	t.say("  %-30s %11s %9s kWh, without interest and without a date", "open yet", "", short(t.open()))
}

// open is what is open of the loan.
func (t *tale) open() (parts int64) {
	for l := range t.Loans() {
		parts += l.Open().Parts()
	}
	return parts
}

// land levies what nobody made. Five sites of 3 land rental units and two of 5 are Chris Cook's, in "Fleeing Vesuvius".
func (t *tale) land() {
	t.heading("Land", "Who uses land pays 10.00 GBP for a unit of it, and all of that is shared equally.")
	units := map[string]int64{"Turbine": 5, "Inn": 5}
	var uses []pool.Use
	for m := range t.Members() {
		if units[m.Name] == 0 {
			units[m.Name] = 3
		}
		uses = append(uses, pool.Use{Member: m.Name, Quantity: unit.New(units[m.Name], plot)})
	}
	t.do(pool.Collect{ID: t.id(), At: t.now, By: []string{office, trust}, Levy: "land", Uses: uses})
	for m := range t.Members() {
		t.say("  %-7s has %d units: %6s GBP", m.Name, units[m.Name], m.Balance.Number())
	}
	carried := t.Carried()
	t.say("  %v cannot be divided, and is carried to the next time.", carried)
}

// at is a price of a kilowatt-hour in pence, which both sides agree to on the day.
func (t *tale) at(pence int64) unit.Quote {
	return must(unit.NewQuote(unit.QuoteTerms{Base: unit.KilowattHour, Quoted: gbp, Rate: big.NewRat(pence, 100), Side: unit.Both, AsOf: t.now, ValidUntil: t.now.AddDate(0, 0, 1), Source: "both"}))
}

func of(issuer string) stock.Kind {
	return stock.Kind{Issuer: issuer, Carrier: "electricity", Site: "village", Unit: unit.KilowattHour}
}

func parts(n int64) unit.Amount        { return unit.New(n, unit.KilowattHour) }
func kwh(number string) unit.Amount    { return must(unit.Parse(number, unit.KilowattHour)) }
func pounds(number string) unit.Amount { return must(unit.Parse(number, gbp)) }

// must is for what is fixed in the program.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
