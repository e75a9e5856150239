package canon

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"strconv"
	"time"
	"unicode/utf8"
)

// flushAt is how many bytes an Encoder with a writer keeps.
const flushAt = 1 << 15

// What an Encoder cannot write.
var (
	ErrUTF8 = errors.New("canon: not valid UTF-8")
	ErrYear = errors.New("canon: a year outside 1 to 9999")

	errNoWriter = errors.New("canon: only an Encoder with a writer can seal")
)

// An Encoder writes canonical JSON. The zero Encoder collects it for Bytes; one from NewEncoder writes a
// document through, to be finished by Seal. Either returns the first error there was.
type Encoder struct {
	buf   []byte
	comma bool // what comes next is neither the first in its container nor behind a key
	depth int
	out   io.Writer
	sum   hash.Hash // of what was handed to out
	err   error
}

// NewEncoder returns an Encoder that writes to w, by some 32 KiB at a time.
func NewEncoder(w io.Writer) *Encoder {
	return &Encoder{buf: make([]byte, 0, flushAt+1024), out: w, sum: sha256.New()}
}

// Reset makes a zero Encoder of e, but keeps its memory.
func (e *Encoder) Reset() { *e = Encoder{buf: e.buf[:0]} }

// BeginObject opens an object.
func (e *Encoder) BeginObject() { e.open('{') }

// EndObject closes it.
func (e *Encoder) EndObject() { e.close('}') }

// BeginArray opens an array.
func (e *Encoder) BeginArray() { e.open('[') }

// EndArray closes it.
func (e *Encoder) EndArray() { e.close(']') }

func (e *Encoder) open(bracket byte) {
	e.next()
	e.buf = append(e.buf, bracket)
	e.comma = false
	if e.depth++; e.depth > DepthMax {
		e.fail(ErrDepth)
	}
}

func (e *Encoder) close(bracket byte) {
	e.buf = append(e.buf, bracket)
	e.comma = true
	e.depth--
}

// next stands before every value and every key.
func (e *Encoder) next() {
	if len(e.buf) >= flushAt && e.out != nil {
		e.write()
	}
	if e.comma {
		e.buf = append(e.buf, ',')
	}
	e.comma = true
}

// Key names the member whose value is written next. Names are the caller's own: ASCII letters, written as they are.
func (e *Encoder) Key(name string) {
	e.next()
	e.buf = append(e.buf, '"')
	e.buf = append(e.buf, name...)
	e.buf = append(e.buf, '"', ':')
	e.comma = false
}

// Int writes an integer.
func (e *Encoder) Int(x int64) {
	e.next()
	e.buf = strconv.AppendInt(e.buf, x, 10)
}

// Bool writes true or false.
func (e *Encoder) Bool(x bool) {
	e.next()
	e.buf = strconv.AppendBool(e.buf, x)
}

// Time writes t in UTC as a string.
func (e *Encoder) Time(t time.Time) {
	t = t.UTC()
	if year := t.Year(); year < 1 || year > 9999 {
		e.fail(ErrYear)
		return
	}
	e.next()
	e.buf = append(e.buf, '"')
	e.buf = t.AppendFormat(e.buf, time.RFC3339Nano)
	e.buf = append(e.buf, '"')
}

// String writes s, which must be valid UTF-8.
func (e *Encoder) String(s string) {
	e.next()
	e.buf = append(e.buf, '"')
	start := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= ' ' && c < utf8.RuneSelf && c != '"' && c != '\\' {
			continue
		}
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && size == 1 {
				e.fail(ErrUTF8)
				return
			}
			i += size - 1
			continue
		}
		e.buf = append(e.buf, s[start:i]...)
		e.buf = appendEscape(e.buf, c)
		start = i + 1
	}
	e.buf = append(e.buf, s[start:]...)
	e.buf = append(e.buf, '"')
}

// The characters with an escape of their own, and its letter.
const (
	shortEscaped = "\b\f\n\r\t\"\\"
	shortLetters = "bfnrt\"\\"
)

func appendEscape(b []byte, c byte) []byte {
	for i := range len(shortEscaped) {
		if shortEscaped[i] == c {
			return append(b, '\\', shortLetters[i])
		}
	}
	const digits = "0123456789abcdef"
	return append(b, '\\', 'u', '0', '0', digits[c>>4], digits[c&15])
}

func (e *Encoder) fail(err error) {
	if e.err == nil {
		e.err = err
	}
}

// write hands what is collected on.
func (e *Encoder) write() {
	if e.err == nil {
		e.sum.Write(e.buf)
		_, e.err = e.out.Write(e.buf)
	}
	e.buf = e.buf[:0]
}

// Bytes returns what was written to a zero Encoder, or its error.
func (e *Encoder) Bytes() ([]byte, error) {
	if e.err != nil {
		return nil, e.err
	}
	return e.buf, nil
}

// Seal writes the member sha256, closes the document's outermost object and hands the rest to the writer
// of NewEncoder, which the Encoder must come from. It returns the first error there was.
func (e *Encoder) Seal() error {
	if e.out == nil {
		return errNoWriter
	}
	e.write()
	sum := e.sum.Sum(nil)
	e.Key("sha256")
	e.String(hex.EncodeToString(sum))
	e.EndObject()
	e.write()
	return e.err
}
