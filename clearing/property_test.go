package clearing_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"testing"

	"example.org/mutual/clearing"
	"example.org/mutual/clearing/clearingtest"
	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

// Invariants 1 to 9, the best value of each stage and the independence from the order of the book, on books and
// options of every kind: clearingtest.Check, clearingtest.Oracle and clearingtest.Same.
func TestClear(t *testing.T) { clearingtest.Run(t, clearing.Clear) }

// drawn draws a book of any kind, and options for it.
func drawn(t *rapid.T) (clearing.Book, clearing.Options) {
	b := rapid.OneOf(clearingtest.Offers(), clearingtest.Books(), clearingtest.Parallel(), clearingtest.Rings()).Draw(t, "book")
	return b, clearingtest.Options(b).Draw(t, "options")
}

// What only this package promises: Verify accepts, the lowest potential is 0, chains and digest do not depend
// on the order of the book.
func TestShuffled(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b, o := drawn(t)
		shuffled := clearingtest.Shuffled(b).Draw(t, "shuffled")
		r, s := clear(t, b, o), clear(t, shuffled, o)
		if err := clearing.Verify(b, o, r); err != nil {
			t.Fatal(err)
		}
		for _, p := range r.Proofs {
			if p.Stage != clearing.Freed && slices.Min(p.Potentials) != 0 {
				t.Fatalf("the lowest potential of %v is not 0", p)
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
		b, o := drawn(t)
		all := clear(t, b, o)
		var apart clearing.Result
		for _, totals := range all.Totals {
			alone, want := only(b, all, totals.Unit)
			r := clear(t, alone, o)
			if !slices.Equal(r.SetOff, want.SetOff) || !slices.Equal(r.Accepted, want.Accepted) || !slices.Equal(r.Tendered, want.Tendered) {
				t.Fatalf("%v alone: %+v, want %+v", totals.Unit, r, want)
			}
			apart.Chains = append(apart.Chains, r.Chains...)
			apart.Totals, apart.Proofs = append(apart.Totals, r.Totals...), append(apart.Proofs, r.Proofs...)
		}
		if !slices.Equal(apart.Totals, all.Totals) || !slices.EqualFunc(apart.Chains, all.Chains, sameChain) || !slices.EqualFunc(apart.Proofs, all.Proofs, func(p, q clearing.Proof) bool { return reflect.DeepEqual(p, q) }) {
			t.Fatalf("%+v apart, and %+v together", apart, all)
		}
	})
}

// only returns what a book holds in a unit, and what of that a result uses.
func only(b clearing.Book, r *clearing.Result, u unit.Unit) (alone clearing.Book, used clearing.Result) {
	for i, o := range b.Obligations {
		if o.Amount.Unit() == u {
			alone.Obligations, used.SetOff = append(alone.Obligations, o), append(used.SetOff, r.SetOff[i])
		}
	}
	for i, c := range b.Acceptances {
		if c.Amount.Unit() == u {
			alone.Acceptances, used.Accepted = append(alone.Acceptances, c), append(used.Accepted, r.Accepted[i])
		}
	}
	for i, tender := range b.Tenders {
		if tender.Amount.Unit() == u {
			alone.Tenders, used.Tendered = append(alone.Tenders, tender), append(used.Tendered, r.Tendered[i])
		}
	}
	alone.Windows = b.Windows
	return alone, used
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
	if err := clearingtest.Check(b, clearing.Options{}, r); err != nil {
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
		850: apart,
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
		b, o := drawn(t)
		s := clear(t, b, o)
		last := 0.0
		o.Progress = func(done float64) {
			if !(done >= last && done <= 1) {
				t.Fatalf("%v after %v", done, last)
			}
			last = done
		}
		r := clear(t, b, o)
		if last != 1 && len(b.Obligations)+len(b.Acceptances)+len(b.Tenders) > 0 {
			t.Fatalf("ended at %v", last)
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
	if err := clearingtest.Check(clearing.Book{}, clearing.Options{}, r); err != nil {
		t.Error(err)
	}
}
