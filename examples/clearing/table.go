package main

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"example.org/mutual/unit"
)

// writeTable prints an outcome for people, unit by unit.
func writeTable(out io.Writer, o *outcome) error {
	w := bufio.NewWriter(out)
	if len(o.units) == 0 {
		fmt.Fprintln(w, "Nobody owes anybody anything.")
	}
	for k, u := range o.units {
		if k > 0 {
			fmt.Fprintln(w)
		}
		p := &page{Writer: w, outcome: o, inUnit: u}
		p.writeTotals()
		p.writeObligations()
		p.writeChains()
		p.writeProof()
	}
	return w.Flush()
}

// A page is what is printed of one unit.
type page struct {
	io.Writer
	*outcome
	inUnit
}

// dash keeps what is nothing from looking like something.
func (p *page) dash(a unit.Amount) string {
	if a.IsZero() {
		return "-"
	}
	return p.number(a)
}

func (p *page) writeTotals() {
	fmt.Fprintf(p, "%s: what %s owe each other\n\n", p.Unit.Code(), count(len(p.proof.Parties), "party", "parties"))
	rows := [][]string{
		{"owed", p.number(p.Gross), ""},
		{"set off", p.number(p.Cleared), percent(p.Cleared, p.Gross)},
		{"stays", p.number(p.Remaining), ""},
	}
	align(p, rows, "<><")
	fmt.Fprintln(p, "\nNo money has moved. What each party is owed less what it owes is what it was; so no set-off")
	fmt.Fprintf(p, "could leave less than %s. No larger set-off than this one exists: the proof is below.\n", p.number(p.NetDebt))
}

// percent is for people: rounded down, so that 100 % means all, and 0 % none.
func percent(part, whole unit.Amount) string {
	q, _ := part.Decimal().Shift(2).QuoRem(whole.Decimal(), 0)
	if q.IsZero() && !part.IsZero() {
		return "under 1 %"
	}
	return q.StringFixed(0) + " %"
}

func (p *page) writeObligations() {
	rows := [][]string{{"id", "who", "owes whom", "due", "owed", "set off", "stays"}}
	for _, i := range p.obligations {
		o := p.book.Obligations[i]
		rows = append(rows, []string{o.ID, o.Debtor, o.Creditor, day(o.Due), p.number(o.Amount), p.dash(p.result.SetOff[i]), p.dash(p.stays(i))})
	}
	fmt.Fprintln(p)
	align(p, rows, "<<<<>>>")
}

func day(t time.Time) string {
	switch {
	case t.IsZero():
		return "-"
	case t.Equal(t.Truncate(24 * time.Hour)):
		return t.Format(time.DateOnly)
	}
	return t.Format(time.RFC3339)
}

func (p *page) writeChains() {
	if p.unlisted {
		fmt.Fprintf(p, "\n%v\n", errSteps)
		return
	}
	var rows [][]string
	for k, ring := range p.chains {
		around := strings.Join(ring.Parties, " → ") + " → " + ring.Parties[0]
		rows = append(rows, []string{fmt.Sprint(k + 1), p.number(ring.Amount), around})
	}
	fmt.Fprintf(p, "\nset off in %s\n\n", count(len(rows), "chain", "chains"))
	align(p, rows, ">><")
}

// tiersMax is how many parties' tiers are worth printing: people read them, not programs.
const tiersMax = 40

func (p *page) writeProof() {
	fmt.Fprintf(p, "\nproof: checked without the solver, %s %s is the largest set-off there is.\n", p.number(p.proof.Value), p.Unit.Code())
	if len(p.proof.Parties) > tiersMax {
		return
	}
	fmt.Fprint(p, `You need not believe that. Every party is on a tier. A debt of which something stays leads from
who owes down at least one tier; one of which something is set off leads down one at most. To set
off more, one would go round a ring: down along debts that stay, to set them off, and back up along
debts that are set off, to have them stay again. As the steps up make up for the steps down, at
least as many debts come back as go. To check this, look once at each debt in the list above.

`)
	var rows [][]string
	for tier := slices.Max(p.proof.Potentials); tier >= 0; tier-- {
		if on := p.tier(tier); len(on) > 0 {
			rows = append(rows, []string{"tier " + fmt.Sprint(tier), strings.Join(on, ", ")})
		}
	}
	align(p, rows, "<<")
}

func (p *page) tier(tier int64) (parties []string) {
	for i, party := range p.proof.Parties {
		if p.proof.Potentials[i] == tier {
			parties = append(parties, party)
		}
	}
	return parties
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// align prints rows in columns, each to the left (<) or to the right (>).
func align(w io.Writer, rows [][]string, sides string) {
	width := make([]int, len(sides))
	for _, row := range rows {
		for c, cell := range row {
			width[c] = max(width[c], utf8.RuneCountInString(cell))
		}
	}
	for _, row := range rows {
		var line strings.Builder
		for c, cell := range row {
			pad := strings.Repeat(" ", width[c]-utf8.RuneCountInString(cell))
			if sides[c] == '>' {
				cell = pad + cell
			} else {
				cell += pad
			}
			line.WriteString("  " + cell)
		}
		fmt.Fprintln(w, strings.TrimRight(line.String(), " "))
	}
}
