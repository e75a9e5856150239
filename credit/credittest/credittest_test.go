package credittest_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"example.org/mutual/credit"
	"example.org/mutual/credit/credittest"
	"example.org/mutual/unit/journal"
	"pgregory.net/rapid"
)

// The model is held to its own kit.
func TestModel(t *testing.T) {
	credittest.Run(t, func(terms credit.Terms) (credittest.Machine, error) { return credittest.NewModel(terms), nil })
}

// A ledger that has no more than it must is held to that.
func TestLeast(t *testing.T) {
	type least struct{ credittest.Machine }
	credittest.Run(t, func(terms credit.Terms) (credittest.Machine, error) {
		l, err := credit.New(terms)
		return least{l}, err
	})
}

// Any numbers make a move, though no generator would draw them.
func TestAnyMove(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		moves := rapid.SliceOf(rapid.SliceOfN(rapid.Make[credittest.Move](), 1, 3)).Draw(t, "moves")
		err := credittest.Play(credittest.Terms("EUR.2"), func(terms credit.Terms) (credittest.Machine, error) { return credit.New(terms) }, moves)
		if err != nil {
			t.Fatal(err)
		}
	})
}

// Moves lead everywhere: each type of action is applied, and each reason for a refusal comes up. Most
// moves are sensible.
func TestMovesReach(t *testing.T) {
	applied, refused, sum := map[string]int{}, map[error]int{}, 0
	for seed := range 400 {
		m := credittest.NewModel(credittest.Terms("EUR.2"))
		for i := range 40 {
			a := m.Action(credittest.Moves().Example(seed*40 + i))
			if _, err := m.Apply(a); err == nil {
				applied[reflect.TypeOf(a).Name()]++
				sum++
			} else {
				refused[reason(err)]++
			}
		}
	}
	t.Logf("%d of %d applied: %v; refused: %v", sum, 400*40, applied, refused)
	if len(applied) != 23 || sum < 400*40/3 {
		t.Errorf("not all types were applied, or too seldom: %v", applied)
	}
	for _, want := range []error{
		journal.ErrApplied, journal.ErrConflict, journal.ErrID, journal.ErrTime, journal.ErrParty, journal.ErrConsent, journal.ErrUnit,
		journal.ErrAmount, journal.ErrLimit, credit.ErrAction, credit.ErrPromise, credit.ErrSettled, credit.ErrDisputed, credit.ErrDefault,
		credit.ErrWords, credit.ErrSelf, credit.ErrLine, credit.ErrFrozen, credit.ErrTrust, credit.ErrMeans, credit.ErrNet,
		credit.ErrReserved, credit.ErrPath, credit.ErrMediator, credit.ErrProof, credit.ErrQuote, journal.ErrArchived,
	} {
		if refused[want] == 0 {
			t.Errorf("never refused: %v", want)
		}
	}
}

func reason(err error) error {
	if r, ok := errors.AsType[*journal.RefusalError](err); ok {
		return r.Reason
	}
	return errors.Unwrap(err)
}

// A ledger that breaks a promise is noticed, whichever promise it is.
func TestPlayNotices(t *testing.T) {
	for name, wrap := range map[string]func(*credit.Ledger) credittest.Machine{
		"applies what it tries":      func(l *credit.Ledger) credittest.Machine { return trier{l} },
		"forgets to number":          func(l *credit.Ledger) credittest.Machine { return unnumbered{l} },
		"never refuses":              func(l *credit.Ledger) credittest.Machine { return eager{l} },
		"gives another reason":       func(l *credit.Ledger) credittest.Machine { return vague{l} },
		"half a batch":               func(l *credit.Ledger) credittest.Machine { return half{l} },
		"says no reason for no room": func(l *credit.Ledger) credittest.Machine { return silent{l} },
		"has another unit of room":   func(l *credit.Ledger) credittest.Machine { return unlimited{l} },
		"forgets what is reserved":   func(l *credit.Ledger) credittest.Machine { return forgetful{l} },
		"asks no mediator":           func(l *credit.Ledger) credittest.Machine { return rash{l} },
		"charges per hop":            func(l *credit.Ledger) credittest.Machine { return dear{l} },
		"commits twice":              func(l *credit.Ledger) credittest.Machine { return twice{l, map[string]credit.Payment{}} },
	} {
		err := play(wrap)
		if err == nil {
			t.Errorf("%s: not noticed", name)
		}
	}
	if err := play(func(l *credit.Ledger) credittest.Machine { return l }); err != nil {
		t.Error(err)
	}
}

