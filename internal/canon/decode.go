package canon

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// What a Decoder refuses, each wrapped in an [Error].
var (
	ErrSyntax = errors.New("canon: not the canonical JSON expected here")
	ErrLong   = errors.New("canon: a string too long")
	ErrRange  = errors.New("canon: an integer beyond an int64")
	ErrDepth  = errors.New("canon: nested too deeply")
	ErrSeal   = errors.New("canon: the document was changed: its sha256 is another")
)

// DepthMax is how deeply objects and arrays may be nested.
const DepthMax = 64

// bufferSize is how much a Decoder reads at a time.
const bufferSize = 1 << 15

// An Error says what was refused, where, and what would have been accepted.
type Error struct {
	Reason error
	Offset int64  // in bytes from the start
	Want   string // what would have been accepted
}

// Error names the reason, the place and what would have been accepted.
func (e *Error) Error() string {
	return fmt.Sprintf("%v: byte %d: want %s", e.Reason, e.Offset, e.Want)
}

// Unwrap returns the reason, so that errors.Is finds it.
func (e *Error) Unwrap() error { return e.Reason }

// A Decoder reads canonical JSON, member by member, as its caller expects them. After the first error
// every method returns at once with a zero value; End or Seal returns the error.
type Decoder struct {
	buf    []byte
	at     int   // the next byte in buf
	before int64 // bytes taken and no longer in buf
	in     io.Reader
	sum    hash.Hash // of those bytes, where there is a reader
	comma  bool      // as in Encoder
	depth  int
	err    error
}

// NewDecoder returns a Decoder of a document from a reader, which it reads as far as the document goes.
func NewDecoder(r io.Reader) *Decoder { return &Decoder{in: r, sum: sha256.New()} }

// Parse returns a Decoder of a document in memory, which it does not change.
func Parse(data []byte) *Decoder { return &Decoder{buf: data, sum: sha256.New()} }

func (d *Decoder) fail(reason error, want string) {
	if d.err == nil {
		d.err = &Error{Reason: reason, Offset: d.before + int64(d.at), Want: want}
	}
}

// Fail makes err the Decoder's error, for a caller that refuses a value.
func (d *Decoder) Fail(err error) {
	if d.err == nil {
		d.err = err
	}
}

// Err returns the first error, or nil.
func (d *Decoder) Err() error { return d.err }

// fill reads on until n bytes from at stand in buf, and reports whether they do.
func (d *Decoder) fill(n int) bool {
	for len(d.buf)-d.at < n && d.err == nil {
		if d.in == nil {
			return false
		}
		d.read()
	}
	return d.err == nil
}

// read drops what was taken and reads once. The buffer grows by doubling, so that a long string is moved
// but a few times.
func (d *Decoder) read() {
	d.sum.Write(d.buf[:d.at])
	d.before += int64(d.at)
	d.buf = append(d.buf[:0], d.buf[d.at:]...)
	d.at = 0
	rest := len(d.buf)
	d.buf = slices.Grow(d.buf, max(bufferSize, rest))
	n, err := io.ReadAtLeast(d.in, d.buf[rest:cap(d.buf)], 1)
	d.buf = d.buf[:rest+n]
	switch {
	case err == io.EOF:
		d.in = nil
	case err != nil:
		d.err = err
	}
}

// peek returns the next byte, or 0 where there is none.
func (d *Decoder) peek() byte {
	if d.at < len(d.buf) && d.err == nil || d.fill(1) {
		return d.buf[d.at]
	}
	return 0
}

// literal takes this text, or fails.
func (d *Decoder) literal(text string) {
	if !d.take(text) {
		d.fail(ErrSyntax, text)
	}
}

// take takes this text where it stands next, and reports whether it did.
func (d *Decoder) take(text string) bool {
	if !d.fill(len(text)) || string(d.buf[d.at:d.at+len(text)]) != text {
		return false
	}
	d.at += len(text)
	return true
}

// value stands before every value.
func (d *Decoder) value() {
	if d.comma {
		d.literal(",")
	}
	d.comma = true
}

// BeginObject opens an object.
func (d *Decoder) BeginObject() { d.open("{") }

// EndObject closes it: a further member is refused.
func (d *Decoder) EndObject() { d.close("}") }

// BeginArray opens an array. Use More before each of its elements.
func (d *Decoder) BeginArray() { d.open("[") }

// EndArray closes it.
func (d *Decoder) EndArray() { d.close("]") }

func (d *Decoder) open(bracket string) {
	d.value()
	d.literal(bracket)
	if d.depth++; d.depth > DepthMax {
		d.fail(ErrDepth, "at most 64 levels")
	}
	d.comma = false
}

func (d *Decoder) close(bracket string) {
	d.literal(bracket)
	d.depth--
	d.comma = true
}

// More reports whether another element of the array follows.
func (d *Decoder) More() bool {
	c := d.peek()
	return c != 0 && c != ']'
}

// Key takes the name of the member that must come next.
func (d *Decoder) Key(name string) {
	if !d.Has(name) {
		d.fail(ErrSyntax, "the member "+name)
	}
}

// Has reports whether the member of this name comes next, and takes its name if so.
func (d *Decoder) Has(name string) bool {
	size := len(name) + len(`"":`)
	if d.comma {
		size++
	}
	if !d.fill(size) {
		return false
	}
	text := d.buf[d.at : d.at+size]
	if d.comma {
		if text[0] != ',' {
			return false
		}
		text = text[1:]
	}
	if text[0] != '"' || string(text[1:1+len(name)]) != name || text[1+len(name)] != '"' || text[2+len(name)] != ':' {
		return false
	}
	d.at += size
	d.comma = false
	return true
}

