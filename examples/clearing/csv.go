package main

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/unit"
)

// lineBytesMax is the longest line of a CSV file.
const lineBytesMax = 4096

var header = []string{"id", "debtor", "creditor", "amount", "unit", "due"}

// What is wrong with a line of a CSV file. Package csv has reasons of its own (csv.ErrFieldCount,
// csv.ErrQuote, csv.ErrBareQuote), and so have packages unit and clearing.
var (
	errHeader  = errors.New("the first line must be " + strings.Join(header, ","))
	errLong    = errors.New("a line must be at most 4096 bytes")
	errNewline = errors.New("a quoted field must end on its line")
	errDue     = errors.New("the due date must be YYYY-MM-DD, RFC 3339 or empty")
)

// A lineError says which line is wrong.
type lineError struct {
	line   int // from 1
	reason error
}

func (e *lineError) Error() string { return fmt.Sprintf("line %d: %v", e.line, e.reason) }
func (e *lineError) Unwrap() error { return e.reason }

// A sheet is a Book and the line of the file where each obligation stands.
type sheet struct {
	book  clearing.Book
	lines []int
}

// locate turns an error about an obligation into one about its line.
func (s *sheet) locate(err error) error {
	var found *clearing.Error
	if errors.As(err, &found) && found.Entry == "obligation" {
		return &lineError{s.lines[found.Index], fmt.Errorf("%w: %.32q: %s", found.Reason, found.ID, found.What)}
	}
	return err
}

// readCSV reads obligations. Any error is a lineError, that of in or of ctx, or one about places.
func readCSV(ctx context.Context, in io.Reader, p places) (*sheet, error) {
	g := &guard{in: bufio.NewReader(in), line: 1}
	if mark, _ := g.in.Peek(3); string(mark) == "\ufeff" { // spreadsheets write a byte order mark
		g.in.Discard(3)
	}
	rows := csv.NewReader(g)
	rows.TrimLeadingSpace = true
	first, err := rows.Read()
	if err != nil && err != io.EOF && !errors.Is(err, csv.ErrFieldCount) {
		return nil, locateRow(err)
	}
	if !slices.EqualFunc(first, header, func(got, want string) bool { return strings.EqualFold(strings.TrimSpace(got), want) }) {
		return nil, &lineError{1, wrongHeader(first)}
	}
	rows.FieldsPerRecord = len(header)
	units := unitCodes{places: p, known: map[string]unit.Unit{}}
	s := &sheet{}
	for {
		row, err := rows.Read()
		if err == io.EOF {
			return s, units.misspelt()
		} else if err != nil {
			return nil, locateRow(err)
		} else if err := ctx.Err(); err != nil {
			return nil, err
		}
		line, _ := rows.FieldPos(0)
		o, err := units.obligation(row)
		if err != nil {
			return nil, &lineError{line, err}
		}
		s.book.Obligations = append(s.book.Obligations, o)
		s.lines = append(s.lines, line)
	}
}

// wrongHeader says what the first line was instead.
func wrongHeader(first []string) error {
	got := strings.Join(first, ",")
	if strings.Contains(got, ";") {
		return fmt.Errorf("%w, with commas and not semicolons; got %.64q", errHeader, got)
	}
	return fmt.Errorf("%w; got %.64q", errHeader, got)
}

// locateRow takes the line out of the csv package's error.
func locateRow(err error) error {
	var broken *csv.ParseError
	if errors.As(err, &broken) {
		if broken.Err == csv.ErrFieldCount {
			return &lineError{broken.Line, fmt.Errorf("%w: want 6 columns", broken.Err)}
		}
		return &lineError{broken.Line, broken.Err}
	}
	return err
}

// unitCodes finds units by the code in the CSV file.
type unitCodes struct {
	places places
	known  map[string]unit.Unit
}

func (c unitCodes) find(code string) (unit.Unit, error) {
	if u, ok := c.known[code]; ok {
		return u, nil
	}
	u, err := unit.Lookup(code)
	if err != nil { // not of energy, or a name of several units, which Custom refuses with the variants
		n, named := c.places[code]
		if !named {
			n = 2
		}
		if u, err = unit.Custom(code, n); err != nil {
			return unit.Unit{}, err
		}
	}
	c.known[code] = u
	return u, nil
}

// misspelt refuses places for a code that the file has in another case of letters only.
func (c unitCodes) misspelt() error {
	for _, code := range slices.Sorted(maps.Keys(c.places)) {
		for _, known := range slices.Sorted(maps.Keys(c.known)) {
			if strings.EqualFold(code, known) && code != known {
				return fmt.Errorf("-places %.32q: the file has %s", code, known)
			}
		}
	}
	return nil
}

func (c unitCodes) obligation(row []string) (o clearing.Obligation, err error) {
	for i := range row {
		row[i] = strings.TrimSpace(row[i])
	}
	u, err := c.find(row[4])
	if err != nil {
		return o, err
	}
	amount, err := unit.Parse(row[3], u)
	if _, energy := u.Joules(); errors.Is(err, unit.ErrFiner) && !energy {
		err = fmt.Errorf("%w; -places %s=N allows more", err, u.Code())
	}
	if err != nil {
		return o, err
	}
	due, err := parseDue(row[5])
	if err != nil {
		return o, err
	}
	return clearing.Obligation{ID: row[0], Debtor: row[1], Creditor: row[2], Amount: amount, Due: due}, nil
}

func parseDue(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, s); err == nil && !t.IsZero() { // the zero time would mean no due date
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("%w: got %.32q", errDue, s)
}

// A guard stands before the csv reader and stops it where that would read on without end: in a line
// that is too long, and in a quoted field that goes past its line.
type guard struct {
	in     *bufio.Reader
	line   int
	length int
	quoted bool // an odd number of quotes so far on this line
}

func (g *guard) Read(p []byte) (int, error) {
	n, err := g.in.Read(p)
	for i, b := range p[:n] {
		if reason := g.look(b); reason != nil {
			return i, &lineError{g.line, reason}
		}
	}
	return n, err
}

func (g *guard) look(b byte) error {
	if g.length++; g.length > lineBytesMax {
		return errLong
	}
	switch b {
	case '"':
		g.quoted = !g.quoted
	case '\n':
		if g.quoted {
			return errNewline
		}
		g.line, g.length = g.line+1, 0
	}
	return nil
}
