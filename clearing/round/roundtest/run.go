package roundtest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"example.org/mutual/clearing"
	"example.org/mutual/clearing/clearingtest"
	"example.org/mutual/clearing/round"
	"example.org/mutual/unit/journal"
	"pgregory.net/rapid"
)

// Run holds a round to everything that package round promises: over books and histories of every kind it
// gives what a [Model] gives, entries, refusals and reports of changes alike; a refusal and a Try change
// nothing; a batch is applied as a whole; the same actions applied to another new round give the same. How
// many histories is rapid's to say (RAPID_CHECKS, 100 by default).
func Run(t *testing.T, newRound func(round.Terms) (Machine, error)) {
	rapid.Check(t, func(t *rapid.T) {
		terms := Terms().Draw(t, "terms")
		batches := rapid.SliceOfN(rapid.SliceOfN(Moves(), 1, 3), 12, 30).Draw(t, "moves")
		if err := Play(terms, newRound, batches); err != nil {
			t.Fatal(err)
		}
	})
}

// Terms generates the terms of a round, most of them with something to clear.
func Terms() *rapid.Generator[round.Terms] {
	return rapid.Custom(func(t *rapid.T) round.Terms {
		b := rapid.OneOf(clearingtest.Rings(), clearingtest.Offers(), clearingtest.Books()).Draw(t, "book")
		o := clearingtest.Options(b).Draw(t, "options")
		o.LengthMax = 0 // which a round refuses
		return round.Terms{Operator: "operator", Book: b, Options: o}
	})
}

// Play makes moves on a new round and returns the first thing that is wrong with it. Moves that come
// together are a batch, where there is more than one of them.
func Play(terms round.Terms, newRound func(round.Terms) (Machine, error), batches [][]Move) error {
	machine, err := newRound(terms)
	if err != nil {
		return err
	}
	g := &game{model: NewModel(terms), machine: machine}
	for _, moves := range batches {
		if err := g.turn(moves); err != nil {
			return err
		}
	}
	return g.replay(terms, newRound)
}

// A game is a machine and its model.
type game struct {
	model   *Model
	machine Machine
	actions []round.Action // applied
	entries []journal.Entry
}

func (g *game) turn(moves []Move) error {
	b, ok := g.machine.(Batcher)
	if !ok || len(moves) == 1 {
		for _, v := range moves {
			if err := g.move(v); err != nil {
				return err
			}
		}
		return nil
	}
	return g.batch(b, moves)
}

// move makes one move on both.
func (g *game) move(v Move) error {
	a, before := g.model.Action(v), g.snapshot()
	var tried journal.Entry
	var tryErr error
	trier, tries := g.machine.(Trier)
	if tries {
		tried, tryErr = trier.Try(a)
		if !bytes.Equal(before, g.snapshot()) {
			return fmt.Errorf("%+v: to try it changes something", a)
		}
	}
	want, refused := g.model.Apply(a)
	got, err := g.machine.Apply(a)
	errs := []error{sameError(err, refused), checkEntry(got, want), g.compare()}
	if tries {
		errs = append(errs, sameError(tryErr, err))
		if !reflect.DeepEqual(tried, got) {
			errs = append(errs, fmt.Errorf("tried %+v, got %+v", tried, got))
		}
	}
	switch {
	case err == nil:
		g.actions, g.entries = append(g.actions, a), append(g.entries, got)
	case !bytes.Equal(before, g.snapshot()):
		errs = append(errs, errors.New("a refusal changed something"))
	}
	return annotate(errors.Join(errs...), a)
}

// batch makes several moves as one. The model makes them one by one on a copy of itself.
func (g *game) batch(b Batcher, all []Move) error {
	model, before := g.model.clone(), g.snapshot()
	var actions []round.Action
	var want []journal.Entry
	var refused error
	for i, v := range all {
		a := model.Action(v)
		actions = append(actions, a)
		e, err := model.Apply(a)
		if err != nil {
			refused = &journal.BatchError{Index: i, Err: err}
			break
		}
		want = append(want, e)
	}
	got, err := b.Batch(actions...)
	errs := []error{sameError(err, refused)}
	if err != nil {
		if !bytes.Equal(before, g.snapshot()) {
			errs = append(errs, errors.New("a refused batch changed something"))
		}
		return annotate(errors.Join(append(errs, g.compare())...), actions)
	}
	g.model = model
	for i := range min(len(got), len(want)) {
		errs = append(errs, checkEntry(got[i], want[i]))
	}
	g.actions, g.entries = append(g.actions, actions...), append(g.entries, got...)
	return annotate(errors.Join(append(errs, g.compare())...), actions)
}

func (m *Model) clone() *Model {
	c := *m
	c.done, c.drops, c.proposals = slices.Clone(m.done), slices.Clone(m.drops), slices.Clone(m.proposals)
	c.confirmed = maps.Clone(m.confirmed)
	return &c
}

