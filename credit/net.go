package credit

import (
	"fmt"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// Net applies a set-off: so much less is left of each of these promises. Within this ledger every party
// must have as much set off of what it owes as of what it is owed, or agree. Each set-off must lie within
// what is left, the promise not be in dispute, and its holder's line consent to it as of the action's
// time. It happens to all of them or to none.
type Net struct {
	ID    string
	At    time.Time
	By    []string
	Lines []NetLine // at most 1048576, each of another promise
}

// A NetLine is how much is set off of a promise.
type NetLine struct {
	Promise string
	SetOff  unit.Amount
}

// NetLinesMax is how many promises one Net may touch.
const NetLinesMax = 1 << 20

func (a Net) header() header { return header{"net", a.ID, a.At, a.By} }

func (a *Net) fields(c *codec) {
	c.header(a.header().kind, &a.ID, &a.At, &a.By)
	c.netLines(&a.Lines)
}

func (a Net) apply(t *turn) error {
	if len(a.Lines) == 0 || len(a.Lines) > NetLinesMax {
		return &journal.RefusalError{Reason: ErrNet, What: "want 1 to 1048576 promises"}
	}
	balance := make(map[int32]int64, len(a.Lines))
	met := make([]int32, 0, 2*len(a.Lines)) // the parties, in no order that matters
	seen := make(map[string]bool, len(a.Lines))
	for _, n := range a.Lines {
		if seen[n.Promise] {
			return &journal.RefusalError{Reason: ErrNet, What: fmt.Sprintf("want each promise once, and %.32q is there again", n.Promise)}
		}
		seen[n.Promise] = true
		at, parts, err := a.line(t, n)
		if err != nil {
			return err
		}
		p := t.promises.at(at)
		balance[p.debtor] += parts
		balance[p.creditor] -= parts
		met = append(met, p.debtor, p.creditor)
		t.less(at, parts)
	}
	return t.balanced(balance, met)
}

// line checks one promise.
func (a Net) line(t *turn, n NetLine) (int32, int64, error) {
	at, p, err := t.open(n.Promise)
	if err != nil {
		return 0, 0, err
	}
	if _, err := t.parts(n.SetOff); err != nil { // which in a Net is never left out
		return 0, 0, err
	}
	parts, err := t.partsOf(n.SetOff, p)
	if err != nil {
		return 0, 0, err
	}
	if !t.clears(p, a.At) {
		return 0, 0, &journal.RefusalError{Reason: journal.ErrConsent, What: "the holder's line does not let this be set off", Missing: []string{t.parties[p.creditor].name}}
	}
	return at, parts, nil
}

// balanced refuses a set-off that leaves parties better or worse off without their consent.
func (t *turn) balanced(balance map[int32]int64, met []int32) error {
	var moved []string
	for _, party := range met {
		if balance[party] != 0 {
			moved = append(moved, t.parties[party].name)
		}
	}
	return t.agree(moved...)
}

// clears reports whether a promise's holder lets it be set off at a time.
func (l *Ledger) clears(p *promise, at time.Time) bool {
	line := l.pairs[p.pair].line
	switch line.clearing {
	case Due:
		return p.due.IsZero() || !p.due.After(at)
	case Early:
		return p.due.IsZero() || !p.due.After(at.Add(line.window))
	}
	return false
}

// Book returns what may be set off as of a time: all of which something is left, that is not in dispute,
// and whose holder's line consents. Promises with a guarantor have rank 0 and go first, others rank 1.
// What clearing.Clear sets off of it can be applied as a Net.
func (l *Ledger) Book(at time.Time) clearing.Book {
	var b clearing.Book
	for i := range int32(l.promises.count) {
		p := l.promises.at(i)
		if p.left == 0 || p.disputed || !l.clears(p, at) {
			continue
		}
		o := clearing.Obligation{ID: p.id, Debtor: l.parties[p.debtor].name, Creditor: l.parties[p.creditor].name, Amount: l.amount(p.left), Due: p.due, Rank: 1}
		if p.guarantor != "" {
			o.Rank = 0
		}
		b.Obligations = append(b.Obligations, o)
	}
	return b
}

// SetOff returns the lines of the Net that applies a clearing's result to the book it is of.
func SetOff(b clearing.Book, r *clearing.Result) []NetLine {
	var lines []NetLine
	for i, off := range r.SetOff {
		if off.Sign() > 0 && i < len(b.Obligations) {
			lines = append(lines, NetLine{b.Obligations[i].ID, off})
		}
	}
	return lines
}
