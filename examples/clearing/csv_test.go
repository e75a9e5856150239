package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"testing"

	"example.org/mutual/clearing"
	"example.org/mutual/unit"
)

const csvHeader = "id,debtor,creditor,amount,unit,due\n"

func TestReadCSV(t *testing.T) {
	for name, in := range map[string]string{
		"plain":                 csvHeader + "1,a,b,1.5,EUR,2026-01-02\n",
		"no newline at the end": csvHeader + "1,a,b,1.5,EUR,2026-01-02",
		"CRLF":                  "id,debtor,creditor,amount,unit,due\r\n1,a,b,1.5,EUR,2026-01-02\r\n",
		"byte order mark":       "\ufeff" + csvHeader + "1,a,b,1.5,EUR,2026-01-02\n",
		"spaces":                "id, debtor ,creditor,amount,unit,due\n 1 , a , b , 1.5 , EUR , 2026-01-02 \n",
		"longest line":          csvHeader + "1,a,b,1.5,EUR,2026-01-02" + strings.Repeat(" ", lineBytesMax-25) + "\n",
		"quotes":                csvHeader + `"1","a","b","1.5","EUR","2026-01-02"` + "\n",
		"empty lines":           csvHeader + "\n\n1,a,b,1.50,EUR,2026-01-02\n\n",
		"a time":                csvHeader + "1,a,b,1.5,EUR,2026-01-02T01:00:00+01:00\n",
		"header in capitals":    strings.ToUpper(csvHeader) + "1,a,b,1.5,EUR,2026-01-02\n",
	} {
		s, err := readCSV(t.Context(), strings.NewReader(in), nil)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		o := s.book.Obligations
		if len(o) != 1 || o[0].ID != "1" || o[0].Debtor != "a" || o[0].Creditor != "b" || o[0].Amount.String() != "1.50 EUR" || o[0].Due.Format("2006-01-02 15:04") != "2026-01-02 00:00" {
			t.Errorf("%s: got %+v", name, o)
		}
	}
}

// TestBadCSV has one thing wrong at a time: which line, and which reason.
func TestBadCSV(t *testing.T) {
	const good = "1,a,b,1,EUR,\n"
	long := strings.Repeat("x", 200)
	for name, c := range map[string]struct {
		in     string
		line   int
		reason error
	}{
		"empty file":             {"", 1, errHeader},
		"no header":              {good, 1, errHeader},
		"header too short":       {"id,debtor,creditor,amount,unit\n", 1, errHeader},
		"header in other order":  {"id,creditor,debtor,amount,unit,due\n", 1, errHeader},
		"too few columns":        {csvHeader + good + "2,a,b,1,EUR\n", 3, csv.ErrFieldCount},
		"too many columns":       {csvHeader + "1,a,b,1,EUR,,\n", 2, csv.ErrFieldCount},
		"stray quote":            {csvHeader + "1,a\"\",b,1,EUR,\n", 2, csv.ErrBareQuote},
		"open quote":             {csvHeader + "1,\"a,b,1,EUR,\n", 2, errNewline},
		"quoted newline":         {csvHeader + "1,\"a\nb\",c,1,EUR,\n", 2, errNewline},
		"line too long":          {csvHeader + good + strings.Repeat("x", 10<<20), 3, errLong},
		"quoted line too long":   {csvHeader + "\"" + strings.Repeat("x", 10<<20), 2, errLong},
		"first line too long":    {strings.Repeat("x", 10<<20), 1, errLong},
		"bad UTF-8":              {csvHeader + "1,a\xff,b,1,EUR,\n", 2, clearing.ErrParty},
		"lone carriage return":   {csvHeader + "1,a\rb,c,1,EUR,\n", 2, clearing.ErrParty},
		"empty ID":               {csvHeader + ",a,b,1,EUR,\n", 2, clearing.ErrID},
		"over-long ID":           {csvHeader + long + ",a,b,1,EUR,\n", 2, clearing.ErrID},
		"empty debtor":           {csvHeader + "1,,b,1,EUR,\n", 2, clearing.ErrParty},
		"over-long creditor":     {csvHeader + "1,a," + long + ",1,EUR,\n", 2, clearing.ErrParty},
		"own creditor":           {csvHeader + "1,a,a,1,EUR,\n", 2, clearing.ErrSelf},
		"same ID":                {csvHeader + good + "2,a,b,1,EUR,\n\n1,c,d,1,EUR,\n", 5, clearing.ErrDuplicate},
		"zero":                   {csvHeader + "1,a,b,0.00,EUR,\n", 2, clearing.ErrAmount},
		"negative":               {csvHeader + "1,a,b,-1,EUR,\n", 2, clearing.ErrAmount},
		"no amount":              {csvHeader + "1,a,b,,EUR,\n", 2, unit.ErrSyntax},
		"too fine":               {csvHeader + "1,a,b,1.005,EUR,\n", 2, unit.ErrFiner},
		"too fine for energy":    {csvHeader + "1,a,b,0.0000001,kWh,\n", 2, unit.ErrFiner},
		"too large":              {csvHeader + "1,a,b,92233720368547758.08,EUR,\n", 2, unit.ErrRange},
		"hostile exponent":       {csvHeader + "1,a,b,1e1000000000,EUR,\n", 2, unit.ErrSyntax},
		"plus":                   {csvHeader + "1,a,b,+1,EUR,\n", 2, unit.ErrSyntax},
		"bare point":             {csvHeader + "1,a,b,.5,EUR,\n", 2, unit.ErrSyntax},
		"comma for a point":      {csvHeader + "1,a,b,\"1,50\",EUR,\n", 2, unit.ErrSyntax},
		"no unit":                {csvHeader + "1,a,b,1,,\n", 2, unit.ErrDefinition},
		"not a unit":             {csvHeader + "1,a,b,1,€,\n", 2, unit.ErrDefinition},
		"unit in the wrong case": {csvHeader + "1,a,b,1,KWH,\n", 2, unit.ErrReserved},
		"not a date":             {csvHeader + "1,a,b,1,EUR,tomorrow\n", 2, errDue},
		"no such day":            {csvHeader + "1,a,b,1,EUR,2026-02-30\n", 2, errDue},
		"the zero time":          {csvHeader + "1,a,b,1,EUR,0001-01-01\n", 2, errDue},
		"line one too long":      {csvHeader + "1,a,b,1,EUR," + strings.Repeat(" ", lineBytesMax-12) + "\n", 2, errLong},
	} {
		_, err := program(t, c.in, "-in", "-")
		var where *lineError
		if !errors.As(err, &where) || where.line != c.line || !errors.Is(err, c.reason) {
			t.Errorf("%s: got %.200v, want line %d, %v", name, err, c.line, c.reason)
		} else if len(err.Error()) > 400 {
			t.Errorf("%s: the message repeats the input: %d bytes", name, len(err.Error()))
		}
	}
}

