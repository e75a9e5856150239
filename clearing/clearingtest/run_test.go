package clearingtest

import (
	"context"
	"errors"
	"testing"

	"example.org/mutual/clearing"
	"example.org/mutual/unit"
)

// A solver that breaks a promise is noticed, whichever promise it is.
func TestTryNotices(t *testing.T) {
	b := LargeScaleFree(5, 20, 1)
	shuffled := clearing.Book{Obligations: append(b.Obligations[7:20:20], b.Obligations[:7]...)}
	if err := try(b, shuffled, clearing.Options{}, clearing.Clear); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(b clearing.Book, r *clearing.Result) error{
		"an error":         func(clearing.Book, *clearing.Result) error { return errors.New("no") },
		"a changed book":   func(b clearing.Book, _ *clearing.Result) error { b.Obligations[0].Rank++; return nil },
		"nothing set off":  func(b clearing.Book, r *clearing.Result) error { *r = *nothing(b, r); return nil },
		"no totals":        func(_ clearing.Book, r *clearing.Result) error { r.Totals = nil; return nil },
		"the book's order": func(b clearing.Book, r *clearing.Result) error { r.BookDigest = b.Obligations[0].ID; return nil },
	} {
		clear := func(ctx context.Context, b clearing.Book, o clearing.Options) (*clearing.Result, error) {
			r, err := clearing.Clear(ctx, b, o)
			if err == nil {
				err = spoil(b, r)
			}
			return r, err
		}
		if err := try(b, shuffled, clearing.Options{}, clear); err == nil {
			t.Errorf("%s: not noticed", name)
		}
	}
}

// nothing is a result that is right in all but that nothing is set off.
func nothing(b clearing.Book, r *clearing.Result) *clearing.Result {
	n := copied(r)
	for i := range n.SetOff {
		n.SetOff[i] = unit.New(0, n.SetOff[i].Unit())
	}
	for k := range n.Totals {
		n.Totals[k].Cleared, n.Totals[k].Remaining = unit.New(0, n.Totals[k].Unit), n.Totals[k].Gross
		n.Proofs[k].Value = n.Totals[k].Cleared
	}
	return n
}
