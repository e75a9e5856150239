package main

import (
	"fmt"
	"strings"

	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

func (t *tale) heading(title, text string, args ...any) {
	fmt.Fprintf(t.out, "\n%s\n%s\n\n", title, fmt.Sprintf(text, args...))
}

// percent shows millionths.
func percent(m unit.Millionths) string { return fmt.Sprintf("%d.%02d %%", m/10_000, m/100%100) }

// dash keeps what is nothing from looking like something.
func dash(parts int64) string {
	if parts == 0 {
		return "-"
	}
	return unit.New(parts, eur).Number()
}

// moved is what an entry moves into an account.
func moved(e journal.Entry, account string) int64 {
	var parts int64
	for _, p := range e.Postings {
		if p.Account == account {
			parts += p.Quantity
		}
	}
	return parts
}

func (t *tale) printFounding() {
	fmt.Fprintf(t.out, "A Guarantee Society of %d firms\n", len(firms))
	fmt.Fprintf(t.out, "The Trust holds %v for them. To the Joinery the society says:\n\n", t.society.Purse())
	s, _ := t.society.Statement("Joinery")
	for _, line := range s.Words {
		fmt.Fprintf(t.out, "  %s\n", strings.Replace(line, ", because", ",\n    because", 1))
	}
}

// printLoss shows the waterfall: who bears what, in which order.
func (t *tale) printLoss() {
	c := t.loss().Case
	t.heading("The Joinery does not pay", "What the Smithy owes it is set off. Of the loss of %v the layers bear what they hold, in turn:", c.Steps[0].Reached)
	fmt.Fprintf(t.out, "  %-14s %8s %8s  %s\n", "layer", "reached", "borne", "by")
	for k, step := range c.Steps {
		fmt.Fprintf(t.out, "  %-14s %8s %8s  %s\n", c.Layers[k].Name, step.Reached.Number(), step.Borne.Number(), t.bearers(c.Layers[k].Name))
	}
}

// bearers lists who bears a layer. Nobody stands behind the haircut but the creditors themselves.
func (t *tale) bearers(layer string) string {
	by := []string{}
	for _, d := range t.draws(layer) {
		by = append(by, d.From+" "+d.Drawn.Number())
	}
	if len(by) == 0 {
		return "the creditors, who wait"
	}
	return strings.Join(by, ", ")
}

func (t *tale) printClaims(when string) {
	fmt.Fprintf(t.out, "  %-18s", when)
	for _, c := range t.loss().Case.Claims {
		fmt.Fprintf(t.out, "  for the %s %7s of %7s", c.Creditor, c.Paid.Number(), c.Amount.Number())
	}
	fmt.Fprintln(t.out)
}

// printRecovery shows what came back to whom: to the creditors first, then to the layers from the last up.
func (t *tale) printRecovery() {
	t.printClaims("with the tools")
	for _, layer := range []string{"calls", "provisions"} {
		var back []string
		for _, d := range t.draws(layer) {
			back = append(back, d.From+" "+dash(d.Drawn.Parts()-d.Borne.Parts()))
		}
		fmt.Fprintf(t.out, "  %-18s  %s\n", "back to "+layer, strings.Join(back, ", "))
	}
}

func (t *tale) printCosts() {
	t.heading("What it cost", "The year is closed: the office is paid, the reserve filled up to %v again, and the rest returned.\nBorne is what pledges and calls took and did not give back.", t.society.Fund("reserve"))
	fmt.Fprintf(t.out, "  %-8s %9s %8s %8s %9s %8s %7s  %s\n", "", "traded", "charges", "borne", "returned", "in all", "", "the Joinery owed it")
	for _, firm := range firms {
		if c := t.costs[firm]; firm != "Joinery" {
			part := unit.Millionths(c.all * int64(unit.Whole) / c.traded)
			fmt.Fprintf(t.out, "  %-8s %9s %8s %8s %9s %8s %7s  %19s\n", firm, dash(c.traded), dash(c.charges), dash(c.borne), dash(c.returned), dash(c.all), percent(part), dash(c.owed))
		}
	}
	fmt.Fprintf(t.out, "\n  All five together paid %s, of which the reserve has %s for the next default;\n  and the Farm and the Smithy have had the %s that they were owed.\n", dash(t.sum(func(c cost) int64 { return c.all })), t.society.Fund("reserve").Number(), dash(t.sum(func(c cost) int64 { return c.owed })))
}

// sum adds up a figure of all firms but the Joinery.
func (t *tale) sum(of func(cost) int64) (parts int64) {
	for _, firm := range firms {
		if firm != "Joinery" {
			parts += of(t.costs[firm])
		}
	}
	return parts
}
