package machinetest

import (
	"bytes"
	"errors"
	"fmt"

	"example.org/mutual/unit/journal"
)

// Rules are what a kit knows of its machines.
type Rules[A any, M Machine[A]] struct {
	New   func() (M, error) // a machine as the history begins with it
	Audit func(M) error     // what is wrong with a machine to which all was applied that the judge has seen; nil: nothing
	Whole string            // the invariant that nothing but an action that is applied changes a machine: "invariant 6"
	Same  string            // the invariant that the same actions give the same again
}

// A Judge says what is wrong with what an action did, or with how it was refused.
type Judge func(journal.Entry, error) error

// A Game is a machine and what was applied to it.
type Game[A any, M Machine[A]] struct {
	Machine M
	History []A             // that were applied
	Entries []journal.Entry // of History
	rules   Rules[A, M]
	state   []byte // the machine's snapshot, nil where it writes none
}

// New begins a game with a new machine.
func New[A any, M Machine[A]](r Rules[A, M]) (*Game[A, M], error) {
	m, err := r.New()
	if err != nil {
		return nil, err
	}
	state, err := snapshot(m)
	return &Game[A, M]{Machine: m, rules: r, state: state}, err
}

// Do applies an action, refused or not, and returns all that is wrong with what it did.
func (g *Game[A, M]) Do(a A, judge Judge) error { return after(g.do(a, judge), a) }

func (g *Game[A, M]) do(a A, judge Judge) error {
	tried, err := g.try(a)
	if err != nil {
		return err
	}
	e, err := g.Machine.Apply(a)
	errs := []error{tried(e, err)}
	if err != nil {
		errs = append(errs, g.unchanged("a refusal"))
	} else {
		g.History, g.Entries = append(g.History, a), append(g.Entries, e)
	}
	errs = append(errs, judge(e, err), g.audit(g.Machine))
	if err == nil {
		errs = append(errs, g.moved(), g.retry(g.Machine, a, e), g.unchanged("a retry"))
	}
	return errors.Join(errs...)
}

// DoAll applies actions as a batch, refused or not, on a machine that is a Batcher, and returns all that is wrong with
// what it did. The judge gets the entries of all.
func (g *Game[A, M]) DoAll(actions []A, judge func([]journal.Entry, error) error) error {
	b, ok := any(g.Machine).(Batcher[A])
	if !ok {
		return errors.New("a batch for a machine that takes none")
	}
	entries, err := b.Batch(actions...)
	var errs []error
	if err != nil {
		errs = append(errs, g.unchanged("a batch that was refused"))
	} else {
		g.History, g.Entries = append(g.History, actions...), append(g.Entries, entries...)
		errs = append(errs, g.moved())
	}
	if err == nil && len(entries) != len(actions) {
		errs = append(errs, fmt.Errorf("%s: %d entries of %d actions", g.rules.Whole, len(entries), len(actions)))
	}
	return after(errors.Join(append(errs, judge(entries, err), g.audit(g.Machine))...), actions)
}

// after says after what something is wrong, if it is.
func after(err error, did any) error {
	if err != nil {
		err = fmt.Errorf("%w\nafter %T%+v", err, did, did)
	}
	return err
}

// try asks a machine that can say what it would do, and returns the judge of what it does.
func (g *Game[A, M]) try(a A) (Judge, error) {
	t, ok := any(g.Machine).(Trier[A])
	if !ok {
		return func(journal.Entry, error) error { return nil }, nil
	}
	e, err := t.Try(a)
	return func(did journal.Entry, refused error) error {
		if fmt.Sprint(err) != fmt.Sprint(refused) || !Same(e, did) {
			return fmt.Errorf("%s: tried was %+v, %v and applied %+v, %v", g.rules.Whole, e, err, did, refused)
		}
		return nil
	}, g.unchanged("a Try")
}

// retry applies to a machine what was applied to it before.
func (g *Game[A, M]) retry(m M, a A, e journal.Entry) error {
	again, err := m.Apply(a)
	if applied, ok := errors.AsType[*journal.AppliedError](err); !ok || applied.Seq != e.Seq {
		return fmt.Errorf("%s: applied as entry %d, and when it comes again it gives %+v, %v", g.rules.Whole, e.Seq, again, err)
	}
	return nil
}

// unchanged compares the machine with its last snapshot.
func (g *Game[A, M]) unchanged(by string) error {
	now, err := snapshot(g.Machine)
	if err != nil || bytes.Equal(g.state, now) {
		return err
	}
	return fmt.Errorf("%s: the state was changed by %s: %s", g.rules.Whole, by, differ(g.state, now))
}

// moved takes the machine's snapshot anew.
func (g *Game[A, M]) moved() (err error) {
	g.state, err = snapshot(g.Machine)
	return err
}

// audit has a machine prove its state, if it can, and the kit look at it.
func (g *Game[A, M]) audit(m M) error {
	var errs []error
	if g.rules.Audit != nil {
		errs = append(errs, g.rules.Audit(m))
	}
	if c, ok := any(m).(Checker); ok {
		errs = append(errs, c.Check())
	}
	return errors.Join(errs...)
}

// differ shows where two snapshots begin to differ.
func differ(a, b []byte) string {
	const before, behind = 80, 120
	at := 0
	for at < min(len(a), len(b)) && a[at] == b[at] {
		at++
	}
	part := func(s []byte) []byte { return s[max(0, at-before):min(len(s), at+behind)] }
	return fmt.Sprintf("from byte %d on …%s… is now …%s…", at, part(a), part(b))
}
