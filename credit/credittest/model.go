package credittest

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"math/big"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"example.org/mutual/clearing"
	"example.org/mutual/credit"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// A Model is a ledger as dumb as can be: it keeps promises, lines and all else in maps, adds up whatever it
// wants to know from all of them, and copies everything before an action, to have it back if that is
// refused. Its rules are in rules.go, those of set-offs in rules_net.go, and those of payments and
// reservations in rules_chain.go.
type Model struct {
	terms    credit.Terms
	promises map[string]credit.Promise
	ids      []string // of the promises, in the order made
	lines    map[two]credit.Line
	consents map[credit.Consent]bool
	charges  map[string]credit.Charge
	reserved map[string]credit.Reservation // those not ended
	applied  map[string]applied            // what is known of it
	history  []credit.Action               // all that was ever applied, in order
	last     time.Time
	horizon  time.Time // up to which actions were archived
	tried    int       // how many actions Action made
}

// two are a debtor and a creditor.
type two struct{ debtor, creditor string }

func (e two) compare(f two) int {
	return cmp.Or(strings.Compare(e.creditor, f.creditor), strings.Compare(e.debtor, f.debtor))
}

type applied struct {
	seq  uint64
	at   time.Time
	text string
}

// NewModel returns an empty model.
func NewModel(terms credit.Terms) *Model {
	return &Model{
		terms: terms, promises: map[string]credit.Promise{}, lines: map[two]credit.Line{}, consents: map[credit.Consent]bool{},
		charges: map[string]credit.Charge{}, reserved: map[string]credit.Reservation{}, applied: map[string]applied{},
	}
}

func (m *Model) clone() *Model {
	c := *m
	c.promises, c.lines, c.applied = maps.Clone(m.promises), maps.Clone(m.lines), maps.Clone(m.applied)
	c.consents, c.charges, c.reserved = maps.Clone(m.consents), maps.Clone(m.charges), maps.Clone(m.reserved)
	c.ids, c.history = slices.Clone(m.ids), slices.Clone(m.history)
	return &c
}

// Apply applies an action, or leaves everything as it is. Its entry's postings are one an account, the sum
// of what moved there.
func (m *Model) Apply(a credit.Action) (journal.Entry, error) {
	next := m.clone()
	e, err := next.step(a)
	if err == nil {
		*m = *next
	}
	return e, err
}

// Batch applies actions in their order, all or none.
func (m *Model) Batch(actions ...credit.Action) ([]journal.Entry, error) {
	next := m.clone()
	var entries []journal.Entry
	for i, a := range actions {
		e, err := next.step(a)
		if err != nil {
			return nil, &journal.BatchError{Index: i, Err: err}
		}
		entries = append(entries, e)
	}
	*m = *next
	return entries, nil
}

// step applies an action and may stop half-way.
func (m *Model) step(a credit.Action) (journal.Entry, error) {
	f, err := read(a)
	if err != nil {
		return journal.Entry{}, err
	}
	if err := m.admit(f); err != nil {
		return journal.Entry{}, err
	}
	before := StateOf(m).balances()
	if err := m.rule(a, f); err != nil {
		return journal.Entry{}, err
	}
	m.last = f.at
	m.history = append(m.history, a)
	seq := uint64(len(m.history))
	m.applied[f.id] = applied{seq, f.at, f.text}
	kind := reflect.TypeOf(a).Name()
	return journal.Entry{
		Seq: seq, Action: f.id, Type: strings.ToLower(kind[:1]) + kind[1:], At: f.at, Postings: m.postings(before),
	}, nil
}

// postings are how balances differ from what they were.
func (m *Model) postings(before map[string]int64) []journal.Posting {
	after := StateOf(m).balances()
	all := maps.Clone(before)
	maps.Copy(all, after)
	var postings []journal.Posting
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if moved := after[name] - before[name]; moved != 0 {
			postings = append(postings, journal.Posting{Account: name, Class: journal.Of(m.terms.Unit), Quantity: moved})
		}
	}
	return postings
}

