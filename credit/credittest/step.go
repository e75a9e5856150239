package credittest

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"example.org/mutual/clearing"
	"example.org/mutual/clearing/clearingtest"
	"example.org/mutual/credit"
	"example.org/mutual/unit"
)

// CheckStep reports which invariants of package credit an action broke, given what was before and after
// it.
func CheckStep(before, after State, a credit.Action) error {
	f, _ := read(a)
	s := step{before: before, after: after, action: a, id: f.id, kind: reflect.TypeOf(a).Name(), was: make(map[string]credit.Promise)}
	for _, p := range before.Promises {
		s.was[p.ID] = p
	}
	var errs []error
	for _, p := range after.Promises {
		errs = append(errs, checkPromise(p), s.promise(p))
	}
	return errors.Join(append(errs, s.gone(), s.lines(), s.shown(), s.sums(), s.proven(), checkRoots(after), checkReserved(after))...)
}

// A step is what one action did.
type step struct {
	before, after State
	action        credit.Action
	id, kind      string
	was           map[string]credit.Promise
}

// is reports whether the action is of one of these types.
func (s *step) is(kinds ...string) bool { return slices.Contains(kinds, s.kind) }

// checkPromise judges one promise by itself.
func checkPromise(p credit.Promise) error {
	var errs []error
	if p.Left.Sign() < 0 || p.Left.Parts() > p.Face.Parts() || p.Face.Sign() <= 0 {
		errs = append(errs, fmt.Errorf("invariant 1: %v of %v left of %q", p.Left, p.Face, p.ID))
	}
	if p.Promisor == p.Holder || p.For == "" {
		errs = append(errs, fmt.Errorf("invariant 2: %q from %q to %q for %q", p.ID, p.Promisor, p.Holder, p.For))
	}
	if p.Reserved.Sign() < 0 || p.Reserved.Parts() > p.Left.Parts() || p.Disputed && p.Reserved.Sign() > 0 {
		errs = append(errs, fmt.Errorf("reserved are %v of %v left of %q", p.Reserved, p.Left, p.ID))
	}
	return errors.Join(errs...)
}

// promise compares a promise with what it was.
func (s *step) promise(p credit.Promise) error {
	old, known := s.was[p.ID]
	if !known {
		return s.made(p)
	}
	kept := p
	kept.Left, kept.Reserved, kept.Holder, kept.Disputed, kept.Defaulted, kept.Guarantor = old.Left, old.Reserved, old.Holder, old.Disputed, old.Defaulted, old.Guarantor
	less, freed := old.Left.Parts()-p.Left.Parts(), old.Reserved.Parts()-p.Reserved.Parts()
	switch {
	case kept != old:
		return fmt.Errorf("invariant 4: %+v became %+v", old, p)
	case less < 0:
		return fmt.Errorf("invariant 1: %q grew from %v to %v", p.ID, old.Left, p.Left)
	case less > 0 && !s.is("Transfer", "TakeOver", "Default", "Redeem", "Settle", "Forgive", "Resolve", "Net", "Pay", "Commit"),
		old.Holder != p.Holder && !s.is("Transfer"),
		old.Guarantor != p.Guarantor && (!s.is("Renounce") || p.Guarantor != ""),
		old.Disputed != p.Disputed && !s.is("Dispute", "Resolve"),
		old.Defaulted != p.Defaulted && !s.is("Default"):
		return fmt.Errorf("%s made of %+v %+v", s.kind, old, p)
	case freed < 0 && !s.is("Reserve"), freed > 0 && !s.is("Commit", "Release", "Expire"), s.is("Commit") && less != freed:
		return fmt.Errorf("%s changed what is reserved of %q from %v to %v, and what is left from %v to %v", s.kind, p.ID, old.Reserved, p.Reserved, old.Left, p.Left)
	}
	return nil
}

