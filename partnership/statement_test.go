package partnership_test

import (
	"strings"
	"testing"

	"example.org/mutual/credit"
	"example.org/mutual/partnership"
	"example.org/mutual/unit"
)

func TestStatements(t *testing.T) {
	p := let(t, stocked())
	apply(t, p,
		partnership.Forecast{ID: "f", At: day, By: both, Remaining: pounds("1000.00")},
		partnership.Pay{ID: "ahead", At: day, By: cus, From: "olu", In: credit.Money, Paid: pounds("80.00")},
		partnership.Bill{ID: "jan", At: day, By: mia, Period: "jan"},
		partnership.Distribute{ID: "d", At: day, By: mia})
	for _, test := range []struct {
		who   string
		words []string
		want  string
	}{
		{"olu", must2(p.Statement("olu")).Words, `olu: a member since 2026-01-05.
You have 20 of 100 nths.
You use the house for 500.00 GBP, and may for as long as you pay it.
You owe 400.00 GBP of rental.
0.00 GBP is due to you, as far as there is money.
You hold Stock of 100.00 GBP, which you can pay with. It is no claim to money and bears nothing.`},
		{"ivy", must2(p.Statement("ivy")).Words, `ivy: a member since 2026-01-05.
You have 80 of 100 nths.
400.00 GBP is due to you, as far as there is money.`},
		{"the custodian", p.CustodianStatement().Words, `You hold 80.00 GBP: of it the commons fund has 0.00 GBP, capital 0.00 GBP, prepaid 80.00 GBP, and 0.00 GBP is carried.
400.00 GBP is due to members, of which 0.00 GBP can be paid now.
0.00 GBP of the gross is not distributed, and 400.00 GBP of rentals is owed.
Stock of 100.00 GBP is outstanding where 500.00 GBP remains to be produced, 5.00 times as much; 400.00 GBP more can be issued.`},
		{"the manager", p.ManagerStatement().Words, `Parts of the asset in use: 1, for 500.00 GBP together.
olu uses the house for 500.00 GBP since 2026-01-05.
olu owes 400.00 GBP, the oldest since 2026-01-05.`},
	} {
		if got := strings.Join(test.words, "\n"); got != test.want {
			t.Errorf("%s is told:\n%s", test.who, got)
		}
	}
	if _, ok := p.Statement("eve"); ok {
		t.Error("a stranger has a statement")
	}
}

// Rentals that no amount can hold together are not said to be nothing.
func TestVastRentals(t *testing.T) {
	p := founded(t, terms())
	for _, part := range []string{"upstairs", "downstairs"} {
		apply(t, p, partnership.TakeUp{ID: part, At: day, By: []string{"olu", "mia", "cus"}, User: "olu", Part: part, Rental: unit.New(partnership.TotalMax, gbp)})
	}
	if st := p.ManagerStatement(); st.Rentals != (unit.Amount{}) || st.Words[0] != "Parts of the asset in use: 2, for more than can be said together." {
		t.Error(st.Rentals, st.Words[0])
	}
}

// must2 is must for what is there or not.
func must2[T any](v T, ok bool) T {
	if !ok {
		panic("not there")
	}
	return v
}

// The zero Partnership answers what it is asked: nothing is there.
func TestZero(t *testing.T) {
	var p partnership.Partnership
	_, member := p.Statement("ann")
	_, forecast := p.Stock()
	if member || forecast || len(p.Uses()) > 0 || len(p.Book(day).Obligations) > 0 || !p.Holding("ann").IsZero() || p.Check() == nil {
		t.Error("something is there")
	}
	p.CustodianStatement()
	p.ManagerStatement()
	p.Clone()
	for range p.Holders() {
		t.Error("a holder")
	}
}
