package credittest

import (
	"errors"
	"testing"

	"example.org/mutual/credit"
	"example.org/mutual/internal/machine/machinetest"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
	"pgregory.net/rapid"
)

// Run holds a ledger to everything that package credit promises: over histories of every kind it gives
// what a [Model] gives, entries and refusals alike; a refusal and a Try change nothing; what comes again
// is not applied again; a batch is applied as a whole; the same actions applied to another new ledger give
// the same, after a snapshot is restored too. How many histories is rapid's to say (RAPID_CHECKS, 100 by
// default).
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
	return errors.Join(g.Again(), g.Restored())
}

// What this kit knows a machine by is what a game does.
var (
	_ machinetest.Trier[credit.Action]   = Trier(nil)
	_ machinetest.Batcher[credit.Action] = Batcher(nil)
	_ machinetest.Checker                = Checker(nil)
	_ machinetest.Snapshotter            = Snapshotter(nil)
	_ machinetest.Restorer[Machine]      = Restorer(nil)
)

// A game is a machine and its model.
type game struct {
	*machinetest.Game[credit.Action, Machine]
	model *Model
}

func newGame(terms credit.Terms, newLedger func(credit.Terms) (Machine, error)) (*game, error) {
	model := NewModel(terms)
	g, err := machinetest.New(machinetest.Rules[credit.Action, Machine]{
		New:   func() (Machine, error) { return newLedger(terms) },
		Audit: func(m Machine) error { return compare(model, m) },
		Whole: "invariant 6",
		Same:  "invariant 7",
	})
	return &game{g, model}, err
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
	a, before := g.model.Action(v), StateOf(g.Machine)
	return g.Do(a, func(got journal.Entry, err error) error {
		want, refused := g.model.Apply(a)
		wrong := errors.Join(CompareErrors(err, refused), CheckEntry(got, want))
		if err == nil {
			wrong = errors.Join(wrong, CheckStep(before, StateOf(g.Machine), a))
		}
		return wrong
	})
}

// batch makes several moves at once.
func (g *game) batch(moves []Move) error {
	ahead, actions := g.model.clone(), make([]credit.Action, len(moves))
	for i, v := range moves {
		actions[i] = ahead.Action(v)
		ahead.Apply(actions[i]) // refused or not: the next move goes on from there
	}
	g.model.tried = ahead.tried
	return g.DoAll(actions, func(got []journal.Entry, err error) error {
		want, refused := g.model.Batch(actions...)
		errs := []error{CompareErrors(err, refused)}
		for i := range min(len(want), len(got)) {
			errs = append(errs, CheckEntry(got[i], want[i]))
		}
		return errors.Join(errs...)
	})
}
