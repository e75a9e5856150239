package clearing

import (
	"encoding/json"
	"time"

	"example.org/mutual/internal/name"
	"example.org/mutual/unit"
)

// Bounds on a Book.
const (
	NameBytesMax         = name.BytesMax // bytes of an ID or of a party's name
	AcceptanceIDBytesMax = 96            // bytes of an acceptance's ID
	RankMax              = 15            // the highest Rank of an acceptance; the lowest is 0
	EntriesMax           = 1<<27 - 1     // obligations, acceptances and tenders together: the longest ring that package flow solves has as many
	TotalMax             = 1 << 62       // smallest parts of one unit, over all entries
)

// An Obligation is what a debtor owes a creditor.
type Obligation struct {
	ID       string      `json:"id"`
	Debtor   string      `json:"debtor"`
	Creditor string      `json:"creditor"`
	Amount   unit.Amount `json:"amount"`         // above zero
	Due      time.Time   `json:"due,omitzero"`   // the zero time: no due date, and takes part at any time
	Rank     int         `json:"rank,omitempty"` // between the same parties and due together, the lower is set off first
	Early    time.Time   `json:"early,omitzero"` // from when its creditor accepts set-off, before Due; the zero time: when it is due
}

// MarshalJSON writes the times in UTC: RFC 3339 has no zones of odd seconds, such as local times had
// before 1900, and a due date that came back changed would be of another book.
func (o Obligation) MarshalJSON() ([]byte, error) {
	type plain Obligation
	o.Due, o.Early = inUTC(o.Due), inUTC(o.Early)
	return json.Marshal(plain(o))
}

// inUTC leaves the zero time as it is, so that it is still left out.
func inUTC(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.UTC()
}

// An Acceptance is the acceptor's readiness to take a named debtor's new promise, up to an amount. What a
// clearing uses of it becomes a new obligation: the debtor owes the acceptor. A credit line of a union is an
// acceptance by the union; whoever is to receive money or Stock of a [Tender] accepts its source.
type Acceptance struct {
	ID       string      `json:"id"` // at most 96 bytes, so that what it becomes can be named after it
	Acceptor string      `json:"acceptor"`
	Debtor   string      `json:"debtor"`
	Amount   unit.Amount `json:"amount"`         // above zero
	Rank     int         `json:"rank,omitempty"` // 0 to 15, the acceptor's own preference: see [ByRank]
}

// A Tender is liquidity that its owner offers for the clearing, up to an amount: what Source owes Owner,
// such as money with a bank or energy Stock of an issuer. It is an obligation that is used only where that
// helps.
//
// Stock, which has a unit and is no unit of account, comes in at its value in the Amount's unit, and only
// by a Quote: 10 kWh of Stock is never taken for 10 kWh of account.
type Tender struct {
	ID     string      `json:"id"`
	Source string      `json:"source"`
	Owner  string      `json:"owner"`
	Amount unit.Amount `json:"amount"`         // above zero
	Stock  unit.Amount `json:"stock,omitzero"` // what is tendered, where that is Stock; otherwise zero
	Quote  unit.Quote  `json:"quote,omitzero"` // at which Stock is worth Amount or more at the value date
}

// A Window is a creditor's consent to early set-off: of all that falls due to it up to a time. There is at
// most one of each creditor.
type Window struct {
	Creditor string    `json:"creditor"`
	Until    time.Time `json:"until"`
}

// MarshalJSON writes the time in UTC, as that of an [Obligation].
func (w Window) MarshalJSON() ([]byte, error) {
	type plain Window
	w.Until = inUTC(w.Until)
	return json.Marshal(plain(w))
}

// A Book is what goes into a clearing. Its order does not matter. IDs are unique over all entries. Entries
// in different units are cleared each in its own unit. The zero Book is empty, and clears to nothing.
type Book struct {
	Obligations []Obligation `json:"obligations"`
	Acceptances []Acceptance `json:"acceptances,omitempty"`
	Tenders     []Tender     `json:"tenders,omitempty"`
	Windows     []Window     `json:"windows,omitempty"`
}
