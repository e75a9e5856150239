package credit_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"example.org/mutual/credit"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// A public case: lines, and payments one after the other. Everybody lets everybody's payments through.
type public struct {
	lines    []mutual
	payments []payment
}

// A mutual is a line each way: most is how much the first may owe the second, back the other way round. An
// empty one is no line.
type mutual struct {
	first, second string
	most, back    string
}

// A payment goes along paths of parties, with spaces between; after it these pairs owe so much: "a b 5" says
// that a owes b 5. Where nothing is said, it must be refused for want of room.
type payment struct {
	amounts []string
	paths   []string
	owed    []string
}

// play plays a case, and returns the ledger that it ends with.
func (p public) play(t *testing.T) *credit.Ledger {
	l := newLedger(t)
	for n, m := range p.lines {
		for _, way := range [][3]string{{m.first, m.second, m.most}, {m.second, m.first, m.back}} {
			if way[2] != "" {
				apply(t, l, credit.SetLine{ID: fmt.Sprint("l", n, way[1]), At: day(1), By: way[1:2], Creditor: way[1], Debtor: way[0], Hard: eur(t, way[2])})
			}
			if _, err := l.Apply(credit.Mediate{ID: way[0] + " mediates", At: day(1), By: way[:1], Party: way[0]}); err != nil && !errors.Is(err, journal.ErrApplied) {
				t.Fatal(err)
			}
		}
	}
	for n, pay := range p.payments {
		before := snapshot(t, l)
		_, err := l.Apply(pay.action(t, fmt.Sprint("p", n)))
		if pay.owed == nil {
			if !errors.Is(err, journal.ErrLimit) || string(snapshot(t, l)) != string(before) {
				t.Errorf("payment %d: got %v, want no room for it", n, err)
			}
			continue
		}
		if err := errors.Join(err, l.Check()); err != nil {
			t.Fatalf("payment %d: %v", n, err)
		}
		if got, want := owed(t, l), strings.Join(pay.owed, ", "); got != want {
			t.Errorf("payment %d leaves %q, want %q", n, got, want)
		}
	}
	return l
}

// action is the Pay.
func (p payment) action(t *testing.T, id string) credit.Pay {
	a := credit.Pay{ID: id, At: day(2), Payment: credit.Payment{For: "what is sold", Amount: eur(t, "0")}}
	for i, parties := range p.paths {
		a.Paths = append(a.Paths, path(t, p.amounts[i], strings.Fields(parties)...))
		a.Amount, _ = a.Amount.Add(a.Paths[i].Amount)
	}
	a.From, a.To = a.Paths[0].Parties[0], a.Paths[0].Parties[len(a.Paths[0].Parties)-1]
	a.By = []string{a.From}
	return a
}

// owed says who owes whom how much, all in the order of the names.
func owed(tb testing.TB, l *credit.Ledger) string {
	var all []string
	for debtor := range l.Parties() {
		for creditor := range l.Parties() {
			if a := l.Owed(debtor, creditor); !a.IsZero() {
				all = append(all, fmt.Sprint(debtor, " ", creditor, " ", strings.TrimSuffix(a.Number(), ".00")))
			}
		}
	}
	return strings.Join(all, ", ")
}

// XRP Ledger, rippled, TrustAndBalance_test.cpp, "Direct Payment, Ripple": alice trusts bob with 600, and bob
// alice with 700. What is sent first repays; then it goes to the limit, and no further.
func TestXRPLedgerDirect(t *testing.T) {
	public{
		[]mutual{{"bob", "alice", "600", "700"}},
		[]payment{
			{[]string{"24"}, []string{"alice bob"}, []string{"alice bob 24"}},
			{[]string{"33"}, []string{"alice bob"}, []string{"alice bob 57"}},
			{[]string{"90"}, []string{"bob alice"}, []string{"bob alice 33"}},
			{[]string{"733"}, []string{"alice bob"}, []string{"alice bob 700"}},
			{[]string{"1300"}, []string{"bob alice"}, []string{"bob alice 600"}},
			{[]string{"1"}, []string{"bob alice"}, nil},
			{[]string{"0.01"}, []string{"bob alice"}, nil},
		},
	}.play(t)
}

