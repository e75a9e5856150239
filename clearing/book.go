package clearing

import (
	"encoding/json"
	"time"

	"example.org/mutual/internal/name"
	"example.org/mutual/unit"
)

// Bounds on a Book.
const (
	NameBytesMax = name.BytesMax // bytes of an ID or of a party's name
	EntriesMax   = 1<<27 - 1     // obligations, acceptances and tenders together: as many parties on one ring are what flow solves
	TotalMax     = 1 << 62       // smallest parts of one unit, over all entries
)

// The first and the last second in which something can be due, 0001-01-01T00:00:00Z and
// 9999-12-31T23:59:59Z: in seconds, so that neither the zone of a time nor the size of an int matters.
const (
	dueFirst = -62135596800
	dueLast  = 253402300799
)

// An Obligation is what a debtor owes a creditor.
type Obligation struct {
	ID       string      `json:"id"`
	Debtor   string      `json:"debtor"`
	Creditor string      `json:"creditor"`
	Amount   unit.Amount `json:"amount"`         // above zero
	Due      time.Time   `json:"due,omitzero"`   // the zero time: no due date
	Rank     int         `json:"rank,omitempty"` // between the same parties and due together, the lower is set off first
}

// MarshalJSON writes the due date in UTC: RFC 3339 has no zones of odd seconds, such as local times had
// before 1900, and a due date that came back changed would be of another book.
func (o Obligation) MarshalJSON() ([]byte, error) {
	type plain Obligation
	if !o.Due.IsZero() {
		o.Due = o.Due.UTC()
	}
	return json.Marshal(plain(o))
}

// An Acceptance is a creditor's readiness to take a debtor's new promise, up to an amount. Clear does
// not use it yet: a Book that holds one is ErrUnsupported.
type Acceptance struct {
	ID       string      `json:"id"`
	Acceptor string      `json:"acceptor"`
	Debtor   string      `json:"debtor"`
	Amount   unit.Amount `json:"amount"`
}

// A Tender is liquidity that its owner offers for the clearing, up to an amount: what Source owes
// Owner, such as money with a bank. Clear does not use it yet: a Book that holds one is
// ErrUnsupported.
type Tender struct {
	ID     string      `json:"id"`
	Source string      `json:"source"`
	Owner  string      `json:"owner"`
	Amount unit.Amount `json:"amount"`
}

// A Book is what goes into a clearing. Its order does not matter. Entries in different units are
// cleared each in its own unit. The zero Book is empty, and clears to nothing.
type Book struct {
	Obligations []Obligation `json:"obligations"`
	Acceptances []Acceptance `json:"acceptances,omitempty"`
	Tenders     []Tender     `json:"tenders,omitempty"`
}

// check refuses a Book with an entry that is wrong by itself. What takes more than one entry to see,
// duplicate IDs and totals, is found when the entries are arranged.
func (b Book) check() error {
	if len(b.Obligations)+len(b.Acceptances)+len(b.Tenders) > EntriesMax {
		return &Error{Reason: ErrSize, What: "at most 134217727 entries"}
	}
	for i := range b.Obligations {
		if err := b.Obligations[i].check(); err != nil {
			err.Entry, err.Index, err.ID = "obligation", i, name.Clip(b.Obligations[i].ID)
			return err
		}
	}
	if len(b.Acceptances) > 0 {
		return &Error{Reason: ErrUnsupported, Entry: "acceptance", ID: name.Clip(b.Acceptances[0].ID), What: "want a book of obligations only"}
	}
	if len(b.Tenders) > 0 {
		return &Error{Reason: ErrUnsupported, Entry: "tender", ID: name.Clip(b.Tenders[0].ID), What: "want a book of obligations only"}
	}
	return nil
}

func (o *Obligation) check() *Error {
	if what := name.Wrong(o.ID); what != "" {
		return &Error{Reason: ErrID, What: what}
	}
	if what := name.Wrong(o.Debtor); what != "" {
		return &Error{Reason: ErrParty, What: "debtor: " + what}
	}
	if what := name.Wrong(o.Creditor); what != "" {
		return &Error{Reason: ErrParty, What: "creditor: " + what}
	}
	if o.Debtor == o.Creditor {
		return &Error{Reason: ErrSelf, What: "debtor and creditor must differ"}
	}
	if o.Amount.Sign() <= 0 || o.Amount.Unit().IsZero() {
		return &Error{Reason: ErrAmount, What: "got " + o.Amount.String()}
	}
	if second := o.Due.Unix(); second < dueFirst || second > dueLast {
		return &Error{Reason: ErrDue, What: "the zero time means no due date"}
	}
	return nil
}
