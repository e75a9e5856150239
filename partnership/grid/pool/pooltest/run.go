package pooltest

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"example.org/mutual/internal/machine/machinetest"
	"example.org/mutual/partnership/grid/pool"
	"example.org/mutual/partnership/stock"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
	"pgregory.net/rapid"
)

// Run holds a pool to what package pool promises: over histories of every kind its accounts are those that an [Auditor]
// makes of its entries; a refusal and a Try change nothing; what comes again is not applied again; a batch is applied
// as a whole; the same actions give the same again, after a snapshot is restored too, with their times stretched the
// same, and at other prices the same energy. How many histories is rapid's to say (RAPID_CHECKS, 100 by default).
func Run(t *testing.T, newPool func(pool.Terms) (Machine, error)) {
	for _, u := range []string{"Wh", "ten.0=36000000J"} {
		t.Run(u, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				moves := rapid.SliceOfN(Moves(), 30, 60).Draw(t, "moves") // long ones, since rapid draws short slices if it may
				if _, err := Play(Terms(u), Actions(), newPool, moves); err != nil {
					t.Fatal(err)
				}
			})
		})
	}
}

// Play makes moves on a new pool and returns the actions that were applied, and the first thing that is wrong.
func Play(terms pool.Terms, actions map[string]func(*Act) pool.Action, newPool func(pool.Terms) (Machine, error), moves []Move) ([]pool.Action, error) {
	g, err := newGame(terms, newPool)
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
		a := &Act{Move: v, Machine: g.Machine, ID: fmt.Sprintf("m%d", i), At: at, By: everybody()}
		a.twist()
		if err := g.do(actions[kinds[int(v.Kind)%len(kinds)]](a)); err != nil {
			return nil, err
		}
	}
	refused := pool.Adopt{ID: "refused", At: start().AddDate(10, 0, 0)}
	return g.History, errors.Join(g.Again(), g.stretched(), g.dearer(), g.Batched(refused), g.Restored())
}

// everybody signs everything, but for whom a twist leaves out: who was in office, too, or may yet be.
func everybody() []string { return append(slices.Clone(names), manager, custodian, "max", "cleo") }

// twist leaves somebody out: a party, or who is in office.
func (a *Act) twist() {
	out := ""
	switch {
	case a.Twist < 4:
		out = a.By[3*int(a.Twist)%len(a.By)]
	case a.Twist == 6 || a.Twist == 8:
		out = a.Machine.Terms().Manager
	case a.Twist == 7 || a.Twist == 10:
		out = a.Machine.Terms().Custodian
	}
	a.By = slices.DeleteFunc(a.By, func(who string) bool { return who == out })
}

// founding are the actions that every history begins with: two carriers, Stock to begin with, and two suppliers of one
// carrier who have accepted each other's.
func founding(t pool.Terms) []pool.Action {
	by, at := everybody(), start()
	all := []pool.Action{pool.Adopt{ID: "adopt", At: at, By: by}}
	kinds := make([]stock.Kind, len(names)-suppliers)
	for i, who := range names[suppliers:] {
		p := t.Products[i%len(t.Products)]
		kinds[i] = stock.Kind{Issuer: who, Carrier: p.Carrier, Site: p.Site, Unit: t.Unit}
		all = append(all, pool.Admit{ID: "join " + who, At: at, By: by, Member: who, Supplier: true},
			pool.Forecast{ID: "forecast " + who, At: at, By: by, Stock: kinds[i], Remaining: unit.New(900, t.Unit)},
			pool.Issue{ID: "issue " + who, At: at, By: by, Stock: kinds[i], To: names[i], Amount: unit.New(300, t.Unit)},
			pool.Supply{ID: "supply " + who, At: at, By: by, Supplier: who, Customer: names[(i+1)%2], Carrier: p.Carrier, Site: p.Site, Energy: unit.New(200, t.Unit)})
	}
	for i := range 2 {
		all = append(all, pool.Redeem{ID: "redeem " + names[i], At: at, By: by, Supplier: kinds[1-i].Issuer, Customer: names[i], Stock: kinds[i], Amount: unit.New(50+int64(i), t.Unit)})
	}
	return all
}

// What this kit knows a machine by is what a game does.
var (
	_ machinetest.Trier[pool.Action]   = Trier(nil)
	_ machinetest.Batcher[pool.Action] = Batcher(nil)
	_ machinetest.Checker              = Checker(nil)
	_ machinetest.Snapshotter          = Snapshotter(nil)
	_ machinetest.Restorer[Machine]    = Restorer(nil)
)

// A game is a machine and its auditor.
type game struct {
	*machinetest.Game[pool.Action, Machine]
	auditor *Auditor
	votes   *votes
}

func newGame(terms pool.Terms, newPool func(pool.Terms) (Machine, error)) (*game, error) {
	auditor := NewAuditor(terms)
	votes := newVotes(terms, auditor)
	g, err := machinetest.New(machinetest.Rules[pool.Action, Machine]{
		New:   func() (Machine, error) { return newPool(terms) },
		Audit: func(m Machine) error { return errors.Join(auditor.Audit(m), votes.audit(m)) },
		Whole: "invariant 7",
		Same:  "invariant 7",
	})
	return &game{g, auditor, votes}, err
}

// do applies an action, refused or not, and judges what it did.
func (g *game) do(a pool.Action) error {
	return g.Do(a, func(e journal.Entry, refused error) error {
		wrong := g.votes.follow(a, e, refused)
		if refused != nil {
			return wrong
		}
		return errors.Join(wrong, g.auditor.Record(e))
	})
}

// stretched replays with all times since the start stretched.
func (g *game) stretched() error {
	stretch := func(a pool.Action) (pool.Action, error) {
		text, err := pool.Encode(a)
		if err == nil {
			text, err = machinetest.Stretch(text, start(), 5, "at")
		}
		if err != nil {
			return nil, err
		}
		return pool.Decode(text)
	}
	_, err := g.Replay("invariants 4 and 7: with times stretched", stretch, machinetest.SamePostings)
	return err
}

// dearer replays at other prices, which must leave all energy as it is.
func (g *game) dearer() error {
	_, err := g.Replay("invariants 4 and 7: with prices three times as high", func(a pool.Action) (pool.Action, error) { return dearer(a), nil },
		func(then, now journal.Entry) bool { return slices.Equal(energy(then), energy(now)) })
	return err
}

// energy are the postings of all but money.
func energy(e journal.Entry) []journal.Posting {
	return slices.DeleteFunc(slices.Clone(e.Postings), func(p journal.Posting) bool { return starts(p.Account, "money/") })
}

// dearer has an action at three times its price. What a payment in money buys is a matter of the price, and left alone.
func dearer(a pool.Action) pool.Action {
	times := func(q unit.Quote) unit.Quote {
		if q == (unit.Quote{}) {
			return q
		}
		return priced(q.Terms().Base, 3*q.Terms().Rate.Num().Int64())
	}
	switch a := a.(type) {
	case pool.Issue:
		a.Price = times(a.Price)
		return a
	case pool.BuyBack:
		a.Price = times(a.Price)
		return a
	case pool.Settle:
		a.Price = times(a.Price)
		return a
	case pool.Exchange:
		a.Price = times(a.Price)
		return a
	case pool.Discharge:
		if a.Price != (unit.Quote{}) {
			a.Price = times(a.Price)
		}
		return a
	case pool.Lend:
		a.Price = times(a.Price)
		return a
	}
	return a
}
