package main

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"example.org/mutual/credit"
	"example.org/mutual/unit/journal"
)

// column returns what a query of one text finds.
func column(t *testing.T, db *sql.DB, query string) string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var b strings.Builder
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		b.WriteString(text + "\n")
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// tamper changes a database behind the Store's back.
func tamper(t *testing.T, db *sql.DB, query string) {
	t.Helper()
	if r, err := db.ExecContext(t.Context(), query); err != nil {
		t.Fatal(err)
	} else if n, _ := r.RowsAffected(); n == 0 {
		t.Fatalf("nothing was changed by %s", query)
	}
}

// opened is a bank on a file, with the first n promises of an hour each.
func opened(t *testing.T, file string, o Options, n int) *Store[credit.Action, *credit.Ledger] {
	t.Helper()
	db, err := openFile(file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	s, err := Open(t.Context(), db, "bank", timeBank, o)
	if err != nil {
		t.Fatal(err)
	}
	for day := 1; day <= n; day++ {
		if _, err := s.Do(t.Context(), hour(day)); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// hour is the promise of a day.
func hour(day int) credit.Issue {
	return credit.Issue{ID: on(day).Format("p-02"), At: on(day), By: []string{"ann", "bob"}, Promisor: "ann", Holder: "bob", Amount: h("1.0"), For: "baking"}
}

// owes is what Ann owes Bob.
func owes(t *testing.T, s *Store[credit.Action, *credit.Ledger]) (owed string) {
	t.Helper()
	if err := s.Read(t.Context(), func(l *credit.Ledger) { owed = l.Owed("ann", "bob").Number() }); err != nil {
		t.Error(err)
	}
	return owed
}

func newFile(t *testing.T) string { return filepath.Join(t.TempDir(), "town.db") }

// Snapshots come on their schedule, the last two and the founding stay, and only what came after is replayed.
func TestSnapshots(t *testing.T) {
	for n, want := range map[int]struct {
		kept   string
		loaded Loaded
	}{
		0:  {"0\n", Loaded{0, 0}},
		2:  {"0\n", Loaded{0, 2}},
		3:  {"0\n3\n", Loaded{3, 0}},
		10: {"0\n6\n9\n", Loaded{9, 1}},
	} {
		file := newFile(t)
		s := opened(t, file, Options{Every: 3}, n)
		if kept := column(t, s.db, "SELECT seq FROM snapshots ORDER BY seq"); kept != want.kept {
			t.Errorf("after %d: kept %q, want %q", n, kept, want.kept)
		}
		again := opened(t, file, Options{Every: 3}, 0)
		if again.loaded != want.loaded || owes(t, again) != owes(t, s) {
			t.Errorf("after %d: loaded %v, want %v", n, again.loaded, want.loaded)
		}
	}
}

// A damaged snapshot is passed over; the actions make up for it. Without any, the terms are not known.
func TestDamagedSnapshots(t *testing.T) {
	file := newFile(t)
	s := opened(t, file, Options{Every: 3}, 10)
	for _, want := range []Loaded{{6, 4}, {0, 10}} {
		tamper(t, s.db, fmt.Sprint("UPDATE snapshots SET state = CAST(REPLACE(state, '1.0', '7.0') AS BLOB) WHERE seq > ", want.Snapshot))
		again := opened(t, file, Options{Every: 3}, 0)
		if again.loaded != want || owes(t, again) != "10.0" {
			t.Errorf("loaded %v, want %v", again.loaded, want)
		}
	}
	tamper(t, s.db, "UPDATE snapshots SET state = x''")
	if _, err := Open(t.Context(), s.db, "bank", timeBank, Options{}); !errors.Is(err, errSnapshots) {
		t.Error(err)
	}
}

// Nobody changes what was, neither an action nor what it was answered nor how many there were.
func TestTampering(t *testing.T) {
	for query, want := range map[string]string{
		"UPDATE actions SET action = CAST(REPLACE(action, '1.0', '9.0') AS BLOB) WHERE seq = 2": "bank: action 2: replayed, it is not what was stored",
		"UPDATE actions SET entry = CAST(REPLACE(entry, '10', '90') AS BLOB) WHERE seq = 3":     "bank: action 3: replayed, it is not what was stored",
		"UPDATE actions SET action = x'7b7d' WHERE seq = 1":                                     "bank: action 1: credit: not an action",
		"DELETE FROM actions WHERE seq = 2":                                                     "bank: action 3: replayed, it is not what was stored",
		"UPDATE actions SET seq = 5 WHERE seq = 4":                                              "bank: action 5: replayed, it is not what was stored",
	} {
		s := opened(t, newFile(t), Options{}, 4)
		tamper(t, s.db, query)
		if _, err := Open(t.Context(), s.db, "bank", timeBank, Options{}); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: %v, want %s", query, err, want)
		}
	}
}

// What the machine refuses is not stored: neither a bad action, nor another one under a known ID.
func TestRefused(t *testing.T) {
	s := opened(t, newFile(t), Options{}, 2)
	alone, other := hour(3), hour(2)
	alone.By = alone.By[:1]
	other.At = on(4)
	for _, test := range []struct {
		action credit.Action
		want   error
	}{{alone, journal.ErrConsent}, {other, journal.ErrConflict}, {hour(1), nil}} {
		if _, err := s.Do(t.Context(), test.action); !errors.Is(err, test.want) {
			t.Errorf("%v, want %v", err, test.want)
		}
	}
	if n := column(t, s.db, "SELECT COUNT(*) FROM actions"); n != "2\n" || owes(t, s) != "2.0" {
		t.Error(n, owes(t, s))
	}
}

// A caller who goes away, whenever it be, leaves the action undone or done, and the next one finds out which.
func TestCancelled(t *testing.T) {
	for _, p := range points[:4] {
		ctx, cancel := context.WithCancel(t.Context())
		file := newFile(t)
		s := opened(t, file, Options{Pass: func(at Point) {
			if at == p {
				cancel()
			}
		}}, 0)
		_, err := s.Do(ctx, hour(1))
		if gone := before(p) == 1; gone != errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", p, err)
		}
		if e, err := s.Do(t.Context(), hour(1)); err != nil || e.Seq != 1 || e.Again != (before(p) == 0) {
			t.Errorf("%s: again: entry %d, %t, %v", p, e.Seq, e.Again, err)
		}
		if again := opened(t, file, Options{}, 0); owes(t, again) != "1.0" || owes(t, s) != "1.0" {
			t.Errorf("%s: Ann owes %s, and %s after a new start", p, owes(t, s), owes(t, again))
		}
	}
}

// A second writer by mistake: the one that is behind is stopped by the number, looks again, and goes on.
func TestTwoWriters(t *testing.T) {
	file := newFile(t)
	one, two := opened(t, file, Options{}, 1), opened(t, file, Options{}, 0)
	if _, err := one.Do(t.Context(), hour(2)); err != nil {
		t.Fatal(err)
	}
	if _, err := two.Do(t.Context(), hour(3)); err == nil || !strings.Contains(err.Error(), "UNIQUE") {
		t.Fatal(err)
	}
	if e, err := two.Do(t.Context(), hour(3)); err != nil || e.Seq != 3 {
		t.Error(e.Seq, err)
	}
	if owes(t, two) != "3.0" {
		t.Error(owes(t, two))
	}
}

// The terms are those of the founding, whatever a later program says.
func TestTermsStay(t *testing.T) {
	s := opened(t, newFile(t), Options{}, 1)
	other := timeBank
	other.Found = func() (*credit.Ledger, error) { return credit.New(credit.Terms{Unit: euros}) }
	again, err := Open(t.Context(), s.db, "bank", other, Options{})
	if err != nil || owes(t, again) != "1.0" || again.state.Terms().Unit != hours {
		t.Error(err)
	}
}

// Many senders of the same requests at once, while others read: each is applied once, and all are answered the same.
func TestTogether(t *testing.T) {
	file := newFile(t)
	s := opened(t, file, Options{Every: 2}, 0)
	answers := make([][]journal.Entry, 8)
	var first atomic.Int32 // answers that are not of an action sent again
	var all sync.WaitGroup
	for k := range answers {
		all.Go(func() {
			for n := range 5 {
				a := hour(1)
				a.ID = fmt.Sprint("together-", (n+k)%5)
				e, err := s.Do(t.Context(), a)
				if err != nil {
					t.Error(err)
				}
				answers[k] = append(answers[k], e.Entry)
				if !e.Again {
					first.Add(1)
				}
				owes(t, s)
			}
			slices.SortFunc(answers[k], func(a, b journal.Entry) int { return cmp.Compare(a.Action, b.Action) })
		})
	}
	all.Wait()
	if n := first.Load(); n != 5 {
		t.Errorf("%d answers say that theirs is the first, want one for each of the 5 requests", n)
	}
	for k := range answers {
		if !reflect.DeepEqual(answers[k], answers[0]) {
			t.Errorf("answered %v, and %v", answers[k], answers[0])
		}
	}
	if again := opened(t, file, Options{}, 0); owes(t, again) != "5.0" || again.loaded != (Loaded{4, 1}) {
		t.Error(owes(t, again), again.loaded)
	}
}
