package guarantee

import (
	"errors"
	"io"
	"slices"

	"example.org/mutual/credit"
	"example.org/mutual/internal/canon"
	"example.org/mutual/internal/machine"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// head is how a snapshot begins.
var head = machine.Head{Format: "mutual/guarantee", Version: 1, Rules: RulesVersion}

// Snapshot writes the state, that of the ledger included, as canonical JSON: equal states give equal bytes. It defines
// the unit once, writes amounts as decimal strings in it, and ends with the SHA-256 of all that stands before. The
// error is that of w, or a journal.RefusalError with ErrTerms for the zero Society. O(size of s).
func (s *Society) Snapshot(w io.Writer) error {
	if err := (*stepper)(s).Ready(); err != nil {
		return err
	}
	e := canon.NewEncoder(w)
	head.Write(e)
	c := &codec{Out: e, Unit: s.terms.Unit}
	e.Key("terms")
	e.BeginObject()
	termsFields(c, &s.terms)
	e.EndObject()
	s.core.Log.Write(e)
	c.Flag("adopted", &s.adopted)
	partsField(c, "money", &s.money)
	machine.WriteAll(c, "earlier", versionFields, slices.Values(s.earlier))
	machine.WriteAll(c, "years", yearFields, machine.Pointed(s.years))
	machine.WriteAll(c, "members", memberFields, machine.Pointed(s.members))
	machine.WriteAll(c, "funds", fundFields, slices.Values(s.funds))
	machine.WriteTable(c, "proposals", s.proposals, MembersMax, matterFields)
	machine.WriteAll(c, "budgets", budgetFields, machine.Pointed(s.budgets))
	s.writeLosses(c)
	e.Key("ledger")
	s.held.Write(e)
	return e.Seal()
}

// Restore reads what [Society.Snapshot] wrote: it compares the SHA-256 and proves the state with
// [Society.Check], and accepts no other spelling and no other order of it. An error is a
// journal.RefusalError with ErrSnapshot, or that of r. O(size of the snapshot).
func Restore(r io.Reader) (*Society, error) { return machine.Restore(r, ErrSnapshot, restore) }

// What a snapshot can have wrong beside its form.
var (
	errHead   = errors.New("want a snapshot of a society, version 1")
	errSpelt  = errors.New("a zero that must be left out")
	errTwice  = errors.New("want each once")
	errPlace  = errors.New("want what is there")
	errLedger = errors.New("want the ledger of this society")
)

func restore(d *canon.Decoder) (*Society, error) {
	if machine.ReadHead(d) != head {
		d.Fail(errHead)
		return nil, d.Err()
	}
	s, err := readTerms(d)
	if err != nil {
		return nil, err
	}
	s.core.Log = journal.ReadLog(d)
	c := &codec{In: d, Unit: s.terms.Unit}
	c.Flag("adopted", &s.adopted)
	partsField(c, "money", &s.money)
	machine.ReadAll(c, "earlier", versionFields, func(v version) error { s.earlier = append(s.earlier, v); return nil })
	machine.ReadAll(c, "years", yearFields, func(y year) error { s.years = append(s.years, &y); return nil })
	machine.ReadAll(c, "members", memberFields, s.readMember)
	machine.ReadAll(c, "funds", fundFields, func(f fund) error { s.funds = append(s.funds, f); return nil })
	s.proposals = machine.ReadTable(c, "proposals", MembersMax, matterFields)
	machine.ReadAll(c, "budgets", budgetFields, func(b budget) error { s.budgets = append(s.budgets, &b); return nil })
	s.readLosses(c)
	if err := s.readLedger(d); err != nil {
		return nil, err
	}
	if err := d.Seal(); err != nil {
		return nil, err
	}
	return s, s.Check()
}

// readTerms reads terms as New completes them, and returns a society that has nothing else yet.
func readTerms(d *canon.Decoder) (*Society, error) {
	var t Terms
	d.Key("terms")
	d.BeginObject()
	termsFields(&codec{In: d}, &t)
	d.EndObject()
	if err := d.Err(); err != nil {
		return nil, err
	}
	if t.Rules == 0 || t.Approval == 0 || t.Reserve == "" || len(t.Layers) == 0 {
		return nil, errSpelt
	}
	return New(t)
}

// readMember adds a member whom nobody can be taken for, and leaves the rest to Check.
func (s *Society) readMember(m member) error {
	if _, twice := s.number[m.name]; twice {
		return errTwice
	}
	if err := machine.WrongMember("member", m.name); err != nil {
		return err
	}
	m.depositAccount = newDepositAccount(m.name)
	s.number[m.name] = int32(len(s.members))
	s.members = append(s.members, &m)
	return nil
}

// readLedger reads the ledger and takes from it what each member owes and holds under the guarantee.
func (s *Society) readLedger(d *canon.Decoder) error {
	d.Key("ledger")
	l := credit.ReadHeld(machine.Key{}, d)
	if l == nil {
		return d.Err()
	}
	if l.Terms() != s.ledger.Terms() {
		return errLedger
	}
	s.ledger, s.held = l, l.Hold(machine.Key{})
	for p := range l.Promises() {
		parts := s.guaranteed(&p)
		if parts == 0 {
			continue
		}
		buyer, ok1 := s.number[p.Promisor]
		seller, ok2 := s.number[p.Holder]
		if !ok1 || !ok2 {
			return errPlace
		}
		s.members[buyer].owes += parts
		s.members[seller].holds += parts
	}
	return nil
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

// placeField is 1 + a place in a list, so that there is no zero to be left out.
func placeField(c *codec, key string, place *int32) {
	n := int64(*place) + 1
	c.Integer(key, &n)
	if c.Reading() {
		if *place = int32(n - 1); int64(*place) != n-1 || *place < 0 {
			c.In.Fail(errPlace)
		}
	}
}

// countField is how many of a list are meant.
func countField(c *codec, key string, count *int32) {
	n := int64(*count)
	c.Integer(key, &n)
	if *count = int32(n); c.Out == nil && (int64(*count) != n || n < 0) {
		c.In.Fail(errPlace)
	}
}

func yearFields(c *codec, y *year) {
	c.Text("id", &y.id)
	c.Time("opened", &y.opened)
	c.Time("closed", &y.closed)
	for f := range flowsMax {
		partsField(c, flowKeys[f], &y.flows[f])
	}
	partsField(c, "keepCost", &y.keep.cost)
	partsField(c, "keepDefault", &y.keep.loss)
}

func memberFields(c *codec, m *member) {
	c.Text("name", &m.name)
	c.Flag("active", &m.active)
	c.Flag("liable", &m.liable)
	countField(c, "years", &m.years)
	c.Flag("failed", &m.failed)
	c.Time("since", &m.since)
	c.Time("until", &m.until)
	partsField(c, "buyer", &m.buyer)
	partsField(c, "seller", &m.seller)
	c.Text("because", &m.because)
	partsField(c, "deposit", &m.deposit)
	partsField(c, "security", &m.security)
	countField(c, "charged", &m.charged)
	machine.List(c, "shares", &m.shares, YearsMax, shareFields)
	machine.List(c, "pledges", &m.pledges, VouchersMax, pledgeFields)
	balanceFields(c, &m.balance)
}

func shareFields(c *codec, s *share) {
	placeField(c, "year", &s.year)
	c.Flag("subscribed", &s.subscribed)
	partsField(c, "cost", &s.cost)
	partsField(c, "charges", &s.charges)
	partsField(c, "provision", &s.provision)
	partsField(c, "spent", &s.spent)
	partsField(c, "called", &s.called)
	partsField(c, "paid", &s.paid)
}

func pledgeFields(c *codec, p *pledge) {
	placeField(c, "from", &p.from)
	partsField(c, "amount", &p.parts)
}

func balanceFields(c *codec, b *balance) {
	c.Time("from", &b.from)
	c.Time("at", &b.at)
	b.seconds = sumField(c, "seconds", b.seconds)
	b.nanos = sumField(c, "nanos", b.nanos)
}

func fundFields(c *codec, f *fund) {
	c.Text("name", &f.name)
	partsField(c, "amount", &f.parts)
}

func matterFields(c *codec, m *matter) {
	optional(c, "terms", &m.terms, termsFields)
	optional(c, "budget", &m.budget, budgetFields)
	optional(c, "keep", &m.keep, keepFields)
}

// optional is an object in a member of its own, or nothing.
func optional[T any](c *codec, key string, x **T, fields func(*codec, *T)) {
	if !c.Member(key, *x == nil) {
		return
	}
	if c.Out == nil {
		*x = new(T)
	}
	c.Begin()
	fields(c, *x)
	c.End()
}

func budgetFields(c *codec, b *budget) {
	c.Text("id", &b.id)
	placeField(c, "year", &b.year)
	c.Text("to", &b.to)
	c.Text("for", &b.words)
	partsField(c, "amount", &b.amount)
	partsField(c, "paid", &b.paid)
}

func keepFields(c *codec, k *keep) {
	placeField(c, "year", &k.year)
	partsField(c, "cost", &k.cost)
	partsField(c, "default", &k.loss)
}
