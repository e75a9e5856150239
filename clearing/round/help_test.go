package round_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"testing"
	"time"
	"unicode/utf8"

	"example.org/mutual/clearing"
	"example.org/mutual/clearing/round"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

func euro(tb testing.TB) unit.Unit {
	tb.Helper()
	u, err := unit.Currency("EUR", 2)
	if err != nil {
		tb.Fatal(err)
	}
	return u
}

func owe(tb testing.TB, id, debtor, creditor string, cents int64) clearing.Obligation {
	tb.Helper()
	return clearing.Obligation{ID: id, Debtor: debtor, Creditor: creditor, Amount: unit.New(cents, euro(tb))}
}

// at is an hour of the first day.
func at(hour int) time.Time { return time.Date(2026, 4, 1, hour, 0, 0, 0, time.UTC) }

// terms are of a ring of three, and of two who owe each other and one of the three.
func terms(tb testing.TB) round.Terms {
	return round.Terms{Operator: "chamber", Book: clearing.Book{Obligations: []clearing.Obligation{
		owe(tb, "1", "ann", "bob", 500), owe(tb, "2", "bob", "cem", 400), owe(tb, "3", "cem", "ann", 300),
		owe(tb, "4", "dan", "eve", 200), owe(tb, "5", "eve", "dan", 200), owe(tb, "6", "dan", "ann", 100),
	}}}
}

func mustNew(tb testing.TB, t round.Terms) *round.Round {
	tb.Helper()
	r, err := round.New(t)
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

// cleared is what is in play, cleared.
func cleared(tb testing.TB, r *round.Round) clearing.Result {
	tb.Helper()
	result, err := clearing.Clear(context.Background(), r.Book(), r.Terms().Options)
	if err != nil {
		tb.Fatal(err)
	}
	return *result
}

func propose(tb testing.TB, r *round.Round, id string, hour int) round.Propose {
	tb.Helper()
	return round.Propose{ID: id, At: at(hour), By: []string{"chamber"}, Result: cleared(tb, r)}
}

// confirm is a party's confirmation of what it is told.
func confirm(r *round.Round, id, party string, hour int) round.Confirm {
	digest, _ := r.Digest(party)
	return round.Confirm{ID: id, At: at(hour), By: []string{party}, Party: party, Proposal: r.Proposal(), Notice: digest}
}

func apply(tb testing.TB, r *round.Round, a round.Action) journal.Entry {
	tb.Helper()
	e, err := r.Apply(a)
	if err != nil {
		tb.Fatal(err)
	}
	return e
}

func snapshot(tb testing.TB, r *round.Round) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := r.Snapshot(&b); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// refusal fails unless err is a RefusalError for this reason, whose text is safe to log.
func refusal(tb testing.TB, err, reason error) *journal.RefusalError {
	tb.Helper()
	var e *journal.RefusalError
	if !errors.As(err, &e) || e.Reason != reason {
		tb.Fatalf("got the error %v, want %v", err, reason)
	}
	if text := err.Error(); !utf8.ValidString(text) || len(text) > 1000 || bytes.ContainsAny([]byte(text), "\n\x00") {
		tb.Fatalf("the text %q", text)
	}
	return e
}

// unsealed is a snapshot without its last member.
func unsealed(text []byte) []byte {
	return text[:bytes.LastIndex(text, []byte(`,"sha256":`))]
}

// seal adds the member that makes it whole.
func seal(text []byte) []byte {
	sum := sha256.Sum256(text)
	return fmt.Appendf(text[:len(text):len(text)], `,"sha256":"%x"}`, sum)
}

// sealed is a changed snapshot with its digest put right.
func sealed(text string) string { return string(seal(unsealed([]byte(text)))) }
