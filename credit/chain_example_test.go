package credit_test

import (
	"context"
	"fmt"
	"math/big"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/credit"
	"example.org/mutual/unit"
)

// street is a time bank in which Bob trusts Ann with ten hours, Cem trusts Bob, and Dan trusts Cem. Bob and
// Cem let payments through.
func street() *credit.Ledger {
	l, _ := credit.New(credit.Terms{Unit: hours})
	neighbours := []string{"ann", "bob", "cem", "dan"}
	for i, name := range neighbours[1:] {
		l.Apply(credit.SetLine{ID: "l-" + name, At: on(1), By: []string{name}, Creditor: name, Debtor: neighbours[i], Hard: h("10.0")})
	}
	for _, name := range []string{"bob", "cem"} {
		l.Apply(credit.Mediate{ID: "m-" + name, At: on(1), By: []string{name}, Party: name})
	}
	return l
}

// chair is what Ann pays Dan for a chair.
func chair(amount string) credit.Payment {
	return credit.Payment{From: "ann", To: "dan", Amount: h(amount), For: "a chair", Paths: []credit.Path{
		{Parties: []string{"ann", "bob", "cem", "dan"}, Amount: h(amount)},
	}}
}

func ExamplePay() {
	l := street()
	// Ann and Dan do not know each other, but each trusts somebody who trusts somebody. Bob owes Ann an hour
	// already: that is repaid first.
	l.Apply(credit.Issue{ID: "a1", At: on(1), By: []string{"bob", "ann"}, Promisor: "bob", Holder: "ann", Amount: h("1.0"), For: "a lesson"})
	e, err := l.Apply(credit.Pay{ID: "p1", At: on(2), By: []string{"ann"}, Payment: chair("3.0")})
	fmt.Println(e.Postings, e.Notes, err)
	for p := range l.Promises() {
		fmt.Println(p.ID, p.Promisor, "owes", p.Holder, p.Left, "for", p.For)
	}

	_, err = l.Apply(credit.Pay{ID: "p2", At: on(2), By: []string{"ann"}, Payment: chair("8.0")})
	fmt.Println(err)
	// Output:
	// [{ann hour.1 -10} {bob hour.1 10} {ann hour.1 -20} {bob hour.1 20} {bob hour.1 -30} {cem hour.1 30} {cem hour.1 -30} {dan hour.1 30}] [{paid for a chair}] <nil>
	// a1 bob owes ann 0.0 hour for a lesson
	// p1/1 ann owes bob 2.0 hour for a chair
	// p1/2 bob owes cem 3.0 hour for a chair
	// p1/3 cem owes dan 3.0 hour for a chair
	// journal: beyond a limit: the line's hard limit: asked 8.0 hour, room for 7.0 hour
}

func ExampleMediate() {
	l := street()
	// Cem lets through only what comes from Bob and goes to Dan.
	l.Apply(credit.Mediate{ID: "m1", At: on(2), By: []string{"cem"}, Party: "cem", From: "bob", To: "dan"})
	l.Apply(credit.Mediate{ID: "m2", At: on(2), By: []string{"cem"}, Party: "cem", Stop: true})
	for c := range l.Consents() {
		fmt.Printf("%q\n", c)
	}
	l.Apply(credit.Pay{ID: "p1", At: on(2), By: []string{"ann"}, Payment: chair("3.0")})
	l.Apply(credit.Mediate{ID: "m3", At: on(3), By: []string{"cem"}, Party: "cem", From: "bob", To: "dan", Stop: true})
	_, err := l.Apply(credit.Pay{ID: "p2", At: on(3), By: []string{"ann"}, Payment: chair("1.0")})
	fmt.Println(err)
	fmt.Println(l.Owed("cem", "dan"))
	// Output:
	// {"bob" "" ""}
	// {"cem" "bob" "dan"}
	// journal: without the consent of all whom it concerns: to payments from "bob" to "dan": want "cem" to agree
	// 3.0 hour
}

