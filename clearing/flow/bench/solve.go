package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"example.org/mutual/clearing/flow"
)

// solve prints a line that outcome reads: seconds of the processor and of the clock for Solve, seconds for
// Verify, the most MB of memory that Solve had beyond the problem, and the cost.
func solve(args []string) error {
	flags := flag.NewFlagSet("solve", flag.ExitOnError)
	engine := flags.Uint("engine", 0, "number of the engine, or 0 for the usual one")
	noProof := flags.Bool("noproof", false, "without the potentials")
	flags.Parse(args)
	p, err := load(flags.Arg(0))
	if err != nil {
		return err
	}
	start := atRest()
	clock, processor := time.Now(), processorTime()
	s, err := flow.Solve(context.Background(), p, flow.Options{Engine: flow.Engine(*engine), NoProof: *noProof})
	if err != nil {
		return err
	}
	wall, cpu, memory := time.Since(clock), processorTime()-processor, status("VmHWM")-start
	runtime.GC() // what is left of the solving is not Verify's to clear away
	verifying := processorTime()
	if err := flow.Verify(p, s); err != nil && !*noProof {
		return err
	}
	fmt.Printf("build=0 solve=%.4f wall=%.4f verify=%.4f memory=%d total=%d\n",
		cpu.Seconds(), wall.Seconds(), (processorTime() - verifying).Seconds(), memory>>10, -s.Cost)
	return nil
}

// atRest gives back what reading the problem took, begins to note the most memory anew, and returns the KB
// in use.
func atRest() int {
	debug.FreeOSMemory()
	os.WriteFile("/proc/self/clear_refs", []byte("5"), 0)
	return status("VmRSS")
}

// processorTime is that of all threads.
func processorTime() time.Duration {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// status returns one of the numbers of KB that Linux tells of a process.
func status(name string) (kb int) {
	file, err := os.Open("/proc/self/status")
	if err != nil {
		return 0
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if rest, ok := strings.CutPrefix(lines.Text(), name+":"); ok {
			fmt.Sscan(rest, &kb)
		}
	}
	return kb
}

// An outcome is what a run says of itself.
type outcome struct {
	seconds, wall, verify float64
	memory                int // MB beyond the problem
	total                 int64
}

// read reads the line that solve and lemon.cpp print.
func read(line string) (o outcome, err error) {
	var build float64
	if _, err := fmt.Sscanf(line, "build=%f solve=%f wall=%f verify=%f memory=%d total=%d",
		&build, &o.seconds, &o.wall, &o.verify, &o.memory, &o.total); err != nil {
		return o, errors.Join(err, errors.New(line))
	}
	o.seconds += build
	return o, nil
}
