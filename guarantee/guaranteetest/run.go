package guaranteetest

import (
	gocontext "context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/guarantee"
	"example.org/mutual/internal/machine/machinetest"
	"example.org/mutual/unit/journal"
	"pgregory.net/rapid"
)

func context() gocontext.Context { return gocontext.Background() }

// Run holds a society to what package guarantee promises: over histories of every kind, under [AnyTerms], its accounts
// are those that an [Auditor] makes of its entries, and exposure is what is open; no layer bears anything before its
// turn; a set-off releases what it cancels and moves no money; a refusal and a Try change nothing; what comes again is
// not applied again; a batch is applied as a whole; the same actions give the same again, after a snapshot is restored
// too, and with their times stretched the same accounts. How many histories is rapid's to say (RAPID_CHECKS, 100 by
// default).
func Run(t *testing.T, newSociety func(guarantee.Terms) (Machine, error)) {
	for _, u := range []string{"EUR.2", "kWh"} {
		t.Run(u, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				moves := rapid.SliceOfN(Moves(), 30, 60).Draw(t, "moves") // long ones, since rapid draws short slices if it may
				if _, err := Play(AnyTerms(u).Draw(t, "terms"), Actions(), newSociety, moves); err != nil {
					t.Fatal(err)
				}
			})
		})
	}
}

// Play makes moves on a new society and returns the actions that were applied, and the first thing that is wrong.
func Play(terms guarantee.Terms, actions map[string]func(*Act) guarantee.Action, newSociety func(guarantee.Terms) (Machine, error), moves []Move) ([]guarantee.Action, error) {
	g, err := newGame(terms, newSociety)
	if err != nil {
		return nil, err
	}
	for _, a := range founding(terms) {
		if err := g.do(a); err != nil {
			return nil, err
		}
	}
	kinds, at := slices.Sorted(maps.Keys(actions)), start()
	for i, v := range moves {
		at = at.Add(time.Duration(v.Hours) * time.Hour)
		a := &Act{Move: v, Machine: g.Machine, ID: fmt.Sprintf("m%d", i), At: at}
		if err := g.do(a.action(kinds, actions)); err != nil {
			return nil, err
		}
	}
	refused := guarantee.Adopt{ID: "refused", At: start()}
	return g.History, errors.Join(g.Again(), g.stretched(), g.Batched(refused), g.Restored())
}

// What this kit knows a machine by is what a game does.
var (
	_ machinetest.Trier[guarantee.Action]   = Trier(nil)
	_ machinetest.Batcher[guarantee.Action] = Batcher(nil)
	_ machinetest.Checker                   = Checker(nil)
	_ machinetest.Snapshotter               = Snapshotter(nil)
	_ machinetest.Restorer[Machine]         = Restorer(nil)
)

// A game is a machine and its auditor.
type game struct {
	*machinetest.Game[guarantee.Action, Machine]
	auditor  *Auditor
	reserved reservations
}

func newGame(terms guarantee.Terms, newSociety func(guarantee.Terms) (Machine, error)) (*game, error) {
	auditor, reserved := NewAuditor(terms), reservations{}
	g, err := machinetest.New(machinetest.Rules[guarantee.Action, Machine]{
		New: func() (Machine, error) { return newSociety(terms) },
		Audit: func(m Machine) error {
			return errors.Join(auditor.Audit(m), CheckExposure(m), CheckLosses(m), reserved.audit(m))
		},
		Whole: "invariant 11",
		Same:  "invariant 11",
	})
	return &game{g, auditor, reserved}, err
}

// do applies an action, refused or not, and judges what it did.
func (g *game) do(a guarantee.Action) error {
	m := g.Machine
	owes, holds := exposures(m)
	stood, was, terms := g.auditor.Stand(m), lookBefore(m), m.Terms()
	return g.Do(a, func(e journal.Entry, refused error) error {
		wrong := errors.Join(g.reserved.follow(was, m, a, refused), checkMeasured(m, a, e, refused))
		if refused != nil {
			return wrong
		}
		return errors.Join(wrong, g.auditor.Record(a, e), CheckLimits(m, owes, holds), stood.CheckTurns(m, a), released(m, a, owes, holds), g.auditor.orders.appointed(terms, m, a))
	})
}

// released checks that a set-off lowers what each owes and holds under the guarantee by exactly what was cancelled.
func released(m Machine, a guarantee.Action, owes, holds map[string]int64) error {
	t, ok := a.(guarantee.Trade)
	if !ok {
		return nil
	}
	net, ok := t.Action.(credit.Net)
	if !ok {
		return nil
	}
	for _, n := range net.Lines {
		p, _ := m.Ledger().Promise(n.Promise)
		if p.Guarantor != "" {
			owes[p.Promisor] -= n.SetOff.Parts()
			holds[p.Holder] -= n.SetOff.Parts()
		}
	}
	nothing := func(_ string, parts int64) bool { return parts == 0 }
	gotOwes, gotHolds := exposures(m)
	for _, all := range []map[string]int64{owes, holds, gotOwes, gotHolds} {
		maps.DeleteFunc(all, nothing)
	}
	if !maps.Equal(owes, gotOwes) || !maps.Equal(holds, gotHolds) {
		return fmt.Errorf("invariant 7: after the set-off exposures are %v and %v, want %v and %v", gotOwes, gotHolds, owes, holds)
	}
	return nil
}

// stretched replays with all times since the start stretched.
func (g *game) stretched() error {
	stretch := func(a guarantee.Action) (guarantee.Action, error) {
		text, err := guarantee.Encode(a)
		if err == nil {
			text, err = machinetest.Stretch(text, start(), 3, "at", "due", "until", "asOf", "validUntil")
		}
		if err != nil {
			return nil, err
		}
		return guarantee.Decode(text)
	}
	_, err := g.Replay("invariant 10: with times stretched", stretch, machinetest.SamePostings)
	return err
}