func ExampleSetCharge() {
	l := street()
	// Cem keeps the books of the street, which costs him something whenever he is part of a payment.
	l.Apply(credit.SetCharge{ID: "c1", At: on(1), By: []string{"cem"}, Party: "cem", Flat: h("0.1"), Rate: 20_000, For: "keeping the books"})
	for c := range l.Charges() {
		fmt.Println(c)
	}
	pay := credit.Pay{ID: "p1", At: on(2), By: []string{"ann"}, Payment: chair("3.0")}
	_, err := l.Apply(pay)
	fmt.Println(err)
	pay.Paths = append(pay.Paths, credit.Path{Parties: []string{"ann", "bob", "cem"}, Amount: h("0.2")})
	e, err := l.Apply(pay)
	fmt.Println(e.Notes, err)
	fmt.Println(l.Balance("ann"), l.Balance("bob"), l.Balance("cem"), l.Balance("dan"))
	// Output:
	// cem is paid 0.1 hour and 2 % of what it carries, for keeping the books
	// credit: not the paths of a payment: the charge of "cem" for carrying 3.0 hour: asked 0.0 hour, room for 0.2 hour
	// [{charge 0.2 hour to cem for keeping the books} {paid for a chair}] <nil>
	// -3.2 hour 0.0 hour 0.2 hour 3.0 hour
}

func ExampleReserve() {
	l := street()
	l.Apply(credit.Reserve{ID: "r1", At: on(2), By: []string{"ann"}, Until: on(9), Payment: chair("3.0")})
	fmt.Println(l.Room("cem", "dan", false), l.Balance("dan"))
	for r := range l.Reservations() {
		fmt.Println(r.ID, "until", r.Until.Format(time.DateOnly), "for", r.For, r.Owes)
	}

	// Dan changes his mind about Cem, but not about what he agreed to.
	l.Apply(credit.SetLine{ID: "l1", At: on(3), By: []string{"dan"}, Creditor: "dan", Debtor: "cem", Hard: h("0.0")})
	_, err := l.Apply(credit.CloseLine{ID: "l2", At: on(3), By: []string{"dan"}, Creditor: "dan", Debtor: "cem"})
	fmt.Println(err)
	_, err = l.Apply(credit.Commit{ID: "c1", At: on(4), By: []string{"ann"}, Reservation: "r1"})
	fmt.Println(l.Owed("cem", "dan"), l.Balance("dan"), err)
	// Output:
	// {7.0 hour the line's hard limit} 0.0 hour
	// r1 until 2026-03-09 for a chair [{ann bob 3.0 hour} {bob cem 3.0 hour} {cem dan 3.0 hour}]
	// credit: not a line: want nothing owed or reserved: 0.0 hour is owed and 3.0 hour reserved
	// 3.0 hour 3.0 hour <nil>
}

func ExampleCommit() {
	l := street()
	l.Apply(credit.Reserve{ID: "r1", At: on(2), By: []string{"ann"}, Until: on(9), Payment: chair("3.0")})
	_, err := l.Apply(credit.Commit{ID: "c1", At: on(4), By: []string{"dan"}, Reservation: "r1"})
	fmt.Println(err)
	e, err := l.Apply(credit.Commit{ID: "c1", At: on(4), By: []string{"ann"}, Reservation: "r1"})
	fmt.Println(e.Notes, err)
	p, _ := l.Promise("c1/3")
	fmt.Println(p.Promisor, "owes", p.Holder, p.Left, "for", p.For, "since", p.Issued.Format(time.DateOnly))
	// Output:
	// journal: without the consent of all whom it concerns: want "ann" to agree
	// [{paid for a chair}] <nil>
	// cem owes dan 3.0 hour for a chair since 2026-03-04
}

func ExampleRelease() {
	l := street()
	l.Apply(credit.Reserve{ID: "r1", At: on(2), By: []string{"ann"}, Until: on(9), Payment: chair("3.0")})
	// Dan, who was to be paid, has no chair left.
	e, err := l.Apply(credit.Release{ID: "e1", At: on(3), By: []string{"dan"}, Reservation: "r1"})
	fmt.Println(e.Postings, e.Notes, err)
	fmt.Println(l.Room("cem", "dan", false))
	_, err = l.Apply(credit.Commit{ID: "c1", At: on(3), By: []string{"ann"}, Reservation: "r1"})
	fmt.Println(err)
	// Output:
	// [] [{released r1}] <nil>
	// {10.0 hour the line's hard limit}
	// credit: reserved: want the ID of a reservation that was not committed, released or expired
}

func ExampleExpire() {
	l := street()
	l.Apply(credit.Reserve{ID: "r1", At: on(2), By: []string{"ann"}, Until: on(9), Payment: chair("3.0")})
	_, err := l.Apply(credit.Expire{ID: "e1", At: on(8), Reservation: "r1"})
	fmt.Println(err)
	// Nobody need agree to what time has brought about.
	e, err := l.Apply(credit.Expire{ID: "e1", At: on(9), Reservation: "r1"})
	fmt.Println(e.Notes, err)
	// Output:
	// journal: a time before that of the last action: want 2026-03-09T00:00:00Z or later
	// [{expired r1}] <nil>
}

