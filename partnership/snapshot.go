package partnership

import (
	"errors"
	"io"
	"slices"

	"example.org/mutual/credit"
	"example.org/mutual/internal/canon"
	"example.org/mutual/internal/machine"
	"example.org/mutual/partnership/stock"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// head is how a snapshot begins.
var head = machine.Head{Format: "mutual/partnership", Version: 1, Rules: RulesVersion}

// Snapshot writes the state, that of the ledger included, as canonical JSON: equal states give equal bytes. It defines
// the unit once, writes amounts as decimal strings in it, and ends with the SHA-256 of all that stands before. The
// error is that of w, or a journal.RefusalError with ErrTerms for the zero Partnership. O(size of p).
func (p *Partnership) Snapshot(w io.Writer) error {
	if err := (*stepper)(p).Ready(); err != nil {
		return err
	}
	e := canon.NewEncoder(w)
	head.Write(e)
	c := &codec{Out: e, Unit: p.terms.Unit}
	e.Key("terms")
	e.BeginObject()
	termsFields(c, &p.terms)
	e.EndObject()
	p.core.Log.Write(e)
	c.Flag("adopted", &p.adopted)
	booksFields(c, &p.books)
	standingFields(c, &p.standing)
	machine.WriteAll(c, "members", rowFields, p.rows)
	p.writeUses(c)
	p.shelf.Write(c, "stock")
	machine.WriteTable(c, "proposals", p.proposals, SignersMax, matterFields)
	machine.WriteAll(c, "decisions", decisionFields, slices.Values(p.decisions))
	e.Key("ledger")
	p.held.Write(e)
	return e.Seal()
}

// Restore reads what [Partnership.Snapshot] wrote: it compares the SHA-256 and proves the state with
// [Partnership.Check], and accepts no other spelling and no other order of it. An error is a
// journal.RefusalError with ErrSnapshot, or that of r. O(size of the snapshot).
func Restore(r io.Reader) (*Partnership, error) { return machine.Restore(r, ErrSnapshot, restore) }

// What a snapshot can have wrong beside its form.
var (
	errHead   = errors.New("want a snapshot of a partnership, version 1")
	errSpelt  = errors.New("a zero that must be left out")
	errTwice  = errors.New("want each once")
	errLedger = errors.New("want the ledger of this partnership")
)

func restore(d *canon.Decoder) (*Partnership, error) {
	if machine.ReadHead(d) != head {
		d.Fail(errHead)
		return nil, d.Err()
	}
	p, err := readTerms(d)
	if err != nil {
		return nil, err
	}
	p.core.Log = journal.ReadLog(d)
	c := &codec{In: d, Unit: p.terms.Unit}
	c.Flag("adopted", &p.adopted)
	booksFields(c, &p.books)
	p.books.kept = p.books.capital + p.books.prepaid
	standingFields(c, &p.standing)
	machine.ReadAll(c, "members", rowFields, p.readRow)
	p.readUses(c)
	p.keep(stock.ReadHeld(machine.Key{}, c, "stock"))
	p.proposals = machine.ReadTable(c, "proposals", SignersMax, matterFields)
	machine.ReadAll(c, "decisions", decisionFields, func(q Decision) error { p.decisions = append(p.decisions, q); return nil })
	if err := p.readLedger(d); err != nil {
		return nil, err
	}
	if err := d.Seal(); err != nil {
		return nil, err
	}
	return p, p.Check()
}

// readTerms reads terms as New completes them, and returns a partnership that has nothing else yet.
func readTerms(d *canon.Decoder) (*Partnership, error) {
	var t Terms
	d.Key("terms")
	d.BeginObject()
	termsFields(&codec{In: d}, &t)
	d.EndObject()
	if err := d.Err(); err != nil {
		return nil, err
	}
	if t.Rules == 0 || t.Approval == 0 {
		return nil, errSpelt
	}
	if err := t.check(); err != nil {
		return nil, err
	}
	l, err := credit.New(credit.Terms{Unit: t.Unit})
	if err != nil {
		return nil, err
	}
	return newPartnership(t, l), nil
}

func (p *Partnership) readLedger(d *canon.Decoder) error {
	d.Key("ledger")
	l := credit.ReadHeld(machine.Key{}, d)
	if l == nil {
		return d.Err()
	}
	if l.Terms() != p.ledger.Terms() {
		return errLedger
	}
	p.ledger, p.held = l, l.Hold(machine.Key{})
	p.readArrears()
	return nil
}

// A row is a member in a snapshot, with all that is kept by its place.
type row struct {
	member
	nths, due, carried, behind int64
}

// rows yields all members in the order admitted.
func (p *Partnership) rows(yield func(row) bool) {
	for at, m := range p.roll.members {
		r := row{m, p.nths.of[at], p.books.due[at], p.books.carried[at], 0}
		if at < len(p.lags.providers) {
			r.behind = p.lags.providers[at]
		}
		if !yield(r) {
			return
		}
	}
}

// readRow adds a member whom nobody can be taken for, and leaves the rest to Check.
func (p *Partnership) readRow(r row) error {
	if _, twice := p.roll.number[r.name]; twice {
		return errTwice
	}
	if err := machine.WrongMember("member", r.name); err != nil {
		return err
	}
	p.roll.add(r.member)
	p.nths.of, p.nths.total = append(p.nths.of, r.nths), p.nths.total+r.nths
	p.books.due, p.books.carried = append(p.books.due, r.due), append(p.books.carried, r.carried)
	p.lags.providers = append(p.lags.providers, r.behind)
	p.books.kept += r.carried
	return nil
}

func rowFields(c *codec, r *row) {
	c.Text("name", &r.name)
	c.Flag("active", &r.active)
	c.Time("since", &r.since)
	c.Time("until", &r.until)
	c.Integer("nths", &r.nths)
	partsField(c, "due", &r.due)
	partsField(c, "carried", &r.carried)
	c.Integer("behind", &r.behind)
}

func booksFields(c *codec, b *books) {
	partsField(c, "purse", &b.purse)
	partsField(c, "gross", &b.gross)
	partsField(c, "commons", &b.commons)
	partsField(c, "capital", &b.capital)
	partsField(c, "prepaid", &b.prepaid)
}

// partsField is a number of parts as a decimal string in the snapshot's unit, zero left out.
func partsField(c *codec, key string, parts *int64) {
	var a unit.Amount
	if *parts != 0 {
		a = unit.New(*parts, c.Unit)
	}
	c.Number(key, &a)
	if c.Reading() {
		*parts = a.Parts()
		if a != (unit.Amount{}) && a.IsZero() {
			c.In.Fail(errSpelt)
		}
	}
}
