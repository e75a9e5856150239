package clearing

import (
	"cmp"
	"strconv"
	"time"

	"example.org/mutual/internal/name"
	"example.org/mutual/unit"
)

// check refuses a Book with an entry that is wrong by itself. What takes more than one entry to see,
// duplicate IDs and totals, is found when the entries are arranged; what takes a value date, by checkStock.
func (b Book) check() error {
	if len(b.Obligations)+len(b.Acceptances)+len(b.Tenders) > EntriesMax || len(b.Windows) > EntriesMax {
		return &Error{Reason: ErrSize, What: "at most 134217727 entries"}
	}
	if err := checkAll(kindObligation.String(), b.Obligations, (*Obligation).check, (*Obligation).id); err != nil {
		return err
	}
	if err := checkAll(kindAcceptance.String(), b.Acceptances, (*Acceptance).check, (*Acceptance).id); err != nil {
		return err
	}
	if err := checkAll(kindTender.String(), b.Tenders, (*Tender).check, (*Tender).id); err != nil {
		return err
	}
	return checkAll("window", b.Windows, (*Window).check, (*Window).id)
}

func (o *Obligation) id() string { return o.ID }
func (c *Acceptance) id() string { return c.ID }
func (t *Tender) id() string     { return t.ID }
func (w *Window) id() string     { return w.Creditor }

// checkAll says which of the entries is wrong.
func checkAll[T any](kind string, all []T, check func(*T) *Error, id func(*T) string) error {
	for i := range all {
		if err := check(&all[i]); err != nil {
			err.Entry, err.Index, err.ID = kind, i, name.Clip(id(&all[i]))
			return err
		}
	}
	return nil
}

func (o *Obligation) check() *Error {
	if err := checkEntry(o.ID, "debtor", o.Debtor, "creditor", o.Creditor, o.Amount); err != nil {
		return err
	}
	switch {
	case !inYears(o.Due):
		return &Error{Reason: ErrDue, What: "the zero time means no due date"}
	case !o.Early.IsZero() && (!inYears(o.Early) || o.Due.IsZero() || compareTimes(o.Early, o.Due) > 0):
		return &Error{Reason: ErrDue, What: "early: want a time up to the due date"}
	}
	return nil
}

func (c *Acceptance) check() *Error {
	if err := checkEntry(c.ID, "acceptor", c.Acceptor, "debtor", c.Debtor, c.Amount); err != nil {
		return err
	}
	switch {
	case len(c.ID) > AcceptanceIDBytesMax:
		return &Error{Reason: ErrID, What: "must be at most 96 bytes"}
	case c.Rank < 0 || c.Rank > RankMax:
		return &Error{Reason: ErrRank, What: "got " + strconv.Itoa(c.Rank)}
	}
	return nil
}

func (t *Tender) check() *Error {
	if err := checkEntry(t.ID, "source", t.Source, "owner", t.Owner, t.Amount); err != nil {
		return err
	}
	if stock := t.Stock.Sign(); stock < 0 || (stock > 0) != (t.Quote != unit.Quote{}) {
		return &Error{Reason: ErrStock, What: "want both Stock and a quote, or neither"}
	}
	return nil
}

func (w *Window) check() *Error {
	if what := name.Wrong(w.Creditor); what != "" {
		return &Error{Reason: ErrParty, What: "creditor: " + what}
	}
	if w.Until.IsZero() || !inYears(w.Until) {
		return &Error{Reason: ErrDue, What: "until: want a time"}
	}
	return nil
}

// checkEntry checks what all entries have, naming the parties by what they are in this one.
func checkEntry(id, from, fromName, to, toName string, a unit.Amount) *Error {
	if what := name.Wrong(id); what != "" {
		return &Error{Reason: ErrID, What: what}
	}
	if what := name.Wrong(fromName); what != "" {
		return &Error{Reason: ErrParty, What: from + ": " + what}
	}
	if what := name.Wrong(toName); what != "" {
		return &Error{Reason: ErrParty, What: to + ": " + what}
	}
	if fromName == toName {
		return &Error{Reason: ErrSelf, What: from + " and " + to + " must differ"}
	}
	if a.Sign() <= 0 || a.Unit().IsZero() {
		return &Error{Reason: ErrAmount, What: "got " + a.String()}
	}
	return nil
}

// checkStock refuses a tender of Stock whose quote does not make it worth its amount at the value date.
// Without that date nobody can say whether a quote holds.
func (b Book) checkStock(date time.Time) error {
	for i := range b.Tenders {
		t := &b.Tenders[i]
		if t.Quote == (unit.Quote{}) {
			continue
		}
		if what := t.wrongStock(date); what != "" {
			return &Error{Reason: ErrStock, Entry: kindTender.String(), Index: i, ID: name.Clip(t.ID), What: what}
		}
	}
	return nil
}

// wrongStock says what keeps a tender's Stock from being worth its amount.
func (t *Tender) wrongStock(date time.Time) string {
	if date.IsZero() {
		return "want a value date"
	}
	worth, _, err := t.Quote.Convert(t.Stock, date, unit.Floor)
	switch {
	case err != nil:
		return err.Error()
	case worth.Unit() != t.Amount.Unit() || worth.Parts() < t.Amount.Parts():
		return "it is worth " + worth.String()
	}
	return ""
}

// The first and the last second that a time can have, 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z: in
// seconds, so that neither the zone of a time nor the size of an int matters.
const (
	secondFirst = -62135596800
	secondLast  = 253402300799
)

func inYears(t time.Time) bool {
	second := t.Unix()
	return second >= secondFirst && second <= secondLast
}

// compareTimes looks at seconds and nanoseconds because Compare would prefer the readings of this machine's
// monotonic clock, which whoever gets the Book as JSON does not have.
func compareTimes(t, u time.Time) int {
	return cmp.Or(cmp.Compare(t.Unix(), u.Unix()), cmp.Compare(t.Nanosecond(), u.Nanosecond()))
}
