// Embed shows how an application embeds the library: the actions of a ledger and of a society stored in SQLite, their
// state rebuilt by replay, retries that are safe, and no crash that loses or doubles anything.
//
//	go run .                                  a month of a small town, in a database that is thrown away
//	go run . -db town.db                      in one that stays; run it again, and every request is a retry
//	go run . -db town.db -crash stored:4      die at a point of the fourth action that comes there; then run it again
//
// It is a module of its own, so run it in its folder. To use it in your application copy store.go and load.go, which
// know nothing of towns; town.go shows how to say what is to be stored.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/guarantee"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// every is after how many actions the town takes a snapshot. A real one takes thousands.
const every = 3

func main() {
	err := run(context.Background(), os.Args[1:], os.Stdout, os.Stderr)
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out, complaints io.Writer) error {
	f := flag.NewFlagSet("embed", flag.ContinueOnError)
	f.SetOutput(complaints)
	file := f.String("db", "", "keep the town in this `file`")
	var c crash
	f.Var(&c, "crash", "die at `POINT:N`, when an action comes there for the Nth time")
	if err := f.Parse(args); err != nil {
		return err
	}
	if *file == "" {
		folder, err := os.MkdirTemp("", "town")
		if err != nil {
			return err
		}
		defer os.RemoveAll(folder)
		*file = filepath.Join(folder, "town.db")
	}
	if err := tell(ctx, *file, Options{Every: every, Pass: c.pass}, out); err != nil {
		return err
	}
	return reopen(ctx, *file, out)
}

// tell sends all requests of the story to the town and prints what they are answered.
func tell(ctx context.Context, file string, o Options, out io.Writer) (err error) {
	t, err := openTown(ctx, file, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, t.Close()) }()
	for _, r := range story {
		answer, err := r.send(ctx, t)
		if err != nil {
			fmt.Fprintf(out, "%s: refused\n    %v\n", r.words, err) // the sender may ask for something else
			continue
		}
		if err := answer.print(out, r.words); err != nil {
			return err
		}
	}
	return nil
}

// again is said of a request that was answered before.
const again = ": sent again, applied once"

// print says what a request was answered, and what moved, where it is not told a second time.
func (a Answer) print(out io.Writer, words string) error {
	if a.Again {
		fmt.Fprintf(out, "%s: entry %d (%s %s)%s\n", words, a.Seq, a.Type, a.Action, again)
		return nil
	}
	fmt.Fprintf(out, "%s: entry %d (%s %s)\n", words, a.Seq, a.Type, a.Action)
	for _, p := range a.Postings {
		moved, err := amount(p)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "    %-12s %s\n", p.Account, moved)
	}
	return nil
}

// amount is what a posting moved, for people: its class names the unit, and its quantity counts the smallest parts.
func amount(p journal.Posting) (string, error) {
	u, err := unit.ParseUnit(string(p.Class))
	if err != nil {
		return "", err
	}
	moved := unit.New(p.Quantity, u).String()
	if p.Quantity > 0 {
		moved = "+" + moved
	}
	return moved, nil
}

// reopen opens the town as a new process would, and prints what it finds.
func reopen(ctx context.Context, file string, out io.Writer) (err error) {
	t, err := openTown(ctx, file, Options{Every: every})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, t.Close()) }()
	fmt.Fprintf(out, "\nStarted again, from snapshots and what came after:\n")
	fmt.Fprintf(out, "    bank: snapshot %d, %d replayed\n", t.bank.loaded.Snapshot, t.bank.loaded.Replayed)
	fmt.Fprintf(out, "    club: snapshot %d, %d replayed\n", t.club.loaded.Snapshot, t.club.loaded.Replayed)
	return errors.Join(
		t.bank.Read(ctx, func(l *credit.Ledger) {
			fmt.Fprintf(out, "    Ann owes Bob %s\n", l.Owed("ann", "bob"))
		}),
		t.club.Read(ctx, func(s *guarantee.Society) {
			fmt.Fprintf(out, "    the club holds %s, %s of it for defaults\n", s.Purse(), s.DefaultBook())
		}),
	)
}

// A crash is where the program is to die. The zero crash is nowhere.
type crash struct {
	at   Point
	left int // how often it is still passed, this time included
}

func (c *crash) String() string { return "" }

func (c *crash) Set(text string) error {
	at, number, _ := strings.Cut(text, ":")
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || !slices.Contains(points[:], Point(at)) {
		return fmt.Errorf("want a point and how often it is passed, such as stored:4; the points are %q", points)
	}
	*c = crash{Point(at), n}
	return nil
}

// pass ends the process at the point, as a power cut would: nothing is flushed, closed or said any more.
func (c *crash) pass(p Point) {
	if p != c.at {
		return
	}
	if c.left--; c.left == 0 {
		self, err := os.FindProcess(os.Getpid())
		if err == nil {
			err = self.Kill()
		}
		if err == nil {
			time.Sleep(time.Minute) // it does not come back
		}
		panic(err)
	}
}
