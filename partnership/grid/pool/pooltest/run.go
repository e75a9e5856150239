package pooltest

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"example.org/mutual/partnership/grid/pool"
	"example.org/mutual/partnership/stock"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
	"pgregory.net/rapid"
)

// Run holds a pool to what package pool promises: over histories of every kind its accounts are those that an [Auditor]
// makes of its entries; a refusal and a Try change nothing; a batch is applied as a whole; the same actions give the
// same again, with their times stretched the same, and at other prices the same energy. How many histories is rapid's
// to say (RAPID_CHECKS, 100 by default).
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
	machine, err := newPool(terms)
	if err != nil {
		return nil, err
	}
	g := &game{machine: machine, auditor: NewAuditor(terms)}
	for _, a := range founding(terms) {
		if err := g.do(a); err != nil {
			return nil, err
		}
	}
	kinds := slices.Sorted(maps.Keys(actions))
	at := start()
	for i, v := range moves {
		at = at.Add(time.Duration(v.Hours) * time.Hour)
		a := &Act{Move: v, Machine: machine, ID: fmt.Sprintf("m%d", i), At: at, By: everybody()}
		if v.Twist < 4 {
			a.By = slices.Delete(a.By, 3*int(v.Twist)%len(a.By), 3*int(v.Twist)%len(a.By)+1)
		}
		if err := g.do(actions[kinds[int(v.Kind)%len(kinds)]](a)); err != nil {
			return nil, err
		}
	}
	return g.history, errors.Join(g.replays(terms, newPool), g.batched(terms, newPool))
}

// everybody signs everything, but for whom a twist leaves out.
func everybody() []string { return append(slices.Clone(names), manager, custodian) }

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

// A game is a machine and its auditor.
type game struct {
	machine Machine
	auditor *Auditor
	history []pool.Action // that were applied
	entries []journal.Entry
	before  []byte // the snapshot before the next action, nil where it is not known
}

// do applies an action, refused or not, and judges what it did.
func (g *game) do(a pool.Action) error {
	if g.before == nil {
		g.before, _ = snapshot(g.machine)
	}
	before := g.before
	var tried journal.Entry
	var tryErr error
	t, trier := g.machine.(Trier)
	if trier {
		tried, tryErr = t.Try(a)
		if err := g.unchanged(before); err != nil {
			return fmt.Errorf("trying %T%+v: %w", a, a, err)
		}
	}
	e, err := g.machine.Apply(a)
	var errs []error
	if trier && (fmt.Sprint(tryErr) != fmt.Sprint(err) || !same(tried, e)) {
		errs = append(errs, fmt.Errorf("invariant 7: tried was %v, %v and applied %v, %v", tried, tryErr, e, err))
	}
	if err != nil {
		errs = append(errs, g.unchanged(before))
	} else {
		g.history, g.entries, g.before = append(g.history, a), append(g.entries, e), nil
		errs = append(errs, g.auditor.Record(e))
	}
	errs = append(errs, g.auditor.Audit(g.machine))
	if c, ok := g.machine.(Checker); ok {
		errs = append(errs, c.Check())
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("%w\nafter %T%+v", err, a, a)
	}
	return nil
}

func same(a, b journal.Entry) bool {
	return a.Seq == b.Seq && a.Action == b.Action && a.Type == b.Type && a.At.Equal(b.At) && slices.Equal(a.Postings, b.Postings) && slices.Equal(a.Notes, b.Notes)
}

// unchanged compares with an earlier snapshot.
func (g *game) unchanged(before []byte) error {
	now, err := snapshot(g.machine)
	if err == nil && !bytes.Equal(before, now) {
		err = fmt.Errorf("invariant 7: the state was changed from %s to %s", before, now)
	}
	return err
}

// replays applies what was applied again: as it was, later, and at other prices.
func (g *game) replays(terms pool.Terms, newPool func(pool.Terms) (Machine, error)) error {
	one, err := g.replay(terms, newPool, func(a pool.Action) pool.Action { return a }, same)
	if err != nil {
		return err
	}
	then, err1 := snapshot(g.machine)
	now, err2 := snapshot(one)
	if !bytes.Equal(then, now) {
		err1 = errors.Join(err1, errors.New("invariant 7: the same actions gave another snapshot"))
	}
	_, err3 := g.replay(terms, newPool, stretch, func(a, b journal.Entry) bool { return slices.Equal(a.Postings, b.Postings) })
	_, err4 := g.replay(terms, newPool, dearer, func(a, b journal.Entry) bool { return slices.Equal(energy(a), energy(b)) })
	return errors.Join(err1, err2, err3, err4)
}

func (g *game) replay(terms pool.Terms, newPool func(pool.Terms) (Machine, error), change func(pool.Action) pool.Action, alike func(a, b journal.Entry) bool) (Machine, error) {
	other, err := newPool(terms)
	if err != nil {
		return nil, err
	}
	for i, a := range g.history {
		e, err := other.Apply(change(a))
		if err != nil {
			return nil, fmt.Errorf("applied once, and now %w: %+v", err, change(a))
		}
		if !alike(e, g.entries[i]) {
			return nil, fmt.Errorf("invariants 4 and 7: %v is now %v", g.entries[i], e)
		}
	}
	return other, nil
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

// stretch moves an action's time away from the start, by the text of the action.
func stretch(a pool.Action) pool.Action {
	text, err := pool.Encode(a)
	if err != nil {
		return a
	}
	const key = `"at":"`
	i := strings.Index(string(text), key) + len(key)
	n := bytes.IndexByte(text[i:], '"')
	at, err := time.Parse(time.RFC3339Nano, string(text[i:i+n]))
	if err != nil {
		return a
	}
	at = start().Add(5 * at.Sub(start()))
	later, err := pool.Decode(slices.Concat(text[:i], []byte(at.Format(time.RFC3339Nano)), text[i+n:]))
	if err != nil {
		return a
	}
	return later
}

// batched applies what was applied to another new pool at once, first with an action at the end that is refused.
func (g *game) batched(terms pool.Terms, newPool func(pool.Terms) (Machine, error)) error {
	other, err := newPool(terms)
	b, ok := other.(Batcher)
	if err != nil || !ok {
		return err
	}
	none, err := snapshot(other)
	if err != nil {
		return err
	}
	refused := pool.Adopt{ID: "refused", At: start().AddDate(10, 0, 0)}
	if _, err := b.Batch(append(slices.Clone(g.history), refused)...); err == nil {
		return errors.New("a batch was applied with an action that must be refused")
	}
	if now, err := snapshot(other); err != nil || !bytes.Equal(none, now) {
		return errors.Join(err, errors.New("invariant 7: a batch that was refused changed the state"))
	}
	entries, err := b.Batch(g.history...)
	if err != nil || !slices.EqualFunc(entries, g.entries, same) {
		return errors.Join(err, errors.New("invariant 7: a batch gave other entries than its actions one by one"))
	}
	return nil
}