func play(wrap func(*credit.Ledger) credittest.Machine) error {
	for seed := range 60 {
		var batches [][]credittest.Move
		for i := range 40 {
			batches = append(batches, []credittest.Move{credittest.Moves().Example(seed*100 + i)})
			if i%3 == 0 {
				batches[i] = append(batches[i], credittest.Moves().Example(seed*100+50+i), credittest.Moves().Example(seed*100+75+i))
			}
		}
		err := credittest.Play(credittest.Terms("EUR.2"), func(terms credit.Terms) (credittest.Machine, error) {
			l, err := credit.New(terms)
			return wrap(l), err
		}, batches)
		if err != nil {
			return err
		}
	}
	return nil
}

type trier struct{ *credit.Ledger }

func (m trier) Try(a credit.Action) (journal.Entry, error) { return m.Apply(a) }

type unnumbered struct{ *credit.Ledger }

func (m unnumbered) Apply(a credit.Action) (journal.Entry, error) {
	e, err := m.Ledger.Apply(a)
	e.Seq = 0
	return e, err
}

type eager struct{ *credit.Ledger }

func (m eager) Apply(a credit.Action) (journal.Entry, error) {
	e, _ := m.Ledger.Apply(a)
	return e, nil
}

type vague struct{ *credit.Ledger }

func (m vague) Apply(a credit.Action) (journal.Entry, error) {
	e, err := m.Ledger.Apply(a)
	if errors.Is(err, journal.ErrLimit) {
		err = &journal.RefusalError{Reason: journal.ErrLimit}
	}
	return e, err
}

type half struct{ *credit.Ledger }

func (m half) Batch(actions ...credit.Action) ([]journal.Entry, error) {
	var entries []journal.Entry
	for i, a := range actions {
		e, err := m.Apply(a)
		if err != nil {
			return nil, &journal.BatchError{Index: i, Err: err}
		}
		entries = append(entries, e)
	}
	return entries, nil
}

type silent struct{ *credit.Ledger }

func (m silent) Room(debtor, creditor string, agreed bool) credit.Room {
	return credit.Room{Amount: m.Ledger.Room(debtor, creditor, agreed).Amount}
}

type unlimited struct{ *credit.Ledger }

func (m unlimited) Room(debtor, creditor string, agreed bool) credit.Room {
	r := m.Ledger.Room(debtor, creditor, true)
	r.Bound = fmt.Sprint(agreed)
	return r
}

// forgetful gives the room that is reserved once more.
type forgetful struct{ *credit.Ledger }

func (m forgetful) Room(debtor, creditor string, agreed bool) credit.Room {
	r := m.Ledger.Room(debtor, creditor, agreed)
	if line, ok := m.Line(creditor, debtor); ok && !line.Frozen {
		r.Amount, _ = r.Amount.Add(line.Reserved)
	}
	return r
}

// rash takes it that mediators agree.
type rash struct{ *credit.Ledger }

func (m rash) Apply(a credit.Action) (journal.Entry, error) {
	e, err := m.Ledger.Apply(a)
	pay, ok := a.(credit.Pay)
	if !ok || !errors.Is(err, journal.ErrConsent) || !slices.Contains(pay.By, pay.From) {
		return e, err
	}
	for _, path := range pay.Paths {
		pay.By = append(slices.Clone(pay.By), path.Parties...)
	}
	return m.Ledger.Apply(pay)
}

// dear has the payer pay a mediator for what comes in and once more for what goes out.
type dear struct{ *credit.Ledger }

func (m dear) Apply(a credit.Action) (journal.Entry, error) {
	e, err := m.Ledger.Apply(a)
	pay, ok := a.(credit.Pay)
	if !ok || err != nil {
		return e, err
	}
	class := journal.Of(m.Terms().Unit)
	for charge := range m.Charges() {
		for _, path := range pay.Paths {
			if i := slices.Index(path.Parties, charge.Party); i > 0 && i < len(path.Parties)-1 {
				more := charge.Flat.Parts()
				e.Postings = append(e.Postings, journal.Posting{Account: pay.From, Class: class, Quantity: -more}, journal.Posting{Account: charge.Party, Class: class, Quantity: more})
			}
		}
	}
	return e, nil
}

// twice pays again what was committed.
type twice struct {
	*credit.Ledger
	committed map[string]credit.Payment
}

func (m twice) Apply(a credit.Action) (journal.Entry, error) {
	e, err := m.Ledger.Apply(a)
	switch a := a.(type) {
	case credit.Reserve:
		m.committed[a.ID] = a.Payment
	case credit.Commit:
		if p, ok := m.committed[a.Reservation]; ok && errors.Is(err, credit.ErrReserved) {
			return m.Ledger.Apply(credit.Pay{ID: a.ID, At: a.At, By: a.By, Payment: p})
		}
	}
	return e, err
}
