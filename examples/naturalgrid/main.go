// Naturalgrid tells of a village with a turbine and two roofs: a day of metered hours shared out, and a month of such
// days paid for with Stock that was sold ahead; a loan repaid in energy, a dividend, a levy on land, and the carbon
// fuel that it all takes.
//
//	go run ./examples/naturalgrid                the story, with its figures
//	go run ./examples/naturalgrid -svg day.svg   and a picture of the day
//
// A pool is changed by actions alone; pool.go is the list of them, and day.go has the meters: the places to try out
// others.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	err := run(os.Args[1:], os.Stdout, os.Stderr)
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

func run(args []string, out, complaints io.Writer) error {
	f := flag.NewFlagSet("naturalgrid", flag.ContinueOnError)
	f.SetOutput(complaints)
	svg := f.String("svg", "", "draw the day to this `file`")
	if err := f.Parse(args); errors.Is(err, flag.ErrHelp) {
		return err
	} else if err != nil {
		return errUsage
	}
	if f.NArg() > 0 {
		fmt.Fprintln(complaints, "naturalgrid: want flags only; see -h")
		return errUsage
	}
	d, err := meter()
	if err != nil {
		return err
	}
	d.print(out)
	if _, err := tell(out, d); err != nil {
		return err
	}
	if err := printFuel(out); err != nil {
		return err
	}
	if *svg != "" {
		return os.WriteFile(*svg, d.draw(), 0o644)
	}
	return nil
}
