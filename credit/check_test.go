package credit

import (
	"errors"
	"strings"
	"testing"
	"time"

	"example.org/mutual/unit"
)

// Check notices whatever is not as it should be of what payments along chains leave behind, were it only a
// part.
func TestCheckNotices(t *testing.T) {
	u, err := unit.Currency("EUR", 2)
	if err != nil {
		t.Fatal(err)
	}
	at, all := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), []string{"ann", "bob", "cem"}
	sound := func() *Ledger {
		l, err := New(Terms{Unit: u})
		if err != nil {
			t.Fatal(err)
		}
		_, err = l.Batch(
			SetLine{ID: "l1", At: at, By: all, Creditor: "bob", Debtor: "ann", Hard: unit.New(900, u), Soft: unit.New(800, u), Target: unit.New(700, u)},
			Mediate{ID: "m1", At: at, By: all, Party: "bob", From: "ann"},
			SetCharge{ID: "c1", At: at, By: all, Party: "cem", Flat: unit.New(1, u), For: "books"},
			Issue{ID: "a1", At: at, By: all, Promisor: "bob", Holder: "ann", Amount: unit.New(50, u), For: "x"},
			Issue{ID: "a2", At: at, By: all, Promisor: "bob", Holder: "ann", Amount: unit.New(50, u), For: "x"},
			Reserve{ID: "r1", At: at, By: all, Until: at.Add(time.Hour), Payment: Payment{From: "ann", To: "bob", Amount: unit.New(130, u), For: "y", Paths: []Path{{Parties: []string{"ann", "bob"}, Amount: unit.New(130, u)}}}},
		)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	if err := sound().Check(); err != nil {
		t.Fatal(err)
	}
	for name, breakIt := range map[string]func(l *Ledger){
		"more held than reserved": func(l *Ledger) { l.promise(0).held--; l.pairs[l.promise(0).pair].usable++ },
		"more reserved than held": func(l *Ledger) { l.reserved["r1"].takes[0].parts++ },
		"held and reserved beyond it": func(l *Ledger) {
			l.promise(0).held += 9
			l.reserved["r1"].takes[0].parts += 9
			l.pairs[l.promise(0).pair].usable -= 9
		},
		"held and reserved below zero": func(l *Ledger) {
			l.promise(0).held = -1
			l.reserved["r1"].takes[0].parts = -1
			l.pairs[l.promise(0).pair].usable = 51
		},
		"usable":           func(l *Ledger) { l.pairs[l.promise(0).pair].usable-- },
		"room reserved":    func(l *Ledger) { l.reserved["r1"].owes[0].parts++ },
		"room of the pair": func(l *Ledger) { l.pairs[l.reserved["r1"].owes[0].place].reserved++ },
		"room below zero": func(l *Ledger) {
			l.addReserved(l.reserved["r1"].owes[0].place, -90)
			l.reserved["r1"].owes[0].parts -= 90
		},
		"what one will owe":     func(l *Ledger) { l.parties[l.number["ann"]].willOwe++ },
		"what one will be owed": func(l *Ledger) { l.parties[l.number["bob"]].willBeOwed++ },
		"more than one may owe": func(l *Ledger) {
			l.addReserved(l.reserved["r1"].owes[0].place, TotalMax-29)
			l.reserved["r1"].owes[0].parts = TotalMax + 1
		},
		"a reservation under another ID": func(l *Ledger) { l.reserved["r2"] = l.reserved["r1"]; delete(l.reserved, "r1") },
		"a reservation of no action": func(l *Ledger) {
			l.reserved["r2"] = l.reserved["r1"]
			l.reserved["r2"].id = "r2"
			delete(l.reserved, "r1")
		},
		"a reservation over at once":      func(l *Ledger) { l.reserved["r1"].until = at },
		"a reservation too long":          func(l *Ledger) { l.reserved["r1"].until = at.Add(ReserveMax + 1) },
		"a dispute of what is reserved":   func(l *Ledger) { l.promise(0).disputed = true; l.pairs[l.promise(0).pair].usable = 0 },
		"a consent to oneself":            func(l *Ledger) { l.through[l.number["bob"]][0].to = l.number["bob"] },
		"a consent from oneself":          func(l *Ledger) { l.through[l.number["bob"]][0].from = l.number["bob"] },
		"a consent there and back":        func(l *Ledger) { l.through[l.number["bob"]][0].to = l.number["ann"] },
		"a charge of nothing":             func(l *Ledger) { l.charges[l.number["cem"]] = charge{words: "books"} },
		"a charge below nothing":          func(l *Ledger) { l.charges[l.number["cem"]] = charge{flat: -1, rate: 3, words: "books"} },
		"a charge of too many millionths": func(l *Ledger) { l.charges[l.number["cem"]] = charge{rate: unit.Whole + 1, words: "books"} },
		"a charge for nothing":            func(l *Ledger) { l.charges[l.number["cem"]] = charge{flat: 1} },
		"a target above the soft limit":   func(l *Ledger) { l.pairs[0].line.target = 801 },
		"a target below zero":             func(l *Ledger) { l.pairs[0].line.target = -1 },
		"no line with a target":           func(l *Ledger) { l.pairs[0].line = line{target: 1} },
		"issued at another time":          func(l *Ledger) { l.promise(1).issued = at.Add(1) },
		"not in its list":                 func(l *Ledger) { l.pairs[l.promise(1).pair].promises = nil },
	} {
		l := sound()
		breakIt(l)
		if err := l.Check(); !errors.Is(err, ErrBroken) || !strings.Contains(err.Error(), ": ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
