package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// A contender is a way to solve a file, in a process of its own.
type contender struct {
	name    string
	command []string
}

// A contest is runs of several contenders on the same files, in turn, so that what else the machine does
// meets them alike.
type contest struct {
	contenders []contender
	runs       int
	patience   time.Duration
}

// compare prints, for each family and size, the medians of all contenders.
func compare(args []string) error {
	flags := flag.NewFlagSet("compare", flag.ExitOnError)
	sizes := flags.String("arcs", "1e5", "numbers of arcs, between commas")
	runs := flags.Int("runs", 5, "of each")
	lemon := flags.String("lemon", "./lemon-bench", "the program made of lemon.cpp, or nothing")
	algorithms := flags.String("algorithms", "cos", "of LEMON: cos, ns, between commas")
	patience := flags.Duration("patience", 10*time.Minute, "after which a run is ended")
	folder := flags.String("folder", os.TempDir(), "for the files, which are removed afterwards")
	flags.Parse(args)
	self, err := os.Executable()
	if err != nil {
		return err
	}
	c := contest{runs: *runs, patience: *patience}
	if *lemon != "" {
		for _, a := range strings.Split(*algorithms, ",") {
			c.contenders = append(c.contenders, contender{"LEMON " + a, []string{*lemon, a}})
		}
	}
	c.contenders = append(c.contenders,
		contender{"ours", []string{self, "solve"}},
		contender{"without proof", []string{self, "solve", "-noproof"}})
	fmt.Println(c.heading())
	for _, text := range strings.Split(*sizes, ",") {
		arcs, err := size(text)
		if err != nil {
			return err
		}
		for _, family := range flags.Args() {
			if err := c.meet(family, arcs, *folder); err != nil {
				return err
			}
		}
	}
	return nil
}

// meet writes a problem and prints what it takes the contenders.
func (c *contest) meet(family string, arcs int, folder string) error {
	p, err := problem(family, arcs, 1)
	if err != nil {
		return err
	}
	name := filepath.Join(folder, fmt.Sprintf("bench-%d.obl", os.Getpid()))
	defer os.Remove(name)
	if err := save(name, p); err != nil {
		return err
	}
	nodes, arcs := p.Nodes, len(p.Arcs)
	p.Arcs = nil
	outcomes := make([][]outcome, len(c.contenders))
	for range c.runs {
		for i, contender := range c.contenders {
			o, err := contender.run(name, c.patience)
			if err != nil {
				fmt.Fprintf(os.Stderr, "bench: %s, %s: %v\n", family, contender.name, err)
				continue
			}
			outcomes[i] = append(outcomes[i], o)
		}
	}
	fmt.Printf("| %s | %d | %d |%s\n", family, nodes, arcs, c.row(outcomes))
	return agree(family, outcomes)
}

// run solves a file on one processor. Where Solve is to have more, set GOMAXPROCS.
func (c contender) run(file string, patience time.Duration) (outcome, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, c.command[0], append(c.command[1:len(c.command):len(c.command)], file)...)
	cmd.Stderr = os.Stderr
	cmd.Env = append([]string{"GOMAXPROCS=1"}, os.Environ()...)
	line, err := cmd.Output()
	if err != nil {
		return outcome{}, err
	}
	return read(string(line))
}

// agree makes sure that all have found the same total.
func agree(family string, outcomes [][]outcome) error {
	all := slices.Concat(outcomes...)
	for _, o := range all {
		if o.total != all[0].total {
			return fmt.Errorf("%s: totals %d and %d", family, all[0].total, o.total)
		}
	}
	return nil
}

func (c *contest) heading() string {
	line, rule := "| family | nodes | arcs |", "|---|---:|---:|"
	for _, contender := range c.contenders {
		line += fmt.Sprintf(" %s, s | MB | ratio |", contender.name)
		rule += "---:|---:|---:|"
	}
	return line + " Verify, s |\n" + rule + "---:|"
}

// row gives for each contender seconds and memory, and how many times as long the first one took.
func (c *contest) row(outcomes [][]outcome) (cells string) {
	seconds := func(o outcome) float64 { return o.seconds }
	first, verify := median(outcomes[0], seconds), 0.0
	for _, of := range outcomes {
		if len(of) == 0 {
			cells += " - | - | - |"
			continue
		}
		took := median(of, seconds)
		ratio := "-"
		if first > 0 {
			ratio = fmt.Sprintf("%.2f", first/took)
		}
		cells += fmt.Sprintf(" %.3f | %d | %s |", took, median(of, func(o outcome) int { return o.memory }), ratio)
		verify = cmp.Or(verify, median(of, func(o outcome) float64 { return o.verify }))
	}
	return cells + fmt.Sprintf(" %.4f |", verify)
}

// median returns the one in the middle, or zero of none.
func median[T cmp.Ordered](of []outcome, get func(outcome) T) (middle T) {
	values := make([]T, len(of))
	for i, o := range of {
		values[i] = get(o)
	}
	slices.Sort(values)
	if len(values) > 0 {
		middle = values[len(values)/2]
	}
	return middle
}
