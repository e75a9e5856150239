package partnershiptest

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"example.org/mutual/partnership"
	"example.org/mutual/unit/journal"
	"pgregory.net/rapid"
)

// Run holds a partnership to what package partnership promises: over histories of every kind its accounts, nths and
// Stock are those that an [Auditor] makes of its entries; nothing is done without who must agree; a refusal and a Try
// change nothing; a batch is applied as a whole; the same actions give the same again. How many histories is rapid's to
// say (RAPID_CHECKS, 100 by default).
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
	machine, err := newPartnership(terms)
	if err != nil {
		return nil, err
	}
	g := &game{machine: machine, auditor: NewAuditor(terms), kinds: slices.Sorted(maps.Keys(actions))}
	for _, a := range founding(terms) {
		if err := g.do(a); err != nil {
			return nil, err
		}
	}
	if want := len(founding(terms)); len(g.history) != want {
		return nil, fmt.Errorf("%d of %d founding actions were applied", len(g.history), want)
	}
	at := start()
	for i, v := range moves {
		at = at.Add(time.Duration(v.Hours) * time.Hour)
		a := &Act{Move: v, Machine: machine, ID: fmt.Sprintf("m%d", i), At: at}
		if err := g.do(a.action(g.kinds, actions)); err != nil {
			return nil, err
		}
	}
	return g.history, errors.Join(g.again(terms, newPartnership), g.batched(terms, newPartnership))
}

// A game is a machine and its auditor.
type game struct {
	machine Machine
	auditor *Auditor
	kinds   []string
	history []partnership.Action // that were applied
	entries []journal.Entry
}

// do applies an action, refused or not, and judges what it did.
func (g *game) do(a partnership.Action) error {
	before, err := snapshot(g.machine)
	if err != nil {
		return err
	}
	terms := g.machine.Terms()
	tried, tryErr := g.try(a)
	if err := g.unchanged(before); err != nil {
		return fmt.Errorf("trying %+v: %w", a, err)
	}
	e, err := g.machine.Apply(a)
	var errs []error
	if _, ok := g.machine.(Trier); ok && (fmt.Sprint(tryErr) != fmt.Sprint(err) || !same(tried, e)) {
		errs = append(errs, fmt.Errorf("tried was %v, %v and applied %v, %v", tried, tryErr, e, err))
	}
	if err != nil {
		errs = append(errs, g.unchanged(before))
	} else {
		g.history, g.entries = append(g.history, a), append(g.entries, e)
		errs = append(errs, g.auditor.Record(terms, a, e))
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

func (g *game) try(a partnership.Action) (journal.Entry, error) {
	if t, ok := g.machine.(Trier); ok {
		return t.Try(a)
	}
	return journal.Entry{}, nil
}

func same(a, b journal.Entry) bool {
	return a.Seq == b.Seq && a.Action == b.Action && a.Type == b.Type && a.At.Equal(b.At) && slices.Equal(a.Postings, b.Postings) && slices.Equal(a.Notes, b.Notes)
}

// unchanged compares with an earlier snapshot.
func (g *game) unchanged(before []byte) error {
	now, err := snapshot(g.machine)
	if err == nil && !bytes.Equal(before, now) {
		err = fmt.Errorf("invariant 6: the state was changed from %s to %s", before, now)
	}
	return err
}

// again applies what was applied to another new partnership.
func (g *game) again(terms partnership.Terms, newPartnership func(partnership.Terms) (Machine, error)) error {
	other, err := newPartnership(terms)
	if err != nil {
		return err
	}
	for i, a := range g.history {
		e, err := other.Apply(a)
		switch {
		case err != nil:
			return fmt.Errorf("applied once, and now %w: %+v", err, a)
		case !same(e, g.entries[i]):
			return fmt.Errorf("invariant 6: %v is %v when it is replayed", g.entries[i], e)
		}
	}
	one, err1 := snapshot(g.machine)
	two, err2 := snapshot(other)
	if !bytes.Equal(one, two) {
		err1 = errors.Join(err1, errors.New("invariant 6: the same actions gave another snapshot"))
	}
	return errors.Join(err1, err2)
}

// batched applies what was applied to another new partnership at once, first with an action at the end that is refused.
func (g *game) batched(terms partnership.Terms, newPartnership func(partnership.Terms) (Machine, error)) error {
	other, err := newPartnership(terms)
	b, ok := other.(Batcher)
	if err != nil || !ok {
		return err
	}
	none, err := snapshot(other)
	if err != nil {
		return err
	}
	refused := partnership.Adopt{ID: "refused", At: start()}
	if _, err := b.Batch(append(slices.Clone(g.history), refused)...); err == nil {
		return errors.New("a batch was applied with an action that must be refused")
	}
	if now, err := snapshot(other); err != nil || !bytes.Equal(none, now) {
		return errors.Join(err, fmt.Errorf("invariant 6: a batch that was refused changed the state from %s to %s", none, now))
	}
	entries, err := b.Batch(g.history...)
	if err != nil || !slices.EqualFunc(entries, g.entries, same) {
		return errors.Join(err, errors.New("invariant 6: a batch gave other entries than its actions one by one"))
	}
	return nil
}

// snapshot returns a machine's snapshot, or nil where it writes none.
func snapshot(m Machine) ([]byte, error) {
	s, ok := m.(Snapshotter)
	if !ok {
		return nil, nil
	}
	var b bytes.Buffer
	err := s.Snapshot(&b)
	return b.Bytes(), err
}