// XRP Ledger, the same file, "Indirect Payment, Multi Path": the gateway owes bob 100 and carol 100; alice,
// whom both trust, pays amazon 150 through them and the gateway.
func TestXRPLedgerMultiPath(t *testing.T) {
	public{
		[]mutual{{"gw", "amazon", "2000", ""}, {"alice", "bob", "600", ""}, {"gw", "bob", "1000", ""}, {"alice", "carol", "700", ""}, {"gw", "carol", "1000", ""}},
		[]payment{
			{[]string{"100"}, []string{"gw bob"}, []string{"gw bob 100"}},
			{[]string{"100"}, []string{"gw carol"}, []string{"gw bob 100", "gw carol 100"}},
			{[]string{"100", "50"}, []string{"alice bob gw amazon", "alice carol gw amazon"}, []string{"alice bob 100", "alice carol 50", "gw amazon 150", "gw carol 50"}},
			{[]string{"100", "51"}, []string{"alice bob gw amazon", "alice carol gw amazon"}, nil}, // bob trusts the gateway, not it him
		},
	}.play(t)
}

// Villages, cc/payment/tests.py, SimpleMultiHopPaymentTest: of the two limits of an account each is how much
// its owner may owe the other, 5 and 10 between 1 and 2, 7 and none between 2 and 3.
func TestVillages(t *testing.T) {
	lines := []mutual{{"1", "2", "5", "10"}, {"2", "3", "7", "0"}}
	public{lines, []payment{{[]string{"1"}, []string{"1 2 3"}, []string{"1 2 1", "2 3 1"}}}}.play(t)
	public{lines, []payment{{[]string{"6"}, []string{"1 2 3"}, nil}}}.play(t)
	public{lines, []payment{{[]string{"1"}, []string{"3 2 1"}, nil}}}.play(t)
	public{lines, []payment{
		{[]string{"3"}, []string{"1 2 3"}, []string{"1 2 3", "2 3 3"}},
		{[]string{"1"}, []string{"3 2 1"}, []string{"1 2 2", "2 3 2"}},
		{[]string{"4"}, []string{"2 3"}, []string{"1 2 2", "2 3 6"}},
		{[]string{"10"}, []string{"1 2 3"}, nil},
		{[]string{"5"}, []string{"2 1"}, []string{"2 1 3", "2 3 6"}},
	}}.play(t)
	// OneHopPaymentTest of the same file, test_multi_payment.
	public{[]mutual{{"1", "2", "10", "0"}}, []payment{
		{[]string{"6.40"}, []string{"1 2"}, []string{"1 2 6.40"}},
		{[]string{"1.30"}, []string{"1 2"}, []string{"1 2 7.70"}},
		{[]string{"10"}, []string{"2 1"}, nil},
		{[]string{"4"}, []string{"2 1"}, []string{"1 2 3.70"}},
	}}.play(t)
}

// Trustlines, contracts, the tests of its currency network, without fees: of the two limits of a line the
// first is what the one gives the other.
func TestTrustlines(t *testing.T) {
	lines := []mutual{{"0", "1", "150", "100"}, {"1", "2", "250", "200"}, {"2", "3", "350", "300"}, {"3", "4", "450", "400"}, {"0", "4", "550", "500"}}
	l := public{lines, []payment{
		{[]string{"100"}, []string{"0 1 2 3 4"}, []string{"0 1 100", "1 2 100", "2 3 100", "3 4 100"}},
		{[]string{"100"}, []string{"4 3 2 1 0"}, []string{}},
	}}.play(t)
	for party := range l.Parties() {
		if b := l.Balance(party); !b.IsZero() {
			t.Errorf("%s has %v", party, b)
		}
	}
	public{lines, []payment{
		{[]string{"120"}, []string{"0 1 2"}, []string{"0 1 120", "1 2 120"}},
		{[]string{"120"}, []string{"2 1 0"}, []string{}},
		{[]string{"150"}, []string{"0 1 2"}, []string{"0 1 150", "1 2 150"}},
		{[]string{"0.01"}, []string{"0 1 2"}, nil},
		{[]string{"250"}, []string{"2 1 0"}, []string{"1 0 100", "2 1 100"}},
		{[]string{"0.01"}, []string{"2 1 0"}, nil},
	}}.play(t)
	// Round the ring, so that who pays a part gets it back from the other side: all that it leaves is that each
	// owes the next.
	public{lines, []payment{
		{[]string{"100"}, []string{"0 1 2 3 4"}, []string{"0 1 100", "1 2 100", "2 3 100", "3 4 100"}},
		{[]string{"100"}, []string{"4 0"}, []string{"0 1 100", "1 2 100", "2 3 100", "3 4 100", "4 0 100"}},
	}}.play(t)
}