// Bool takes true or false.
func (d *Decoder) Bool() bool {
	d.value()
	if d.take("true") {
		return true
	}
	d.literal("false")
	return false
}

// Int takes an integer.
func (d *Decoder) Int() int64 {
	d.value()
	negative := d.peek() == '-'
	if negative {
		d.at++
	}
	var x uint64
	first, count := d.peek(), 0
	for c := first; c-'0' <= 9; c = d.peek() {
		if x > math.MaxInt64/10 {
			d.fail(ErrRange, "an integer of 64 bits")
			return 0
		}
		x = x*10 + uint64(c-'0')
		d.at++
		count++
	}
	return d.signed(x, negative, count == 0 || first == '0' && (count > 1 || negative))
}

// signed applies the sign to digits that may be malformed or beyond an int64.
func (d *Decoder) signed(x uint64, negative, malformed bool) int64 {
	limit := uint64(math.MaxInt64)
	if negative {
		limit++
	}
	switch {
	case malformed:
		d.fail(ErrSyntax, "an integer without leading zeros or minus zero")
		return 0
	case x > limit:
		d.fail(ErrRange, "an integer of 64 bits")
		return 0
	case negative:
		return -int64(x)
	}
	return int64(x)
}

// Time takes a time; it is in UTC.
func (d *Decoder) Time() time.Time {
	text := d.String(len(time.RFC3339Nano))
	if d.err != nil {
		return time.Time{}
	}
	t, err := time.ParseInLocation(time.RFC3339Nano, text, time.UTC)
	t = t.UTC()
	if err != nil || t.Year() < 1 || t.Year() > 9999 || t.Format(time.RFC3339Nano) != text {
		d.fail(ErrSyntax, "a time in UTC such as 2026-01-15T09:30:00Z before this")
		return time.Time{}
	}
	return t
}

// String takes a string of at most this many bytes.
func (d *Decoder) String(most int) string {
	d.value()
	d.literal(`"`)
	if d.err != nil {
		return ""
	}
	raw, escaped := d.raw(most)
	if d.err != nil {
		return ""
	}
	s := string(raw)
	if escaped {
		s = d.unescape(s)
	}
	switch {
	case !utf8.ValidString(s):
		d.fail(ErrSyntax, "valid UTF-8 before this")
		return ""
	case len(s) > most:
		d.fail(ErrLong, fmt.Sprintf("at most %d bytes before this", most))
		return ""
	}
	return s
}

// raw takes everything up to the closing quote, and the quote, and reports whether an escape is in it.
// The bytes are good until the next read.
func (d *Decoder) raw(most int) (text []byte, escaped bool) {
	longest := most*len(`\u0000`) + 1
	for i := 0; ; i++ {
		if i > longest {
			d.fail(ErrLong, fmt.Sprintf("at most %d bytes", most))
			return nil, false
		}
		if d.at+i >= len(d.buf) && !d.fill(i+1) {
			d.fail(ErrSyntax, "a closing quote")
			return nil, false
		}
		switch c := d.buf[d.at+i]; {
		case c == '"':
			text = d.buf[d.at : d.at+i]
			d.at += i + 1
			return text, escaped
		case c == '\\':
			escaped = true
			i++ // what is escaped is looked at in unescape; here it must not end the string
		case c < ' ':
			d.fail(ErrSyntax, "control characters escaped")
			return nil, false
		}
	}
}

// unescape undoes the escapes that an Encoder writes, and refuses every other: writing the result again
// must give the same text.
func (d *Decoder) unescape(s string) string {
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '\\' {
			var size int
			if c, size = escape(s[i:]); size == 0 {
				d.fail(ErrSyntax, "only the escapes of the canonical form before this")
				return ""
			}
			i += size - 1
		}
		b = append(b, c)
	}
	return string(b)
}

// escape returns the byte that the escape at the start of s stands for, and the length of the escape, or
// 0 where it is not one that an Encoder writes.
func escape(s string) (c byte, size int) {
	if len(s) < 2 {
		return 0, 0
	}
	if i := strings.IndexByte(shortLetters, s[1]); i >= 0 {
		return shortEscaped[i], 2
	}
	if len(s) < 6 || s[:4] != `\u00` {
		return 0, 0
	}
	code, err := hex.DecodeString(s[4:6])
	if err != nil || code[0] >= ' ' || !bytes.Equal(appendEscape(nil, code[0]), []byte(s[:6])) {
		return 0, 0
	}
	return code[0], 6
}

// End returns the first error, or refuses what stands after the document.
func (d *Decoder) End() error {
	if d.depth != 0 {
		d.fail(ErrSyntax, "the end of what was opened")
	}
	if d.peek(); d.at < len(d.buf) {
		d.fail(ErrSyntax, "nothing after the document")
	}
	return d.err
}

// Seal takes the member sha256, the end of the outermost object and of the document, and compares: see
// [Encoder.Seal]. It returns the first error.
func (d *Decoder) Seal() error {
	if d.sum == nil {
		d.sum = sha256.New() // of the zero Decoder, which has nothing to read
	}
	d.sum.Write(d.buf[:d.at])
	want := hex.EncodeToString(d.sum.Sum(nil))
	d.Key("sha256")
	got := d.String(2 * sha256.Size)
	d.EndObject()
	if err := d.End(); err != nil {
		return err
	}
	if got != want {
		d.fail(ErrSeal, want)
	}
	return d.err
}
