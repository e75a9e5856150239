package machine_test

import (
	"bytes"
	"errors"
	"io"
	"math/big"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"example.org/mutual/internal/canon"
	"example.org/mutual/internal/machine"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

var (
	errAction   = errors.New("tally: not an action")
	errTooMany  = errors.New("tally: too many")
	errUnread   = errors.New("tally: not a snapshot")
	errNotReady = errors.New("tally: not ready")
)

// A tally is the least machine: it adds up, to 10 at most, and remembers what for.
type tally struct {
	core    machine.Core
	changes machine.Changes
	sum     int64
	words   []add
	closed  bool
}

// An action is what changes a tally.
type action interface{ header() machine.Header }

// add has a field of every kind.
type add struct {
	ID      string
	At      time.Time
	By      []string
	N       int64
	Words   string
	Names   []string
	Due     time.Time
	Sure    bool
	Within  time.Duration
	Numbers []int64
	Grade   uint8
	Amount  unit.Amount
	Amounts []unit.Amount
	Unit    unit.Unit
	Quote   unit.Quote
	Parts   []part
	Where   part
}

type part struct{ Name string }

var grades = []string{"", "good", "better"}

func (a add) header() machine.Header {
	return machine.Header{Kind: "add", ID: a.ID, At: a.At, By: a.By}
}

func (a *add) fields(c *machine.Codec) {
	c.Header("add", &a.ID, &a.At, &a.By)
	a.members(c)
}

func (a *add) members(c *machine.Codec) {
	c.Integer("n", &a.N)
	c.Text("words", &a.Words)
	c.Names("names", &a.Names, 2)
	c.Time("due", &a.Due)
	c.Flag("sure", &a.Sure)
	c.Seconds("within", &a.Within, time.Hour)
	c.Integers("numbers", &a.Numbers, 2)
	machine.One(c, "grade", grades, &a.Grade)
	c.Amount("amount", &a.Amount)
	c.Amounts("amounts", &a.Amounts, 2)
	c.Measure("unit", &a.Unit)
	c.Quote("quote", &a.Quote)
	machine.List(c, "parts", &a.Parts, 2, func(c *machine.Codec, p *part) { c.Text("name", &p.Name) })
	c.Object("where", func() bool { return a.Where == part{} }, func() { c.Text("name", &a.Where.Name) })
}

var form = machine.Form[action]{
	Readers: map[string]func(*machine.Codec) action{"add": machine.Reader[action]((*add).fields)},
	Write: func(c *machine.Codec, a action) bool {
		x, ok := a.(add)
		x.fields(c)
		return ok
	},
	BytesMax: 2000,
	Refused:  errAction,
}

func (t *tally) Core() *machine.Core            { return &t.core }
func (t *tally) Form() machine.Form[action]     { return form }
func (t *tally) Header(a action) machine.Header { return a.header() }
func (t *tally) Undo()                          { t.changes.Undo() }
func (t *tally) Forget()                        { t.changes.Forget() }

func (t *tally) Ready() error {
	if t.closed {
		return errNotReady
	}
	return nil
}

func (t *tally) Rule(a action) error {
	x := a.(add)
	t.sum += x.N
	t.words = append(t.words, x)
	t.changes.UndoBy(func() {
		t.sum -= x.N
		t.words = t.words[:len(t.words)-1]
	})
	t.core.Turn.Post("n", "from", "to", x.N)
	t.core.Turn.Note("for", x.Words)
	if t.sum > 10 {
		return errTooMany
	}
	return t.core.Turn.Agree("ann")
}

func (t *tally) snapshot(w io.Writer) error {
	e := canon.NewEncoder(w)
	machine.Head{Format: "tally", Version: 1, Rules: 2}.Write(e)
	t.core.Log.Write(e)
	machine.WriteAll(&machine.Codec{Out: e}, "words", func(c *machine.Codec, a *add) { a.members(c) }, slices.Values(t.words))
	return e.Seal()
}

func restore(r io.Reader) (*tally, error) {
	return machine.Restore(r, errUnread, func(d *canon.Decoder) (*tally, error) {
		t := new(tally)
		if h := machine.ReadHead(d); h != (machine.Head{Format: "tally", Version: 1, Rules: 2}) {
			d.Fail(errors.New("another head"))
		}
		t.core.Log = journal.ReadLog(d)
		members, byN := func(c *machine.Codec, a *add) { a.members(c) }, func(a, b add) int { return int(a.N - b.N) }
		machine.ReadSorted(&machine.Codec{In: d}, "words", members, byN, func(a add) error {
			t.words, t.sum = append(t.words, a), t.sum+a.N
			return nil
		})
		return t, d.Seal()
	})
}

var noon = time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)

func one(id string, n int64) add { return add{ID: id, At: noon, By: []string{"ann"}, N: n} }

