package guaranteetest

import (
	"bytes"
	gocontext "context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/guarantee"
	"example.org/mutual/unit/journal"
	"pgregory.net/rapid"
)

func context() gocontext.Context { return gocontext.Background() }

// Run holds a society to what package guarantee promises: over histories of every kind, under [AnyTerms], its accounts
// are those that an [Auditor] makes of its entries, and exposure is what is open; no layer bears anything before its
// turn; a set-off releases what it cancels and moves no money; a refusal and a Try change nothing; a batch is applied
// as a whole; the same actions give the same again, and with their times stretched the same accounts. How many
// histories is rapid's to say (RAPID_CHECKS, 100 by default).
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
	machine, err := newSociety(terms)
	if err != nil {
		return nil, err
	}
	g := &game{machine: machine, auditor: NewAuditor(terms), kinds: slices.Sorted(maps.Keys(actions))}
	for _, a := range founding(terms) {
		if err := g.do(a); err != nil {
			return nil, err
		}
	}
	at := start()
	for i, v := range moves {
		at = at.Add(time.Duration(v.Hours) * time.Hour)
		a := &Act{Move: v, Machine: machine, ID: fmt.Sprintf("m%d", i), At: at}
		if err := g.do(a.action(g.kinds, actions)); err != nil {
			return nil, err
		}
	}
	return g.history, errors.Join(g.again(terms, newSociety, 1), g.again(terms, newSociety, 3), g.batched(terms, newSociety))
}

// A game is a machine and its auditor.
type game struct {
	machine Machine
	auditor *Auditor
	kinds   []string
	history []guarantee.Action // that were applied
	entries []journal.Entry
}

// do applies an action, refused or not, and judges what it did.
func (g *game) do(a guarantee.Action) error {
	before, err := snapshot(g.machine)
	if err != nil {
		return err
	}
	owes, holds := exposures(g.machine)
	stood := g.auditor.Stand(g.machine)
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
		errs = append(errs, g.auditor.Record(a, e), CheckLimits(g.machine, owes, holds), stood.CheckTurns(g.machine, a), g.released(a, owes, holds))
	}
	errs = append(errs, g.auditor.Audit(g.machine), CheckExposure(g.machine), CheckLosses(g.machine))
	if c, ok := g.machine.(Checker); ok {
		errs = append(errs, c.Check())
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("%w\nafter %T%+v", err, a, a)
	}
	return nil
}

func (g *game) try(a guarantee.Action) (journal.Entry, error) {
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
		err = fmt.Errorf("invariant 11: the state was changed from %s to %s", before, now)
	}
	return err
}

// released checks that a set-off lowers what each owes and holds under the guarantee by exactly what was cancelled.
func (g *game) released(a guarantee.Action, owes, holds map[string]int64) error {
	t, ok := a.(guarantee.Trade)
	if !ok {
		return nil
	}
	net, ok := t.Action.(credit.Net)
	if !ok {
		return nil
	}
	for _, n := range net.Lines {
		p, _ := g.machine.Ledger().Promise(n.Promise)
		if p.Guarantor != "" {
			owes[p.Promisor] -= n.SetOff.Parts()
			holds[p.Holder] -= n.SetOff.Parts()
		}
	}
	nothing := func(_ string, parts int64) bool { return parts == 0 }
	gotOwes, gotHolds := exposures(g.machine)
	for _, m := range []map[string]int64{owes, holds, gotOwes, gotHolds} {
		maps.DeleteFunc(m, nothing)
	}
	if !maps.Equal(owes, gotOwes) || !maps.Equal(holds, gotHolds) {
		return fmt.Errorf("invariant 7: after the set-off exposures are %v and %v, want %v and %v", gotOwes, gotHolds, owes, holds)
	}
	return nil
}

// again applies what was applied to another new society, with all times since the start stretched.
func (g *game) again(terms guarantee.Terms, newSociety func(guarantee.Terms) (Machine, error), times int) error {
	other, err := newSociety(terms)
	if err != nil {
		return err
	}
	for i, a := range g.history {
		if times != 1 {
			a = stretch(a, times)
		}
		e, err := other.Apply(a)
		switch {
		case err != nil:
			return fmt.Errorf("applied once, and now, with times stretched %d times, %w: %+v", times, err, a)
		case !slices.Equal(e.Postings, g.entries[i].Postings):
			return fmt.Errorf("invariant 10: with times stretched %d times %v is %v", times, g.entries[i], e)
		case times == 1 && !same(e, g.entries[i]):
			return fmt.Errorf("invariant 11: %v is %v when it is replayed", g.entries[i], e)
		}
	}
	if times != 1 {
		return nil
	}
	one, err1 := snapshot(g.machine)
	two, err2 := snapshot(other)
	if !bytes.Equal(one, two) {
		err1 = errors.Join(err1, errors.New("invariant 11: the same actions gave another snapshot"))
	}
	return errors.Join(err1, err2)
}

// batched applies what was applied to another new society at once, first with an action at the end that is refused.
func (g *game) batched(terms guarantee.Terms, newSociety func(guarantee.Terms) (Machine, error)) error {
	other, err := newSociety(terms)
	b, ok := other.(Batcher)
	if err != nil || !ok {
		return err
	}
	none, err := snapshot(other)
	if err != nil {
		return err
	}
	refused := guarantee.Adopt{ID: "refused", At: start()}
	if _, err := b.Batch(append(slices.Clone(g.history), refused)...); err == nil {
		return errors.New("a batch was applied with an action that must be refused")
	}
	if now, err := snapshot(other); err != nil || !bytes.Equal(none, now) {
		return errors.Join(err, errors.New("invariant 11: a batch that was refused changed the state"))
	}
	entries, err := b.Batch(g.history...)
	if err != nil || !slices.EqualFunc(entries, g.entries, same) {
		return errors.Join(err, errors.New("invariant 11: a batch gave other entries than its actions one by one"))
	}
	return nil
}

// stretch moves an action's times away from the start, by the text of the action.
func stretch(a guarantee.Action, times int) guarantee.Action {
	text, err := guarantee.Encode(a)
	if err != nil {
		return a
	}
	for _, key := range []string{`"at":"`, `"due":"`} {
		i := strings.Index(string(text), key)
		if i < 0 {
			continue
		}
		i += len(key)
		n := bytes.IndexByte(text[i:], '"')
		at, err := time.Parse(time.RFC3339Nano, string(text[i:i+n]))
		if err != nil {
			return a
		}
		at = start().Add(time.Duration(times) * at.Sub(start()))
		text = slices.Concat(text[:i], []byte(at.Format(time.RFC3339Nano)), text[i+n:])
	}
	later, err := guarantee.Decode(text)
	if err != nil {
		return a
	}
	return later
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
