// Economy lets a town trade on credit. It tells the town's first year by its protocols: promises under a Guarantee
// Society are cleared every month, a turbine is built on Stock sold ahead, which settles some of what clearing leaves,
// goods cross the border to a town that counts in another unit, and some fail. Then it lets the same happen to several
// towns for some years under six ways of settling, and prints how they compare: the debt, the money that was needed,
// who failed, and what that cost others.
//
//	go run ./examples/economy                       six towns over three years
//	go run ./examples/economy -report town.html     with pictures, for a browser
//	go run ./examples/economy -seed 7 -towns 20     others
//
// What happens to a town is drawn from the seed alone and is the same under all ways; no other figure is. It is a
// model, made to see what each part of the library does: its assumptions stand in town.go, settle.go and story.go as
// constants, to be changed.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"

	"example.org/mutual/unit"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // a second interrupt ends the program wherever it is
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
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

// What a run takes grows with both: this much takes some minutes.
const (
	townsMax  = 100
	monthsMax = 240
)

// settings are what the command line asks for.
type settings struct {
	seed          uint64
	towns, months int
	report        string
}

func parse(args []string, complaints io.Writer) (s settings, err error) {
	f := flag.NewFlagSet("economy", flag.ContinueOnError)
	f.SetOutput(complaints)
	f.Uint64Var(&s.seed, "seed", 1, "from which the towns and what happens to them are drawn")
	f.IntVar(&s.towns, "towns", 6, fmt.Sprintf("how many towns, 1 to %d", townsMax))
	f.IntVar(&s.months, "months", 36, fmt.Sprintf("for how long, 6 to %d", monthsMax))
	f.StringVar(&s.report, "report", "", "write a page with pictures to this `file`")
	switch err := f.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return s, err
	case err != nil:
		return s, errUsage
	case f.NArg() > 0 || s.towns < 1 || s.towns > townsMax || s.months < 6 || s.months > monthsMax:
		f.Usage()
		return s, errUsage
	}
	return s, nil
}

func run(ctx context.Context, args []string, out, complaints io.Writer) error {
	s, err := parse(args, complaints)
	if err != nil {
		return err
	}
	eur, err := unit.Currency("EUR", 2)
	if err != nil {
		return err
	}
	c, err := compare(ctx, eur, s.seed, s.towns, s.months)
	if err != nil {
		return err
	}
	story, err := tell(ctx, c.first[0].town, eur, c.happens[:min(12, len(c.happens))])
	if err != nil {
		return err
	}
	text := bytes.NewBufferString(story + "\n")
	fmt.Fprintf(text, "%d people and firms, %d towns, %d months; whole EUR. The town in the middle, and from the least to the most.\n\n", len(c.first[0].parties), c.towns, c.months)
	c.print(text)
	for _, f := range c.findings() {
		fmt.Fprintf(text, "\n%s\n", wrap(f.about+". "+f.words, 140))
	}
	if s.report != "" {
		if err := os.WriteFile(s.report, report(c, story), 0o644); err != nil {
			return err
		}
	}
	_, err = out.Write(text.Bytes())
	return err
}
