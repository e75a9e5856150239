package guarantee_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"example.org/mutual/clearing/insolvency"
	"example.org/mutual/guarantee"
	"example.org/mutual/guarantee/waterfall"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
	"pgregory.net/rapid"
)

func means(party, amount string) insolvency.Means {
	return insolvency.Means{Party: party, Amount: euros(amount)}
}

// Ann can pay 60 of 100, and the reserve has the rest: Bob is paid in full, owes no less, and is in no default. What
// Ann can pay she still owes under the guarantee, and when she does not it is declared as well.
func TestDeclareShortfall(t *testing.T) {
	s := founded(t, terms())
	apply(t, s, guarantee.Endow{ID: "e", At: day, By: []string{"cus"}, From: "x", Fund: "reserve", Amount: euros("39.00")},
		accept("p", "ann", "bob", "100.00"), accept("q", "bob", "cem", "100.00"))
	d := declare("d", "ann")
	d.Means = []insolvency.Means{means("ann", "60.00")}
	apply(t, s, d)
	sound(t, s)
	losses := s.Losses()
	if len(losses) != 1 || standing(t, s, "bob").Defaulted {
		t.Fatalf("got %d losses", len(losses))
	}
	want(t, "the loss", losses[0].Case.Claims[0].Amount, "40.00")
	want(t, "what Bob goes without", losses[0].Case.Claims[0].Cut, "0.00")
	want(t, "what Ann owes under the guarantee", standing(t, s, "ann").Buyer.Open, "60.00")
	apply(t, s, payOut("o", "d/1"), declare("again", "ann"))
	sound(t, s)
	want(t, "the rest", s.Losses()[1].Case.Claims[0].Amount, "60.00")
}

// Who is named but can pay loses nothing by it: no security is drawn, and there is no default.
func TestDeclareSound(t *testing.T) {
	s := founded(t, terms())
	apply(t, s, accept("p", "ann", "bob", "100.00"), accept("q", "cem", "bob", "50.00"),
		guarantee.PostSecurity{ID: "sec", At: day, By: []string{"cus", "ann"}, Member: "ann", Amount: euros("40.00")})
	able := declare("x", "ann")
	able.Means = []insolvency.Means{means("ann", "100.00"), means("cem", "50.00")}
	refuseAll(t, s, []refused{{name: "who can pay", action: able, reason: guarantee.ErrLoss}})
	able.Members, able.Means = []string{"ann", "cem"}, able.Means[:1]
	apply(t, s, able)
	sound(t, s)
	if ann, cem := standing(t, s, "ann"), standing(t, s, "cem"); ann.Defaulted || ann.Security != euros("40.00") || !cem.Defaulted {
		t.Errorf("got %+v and %+v", ann, cem)
	}
}

// Who can pay its promises, but not a call besides, fails for the call if the manager names it.
func TestDeclareUnpaidCallWithMeans(t *testing.T) {
	s := inDefault(t, terms())
	apply(t, s, accept("p4", "cem", "bob", "5.00"))
	d := declare("e", "cem")
	d.Means = []insolvency.Means{means("cem", "6.30")}
	refuseAll(t, s, []refused{{name: "who can pay both", action: d, reason: guarantee.ErrLoss}})
	d.Means[0].Amount = euros("6.29")
	apply(t, s, d)
	sound(t, s)
	if claims := s.Losses()[1].Case.Claims; len(claims) != 1 || claims[0].Amount != euros("1.30") {
		t.Errorf("got %v", claims)
	}
}

// Those who fail because others do count as those who are named.
func TestRefuseTooManyFailing(t *testing.T) {
	s := founded(t, terms())
	apply(t, s, guarantee.SetLimits{ID: "wide", At: day, By: []string{"mia"}, Member: "ann", Buyer: euros("1"), Seller: unit.New(1<<40, eur), Because: "sells to all"})
	for i := range guarantee.DefaultersMax + 1 {
		who := fmt.Sprintf("m%d", i)
		for _, a := range []guarantee.Action{
			guarantee.Admit{ID: "a" + who, At: day, By: []string{who, "mia"}, Member: who}, deposit("d"+who, who, "1.00"),
			guarantee.SetLimits{ID: "l" + who, At: day, By: []string{"mia"}, Member: who, Buyer: euros("1"), Because: "x"},
			deposit("e"+who, "ann", "1.00"), accept("p"+who, who, "ann", "1.00"),
		} {
			must(s.Apply(a))
		}
	}
	d := declare("d", "m0")
	d.Means = []insolvency.Means{means("ann", "0.00")}
	refuseAll(t, s, []refused{{name: "4097 failing", action: d, reason: journal.ErrLimit}})
	if _, err := s.Spread(context.Background(), d); err == nil || !strings.Contains(err.Error(), "want at most 4096") {
		t.Errorf("got %v", err)
	}
}

