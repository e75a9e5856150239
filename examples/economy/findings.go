package main

import (
	"fmt"
	"slices"
	"strings"
)

// findings say what the figures show. Their words go by the figures, so that other towns or another model may say
// something else.
func (c *comparison) findings() []string {
	none, pairs, three, largest, credit, stock := c.way("no clearing"), c.way("pairs only"), c.way("rings up to three"), c.way("largest set-off"), c.way("with mutual credit"), c.way("with energy Stock")
	return []string{
		fmt.Sprintf("Debt. The largest set-off leaves %s of what stands without clearing, and %s of the money is needed. Pairs alone leave %s of the debt, rings of up to three %s: the rest of what comes back to somebody comes back by a longer way.",
			c.part(largest, none, "debt"), c.part(largest, none, "money"), c.part(pairs, none, "debt"), c.part(three, none, "debt")),
		fmt.Sprintf("Failures. %s %s", c.change(none, largest, "failures"), c.change(largest, credit, "failures")),
		fmt.Sprintf("Losses in the town. %s With a guarantee both sides of each promise are charged, %s in all; the pool then pays %s to creditors. %s",
			c.change(none, largest, "lost"), c.figure(credit, "charged"), c.figure(credit, "pool paid"), c.change(largest, credit, "lost")),
		fmt.Sprintf("Losses outside. %s What the town owes itself can be set off; what it owes outside cannot.", c.change(none, largest, "lost outside")),
		fmt.Sprintf("Money beyond clearing. %s %s", c.change(largest, credit, "money"), c.change(largest, stock, "money")),
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
	words := fmt.Sprintf("%q goes from %s (%s) to %s (%s)", name, c.figure(from, name), ways[from].name, c.figure(to, name), ways[to].name)
	if b.most < a.least || a.most < b.least {
		return words + ", and the ranges do not meet."
	}
	return words + "; the ranges overlap, as towns differ among themselves as much."
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
