package insolvency

import (
	"example.org/mutual/clearing"
	"example.org/mutual/internal/name"
	"example.org/mutual/unit"
)

// Bounds on a System.
const (
	EntriesMax = 1 << 18 // debts and means together
	ClassMax   = 15      // the most junior class
	TotalMax   = 1 << 62 // smallest parts of all debts and means, times the common denominator of the costs
)

// A Debt is what a debtor owes a creditor.
type Debt struct {
	ID       string      `json:"id"`
	Debtor   string      `json:"debtor"`
	Creditor string      `json:"creditor"`
	Amount   unit.Amount `json:"amount"` // above zero

	// Class is its seniority, from 0 to ClassMax: a debtor pays a lower class in full before a higher one
	// gets anything, and within a class all debts by the same fraction.
	Class int `json:"class,omitempty"`

	// Receipt, where it has a unit, is what the creditor receives of this debt, from zero to Amount,
	// whatever the debtor pays: a guarantor pays it, and receives what the debtor pays. The zero Amount:
	// the creditor receives what the debtor pays.
	Receipt unit.Amount `json:"receipt,omitzero"`
}

// Debts returns obligations, such as those that a set-off has left, as debts of one class, without receipts. It checks
// nothing: [Settle] does.
func Debts(obligations []clearing.Obligation, class int) []Debt {
	debts := make([]Debt, len(obligations))
	for i, o := range obligations {
		debts[i] = Debt{ID: o.ID, Debtor: o.Debtor, Creditor: o.Creditor, Amount: o.Amount, Class: class}
	}
	return debts
}

// Means are what a party has to pay with besides what the others pay it: cash, say. It can be zero.
type Means struct {
	Party  string      `json:"party"`
	Amount unit.Amount `json:"amount"`
}

// A System is who owes whom and who has what, all in one unit. Its order does not matter. A party
// without Means has none; one without debts takes part where it is owed something or has means. The zero
// System is empty, and settles to nothing.
type System struct {
	Debts []Debt  `json:"debts"`
	Means []Means `json:"means,omitempty"`
}

// check refuses a System with an entry that is wrong by itself, or in another unit than the others.
func (s System) check() error {
	if len(s.Debts)+len(s.Means) > EntriesMax {
		return &Error{Reason: ErrSize, What: "at most 262144 debts and means"}
	}
	u := s.unit()
	for i := range s.Debts {
		if err := s.Debts[i].check(u); err != nil {
			err.Entry, err.Index, err.ID = "debt", i, name.Clip(s.Debts[i].ID)
			return err
		}
	}
	for i := range s.Means {
		if err := s.Means[i].check(u); err != nil {
			err.Entry, err.Index, err.ID = "means", i, name.Clip(s.Means[i].Party)
			return err
		}
	}
	return nil
}

// unit returns the unit of the first entry, which all others must share.
func (s System) unit() unit.Unit {
	switch {
	case len(s.Debts) > 0:
		return s.Debts[0].Amount.Unit()
	case len(s.Means) > 0:
		return s.Means[0].Amount.Unit()
	}
	return unit.Unit{}
}

func (d *Debt) check(u unit.Unit) *Error {
	if what := name.Wrong(d.ID); what != "" {
		return &Error{Reason: ErrID, What: what}
	}
	if what := name.Wrong(d.Debtor); what != "" {
		return &Error{Reason: ErrParty, What: "debtor: " + what}
	}
	if what := name.Wrong(d.Creditor); what != "" {
		return &Error{Reason: ErrParty, What: "creditor: " + what}
	}
	if d.Debtor == d.Creditor {
		return &Error{Reason: ErrSelf, What: "debtor and creditor must differ"}
	}
	if d.Amount.Sign() <= 0 || u.IsZero() {
		return &Error{Reason: ErrAmount, What: "want above zero, in a unit, got " + d.Amount.String()}
	}
	if d.Amount.Unit() != u || d.guaranteed() && d.Receipt.Unit() != u {
		return &Error{Reason: ErrUnit, What: "want " + u.Code() + " throughout"}
	}
	if d.Class < 0 || d.Class > ClassMax {
		return &Error{Reason: ErrClass}
	}
	if d.Receipt.Sign() < 0 || d.Receipt.Parts() > d.Amount.Parts() {
		return &Error{Reason: ErrAmount, What: "want a receipt from zero to the amount, got " + d.Receipt.String()}
	}
	return nil
}

// guaranteed reports whether a guarantor stands between debtor and creditor.
func (d *Debt) guaranteed() bool { return d.Receipt != unit.Amount{} }

func (m *Means) check(u unit.Unit) *Error {
	if what := name.Wrong(m.Party); what != "" {
		return &Error{Reason: ErrParty, What: what}
	}
	if m.Amount.Sign() < 0 || u.IsZero() {
		return &Error{Reason: ErrAmount, What: "want zero or above, in a unit, got " + m.Amount.String()}
	}
	if m.Amount.Unit() != u {
		return &Error{Reason: ErrUnit, What: "want " + u.Code() + " throughout"}
	}
	return nil
}
