package guaranteetest

import (
	"errors"
	"fmt"
	"io"
	"iter"

	"example.org/mutual/credit"
	"example.org/mutual/guarantee"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// A Machine is a society that can be held to this kit. *guarantee.Society is one. Which of the interfaces below it
// has besides, it is held to as well.
type Machine interface {
	Apply(guarantee.Action) (journal.Entry, error)
	Terms() guarantee.Terms // as they stand
	Accounts() iter.Seq[guarantee.Account]
	Purse() unit.Amount
	Members() iter.Seq[guarantee.Member]
	Ledger() credit.View
}

type (
	// A Trier says what Apply would do.
	Trier interface {
		Try(guarantee.Action) (journal.Entry, error)
	}
	// A Batcher applies all of several actions or none.
	Batcher interface {
		Batch(...guarantee.Action) ([]journal.Entry, error)
	}
	// A Checker proves its own state.
	Checker interface{ Check() error }
	// A Snapshotter writes its state, equal states as equal bytes.
	Snapshotter interface{ Snapshot(io.Writer) error }
	// A Restorer makes another machine of a snapshot.
	Restorer interface {
		Restore(io.Reader) (Machine, error)
	}
)

// exposures are what each member owes and holds under the guarantee, by the promises.
func exposures(m Machine) (owes, holds map[string]int64) {
	owes, holds = map[string]int64{}, map[string]int64{}
	society := m.Terms().Name
	for p := range m.Ledger().Promises() {
		if p.Guarantor == society && p.Holder != society && !p.Defaulted {
			owes[p.Promisor] += p.Left.Parts()
			holds[p.Holder] += p.Left.Parts()
		}
	}
	return owes, holds
}

// CheckExposure reports where a member's exposure is not what is open of its guaranteed promises.
func CheckExposure(m Machine) error {
	owes, holds := exposures(m)
	var errs []error
	for member := range m.Members() {
		if member.Buyer.Open.Parts() != owes[member.Name] || member.Seller.Open.Parts() != holds[member.Name] {
			errs = append(errs, fmt.Errorf("invariant 6: %s owes %v and holds %v, and by the promises %d and %d parts", member.Name, member.Buyer.Open, member.Seller.Open, owes[member.Name], holds[member.Name]))
		}
	}
	return errors.Join(errs...)
}

// CheckLimits reports where a member has come to owe or hold more than before, and more than its limit.
func CheckLimits(m Machine, owed, held map[string]int64) error {
	var errs []error
	for member := range m.Members() {
		b, s := member.Buyer, member.Seller
		if b.Open.Parts() > max(owed[member.Name], b.Limit.Parts()) || s.Open.Parts() > max(held[member.Name], s.Limit.Parts()) {
			errs = append(errs, fmt.Errorf("invariant 6: %s went beyond a limit: %+v and %+v", member.Name, b, s))
		}
	}
	return errors.Join(errs...)
}
