package main

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// lineBytesMax is the longest line of a CSV file.
const lineBytesMax = 4096

// Where reading stops, because nobody can say what follows.
var (
	errText    = errors.New("the file must be text in UTF-8; this looks like UTF-16: save it as CSV UTF-8")
	errLong    = errors.New("a line must be at most 4096 bytes; nothing is read after it")
	errNewline = errors.New("a quoted field must end on its line; nothing is read after it")
)

// A guard stands before the csv reader and stops it where that would read on without end: in a line
// that is too long, and in a quoted field that goes past its line. It also makes line feeds of the carriage returns in
// which lines of old Macs end.
type guard struct {
	in      *bufio.Reader
	returns bool // lines end in carriage returns alone
	line    int
	length  int
	cell    state
	err     error // that stopped it
}

func newGuard(in io.Reader) (*guard, error) {
	g := &guard{in: bufio.NewReaderSize(in, lineBytesMax), line: 1}
	start, err := g.in.Peek(lineBytesMax)
	if err != nil && err != io.EOF {
		return nil, err
	}
	utf16 := bytes.HasPrefix(start, []byte("\xff\xfe")) || bytes.HasPrefix(start, []byte("\xfe\xff"))
	if utf16 || bytes.IndexByte(start, 0) >= 0 { // every second byte of UTF-16 is zero where it is Latin
		return nil, &lineError{1, errText}
	}
	if end := bytes.IndexAny(start, "\r\n"); end >= 0 {
		g.returns = start[end] == '\r' && !bytes.HasPrefix(start[end:], []byte("\r\n"))
	}
	if bytes.HasPrefix(start, []byte("\ufeff")) { // spreadsheets write a byte order mark
		g.in.Discard(len("\ufeff"))
	}
	return g, nil
}

func (g *guard) Read(p []byte) (int, error) {
	if g.err != nil {
		return 0, g.err
	}
	n, err := g.in.Read(p)
	for i := range n {
		if g.returns && p[i] == '\r' {
			p[i] = '\n'
		}
		if reason := g.look(p[i]); reason != nil {
			g.err = &lineError{g.line, reason}
			return i, g.err
		}
	}
	return n, err
}

func (g *guard) look(b byte) error {
	if g.length++; g.length > lineBytesMax {
		return errLong
	}
	if b == '\n' && g.cell == quoted {
		return errNewline
	}
	if g.cell = g.cell.next(b); b == '\n' {
		g.line, g.length = g.line+1, 0
	}
	return nil
}

// A state is where in a cell the guard is.
type state int

const (
	begun  state = iota // nothing but spaces yet
	plain               // where a quote is only stray, and the csv reader refuses the line
	quoted              // within quotes
	closed              // just after a quote within quotes, which has ended them or is the first of two
)

// next follows the csv reader. What is not ASCII may be a space to that, so it does not end the beginning of a cell:
// the guard may take a quote for an opening one that is none, on a line that is refused for it, and never the reverse.
func (s state) next(b byte) state {
	switch {
	case b == '"' && s == quoted:
		return closed
	case s == quoted, b == '"' && s != plain:
		return quoted
	case b == '\n', b == ',':
		return begun
	case s == begun && (b <= ' ' || b >= 0x80):
		return begun
	}
	return plain
}
