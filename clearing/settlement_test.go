package clearing_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"

	"example.org/mutual/clearing"
	"example.org/mutual/clearing/clearingtest"
	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

// The figures of compression, and what each rule leaves.
func TestCompress(t *testing.T) {
	u := mustUnit(t, "unit.0")
	for _, c := range []struct {
		name, source string
		book         clearing.Book
		want         string
	}{
		{
			"mutual debts in a ring", "computed from the rules of D'Errico and Roukny, Compressing over-the-counter markets, arXiv 1705.07155",
			book(owe("1", "A", "B", 100, u), owe("2", "B", "C", 80, u), owe("3", "C", "A", 60, u), owe("4", "A", "C", 20, u), owe("5", "B", "A", 30, u)),
			"gross 290 unit (5), bilateral 190 unit (3), conservative 50 unit (3), non-conservative 40 unit (2)",
		},
		{
			"a guide to netting", "input published in a guide to netting on GitHub, in thousands of dollars; computed",
			book(owe("1", "A", "B", 1000, u), owe("2", "B", "C", 500, u), owe("3", "C", "A", 750, u), owe("4", "A", "D", 300, u), owe("5", "D", "B", 200, u), owe("6", "B", "A", 100, u)),
			"gross 2850 unit (6), bilateral 2650 unit (5), conservative 950 unit (3), non-conservative 700 unit (3)",
		},
		{
			"the ring of five", "Chris Cook's ring of five; computed",
			book(owe("1", "a", "b", 100, u), owe("2", "b", "c", 80, u), owe("3", "c", "d", 120, u), owe("4", "d", "e", 90, u), owe("5", "e", "a", 110, u)),
			"gross 500 unit (5), bilateral 500 unit (5), conservative 100 unit (4), non-conservative 60 unit (4)", // three would do: 20 for 20, 10 and 30 for 40,
		},
	} {
		got, err := clearing.Compress(t.Context(), c.book)
		if err != nil || len(got) != 1 || got[0].String() != c.want {
			t.Errorf("%s (%s): got %v, %v\nwant %s", c.name, c.source, got, err, c.want)
		}
	}
}

// What each rule leaves of the first, payment by payment.
func TestSettle(t *testing.T) {
	u := mustUnit(t, "unit.0")
	b := book(owe("1", "A", "B", 100, u), owe("2", "B", "C", 80, u), owe("3", "C", "A", 60, u), owe("4", "A", "C", 20, u), owe("5", "B", "A", 30, u))
	left, err := b.After(mustClear(t, b))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		b    clearing.Book
		way  clearing.Way
		want string
	}{
		{b, clearing.AsOwed, "[{A B 100 unit} {A C 20 unit} {B A 30 unit} {B C 80 unit} {C A 60 unit}]"},
		{b, clearing.Netted, "[{A B 70 unit} {B C 80 unit} {C A 40 unit}]"},
		{b, clearing.Through, "[{A C 30 unit} {B C 10 unit}]"},
		{left, clearing.AsOwed, "[{A B 10 unit} {A C 20 unit} {B C 20 unit}]"},
		{left, clearing.Netted, "[{A B 10 unit} {A C 20 unit} {B C 20 unit}]"},
		{left, clearing.Through, "[{A C 30 unit} {B C 10 unit}]"},
		{clearing.Book{}, clearing.Through, "[]"},
	} {
		got, err := clearing.Settle(c.b, c.way)
		if err != nil || fmt.Sprint(got) != c.want {
			t.Errorf("%s: got %v, %v\nwant %s", c.way, got, err, c.want)
		}
	}
	_, err = clearing.Settle(b, "by barter")
	refusal(t, err, clearing.ErrWay)
	_, err = clearing.Settle(book(owe("1", "a", "a", 1, u)), clearing.Netted)
	refusal(t, err, clearing.ErrSelf)
	if _, err := clearing.Compress(t.Context(), book(owe("1", "a", "a", 1, u))); !errors.Is(err, clearing.ErrSelf) {
		t.Error(err)
	}
}

