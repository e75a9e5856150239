// Command bench measures package flow against the LEMON library, side by side on the same files.
//
//	bench write [-seed N] FAMILY ARCS FILE       writes a problem of package clearingtest as an .obl file
//	bench solve [-engine N] [-noproof] FILE      solves one, and prints what it took
//	bench compare [flags] FAMILY...              runs both in turn, and prints rows of a table
//
// Each solve is a process of its own, so that its memory can be told. See README.md.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"strconv"

	"example.org/mutual/clearing/clearingtest"
	"example.org/mutual/clearing/flow"
)

func main() {
	commands := map[string]func([]string) error{"write": write, "solve": solve, "compare": compare}
	err := errors.New("the first argument must be write, solve or compare")
	if len(os.Args) > 1 && commands[os.Args[1]] != nil {
		err = commands[os.Args[1]](os.Args[2:])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func write(args []string) error {
	flags := flag.NewFlagSet("write", flag.ExitOnError)
	seed := flags.Uint64("seed", 1, "of the draws")
	flags.Parse(args)
	if flags.NArg() != 3 {
		return errors.New("write takes a family, a number of arcs and a file")
	}
	arcs, err := size(flags.Arg(1))
	if err != nil {
		return err
	}
	p, err := problem(flags.Arg(0), arcs, *seed)
	if err != nil {
		return err
	}
	return save(flags.Arg(2), p)
}

// size reads 1000000 and 1e6 alike.
func size(text string) (int, error) {
	x, err := strconv.ParseFloat(text, 64)
	return int(x), err
}

// problem makes one of a family, whether its costs are equal or not.
func problem(family string, arcs int, seed uint64) (flow.Problem, error) {
	for _, f := range append(clearingtest.SetOffs(), clearingtest.General()...) {
		if f.Name == family {
			return f.Make(arcs, seed), nil
		}
	}
	return flow.Problem{}, fmt.Errorf("there is no family %q", family)
}

func save(name string, p flow.Problem) error {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	return errors.Join(clearingtest.WriteOBL(file, p), file.Close())
}

func load(name string) (flow.Problem, error) {
	file, err := os.Open(name)
	if err != nil {
		return flow.Problem{}, err
	}
	defer file.Close()
	return clearingtest.ReadOBL(file)
}
