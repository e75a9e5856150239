package main

import (
	"fmt"
	"slices"
	"strings"
)

// A finding is what the figures show of something.
type finding struct{ about, words string }

// findings go by the figures, so that other towns or another model may say something else.
func (c *comparison) findings() []finding {
	none, pairs, three, largest, credit, stock := c.way("no clearing"), c.way("pairs only"), c.way("rings up to three"), c.way("largest set-off"), c.way("with mutual credit"), c.way("with energy Stock")
	return []finding{
		{"Debt", fmt.Sprintf("The largest set-off leaves %s of what stands without clearing, and %s of the money is needed. Pairs alone leave %s of the debt, rings of up to three %s: the rest of what comes back to somebody comes back by a longer way.",
			c.part(largest, none, "debt"), c.part(largest, none, "money"), c.part(pairs, none, "debt"), c.part(three, none, "debt"))},
		{"Money beyond clearing", c.change(largest, credit, "money") + " " + c.change(largest, stock, "money")},
		{"Failures", c.change(none, largest, "failures") + " " + c.change(largest, credit, "failures")},
		{"Lost by creditors in the town", c.change(none, largest, "lost")},
		{"What a guarantee does", fmt.Sprintf("What creditors lose: %s They pay for it: both sides of all promises are charged %s, of which the pool pays %s to creditors. What one of them loses at most: %s",
			c.change(largest, credit, "lost"), c.figure(credit, "charged"), c.figure(credit, "pool paid"), c.change(largest, credit, "most lost"))},
		{"Lost by creditors outside", c.change(none, largest, "lost outside") + " What the town owes itself can be set off; what it owes outside cannot."},
	}
}

func (c *comparison) way(name string) int {
	return slices.IndexFunc(ways, func(w way) bool { return w.name == name })
}

func (c *comparison) measure(name string) int {
	return slices.IndexFunc(measures, func(m measure) bool { return m.name == name })
}

func (c *comparison) figure(way int, name string) string {
	k := c.measure(name)
	return c.text(measures[k], c.spreads[way][k].middle)
}

// part is what a figure is of that under another way.
func (c *comparison) part(way, of int, name string) string {
	k := c.measure(name)
	part, whole := c.spreads[way][k].middle, c.spreads[of][k].middle
	if whole == 0 {
		return "nothing"
	}
	return fmt.Sprintf("%d %%", (200*part+whole)/(2*whole))
}

// change says how a figure differs between two ways, and whether towns differ among themselves as much.
func (c *comparison) change(from, to int, name string) string {
	k := c.measure(name)
	a, b := c.spreads[from][k], c.spreads[to][k]
	words := fmt.Sprintf("%s (%s) and %s (%s)", c.figure(from, name), ways[from].name, c.figure(to, name), ways[to].name)
	if b.most < a.least || a.most < b.least {
		return words + "; the ranges over towns do not meet."
	}
	return words + "; the ranges overlap: towns differ among themselves as much."
}

// wrap breaks words into lines.
func wrap(words string, width int) string {
	var b strings.Builder
	line := 0
	for i, word := range strings.Fields(words) {
		switch {
		case i > 0 && line+1+len(word) > width:
			b.WriteString("\n")
			line = 0
		case i > 0:
			b.WriteString(" ")
			line++
		}
		b.WriteString(word)
		line += len(word)
	}
	return b.String()
}
