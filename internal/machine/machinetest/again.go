package machinetest

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"example.org/mutual/unit/journal"
)

// Again applies what was applied to another new machine, which must give the same entries and the same snapshot.
func (g *Game[A, M]) Again() error {
	other, err := g.Replay(g.rules.Same, func(a A) (A, error) { return a, nil }, Same)
	if err != nil {
		return err
	}
	return g.ends(other, "the same actions")
}

// Replay applies what was applied to another new machine, each action changed in some way, and compares the entries. It
// returns the machine. How names the way, with the invariant by which nothing is refused and entries stay alike.
func (g *Game[A, M]) Replay(how string, change func(A) (A, error), alike func(then, now journal.Entry) bool) (M, error) {
	m, err := g.rules.New()
	if err != nil {
		return m, err
	}
	for i, a := range g.History {
		if a, err = change(a); err != nil {
			return m, fmt.Errorf("%s: %w: %T%+v", how, err, a, a)
		}
		e, err := m.Apply(a)
		if err != nil {
			return m, fmt.Errorf("%s: applied once, and now %w: %T%+v", how, err, a, a)
		}
		if !alike(g.Entries[i], e) {
			return m, fmt.Errorf("%s: %+v is now, replayed, %+v", how, g.Entries[i], e)
		}
	}
	return m, nil
}

// Batched applies what was applied to another new machine at once; first with an action behind it that must be refused
// whatever was applied, and all with it.
func (g *Game[A, M]) Batched(refused A) error {
	other, err := g.rules.New()
	b, ok := any(other).(Batcher[A])
	if err != nil || !ok {
		return err
	}
	none, err := snapshot(other)
	if err != nil {
		return err
	}
	if _, err := b.Batch(append(slices.Clone(g.History), refused)...); err == nil {
		return fmt.Errorf("%s: a batch was applied with an action that must be refused", g.rules.Whole)
	}
	if now, err := snapshot(other); err != nil || !bytes.Equal(none, now) {
		return errors.Join(err, fmt.Errorf("%s: a batch that was refused changed the state: %s", g.rules.Whole, differ(none, now)))
	}
	entries, err := b.Batch(g.History...)
	if err != nil {
		return fmt.Errorf("%s: applied one by one, and now as a batch %w", g.rules.Same, err)
	}
	if err := g.sameEntries(entries, "a batch"); err != nil {
		return err
	}
	return g.ends(other, "a batch")
}

// Restored goes on from a snapshot that was taken halfway, on a machine restored from it.
func (g *Game[A, M]) Restored() error {
	other, err := g.rules.New()
	if _, ok := any(other).(Restorer[M]); err != nil || !ok {
		return err
	}
	half, entries := len(g.History)/2, []journal.Entry(nil)
	for i, a := range g.History {
		if i == half {
			if other, err = g.restored(other, i); err != nil {
				return err
			}
		}
		e, err := other.Apply(a)
		if err != nil {
			return fmt.Errorf("%s: applied once, and by a restored machine %w: %T%+v", g.rules.Same, err, a, a)
		}
		entries = append(entries, e)
	}
	if err := g.sameEntries(entries, "a restored machine"); err != nil {
		return err
	}
	return g.ends(other, "a restored machine")
}

// restored is a machine made of another's snapshot after so many actions, of which it knows the last.
func (g *Game[A, M]) restored(m M, did int) (other M, err error) {
	then, err := snapshot(m)
	if err != nil {
		return other, err
	}
	if other, err = any(m).(Restorer[M]).Restore(bytes.NewReader(then)); err != nil {
		return other, fmt.Errorf("%s: a snapshot is not restored: %w", g.rules.Same, err)
	}
	if did > 0 {
		if err := g.retry(other, g.History[did-1], g.Entries[did-1]); err != nil {
			return other, fmt.Errorf("restored: %w", err)
		}
	}
	if now, err := snapshot(other); err != nil || !bytes.Equal(then, now) {
		return other, errors.Join(err, fmt.Errorf("%s: a snapshot is another when it is restored: %s", g.rules.Same, differ(then, now)))
	}
	return other, nil
}

// sameEntries compares the entries that another machine gave with those that the game's gave one by one.
func (g *Game[A, M]) sameEntries(entries []journal.Entry, gave string) error {
	if len(entries) != len(g.Entries) {
		return fmt.Errorf("%s: %s gave %d entries, and one by one there were %d", g.rules.Same, gave, len(entries), len(g.Entries))
	}
	for i, e := range entries {
		if !Same(e, g.Entries[i]) {
			return fmt.Errorf("%s: %s gave %+v, and one by one it was %+v", g.rules.Same, gave, e, g.Entries[i])
		}
	}
	return nil
}

// ends looks at another machine to which all was applied, and compares it with the game's.
func (g *Game[A, M]) ends(other M, gave string) error {
	now, err := snapshot(other)
	if err == nil && !bytes.Equal(g.state, now) {
		err = fmt.Errorf("%s: %s gave another snapshot, replayed: %s", g.rules.Same, gave, differ(g.state, now))
	}
	return errors.Join(err, g.audit(other))
}
