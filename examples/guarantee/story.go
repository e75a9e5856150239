package main

import (
	"fmt"
	"io"
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/guarantee"
	"example.org/mutual/guarantee/waterfall"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// The society's unit, and its members, manager and custodian: who sets limits touches no money, and who holds the
// money decides nothing.
var (
	eur   = must(unit.Currency("EUR", 2))
	firms = []string{"Bakery", "Brewery", "Farm", "Joinery", "Mill", "Smithy"}
)

const office, trust = "Office", "Trust"

// Each side of a promise pays a quarter of a per cent of it for costs, and two per cent for defaults, once.
var terms = guarantee.Terms{
	Name: "Guild", Unit: eur, Founders: firms, Manager: office, Custodian: trust,
	Cost:          guarantee.Rates{Buyer: 2_500, Seller: 2_500},
	Default:       guarantee.Rates{Buyer: 20_000, Seller: 20_000},
	Layers:        guarantee.Layers(unit.Whole), // nobody is called for more than its default charges once again
	ReserveTarget: euros("300.00"),
	Tariffs:       []guarantee.Tariff{{Work: "carting", Per: "hour", Value: euros("20.00")}},
}

// trades are what the firms promise each other under the guarantee. Three ploughs are beyond the Farm's limit.
var trades = []struct{ id, buyer, seller, amount, what string }{
	{"flour", "Bakery", "Mill", "2400.00", "flour for the winter"},
	{"wheat", "Mill", "Farm", "3000.00", "wheat"},
	{"barley", "Brewery", "Farm", "1800.00", "barley"},
	{"plough", "Farm", "Smithy", "4500.00", "three ploughs"},
	{"plough-1", "Farm", "Smithy", "1500.00", "a plough"},
	{"nails", "Joinery", "Smithy", "900.00", "hinges and nails"},
	{"oak", "Joinery", "Farm", "1300.00", "oak"},
	{"bench", "Smithy", "Joinery", "200.00", "a workbench"},
}

// tools is what the Joinery's tools will bring.
var tools = euros("900.00")

// A tale is a society whose story is being told.
type tale struct {
	society *guarantee.Society
	out     io.Writer
	err     error // the first refusal that the story did not expect: nothing is done after it
	costs   map[string]cost
}

// tell goes through the story, chapter by chapter.
func tell(out io.Writer) (*tale, error) {
	s, err := guarantee.New(terms)
	if err != nil {
		return nil, err
	}
	t := &tale{society: s, out: out, costs: map[string]cost{}}
	for _, chapter := range []func(){t.found, t.trade, t.fail, t.payOut, t.recover, t.close} {
		if chapter(); t.err != nil {
			return nil, t.err
		}
	}
	return t, s.Check() // from scratch: the books are what the invariants of the package say
}

// do applies actions that the story is sure of, and returns the entry of the last.
func (t *tale) do(actions ...guarantee.Action) (e journal.Entry) {
	for _, a := range actions {
		if t.err != nil {
			break
		}
		var err error
		if e, err = t.society.Apply(a); err != nil {
			t.err = fmt.Errorf("%T: %w", a, err)
		}
	}
	return e
}

func (t *tale) found() {
	t.do(guarantee.Adopt{ID: "adopt", At: on(1), By: firms},
		guarantee.OpenYear{ID: "2026", At: on(1), By: []string{office}},
		guarantee.Endow{ID: "gift", At: on(1), By: []string{trust}, From: "Town", Fund: "reserve", Amount: euros("300.00")})
	for _, firm := range firms {
		deposit := euros("400.00")
		if firm == "Joinery" {
			deposit = euros("54.00") // and no more than its charges will take
		}
		t.do(guarantee.Deposit{ID: "in-" + firm, At: on(2), By: []string{trust}, Member: firm, Amount: deposit},
			guarantee.SetLimits{ID: "limits-" + firm, At: on(2), By: []string{office}, Member: firm, Buyer: euros("3000.00"), Seller: euros("8000.00"), Because: "three years of trade"})
	}
	// The Joinery is young: it gives security, and the Bakery vouches for it.
	t.do(guarantee.PostSecurity{ID: "security", At: on(2), By: []string{"Joinery", trust}, Member: "Joinery", Amount: euros("500.00")},
		guarantee.Pledge{ID: "pledge", At: on(2), By: []string{"Bakery", trust}, Member: "Bakery", For: "Joinery", Amount: euros("150.00")})
	t.printFounding()
}

func (t *tale) trade() {
	t.heading("Trade under the guarantee", "Both sides pay for it, once: %s for costs and %s for defaults.", percent(terms.Cost.Buyer), percent(terms.Default.Buyer))
	for _, d := range trades {
		a := guarantee.Accept{ID: d.id, At: on(5), By: []string{d.buyer, d.seller}, Buyer: d.buyer, Seller: d.seller, Amount: euros(d.amount), For: d.what, Due: on(30)}
		if _, err := t.society.Try(a); err != nil {
			fmt.Fprintf(t.out, "  %s asks for %s, and is refused:\n    %v\n", d.buyer, d.what, err)
			continue
		}
		e := t.do(a)
		fmt.Fprintf(t.out, "  %-8s of %-8s %8s  %-20s  into the two books %5s and %6s\n", d.buyer, d.seller, d.amount, d.what, dash(moved(e, "pool/cost")), dash(moved(e, "pool/default")))
	}
	// The Bakery pays for its flour in money, as the Mill confirms: that makes room under both limits.
	t.do(guarantee.Trade{Action: credit.Settle{ID: "paid", At: on(30), By: []string{"Mill"}, Promise: "flour", In: credit.Money, Paid: euros("2400.00")}})
}

func (t *tale) fail() {
	t.do(guarantee.Declare{ID: "fail", At: on(60), By: []string{office}, Members: []string{"Joinery"}, Because: "a month late, and the workshop is closed"})
	if t.err == nil {
		t.printLoss()
	}
}

func (t *tale) payOut() {
	t.heading("Paid out", "The Trust pays the creditors what there is, and the rest as the calls come in.")
	t.do(guarantee.PayOut{ID: "out-1", At: on(61), By: []string{trust}, Loss: "fail/1"})
	t.printClaims("at once")
	var calls []guarantee.CallPayment
	for _, d := range t.draws("calls") {
		calls = append(calls, guarantee.CallPayment{Member: d.From})
	}
	t.do(guarantee.PayCalls{ID: "calls", At: on(75), By: []string{trust}, Loss: "fail/1", Payments: calls},
		guarantee.PayOut{ID: "out-2", At: on(75), By: []string{trust}, Loss: "fail/1"})
	t.printClaims("with the calls")
}

func (t *tale) recover() {
	t.heading("Recovered", "The Joinery's tools are sold for %v, and the waterfall runs backwards.", tools)
	t.do(guarantee.Deposit{ID: "tools", At: on(200), By: []string{trust}, Member: "Joinery", Amount: tools},
		guarantee.Recover{ID: "sold", At: on(200), By: []string{trust}, Loss: "fail/1", In: guarantee.Money, Amount: tools},
		guarantee.PayOut{ID: "out-3", At: on(200), By: []string{trust}, Loss: "fail/1"})
	t.printRecovery()
	owed := t.loss().Claim
	t.do(guarantee.Recover{ID: "work", At: on(250), By: []string{office}, Loss: "fail/1", In: guarantee.Work, Words: "carting", Done: 4})
	fmt.Fprintf(t.out, "  The Joinery still owes the society %v. It carts for the Town four hours; %v is written off.\n", owed, t.loss().Claim)
	t.do(guarantee.WriteOff{ID: "off", At: on(360), By: []string{office}, Loss: "fail/1", Because: "nothing more can be had"})
}

// close has the members pay the office what they find right, and ends the year. What is left of the books goes to the
// reserve up to its target, and back to the members.
func (t *tale) close() {
	charged := t.charges() // while the year is open
	end := t.do(guarantee.Budget{ID: "fee", At: on(361), By: []string{office}, Year: "2026", To: office, Amount: euros("40.00"), For: "limits, books and a default"},
		guarantee.Approve{ID: "vote", At: on(362), By: firms, Proposal: "fee"},
		guarantee.PayCost{ID: "pay", At: on(363), By: []string{trust}, Budget: "fee", Amount: euros("40.00")},
		guarantee.CloseYear{ID: "end", At: on(364), By: []string{office}, Year: "2026"})
	t.reckon(charged, end)
	t.printCosts()
}

func (t *tale) loss() guarantee.Loss { return t.society.Losses()[0] }

// draws is what members and funds bear of a layer.
func (t *tale) draws(layer string) (draws []waterfall.Draw) {
	c := t.loss().Case
	for _, d := range c.Draws {
		if c.Layers[d.Layer].Name == layer {
			draws = append(draws, d)
		}
	}
	return draws
}

// on is a day of 2026, from the first of January on.
func on(day int) time.Time { return time.Date(2026, time.January, day, 9, 0, 0, 0, time.UTC) }

func euros(number string) unit.Amount { return must(unit.Parse(number, eur)) }

// must is for what is fixed in the program.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
