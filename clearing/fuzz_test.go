package clearing_test

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"example.org/mutual/clearing"
	"example.org/mutual/clearing/clearingtest"
)

// fuzzEntriesMax bounds a book that a fuzz target clears, fuzzBytesMax what it reads.
const (
	fuzzEntriesMax = 200
	fuzzBytesMax   = 1 << 16
)

// seedBooks are right and wrong books as JSON.
func seedBooks(f *testing.F) [][]byte {
	var seeds [][]byte
	for _, b := range []clearing.Book{{}, triangle(), vectors()[1].book, vectors()[2].book, clearingtest.LargeScaleFree(4, 12, 1)} {
		data, err := json.Marshal(b)
		if err != nil {
			f.Fatal(err)
		}
		seeds = append(seeds, data)
	}
	return append(seeds,
		[]byte(`{"obligations":[{"id":"1","debtor":"a","creditor":"a","amount":{"amount":"1","unit":"u.0"}}]}`),
		[]byte(`{"obligations":[{"id":"1","debtor":"a","creditor":"b","amount":{"amount":"4611686018427387904","unit":"u.0"},"rank":-1,"due":"9999-12-31T23:59:59+14:00"}]}`),
		[]byte(`{"obligations":[{"id":"1","debtor":"a","creditor":"b","amount":{"amount":"1","unit":"x.0=7/3J"},"due":"0001-01-01T00:00:00Z"},{"id":"1"}]}`),
		[]byte(`{"obligations":[{"ID":"\ud800","debtor":"\u0000","creditor":"b"}],"acceptances":[{}],"tenders":[{}]}`),
		[]byte(`{"acceptances":[{"id":"`+string(slices.Repeat([]byte("x"), 300))+`"}]}`),
	)
}

// Whatever a book's JSON says, Clear gives a result that Verify, Check and Chains hold to be right, or an
// Error.
func FuzzClear(f *testing.F) {
	for _, seed := range seedBooks(f) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var b clearing.Book
		if len(data) > fuzzBytesMax || json.Unmarshal(data, &b) != nil || len(b.Obligations) > fuzzEntriesMax {
			return
		}
		r, err := clearing.Clear(t.Context(), b, clearing.Options{})
		if err != nil {
			var e *clearing.Error
			if !errors.As(err, &e) {
				t.Fatalf("%v is a %T", err, err)
			}
			refusal(t, err, e.Reason)
			return
		}
		if err := clearing.Verify(b, clearing.Options{}, r); err != nil {
			t.Fatal(err)
		}
		if err := clearingtest.Check(b, clearing.Options{}, r); err != nil {
			t.Fatal(err)
		}
	})
}

// Whatever a book and a result say, Verify does not panic, and accepts exactly what Check accepts;
// neither does Chains panic, or yield more than there is.
func FuzzVerify(f *testing.F) {
	for _, seed := range seedBooks(f) {
		var b clearing.Book
		result := []byte("{}")
		if json.Unmarshal(seed, &b) == nil {
			if r, err := clearing.Clear(f.Context(), b, clearing.Options{}); err == nil {
				result, _ = json.Marshal(r)
			}
		}
		f.Add(seed, result, uint16(0), false)
		f.Add(seed, result, uint16(7), true)
	}
	f.Fuzz(func(t *testing.T, bookData, resultData []byte, spoiled uint16, digest bool) {
		var b clearing.Book
		var r clearing.Result
		if len(bookData)+len(resultData) > fuzzBytesMax || json.Unmarshal(bookData, &b) != nil ||
			len(b.Obligations) > fuzzEntriesMax || json.Unmarshal(resultData, &r) != nil {
			return
		}
		if digest { // which no fuzzer finds by itself
			r.BookDigest, _ = clearing.Digest(b)
		}
		holdToCheck(t, b, &r)
		if right, err := clearing.Clear(t.Context(), b, clearing.Options{}); err == nil {
			n := uint16(0)
			for s := range clearingtest.Tamperings(b, clearing.Options{}, right) {
				if n++; n == spoiled {
					holdToCheck(t, s.Book, s.Result)
					break
				}
			}
		}
	})
}

// holdToCheck compares Verify with the kit's checker.
func holdToCheck(t *testing.T, b clearing.Book, r *clearing.Result) {
	err := clearing.Verify(b, clearing.Options{}, r)
	if err == nil {
		if err := clearingtest.Check(b, clearing.Options{}, r); err != nil {
			t.Fatalf("Verify accepts what Check does not: %v", err)
		}
	}
	var e *clearing.Error
	if err != nil && !errors.As(err, &e) {
		t.Fatalf("%v is a %T", err, err)
	}
	if _, bad := clearing.Digest(b); bad == nil && err != nil && clearingtest.Check(b, clearing.Options{}, r) == nil {
		t.Fatalf("Check accepts what Verify does not: %v", err)
	}
	n := 0
	for range clearing.Chains(b, r) {
		n++
	}
	if n > len(b.Obligations) {
		t.Fatalf("%d chains of %d obligations", n, len(b.Obligations))
	}
}
