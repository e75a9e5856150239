package insolvency_test

import (
	"errors"
	"math/big"
	"slices"
	"strings"
	"testing"

	"example.org/mutual/clearing/insolvency"
	"example.org/mutual/unit"
)

// Everything that cannot be settled is refused with its reason, and says where it is.
func TestRefused(t *testing.T) {
	good := owe("a", "b", 5)
	with := func(change func(d *insolvency.Debt)) insolvency.System {
		d := good
		d.ID = "2"
		change(&d)
		return insolvency.System{Debts: []insolvency.Debt{good, d}}
	}
	euro, _ := unit.Currency("EUR", 2)
	for _, c := range []struct {
		what string
		s    insolvency.System
		o    insolvency.Options
		want error
		text string
	}{
		{what: "ID", s: with(func(d *insolvency.Debt) { d.ID = "" }), want: insolvency.ErrID, text: "debt 1"},
		{what: "long ID", s: with(func(d *insolvency.Debt) { d.ID = strings.Repeat("x", 129) }), want: insolvency.ErrID, text: `("` + strings.Repeat("x", 32) + `")`},
		{what: "debtor", s: with(func(d *insolvency.Debt) { d.Debtor = " a" }), want: insolvency.ErrParty, text: "debtor"},
		{what: "creditor", s: with(func(d *insolvency.Debt) { d.Creditor = "\x00" }), want: insolvency.ErrParty, text: "creditor"},
		{what: "self", s: with(func(d *insolvency.Debt) { d.Creditor = "a" }), want: insolvency.ErrSelf},
		{what: "zero", s: with(func(d *insolvency.Debt) { d.Amount = parts(0) }), want: insolvency.ErrAmount},
		{what: "no unit", s: insolvency.System{Debts: []insolvency.Debt{{ID: "1", Debtor: "a", Creditor: "b", Amount: unit.New(1, unit.Unit{})}}}, want: insolvency.ErrAmount},
		{what: "unit", s: with(func(d *insolvency.Debt) { d.Amount = unit.New(1, euro) }), want: insolvency.ErrUnit, text: "want J"},
		{what: "class", s: with(func(d *insolvency.Debt) { d.Class = insolvency.ClassMax + 1 }), want: insolvency.ErrClass},
		{what: "negative class", s: with(func(d *insolvency.Debt) { d.Class = -1 }), want: insolvency.ErrClass},
		{what: "receipt", s: with(func(d *insolvency.Debt) { d.Receipt = parts(6) }), want: insolvency.ErrAmount, text: "receipt"},
		{what: "negative receipt", s: with(func(d *insolvency.Debt) { d.Receipt = parts(-1) }), want: insolvency.ErrAmount},
		{what: "receipt's unit", s: with(func(d *insolvency.Debt) { d.Receipt = unit.New(1, euro) }), want: insolvency.ErrUnit},
		{what: "duplicate", s: with(func(d *insolvency.Debt) { d.ID = good.ID }), want: insolvency.ErrDuplicate, text: "debt 1"},
		{what: "total", s: with(func(d *insolvency.Debt) { d.Amount = parts(insolvency.TotalMax) }), want: insolvency.ErrTotal},
		{what: "means' party", s: insolvency.System{Means: []insolvency.Means{have("", 1)}}, want: insolvency.ErrParty, text: "means 0"},
		{what: "means below zero", s: insolvency.System{Means: []insolvency.Means{have("a", -1)}}, want: insolvency.ErrAmount},
		{what: "means' unit", s: insolvency.System{Debts: []insolvency.Debt{good}, Means: []insolvency.Means{{Party: "a", Amount: unit.New(1, euro)}}}, want: insolvency.ErrUnit},
		{what: "means twice", s: insolvency.System{Means: []insolvency.Means{have("a", 1), have("a", 1)}}, want: insolvency.ErrDuplicate, text: "means 1"},
		{what: "means' total", s: insolvency.System{Means: []insolvency.Means{have("a", insolvency.TotalMax), have("b", 1)}}, want: insolvency.ErrTotal},
		{what: "size", s: insolvency.System{Means: make([]insolvency.Means, insolvency.EntriesMax+1)}, want: insolvency.ErrSize},
		{what: "a loss above 1", o: insolvency.Options{LostMeans: unit.Whole + 1}, want: insolvency.ErrOptions},
		{what: "a loss below 0", o: insolvency.Options{LostReceipts: -1}, want: insolvency.ErrOptions},
		{what: "two rules", o: insolvency.Options{AllOrNothing: true, LostMeans: half}, want: insolvency.ErrOptions},
		{what: "costs' denominator", s: insolvency.System{Means: []insolvency.Means{have("a", insolvency.TotalMax/2+1)}}, o: insolvency.Options{LostMeans: half}, want: insolvency.ErrTotal},
	} {
		r, err := insolvency.Settle(t.Context(), c.s, c.o)
		var e *insolvency.Error
		if r != nil || !errors.Is(err, c.want) || !errors.As(err, &e) || !strings.Contains(err.Error(), c.text) {
			t.Errorf("%s: %v", c.what, err)
		}
		if again := insolvency.Verify(c.s, c.o, &insolvency.Result{}); !errors.Is(again, c.want) {
			t.Errorf("%s: Verify says %v", c.what, again)
		}
	}
}