// What is due in rings, and what a layer may call for, is counted in parts up to 2^62: beyond it a default cannot be
// declared, which a limit refuses.
func TestRefuseBeyondCounting(t *testing.T) {
	wide := unit.New(1<<61, eur)
	some := terms()
	some.Layers = guarantee.Layers(1_000_000 * unit.Whole)
	rings, calls := founded(t, some), founded(t, some)
	for _, s := range []*guarantee.Society{rings, calls} {
		apply(t, s, guarantee.Admit{ID: "dan", At: day, By: []string{"dan", "mia"}, Member: "dan"})
		for _, who := range []string{"ann", "bob", "cem", "dan"} {
			apply(t, s, guarantee.SetLimits{ID: "wide-" + who, At: day, By: []string{"mia"}, Member: who, Buyer: unit.New(guarantee.TotalMax, eur), Seller: unit.New(guarantee.TotalMax, eur), Because: "x"},
				guarantee.Deposit{ID: "more-" + who, At: day, By: []string{"cus"}, Member: who, Amount: unit.New(1<<59, eur)})
		}
	}
	of := func(id, buyer, seller string) guarantee.Accept {
		a := accept(id, buyer, seller, "1.00")
		a.Amount = wide
		return a
	}
	apply(t, rings, of("p1", "bob", "cem"), of("p2", "cem", "dan"), of("p3", "dan", "bob"), accept("p4", "ann", "bob", "5.00"))
	refuseAll(t, rings, []refused{{name: "due in rings", action: declare("d", "ann"), reason: journal.ErrLimit}})
	apply(t, calls, of("p1", "ann", "bob"), of("p2", "cem", "dan"))
	refuseAll(t, calls, []refused{{name: "called for", action: declare("d", "ann"), reason: journal.ErrLimit}})
}

// A web is a society of five who owe each other this and that, with means, of whom some are to be declared.
func web(t *rapid.T) (*guarantee.Society, guarantee.Declare) {
	with := terms()
	if rapid.Bool().Draw(t, "by exposure") {
		with.Layers = guarantee.Layers(2 * unit.Whole)
		with.Layers[4].Key = waterfall.Exposure
		with.Layers[5].Key, with.Layers[5].Base = waterfall.Equal, waterfall.Contribution
	}
	who := []string{"ann", "bob", "cem", "dan", "eve"}
	s := must(guarantee.New(with))
	do := func(actions ...guarantee.Action) {
		for _, a := range actions {
			if _, err := s.Apply(a); err != nil {
				t.Fatalf("%+v: %v", a, err)
			}
		}
	}
	do(guarantee.Adopt{ID: "adopt", At: day, By: who[:2]}, guarantee.OpenYear{ID: "2026", At: day, By: []string{"mia"}},
		guarantee.Endow{ID: "endow", At: day, By: []string{"cus"}, From: "town", Fund: "reserve", Amount: unit.New(rapid.Int64Range(1, 4000).Draw(t, "reserve"), eur)})
	d := guarantee.Declare{ID: "d", At: day, By: []string{"mia"}, Because: "a bad year"}
	for i, m := range who {
		if i > 1 {
			do(guarantee.Admit{ID: "a-" + m, At: day, By: []string{m, "mia"}, Member: m})
		}
		do(deposit("d-"+m, m, "1000.00"), guarantee.SetLimits{ID: "l-" + m, At: day, By: []string{"mia"}, Member: m, Buyer: euros("9999"), Seller: euros("9999"), Because: "x"})
		if rapid.IntRange(0, 2).Draw(t, "secured") == 0 {
			do(guarantee.PostSecurity{ID: "s-" + m, At: day, By: []string{m, "cus"}, Member: m, Amount: unit.New(rapid.Int64Range(1, 2000).Draw(t, "security"), eur)})
		}
		if rapid.Bool().Draw(t, "has means") {
			d.Means = append(d.Means, insolvency.Means{Party: m, Amount: unit.New(rapid.Int64Range(0, 9000).Draw(t, "means"), eur)})
		}
	}
	for i := range rapid.IntRange(1, 12).Draw(t, "promises") {
		from := rapid.IntRange(0, 4).Draw(t, "from")
		to := (from + rapid.IntRange(1, 4).Draw(t, "to")) % 5
		a := accept(fmt.Sprintf("p%d", i), who[from], who[to], "1.00")
		a.Amount = unit.New(rapid.Int64Range(1, 9000).Draw(t, "amount"), eur)
		if rapid.Bool().Draw(t, "later") {
			a.Due = on(20)
		}
		do(a)
	}
	if memberOf(s, "eve").Buyer.Open.Sign() > 0 && rapid.Bool().Draw(t, "eve has failed") {
		do(declare("c", "eve")) // for which the others are called
	}
	for _, m := range who {
		if rapid.IntRange(0, 3).Draw(t, "named") == 0 && memberOf(s, m).Buyer.Open.Sign() > 0 {
			d.Members = append(d.Members, m)
		}
	}
	return s, d
}