// Circles' pathfinder: s to a 10, s to b 7, a to t 9, b to t 8 carries 16 along two paths, and no more; one
// path can carry 6.
func TestCircles(t *testing.T) {
	lines := []mutual{{"s", "a", "10", ""}, {"s", "b", "7", ""}, {"a", "t", "9", ""}, {"b", "t", "8", ""}}
	public{lines, []payment{{[]string{"9", "7"}, []string{"s a t", "s b t"}, []string{"a t 9", "b t 7", "s a 9", "s b 7"}}, {[]string{"0.01"}, []string{"s a t"}, nil}, {[]string{"0.01"}, []string{"s b t"}, nil}}}.play(t)
	public{lines, []payment{{[]string{"6"}, []string{"s a t"}, []string{"a t 6", "s a 6"}}}}.play(t)
	public{lines, []payment{{[]string{"6"}, []string{"s b t"}, []string{"b t 6", "s b 6"}}}}.play(t)
}

// What other systems get wrong.

// The same payment costs the same whoever pays for what, over however many mediators and paths: in
// Trustlines it costs 6 or 3 over the same three mediators, because each hop rounds.
func TestChargeOnce(t *testing.T) {
	for _, test := range []struct {
		name    string
		carried []string // by each path of the payment
		want    string   // the charge of 1 % and a flat 0.01
	}{
		{"one path", []string{"1.01"}, "0.03"},
		{"two", []string{"0.50", "0.51"}, "0.03"},
		{"many", strings.Fields(strings.Repeat("0.01 ", 101)), "0.03"},
	} {
		for mediators := 1; mediators <= 8; mediators++ {
			l, chain := newLedger(t), []string{"from"}
			for m := range mediators {
				chain = append(chain, fmt.Sprint("m", m))
			}
			chain = append(chain, "to")
			for i, name := range chain[1:] {
				apply(t, l,
					credit.SetLine{ID: fmt.Sprint("l", i), At: day(1), By: []string{name}, Creditor: name, Debtor: chain[i], Hard: eur(t, "5")},
					credit.Mediate{ID: fmt.Sprint("c", i), At: day(1), By: []string{name}, Party: name})
			}
			charge := credit.SetCharge{ID: "s", At: day(1), By: []string{"m0"}, Party: "m0", Flat: eur(t, "0.01"), Rate: 10_000, For: "books"}
			apply(t, l, charge)
			pay := credit.Pay{ID: "p", At: day(1), By: []string{"from"}, Payment: credit.Payment{From: "from", To: "to", Amount: eur(t, "1.01"), For: "x"}}
			for _, amount := range test.carried {
				pay.Paths = append(pay.Paths, path(t, amount, chain...))
			}
			bare := pay.Paths
			for _, amount := range []string{"0.02", test.want, "0.04"} {
				pay.Paths = append(bare[:len(bare):len(bare)], path(t, amount, "from", "m0"))
				if _, err := l.Try(pay); (err == nil) != (amount == test.want) {
					t.Errorf("%s, %d mediators, a charge of %s: %v", test.name, mediators, amount, err)
				}
			}
			pay.Paths = append(bare[:len(bare):len(bare)], path(t, test.want, "from", "m0"))
			e := apply(t, l, pay)
			if l.Balance("from") != eur(t, "-1.04") || l.Balance("m0") != eur(t, test.want) || l.Balance("to") != eur(t, "1.01") {
				t.Errorf("%s, %d mediators: %v, %v, %v", test.name, mediators, l.Balance("from"), l.Balance("m0"), l.Balance("to"))
			}
			if got := fmt.Sprint(e.Notes); got != "[{charge 0.03 EUR to m0 for books} {paid for x}]" {
				t.Error(got)
			}
		}
	}
}

