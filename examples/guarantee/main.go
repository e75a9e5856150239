// Guarantee tells the story of a Guarantee Society: six firms of a market town stand behind each other's promises, one
// of them fails, and what that costs each.
//
//	go run ./examples/guarantee                      the story, with its figures
//	go run ./examples/guarantee -svg waterfall.svg   and a picture of who bore the loss
//
// A society is changed by actions alone; story.go is the list of them, and the place to try out others.
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
	f := flag.NewFlagSet("guarantee", flag.ContinueOnError)
	f.SetOutput(complaints)
	svg := f.String("svg", "", "draw who bore the loss to this `file`")
	if err := f.Parse(args); errors.Is(err, flag.ErrHelp) {
		return err
	} else if err != nil {
		return errUsage
	}
	if f.NArg() > 0 {
		fmt.Fprintln(complaints, "guarantee: want flags only; see -h")
		return errUsage
	}
	t, err := tell(out)
	if err != nil {
		return err
	}
	if *svg != "" {
		return os.WriteFile(*svg, t.draw(), 0o644)
	}
	return nil
}
