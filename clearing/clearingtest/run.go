package clearingtest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"example.org/mutual/clearing"
	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

// Clear is what clears: [clearing.Clear], or what is held to the same.
type Clear = func(context.Context, clearing.Book, clearing.Options) (*clearing.Result, error)

// Run holds a clearing to everything that package clearing promises of a result: over books and options of
// every kind, [Check], in each stage the value that [Oracle] finds, the same result whatever the order of the
// book, and the book left as it was. How many books is rapid's to say (RAPID_CHECKS, 100 by default).
func Run(t *testing.T, clear Clear) {
	kinds := []struct {
		name  string
		books *rapid.Generator[clearing.Book]
	}{
		{"Books", Books()}, {"ScaleFree", ScaleFree()}, {"Rings", Rings()}, {"Components", Components()}, {"Parallel", Parallel()}, {"Offers", Offers()},
	}
	for _, kind := range kinds {
		t.Run(kind.name, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				b := kind.books.Draw(t, "book")
				o := clearing.Options{}
				if len(b.Tenders) > 0 || rapid.Bool().Draw(t, "with options") {
					o = Options(b).Draw(t, "options")
				}
				if err := try(b, Shuffled(b).Draw(t, "shuffled"), o, clear); err != nil {
					t.Fatal(err)
				}
			})
		})
	}
}

// try clears a book in two orders.
func try(b, shuffled clearing.Book, o clearing.Options, clear Clear) error {
	before := fmt.Sprintf("%#v %#v", b, o)
	r, err := clear(context.Background(), b, o)
	if err != nil {
		return err
	}
	again, err := clear(context.Background(), shuffled, o)
	if err != nil {
		return err
	}
	if fmt.Sprintf("%#v %#v", b, o) != before {
		return errors.New("the book or the options were changed")
	}
	return errors.Join(Check(b, o, r), CheckBest(b, o, r), Same(b, r, shuffled, again))
}

// CheckBest reports where a linear stage's value is not that of [Oracle], found without the proofs; or, under a cap on
// rings, where value and distance do not reach it.
func CheckBest(b clearing.Book, o clearing.Options, r *clearing.Result) error {
	got := []unit.Amount{}
	for _, p := range r.Proofs {
		if linear(clearing.Objective{Stage: p.Stage}) {
			got = append(got, plus(p.Value, p.Distance.Parts()))
		}
	}
	best := Oracle(b, o)
	if !slices.EqualFunc(got, best, func(g, b unit.Amount) bool { return g == b || o.LengthMax > 0 && g.Parts() > b.Parts() }) {
		return fmt.Errorf("invariant 5: stages come to %v, and %v is best", got, best)
	}
	return nil
}

// Same reports in what two results differ beyond the order of their books, which must hold the same entries.
func Same(b clearing.Book, r *clearing.Result, other clearing.Book, s *clearing.Result) error {
	if errors.Join(checkLengths(b, r), checkLengths(other, s)) != nil {
		return errors.New("order: not a set-off for each obligation")
	}
	used := make(map[string]unit.Amount)
	for _, e := range entries(b, clearing.Options{}, r) {
		used[e.id] = e.used
	}
	for _, e := range entries(other, clearing.Options{}, s) {
		if u, known := used[e.id]; !known || u != e.used {
			return fmt.Errorf("order: what is used of %.40q depends on it", e.id)
		}
	}
	if !reflect.DeepEqual(r.Totals, s.Totals) || !reflect.DeepEqual(r.Proofs, s.Proofs) || r.BookDigest != s.BookDigest || !reflect.DeepEqual(r.Chains, s.Chains) {
		return errors.New("order: totals, proofs, chains or digest depend on it")
	}
	return nil
}