// A mediator's share is rounded up, once, of all that it carries, and nothing that is a charge is charged.
func TestChargeRounding(t *testing.T) {
	for _, test := range []struct {
		amount     string
		flat       string
		millionths unit.Millionths
		want       string
	}{
		{"1", "", 1, "0.01"},
		{"10000", "", 1, "0.01"},
		{"10000.01", "", 1, "0.02"},
		{"1", "0.25", 0, "0.25"},
		{"1", "0.25", 1_000_000, "1.25"},
		{"3", "", 333_333, "1"},
		{"0.03", "", 333_334, "0.02"},
	} {
		l := newLedger(t)
		charge := credit.SetCharge{ID: "s", At: day(1), By: []string{"m"}, Party: "m", Rate: test.millionths, For: "books"}
		if test.flat != "" {
			charge.Flat = eur(t, test.flat)
		}
		apply(t, l, charge)
		pay := credit.Pay{ID: "p", At: day(1), By: []string{"a", "m", "b"}, Payment: credit.Payment{From: "a", To: "b", Amount: eur(t, test.amount), For: "x", Paths: []credit.Path{path(t, test.amount, "a", "m", "b")}}}
		_, err := l.Try(pay)
		if r := refusal(t, err, credit.ErrPath); r.Room != eur(t, test.want) {
			t.Errorf("%+v: %v", test, err)
		}
		pay.Paths = append(pay.Paths, path(t, test.want, "a", "m"))
		if apply(t, l, pay); l.Balance("m") != eur(t, test.want) {
			t.Errorf("%+v: %v", test, l.Balance("m"))
		}
	}
}