// full has every field.
func full(t testing.TB) add {
	euro, err := unit.Currency("EUR", 2)
	if err != nil {
		t.Fatal(err)
	}
	q, err := unit.NewQuote(unit.QuoteTerms{Base: unit.KilowattHour, Quoted: euro, Rate: big.NewRat(1, 3), Side: unit.Both,
		AsOf: noon, ValidUntil: noon.Add(time.Hour), Source: "the power company"})
	if err != nil {
		t.Fatal(err)
	}
	a := one("a", 1)
	a.Words, a.Names, a.Due, a.Sure, a.Within = "bread", []string{"x", "y"}, noon, true, time.Minute
	a.Numbers, a.Grade, a.Amount, a.Unit, a.Quote = []int64{0, -1}, 2, unit.New(0, euro), euro, q
	a.Amounts, a.Parts, a.Where = []unit.Amount{unit.New(-1, euro), unit.New(0, euro)}, []part{{"p"}, {}}, part{"w"}
	return a
}

// Invariant 3.
func TestWhole(t *testing.T) {
	m := new(tally)
	if _, err := machine.Apply[action](m, one("a", 4)); err != nil {
		t.Fatal(err)
	}
	var before bytes.Buffer
	if err := m.snapshot(&before); err != nil {
		t.Fatal(err)
	}
	entry, err := machine.Try[action](m, one("b", 5))
	if err != nil || entry.Seq != 2 || entry.Check() != nil || len(entry.Postings) != 2 || entry.Notes[0] != (journal.Note{Kind: "for"}) {
		t.Errorf("tried: %+v, %v", entry, err)
	}
	if _, err := machine.Apply[action](m, one("b", 7)); !errors.Is(err, errTooMany) {
		t.Errorf("too many: %v", err)
	}
	var b *journal.BatchError
	if _, err := machine.Batch[action](m, []action{one("b", 1), one("c", 2), one("d", 9)}); !errors.As(err, &b) || b.Index != 2 || !errors.Is(err, errTooMany) {
		t.Errorf("a batch: %v", err)
	}
	var after bytes.Buffer
	if err := m.snapshot(&after); err != nil || !bytes.Equal(before.Bytes(), after.Bytes()) || m.sum != 4 {
		t.Errorf("changed: %s, want %s (%v)", after.Bytes(), before.Bytes(), err)
	}
	entries, err := machine.Batch[action](m, []action{one("b", 5), one("c", 1)})
	if err != nil || len(entries) != 2 || entries[1].Seq != 3 || m.sum != 10 {
		t.Errorf("a batch: %v, %v", entries, err)
	}
}

// Invariant 4: a retry is found out although the rule, the parties and the time would refuse it.
func TestRetry(t *testing.T) {
	m := new(tally)
	machine.Apply[action](m, one("a", 6))
	var applied *journal.AppliedError
	if _, err := machine.Apply[action](m, one("a", 6)); !errors.As(err, &applied) || applied.Seq != 1 {
		t.Error(err)
	}
	other := one("a", 6)
	other.By = []string{""}
	for want, a := range map[error]add{
		journal.ErrConflict: other,
		journal.ErrParty:    {ID: "b", At: noon, By: []string{""}},
		journal.ErrTime:     {ID: "b", At: noon.Add(-1)},
		journal.ErrConsent:  {ID: "b", At: noon},
		journal.ErrID:       {ID: "b/1", At: noon},
	} {
		if _, err := machine.Apply[action](m, a); !errors.Is(err, want) {
			t.Errorf("got %v, want %v", err, want)
		}
	}
	crowd := add{ID: "b", At: noon, By: slices.Repeat([]string{"x"}, journal.PartiesMax+1)}
	if _, err := machine.Apply[action](m, crowd); !errors.Is(err, journal.ErrParty) {
		t.Error(err)
	}
	m.closed = true
	if _, err := machine.Apply[action](m, one("c", 1)); !errors.Is(err, errNotReady) {
		t.Error(err)
	}
	if c := m.core.Clone(); c.Log.Kept() != 1 || !m.core.Turn.Agrees("ann") == m.core.Turn.Agrees("ann") {
		t.Error("not cloned")
	}
}

// Invariant 1, of every kind of field.
func TestForm(t *testing.T) {
	for name, a := range map[string]add{"all": full(t), "none": {}} {
		text, err := form.Encode(a)
		if err != nil {
			t.Fatal(name, err)
		}
		b, err := form.Decode(text)
		if err != nil || !reflect.DeepEqual(b, action(a)) {
			t.Errorf("%s: got %+v, %v, want %+v", name, b, err, a)
		}
	}
	for name, a := range map[string]action{
		"words too long":     add{Words: strings.Repeat("x", 1025)},
		"three names":        add{Names: []string{"a", "b", "c"}},
		"half a second":      add{Within: time.Second / 2},
		"too long a time":    add{Within: 2 * time.Hour},
		"no such grade":      add{Grade: 3},
		"a wrong year":       add{Due: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)},
		"an amount of none":  add{Amounts: []unit.Amount{{}}},
		"a pointer":          &add{},
		"text not in UTF-8":  add{Words: "\xff"},
		"longer than allows": add{Parts: []part{{strings.Repeat("x", 1000)}, {strings.Repeat("y", 1000)}}},
	} {
		if text, err := form.Encode(a); !errors.Is(err, errAction) {
			t.Errorf("%s: %s, %v", name, text, err)
		}
	}
}

