package credit_test

import (
	"bytes"
	"context"
	"errors"
	"math"
	"strconv"
	"strings"
	"testing"

	"example.org/mutual/credit"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// What is asked wrongly is refused, and changes nothing.
func TestRefuseRoute(t *testing.T) {
	q := newQuarter(t, "bob trusts ann", "ann trusts bob", "cem trusts bob", "bob mediates * *", "cem trusts dan 5", "bob charges 1 0")
	other, _ := unit.Currency("USD", 2)
	good := q.routing("ann", "cem", 5)
	before := snapshot(t, q.Ledger)
	manyBy := make([]string, 64)
	for i := range manyBy {
		manyBy[i] = "by " + strconv.Itoa(i)
	}
	for _, tt := range []struct {
		name   string
		change func(*credit.Routing)
		reason error
	}{
		{"nothing", func(r *credit.Routing) { *r = credit.Routing{} }, journal.ErrParty},
		{"no payer", func(r *credit.Routing) { r.From = "" }, journal.ErrParty},
		{"a payee with a space", func(r *credit.Routing) { r.To = " cem" }, journal.ErrParty},
		{"to oneself", func(r *credit.Routing) { r.To = "ann" }, credit.ErrSelf},
		{"no amount", func(r *credit.Routing) { r.Amount = unit.Amount{} }, journal.ErrUnit},
		{"another unit", func(r *credit.Routing) { r.Amount = unit.New(5, other) }, journal.ErrUnit},
		{"zero", func(r *credit.Routing) { r.Amount = cents(0) }, journal.ErrAmount},
		{"less", func(r *credit.Routing) { r.Amount = cents(math.MinInt64) }, journal.ErrAmount},
		{"hops below zero", func(r *credit.Routing) { r.HopsMax = -1 }, credit.ErrPath},
		{"paths below zero", func(r *credit.Routing) { r.PathsMax = math.MinInt }, credit.ErrPath},
		{"without the payer", func(r *credit.Routing) { r.Without = []string{"bob", "ann"} }, credit.ErrPath},
		{"without the payee", func(r *credit.Routing) { r.Without = []string{"cem"} }, credit.ErrPath},
		{"words", func(r *credit.Routing) { r.For = " " }, credit.ErrWords},
		{"too many by", func(r *credit.Routing) { r.By = manyBy }, journal.ErrParty},
		{"by nobody", func(r *credit.Routing) { r.By = []string{""} }, journal.ErrParty},
		{"more than may be owed", func(r *credit.Routing) { r.Amount = cents(1<<62 + 1) }, journal.ErrLimit},
		{"the most there is", func(r *credit.Routing) { r.Amount = cents(math.MaxInt64) }, journal.ErrLimit},
		{"too much with the charge", func(r *credit.Routing) { r.Amount = cents(1 << 61) }, journal.ErrLimit},
	} {
		r := good
		tt.change(&r)
		p, err := q.Route(&impatient{t.Context(), 10}, r) // no slow run, whatever is asked
		if p != nil {
			t.Errorf("%s: %+v", tt.name, p)
		}
		if refusal(t, err, tt.reason); !bytes.Equal(snapshot(t, q.Ledger), before) {
			t.Errorf("%s: the state was changed", tt.name)
		}
	}
	if p := q.route(good); p.Amount != good.Amount {
		t.Errorf("%+v", p)
	}
	silent := good // words can come later
	silent.For = ""
	if p, err := q.Route(t.Context(), silent); err != nil || p.For != "" {
		t.Error(p, err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if p, err := q.Route(cancelled, good); p != nil || err != context.Canceled {
		t.Error(p, err)
	}
	var none credit.Ledger
	_, err := none.Route(t.Context(), good)
	refusal(t, err, credit.ErrTerms)
}

// At the ends of the range: 2^62 can pass, and no sum wraps.
func TestRouteAtTheMost(t *testing.T) {
	const most = int64(1) << 62
	for _, tt := range []struct {
		name      string
		sentences []string
		parts     int64
		reason    error // nil for a plan
	}{
		{"all at once, in debts", []string{"cem owes ann 4611686018427387904"}, most, nil},
		{"more than all", []string{"cem owes ann 4611686018427387904", "cem trusts ann"}, most + 1, journal.ErrLimit},
		{"all at once", []string{"cem trusts ann"}, most, journal.ErrLimit},
		{"a little less", []string{"cem trusts ann"}, 1 << 55, nil},
		{"over two", []string{"bob trusts ann", "cem trusts bob", "bob mediates * *"}, 1 << 54, nil},
		{"over many", []string{"bob trusts ann", "cem trusts ann", "cem trusts bob", "bob mediates * *", "cem trusts ann 4611686018427387904"}, 1 << 54, nil},
		{"beyond what the cost can be", []string{"bob trusts ann", "cem trusts bob", "bob mediates * *"}, most, journal.ErrLimit},
		{"beyond what the payer may owe", []string{"eve trusts ann", "ann owes eve 4611686018427387904", "cem trusts ann"}, 1, journal.ErrLimit},
		{"a charge of all there is", []string{"bob trusts ann", "cem trusts bob", "bob mediates * *", "bob charges 4611686018427387904 1000000"}, 1, journal.ErrLimit},
	} {
		q := newQuarter(t, tt.sentences...)
		before := snapshot(t, q.Ledger)
		for _, bounded := range []int{0, 1} {
			r := q.routing("ann", "cem", tt.parts)
			r.HopsMax, r.PathsMax, r.Prove = 3*bounded, bounded, false
			p, err := q.Route(&impatient{t.Context(), 10}, r) // no slow run, whatever is asked
			if tt.reason != nil {
				if !errors.Is(err, tt.reason) || p != nil {
					t.Errorf("%s: got %v, %v", tt.name, p, err)
				}
				continue
			}
			if err != nil {
				t.Errorf("%s: %v", tt.name, err)
				continue
			}
			if _, err := q.Try(paymentOf(p, "p", r)); err != nil || p.Amount.Parts() != tt.parts {
				t.Errorf("%s: %v, %+v", tt.name, err, p)
			}
		}
		if !bytes.Equal(snapshot(t, q.Ledger), before) {
			t.Errorf("%s: the state was changed", tt.name)
		}
	}
}

// Names that are in no ledger, by the thousand, are nothing to a plan.
func TestRouteManyNames(t *testing.T) {
	q := newQuarter(t, "bob trusts ann 10", "cem trusts bob 10", "bob mediates * *")
	r := q.routing("ann", "cem", 5)
	for i := range 10_000 {
		r.Without = append(r.Without, "party "+strconv.Itoa(i))
		r.WithoutLines = append(r.WithoutLines, credit.LineOf{Creditor: "party " + strconv.Itoa(i), Debtor: "ann"}, credit.LineOf{})
	}
	r.Without = append(r.Without, "", "\xff", strings.Repeat("x", 1<<16))
	if p := q.route(r); waysOf(p.Payment) != "ann>bob>cem 5" {
		t.Error(waysOf(p.Payment))
	}
	r.Without = append(r.Without, "bob")
	q.noWay(r)
	if p := q.route(q.routing("ann", "cem", 10)); p.Amount.Parts() != 10 {
		t.Error(p)
	}
}

// Wherever a plan is cancelled, it leaves nothing behind.
func TestRouteCancelled(t *testing.T) {
	q := newQuarter(t, "bob trusts ann 40 9", "cem trusts ann 40", "dan trusts bob 40", "dan trusts cem 40", "cem mediates * *", "bob charges 1 0", "cem charges 2 0", "bob owes ann 3")
	r := q.routing("ann", "dan", 30)
	r.By, r.PathsMax, r.WithoutLines = []string{"bob"}, 1, []credit.LineOf{{Creditor: "cem", Debtor: "ann"}}
	plain := q.routing("ann", "dan", 30)
	want, wantPlain, before := outcome(q.Clone().Route(t.Context(), r)), outcome(q.Clone().Route(t.Context(), plain)), snapshot(t, q.Ledger)
	for looks := 0; ; looks++ {
		p, err := q.Route(&impatient{t.Context(), looks}, r)
		if err == nil {
			if got := outcome(p, nil); got != want || looks < 2 {
				t.Errorf("%s after %d looks, not %s", got, looks, want)
			}
			break
		}
		if err != context.Canceled || p != nil || !bytes.Equal(snapshot(t, q.Ledger), before) {
			t.Fatal(p, err)
		}
		if got := outcome(q.Route(t.Context(), plain)); got != wantPlain {
			t.Fatalf("%s when cancelled at look %d, not %s", got, looks, wantPlain)
		}
	}
}

// An impatient context ends when it is looked at for the nth time.
type impatient struct {
	context.Context
	looks int
}

func (c *impatient) Err() error {
	if c.looks--; c.looks < 0 {
		return context.Canceled
	}
	return nil
}

// An error names four of the bounds in the way, and counts the others.
func TestRouteErrorNamesAFew(t *testing.T) {
	for n, want := range map[int]string{
		4: ": d: why",
		5: ": d: why: and 1 more",
		6: ": d: why: and 2 more",
	} {
		e := &credit.RouteError{Asked: eur(t, "2"), Room: eur(t, "1"), Most: eur(t, "1")}
		for i := range n {
			e.Cut = append(e.Cut, credit.Bound{Creditor: string(rune('a' + i)), Why: "why"})
		}
		if got := e.Error(); !strings.HasSuffix(got, ": a: why: b: why: c: why"+want) {
			t.Errorf("%d bounds: %s", n, got)
		}
	}
}