// Every way moves every party by its net position; netted moves every pair by what stands between the two, and as
// owed every debt.
func TestWays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b, _ := drawn(t)
		for _, way := range []clearing.Way{clearing.AsOwed, clearing.Netted, clearing.Through} {
			payments, err := clearing.Settle(b, way)
			if err != nil {
				t.Fatal(err)
			}
			left := make(map[string]int64) // of what the way must move
			for _, o := range b.Obligations {
				move(left, way, o.Debtor, o.Creditor, o.Amount, 1)
			}
			for _, p := range payments {
				if p.Amount.Sign() <= 0 || p.From == p.To {
					t.Fatalf("%s: %v", way, p)
				}
				move(left, way, p.From, p.To, p.Amount, -1)
			}
			for what, parts := range left {
				if parts != 0 {
					t.Fatalf("%s moves %q by %d too little", way, what, parts)
				}
			}
			if way == clearing.Through {
				checkFewest(t, b, payments)
			}
		}
	})
}

// move adds to what a way looks at: each debtor and creditor, each pair, or each party.
func move(sums map[string]int64, w clearing.Way, from, to string, a unit.Amount, sign int64) {
	switch parts, in := sign*a.Parts(), "\x00"+a.Unit().String(); {
	case w == clearing.AsOwed:
		sums[from+"\x00"+to+in] += parts
	case w == clearing.Netted && from < to:
		sums[from+"\x00"+to+in] += parts
	case w == clearing.Netted:
		sums[to+"\x00"+from+in] -= parts
	default:
		sums[from+in] -= parts
		sums[to+in] += parts
	}
}

// checkFewest: in each unit at most one payment fewer than parties, and nobody both pays and is paid.
func checkFewest(t *rapid.T, b clearing.Book, payments []clearing.Payment) {
	parties, count := map[unit.Unit]map[string]bool{}, map[unit.Unit]int{}
	for _, o := range b.Obligations {
		u := o.Amount.Unit()
		if parties[u] == nil {
			parties[u] = map[string]bool{}
		}
		parties[u][o.Debtor], parties[u][o.Creditor] = true, true
	}
	pays := map[string]bool{}
	for _, p := range payments {
		if count[p.Amount.Unit()]++; count[p.Amount.Unit()] >= len(parties[p.Amount.Unit()]) {
			t.Fatalf("%v are too many", payments)
		}
		pays[p.From+"\x00"+p.Amount.Unit().String()] = true
	}
	for _, p := range payments {
		if pays[p.To+"\x00"+p.Amount.Unit().String()] {
			t.Fatalf("%q pays and is paid", p.To)
		}
	}
}

// Gross >= bilateral >= conservative >= non-conservative, and the last two are those of the largest set-off.
func TestCompressions(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b, _ := drawn(t)
		r := clear(t, clearing.Book{Obligations: b.Obligations}, clearing.Options{})
		all, err := clearing.Compress(context.Background(), b)
		if err != nil || len(all) != len(r.Totals) {
			t.Fatal(all, err)
		}
		for k, c := range all {
			total := r.Totals[k]
			if c.Unit != total.Unit || c.Gross.Stays != total.Gross || c.Conservative.Stays != total.Remaining || c.NonConservative.Stays != total.NetDebt {
				t.Fatalf("%v, but %v", c, total)
			}
			if c.Gross.Stays.Parts() < c.Bilateral.Stays.Parts() || c.Bilateral.Stays.Parts() < c.Conservative.Stays.Parts() {
				t.Fatal(c)
			}
		}
	})
}

// Payments do not depend on the order of the book, and have a JSON form.
func TestSettleOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b, _ := drawn(t)
		shuffled := clearingtest.Shuffled(b).Draw(t, "shuffled")
		way := rapid.SampledFrom([]clearing.Way{clearing.AsOwed, clearing.Netted, clearing.Through}).Draw(t, "way")
		one, err := clearing.Settle(b, way)
		other, err2 := clearing.Settle(shuffled, way)
		if err != nil || err2 != nil || !slices.Equal(one, other) {
			t.Fatal(one, other, err, err2)
		}
		text, err := json.Marshal(one)
		var back []clearing.Payment
		if err != nil || json.Unmarshal(text, &back) != nil || !slices.Equal(one, back) {
			t.Fatal(string(text), err)
		}
	})
}