// fields are what all actions have, and a text of all fields: two actions are the same if that is.
type fields struct {
	id   string
	at   time.Time
	by   []string
	text string
}

// read takes an action apart. It refuses texts that are not UTF-8 and years beyond 1 to 9999.
func read(a credit.Action) (f fields, err error) {
	v := reflect.ValueOf(a)
	if v.Kind() != reflect.Struct || v.Type().PkgPath() != reflect.TypeFor[credit.Issue]().PkgPath() {
		return f, refuse(credit.ErrAction)
	}
	var text strings.Builder
	fmt.Fprint(&text, v.Type())
	if !spell(&text, v) {
		return f, refuse(credit.ErrAction)
	}
	f.id, f.at, f.by = v.FieldByName("ID").String(), v.FieldByName("At").Interface().(time.Time).UTC().Round(0), v.FieldByName("By").Interface().([]string)
	f.text = text.String()
	return f, nil
}

// spell writes a value and all in it, and reports whether it can be written.
func spell(text *strings.Builder, v reflect.Value) bool {
	good := true
	switch x := v.Interface().(type) {
	case time.Time:
		x = x.UTC().Round(0)
		good = x.Year() >= 1 && x.Year() <= 9999
		fmt.Fprint(text, " ", x.Format(time.RFC3339Nano))
	case unit.Amount, unit.Unit, unit.Quote:
		fmt.Fprintf(text, " %#v", x)
	default:
		switch v.Kind() {
		case reflect.Struct:
			for i := range v.NumField() {
				good = spell(text, v.Field(i)) && good
			}
		case reflect.Slice:
			fmt.Fprintf(text, " [%d]", v.Len())
			for i := range v.Len() {
				good = spell(text, v.Index(i)) && good
			}
		case reflect.String:
			good = utf8.ValidString(v.String())
			fmt.Fprintf(text, " %q", v.String())
		default:
			fmt.Fprintf(text, " %v", x)
		}
	}
	return good
}

// Promises yields all promises in the order of their IDs.
func (m *Model) Promises() iter.Seq[credit.Promise] {
	return func(yield func(credit.Promise) bool) {
		for _, id := range slices.Sorted(maps.Keys(m.promises)) {
			p := m.promises[id]
			p.Reserved = m.amount(m.held(id))
			if !yield(p) {
				return
			}
		}
	}
}

// Lines yields all lines in the order of creditor and debtor.
func (m *Model) Lines() iter.Seq[credit.Line] {
	return func(yield func(credit.Line) bool) {
		for _, e := range slices.SortedFunc(maps.Keys(m.lines), two.compare) {
			line := m.lines[e]
			line.Owed, line.Reserved = m.Owed(e.debtor, e.creditor), m.amount(m.owing(e))
			if !yield(line) {
				return
			}
		}
	}
}

// Reservations yields those that were not ended, in the order of their IDs.
func (m *Model) Reservations() iter.Seq[credit.Reservation] { return inOrder(m.reserved) }

// Charges yields the charges of all mediators, in the order of their names.
func (m *Model) Charges() iter.Seq[credit.Charge] { return inOrder(m.charges) }

// inOrder yields the values of a map in the order of its keys.
func inOrder[V any](m map[string]V) iter.Seq[V] {
	return func(yield func(V) bool) {
		for _, key := range slices.Sorted(maps.Keys(m)) {
			if !yield(m[key]) {
				return
			}
		}
	}
}

// Consents yields the consents of all mediators, in the order of names.
func (m *Model) Consents() iter.Seq[credit.Consent] {
	return slices.Values(slices.SortedFunc(maps.Keys(m.consents), func(c, d credit.Consent) int {
		return cmp.Or(strings.Compare(c.Party, d.Party), strings.Compare(c.From, d.From), strings.Compare(c.To, d.To))
	}))
}

// Book is what may be set off as of a time.
func (m *Model) Book(at time.Time) clearing.Book { return StateOf(m).book(at) }

// Room returns how much more a debtor may promise a creditor.
func (m *Model) Room(debtor, creditor string, agreed bool) credit.Room {
	return credit.Room{Amount: m.amount(m.room(debtor, creditor, agreed)), Bound: "the least of all bounds"}
}

