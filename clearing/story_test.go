package clearing_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/clearing/clearingtest"
	"example.org/mutual/unit"
)

var update = flag.Bool("update", false, "write what comes out into testdata/*.txt; commit it only if you know why it changed")

// Each file of testdata is a story: paragraphs that begin with a comment and list who owes whom,
//
//	m1: bakery owes mill 300.00 EUR.2, due 2026-03-31, rank 1
//
// and below ---- say what comes of it. "what stays" is everything left over from the paragraph before.
func TestStories(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Skip("no files here:", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := retell(t, string(data))
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if got != string(data) {
				t.Errorf("the story has changed; -update writes it anew:\n%s", got)
			}
		})
	}
}

// retell returns the story with what comes out now.
func retell(t *testing.T, story string) string {
	var stays []clearing.Obligation
	paragraphs := strings.Split(strings.TrimRight(story, "\n"), "\n\n")
	for i, p := range paragraphs {
		told, _, _ := strings.Cut(p, "----")
		b := parse(t, told, stays)
		var ending string
		ending, stays = clearAndTell(t, b)
		paragraphs[i] = told + "----\n" + ending
	}
	return strings.Join(paragraphs, "\n")
}

func parse(t *testing.T, told string, stays []clearing.Obligation) (b clearing.Book) {
	for line := range strings.Lines(told) {
		switch line = strings.TrimSpace(line); {
		case line == "what stays":
			b.Obligations = append(b.Obligations, stays...)
		case line != "" && line[0] != '#':
			b.Obligations = append(b.Obligations, parseLine(t, line))
		}
	}
	return b
}

// parseLine reads one obligation.
func parseLine(t *testing.T, line string) (o clearing.Obligation) {
	var number, definition string
	clauses := strings.Split(line, ", ")
	id, rest, _ := strings.Cut(clauses[0], ": ")
	if _, err := fmt.Sscanf(rest, "%s owes %s %s %s", &o.Debtor, &o.Creditor, &number, &definition); err != nil {
		t.Fatalf("%q: %v", line, err)
	}
	o.ID = id
	amount, err := unit.Parse(number, mustUnit(t, definition))
	if err != nil {
		t.Fatalf("%q: %v", line, err)
	}
	o.Amount = amount
	for _, clause := range clauses[1:] {
		what, value, _ := strings.Cut(clause, " ")
		switch what {
		case "due":
			o.Due = day(t, value)
		case "rank":
			if o.Rank, err = strconv.Atoi(value); err != nil {
				t.Fatalf("%q: %v", line, err)
			}
		default:
			t.Fatalf("%q: %q is neither due nor rank", line, clause)
		}
	}
	return o
}

// clearAndTell returns what a reader would want to know, and what stays owed.
func clearAndTell(t *testing.T, b clearing.Book) (told string, stays []clearing.Obligation) {
	r, err := clearing.Clear(t.Context(), b, clearing.Options{})
	if err != nil {
		return err.Error() + "\n", nil
	}
	if err := clearingtest.Check(b, clearing.Options{}, r); err != nil {
		t.Error(err)
	}
	var s strings.Builder
	for k, totals := range r.Totals {
		fmt.Fprintln(&s, totals)
		for i, party := range r.Proofs[k].Parties {
			fmt.Fprintf(&s, "  tier %d: %s\n", r.Proofs[k].Potentials[i], party)
		}
	}
	for c := range clearing.Chains(b, r) {
		fmt.Fprintf(&s, "ring of %v: %s (%s)\n", c.Amount, strings.Join(append(slices.Clone(c.Parties), c.Parties[0]), " -> "), strings.Join(c.Obligations, " "))
	}
	for i, o := range b.Obligations {
		o.Amount = minus(t, o.Amount, r.SetOff[i])
		if o.Amount.Sign() > 0 {
			stays = append(stays, o)
			fmt.Fprintf(&s, "stays: %s owes %s %v%s (%s)\n", o.Debtor, o.Creditor, o.Amount, dueText(o.Due), o.ID)
		}
	}
	return s.String(), stays
}

func minus(t *testing.T, a, b unit.Amount) unit.Amount {
	d, err := a.Sub(b)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func dueText(due time.Time) string {
	if due.IsZero() {
		return ""
	}
	return ", due " + due.Format(time.DateOnly)
}
