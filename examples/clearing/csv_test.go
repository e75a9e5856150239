package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
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
		"old Macs":              strings.ReplaceAll(csvHeader+"1,a,b,1.5,EUR,2026-01-02\n", "\n", "\r"),
		"empty rows":            csvHeader + ",,,,,\n , ,\n1,a,b,1.50,EUR,2026-01-02\n,\n",
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
		"stray quotes in two":    {csvHeader + "1,a\"b\"c,d,1,EUR,\n2,\"a\"x\",b,1,EUR,\n", 2, csv.ErrBareQuote},
		"stray after quotes":     {csvHeader + good + "2,\"a\"x\",b,1,EUR,\n", 3, csv.ErrQuote},
		"a space before a quote": {csvHeader + "1,\u2003\"a,b,1,EUR,\n\"", 2, errNewline},
		"a quote twice":          {csvHeader + "1,\"a\"\"\nb\",b,1,EUR,\n", 2, errNewline},
		"UTF-16":                 {"\xff\xfei\x00d\x00", 1, errText},
		"UTF-16, the other":      {"\xfe\xff\x00i\x00d", 1, errText},
		"UTF-16, not Latin":      {"\xff\xfe\x3d\x04\x3e\x04", 1, errText},
		"UTF-16 without a mark":  {"i\x00d\x00", 1, errText},
		"tabs":                   {strings.ReplaceAll(csvHeader, ",", "\t"), 1, errHeader},
		"bad UTF-8":              {csvHeader + "1,a\xff,b,1,EUR,\n", 2, clearing.ErrParty},
		"lone carriage return":   {csvHeader + "1,a\rb,c,1,EUR,\n", 2, clearing.ErrParty},
		"empty ID":               {csvHeader + ",a,b,1,EUR,\n", 2, errMissing},
		"over-long ID":           {csvHeader + long + ",a,b,1,EUR,\n", 2, clearing.ErrID},
		"empty debtor":           {csvHeader + "1,,b,1,EUR,\n", 2, errMissing},
		"over-long creditor":     {csvHeader + "1,a," + long + ",1,EUR,\n", 2, clearing.ErrParty},
		"own creditor":           {csvHeader + "1,a,a,1,EUR,\n", 2, clearing.ErrSelf},
		"same ID":                {csvHeader + good + "2,a,b,1,EUR,\n\n1,c,d,1,EUR,\n", 5, clearing.ErrDuplicate},
		"zero":                   {csvHeader + "1,a,b,0.00,EUR,\n", 2, clearing.ErrAmount},
		"negative":               {csvHeader + "1,a,b,-1,EUR,\n", 2, clearing.ErrAmount},
		"no amount":              {csvHeader + "1,a,b,,EUR,\n", 2, errMissing},
		"too fine":               {csvHeader + "1,a,b,1.005,EUR,\n", 2, unit.ErrFiner},
		"too fine for energy":    {csvHeader + "1,a,b,0.0000001,kWh,\n", 2, unit.ErrFiner},
		"too large":              {csvHeader + "1,a,b,92233720368547758.08,EUR,\n", 2, unit.ErrRange},
		"hostile exponent":       {csvHeader + "1,a,b,1e1000000000,EUR,\n", 2, unit.ErrSyntax},
		"plus":                   {csvHeader + "1,a,b,+1,EUR,\n", 2, unit.ErrSyntax},
		"bare point":             {csvHeader + "1,a,b,.5,EUR,\n", 2, unit.ErrSyntax},
		"comma for a point":      {csvHeader + "1,a,b,\"1,50\",EUR,\n", 2, unit.ErrSyntax},
		"no unit":                {csvHeader + "1,a,b,1,,\n", 2, errMissing},
		"not a unit":             {csvHeader + "1,a,b,1,€,\n", 2, unit.ErrDefinition},
		"unit in the wrong case": {csvHeader + "1,a,b,1,KWH,\n", 2, unit.ErrReserved},
		"not a date":             {csvHeader + "1,a,b,1,EUR,tomorrow\n", 2, errDue},
		"no such day":            {csvHeader + "1,a,b,1,EUR,2026-02-30\n", 2, errNoDay},
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

