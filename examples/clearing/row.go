package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/unit"
)

// What is wrong with a row. Package csv has reasons of its own (csv.ErrFieldCount, csv.ErrQuote,
// csv.ErrBareQuote), and so have packages unit and clearing.
var (
	errMissing = errors.New("missing")
	errDue     = errors.New("the due date must be YYYY-MM-DD, RFC 3339 or empty")
	errNoDay   = errors.New("there is no such day or time")
)

// wrongCount says how many columns a row has instead, and what that mostly comes from.
func wrongCount(row []string) error {
	hint := ", want 6" + notCommas(strings.Join(row, ","))
	switch {
	case decimalComma(row):
		hint = fmt.Sprintf(", two of them of one amount; is %.32q a decimal comma? use a point", row[columnAmount]+","+row[columnUnit])
	case len(row) > len(header):
		hint = ", want 6; a cell that holds a comma needs quotes around it, and an amount a point, such as 12.50"
	case len(row) > 1:
		hint = ", want 6; an empty cell keeps its comma"
	}
	return fmt.Errorf("%w: found %d%s", csv.ErrFieldCount, len(row), hint)
}

// decimalComma reports whether a comma in the amount has made two columns of it.
func decimalComma(row []string) bool {
	return len(row) > columnUnit && digits(strings.TrimPrefix(row[columnAmount], "-")) && digits(row[columnUnit])
}

func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// missing says which columns are empty that must not be: all but the due date.
func missing(row []string) error {
	var names []string
	for i, name := range header[:columnDue] {
		if row[i] == "" {
			names = append(names, name)
		}
	}
	if names == nil {
		return nil
	}
	return fmt.Errorf("%w: %s", errMissing, strings.Join(names, ", "))
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

// idlePlaces warns of places for a unit that the file does not have, and says which it has in other letters.
func (c unitCodes) idlePlaces(codes *spellings) []string {
	var warnings []string
	for _, code := range slices.Sorted(maps.Keys(c.places)) {
		if _, ok := c.known[code]; ok {
			continue
		}
		text := fmt.Sprintf("-places %.32q: no obligation is in this unit", code)
		if other, ok := codes.like(code); ok {
			text += fmt.Sprintf("; the file has %.32q", other)
		}
		warnings = append(warnings, text)
	}
	return warnings
}

func (c unitCodes) obligation(row []string) (o clearing.Obligation, err error) {
	u, err := c.find(row[columnUnit])
	if err != nil {
		return o, err
	}
	amount, err := c.amount(row[columnAmount], u)
	if err != nil {
		return o, err
	}
	due, err := parseDue(row[columnDue])
	if err != nil && decimalComma(row) {
		return o, wrongCount(row) // the unit stands where the due date should, and six columns are chance
	} else if err != nil {
		return o, err
	}
	return clearing.Obligation{ID: row[columnID], Debtor: row[columnDebtor], Creditor: row[columnCreditor], Amount: amount, Due: due}, nil
}

// amount says what to write in this file, where package unit says what it reads: no amount here has a minus.
func (c unitCodes) amount(text string, u unit.Unit) (unit.Amount, error) {
	amount, err := unit.Parse(text, u)
	_, energy := u.Joules()
	switch {
	case errors.Is(err, unit.ErrFiner) && !energy:
		err = fmt.Errorf("%w; -places %s=N allows more", err, u.Code())
	case errors.Is(err, unit.ErrSyntax) && strings.Contains(text, ",") && strings.Contains(text, "."):
		err = fmt.Errorf("%w: %.32q: leave out what groups the digits, such as 1250.50", unit.ErrSyntax, text)
	case errors.Is(err, unit.ErrSyntax) && strings.Contains(text, ","):
		err = fmt.Errorf("%w: %.32q: use a point, not a comma, such as 12.50", unit.ErrSyntax, text)
	case errors.Is(err, unit.ErrSyntax):
		err = fmt.Errorf("%w: %.32q: want digits, with at most a point and digits after, such as 12.50", unit.ErrSyntax, text)
	}
	return amount, err
}

func parseDue(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		t, err := time.Parse(layout, s)
		var wrong *time.ParseError
		switch {
		case err == nil && t.IsZero(): // which would mean no due date
			return t, fmt.Errorf("%w, and after 0001-01-01: got %.32q", errDue, s)
		case err == nil:
			return t.UTC(), nil
		case errors.As(err, &wrong) && strings.HasSuffix(wrong.Message, "out of range"):
			return t, fmt.Errorf("due date: %w: %.32q", errNoDay, s)
		}
	}
	return time.Time{}, fmt.Errorf("%w: got %.32q", errDue, s)
}