// made judges a new promise.
func (s *step) made(p credit.Promise) error {
	words, part := p.For, strings.HasPrefix(p.ID, s.id+"/")
	switch a := s.action.(type) {
	case credit.Issue:
		part = p.ID == s.id
	case credit.Transfer, credit.TakeOver, credit.Default:
		part = p.ID == s.id+"/1"
	case credit.Pay:
		words = a.For
	case credit.Commit:
		for _, r := range s.before.Reservations {
			if r.ID == a.Reservation {
				words = r.For
			}
		}
	default:
		return fmt.Errorf("%s made %+v", s.kind, p)
	}
	if !part || p.For != words {
		return fmt.Errorf("invariant 4: %q for %q was made by %q for %q", p.ID, p.For, s.id, words)
	}
	return nil
}

// gone checks that nothing is forgotten but what is archived, and settled.
func (s *step) gone() error {
	stays := make(map[string]bool)
	for _, p := range s.after.Promises {
		stays[p.ID] = true
	}
	for _, p := range s.before.Promises {
		if !stays[p.ID] && (!p.Left.IsZero() || !s.is("Archive")) {
			return fmt.Errorf("invariant 4: the promise %q is gone, with %v left", p.ID, p.Left)
		}
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
		if !ok || r.Promisor != p.Promisor || r.For != p.For || r.Origin != p.Origin && (p.Origin != credit.Claim || p.ID == r.ID) || r.Issued != p.Issued || r.Guarantor != p.Guarantor && r.Guarantor != "" && p.Guarantor != "" {
			errs = append(errs, fmt.Errorf("invariant 4: %q began as %q", p.ID, p.Root))
		}
		if left[p.Root] > r.Face.Parts() {
			errs = append(errs, fmt.Errorf("invariant 1: %d parts left of all that began as %q", left[p.Root], p.Root))
		}
	}
	return errors.Join(errs...)
}

// lines checks that lines are changed by their creditors alone, and that where more is owed or reserved on
// one than before, both together are within its limit. So a commit may add what was reserved, whatever the
// line says by now.
func (s *step) lines() error {
	owed := make(map[two]int64)
	for _, p := range s.before.Promises {
		owed[two{p.Promisor, p.Holder}] += p.Left.Parts()
	}
	var errs []error
	for _, line := range s.after.Lines {
		e := two{line.Debtor, line.Creditor}
		old := s.before.line(e)
		was, is := owed[e]+old.Reserved.Parts(), line.Owed.Parts()+line.Reserved.Parts()
		if old == (credit.Line{}) { // and what was reserved is not known
			is = line.Owed.Parts()
		}
		if is > was && (line.Frozen || line.Hard != (unit.Amount{}) && is > line.Hard.Parts()) {
			errs = append(errs, fmt.Errorf("invariant 5: %q owes %q %v and %v are reserved, more than before", line.Debtor, line.Creditor, line.Owed, line.Reserved))
		}
		old.Owed, old.Reserved = line.Owed, line.Reserved
		if old != line && !s.is("SetLine", "FreezeLine") {
			errs = append(errs, fmt.Errorf("%s made of the line %+v %+v", s.kind, old, line))
		}
	}
	if len(s.after.Lines) < len(s.before.Lines) && !s.is("CloseLine") {
		errs = append(errs, fmt.Errorf("%s closed a line", s.kind))
	}
	return errors.Join(errs...)
}

// shown checks what not every machine shows: reservations are made and ended one by one, and only the
// actions of mediators change their consents and charges.
func (s *step) shown() error {
	grown := len(s.after.Reservations) - len(s.before.Reservations)
	switch {
	case grown > 0 && !s.is("Reserve"), grown < 0 && !s.is("Commit", "Release", "Expire"), grown < -1 || grown > 1:
		return fmt.Errorf("%s changed the reservations from %+v to %+v", s.kind, s.before.Reservations, s.after.Reservations)
	case !s.is("Mediate") && !slices.Equal(s.after.Consents, s.before.Consents), !s.is("SetCharge") && !slices.Equal(s.after.Charges, s.before.Charges):
		return fmt.Errorf("%s changed consents or charges", s.kind)
	}
	return nil
}

