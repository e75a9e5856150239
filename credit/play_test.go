package credit_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/unit/journal"
)

// All that payments, reservations, set-offs and archives do on random histories, beside a dumb recount.
func TestPlay(t *testing.T) {
	t.Parallel()
	reached := map[string]int{}
	for seed := range seeds() {
		throws := random(uint64(seed), 80)
		if err := playAll(throws, reached); err != nil {
			t.Fatalf("seed %d: %v", seed, fewer(throws, func(less []throw) error { return playAll(less, nil) }))
		}
	}
	t.Log(reached)
	if len(reached) != 19 {
		t.Error("not every type of action was applied")
	}
}

// seeds is how many random histories are played.
func seeds() int {
	if testing.Short() {
		return 20
	}
	return 80
}

func playAll(throws []throw, reached map[string]int) error {
	p, err := newPlay()
	if err != nil {
		return err
	}
	for _, w := range throws {
		a := p.action(w)
		applied, err := p.try(a)
		if err != nil {
			return fmt.Errorf("%w\nafter %T%+v", err, a, a)
		}
		if applied && reached != nil {
			reached[fmt.Sprintf("%T", a)]++
		}
	}
	return nil
}

// fewer leaves out throws as long as something is wrong without them, and returns what is and with which.
func fewer(throws []throw, wrong func([]throw) error) error {
	for i := len(throws) - 1; i >= 0; i-- {
		if less := slices.Concat(throws[:i], throws[i+1:]); wrong(less) != nil {
			throws = less
		}
	}
	return fmt.Errorf("%w\nof %+v", wrong(throws), throws)
}

// A batch of some actions leaves what they leave one by one, or nothing at all, archives among them.
func TestPlayBatches(t *testing.T) {
	t.Parallel()
	for seed := range seeds() {
		throws := random(uint64(1_000_000+seed), 120)
		if err := playBatches(throws); err != nil {
			t.Fatalf("seed %d: %v", seed, fewer(throws, playBatches))
		}
	}
}

func playBatches(throws []throw) error {
	p, err := newPlay()
	if err != nil {
		return err
	}
	for len(throws) > 0 && err == nil {
		n := min(len(throws), 1+int(throws[0].Parts))
		err = p.batch(throws[:n])
		throws = throws[n:]
	}
	return err
}

// batch makes a batch of throws, of all but those that are refused or up to the first that is, beside a copy
// to which they are applied one by one.
func (p *play) batch(throws []throw) error {
	one := &play{p.Clone(), p.seq, p.hour}
	want := snapshotOf(p.Ledger)
	var actions []credit.Action
	var refused error
	for _, w := range throws {
		actions = append(actions, one.action(w))
		if _, refused = one.Apply(actions[len(actions)-1]); refused == nil {
			continue
		}
		if throws[0].Twist%2 == 0 {
			break
		}
		actions, refused = actions[:len(actions)-1], nil
	}
	p.seq, p.hour = one.seq, one.hour
	_, err := p.Batch(actions...)
	if (err == nil) != (refused == nil) || err != nil && errors.Unwrap(err).Error() != refused.Error() {
		return fmt.Errorf("got %v, want %v", err, refused)
	}
	if err == nil {
		want = snapshotOf(one.Ledger)
	}
	if got := snapshotOf(p.Ledger); !bytes.Equal(got, want) {
		return fmt.Errorf("got %s\nwant %s\nafter %+v, %v", got, want, actions, err)
	}
	if err := errors.Join(p.Check(), p.compare(), p.restores()); err != nil || refused == nil {
		return err
	}
	for _, a := range actions[:len(actions)-1] { // those before the last go on as if nothing had been
		if _, err := p.Apply(a); err != nil {
			return err
		}
	}
	if got, want := snapshotOf(p.Ledger), snapshotOf(one.Ledger); !bytes.Equal(got, want) {
		return fmt.Errorf("got %s\nwant %s", got, want)
	}
	return nil
}

// The same with a fuzzer's choices instead of chance.
func FuzzChains(f *testing.F) {
	f.Add([]byte("01234567"))
	f.Fuzz(func(t *testing.T, data []byte) {
		throws := throwsOf(data[:min(len(data), 8*100)])
		if err := errors.Join(playAll(throws, nil), playBatches(throws)); err != nil {
			t.Fatal(err)
		}
	})
}

// A play is a ledger on which random actions are tried, beside what a dumb recount of its promises says.
type play struct {
	*credit.Ledger
	seq  int
	hour int
}

func newPlay() (*play, error) {
	l, err := credit.New(credit.Terms{Unit: cents(0).Unit()})
	return &play{Ledger: l}, err
}

func (p *play) at() time.Time { return day(1).Add(time.Duration(p.hour) * time.Hour) }

// try applies an action, and says what is wrong with what came of it.
func (p *play) try(a credit.Action) (applied bool, err error) {
	before, text := recount(p.Ledger), snapshotOf(p.Ledger)
	e, refused := p.Apply(a)
	if refused != nil {
		if r, ok := errors.AsType[*journal.RefusalError](refused); !ok || r.Reason == nil {
			return false, fmt.Errorf("refused by %v (%T)", refused, refused)
		}
		if !bytes.Equal(text, snapshotOf(p.Ledger)) {
			return false, fmt.Errorf("%w, but the state was changed", refused)
		}
		return false, p.Check()
	}
	return true, errors.Join(e.Check(), p.Check(), p.compare(), p.limits(before, a), p.paid(before, a, e), p.commits(), p.restores())
}

// snapshotOf is a snapshot, or why there is none: a play says by errors what is wrong.
func snapshotOf(l *credit.Ledger) []byte {
	var b bytes.Buffer
	if err := l.Snapshot(&b); err != nil {
		return []byte(err.Error())
	}
	return b.Bytes()
}