func memberOf(s *guarantee.Society, who string) guarantee.Member {
	m, _ := s.Member(who)
	return m
}

// What a declaration does is what Spread says of it, to the part: who is in default, and who bears what. Nobody is
// who can pay all that it owes with its means and what it receives; whoever cannot is. What is lost of each promise
// is what is not paid of it.
func TestSpreadIsDeclare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, d := web(t)
		spread, err := s.Spread(context.Background(), d)
		if errors.Is(err, journal.ErrLimit) { // more rounds than there can be
			if _, err := s.Apply(d); !errors.Is(err, journal.ErrLimit) {
				t.Fatalf("Spread gives up, and a declaration is %v", err)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		before := map[string]bool{}
		for m := range s.Members() {
			before[m.Name] = m.Defaulted
		}
		_, err = s.Apply(d)
		if err != nil && len(spread.Cases) > 0 {
			t.Fatal(err)
		}
		if err := s.Check(); err != nil {
			t.Fatal(err)
		}
		losses := slices.DeleteFunc(s.Losses(), func(l guarantee.Loss) bool { return l.ID == "c/1" })
		if len(losses) != len(spread.Cases) {
			t.Fatalf("%d losses, and Spread says %d", len(losses), len(spread.Cases))
		}
		failed := map[string]guarantee.Loss{}
		for i, l := range losses {
			failed[l.Case.Defaulter] = l
			sameCase(t, s, spread.Cases[i], l.Case)
		}
		for m := range s.Members() {
			if m.Defaulted != (failed[m.Name].ID != "" || before[m.Name]) {
				t.Errorf("%s is in default: %v", m.Name, m.Defaulted)
			}
		}
		if spread.Result != nil && err == nil {
			lostAsUnpaid(t, s, spread, failed, d.Members)
		}
	})
}

// sameCase compares cases; a claim may have become one of a part of the promise.
func sameCase(t *rapid.T, s *guarantee.Society, said, is waterfall.Case) {
	if said.Defaulter != is.Defaulter || !slices.Equal(said.Steps, is.Steps) || !slices.Equal(said.Draws, is.Draws) || len(said.Claims) != len(is.Claims) {
		t.Fatalf("Spread says %+v, and declared is %+v", said, is)
	}
	for i, o := range is.Claims {
		if p, ok := s.Ledger().Promise(o.Creditor); ok {
			o.Creditor = p.Root
		}
		if o != said.Claims[i] {
			t.Fatalf("Spread says %+v, and declared is %+v", said.Claims[i], o)
		}
	}
}

// lostAsUnpaid adds up what each member owes, pays and has lost; and what it has, that nobody fails who need not. Who
// can pay all promises fails for a call alone, if it is named and cannot pay that besides.
func lostAsUnpaid(t *rapid.T, s *guarantee.Society, spread guarantee.Spread, failed map[string]guarantee.Loss, named []string) {
	for _, p := range spread.Result.Positions {
		short := p.Owes.Parts() - p.Paid.Parts()
		var lost, called int64
		for _, o := range failed[p.Party].Case.Claims {
			if strings.HasPrefix(o.Creditor, "#") {
				called += o.Amount.Parts()
			} else {
				lost += o.Amount.Parts()
			}
		}
		if lost != short {
			t.Errorf("%s pays %v of %v, and %d parts are lost", p.Party, p.Paid, p.Owes, lost)
		}
		if short > 0 && p.Left.Parts() > 0 {
			t.Errorf("%s is short of %d parts and keeps %v", p.Party, short, p.Left)
		}
		if short == 0 && called > 0 && (called <= p.Left.Parts() || !slices.Contains(named, p.Party)) {
			t.Errorf("%s is in default for a call of %d parts, and keeps %v", p.Party, called, p.Left)
		}
		if open := memberOf(s, p.Party).Buyer.Open; open != p.Paid {
			t.Errorf("%s can pay %v, and owes %v still", p.Party, p.Paid, open)
		}
	}
}
