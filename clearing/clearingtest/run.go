package clearingtest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"example.org/mutual/clearing"
	"pgregory.net/rapid"
)

// Run holds a clearing to everything that package clearing promises of a result: over books of every
// kind, [Check], a total as large as that of [Oracle], the same result whatever the order of the book,
// and the book left as it was. How many books is rapid's to say (RAPID_CHECKS, 100 by default).
func Run(t *testing.T, clear func(context.Context, clearing.Book, clearing.Options) (*clearing.Result, error)) {
	kinds := []struct {
		name  string
		books *rapid.Generator[clearing.Book]
	}{
		{"Books", Books()}, {"ScaleFree", ScaleFree()}, {"Rings", Rings()}, {"Components", Components()}, {"Parallel", Parallel()},
	}
	for _, kind := range kinds {
		t.Run(kind.name, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				b := kind.books.Draw(t, "book")
				shuffled := clearing.Book{Obligations: rapid.Permutation(b.Obligations).Draw(t, "shuffled")}
				if err := try(b, shuffled, clear); err != nil {
					t.Fatal(err)
				}
			})
		})
	}
}

// try clears a book in two orders.
func try(b, shuffled clearing.Book, clear func(context.Context, clearing.Book, clearing.Options) (*clearing.Result, error)) error {
	before := slices.Clone(b.Obligations)
	r, err := clear(context.Background(), b, clearing.Options{})
	if err != nil {
		return err
	}
	again, err := clear(context.Background(), shuffled, clearing.Options{})
	if err != nil {
		return err
	}
	if !reflect.DeepEqual(before, b.Obligations) {
		return errors.New("the book was changed")
	}
	return errors.Join(Check(b, r), checkLargest(b, r), Same(b, r, shuffled, again))
}

// checkLargest: no other set-off is larger, found without the proof.
func checkLargest(b clearing.Book, r *clearing.Result) error {
	for k, largest := range Oracle(b) {
		if k >= len(r.Totals) || r.Totals[k].Cleared != largest {
			return fmt.Errorf("invariant 5: not %v set off, the largest, but %v", largest, r.Totals)
		}
	}
	return nil
}

// Same reports in what two results differ beyond the order of their books, which must hold the same
// obligations.
func Same(b clearing.Book, r *clearing.Result, other clearing.Book, s *clearing.Result) error {
	if len(r.SetOff) != len(b.Obligations) || len(s.SetOff) != len(other.Obligations) {
		return errors.New("order: not a set-off for each obligation")
	}
	place := make(map[string]int)
	for i, o := range b.Obligations {
		place[o.ID] = i
	}
	for j, o := range other.Obligations {
		if i, known := place[o.ID]; !known || r.SetOff[i] != s.SetOff[j] {
			return fmt.Errorf("order: the set-off of %.40q depends on it", o.ID)
		}
	}
	if !reflect.DeepEqual(r.Totals, s.Totals) || !reflect.DeepEqual(r.Proofs, s.Proofs) || r.BookDigest != s.BookDigest {
		return errors.New("order: totals, proofs or digest depend on it")
	}
	return nil
}