// A ring of debts that lies in two ledgers, a street's and an office's, is set off in both or in neither.
func Example_twoLedgers() {
	// In the street Ann owes Bob two hours, and Bob owes Cem; in the office Cem owes Ann three.
	ledgers := map[string]*credit.Ledger{}
	for place, chain := range map[string][]string{"street": {"ann", "bob", "cem"}, "office": {"cem", "ann"}} {
		l, _ := credit.New(credit.Terms{Unit: hours})
		for i, creditor := range chain[1:] {
			l.Apply(credit.SetLine{ID: "l-" + creditor, At: on(1), By: []string{creditor}, Creditor: creditor, Debtor: chain[i], Clearing: credit.Due})
			l.Apply(credit.Issue{ID: "to " + creditor, At: on(1), By: []string{chain[i], creditor}, Promisor: chain[i], Holder: creditor, Amount: h(map[string]string{"street": "2.0", "office": "3.0"}[place]), For: "help"})
		}
		ledgers[place] = l
	}
	street, office := ledgers["street"], ledgers["office"]
	lines := func(ids ...string) (lines []credit.NetLine) {
		for _, id := range ids {
			lines = append(lines, credit.NetLine{Promise: id, SetOff: h("2.0")})
		}
		return lines
	}

	// Seen from the street alone Ann would gain by it and Cem lose, so both must agree; Bob need not.
	_, err := street.Apply(credit.Reserve{ID: "r1", At: on(2), Until: on(3), Lines: lines("to bob", "to cem")})
	fmt.Println("the street:", err)
	both := []string{"ann", "cem"}
	_, err = street.Apply(credit.Reserve{ID: "r1", At: on(2), By: both, Until: on(3), Lines: lines("to bob", "to cem")})
	fmt.Println("the street:", err)

	// The office does not go along at first: so neither does the street.
	office.Apply(credit.Dispute{ID: "d1", At: on(2), By: []string{"cem"}, Promise: "to ann", Because: "it was my holiday"})
	if _, err = office.Apply(credit.Reserve{ID: "r1", At: on(2), By: both, Until: on(3), Lines: lines("to ann")}); err != nil {
		fmt.Println("the office:", err)
		_, err = street.Apply(credit.Release{ID: "e1", At: on(2), By: []string{"ann"}, Reservation: "r1"})
		fmt.Println("released:", err)
	}

	// The two make up. Now it is reserved in both, and from here on nothing can keep either from carrying it out.
	office.Apply(credit.Resolve{ID: "v1", At: on(4), By: both, Promise: "to ann", Words: "it was not"})
	street.Apply(credit.Reserve{ID: "r2", At: on(4), By: both, Until: on(5), Lines: lines("to bob", "to cem")})
	office.Apply(credit.Reserve{ID: "r2", At: on(4), By: both, Until: on(5), Lines: lines("to ann")})
	_, err = street.Apply(credit.Commit{ID: "c1", At: on(4), By: both, Reservation: "r2"})
	fmt.Println("the street:", err)
	_, err = office.Apply(credit.Commit{ID: "c1", At: on(4), By: both, Reservation: "r2"})
	fmt.Println("the office:", err)
	fmt.Println(street.Owed("ann", "bob"), street.Owed("bob", "cem"), office.Owed("cem", "ann"))
	// Output:
	// the street: journal: without the consent of all whom it concerns: want "ann, cem" to agree
	// the street: <nil>
	// the office: credit: a promise in dispute: want the dispute resolved first
	// released: <nil>
	// the street: <nil>
	// the office: <nil>
	// 0.0 hour 0.0 hour 1.0 hour
}

func ExampleArchive() {
	l := bank()
	redeem := credit.Redeem{ID: "r1", At: on(9), By: []string{"bob"}, Promise: "a1", Goods: "the hedge and the lawn"}
	l.Apply(redeem)
	l.Apply(credit.Issue{ID: "a2", At: on(10), By: []string{"ann", "bob"}, Promisor: "ann", Holder: "bob", Amount: h("1.0"), For: "pruning"})

	// At the end of the month what is over is forgotten. The application has the entries.
	e, err := l.Apply(credit.Archive{ID: "h1", At: on(31), Horizon: on(20)})
	fmt.Println(e.Notes, err)
	_, known := l.Promise("a1")
	fmt.Println(known, l.Owed("ann", "bob"))

	// What was applied then is not applied again, though nobody knows it any more.
	_, err = l.Apply(redeem)
	fmt.Println(err)
	// Output:
	// [{archived promises 1} {archived actions 2}] <nil>
	// false 1.0 hour
	// journal: before the archive's horizon, where what was applied is no longer known: want a time after 2026-03-20T00:00:00Z
}

