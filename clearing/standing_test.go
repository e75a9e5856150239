package clearing_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"example.org/mutual/clearing"
	"example.org/mutual/clearing/clearingtest"
	"example.org/mutual/unit"
)

// What the kit holds a Standing to.
func TestStandingIsClear(t *testing.T) {
	clearingtest.RunStanding(t, func(ctx context.Context, b clearing.Book, o clearing.Options) (clearingtest.Standing, error) {
		return clearing.Open(ctx, b, o)
	})
}

// A larger Book through many updates: several blocks of the digest, parties and units that come and go.
func TestStandingLarge(t *testing.T) {
	b := clearingtest.LargeScaleFree(200, 2000, 1)
	s, err := clearing.Open(t.Context(), b, clearing.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 60 {
		c := standingChanges(s.Book(), 1+i%20, i)
		if i%10 == 9 {
			c.Add = append(c.Add, clearing.Obligation{ID: fmt.Sprint("new party", i), Debtor: fmt.Sprint("p", i), Creditor: b.Obligations[0].Debtor,
				Amount: unit.New(5, b.Obligations[0].Amount.Unit())})
		}
		if _, err := s.Update(t.Context(), c); err != nil {
			t.Fatal(i, err)
		}
		if err := clearingtest.CheckStanding(s, clearing.Options{}); err != nil {
			t.Fatal(err)
		}
	}
}

// standingChanges makes so many changes, a third each of additions, replacements and withdrawals.
func standingChanges(b clearing.Book, n, seed int) (c clearing.Changes) {
	next := uint64(seed + 1)
	pick := func() *clearing.Obligation {
		next = next*6364136223846793005 + 1442695040888963407
		return &b.Obligations[int(next>>33)%len(b.Obligations)]
	}
	named := make(map[string]bool)
	for i := range n {
		o := *pick()
		if i%3 == 0 {
			o.ID, o.Creditor = fmt.Sprintf("%s/%d/%d", o.ID, seed, i), pick().Creditor
			if o.Debtor != o.Creditor && len(o.ID) < 100 {
				c.Add = append(c.Add, o)
			}
			continue
		}
		if named[o.ID] {
			continue
		}
		named[o.ID] = true
		if i%3 == 1 {
			o.Amount = pick().Amount
			c.Replace = append(c.Replace, o)
		} else {
			c.Withdraw = append(c.Withdraw, o.ID)
		}
	}
	return c
}

// What is wrong with changes is named, and a refusal changes nothing.
func TestStandingRefuses(t *testing.T) {
	owes := func(id, debtor, creditor string, parts int64) clearing.Obligation {
		return clearing.Obligation{ID: id, Debtor: debtor, Creditor: creditor, Amount: unit.New(parts, unit.Joule)}
	}
	s, err := clearing.Open(t.Context(), clearing.Book{Obligations: []clearing.Obligation{owes("a", "x", "y", 3), owes("b", "y", "x", 2)}}, clearing.Options{})
	if err != nil {
		t.Fatal(err)
	}
	book, result := slices.Clone(s.Book().Obligations), s.Result()
	for _, tt := range []struct {
		changes clearing.Changes
		reason  error
		entry   string
		index   int
	}{
		{clearing.Changes{Add: []clearing.Obligation{owes("c", "x", "y", 1), owes("a", "x", "y", 1)}}, clearing.ErrDuplicate, "added", 1},
		{clearing.Changes{Add: []clearing.Obligation{owes("c", "x", "x", 1)}}, clearing.ErrSelf, "added", 0},
		{clearing.Changes{Replace: []clearing.Obligation{owes("a", "x", "y", 0)}}, clearing.ErrAmount, "replaced", 0},
		{clearing.Changes{Replace: []clearing.Obligation{owes("c", "x", "y", 1)}}, clearing.ErrUnknown, "replaced", 0},
		{clearing.Changes{Withdraw: []string{"a", "c"}}, clearing.ErrUnknown, "withdrawn", 1},
		{clearing.Changes{Withdraw: []string{"a", ""}}, clearing.ErrUnknown, "withdrawn", 1},
		{clearing.Changes{Withdraw: []string{"a\x00", "a"}}, clearing.ErrUnknown, "withdrawn", 0},
		{clearing.Changes{Withdraw: []string{"a", "a"}}, clearing.ErrDuplicate, "", 0},
		{clearing.Changes{Replace: []clearing.Obligation{owes("a", "x", "y", 5)}, Withdraw: []string{"a"}}, clearing.ErrDuplicate, "", 0},
		{clearing.Changes{Add: []clearing.Obligation{owes("c", "x", "y", clearing.TotalMax)}}, clearing.ErrTotal, "total", 0},
		{clearing.Changes{Replace: []clearing.Obligation{owes("a", "x", "y", clearing.TotalMax)}}, clearing.ErrTotal, "total", 0},
		{clearing.Changes{Replace: []clearing.Obligation{owes("a", "x", "y", clearing.TotalMax)}, Add: []clearing.Obligation{owes("c", "x", "z", 1)}}, clearing.ErrTotal, "total", 0},
	} {
		got, err := s.Update(t.Context(), tt.changes)
		var found *clearing.Error
		if !errors.As(err, &found) || !errors.Is(err, tt.reason) || found.Entry != tt.entry || found.Index != tt.index || got != nil {
			t.Errorf("%v: %v", tt.changes, err)
		}
		if !slices.Equal(s.Book().Obligations, book) || s.Result() != result {
			t.Fatalf("%v: the book became %v", tt.changes, s.Book())
		}
	}
}
