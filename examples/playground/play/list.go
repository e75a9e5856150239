package play

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"example.org/mutual/clearing"
	"example.org/mutual/unit"
)

// Bounds on a list, for a page's sake: the library's own are far wider.
const (
	TextBytesMax = 4 << 20
	DebtsMax     = 100_000
)

// unitDefault is the unit of a debt that names none.
const unitDefault = "EUR"

var (
	errText   = errors.New("the list must be text in UTF-8")
	errLarge  = fmt.Errorf("the list is too long for this page: it takes up to %d debts in 4 MiB of text; the library itself takes 134217727", DebtsMax)
	errCells  = errors.New("want who owes, whom, how much and, if you like, the unit and the due date: Ann, Bob, 100")
	errColumn = errors.New("want a first line that names columns among id, debtor, creditor, amount, unit and due, each once")
	errDue    = errors.New("the due date must be YYYY-MM-DD, RFC 3339 or empty")
	errEmpty  = errors.New("the list is empty: write who owes whom how much, such as Ann, Bob, 100")
)

// A lineError says which line of a list is wrong.
type lineError struct {
	line   int // from 1
	reason error
}

func (e *lineError) Error() string { return fmt.Sprintf("line %d: %v", e.line, e.reason) }
func (e *lineError) Unwrap() error { return e.reason }

// The columns of a list without a line that names them, and all that there are.
var (
	bare = []string{"debtor", "creditor", "amount", "unit", "due"}
	all  = append([]string{"id"}, bare...)
)

// A list is debts as people write them: cells with commas, semicolons or tabs between them. Its first line may name the
// columns; otherwise they are debtor, creditor, amount, unit and due, of which the last two may be left out.
type list struct {
	comma   rune
	columns []string
	named   bool // the first line names them
	book    clearing.Book
	lines   []int // of each obligation
	units   map[string]unit.Unit
}

// readList reads a list. Any error is a lineError, or says what is wrong with the whole.
func readList(text string) (*list, error) {
	switch {
	case len(text) > TextBytesMax:
		return nil, errLarge
	case !utf8.ValidString(text):
		return nil, errText
	}
	text = strings.TrimPrefix(text, "\ufeff") // spreadsheets write a byte order mark
	l := &list{comma: separator(text), columns: bare, units: map[string]unit.Unit{}}
	rows := csv.NewReader(strings.NewReader(text))
	rows.Comma, rows.TrimLeadingSpace, rows.FieldsPerRecord = l.comma, true, -1
	for first := true; ; first = false {
		row, err := rows.Read()
		if err == io.EOF {
			return l, nil
		} else if err != nil {
			return nil, locateRow(err)
		}
		line, _ := rows.FieldPos(0)
		if err := l.row(row, line, first); err != nil {
			return nil, &lineError{line, err}
		}
		if len(l.lines) > DebtsMax {
			return nil, errLarge
		}
	}
}

// separator is what stands most often in the first line that is not empty: what is pasted from a spreadsheet has tabs.
func separator(text string) rune {
	line, _, _ := strings.Cut(strings.TrimLeft(text, "\r\n "), "\n")
	best := ','
	for _, r := range []rune{'\t', ';'} {
		if strings.Count(line, string(r)) > strings.Count(line, string(best)) {
			best = r
		}
	}
	return best
}

// locateRow takes the line out of the csv package's error.
func locateRow(err error) error {
	var broken *csv.ParseError
	if errors.As(err, &broken) {
		return &lineError{broken.Line, broken.Err}
	}
	return err
}

func (l *list) row(row []string, line int, first bool) error {
	for i := range row {
		row[i] = strings.TrimSpace(row[i])
	}
	if !slices.ContainsFunc(row, func(cell string) bool { return cell != "" }) {
		return nil // an empty row of a spreadsheet
	}
	if first && slices.ContainsFunc(row, func(cell string) bool { return strings.EqualFold(cell, "debtor") }) {
		return l.name(row)
	}
	if l.named && len(row) != len(l.columns) {
		return fmt.Errorf("want %d cells as in the first line, got %d", len(l.columns), len(row))
	}
	if !l.named && (len(row) < 3 || len(row) > len(bare)) {
		return errCells
	}
	o, err := l.obligation(row)
	if err != nil {
		return err
	}
	l.book.Obligations = append(l.book.Obligations, o)
	l.lines = append(l.lines, line)
	return nil
}