func ExampleSetLine_target() {
	l := bank()
	// Bob wants gardening for five hours at any rate, and trusts Ann with ten.
	l.Apply(credit.SetLine{ID: "l1", At: on(2), By: []string{"bob"}, Creditor: "bob", Debtor: "ann", Hard: h("10.0"), Target: h("5.0")})
	line, _ := l.Line("bob", "ann")
	fmt.Println(line.Owed, "of", line.Target, "welcome,", line.Hard, "at most")
	_, err := l.Apply(credit.SetLine{ID: "l2", At: on(2), By: []string{"bob"}, Creditor: "bob", Debtor: "ann", Hard: h("10.0"), Target: h("10.1")})
	fmt.Println(err)
	// Output:
	// 2.0 hour of 5.0 hour welcome, 10.0 hour at most
	// credit: not a line: want a target not above the limits: asked 10.1 hour, room for 10.0 hour
}

// Ann pays in money what she owes in hours, at a rate that both stand by.
func ExampleSettle_quote() {
	l := bank()
	euros, _ := unit.Currency("EUR", 2)
	paid, _ := unit.Parse("20.00", euros)
	rate, err := unit.NewQuote(unit.QuoteTerms{Base: euros, Quoted: hours, Rate: big.NewRat(1, 15), Side: unit.Both, AsOf: on(1), ValidUntil: on(31), Source: "ann and bob"})
	if err != nil {
		fmt.Println(err)
		return
	}
	settle := credit.Settle{ID: "s1", At: on(2), By: []string{"ann", "bob"}, Promise: "a1", In: credit.Money, Paid: paid}
	_, err = l.Apply(settle)
	fmt.Println(err)
	settle.Quote = rate
	e, err := l.Apply(settle)
	fmt.Println(err)
	for _, n := range e.Notes[1:] { // the first says in what
		fmt.Println(n.Kind+":", n.Text)
	}
	fmt.Println(l.Owed("ann", "bob"))
	// Output:
	// credit: not a quote for what was paid: unit: not a unit of energy: "EUR.2": want a unit of energy, such as kWh: or a quote of EUR.2 in hour.1
	// <nil>
	// paid: 20.00 EUR
	// quote: both 1/15 hour for a EUR, 2026-03-01T00:00:00Z to 2026-03-31T00:00:00Z, ann and bob
	// residue: 1/30 hour
	// 0.7 hour
}

// With its proof, whoever reads the entry knows that no larger set-off was kept from anybody.
func ExampleNet_proof() {
	l := bank()
	l.Apply(credit.SetLine{ID: "l1", At: on(2), By: []string{"bob"}, Creditor: "bob", Debtor: "ann", Clearing: credit.Due})
	l.Apply(credit.SetLine{ID: "l2", At: on(2), By: []string{"ann"}, Creditor: "ann", Debtor: "bob", Clearing: credit.Due})
	l.Apply(credit.Issue{ID: "a2", At: on(2), By: []string{"bob", "ann"}, Promisor: "bob", Holder: "ann", Amount: h("1.5"), For: "lessons"})
	book := l.Book(on(3))
	result, err := clearing.Clear(context.Background(), book, clearing.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	net := credit.Net{ID: "n1", At: on(3), Lines: credit.SetOff(book, result), Proof: result.Proofs[0]}
	_, err = l.Try(credit.Net{ID: "n1", At: on(3), Lines: []credit.NetLine{{Promise: "a1", SetOff: h("1.0")}, {Promise: "a2", SetOff: h("1.0")}}, Proof: net.Proof})
	fmt.Println(err)
	e, err := l.Apply(net)
	fmt.Println(e.Notes, err)
	fmt.Println(l.Owed("ann", "bob"), l.Owed("bob", "ann"))
	// Output:
	// credit: not the proof that a set-off is the largest: clearing: the potentials do not prove the set-off the best: proof 0 ("hour.1"): not for what "bob" owes "ann"
	// [{largest 3.0 hour}] <nil>
	// 0.5 hour 0.0 hour
}
