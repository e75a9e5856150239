package credit_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// ordered is a ledger in which bob owes ann promises of 1 each, named in the order in which they are to be
// repaid, and made in another.
func ordered(t *testing.T, order ...int) *credit.Ledger {
	l := newLedger(t)
	for _, n := range order {
		issue := credit.Issue{ID: "a" + fmt.Sprint(n), At: day(1), By: []string{"bob", "ann", "gil"}, Promisor: "bob", Holder: "ann", Amount: eur(t, "1"), For: "work"}
		issue.Due = []time.Time{day(2), day(2), day(2), day(2), day(3), day(3), {}, {}, {}}[n]
		issue.Guarantor = []string{"gil", "gil", "", "", "gil", "", "gil", "", ""}[n]
		apply(t, l, issue)
	}
	return l
}

// repay has ann pay bob so much, and returns of which promises it was repaid, in their order.
func repay(t *testing.T, l *credit.Ledger, id, amount string) string {
	t.Helper()
	before := map[string]unit.Amount{}
	for p := range l.Promises() {
		before[p.ID] = p.Left
	}
	e := apply(t, l, credit.Pay{ID: id, At: day(5), By: []string{"ann", "bob"}, Payment: credit.Payment{From: "ann", To: "bob", Amount: eur(t, amount), For: "x", Paths: []credit.Path{path(t, amount, "ann", "bob")}}})
	if slices.ContainsFunc(e.Postings, func(p journal.Posting) bool { return p.Quantity == 0 }) {
		t.Error("nothing was moved: ", e.Postings)
	}
	var taken []string
	for p := range l.Promises() {
		if old, ok := before[p.ID]; ok && old != p.Left {
			taken = append(taken, p.ID)
		}
	}
	return strings.Join(taken, " ")
}

// The earlier due goes first, no due date last; then what is guaranteed; then the lower ID: whatever the order
// in which they were made.
func TestRepayOrder(t *testing.T) {
	for _, order := range [][]int{{0, 1, 2, 3, 4, 5, 6, 7, 8}, {8, 7, 6, 5, 4, 3, 2, 1, 0}, {4, 8, 2, 6, 0, 5, 7, 1, 3}} {
		for k := range 10 {
			l := ordered(t, order...)
			want := strings.Join([]string{"a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8"}[:min(k, 9)], " ")
			if k > 0 {
				if got := repay(t, l, "p", fmt.Sprint(k)); got != want {
					t.Errorf("%v: %d repays %s", order, k, got)
				}
			}
			if k < 9 { // one part of the next
				if got, want := repay(t, l, "q", "0.01"), fmt.Sprint("a", k); got != want {
					t.Errorf("%v: after %d it repays %s, want %s", order, k, got, want)
				}
			}
		}
		l := ordered(t, order...)
		if repay(t, l, "p", "9.01"); l.Owed("ann", "bob") != eur(t, "0.01") || !l.Owed("bob", "ann").IsZero() {
			t.Errorf("%v: %s", order, owed(t, l))
		}
	}
}

// What a clone repays, its original still owes, in the same order.
func TestRepayClone(t *testing.T) {
	l := ordered(t, 4, 8, 2, 6, 0, 5, 7, 1, 3)
	text := snapshot(t, l)
	for n := range 3 {
		c := l.Clone()
		for i, want := range []string{"a0 a1 a2 a3", "a3 a4", "a5"} { // what is settled drops out
			if got := repay(t, c, fmt.Sprint("p", i), []string{"3.50", "1.50", "0.01"}[i]); got != want {
				t.Errorf("%d: got %s, want %s", n, got, want)
			}
		}
		if err := l.Check(); err != nil || !bytes.Equal(snapshot(t, l), text) {
			t.Errorf("%d: %v", n, err)
		}
	}
	if got := repay(t, l, "p", "9"); got != "a0 a1 a2 a3 a4 a5 a6 a7 a8" {
		t.Error(got)
	}
}

// IDs are ordered as text, parts of promises among them.
func TestRepayOrderOfIDs(t *testing.T) {
	l := newLedger(t)
	for _, id := range []string{"b", "a10", "a9", "a", "é", "B"} {
		apply(t, l, credit.Issue{ID: id, At: day(1), By: []string{"bob", "ann"}, Promisor: "bob", Holder: "ann", Amount: eur(t, "1"), For: "work"})
	}
	apply(t, l,
		credit.Transfer{ID: "a1", At: day(1), By: []string{"ann", "cem"}, Promise: "b", To: "cem", Amount: eur(t, "0.50")},
		credit.Transfer{ID: "z", At: day(1), By: []string{"cem", "ann"}, Promise: "a1/1", To: "ann"})
	for i, want := range []string{"B", "a", "a1/1", "a10", "a9", "b", "é"} {
		p, _ := l.Promise(want)
		if got := repay(t, l, fmt.Sprint("p", i), p.Left.Number()); got != want {
			t.Errorf("%d: got %s, want %s", i, got, want)
		}
	}
}

