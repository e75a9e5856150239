package clearing_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"example.org/mutual/clearing"
	"example.org/mutual/clearing/clearingtest"
	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

// Through any updates, the Result of a Standing is one of its Book: worth as much as that of Clear, with proofs
// that Verify and the kit accept. An update that is refused leaves everything as it was.
func TestStandingIsClear(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := rapid.OneOf(clearingtest.Books(), clearingtest.Offers()).Draw(t, "book")
		o := standingOptions(b).Draw(t, "options")
		s, err := clearing.Open(t.Context(), b, o)
		if err != nil {
			t.Fatal(err)
		}
		holdsStanding(t, s, o)
		for range rapid.IntRange(1, 6).Draw(t, "updates") {
			c := changesOf(t, s.Book())
			book, result := cloneOf(s.Book()), s.Result()
			want := applied(book, c)
			_, refused := clearing.Clear(t.Context(), want, o)
			ctx, cancel := context.WithCancel(t.Context())
			if rapid.IntRange(0, 9).Draw(t, "cancelled") == 0 {
				refused = context.Canceled
				cancel()
			}
			got, err := s.Update(ctx, c)
			cancel()
			if (err == nil) != (refused == nil) {
				t.Fatalf("%v: %v, not %v", c, err, refused)
			}
			if err != nil {
				if !reflect.DeepEqual(cloneOf(s.Book()), book) || s.Result() != result || got != nil {
					t.Fatalf("%v changed it: %v", err, s.Book())
				}
				continue
			}
			if !reflect.DeepEqual(byID(s.Book()), byID(want)) || got != s.Result() {
				t.Fatalf("%v became %v, not %v", c, s.Book(), want)
			}
			holdsStanding(t, s, o)
		}
	})
}

// standingOptions are mostly such that an update mends.
func standingOptions(b clearing.Book) *rapid.Generator[clearing.Options] {
	if len(b.Acceptances)+len(b.Tenders) > 0 {
		return clearingtest.Options(b)
	}
	return rapid.SampledFrom([]clearing.Options{
		{}, {}, {}, {Stages: []clearing.Objective{{Stage: clearing.NetReduction}}},
		{Stages: []clearing.Objective{{Stage: clearing.Volume}}}, {Exclude: clearing.Exclusions{Parties: []string{"a"}}},
	})
}

// holdsStanding compares a Standing with a Clear of its Book.
func holdsStanding(t rapid.TB, s *clearing.Standing, o clearing.Options) {
	t.Helper()
	want, err := clearing.Clear(context.Background(), s.Book(), o)
	if err := errors.Join(err, clearing.Verify(s.Book(), o, s.Result())); err != nil {
		t.Fatal(err)
	}
	got := s.Result()
	if !slices.Equal(got.Totals, want.Totals) || got.BookDigest != want.BookDigest || len(got.Proofs) != len(want.Proofs) {
		t.Fatalf("%v\nnot\n%v", got, want)
	}
	if err := clearingtest.Check(s.Book(), o, s.Result()); err != nil {
		t.Fatal(err)
	}
}

// changesOf draws changes, now and then such as are refused.
func changesOf(t *rapid.T, b clearing.Book) (c clearing.Changes) {
	for range rapid.IntRange(0, 4).Draw(t, "changes") {
		o := obligationOf(t, b)
		known := len(b.Obligations) > 0
		switch kind := rapid.IntRange(0, 5).Draw(t, "kind"); {
		case kind < 2 && known:
			o.ID = rapid.SampledFrom(b.Obligations).Draw(t, "replaced").ID
			c.Replace = append(c.Replace, o)
		case kind < 4 && known:
			c.Withdraw = append(c.Withdraw, rapid.SampledFrom(b.Obligations).Draw(t, "withdrawn").ID)
		default:
			c.Add = append(c.Add, o)
		}
	}
	return c
}

// obligationOf draws an obligation, mostly between parties and in a unit of the Book.
func obligationOf(t *rapid.T, b clearing.Book) clearing.Obligation {
	name := rapid.StringMatching(`[a-h]`)
	o := clearing.Obligation{
		ID:       rapid.StringMatching(`n[a-z]{2}`).Draw(t, "id"),
		Debtor:   name.Draw(t, "debtor"),
		Creditor: name.Draw(t, "creditor"),
		Amount:   unit.New(rapid.Int64Range(0, 30).Draw(t, "parts"), unit.Joule),
		Rank:     rapid.IntRange(0, 2).Draw(t, "rank"),
	}
	if len(b.Obligations) > 0 && rapid.IntRange(0, 3).Draw(t, "like") > 0 {
		like := rapid.SampledFrom(b.Obligations).Draw(t, "like it")
		o.Amount, o.Debtor, o.Due = unit.New(o.Amount.Parts(), like.Amount.Unit()), like.Debtor, like.Due
		if rapid.Bool().Draw(t, "back") {
			o.Creditor = rapid.SampledFrom(b.Obligations).Draw(t, "creditor's").Debtor
		}
	}
	return o
}

// applied makes changes in a simple way, and what cannot be refused otherwise a Book that is refused.
func applied(b clearing.Book, c clearing.Changes) clearing.Book {
	b = cloneOf(b)
	refused := clearing.Book{Obligations: make([]clearing.Obligation, 1)}
	named := make(map[string]bool)
	find := func(id string) int {
		if named[id] {
			return -1
		}
		named[id] = true
		return slices.IndexFunc(b.Obligations, func(o clearing.Obligation) bool { return o.ID == id })
	}
	for _, o := range c.Replace {
		at := find(o.ID)
		if at < 0 {
			return refused
		}
		b.Obligations[at] = o
	}
	for _, id := range c.Withdraw {
		at := find(id)
		if at < 0 {
			return refused
		}
		b.Obligations = slices.Delete(b.Obligations, at, at+1)
	}
	for _, o := range c.Add {
		if named[o.ID] {
			return refused
		}
		b.Obligations = append(b.Obligations, o)
	}
	return b
}

func cloneOf(b clearing.Book) clearing.Book {
	b.Obligations = slices.Clone(b.Obligations)
	return b
}

func byID(b clearing.Book) map[string]clearing.Obligation {
	all := make(map[string]clearing.Obligation)
	for _, o := range b.Obligations {
		all[o.ID] = o
	}
	return all
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
		holdsStanding(t, s, clearing.Options{})
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
	book, result := cloneOf(s.Book()), s.Result()
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
		if !reflect.DeepEqual(cloneOf(s.Book()), book) || s.Result() != result {
			t.Fatalf("%v: the book became %v", tt.changes, s.Book())
		}
	}
}
