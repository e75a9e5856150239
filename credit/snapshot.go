package credit

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"example.org/mutual/internal/canon"
	"example.org/mutual/internal/machine"
	"example.org/mutual/internal/name"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// The head of a snapshot.
const (
	snapshotFormat  = "mutual/credit"
	snapshotVersion = 1
)

// Snapshot writes the state as canonical JSON: equal states give equal bytes. It defines the unit once,
// writes amounts as decimal strings in it, and ends with the SHA-256 of all that stands before. The error
// is that of w, or a journal.RefusalError with ErrTerms for the zero Ledger. O(size of l).
func (l *Ledger) Snapshot(w io.Writer) error {
	if l.terms.Unit.IsZero() {
		return &journal.RefusalError{Reason: ErrTerms, What: "want a ledger from New"}
	}
	e := canon.NewEncoder(w)
	l.write(e)
	return e.Seal()
}

// write writes all but the end of the document.
func (l *Ledger) write(e *canon.Encoder) {
	machine.Head{Format: snapshotFormat, Version: snapshotVersion, Rules: int64(l.terms.Rules)}.Write(e)
	e.Key("unit")
	e.String(l.terms.Unit.String())
	l.core.Log.Write(e)
	l.writePromises(e)
	l.writeLines(e)
	l.writeMediators(e)
	l.writeReservations(e)
}

func (l *Ledger) writePromises(e *canon.Encoder) {
	machine.WriteAll(l.writer(e), "promises", promiseFields, l.shown())
}

func (l *Ledger) writeLines(e *canon.Encoder) {
	machine.WriteAll(l.writer(e), "lines", lineFields, l.Lines())
}

// Restore reads what [Ledger.Snapshot] wrote: it compares the SHA-256 and proves the state with
// [Ledger.Check], and accepts no other spelling and no other order of it. An error is a
// journal.RefusalError with ErrSnapshot, or that of r. O(size of the snapshot).
func Restore(r io.Reader) (*Ledger, error) {
	return machine.Restore(r, ErrSnapshot, restore)
}

func restore(d *canon.Decoder) (*Ledger, error) {
	l := read(d)
	if err := d.Seal(); err != nil {
		return nil, err
	}
	return l, l.Check()
}

// read reads all but the end of the document. What is wrong with it stops the decoder.
func read(d *canon.Decoder) *Ledger {
	l := readHead(d)
	if l == nil {
		d.Fail(errHead)
		return nil
	}
	l.core.Log = journal.ReadLog(d)
	l.readPromises(d)
	l.readLines(d)
	l.readMediators(d)
	l.readReservations(d)
	l.forget()
	return l
}

// What a snapshot can have wrong beside its form.
var (
	errHead = errors.New("credit: want a snapshot of a ledger, version 1")
	errRead = errors.New("credit: not what a ledger holds")
)

// readHead reads what stands before the log, and returns an empty ledger, or nil.
func readHead(d *canon.Decoder) *Ledger {
	h := machine.ReadHead(d)
	d.Key("unit")
	u, err := unit.ParseUnit(d.String(name.BytesMax))
	if d.Err() != nil || err != nil || h != (machine.Head{Format: snapshotFormat, Version: snapshotVersion, Rules: RulesVersion}) {
		return nil
	}
	l, err := New(Terms{Unit: u, Rules: RulesVersion})
	if err != nil {
		return nil
	}
	return l
}

func (l *Ledger) readPromises(d *canon.Decoder) {
	machine.ReadAll(l.reader(d), "promises", promiseFields, func(p Promise) error {
		if err := l.readPromise(&p); err != nil {
			return fmt.Errorf("%w: %.32q: %v", errRead, p.ID, err)
		}
		return nil
	})
}

// reader returns a codec that reads what is in the ledger's unit.
func (l *Ledger) reader(d *canon.Decoder) *codec { return &codec{In: d, Unit: l.terms.Unit} }

// writer returns a codec that writes it.
func (l *Ledger) writer(e *canon.Encoder) *codec { return &codec{Out: e, Unit: l.terms.Unit} }

