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
	none, pairs, three, largest, credit, stock := wayOf("no clearing"), wayOf("pairs only"), wayOf("rings up to three"), wayOf("largest set-off"), wayOf("with mutual credit"), wayOf("with energy Stock")
	return []finding{
		{"Debt", fmt.Sprintf("The largest set-off leaves %s of what stands without clearing, and %s of the money is needed. Pairs alone leave %s of the debt, rings of up to three %s: the rest of what comes back to somebody comes back by a longer way.",
			c.part(largest, none, "debt"), c.part(largest, none, "money"), c.part(pairs, none, "debt"), c.part(three, none, "debt"))},
		{"Money beyond set-off", "With credit: " + c.change(largest, credit, "money") + " With Stock too: " + c.change(credit, stock, "money") + fmt.Sprintf(" A month, %s are settled in Stock and %s on credit; of that credit %s are still owed at the end. For the guarantee members pay %s a month, which is money too.", c.figure(stock, "in Stock"), c.figure(stock, "on credit"), c.figure(stock, "renewed"), c.aMonth(stock, "insured"))},
		{"Failures", "Set-off: " + c.change(none, largest, "failures") + " Credit and a guarantee: " + c.change(largest, credit, "failures") + " Stock: " + c.change(credit, stock, "failures")},
		{"Lost by creditors in the town", "Set-off: " + c.change(none, largest, "lost") + " A guarantee: " + c.change(largest, credit, "lost")},
		{"What the guarantee costs", fmt.Sprintf("By itself it only shares losses out. Members pay %s for it, and %s is paid out to creditors. With what is lost all the same they bear this in all: %s Promises of %s a month are refused, and nothing is delivered for them.",
			c.figure(credit, "insured"), c.figure(credit, "paid out"), c.change(largest, credit, "all bear"), c.figure(credit, "refused"))},
		{"Who bears it", c.spreadOver(largest) + " " + c.spreadOver(credit) + " What one bears at most: " + c.change(largest, credit, "most borne") + " What half bear at most: " + c.change(largest, credit, "half bear")},
		{"Lost by creditors outside", "Set-off: " + c.change(none, largest, "lost outside") + " What the town owes itself can be set off; what it owes outside cannot."},
	}
}

func (c *comparison) measure(name string) int {
	return slices.IndexFunc(measures, func(m measure) bool { return m.name == name })
}

func (c *comparison) figure(way int, name string) string {
	k := c.measure(name)
	return c.text(measures[k], c.spreads[way][k].middle)
}

// aMonth is a figure that is of all months, by the month.
func (c *comparison) aMonth(way int, name string) string {
	k := c.measure(name)
	return c.text(measures[k], c.spreads[way][k].middle/int64(c.months))
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

// change says how a figure differs between two ways, and in how many towns: the same happens to each under both.
func (c *comparison) change(from, to int, name string) string {
	k := c.measure(name)
	less, more := 0, 0
	for town, before := range c.values[from][k] {
		switch after := c.values[to][k][town]; {
		case after < before:
			less++
		case after > before:
			more++
		}
	}
	return fmt.Sprintf("from %s (%s) to %s (%s), %s.", c.figure(from, name), ways[from].name, c.figure(to, name), ways[to].name, inTowns(less, more, c.towns))
}

// inTowns says in how many towns a figure is less, and in how many more.
func inTowns(less, more, towns int) string {
	switch {
	case less == towns:
		return "less in all of " + several(towns, "town")
	case more == towns:
		return "more in all of " + several(towns, "town")
	case less == 0 && more == 0:
		return "the same in all of " + several(towns, "town")
	case more == 0:
		return fmt.Sprintf("less in %d of %d towns", less, towns)
	case less == 0:
		return fmt.Sprintf("more in %d of %d towns", more, towns)
	}
	return fmt.Sprintf("less in %d of %d towns, and more in %d", less, towns, more)
}

// several is so many of something.
func several(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}

// spreadOver says which kind of member bears most and which least under a way.
func (c *comparison) spreadOver(way int) string {
	most, least := 0, 0
	for k, parts := range c.kinds[way] {
		if parts > c.kinds[way][most] {
			most = k
		}
		if parts < c.kinds[way][least] {
			least = k
		}
	}
	return fmt.Sprintf("Under %q %s bears most (%s), and %s least (%s).",
		ways[way].name, one(most), c.text(measure{}, c.kinds[way][most]), one(least), c.text(measure{}, c.kinds[way][least]))
}

// one is a member of a kind, in words.
func one(kind int) string {
	if kinds[kind].many == 1 {
		return "the " + kinds[kind].name
	}
	return "a " + kinds[kind].name
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
