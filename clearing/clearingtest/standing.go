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

// A Standing is a Book that stays cleared while it changes, as [clearing.Standing] is one.
type Standing interface {
	Update(context.Context, clearing.Changes) (*clearing.Result, error)
	Book() clearing.Book
	Result() *clearing.Result
}

// RunStanding holds a Standing to what package clearing promises of one: through any updates, its Result is one of its
// Book, worth as much as that of [clearing.Clear], with proofs that [clearing.Verify] and [Check] accept; and an
// update that is refused or cancelled leaves everything as it was.
func RunStanding(t *testing.T, open func(context.Context, clearing.Book, clearing.Options) (Standing, error)) {
	rapid.Check(t, func(t *rapid.T) {
		b := rapid.OneOf(Books(), Offers()).Draw(t, "book")
		o := standingOptions(b).Draw(t, "options")
		s, err := open(t.Context(), b, o)
		if err := errors.Join(err, CheckStanding(s, o)); err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(1, 6).Draw(t, "updates") {
			c := changesOf(t, s.Book())
			cancelled := rapid.IntRange(0, 9).Draw(t, "cancelled") == 0
			if err := update(t.Context(), s, c, o, cancelled); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// update makes changes, which it knows how to make in a simple way, and compares.
func update(ctx context.Context, s Standing, c clearing.Changes, o clearing.Options, cancelled bool) error {
	book, result := cloneOf(s.Book()), s.Result()
	want := applied(book, c)
	_, refused := clearing.Clear(ctx, want, o)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if cancelled {
		refused = context.Canceled
		cancel()
	}
	got, err := s.Update(ctx, c)
	switch {
	case (err == nil) != (refused == nil):
		return fmt.Errorf("standing: %v: %v, not %v", c, err, refused)
	case err != nil && (!reflect.DeepEqual(cloneOf(s.Book()), book) || s.Result() != result || got != nil):
		return fmt.Errorf("standing: %v changed it: %v", err, s.Book())
	case err != nil:
		return nil
	case !reflect.DeepEqual(byID(s.Book()), byID(want)) || got != s.Result():
		return fmt.Errorf("standing: %v became %v, not %v", c, s.Book(), want)
	}
	return CheckStanding(s, o)
}

// standingOptions are mostly such that an update mends.
func standingOptions(b clearing.Book) *rapid.Generator[clearing.Options] {
	if len(b.Acceptances)+len(b.Tenders) > 0 {
		return Options(b)
	}
	return rapid.SampledFrom([]clearing.Options{
		{}, {}, {}, {Stages: []clearing.Objective{{Stage: clearing.NetReduction}}},
		{Stages: []clearing.Objective{{Stage: clearing.Volume}}}, {Exclude: clearing.Exclusions{Parties: []string{"a"}}},
	})
}

// CheckStanding compares the Result of a Standing with that of [clearing.Clear] for its Book, and holds it to [Check].
func CheckStanding(s Standing, o clearing.Options) error {
	want, err := clearing.Clear(context.Background(), s.Book(), o)
	if err := errors.Join(err, clearing.Verify(s.Book(), o, s.Result())); err != nil {
		return err
	}
	got := s.Result()
	if !slices.Equal(got.Totals, want.Totals) || got.BookDigest != want.BookDigest || len(got.Proofs) != len(want.Proofs) {
		return fmt.Errorf("standing: %v\nnot\n%v", got, want)
	}
	return Check(s.Book(), o, got)
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