// Balance returns what a party is owed less what it owes.
func (m *Model) Balance(party string) unit.Amount {
	_, owed := m.totals(party)
	owes, _ := m.totals(party)
	return m.amount(new(big.Int).Sub(owed, owes))
}

// Owed returns what a debtor owes a creditor.
func (m *Model) Owed(debtor, creditor string) unit.Amount { return m.amount(m.owed(debtor, creditor)) }

// put adds a promise, or changes it.
func (m *Model) put(p credit.Promise) {
	if _, known := m.promises[p.ID]; !known {
		m.ids = append(m.ids, p.ID)
	}
	m.promises[p.ID] = p
}

// owed adds up what is left between two.
func (m *Model) owed(debtor, creditor string) *big.Int {
	sum := new(big.Int)
	for _, id := range m.ids {
		p := m.promises[id]
		if p.Promisor == debtor && p.Holder == creditor {
			sum.Add(sum, big.NewInt(p.Left.Parts()))
		}
	}
	return sum
}

// totals adds up what a party owes and is owed.
func (m *Model) totals(party string) (owes, owed *big.Int) {
	owes, owed = new(big.Int), new(big.Int)
	for _, id := range m.ids {
		p := m.promises[id]
		if p.Promisor == party {
			owes.Add(owes, big.NewInt(p.Left.Parts()))
		}
		if p.Holder == party {
			owed.Add(owed, big.NewInt(p.Left.Parts()))
		}
	}
	return owes, owed
}

// held adds up what is reserved of a promise.
func (m *Model) held(id string) *big.Int {
	sum := new(big.Int)
	for r := range m.Reservations() {
		for _, n := range r.Takes {
			if n.Promise == id {
				sum.Add(sum, big.NewInt(n.SetOff.Parts()))
			}
		}
	}
	return sum
}

// owing adds up what reservations will add to what is owed between two.
func (m *Model) owing(e two) *big.Int {
	sum := new(big.Int)
	for r := range m.Reservations() {
		for _, o := range r.Owes {
			if o.Debtor == e.debtor && o.Creditor == e.creditor {
				sum.Add(sum, big.NewInt(o.Amount.Parts()))
			}
		}
	}
	return sum
}

// will adds to what a party owes and is owed what reservations will.
func (m *Model) will(party string) (owes, owed *big.Int) {
	owes, owed = m.totals(party)
	for r := range m.Reservations() {
		for _, o := range r.Owes {
			if o.Debtor == party {
				owes.Add(owes, big.NewInt(o.Amount.Parts()))
			}
			if o.Creditor == party {
				owed.Add(owed, big.NewInt(o.Amount.Parts()))
			}
		}
	}
	return owes, owed
}

// most is the most that a party may owe or be owed, and that may pass anywhere.
func most() *big.Int { return new(big.Int).Lsh(big.NewInt(1), 62) }

// room is the least of all bounds.
func (m *Model) room(debtor, creditor string, agreed bool) *big.Int {
	owes, _ := m.will(debtor)
	_, owed := m.will(creditor)
	room := least(new(big.Int).Sub(most(), owes), new(big.Int).Sub(most(), owed))
	line, open := m.lines[two{debtor, creditor}]
	if debtor == creditor || line.Frozen || !open && !agreed {
		return new(big.Int)
	}
	held := m.owed(debtor, creditor)
	held.Add(held, m.owing(two{debtor, creditor}))
	if open && line.Hard != (unit.Amount{}) {
		room = least(room, new(big.Int).Sub(big.NewInt(line.Hard.Parts()), held))
	}
	if open && line.Soft != (unit.Amount{}) && !agreed {
		room = least(room, new(big.Int).Sub(big.NewInt(line.Soft.Parts()), held))
	}
	if room.Sign() < 0 {
		return new(big.Int)
	}
	return room
}

func least(a, b *big.Int) *big.Int {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}

func (m *Model) amount(parts *big.Int) unit.Amount { return unit.New(parts.Int64(), m.terms.Unit) }
