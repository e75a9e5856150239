package partnershiptest

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"example.org/mutual/internal/machine/machinetest"
	"example.org/mutual/partnership"
	"example.org/mutual/unit/journal"
	"pgregory.net/rapid"
)

// Run holds a partnership to what package partnership promises: over histories of every kind its accounts, nths and
// Stock are those that an [Auditor] makes of its entries; nothing is done without who must agree; a refusal and a Try
// change nothing; what comes again is not applied again; a batch is applied as a whole; the same actions give the same
// again, after a snapshot is restored too. How many histories is rapid's to say (RAPID_CHECKS, 100 by default).
func Run(t *testing.T, newPartnership func(partnership.Terms) (Machine, error)) {
	for _, terms := range []partnership.Terms{
		Terms("EUR.2", partnership.ToStock), Terms("kWh", partnership.ToNths), Terms("EUR.2", partnership.Carried),
	} {
		t.Run(fmt.Sprint(terms.Unit, terms.Overpaid), func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				moves := rapid.SliceOfN(Moves(), 30, 60).Draw(t, "moves") // long ones, since rapid draws short slices if it may
				if _, err := Play(terms, Actions(), newPartnership, moves); err != nil {
					t.Fatal(err)
				}
			})
		})
	}
}

// Play makes moves on a new partnership and returns the actions that were applied, and the first thing that is wrong.
func Play(terms partnership.Terms, actions map[string]func(*Act) partnership.Action, newPartnership func(partnership.Terms) (Machine, error), moves []Move) ([]partnership.Action, error) {
	g, err := newGame(terms, newPartnership)
	if err != nil {
		return nil, err
	}
	for _, a := range founding(terms) {
		if err := g.do(a); err != nil {
			return nil, err
		}
	}
	if want := len(founding(terms)); len(g.History) != want {
		return nil, fmt.Errorf("%d of %d founding actions were applied", len(g.History), want)
	}
	kinds, at := slices.Sorted(maps.Keys(actions)), start()
	for i, v := range moves {
		at = at.Add(time.Duration(v.Hours) * time.Hour)
		a := &Act{Move: v, Machine: g.Machine, ID: fmt.Sprintf("m%d", i), At: at}
		if err := g.do(a.action(kinds, actions)); err != nil {
			return nil, err
		}
	}
	refused := partnership.Adopt{ID: "refused", At: start()}
	return g.History, errors.Join(g.Again(), g.Batched(refused), g.Restored())
}

// What this kit knows a machine by is what a game does.
var (
	_ machinetest.Trier[partnership.Action]   = Trier(nil)
	_ machinetest.Batcher[partnership.Action] = Batcher(nil)
	_ machinetest.Checker                     = Checker(nil)
	_ machinetest.Snapshotter                 = Snapshotter(nil)
	_ machinetest.Restorer[Machine]           = Restorer(nil)
)

// A game is a machine and its auditor.
type game struct {
	*machinetest.Game[partnership.Action, Machine]
	auditor *Auditor
}

func newGame(terms partnership.Terms, newPartnership func(partnership.Terms) (Machine, error)) (*game, error) {
	auditor := NewAuditor(terms)
	g, err := machinetest.New(machinetest.Rules[partnership.Action, Machine]{
		New:   func() (Machine, error) { return newPartnership(terms) },
		Audit: auditor.Audit,
		Whole: "invariant 6",
		Same:  "invariant 6",
	})
	return &game{g, auditor}, err
}

// do applies an action, refused or not, and judges what it did.
func (g *game) do(a partnership.Action) error {
	terms := g.Machine.Terms()
	return g.Do(a, func(e journal.Entry, refused error) error {
		if refused != nil {
			return nil
		}
		return g.auditor.Record(terms, a, e)
	})
}
