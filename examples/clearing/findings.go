package main

import (
	"fmt"
	"slices"
	"strings"
)

// A lineError says which line is wrong.
type lineError struct {
	line   int // from 1
	reason error
}

func (e *lineError) Error() string { return fmt.Sprintf("line %d: %v", e.line, e.reason) }
func (e *lineError) Unwrap() error { return e.reason }

// findingsMax is how many lines are told of at once.
const findingsMax = 10

// findings are what is to be said of a file: of the first lines in its order, and of how many more.
type findings struct {
	first []error // each a lineError
	more  int
}

// add may find lines in any order.
func (f *findings) add(line int, reason error) {
	at, _ := slices.BinarySearchFunc(f.first, line+1, func(e error, line int) int { return e.(*lineError).line - line })
	f.first = slices.Insert(f.first, at, error(&lineError{line, reason}))
	if len(f.first) > findingsMax {
		f.first = f.first[:findingsMax]
		f.more++
	}
}

// or returns the findings, or err where there are none.
func (f *findings) or(err error) error {
	if len(f.first) == 0 {
		return err
	}
	return f
}

func (f *findings) lines() []string {
	var lines []string
	for _, e := range f.first {
		lines = append(lines, e.Error())
	}
	if f.more > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", f.more))
	}
	return lines
}

func (f *findings) Error() string   { return strings.Join(f.lines(), "\n") }
func (f *findings) Unwrap() []error { return f.first }
