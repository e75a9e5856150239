package canon_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"pgregory.net/rapid"

	"example.org/mutual/internal/canon"
)

// A record has a member of every kind; its codec is what a package's own looks like.
type record struct {
	ID    string
	Count int64
	Open  bool
	Due   time.Time // the zero time: left out
	Notes []string
}

const stringMax = 200

func (r record) encode(e *canon.Encoder) {
	e.BeginObject()
	r.members(e)
	e.EndObject()
}

func (r record) members(e *canon.Encoder) {
	e.Key("id")
	e.String(r.ID)
	e.Key("count")
	e.Int(r.Count)
	e.Key("open")
	e.Bool(r.Open)
	if !r.Due.IsZero() {
		e.Key("due")
		e.Time(r.Due)
	}
	e.Key("notes")
	e.BeginArray()
	for _, n := range r.Notes {
		e.String(n)
	}
	e.EndArray()
}

func decode(d *canon.Decoder) (r record) {
	d.BeginObject()
	r = members(d)
	d.EndObject()
	return r
}

func members(d *canon.Decoder) (r record) {
	d.Key("id")
	r.ID = d.String(stringMax)
	d.Key("count")
	r.Count = d.Int()
	d.Key("open")
	r.Open = d.Bool()
	if d.Has("due") {
		r.Due = d.Time()
	}
	d.Key("notes")
	d.BeginArray()
	for d.More() {
		r.Notes = append(r.Notes, d.String(stringMax))
	}
	d.EndArray()
	return r
}

func bytesOf(t interface{ Fatal(...any) }, r record) []byte {
	var e canon.Encoder
	r.encode(&e)
	b, err := e.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestForm(t *testing.T) {
	r := record{ID: "a\"\\\b\f\n\r\t\x00\x1f\x7f/ü\u2028", Count: math.MinInt64, Open: true,
		Due: time.Date(2026, 1, 15, 10, 30, 0, 120, time.FixedZone("", 3600)), Notes: []string{"", "x"}}
	want := `{"id":"a\"\\\b\f\n\r\t\u0000\u001f` + "\x7f/ü\u2028" + `","count":-9223372036854775808,"open":true,"due":"2026-01-15T09:30:00.00000012Z","notes":["","x"]}`
	if got := string(bytesOf(t, r)); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func records() *rapid.Generator[record] {
	text := rapid.StringN(0, 20, stringMax/2)
	return rapid.Custom(func(t *rapid.T) record {
		r := record{ID: text.Draw(t, "id"), Count: rapid.Int64().Draw(t, "count"), Open: rapid.Bool().Draw(t, "open")}
		if rapid.Bool().Draw(t, "has due") {
			r.Due = time.Unix(rapid.Int64Range(-62135596799, 253402300799).Draw(t, "s"), rapid.Int64Range(0, 999999999).Draw(t, "ns")).UTC()
		}
		r.Notes = rapid.SliceOfN(text, 0, 4).Draw(t, "notes")
		return r
	})
}

// TestInvariants1And2: what is written is read back and written the same, and any JSON decoder reads it.
func TestInvariants1And2(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := records().Draw(t, "record")
		text := bytesOf(t, r)
		d := canon.Parse(text)
		back := decode(d)
		if err := d.End(); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if again := bytesOf(t, back); !bytes.Equal(again, text) {
			t.Fatalf("written again:\n%s\n%s", again, text)
		}
		var plain struct {
			ID    string
			Count int64
			Open  bool
			Due   time.Time
			Notes []string
		}
		if err := json.Unmarshal(text, &plain); err != nil {
			t.Fatal(err)
		}
		if plain.ID != r.ID || plain.Count != r.Count || plain.Open != r.Open || !plain.Due.Equal(r.Due) || strings.Join(plain.Notes, "|") != strings.Join(r.Notes, "|") {
			t.Fatalf("encoding/json reads %+v from %s", plain, text)
		}
	})
}

