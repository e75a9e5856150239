package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"

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
	{"promised", "for what was delivered, a month, on the mean", mean(func(f figures) int64 { return f.Promised }), false},
	{"refused", "of what was ordered, as limits or deposits did not allow it, a month, on the mean", mean(func(f figures) int64 { return f.Refused }), false},
	{"set off", "a month, on the mean", mean(func(f figures) int64 { return f.SetOff }), false},
	{"in Stock", "settled of what clearing left, a month, on the mean", mean(func(f figures) int64 { return f.Stock }), false},
	{"on credit", "settled of what clearing left, a month, on the mean", mean(func(f figures) int64 { return f.Credit }), false},
	{"renewed", "what is owed on credit at the end, without a date", owedAnew, false},
	{"money", "that had to change hands in the town for promises and power, a month, on the mean", mean(func(f figures) int64 { return f.Money }), false},
	{"debt", "what the town's people owe each other at the end of a month, on the mean", mean(func(f figures) int64 { return f.Debt }), false},
	{"overdue", "at the end of a month, on the mean", mean(func(f figures) int64 { return f.Late }), false},
	{"failures", "of debtors, in all", sum(func(f figures) int64 { return int64(f.Failures) }), true},
	{"lost", "what creditors in the town have not been paid by those who failed, at the end", lacked, false},
	{"lost outside", "what creditors outside have not been paid by them, at the end", lackedOutside, false},
	{"insured", "paid for the guarantee, charges and calls, less what came back, in all", insuredFor, false},
	{"paid out", "to creditors by the society, of that and of what it had back", func(e *economy) int64 { return e.register.cover().out }, false},
	{"all bear", "in all, of what is lost in the town and what is paid for the guarantee", func(e *economy) int64 { return lacked(e) + insuredFor(e) }, false},
	{"half bear", "at most so much of that", bears(50), false},
	{"a tenth bear", "so much of that, or more", bears(90), false},
	{"most borne", "by one of them", bears(100), false},
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

// A spread is how a figure comes out over several towns.
type spread struct{ least, middle, most int64 }

func spreadOf(values []int64) spread {
	values = slices.Sorted(slices.Values(values))
	return spread{values[0], values[len(values)/2], values[len(values)-1]}
}

// A comparison is several towns, each under all ways of settling.
type comparison struct {
	unit    unit.Unit
	months  int
	towns   int
	tale    string      // of the first town, under the way that is told
	past    [][]figures // of the first town, by way and month
	values  [][][]int64 // by way, then measure, then town
	spreads [][]spread  // by way, then measure
	borne   [][]int64   // by way: what members bear, the least first, on the mean over the towns
	kinds   [][]int64   // by way, then kind: what one of them bears, on the mean
}

// compare lets the same happen to towns under all ways, and has the first town's life told under one of them. What
// happens comes from the seed alone.
func compare(ctx context.Context, u unit.Unit, s settings) (*comparison, error) {
	c := &comparison{unit: u, months: s.months, towns: s.towns}
	c.values, c.borne, c.kinds = make([][][]int64, len(ways)), make([][]int64, len(ways)), make([][]int64, len(ways))
	for n := range s.towns {
		chance := rand.New(rand.NewPCG(s.seed, uint64(n)))
		t := newTown(chance)
		happens := t.happens(chance, s.months)
		for i, w := range ways {
			tale := &bytes.Buffer{}
			e, err := live(ctx, t, u, w, happens, tale)
			if err != nil {
				return nil, fmt.Errorf("town %d: %w", n+1, err)
			}
			c.add(i, e)
			if n == 0 {
				c.past = append(c.past, e.past)
			}
			if n == 0 && i == s.told {
				c.tale = tale.String()
			}
		}
	}
	for i, byMeasure := range c.values {
		var all []spread
		for _, v := range byMeasure {
			all = append(all, spreadOf(v))
		}
		c.spreads = append(c.spreads, all)
		c.borne[i], c.kinds[i] = divided(c.borne[i], s.towns), divided(c.kinds[i], s.towns)
	}
	return c, nil
}

// add adds a town's figures under a way.
func (c *comparison) add(way int, e *economy) {
	if c.values[way] == nil {
		c.values[way] = make([][]int64, len(measures))
	}
	for k, m := range measures {
		c.values[way][k] = append(c.values[way][k], m.of(e))
	}
	c.borne[way], c.kinds[way] = added(c.borne[way], e.borne()), added(c.kinds[way], e.byKind())
}

// added adds values to sums, place by place.
func added(sums, values []int64) []int64 {
	if sums == nil {
		sums = make([]int64, len(values))
	}
	for i, v := range values {
		sums[i] += v
	}
	return sums
}

func divided(sums []int64, by int) []int64 {
	for i := range sums {
		sums[i] /= int64(by)
	}
	return sums
}

// text is a figure without cents.
func (c *comparison) text(m measure, value int64) string {
	if !m.count {
		value = (value + 50) / 100
	}
	digits := fmt.Sprint(value)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// between is from the least of a figure to the most, and nothing where they are the same.
func (c *comparison) between(way, k int, to string) string {
	s := c.spreads[way][k]
	if s.least == s.most {
		return ""
	}
	return c.text(measures[k], s.least) + to + c.text(measures[k], s.most)
}

// print writes the comparison: a row for each figure, and a column for each way, with the town in the middle and below
// it the least and the most.
func (c *comparison) print(w io.Writer) {
	heading := func(i int) string { return ways[i].name }
	row(w, "", heading)
	for k, m := range measures {
		row(w, m.name, func(i int) string { return c.text(m, c.spreads[i][k].middle) })
		row(w, "", func(i int) string { return c.between(i, k, " to ") })
	}
	fmt.Fprintln(w)
	for _, m := range measures {
		fmt.Fprintf(w, "%-*s%s\n", nameWidth, m.name, m.words)
	}
	fmt.Fprintln(w)
	row(w, "each bears", heading)
	for k, kind := range kinds {
		row(w, kind.name, func(i int) string { return c.text(measure{}, c.kinds[i][k]) })
	}
}

const (
	nameWidth   = 14
	columnWidth = 20
)

// row writes a line with a cell for each way, if anything stands in it.
func row(w io.Writer, name string, cell func(way int) string) {
	line := fmt.Sprintf("%-*s", nameWidth, name)
	for i := range ways {
		line += fmt.Sprintf("%*s", columnWidth, cell(i))
	}
	if line = strings.TrimRight(line, " "); line != "" {
		fmt.Fprintln(w, line)
	}
}
