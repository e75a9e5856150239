package roundtest_test

import (
	"errors"
	"reflect"
	"testing"

	"example.org/mutual/clearing"
	"example.org/mutual/clearing/round"
	"example.org/mutual/clearing/round/roundtest"
	"example.org/mutual/unit/journal"
)

// A round that has no more than it must is held to that.
func TestLeast(t *testing.T) {
	type least struct{ roundtest.Machine }
	roundtest.Run(t, func(terms round.Terms) (roundtest.Machine, error) {
		r, err := round.New(terms)
		return least{r}, err
	})
}

// Moves lead everywhere: each type of action is applied, each reason for a refusal comes up, each reason for a
// change, and a round is finished now and then.
func TestMovesReach(t *testing.T) {
	applied, refused, changed, phases, sum := map[string]int{}, map[error]int{}, map[round.Why]int{}, map[round.Phase]int{}, 0
	for seed := range 300 {
		terms := roundtest.Terms().Example(seed)
		m, r := roundtest.NewModel(terms), mustNew(t, terms)
		for i := range 40 {
			a := m.Action(roundtest.Moves().Example(seed*40 + i))
			m.Apply(a)
			if _, err := r.Apply(a); err == nil {
				applied[reflect.TypeOf(a).Name()]++
				sum++
			} else {
				refused[reason(err)]++
			}
		}
		for _, c := range r.Changes() {
			changed[c.Why]++
		}
		phases[r.Phase()]++
	}
	t.Logf("%d of %d applied: %v; refused: %v; changed: %v; phases: %v", sum, 300*40, applied, refused, changed, phases)
	if len(applied) != 5 || sum < 300*40/10 || phases[round.Final] == 0 || phases[round.Abandoned] == 0 {
		t.Error("not all types were applied, or too seldom")
	}
	for _, want := range []error{
		journal.ErrApplied, journal.ErrConflict, journal.ErrID, journal.ErrTime, journal.ErrParty, journal.ErrConsent,
		round.ErrOver, round.ErrResult, round.ErrProposal, round.ErrNotice, round.ErrDropped, round.ErrWords,
	} {
		if refused[want] == 0 {
			t.Errorf("never refused: %v", want)
		}
	}
	for _, want := range []round.Why{round.DroppedOut, round.Traded, round.Reached} {
		if changed[want] == 0 {
			t.Errorf("never changed: %v", want)
		}
	}
}

func mustNew(t *testing.T, terms round.Terms) *round.Round {
	r, err := round.New(terms)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func reason(err error) error {
	if r, ok := errors.AsType[*journal.RefusalError](err); ok {
		return r.Reason
	}
	return errors.Unwrap(err)
}

// A round that breaks a promise is noticed, whichever promise it is.
func TestPlayNotices(t *testing.T) {
	for what, wrap := range map[string]func(*round.Round) roundtest.Machine{
		"keeps a change to itself": func(r *round.Round) roundtest.Machine { return silent{r} },
		"blames another":           func(r *round.Round) roundtest.Machine { return unjust{r} },
		"applies what it tries":    func(r *round.Round) roundtest.Machine { return rash{r} },
		"forgets who is missing":   func(r *round.Round) roundtest.Machine { return hasty{r} },
		"posts nothing":            func(r *round.Round) roundtest.Machine { return blank{r} },
		"never refuses":            func(r *round.Round) roundtest.Machine { return eager{r} },
		"keeps all in play":        func(r *round.Round) roundtest.Machine { return sticky{r} },
		"half a batch":             func(r *round.Round) roundtest.Machine { return half{r} },
	} {
		if err := play(wrap, 150); err == nil {
			t.Errorf("a round that %s is not noticed", what)
		}
	}
	if err := play(func(r *round.Round) roundtest.Machine { return r }, 20); err != nil {
		t.Error(err)
	}
}

// play plays so many games, until something is wrong.
func play(wrap func(*round.Round) roundtest.Machine, games int) error {
	for seed := range games {
		var moves [][]roundtest.Move
		for i := range 40 {
			moves = append(moves, []roundtest.Move{roundtest.Moves().Example(seed*40 + i)})
			if i%3 == 0 {
				moves[i] = append(moves[i], roundtest.Moves().Example(seed*40+i+1))
			}
		}
		err := roundtest.Play(roundtest.Terms().Example(seed), func(terms round.Terms) (roundtest.Machine, error) {
			r, err := round.New(terms)
			return wrap(r), err
		}, moves)
		if err != nil {
			return err
		}
	}
	return nil
}

type (
	silent struct{ *round.Round }
	unjust struct{ *round.Round }
	rash   struct{ *round.Round }
	hasty  struct{ *round.Round }
	blank  struct{ *round.Round }
	eager  struct{ *round.Round }
	sticky struct{ *round.Round }
	half   struct{ *round.Round }
)

func (r silent) Changes() []round.Change {
	all := r.Round.Changes()
	return all[min(1, len(all)):]
}

func (r unjust) Changes() []round.Change {
	all := r.Round.Changes()
	for i := range all {
		if all[i].Why == round.Reached {
			all[i].Why = round.Traded
		}
	}
	return all
}

func (r rash) Try(a round.Action) (journal.Entry, error) { return r.Apply(a) }

func (r hasty) Waiting() []string {
	all := r.Round.Waiting()
	return all[:max(0, len(all)-1)]
}

func (r blank) Apply(a round.Action) (journal.Entry, error) {
	e, err := r.Round.Apply(a)
	e.Postings = nil
	return e, err
}

func (r eager) Apply(a round.Action) (journal.Entry, error) {
	e, _ := r.Round.Apply(a)
	return e, nil
}

func (r sticky) Book() clearing.Book { return r.Terms().Book }

func (r half) Batch(actions ...round.Action) (all []journal.Entry, err error) {
	for i, a := range actions {
		e, err := r.Apply(a)
		if err != nil {
			return nil, &journal.BatchError{Index: i, Err: err}
		}
		all = append(all, e)
	}
	return all, nil
}