// name takes the first line for the names of the columns.
func (l *list) name(row []string) error {
	l.columns, l.named = nil, true
	for _, cell := range row {
		cell = strings.ToLower(cell)
		if !slices.Contains(all, cell) || slices.Contains(l.columns, cell) {
			return fmt.Errorf("%w; got %.32q", errColumn, cell)
		}
		l.columns = append(l.columns, cell)
	}
	for _, want := range []string{"debtor", "creditor", "amount"} {
		if !slices.Contains(l.columns, want) {
			return fmt.Errorf("%w; %s is missing", errColumn, want)
		}
	}
	return nil
}

func (l *list) obligation(row []string) (o clearing.Obligation, err error) {
	cells := map[string]string{"id": strconv.Itoa(len(l.lines) + 1), "unit": unitDefault}
	for i, cell := range row {
		if column := l.columns[i]; cell != "" || column == "id" {
			cells[column] = cell
		}
	}
	u, err := l.unit(cells["unit"])
	if err != nil {
		return o, err
	}
	amount, err := unit.Parse(cells["amount"], u)
	if err != nil {
		return o, err
	}
	due, err := parseDue(cells["due"])
	if err != nil {
		return o, err
	}
	return clearing.Obligation{ID: cells["id"], Debtor: cells["debtor"], Creditor: cells["creditor"], Amount: amount, Due: due}, nil
}

// unit finds a unit by its code: that of a unit of energy, or any other with two decimal places.
func (l *list) unit(code string) (unit.Unit, error) {
	if u, ok := l.units[code]; ok {
		return u, nil
	}
	u, err := unit.Lookup(code)
	if err != nil {
		if u, err = unit.Custom(code, 2); err != nil {
			return unit.Unit{}, err
		}
	}
	l.units[code] = u
	return u, nil
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

// check refuses a list whose debts no book can hold.
func (l *list) check() error {
	_, err := clearing.Digest(l.book) // which checks the book first
	return l.locate(err)
}

// locate turns the library's error about an obligation into one about its line.
func (l *list) locate(err error) error {
	var found *clearing.Error
	if errors.As(err, &found) && found.Entry == "obligation" && found.Index < len(l.lines) {
		reason := plain(found.Reason)
		if found.What != "" {
			reason += ": " + found.What
		}
		return &lineError{l.lines[found.Index], errors.New(reason)}
	}
	return err
}

// A debt is a line to be written.
type debt struct {
	Debtor   string `json:"debtor"`
	Creditor string `json:"creditor"`
	Amount   string `json:"amount"`
	Unit     string `json:"unit"`
}

// add writes a debt below a list, in the list's own form, and returns the text. A list that is wrong, or would be, is
// refused.
func add(text string, d debt) (string, error) {
	l, err := readList(text)
	if err != nil {
		return "", err
	}
	cells := map[string]string{"debtor": d.Debtor, "creditor": d.Creditor, "amount": d.Amount, "unit": d.Unit, "id": l.free()}
	columns := l.columns
	if !l.named {
		columns = bare[:4]
	}
	row := make([]string, len(columns))
	for i, c := range columns {
		row[i] = cells[c]
	}
	var out strings.Builder
	if out.WriteString(text); text != "" && !strings.HasSuffix(text, "\n") {
		out.WriteByte('\n')
	}
	w := csv.NewWriter(&out)
	w.Comma = l.comma
	if err := w.Write(row); err != nil {
		return "", err
	}
	w.Flush()
	if l, err = readList(out.String()); err != nil {
		return "", err
	}
	return out.String(), l.check()
}

// free returns an ID that no debt has.
func (l *list) free() string {
	taken := make(map[string]bool, len(l.lines))
	for _, o := range l.book.Obligations {
		taken[o.ID] = true
	}
	for n := len(l.lines) + 1; ; n++ {
		if id := strconv.Itoa(n); !taken[id] {
			return id
		}
	}
}
