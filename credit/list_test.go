package credit

import (
	"fmt"
	"testing"
	"time"

	"example.org/mutual/unit"
)

// The list of a pair's promises does not grow by what is tried or undone over and over, nor beyond the
// promises that there are once a payment has looked at it.
func TestListsDoNotGrow(t *testing.T) {
	u, err := unit.Currency("EUR", 2)
	if err != nil {
		t.Fatal(err)
	}
	l, err := New(Terms{Unit: u})
	if err != nil {
		t.Fatal(err)
	}
	at, all := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), []string{"ann", "bob", "cem"}
	do := func(apply func(Action) error, actions ...Action) {
		for _, a := range actions {
			if err := apply(a); err != nil {
				t.Fatal(err)
			}
		}
	}
	apply := func(a Action) error { _, err := l.Apply(a); return err }
	try := func(a Action) error { _, err := l.Try(a); return err }
	issue := func(id string) Action {
		return Issue{ID: id, At: at, By: all, Promisor: "ann", Holder: "bob", Amount: unit.New(10, u), For: "x"}
	}
	move := func(id, promise, to string) Action {
		return Transfer{ID: id, At: at, By: all, Promise: promise, To: to}
	}
	do(apply, issue("a1"), issue("a2"))
	for range 1000 {
		do(try, issue("b"), move("c", "a2", "cem"), issue("d"))
		do(try, Forgive{ID: "f", At: at, By: all, Promise: "a1"}, Forgive{ID: "f", At: at, By: all, Promise: "a2"})
		_, _ = l.Batch(issue("b"), move("c", "b", "cem"), Forgive{ID: "f", At: at, Promise: "b"})
	}
	for at := range l.pairs {
		if n := len(l.pairs[at].promises); n > 64 {
			t.Errorf("pair %d: a list of %d", at, n)
		}
	}
	for i := range 300 {
		id := fmt.Sprint("m", i, " ")
		do(apply, move(id+"1", "a1", "cem"), move(id+"2", "a2", "cem"), move(id+"3", "a1", "bob"), move(id+"4", "a2", "bob"))
	}
	pay := Payment{From: "bob", To: "ann", Amount: unit.New(1, u), For: "x", Paths: []Path{{Parties: []string{"bob", "ann"}, Amount: unit.New(1, u)}}}
	do(apply, Pay{ID: "p", At: at, By: []string{"bob"}, Payment: pay})
	if n := len(l.pairs[l.at[ends{l.number["ann"], l.number["bob"]}]].promises); n != 2 {
		t.Errorf("a list of %d after a payment", n)
	}
	do(apply, Forgive{ID: "f", At: at, By: all, Promise: "a2"}, Pay{ID: "q", At: at, By: []string{"bob"}, Payment: pay})
	if n := len(l.pairs[l.at[ends{l.number["ann"], l.number["bob"]}]].promises); n != 1 {
		t.Errorf("a list of %d after one was forgiven", n)
	}
}
