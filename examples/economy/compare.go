package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"

	"example.org/mutual/unit"
)

// A measure is something by which ways of settling are compared: one figure for a town's whole history.
type measure struct {
	name  string
	words string
	of    func(e *economy) int64
	count bool // of cases, not of parts
}

var measures = []measure{
	{"debt", "what the town's people owe each other at the end of a month, on the mean", mean(func(f figures) int64 { return f.Debt }), false},
	{"set off", "a month, on the mean", mean(func(f figures) int64 { return f.SetOff }), false},
	{"money", "that had to change hands in the town for its debts, a month, on the mean", mean(func(f figures) int64 { return f.Money }), false},
	{"overdue", "at the end of a month, on the mean", mean(func(f figures) int64 { return f.Late }), false},
	{"failures", "of debtors, in all", sum(func(f figures) int64 { return int64(f.Failures) }), true},
	{"lost", "by creditors in the town, in all", sum(func(f figures) int64 { return f.Loss }), false},
	{"most lost", "by one of them", mostLost, false},
	{"charged", "for the guarantee, both sides of all promises", sum(func(f figures) int64 { return f.Charged }), false},
	{"pool paid", "to creditors, in all, out of that", sum(func(f figures) int64 { return f.Pool }), false},
	{"lost outside", "by creditors outside the town, in all", sum(func(f figures) int64 { return f.Outside }), false},
}

func sum(of func(figures) int64) func(*economy) int64 {
	return func(e *economy) (total int64) {
		for _, f := range e.past {
			total += of(f)
		}
		return total
	}
}

func mean(of func(figures) int64) func(*economy) int64 {
	return func(e *economy) int64 { return sum(of)(e) / int64(len(e.past)) }
}

func mostLost(e *economy) (most int64) {
	for _, parts := range e.losses {
		most = max(most, parts)
	}
	return most
}

// A spread is how a figure comes out over several towns.
type spread struct{ least, middle, most int64 }

func spreadOf(values []int64) spread {
	slices.Sort(values)
	return spread{values[0], values[len(values)/2], values[len(values)-1]}
}

// A comparison is several towns, each under all ways of settling.
type comparison struct {
	unit    unit.Unit
	months  int
	towns   int
	first   []*economy // the first town, in the order of ways
	happens []month    // to it
	spreads [][]spread // by way, then measure
}

// compare lets the same happen to towns under all ways. What happens comes from the seed alone.
func compare(ctx context.Context, u unit.Unit, seed uint64, towns, months int) (*comparison, error) {
	c := &comparison{unit: u, months: months, towns: towns}
	values := make([][][]int64, len(ways)) // by way, measure, town
	for i := range values {
		values[i] = make([][]int64, len(measures))
	}
	for n := range towns {
		chance := rand.New(rand.NewPCG(seed, uint64(n)))
		t := newTown(chance)
		happens := t.happens(chance, months)
		if n == 0 {
			c.happens = happens
		}
		for i, w := range ways {
			e, err := live(ctx, t, u, w, happens)
			if err != nil {
				return nil, fmt.Errorf("town %d: %w", n+1, err)
			}
			for k, m := range measures {
				values[i][k] = append(values[i][k], m.of(e))
			}
			if n == 0 {
				c.first = append(c.first, e)
			}
		}
	}
	for _, byMeasure := range values {
		var s []spread
		for _, v := range byMeasure {
			s = append(s, spreadOf(v))
		}
		c.spreads = append(c.spreads, s)
	}
	return c, nil
}

// text is a figure without cents.
func (c *comparison) text(m measure, value int64) string {
	if !m.count {
		value = (value + 50) / 100
	}
	digits := fmt.Sprint(value)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// print writes the comparison: a row for each figure, and a column for each way, with the town in the middle and below
// it the least and the most.
func (c *comparison) print(w io.Writer) {
	fmt.Fprintf(w, "%-14s", "")
	for _, way := range ways {
		fmt.Fprintf(w, "%*s", columnWidth, way.name)
	}
	fmt.Fprintln(w)
	for k, m := range measures {
		fmt.Fprintf(w, "%-14s", m.name)
		for i := range ways {
			fmt.Fprintf(w, "%*s", columnWidth, c.text(m, c.spreads[i][k].middle))
		}
		fmt.Fprintf(w, "\n%-14s", "")
		for i := range ways {
			s := c.spreads[i][k]
			fmt.Fprintf(w, "%*s", columnWidth, c.text(m, s.least)+" to "+c.text(m, s.most))
		}
		fmt.Fprintln(w)
	}
	fmt.Fprintln(w)
	for _, m := range measures {
		fmt.Fprintf(w, "%-14s%s\n", m.name, m.words)
	}
}

const columnWidth = 21