// Whoever pays or is paid is no mediator, though a path leads through; and nothing that is a charge is
// charged by whom it passes.
func TestNotCharged(t *testing.T) {
	l := newLedger(t)
	all := []string{"a", "m", "n", "b", "c"}
	for _, name := range all[:4] {
		apply(t, l, credit.SetCharge{ID: "s" + name, At: day(1), By: []string{name}, Party: name, Rate: 100_000, For: "books"})
	}
	pay := credit.Pay{ID: "p", At: day(1), By: all, Payment: credit.Payment{From: "a", To: "b", Amount: eur(t, "10"), For: "x"}}
	for name, paths := range map[string][]credit.Path{
		"a charge through a mediator": {path(t, "10", "a", "m", "n", "b"), path(t, "1", "a", "m", "n"), path(t, "1", "a", "m")},
		"charges through each other":  {path(t, "10", "a", "m", "n", "b"), path(t, "1", "a", "m", "n"), path(t, "1", "a", "n", "m")},
		"through who is paid":         {path(t, "10", "a", "m", "b", "c", "b"), path(t, "1", "a", "b", "m")},
		"through who pays":            {path(t, "10", "a", "m", "a", "c", "b"), path(t, "1", "a", "m")},
	} {
		pay.Paths = paths
		if _, err := l.Try(pay); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A charge so high that no number can hold it, or nobody owe it, is only ever too high.
func TestChargeTooHigh(t *testing.T) {
	most := cents(credit.TotalMax)
	for _, charge := range []credit.SetCharge{
		{Flat: cents(1<<63 - 1), Rate: 1_000_000},
		{Flat: cents(1<<62 + 5)},
		{Flat: most},
		{Rate: 1_000_000},
	} {
		l := newLedger(t)
		charge.ID, charge.At, charge.By, charge.Party, charge.For = "s", day(1), []string{"m"}, "m", "greed"
		apply(t, l, charge)
		pay := credit.Pay{ID: "p", At: day(1), By: []string{"a", "m", "n", "b"}, Payment: credit.Payment{From: "a", To: "b", Amount: most, For: "x", Paths: []credit.Path{{Parties: []string{"a", "n", "m", "b"}, Amount: most}}}}
		_, err := l.Apply(pay)
		if r := refusal(t, err, credit.ErrPath); r.Room != most {
			t.Error(err)
		}
		pay.Paths = append(pay.Paths, credit.Path{Parties: []string{"a", "n", "m"}, Amount: most}) // twice the most on the first step
		_, err = l.Apply(pay)
		refusal(t, err, credit.ErrPath)
	}
}

// A charge that would push a balance over a limit is refused whole: rippled issue 161. And a limit is
// checked with the new amount and what is reserved: the federation clearing of ICN checks it before.
func TestChargeWithinLimits(t *testing.T) {
	l := newLedger(t)
	apply(t, l,
		credit.SetLine{ID: "l1", At: day(1), By: []string{"m"}, Creditor: "m", Debtor: "a", Hard: eur(t, "100")},
		credit.SetLine{ID: "l2", At: day(1), By: []string{"b"}, Creditor: "b", Debtor: "m", Hard: eur(t, "200")},
		credit.Mediate{ID: "m1", At: day(1), By: []string{"m"}, Party: "m"},
		credit.SetCharge{ID: "c1", At: day(1), By: []string{"m"}, Party: "m", Flat: eur(t, "1"), For: "books"})
	pay := func(id, amount string) credit.Pay {
		return credit.Pay{ID: id, At: day(1), By: []string{"a"}, Payment: credit.Payment{From: "a", To: "b", Amount: eur(t, amount), For: "x", Paths: []credit.Path{path(t, amount, "a", "m", "b"), path(t, "1", "a", "m")}}}
	}
	refuseAll(t, l, []refused{
		{name: "the charge goes beyond", action: spoil(pay("x", "100"), func(a *credit.Pay) { a.At = day(5) }), reason: journal.ErrLimit, room: "100"},
		{name: "by one part", action: spoil(pay("x", "99.01"), func(a *credit.Pay) { a.At = day(5) }), reason: journal.ErrLimit, room: "100"},
	})
	apply(t, l.Clone(), pay("x", "99"))
	apply(t, l, pay("x", "50"), credit.Reserve{ID: "r", At: day(1), By: []string{"a"}, Until: day(2), Payment: pay("", "20").Payment})
	refuseAll(t, l, []refused{
		{name: "what is reserved counts", action: spoil(pay("y", "27.01"), func(a *credit.Pay) { a.At = day(5) }), reason: journal.ErrLimit, room: "28"},
		{name: "to a promise too", action: credit.Issue{ID: "y", At: day(5), By: []string{"a", "m"}, Promisor: "a", Holder: "m", Amount: eur(t, "28.01"), For: "x"}, reason: journal.ErrLimit, room: "28"},
	})
	if room := l.Room("a", "m", false); room.Amount != eur(t, "28") {
		t.Error(room)
	}
	apply(t, l, pay("y", "27"))
	if err := l.Check(); err != nil || l.Room("a", "m", true).Amount != eur(t, "0") {
		t.Error(err, l.Room("a", "m", true))
	}
}

// Account by account, however often one is credited in one payment, what comes in goes out: Hypha's energy
// module lost most of what it credited several times at once.
func TestManyTimesAtOnce(t *testing.T) {
	l := newLedger(t)
	pay := credit.Pay{ID: "p", At: day(1), By: []string{"a", "m", "b", "c"}, Payment: credit.Payment{From: "a", To: "b", Amount: eur(t, "10.24"), For: "x"}}
	for n := range credit.PathsMax {
		way := [][]string{{"a", "m", "b"}, {"a", "c", "b"}, {"a", "m", "c", "b"}, {"a", "b"}}[n%4]
		pay.Paths = append(pay.Paths, path(t, "0.01", way...))
	}
	e := apply(t, l, pay)
	if err := errors.Join(e.Check(), l.Check()); err != nil {
		t.Fatal(err)
	}
	if got := owed(t, l); got != "a b 2.56, a c 2.56, a m 5.12, c b 5.12, m b 2.56, m c 2.56" || len(e.Postings) != 2*6 {
		t.Error(got, len(e.Postings))
	}
}
