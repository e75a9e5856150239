package clearing_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"testing"

	"example.org/mutual/clearing"
	"example.org/mutual/clearing/clearingtest"
	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

// Invariants 1 to 7, the largest total and the independence from the order of the book, on books of every
// kind: clearingtest.Check, clearingtest.Oracle and clearingtest.Same.
func TestClear(t *testing.T) { clearingtest.Run(t, clearing.Clear) }

// What only this package promises: Verify accepts, the lowest tier is 0, chains and digest do not depend
// on the order of the book.
func TestShuffled(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := rapid.OneOf(clearingtest.Books(), clearingtest.Parallel()).Draw(t, "book")
		shuffled := book(rapid.Permutation(b.Obligations).Draw(t, "shuffled")...)
		r, err := clearing.Clear(t.Context(), b, clearing.Options{})
		if err != nil {
			t.Fatal(err)
		}
		s, err := clearing.Clear(t.Context(), shuffled, clearing.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := clearing.Verify(b, clearing.Options{}, r); err != nil {
			t.Fatal(err)
		}
		for _, p := range r.Proofs {
			if slices.Min(p.Potentials) != 0 {
				t.Fatalf("the lowest tier of %v is not 0", p)
			}
		}
		if !slices.EqualFunc(slices.Collect(clearing.Chains(b, r)), slices.Collect(clearing.Chains(shuffled, s)), sameChain) {
			t.Fatal("the chains depend on the order")
		}
		digest, err := clearing.Digest(shuffled)
		if err != nil || digest != r.BookDigest {
			t.Fatal(digest, err)
		}
	})
}

// A unit is cleared as if it were alone.
func TestUnitsApart(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := clearingtest.Books().Draw(t, "book")
		all, err := clearing.Clear(t.Context(), b, clearing.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for k, totals := range all.Totals {
			var alone clearing.Book
			var setOff []unit.Amount
			for i, o := range b.Obligations {
				if o.Amount.Unit() == totals.Unit {
					alone.Obligations = append(alone.Obligations, o)
					setOff = append(setOff, all.SetOff[i])
				}
			}
			r, err := clearing.Clear(t.Context(), alone, clearing.Options{})
			if err != nil || !slices.Equal(r.SetOff, setOff) || r.Totals[0] != totals || !slices.Equal(r.Proofs[0].Potentials, all.Proofs[k].Potentials) {
				t.Fatalf("%v alone: %+v (%v)", totals.Unit, r, err)
			}
		}
	})
}

// One book, large enough for the solver to use what processors there are: the same bytes with each number
// of them, and from several goroutines at once.
func TestProcessors(t *testing.T) {
	b := clearingtest.LargeScaleFree(2000, 10_000, 7)
	var first []byte
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, n := range []int{1, 2, 8} {
		runtime.GOMAXPROCS(n)
		data, err := json.Marshal(mustClear(t, b))
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = data
		}
		if string(data) != string(first) {
			t.Errorf("another result with %d processors", n)
		}
	}
	results := make(chan *clearing.Result)
	for range 3 {
		go func() {
			r, _ := clearing.Clear(context.Background(), b, clearing.Options{})
			results <- r
		}()
	}
	for range 3 {
		if data, err := json.Marshal(<-results); err != nil || string(data) != string(first) {
			t.Error("another result beside other clearings", err)
		}
	}
}

// A large book is checked without Clear's help too.
func TestLarge(t *testing.T) {
	b := clearingtest.LargeScaleFree(2000, 10_000, 3)
	r := mustClear(t, b)
	if err := clearingtest.Check(b, r); err != nil {
		t.Error(err)
	}
	if err := clearing.Verify(b, clearing.Options{}, r); err != nil {
		t.Error(err)
	}
}

// The memory that the package comment promises, with nothing freed on the way.
func TestMemory(t *testing.T) {
	const n = 10_000
	var apart clearing.Book
	for i := range n {
		apart.Obligations = append(apart.Obligations, owe(fmt.Sprint(i), fmt.Sprint("debtor ", i), fmt.Sprint("creditor ", i), 1, unit.Joule))
	}
	for most, b := range map[int64]clearing.Book{
		230: clearingtest.LargeScaleFree(n/5, n, 1),
		800: apart,
	} {
		if allocated, _ := memory(t, b); allocated/n > most {
			t.Errorf("%d bytes an obligation, want at most %d", allocated/n, most)
		}
	}
}

// The golden total of one generated book, so that a change of generator, solver or machine shows.
func TestLargeTotals(t *testing.T) {
	got := mustClear(t, clearingtest.LargeScaleFree(2000, 10_000, 3)).Totals[0].String()
	if want := "20584735.43 EUR owed, 1690164.70 EUR set off, 18894570.73 EUR stays, net debt 15094770.08 EUR"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// A cancelled context is an error and no result, whatever the book.
func TestCancelled(t *testing.T) {
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	for _, b := range []clearing.Book{{}, triangle(), clearingtest.LargeScaleFree(200, 1000, 1)} {
		if r, err := clearing.Clear(cancelled, b, clearing.Options{}); !errors.Is(err, context.Canceled) || r != nil {
			t.Errorf("%v, %v", r, err)
		}
	}
}

// Cancelled on the way, from Progress, it is the same, and a later call is not affected.
func TestCancelledOnTheWay(t *testing.T) {
	euro := mustUnit(t, "EUR.2")
	b := triangle()
	for _, o := range triangle().Obligations {
		o.ID, o.Amount = o.ID+"€", unit.New(o.Amount.Parts(), euro)
		b.Obligations = append(b.Obligations, o)
	}
	ctx, cancel := context.WithCancel(t.Context())
	r, err := clearing.Clear(ctx, b, clearing.Options{Progress: func(float64) { cancel() }})
	if !errors.Is(err, context.Canceled) || r != nil {
		t.Errorf("%v, %v", r, err)
	}
	if err := clearing.Verify(b, clearing.Options{}, mustClear(t, b)); err != nil {
		t.Error(err)
	}
}

// Progress never falls, stays between 0 and 1, ends at 1 where there was anything to do, and changes
// nothing.
func TestProgress(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := rapid.OneOf(clearingtest.Books(), clearingtest.Components()).Draw(t, "book")
		last := 0.0
		r, err := clearing.Clear(t.Context(), b, clearing.Options{Progress: func(done float64) {
			if !(done >= last && done <= 1) {
				t.Fatalf("%v after %v", done, last)
			}
			last = done
		}})
		if err != nil || last != 1 && len(b.Obligations) > 0 {
			t.Fatalf("ended at %v (%v)", last, err)
		}
		s, err := clearing.Clear(t.Context(), b, clearing.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := clearingtest.Same(b, r, b, s); err != nil {
			t.Fatal(err)
		}
	})
}

// The empty book clears to nothing: no units, no chains, lists that are empty and not null in JSON.
func TestEmpty(t *testing.T) {
	r := mustClear(t, clearing.Book{})
	data, err := json.Marshal(r)
	want := `{"setOff":[],"accepted":[],"tendered":[],"new":[],"totals":[],"bookDigest":"` + r.BookDigest + `","proofs":[]}`
	if err != nil || string(data) != want {
		t.Errorf("%s (%v)", data, err)
	}
	if err := clearingtest.Check(clearing.Book{}, r); err != nil {
		t.Error(err)
	}
}
