package credit_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"example.org/mutual/credit"
)

// What a party stands to lose and may come to: not within a frozen line, and less what is reserved.
func TestExposure(t *testing.T) {
	l := chained(t)
	exposed := func(when string, want map[string]string) {
		t.Helper()
		for name, want := range want {
			e := l.Exposure(name)
			if got := fmt.Sprint(e.Held.Number(), " ", e.Reserved.Number(), " ", e.Room.Number(), " ", e.Open); got != want {
				t.Errorf("%s %s: got %s, want %s", name, when, got, want)
			}
		}
	}
	exposed("at first", map[string]string{
		"ann": "20.00 0.00 0.00 false", "bob": "30.00 0.00 20.00 false", "cem": "0.00 10.20 69.80 false", "dan": "0.00 10.00 50.00 false", "nobody": "0.00 0.00 0.00 false",
	})
	apply(t, l,
		credit.FreezeLine{ID: "f", At: day(5), By: []string{"cem"}, Creditor: "cem", Debtor: "bob"},
		credit.SetLine{ID: "s1", At: day(5), By: []string{"dan"}, Creditor: "dan", Debtor: "ann"},
		credit.SetLine{ID: "s2", At: day(5), By: []string{"bob"}, Creditor: "bob", Debtor: "ann", Hard: eur(t, "10")})
	exposed("with a line frozen, one without a limit, and one that is full", map[string]string{
		"bob": "30.00 0.00 0.00 false", "cem": "0.00 10.20 0.00 false", "dan": "0.00 10.00 50.00 true",
	})
}

// What is due at a moment is overdue after it; what is as old as a bracket's end is in the next.
func TestAgesToTheMoment(t *testing.T) {
	l := newLedger(t)
	apply(t, l,
		credit.Issue{ID: "a", At: day(1), By: []string{"ann", "bob"}, Promisor: "ann", Holder: "bob", Amount: eur(t, "5"), For: "bread", Due: day(10)},
		credit.Issue{ID: "b", At: day(3), By: []string{"ann", "cem"}, Promisor: "cem", Holder: "ann", Amount: eur(t, "3"), For: "eggs", Due: day(9)})
	const days = 24 * time.Hour
	for _, test := range []struct {
		at   time.Time
		want string
	}{
		{day(2), "0s-216h0m0s 5.00 0.00/3.00 0.00 216h0m0s-0s 0.00 0.00/0.00 0.00"}, // before the eggs were promised
		{day(10).Add(-1), "0s-216h0m0s 5.00 0.00/3.00 3.00 216h0m0s-0s 0.00 0.00/0.00 0.00"},
		{day(10), "0s-216h0m0s 0.00 0.00/3.00 3.00 216h0m0s-0s 5.00 0.00/0.00 0.00"},
		{day(10).Add(1), "0s-216h0m0s 0.00 0.00/3.00 3.00 216h0m0s-0s 5.00 5.00/0.00 0.00"},
	} {
		var got []string
		for _, a := range l.Ages("ann", test.at, 9*days, 8*days, 9*days) { // those that do not rise are left out
			got = append(got, fmt.Sprint(a.From, "-", a.To, " ", a.Owes.Number(), " ", a.OwesOverdue.Number(), "/", a.Owed.Number(), " ", a.OwedOverdue.Number()))
		}
		if got := strings.Join(got, " "); got != test.want {
			t.Errorf("at %v:\ngot  %s\nwant %s", test.at, got, test.want)
		}
		st, _ := l.Statement("ann", test.at)
		if overdue := strings.Contains(strings.Join(st.Words, " "), "5.00 EUR for bread (a), promised on 2026-01-01, overdue"); overdue != test.at.After(day(10)) {
			t.Errorf("at %v: %s", test.at, st.Words)
		}
	}
}

// Whom a ledger knows it knows once restored, and nobody else.
func TestStatementOfWhomItKnows(t *testing.T) {
	l := newLedger(t)
	apply(t, l,
		credit.SetLine{ID: "open", At: day(1), By: []string{"ann"}, Creditor: "ann", Debtor: "bob"},
		credit.CloseLine{ID: "close", At: day(1), By: []string{"ann"}, Creditor: "ann", Debtor: "bob"},
		credit.SetLine{ID: "line", At: day(1), By: []string{"dan"}, Creditor: "dan", Debtor: "eve"},
		credit.Issue{ID: "kept", At: day(1), By: []string{"fay", "gil"}, Promisor: "fay", Holder: "gil", Amount: eur(t, "1"), For: "bread"},
		credit.Redeem{ID: "over", At: day(1), By: []string{"gil"}, Promise: "kept", Goods: "bread"},
		credit.Mediate{ID: "mediate", At: day(1), By: []string{"cem"}, Party: "cem", From: "hal"})
	back, err := credit.Restore(bytes.NewReader(snapshot(t, l)))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{"ann": false, "bob": false, "cem": true, "dan": true, "eve": true, "fay": true, "gil": true, "hal": false, "zoe": false} {
		_, now := l.Statement(name, day(2))
		_, then := back.Statement(name, day(2))
		if now != want || then != want {
			t.Errorf("%s is known: %v, and once restored %v", name, now, then)
		}
	}
}
