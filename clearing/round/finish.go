package round

import (
	"fmt"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// Finish makes the proposal that stands final, all of it at once. Everybody in whose notice something happens
// must have confirmed; whoever has not is named.
//
// The entry's postings are the record: for each obligation set off, what its creditor has less and its debtor
// more; for each new promise, what its debtor has less and its acceptor more; for each tender used, what its
// owner has less and its source more. Of every party they sum to zero, in each unit. How much Stock goes with
// the value of a tender is in the notes.
type Finish struct {
	ID       string
	At       time.Time
	By       []string // the operator
	Proposal int64    // its number
}

func (a Finish) header() header { return header{Kind: "finish", ID: a.ID, At: a.At, By: a.By} }

func (a *Finish) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Integer("proposal", &a.Proposal)
}

func (a Finish) apply(r *Round) error {
	if err := r.operates(); err != nil {
		return err
	}
	if err := r.stands(a.Proposal); err != nil {
		return err
	}
	if r.waiting > 0 {
		return &journal.RefusalError{Reason: journal.ErrConsent, What: "to what the proposal tells them", Missing: r.Waiting()}
	}
	if err := r.post(r.Book(), r.now.result); err != nil {
		return err
	}
	for _, totals := range r.now.result.Totals {
		r.core.Turn.Note("totals", totals.String())
	}
	set(r, &r.phase, Final)
	return nil
}

// post records what the clearing moves.
func (r *Round) post(b clearing.Book, result *clearing.Result) error {
	for i, off := range result.SetOff {
		r.postAmount(b.Obligations[i].Creditor, b.Obligations[i].Debtor, off)
	}
	for i, used := range result.Accepted {
		r.postAmount(b.Acceptances[i].Debtor, b.Acceptances[i].Acceptor, used)
	}
	for i, used := range result.Tendered {
		r.postAmount(b.Tenders[i].Owner, b.Tenders[i].Source, used)
		if err := r.noteStock(b.Tenders[i], used); err != nil {
			return err
		}
	}
	return nil
}

func (r *Round) postAmount(from, to string, a unit.Amount) {
	if !a.IsZero() {
		r.core.Turn.Post(journal.Of(a.Unit()), from, to, a.Parts())
	}
}

// noteStock puts on record how much Stock the used part of a tender is.
func (r *Round) noteStock(t clearing.Tender, used unit.Amount) error {
	if t.Stock.IsZero() || used.IsZero() {
		return nil
	}
	stock, rounded, err := t.StockFor(used)
	if err != nil {
		return &journal.RefusalError{Reason: ErrResult, What: err.Error()}
	}
	r.core.Turn.Note("stock", fmt.Sprintf("%s: %v for %v, %s %s less by rounding", t.ID, stock, used, rounded.RatString(), stock.Unit().Code()))
	return nil
}
