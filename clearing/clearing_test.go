package clearing_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"example.org/mutual/clearing"
	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

// owe makes an obligation of so many smallest parts.
func owe(id, debtor, creditor string, parts int64, u unit.Unit) clearing.Obligation {
	return clearing.Obligation{ID: id, Debtor: debtor, Creditor: creditor, Amount: unit.New(parts, u)}
}

func book(all ...clearing.Obligation) clearing.Book { return clearing.Book{Obligations: all} }

// triangle is ann owing bob 5, bob carol 4 and carol ann 3.
func triangle() clearing.Book {
	return book(owe("a", "ann", "bob", 5, unit.Joule), owe("b", "bob", "carol", 4, unit.Joule), owe("c", "carol", "ann", 3, unit.Joule))
}

// clear clears with options.
func clear(tb rapid.TB, b clearing.Book, o clearing.Options) *clearing.Result {
	tb.Helper()
	r, err := clearing.Clear(context.Background(), b, o)
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

// mustClear clears with the zero Options.
func mustClear(tb rapid.TB, b clearing.Book) *clearing.Result {
	tb.Helper()
	return clear(tb, b, clearing.Options{})
}

func mustUnit(tb testing.TB, text string) unit.Unit {
	tb.Helper()
	u, err := unit.ParseUnit(text)
	if err != nil {
		tb.Fatal(err)
	}
	return u
}

func day(tb testing.TB, text string) time.Time {
	tb.Helper()
	d, err := time.Parse(time.DateOnly, text)
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

// refusal fails unless err is an Error for this reason, whose text is safe to log: one short line of
// valid UTF-8.
func refusal(tb testing.TB, err, reason error) *clearing.Error {
	tb.Helper()
	var e *clearing.Error
	if !errors.Is(err, reason) || !errors.As(err, &e) || e.Reason != reason {
		tb.Fatalf("error %v (%T), want %v", err, err, reason)
	}
	if text := e.Error(); len(text) > 600 || strings.ContainsAny(text, "\n\r\x00\x1b") || !utf8.ValidString(text) {
		tb.Fatalf("not safe to log: %q", text)
	}
	if len(e.ID) > clearing.NameBytesMax {
		tb.Fatalf("the error keeps %d bytes of the ID", len(e.ID))
	}
	return e
}