// checkReserved checks that reservations, where they are shown, add up to what is reserved.
func checkReserved(s State) error {
	takes, owes := make(map[string]int64), make(map[two]int64)
	for _, r := range s.Reservations {
		for _, n := range r.Takes {
			takes[n.Promise] += n.SetOff.Parts()
		}
		for _, o := range r.Owes {
			owes[two{o.Debtor, o.Creditor}] += o.Amount.Parts()
		}
	}
	var errs []error
	for _, p := range s.Promises {
		if len(s.Reservations) > 0 && p.Reserved.Parts() != takes[p.ID] {
			errs = append(errs, fmt.Errorf("reserved of %q are %v, and %d parts by all reservations", p.ID, p.Reserved, takes[p.ID]))
		}
	}
	for _, line := range s.Lines {
		if of := owes[two{line.Debtor, line.Creditor}]; len(s.Reservations) > 0 && line.Reserved.Parts() != of {
			errs = append(errs, fmt.Errorf("reserved between %q and %q are %v, and %d parts by all reservations", line.Debtor, line.Creditor, line.Reserved, of))
		}
	}
	return errors.Join(errs...)
}

// sums checks what transfers, set-offs and payments keep. That nothing else moves is for promise and made.
func (s *step) sums() error {
	moved := s.after.balances() // less what they were: how much better off each is
	for _, p := range s.before.Promises {
		moved[p.Holder] -= p.Left.Parts()
		moved[p.Promisor] += p.Left.Parts()
	}
	maps.DeleteFunc(moved, func(_ string, parts int64) bool { return parts == 0 })
	switch a := s.action.(type) {
	case credit.Transfer:
		home := slices.ContainsFunc(s.before.Promises, func(p credit.Promise) bool { return p.ID == a.Promise && p.Promisor == a.To })
		if s.before.total() != s.after.total() && !home {
			return fmt.Errorf("invariant 8: a transfer changed what is left in all from %v to %v", s.before.total(), s.after.total())
		}
	case credit.Net:
		return onlyThese(moved, a.By)
	case credit.Pay:
		if want := ends(a.Payment); !maps.Equal(moved, want) {
			return fmt.Errorf("a payment moved %v, want %v", moved, want)
		}
	case credit.Commit:
		return s.committed(a, moved)
	}
	return nil
}

// ends are how much better off a payment leaves the payer, the payee, and mediators by their charges: nobody
// else.
func ends(p credit.Payment) map[string]int64 {
	moved := make(map[string]int64)
	for _, path := range p.Paths {
		moved[p.From] -= path.Amount.Parts()
		moved[path.Parties[len(path.Parties)-1]] += path.Amount.Parts()
	}
	maps.DeleteFunc(moved, func(_ string, parts int64) bool { return parts == 0 })
	return moved
}

// committed checks that a commit, where reservations are shown, leaves off worse only who agreed to it, and
// of a payment the payee better.
func (s *step) committed(a credit.Commit, moved map[string]int64) error {
	for _, r := range s.before.Reservations {
		switch {
		case r.ID != a.Reservation:
		case r.Payee == "":
			return onlyThese(moved, r.Agreed)
		case moved[r.Payee] <= 0:
			return fmt.Errorf("committed was a payment to %q, and it moved %v", r.Payee, moved)
		default:
			maps.DeleteFunc(moved, func(_ string, parts int64) bool { return parts > 0 })
			return onlyThese(moved, r.Agreed)
		}
	}
	return nil
}

// onlyThese refuses that the balance of anybody else has changed.
func onlyThese(moved map[string]int64, agreed []string) error {
	for _, party := range slices.Sorted(maps.Keys(moved)) {
		if !slices.Contains(agreed, party) {
			return fmt.Errorf("invariant 8: without agreeing, %q is better off by %d parts", party, moved[party])
		}
	}
	return nil
}

// proven checks that a set-off with a proof is the largest, by looking for a larger.
func (s *step) proven() error {
	a, ok := s.action.(credit.Net)
	if !ok || !given(a.Proof) {
		return nil
	}
	var sum int64
	for _, n := range a.Lines {
		sum += n.SetOff.Parts()
	}
	if largest := clearingtest.Oracle(s.before.book(a.At), clearing.Options{}); len(largest) != 1 || largest[0].Parts() != sum {
		return fmt.Errorf("proven was a set-off of %d parts, and the largest is %v", sum, largest)
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