// The most there can be is settled, and nothing overflows.
func TestLargest(t *testing.T) {
	s := insolvency.System{
		Debts: []insolvency.Debt{owe("a", "b", 1<<60), owe("b", "a", 1<<60-1), owe("b", "c", 1<<60), in(1, owe("c", "a", 1<<60))},
		Means: []insolvency.Means{have("a", 1)},
	}
	must(t, s, insolvency.Options{})
	must(t, s, insolvency.Options{Least: true})
}

// An empty system settles to nothing.
func TestEmpty(t *testing.T) {
	for _, o := range []insolvency.Options{{}, {Least: true}, {AllOrNothing: true}} {
		if r := must(t, insolvency.System{}, o); len(r.Positions)+len(r.Paid) != 0 {
			t.Error(r)
		}
	}
}

// An Exact has one spelling, and none that is long or clever.
func TestExact(t *testing.T) {
	for _, text := range []string{"0", "3", "165/112", "1/2"} {
		var e insolvency.Exact
		if err := e.UnmarshalText([]byte(text)); err != nil || e.String() != text {
			t.Errorf("%s: %v %v", text, e, err)
		}
	}
	for _, text := range []string{"", "-1", "+1", "01", "1e9", "1e1000000000", "2/4", "1/0", "1/", "/1", "1/-2", "0x1", "1.5", " 1", "3/1", "1/2/3", strings.Repeat("9", insolvency.ExactBytesMax+1)} {
		e := insolvency.Exact{}
		if err := e.UnmarshalText([]byte(text)); err == nil || e != (insolvency.Exact{}) {
			t.Errorf("%.40q: %v", text, e)
		}
	}
	var e insolvency.Exact
	e.Rat().SetInt64(7)
	if !e.Equal(insolvency.Exact{}) || e.Rat().Cmp(new(big.Rat)) != 0 {
		t.Error("Rat hands out the number itself")
	}
}

// A result does not depend on which of several debts of the same debtor come first.
func TestOrder(t *testing.T) {
	s := insolvency.System{Debts: []insolvency.Debt{owe("a", "b", 1), owe("a", "c", 1)}, Means: []insolvency.Means{have("a", 1)}}
	r := must(t, s, insolvency.Options{})
	slices.Reverse(s.Debts)
	if again := must(t, s, insolvency.Options{}); r.Paid[0] != parts(1) || again.Paid[1] != parts(1) {
		t.Errorf("%v %v: the lower ID has the part", r.Paid, again.Paid)
	}
}