// snapshot returns the machine's snapshot, or nil where it writes none.
func (g *game) snapshot() []byte {
	var b bytes.Buffer
	if s, ok := g.machine.(Snapshotter); ok {
		if err := s.Snapshot(&b); err != nil {
			return []byte(err.Error())
		}
	}
	return b.Bytes()
}

// compare reports in what the machine differs from the model.
func (g *game) compare() error {
	m, machine := g.model, g.machine
	var errs []error
	differ := func(what string, got, want any) {
		errs = append(errs, fmt.Errorf("%s: got %v, want %v", what, got, want))
	}
	if got, want := machine.Phase(), m.Phase(); got != want {
		differ("phase", got, want)
	}
	if got, want := machine.Dropped(), m.Dropped(); !slices.Equal(got, want) {
		differ("dropped out", got, want)
	}
	if got, want := machine.Waiting(), m.Waiting(); !slices.Equal(got, want) {
		differ("waiting", got, want)
	}
	if got, want := machine.Confirmed(), m.Confirmed(); !slices.Equal(got, want) {
		differ("confirmed", got, want)
	}
	if got, want := machine.Book(), m.Book(); !sameBook(got, want) {
		differ("in play", got, want)
	}
	errs = append(errs, g.compareChanges())
	if c, ok := machine.(Checker); ok {
		errs = append(errs, c.Check())
	}
	return errors.Join(errs...)
}

// sameBook compares books as JSON, in which equal times have one spelling.
func sameBook(b, c clearing.Book) bool {
	text, err := json.Marshal(b)
	other, err2 := json.Marshal(c)
	return err == nil && err2 == nil && bytes.Equal(text, other)
}

// compareChanges: nobody is moved without being reported, and nobody is reported who is not.
func (g *game) compareChanges() error {
	want := g.model.reasons()
	var last string
	for _, c := range g.machine.Changes() {
		if c.Party <= last {
			return fmt.Errorf("changes not in order at %q", c.Party)
		}
		last = c.Party
		if want[c.Party] != c.Why {
			return fmt.Errorf("the change of %q: got %q, want %q", c.Party, c.Why, want[c.Party])
		}
		delete(want, c.Party)
		if c.Before == nil {
			return fmt.Errorf("the change of %q has no notice", c.Party)
		}
	}
	if len(want) > 0 {
		return fmt.Errorf("moved without being reported: %v", want)
	}
	return nil
}

// sameError compares the reason, who is missing, the number of an entry, and the place in a batch.
func sameError(got, want error) error {
	describe := func(err error) string {
		if err == nil {
			return "nil"
		}
		text := ""
		if b, ok := errors.AsType[*journal.BatchError](err); ok {
			text = fmt.Sprint(b.Index, " ")
		}
		if a, ok := errors.AsType[*journal.AppliedError](err); ok {
			return fmt.Sprint(text, a.Seq)
		}
		if r, ok := errors.AsType[*journal.RefusalError](err); ok {
			return fmt.Sprint(text, r.Reason, r.Missing)
		}
		return text + "an error of another type"
	}
	if describe(got) != describe(want) {
		return fmt.Errorf("got the error %v, want %v", got, want)
	}
	return nil
}

// checkEntry compares an entry with the model's, but for its notes; postings may come in any order.
func checkEntry(got, want journal.Entry) error {
	errs := []error{got.Check()}
	if got.Seq != want.Seq || got.Action != want.Action || got.Type != want.Type || !got.At.Equal(want.At) {
		errs = append(errs, fmt.Errorf("got the entry %+v, want %+v", got, want))
	}
	if !slices.Equal(ordered(got.Postings), ordered(want.Postings)) {
		errs = append(errs, fmt.Errorf("got the postings %v, want %v", got.Postings, want.Postings))
	}
	return errors.Join(errs...)
}

func ordered(all []journal.Posting) []journal.Posting {
	return slices.SortedFunc(slices.Values(all), func(p, q journal.Posting) int {
		return cmp.Or(strings.Compare(p.Account, q.Account), cmp.Compare(p.Class, q.Class), cmp.Compare(p.Quantity, q.Quantity))
	})
}

// replay applies what was applied to another new machine, through its JSON form.
func (g *game) replay(terms round.Terms, newRound func(round.Terms) (Machine, error)) error {
	machine, err := newRound(terms)
	if err != nil {
		return err
	}
	again := &game{machine: machine}
	for i, a := range g.actions {
		text, err := round.Encode(a)
		if err != nil {
			return err
		}
		if a, err = round.Decode(text); err != nil {
			return err
		}
		e, err := machine.Apply(a)
		if err != nil || !reflect.DeepEqual(e, g.entries[i]) {
			return fmt.Errorf("replayed: got %+v, %v, want %+v", e, err, g.entries[i])
		}
	}
	if !bytes.Equal(again.snapshot(), g.snapshot()) {
		return errors.New("replayed: another snapshot")
	}
	return nil
}

func annotate(err error, what any) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%+v: %w", what, err)
}
