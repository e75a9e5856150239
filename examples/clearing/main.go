// Clearing reads who owes whom and prints the largest set-off, with the proof that it is the largest.
//
//	go run ./examples/clearing                                      the embedded sample
//	go run ./examples/clearing -in debts.csv -svg debts.svg         your own, drawn before and after
//	go run ./examples/clearing -in debts.csv -json > cleared.json   for a program
//	go run ./examples/clearing -in debts.csv -verify cleared.json   check it, trusting nobody
//
// The input is CSV with the header id,debtor,creditor,amount,unit,due. The unit is a code: that of a
// unit of energy, such as kWh, or any other, whose amounts have two decimal places unless -places says
// otherwise. The due date is YYYY-MM-DD, RFC 3339 or empty. A line that is blank, or holds nothing but
// commas, is skipped. What is wrong is told for up to ten lines at once, in their order; names that
// differ in capitals or spaces only count as two and are warned of.
package main

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"strings"

	"example.org/mutual/clearing"
	"example.org/mutual/unit"
)

// sample is a quarter of a trade circle: a dozen firms of a market town, what they owe each other for
// flour, beer, timber and carting, and what they promised each other in energy.
//
//go:embed sample.csv
var sample []byte

// settings are what the command line asks for.
type settings struct {
	in, verify, svg string
	json            bool
	places          places
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // a second interrupt ends the program wherever it is
	err := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	switch {
	case err == nil || errors.Is(err, flag.ErrHelp):
	case errors.Is(err, errUsage):
		os.Exit(2)
	default:
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// errUsage is a command line that flag has already complained of.
var errUsage = errors.New("wrong command line")

func run(ctx context.Context, args []string, in io.Reader, out, complaints io.Writer) error {
	s, err := parse(args, complaints)
	if err != nil {
		return err
	}
	sheet, err := s.read(ctx, in)
	if err != nil {
		return err
	}
	for _, warning := range sheet.warnings {
		fmt.Fprintf(complaints, "warning: %s\n", warning)
	}
	if s.verify != "" {
		return s.check(sheet, out)
	}
	o, err := sheet.clear(ctx)
	if err != nil {
		return err
	}
	if s.svg != "" {
		if err := os.WriteFile(s.svg, draw(o), 0o644); err != nil {
			return err
		}
	}
	if s.json && o.unlisted {
		return errSteps
	}
	if s.json {
		return writeJSON(out, report(o))
	}
	return writeTable(out, o)
}

func parse(args []string, complaints io.Writer) (*settings, error) {
	s := &settings{places: places{}}
	f := flag.NewFlagSet("clearing", flag.ContinueOnError)
	f.SetOutput(complaints)
	f.StringVar(&s.in, "in", "", "read obligations from this CSV `file` (- for standard input) instead of the embedded sample; rows with nothing in them are skipped")
	f.BoolVar(&s.json, "json", false, "print JSON for a program instead of a table for people")
	f.StringVar(&s.verify, "verify", "", "check this JSON `file`, made by -json, against the obligations, without solving")
	f.StringVar(&s.svg, "svg", "", "draw before and after to this `file`")
	f.Var(s.places, "places", "decimal places of a unit, as `CODE=N`; may be repeated (default 2 each)")
	if err := f.Parse(args); errors.Is(err, flag.ErrHelp) {
		return nil, err
	} else if err != nil {
		return nil, errUsage
	}
	if f.NArg() > 0 || s.verify != "" && (s.json || s.svg != "") {
		fmt.Fprintln(complaints, "clearing: want flags only, and -verify without -json and -svg; see -h")
		return nil, errUsage
	}
	return s, nil
}

// read reads the obligations from where the settings say.
func (s *settings) read(ctx context.Context, in io.Reader) (*sheet, error) {
	switch s.in {
	case "":
		in = bytes.NewReader(sample)
	case "-":
	default:
		file, err := os.Open(s.in)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		in = file
	}
	return readCSV(ctx, in, s.places)
}

// check verifies the claims of a JSON file.
func (s *settings) check(sheet *sheet, out io.Writer) error {
	file, err := os.Open(s.verify)
	if err != nil {
		return err
	}
	defer file.Close()
	claims, err := readJSON(file)
	if err != nil {
		return fmt.Errorf("%s: %w", s.verify, err)
	}
	if err := verify(sheet, claims); errors.Is(err, clearing.ErrDigest) || errors.Is(err, errUnits) {
		return fmt.Errorf("%s does not hold: %w; it was checked against %s, and wants the -in and -places that -json had", s.verify, err, s.source())
	} else if err != nil {
		return fmt.Errorf("%s does not hold: %w", s.verify, err)
	}
	if len(claims) == 0 {
		fmt.Fprintln(out, "Nothing is owed, and nothing is claimed.")
	}
	for _, c := range claims {
		fmt.Fprintf(out, "%s: %s of %s set off, %s stays. The proof holds: no larger set-off exists.\n", c.Unit, c.Cleared, c.Gross, c.Remaining)
	}
	return nil
}

// source says where the obligations are from.
func (s *settings) source() string {
	switch s.in {
	case "":
		return "the embedded sample"
	case "-":
		return "standard input"
	}
	return s.in
}

// places are the decimal places of units, as the flag -places collects them.
type places map[string]int

func (p places) String() string { return "" }

func (p places) Set(text string) error {
	code, number, found := strings.Cut(text, "=")
	n, err := strconv.Atoi(number)
	if !found || err != nil {
		return errors.New("want CODE=N, such as JPY=0")
	}
	if _, err := unit.Custom(code, n); err != nil { // a unit of energy has its own places
		return err
	}
	p[code] = n
	return nil
}
