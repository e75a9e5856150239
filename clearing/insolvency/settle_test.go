package insolvency_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"example.org/mutual/clearing"
	"example.org/mutual/clearing/insolvency"
	"example.org/mutual/clearing/insolvency/insolvencytest"
	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

// What the package comment says of a ring without means: P. Csóka and P. J.-J. Herings, Decentralized
// clearing in financial networks.
func TestRing(t *testing.T) {
	s := insolvency.System{Debts: []insolvency.Debt{owe("a", "b", 1), owe("b", "c", 1), owe("c", "a", 1)}}
	for least, want := range map[bool]string{false: "[1 1 1]", true: "[0 0 0]"} {
		if got := fmt.Sprint(pays(must(t, s, insolvency.Options{Least: least}))); got != want {
			t.Errorf("least %t: %s, want %s", least, got, want)
		}
	}
}

// SimCash's gridlock: A owes B 500, B owes C 800, C owes A 700, all or nothing. With 300 at B all settle,
// with 200 nobody does; where nobody pays before being paid, 300 is not enough either.
func TestGridlock(t *testing.T) {
	for _, c := range []struct {
		means int64
		least bool
		paid  int64
		left  []int64
	}{
		{means: 300, paid: 2000, left: []int64{200, 0, 100}},
		{means: 200, paid: 0, left: []int64{0, 200, 0}},
		{means: 300, least: true, paid: 0, left: []int64{0, 300, 0}},
		{means: 800, least: true, paid: 2000, left: []int64{200, 500, 100}},
	} {
		s := insolvency.System{
			Debts: []insolvency.Debt{owe("A", "B", 500), owe("B", "C", 800), owe("C", "A", 700)},
			Means: []insolvency.Means{have("B", c.means)},
		}
		r := must(t, s, insolvency.Options{AllOrNothing: true, Least: c.least})
		if r.Totals.Paid != parts(c.paid) || !slices.Equal(left(r), c.left) {
			t.Errorf("%+v: %v paid, %v left", c, r.Totals.Paid, left(r))
		}
	}
}

func left(r *insolvency.Result) (all []int64) {
	for _, p := range r.Positions {
		all = append(all, p.Left.Parts())
	}
	return all
}

// The published outcome of Bardoscia et al.: left unpaid 0, 0, 12; cash 2, 7, 10.
func TestFullPayment(t *testing.T) {
	s := insolvency.System{
		Debts: []insolvency.Debt{owe("1", "2", 10), owe("2", "3", 7), owe("3", "1", 12)},
		Means: []insolvency.Means{have("1", 12), have("2", 4), have("3", 3)},
	}
	r := must(t, s, insolvency.Options{AllOrNothing: true})
	if want := []unit.Amount{parts(10), parts(7), parts(0)}; !slices.Equal(r.Paid, want) || !slices.Equal(left(r), []int64{2, 7, 10}) {
		t.Errorf("%v paid, %v left", r.Paid, left(r))
	}
}

// Classes: the bank pays its first class in full and shares the rest.
func TestClasses(t *testing.T) {
	s := insolvency.System{
		Debts: []insolvency.Debt{in(0, owe("bank", "a", 40)), in(1, owe("bank", "b", 30)), in(1, owe("bank", "c", 60)), in(2, owe("bank", "d", 5))},
		Means: []insolvency.Means{have("bank", 70)},
	}
	r := must(t, s, insolvency.Options{})
	if want := []unit.Amount{parts(40), parts(10), parts(20), parts(0)}; !slices.Equal(r.Paid, want) {
		t.Errorf("%v, want %v", r.Paid, want)
	}
}

// A party's junior debts to a ring do not keep the ring from falling to its senior debts: what each has
// falls by 5 at each turn, and the numbers are such that turn by turn it would take 2^57 of them.
func TestSeniorDrain(t *testing.T) {
	const ring = 1 << 60
	s := insolvency.System{Debts: []insolvency.Debt{
		in(0, owe("a", "x", 5)), in(1, owe("a", "b", ring)), in(0, owe("b", "y", 5)), in(1, owe("b", "a", ring)),
	}}
	if got := pays(must(t, s, insolvency.Options{})); fmt.Sprint(got) != "[0 0 0 0]" {
		t.Errorf("%v", got)
	}
}

// What the guarantee of a debt does, and a second settlement with a haircut: the creditor counts on what it
// receives, the guarantor covers the rest, and who was in default stays so.
func TestGuaranteed(t *testing.T) {
	s := insolvency.System{
		Debts: []insolvency.Debt{owe("a", "b", 100), owe("b", "c", 90)},
		Means: []insolvency.Means{have("a", 30)},
	}
	for _, c := range []struct {
		receipt        int64
		paid           []unit.Amount
		covered, level int64
	}{
		{100, []unit.Amount{parts(30), parts(90)}, 70, 0},
		{60, []unit.Amount{parts(30), parts(60)}, 30, 1},
		{10, []unit.Amount{parts(30), parts(10)}, -20, 1},
	} {
		s.Debts[0].Receipt = parts(c.receipt)
		r := must(t, s, insolvency.Options{})
		if !slices.Equal(r.Paid, c.paid) || r.Totals.Covered != parts(c.covered) || r.Positions[1].Level != int(c.level) {
			t.Errorf("receipt %d: %v paid, %v covered, levels %v", c.receipt, r.Paid, r.Totals.Covered, r.Positions)
		}
	}
}

