// Economy lets a town trade on credit for some years, under six ways of settling what its people owe each other, and
// prints the years under one of them as a story, and then how the six compare: the debt, the money that was needed, who
// failed, and what that cost whom. Whatever happens to the town is the same under all of them, and each adds something
// to the one before it: so the last, with energy Stock, has clearing, the society and its mutual credit too.
//
//	go run ./examples/economy                           five towns over three years
//	go run ./examples/economy -report town.html         with pictures, for a browser
//	go run ./examples/economy -way "largest set-off"    another way is told
//	go run ./examples/economy -seed 7 -towns 20         other towns
//
// # What is the library's
//
// Story and comparison are runs of one model, and what it does is done by the library's machines. Promises stand in a
// [credit.Ledger], or, from mutual credit on, in that of a [guarantee.Society], which guarantees them for a charge,
// shares losses out, calls for more and pays out. What can be set off package clearing finds and proves, and what is
// due and left it finds chains for, along which Stock or new promises take the place of old ones. Who pays how much of
// what is due in money is the greatest clearing vector of package clearing/insolvency. In all ways a
// [partnership.Partnership] builds a turbine with Stock that is sold ahead, takes it for power, and pays dividends;
// and goods cross the border by a Society of two towns' desks, which counts in energy. All of them prove their states
// in the tests at each year's end, and every figure is held against their books.
//
// # What is model
//
// Who buys from whom, how much and when, the bad times and the bills from outside are drawn from the seed (town.go).
// What people do is a rule: all have agreed to set-off; they pay as soon as something is due and they have money; who is
// three months late with a quarter of a month's turnover fails, all that it owes is in default, and its business goes
// on under somebody else who brings some money (fail.go). Nobody sells less to who pays late, nor learns. The society
// refuses what goes beyond three months' turnover or what the deposit does not pay the charge of, and then nothing is
// delivered; a ledger refuses nothing. The constants in way.go, town.go, guild.go, wind.go and border.go are there to be
// changed.
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

// What a run takes grows with both, and with the square of the months: this much takes hours, and can be interrupted.
const (
	townsMax  = 100
	monthsMax = 240
)

// settings are what the command line asks for.
type settings struct {
	seed          uint64
	towns, months int
	told          int // the way that is told, by its place
	report        string
}

func parse(args []string, complaints io.Writer) (s settings, err error) {
	f := flag.NewFlagSet("economy", flag.ContinueOnError)
	f.SetOutput(complaints)
	f.Uint64Var(&s.seed, "seed", 1, "from which the towns and what happens to them are drawn")
	f.IntVar(&s.towns, "towns", 5, fmt.Sprintf("how many towns, 1 to %d", townsMax))
	f.IntVar(&s.months, "months", 36, fmt.Sprintf("for how long, 6 to %d", monthsMax))
	told := f.String("way", ways[len(ways)-1].name, "tell the first town's years under this `way`: "+wayNames())
	f.StringVar(&s.report, "report", "", "write a page with pictures to this `file`")
	err = f.Parse(args)
	s.told = wayOf(*told)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return s, err
	case err != nil:
		return s, errUsage
	case f.NArg() > 0 || s.told < 0 || s.towns < 1 || s.towns > townsMax || s.months < 6 || s.months > monthsMax:
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
	c, err := compare(ctx, eur, s)
	if err != nil {
		return err
	}
	text := bytes.NewBufferString(c.tale + "\n")
	fmt.Fprintf(text, "%d people and firms, %s, %d months; whole EUR. The town in the middle, and from the least to the most.\n\n",
		len(c.borne[0]), several(c.towns, "town"), c.months)
	c.print(text)
	for _, f := range c.findings() {
		fmt.Fprintf(text, "\n%s\n", wrap(f.about+". "+f.words, 140))
	}
	if s.report != "" {
		if err := os.WriteFile(s.report, report(c, ways[s.told]), 0o644); err != nil {
			return err
		}
	}
	_, err = out.Write(text.Bytes())
	return err
}
