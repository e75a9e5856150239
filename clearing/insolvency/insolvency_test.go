package insolvency_test

import (
	"context"
	"fmt"

	"example.org/mutual/clearing/insolvency"
	"example.org/mutual/unit"
)

// parts returns an amount in the unit of all tests here.
func parts(n int64) unit.Amount { return unit.New(n, unit.Joule) }

func owe(debtor, creditor string, n int64) insolvency.Debt {
	return insolvency.Debt{ID: debtor + ">" + creditor, Debtor: debtor, Creditor: creditor, Amount: parts(n)}
}

// in returns the same debt in another class.
func in(class int, d insolvency.Debt) insolvency.Debt {
	d.ID += fmt.Sprint(" ", class)
	d.Class = class
	return d
}

func have(party string, n int64) insolvency.Means {
	return insolvency.Means{Party: party, Amount: parts(n)}
}

// A fataler is a testing.TB or a rapid.T.
type fataler interface {
	Helper()
	Fatal(args ...any)
}

// must settles a system and verifies the result.
func must(t fataler, s insolvency.System, o insolvency.Options) *insolvency.Result {
	t.Helper()
	r, err := insolvency.Settle(context.Background(), s, o)
	if err != nil {
		t.Fatal(err)
	}
	if err := insolvency.Verify(s, o, r); err != nil {
		t.Fatal(err)
	}
	return r
}

// pays returns what each party pays, in the order of the names, as text.
func pays(r *insolvency.Result) (all []string) {
	for _, p := range r.Positions {
		all = append(all, p.Pays.String())
	}
	return all
}

// added returns whom each round adds.
func added(r *insolvency.Result) (all [][]string) {
	for _, round := range r.Rounds {
		all = append(all, round.Parties)
	}
	return all
}
