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

// seedOffers are books with all that a book can hold, and options, as JSON.
func seedOffers(f *testing.F) [][2][]byte {
	var seeds [][2][]byte
	for seed := range 20 {
		b := clearingtest.Offers().Example(seed)
		var pair [2][]byte
		for i, v := range []any{b, clearingtest.Options(b).Example(seed)} {
			data, err := json.Marshal(v)
			if err != nil {
				f.Fatal(err)
			}
			pair[i] = data
		}
		seeds = append(seeds, pair)
	}
	return append(seeds, [2][]byte{
		[]byte(`{"obligations":[],"tenders":[{"id":"t","source":"a","owner":"b","amount":{"amount":"1","unit":"u.0"},"stock":{"amount":"1","unit":"v.0"}}],"windows":[{"creditor":"a","until":"0001-01-01T00:00:00Z"}]}`),
		[]byte(`{"valueDate":"0001-01-01T00:00:00Z","stages":[{"stage":"by rank","asOf":"9999-12-31T23:59:59-14:00"}],"exclude":{"pairs":[{}]}}`),
	})
}

// Whatever the JSON of a book and options says, Clear gives a result that Verify, Check and Chains hold to be
// right, or an Error.
func FuzzClear(f *testing.F) {
	for _, seed := range seedBooks(f) {
		f.Add(seed, []byte("{}"))
	}
	for _, seed := range seedOffers(f) {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, bookData, optionsData []byte) {
		var b clearing.Book
		var o clearing.Options
		if len(bookData)+len(optionsData) > fuzzBytesMax || json.Unmarshal(bookData, &b) != nil || json.Unmarshal(optionsData, &o) != nil || tooLarge(b) {
			return
		}
		r, err := clearing.Clear(t.Context(), b, o)
		if err != nil {
			var e *clearing.Error
			if !errors.As(err, &e) {
				t.Fatalf("%v is a %T", err, err)
			}
			refusal(t, err, e.Reason)
			return
		}
		if err := clearing.Verify(b, o, r); err != nil {
			t.Fatal(err)
		}
		if err := clearingtest.Check(b, o, r); err != nil {
			t.Fatal(err)
		}
		after, err := b.After(r)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := clearing.Clear(t.Context(), after, o); err != nil {
			t.Fatal(err)
		}
	})
}

func tooLarge(b clearing.Book) bool {
	return len(b.Obligations)+len(b.Acceptances)+len(b.Tenders)+len(b.Windows) > fuzzEntriesMax
}

// Whatever a book, options and a result say, Verify does not panic, and accepts exactly what Check accepts;
// neither does Chains panic, or yield more than there is.
func FuzzVerify(f *testing.F) {
	for _, seed := range append(seedOffers(f), pairs(seedBooks(f))...) {
		var b clearing.Book
		var o clearing.Options
		result := []byte("{}")
		if json.Unmarshal(seed[0], &b) == nil && json.Unmarshal(seed[1], &o) == nil {
			if r, err := clearing.Clear(f.Context(), b, o); err == nil {
				result, _ = json.Marshal(r)
			}
		}
		f.Add(seed[0], seed[1], result, uint16(0), false)
		f.Add(seed[0], seed[1], result, uint16(7), true)
	}
	f.Add([]byte("{}"), []byte("{}"), []byte("{}"), uint16(8), false) // a ring in a result of nothing
	f.Fuzz(func(t *testing.T, bookData, optionsData, resultData []byte, spoiled uint16, digest bool) {
		var b clearing.Book
		var o clearing.Options
		var r clearing.Result
		if len(bookData)+len(optionsData)+len(resultData) > fuzzBytesMax || json.Unmarshal(bookData, &b) != nil || json.Unmarshal(optionsData, &o) != nil ||
			tooLarge(b) || json.Unmarshal(resultData, &r) != nil {
			return
		}
		if digest { // which no fuzzer finds by itself
			r.BookDigest, _ = clearing.Digest(b)
		}
		holdToCheck(t, b, o, &r)
		if right, err := clearing.Clear(t.Context(), b, o); err == nil {
			n := uint16(0)
			for s := range clearingtest.Tamperings(b, o, right) {
				if n++; n == spoiled {
					holdToCheck(t, s.Book, o, s.Result)
					break
				}
			}
		}
	})
}

// pairs gives each book the zero options.
func pairs(books [][]byte) (all [][2][]byte) {
	for _, b := range books {
		all = append(all, [2][]byte{b, []byte("{}")})
	}
	return all
}

// holdToCheck compares Verify with the kit's checker.
func holdToCheck(t *testing.T, b clearing.Book, o clearing.Options, r *clearing.Result) {
	err := clearing.Verify(b, o, r)
	if err == nil {
		if err := clearingtest.Check(b, o, r); err != nil {
			t.Fatalf("Verify accepts what Check does not: %v", err)
		}
	}
	var e *clearing.Error
	if err != nil && !errors.As(err, &e) {
		t.Fatalf("%v is a %T", err, err)
	}
	if _, bad := clearing.Clear(t.Context(), b, o); bad == nil && err != nil && clearingtest.Check(b, o, r) == nil {
		t.Fatalf("Check accepts what Verify does not: %v", err)
	}
	n := 0
	for range clearing.Chains(b, r) {
		n++
	}
	if n > len(b.Obligations)+len(b.Acceptances)+len(b.Tenders)+len(r.Chains) { // what a result lists is its own word
		t.Fatalf("%d chains of too few entries", n)
	}
}