// What is in dispute, reserved, settled or somebody else's is passed over.
func TestRepayPassesOver(t *testing.T) {
	l := ordered(t, 8, 7, 6, 5, 4, 3, 2, 1, 0)
	apply(t, l,
		credit.Dispute{ID: "d", At: day(4), By: []string{"ann"}, Promise: "a0", Because: "no"},
		credit.SetLine{ID: "l", At: day(4), By: []string{"ann"}, Creditor: "ann", Debtor: "bob", Clearing: credit.Due},
		credit.Reserve{ID: "r", At: day(4), By: []string{"ann", "bob"}, Until: day(6), Lines: []credit.NetLine{{Promise: "a1", SetOff: eur(t, "1")}, {Promise: "a2", SetOff: eur(t, "0.40")}}},
		credit.Forgive{ID: "f", At: day(4), By: []string{"ann"}, Promise: "a3"},
		credit.Transfer{ID: "t", At: day(4), By: []string{"ann", "cem", "gil"}, Promise: "a4", To: "cem"},
		credit.Default{ID: "e", At: day(4), By: []string{"ann"}, Promise: "a5"}, // which is owed all the same
	)
	if got := repay(t, l, "p", "1.61"); got != "a2 a5 a6" {
		t.Error(got)
	}
	for id, left := range map[string]string{"a0": "1", "a1": "1", "a2": "0.40", "a3": "0", "a4": "1", "a5": "0", "a6": "0.99"} {
		if p, _ := l.Promise(id); p.Left != eur(t, left) {
			t.Errorf("%s: %v", id, p.Left)
		}
	}
	apply(t, l,
		credit.Release{ID: "u", At: day(5), By: []string{"ann"}, Reservation: "r"},
		credit.Resolve{ID: "v", At: day(5), By: []string{"ann", "bob"}, Promise: "a0", Words: "yes"},
		credit.Transfer{ID: "w", At: day(5), By: []string{"cem", "ann", "gil"}, Promise: "a4", To: "ann"})
	if got := repay(t, l, "q", "3.41"); got != "a0 a1 a2 a4 a6" {
		t.Error(got)
	}
}

// However often promises have moved away and back, were tried, undone, settled or archived in between, a
// payment repays them in their order, each once.
func TestRepayAfterMoves(t *testing.T) {
	for seed := range uint64(40) {
		p := &play{Ledger: ordered(t, 4, 8, 2, 6, 0, 5, 7, 1, 3), hour: 24}
		everybody := append(slices.Clone(players), "gil")
		for i, w := range random(1000+seed, 200) {
			id := fmt.Sprint("x", i)
			open := p.open()
			if len(open) == 0 {
				break
			}
			chosen := open[int(w.Which)%len(open)]
			to := []string{"ann", "cem", "dan"}[w.A%3]
			move := credit.Transfer{ID: id, At: p.at(), By: everybody, Promise: chosen.ID, To: to}
			if w.Parts == 1 {
				move.Amount = cents(max(1, chosen.Left.Parts()/2))
			}
			wrong := credit.Forgive{ID: id + "w", At: p.at(), Promise: "none"}
			switch w.Kind % 8 {
			case 0, 1, 2:
				_, _ = p.Apply(move) // or it is there already
			case 3:
				back := spoil(move, func(a *credit.Transfer) { a.ID, a.To, a.Amount = id+"b", chosen.Holder, unit.Amount{} })
				if _, err := p.Batch(move, back, wrong); err == nil {
					t.Fatal("not refused")
				}
			case 4:
				_, _ = p.Try(move)
				_, _ = p.Try(credit.Issue{ID: id, At: p.at(), By: everybody, Promisor: "bob", Holder: "ann", Amount: cents(5), For: "x"})
			case 5:
				issue := credit.Issue{ID: id, At: p.at(), By: everybody, Promisor: "bob", Holder: to, Amount: cents(5), For: "x"}
				again := credit.Transfer{ID: id + "t", At: p.at(), By: everybody, Promise: id, To: "ann"}
				if w.Twist%2 == 0 {
					_, _ = p.Batch(issue, again, wrong)
				} else {
					_, _ = p.Batch(issue, again)
				}
			case 6:
				p.hour++
				archive := credit.Archive{ID: id, At: p.at(), Horizon: p.at().Add(-time.Hour)}
				if w.Twist%2 == 0 {
					_, _ = p.Batch(archive, move, wrong)
				} else {
					_, _ = p.Batch(credit.Forgive{ID: id + "f", At: p.at(), By: everybody, Promise: chosen.ID, Amount: cents(1)}, archive)
				}
			case 7:
				pay := credit.Pay{ID: id, At: p.at(), By: everybody, Payment: credit.Payment{From: "ann", To: "bob", Amount: cents(int64(w.Parts) + 1), For: "x"}}
				pay.Paths = []credit.Path{{Parties: []string{"ann", "bob"}, Amount: pay.Amount}}
				if w.Twist%4 == 0 {
					_, _ = p.Batch(pay, wrong)
					_, _ = p.Try(pay)
				} else if applied, err := p.try(pay); err != nil || !applied {
					t.Fatalf("seed %d, %d: %v", seed, i, err)
				}
			}
			if err := p.Check(); err != nil {
				t.Fatalf("seed %d, %d: %v", seed, i, err)
			}
		}
		for i := range 20 { // and all of it at last
			pay := credit.Pay{ID: fmt.Sprint("p", i), At: p.at().Add(1), By: everybody, Payment: credit.Payment{From: "ann", To: "bob", Amount: cents(37), For: "x", Paths: []credit.Path{path(t, "0.37", "ann", "bob")}}}
			if applied, err := p.try(pay); err != nil || !applied {
				t.Fatalf("seed %d: %v", seed, err)
			}
		}
	}
}
