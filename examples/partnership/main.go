// Partnership tells two stories of houses held in trust: five of them and who gets what of their rental, and one that
// is bought out of its rental by who lives in it, with no debt and no date.
//
//	go run ./examples/partnership                    the stories, with their figures
//	go run ./examples/partnership -svg shares.svg    and a picture of whose the house is, year by year
//
// A partnership is changed by actions alone; houses.go and house.go are the lists of them, and the place to try out
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
	f := flag.NewFlagSet("partnership", flag.ContinueOnError)
	f.SetOutput(complaints)
	svg := f.String("svg", "", "draw whose the house is to this `file`")
	if err := f.Parse(args); errors.Is(err, flag.ErrHelp) {
		return err
	} else if err != nil {
		return errUsage
	}
	if f.NArg() > 0 {
		fmt.Fprintln(complaints, "partnership: want flags only; see -h")
		return errUsage
	}
	if err := tellHouses(out); err != nil {
		return err
	}
	years, err := tellHouse(out)
	if err != nil {
		return err
	}
	if *svg != "" {
		return os.WriteFile(*svg, draw(years), 0o644)
	}
	return nil
}