// Invariant 2: each field changes the digest, whether its value can be read back or not.
func TestDigest(t *testing.T) {
	seen := map[journal.Digest]string{}
	all := reflect.ValueOf(full(t))
	for i := range all.NumField() {
		var a add
		reflect.ValueOf(&a).Elem().Field(i).Set(all.Field(i))
		d, err := form.Digest(a)
		if err != nil || seen[d] != "" {
			t.Error(all.Type().Field(i).Name, seen[d], err)
		}
		seen[d] = all.Type().Field(i).Name
	}
	half, _ := form.Digest(add{Within: time.Second / 2})
	third, _ := form.Digest(add{Within: time.Second / 3})
	three, _ := form.Digest(add{Grade: 3})
	four, _ := form.Digest(add{Grade: 4})
	if half == third || three == four {
		t.Error("one digest for two")
	}
}

// What is spelled in another way is refused.
func TestSpelling(t *testing.T) {
	text, err := form.Encode(full(t))
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string][2]string{
		"a zero":             {`"n":1`, `"n":0`},
		"no words":           {`"words":"bread"`, `"words":""`},
		"no names":           {`"names":["x","y"]`, `"names":[]`},
		"false":              {`"sure":true`, `"sure":false`},
		"no time":            {`"within":60`, `"within":0`},
		"time below nothing": {`"within":60`, `"within":-1`},
		"no grade":           {`"grade":"better"`, `"grade":"best"`},
		"no numbers":         {`"numbers":[0,-1]`, `"numbers":[]`},
		"a unit":             {`"unit":"EUR.2","quote"`, `"unit":"EUR","quote"`},
		"a quote":            {`"rate":"1/3"`, `"rate":"2/6"`},
		"no parts":           {`"parts":[{"name":"p"},{}]`, `"parts":[]`},
		"an amount":          {`"amount":"-0.01"`, `"amount":"-.01"`},
		"an empty object":    {`"where":{"name":"w"}`, `"where":{}`},
		"another type":       {`"type":"add"`, `"type":"sub"`},
		"the zero time":      {`"due":"2026-01-01T12:00:00Z"`, `"due":"0001-01-01T00:00:00Z"`},
		"behind the end":     {`"where":{"name":"w"}}`, `"where":{"name":"w"}} `},
	} {
		if !bytes.Contains(text, []byte(change[0])) {
			t.Errorf("%s: no %s in %s", name, change[0], text)
		}
		if a, err := form.Decode(bytes.Replace(text, []byte(change[0]), []byte(change[1]), 1)); !errors.Is(err, errAction) || a != nil {
			t.Errorf("%s: %v, %v", name, a, err)
		}
	}
}

func TestRestore(t *testing.T) {
	m := new(tally)
	machine.Batch[action](m, []action{one("a", 1), one("b", 2)})
	var b bytes.Buffer
	if err := m.snapshot(&b); err != nil {
		t.Fatal(err)
	}
	again, err := restore(bytes.NewReader(b.Bytes()))
	if err != nil || again.sum != 3 || again.core.Log.Kept() != 2 {
		t.Errorf("got %+v, %v", again, err)
	}
	if _, err := restore(iotest.ErrReader(io.ErrUnexpectedEOF)); err != io.ErrUnexpectedEOF {
		t.Error(err)
	}
	for _, spoiled := range []string{"", "{}", strings.Replace(b.String(), `"rules":2`, `"rules":3`, 1), strings.Replace(b.String(), `"n":2`, `"n":1`, 1)} {
		if m, err := restore(strings.NewReader(spoiled)); !errors.Is(err, errUnread) || m != nil {
			t.Errorf("%s: %v", spoiled, err)
		}
	}
}

func TestRefusals(t *testing.T) {
	if err := machine.WrongWords(errTooMany, "for", ""); !errors.Is(err, errTooMany) || !strings.Contains(err.Error(), "for must not be empty") {
		t.Error(err)
	}
	if err := machine.WrongParty("holder", "\n"); !errors.Is(err, journal.ErrParty) {
		t.Error(err)
	}
	if machine.WrongWords(errTooMany, "for", "bread") != nil || machine.WrongParty("holder", "ann") != nil {
		t.Error("refused")
	}
	if got := machine.Plain(noon.In(time.FixedZone("", 3600))); got != noon || machine.Plain(time.Time{}.In(time.FixedZone("", 1))) != (time.Time{}) {
		t.Error(got)
	}
}

// Whatever the text, Decode takes it only where Encode writes it again.
func FuzzDecode(f *testing.F) {
	text, err := form.Encode(full(f))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add([]byte(`{"type":"add"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := form.Decode(data)
		if err != nil {
			if !errors.Is(err, errAction) {
				t.Fatal(err)
			}
			return
		}
		if again, err := form.Encode(a); err != nil || !bytes.Equal(again, data) {
			t.Fatalf("%s became %s (%v)", data, again, err)
		}
	})
}