// Whoever has a file with semicolons, as spreadsheets write them in much of Europe, is told so.
func TestSemicolons(t *testing.T) {
	_, err := program(t, strings.ReplaceAll(csvHeader+"1,a,b,1,EUR,\n", ",", ";"), "-in", "-")
	if !errors.Is(err, errHeader) || !strings.Contains(err.Error(), "not semicolons") || !strings.Contains(err.Error(), "id;debtor") {
		t.Errorf("got %v", err)
	}
}

func TestTotalTooLarge(t *testing.T) {
	in := csvHeader + "1,a,b,46116860184273879.04,EUR,\n"
	if _, err := program(t, in, "-in", "-"); err != nil {
		t.Errorf("2^62 parts: %v", err)
	}
	if _, err := program(t, in+"2,b,a,0.01,EUR,\n", "-in", "-"); !errors.Is(err, clearing.ErrTotal) {
		t.Errorf("one more: got %v, want %v", err, clearing.ErrTotal)
	}
}

// An endless reader never ends and counts what is taken from it.
type endless struct {
	text  string
	taken int
}

func (e *endless) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) {
		n += copy(p[n:], e.text)
	}
	e.taken += n
	return n, nil
}

// TestEndlessLine reads from what has no end: reading must stop by itself.
func TestEndlessLine(t *testing.T) {
	for _, text := range []string{"x", "\"", "\"\"", ","} {
		e := &endless{text: text}
		if _, err := readCSV(t.Context(), io.MultiReader(strings.NewReader(csvHeader), e), nil); err == nil || e.taken > 1<<20 {
			t.Errorf("%q: %v after %d bytes", text, err, e.taken)
		}
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// FuzzRun: any file is either refused with an error or cleared, and then its claims verify.
func FuzzRun(f *testing.F) {
	f.Add(string(sample))
	f.Add(csvHeader + "1,a,b,1.5,EUR,2026-01-02\n2,b,a,1,EUR,\n")
	f.Add("\ufeff" + csvHeader + "\"1\",\"a\"\"\",b,1e9,EUR,\r\n")
	f.Fuzz(func(t *testing.T, in string) {
		s, err := readCSV(t.Context(), strings.NewReader(in), nil)
		if err != nil {
			return
		}
		o, err := s.clear(t.Context())
		if err != nil {
			return
		}
		var written bytes.Buffer
		if err := writeJSON(&written, report(o)); err != nil {
			t.Fatal(err)
		}
		claims, err := readJSON(&written)
		if err != nil {
			t.Fatal(err)
		}
		if err := verify(s, claims); err != nil {
			t.Fatal(err)
		}
		draw(o)
		if err := writeTable(io.Discard, o); err != nil {
			t.Fatal(err)
		}
	})
}
