package credittest

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"testing"

	"example.org/mutual/credit"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
	"pgregory.net/rapid"
)

// Run holds a ledger to everything that package credit promises: over histories of every kind it gives
// what a [Model] gives, entries and refusals alike; a refusal and a Try change nothing; a batch is applied
// as a whole; the same actions applied to another new ledger give the same. How many histories is rapid's
// to say (RAPID_CHECKS, 100 by default).
func Run(t *testing.T, newLedger func(credit.Terms) (Machine, error)) {
	for _, u := range []string{"EUR.2", "kWh", "loaf.0=36000000J"} {
		t.Run(u, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				terms := Terms(u)
				batches := rapid.SliceOfN(rapid.SliceOfN(Moves(), 1, 4), 12, 24).Draw(t, "moves")
				if err := Play(terms, newLedger, batches); err != nil {
					t.Fatal(err)
				}
			})
		})
	}
}

// Terms are terms in the unit of this definition, of which it takes a good one.
func Terms(definition string) credit.Terms {
	u, err := unit.ParseUnit(definition)
	if err != nil {
		panic(err) // a definition in a test is wrong
	}
	return credit.Terms{Unit: u}
}

// Play makes moves on a new ledger and returns the first thing that is wrong with it. Moves that come
// together are a batch, where there is more than one of them.
func Play(terms credit.Terms, newLedger func(credit.Terms) (Machine, error), batches [][]Move) error {
	g, err := newGame(terms, newLedger)
	if err != nil {
		return err
	}
	for _, moves := range batches {
		if err := g.turn(moves); err != nil {
			return err
		}
	}
	return g.replay(newLedger)
}

// A game is a machine and its model.
type game struct {
	terms   credit.Terms
	model   *Model
	machine Machine
	entries []journal.Entry
}

func newGame(terms credit.Terms, newLedger func(credit.Terms) (Machine, error)) (*game, error) {
	machine, err := newLedger(terms)
	return &game{terms: terms, model: NewModel(terms), machine: machine}, err
}

func (g *game) turn(moves []Move) error {
	if _, ok := g.machine.(Batcher); ok && len(moves) > 1 {
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
	before := StateOf(g.machine)
	old, err := snapshot(g.machine)
	if err != nil {
		return err
	}
	tried, tryErr, err := g.try(a, old)
	if err != nil {
		return err
	}
	want, refused := g.model.Apply(a)
	got, err := g.machine.Apply(a)
	errs := []error{CompareErrors(err, refused), CheckEntry(got, want), Compare(g.model, g.machine)}
	if _, ok := g.machine.(Trier); ok {
		errs = append(errs, CompareErrors(tryErr, err), sameEntries([]journal.Entry{tried}, []journal.Entry{got}))
	}
	if err == nil {
		g.entries = append(g.entries, got)
		errs = append(errs, CheckStep(before, StateOf(g.machine), a))
	} else {
		errs = append(errs, g.unchanged(old))
	}
	return annotate(errors.Join(errs...), a)
}

func annotate(err error, did any) error {
	if err != nil {
		err = fmt.Errorf("%w\nafter %T%+v", err, did, did)
	}
	return err
}

// try asks a machine that can say what it would do.
func (g *game) try(a credit.Action, old []byte) (journal.Entry, error, error) {
	t, ok := g.machine.(Trier)
	if !ok {
		return journal.Entry{}, nil, nil
	}
	e, err := t.Try(a)
	return e, err, annotate(g.unchanged(old), a)
}

// unchanged compares with an earlier snapshot.
func (g *game) unchanged(old []byte) error {
	now, err := snapshot(g.machine)
	if err == nil && !bytes.Equal(old, now) {
		err = fmt.Errorf("invariant 6: the state was changed from %s to %s", old, now)
	}
	return err
}

// batch makes several moves at once.
func (g *game) batch(moves []Move) error {
	old, err := snapshot(g.machine)
	if err != nil {
		return err
	}
	ahead, actions := g.model.clone(), make([]credit.Action, len(moves))
	for i, v := range moves {
		actions[i] = ahead.Action(v)
		ahead.Apply(actions[i]) // refused or not: the next move goes on from there
	}
	g.model.tried = ahead.tried
	want, refused := g.model.Batch(actions...)
	got, err := g.machine.(Batcher).Batch(actions...)
	errs := []error{CompareErrors(err, refused), Compare(g.model, g.machine)}
	if err != nil {
		errs = append(errs, g.unchanged(old))
	}
	for i := range min(len(want), len(got)) {
		errs = append(errs, CheckEntry(got[i], want[i]))
	}
	g.entries = append(g.entries, got...)
	return annotate(errors.Join(errs...), actions)
}

// replay applies what was applied to another ledger.
func (g *game) replay(newLedger func(credit.Terms) (Machine, error)) error {
	again, err := newLedger(g.terms)
	if err != nil {
		return err
	}
	var entries []journal.Entry
	for _, a := range g.model.history {
		e, err := again.Apply(a)
		if err != nil {
			return annotate(fmt.Errorf("invariant 7: applied once, and now %w", err), a)
		}
		entries = append(entries, e)
	}
	one, err1 := snapshot(g.machine)
	two, err2 := snapshot(again)
	if err1 == nil && err2 == nil && !bytes.Equal(one, two) {
		err1 = errors.New("invariant 7: the same actions gave another snapshot")
	}
	return errors.Join(err1, err2, sameEntries(entries, g.entries), Compare(g.model, again))
}

// sameEntries compares entries in all they hold.
func sameEntries(got, want []journal.Entry) error {
	same := slices.EqualFunc(got, want, func(a, b journal.Entry) bool {
		return a.Seq == b.Seq && a.Action == b.Action && a.Type == b.Type && a.At == b.At && slices.Equal(a.Postings, b.Postings) && slices.Equal(a.Notes, b.Notes)
	})
	if !same {
		return fmt.Errorf("invariant 7: got the entries %v, want %v", got, want)
	}
	return nil
}
