package credittest

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.org/mutual/clearing"
	"example.org/mutual/credit"
	"example.org/mutual/unit/journal"
)

// Compare reports in what a machine differs from its model: promises, lines, the room on each and, where
// the machine shows reservations, mediators and books, or adds up and checks itself, that too.
func Compare(m *Model, machine Machine) error {
	err := compare(m, machine)
	if c, ok := machine.(Checker); ok {
		err = errors.Join(err, c.Check())
	}
	return err
}

// compare is Compare, but for what a machine proves itself.
func compare(m *Model, machine Machine) error {
	want, got := StateOf(m), StateOf(machine)
	var errs []error
	if !slices.Equal(want.Promises, got.Promises) {
		errs = append(errs, fmt.Errorf("promises: got %+v, want %+v", got.Promises, want.Promises))
	}
	if !slices.Equal(want.Lines, got.Lines) {
		errs = append(errs, fmt.Errorf("lines: got %+v, want %+v", got.Lines, want.Lines))
	}
	errs = append(errs, compareShown(want, got, machine), compareBooks(m, machine))
	for _, debtor := range names {
		for _, creditor := range names {
			errs = append(errs, comparePair(m, machine, debtor, creditor))
		}
	}
	return errors.Join(errs...)
}

// compareShown compares what not every machine shows.
func compareShown(want, got State, machine Machine) error {
	var errs []error
	if _, ok := machine.(Reserver); ok && !slices.EqualFunc(got.Reservations, want.Reservations, sameReservation) {
		errs = append(errs, fmt.Errorf("reservations: got %+v, want %+v", got.Reservations, want.Reservations))
	}
	if _, ok := machine.(Mediator); ok && (!slices.Equal(got.Consents, want.Consents) || !slices.Equal(got.Charges, want.Charges)) {
		errs = append(errs, fmt.Errorf("mediators: got %+v and %+v, want %+v and %+v", got.Consents, got.Charges, want.Consents, want.Charges))
	}
	return errors.Join(errs...)
}

func sameReservation(r, s credit.Reservation) bool {
	return r.ID == s.ID && r.Until.Equal(s.Until) && r.For == s.For && r.Payee == s.Payee &&
		slices.Equal(r.Agreed, s.Agreed) && slices.Equal(r.Takes, s.Takes) && slices.Equal(r.Owes, s.Owes)
}

// compareBooks compares what may be set off now, in any order.
func compareBooks(m *Model, machine Machine) error {
	b, ok := machine.(Booker)
	if !ok {
		return nil
	}
	sorted := func(b clearing.Book) []clearing.Obligation {
		return slices.SortedFunc(slices.Values(b.Obligations), func(o, p clearing.Obligation) int { return strings.Compare(o.ID, p.ID) })
	}
	if got, want := sorted(b.Book(m.last)), sorted(m.Book(m.last)); !slices.Equal(got, want) {
		return fmt.Errorf("what may be set off: got %+v, want %+v", got, want)
	}
	return nil
}

func comparePair(m *Model, machine Machine, debtor, creditor string) error {
	for _, agreed := range []bool{false, true} {
		want, got := m.Room(debtor, creditor, agreed), machine.Room(debtor, creditor, agreed)
		if got.Amount != want.Amount || got.Bound == "" {
			return fmt.Errorf("room of %s with %s: got %v (%q), want %v and why", debtor, creditor, got.Amount, got.Bound, want.Amount)
		}
	}
	b, ok := machine.(Balancer)
	if !ok {
		return nil
	}
	if got, want := b.Balance(debtor), m.Balance(debtor); got != want {
		return fmt.Errorf("balance of %s: got %v, want %v", debtor, got, want)
	}
	if got, want := b.Owed(debtor, creditor), m.Owed(debtor, creditor); got != want {
		return fmt.Errorf("%s owes %s: got %v, want %v", debtor, creditor, got, want)
	}
	return nil
}

// CompareErrors reports in what a machine's refusal differs from the model's: the reason, what was asked,
// the room that was left, who is missing, as which entry it was applied before, or the place in a batch.
func CompareErrors(got, want error) error {
	if (got == nil) != (want == nil) {
		return fmt.Errorf("got the error %v, want %v", got, want)
	}
	return errors.Join(compareAs(got, want, sameRefusal), compareAs(got, want, sameApplied), compareAs(got, want, sameBatch))
}

// compareAs compares two errors if one of them is of a type.
func compareAs[E error](got, want error, same func(E, E) bool) error {
	g, gotOne := errors.AsType[E](got)
	w, wantOne := errors.AsType[E](want)
	if gotOne != wantOne || gotOne && !same(g, w) {
		return fmt.Errorf("got the error %v, want %v", got, want)
	}
	return nil
}

func sameRefusal(got, want *journal.RefusalError) bool {
	return got.Reason == want.Reason && got.Asked == want.Asked && got.Room == want.Room && slices.Equal(got.Missing, want.Missing)
}

func sameApplied(got, want *journal.AppliedError) bool { return got.Seq == want.Seq }

func sameBatch(got, want *journal.BatchError) bool { return got.Index == want.Index }

// CheckEntry reports what is wrong with an entry, given the model's: its postings may be others, but move
// as much to each account.
func CheckEntry(got, want journal.Entry) error {
	errs := []error{got.Check()}
	if got.Seq != want.Seq || got.Action != want.Action || got.Type != want.Type || got.At != want.At {
		errs = append(errs, fmt.Errorf("got entry %d of %s %q at %v, want %d of %s %q at %v", got.Seq, got.Type, got.Action, got.At, want.Seq, want.Type, want.Action, want.At))
	}
	if g, w := sums(got), sums(want); !maps.Equal(g, w) {
		errs = append(errs, fmt.Errorf("entry %d: got postings %v, want %v", got.Seq, g, w))
	}
	return errors.Join(errs...)
}

// sums are what an entry moves to each account and class, beside nothing.
func sums(e journal.Entry) map[journal.Posting]int64 {
	all := make(map[journal.Posting]int64)
	for _, p := range e.Postings {
		all[journal.Posting{Account: p.Account, Class: p.Class}] += p.Quantity
	}
	maps.DeleteFunc(all, func(_ journal.Posting, sum int64) bool { return sum == 0 })
	return all
}
