package credit

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"example.org/mutual/internal/canon"
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
	e.BeginObject()
	e.Key("format")
	e.String(snapshotFormat)
	e.Key("version")
	e.Int(snapshotVersion)
	e.Key("rules")
	e.Int(int64(l.terms.Rules))
	e.Key("unit")
	e.String(l.terms.Unit.String())
	l.log.Write(e)
	l.writePromises(e)
	l.writeLines(e)
	l.writeMediators(e)
	l.writeReservations(e)
	return e.Seal()
}

func (l *Ledger) writePromises(e *canon.Encoder) {
	writeAll(e, l, "promises", (*codec).promise, func(yield func(Promise) bool) {
		for i := range int32(l.promises.Len()) {
			if !yield(l.show(l.promise(i))) {
				return
			}
		}
	})
}

func (l *Ledger) writeLines(e *canon.Encoder) { writeAll(e, l, "lines", (*codec).line, l.Lines()) }

// writeAll writes an array of objects.
func writeAll[T any](e *canon.Encoder, l *Ledger, key string, fields func(*codec, *T), all iter.Seq[T]) {
	c := &codec{out: e, unit: l.terms.Unit}
	e.Key(key)
	e.BeginArray()
	for x := range all {
		fields(c, &x)
	}
	e.EndArray()
}

// Restore reads what [Ledger.Snapshot] wrote: it compares the SHA-256 and proves the state with
// [Ledger.Check], and accepts no other spelling and no other order of it. An error is a
// journal.RefusalError with ErrSnapshot, or that of r. O(size of the snapshot).
func Restore(r io.Reader) (*Ledger, error) {
	source := &reader{Reader: r}
	l, err := restore(canon.NewDecoder(source))
	switch {
	case source.err != nil:
		return nil, source.err
	case err != nil:
		return nil, &journal.RefusalError{Reason: ErrSnapshot, What: err.Error()}
	}
	return l, nil
}

// A reader remembers what went wrong with it, to tell that from what is wrong with what it read.
type reader struct {
	io.Reader
	err error
}

func (r *reader) Read(b []byte) (int, error) {
	n, err := r.Reader.Read(b)
	if err != nil && err != io.EOF {
		r.err = err
	}
	return n, err
}

func restore(d *canon.Decoder) (*Ledger, error) {
	d.BeginObject()
	l := readHead(d)
	if l == nil {
		d.Fail(errHead)
		return nil, d.Err()
	}
	l.log = journal.ReadLog(d)
	l.readPromises(d)
	l.readLines(d)
	l.readMediators(d)
	l.readReservations(d)
	if err := d.Seal(); err != nil {
		return nil, err
	}
	l.forget()
	return l, l.Check()
}

// What a snapshot can have wrong beside its form.
var (
	errHead = errors.New("credit: want a snapshot of a ledger, version 1")
	errRead = errors.New("credit: not what a ledger holds")
)

// readHead reads what stands before the log, and returns an empty ledger, or nil.
func readHead(d *canon.Decoder) *Ledger {
	d.Key("format")
	format := d.String(name.BytesMax)
	d.Key("version")
	version := d.Int()
	d.Key("rules")
	rules := d.Int()
	d.Key("unit")
	u, err := unit.ParseUnit(d.String(name.BytesMax))
	if d.Err() != nil || err != nil || format != snapshotFormat || version != snapshotVersion || rules != RulesVersion {
		return nil
	}
	l, err := New(Terms{Unit: u, Rules: int(rules)})
	if err != nil {
		return nil
	}
	return l
}

func (l *Ledger) readPromises(d *canon.Decoder) {
	c := &codec{in: d, unit: l.terms.Unit}
	d.Key("promises")
	d.BeginArray()
	for d.More() {
		var p Promise
		if c.promise(&p); d.Err() == nil {
			if err := l.readPromise(&p); err != nil {
				d.Fail(fmt.Errorf("%w: promise %.32q: %v", errRead, p.ID, err))
			}
		}
	}
	d.EndArray()
}

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
	by, ok := l.log.Place(action)
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
		if err := wrongParty("guarantor", p.Guarantor); err != nil {
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
	readSorted(d, l, "lines", (*codec).line, Line.compare, func(line Line) error { return l.readLine(line) })
}

// readSorted reads an array of objects in their order, each once.
func readSorted[T any](d *canon.Decoder, l *Ledger, key string, fields func(*codec, *T), compare func(T, T) int, take func(T) error) {
	c := &codec{in: d, unit: l.terms.Unit}
	d.Key(key)
	d.BeginArray()
	var last T
	for first := true; d.More(); first = false {
		var x T
		fields(c, &x)
		if d.Err() != nil {
			break
		}
		err := take(x)
		if err == nil && !first && compare(last, x) >= 0 {
			err = errors.New("want each once and in order")
		}
		if err != nil {
			d.Fail(fmt.Errorf("%w: %s: %v", errRead, key, err))
		}
		last = x
	}
	d.EndArray()
	l.forget()
}

// readLine adds a line by the actions that made it. If it then reads otherwise, it was not spelled as a
// ledger spells it.
func (l *Ledger) readLine(read Line) error {
	t := &turn{Ledger: l, by: []string{read.Creditor}}
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

// number is an amount in the snapshot's unit.
func (c *codec) number(key string, a *unit.Amount) {
	if !c.member(key, *a == unit.Amount{}) {
		return
	}
	if c.out != nil {
		c.out.String(a.Number())
		return
	}
	text := c.in.String(unit.TextBytesMax)
	if c.in.Err() != nil {
		return
	}
	v, err := unit.Parse(text, c.unit)
	if err != nil || v.Number() != text {
		c.in.Fail(errRead)
		return
	}
	*a = v
}

// promise is a promise in a snapshot; what is reserved of it follows from the reservations.
func (c *codec) promise(p *Promise) {
	c.begin()
	c.text("id", &p.ID)
	c.text("root", &p.Root)
	c.text("promisor", &p.Promisor)
	c.text("holder", &p.Holder)
	c.text("guarantor", &p.Guarantor)
	c.text("for", &p.For)
	one(c, "origin", origins, &p.Origin)
	c.number("face", &p.Face)
	c.number("left", &p.Left)
	c.time("issued", &p.Issued)
	c.time("due", &p.Due)
	c.flag("disputed", &p.Disputed)
	c.flag("defaulted", &p.Defaulted)
	c.end()
}

// line is a line in a snapshot; what is owed follows from the promises, what is reserved from the
// reservations.
func (c *codec) line(l *Line) {
	c.begin()
	c.text("creditor", &l.Creditor)
	c.text("debtor", &l.Debtor)
	c.number("hard", &l.Hard)
	c.number("soft", &l.Soft)
	c.number("target", &l.Target)
	one(c, "clearing", clearings, &l.Clearing)
	c.seconds("window", &l.Window)
	c.flag("frozen", &l.Frozen)
	c.end()
}