// TestInvariant3: reading a byte at a time, or from memory, makes no difference.
func TestInvariant3(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := records().Draw(t, "record")
		text := bytesOf(t, r)
		if i := rapid.IntRange(-1, len(text)-1).Draw(t, "changed"); i >= 0 {
			text = append([]byte(nil), text...)
			text[i] = rapid.SampledFrom([]byte("\x00 \"\\,:{}[]-0a\xff")).Draw(t, "to")
		}
		fast, slow := canon.Parse(text), canon.NewDecoder(iotest.OneByteReader(bytes.NewReader(text)))
		a, b := decode(fast), decode(slow)
		errA, errB := fast.End(), slow.End()
		if (errA == nil) != (errB == nil) || errA != nil && errA.Error() != errB.Error() {
			t.Fatalf("%q: %v, %v", text, errA, errB)
		}
		if errA == nil && (!bytes.Equal(bytesOf(t, a), text) || !bytes.Equal(bytesOf(t, b), text)) {
			t.Fatalf("%q: accepted, and not canonical", text)
		}
	})
}

func sealed(t *testing.T, records []record) []byte {
	t.Helper()
	var out bytes.Buffer
	e := canon.NewEncoder(&out)
	e.BeginObject()
	e.Key("records")
	e.BeginArray()
	for _, r := range records {
		r.encode(e)
	}
	e.EndArray()
	if err := e.Seal(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func unseal(d *canon.Decoder) (all []record, err error) {
	d.BeginObject()
	d.Key("records")
	d.BeginArray()
	for d.More() {
		all = append(all, decode(d))
	}
	d.EndArray()
	return all, d.Seal()
}

// TestInvariant4: a document longer than every buffer, and every kind of damage to a short one.
func TestInvariant4(t *testing.T) {
	many := make([]record, 5000)
	for i := range many {
		many[i] = record{ID: strings.Repeat("x", i%150), Count: int64(i), Notes: []string{"\n"}}
	}
	text := sealed(t, many)
	for _, d := range []*canon.Decoder{canon.Parse(text), canon.NewDecoder(bytes.NewReader(text)), canon.NewDecoder(iotest.HalfReader(bytes.NewReader(text)))} {
		if all, err := unseal(d); err != nil || len(all) != len(many) || all[4999].Count != 4999 {
			t.Fatalf("%d records, %v", len(all), err)
		}
	}
	text = sealed(t, many[:2])
	for i := range text {
		for _, c := range []byte{text[i] ^ 1, text[i] ^ 0x20, 0} {
			damaged := append([]byte(nil), text...)
			damaged[i] = c
			if _, err := unseal(canon.NewDecoder(bytes.NewReader(damaged))); err == nil {
				t.Fatalf("byte %d changed to %q: accepted", i, c)
			}
		}
		if _, err := unseal(canon.Parse(text[:i])); err == nil {
			t.Fatalf("cut at %d: accepted", i)
		}
	}
	if _, err := unseal(canon.Parse(append(text, '\n'))); !errors.Is(err, canon.ErrSyntax) {
		t.Errorf("a byte after the end: %v", err)
	}
	other := bytes.Replace(text, []byte(`"count":1`), []byte(`"count":2`), 1)
	if _, err := unseal(canon.Parse(other)); !errors.Is(err, canon.ErrSeal) {
		t.Errorf("another value: %v", err)
	}
}

// TestRefused has one thing that other JSON decoders take and this one does not.
func TestRefused(t *testing.T) {
	good := `{"id":"a","count":1,"open":true,"due":"2026-01-15T09:30:00Z","notes":["x"]}`
	d := canon.Parse([]byte(good))
	decode(d)
	if err := d.End(); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		old, new string
		reason   error
	}{
		"space":             {`"count":1`, `"count": 1`, canon.ErrSyntax},
		"newline":           {`{"id"`, "{\n\"id\"", canon.ErrSyntax},
		"order":             {`"id":"a","count":1`, `"count":1,"id":"a"`, canon.ErrSyntax},
		"twice":             {`"id":"a"`, `"id":"a","id":"a"`, canon.ErrSyntax},
		"unknown member":    {`"id":"a"`, `"id":"a","x":1`, canon.ErrSyntax},
		"last unknown":      {`["x"]}`, `["x"],"z":1}`, canon.ErrSyntax},
		"missing":           {`"count":1,`, ``, canon.ErrSyntax},
		"null":              {`"count":1`, `"count":null`, canon.ErrSyntax},
		"leading zero":      {`:1,`, `:01,`, canon.ErrSyntax},
		"minus zero":        {`:1,`, `:-0,`, canon.ErrSyntax},
		"plus":              {`:1,`, `:+1,`, canon.ErrSyntax},
		"fraction":          {`:1,`, `:1.0,`, canon.ErrSyntax},
		"exponent":          {`:1,`, `:1e0,`, canon.ErrSyntax},
		"no digits":         {`:1,`, `:-,`, canon.ErrSyntax},
		"one beyond int64":  {`:1,`, `:9223372036854775808,`, canon.ErrRange},
		"2^64":              {`:1,`, `:18446744073709551616,`, canon.ErrRange},
		"2^64 + 1":          {`:1,`, `:18446744073709551617,`, canon.ErrRange},
		"2^64 + 3":          {`:1,`, `:18446744073709551619,`, canon.ErrRange},
		"-2^63 - 1":         {`:1,`, `:-9223372036854775809,`, canon.ErrRange},
		"far beyond int64":  {`:1,`, `:` + strings.Repeat("9", 1000) + `,`, canon.ErrRange},
		"not a bool":        {`true`, `True`, canon.ErrSyntax},
		"escaped letter":    {`"a"`, `"\u0061"`, canon.ErrSyntax},
		"escaped slash":     {`"a"`, `"\/"`, canon.ErrSyntax},
		"long escape":       {`"a"`, `"\u000a"`, canon.ErrSyntax},
		"escape in capital": {`"a"`, `"\u001F"`, canon.ErrSyntax},
		"broken escape":     {`"a"`, `"\u00"`, canon.ErrSyntax},
		"surrogates":        {`"a"`, `"\ud83d\ude00"`, canon.ErrSyntax},
		"raw control":       {`"a"`, "\"\n\"", canon.ErrSyntax},
		"bad UTF-8":         {`"a"`, "\"\xff\"", canon.ErrSyntax},
		"string too long":   {`"a"`, `"` + strings.Repeat("x", stringMax+1) + `"`, canon.ErrLong},
		"string far longer": {`"a"`, `"` + strings.Repeat("x", 1<<20) + `"`, canon.ErrLong},
		"time in a zone":    {`09:30:00Z`, `10:30:00+01:00`, canon.ErrSyntax},
		"trailing zeros":    {`09:30:00Z`, `09:30:00.10Z`, canon.ErrSyntax},
		"year 0":            {`2026-01`, `0000-01`, canon.ErrSyntax},
		"no such day":       {`01-15`, `02-30`, canon.ErrSyntax},
		"trailing comma":    {`["x"]`, `["x",]`, canon.ErrSyntax},
		"no comma":          {`["x"]`, `["x""y"]`, canon.ErrSyntax},
		"open array":        {`["x"]}`, `["x"`, canon.ErrSyntax},
		"wrong bracket":     {`["x"]`, `["x"}`, canon.ErrSyntax},
		"something after":   {`]}`, `]} `, canon.ErrSyntax},
		"NUL after":         {`]}`, "]}\x00", canon.ErrSyntax},
		"empty":             {good, ``, canon.ErrSyntax},
	} {
		text := strings.Replace(good, c.old, c.new, 1)
		d := canon.Parse([]byte(text))
		decode(d)
		err := d.End()
		var where *canon.Error
		if !errors.Is(err, c.reason) || !errors.As(err, &where) || where.Offset > int64(len(text)) {
			t.Errorf("%s: got %v, want %v", name, err, c.reason)
		}
	}
}

func TestDepth(t *testing.T) {
	d := canon.NewDecoder(strings.NewReader(strings.Repeat("[", 1000)))
	for range canon.DepthMax {
		d.BeginArray()
	}
	if err := d.Err(); err != nil {
		t.Fatal(err)
	}
	if d.BeginArray(); !errors.Is(d.Err(), canon.ErrDepth) {
		t.Errorf("got %v", d.Err())
	}
}

// A document is whole when all that was opened is closed, whatever its caller forgets.
func TestUnclosed(t *testing.T) {
	d := canon.Parse([]byte(`{"id":"a"}`))
	d.BeginObject()
	d.Key("id")
	d.String(10)
	if err := d.End(); !errors.Is(err, canon.ErrSyntax) {
		t.Errorf("got %v", err)
	}
}

// An Encoder with a writer hands on what it has long before it is done.
func TestFlushes(t *testing.T) {
	var out bytes.Buffer
	e := canon.NewEncoder(&out)
	e.BeginArray()
	for range 10000 {
		e.String("0123456789")
	}
	if out.Len() < 90000 {
		t.Errorf("%d bytes so far", out.Len())
	}
}

// A long string is read in time that grows with its length alone.
func TestLongString(t *testing.T) {
	text := `"` + strings.Repeat("x", 64<<20) + `"`
	d := canon.NewDecoder(strings.NewReader(text))
	if s := d.String(64 << 20); len(s) != 64<<20 || d.End() != nil {
		t.Errorf("%d bytes, %v", len(s), d.Err())
	}
}

func TestZeroValues(t *testing.T) {
	if err := new(canon.Encoder).Seal(); err == nil {
		t.Error("sealed without a writer")
	}
	if err := new(canon.Decoder).Seal(); !errors.Is(err, canon.ErrSyntax) {
		t.Errorf("got %v", err)
	}
	if err := new(canon.Decoder).End(); err != nil {
		t.Errorf("got %v", err)
	}
}

func TestEncoderRefuses(t *testing.T) {
	var deep canon.Encoder
	for range canon.DepthMax + 1 {
		deep.BeginArray()
	}
	if _, err := deep.Bytes(); err != canon.ErrDepth {
		t.Errorf("got %v", err)
	}

	var e canon.Encoder
	e.String("\xff")
	e.Time(time.Time{})
	if _, err := e.Bytes(); err != canon.ErrUTF8 {
		t.Errorf("got %v", err)
	}
	for _, year := range []int{0, 10000} {
		var e canon.Encoder
		e.Time(time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC))
		if _, err := e.Bytes(); err != canon.ErrYear {
			t.Errorf("year %d: got %v", year, err)
		}
	}
}