// readPromise adds a promise, and leaves to Check what takes more than one to see.
func (l *Ledger) readPromise(p *Promise) error {
	if err := l.wrongPromise(p); err != nil {
		return err
	}
	at := l.meet(p.Promisor, p.Holder)
	pair := &l.pairs[at]
	if p.Left.Parts() > TotalMax-max(l.parties[pair.debtor].owes, l.parties[pair.creditor].owed) {
		return errors.New("beyond what a party may owe or be owed in all")
	}
	if p.Root == p.ID {
		p.Root = p.ID // one string in memory
	}
	action, _, _ := strings.Cut(p.ID, "/")
	by, ok := l.core.Log.Place(action)
	if !ok || by+1 < len(l.made) {
		return errors.New("it is named after no action, or not in the order of the actions")
	}
	l.add(promise{
		id: p.ID, root: p.Root, words: p.For, origin: p.Origin, guarantor: p.Guarantor, disputed: p.Disputed, defaulted: p.Defaulted,
		face: p.Face.Parts(), left: p.Left.Parts(), issued: p.Issued, due: p.Due,
	}, at, by)
	l.forget()
	return nil
}

func (l *Ledger) wrongPromise(p *Promise) error {
	if err := two("promisor", p.Promisor, "holder", p.Holder); err != nil {
		return err
	}
	if p.Guarantor != "" {
		if err := machine.WrongParty("guarantor", p.Guarantor); err != nil {
			return err
		}
	}
	if _, twice := l.lookup(p.ID); twice {
		return errors.New("it is there twice")
	}
	if p.Face == (unit.Amount{}) || p.Left == (unit.Amount{}) || p.Left.Sign() < 0 || p.Issued.IsZero() {
		return errors.New("want a face, what is left of it, and when it was issued")
	}
	return nil
}

func (l *Ledger) readLines(d *canon.Decoder) {
	machine.ReadSorted(l.reader(d), "lines", lineFields, Line.compare, func(line Line) error { return l.readLine(line) })
}

// readLine adds a line by the actions that made it. If it then reads otherwise, it was not spelled as a
// ledger spells it.
func (l *Ledger) readLine(read Line) error {
	t := &turn{l, &machine.Turn{By: []string{read.Creditor}}}
	set := SetLine{Creditor: read.Creditor, Debtor: read.Debtor, Hard: read.Hard, Soft: read.Soft, Target: read.Target, Clearing: read.Clearing, Window: read.Window}
	if err := set.apply(t); err != nil {
		return err
	}
	if read.Frozen {
		if err := (FreezeLine{Creditor: read.Creditor, Debtor: read.Debtor}).apply(t); err != nil {
			return err
		}
	}
	pair := l.find(read.Debtor, read.Creditor)
	read.Owed, read.Reserved = l.amount(pair.owed), l.amount(pair.reserved)
	if l.showLine(pair) != read {
		return errors.New("want no limit that limits nothing")
	}
	return nil
}

// promiseFields are a promise in a snapshot; what is reserved of it follows from the reservations.
func promiseFields(c *codec, p *Promise) {
	c.Text("id", &p.ID)
	c.Text("root", &p.Root)
	c.Text("promisor", &p.Promisor)
	c.Text("holder", &p.Holder)
	c.Text("guarantor", &p.Guarantor)
	c.Text("for", &p.For)
	machine.One(c, "origin", origins, &p.Origin)
	c.Number("face", &p.Face)
	c.Number("left", &p.Left)
	c.Time("issued", &p.Issued)
	c.Time("due", &p.Due)
	c.Flag("disputed", &p.Disputed)
	c.Flag("defaulted", &p.Defaulted)
}

// lineFields are a line in a snapshot; what is owed follows from the promises, what is reserved from the
// reservations.
func lineFields(c *codec, l *Line) {
	c.Text("creditor", &l.Creditor)
	c.Text("debtor", &l.Debtor)
	c.Number("hard", &l.Hard)
	c.Number("soft", &l.Soft)
	c.Number("target", &l.Target)
	machine.One(c, "clearing", clearings, &l.Clearing)
	c.Seconds("window", &l.Window, windowMax)
	c.Flag("frozen", &l.Frozen)
}
