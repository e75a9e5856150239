package credit_test

import (
	"slices"
	"testing"

	"example.org/mutual/credit"
)

// A view shows what its ledger comes to be, and is no door to it.
func TestView(t *testing.T) {
	l := newLedger(t)
	v := l.View()
	apply(t, l, credit.Issue{ID: "a1", At: day(1), By: []string{"ann", "bob"}, Promisor: "ann", Holder: "bob", Amount: eur(t, "5"), For: "bread"})
	if got := v.Owed("ann", "bob"); got != eur(t, "5") {
		t.Errorf("ann owes %v", got)
	}
	if _, ok := v.(interface{ Check() error }); ok {
		t.Error("a view is a ledger")
	}
}

// The figures of a statement are those of the promises that it lists.
func TestStatement(t *testing.T) {
	l := newLedger(t)
	for i, amount := range []string{"5", "3", "1"} {
		id := string(rune('a' + i))
		apply(t, l, credit.Issue{ID: id, At: day(1 + i), By: []string{"ann", "bob"}, Promisor: "ann", Holder: "bob", Amount: eur(t, amount), For: "bread"})
	}
	apply(t, l,
		credit.Issue{ID: "d", At: day(4), By: []string{"ann", "cem"}, Promisor: "cem", Holder: "ann", Amount: eur(t, "2"), For: "wood"},
		credit.Forgive{ID: "e", At: day(5), By: []string{"bob"}, Promise: "b"})
	st, known := l.Statement("ann", day(9))
	var ids []string
	for _, p := range st.Promises {
		ids = append(ids, p.ID)
	}
	if !known || st.Name != "ann" || st.Owes != eur(t, "6") || st.Owed != eur(t, "2") || st.Balance != eur(t, "-4") || len(st.Words) != 4 || !slices.Equal(ids, []string{"a", "c", "d"}) {
		t.Errorf("%+v", st)
	}
}
