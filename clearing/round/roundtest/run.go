package roundtest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"example.org/mutual/clearing"
	"example.org/mutual/clearing/clearingtest"
	"example.org/mutual/clearing/round"
	"example.org/mutual/internal/machine/machinetest"
	"example.org/mutual/unit/journal"
	"pgregory.net/rapid"
)

// Run holds a round to everything that package round promises: over books and histories of every kind it
// gives what a [Model] gives, entries, refusals and reports of changes alike; a refusal and a Try change
// nothing; what comes again is not applied again; a batch is applied as a whole; the same actions applied to
// another new round give the same, after a snapshot is restored too. How many histories is rapid's to say
// (RAPID_CHECKS, 100 by default).
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
	g, err := newGame(terms, newRound)
	if err != nil {
		return err
	}
	for _, moves := range batches {
		if err := g.turn(moves); err != nil {
			return err
		}
	}
	return errors.Join(g.Again(), g.written(), g.Restored())
}

// What this kit knows a machine by is what a game does.
var (
	_ machinetest.Trier[round.Action]   = Trier(nil)
	_ machinetest.Batcher[round.Action] = Batcher(nil)
	_ machinetest.Checker               = Checker(nil)
	_ machinetest.Snapshotter           = Snapshotter(nil)
	_ machinetest.Restorer[Machine]     = Restorer(nil)
)

// A game is a machine and its model.
type game struct {
	*machinetest.Game[round.Action, Machine]
	model *Model
}

func newGame(terms round.Terms, newRound func(round.Terms) (Machine, error)) (g *game, err error) {
	g = &game{model: NewModel(terms)}
	g.Game, err = machinetest.New(machinetest.Rules[round.Action, Machine]{
		New:   func() (Machine, error) { return newRound(terms) },
		Audit: g.compare,
		Whole: "invariant 6",
		Same:  "invariant 7",
	})
	return g, err
}

func (g *game) turn(moves []Move) error {
	if _, ok := g.Machine.(Batcher); ok && len(moves) > 1 {
		return g.batch(moves)
	}
	for _, v := range moves {
		if err := g.move(v); err != nil {
			return err
		}
	}
	return nil
}

// move makes one move on both.
func (g *game) move(v Move) error {
	a := g.model.Action(v)
	return g.Do(a, func(got journal.Entry, err error) error {
		want, refused := g.model.Apply(a)
		return errors.Join(sameError(err, refused), checkEntry(got, want))
	})
}

// batch makes several moves as one. The model makes them one by one on a copy of itself.
func (g *game) batch(all []Move) error {
	model := g.model.clone()
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
	return g.DoAll(actions, func(got []journal.Entry, err error) error {
		errs := []error{sameError(err, refused)}
		if err != nil {
			return errors.Join(errs...)
		}
		g.model = model
		for i := range min(len(got), len(want)) {
			errs = append(errs, checkEntry(got[i], want[i]))
		}
		return errors.Join(errs...)
	})
}

func (m *Model) clone() *Model {
	c := *m
	c.done, c.drops, c.proposals = slices.Clone(m.done), slices.Clone(m.drops), slices.Clone(m.proposals)
	c.confirmed = maps.Clone(m.confirmed)
	return &c
}

// compare reports in what the machine differs from the model.
func (g *game) compare(machine Machine) error {
	m := g.model
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
	return errors.Join(append(errs, g.compareChanges(machine))...)
}

// sameBook compares books as JSON, in which equal times have one spelling.
func sameBook(b, c clearing.Book) bool {
	text, err := json.Marshal(b)
	other, err2 := json.Marshal(c)
	return err == nil && err2 == nil && bytes.Equal(text, other)
}

// compareChanges: nobody is moved without being reported, and nobody is reported who is not.
func (g *game) compareChanges(machine Machine) error {
	want := g.model.reasons()
	var last string
	for _, c := range machine.Changes() {
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

// written replays what was applied through its JSON form.
func (g *game) written() error {
	_, err := g.Replay("invariant 7: written and read", func(a round.Action) (round.Action, error) {
		text, err := round.Encode(a)
		if err != nil {
			return nil, err
		}
		return round.Decode(text)
	}, machinetest.Same)
	return err
}
