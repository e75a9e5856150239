package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"example.org/mutual/clearing"
	"example.org/mutual/unit"
)

var header = []string{"id", "debtor", "creditor", "amount", "unit", "due"}

// The places of columns.
const (
	columnID = iota
	columnDebtor
	columnCreditor
	columnAmount
	columnUnit
	columnDue
)

var errHeader = errors.New("the first line must be " + strings.Join(header, ","))

// A sheet is a Book and the line of the file where each obligation stands.
type sheet struct {
	book     clearing.Book
	lines    []int
	warnings []string // what is allowed and hardly meant
}

// readCSV reads obligations. Any error is a lineError, findings, that of in or of ctx, or one about the whole Book.
func readCSV(ctx context.Context, in io.Reader, p places) (*sheet, error) {
	g, err := newGuard(in)
	if err != nil {
		return nil, err
	}
	rows := csv.NewReader(g)
	rows.TrimLeadingSpace, rows.FieldsPerRecord = true, -1
	if err := readHeader(rows); err != nil {
		return nil, err
	}
	r := newRowReader(p)
	for {
		row, err := rows.Read()
		err = locateRow(err)
		var wrong *lineError
		switch {
		case err == nil:
			line, _ := rows.FieldPos(0)
			r.read(row, line)
		case errors.As(err, &wrong):
			r.wrong.add(wrong.line, wrong.reason)
		case err != io.EOF:
			return nil, err
		}
		if err == io.EOF || g.err != nil && errors.Is(err, g.err) {
			return r.finish()
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
}

func readHeader(rows *csv.Reader) error {
	first, err := rows.Read()
	if err != nil && err != io.EOF {
		return locateRow(err)
	}
	if slices.EqualFunc(first, header, func(got, want string) bool { return strings.EqualFold(strings.TrimSpace(got), want) }) {
		return nil
	}
	line, got := 1, strings.Join(first, ",")
	if len(first) > 0 {
		line, _ = rows.FieldPos(0)
	}
	return &lineError{line, fmt.Errorf("%w%s; got %.64q", errHeader, notCommas(got), got)}
}

// notCommas says what stands for commas in a line, as spreadsheets write it.
func notCommas(line string) string {
	switch {
	case strings.Contains(line, ";"):
		return ", with commas and not semicolons"
	case strings.Contains(line, "\t"):
		return ", with commas and not tabs"
	}
	return ""
}

// locateRow takes the line out of the csv package's error, which is about quotes.
func locateRow(err error) error {
	var broken *csv.ParseError
	if errors.As(err, &broken) {
		return &lineError{broken.Line, fmt.Errorf("%w; a cell that holds a quote needs quotes around it, and its own twice", broken.Err)}
	}
	return err
}

// A rowReader makes a sheet of rows, and finds what is wrong with them.
type rowReader struct {
	sheet   *sheet
	units   unitCodes
	ids     map[string]int // the line of each
	parties *spellings
	codes   *spellings
	wrong   findings
	doubts  findings
}

func newRowReader(p places) *rowReader {
	return &rowReader{
		sheet: &sheet{}, units: unitCodes{places: p, known: map[string]unit.Unit{}}, ids: map[string]int{},
		parties: newSpellings("party"), codes: newSpellings("unit"),
	}
}

// read reads a row. One with nothing in it is skipped, as lines are that are blank.
func (r *rowReader) read(row []string, line int) {
	for i := range row {
		row[i] = strings.TrimSpace(row[i])
	}
	if !slices.ContainsFunc(row, func(cell string) bool { return cell != "" }) {
		return
	}
	o, err := r.obligation(row, line)
	if err != nil {
		r.wrong.add(line, err)
		return
	}
	r.sheet.book.Obligations = append(r.sheet.book.Obligations, o)
	r.sheet.lines = append(r.sheet.lines, line)
	for _, doubt := range []error{r.parties.look(o.Debtor, line), r.parties.look(o.Creditor, line), r.codes.look(row[columnUnit], line)} {
		if doubt != nil {
			r.doubts.add(line, doubt)
		}
	}
}

// obligation makes one of a row, unless it is seen to be wrong without package clearing.
func (r *rowReader) obligation(row []string, line int) (o clearing.Obligation, err error) {
	if len(row) != len(header) {
		return o, wrongCount(row)
	}
	if err := missing(row); err != nil {
		return o, err
	}
	id := row[columnID]
	if before, ok := r.ids[id]; ok {
		return o, fmt.Errorf("%w: %.32q is on line %d already", clearing.ErrDuplicate, id, before)
	}
	r.ids[id] = line
	return r.units.obligation(row)
}

// finish returns the sheet, or all that is wrong with it.
func (r *rowReader) finish() (*sheet, error) {
	if err := r.judge(); err != nil {
		return nil, err
	}
	r.sheet.warnings = append(r.doubts.lines(), r.units.idlePlaces(r.codes)...)
	return r.sheet, nil
}

// judge has package clearing look at the obligations. It names the first one that is wrong, and is asked again of
// those after it; as it looks at each by itself before anything else, that is one look at each in all.
func (r *rowReader) judge() error {
	rest := r.sheet.book
	for at := 0; ; {
		_, err := clearing.Digest(rest)
		var found *clearing.Error
		if !errors.As(err, &found) || found.Entry != "obligation" {
			return r.wrong.or(r.sheet.locate(err))
		}
		r.wrong.add(r.sheet.lines[at+found.Index], fmt.Errorf("%w: %.32q: %s", found.Reason, found.ID, found.What))
		at += found.Index + 1
		rest.Obligations = r.sheet.book.Obligations[at:]
	}
}

// locate turns an error about a part of the Book into words of the file: lines, parties and codes, not places.
func (s *sheet) locate(err error) error {
	var found *clearing.Error
	if !errors.As(err, &found) || found.Entry == "" {
		return err
	}
	text, what := fmt.Sprintf("%s %.32q", found.Entry, found.ID), ""
	if found.What != "" {
		what = ": " + found.What
	}
	switch found.Entry {
	case "obligation":
		return &lineError{s.lines[found.Index], fmt.Errorf("%w: %.32q%s", found.Reason, found.ID, what)}
	case "total", "proof":
		text = found.Entry + " in " + s.code(found.ID)
	}
	return fmt.Errorf("%w: %s%s", found.Reason, text, what)
}

// code returns the code of a unit, which is what the file says, by its definition.
func (s *sheet) code(definition string) string {
	for _, o := range s.book.Obligations {
		if u := o.Amount.Unit(); u.String() == definition {
			return u.Code()
		}
	}
	return definition
}