// TestReaderAndWriterErrors: the error of the other side comes out as it is.
func TestReaderAndWriterErrors(t *testing.T) {
	broken := errors.New("broken")
	d := canon.NewDecoder(iotest.ErrReader(broken))
	decode(d)
	if err := d.End(); err != broken {
		t.Errorf("got %v", err)
	}
	r, w := io.Pipe()
	r.CloseWithError(broken)
	e := canon.NewEncoder(w)
	record{}.encode(e)
	if err := e.Seal(); err != broken {
		t.Errorf("got %v", err)
	}
	refused := errors.New("refused by the caller")
	d = canon.Parse([]byte(`{"id":"a"}`))
	d.BeginObject()
	d.Fail(refused)
	if d.Key("id"); d.Err() != refused {
		t.Errorf("got %v", d.Err())
	}
}

// FuzzDecode: whatever is accepted is canonical.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"id":"a\n\u0001","count":-1,"open":false,"notes":["x","y"]}`))
	f.Add([]byte(`{"id":"","count":9223372036854775807,"open":true,"due":"2026-01-15T09:30:00.5Z","notes":[]}`))
	f.Add([]byte(`{"id":"\ud800","count":1e5,"open":null}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		d := canon.NewDecoder(bytes.NewReader(text))
		r := decode(d)
		if d.End() != nil {
			return
		}
		if again := bytesOf(t, r); !bytes.Equal(again, text) {
			t.Fatalf("accepted %q, written again as %q", text, again)
		}
	})
}

func BenchmarkEncode(b *testing.B) {
	r := record{ID: "promise/1", Count: 12345, Open: true, Due: time.Date(2026, 1, 15, 0, 0, 0, 0, time.UTC), Notes: []string{"bread", "for a year"}}
	e := canon.NewEncoder(io.Discard)
	b.SetBytes(int64(len(bytesOf(b, r))))
	b.ReportAllocs()
	for b.Loop() {
		r.encode(e)
	}
}

func BenchmarkDecode(b *testing.B) {
	text := bytesOf(b, record{ID: "promise/1", Count: 12345, Open: true, Due: time.Date(2026, 1, 15, 0, 0, 0, 0, time.UTC), Notes: []string{"bread", "for a year"}})
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		d := canon.Parse(text)
		if decode(d); d.End() != nil {
			b.Fatal(d.Err())
		}
	}
}