// TestHints: whoever makes a common mistake is told what to write instead.
func TestHints(t *testing.T) {
	for in, hint := range map[string]string{
		strings.ReplaceAll(csvHeader+"1,a,b,1,EUR,\n", ",", ";"):   `with commas and not semicolons; got "id;debtor`,
		strings.ReplaceAll(csvHeader+"1,a,b,1,EUR,\n", ",", "\t"):  `with commas and not tabs`,
		csvHeader + "1;a;b;1;EUR;\n":                               "found 1, want 6, with commas and not semicolons",
		csvHeader + "1,a,b,12,50,EUR,\n":                           `found 7, two of them of one amount; is "12,50" a decimal comma? use a point`,
		csvHeader + "1,a,b,12,50,EUR\n":                            `found 6, two of them of one amount; is "12,50" a decimal comma? use a point`,
		csvHeader + "1,Mill, Son,b,12,EUR,\n":                      "found 7, want 6; a cell that holds a comma needs quotes",
		csvHeader + "1,a,b,1,EUR\n":                                "found 5, want 6; an empty cell keeps its comma",
		csvHeader + "1,a\"b,c,1,EUR,\n":                            "a cell that holds a quote needs quotes around it",
		csvHeader + "1,a,b,\"12,50\",EUR,\n":                       `"12,50": use a point, not a comma, such as 12.50`,
		csvHeader + "1,a,b,\"1,250.50\",EUR,\n":                    `leave out what groups the digits, such as 1250.50`,
		csvHeader + "1,a,b,much,EUR,\n":                            `"much": want digits, with at most a point and digits after, such as 12.50`,
		csvHeader + "1,a,,1,,\n":                                   "line 2: missing: creditor, unit",
		csvHeader + "1,a,b,1,EUR,2026-02-30\n":                     `no such day or time: "2026-02-30"`,
		csvHeader + "1,a,b,1,EUR,2026-13-01\n":                     `no such day or time: "2026-13-01"`,
		csvHeader + "1,a,b,1,EUR,0001-01-01\n":                     "after 0001-01-01",
		csvHeader + "1,a,b,1,EUR,1.2.2026\n":                       "must be YYYY-MM-DD",
		csvHeader + "\n9,a,b,1,EUR,\n8,a,b,1,EUR,\n9,c,d,1,EUR,\n": `line 5: clearing: two entries with the same ID: "9" is on line 3 already`,
	} {
		if _, err := program(t, in, "-in", "-"); err == nil || !strings.Contains(err.Error(), hint) {
			t.Errorf("%q: got %v, want %s", in, err, hint)
		}
	}
}

// TestFindings: lines are told of in the order of the file, whoever found them wrong, and ten of them at most.
func TestFindings(t *testing.T) {
	in := csvHeader + "1,a,b,1,EUR,\n2,a,b,-3.00,EUR,\n3,a,b,1,EUR,soon\n4,a,a,1,EUR,\n5,a\"b,c,1,EUR,\n1,a,b,1,EUR,\n"
	_, err := program(t, in, "-in", "-")
	for i, want := range []string{"line 3: clearing: an amount", "line 4: the due date", "line 5: clearing: a party", "line 6: bare", "line 7: clearing: two"} {
		if lines := strings.Split(fmt.Sprint(err), "\n"); len(lines) != 5 || !strings.HasPrefix(lines[i], want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	for _, reason := range []error{clearing.ErrAmount, errDue, clearing.ErrSelf, csv.ErrBareQuote, clearing.ErrDuplicate} {
		if !errors.Is(err, reason) {
			t.Errorf("%v is not %v", err, reason)
		}
	}
	for _, row := range []string{"%d,a,b,x,EUR,\n", "%d,a,b,0,EUR,\n"} {
		in := csvHeader
		for i := range 5000 {
			in += fmt.Sprintf(row, i)
		}
		_, err := program(t, in, "-in", "-")
		lines := strings.Split(fmt.Sprint(err), "\n")
		if len(lines) != 11 || !strings.HasPrefix(lines[0], "line 2:") || !strings.HasPrefix(lines[9], "line 11:") || lines[10] != "and 4990 more" {
			t.Errorf("got %v", err)
		}
	}
}

// TestStop: where reading stops early, what was found before is told.
func TestStop(t *testing.T) {
	_, err := program(t, csvHeader+"1,a,a,1,EUR,\n2,\"a,b,1,EUR,\n3,a,a,1,EUR,\n", "-in", "-")
	if text := fmt.Sprint(err); !errors.Is(err, clearing.ErrSelf) || !errors.Is(err, errNewline) || strings.Count(text, "\n") != 1 || !strings.Contains(text, "nothing is read after it") {
		t.Errorf("got %v", err)
	}
}

// TestStopped: the guard stays where it has stopped, though the csv reader had a complaint of its own about the line.
func TestStopped(t *testing.T) {
	_, err := program(t, csvHeader+"1,é\"a,b,1,EUR,\n2,a,a,1,EUR,\n", "-in", "-")
	if !errors.Is(err, csv.ErrBareQuote) || !errors.Is(err, errNewline) || errors.Is(err, clearing.ErrSelf) {
		t.Errorf("got %v", err)
	}
}

// TestSpellings: names that differ in capitals or spaces are two, and a warning says so.
func TestSpellings(t *testing.T) {
	in := csvHeader + "1,Mill,Solar Co-op,1,EUR,\n2,Solar  Co-op,mill,1,eur,\n3,Mill,mill,1,EUR,\n"
	var out, complaints bytes.Buffer
	if err := run(t.Context(), []string{"-in", "-", "-places", "Eur=3", "-places", "FOO=0", "-places", "EUR=2"}, strings.NewReader(in), &out, &complaints); err != nil {
		t.Fatal(err)
	}
	const same = "; if they are one, spell them alike\n"
	want := `warning: line 3: "Solar  Co-op" counts as another party than "Solar Co-op" on line 2` + same +
		`warning: line 3: "mill" counts as another party than "Mill" on line 2` + same +
		`warning: line 3: "eur" counts as another unit than "EUR" on line 2` + same +
		`warning: -places "Eur": no obligation is in this unit; the file has "EUR"` + "\n" +
		`warning: -places "FOO": no obligation is in this unit` + "\n"
	if got := complaints.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if strings.Contains(out.String(), "warning") || !strings.Contains(out.String(), "eur: what") {
		t.Errorf("got %s", out.String())
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
