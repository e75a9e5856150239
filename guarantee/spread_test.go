package guarantee_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"example.org/mutual/clearing/insolvency"
	"example.org/mutual/guarantee"
	"example.org/mutual/guarantee/waterfall"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// withDan is a society of four, by terms.
func withDan(tb testing.TB, t guarantee.Terms) *guarantee.Society {
	tb.Helper()
	s := founded(tb, t)
	apply(tb, s, guarantee.Admit{ID: "dan", At: day, By: []string{"dan", "mia"}, Member: "dan"}, deposit("d-dan", "dan", "100.00"),
		guarantee.SetLimits{ID: "l-dan", At: day, By: []string{"mia"}, Member: "dan", Buyer: euros("1000.00"), Seller: euros("1000.00"), Because: "x"})
	return s
}

// A default does not run round a ring, due or not: what is owed there by who fails is due by that, and set off. Only
// what ann owes beside the ring is lost, and bob and cem are in no default.
func TestDeclareUndueRing(t *testing.T) {
	s := withDan(t, terms())
	apply(t, s, later(accept("p1", "ann", "bob", "100.00"), 20), later(accept("p2", "bob", "cem", "100.00"), 21),
		later(accept("p3", "cem", "ann", "100.00"), 22), later(accept("p4", "ann", "dan", "20.00"), 23))
	d := declare("d", "ann")
	d.Means = []insolvency.Means{means("ann", "0.00")}
	apply(t, s, d)
	sound(t, s)
	losses := s.Losses()
	if len(losses) != 1 || losses[0].Case.Defaulter != "ann" || len(losses[0].Case.Claims) != 1 {
		t.Fatalf("got %+v", losses)
	}
	want(t, "the loss", losses[0].Case.Claims[0].Amount, "20.00")
	for _, who := range []string{"bob", "cem"} {
		if m := standing(t, s, who); m.Defaulted || !m.Buyer.Open.IsZero() {
			t.Errorf("%+v", m)
		}
	}
}

// Three who owe each other in a ring and are all named set it off, too.
func TestDeclareUndueRingWithoutMeans(t *testing.T) {
	s := withDan(t, terms())
	apply(t, s, later(accept("p1", "ann", "bob", "100.00"), 20), later(accept("p2", "bob", "cem", "90.00"), 21), later(accept("p3", "cem", "ann", "80.00"), 22))
	apply(t, s, declare("d", "ann", "bob", "cem"))
	sound(t, s)
	if got := len(s.Losses()); got != 2 {
		t.Fatalf("got %d losses", got)
	}
	want(t, "what ann owes bob", s.Losses()[0].Case.Claims[0].Amount, "20.00")
	want(t, "what bob owes cem", s.Losses()[1].Case.Claims[0].Amount, "10.00")
}

// bare are terms by which no more than this is borne of any losses, by a fund.
func bare(fund string) guarantee.Terms {
	t := terms()
	t.Layers = meagre(fund)
	return t
}

// A default that runs along a chain takes a round for each link, and one to see the end, however long the chain.
func TestSpreadChain(t *testing.T) {
	const links = 400
	s := founded(t, bare("0.01"))
	who := func(i int) string { return fmt.Sprintf("m%03d", i) }
	for i := range links + 1 {
		for _, a := range []guarantee.Action{
			guarantee.Admit{ID: "a" + who(i), At: day, By: []string{who(i), "mia"}, Member: who(i)}, deposit("d"+who(i), who(i), "100.00"),
			guarantee.SetLimits{ID: "l" + who(i), At: day, By: []string{"mia"}, Member: who(i), Buyer: euros("1000"), Seller: euros("1000"), Because: "x"},
		} {
			must(s.Apply(a))
		}
	}
	for i := range links {
		must(s.Apply(accept("p"+who(i), who(i), who(i+1), "10.00")))
	}
	d := declare("d", who(0))
	d.Means = []insolvency.Means{means(who(0), "0.00")}
	spread, err := s.Spread(context.Background(), d)
	if err != nil || spread.Rounds != links+1 || len(spread.Cases) != links {
		t.Fatalf("%d in default after %d rounds: %v", len(spread.Cases), spread.Rounds, err)
	}
	want(t, "what the last goes without", spread.Cases[links-1].Claims[0].Cut, "10.00")
}

// coupled is a society in which ann owes bob s parts and bob has all but those to pay cem, with a reserve of one part
// too little; and ann's default.
func coupled(tb testing.TB, parts int64) (*guarantee.Society, guarantee.Declare) {
	tb.Helper()
	amount := unit.New(parts, eur)
	with := terms()
	with.Layers = meagre("1.00")
	with.Layers[0].Cap = unit.Amount{}
	s := founded(tb, with)
	for _, who := range []string{"ann", "bob", "cem"} {
		apply(tb, s, guarantee.SetLimits{ID: "wide-" + who, At: day, By: []string{"mia"}, Member: who, Buyer: amount, Seller: amount, Because: "x"},
			guarantee.Deposit{ID: "more-" + who, At: day, By: []string{"cus"}, Member: who, Amount: amount})
	}
	p, q := accept("p", "ann", "bob", "1.00"), accept("q", "bob", "cem", "1.00")
	p.Amount, q.Amount = amount, amount
	apply(tb, s, p, q, guarantee.Endow{ID: "endow", At: day, By: []string{"cus"}, From: "town", Fund: "reserve", Amount: unit.New(parts-1, eur)})
	d := declare("d", "ann")
	d.Means = []insolvency.Means{means("ann", "0.00"), means("bob", "0.00")}
	return s, d
}

