package pool

import (
	"cmp"
	"errors"
	"io"
	"iter"
	"slices"
	"strings"

	"example.org/mutual/internal/canon"
	"example.org/mutual/internal/machine"
	"example.org/mutual/partnership/stock"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// head is how a snapshot begins.
var head = machine.Head{Format: "mutual/pool", Version: 1, Rules: RulesVersion}

// Snapshot writes the state as canonical JSON: equal states give equal bytes. It writes amounts as decimal strings in
// the terms' units, and ends with the SHA-256 of all that stands before. The error is that of w, or a
// journal.RefusalError with ErrTerms for the zero Pool. O(n log n) in the size of p.
func (p *Pool) Snapshot(w io.Writer) error {
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
	p.held.Write(c, "stock")
	machine.WriteAll(c, "supplies", lineOf, p.supplied())
	machine.WriteAll(c, "loans", loanFields, machine.Pointed(p.loans))
	machine.WriteTable(c, "proposals", p.proposals, votesMax, matterFields)
	c.Unit = p.terms.Money
	machine.WriteAll(c, "members", memberFields, machine.Pointed(p.members))
	partsField(c, "carried", &p.carried)
	partsField(c, "purse", &p.purse)
	return e.Seal()
}

// A line is a supply in a snapshot.
type line struct {
	supplier, customer, carrier string
	supplied, redeemed, settled int64
}

func (l line) compare(m line) int {
	return cmp.Or(strings.Compare(l.supplier, m.supplier), strings.Compare(l.customer, m.customer), strings.Compare(l.carrier, m.carrier))
}

// supplied yields all supplies in order.
func (p *Pool) supplied() iter.Seq[line] {
	lines := make([]line, len(p.supplies))
	for i, s := range p.supplies {
		lines[i] = line{p.members[s.supplier].name, p.members[s.customer].name, s.carrier, s.supplied, s.redeemed, s.settled}
	}
	slices.SortFunc(lines, line.compare)
	return slices.Values(lines)
}

// Restore reads what [Pool.Snapshot] wrote: it compares the SHA-256 and proves the state with [Pool.Check], and accepts
// no other spelling and no other order of it. An error is a journal.RefusalError with ErrSnapshot, or that of r.
// O(n log n) in the size of the snapshot.
func Restore(r io.Reader) (*Pool, error) { return machine.Restore(r, ErrSnapshot, restore) }

// What a snapshot can have wrong beside its form.
var (
	errHead  = errors.New("want a snapshot of a pool, version 1")
	errSpelt = errors.New("a zero that must be left out")
	errTwice = errors.New("want each once")
	errPlace = errors.New("want what is there")
)

func restore(d *canon.Decoder) (*Pool, error) {
	if machine.ReadHead(d) != head {
		d.Fail(errHead)
		return nil, d.Err()
	}
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
	p, err := New(t)
	if err != nil {
		return nil, err
	}
	p.read(&codec{In: d, Unit: t.Unit})
	if err := d.Seal(); err != nil {
		return nil, err
	}
	return p, p.Check()
}

// read reads what comes after the terms. What is wrong is the decoder's to say.
func (p *Pool) read(c *codec) {
	p.core.Log = journal.ReadLog(c.In)
	c.Flag("adopted", &p.adopted)
	p.register = stock.ReadHeld(machine.Key{}, c, "stock")
	p.held = p.register.Hold(machine.Key{})
	var lines []line
	machine.ReadSorted(c, "supplies", lineOf, line.compare, func(l line) error { lines = append(lines, l); return nil })
	machine.ReadAll(c, "loans", loanFields, func(l loan) error { p.keep(&l); return nil })
	p.proposals = machine.ReadTable(c, "proposals", votesMax, matterFields)
	c.Unit = p.terms.Money
	machine.ReadAll(c, "members", memberFields, p.readMember)
	partsField(c, "carried", &p.carried)
	partsField(c, "purse", &p.purse)
	for _, l := range lines {
		if err := p.readSupply(l); err != nil {
			c.In.Fail(err)
		}
	}
}

// readMember adds a member whom nobody can be taken for, and leaves the rest to Check.
func (p *Pool) readMember(m member) error {
	if _, twice := p.number[m.name]; twice {
		return errTwice
	}
	p.number[m.name] = int32(len(p.members))
	p.members = append(p.members, &m)
	return nil
}

func (p *Pool) readSupply(l line) error {
	from, ok1 := p.number[l.supplier]
	to, ok2 := p.number[l.customer]
	if !ok1 || !ok2 {
		return errPlace
	}
	s := p.open(route{from, to, l.carrier})
	s.supplied, s.redeemed, s.settled = l.supplied, l.redeemed, l.settled
	return nil
}

// partsField is a number of parts as a decimal string in the codec's unit, zero left out.
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

func lineOf(c *codec, l *line) {
	c.Text("supplier", &l.supplier)
	c.Text("customer", &l.customer)
	c.Text("carrier", &l.carrier)
	partsField(c, "supplied", &l.supplied)
	partsField(c, "redeemed", &l.redeemed)
	partsField(c, "settled", &l.settled)
}

func memberFields(c *codec, m *member) {
	c.Text("name", &m.name)
	c.Flag("active", &m.active)
	c.Flag("supplier", &m.supplier)
	c.Time("since", &m.since)
	c.Time("until", &m.until)
	partsField(c, "balance", &m.balance)
}

// votesMax is how many votes one proposal can have in a snapshot.
const votesMax = 1<<31 - 1

func matterFields(c *codec, t *Terms) {
	if c.Member("terms", false) {
		c.Begin()
		termsFields(c, t)
		c.End()
	}
}