// With reduced receipts nobody pays more, and the set of those in default only grows.
func TestHaircut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, o := insolvencytest.Webs().Draw(t, "system"), insolvencytest.Options().Draw(t, "options")
		before := must(t, s, o)
		reduced := insolvency.System{Debts: slices.Clone(s.Debts), Means: s.Means}
		for i, d := range reduced.Debts {
			if !d.Receipt.Unit().IsZero() {
				reduced.Debts[i].Receipt = unit.New(rapid.Int64Range(0, d.Receipt.Parts()).Draw(t, "receipt"), d.Receipt.Unit())
			}
		}
		for i, p := range must(t, reduced, o).Positions {
			was := before.Positions[i]
			if p.Pays.Rat().Cmp(was.Pays.Rat()) > 0 || was.InDefault() && !p.InDefault() {
				t.Fatalf("%v, before the haircut %v", p, was)
			}
		}
	})
}

// With more means nobody pays less, and the greatest vector is at least the least.
func TestMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, o := insolvencytest.Webs().Draw(t, "system"), insolvencytest.Options().Draw(t, "options")
		richer := insolvency.System{Debts: s.Debts, Means: slices.Clone(s.Means)}
		for i, m := range richer.Means {
			richer.Means[i].Amount = unit.New(m.Amount.Parts()+rapid.Int64Range(0, 5).Draw(t, "more"), m.Amount.Unit())
		}
		now, then := must(t, s, o), must(t, richer, o)
		o.Least = false
		greatest := must(t, s, o)
		for i, p := range now.Positions {
			if x := p.Pays.Rat(); x.Cmp(then.Positions[i].Pays.Rat()) > 0 || x.Cmp(greatest.Positions[i].Pays.Rat()) > 0 {
				t.Fatalf("%v, with more means %v, in the greatest vector %v", p, then.Positions[i], greatest.Positions[i])
			}
		}
	})
}

// Where nobody has anything outside of what the first party pays it, a single defaulter's payments are
// unit.Split's largest remainders.
func TestLargestRemainder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s insolvency.System
		var shares []unit.Share
		var owed int64
		for i := range rapid.IntRange(1, 8).Draw(t, "debts") {
			d := owe("a", fmt.Sprint(i), rapid.Int64Range(1, 9).Draw(t, "amount"))
			s.Debts = append(s.Debts, d)
			shares = append(shares, unit.Share{Key: d.ID, Weight: d.Amount.Parts()})
			owed += d.Amount.Parts()
		}
		has := rapid.Int64Range(0, owed).Draw(t, "has")
		s.Means = append(s.Means, have("a", has))
		want, err := unit.Split(parts(has), shares, unit.LargestRemainder)
		if err != nil {
			t.Fatal(err)
		}
		if got := must(t, s, insolvency.Options{}).Paid; !slices.Equal(got, want.Parts) {
			t.Fatalf("%v, want %v", got, want.Parts)
		}
	})
}

// One part that rounding keeps from somebody who has just enough must not drain a ring: c receives a half
// from each of d and e, whose other halves x and y receive, and needs both to pay all it owes.
func TestWholePartsOnRing(t *testing.T) {
	s := insolvency.System{
		Debts: []insolvency.Debt{
			owe("d", "c", 1), owe("d", "a", 1), owe("e", "c", 1), owe("e", "b", 1),
			owe("c", "f", 1000), owe("f", "c", 1000), owe("c", "x", 1),
		},
		Means: []insolvency.Means{have("d", 1), have("e", 1)},
	}
	r := must(t, s, insolvency.Options{})
	if got := r.Paid[4:]; !slices.Equal(got, []unit.Amount{parts(1000), parts(1000), parts(1)}) {
		t.Errorf("%v", got)
	}
	if err := insolvencytest.Check(s, insolvency.Options{}, r); err != nil {
		t.Error(err)
	}
}

// Debts takes what stays of a book.
func TestDebts(t *testing.T) {
	o := clearing.Obligation{ID: "1", Debtor: "a", Creditor: "b", Amount: parts(3), Rank: 7}
	want := insolvency.Debt{ID: "1", Debtor: "a", Creditor: "b", Amount: parts(3), Class: 2}
	if got := insolvency.Debts([]clearing.Obligation{o}, 2); len(got) != 1 || got[0] != want {
		t.Errorf("%v", got)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := insolvency.Settle(ctx, insolvency.System{}, insolvency.Options{}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// A payer of a ring stands outside of it, though nothing of what it pays gets anywhere else: a and b pass on
// as much as k pays in to their senior creditors, and pay each other out of nothing.
func TestRingWithPayer(t *testing.T) {
	s := insolvency.System{
		Debts: []insolvency.Debt{
			owe("K", "a", 5), in(0, owe("a", "x", 1)), in(1, owe("a", "b", 10)), in(0, owe("b", "y", 1)), in(1, owe("b", "a", 10)),
		},
		Means: []insolvency.Means{have("K", 2)},
	}
	for least, want := range map[bool]string{false: "[2 11 10 0 0]", true: "[2 2 1 0 0]"} {
		if got := fmt.Sprint(pays(must(t, s, insolvency.Options{Least: least}))); got != want {
			t.Errorf("least %t: %s, want %s", least, got, want)
		}
	}
}