// Two who share a layer that is one part short, and of whom one owes the other, are settled in some sqrt(s) rounds, so
// that nothing more can be taken from them.
func TestSpreadCoupled(t *testing.T) {
	const parts, fund = 1_000_000, 999_999
	s, d := coupled(t, parts)
	spread, err := s.Spread(context.Background(), d)
	if err != nil || len(spread.Cases) != 2 {
		t.Fatalf("%d in default: %v", len(spread.Cases), err)
	}
	lacks := int64(0) // of what ann owes bob, when bob lacks as much to pay cem: the fund has both losses by their size
	for before := int64(-1); lacks != before; {
		before, lacks = lacks, parts-(2*fund*parts+parts+lacks)/(2*(parts+lacks))
	}
	if got := spread.Cases[1].Claims[0].Amount.Parts(); got != lacks {
		t.Errorf("bob does not pay %d parts, want %d", got, lacks)
	}
	if spread.Rounds <= guarantee.SpreadRoundsMax {
		t.Errorf("it took %d rounds, and so shows nothing", spread.Rounds)
	}
}

// What takes more rounds than there can be is refused, and says what is not: no means, and both named.
func TestRefuseSpreadRounds(t *testing.T) {
	if testing.Short() {
		t.Skip("tens of thousands of rounds")
	}
	s, d := coupled(t, 1<<58)
	_, err := s.Spread(context.Background(), d)
	if !errors.Is(err, journal.ErrLimit) || !strings.Contains(err.Error(), "rounds: other means, or none, and all named who fail") {
		t.Fatalf("got %v", err)
	}
	apply(t, s, declare("d", "ann", "bob"))
	sound(t, s)
}

// What many who fail share out among many is work too: of such a default there are no more rounds than of a large one.
func TestRefuseSpreadShared(t *testing.T) {
	if testing.Short() {
		t.Skip("a second")
	}
	const pairs, others, parts = 60, 220, 1 << 40
	most := unit.New(1<<58, eur)
	with := terms()
	with.Default = guarantee.Rates{Buyer: 1, Seller: 1}
	with.Layers = []waterfall.Layer{
		{Name: "calls", Kind: waterfall.Calls, Key: waterfall.Charges, Times: unit.Whole, Base: waterfall.Charges, Refill: true},
		{Name: "reserve", Kind: waterfall.Fund, Refill: true}, {Name: "haircut", Kind: waterfall.Haircut, Refill: true},
	}
	s := founded(t, with)
	add := func(who string) string {
		for _, a := range []guarantee.Action{
			guarantee.Admit{ID: "a" + who, At: day, By: []string{who, "mia"}, Member: who},
			guarantee.SetLimits{ID: "l" + who, At: day, By: []string{"mia"}, Member: who, Buyer: most, Seller: most, Because: "x"},
			guarantee.Deposit{ID: "d" + who, At: day, By: []string{"cus"}, Member: who, Amount: unit.New(1<<44, eur)},
		} {
			must(s.Apply(a))
		}
		return who
	}
	last, d := add("zoe"), declare("d")
	d.Members = nil
	for i := range pairs {
		p, q := accept(fmt.Sprintf("p%d", i), add(fmt.Sprintf("x%d", i)), add(fmt.Sprintf("y%d", i)), "1.00"), accept(fmt.Sprintf("q%d", i), fmt.Sprintf("y%d", i), last, "1.00")
		p.Amount, q.Amount = unit.New(parts, eur), unit.New(parts, eur)
		must(s.Apply(p))
		must(s.Apply(q))
		d.Members = append(d.Members, p.Buyer)
	}
	for i := range others {
		must(s.Apply(accept(fmt.Sprintf("o%d", i), add(fmt.Sprintf("z%d", i)), last, "1.00")))
	}
	first, lacks := must(s.Spread(context.Background(), d)), int64(0)
	for _, c := range first.Cases {
		lacks += c.Claims[0].Cut.Parts()
	}
	apply(t, s, guarantee.Endow{ID: "endow", At: day, By: []string{"cus"}, From: "town", Fund: "reserve", Amount: unit.New(lacks-1, eur)})
	for i := range others {
		d.Means = append(d.Means, means(fmt.Sprintf("z%d", i), "1.00"))
	}
	if _, err := s.Spread(context.Background(), d); !errors.Is(err, journal.ErrLimit) || !strings.Contains(err.Error(), fmt.Sprintf("within %d rounds", guarantee.SpreadRoundsMax)) {
		t.Errorf("got %v", err)
	}
}
