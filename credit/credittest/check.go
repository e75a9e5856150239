package credittest

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"

	"example.org/mutual/credit"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// Compare reports in what a machine differs from its model: promises, lines, the room on each and, where
// the machine adds up and checks itself, that too.
func Compare(m *Model, machine Machine) error {
	want, got := StateOf(m), StateOf(machine)
	var errs []error
	if !slices.Equal(want.Promises, got.Promises) {
		errs = append(errs, fmt.Errorf("promises: got %+v, want %+v", got.Promises, want.Promises))
	}
	if !slices.Equal(want.Lines, got.Lines) {
		errs = append(errs, fmt.Errorf("lines: got %+v, want %+v", got.Lines, want.Lines))
	}
	for _, debtor := range names {
		for _, creditor := range names {
			errs = append(errs, comparePair(m, machine, debtor, creditor))
		}
	}
	if c, ok := machine.(Checker); ok {
		errs = append(errs, c.Check())
	}
	return errors.Join(errs...)
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

func sameBatch(got, want *credit.BatchError) bool { return got.Index == want.Index }

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

// CheckStep reports which invariants of package credit an action broke, given what was before and after
// it.
func CheckStep(before, after State, a credit.Action) error {
	was := make(map[string]credit.Promise)
	for _, p := range before.Promises {
		was[p.ID] = p
	}
	var errs []error
	for _, p := range after.Promises {
		old, known := was[p.ID]
		delete(was, p.ID)
		errs = append(errs, checkPromise(p), checkKept(old, p, known, a))
	}
	if len(was) > 0 {
		errs = append(errs, errors.New("invariant 4: a promise is gone"))
	}
	return errors.Join(append(errs, checkRoots(after), checkLimits(before, after), checkSum(before, after, a))...)
}

// checkPromise judges one promise by itself.
func checkPromise(p credit.Promise) error {
	var errs []error
	if p.Left.Sign() < 0 || p.Left.Parts() > p.Face.Parts() || p.Face.Sign() <= 0 {
		errs = append(errs, fmt.Errorf("invariant 1: %v of %v left of %q", p.Left, p.Face, p.ID))
	}
	if p.Promisor == p.Holder || p.For == "" {
		errs = append(errs, fmt.Errorf("invariant 2: %q from %q to %q for %q", p.ID, p.Promisor, p.Holder, p.For))
	}
	return errors.Join(errs...)
}

// checkKept compares a promise with what it was.
func checkKept(old, p credit.Promise, known bool, a credit.Action) error {
	f, _ := read(a)
	switch {
	case !known && p.ID != f.id && p.ID != f.id+"/1":
		return fmt.Errorf("invariant 4: %q was made by %q", p.ID, f.id)
	case !known:
		return nil
	case p.Left.Parts() > old.Left.Parts():
		return fmt.Errorf("invariant 1: %q grew from %v to %v", p.ID, old.Left, p.Left)
	}
	p.Left, p.Holder, p.Disputed, p.Defaulted = old.Left, old.Holder, old.Disputed, old.Defaulted
	if p != old {
		return fmt.Errorf("invariant 4: %+v became %+v", old, p)
	}
	return nil
}

// checkRoots checks that parts lead back to what they began as, and together did not grow.
func checkRoots(s State) error {
	roots, left := make(map[string]credit.Promise), make(map[string]int64)
	for _, p := range s.Promises {
		if p.ID == p.Root {
			roots[p.ID] = p
		}
		left[p.Root] += p.Left.Parts()
	}
	var errs []error
	for _, p := range s.Promises {
		r, ok := roots[p.Root]
		if !ok || r.Promisor != p.Promisor || r.For != p.For || r.Origin != p.Origin || r.Issued != p.Issued || r.Guarantor != p.Guarantor {
			errs = append(errs, fmt.Errorf("invariant 4: %q began as %q", p.ID, p.Root))
		}
		if left[p.Root] > r.Face.Parts() {
			errs = append(errs, fmt.Errorf("invariant 1: %d parts left of all that began as %q", left[p.Root], p.Root))
		}
	}
	return errors.Join(errs...)
}

// checkLimits checks that where more is owed on a line than before, it is within the limit.
func checkLimits(before, after State) error {
	was := make(map[two]int64)
	for _, p := range before.Promises {
		was[two{p.Promisor, p.Holder}] += p.Left.Parts()
	}
	var errs []error
	for _, line := range after.Lines {
		grew := line.Owed.Parts() > was[two{line.Debtor, line.Creditor}]
		if grew && (line.Frozen || line.Hard != (unit.Amount{}) && line.Owed.Parts() > line.Hard.Parts()) {
			errs = append(errs, fmt.Errorf("invariant 5: %q owes %q %v, more than before", line.Debtor, line.Creditor, line.Owed))
		}
	}
	return errors.Join(errs...)
}

// checkSum checks what transfers and set-offs keep.
func checkSum(before, after State, a credit.Action) error {
	was, is := before.balances(), after.balances()
	switch a := a.(type) {
	case credit.Transfer:
		home := slices.ContainsFunc(before.Promises, func(p credit.Promise) bool { return p.ID == a.Promise && p.Promisor == a.To })
		if before.total() != after.total() && !home {
			return fmt.Errorf("invariant 8: a transfer changed what is left in all from %v to %v", before.total(), after.total())
		}
	case credit.Net:
		for _, party := range slices.Sorted(maps.Keys(was)) {
			if was[party] != is[party] && !slices.Contains(a.By, party) {
				return fmt.Errorf("invariant 8: a set-off changed the balance of %q", party)
			}
		}
	}
	return nil
}

// total is the sum of all that is left, modulo 2^64.
func (s State) total() (sum int64) {
	for _, p := range s.Promises {
		sum += p.Left.Parts()
	}
	return sum
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
