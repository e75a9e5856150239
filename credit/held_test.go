package credit_test

import (
	"bytes"
	"testing"

	"example.org/mutual/credit"
	"example.org/mutual/internal/machine"
)

// What a holder applies is told promise by promise, and undone or made final at its word, with all before it.
func TestHold(t *testing.T) {
	l := newLedger(t)
	apply(t, l, credit.Issue{ID: "a1", At: day(1), By: []string{"ann", "bob"}, Promisor: "ann", Holder: "bob", Amount: eur(t, "5"), For: "bread"})
	before := snapshot(t, l)
	for _, undo := range []bool{true, false} {
		h := l.Hold(machine.Key{})
		if _, _, err := h.Apply(credit.Forgive{ID: "f1", At: day(2), By: []string{"bob"}, Promise: "a1", Amount: eur(t, "1")}); err != nil {
			t.Fatal(err)
		}
		_, changed, err := h.Apply(credit.Transfer{ID: "t1", At: day(3), By: []string{"bob", "cem"}, Promise: "a1", To: "cem", Amount: eur(t, "3")})
		if err != nil || len(changed) != 2 {
			t.Fatal(changed, err)
		}
		old, part := changed[0], changed[1]
		if old.Before.Left != eur(t, "4") || old.After.Left != eur(t, "1") || part.Before != (credit.Promise{}) || part.After.ID != "t1/1" || part.After.Holder != "cem" {
			t.Errorf("%+v", changed)
		}
		h.Finish(undo)
		if bytes.Equal(before, snapshot(t, l)) != undo {
			t.Errorf("undone %v: %s", undo, snapshot(t, l))
		}
	}
	if err := l.Check(); err != nil {
		t.Error(err)
	}
}

// A promise that one action touches twice is told once, from what it was to what it came to be.
func TestHoldTellsOnce(t *testing.T) {
	l := newLedger(t)
	apply(t, l,
		credit.Issue{ID: "a1", At: day(1), By: []string{"ann", "bob"}, Promisor: "ann", Holder: "bob", Amount: eur(t, "5"), For: "bread"},
		credit.Reserve{ID: "r1", At: day(1), By: []string{"bob"}, Until: day(3), Payment: credit.Payment{
			From: "bob", To: "ann", Amount: eur(t, "2"), For: "eggs", Paths: []credit.Path{{Parties: []string{"bob", "ann"}, Amount: eur(t, "2")}}}})
	_, changed, err := l.Hold(machine.Key{}).Apply(credit.Commit{ID: "c1", At: day(2), By: []string{"bob"}, Reservation: "r1"})
	if err != nil || len(changed) != 1 {
		t.Fatal(changed, err)
	}
	before, after := changed[0].Before, changed[0].After
	if before.Left != eur(t, "5") || before.Reserved != eur(t, "2") || after.Left != eur(t, "3") || after.Reserved != eur(t, "0") {
		t.Errorf("%+v", changed)
	}
}
